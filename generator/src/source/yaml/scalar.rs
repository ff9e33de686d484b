//! Plain scalars to numbers that JSON's values do not have, or not to the last digit.

/// Whether a plain scalar is an infinity, or what YAML calls no number.
pub(super) fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// Whether a plain scalar is a number that only an infinity is as large as.
pub(super) fn is_too_large(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit());
    is_number && text.parse::<f64>().is_ok_and(f64::is_infinite)
}

/// The text of a plain scalar that is a number which no `Value` holds to the last digit.
pub(in crate::source) fn rounded(text: &str) -> Option<String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let all_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
    if all_digits && digits.len() > 1 && digits.starts_with('0') {
        // Leading zeros are kept by reading a postal code or a date as what it is: text.
        return None;
    }
    if all_digits && (text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()) {
        return None;
    }
    if let Some(digits) = digits.strip_prefix("0x") {
        let number = u128::from_str_radix(digits, 16).ok()?;
        let sign = if text.starts_with('-') { "-" } else { "" };
        return (number > u128::from(u64::MAX)).then(|| format!("{sign}{number}"));
    }
    let is_decimal = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !is_decimal {
        return None;
    }
    let number = text
        .parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64)?;
    (number.to_string() != text).then(|| text.to_owned())
}
