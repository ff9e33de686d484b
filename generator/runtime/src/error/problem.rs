//! The body of a failure to the problem that it states (RFC 9457).

use std::fmt;

use http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::media;

/// What a failure is, by RFC 9457: `application/problem+json`.
///
/// `Display` says title and detail. `Debug` leaves out what is of the single occurrence, which may hold data.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Problem {
    /// The URI reference that tells the problem's type: `type`; `about:blank` where none is stated.
    pub kind: String,
    /// What problems of the type are, in words.
    pub title: Option<String>,
    /// The status that the server meant, which that of the response may not be.
    pub status: Option<u16>,
    /// What this occurrence is, in words.
    pub detail: Option<String>,
    /// The URI reference of this occurrence.
    pub instance: Option<String>,
    /// All other members.
    pub extensions: Map<String, Value>,
}

impl Problem {
    /// The problem in a body: a JSON object that its media type calls one, or that has a type and a title.
    pub fn of(headers: &HeaderMap, raw: &[u8]) -> Option<Self> {
        let stated = headers.get(header::CONTENT_TYPE);
        let stated = stated.and_then(|value| value.to_str().ok());
        let is_stated = media::essence(stated.unwrap_or_default()) == "application/problem+json";
        let Ok(Value::Object(mut members)) = serde_json::from_slice(raw) else {
            return None;
        };
        let mut text = |name: &str| match members.get(name) {
            Some(Value::String(_)) => match members.remove(name) {
                Some(Value::String(text)) => Some(text),
                _ => None,
            },
            _ => None,
        };
        let (kind, title) = (text("type"), text("title"));
        if !is_stated && (kind.is_none() || title.is_none()) {
            return None;
        }
        let (detail, instance) = (text("detail"), text("instance"));
        let status = members.get("status").and_then(Value::as_u64);
        let status = status.and_then(|status| u16::try_from(status).ok());
        if status.is_some() {
            members.remove("status");
        }
        Some(Self {
            kind: kind.unwrap_or_else(|| "about:blank".to_owned()),
            title,
            status,
            detail,
            instance,
            extensions: members,
        })
    }
}

impl<E> Error<E> {
    /// The problem that the response's body states, by RFC 9457.
    pub fn problem(&self) -> Option<Problem> {
        Problem::of(self.headers()?, self.raw()?)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.title, &self.detail) {
            (Some(title), Some(detail)) => write!(f, "{title}: {detail}"),
            (Some(text), None) | (None, Some(text)) => f.write_str(text),
            (None, None) => f.write_str(&self.kind),
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("kind", &self.kind)
            .field("title", &self.title)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(media_type: &'static str, raw: &str) -> Option<Problem> {
        let value = http::HeaderValue::from_static(media_type);
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, value)]);
        Problem::of(&headers, raw.as_bytes())
    }

    #[test]
    fn problems_are_told_from_other_bodies() {
        let raw = r#"{"type": "/out", "title": "Sold out", "status": 409, "pet": 7, "detail": "No pet."}"#;
        let found = problem("application/json", raw).unwrap();
        assert_eq!((found.kind.as_str(), found.status), ("/out", Some(409)));
        assert_eq!(found.to_string(), "Sold out: No pet.");
        assert_eq!(found.extensions["pet"], 7);
        assert!(!format!("{found:?}").contains("No pet."));
        let stated = problem("application/problem+json; charset=utf-8", "{}").unwrap();
        assert_eq!(stated.to_string(), "about:blank");
        assert_eq!(
            problem("application/json", r#"{"title": "No problem"}"#),
            None
        );
        assert_eq!(problem("application/problem+json", "[]"), None);
    }

    #[test]
    fn members_of_another_shape_are_extensions() {
        let raw = r#"{"title": 1, "status": "gone"}"#;
        let found = problem("application/problem+json", raw).unwrap();
        assert_eq!((found.title, found.status), (None, None));
        assert_eq!(found.extensions["status"], "gone");
    }
}
