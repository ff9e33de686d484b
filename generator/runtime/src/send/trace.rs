//! Attempts as `tracing` spans, under OpenTelemetry's names for HTTP clients; nothing without the feature.
//!
//! Neither bodies nor headers nor queries are recorded, since any of them may hold a secret; nor the path, but for its
//! template.

use http::StatusCode;
#[cfg(feature = "tracing")]
use tracing::{Instrument, field::Empty};

use crate::error::Error;
use crate::send::hook::Attempt;

#[cfg(feature = "tracing")]
pub(crate) type Span = tracing::Span;

#[cfg(feature = "tracing")]
pub(crate) fn span(attempt: &Attempt) -> Span {
    let operation = attempt.operation;
    let secure = attempt.uri.scheme_str() == Some("https");
    let span = tracing::info_span!(
        "http.client.request",
        otel.name = Empty,
        otel.kind = "client",
        otel.status_code = Empty,
        rpc.method = operation.id,
        http.request.method = operation.method,
        url.template = operation.path,
        server.address = attempt.uri.host(),
        server.port = attempt.uri.port_u16().unwrap_or(if secure { 443 } else { 80 }),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        error.type = Empty,
    );
    if !span.is_disabled() {
        span.record(
            "otel.name",
            format!("{} {}", operation.method, operation.path),
        );
        if attempt.number > 1 {
            span.record("http.request.resend_count", attempt.number - 1);
        }
    }
    span
}

#[cfg(feature = "tracing")]
pub(crate) fn inside<F: Future>(span: &Span, future: F) -> impl Future<Output = F::Output> {
    future.instrument(span.clone())
}

#[cfg(feature = "tracing")]
pub(crate) fn outcome(span: &Span, status: Option<StatusCode>, error: Option<&Error>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
        if status.is_client_error() || status.is_server_error() {
            span.record("error.type", status.as_str());
            span.record("otel.status_code", "ERROR");
        }
    }
    if let Some(error) = error {
        span.record("error.type", error.kind());
        span.record("otel.status_code", "ERROR");
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
pub(crate) fn span(_: &Attempt) -> Span {
    Span
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn inside<F: Future>(_: &Span, future: F) -> F {
    future
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn outcome(_: &Span, _: Option<StatusCode>, _: Option<&Error>) {}
