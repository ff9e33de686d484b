//! Requests as `tracing` spans, under OpenTelemetry's names for HTTP servers; nothing without the feature.
//!
//! Neither bodies nor headers nor queries are recorded, since any of them may hold a secret; nor the path, but for its
//! template.

#[cfg(feature = "tracing")]
use http::{Method, StatusCode};
#[cfg(feature = "tracing")]
use tracing::{Instrument, field::Empty};

use crate::server::refusal::Refusal;
#[cfg(feature = "tracing")]
use crate::server::request::Operation;

#[cfg(feature = "tracing")]
pub(crate) type Span = tracing::Span;

#[cfg(feature = "tracing")]
pub(crate) fn span(method: &Method) -> Span {
    // Anybody may make up a method.
    let method = match *method {
        Method::CONNECT
        | Method::DELETE
        | Method::GET
        | Method::HEAD
        | Method::OPTIONS
        | Method::PATCH
        | Method::POST
        | Method::PUT
        | Method::TRACE => method.as_str(),
        _ => "_OTHER",
    };
    tracing::info_span!(
        "http.server.request",
        otel.name = method,
        otel.kind = "server",
        otel.status_code = Empty,
        rpc.method = Empty,
        http.request.method = method,
        http.route = Empty,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

#[cfg(feature = "tracing")]
pub(crate) fn inside<F: Future>(span: &Span, future: F) -> impl Future<Output = F::Output> {
    future.instrument(span.clone())
}

/// The operation that a request is for.
#[cfg(feature = "tracing")]
pub(crate) fn route(operation: &Operation) {
    let span = Span::current();
    if !span.is_disabled() {
        let about = &operation.about;
        span.record("otel.name", format!("{} {}", about.method, about.path));
        span.record("rpc.method", about.id);
        span.record("http.route", about.path);
    }
}

#[cfg(feature = "tracing")]
pub(crate) fn outcome(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    // That a client is wrong is no error of the server's.
    if status.is_server_error() {
        span.record("error.type", status.as_str());
        span.record("otel.status_code", "ERROR");
    }
}

/// What went wrong on this side.
#[cfg(feature = "tracing")]
pub(crate) fn refused(refusal: &Refusal) {
    if let Some(source) = refusal.source() {
        tracing::error!(error = %source, "a request failed");
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
pub(crate) fn span(_: &http::Method) -> Span {
    Span
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn inside<F: Future>(_: &Span, future: F) -> F {
    future
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn route(_: &crate::server::request::Operation) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn outcome(_: &Span, _: http::StatusCode) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn refused(_: &Refusal) {}
