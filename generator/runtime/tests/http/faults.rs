//! A server that misbehaves in every way that servers do: each gives the error that is meant for it, in its time.

use std::time::Duration;

use faircopy_runtime::client::Client;
use faircopy_runtime::error::{Error, TimeLimit};
use faircopy_runtime::platform::BoxFuture;
use faircopy_runtime::send::retry::RetryPolicy;
use faircopy_runtime::transport::body::Body;
use faircopy_runtime::transport::{Transport, TransportError};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::pets::{GetPetError, Pet, client, get_pet, list_pets, probe};
use crate::server::{Server, json, response};

/// Far above what any of these takes, and far below what waiting for ever takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Gets a pet once from a server that does this with the connection.
async fn get_from<F>(misbehave: fn(TcpStream) -> F) -> (Result<Pet, Error<GetPetError>>, Server)
where
    F: Future<Output = ()> + Send + 'static,
{
    let server = Server::handling(move |stream, _, _| Box::pin(misbehave(stream))).await;
    let client = impatient(&server);
    let outcome = tokio::time::timeout(PATIENCE, get_pet(&client, 1).into_future()).await;
    (
        outcome.expect("within its time").map(|pet| pet.into_body()),
        server,
    )
}

fn impatient(server: &Server) -> Client {
    client(server.url())
        .retry(RetryPolicy::never())
        .attempt_timeout(Duration::from_millis(500))
        .max_response_bytes(10_000)
        .build()
        .unwrap()
}

async fn write(stream: &mut TcpStream, text: &str) {
    // Whoever is not listened to any more is done.
    let _ = stream.write_all(text.as_bytes()).await;
}

async fn hold(stream: TcpStream) {
    std::future::pending::<()>().await;
    drop(stream);
}

fn assert_sent(outcome: Result<Pet, Error<GetPetError>>) {
    let error = outcome.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: true,
                attempts: 1,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "getPet: the request may have arrived, but no whole response came"
    );
    assert!(error.is_retryable() && !error.is_timeout());
    assert!(std::error::Error::source(&error).is_some());
}

fn assert_attempt_timeout(outcome: Result<Pet, Error<GetPetError>>) {
    let error = outcome.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Attempt,
                sent: true,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "getPet: an attempt took longer than 500ms"
    );
    assert!(error.is_timeout());
}

fn decode_error(outcome: Result<Pet, Error<GetPetError>>) -> (String, String) {
    let error = outcome.unwrap_err();
    let text = error.to_string();
    let Error::Decode {
        pointer, status, ..
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(status, 200);
    (pointer.into(), text)
}

#[tokio::test]
async fn connection_refused() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = client(url).retry(RetryPolicy::never()).build().unwrap();
    let error = get_pet(&client, 1).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: false,
                attempts: 1,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(error.to_string(), "getPet: the server could not be reached");
}

/// A transport that gives up on time.
struct Slow {
    sent: bool,
}

impl Transport for Slow {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let sent = self.sent;
        let error = TransportError {
            sent,
            timeout: true,
            source: "too slow".into(),
        };
        Box::pin(async { Err(error) })
    }
}

#[tokio::test]
async fn connecting_takes_too_long() {
    let call = |sent| {
        let builder = client("http://localhost").transport(Slow { sent });
        get_pet(&builder.retry(RetryPolicy::never()).build().unwrap(), 1)
    };
    let error = call(false).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Connect,
                sent: false,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "getPet: connecting took longer than 3.1s"
    );
    let error = call(true).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Attempt,
                sent: true,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn reset_before_the_headers() {
    let (outcome, _) = get_from(|stream| async move { stream.set_zero_linger().unwrap() }).await;
    assert_sent(outcome);
}

#[tokio::test]
async fn closed_before_the_headers() {
    let (outcome, _) = get_from(|stream| async move { drop(stream) }).await;
    assert_sent(outcome);
}

#[tokio::test]
async fn reset_in_the_headers() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(&mut stream, "HTTP/1.1 200 OK\r\ncontent-ty").await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_sent(outcome);
}

#[tokio::test]
async fn reset_after_the_headers() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n",
        )
        .await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_sent(outcome);
}

#[tokio::test]
async fn nothing_is_ever_sent() {
    let (outcome, _) = get_from(hold).await;
    assert_attempt_timeout(outcome);
}

#[tokio::test]
async fn only_headers_are_sent() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(&mut stream, "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n").await;
        hold(stream).await;
    })
    .await;
    assert_attempt_timeout(outcome);
}

#[tokio::test]
async fn bytes_drip() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n",
        )
        .await;
        for _ in 0..5000 {
            write(&mut stream, " ").await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    assert_attempt_timeout(outcome);
}

#[tokio::test]
async fn the_limit_for_the_call_holds_for_all_attempts() {
    let server = Server::handling(|stream, _, _| Box::pin(hold(stream))).await;
    let client = client(server.url())
        .attempt_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let call = get_pet(&client, 1)
        .timeout(Duration::from_millis(250))
        .retry(
            RetryPolicy::default()
                .attempts(100)
                .base_delay(Duration::ZERO),
        );
    let error = tokio::time::timeout(PATIENCE, call.into_future())
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert!((1..=3).contains(&error.attempts()), "{error:?}");
    assert_eq!(server.received().len() as u32, error.attempts());
}

