//! Numbers that no machine type holds exactly, kept as their digits.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::json::de::{Decode, Error, Input, Result};
use crate::json::number::{Parts, integer_digits};
use crate::json::ser::{Encode, Output};

crate::validate::unchecked! { BigInteger, Decimal }

/// How many digits a big integer may have: `1e999999999` is nine bytes of data.
const MAX_DIGITS: usize = 4096;

/// An integer of any size.
///
/// ```
/// use faircopy_runtime::BigInteger;
///
/// let integer: BigInteger = "123456789012345678901234567890".parse().unwrap();
/// assert_eq!(i128::try_from(&integer), Ok(123456789012345678901234567890));
/// assert_eq!(BigInteger::from(5).as_str(), "5");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BigInteger(String);

/// A decimal number that keeps its digits: `1.50` stays `1.50`, and equals `1.5`.
///
/// ```
/// use faircopy_runtime::Decimal;
///
/// let price: Decimal = "1.50".parse().unwrap();
/// assert_eq!(price.as_str(), "1.50");
/// assert_eq!(price, "1.5".parse().unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Decimal(String);

/// A text that is no number in JSON's syntax, or not one of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseNumberError(&'static str);

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for ParseNumberError {}

impl BigInteger {
    /// Its digits, after a `-` if it is negative.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Decimal {
    /// Its digits, as they were written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest `f64`.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl FromStr for BigInteger {
    type Err = ParseNumberError;

    fn from_str(text: &str) -> std::result::Result<Self, ParseNumberError> {
        integer_digits(text, MAX_DIGITS)
            .map(Self)
            .ok_or(ParseNumberError("not an integer of at most 4096 digits"))
    }
}

impl FromStr for Decimal {
    type Err = ParseNumberError;

    fn from_str(text: &str) -> std::result::Result<Self, ParseNumberError> {
        match Parts::parse(text) {
            Some(_) => Ok(Self(text.to_owned())),
            None => Err(ParseNumberError("not a number in JSON's syntax")),
        }
    }
}

macro_rules! from_integer {
    ($($ty:ty)*) => {$(
        impl From<$ty> for BigInteger {
            fn from(value: $ty) -> Self {
                Self(value.to_string())
            }
        }

        impl From<$ty> for Decimal {
            fn from(value: $ty) -> Self {
                Self(value.to_string())
            }
        }

        impl TryFrom<&BigInteger> for $ty {
            type Error = std::num::ParseIntError;

            fn try_from(value: &BigInteger) -> std::result::Result<Self, Self::Error> {
                value.0.parse()
            }
        }
    )*};
}
from_integer!(i32 i64 i128 u32 u64 u128);

impl Ord for BigInteger {
    fn cmp(&self, other: &Self) -> Ordering {
        match (Parts::parse(&self.0), Parts::parse(&other.0)) {
            (Some(left), Some(right)) => left.compare(&right),
            (left, right) => left.is_some().cmp(&right.is_some()),
        }
    }
}

impl PartialOrd for BigInteger {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (Parts::parse(&self.0), Parts::parse(&other.0)) {
            (Some(left), Some(right)) => left.compare(&right),
            (left, right) => left.is_some().cmp(&right.is_some()),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Parts::parse(&self.0).hash(state);
    }
}

impl fmt::Display for BigInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Decode for BigInteger {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        let start = input.offset();
        let text = input.number()?;
        text.parse()
            .map_err(|_| Error::new(start, "expected an integer, found another number"))
    }
}

impl Decode for Decimal {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        let start = input.offset();
        let text = input.number()?;
        text.parse().map_err(|_| {
            Error::new(
                start,
                "expected a decimal, found a number beyond all bounds",
            )
        })
    }
}

impl Encode for BigInteger {
    fn encode(&self, output: &mut Output) {
        output.raw(&self.0);
    }
}

impl Encode for Decimal {
    fn encode(&self, output: &mut Output) {
        output.raw(&self.0);
    }
}
