//! Numbers of a document, exactly: integers, and decimals with all digits that were written.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Number, Value};

/// A number that a document states, exactly. A number has one form only, so that equal ones are `==`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// An integer, within 128 bits.
    Integer(i128),
    /// Any other number.
    Decimal(Decimal),
}

/// `digits × 10^exponent`: a number with a fraction, or an integer beyond 128 bits.
///
/// The last of the digits is not zero, so that a number has one form only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    exponent: i32,
}

/// No number of a document has more places than this, on either side of the point: a double has none.
const PLACES: i32 = 2000;

impl Bound {
    /// A JSON number; `2.0` is an integer.
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Some(Self::of(number)),
            _ => None,
        }
    }

    /// A JSON number. One that is held as a double has the digits that such a double is written with.
    pub fn of(number: &Number) -> Self {
        let integer = number.as_i64().map(i128::from);
        let integer = integer.or_else(|| number.as_u64().map(i128::from));
        match integer {
            Some(integer) => Self::Integer(integer),
            // The digits of a double are 17 at most, so this cannot fail.
            None => Self::parse(&number.to_string()).unwrap_or(Self::Integer(0)),
        }
    }

    /// A number as JSON and YAML write it: `-1.50`, `3e-2`. None where it takes more than 128 bits to
    /// hold its digits, or is no decimal number.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // What is parsed below would allow a sign before the fraction.
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{whole}{fraction}").parse::<i128>().ok()?;
        let places = i32::try_from(fraction.len()).ok()?;
        let exponent = exponent.checked_sub(places)?;
        (exponent.abs() <= PLACES).then(|| Self::new(digits, exponent))
    }

    /// `digits × 10^exponent` in its only form.
    fn new(mut digits: i128, mut exponent: i32) -> Self {
        if digits == 0 {
            return Self::Integer(0);
        }
        while digits % 10 == 0 {
            digits /= 10;
            exponent += 1;
        }
        let scale = u32::try_from(exponent).ok();
        let scale = scale.and_then(|exponent| 10_i128.checked_pow(exponent));
        match scale.and_then(|scale| digits.checked_mul(scale)) {
            Some(integer) => Self::Integer(integer),
            None => Self::Decimal(Decimal { digits, exponent }),
        }
    }

    /// The nearest double.
    pub fn as_f64(self) -> f64 {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "the nearest is asked for")]
            Self::Integer(integer) => integer as f64,
            Self::Decimal(Decimal { digits, exponent }) => {
                // Reading decimal text is the only rounding there is.
                format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN)
            }
        }
    }

    /// Whether it is above zero.
    pub fn is_positive(self) -> bool {
        self.parts().0 > 0
    }

    /// The least integer that is not below it. None beyond 128 bits.
    pub fn ceiling(self) -> Option<i128> {
        self.floor_and_rest()
            .and_then(|(floor, has_rest)| floor.checked_add(i128::from(has_rest)))
    }

    /// The greatest integer that is not above it. None beyond 128 bits.
    pub fn floor(self) -> Option<i128> {
        self.floor_and_rest().map(|(floor, _)| floor)
    }

    fn floor_and_rest(self) -> Option<(i128, bool)> {
        match self {
            Self::Integer(integer) => Some((integer, false)),
            // An integer that is no `Integer` takes more than 128 bits.
            Self::Decimal(Decimal { exponent, .. }) if exponent >= 0 => None,
            Self::Decimal(Decimal { digits, exponent }) => {
                let scale = 10_i128.checked_pow(exponent.unsigned_abs());
                // Where the scale takes more than 128 bits, the number is within a unit of zero.
                let floor =
                    scale.map_or_else(|| digits.signum().min(0), |it| digits.div_euclid(it));
                Some((floor, true))
            }
        }
    }

    /// Whether every multiple of `self` is one of `unit`, both above zero. `None` is not known: the
    /// numbers are too far apart.
    pub fn is_multiple_of(self, unit: Self) -> Option<bool> {
        let ((digits, exponent), (unit, unit_exponent)) = (self.parts(), unit.parts());
        let (digits, unit) = (digits.unsigned_abs(), unit.unsigned_abs());
        if unit == 0 {
            return Some(false);
        }
        if exponent < unit_exponent {
            let scale = 10_u128.checked_pow(exponent.abs_diff(unit_exponent));
            // Where it takes more than 128 bits, the unit is the greater one.
            let unit = scale.and_then(|scale| unit.checked_mul(scale));
            return Some(digits == 0 || unit.is_some_and(|unit| digits.is_multiple_of(unit)));
        }
        let mut rest = digits % unit;
        for _ in unit_exponent..exponent {
            if rest == 0 {
                break;
            }
            rest = rest.checked_mul(10)? % unit;
        }
        Some(rest == 0)
    }

    fn parts(self) -> (i128, i32) {
        match self {
            Self::Integer(integer) => (integer, 0),
            Self::Decimal(Decimal { digits, exponent }) => (digits, exponent),
        }
    }
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((one, one_exponent), (other, other_exponent)) = (self.parts(), other.parts());
        let signs = one.signum().cmp(&other.signum());
        if signs != Ordering::Equal || one == 0 {
            return signs;
        }
        let sizes = compare_sizes(
            (&one.unsigned_abs().to_string(), one_exponent),
            (&other.unsigned_abs().to_string(), other_exponent),
        );
        if one > 0 { sizes } else { sizes.reverse() }
    }
}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of two numbers above zero: by the place of the first digit, and then digit by digit.
fn compare_sizes(one: (&str, i32), other: (&str, i32)) -> Ordering {
    let magnitude = |(digits, exponent): (&str, i32)| digits.len() as i64 + i64::from(exponent);
    let digits = |text: &str| text.trim_end_matches('0').to_owned();
    magnitude(one)
        .cmp(&magnitude(other))
        .then_with(|| digits(one.0).cmp(&digits(other.0)))
}

