//! Every operation of `app.mjs`, called with ordinary values and with those at the edges.

extern crate framework_fastify as api;

mod parameters;
mod support;

use std::collections::BTreeMap;

use api::multipart::File;
use api::operations::*;
use api::types::*;
use api::{Client, Error};
use serde_json::{Value, json};
use support::{answered, echoed, failed, instant, integers, leap_day, numbers, same, texts, with};

fn main() {
    let client = support::client_with_credentials();
    support::run(async {
        parameters::parameters(&client).await;
        json_bodies(&client).await;
        forms(&client).await;
        answers(&client).await;
        streams(&client).await;
        credentials(&client).await;
    });
}

fn cat(lives: i64) -> Cat {
    Cat::builder()
        .kind(CatKind::Cat)
        .lives(lives)
        .build()
        .expect("a cat")
}

fn dog(barks: bool) -> Dog {
    Dog::builder()
        .kind(DogKind::Dog)
        .barks(barks)
        .build()
        .expect("a dog")
}

async fn json_bodies(client: &Client) {
    let text = "2020-02-29T23:59:59.5+05:30";
    let least = || {
        Everything::builder()
            .text("é\u{0}\"\\/\u{2028}𝄞")
            .count(1 << 53)
            .ratio(-0.0)
            .flag(false)
            .maybe(None)
            .moment(instant(text))
    };
    let saw = json!({
        "text": "é\u{0}\"\\/\u{2028}𝄞", "count": 1_i64 << 53, "ratio": 0.0, "flag": false, "maybe": null,
        "moment": text,
    });
    let body = least().build().expect("the least");
    echoed(
        "write_json",
        "least",
        client.write_json(&body).await,
        json!({ "value": saw }),
        &body,
    );
    let by_name = numbers().into_iter().enumerate();
    let by_name: BTreeMap<_, _> = by_name
        .map(|(index, number)| (index.to_string(), number))
        .collect();
    let leaf = Node::builder().name("leaf").build().expect("a leaf");
    let most = |either: EverythingEither| {
        least()
            .maybe(Some(String::new()))
            .absent_null()
            .bounded(8)
            .day(leap_day())
            .id(uuid::Uuid::nil())
            .kind(EverythingKind::Big)
            .tags(vec!["b".to_owned(), "a".to_owned()])
            .by_name(by_name.clone())
            .by_pattern([("x-é".to_owned(), "1".to_owned())].into())
            .pet(EverythingPet::Dog(dog(false)))
            .tree(
                Node::builder()
                    .name("root")
                    .children(vec![leaf.clone()])
                    .build()
                    .expect("a tree"),
            )
            .either(either)
            .odd_name("odd")
            .build()
            .expect("the most")
    };
    let saw = with(
        saw,
        json!({
            "maybe": "", "absent": null, "bounded": 8, "day": "2020-02-29",
            "id": "00000000-0000-0000-0000-000000000000", "kind": "big", "tags": ["b", "a"],
            "byName": by_name, "byPattern": { "x-é": "1" }, "pet": { "kind": "dog", "barks": false },
            "tree": { "name": "root", "children": [{ "name": "leaf" }] }, "either": [1, 2],
            "odd name/~": "odd",
        }),
    );
    let body = most(EverythingEither::Array(vec![1, 2]));
    echoed(
        "write_json",
        "most",
        client.write_json(&body).await,
        json!({ "value": saw }),
        &body,
    );
    let body = most(EverythingEither::String("1".to_owned()));
    let saw = with(saw, json!({ "either": "1" }));
    echoed(
        "write_json",
        "either",
        client.write_json(&body).await,
        json!({ "value": saw }),
        &body,
    );

    let absent = ChangeRequest::builder().build().expect("a change");
    echoed(
        "change",
        "absent",
        client.change(&absent).await,
        json!({ "value": {} }),
        &(),
    );
    let nulls = ChangeRequest::builder().name_null().size_null().tags_null();
    let saw = json!({ "value": { "name": null, "size": null, "tags": null } });
    echoed(
        "change",
        "null",
        client.change(&nulls.build().expect("it")).await,
        saw,
        &(),
    );
    let some = ChangeRequest::builder().name("").size(0).tags(Vec::<String>::new());
    let saw = json!({ "value": { "name": "", "size": 0, "tags": [] } });
    echoed(
        "change",
        "empty",
        client.change(&some.build().expect("it")).await,
        saw,
        &(),
    );

    let cats = [
        WriteListRequestItem::Cat(cat(2)),
        WriteListRequestItem::Dog(dog(true)),
    ];
    let saw =
        json!({ "values": [{ "kind": "cat", "lives": 2 }, { "kind": "dog", "barks": true }] });
    let answer = vec![
        WriteListResponseItem::Cat(cat(2)),
        WriteListResponseItem::Dog(dog(true)),
    ];
    echoed(
        "write_list",
        "two",
        client.write_list(&cats).await,
        saw,
        &answer,
    );
    echoed(
        "write_list",
        "none",
        client.write_list(&[]).await,
        json!({ "values": [] }),
        &vec![],
    );
    for integer in integers() {
        let map = BTreeMap::from([("é".to_owned(), integer)]);
        let outcome = client.write_map(&map).await;
        echoed(
            "write_map",
            integer,
            outcome,
            json!({ "values": map }),
            &map,
        );
    }
}

