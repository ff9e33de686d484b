//! Webhooks and callbacks: what the server calls, and who receives it.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use serve::server::callbacks::{self, CallbacksApi, order_shipped};
use serve::server::orders::{self, OrdersApi, order};
use serve::server::webhooks::{self, Paths, WebhooksApi, found, lost_all_of_it_get, sent};
use serve::server::{Failure, InMemory, Mock, Server, guard};
use serve::webhooks::SentError;
use serve::{Client, Credentials, Error, Parcel, ParcelRequest};

use crate::service::{Users, client, send, value};

/// Receives what is called, and remembers it.
#[derive(Clone, Default)]
struct Receiver(Arc<Mutex<Vec<String>>>);

impl Receiver {
    fn see(&self, text: impl std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{text:?}"));
    }

    fn last(&self) -> String {
        self.0.lock().unwrap().pop().unwrap()
    }
}

impl WebhooksApi for Receiver {
    async fn sent(&self, request: sent::Request) -> Result<sent::Reply, Failure> {
        self.see((&request.x_signature, &request.body));
        if request.body.to == "Nobody" {
            return Ok(sent::Reply::Gone(value(r#"{"code":3}"#)));
        }
        let reply = ParcelRequest::builder().to(request.body.to).note("thanks");
        Ok(reply.build()?.into())
    }

    async fn found(&self, request: found::Request) -> Result<found::Reply, Failure> {
        self.see(&request.body.place);
        Ok(().into())
    }

    async fn lost_all_of_it_get(
        &self,
        request: lost_all_of_it_get::Request,
    ) -> Result<lost_all_of_it_get::Reply, Failure> {
        self.see(request.url_query);
        Ok(().into())
    }
}

impl CallbacksApi for Receiver {
    async fn order_shipped(
        &self,
        request: order_shipped::Request,
    ) -> Result<order_shipped::Reply, Failure> {
        self.see(&request.body);
        Ok(().into())
    }
}

/// The client of the server that calls, whose requests reach a receiver wherever they go.
fn caller(server: Server) -> Client {
    let builder = Client::builder().server("https://serve.example/v1");
    let builder = builder.credentials(Credentials::api_key("K").for_scheme("key"));
    let transport = InMemory::new(server.router());
    builder.transport(transport).build().unwrap()
}

fn receiving(receiver: &Receiver) -> Server {
    let routes = webhooks::routes(receiver.clone());
    Server::new().guard(guard(Users)).serve(routes)
}

fn parcel(to: &str) -> Parcel {
    Parcel::builder().to(to).number(7).build().unwrap()
}

#[tokio::test]
async fn a_webhook_arrives_by_value_and_so_does_its_reply() {
    let receiver = Receiver::default();
    let client = caller(receiving(&receiver));
    let key = || Credentials::api_key("k").for_scheme("key");
    let call = client
        .webhooks()
        .sent("https://zoe.example/sent", "abc", &parcel("Zoe"));
    let reply = call.credentials(key()).await.unwrap();
    assert_eq!(receiver.last(), format!("{:?}", ("abc", parcel("Zoe"))));
    // What only the receiver writes, and without what only the server does.
    let expected = ParcelRequest::builder().to("Zoe").note("thanks");
    assert_eq!(*reply, expected.build().unwrap());
    let call = client
        .webhooks()
        .sent("https://zoe.example/sent", "abc", &parcel("Nobody"));
    let error = call.credentials(key()).await.unwrap_err();
    let Error::Api { body, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(*body, SentError::Gone(value(r#"{"code":3}"#)));
}

#[tokio::test]
async fn the_credentials_of_a_client_go_to_no_address_that_is_given() {
    let receiver = Receiver::default();
    let client = caller(receiving(&receiver));
    let call = client
        .webhooks()
        .sent("https://zoe.example/sent", "abc", &parcel("Zoe"));
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Credentials { .. }), "{error}");
    assert!(receiver.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_sent_is_judged_before() {
    let client = caller(Server::new());
    let call = client
        .webhooks()
        .sent("https://zoe.example/sent", "a", &value(r#"{"to":""}"#));
    let error = call.await.unwrap_err();
    let Error::Invalid { violations, .. } = error else {
        panic!("{error}");
    };
    let pointers: Vec<_> = violations.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(pointers, ["/header/X-Signature", "/to"]);
}

#[tokio::test]
async fn a_receiver_refuses_what_the_document_does_not_say() {
    for (key, status) in [("", 401), ("k", 422)] {
        let request = http::Request::post("/v1/sent")
            .header("content-type", "application/json")
            .header("x-key", key)
            .header("x-signature", "a");
        let got = send(receiving(&Receiver::default()), request, r#"{"to":""}"#).await;
        assert_eq!(got.status.as_u16(), status);
        if status == 422 {
            let problem: Value = serde_json::from_str(&got.text).unwrap();
            let errors = problem["errors"].as_array().unwrap().iter();
            let errors: Vec<_> = errors.map(|it| json!([it["in"], it["pointer"]])).collect();
            assert_eq!(json!(errors), json!([["header", ""], ["body", "/to"]]));
        }
    }
}

#[tokio::test]
async fn a_webhook_stands_at_its_name_or_where_its_receiver_says() {
    let of = Receiver::default();
    let status = |server: Server, path: &'static str| async move {
        let request = http::Request::get(format!("/v1{path}"));
        send(server, request, "").await.status.as_u16()
    };
    let named = "/lost/%7Ball%7D%20of%20it?url=4";
    assert_eq!(status(receiving(&of), named).await, 204);
    assert_eq!(of.last(), "Some(4)");
    let paths = || Paths {
        lost_all_of_it_get: Some("/hooks/{lost}".to_owned()),
        sent: None,
        ..Paths::default()
    };
    let own = || Server::new().serve(webhooks::routes_at(of.clone(), paths()));
    assert_eq!(status(own(), named).await, 405);
    assert_eq!(status(own(), "/sent").await, 404);
    assert_eq!(status(own(), "/hooks/%7Blost%7D").await, 204);
    assert_eq!(of.last(), "None");
}

#[tokio::test]
async fn what_a_receiver_does_not_handle_is_501() {
    let request = http::Request::delete("/v1/lost/%7Ball%7D%20of%20it");
    let got = send(receiving(&Receiver::default()), request, "").await;
    assert_eq!(got.status.as_u16(), 501);
}

#[tokio::test]
async fn the_query_of_an_address_stays() {
    let receiver = Receiver::default();
    let at = |address: &'static str| {
        let path = Some(address.to_owned());
        let paths = Paths {
            lost_all_of_it_get: path,
            ..Paths::default()
        };
        let client = caller(Server::new().serve(webhooks::routes_at(receiver.clone(), paths)));
        move |url: &'static str| {
            let call = client.webhooks().lost_all_of_it_get(url).url_query(3);
            async move { call.await.map(|reply| reply.status().as_u16()) }
        }
    };
    let url = "https://zoe.example/a/?token=x%20y#part";
    assert_eq!(at("/a/")(url).await.unwrap(), 204);
    assert_eq!(receiver.last(), "Some(3)");
    assert_eq!(at("/")("https://zoe.example?a").await.unwrap(), 204);
    for refused in [
        "",
        "/a",
        "file:///a",
        "https://zoe:pw@zoe.example/a",
        "https://",
    ] {
        let error = at("/")(refused).await.unwrap_err();
        assert!(matches!(error, Error::Encode { .. }), "{refused}: {error}");
    }
}

/// The addresses that an order asks to be called back at.
#[derive(Clone, Default)]
struct Orders(Arc<Mutex<Vec<[Option<String>; 4]>>>);

impl OrdersApi for Orders {
    async fn order(&self, request: order::Request) -> Result<order::Reply, Failure> {
        self.0.lock().unwrap().push([
            request.shipped_url(),
            request.late_url(),
            request.early_url(),
            request.stray_url(),
        ]);
        Ok(().into())
    }
}

#[tokio::test]
async fn the_address_of_a_callback_is_what_the_request_gives() {
    let seen = Orders::default();
    let server = || Server::new().serve(orders::routes(seen.clone()));
    let body: serve::OrderRequest = value(r#"{"url":"https://zoe.example/a","tag":"b&c d"}"#);
    let call = client(server(), None)
        .order(7, &body)
        .back("https://zoe.example/late");
    let call = call.x_back("https://zoe.example/early");
    call.header("X-Stray", "https://zoe.example/stray")
        .await
        .unwrap();
    client(server(), None)
        .order(7, &value(r#"{"url":"https://zoe.example"}"#))
        .await
        .unwrap();
    let url = |path: &str| Some(format!("https://zoe.example/{path}"));
    assert_eq!(
        *seen.0.lock().unwrap(),
        [
            [
                url("a/shipped/7?tag=b%26c%20d"),
                url("late"),
                url("early"),
                url("stray")
            ],
            [None, None, None, None],
        ]
    );
}

#[tokio::test]
async fn a_callback_reaches_whoever_asked_for_it() {
    let receiver = Receiver::default();
    let routes = callbacks::routes(receiver.clone());
    let client = caller(Server::new().serve(routes));
    let call = client
        .callbacks()
        .order_shipped("https://zoe.example/order_shipped", &parcel("Zoe"));
    call.await.unwrap();
    assert_eq!(receiver.last(), format!("{:?}", parcel("Zoe")));
}

#[tokio::test]
async fn a_mock_receives_with_the_examples_of_the_document() {
    let server = Server::new()
        .guard(guard(Mock))
        .serve(webhooks::routes(Mock));
    let client = caller(server);
    let call = client
        .webhooks()
        .sent("https://zoe.example/sent", "abc", &parcel("Zoe"));
    let reply = call
        .credentials(Credentials::api_key("any").for_scheme("key"))
        .await;
    let expected = ParcelRequest::builder().to("Zoe").note("thanks");
    assert_eq!(*reply.unwrap(), expected.build().unwrap());
}

#[tokio::test]
async fn webhooks_that_come_to_one_address_are_told_by_what_they_send() {
    let receiver = Receiver::default();
    let here = || Some("/hooks".to_owned());
    let paths = Paths {
        sent: here(),
        found: here(),
        ..Paths::default()
    };
    let routes = webhooks::routes_at(receiver.clone(), paths);
    let server = Server::new().guard(guard(Users)).serve(routes);
    for (key, body, status, seen) in [
        ("k", r#"{"to":"Zoe","number":7}"#, 200, "Zoe"),
        ("k", r#"{"place":"home"}"#, 204, "home"),
        // Who may not call the one may call the other.
        ("", r#"{"place":"home"}"#, 204, "home"),
        ("", r#"{"to":"Zoe","number":7}"#, 422, ""),
        // Least is wrong with what it was meant for.
        ("k", r#"{"place":"far far away"}"#, 422, ""),
        ("k", "{", 400, ""),
    ] {
        let request = http::Request::post("/v1/hooks")
            .header("content-type", "application/json")
            .header("x-signature", "abc")
            .header("x-key", key);
        let got = send(server.clone(), request, body).await;
        assert_eq!(got.status.as_u16(), status, "{body}: {}", got.text);
        match seen {
            "" => assert!(receiver.0.lock().unwrap().is_empty()),
            seen => assert!(receiver.last().contains(seen), "{body}"),
        }
        if body.contains("far") {
            assert!(got.text.contains("/place"), "{}", got.text);
        }
    }
}
