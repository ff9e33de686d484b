//! The client and the server of `serve.yaml`, and what carries requests from the one to the other in memory.

#![allow(unused_imports, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));

pub use generated::*;

use tower_service::Service as _;

/// What the generator said of the document.
pub const COMPLAINTS: &str = include_str!(concat!(env!("OUT_DIR"), "/complaints.txt"));

/// Carries requests to a router.
#[derive(Clone)]
pub struct InMemory(pub axum::Router);

impl Transport for InMemory {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let mut router = self.0.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            // As a connection would have it.
            let path = parts.uri.path_and_query().cloned();
            parts.uri = http::Uri::from(path.ok_or_else(|| TransportError::unsent("no path"))?);
            let body = match body.into_bytes() {
                Ok(bytes) => axum::body::Body::from(bytes),
                Err(stream) => axum::body::Body::from_stream(stream),
            };
            let request = http::Request::from_parts(parts, body);
            let response = router.call(request).await;
            let response = response.map_err(TransportError::sent)?;
            let (parts, body) = response.into_parts();
            let body = Body::stream(body.into_data_stream(), None);
            Ok(http::Response::from_parts(parts, body))
        })
    }
}
