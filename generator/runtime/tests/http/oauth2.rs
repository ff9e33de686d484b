//! Tokens of OAuth 2: fetched once for all who wait, kept while good, fetched anew when refused.

use faircopy_runtime::api::{ApiInfo, SchemeKind, SecurityScheme, UserFlows};
use faircopy_runtime::client::{Client, ClientBuilder};
use faircopy_runtime::credentials::oauth2::ClientCredentials;
use faircopy_runtime::error::Error;

use crate::pets::{API, PROBE_OAUTH, client, probe};
use crate::server::{Received, Server, json, response};

/// Gives out `token-0`, `token-1` and so on.
async fn token_server() -> Server {
    Server::answering(|number, _| {
        json(
            200,
            &format!(r#"{{"access_token":"token-{number}","expires_in":3600}}"#),
        )
    })
    .await
}

fn with_tokens(api: &Server, tokens: &Server) -> Client {
    let credentials =
        ClientCredentials::new("my id", "my:secret").token_url(tokens.url() + "/token");
    client(api.url())
        .credentials(credentials.into())
        .build()
        .unwrap()
}

fn token(request: &Received) -> &str {
    request.header("authorization").unwrap()
}

#[tokio::test]
async fn a_relative_url_of_tokens_is_resolved_against_the_servers() {
    for (token_url, target) in [
        ("/oauth/token?a=b", "/oauth/token?a=b"),
        ("token", "/v1/token"),
        ("../token", "/token"),
        ("./x/../token", "/v1/token"),
    ] {
        let tokens = token_server().await;
        let schemes = [
            API.schemes[..5].to_vec(),
            vec![SecurityScheme {
                name: "oauth",
                kind: SchemeKind::OAuth2 {
                    token_url: Some(token_url),
                    users: UserFlows::default(),
                },
            }],
        ];
        let api: &'static ApiInfo = Box::leak(Box::new(ApiInfo {
            schemes: Vec::leak(schemes.concat()),
            ..API
        }));
        let client = ClientBuilder::<Client>::new(api)
            .server(tokens.url() + "/v1/api")
            .credentials(ClientCredentials::new("my id", "secret").into())
            .build()
            .unwrap();
        let _ = probe(&client, &PROBE_OAUTH).await;
        let received = tokens.received();
        assert_eq!(received[0].target(), target, "{token_url}");
    }
}

#[tokio::test]
async fn a_token_is_fetched_once_for_many_callers() {
    let tokens = token_server().await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let client = with_tokens(&api, &tokens);
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(probe(&client, &PROBE_OAUTH).send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(api.received().len(), 50);
    assert!(
        api.received()
            .iter()
            .all(|request| token(request) == "Bearer token-0")
    );
    let request = tokens.only();
    assert_eq!((request.method(), request.target()), ("POST", "/token"));
    assert_eq!(
        request.text(),
        "grant_type=client_credentials&scope=pets%3Aread"
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    // `my%20id:my%3Asecret`
    assert_eq!(
        request.header("authorization"),
        Some("Basic bXklMjBpZDpteSUzQXNlY3JldA==")
    );
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let tokens = token_server().await;
    let api = Server::answering(|_, request| match token(request) {
        "Bearer token-0" => response(401, &[], ""),
        _ => response(200, &[], ""),
    })
    .await;
    let client = with_tokens(&api, &tokens);
    probe(&client, &PROBE_OAUTH).await.unwrap();
    probe(&client, &PROBE_OAUTH).await.unwrap();
    assert_eq!(tokens.received().len(), 2);
    assert_eq!(api.received().len(), 3);
}

#[tokio::test]
async fn a_server_that_refuses_every_token_is_believed() {
    let tokens = token_server().await;
    let api = Server::answering(|_, _| response(401, &[], "")).await;
    let client = with_tokens(&api, &tokens);
    let error = probe(&client, &PROBE_OAUTH).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((tokens.received().len(), api.received().len()), (2, 2));
}

#[tokio::test]
async fn a_token_that_has_expired_is_fetched_anew() {
    let tokens = Server::answering(|number, _| {
        json(
            200,
            &format!(r#"{{"access_token":"token-{number}","expires_in":"0"}}"#),
        )
    })
    .await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let client = with_tokens(&api, &tokens);
    probe(&client, &PROBE_OAUTH).await.unwrap();
    probe(&client, &PROBE_OAUTH).await.unwrap();
    let received = api.received();
    assert_eq!(
        [token(&received[0]), token(&received[1])],
        ["Bearer token-0", "Bearer token-1"]
    );
}

#[tokio::test]
async fn a_token_server_that_refuses_is_named_without_secrets() {
    let tokens = Server::answering(|_, _| {
        json(
            401,
            r#"{"error":"invalid_client","error_description":"my:secret"}"#,
        )
    })
    .await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let client = with_tokens(&api, &tokens);
    let error = probe(&client, &PROBE_OAUTH).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "probe: no credentials: the token server answered with status 401, invalid_client"
    );
    assert!(!format!("{error:?}").contains("my:secret"));
    assert_eq!(api.received().len(), 0);
}

#[tokio::test]
async fn secrets_may_go_into_the_body_with_parameters_of_their_own() {
    let tokens = token_server().await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let credentials = ClientCredentials::new("id", "a&b")
        .token_url(tokens.url())
        .scope("one")
        .scope("two")
        .parameter("audience", "pets")
        .in_body();
    let client = client(api.url())
        .credentials(credentials.into())
        .build()
        .unwrap();
    probe(&client, &PROBE_OAUTH).await.unwrap();
    assert_eq!(
        tokens.only().text(),
        "grant_type=client_credentials&scope=one%20two&audience=pets&client_id=id&client_secret=a%26b"
    );
    assert_eq!(tokens.only().header("authorization"), None);
}

#[tokio::test]
async fn a_failure_to_get_a_token_is_shared_by_all_who_waited_for_it() {
    let tokens = Server::answering(|_, _| response(500, &[], "")).await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let client = with_tokens(&api, &tokens);
    let calls: Vec<_> = (0..20)
        .map(|_| probe(&client, &PROBE_OAUTH).send())
        .collect();
    for outcome in futures_util::future::join_all(calls).await {
        assert!(matches!(outcome, Err(Error::Credentials { .. })));
    }
    assert_eq!(tokens.received().len(), 1);
}
