//! Bodies that are not JSON: forms, multipart, bytes, streams, lines.

use std::collections::BTreeMap;

use faircopy_runtime::call::form::{self, Encoding};
use faircopy_runtime::call::multipart::{File, Form};
use faircopy_runtime::parameter::QueryStyle;
use faircopy_runtime::stream::json_lines;
use faircopy_runtime::transport::body::Body;
use serde_json::{Value, json};

use crate::pets::{PROBE_POST, Pet, client, probe};
use crate::server::{Received, Server, response};

async fn sent(change: impl FnOnce(&mut faircopy_runtime::call::Call)) -> Received {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    probe(&client, &PROBE_POST).with(change).await.unwrap();
    server.only()
}

#[tokio::test]
async fn a_form_has_each_property_in_its_style() {
    let value = json!({
        "deep": {"a": 1},
        "ids": [1, 2],
        "json": "a",
        "name": "a b&c",
        "nested": {"list": [1, {"b": null}]},
        "nothing": null,
        "price": 1.50,
        "tags": ["x", "y"],
    });
    let encodings = [
        (
            "ids",
            Encoding::Styled(QueryStyle::PipeDelimited, false, false),
        ),
        (
            "deep",
            Encoding::Styled(QueryStyle::DeepObject, true, false),
        ),
        ("json", Encoding::Json),
    ];
    let request = sent(|call| form::put(call, &value, &encodings)).await;
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        request.text(),
        "deep%5Ba%5D=1&ids=1%7C2&json=%22a%22&name=a+b%26c\
         &nested=%7B%22list%22%3A%5B1%2C%7B%22b%22%3Anull%7D%5D%7D&price=1.5&tags=x&tags=y"
    );
}

#[tokio::test]
async fn what_is_no_object_is_no_form() {
    let client = client("http://127.0.0.1:9").build().unwrap();
    let error = probe(&client, &PROBE_POST)
        .with(|call| form::put(call, &7, &[]))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "encode");
}

/// The boundary of a multipart body, and the body with `--` in its stead.
fn parts(request: &Received) -> String {
    let (kind, boundary) = request
        .header("content-type")
        .unwrap()
        .split_once("; boundary=")
        .unwrap();
    assert_eq!(kind, "multipart/form-data");
    assert!(boundary.len() > 20);
    request.text().replace(&format!("--{boundary}"), "==")
}

const PARTS: &str = "==\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhällo\r\n\
    ==\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n7\r\n\
    ==\r\nContent-Disposition: form-data; name=\"pet\"\r\ncontent-type: application/json\r\n\r\n{\"id\":1,\"name\":\"Rex\"}\r\n\
    ==\r\nContent-Disposition: form-data; name=\"a%22b%0D%0A\"; filename=\"x%22%0D%0A.png\"\r\nx-part: 1\r\n\
    content-type: image/png\r\n\r\npicture\r\n\
    ==--\r\n";

fn some_parts(content: impl Into<Body>) -> Form {
    let mut form = Form::new();
    form.text("note", "", "hällo");
    form.text("count", "", &7);
    form.text("nothing", "", &None::<String>);
    form.json("pet", "", &Pet::new(1, "Rex"));
    form.file(
        "a\"b\r\n",
        "image/png",
        File::new(content).name("x\"\r\n.png").header("x-part", "1"),
    );
    form
}

#[tokio::test]
async fn multipart_has_its_parts_in_order() {
    let request = sent(|call| call.multipart("multipart/form-data", some_parts("picture"))).await;
    assert_eq!(parts(&request), PARTS);
    assert!(request.header("content-length").is_some());
}

/// Name and text of each part of a form that `change` fills.
async fn texts(change: impl FnOnce(&mut Form)) -> Vec<(String, String)> {
    let mut form = Form::new();
    change(&mut form);
    let request = sent(|call| call.multipart("multipart/form-data", form)).await;
    let text = parts(&request);
    let part = |part: &str| {
        let (name, text) = part
            .split_once("\"\r\n\r\n")
            .expect("a part without headers");
        (name.to_owned(), text.trim_end().to_owned())
    };
    text.split("==\r\nContent-Disposition: form-data; name=\"")
        .skip(1)
        .map(|text| part(text.trim_end_matches("==--\r\n")))
        .collect()
}

