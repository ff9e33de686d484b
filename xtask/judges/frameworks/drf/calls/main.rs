//! Every operation of `app.py`, called with ordinary values and with those at the edges.

extern crate framework_drf as api;

mod support;

use std::collections::BTreeMap;

use api::multipart::File;
use api::operations::answers::*;
use api::operations::files::*;
use api::types::*;
use api::{Client, Credentials, Error, Patch};
use serde_json::json;
use support::{
    answered, echoed, failed, integers, leap_day, moment, numbers, refused, same, texts, unbuilt, with,
};

fn main() {
    let client = support::client()
        .credentials(Credentials::basic("u", "p:ä&=+").for_scheme("basicAuth"))
        .credentials(Credentials::api_key("Token t0k3n").for_scheme("tokenAuth"))
        .build()
        .expect("a client");
    support::run(async {
        parameters(&client).await;
        bodies(&client).await;
        forms(&client).await;
        answers(&client).await;
    });
}

async fn parameters(client: &Client) {
    let id = uuid::Uuid::from_u128(7);
    for text in texts() {
        let saw = json!({ "text": text, "count": 1, "id": id.to_string() });
        let outcome = client.read_path(text, 1, id).await;
        echoed("read_path", text, outcome, saw, &text.to_owned());
    }
    // As of a form, what is not checked is not there.
    let base = json!({ "flag": false, "colours": [] });
    for text in texts().into_iter().chain([""]) {
        let outcome = client.read_query(text).await;
        echoed(
            "read_query",
            text,
            outcome,
            with(base.clone(), json!({ "text": text })),
            &(),
        );
    }
    for limit in integers() {
        let outcome = client.read_query("a").limit(limit).await;
        echoed(
            "read_query",
            limit,
            outcome,
            with(base.clone(), json!({ "text": "a", "limit": limit })),
            &(),
        );
    }
    for ratio in numbers() {
        let outcome = client.read_query("a").ratio(ratio).await;
        echoed(
            "read_query",
            ratio,
            outcome,
            with(base.clone(), json!({ "text": "a", "ratio": ratio })),
            &(),
        );
    }
    let (moment, saw_moment) = moment();
    let outcome = client
        .read_query("a")
        .flag(false)
        .price("0.10")
        .moment(moment)
        .day(leap_day())
        .time("23:59:59.5")
        .colour(&ReadQueryColour::DarkBlue)
        .numbers([3, -1])
        .colours([ReadQueryColoursItem::Red, ReadQueryColoursItem::DarkBlue])
        .await;
    let saw = json!({
        "text": "a", "flag": false, "price": "0.10", "moment": saw_moment, "day": "2020-02-29",
        "time": "23:59:59.500000", "colour": "dark blue", "numbers": [3, -1],
        "colours": ["red", "dark blue"],
    });
    echoed("read_query", "all", outcome, saw, &());
    let outcome = client.read_query("a").span("1 02:00:00.5").await;
    echoed(
        "read_query",
        "span",
        outcome,
        with(base, json!({ "text": "a", "span": 93_600.5 })),
        &(),
    );
    refused(
        "read_query",
        "price",
        client.read_query("a").price("0.123").await,
    );

    for text in texts() {
        let deep = BTreeMap::from([
            ("a".to_owned(), text.to_owned()),
            ("é &".to_owned(), String::new()),
        ]);
        let outcome = client.read_others().session(text).deep(&deep).await;
        echoed(
            "read_others",
            text,
            outcome,
            json!({ "session": text, "deep": deep }),
            &(),
        );
    }
    let tags = ["a b".to_owned(), "é".to_owned(), "&".to_owned()];
    let outcome = client
        .read_others()
        .tags(&tags)
        .piped(&tags)
        .x_count(-7)
        .x_text("a, b")
        .await;
    let saw = json!({ "tags": tags, "piped": tags, "count": "-7", "text": "a, b" });
    echoed("read_others", "all", outcome, saw, &());
}