impl fmt::Display for Bound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => write!(formatter, "{integer}"),
            Self::Decimal(decimal) => write!(formatter, "{decimal}"),
        }
    }
}

impl fmt::Display for Decimal {
    /// In plain digits, or as `1.5e300` where there would be many zeros.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ZEROS: usize = 4;
        let digits = self.digits.unsigned_abs().to_string();
        let sign = if self.digits < 0 { "-" } else { "" };
        let point = digits.len() as i64 + i64::from(self.exponent);
        match (usize::try_from(point), usize::try_from(-point)) {
            (Ok(point), _) if (1..digits.len()).contains(&point) => {
                let (whole, fraction) = digits.split_at(point);
                write!(formatter, "{sign}{whole}.{fraction}")
            }
            (_, Ok(zeros)) if zeros < ZEROS => {
                write!(formatter, "{sign}0.{}{digits}", "0".repeat(zeros))
            }
            _ => {
                let (first, rest) = digits.split_at(1);
                let dot = if rest.is_empty() { "" } else { "." };
                write!(formatter, "{sign}{first}{dot}{rest}e{}", point - 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Bound {
        Bound::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn a_number_has_one_form() {
        for (one, other) in [
            ("1.0", "1"),
            ("-0.0", "0"),
            ("1.50e1", "15"),
            ("100e-3", "0.1"),
        ] {
            assert_eq!(number(one), number(other));
        }
        assert_eq!(number("1e29"), Bound::Integer(10_i128.pow(29)));
        assert!(matches!(number("1e300"), Bound::Decimal(_)));
    }

    #[test]
    fn text_that_is_no_number_is_refused() {
        for text in [
            "",
            "-",
            "1.-5",
            "1e",
            "0x10",
            ".inf",
            "1e99999",
            "1_000",
            &"9".repeat(50),
        ] {
            assert_eq!(Bound::parse(text), None, "{text}");
        }
    }

    #[test]
    fn order_is_exact() {
        let ascending = [
            "-1e300",
            "-9007199254740993",
            "-9007199254740992.5",
            "-9007199254740992",
            "-0.1",
            "0",
            "1e-300",
            "0.1",
            "0.10000000000000000001",
            "9007199254740992",
            "9007199254740992.25",
            "9007199254740993",
            "18446744073709551616",
            "18446744073709551617",
            "1e300",
        ];
        for (index, one) in ascending.iter().enumerate() {
            for (other_index, other) in ascending.iter().enumerate() {
                assert_eq!(
                    number(one).cmp(&number(other)),
                    index.cmp(&other_index),
                    "{one} {other}"
                );
            }
        }
    }

    #[test]
    fn multiples_are_told_by_their_decimals() {
        for (multiple, unit, expected) in [
            ("0.3", "0.1", Some(true)),
            ("1", "0.1", Some(true)),
            ("0.35", "0.1", Some(false)),
            ("1e300", "0.01", Some(true)),
            ("0.01", "1e300", Some(false)),
            ("1e300", "3", Some(false)),
            ("9007199254740993", "2", Some(false)),
        ] {
            assert_eq!(
                number(multiple).is_multiple_of(number(unit)),
                expected,
                "{multiple} {unit}"
            );
        }
    }

    #[test]
    fn a_number_lies_between_integers() {
        for (text, floor, ceiling) in [
            ("1.5", Some(1), Some(2)),
            ("-1.5", Some(-2), Some(-1)),
            ("3", Some(3), Some(3)),
            ("1e-300", Some(0), Some(1)),
            ("-1e-300", Some(-1), Some(0)),
            ("1e300", None, None),
        ] {
            assert_eq!(number(text).floor(), floor, "{text}");
            assert_eq!(number(text).ceiling(), ceiling, "{text}");
        }
    }

    #[test]
    fn numbers_print_as_they_are_written() {
        for text in [
            "0.5", "-0.25", "1.5e300", "1e-7", "123.456", "0.0001", "1e-5", "-3",
        ] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("123456e-2").to_string(), "1234.56");
    }

    #[test]
    fn the_nearest_double_is_found() {
        for value in [0.1, 1e300, 5e-324, f64::MAX, -2.5, 123_456_789.125] {
            let bound = Bound::read(&serde_json::json!(value)).expect("a number");
            assert_eq!(bound.as_f64().to_bits(), value.to_bits());
        }
    }
}
