//! What is sent again, and what must not be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use faircopy_runtime::api::Operation;
use faircopy_runtime::error::Error;
use faircopy_runtime::send::retry::{RetryPolicy, retry_after};
use faircopy_runtime::transport::body::Body;
use http::{HeaderMap, HeaderValue};

use crate::pets::{PROBE, PROBE_PATCH, PROBE_POST, client, probe};
use crate::server::{Server, response};

fn quick() -> RetryPolicy {
    RetryPolicy::default().base_delay(Duration::from_millis(1))
}

/// Fails so often, then succeeds.
async fn failing(times: usize, failure: String) -> Server {
    Server::answering(move |number, _| {
        if number < times {
            failure.clone()
        } else {
            response(200, &[], "")
        }
    })
    .await
}

/// How often a server that fails once was asked, and whether that ended well.
async fn against_one_failure(
    operation: &'static Operation,
    status: u16,
    key: Option<&str>,
) -> (usize, bool) {
    let server = failing(1, response(status, &[], "")).await;
    let client = client(server.url()).retry(quick()).build().unwrap();
    let call = probe(&client, operation);
    let call = match key {
        Some(key) => call.idempotency_key(key),
        None => call,
    };
    let outcome = call.await;
    let received = server.received();
    if key.is_some() {
        assert!(
            received
                .iter()
                .all(|request| request.header("idempotency-key") == key)
        );
    }
    if let Ok(response) = &outcome {
        assert_eq!(response.attempts() as usize, received.len());
    }
    (received.len(), outcome.is_ok())
}

#[tokio::test]
async fn what_may_be_repeated_is_repeated() {
    for status in [408, 429, 500, 502, 503, 504] {
        assert_eq!(
            against_one_failure(&PROBE, status, None).await,
            (2, true),
            "GET, {status}"
        );
        assert_eq!(
            against_one_failure(&PROBE_PATCH, status, None).await,
            (2, true),
            "x-idempotent PATCH, {status}"
        );
        assert_eq!(
            against_one_failure(&PROBE_POST, status, Some("k")).await,
            (2, true),
            "POST with key, {status}"
        );
        assert_eq!(
            against_one_failure(&PROBE_POST, status, None).await,
            (1, false),
            "POST, {status}"
        );
    }
    for status in [301, 400, 401, 403, 404, 409, 422, 501] {
        assert_eq!(
            against_one_failure(&PROBE, status, None).await,
            (1, false),
            "GET, {status}"
        );
    }
}

#[tokio::test]
async fn three_attempts_are_enough() {
    let server = failing(9, response(503, &[], "")).await;
    let client = client(server.url()).retry(quick()).build().unwrap();
    let error = probe(&client, &PROBE).await.unwrap_err();
    assert_eq!(
        (error.attempts(), error.status().unwrap().as_u16()),
        (3, 503)
    );
    assert_eq!(server.received().len(), 3);
    let error = probe(&client, &PROBE)
        .retry(RetryPolicy::never())
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_connection_that_breaks_is_retried_only_if_sending_twice_does_no_harm() {
    let broken = || Server::handling(|stream, _, _| Box::pin(async move { drop(stream) }));
    let server = broken().await;
    let error = probe(
        &client(server.url()).retry(quick()).build().unwrap(),
        &PROBE,
    )
    .await
    .unwrap_err();
    assert_eq!((error.attempts(), server.received().len()), (3, 3));
    let server = broken().await;
    let error = probe(
        &client(server.url()).retry(quick()).build().unwrap(),
        &PROBE_POST,
    )
    .await
    .unwrap_err();
    assert_eq!((error.attempts(), server.received().len()), (1, 1));
}

#[tokio::test]
async fn what_was_surely_never_sent_is_always_retried() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = client(url).retry(quick()).build().unwrap();
    let error = probe(&client, &PROBE_POST).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: false,
                attempts: 3,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_stream_is_never_sent_twice() {
    let server = failing(1, response(503, &[], "")).await;
    let client = client(server.url()).retry(quick()).build().unwrap();
    let body = Body::reader(&b"some text"[..], None);
    let error = probe(&client, &PROBE_PATCH)
        .with(|call| call.body("text/plain", body))
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.only().text(), "some text");
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    // Seconds; a date that has passed; and what is neither, which asks for nothing.
    for asked in ["0", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-1", ""] {
        for status in [429, 503] {
            let server = failing(1, response(status, &[("retry-after", asked)], "")).await;
            let client = client(server.url()).retry(quick()).build().unwrap();
            assert_eq!(
                probe(&client, &PROBE).await.unwrap().attempts(),
                2,
                "{asked}"
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_asks_for_too_much_gets_no_second_request() {
    for asked in [
        "61",
        "999999999999999999999999",
        "Mon, 21 Oct 2999 07:28:00 GMT",
    ] {
        let server = failing(1, response(503, &[("retry-after", asked)], "")).await;
        let client = client(server.url()).retry(quick()).build().unwrap();
        let error = probe(&client, &PROBE).await.unwrap_err();
        assert_eq!(
            (error.status().unwrap().as_u16(), server.received().len()),
            (503, 1),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn a_wait_beyond_the_limit_of_the_call_is_not_begun() {
    let server = failing(1, response(503, &[("retry-after", "30")], "")).await;
    let client = client(server.url())
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let error = probe(&client, &PROBE).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), server.received().len()),
        (503, 1)
    );
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let asked = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_str(text).unwrap());
        retry_after(
            &headers,
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_470),
        )
    };
    assert_eq!(asked("120"), Some(Duration::from_secs(120)));
    assert_eq!(
        asked("Wed, 21 Oct 2015 07:28:00 GMT"),
        Some(Duration::from_secs(10))
    );
    assert_eq!(asked("Wed, 21 Oct 2015 07:27:00 GMT"), Some(Duration::ZERO));
    assert_eq!(asked("1.5"), None);
}

#[tokio::test]
async fn the_budget_ends_retries_of_a_server_that_is_down() {
    let server = failing(usize::MAX, response(503, &[], "")).await;
    // Enough for four retries.
    let client = client(server.url())
        .retry(quick())
        .retry_budget(20)
        .build()
        .unwrap();
    for _ in 0..10 {
        probe(&client, &PROBE).await.unwrap_err();
    }
    assert_eq!(server.received().len(), 10 + 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_are_all_accounted_for() {
    let seen = Arc::new(AtomicUsize::new(0));
    let server = {
        let seen = Arc::clone(&seen);
        Server::answering(move |number, _| {
            seen.fetch_add(1, Ordering::Relaxed);
            if number % 10 == 9 {
                response(500, &[], "")
            } else {
                response(200, &[], "")
            }
        })
        .await
    };
    let client = client(server.url()).retry(quick()).build().unwrap();
    let calls: Vec<_> = (0..1000)
        .map(|_| tokio::spawn(probe(&client, &PROBE).send()))
        .collect();
    let (mut attempts, mut failed) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Ok(response) => attempts += response.attempts() as usize,
            Err(error) => {
                assert_eq!(error.status().unwrap(), 500);
                attempts += error.attempts() as usize;
                failed += 1;
            }
        }
    }
    let seen = seen.load(Ordering::Relaxed);
    assert_eq!(seen, attempts);
    assert_eq!(seen, server.received().len());
    // One request in ten failed, and each of those was sent again but for the last attempt of a call.
    assert_eq!(seen, 1000 + seen / 10 - failed);
}
