//! Parameters and replies, from the client to the handler and back.

use serve::{Color, Error, Filter, Point};

use crate::service::{Service, client, send, served, thing, value};

#[tokio::test]
async fn parameters_of_every_place_arrive() {
    let service = Service::default();
    let client = client(served(&service), None);
    let filter: Filter = value(r#"{"name":"7","sizes":[8],"inner":{"x":5,"y":"true"}}"#);
    let at: Point = value(r#"{"x":1,"y":"&"}"#);
    let response = client
        .get_thing(7, "a b,c;d")
        .tag(["x,y", "1"])
        .color(&Color::Green)
        .session("s=;t %")
        .filter(&filter)
        .at(&at)
        .await
        .unwrap();
    let seen = service.last();
    let expected = format!(
        "{:?}",
        (
            7,
            Some(["x,y", "1"]),
            // The document's default.
            Some(10),
            Some(Color::Green),
            "a b,c;d",
            Some("s=;t %"),
            Some(filter),
            Some(at),
        )
    );
    assert_eq!(seen, expected);
    assert_eq!(*response, thing("hat"));
    let headers = serve::operations::things::GetThingHeaders::from(response.headers());
    assert_eq!(headers.x_rate(), Ok(Some(7)));
    let tags = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(headers.x_tags(), Ok(Some(tags)));
    assert_eq!(headers.set_cookie(), ["a=b; Path=/", "c=d"]);
}

#[tokio::test]
async fn failures_arrive_by_status() {
    use serve::operations::things::GetThingError;
    let service = Service::default();
    let client = client(served(&service), None);
    for (id, status) in [(404, 404), (503, 503), (409, 409)] {
        let error = client
            .get_thing(id, "")
            .retry(serve::RetryPolicy::never())
            .await
            .unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        let Error::Api { body: error, .. } = error else {
            panic!("{error}");
        };
        let fault = value(&format!(r#"{{"code":{id}}}"#));
        let expected = match id {
            404 => GetThingError::NotFound(fault),
            503 => GetThingError::ServerError(fault),
            _ => GetThingError::Default(fault),
        };
        assert_eq!(*error, expected);
    }
}

#[tokio::test]
async fn what_is_fixed_in_part_comes_first() {
    let service = Service::default();
    let client = client(served(&service), None);
    let download = client.export_thing("a.b/c").await.unwrap();
    assert_eq!(download.headers()["content-type"], "image/png");
    assert_eq!(service.last(), "\"a.b/c\"");
    let bytes = download.into_body().collect(9).await.unwrap();
    assert_eq!(bytes, "PNG");
}

#[tokio::test]
async fn an_object_takes_what_is_no_others() {
    let service = Service::default();
    let request = http::Request::get("/v1/things?key=q&a=1&b=2").header("accept", "text/csv");
    let got = send(served(&service), request, "").await;
    assert_eq!(service.last(), r#"(Some({"a": 1, "b": 2}), Some(9))"#);
    assert_eq!(got.headers["content-type"], "text/csv");
    assert_eq!(got.text, "name\nhat\n");
}

#[tokio::test]
async fn head_is_get_without_content() {
    let service = Service::default();
    let request = http::Request::head("/v1/things/7").header("x-trace", "");
    let got = send(served(&service), request, "").await;
    assert_eq!((got.status.as_u16(), &*got.text), (200, ""));
    assert_eq!(got.headers["x-rate"], "7");
}
