//! What others see of each attempt: hooks, and `tracing` spans.

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use faircopy_runtime::credentials::Credentials;
use faircopy_runtime::platform::{BoxError, BoxFuture};
use faircopy_runtime::send::hook::{Attempt, Hook, Outcome};
use faircopy_runtime::send::retry::RetryPolicy;
use faircopy_runtime::transport::Body;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::pets::{PROBE, PROBE_POST, PROBE_QUERY_KEY, client, get_pet, probe};
use crate::server::{Server, response};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Hook for Log {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            attempt.headers.insert("x-attempt", attempt.number.into());
            self.0
                .lock()
                .unwrap()
                .push(format!("{} {}", attempt.operation.id, attempt.number));
            Ok(())
        })
    }

    fn after(&self, attempt: &Attempt, outcome: &Outcome<'_>) {
        let status = outcome.status.map(|status| status.as_u16());
        let error = outcome.error.map(ToString::to_string);
        self.0
            .lock()
            .unwrap()
            .push(format!("{} {status:?} {error:?}", attempt.number));
    }
}

/// Signs as a server could check: by how long the body is.
struct Signing;

impl Hook for Signing {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let body = attempt.body().ok_or("a stream cannot be signed")?;
            let signature = body.len().into();
            attempt.headers.insert("x-signature", signature);
            Ok(())
        })
    }
}

#[tokio::test]
async fn hooks_see_bodies_that_are_in_memory() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).hook(Signing).build().unwrap();
    probe(&client, &PROBE).await.unwrap();
    let text = |call: &mut faircopy_runtime::call::Call| call.text("text/plain", "four");
    probe(&client, &PROBE_POST).with(text).await.unwrap();
    let stream = Body::unfold((), None, |()| async {
        Ok::<Option<(&str, ())>, BoxError>(None)
    });
    let error = probe(&client, &PROBE_POST)
        .with(|call| call.body("text/plain", stream))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("refused by a hook: a stream cannot be signed")
    );
    let received = server.received();
    let signatures: Vec<_> = received.iter().map(|it| it.header("x-signature")).collect();
    assert_eq!(signatures, [Some("0"), Some("4")]);
}

#[tokio::test]
async fn hooks_see_every_attempt_and_may_change_it() {
    let server = Server::handling(|stream, number, _| {
        Box::pin(async move {
            if number == 0 {
                return drop(stream);
            }
            let mut stream = stream;
            let answer = response(if number == 1 { 503 } else { 200 }, &[], "");
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, answer.as_bytes()).await;
        })
    })
    .await;
    let log = Log::default();
    let client = client(server.url())
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .hook(log.clone())
        .build()
        .unwrap();
    probe(&client, &PROBE).await.unwrap();
    let broken = "1 None Some(\"probe: the request may have arrived, but no whole response came\")";
    assert_eq!(
        log.lines(),
        [
            "probe 1",
            broken,
            "probe 2",
            "2 Some(503) None",
            "probe 3",
            "3 Some(200) None"
        ]
    );
    let received = server.received();
    let attempts: Vec<_> = received
        .iter()
        .map(|request| request.header("x-attempt").unwrap())
        .collect();
    assert_eq!(attempts, ["1", "2", "3"]);
}

struct Refuse;

impl Hook for Refuse {
    fn before<'a>(&'a self, _: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { Err("not today".into()) })
    }
}

#[tokio::test]
async fn a_hook_may_refuse_an_attempt() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).hook(Refuse).build().unwrap();
    let error = probe(&client, &PROBE).await.unwrap_err();
    assert_eq!(error.to_string(), "probe: refused by a hook: not today");
    assert_eq!((error.attempts(), server.received().len()), (0, 0));
}

/// Writes down the fields of every span.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<String>>);

impl Visit for Spans {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0.lock().unwrap(), "{}={value:?};", field.name()).unwrap();
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("faircopy_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn spans_have_the_names_of_opentelemetry_and_no_secrets() {
    let spans = Spans::default();
    // Of one dispatcher alone, the thread that comes first to a span decides whether it is on, which may be another
    // test's; of several, all are asked.
    let _second = tracing::Dispatch::new(Spans::default());
    let _guard = tracing::subscriber::set_default(spans.clone());
    let server = Server::answering(|number, _| match number {
        0 => response(500, &[("x-secret", "hunter2")], "hunter2"),
        _ => response(
            200,
            &[("content-type", "application/json")],
            r#"{"id":1,"name":"hunter2"}"#,
        ),
    })
    .await;
    let client = client(server.url())
        .credentials(Credentials::api_key("hunter2").for_scheme("queryKey"))
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    get_pet(&client, 77)
        .header("x-secret", "hunter2")
        .await
        .unwrap();
    let found = std::mem::take(&mut *spans.0.lock().unwrap());
    let port = server.address.port();
    let start = format!(
        "otel.kind=\"client\";rpc.method=\"getPet\";http.request.method=\"GET\";url.template=\"/pets/{{petId}}\";\
         server.address=\"127.0.0.1\";server.port={port};otel.name=\"GET /pets/{{petId}}\";"
    );
    let first = "http.response.status_code=500;error.type=\"500\";otel.status_code=\"ERROR\";";
    let second = "http.request.resend_count=1;http.response.status_code=200;";
    assert_eq!(found, format!("{start}{first}{start}{second}"));
    probe(&client, &PROBE_QUERY_KEY).await.unwrap();
    let found = spans.0.lock().unwrap().clone();
    assert!(
        found.contains("rpc.method") && !found.contains("hunter2"),
        "{found}"
    );
}
