//! What carries a request to a server and its response back.

pub mod body;
pub mod middleware;
pub mod reqwest;
pub mod testing;
pub mod tower;

use std::fmt;

use crate::api::{ApiInfo, Operation};
use crate::platform::{BoxError, BoxFuture};
pub use crate::transport::body::Body;

/// Carries requests: the network by default, a fake in tests.
///
/// A transport sends a request once, as it stands: it follows no redirects, repeats nothing and adds no credentials.
/// The extensions of a client's requests hold a `runtime::transport::About`: the operation, and
/// what the document says of the API.
#[cfg(not(target_family = "wasm"))]
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, and returns once the response's headers are there.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;
}

/// Carries requests: the network by default, a fake in tests.
#[cfg(target_family = "wasm")]
pub trait Transport: 'static {
    /// Sends the request, and returns once the response's headers are there.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;
}

/// What a request belongs to.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct About {
    pub api: &'static ApiInfo,
    pub operation: &'static Operation,
    /// Whether it only asks how far the server is with what the operation began, at an address of the server's.
    pub is_question: bool,
}

/// That a request got no response.
#[derive(Debug)]
pub struct TransportError {
    /// Whether the server may have got the request. What was surely never sent may be sent again.
    pub sent: bool,
    /// Whether a limit on time was what ended it.
    pub timeout: bool,
    /// What happened.
    pub source: BoxError,
}

impl TransportError {
    /// A failure before anything reached the server.
    pub fn unsent(source: impl Into<BoxError>) -> Self {
        Self {
            sent: false,
            timeout: false,
            source: source.into(),
        }
    }

    /// A failure after which the server may or may not have acted.
    pub fn sent(source: impl Into<BoxError>) -> Self {
        Self {
            sent: true,
            timeout: false,
            source: source.into(),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.sent {
            "no response to a request that may have arrived"
        } else {
            "the request was not sent"
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
