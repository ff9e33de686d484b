//! Forms, with files and without.

use api::Client;
use api::multipart::File;
use api::operations::*;
use api::types::*;
use serde_json::{Value, json};

use crate::moments;
use crate::support::{echoed, texts};

pub async fn forms(client: &Client) {
    for text in texts() {
        let form = BodyWriteForm::builder()
            .text(text)
            .count(1)
            .build()
            .expect("a form");
        let saw = json!({ "text": text, "count": 1, "flag": false, "tags": [] });
        echoed(
            "write_form",
            text,
            client.write_form(&form).await,
            saw,
            &Value::Null,
        );
    }
    let (moment, saw_moment) = moments()[2];
    let all: Vec<_> = texts().into_iter().map(str::to_owned).collect();
    let form = BodyWriteForm::builder()
        .text("a")
        .count(i64::MIN)
        .ratio(1e21)
        .flag(true)
        .tags(all.clone())
        .moment(moment);
    let saw = json!({
        "text": "a", "count": i64::MIN, "ratio": 1e21, "flag": true, "tags": all, "moment": saw_moment,
    });
    let outcome = client.write_form(&form.build().expect("a form")).await;
    echoed("write_form", "all", outcome, saw, &Value::Null);
    let form = BodyWriteForm::builder()
        .text("a")
        .count(0)
        .ratio_null()
        .moment_null();
    let saw = json!({ "text": "a", "count": 0, "flag": false, "tags": [] });
    let outcome = client.write_form(&form.build().expect("a form")).await;
    echoed("write_form", "nulls", outcome, saw, &Value::Null);

    let data = FormData::builder()
        .username("ü&")
        .colours(vec![Colour::Red, Colour::DarkBlue]);
    let saw = json!({ "data": { "username": "ü&", "colours": ["red", "dark blue"] } });
    let outcome = client.write_form_model(&data.build().expect("data")).await;
    echoed("write_form_model", "all", outcome, saw, &Value::Null);
}

pub async fn files(client: &Client) {
    let bytes: Vec<u8> = (0..=255).collect();
    let text: String = bytes.iter().copied().map(char::from).collect();
    let named = File::new(bytes.clone())
        .name("é \"a\";b.png")
        .media_type("image/png");
    let saw = json!({ "name": "é \"a\";b.png", "type": "image/png", "data": text });
    let outcome = client.write_file(WriteFileForm::new(named)).await;
    echoed(
        "write_file",
        "named",
        outcome,
        json!({ "upload": saw }),
        &Value::Null,
    );
    let unnamed = WriteFileForm::new(File::new(Vec::new()));
    let saw = json!({ "name": "upload", "type": "application/octet-stream", "data": "" });
    let outcome = client.write_file(unnamed).await;
    echoed(
        "write_file",
        "unnamed and empty",
        outcome,
        json!({ "upload": saw }),
        &Value::Null,
    );
    let outcome = client
        .write_file_bytes(WriteFileBytesForm::new(File::new(bytes)))
        .await;
    echoed(
        "write_file_bytes",
        "bytes",
        outcome,
        json!({ "data": text }),
        &Value::Null,
    );

    let outcome = client.write_file_optional().await;
    echoed(
        "write_file_optional",
        "no body",
        outcome,
        json!({}),
        &Value::Null,
    );
    let outcome = client
        .write_file_optional()
        .body(WriteFileOptionalForm::new())
        .await;
    echoed(
        "write_file_optional",
        "nothing",
        outcome,
        json!({}),
        &Value::Null,
    );
    let mut form = WriteFileOptionalForm::new();
    form.upload = Some(File::new("a").name("a.txt").media_type("text/plain"));
    form.data = Some(File::new("b"));
    let saw =
        json!({ "upload": { "name": "a.txt", "type": "text/plain", "data": "a" }, "data": "b" });
    let outcome = client.write_file_optional().body(form).await;
    echoed("write_file_optional", "both", outcome, saw, &Value::Null);

    for text in texts() {
        let uploads = vec![File::new("1").name("1"), File::new("2").name("2")];
        let mut form = WriteFilesForm::new(uploads, text.to_owned());
        form.count = Some(-1);
        form.tags = vec![text.to_owned(), String::new(), "b".to_owned()];
        form.numbers = vec![1, 2];
        form.colour = Some(Colour::DarkBlue);
        let file =
            |data: &str| json!({ "name": data, "type": "application/octet-stream", "data": data });
        let saw = json!({
            "uploads": [file("1"), file("2")], "text": text, "count": -1, "tags": [text, "", "b"],
            "numbers": [1, 2], "colour": "dark blue",
        });
        echoed(
            "write_files",
            text,
            client.write_files(form).await,
            saw,
            &Value::Null,
        );
    }
}
