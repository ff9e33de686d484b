//! The text of a number to its digits, exactly, so that numbers can be compared however long they are.

use std::cmp::Ordering;

use crate::json::input::Input;

/// A number as `±digits × 10^scale`, without zeros at either end.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Parts {
    negative: bool,
    digits: String,
    scale: i64,
}

impl Parts {
    /// Reads a number in JSON's syntax.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut input = Input::new(text);
        if input.number().ok()?.len() != text.len() {
            return None;
        }
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self {
                negative: false,
                digits: String::new(),
                scale: 0,
            });
        }
        let zeros = i64::try_from(all.len() - significant.len()).ok()?;
        let fraction = i64::try_from(fraction.len()).ok()?;
        let exponent: i64 = exponent.parse().ok()?;
        Some(Self {
            negative,
            digits: significant.trim_start_matches('0').to_owned(),
            scale: exponent.checked_sub(fraction)?.checked_add(zeros)?,
        })
    }

    /// The power of ten of the first digit, by which sizes compare.
    fn magnitude(&self) -> i64 {
        i64::try_from(self.digits.len())
            .unwrap_or(i64::MAX)
            .saturating_add(self.scale)
    }

    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let sign = |parts: &Self| match (parts.digits.is_empty(), parts.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        sign(self).cmp(&sign(other)).then_with(|| {
            // Without zeros at the ends, digits compare as text.
            let size = self
                .magnitude()
                .cmp(&other.magnitude())
                .then_with(|| self.digits.cmp(&other.digits));
            if self.negative { size.reverse() } else { size }
        })
    }
}

/// The digits of a number without a fraction, `-` first; none where there is a
/// fraction, or more than `most` digits.
pub(crate) fn integer_digits(text: &str, most: usize) -> Option<String> {
    let parts = Parts::parse(text)?;
    if parts.digits.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = usize::try_from(parts.scale).ok()?;
    if parts.digits.len().checked_add(zeros)? > most {
        return None;
    }
    let sign = if parts.negative { "-" } else { "" };
    Some(format!("{sign}{}{}", parts.digits, "0".repeat(zeros)))
}

/// Whether two texts are the same number, in JSON's syntax.
pub(crate) fn is_same(left: &str, right: &str) -> bool {
    match (Parts::parse(left), Parts::parse(right)) {
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}