async fn bodies(client: &Client) {
    let (moment, saw_moment) = moment();
    let least = || {
        EverythingRequest::builder()
            .text(" é\"\\/\u{2028}𝄞 ")
            .count(i64::MIN)
            .ratio(-0.0)
            .price(None)
            .flag(None)
            .moment(moment)
            .day(leap_day())
            .id(uuid::Uuid::nil())
    };
    let saw = json!({
        "text": " é\"\\/\u{2028}𝄞 ", "count": i64::MIN, "ratio": 0.0, "price": null, "flag": null,
        "moment": saw_moment, "day": "2020-02-29", "id": "00000000-0000-0000-0000-000000000000",
        "bounded": 3, "colour": null,
    });
    let body = least().colour(None).build().expect("the least");
    let outcome = client.write_json(&body).await;
    answered(
        "write_json",
        "least",
        outcome,
        json!({ "value": saw }),
        async |response| {
            same(&response.text, &body.text)?;
            same(&response.moment, &body.moment)?;
            same(&response.colour, &None)?;
            same(response.read.as_str(), "read")
        },
    )
    .await;
    let by_name = numbers().into_iter().enumerate();
    let by_name: BTreeMap<_, _> = by_name
        .map(|(index, number)| (index.to_string(), number))
        .collect();
    let leaf = |name: &str| LeafRequest::builder().name(name).build().expect("a leaf");
    let body = least()
        .colour(EverythingColour::Empty)
        .short("éééé")
        .slug("a-b_c")
        .word("abc")
        .mail("a@example.com")
        .site("https://example.com/%C3%A9?a=b#c")
        .address("::1")
        .bounded(0)
        .price("12345678901234567.891")
        .flag(true)
        .time("00:00:00.5")
        .span("1 02:00:00.5")
        .number(NumberEnum::Value2)
        .colours([ColoursEnum::DarkBlue])
        .tags(["b", "a"])
        .by_name(by_name.clone())
        .data(json!({ "a": [null, 1.5, "é"] }))
        .leaf(leaf(""))
        .leaves(vec![leaf("a"), leaf("é")])
        .secret("hidden");
    let saw = with(
        saw,
        json!({
            "colour": "", "short": "éééé", "slug": "a-b_c", "word": "abc", "mail": "a@example.com",
            "site": "https://example.com/%C3%A9?a=b#c", "address": "::1", "bounded": 0,
            "price": "12345678901234567.891", "flag": true, "time": "00:00:00.500000", "span": 93_600.5,
            "number": 2, "colours": ["dark blue"], "tags": ["b", "a"], "by_name": by_name,
            "data": { "a": [null, 1.5, "é"] }, "leaf": { "name": "" },
            "leaves": [{ "name": "a" }, { "name": "é" }], "secret": "hidden",
        }),
    );
    let outcome = client.write_json(&body.build().expect("the most")).await;
    answered(
        "write_json",
        "most",
        outcome,
        json!({ "value": saw }),
        async |response| {
            same(&response.price.as_deref(), &Some("12345678901234567.891"))?;
            same(&response.colour, &Some(EverythingColour::Empty))?;
            same(&response.number, &Some(NumberEnum::Value2))?;
            same(&response.by_name, &Some(by_name))?;
            same(
                &response.leaf,
                &Patch::Value(Leaf::builder().name("").build().expect("a leaf")),
            )
        },
    )
    .await;
    let body = least().colour(EverythingColour::DarkBlue).leaf_null();
    let outcome = client.write_json(&body.build().expect("it")).await;
    answered(
        "write_json",
        "colour",
        outcome,
        json!({ "value": {
        "text": " é\"\\/\u{2028}𝄞 ", "count": i64::MIN, "ratio": 0.0, "price": null, "flag": null,
        "moment": saw_moment, "day": "2020-02-29", "id": "00000000-0000-0000-0000-000000000000",
        "bounded": 3, "colour": "dark blue", "leaf": null,
    } }),
        async |response| {
            same(&response.colour, &Some(EverythingColour::DarkBlue))?;
            same(&response.leaf, &Patch::Null)
        },
    )
    .await;
    unbuilt(
        "write_json",
        "slug",
        least().colour(None).slug("a b").build(),
    );
    unbuilt(
        "write_json",
        "bounded",
        least().colour(None).bounded(10).build(),
    );

    let some = PatchedLeafRequest::builder().name("é").build().expect("it");
    let outcome = client.change().body(&some).await;
    echoed(
        "change",
        "some",
        outcome,
        json!({ "value": { "name": "é" } }),
        &(),
    );
    let none = PatchedLeafRequest::builder().build().expect("it");
    echoed(
        "change",
        "none",
        client.change().body(&none).await,
        json!({ "value": {} }),
        &(),
    );

    let cat = CatRequest::builder()
        .kind(CatKindEnum::Cat)
        .lives(9)
        .build()
        .expect("a cat");
    let answer = vec![
        Pet::Cat(
            Cat::builder()
                .kind(CatKindEnum::Cat)
                .lives(9)
                .build()
                .expect("a cat"),
        ),
        Pet::Dog(
            Dog::builder()
                .kind(DogKindEnum::Dog)
                .barks(true)
                .build()
                .expect("a dog"),
        ),
    ];
    let outcome = client.write_pet().body(&PetRequest::CatRequest(cat)).await;
    let saw = json!({ "value": { "kind": "cat", "lives": 9 } });
    echoed("write_pet", "cat", outcome, saw, &answer);
}

