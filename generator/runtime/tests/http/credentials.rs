//! Who is calling: what is sent where, and what never is.

use faircopy_runtime::credentials::Credentials;
use faircopy_runtime::error::Error;

use crate::pets::{
    self, PROBE, PROBE_BEARER, PROBE_ELSEWHERE, PROBE_MAYBE, PROBE_QUERY_KEY, Pet, add_pet, client,
    probe,
};
use crate::server::{Server, response};

async fn server() -> Server {
    Server::answering(|_, _| response(201, &[], "")).await
}

#[tokio::test]
async fn the_first_alternative_that_is_satisfied_is_sent() {
    let server = server().await;
    let client = client(server.url())
        .credentials(Credentials::api_key("head").for_scheme("headerKey"))
        .credentials(Credentials::api_key("cook;ie").for_scheme("cookieKey"))
        .build()
        .unwrap();
    add_pet(&client, &Pet::new(1, "Rex")).await.unwrap();
    let request = server.only();
    assert_eq!(request.header("x-api-key"), Some("head"));
    assert_eq!(request.header("cookie"), Some("session=cook%3Bie"));
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn half_of_what_goes_together_is_not_enough() {
    let server = server().await;
    let client = client(server.url())
        .credentials(Credentials::api_key("head").for_scheme("headerKey"))
        .build()
        .unwrap();
    let error = add_pet(&client, &Pet::new(1, "Rex")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "addPet: no credentials: it needs `basicAuth`, or `headerKey` and `cookieKey`: \
         give them to the client's builder with `credentials`"
    );
    assert_eq!(error.attempts(), 0);
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn keys_go_into_the_query_and_nowhere_else() {
    let server = server().await;
    let client = client(server.url())
        .credentials(Credentials::api_key("a&b c").for_scheme("queryKey"))
        .build()
        .unwrap();
    probe(&client, &PROBE_QUERY_KEY).await.unwrap();
    assert_eq!(server.only().target(), "/?api%20key=a%26b%20c");
}

#[tokio::test]
async fn an_operation_that_anybody_may_call_gets_credentials_if_there_are_any() {
    let server = server().await;
    let without = client(server.url()).build().unwrap();
    probe(&without, &PROBE_MAYBE).await.unwrap();
    assert_eq!(server.received()[0].header("authorization"), None);
    let with = client(server.url())
        .credentials(Credentials::bearer("token"))
        .build()
        .unwrap();
    probe(&with, &PROBE_MAYBE).await.unwrap();
    assert_eq!(
        server.received()[1].header("authorization"),
        Some("Bearer token")
    );
    // One that needs none gets none.
    probe(&with, &PROBE).await.unwrap();
    assert_eq!(server.received()[2].header("authorization"), None);
}

#[tokio::test]
async fn a_call_may_have_credentials_of_its_own() {
    let server = server().await;
    let client = client(server.url())
        .credentials(Credentials::bearer("ours"))
        .build()
        .unwrap();
    probe(&client, &PROBE_BEARER)
        .credentials(Credentials::bearer("theirs"))
        .await
        .unwrap();
    assert_eq!(server.only().header("authorization"), Some("Bearer theirs"));
}

#[tokio::test]
async fn credentials_go_to_the_configured_origin_only() {
    let elsewhere = server().await;
    let home = server().await;
    let builder = || client(home.url()).credentials(Credentials::bearer("token"));
    let error = probe(&builder().build().unwrap(), &PROBE_BEARER)
        .server(elsewhere.url())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Credentials { .. }), "{error:?}");
    assert_eq!(elsewhere.received().len(), 0);
    // Where none are needed, none are sent.
    probe(&builder().build().unwrap(), &PROBE_MAYBE)
        .server(elsewhere.url())
        .await
        .unwrap();
    assert_eq!(elsewhere.only().header("authorization"), None);
    let trusting = builder().trust_server(elsewhere.url()).build().unwrap();
    probe(&trusting, &PROBE_BEARER)
        .server(elsewhere.url())
        .await
        .unwrap();
    assert_eq!(
        elsewhere.received()[1].header("authorization"),
        Some("Bearer token")
    );
}

#[tokio::test]
async fn a_document_cannot_send_credentials_elsewhere() {
    static API: faircopy_runtime::api::ApiInfo = faircopy_runtime::api::ApiInfo {
        servers: &[faircopy_runtime::api::Server {
            url: "http://127.0.0.1:1",
            description: "",
            variables: &[],
        }],
        ..pets::API
    };
    let client = faircopy_runtime::client::ClientBuilder::new(&API)
        .credentials(Credentials::bearer("token"))
        .build()
        .unwrap();
    let error = probe(&client, &PROBE_ELSEWHERE).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "probe: no credentials: they go to http://127.0.0.1:1 only, not to http://127.0.0.1:9: see `trust_server`"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = server().await;
    let location = elsewhere.url() + "/stolen";
    let home = Server::answering(move |_, _| response(302, &[("location", &location)], "")).await;
    let client = client(home.url())
        .credentials(Credentials::bearer("token"))
        .build()
        .unwrap();
    let error = probe(&client, &PROBE_BEARER).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(home.only().header("authorization"), Some("Bearer token"));
    assert_eq!(elsewhere.received().len(), 0);
}