#[tokio::test]
async fn parts_are_written_in_the_styles_of_query_parameters_and_not_percent_encoded() {
    let colors = vec!["light blue", "black"];
    let rgb = BTreeMap::from([("G", 200), ("R", 100)].map(|(key, value)| (key.to_owned(), value)));
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    for (style, explode, list, object) in [
        (QueryStyle::Form, false, "light blue,black", "G,200,R,100"),
        (
            QueryStyle::SpaceDelimited,
            false,
            "light blue black",
            "G 200 R 100",
        ),
        (
            QueryStyle::PipeDelimited,
            false,
            "light blue|black",
            "G|200|R|100",
        ),
    ] {
        let found = texts(|form| form.styled("color", style, explode, &colors)).await;
        assert_eq!(found, [pair("color", list)]);
        let found = texts(|form| form.styled("color", style, explode, &rgb)).await;
        assert_eq!(found, [pair("color", object)]);
    }
    let found = texts(|form| form.styled("color", QueryStyle::Form, true, &rgb)).await;
    assert_eq!(found, [pair("G", "200"), pair("R", "100")]);
    let found = texts(|form| form.styled("color", QueryStyle::DeepObject, true, &rgb)).await;
    assert_eq!(found, [pair("color[G]", "200"), pair("color[R]", "100")]);
    let found =
        texts(|form| form.styled("color", QueryStyle::Form, false, &Vec::<String>::new())).await;
    assert_eq!(found, []);
}

#[tokio::test]
async fn an_item_that_is_a_list_is_one_part() {
    let request = sent(|call| {
        let mut form = Form::new();
        form.item("row", "", &["a", "b"][..]);
        form.item("row", "", &Vec::<String>::new());
        form.item("row", "", "c");
        call.multipart("multipart/form-data", form);
    })
    .await;
    let row = "==\r\nContent-Disposition: form-data; name=\"row\"\r\n";
    let json = "content-type: application/json\r\n";
    let expected =
        format!("{row}{json}\r\n[\"a\",\"b\"]\r\n{row}{json}\r\n[]\r\n{row}\r\nc\r\n==--\r\n");
    assert_eq!(parts(&request), expected);
}

#[tokio::test]
async fn multipart_may_be_streamed() {
    // Of known length, so that the whole has one.
    let body = Body::reader(&b"picture"[..], Some(7));
    let request = sent(|call| call.multipart("multipart/form-data", some_parts(body))).await;
    assert_eq!(parts(&request), PARTS);
    assert_eq!(
        request.header("content-length").unwrap().parse(),
        Ok(request.body.len())
    );
    let body = Body::reader(&b"picture"[..], None);
    let request = sent(|call| call.multipart("multipart/form-data", some_parts(body))).await;
    assert_eq!(parts(&request), PARTS);
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
}

#[tokio::test]
async fn files_are_sent_under_their_names() {
    let path = std::env::temp_dir().join(format!("faircopy-{}.txt", std::process::id()));
    std::fs::write(&path, "x".repeat(200_000)).unwrap();
    let mut form = Form::new();
    form.file(
        "file",
        "text/plain, image/*",
        File::open(&path).await.unwrap(),
    );
    let request = sent(|call| call.multipart("multipart/form-data", form)).await;
    let name = path.file_name().unwrap().to_str().unwrap();
    let head = format!(
        "==\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: text/plain\r\n\r\nxxx"
    );
    assert!(
        parts(&request).starts_with(&head),
        "{}",
        &parts(&request)[..200]
    );
    let body = Body::file(&path).await.unwrap();
    let request = sent(|call| call.body("text/plain", body)).await;
    assert_eq!(
        (request.body.len(), request.header("content-length")),
        (200_000, Some("200000"))
    );
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_part_that_cannot_be_sent_is_an_error() {
    let client = client("http://127.0.0.1:9").build().unwrap();
    let mut form = Form::new();
    form.file(
        "file",
        "",
        File::new("x").media_type("text/plain\r\nx-evil: 1"),
    );
    let error = probe(&client, &PROBE_POST)
        .with(|call| call.multipart("multipart/form-data", form))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "encode");
    let mut form = Form::new();
    form.json("number", "", &f64::NAN);
    let error = probe(&client, &PROBE_POST)
        .with(|call| call.multipart("multipart/form-data", form))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "encode");
}

#[tokio::test]
async fn text_bytes_and_lines_are_sent_as_they_are() {
    let request = sent(|call| call.text("text/plain; charset=utf-8", "hällo")).await;
    assert_eq!(
        request.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(request.text(), "hällo");
    let request = sent(|call| call.bytes("image/png", vec![0, 255])).await;
    assert_eq!(request.body, [0, 255]);
    let pets = [Pet::new(1, "a\nb"), Pet::new(2, "c")];
    let request = sent(|call| json_lines::put(call, "application/jsonl", &pets)).await;
    assert_eq!(
        request.text(),
        "{\"id\":1,\"name\":\"a\\nb\"}\n{\"id\":2,\"name\":\"c\"}\n"
    );
    let value: BTreeMap<String, Value> = BTreeMap::new();
    let request = sent(|call| call.json_unchecked("application/merge-patch+json", &value)).await;
    assert_eq!(
        request.header("content-type"),
        Some("application/merge-patch+json")
    );
    assert_eq!(request.text(), "{}");
}
