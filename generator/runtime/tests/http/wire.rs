//! Values that would lead elsewhere if they were not encoded: exactly right on the wire, or refused.

use faircopy_runtime::api;
use faircopy_runtime::parameter::QueryStyle::{DeepObject, Form};
use faircopy_runtime::parameter::Style::Simple;

use std::collections::BTreeMap;

use faircopy_runtime::client::{Client, ClientBuilder};

use crate::pets::{API, PROBE, PROBE_ACCEPT, PROBE_PART, PROBE_PATH, client, probe};
use crate::server::{Server, response};

#[tokio::test]
async fn path_values_stay_one_segment() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url() + "/v1").build().unwrap();
    let table = [
        ("a/b", "/v1/a%2Fb"),
        ("%2e%2e", "/v1/%252e%252e"),
        ("%2E", "/v1/%252E"),
        ("..a", "/v1/..a"),
        ("...", "/v1/..."),
        ("a\\b", "/v1/a%5Cb"),
        ("a b+c", "/v1/a%20b%2Bc"),
        ("a?b#c", "/v1/a%3Fb%23c"),
        ("a;b=c,d", "/v1/a%3Bb%3Dc%2Cd"),
        ("größe", "/v1/gr%C3%B6%C3%9Fe"),
        ("日本", "/v1/%E6%97%A5%E6%9C%AC"),
        ("\r\n\0\t", "/v1/%0D%0A%00%09"),
        ("-._~", "/v1/-._~"),
        (
            "!$&'()*@:[]{}|^`\"<>",
            "/v1/%21%24%26%27%28%29%2A%40%3A%5B%5D%7B%7D%7C%5E%60%22%3C%3E",
        ),
    ];
    for (value, _) in table {
        probe(&client, &PROBE_PATH)
            .with(|call| call.path("color", Simple, false, value))
            .await
            .unwrap();
    }
    let received = server.received();
    let found: Vec<_> = received.iter().map(|request| request.target()).collect();
    assert_eq!(found, table.map(|(_, expected)| expected));
}

#[tokio::test]
async fn path_values_that_would_be_folded_are_refused() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    for value in ["", ".", ".."] {
        let error = probe(&client, &PROBE_PATH)
            .with(|call| call.path("color", Simple, false, value))
            .await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), "encode");
        assert!(
            error
                .to_string()
                .starts_with("probe: the request cannot be sent: "),
            "{error}"
        );
    }
    assert_eq!(server.received().len(), 0);
    // As a part of a segment they are harmless.
    probe(&client, &PROBE_PART)
        .with(|call| call.path("color", Simple, false, ".."))
        .await
        .unwrap();
    assert_eq!(server.only().target(), "/a/...json");
}

#[tokio::test]
async fn a_path_parameter_that_is_missing_is_named() {
    let client = client("http://127.0.0.1:9").build().unwrap();
    let error = probe(&client, &PROBE_PATH).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the path parameter `color` is missing"),
        "{error}"
    );
}

#[tokio::test]
async fn query_values_are_encoded_to_the_unreserved_characters() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    let value = "a&b=c#d+e f/?%20é";
    probe(&client, &PROBE)
        .with(|call| call.query("q&=", Form, true, value))
        .await
        .unwrap();
    assert_eq!(
        server.only().target(),
        "/?q%26%3D=a%26b%3Dc%23d%2Be%20f%2F%3F%2520%C3%A9"
    );
}

#[tokio::test]
async fn keys_of_objects_are_encoded_too() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    let value: BTreeMap<String, String> = [("a]&b=".to_owned(), "x".to_owned())].into();
    probe(&client, &PROBE)
        .with(|call| {
            call.query("deep", DeepObject, true, &value);
            call.query_reserved("free", Form, true, &value);
        })
        .await
        .unwrap();
    assert_eq!(
        server.only().target(),
        "/?deep%5Ba%5D%26b%3D%5D=x&a%5D%26b%3D=x"
    );
}

