//! Transports that others have: services of tower's, and reqwest with middleware.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use faircopy_runtime::error::Error;
use faircopy_runtime::send::retry::RetryPolicy;
use faircopy_runtime::transport::middleware::MiddlewareTransport;
use faircopy_runtime::transport::reqwest::ReqwestTransport;
use faircopy_runtime::transport::tower::{ServiceTransport, TransportService};
use faircopy_runtime::transport::{Body, TransportError};
use reqwest_middleware::{ClientBuilder, Middleware, Next};

use crate::pets::{PROBE_POST, Pet, client, get_pet, probe};
use crate::server::{Server, json, response};

#[tokio::test]
async fn a_router_answers_in_memory() {
    let pet = axum::routing::get(
        |axum::extract::Path(id): axum::extract::Path<i64>| async move {
            (
                [("content-type", "application/json")],
                format!(r#"{{"id":{id},"name":"Rex"}}"#),
            )
        },
    );
    let router: axum::Router = axum::Router::new().route("/v1/pets/{id}", pet);
    let client = client("https://pets.example/v1")
        .transport(ServiceTransport::new(router))
        .build()
        .unwrap();
    assert_eq!(*get_pet(&client, 7).await.unwrap(), Pet::new(7, "Rex"));
    assert_eq!(get_pet(&client, -1).await.unwrap().id, -1);
}

/// A layer: counts, and hands on.
#[derive(Clone)]
struct Counting {
    inner: TransportService,
    count: Arc<AtomicUsize>,
}

impl tower_service::Service<http::Request<Body>> for Counting {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = <TransportService as tower_service::Service<http::Request<Body>>>::Future;

    fn poll_ready(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), TransportError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.inner.call(request)
    }
}

#[tokio::test]
async fn layers_go_around_the_network() {
    let server = Server::answering(|_, request| response(200, &[], request.text())).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counting = Counting {
        inner: TransportService::new(ReqwestTransport::new(None).unwrap()),
        count: Arc::clone(&count),
    };
    let through = |url: String| {
        let transport = ServiceTransport::new(counting.clone());
        let builder = client(url).transport(transport);
        builder.retry(RetryPolicy::never()).build().unwrap()
    };
    let stream = Body::unfold(0, None, |row| async move {
        Ok::<_, std::io::Error>((row < 2).then(|| ("row\n", row + 1)))
    });
    let answer = probe(&through(server.url()), &PROBE_POST)
        .with(|call| call.body("text/plain", stream))
        .send_raw()
        .await
        .unwrap();
    assert_eq!(answer.into_body().collect(10).await.unwrap(), "row\nrow\n");
    // What the transport says of its failure is not lost on the way.
    let nowhere = through("http://127.0.0.1:9".to_owned());
    let error = get_pet(&nowhere, 1).await.unwrap_err();
    assert!(
        matches!(error, Error::Transport { sent: false, .. }),
        "{error:?}"
    );
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

/// A client of reqwest's, with a choice for TLS since the process has none.
fn plain() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let builder = reqwest::Client::builder().tls_backend_preconfigured(config);
    builder.build().unwrap()
}

struct Stamp;

#[async_trait::async_trait]
impl Middleware for Stamp {
    async fn handle(
        &self,
        mut request: reqwest::Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        request
            .headers_mut()
            .insert("x-stamp", "1".parse().unwrap());
        next.run(request, extensions).await
    }
}

#[tokio::test]
async fn reqwests_middleware_sees_each_request() {
    let server = Server::answering(|_, _| json(200, r#"{"id":1,"name":"Rex"}"#)).await;
    let stamping = ClientBuilder::new(plain()).with(Stamp).build();
    let through = |url: String| {
        let transport = MiddlewareTransport::from(stamping.clone());
        let builder = client(url).transport(transport);
        builder.retry(RetryPolicy::never()).build().unwrap()
    };
    get_pet(&through(server.url()), 1).await.unwrap();
    assert_eq!(server.only().header("x-stamp"), Some("1"));
    let error = get_pet(&through("http://127.0.0.1:9".to_owned()), 1)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport { sent: false, .. }),
        "{error:?}"
    );
}
