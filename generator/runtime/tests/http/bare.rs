//! Bodies that no document describes: with successes without content, and as streams of the caller's.

use std::error::Error as _;

use bytes::Bytes;
use faircopy_runtime as runtime;
use faircopy_runtime::api::Operation;
use faircopy_runtime::call::reply::Reply;
use faircopy_runtime::call::{self, Call, Decode, Decoded};
use faircopy_runtime::credentials::Credentials;
use faircopy_runtime::error::Error;
use faircopy_runtime::error::any::AnyError;
use faircopy_runtime::stream::download::Download;
use faircopy_runtime::transport::Body;
use serde_json::{Value, json};

use crate::pets::{PROBE_POST, PROBE_STREAM, Pet, add_pet, client, get_pet, probe};
use crate::server::{Server, json as answer, response};

fn mine(server: &Server) -> faircopy_runtime::client::Client {
    let credentials = Credentials::basic("me", "word");
    client(server.url())
        .credentials(credentials)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_success_without_content_still_has_what_came() {
    let server = Server::answering(|_, _| answer(201, r#"{"id": 7, "name": "Rex"}"#)).await;
    let created = add_pet(&mine(&server), &Pet::new(7, "Rex")).await.unwrap();
    assert_eq!(created.text().unwrap(), r#"{"id": 7, "name": "Rex"}"#);
    assert_eq!(created.bytes().len(), 24);
    assert_eq!(created.json::<Pet>().unwrap(), Pet::new(7, "Rex"));
    assert_eq!(
        created.json::<Value>().unwrap(),
        json!({"id": 7, "name": "Rex"})
    );
    assert!(!format!("{created:?}").contains("Rex"), "{created:?}");
    assert!(created.map(|()| 1).unread().len() == 24);
}

#[tokio::test]
async fn a_body_that_is_not_what_is_asked_for_is_an_error_that_shows_nothing() {
    let server = Server::answering(|_, _| answer(201, r#"{"id": "s3cret", "name": 1}"#)).await;
    let created = add_pet(&mine(&server), &Pet::new(7, "Rex")).await.unwrap();
    let error = created.json::<Pet>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "addPet: the body of status 201 cannot be read: it is of another shape (line 1, column 15)"
    );
    assert!(!format!("{error:?} {:?}", error.source()).contains("s3cret"));
    let empty = Server::answering(|_, _| response(201, &[], "")).await;
    let created = add_pet(&mine(&empty), &Pet::new(7, "Rex")).await.unwrap();
    assert_eq!((created.bytes().len(), created.text().unwrap()), (0, ""));
    assert!(
        created
            .json::<Value>()
            .unwrap_err()
            .to_string()
            .contains("it is not JSON")
    );
}

/// A download, or where nothing is ready yet a status without content.
struct Fetch(Call);
call::call!(Fetch);

static FETCH: Operation = Operation {
    bare: &[202],
    ..PROBE_STREAM
};

#[derive(Debug)]
enum Fetched {
    Ready(Download),
    Accepted,
}

impl Decode for Fetch {
    type Output = Fetched;
    type Error = std::convert::Infallible;

    fn decode(reply: &mut Reply) -> Decoded<Fetched, Self::Error> {
        match reply.status() {
            200 => reply.download(|body| Decoded::Success(Fetched::Ready(body))),
            202 => Decoded::Success(Fetched::Accepted),
            _ => Decoded::Undocumented,
        }
    }
}

#[tokio::test]
async fn beside_a_stream_too() {
    let server = Server::answering(|number, _| match number {
        0 => answer(202, r#"{"retry": 5}"#),
        _ => response(200, &[], "data"),
    })
    .await;
    let client = mine(&server);
    let waiting = Fetch(call::start(&client, &FETCH)).await.unwrap();
    assert_eq!(waiting.unread().as_ref(), br#"{"retry": 5}"#);
    assert!(matches!(*waiting, Fetched::Accepted));
    let ready = Fetch(call::start(&client, &FETCH)).await.unwrap();
    assert!(ready.unread().is_empty());
    let Fetched::Ready(body) = ready.into_body() else {
        panic!("it is no download");
    };
    assert_eq!(body.collect(10).await.unwrap(), "data");
}

#[tokio::test]
async fn a_body_is_made_and_read_without_another_crate() {
    let server = Server::answering(|_, request| response(200, &[], request.text())).await;
    let body = Body::unfold(1, None, |row: u32| async move {
        Ok::<_, std::io::Error>((row <= 3).then(|| (format!("row {row}\n"), row + 1)))
    });
    let answer = probe(&mine(&server), &PROBE_POST)
        .with(|call| call.body("text/plain", body))
        .send_raw()
        .await
        .unwrap();
    let mut read = Vec::new();
    let length = answer.into_body().write_to(&mut read).await.unwrap();
    assert_eq!(
        (length, read.as_slice()),
        (18, &b"row 1\nrow 2\nrow 3\n"[..])
    );
    let failing = Body::unfold((), None, |()| async {
        Err::<Option<(Bytes, ())>, _>("no more")
    });
    assert!(failing.collect(10).await.is_err());
}

/// One error type for a whole client.
#[derive(Debug)]
struct Failure(Box<dyn AnyError>);

impl<E: std::fmt::Debug + Send + Sync + 'static> From<Error<E>> for Failure {
    fn from(error: Error<E>) -> Self {
        Self(error.into())
    }
}

#[tokio::test]
async fn the_errors_of_all_operations_are_one() {
    let server = Server::answering(|_, _| {
        let headers = [
            ("content-type", "application/problem+json"),
            ("x-request-id", "r-1"),
        ];
        let body = r#"{"type": "/gone", "title": "Gone", "code": "gone", "detail": "s3cret"}"#;
        response(404, &headers, body)
    })
    .await;
    let client = mine(&server);
    let both = async || -> Result<(), Failure> {
        if let Err(error) = add_pet(&client, &Pet::new(1, "Rex")).await {
            let error: Box<dyn AnyError> = error.into();
            assert_eq!(
                (error.kind(), error.body().is_none()),
                ("undocumented", true)
            );
        }
        get_pet(&client, 1).await?;
        Ok(())
    };
    let Failure(error) = both().await.unwrap_err();
    assert_eq!((error.operation(), error.kind()), ("getPet", "api"));
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.headers().unwrap().contains_key("content-type"));
    assert_eq!(error.code().as_deref(), Some("gone"));
    assert!(error.body().unwrap().is::<crate::pets::GetPetError>());
    let problem = error.problem().unwrap();
    assert_eq!(
        (problem.kind.as_str(), problem.extensions["code"].as_str()),
        ("/gone", Some("gone"))
    );
    assert!(!format!("{error} {problem:?}").contains("s3cret"));
    assert!(!error.is_timeout() && !error.is_retryable() && error.attempts() == 1);
}
