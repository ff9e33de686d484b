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

/// The property that says something of each field, or that lists faults, beside what is said of all.
pub const FIELDS: &str = "errors";

/// The place of a body that is a text as a whole.
pub const WHOLE: &str = "";

/// What a fault of a list says, the most telling first. Generated code names a place only where the document has no
/// secret in any of these, nor in [`WHERE`].
pub const TEXTS: [&str; 4] = ["msg", "message", "detail", "description"];
/// Where a fault of a list is.
pub const WHERE: [&str; 6] = ["loc", "field", "property", "pointer", "path", "parameter"];

/// What a body says at the first of these paths of properties that holds words.
///
/// Of a problem of RFC 9457 that is its title, and what it says of this occurrence; of a list of faults,
/// each with its place: `query.limit: must be positive`; of `errors`, what it says of each field.
pub fn stated(raw: &[u8], places: &[&str]) -> Option<Box<str>> {
    if places.is_empty() {
        return None;
    }
    let body: Value = match serde_json::from_slice(raw) {
        Ok(body @ (Value::Object(_) | Value::Array(_))) => body,
        other => return of_whole(other.ok().as_ref(), raw, places),
    };
    let text = places.iter().find_map(|place| {
        let mut value = &body;
        for name in place.split('/') {
            value = value.get(name)?;
        }
        match place.rsplit('/').next() {
            Some(FIELDS) => fields(value),
            _ => words(value),
        }
    })?;
    let of = |name: &str| body.get(name).filter(|_| places.contains(&name));
    let title = of("title").and_then(words);
    let is_problem = places.contains(&"detail") || places.contains(&FIELDS);
    let mut text = match title {
        Some(title) if title != text && is_problem => {
            // A title is a sentence for some.
            format!("{}: {text}", title.trim_end_matches(['.', ':']))
        }
        _ => text,
    };
    // What is said of all tells less than what is said of each field.
    if let Some(fields) = of(FIELDS).and_then(fields)
        && !text.ends_with(&fields)
    {
        text = format!("{}: {fields}", text.trim_end_matches(['.', ':']));
    }
    Some(shown(&text).into_boxed_str())
}

/// What a body says that is a text as a whole, in JSON or by itself, and not markup.
fn of_whole(body: Option<&Value>, raw: &[u8], places: &[&str]) -> Option<Box<str>> {
    if !places.contains(&WHOLE) {
        return None;
    }
    let text = body.and_then(words);
    let text = text.or_else(|| Some(std::str::from_utf8(raw).ok()?.trim().to_owned()))?;
    let is_said = !text.is_empty() && !text.starts_with('<');
    is_said.then(|| shown(&text).into_boxed_str())
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

/// What a text, a list of texts or of faults says.
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

/// What is said of each field: `name: is missing; price: must be positive`.
fn fields(value: &Value) -> Option<String> {
    let Value::Object(fields) = value else {
        return words(value);
    };
    let of_field = |(name, value)| Some(format!("{name}: {}", words(value)?));
    let fields: Vec<String> = fields
        .iter()
        .filter_map(of_field)
        .take(MOST_FAULTS)
        .collect();
    (!fields.is_empty()).then(|| fields.join("; "))
}

/// A text, or a fault with its place.
fn fault(fault: &Value) -> Option<String> {
    if let Value::String(text) = fault {
        return Some(text.trim().to_owned());
    }
    let text = TEXTS.iter().find_map(|name| fault.get(*name)?.as_str())?;
    match WHERE.iter().find_map(|name| place(fault.get(*name)?)) {
        Some(place) => Some(format!("{place}: {text}")),
        None => Some(text.to_owned()),
    }
}

/// A place as a text, or as a list of what leads to it.
fn place(value: &Value) -> Option<String> {
    let step = |value: &Value| match value {
        Value::String(name) => name.clone(),
        other => other.to_string(),
    };
    let place = match value {
        Value::String(name) => name.clone(),
        Value::Array(steps) => steps.iter().map(step).collect::<Vec<_>>().join("."),
        _ => return None,
    };
    (!place.is_empty()).then_some(place)
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
    fn a_body_that_is_a_text_says_it() {
        check(" No pet.\n", &["message", ""], Some("No pet."));
        check(r#""No pet.""#, &[""], Some("No pet."));
        check("404", &[""], Some("404"));
        check(" \n", &[""], None);
        check("<html><p>No pet.", &[""], None);
        check(r#"{"message": "No pet."}"#, &[""], None);
        check("No pet.", &["message"], None);
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
    fn lists_of_texts_are_joined() {
        let raw =
            r#"{"message": ["name must be a string", "price is missing"], "error": "Bad Request"}"#;
        let expected = "name must be a string; price is missing";
        check(raw, &["message", "error"], Some(expected));
    }

    #[test]
    fn fields_have_their_texts() {
        let places = ["detail", "errors", "title"];
        let errors =
            r#""errors": {"Name": ["Is missing.", "Is short."], "Price": "Is low.", "n": 1}"#;
        let fields = "Name: Is missing.; Is short.; Price: Is low.";
        let title = r#""title": "Errors occurred.""#;
        check(&format!("{{{errors}}}"), &places, Some(fields));
        check(
            &format!("{{{errors}, {title}}}"),
            &places,
            Some(&format!("Errors occurred: {fields}")),
        );
        check(
            &format!(r#"{{{errors}, {title}, "detail": "No pet."}}"#),
            &places,
            Some(&format!("Errors occurred: No pet: {fields}")),
        );
        let listed = r##"{"message": "Invalid.", "errors": [{"field": "name", "message": "is short"}, {"detail": "late", "pointer": "#/at"}]}"##;
        let expected = "Invalid: name: is short; #/at: late";
        check(listed, &["message", "errors"], Some(expected));
        // Where the document has a text, a map of anything is none.
        check(r#"{"error": {"key": "s3cret"}}"#, &["error"], None);
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
