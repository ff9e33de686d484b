//! Compares and divides decimal numbers exactly, from their text and without allocating.

use std::cmp::Ordering;
use std::fmt::{self, Write};

/// A number as its decimal digits: `±digits × 10^exponent`.
///
/// The digits are those before and after the point, without leading zeros.
#[derive(Clone, Copy, Debug)]
pub struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// Reads a number in JSON's syntax; none where the text is something else.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            // An exponent that no `i64` holds is as good as endless.
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return None;
        }
        Some(Self::new(negative, whole, fraction, exponent))
    }

    fn new(negative: bool, whole: &'a str, fraction: &'a str, exponent: i64) -> Self {
        let whole = whole.trim_start_matches('0').as_bytes();
        let mut fraction = fraction.trim_end_matches('0').as_bytes();
        let mut exponent = exponent.saturating_sub(fraction.len() as i64);
        let mut whole = whole;
        if fraction.is_empty() {
            while let [rest @ .., b'0'] = whole {
                whole = rest;
                exponent = exponent.saturating_add(1);
            }
        }
        if whole.is_empty() {
            while let [b'0', rest @ ..] = fraction {
                fraction = rest;
            }
        }
        Self {
            negative,
            whole,
            fraction,
            exponent,
        }
    }

    fn digits(self) -> impl Iterator<Item = u8> + 'a {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn len(self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    fn is_zero(self) -> bool {
        self.len() == 0
    }

    /// The exact order of two numbers.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        match (self.sign(), other.sign()) {
            (a, b) if a != b => a.cmp(&b),
            (0, _) => Ordering::Equal,
            (sign, _) => {
                let size = self.compare_size(other);
                if sign < 0 { size.reverse() } else { size }
            }
        }
    }

    fn sign(self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    fn compare_size(self, other: Self) -> Ordering {
        // The power of ten of the first digit decides, then the digits from the left.
        let magnitude = |n: Self| n.exponent.saturating_add(n.len() as i64);
        magnitude(self)
            .cmp(&magnitude(other))
            .then_with(|| self.digits().cmp(other.digits()))
    }

    /// Whether this is a whole multiple of `divisor`, exactly.
    ///
    /// A divisor of more than 37 digits divides nothing but 0.
    #[must_use]
    pub fn is_multiple_of(self, divisor: Self) -> bool {
        if self.is_zero() {
            return true;
        }
        if divisor.is_zero() || divisor.len() > 37 {
            return false;
        }
        let modulus = divisor
            .digits()
            .fold(0_u128, |n, digit| n * 10 + u128::from(digit - b'0'));
        let append = |rest: u128, digit: u8| (rest * 10 + u128::from(digit)) % modulus;
        let shift = self.exponent.saturating_sub(divisor.exponent);
        if shift < 0 {
            // This number's last digit is not 0, so it is no multiple of a power of ten above it.
            return false;
        }
        let rest = self
            .digits()
            .fold(0, |rest, digit| append(rest, digit - b'0'));
        // 10^130 holds every factor 2 and 5 that a modulus of 128 bits can have; more zeros add none.
        (0..shift.min(130)).fold(rest, |rest, _| append(rest, 0)) == 0
    }
}

fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits
        .parse::<i64>()
        .unwrap_or(i64::MAX / 4)
        .min(i64::MAX / 4);
    Some(if text.starts_with('-') { -size } else { size })
}

/// Whether a float is a whole multiple of another, each taken as the shortest
/// decimal that reads back as it: 0.0075 is a multiple of 0.0001.
#[must_use]
pub fn is_float_multiple(value: f64, divisor: f64) -> bool {
    // Integers below 2^53 are exact, and so is their remainder.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0
        && divisor.fract() == 0.0
        && value.abs() < EXACT
        && divisor.abs() < EXACT
    {
        return value % divisor == 0.0;
    }
    let (mut a, mut b) = (Text::default(), Text::default());
    match (a.of(value), b.of(divisor)) {
        (Some(value), Some(divisor)) => value.is_multiple_of(divisor),
        _ => false,
    }
}

/// A float's shortest decimal text, on the stack.
#[derive(Default)]
struct Text {
    bytes: [u8; 32],
    len: usize,
}

impl Text {
    fn of(&mut self, value: f64) -> Option<Decimal<'_>> {
        write!(self, "{value:e}").ok()?;
        Decimal::parse(std::str::from_utf8(&self.bytes[..self.len]).ok()?)
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let room = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal<'_> {
        Decimal::parse(text).expect("a number")
    }

    #[test]
    fn numbers_compare_by_value_and_not_by_spelling() {
        for (a, b, order) in [
            ("1", "1.0", Ordering::Equal),
            ("100", "1e2", Ordering::Equal),
            ("-0", "0.00", Ordering::Equal),
            ("0.1", "0.09999999999999999999", Ordering::Greater),
            ("-2", "1", Ordering::Less),
            ("-2", "-3", Ordering::Greater),
            ("0.002", "0.02", Ordering::Less),
            ("99999999999999999999999999", "1e26", Ordering::Less),
            ("1e99999999999999999999", "5", Ordering::Greater),
            ("1e-99999999999999999999", "5", Ordering::Less),
            ("10", "9", Ordering::Greater),
            (
                "123456789012345678901234567890",
                "123456789012345678901234567891",
                Ordering::Less,
            ),
        ] {
            assert_eq!(decimal(a).compare(decimal(b)), order, "{a} and {b}");
            assert_eq!(
                decimal(b).compare(decimal(a)),
                order.reverse(),
                "{b} and {a}"
            );
        }
    }

    #[test]
    fn multiples_are_exact() {
        for (value, divisor, fits) in [
            ("0.0075", "0.0001", true),
            ("0.00751", "0.0001", false),
            ("19.99", "0.01", true),
            ("4.35", "0.01", true),
            ("1e308", "0.123456789", false),
            ("1e308", "0.5", true),
            ("12391239123", "1e-8", true),
            ("7", "2", false),
            ("-9", "3", true),
            ("0", "7", true),
            ("1e2147483647", "7", false),
            ("7e2147483647", "7", true),
            ("30", "20", false),
            ("100", "20", true),
            ("5", "10", false),
            ("123456789012345678901234567890", "10", true),
        ] {
            assert_eq!(
                decimal(value).is_multiple_of(decimal(divisor)),
                fits,
                "{value} by {divisor}"
            );
        }
        assert!(is_float_multiple(19.99, 0.01));
        assert!(is_float_multiple(1e308, 0.5));
        assert!(!is_float_multiple(1e308, 0.123_456_789));
        assert!(!is_float_multiple(f64::NAN, 0.5));
        assert!(is_float_multiple(9.0, 3.0));
        assert!(!is_float_multiple(0.5, 3.0));
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in ["", "-", "1e", "1e+", "a", "1.a", ".5", "NaN", "inf"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
