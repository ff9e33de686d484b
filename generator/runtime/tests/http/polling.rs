//! Long-running operations: where and when states are asked for, with which credentials, and when that ends.

use std::convert::Infallible;
use std::time::Duration;

use faircopy_runtime as runtime;
use futures_util::StreamExt;
use runtime::api::Operation;
use runtime::call::reply::Reply;
use runtime::call::{Call, Decode, Decoded};
use runtime::client::Client;
use runtime::credentials::Credentials;
use runtime::error::Error;
use runtime::poll::Polling;
use serde_json::Value;

use crate::pets::{PROBE_POST, client};
use crate::server::{Server, json, response};

static START: Operation = Operation {
    id: "start",
    path: "/v1/exports",
    security: crate::pets::ADD_PET.security,
    ..PROBE_POST
};

#[must_use]
struct Start(Call);
runtime::call::call!(Start);
runtime::poll::polling!(Start);

impl Decode for Start {
    type Output = ();
    type Error = Infallible;

    fn decode(reply: &mut Reply) -> Decoded<(), Infallible> {
        match reply.status() {
            202 => Decoded::Success(()),
            _ => Decoded::Undocumented,
        }
    }
}

fn user(server: &Server) -> Client {
    let client = client(server.url()).credentials(Credentials::basic("user", "pass"));
    client.retry_budget(0).build().unwrap()
}

/// The states of an operation that a server is asked for at once.
fn states(server: &Server) -> Polling<Start, Value> {
    let start = Start(runtime::call::start(&user(server), &START));
    start
        .header("Idempotency-Key", "k")
        .polling()
        .every(Duration::ZERO)
}

/// What the states say, and the error that ends them.
async fn said(states: Polling<Start, Value>) -> (Vec<String>, Option<String>) {
    let (mut said, mut ended) = (Vec::new(), None);
    let all: Vec<_> = states.collect().await;
    for state in all {
        assert_eq!(ended, None, "nothing follows an error");
        match state {
            Ok(state) => said.push(match &*state {
                Some(body) => format!("{} {body}", state.status().as_u16()),
                None => state.status().as_u16().to_string(),
            }),
            Err(error) => ended = Some(error.to_string()),
        }
    }
    (said, ended)
}

/// Requests as their method and target.
fn asked(server: &Server) -> Vec<String> {
    let received = server.received();
    let asked = received.iter();
    asked
        .map(|one| format!("{} {}", one.method(), one.target()))
        .collect()
}

fn accepted(headers: &[(&str, &str)]) -> String {
    response(202, headers, "")
}

