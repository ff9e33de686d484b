//! The body of a failure to what it says in words, where the document has a place for that.

use std::fmt;

use http::StatusCode;
use serde_json::Value;

use crate::error::code;
use crate::json::ser::{self, Encode};

/// How many characters of it are shown.
const MOST: usize = 512;

/// How many faults of a list are shown.
const MOST_FAULTS: usize = 8;

/// What a body says at the first of these paths of properties that holds words.
///
/// Of a problem of RFC 9457 that is its title, and what it says of this occurrence; of a list of faults,
/// each with its place: `query.limit: must be positive`.
pub fn stated(raw: &[u8], places: &[&str]) -> Option<Box<str>> {
    if places.is_empty() {
        return None;
    }
    let body: Value = serde_json::from_slice(raw).ok()?;
    let text = places.iter().find_map(|place| {
        let mut value = &body;
        for name in place.split('/') {
            value = value.get(name)?;
        }
        words(value)
    })?;
    let title = body
        .get("title")
        .filter(|_| places.contains(&"title"))
        .and_then(words);
    let text = match title {
        Some(title) if title != text && places.contains(&"detail") => format!("{title}: {text}"),
        _ => text,
    };
    Some(shown(&text).into_boxed_str())
}

/// Writes what the body of a failure says in words, or else what it is.
pub fn show<T: Encode + ?Sized>(
    body: &T,
    places: &[&str],
    what: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let raw = ser::encode(body).unwrap_or_default();
    f.write_str(stated(raw.as_bytes(), places).as_deref().unwrap_or(what))
}

/// Has the body of a failure displayed as what it says: `says! { ErrorBody; "detail", "title" }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __says {
    ($name:ident; $($place:literal),+) => {
        /// What it says in words.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let what = ::std::stringify!($name);
                runtime::error::message::show(self, &[$($place),+], what, f)
            }
        }

        impl ::std::error::Error for $name {}
    };
}
#[doc(hidden)]
pub use __says as says;

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Array(faults) => {
            let faults: Vec<String> = faults.iter().filter_map(fault).take(MOST_FAULTS).collect();
            (!faults.is_empty()).then(|| faults.join("; "))
        }
        _ => None,
    }
}

/// A fault with its place, as FastAPI states them.
fn fault(fault: &Value) -> Option<String> {
    let text = fault.get("msg")?.as_str()?;
    let place: Vec<String> = fault
        .get("loc")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|part| match part {
            Value::String(name) => name.clone(),
            other => other.to_string(),
        })
        .collect();
    match place.is_empty() {
        true => Some(text.to_owned()),
        false => Some(format!("{}: {text}", place.join("."))),
    }
}

/// A text on one line, and not all of a long one.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == MOST {
            shown.push('…');
            break;
        }
        shown.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    shown
}

/// Writes what a server answered with: the status, and the code that the body states.
pub(crate) fn answered(f: &mut fmt::Formatter<'_>, status: StatusCode, raw: &[u8]) -> fmt::Result {
    write!(f, "the server answered with status {status}")?;
    match code::stated(raw) {
        Some(code) => write!(f, ", code {code}"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, places: &[&str], expected: Option<&str>) {
        assert_eq!(stated(raw.as_bytes(), places).as_deref(), expected);
    }

    #[test]
    fn words_are_found_where_the_document_has_them() {
        check(r#"{"message": " No pet. "}"#, &["message"], Some("No pet."));
        check(r#"{"message": "No pet."}"#, &[], None);
        check(
            r#"{"message": 1, "error": "gone"}"#,
            &["message", "error"],
            Some("gone"),
        );
        check(
            r#"{"error": {"message": "a\nb"}}"#,
            &["error/message"],
            Some("a b"),
        );
        check("no JSON", &["message"], None);
    }

    #[test]
    fn problems_have_a_title_and_a_detail() {
        let places = ["detail", "title"];
        let raw = r#"{"title": "Not found", "detail": "There is no pet 7.", "status": 404}"#;
        check(raw, &places, Some("Not found: There is no pet 7."));
        check(r#"{"title": "Not found"}"#, &places, Some("Not found"));
    }

    #[test]
    fn faults_have_their_places() {
        let raw = r#"{"detail": [
            {"loc": ["query", "max_price"], "msg": "must be positive", "type": "x", "input": "s3cret"},
            {"loc": ["body", "items", 0], "msg": "is missing", "type": "y"}
        ]}"#;
        let expected = "query.max_price: must be positive; body.items.0: is missing";
        check(raw, &["detail"], Some(expected));
    }

    #[test]
    fn bodies_are_displayed_as_what_they_say() {
        struct Body(Value);
        impl fmt::Display for Body {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show(&self.0, &["error/message"], "ErrorBody", f)
            }
        }
        let told = Body(serde_json::json!({ "error": { "message": "No pet.", "key": "s3cret" } }));
        assert_eq!(told.to_string(), "No pet.");
        assert_eq!(
            Body(serde_json::json!({ "key": "s3cret" })).to_string(),
            "ErrorBody"
        );
    }

    #[test]
    fn long_texts_are_cut() {
        let raw = format!("{{\"message\": \"{}\"}}", "é".repeat(2 * MOST));
        let text = stated(raw.as_bytes(), &["message"]).unwrap();
        assert_eq!(text.chars().count(), MOST + 1);
    }
}
