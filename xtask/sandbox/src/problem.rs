//! Refusals as `application/problem+json` (RFC 9457). The source document says nothing of errors,
//! so this is the sandbox's own form.

use axum::body::Body;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use unknown_proxies::Violations;
use unknown_proxies::runtime::{json::DecodeError, validate::Violation};

/// Why a request was refused.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    violations: Vec<Value>,
    header: Option<(HeaderName, &'static str)>,
}

impl Problem {
    /// A problem of that status; `detail` is a sentence for people.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            violations: vec![],
            header: None,
        }
    }

    /// Adds a header to the response.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// A body that is JSON, but of another shape than the one asked for.
    pub(crate) fn wrong_shape(error: &DecodeError) -> Self {
        let violation = json!({
            "pointer": error.pointer,
            "keyword": "type",
            "message": error.message,
        });
        let problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The body has the wrong shape.",
        );
        Self {
            violations: vec![violation],
            ..problem
        }
    }

    /// A body that breaks constraints: all that it breaks.
    pub(crate) fn invalid(violations: &Violations) -> Self {
        let detail = "The body breaks constraints.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail).with_violations(violations)
    }

    /// A change that does not go with what the token is now.
    pub(crate) fn conflict(violations: &Violations) -> Self {
        let detail = "The token as it is does not allow this change.";
        Self::new(StatusCode::CONFLICT, detail).with_violations(violations)
    }

    fn with_violations(mut self, violations: &Violations) -> Self {
        let list = violations.iter().map(|violation| {
            json!({
                "pointer": violation.pointer,
                "keyword": violation.keyword,
                "message": message(violation),
            })
        });
        self.violations = list.collect();
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.violations.is_empty() {
            body["violations"] = Value::Array(self.violations);
        }
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let header = self.header.map(|header| [header]);
        (
            self.status,
            content_type,
            header,
            Body::from(body.to_string()),
        )
            .into_response()
    }
}

/// What is wrong, without the place, which has a member of its own.
fn message(violation: &Violation) -> String {
    let message = violation.to_string();
    let place = format!("{}: ", violation.pointer);
    message.strip_prefix(&place).unwrap_or(&message).to_owned()
}