#[test]
fn credentials_that_fit_no_scheme_are_refused() {
    let refusal = |credentials| {
        client("http://localhost")
            .credentials(credentials)
            .build()
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refusal(Credentials::bearer("secret").for_scheme("nobody")),
        "no client can be built: there is no security scheme `nobody`, only \
         [\"basicAuth\", \"bearerAuth\", \"headerKey\", \"queryKey\", \"cookieKey\", \"oauth\"]"
    );
    assert_eq!(
        refusal(Credentials::bearer("secret").for_scheme("basicAuth")),
        "no client can be built: Credentials(bearer) do not fit the scheme `basicAuth`, which is Basic"
    );
    let several = refusal(Credentials::api_key("secret"));
    assert!(several.contains("tell which by `for_scheme`"), "{several}");
}

#[tokio::test]
async fn the_environment_names_credentials_by_their_schemes() {
    let server = server().await;
    let variable = |name: &str| {
        let value = match name {
            "PETS_BASIC_AUTH_USERNAME" => "me",
            "PETS_BASIC_AUTH_PASSWORD" => "word",
            "PETS_QUERY_KEY" => "key",
            _ => return None,
        };
        Some(value.to_owned())
    };
    let client = client(server.url())
        .credentials_from(variable)
        .build()
        .unwrap();
    add_pet(&client, &Pet::new(1, "Rex")).await.unwrap();
    assert_eq!(
        server.only().header("authorization"),
        Some("Basic bWU6d29yZA==")
    );
    probe(&client, &PROBE_QUERY_KEY).await.unwrap();
    assert_eq!(server.received()[1].target(), "/?api%20key=key");
    assert!(matches!(
        probe(&client, &PROBE_BEARER).await,
        Err(Error::Credentials { .. })
    ));
}

#[test]
fn half_a_pair_of_variables_is_an_error() {
    let variable = |name: &str| (name == "PETS_BASIC_AUTH_USERNAME").then(|| "me".to_owned());
    let error = client("http://localhost")
        .credentials_from(variable)
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no client can be built: `PETS_BASIC_AUTH_USERNAME` is set, but `PETS_BASIC_AUTH_PASSWORD` is not"
    );
}

#[tokio::test]
async fn secrets_show_nowhere() {
    const SECRET: &str = "hunter2";
    let server = Server::answering(|number, _| match number {
        0 => response(500, &[("set-cookie", SECRET)], SECRET),
        1 => response(
            200,
            &[("content-type", "application/json")],
            r#"{"id":"hunter2"}"#,
        ),
        _ => "HTTP/1.1 hunter2\r\n\r\n".to_owned(),
    })
    .await;
    let builder = client(server.url())
        .header("x-secret", SECRET)
        .retry(faircopy_runtime::send::retry::RetryPolicy::never())
        .credentials(Credentials::basic("me", SECRET))
        .credentials(Credentials::bearer(SECRET))
        .credentials(Credentials::api_key(SECRET).for_scheme("queryKey"));
    let mut shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    shown += &format!("{client:?}");
    let call = pets::get_pet(&client, 1)
        .header("x-secret", SECRET)
        .credentials(Credentials::bearer(SECRET));
    shown += &format!("{call:?}");
    for _ in 0..3 {
        let error = pets::get_pet(&client, 1).await.unwrap_err();
        shown += &format!("{error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            shown += &format!("{error} {error:?}");
            source = error.source();
        }
    }
    let error = probe(&client, &PROBE_QUERY_KEY)
        .server("http://127.0.0.1:9")
        .await
        .unwrap_err();
    shown += &format!("{error} {error:?}");
    let error = client_to_nowhere(SECRET).await;
    shown += &format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    let error = probe(&client, &PROBE_BEARER)
        .credentials(Credentials::bearer("hunter2\n"))
        .await
        .unwrap_err();
    shown += &format!("{error} {error:?}");
    assert!(!shown.contains(SECRET), "{shown}");
}

/// A key in the query of a request that does not arrive.
async fn client_to_nowhere(secret: &str) -> Error {
    let nowhere = client("http://127.0.0.1:9")
        .credentials(Credentials::api_key(secret).for_scheme("queryKey"))
        .retry(faircopy_runtime::send::retry::RetryPolicy::never())
        .build()
        .unwrap();
    probe(&nowhere, &PROBE_QUERY_KEY).await.unwrap_err()
}