#[tokio::test]
async fn allow_reserved_keeps_what_does_no_harm() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    let value = "/a:b?c@d!$'()*,;=%20%zz&e#f+[g] é";
    probe(&client, &PROBE)
        .with(|call| call.query_reserved("q", Form, true, value))
        .await
        .unwrap();
    assert_eq!(
        server.only().target(),
        "/?q=/a:b?c@d!$%27()*,;=%20%25zz%26e%23f%2B%5Bg%5D%20%C3%A9"
    );
}

#[tokio::test]
async fn header_values_cannot_end_a_header() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    for value in [
        "a\r\nX-Evil: 1",
        "a\nb",
        "a\rb",
        "a\0b",
        "a\u{7f}b",
        " a",
        "a\t",
    ] {
        let error = probe(&client, &PROBE)
            .with(|call| call.header("X-Color", false, value))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), "encode", "{value:?}");
        // The value may be a secret.
        assert!(!format!("{error} {error:?}").contains("Evil"), "{error:?}");
    }
    for value in ["a\r\nb", "a\0b"] {
        let error = probe(&client, &PROBE)
            .header("x-own", value)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), "encode", "{value:?}");
    }
    assert_eq!(
        probe(&client, &PROBE)
            .header("no name", "a")
            .await
            .unwrap_err()
            .kind(),
        "encode"
    );
    assert_eq!(server.received().len(), 0);
    probe(&client, &PROBE)
        .with(|call| call.header("X-Color", false, "a\tb, \"ü\""))
        .await
        .unwrap();
    assert_eq!(server.only().header("x-color"), Some("a\tb, \"ü\""));
}

#[tokio::test]
async fn cookies_cannot_end_a_cookie() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    probe(&client, &PROBE)
        .with(|call| call.cookie("c", false, "a; b=\"c\"\r\n"))
        .await
        .unwrap();
    assert_eq!(
        server.only().header("cookie"),
        Some("c=a%3B%20b%3D%22c%22%0D%0A")
    );
}

#[tokio::test]
async fn cookies_of_parameters_join_those_of_the_user() {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    let call = probe(&client, &PROBE).header("cookie", "own=1");
    call.with(|call| call.cookie("c", false, "2"))
        .await
        .unwrap();
    assert_eq!(server.only().header("cookie"), Some("own=1; c=2"));
}

#[tokio::test]
async fn a_media_type_that_no_header_can_carry_is_an_error() {
    let client = client("http://127.0.0.1:9").build().unwrap();
    assert_eq!(
        probe(&client, &PROBE_ACCEPT).await.unwrap_err().kind(),
        "encode"
    );
    let text = probe(&client, &PROBE).with(|call| call.text("text/\n", ""));
    assert_eq!(text.await.unwrap_err().kind(), "encode");
}

#[tokio::test]
async fn a_url_that_is_too_long_is_an_error() {
    let client = client("http://127.0.0.1:9").build().unwrap();
    let long = "a".repeat(100_000);
    let error = probe(&client, &PROBE)
        .with(|call| call.query("q", Form, true, &*long))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "encode");
}

#[test]
fn servers_that_are_none_are_refused() {
    for url in [
        "",
        "/v1",
        "pets.example",
        "ftp://pets.example",
        "https://user:word@pets.example",
        "https://a/?b=c",
    ] {
        let error = client(url).build().unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the server's URL must look like"),
            "{url}: {error}"
        );
        assert!(!error.to_string().contains("word"), "{error}");
    }
}

#[test]
fn a_variable_that_no_server_has_is_an_error_that_names_those_that_there_are() {
    let error = client("https://pets.example")
        .server_variable("regio", "eu")
        .build()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("there is no variable `regio`: the document's servers have none"),
        "{error}"
    );
    static SERVERS: api::ApiInfo = api::ApiInfo {
        servers: &[api::Server {
            url: "https://{region}.example",
            description: "",
            variables: &[api::ServerVariable {
                name: "region",
                default: "eu",
                values: &[],
                description: "",
            }],
        }],
        variables: &["tenant"],
        ..API
    };
    let build = |name: &str| {
        ClientBuilder::<Client>::new(&SERVERS)
            .server_variable(name, "x")
            .build()
    };
    assert!(build("region").is_ok() && build("tenant").is_ok());
    let error = build("regio").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("servers have `region`, `tenant`"),
        "{error}"
    );
}
