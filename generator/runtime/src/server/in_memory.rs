//! What carries a client's requests to a router in the same process, with no network between.

use std::fmt;

use axum::body::Body as Incoming;
use http::Uri;
use tower_service::Service as _;

use crate::platform::BoxFuture;
use crate::transport::body::Body;
use crate::transport::{Transport, TransportError};

/// Carries the requests of a client to a router of the same process, as tests of both sides want it.
///
/// ```
/// use faircopy_runtime::client::{BuildError, Client, ClientBuilder};
/// use faircopy_runtime::server::{InMemory, Server};
///
/// fn client(builder: ClientBuilder, server: Server) -> Result<Client, BuildError> {
///     builder.transport(InMemory::new(server.router())).build()
/// }
/// ```
#[derive(Clone)]
pub struct InMemory(axum::Router);

impl InMemory {
    /// Whatever server a client names, its requests go to this router.
    pub fn new(router: axum::Router) -> Self {
        Self(router)
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemory").finish_non_exhaustive()
    }
}

impl Transport for InMemory {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let mut router = self.0.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            // A connection hands over what follows the server's name.
            let path = parts.uri.path_and_query().cloned();
            parts.uri = path.map(Uri::from).unwrap_or_default();
            let body = match body.into_bytes() {
                Ok(bytes) => Incoming::from(bytes),
                Err(stream) => Incoming::from_stream(stream),
            };
            let response = router.call(http::Request::from_parts(parts, body)).await;
            let (parts, body) = response.map_err(TransportError::sent)?.into_parts();
            let body = Body::stream(body.into_data_stream(), None);
            Ok(http::Response::from_parts(parts, body))
        })
    }
}
