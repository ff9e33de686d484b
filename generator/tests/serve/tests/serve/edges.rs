//! What a document says at its edges: ranges of statuses and of media types, parameters of these, and what is empty.

use serve::server::edges::{
    self, EdgesApi, closed, empty, image, optional, ranges, sequence, size, versions,
};
use serve::server::{Download, Failure, Mock, Server};

use crate::service::{Got, send, value};

/// Replies with what it was asked for.
struct Edges;

impl EdgesApi for Edges {
    async fn ranges(&self, request: ranges::Request) -> Result<ranges::Reply, Failure> {
        let code = u16::try_from(request.code)?;
        Ok(match code {
            200..300 => ranges::Reply::Success(code, 1),
            _ => ranges::Reply::Default(code, 1),
        })
    }

    async fn versions(&self, request: versions::Request) -> Result<versions::Reply, Failure> {
        Ok(match request.body {
            versions::Body::Json(_) => versions::Reply::OkJson(value(r#"{"x":1}"#)),
            _ => versions::Reply::OkJson2(2),
        })
    }

    async fn empty(&self, request: empty::Request) -> Result<empty::Reply, Failure> {
        let empty::Request {
            number,
            word,
            text,
            list,
            point,
            ..
        } = request;
        Err(Failure::new(format!(
            "{:?}",
            (number, word, text, list, point.is_some())
        )))
    }

    async fn optional(&self, request: optional::Request) -> Result<optional::Reply, Failure> {
        Err(Failure::new(format!("{:?}", request.body)))
    }

    async fn size(&self, request: size::Request) -> Result<size::Reply, Failure> {
        match request.x.parse() {
            Ok(x_n) => Ok(size::Reply::NoContent(size::NoContentHeaders {
                x_n: Some(x_n),
            })),
            Err(_) => Err(Failure::new(request.x)),
        }
    }

    async fn closed(&self, request: closed::Request) -> Result<closed::Reply, Failure> {
        let mut seen = format!("{:?}", request.where_.is_some());
        if let closed::Body::Multipart(mut parts) = request.body {
            while let Some(part) = parts.next().await {
                seen += &format!(" {:?}", part?);
            }
        }
        Err(Failure::new(seen))
    }

    async fn sequence(&self, request: sequence::Request) -> Result<sequence::Reply, Failure> {
        Err(Failure::new(format!("{}", request.body.len())))
    }

    async fn image(&self, _: image::Request) -> Result<image::Reply, Failure> {
        Ok(Download::from("PNG").into())
    }
}

/// What the service fails with is what it was asked for.
fn served() -> Server {
    let server = Server::new().serve(edges::routes(Edges));
    server.refuse(|refusal| {
        let text = refusal.source()?.to_string();
        Some(http::Response::new(axum::body::Body::from(text)))
    })
}

async fn get(path: &str) -> Got {
    send(served(), http::Request::get(path), "").await
}

/// Whatever a range of statuses is described with (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
#[tokio::test]
async fn statuses_without_content_have_none() {
    for (code, length) in [
        (204, None),
        (205, Some("0")),
        (304, None),
        (200, Some("1")),
        (404, Some("1")),
    ] {
        let prefer = format!("code={code}");
        let request = || http::Request::get(format!("/v1/ranges?code={code}"));
        let by_hand = send(served(), request(), "").await;
        let by_mock = send(Mock::server(), request().header("prefer", prefer), "").await;
        for got in [by_hand, by_mock] {
            assert_eq!(got.status.as_u16(), code);
            let found = got.headers.get("content-length");
            assert_eq!(found.map(|it| it.to_str().unwrap()), length, "{code}");
            assert_eq!(
                got.headers.contains_key("content-type"),
                length == Some("1"),
                "{code}"
            );
            assert_eq!(got.text.is_empty(), length != Some("1"), "{code}");
        }
    }
}

#[tokio::test]
async fn parameters_tell_media_types_apart() {
    for (content_type, accept, body, status, expected) in [
        (
            "application/json; version=1",
            "*/*",
            r#"{"x":1}"#,
            200,
            "application/json; version=1",
        ),
        (
            "application/json; version=2",
            "*/*",
            "7",
            200,
            "application/json; version=2",
        ),
        (
            "application/json",
            "*/*",
            r#"{"x":1}"#,
            200,
            "application/json; version=1",
        ),
        (
            "application/json; version=1",
            "*/*",
            "7",
            422,
            "application/problem+json",
        ),
        (
            "application/json; version=3",
            "*/*",
            "7",
            415,
            "application/problem+json",
        ),
        (
            "application/json; version=2",
            "application/json; version=3",
            "7",
            406,
            "application/problem+json",
        ),
    ] {
        let request = http::Request::post("/v1/versions")
            .header("content-type", content_type)
            .header("accept", accept);
        let got = send(served(), request, body).await;
        assert_eq!(got.status.as_u16(), status, "{content_type}: {}", got.text);
        assert_eq!(got.headers["content-type"], expected, "{content_type}");
    }
}

#[tokio::test]
async fn an_empty_value_is_none_where_the_document_allows_it() {
    for (query, expected) in [
        (
            "number=&word=&text=&list=",
            r#"(None, Some("none"), Some(""), None, false)"#,
        ),
        (
            "number&word&text&list",
            r#"(None, Some("none"), Some(""), None, false)"#,
        ),
        (
            "number=7&word=ab&list=1&list=2",
            r#"(Some(7), Some("ab"), None, Some([1, 2]), false)"#,
        ),
    ] {
        assert_eq!(get(&format!("/v1/empty?{query}")).await.text, expected);
    }
    // More than one is no value that is left empty.
    assert_eq!(get("/v1/empty?number=&number=").await.status.as_u16(), 400);
}

#[tokio::test]
async fn headers_of_replies_are_judged() {
    for (n, strict, status) in [(5, true, 204), (9, true, 500), (9, false, 204)] {
        let request = http::Request::get(format!("/v1/gr%C3%B6%C3%9Fe-{n}"));
        let server = Server::new()
            .serve(edges::routes(Edges))
            .strict_replies(strict);
        let got = send(server, request, "").await;
        assert_eq!(got.status.as_u16(), status, "{n}");
        assert_eq!(got.headers.contains_key("x-n"), status == 204, "{n}");
    }
}

#[tokio::test]
async fn a_text_between_record_separators_may_have_lines() {
    let request =
        http::Request::post("/v1/sequence").header("content-type", "application/json-seq");
    let got = send(served(), request, "\u{1e}{\"x\":\n1}\n\u{1e}{}\n").await;
    assert_eq!(got.text, "2");
}

/// As in a body: what is JSON was readable.
#[tokio::test]
async fn json_of_another_shape_is_422_in_parameters_too() {
    for (json, status) in [("{}", 422), ("%7B%22x%22:true%7D", 422), ("%7B", 400)] {
        let got = get(&format!("/v1/empty?point={json}")).await;
        assert_eq!(got.status.as_u16(), status, "{json}: {}", got.text);
    }
}

#[tokio::test]
async fn an_optional_body_that_is_empty_is_none() {
    for (media_type, body, expected) in [
        (Some("application/json"), "", "None"),
        (None, "", "None"),
        // A text may be empty.
        (Some("text/plain"), "", r#"Some(Text(""))"#),
        (
            Some("application/json"),
            "{}",
            "Some(Json(Point { x: None, y: None }))",
        ),
    ] {
        let mut request = http::Request::post("/v1/optional");
        if let Some(media_type) = media_type {
            request = request.header("content-type", media_type);
        }
        assert_eq!(
            send(served(), request, body).await.text,
            expected,
            "{media_type:?}"
        );
    }
    // Whether it is empty may show at its end alone.
    use tower_service::Service as _;
    let none = futures_util::stream::empty::<Result<bytes::Bytes, std::io::Error>>();
    let request = http::Request::post("/v1/optional")
        .header("content-type", "application/json")
        .body(axum::body::Body::from_stream(none))
        .unwrap();
    let response = crate::service::router(served())
        .call(request)
        .await
        .unwrap();
    let text = axum::body::to_bytes(response.into_body(), 99)
        .await
        .unwrap();
    assert_eq!(text, "None");
}

#[tokio::test]
async fn text_around_a_name_may_be_encoded() {
    assert_eq!(get("/v1/gr%C3%B6%C3%9Fe-%61").await.text, "a");
    assert_eq!(get("/v1/gr%C3%B6%C3%9Fe-").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_reply_of_a_range_is_in_the_range() {
    let got = send(Mock::server(), http::Request::get("/v1/image"), "").await;
    assert_eq!(got.headers["content-type"], "image/png");
    let request = http::Request::get("/v1/image").header("accept", "image/webp");
    let got = send(Mock::server(), request, "").await;
    assert_eq!(got.headers["content-type"], "image/webp");
    // Nobody says which one it is.
    let got = get("/v1/image").await;
    assert!(got.text.contains("`image/*`"), "{}", got.text);
}

#[tokio::test]
async fn a_text_is_read_in_its_charset() {
    for (charset, expected) in [
        ("utf-8", r#"Some(Text("ä"))"#),
        ("iso-8859-1", r#"Some(Text("Ã¤"))"#),
    ] {
        let request = http::Request::post("/v1/optional")
            .header("content-type", format!("text/plain; charset={charset}"));
        assert_eq!(send(served(), request, "ä").await.text, expected);
    }
    for (charset, status) in [("us-ascii", 400), ("utf-16", 415)] {
        let request = http::Request::post("/v1/optional")
            .header("content-type", format!("text/plain; charset={charset}"));
        assert_eq!(send(served(), request, "ä").await.status.as_u16(), status);
    }
}

/// What an object does not allow is wrong in a request, however it is written, and told with all else; what only a reply
/// has is declared.
#[tokio::test]
async fn properties_that_are_not_allowed_are_refused() {
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let parts = "multipart/form-data; boundary=b";
    let part = |name: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{text}\r\n")
    };
    for (query, media_type, body, status, expected) in [
        ("", json, r#"{"a":1,"id":2}"#.to_owned(), 200, &[][..]),
        (
            "where[a]=1",
            json,
            r#"{"inner":[{"a":1}]}"#.to_owned(),
            200,
            &[],
        ),
        ("", json, r#"{"either":{"a":1,"z":2}}"#.to_owned(), 200, &[]),
        (
            "",
            json,
            r#"{"kind":{"type":"Cat","lives":2}}"#.to_owned(),
            200,
            &[],
        ),
        (
            "",
            json,
            r#"{"z":2,"a":0,"y":{"b":[]}}"#.to_owned(),
            422,
            &["/z", "/y", "/a"],
        ),
        (
            "",
            json,
            r#"{"inner":[{"a":1},{"z":0},{"inner":[{"y":1}]}]}"#.to_owned(),
            422,
            &["/inner/1/z", "/inner/2/inner/0/y"],
        ),
        (
            "",
            json,
            r#"{"kind":{"type":"Dog","lives":2}}"#.to_owned(),
            422,
            &["/kind/lives"],
        ),
        ("", form, "a=1&id=2".to_owned(), 200, &[]),
        ("", form, "a=1&z=2".to_owned(), 422, &["/z"]),
        (
            "",
            parts,
            part("a", "1") + &part("id", "1") + "--b--",
            200,
            &[],
        ),
        (
            "",
            parts,
            part("a", "1") + &part("z~", "1") + "--b--",
            422,
            &["/z~0"],
        ),
        ("where[b]=1", json, "{}".to_owned(), 400, &["/b"]),
    ] {
        let request =
            http::Request::post(format!("/v1/closed?{query}")).header("content-type", media_type);
        let got = send(served(), request, String::leak(body.clone())).await;
        assert_eq!(got.status.as_u16(), status, "{body}: {}", got.text);
        if status == 200 {
            continue;
        }
        let problem: serde_json::Value = serde_json::from_str(&got.text).unwrap();
        let errors = problem["errors"].as_array().unwrap().iter();
        let found: Vec<_> = errors.map(|it| it["pointer"].as_str().unwrap()).collect();
        assert_eq!(found, expected, "{body}: {}", got.text);
    }
}
