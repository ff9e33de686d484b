//! Parameters in every place.

use api::Client;
use api::types::*;
use serde_json::json;

use crate::moments;
use crate::support::{echoed, integers, leap_day, numbers, refused, texts, with};

pub async fn paths(client: &Client) {
    for text in texts() {
        let saw = json!({ "text": text, "number": 0.5, "count": 1 });
        echoed(
            "read_path",
            text,
            client.read_path(text, 0.5, 1).await,
            saw,
            &(),
        );
    }
    for text in ["", ".", ".."] {
        refused("read_path", text, client.read_path(text, 0.5, 1).await);
    }
    for number in numbers() {
        let saw = json!({ "text": "a", "number": number, "count": 1 });
        echoed(
            "read_path",
            number,
            client.read_path("a", number, 1).await,
            saw,
            &(),
        );
    }
    for number in [f64::NAN, f64::INFINITY] {
        refused("read_path", number, client.read_path("a", number, 1).await);
    }
    for count in integers() {
        let saw = json!({ "text": "a", "number": 0.5, "count": count });
        echoed(
            "read_path",
            count,
            client.read_path("a", 0.5, count).await,
            saw,
            &(),
        );
    }

    let id = uuid::Uuid::from_u128(0x4a1c_4c8c_0f1e_4d64_9b1e_6e3a_f0f0_0f0f);
    for (colour, saw) in [
        (ReadFormatsColour::Red, "red"),
        (ReadFormatsColour::DarkBlue, "dark blue"),
    ] {
        let saw = json!({ "id": id.to_string(), "colour": saw });
        let outcome = client.read_formats(id, &colour).await;
        echoed("read_formats", &colour, outcome, saw, &());
    }
    let outcome = client.read_formats(id, &ReadFormatsColour::Empty).await;
    refused("read_formats", "", outcome);
}

pub async fn queries(client: &Client) {
    let base = json!({ "limit": 10 });
    for text in texts().into_iter().chain([""]) {
        let saw = with(base.clone(), json!({ "text": text, "texts": [text] }));
        let outcome = client.read_query(text).texts([text]).await;
        echoed("read_query", text, outcome, saw, &());
    }
    let base = with(base, json!({ "text": "a" }));
    for number in numbers() {
        let saw = with(base.clone(), json!({ "ratio": number }));
        let outcome = client.read_query("a").ratio(number).await;
        echoed("read_query", number, outcome, saw, &());
    }
    for (moment, saw) in moments() {
        let saw = with(base.clone(), json!({ "moment": saw }));
        let outcome = client.read_query("a").moment(moment).await;
        echoed("read_query", moment, outcome, saw, &());
    }
    for colour in [ReadFormatsColour::DarkBlue, ReadFormatsColour::Empty] {
        let saw = if colour == ReadFormatsColour::Empty {
            ""
        } else {
            "dark blue"
        };
        let saw = with(base.clone(), json!({ "colour": saw }));
        let outcome = client.read_query("a").colour(&colour).await;
        echoed("read_query", &colour, outcome, saw, &());
    }
    let all: Vec<_> = texts().into_iter().chain([""]).collect();
    let outcome = client
        .read_query("a")
        .limit(1000)
        .flag(false)
        .day(leap_day())
        .short("é&")
        .texts(all.clone())
        .numbers(numbers())
        .colours([Colour::Empty, Colour::DarkBlue])
        .await;
    let saw = json!({
        "limit": 1000, "flag": false, "day": "2020-02-29", "short": "é&", "texts": all,
        "numbers": numbers(), "colours": ["", "dark blue"],
    });
    echoed("read_query", "all", outcome, with(base.clone(), saw), &());
    let saw = with(base, json!({ "level": 10 }));
    let outcome = client.read_query("a").level(&Level::Value10).await;
    echoed("read_query", "level", outcome, saw, &());
    for limit in [0, 1001] {
        refused(
            "read_query",
            limit,
            client.read_query("a").limit(limit).await,
        );
    }
    for short in ["éééé", "b"] {
        refused(
            "read_query",
            short,
            client.read_query("a").short(short).await,
        );
    }
    refused(
        "read_query",
        "21",
        client.read_query("a").numbers([0.5; 21]).await,
    );

    for text in texts().into_iter().chain([""]) {
        let saw = json!({ "text": text, "flag": true, "count": 7 });
        echoed(
            "read_single",
            text,
            client.read_single(text, true).await,
            saw,
            &(),
        );
    }
    for count in integers() {
        let saw = json!({
            "text": "a", "flag": false, "count": count, "numbers": numbers(), "colours": ["red", ""],
        });
        let outcome = client
            .read_single("a", false)
            .count(count)
            .numbers(numbers())
            .colours([ReadFormatsColour::Red, ReadFormatsColour::Empty])
            .await;
        echoed("read_single", count, outcome, saw, &());
    }

    for text in texts().into_iter().chain([""]) {
        let range = Range::builder().from(-7).na_me(text);
        let saw = json!({ "range": { "from": -7, "na me": text } });
        let outcome = client.read_deep(&range.build().expect("a range")).await;
        echoed("read_deep", text, outcome, saw, &());
    }
}

pub async fn headers(client: &Client) {
    for text in texts() {
        let outcome = client.read_headers().x_text(text).await;
        // A header has no control characters, and loses the spaces around it.
        match text.contains(['\r', '\n']) || text.trim() != text {
            true => refused("read_headers", text, outcome),
            false => echoed("read_headers", text, outcome, json!({ "text": text }), &()),
        }
    }
    for count in integers() {
        let saw = json!({ "count": count, "colour": "dark blue", "texts": ["a", "b c"] });
        let outcome = client
            .read_headers()
            .x_count(count)
            .x_colour(&ReadFormatsColour::DarkBlue)
            .x_texts(["a", "b c"])
            .await;
        echoed("read_headers", count, outcome, saw, &());
    }
}
