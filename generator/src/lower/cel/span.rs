//! The text of a `duration("1h30m")` to nanoseconds.

/// Numbers, each with a unit: `h`, `m`, `s`, `ms`, `us` or `ns`.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut nanoseconds: i64 = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, after) = rest.split_at(end);
        let end = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        nanoseconds = nanoseconds.checked_add(part(number, unit)?)?;
        rest = after;
    }
    Some(sign * nanoseconds)
}

fn part(number: &str, unit: &str) -> Option<i64> {
    let unit: i64 = match unit {
        "h" => 3_600_000_000_000,
        "m" => 60_000_000_000,
        "s" => 1_000_000_000,
        "ms" => 1_000_000,
        "us" => 1_000,
        "ns" => 1,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut nanoseconds = whole.parse::<i64>().ok()?.checked_mul(unit)?;
    let mut worth = unit;
    for digit in fraction.chars() {
        worth /= 10;
        nanoseconds = nanoseconds.checked_add(worth * i64::from(digit.to_digit(10)?))?;
    }
    Some(nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn durations_are_nanoseconds() {
        assert_eq!(parse("1h30m"), Some(5_400_000_000_000));
        assert_eq!(parse("1.5s"), Some(1_500_000_000));
        assert_eq!(parse("-250ms"), Some(-250_000_000));
        assert_eq!(parse("0"), Some(0));
        for text in ["", "1", "1d", "h", "1h2", "9999999999h"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
