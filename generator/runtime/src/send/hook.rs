//! What a client lets others do before and after each attempt.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

use crate::api::Operation;
use crate::platform::{BoxError, BoxFuture};
use crate::transport::body::Body;

/// Sees every attempt before it is sent and after it was answered: for signatures, rate limits, metrics, logs.
///
/// ```
/// use faircopy_runtime::send::hook::{Attempt, Hook};
/// use faircopy_runtime::platform::{BoxError, BoxFuture};
///
/// struct Stamp;
///
/// impl Hook for Stamp {
///     fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
///         Box::pin(async move {
///             attempt.headers.insert("x-attempt", attempt.number.into());
///             Ok(())
///         })
///     }
/// }
/// ```
#[cfg(not(target_family = "wasm"))]
pub trait Hook: Send + Sync + 'static {
    /// Before an attempt is sent. May change its headers, or wait. An error ends the call, and nothing is sent.
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        let _ = attempt;
        Box::pin(async { Ok(()) })
    }

    /// After an attempt, however it ended.
    fn after(&self, attempt: &Attempt, outcome: &Outcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// Sees every attempt before it is sent and after it was answered.
#[cfg(target_family = "wasm")]
pub trait Hook: 'static {
    /// Before an attempt is sent. May change its headers, or wait. An error ends the call, and nothing is sent.
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        let _ = attempt;
        Box::pin(async { Ok(()) })
    }

    /// After an attempt, however it ended.
    fn after(&self, attempt: &Attempt, outcome: &Outcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// An attempt that is about to be sent.
#[non_exhaustive]
pub struct Attempt {
    pub operation: &'static Operation,
    /// 1 for the first.
    pub number: u32,
    pub method: Method,
    /// With credentials in its query, if the scheme puts them there.
    pub uri: Uri,
    /// With credentials; those are marked as sensitive.
    pub headers: HeaderMap,
    /// None where it is a stream.
    body: Option<Bytes>,
}

impl Attempt {
    pub(crate) fn new(
        operation: &'static Operation,
        number: u32,
        method: Method,
        uri: Uri,
        headers: HeaderMap,
    ) -> Self {
        Self {
            operation,
            number,
            method,
            uri,
            headers,
            body: None,
        }
    }

    /// The request's body as it will be sent, for signatures: empty where there is none, `None` where it is a
    /// stream, which cannot be read twice.
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// Shows hooks the body.
    pub(crate) fn show(&mut self, body: &Body) {
        self.body = body.again().and_then(|body| body.into_bytes().ok());
    }
}

/// The query and the headers may hold secrets, so neither is shown.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation.id)
            .field("number", &self.number)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// How an attempt ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The status, unless no response came.
    pub status: Option<StatusCode>,
    pub headers: Option<&'a HeaderMap>,
    /// Why no whole response came, if so.
    pub error: Option<&'a (dyn std::error::Error + 'static)>,
    /// From sending until the response was there: whole, or its headers where the caller reads the body.
    pub elapsed: Duration,
}

impl<'a> Outcome<'a> {
    pub(crate) fn new(
        response: Option<(StatusCode, &'a HeaderMap)>,
        error: Option<&'a (dyn std::error::Error + 'static)>,
        elapsed: Duration,
    ) -> Self {
        Self {
            status: response.map(|(status, _)| status),
            headers: response.map(|(_, headers)| headers),
            error,
            elapsed,
        }
    }
}
