//! Carries requests with reqwest, which the code of no other module names.

#[cfg(not(target_family = "wasm"))]
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(not(target_family = "wasm"))]
use std::task::{Context, Poll};
use std::time::Duration;

#[cfg(not(target_family = "wasm"))]
use bytes::Bytes;

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::platform::{BoxError, BoxFuture};
use crate::transport::body::Body;
use crate::transport::{Transport, TransportError};

/// The network, through a [`reqwest::Client`].
///
/// A client of one's own must not follow redirects (`redirect(reqwest::redirect::Policy::none())`), since it would take
/// credentials along.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The last server's origin, which is the next one's too, and need not be parsed again.
    last: Arc<Mutex<Option<Origin>>>,
}

#[derive(Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: reqwest::Url,
}

impl ReqwestTransport {
    /// A client that follows no redirects and gives up on connecting after `connect_timeout`.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, BoxError> {
        let builder = reqwest::Client::builder();
        #[cfg(not(target_family = "wasm"))]
        let builder = native(builder, connect_timeout)?;
        #[cfg(target_family = "wasm")]
        let _ = connect_timeout;
        Ok(builder.build()?.into())
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self {
            client,
            last: Arc::default(),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let client = self.client.clone();
        match self.url(request.uri()) {
            Ok(url) => exchange(client, url, request),
            Err(error) => Box::pin(std::future::ready(Err(TransportError::unsent(error)))),
        }
    }
}

impl ReqwestTransport {
    fn url(&self, uri: &Uri) -> Result<reqwest::Url, BoxError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err("the URL is relative".into());
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last
            .as_ref()
            .filter(|last| last.scheme == *scheme && last.authority.as_str() == authority.as_str());
        let mut url = match known {
            Some(known) => known.url.clone(),
            None => {
                let url = reqwest::Url::parse(&format!("{scheme}://{authority}"))?;
                let (scheme, authority) = (scheme.clone(), authority.clone());
                last.insert(Origin {
                    scheme,
                    authority,
                    url,
                })
                .url
                .clone()
            }
        };
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

#[cfg(not(target_family = "wasm"))]
fn native(
    mut builder: reqwest::ClientBuilder,
    connect_timeout: Option<Duration>,
) -> Result<reqwest::ClientBuilder, BoxError> {
    builder = builder
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    if let Some(limit) = connect_timeout {
        builder = builder.connect_timeout(limit);
    }
    #[cfg(all(feature = "rustls-ring", not(feature = "native-tls")))]
    {
        builder = builder.tls_backend_preconfigured(tls()?);
    }
    Ok(builder)
}

/// TLS with ring and the platform's certificates, without a provider for the whole process: that is the program's to
/// choose, and ours would be in its way.
#[cfg(all(
    feature = "rustls-ring",
    not(feature = "native-tls"),
    not(target_family = "wasm")
))]
fn tls() -> Result<rustls::ClientConfig, BoxError> {
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    config.alpn_protocols = match cfg!(feature = "http2") {
        true => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        false => vec![b"http/1.1".to_vec()],
    };
    Ok(config)
}

/// Sends a request. All of it is put together before, so that little is kept while waiting.
#[cfg(not(target_family = "wasm"))]
fn exchange(
    client: reqwest::Client,
    url: reqwest::Url,
    request: http::Request<Body>,
) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
    let request = outgoing(url, request);
    Box::pin(async move {
        let response = client.execute(request).await.map_err(failure)?;
        Ok(incoming(response))
    })
}

/// A request as reqwest has it.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn outgoing(url: reqwest::Url, request: http::Request<Body>) -> reqwest::Request {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    if !body.is_absent() {
        *request.body_mut() = Some(match body.into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(stream) => reqwest::Body::wrap(stream),
        });
    }
    request
}

/// A response of reqwest's, whose body is read when it is asked for.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn incoming(response: reqwest::Response) -> http::Response<Body> {
    let response = http::Response::<reqwest::Body>::from(response);
    response.map(|body| Body::boxed(Box::pin(Incoming(body)), None))
}

/// Sends a request. A browser's fetch takes and gives bodies whole.
#[cfg(target_family = "wasm")]
fn exchange(
    client: reqwest::Client,
    url: reqwest::Url,
    request: http::Request<Body>,
) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
    Box::pin(async move {
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        if !body.is_absent() {
            let body = body.collect(usize::MAX).await;
            *request.body_mut() = Some(body.map_err(TransportError::unsent)?.into());
        }
        let response = client.execute(request).await.map_err(failure)?;
        let mut whole = http::Response::new(Body::empty());
        *whole.status_mut() = response.status();
        *whole.headers_mut() = response.headers().clone();
        *whole.body_mut() = response.bytes().await.map_err(failure)?.into();
        Ok(whole)
    })
}

/// Sorts a failure; without the URL, whose query may hold a key.
pub(crate) fn failure(error: reqwest::Error) -> TransportError {
    #[cfg(not(target_family = "wasm"))]
    let connecting = error.is_connect();
    #[cfg(target_family = "wasm")]
    let connecting = false;
    TransportError {
        sent: !(connecting || error.is_builder()),
        timeout: error.is_timeout(),
        source: error.without_url().into(),
    }
}

/// Whether a failure is that a server's certificate is not to be trusted, which is no better the next time.
pub(crate) fn is_mistrust(error: &(dyn std::error::Error + 'static)) -> bool {
    #[cfg(all(
        any(feature = "rustls", feature = "rustls-ring"),
        not(target_family = "wasm")
    ))]
    {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
                return true;
            }
            // An I/O error that was made of another error skips that one when it is asked for its source.
            let wrapped = error.downcast_ref::<std::io::Error>();
            let wrapped = wrapped.and_then(std::io::Error::get_ref);
            cause = match wrapped {
                Some(wrapped) => Some(wrapped),
                None => error.source(),
            };
        }
    }
    let _ = error;
    false
}

/// The chunks of a response.
#[cfg(not(target_family = "wasm"))]
struct Incoming(reqwest::Body);

#[cfg(not(target_family = "wasm"))]
impl futures_core::Stream for Incoming {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match std::task::ready!(http_body::Body::poll_frame(
                Pin::new(&mut self.0),
                context
            )) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Poll::Ready(Some(Err(error.without_url().into()))),
                None => Poll::Ready(None),
            };
        }
    }
}
