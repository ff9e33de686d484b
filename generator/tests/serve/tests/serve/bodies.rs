//! Bodies of every kind, there and back.

use futures_util::StreamExt;
use serve::{Point, Request, Thing};

use crate::service::{Service, client, send, served, value};

fn big() -> Thing {
    value(
        r#"{"name":"ä&=+ %","size":3,"color":"red","points":[{"x":1,"y":"2"},{"y":"[]"}],"secret":"hunter22"}"#,
    )
}

#[tokio::test]
async fn forms_arrive() {
    let service = Service::default();
    let client = client(served(&service), None);
    let reply = client.form(&big()).await.unwrap();
    assert_eq!(*reply, big());
    assert_eq!(service.last(), format!("{:?}", big()));
}

#[tokio::test]
async fn optional_bodies_come_in_several_media_types() {
    let service = Service::default();
    let client = client(served(&service), None);
    let request: Request = value(r#"{"reply":"x"}"#);
    let reply = client.change().await.unwrap();
    assert_eq!(service.last(), "None");
    assert_eq!(*reply, value(r#"{"reply":"done"}"#));
    use serve::operations::bodies::ChangeBody;
    client
        .change()
        .body(ChangeBody::Json(request.clone()))
        .await
        .unwrap();
    assert_eq!(service.last(), format!("Some(Json({request:?}))"));
    client.change().body(ChangeBody::Text(-7)).await.unwrap();
    assert_eq!(service.last(), "Some(Text(-7))");
}

#[tokio::test]
async fn texts_and_bytes_arrive() {
    let service = Service::default();
    let client = client(served(&service), None);
    assert_eq!(*client.text("a\n\"ä\"").await.unwrap(), "a\n\"ä\"");
    let picture = client
        .picture(bytes::Bytes::from_static(b"\x89PNG"))
        .await
        .unwrap();
    assert_eq!(&picture[..], b"\x89PNG");
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("ab".into()), Ok("c".into())]);
    let download = client
        .bytes(serve::Body::stream(chunks, None))
        .await
        .unwrap();
    assert_eq!(download.into_body().collect(9).await.unwrap(), "abc");
}

#[tokio::test]
async fn streams_arrive() {
    let service = Service::default();
    let client = client(served(&service), None);
    let points: [Point; 2] = [value(r#"{"x":1}"#), value(r#"{"y":"\n"}"#)];
    let lines = client.lines(&points).await.unwrap();
    let lines: Vec<_> = lines.into_body().map(Result::unwrap).collect().await;
    assert_eq!(lines, points);
    let events = client.events().await.unwrap();
    let events: Vec<_> = events
        .into_body()
        .take(2)
        .map(Result::unwrap)
        .collect()
        .await;
    let of = |x| value::<Point>(&format!(r#"{{"x":{x},"y":"a\nb"}}"#));
    assert_eq!(events[0].data, of(1));
    assert_eq!(
        (events[0].event.as_str(), events[1].data.clone()),
        ("point", of(2))
    );
}

#[tokio::test]
async fn what_carries_the_same_data_is_written_as_its_media_type_says() {
    for (accept, expected) in [
        ("application/json", r#""a\"b""#),
        ("text/plain", r#"a"b"#),
        ("*/*", r#""a\"b""#),
    ] {
        let service = Service::default();
        let request = http::Request::post("/v1/word")
            .header("accept", accept)
            .header("content-type", "application/json");
        let got = send(served(&service), request, r#"{"x":1}"#).await;
        assert_eq!(got.text, expected, "{accept}");
        let media_type = got.headers["content-type"].to_str().unwrap();
        assert!(accept == "*/*" || media_type == accept);
        assert!(service.last().contains("Point"));
    }
}

#[tokio::test]
async fn xml_arrives_and_comes_back() {
    let service = Service::default();
    let client = client(served(&service), None);
    let point: Point = value(r#"{"x":1,"y":"<a>"}"#);
    assert_eq!(*client.xml(&point).await.unwrap(), point);
    assert_eq!(service.last(), format!("{point:?}"));
    let request = http::Request::post("/v1/xml").header("content-type", "application/xml");
    let got = send(served(&service), request, "<Point><x>").await;
    assert_eq!(got.status.as_u16(), 400, "{}", got.text);
}

#[tokio::test]
async fn what_is_not_read_yet_is_complained_about() {
    let service = Service::default();
    let request =
        http::Request::post("/v1/either").header("content-type", "multipart/form-data; boundary=b");
    let got = send(served(&service), request, "--b--").await;
    assert_eq!(got.status.as_u16(), 501);
    let complaints: Vec<_> = serve::COMPLAINTS.lines().collect();
    let is_it = |line: &&str| line.contains("W0318") && line.contains("several shapes");
    assert!(complaints.iter().any(is_it), "{}", serve::COMPLAINTS);
}

#[tokio::test]
async fn a_reply_that_is_not_described_has_a_status() {
    for path in ["/v1/undescribed", "/v1/undescribed?x=1"] {
        let request = http::Request::get(path);
        let got = send(served(&Service::default()), request, "").await;
        assert_eq!((got.status.as_u16(), &*got.text), (202, ""), "{path}");
    }
    let complaints = serve::COMPLAINTS;
    assert!(complaints.contains("the first of the two"), "{complaints}");
}

#[tokio::test]
async fn a_handler_succeeds_though_the_document_describes_failures_alone() {
    let service = Service::default();
    // What the document does describe, and what is no success, is not said that way.
    for (status, expected) in [("202", 202), ("304", 304), ("409", 500), ("99", 500)] {
        let request = http::Request::delete("/v1/failing").header("x-status", status);
        let got = send(served(&service), request, "").await;
        assert_eq!(got.status.as_u16(), expected, "{status}: {}", got.text);
    }
}

#[tokio::test]
async fn all_media_types_of_the_same_data_are_read() {
    let service = Service::default();
    for (media_type, body, status) in [
        ("application/json", r#"{"x":1,"y":"a b"}"#, 200),
        ("application/vnd.point+json", r#"{"x":1,"y":"a b"}"#, 200),
        ("application/x-www-form-urlencoded", "x=1&y=a+b", 200),
        ("application/xml", "<Point><x>1</x><y>a b</y></Point>", 200),
        ("application/x-www-form-urlencoded", "x=one&y=a", 422),
        ("text/plain", "1", 415),
    ] {
        let request = http::Request::post("/v1/same").header("content-type", media_type);
        let got = send(served(&service), request, body).await;
        assert_eq!(got.status.as_u16(), status, "{media_type}: {}", got.text);
        if status == 200 {
            assert_eq!(got.text, r#"{"x":1,"y":"a b"}"#, "{media_type}");
        }
    }
    for (body, status) in [("7", 200), ("0", 422), ("seven", 400)] {
        let request = http::Request::post("/v1/number").header("content-type", "text/plain");
        let got = send(served(&service), request, body).await;
        assert_eq!(got.status.as_u16(), status, "{body}: {}", got.text);
    }
}
