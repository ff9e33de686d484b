//! The parts of multipart bodies: their headers, and which of them are there together.

use faircopy_runtime::call::multipart::File;
use faircopy_runtime::json::de::{self, Decode};
use wire::operations::*;

use crate::rows::{heads, refusal};
use crate::transport::Wire;

#[tokio::test]
async fn parts_have_the_headers_that_the_document_asks_for() {
    let wire = Wire::default();
    let mut form = HeadedForm::new("hi".to_owned(), 7);
    form.file = Some(File::new("bytes"));
    form.file_content_id = Some("<1>".to_owned());
    wire.client().headed(form).await.unwrap();
    assert_eq!(
        heads(&wire.only()),
        [
            "Content-Disposition: form-data; name=\"note\"\r\nx-part-id: 7",
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
             content-type: application/octet-stream\r\ncontent-id: <1>",
        ]
    );
}

#[tokio::test]
async fn a_part_without_a_header_that_it_needs_is_refused_and_headers_are_judged() {
    let wire = Wire::default();
    let mut form = HeadedForm::new("hi".to_owned(), 7);
    form.file = Some(File::new("bytes"));
    let error = wire.client().headed(form).await.unwrap_err();
    assert!(refusal(&wire, error).contains("the part `file` must have the header `content-id`"));
    let wire = Wire::default();
    let error = wire
        .client()
        .headed(HeadedForm::new("hi".to_owned(), 0))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "invalid");
    // A file's own header does as well.
    let wire = Wire::default();
    let mut form = HeadedForm::new("hi".to_owned(), 7);
    form.file = Some(File::new("bytes").header("content-id", "<2>"));
    wire.client().headed(form).await.unwrap();
    assert!(heads(&wire.only())[1].contains("content-id: <2>"));
}

#[tokio::test]
async fn parts_of_a_list_have_headers_of_their_own() {
    let day = time::Date::from_calendar_date(2020, time::Month::February, 29).unwrap();
    let wire = Wire::default();
    let mut form = ListedForm::new();
    form.notes = vec!["a".to_owned(), "b".to_owned()];
    form.notes_x_id = vec![1, 2];
    form.files = vec![File::new("c"), File::new("d")];
    form.files_x_day = vec![day];
    wire.client().listed(form).await.unwrap();
    let found: Vec<_> = heads(&wire.only())
        .iter()
        .map(|head| head.split("\r\nx-").nth(1).unwrap_or_default().to_owned())
        .collect();
    assert_eq!(found, ["id: 1", "id: 2", "day: 2020-02-29", ""]);
    let wire = Wire::default();
    let mut form = ListedForm::new();
    form.notes = vec!["a".to_owned(), "b".to_owned()];
    form.notes_x_id = vec![1];
    let error = wire.client().listed(form).await.unwrap_err();
    assert!(refusal(&wire, error).contains("the part `notes` must have the header `x-id`"));
    let wire = Wire::default();
    let mut form = ListedForm::new();
    form.notes = vec!["a".to_owned(), "b".to_owned()];
    form.notes_x_id = vec![1, 0];
    match wire.client().listed(form).await.unwrap_err() {
        wire::Error::Invalid { violations, .. } => {
            assert_eq!(violations.iter().next().unwrap().pointer, "/notes/1/X-Id");
        }
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn which_parts_are_there_together_is_judged() {
    let broken = async |change: &dyn Fn(&mut GroupedForm)| {
        let wire = Wire::default();
        let mut form = GroupedForm::new();
        change(&mut form);
        match wire.client().grouped(form).await {
            Ok(_) => Vec::new(),
            Err(wire::Error::Invalid { violations, .. }) => {
                assert!(wire.is_silent());
                violations
                    .iter()
                    .map(|violation| violation.keyword)
                    .collect()
            }
            Err(error) => panic!("{error}"),
        }
    };
    let text = || Some("x".to_owned());
    let file = || vec![File::new("x")];
    assert_eq!(broken(&|form| form.a = text()).await, [""; 0]);
    assert_eq!(
        broken(&|form| (form.b, form.files) = (text(), file())).await,
        [""; 0]
    );
    assert_eq!(broken(&|_| ()).await, ["oneOf", "anyOf"]);
    assert_eq!(broken(&|form| form.b = text()).await, ["anyOf"]);
    assert_eq!(
        broken(&|form| (form.a, form.b) = (text(), text())).await,
        ["oneOf"]
    );
    assert_eq!(
        broken(&|form| (form.a, form.files) = (text(), file())).await,
        ["not"]
    );
    assert_eq!(
        broken(&|form| (form.a, form.c) = (text(), text())).await,
        ["dependentRequired"]
    );
    let all = broken(&|form| (form.b, form.c, form.files) = (text(), text(), file())).await;
    assert_eq!(all, ["maxProperties"]);
}

fn read<T: Decode>(json: &str) -> T {
    de::decode(json).unwrap()
}

/// A form or XML within a body in parts is written as such a body, be it a part or each of several.
#[tokio::test]
async fn parts_are_written_as_bodies_of_their_media_types_are() {
    let wire = Wire::default();
    let mut form = WholeForm::new();
    form.form = Some(read(r#"{"x":1,"y":"a b&ä"}"#));
    form.form_x_id = Some(7);
    form.lines = Some(read(r#"{"p":{"p":{"x":2}},"q":["a","b c"]}"#));
    form.xml = Some(read(r#"{"x":3,"y":"<&>"}"#));
    form.several = vec![read(r#"{"a":"b"}"#), read("{}")];
    form.text = Some("<any/>".to_owned());
    wire.client().whole(form).await.unwrap();
    let named = |name: &str, rest: &str| {
        format!(
            "Content-Disposition: form-data; name=\"{name}\"\r\ncontent-type: application/{rest}"
        )
    };
    let urlencoded = "x-www-form-urlencoded";
    let xml = |text: &str| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{text}");
    assert_eq!(
        wire.only().parts(),
        [
            (
                named("form", &format!("{urlencoded}\r\nx-id: 7")),
                "x=1&y=a+b%26%C3%A4".to_owned()
            ),
            (
                named("lines", urlencoded),
                "p=%7B%22p%22%3A%7B%22x%22%3A2%7D%7D&q=a&q=b+c".to_owned()
            ),
            (
                named("xml", "xml"),
                xml("<Point><x>3</x><y>&lt;&amp;&gt;</y></Point>")
            ),
            (
                named("several", "vnd.several+xml"),
                xml("<several a=\"b\"></several>")
            ),
            (
                named("several", "vnd.several+xml"),
                xml("<several></several>")
            ),
            (named("text", "xml"), "<any/>".to_owned()),
        ]
    );
}
