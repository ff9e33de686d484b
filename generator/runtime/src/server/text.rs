//! Whether a text is JSON at all, whatever its shape: what is none cannot be read, what is some may be wrong.

use serde::de::IgnoredAny;

/// Whether a text is JSON whose texts are Unicode.
pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok() && is_unicode(text)
}

/// Whether the escapes in a text of JSON are characters: `\uD83D\uDE00` is one, `\uD83D` is none.
fn is_unicode(json: &str) -> bool {
    let mut units = Vec::new();
    let mut rest = json;
    while let Some((before, after)) = rest.split_once('\\') {
        if !before.is_empty() {
            units.push(u16::from(b' '));
        }
        let code = after.strip_prefix('u').and_then(|hex| hex.get(..4));
        let unit = code.and_then(|hex| u16::from_str_radix(hex, 16).ok());
        units.push(unit.unwrap_or(u16::from(b' ')));
        let escape = after.chars().next().map_or(0, char::len_utf8);
        let length = if unit.is_some() { 5 } else { escape };
        rest = &after[length..];
    }
    char::decode_utf16(units).all(|character| character.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pair_is_no_json() {
        for text in [
            r#""\ud800""#,
            r#"["\udc00\ud800"]"#,
            r#"{"\uD83D \uDE00": 1}"#,
            r#""\\\uD83D""#,
            "{",
            "",
        ] {
            assert!(!is_json(text), "{text}");
        }
        for text in [
            r#""\uD83D\uDE00""#,
            r#""\\ud800""#,
            r#"{"\u0041": "\ud7ff"}"#,
        ] {
            assert!(is_json(text), "{text}");
        }
    }
}