async fn forms(client: &Client) {
    for text in texts() {
        let tags = vec![text.to_owned(), String::new()];
        let form = WriteFormRequestForm::builder()
            .text(text)
            .count(-1)
            .tags(tags.clone());
        let saw = json!({ "text": text, "count": -1, "tags": tags });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", text, outcome, saw, &());
    }
    for number in numbers() {
        let form = WriteFormRequestForm::builder()
            .text("")
            .count(0)
            .ratio(number)
            .flag(true);
        let saw = json!({ "text": "", "count": 0, "ratio": number, "flag": true });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", number, outcome, saw, &());
    }

    let bytes: Vec<u8> = (0..=255).collect();
    let data: String = bytes.iter().copied().map(char::from).collect();
    for text in texts() {
        let uploads = vec![
            File::new("1").name("é 1"),
            File::new("").name("2.txt").media_type("text/plain"),
        ];
        let mut form = WriteFilesForm::new(uploads, text.to_owned());
        form.one = Some(File::new(bytes.clone()));
        form.count = Some(-1);
        form.tags = vec![text.to_owned(), String::new()];
        form.cat = Some(
            WriteFilesRequestFormDataCat::builder()
                .lives(9)
                .build()
                .expect("a cat"),
        );
        let file = |name: &str, kind: &str, data: &str| json!({ "name": name, "type": kind, "data": data });
        let saw = json!({
            "uploads": [file("é 1", "application/octet-stream", "1"), file("2.txt", "text/plain", "")],
            "one": file("one", "application/octet-stream", &data), "text": text, "count": "-1",
            "tags": [text, ""], "cat": { "type": "application/json", "value": { "lives": 9 } },
        });
        echoed(
            "write_files",
            text,
            client.write_files(form).await,
            saw,
            &(),
        );
    }
    for text in texts().into_iter().chain([""]) {
        let outcome = client.write_text(text).await;
        let kind = match text.is_ascii() {
            true => "text/plain",
            false => "text/plain; charset=utf-8",
        };
        let saw = json!({ "value": text, "type": kind });
        echoed("write_text", text, outcome, saw, &text.to_owned());
    }
    for bytes in [bytes, Vec::new()] {
        let value: String = bytes.iter().copied().map(char::from).collect();
        let outcome = client.write_bytes(bytes.clone()).await;
        answered(
            "write_bytes",
            bytes.len(),
            outcome,
            json!({ "value": value }),
            async |response| {
                let got = response
                    .into_body()
                    .collect(1000)
                    .await
                    .map_err(|error| error.to_string())?;
                same(&*got, &*bytes)
            },
        )
        .await;
    }
}

async fn answers(client: &Client) {
    let outcome = client.answer_with(200).await;
    answered(
        "answer_with",
        200,
        outcome,
        json!({ "status": 200 }),
        async |response| {
            same(&response.lives, &9)?;
            let headers = AnswerWithHeaders::from(response.headers());
            same(&headers.x_count(), &Ok(Some(7)))?;
            same(
                &headers.x_tags(),
                &Ok(Some(vec!["a".to_owned(), "b".to_owned()])),
            )
        },
    )
    .await;
    failed(
        "answer_with",
        404,
        client.answer_with(404).await,
        |error| match error {
            Error::Api { body, .. } => {
                matches!(&**body, AnswerWithError::NotFound(problem) if problem.reason == "é")
            }
            _ => false,
        },
    );
    failed(
        "answer_with",
        503,
        client.answer_with(503).await,
        |error| match error {
            Error::Api { body, .. } => {
                matches!(&**body, AnswerWithError::ServerError(problem) if problem.message == "down")
            }
            _ => false,
        },
    );
    failed(
        "answer_with",
        418,
        client.answer_with(418).await,
        |error| matches!(error, Error::Undocumented { status, .. } if status.as_u16() == 418),
    );
}

async fn streams(client: &Client) {
    let outcome = client.stream_events().count(3).await;
    answered(
        "stream_events",
        3,
        outcome,
        json!({ "count": 3 }),
        async |response| {
            let (mut stream, mut got) = (response.into_body().without_reconnect(), Vec::new());
            while let Some(event) = stream.next().await {
                let event = event.map_err(|error| error.to_string())?;
                got.push((event.id, event.data.name));
            }
            let expected: Vec<_> = (0..3)
                .map(|index| (index.to_string(), Some(format!("é{index}"))))
                .collect();
            same(&got, &expected)
        },
    )
    .await;
    answered(
        "stream_lines",
        "",
        client.stream_lines().await,
        json!({}),
        async |response| {
            let (mut stream, mut got) = (response.into_body(), Vec::new());
            while let Some(item) = stream.next().await {
                got.push(
                    item.map_err(|error| error.to_string())?
                        .name
                        .unwrap_or_default(),
                );
            }
            same(&got, &["a", "é\n", "c"].map(str::to_owned).to_vec())
        },
    )
    .await;
}

async fn credentials(client: &Client) {
    let saw = |key: &str| -> Value { json!({ "key": key }) };
    echoed(
        "secure_basic",
        "",
        client.secure_basic().await,
        saw("u:p:ä&=+"),
        &(),
    );
    echoed(
        "secure_bearer",
        "",
        client.secure_bearer().await,
        saw("b-._~+/="),
        &(),
    );
    echoed(
        "secure_header",
        "",
        client.secure_header().await,
        saw("head er"),
        &(),
    );
    echoed(
        "secure_query",
        "",
        client.secure_query().await,
        saw("&=+ #/%é"),
        &(),
    );
    echoed(
        "secure_cookie",
        "",
        client.secure_cookie().await,
        saw("c00kie"),
        &(),
    );
}
