//! Forms, files, and bodies that are neither.

use api::Client;
use api::multipart::File;
use api::operations::forms::*;
use api::types::*;
use serde_json::{Value, json};

use crate::moments;
use crate::support::{answered, echoed, instant, numbers, same, texts, with};

fn file(name: &str, kind: &str, data: &str) -> Value {
    json!({ "name": name, "type": kind, "data": data })
}

pub async fn forms(client: &Client) {
    for text in texts().into_iter().chain([""]) {
        let tags = vec![text.to_owned(), String::new()];
        let form = Letter::builder().text(text).count(-1).tags(tags.clone());
        let saw = json!({ "text": text, "count": -1, "tags": tags });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", text, outcome, saw.clone(), &());
        let mut form = WriteFieldsForm::new(text, -1);
        form.tags = tags;
        echoed(
            "write_fields",
            text,
            client.write_fields(form).await,
            saw,
            &(),
        );
    }
    for number in numbers() {
        let form = Letter::builder()
            .text("")
            .count(0)
            .ratio(number)
            .flag(false)
            .colour(Colour::DarkBlue);
        let saw = json!({ "text": "", "count": 0, "ratio": number, "flag": false, "colour": "dark blue" });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", number, outcome, saw.clone(), &());
        let mut form = WriteFieldsForm::new("", 0);
        form.ratio = Some(number);
        form.flag = Some(false);
        form.colour = Some(Colour::DarkBlue);
        echoed(
            "write_fields",
            number,
            client.write_fields(form).await,
            saw,
            &(),
        );
    }
    for (moment, saw) in moments() {
        let form = Letter::builder().text("a").count(0).moment(moment);
        let saw = json!({ "text": "a", "count": 0, "moment": saw });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", moment, outcome, saw, &());
    }
    let mut form = WriteFieldsForm::new("a", 0);
    form.moment = Some(instant("2020-02-29T23:59:59.5+05:30"));
    let saw = json!({ "text": "a", "count": 0, "moment": "2020-02-29T18:29:59.500Z" });
    echoed(
        "write_fields",
        "moment",
        client.write_fields(form).await,
        saw,
        &(),
    );
}

pub async fn files(client: &Client) {
    let bytes: Vec<u8> = (0..=255).collect();
    let data: String = bytes.iter().copied().map(char::from).collect();
    let form = WriteFileForm::new(File::new(bytes));
    let saw = json!({ "upload": file("upload", "application/octet-stream", &data) });
    echoed(
        "write_file",
        "unnamed",
        client.write_file(form).await,
        saw,
        &(),
    );
    for name in ["a.txt", "é ✓.txt", "\"a\"; b='c'.png", "100%20.txt"] {
        let mut form = WriteFileForm::new(File::new("").name(name).media_type("text/plain"));
        form.text = Some(name.to_owned());
        let saw = json!({ "upload": file(name, "text/plain", ""), "text": name });
        echoed("write_file", name, client.write_file(form).await, saw, &());
    }
    for text in texts().into_iter().chain([""]) {
        let uploads = [
            File::new("1").name("1"),
            File::new("2").name("2").media_type("text/plain"),
        ];
        let mut form = WriteFilesForm::new(uploads, text);
        form.count = Some(i64::MAX);
        form.tags = vec![text.to_owned(), String::new()];
        form.owner = Some(Owner::builder().name(text).build().expect("an owner"));
        let saw = json!({
            "uploads": [file("1", "application/octet-stream", "1"), file("2", "text/plain", "2")],
            "text": text, "count": i64::MAX.to_string(), "tags": [text, ""], "owner": { "name": text },
        });
        echoed(
            "write_files",
            text,
            client.write_files(form).await,
            saw,
            &(),
        );
    }
    let none: [File; 0] = [];
    let form = WriteFilesForm::new(none, "a");
    let saw = json!({ "uploads": [], "text": "a" });
    echoed(
        "write_files",
        "least",
        client.write_files(form).await,
        saw,
        &(),
    );

    let mut form = WriteFileFieldsForm::new();
    form.avatar = Some(File::new("a").name("a"));
    form.background = vec![File::new("b").name("b"), File::new("c").name("c")];
    let plain = |name: &str| file(name, "application/octet-stream", name);
    let saw = json!({ "avatar": [plain("a")], "background": [plain("b"), plain("c")] });
    let outcome = client.write_file_fields(form).await;
    echoed("write_file_fields", "all", outcome, saw, &());
    let outcome = client.write_file_fields(WriteFileFieldsForm::new()).await;
    echoed("write_file_fields", "none", outcome, json!({}), &());

    let mut form = WriteAnyFilesForm::new();
    let names = ["1", "a b", "x[0]"];
    let files = names.map(|name| (name.to_owned(), File::new("").name("f")));
    form.additional_properties = files.into();
    let part = |name: &str| {
        let part = file("f", "application/octet-stream", "");
        with(part, json!({ "part": name }))
    };
    let saw = json!({ "files": names.map(part) });
    let outcome = client.write_any_files(form).await;
    echoed("write_any_files", "three", outcome, saw, &());
    let outcome = client.write_any_files(WriteAnyFilesForm::new()).await;
    echoed(
        "write_any_files",
        "none",
        outcome,
        json!({ "files": [] }),
        &(),
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
}
