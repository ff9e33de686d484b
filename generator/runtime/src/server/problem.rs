//! A refusal as `application/problem+json` (RFC 9457).

use axum::body::Body;
use http::{HeaderValue, header};

use crate::json::ser::{self, Encode, Output};
use crate::server::refusal::{Fault, Refusal};
use crate::server::reply::Response;

/// The response that tells a client of a refusal.
pub(crate) fn response(refusal: &Refusal) -> Response {
    let status = refusal.status();
    let text = ser::encode(&Problem(refusal)).unwrap_or_default();
    let mut response = http::Response::new(Body::from(text));
    *response.status_mut() = status;
    *response.headers_mut() = refusal.headers().clone();
    let media_type = HeaderValue::from_static("application/problem+json");
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    response
}

struct Problem<'r>(&'r Refusal);

impl Encode for Problem<'_> {
    fn encode(&self, output: &mut Output) {
        let Self(refusal) = self;
        let status = refusal.status();
        let mut text = String::from("{\"type\":\"about:blank\"");
        let title = status.canonical_reason().unwrap_or_default();
        text.push_str(&format!(
            ",\"title\":{},\"status\":{}",
            quoted(title),
            status.as_u16()
        ));
        if !refusal.faults().is_empty() {
            let faults: Vec<_> = refusal.faults().iter().map(fault).collect();
            text.push_str(&format!(",\"errors\":[{}]", faults.join(",")));
        }
        if refusal.omitted() > 0 {
            text.push_str(&format!(",\"omitted\":{}", refusal.omitted()));
        }
        text.push('}');
        output.raw(&text);
    }
}

fn fault(fault: &Fault) -> String {
    let mut text = format!("{{\"in\":{}", quoted(fault.place));
    if !fault.name.is_empty() {
        text.push_str(&format!(",\"name\":{}", quoted(&fault.name)));
    }
    text.push_str(&format!(",\"pointer\":{}", quoted(&fault.pointer)));
    if let Some(keyword) = fault.keyword {
        text.push_str(&format!(",\"keyword\":{}", quoted(keyword)));
    }
    text.push_str(&format!(",\"detail\":{}}}", quoted(&fault.detail)));
    text
}

fn quoted(text: &str) -> String {
    ser::encode(text).unwrap_or_default()
}
