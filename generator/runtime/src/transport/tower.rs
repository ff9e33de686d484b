//! Carries requests through a service of tower's, and is one itself.

#![cfg(all(feature = "tower", not(target_family = "wasm")))]

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_service::Service;

use crate::platform::{BoxError, BoxFuture};
use crate::transport::body::Body;
use crate::transport::{Transport, TransportError};

/// A transport that hands each request to a clone of a service: a client of hyper's, a stack of tower's layers, or
/// a router in a test.
///
/// A failure to get ready is one before anything was sent; any later one may be after the server acted.
///
/// ```
/// use faircopy_runtime::transport::reqwest::ReqwestTransport;
/// use faircopy_runtime::transport::tower::{ServiceTransport, TransportService};
///
/// # fn example() -> Result<(), faircopy_runtime::platform::BoxError> {
/// let network = TransportService::new(ReqwestTransport::new(None)?);
/// // Layers of `tower::ServiceBuilder` go around `network` here.
/// let transport = ServiceTransport::new(network);
/// # let _ = transport;
/// # Ok(())
/// # }
/// ```
pub struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let service = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut service = service.clone();
        Box::pin(async move {
            let ready = poll_fn(|context| service.poll_ready(context)).await;
            ready.map_err(TransportError::unsent)?;
            let response = service.call(request).await;
            let response = response.map_err(|error| failure(error.into()))?;
            Ok(response.map(Body::wrap))
        })
    }
}

/// A failure of a transport's own tells how far the request came.
fn failure(error: BoxError) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(failure) => *failure,
        Err(error) => TransportError::sent(error),
    }
}

impl<S> fmt::Debug for ServiceTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceTransport").finish_non_exhaustive()
    }
}

/// A transport as a service, for tower's layers to be put around it.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.0.send(request)
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}
