//! Forms, files, and bodies that are neither.

use api::Client;
use api::multipart::File;
use api::operations::*;
use api::types::*;
use serde_json::{Value, json};

use crate::support::{answered, echoed, instant, numbers, refused, same, texts, with};
use crate::{cat, dog};

fn file(name: &str, kind: &str, data: &str) -> Value {
    json!({ "name": name, "type": kind, "data": data })
}

pub async fn forms(client: &Client) {
    let nulls = json!({ "tags": [] });
    for text in texts().into_iter().chain([""]) {
        let tags = vec![text.to_owned(), String::new()];
        let form = Letter::builder()
            .text(text)
            .count(i64::MIN)
            .tags(tags.clone());
        let saw = json!({ "text": text, "count": i64::MIN, "tags": tags });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", text, outcome, saw, &());
    }
    for number in numbers() {
        let form = Letter::builder()
            .text("")
            .count(0)
            .ratio(number)
            .flag(true)
            .moment(instant("2020-02-29T23:59:59.123456789+05:30"))
            .colour(Colour::DarkBlue);
        let saw = with(
            nulls.clone(),
            json!({
                "text": "", "count": 0, "ratio": number, "flag": true, "colour": "dark blue",
                "moment": "2020-02-29T18:29:59.123456789Z",
            }),
        );
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", number, outcome, saw, &());
    }
    let form = Letter::builder()
        .text("a")
        .count(1)
        .ratio_null()
        .flag_null();
    let saw = with(nulls, json!({ "text": "a", "count": 1 }));
    let outcome = client.write_form(&form.build().expect("a form")).await;
    echoed("write_form", "null", outcome, saw, &());

    let bytes: Vec<u8> = (0..=255).collect();
    let data: String = bytes.iter().copied().map(char::from).collect();
    for text in texts().into_iter().chain([""]) {
        let uploads = [
            File::new("1").name("é 1"),
            File::new("").name("2.txt").media_type("text/plain"),
        ];
        let mut form = WriteFilesForm::new(text, uploads);
        form.picture = Some(File::new(bytes.clone()));
        form.count = Some(i64::MAX);
        form.flag = Some(false);
        form.colour = Some(Colour::DarkBlue);
        form.shade = Some(WriteFilesRequestFormDataShadeString::Red);
        form.tags = vec![text.to_owned(), String::new()];
        form.cat = Some(cat(9));
        form.dogs = vec![dog(true), dog(false)];
        let dogs = [true, false]
            .map(|barks| json!({ "type": "application/json", "value": { "barks": barks, "name": null } }));
        let saw = json!({
            "text": [text], "picture": [file("picture", "image/png", &data)],
            "uploads": [
                file("é 1", "application/octet-stream", "1"), file("2.txt", "text/plain", ""),
            ],
            "count": [i64::MAX.to_string()], "flag": ["false"], "colour": ["dark blue"],
            "shade": ["red"], "tags": [text, ""],
            "cat": [{ "type": "application/json", "value": { "lives": 9 } }], "dogs": dogs,
        });
        let outcome = client.write_files(form).await;
        echoed("write_files", text, outcome, saw, &());
    }
    let none: [File; 0] = [];
    let outcome = client.write_files(WriteFilesForm::new("a", none)).await;
    echoed(
        "write_files",
        "least",
        outcome,
        json!({ "text": ["a"] }),
        &(),
    );

    for text in texts().into_iter().chain([""]) {
        let mut form = WriteAnyFilesForm::new("a");
        form.additional_properties = [
            ("b".to_owned(), text.to_owned()),
            ("é [0]".to_owned(), String::new()),
        ]
        .into();
        let outcome = client.write_any_files(form).await;
        let saw = json!({ "text": ["a"], "b": [text], "é [0]": [""] });
        echoed("write_any_files", text, outcome, saw, &());
    }
    let form = WriteAnyFilesForm::new("a");
    let outcome = client.write_any_files(form).await;
    echoed(
        "write_any_files",
        "none",
        outcome,
        json!({ "text": ["a"] }),
        &(),
    );
    let mut form = WriteAnyFilesForm::new("a");
    form.additional_properties = [("text".to_owned(), "b".to_owned())].into();
    refused(
        "write_any_files",
        "declared",
        client.write_any_files(form).await,
    );
}

pub async fn others(client: &Client) {
    for text in texts().into_iter().chain([""]) {
        let kind = match text.is_ascii() {
            true => "text/plain",
            false => "text/plain; charset=utf-8",
        };
        let saw = json!({ "value": text, "type": kind });
        let outcome = client.write_text(text).await;
        echoed("write_text", text, outcome, saw, &text.to_owned());
    }
    for bytes in [(0..=255).collect::<Vec<u8>>(), Vec::new()] {
        let value: String = bytes.iter().copied().map(char::from).collect();
        let outcome = client.write_bytes(bytes.clone()).await;
        let saw = json!({ "value": value });
        answered("write_bytes", bytes.len(), outcome, saw, async |response| {
            let got = response.into_body().collect(1000).await;
            same(&*got.map_err(|error| error.to_string())?, &*bytes)
        })
        .await;
    }
    let outcome = client.write_lines(&[cat(1), cat(i64::MIN)]).await;
    let saw = json!({ "cats": [{ "lives": 1 }, { "lives": i64::MIN }] });
    echoed("write_lines", "two", outcome, saw, &());
    let outcome = client.write_lines(&[]).await;
    echoed("write_lines", "none", outcome, json!({ "cats": [] }), &());
}