async fn forms(client: &Client) {
    let (moment, saw_moment) = moment();
    for text in texts() {
        let tags = vec![text.to_owned(), "b".to_owned()];
        let form = FormRequest::builder()
            .text(text)
            .count(-1)
            .flag(true)
            .tags(tags.clone())
            .moment(moment);
        let saw =
            json!({ "text": text, "count": -1, "flag": true, "tags": tags, "moment": saw_moment });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", text, outcome, saw.clone(), &());

        let file =
            |name: &str, data: &str| json!({ "name": name, "type": "text/plain", "data": data });
        let new =
            |name: &str, data: &'static str| File::new(data).name(name).media_type("text/plain");
        let mut form = WriteFilesForm::new(text.to_owned(), new("é 1.txt", "1"));
        form.more = vec![new("2", "2"), new("3", "3")];
        form.count = Some(-1);
        form.flag = Some(true);
        form.tags = tags;
        form.moment = Some(moment);
        let saw = with(
            saw,
            json!({
                "upload": file("é 1.txt", "1"), "more": [file("2", "2"), file("3", "3")],
            }),
        );
        echoed(
            "write_files",
            text,
            client.write_files(form).await,
            saw,
            &(),
        );
    }
    let form = FormRequest::builder()
        .text("")
        .count_null()
        .build()
        .expect("a form");
    let outcome = client.write_form(&form).await;
    echoed(
        "write_form",
        "null",
        outcome,
        json!({ "text": "", "flag": false }),
        &(),
    );
}

async fn answers(client: &Client) {
    let leaf = Leaf::builder().name("é").build().expect("a leaf");
    let outcome = client.answer_with(200).await;
    echoed(
        "answer_with",
        200,
        outcome,
        json!({ "status": 200 }),
        &AnswerWithResponse::Ok(leaf),
    );
    let outcome = client.answer_with(202).await;
    echoed(
        "answer_with",
        202,
        outcome,
        json!({ "status": 202 }),
        &AnswerWithResponse::Accepted,
    );
    failed(
        "answer_with",
        404,
        client.answer_with(404).await,
        |error| match error {
            Error::Api { body, .. } => {
                matches!(&**body, AnswerWithError::NotFound(problem) if problem.detail == "é")
            }
            _ => false,
        },
    );
    let saw = json!({ "username": "u", "password": "p:ä&=+" });
    echoed("secure_basic", "", client.secure_basic().await, saw, &());
    let outcome = client.secure_token().await;
    echoed("secure_token", "", outcome, json!({ "key": "t0k3n" }), &());
}
