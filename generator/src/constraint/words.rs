//! Counts and numbers as a reader of the docs likes them.

use crate::json::Bound;

/// `1 character`, `2 characters`
fn counted(number: u64, noun: &str) -> String {
    let plural = match (number, noun) {
        (1, _) => noun.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", grouped(i128::from(number)))
}

/// `1 to 64 characters.`
pub(super) fn counts(min: Option<u64>, max: Option<u64>, noun: &str) -> Option<String> {
    Some(match (min.filter(|min| *min > 0), max) {
        (None, None) => return None,
        (Some(min), None) => format!("At least {}.", counted(min, noun)),
        (None, Some(max)) => format!("At most {}.", counted(max, noun)),
        (Some(min), Some(max)) if min == max => format!("Exactly {}.", counted(min, noun)),
        (Some(min), Some(max)) => {
            format!("{} to {}.", grouped(i128::from(min)), counted(max, noun))
        }
    })
}

/// An integer with commas: `1,000,000`.
fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number for a reader.
pub(super) fn shown(bound: Bound) -> String {
    match bound {
        Bound::Integer(integer) => grouped(integer),
        Bound::Decimal(decimal) => decimal.to_string(),
    }
}