#[tokio::test]
async fn a_monitor_is_asked_until_its_word_says_that_it_is_over() {
    let server = Server::answering(|number, _| match number {
        0 => accepted(&[
            ("operation-location", "/v1/jobs/1?v=2"),
            ("location", "/v1/exports/1"),
        ]),
        1 => json(200, r#"{"status":"NotStarted"}"#),
        2 => json(200, r#"{"status":"purple"}"#),
        3 => json(200, r#"{"status":"in_progress"}"#),
        _ => json(200, r#"{"status":"Succeeded"}"#),
    })
    .await;
    let (said, ended) = said(states(&server)).await;
    assert_eq!(ended, None);
    let words = ["NotStarted", "purple", "in_progress", "Succeeded"];
    assert_eq!(
        said,
        words.map(|word| format!(r#"200 {{"status":"{word}"}}"#))
    );
    let mut expected = vec!["POST /v1/exports"];
    expected.extend(["GET /v1/jobs/1?v=2"; 4]);
    assert_eq!(asked(&server), expected);
    for question in &server.received()[1..] {
        assert_eq!(question.header("authorization"), Some("Basic dXNlcjpwYXNz"));
        assert_eq!(
            question.header("accept"),
            Some("application/json, */*;q=0.5")
        );
        assert_eq!(question.header("idempotency-key"), None);
        assert_eq!(question.text(), "");
    }
}

#[tokio::test]
async fn a_place_is_asked_until_it_is_no_longer_accepted() {
    let server = Server::answering(|number, _| match number {
        0 => accepted(&[("location", "exports/1")]),
        // It may move, and say nothing.
        1 => accepted(&[("location", "?part=2")]),
        2 => response(
            202,
            &[("content-type", "application/json")],
            r#"{"left":1}"#,
        ),
        _ => json(200, r#"{"rows":7}"#),
    })
    .await;
    let (said, ended) = said(states(&server)).await;
    assert_eq!(ended, None);
    assert_eq!(said, ["202", r#"202 {"left":1}"#, r#"200 {"rows":7}"#]);
    let at = [
        "/v1/exports/1",
        "/v1/exports/1?part=2",
        "/v1/exports/1?part=2",
    ];
    assert_eq!(asked(&server)[1..], at.map(|at| format!("GET {at}")));
}

#[tokio::test]
async fn what_is_to_be_seen_elsewhere_is_the_last_state() {
    let server = Server::answering(|number, _| match number {
        0 => accepted(&[("location", "/v1/jobs/1")]),
        1 => json(200, r#"{"done":false}"#),
        2 => response(303, &[("location", "/v1/results/1")], ""),
        _ => json(200, r#"{"status":"running"}"#),
    })
    .await;
    let (said, ended) = said(states(&server)).await;
    assert_eq!(ended, None);
    assert_eq!(
        said,
        [r#"200 {"done":false}"#, r#"200 {"status":"running"}"#]
    );
    assert_eq!(asked(&server)[3], "GET /v1/results/1");
}

#[tokio::test]
async fn a_server_that_is_done_at_once_gives_the_only_state() {
    for (answer, expected) in [
        (json(200, r#"{"rows":7}"#), r#"200 {"rows":7}"#),
        (response(201, &[("location", "/v1/exports/1")], ""), "201"),
        (accepted(&[]), "202"),
    ] {
        let server = Server::answering(move |_, _| answer.clone()).await;
        let (said, ended) = said(states(&server)).await;
        assert_eq!((said, ended), (vec![expected.to_owned()], None));
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn no_other_server_is_asked() {
    let other = Server::answering(|_, _| json(200, "{}")).await;
    let (url, plain) = (other.url(), other.address);
    for place in [
        format!("{url}/jobs/1"),
        format!("//{plain}/jobs/1"),
        "/a/../b".to_owned(),
    ] {
        let server =
            Server::answering(move |_, _| accepted(&[("operation-location", &place)])).await;
        let (said, ended) = said(states(&server)).await;
        assert_eq!(said, [""; 0]);
        let ended = ended.unwrap();
        assert!(
            ended.starts_with("start: its states cannot be asked for: "),
            "{ended}"
        );
        assert_eq!(server.received().len(), 1);
    }
    assert_eq!(other.received().len(), 0);
}

#[tokio::test]
async fn a_server_that_the_client_trusts_is_asked_as_the_client() {
    let other = Server::answering(|_, _| json(200, r#"{"status":"failed"}"#)).await;
    let place = format!("{}/jobs/1", other.url());
    let server = Server::answering(move |_, _| accepted(&[("location", &place)])).await;
    let client = client(server.url())
        .credentials(Credentials::basic("user", "pass"))
        .trust_server(other.url())
        .build()
        .unwrap();
    let start = Start(runtime::call::start(&client, &START));
    let last = start.polling::<Value>().every(Duration::ZERO).last().await;
    assert_eq!(last.unwrap().into_body().unwrap()["status"], "failed");
    let asked = other.only();
    assert_eq!(asked.target(), "/jobs/1");
    assert_eq!(asked.header("authorization"), Some("Basic dXNlcjpwYXNz"));
}

#[tokio::test]
async fn it_is_asked_no_more_often_than_is_allowed() {
    let server = Server::answering(|_, _| accepted(&[("location", "/v1/jobs/1")])).await;
    let (said, ended) = said(states(&server).at_most(3)).await;
    assert_eq!(said, ["202"; 3]);
    let expected = "start: its states cannot be asked for: it was asked as often as it may be, and is not over";
    assert_eq!(ended.as_deref(), Some(expected));
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn a_program_may_know_better_when_it_is_over() {
    let server = Server::answering(|number, _| match number {
        0 => accepted(&[("location", "/v1/jobs/1")]),
        number => json(200, &format!(r#"{{"rows":{number}}}"#)),
    })
    .await;
    let last = states(&server).until(|state| state["rows"] == 3).last();
    assert_eq!(last.await.unwrap().into_body().unwrap()["rows"], 3);
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn failures_end_it() {
    let refused = Server::answering(|_, _| json(409, "{}")).await;
    let first = states(&refused).next().await.unwrap().unwrap_err();
    assert!(matches!(first, Error::Undocumented { status, .. } if status == 409));
    for answer in [json(404, "{}"), json(200, "{"), response(303, &[], "")] {
        let server = Server::answering(move |number, _| match number {
            0 => accepted(&[("location", "/v1/jobs/1")]),
            _ => answer.clone(),
        })
        .await;
        let mut states = states(&server);
        assert!(states.next().await.unwrap().is_err());
        assert!(states.next().await.is_none());
        assert!(states.last().await.is_err());
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_is_asked_as_late_as_it_likes() {
    let fake = runtime::transport::testing::Fake::new();
    let answer = runtime::transport::testing::Answer::new;
    let asked = |status: u16, after: &str| {
        answer(status)
            .header("location", "/jobs/1")
            .header("retry-after", after)
    };
    for one in [
        asked(202, "7"),
        asked(202, "100000"),
        answer(202),
        answer(202),
        answer(200),
    ] {
        fake.answer("start", one);
    }
    let client = client("https://pets.example").transport(fake.clone());
    let client = client
        .credentials(Credentials::basic("user", "pass"))
        .build()
        .unwrap();
    let mut states = Start(runtime::call::start(&client, &START)).polling::<Value>();
    let mut waited = Vec::new();
    let mut before = tokio::time::Instant::now();
    while let Some(state) = states.next().await {
        state.unwrap();
        let now = tokio::time::Instant::now();
        waited.push((now - before).as_secs());
        before = now;
    }
    // What it asks for, ten minutes at most, or else a second and twice as long each time.
    assert_eq!(waited, [7, 600, 1, 2]);
}