#[tokio::test]
async fn without_a_limit_for_the_attempt_a_body_must_at_least_move() {
    let server = Server::handling(|mut stream, _, _| {
        Box::pin(async move {
            write(&mut stream, "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n").await;
            hold(stream).await;
        })
    })
    .await;
    let client = client(server.url())
        .retry(RetryPolicy::never())
        .attempt_timeout(None)
        .stall_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let error = tokio::time::timeout(PATIENCE, get_pet(&client, 1).into_future())
        .await
        .unwrap()
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Stall,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_body_is_cut_short() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"id\":1,",
        )
        .await;
    })
    .await;
    assert_sent(outcome);
}

#[tokio::test]
async fn chunks_are_none() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        )
        .await;
    })
    .await;
    assert_sent(outcome);
}

#[tokio::test]
async fn a_response_is_no_http() {
    let (outcome, _) =
        get_from(|mut stream| async move { write(&mut stream, "SSH-2.0-OpenSSH\r\n\r\n").await })
            .await;
    assert_sent(outcome);
}

#[tokio::test]
async fn a_body_announces_too_much() {
    let (outcome, _) = get_from(|mut stream| async move {
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 10001\r\n\r\n",
        )
        .await;
        hold(stream).await;
    })
    .await;
    let error = outcome.unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { limit: 10_000, .. }),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "getPet: the body of status 200, or a line of it, has more than 10000 bytes"
    );
}

#[tokio::test]
async fn a_body_never_ends() {
    let (outcome, server) = get_from(|mut stream| async move {
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        )
        .await;
        let chunk = format!("400\r\n{}\r\n", " ".repeat(1024));
        while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    })
    .await;
    assert!(matches!(
        outcome,
        Err(Error::TooLarge { limit: 10_000, .. })
    ));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_body_is_not_what_it_should_be() {
    let table = [
        (json(200, r#"{"id":1,"na"#), ""),
        (json(200, ""), ""),
        (json(200, "[]"), ""),
        (json(200, r#"{"id":"1","name":"Rex"}"#), ""),
        (json(200, &"[".repeat(100_000)), ""),
        (
            response(200, &[("content-type", "text/html")], "<html>"),
            "its media type is `text/html` where JSON was expected",
        ),
    ];
    for (answer, expected) in table {
        let about = answer.chars().take(120).collect::<String>();
        let server = Server::answering(move |_, _| answer.clone()).await;
        let client = client(server.url()).build().unwrap();
        let outcome = get_pet(&client, 1).await.map(|pet| pet.into_body());
        let (_, text) = decode_error(outcome);
        assert!(
            text.starts_with("getPet: the body of status 200 cannot be read"),
            "{about}: {text}"
        );
        assert!(text.contains(expected), "{about}: {text}");
        assert_eq!(
            server.received().len(),
            1,
            "what cannot be read is not sent again"
        );
    }
}

#[tokio::test]
async fn the_place_that_does_not_fit_is_told() {
    let server =
        Server::answering(|_, _| json(200, r#"[{"id":1,"name":"Rex"},{"id":0,"name":"Max"}]"#))
            .await;
    let strict = client(server.url()).strict_responses(true).build().unwrap();
    let error = list_pets(&strict).await.unwrap_err();
    let Error::Decode { pointer, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(&**pointer, "/1/id");
    let lenient = client(server.url()).build().unwrap();
    assert_eq!(list_pets(&lenient).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_body_is_not_utf_8() {
    let (outcome, _) = get_from(|mut stream| async move {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\nconnection: close\r\n\r\n{\"id\":\"\xff\xfe\"}!";
        let _ = stream.write_all(head).await;
    })
    .await;
    let (_, text) = decode_error(outcome);
    assert!(text.contains("utf-8"), "{text}");
}

#[tokio::test]
async fn a_deep_value_that_nobody_asked_for_is_dropped() {
    let body = format!(
        r#"{{"id":1,"name":"Rex","deep":{}{}}}"#,
        "[".repeat(100),
        "]".repeat(100)
    );
    let server = Server::answering(move |_, _| json(200, &body)).await;
    let client = client(server.url()).build().unwrap();
    assert_eq!(
        get_pet(&client, 1).await.unwrap().into_body(),
        Pet::new(1, "Rex")
    );
}

#[tokio::test]
async fn a_server_that_does_not_read_what_is_uploaded() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        hold(stream).await;
    });
    let client = client(url)
        .attempt_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let endless = Body::reader(tokio::io::repeat(b'x'), None);
    let call =
        probe(&client, &crate::pets::PROBE_POST).with(|call| call.body("text/plain", endless));
    let error = tokio::time::timeout(PATIENCE, call.into_future())
        .await
        .unwrap()
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Attempt,
                attempts: 1,
                ..
            }
        ),
        "{error:?}"
    );
}
