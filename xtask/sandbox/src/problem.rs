//! Refusals as `application/problem+json` (RFC 9457). The source document says nothing of errors,
//! so this is the sandbox's own form.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use unknown_proxies::Violations;
use unknown_proxies::runtime::validate::Violation;
use unknown_proxies::server::{Fault, Reason, Refusal, Response};

use crate::BASE_PATH;
use crate::http::MAX_BODY;

/// Why a request was refused.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    violations: Vec<Value>,
    headers: HeaderMap,
}

impl Problem {
    /// A problem of that status; `detail` is a sentence for people.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            violations: vec![],
            headers: HeaderMap::new(),
        }
    }

    /// What the server refuses, or what went wrong with a change.
    pub(crate) fn of(refusal: &Refusal) -> Self {
        let own = refusal.source().and_then(|source| source.downcast_ref());
        if let Some(problem) = own {
            return Self::clone(problem);
        }
        let detail = match refusal.reason() {
            Reason::Unreadable => "The body is not JSON, or did not arrive whole.".to_owned(),
            Reason::Invalid => "The body is not what the document says.".to_owned(),
            Reason::Unauthorized => "The user name or password is wrong.".to_owned(),
            Reason::NotFound => return Self::nowhere(),
            Reason::MethodNotAllowed => "A token can be changed by PATCH alone.".to_owned(),
            Reason::TooLarge => format!("The body has more than {MAX_BODY} bytes."),
            Reason::UnsupportedMediaType => "The body must be application/json.".to_owned(),
            _ => "The request was refused.".to_owned(),
        };
        Self {
            violations: refusal.faults().iter().map(fault).collect(),
            headers: refusal.headers().clone(),
            ..Self::new(refusal.status(), detail)
        }
    }

    /// A path that leads nowhere.
    pub(crate) fn nowhere() -> Self {
        let detail = format!("There is nothing here; try {BASE_PATH}/resi/token.");
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// A change that does not go with what the token is now.
    pub(crate) fn conflict(violations: &Violations) -> Self {
        let detail = "The token as it is does not allow this change.";
        let list = violations.iter().map(|violation| {
            json!({
                "pointer": violation.pointer,
                "keyword": violation.keyword,
                "message": message(violation),
            })
        });
        Self {
            violations: list.collect(),
            ..Self::new(StatusCode::CONFLICT, detail)
        }
    }

    pub(crate) fn into_response(self) -> Response {
        let mut body = json!({
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.violations.is_empty() {
            body["violations"] = Value::Array(self.violations);
        }
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        let media_type = HeaderValue::from_static("application/problem+json");
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media_type);
        response
    }
}

/// A handler fails with it, and the hook of the server makes the response of it.
impl Error for Problem {}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// What is wrong at a place of the body. What cannot be read there is of another type.
fn fault(fault: &Fault) -> Value {
    json!({
        "pointer": fault.pointer,
        "keyword": fault.keyword.unwrap_or("type"),
        "message": fault.detail,
    })
}

/// What is wrong, without the place, which has a member of its own.
fn message(violation: &Violation) -> String {
    let message = violation.to_string();
    let place = format!("{}: ", violation.pointer);
    message.strip_prefix(&place).unwrap_or(&message).to_owned()
}
