//! Carries requests through the middleware of `reqwest-middleware`.

#![cfg(all(feature = "reqwest-middleware", not(target_family = "wasm")))]

use std::fmt;

use reqwest_middleware::{ClientWithMiddleware, Error};

use crate::platform::BoxFuture;
use crate::transport::body::Body;
use crate::transport::reqwest::{failure, incoming, outgoing};
use crate::transport::{Transport, TransportError};

/// The network, through a client with middleware.
///
/// Its own client must not follow redirects, and middleware must not retry what may not be sent twice: the generated
/// client retries by itself.
///
/// ```
/// use faircopy_runtime::transport::middleware::MiddlewareTransport;
///
/// fn transport(client: reqwest_middleware::ClientWithMiddleware) -> MiddlewareTransport {
///     client.into()
/// }
/// ```
#[derive(Clone)]
pub struct MiddlewareTransport(ClientWithMiddleware);

impl From<ClientWithMiddleware> for MiddlewareTransport {
    fn from(client: ClientWithMiddleware) -> Self {
        Self(client)
    }
}

impl Transport for MiddlewareTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let url = reqwest::Url::parse(&request.uri().to_string());
            let url = url.map_err(TransportError::unsent)?;
            let response = client.execute(outgoing(url, request)).await;
            let response = response.map_err(|error| match error {
                Error::Reqwest(error) => failure(error),
                // Middleware may have failed before or after it handed the request on.
                Error::Middleware(error) => TransportError::sent(error),
            })?;
            Ok(incoming(response))
        })
    }
}

impl fmt::Debug for MiddlewareTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MiddlewareTransport")
            .finish_non_exhaustive()
    }
}
