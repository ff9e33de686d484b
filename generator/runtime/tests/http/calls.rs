//! A call from its arguments to its typed response or error, over loopback.

use std::error::Error as _;
use std::future::IntoFuture;

use crate::pets::{
    GetPetError, Pet, Problem, add_pet, client, get_described_pet, get_pet, list_pets,
};
use crate::server::{Server, json, response};
use faircopy_runtime::credentials::Credentials;
use faircopy_runtime::error::Error;

#[tokio::test]
async fn a_success_is_a_typed_response() {
    let server = Server::answering(|_, _| {
        let headers = [
            ("content-type", "application/json"),
            ("x-left", "7"),
            ("x-request-id", "abc"),
        ];
        response(200, &headers, r#"{"id":1,"name":"Rex"}"#)
    })
    .await;
    let client = client(server.url() + "/v1/").build().unwrap();
    let pet = get_pet(&client, 1).await.unwrap();
    assert_eq!(pet.status(), 200);
    assert_eq!(pet.attempts(), 1);
    assert_eq!(pet.request_id(), Some("abc"));
    assert_eq!(pet.header::<u32>("X-Left"), Some(Ok(7)));
    assert_eq!(pet.name, "Rex");
    assert_eq!(pet.into_body(), Pet::new(1, "Rex"));
    let request = server.only();
    assert_eq!((request.method(), request.target()), ("GET", "/v1/pets/1"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("user-agent"), Some("pets"));
}

#[tokio::test]
async fn a_documented_failure_is_typed_by_its_status() {
    let server =
        Server::answering(|_, _| json(404, r#"{"code":"no_such_pet","detail":"secret words"}"#))
            .await;
    let client = client(server.url()).build().unwrap();
    let error = get_pet(&client, 5).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getPet: the server answered with status 404 Not Found, code no_such_pet"
    );
    let Error::Api { status, body, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(status, 404);
    let problem = Problem {
        code: "no_such_pet".into(),
        detail: "secret words".into(),
    };
    assert_eq!(*body, GetPetError::NotFound(problem));
}

#[tokio::test]
async fn a_failure_ends_with_what_its_document_lets_it_say() {
    let body = r#"{"code":"no_such_pet","detail":"There is no pet 5."}"#;
    let server = Server::answering(move |_, _| json(404, body)).await;
    let client = client(server.url()).build().unwrap();
    let error = get_described_pet(&client, 5).await.unwrap_err();
    assert_eq!(error.message(), Some("There is no pet 5."));
    assert_eq!(
        error.to_string(),
        "getDescribedPet: the server answered with status 404 Not Found, code no_such_pet: There is no pet 5."
    );
}

#[tokio::test]
async fn an_undocumented_status_keeps_its_body_unread() {
    let server = Server::answering(|_, _| response(418, &[], "some body")).await;
    let client = client(server.url()).build().unwrap();
    let error = get_pet(&client, 5).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 418);
    assert_eq!(&error.raw().unwrap()[..], b"some body");
    assert_eq!(
        error.to_string(),
        "getPet: the server answered with status 418 I'm a teapot, which its document doesn't name"
    );
    assert!(matches!(error, Error::Undocumented { .. }));
}

#[tokio::test]
async fn an_invalid_body_is_never_sent() {
    let server = Server::answering(|_, _| response(201, &[], "")).await;
    let client = client(server.url())
        .credentials(Credentials::basic("me", "word"))
        .build()
        .unwrap();
    let error = add_pet(&client, &Pet::new(0, "Rex")).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }));
    assert_eq!(
        error.to_string(),
        "addPet: the request is invalid: /id: must be at least 1, but is 0"
    );
    assert!(error.source().is_some());
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn a_body_is_sent_as_json() {
    let server = Server::answering(|_, _| response(201, &[], "")).await;
    let client = client(server.url())
        .credentials(Credentials::basic("me", "word"))
        .build()
        .unwrap();
    add_pet(&client, &Pet::new(1, "Rex")).await.unwrap();
    let request = server.only();
    assert_eq!(request.text(), r#"{"id":1,"name":"Rex"}"#);
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("authorization"), Some("Basic bWU6d29yZA=="));
}

#[tokio::test]
async fn optional_parameters_and_per_call_options_are_set_on_the_call() {
    let server = Server::answering(|_, _| json(200, "[]")).await;
    let client = client(server.url()).build().unwrap();
    let call = list_pets(&client)
        .limit(5)
        .tags(&["a b", "c&d"])
        .limit(6)
        .header("x-trace", "7")
        .timeout(std::time::Duration::from_secs(5));
    let pets = tokio::spawn(call.into_future()).await.unwrap().unwrap();
    assert!(pets.is_empty());
    let request = server.only();
    assert_eq!(request.target(), "/pets?limit=6&tags=a%20b&tags=c%26d");
    assert_eq!(request.header("x-trace"), Some("7"));
}

#[tokio::test]
async fn a_raw_response_is_given_unread_whatever_its_status() {
    let server = Server::answering(|_, _| response(404, &[], "as it is")).await;
    let client = client(server.url()).build().unwrap();
    let response = get_pet(&client, 5).send_raw().await.unwrap();
    assert_eq!(response.status(), 404);
    let body = response.into_body().collect(100).await.unwrap();
    assert_eq!(&body[..], b"as it is");
}

#[test]
fn errors_are_small_and_travel() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<Error<GetPetError>>();
    assert!(size_of::<Error<[u8; 1000]>>() <= 104);
}
