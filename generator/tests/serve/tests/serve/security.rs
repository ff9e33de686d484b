//! Who is let in, by which of the alternatives that the document states.

use serve::Credentials;

use crate::service::{Got, Service, client, send, served, thing};

async fn delete(headers: &[(&str, &str)]) -> (Got, Service) {
    let service = Service::default();
    let request = headers.iter().fold(
        http::Request::delete("/v1/things/7"),
        |request, (name, value)| request.header(*name, *value),
    );
    (send(served(&service), request, "").await, service)
}

// `u:p:w`
const BASIC: (&str, &str) = ("authorization", "basic dTpwOnc=");

#[tokio::test]
async fn one_alternative_must_hold_as_a_whole() {
    let (got, service) = delete(&[("authorization", "Bearer t")]).await;
    assert_eq!(got.status.as_u16(), 204);
    assert_eq!(service.last(), r#"(7, ["token"], Some("token"))"#);
    let (got, service) = delete(&[("x-key", "k"), BASIC]).await;
    assert_eq!(got.status.as_u16(), 204);
    assert_eq!(service.last(), r#"(7, ["key", "userPassword"], Some("u"))"#);
    for headers in [
        &[][..],
        &[("x-key", "k")],
        &[BASIC],
        &[("x-key", "K"), BASIC],
        &[("authorization", "Bearer T")],
        &[("authorization", "Bearer t"), ("authorization", "Bearer T")],
    ] {
        let (got, service) = delete(headers).await;
        assert_eq!(got.status.as_u16(), 401, "{headers:?}");
        assert!(service.is_untouched());
        let challenges = got.headers.get_all("www-authenticate").iter();
        let challenges: Vec<_> = challenges
            .map(|challenge| challenge.to_str().unwrap())
            .collect();
        assert_eq!(
            challenges,
            [
                "Bearer realm=\"token\"",
                "ApiKey realm=\"key\", in=\"header\", name=\"X-Key\"",
                "Basic realm=\"userPassword\", charset=\"UTF-8\"",
            ]
        );
    }
}

#[tokio::test]
async fn who_may_not_is_told_so_before_the_body_is_read() {
    for (token, status) in [("writer", 415), ("reader", 403), ("none", 401)] {
        let service = Service::default();
        let request =
            http::Request::post("/v1/things").header("authorization", format!("Bearer {token}"));
        let got = send(served(&service), request, "not JSON").await;
        assert_eq!(got.status.as_u16(), status, "{token}");
    }
}

#[tokio::test]
async fn the_client_shows_what_the_server_asks_for() {
    let service = Service::default();
    let client = client(served(&service), Some(Credentials::bearer("writer")));
    assert_eq!(
        *client.create_thing(&thing("hat")).await.unwrap(),
        thing("hat")
    );
}

#[tokio::test]
async fn an_alternative_without_schemes_lets_anybody_in() {
    for (query, expected) in [("", "None"), ("?key=q", "Some(9)"), ("?key=z", "None")] {
        let service = Service::default();
        let request = http::Request::get(format!("/v1/things{query}")).header("accept", "*/*");
        assert_eq!(
            send(served(&service), request, "").await.status.as_u16(),
            200
        );
        assert_eq!(service.last(), format!("(None, {expected})"));
    }
}

#[tokio::test]
async fn without_a_guard_nobody_is_let_in() {
    let service = Service::default();
    let server = serve::server::Server::new().serve(serve::server::things::routes(service.clone()));
    let request = http::Request::delete("/v1/things/7").header("authorization", "Bearer t");
    let got = send(server, request, "").await;
    assert_eq!(got.status.as_u16(), 401);
    assert_eq!(got.headers.get_all("www-authenticate").iter().count(), 3);
    assert!(service.is_untouched());
}
