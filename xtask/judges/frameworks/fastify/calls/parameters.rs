//! Parameters in every place.

use api::Client;
use api::types::*;
use serde_json::json;

use crate::support::{echoed, instant, integers, leap_day, numbers, refused, texts, with};

pub async fn parameters(client: &Client) {
    for text in texts() {
        let saw = json!({ "text": text, "number": 0.5, "count": 1 });
        let outcome = client.read_path(text, 0.5, 1).await;
        echoed("read_path", text, outcome, saw, &text.to_owned());
    }
    for number in numbers() {
        let saw = json!({ "text": "a", "number": number, "count": 1 });
        echoed(
            "read_path",
            number,
            client.read_path("a", number, 1).await,
            saw,
            &"a".to_owned(),
        );
    }
    for count in integers() {
        let saw = json!({ "text": "a", "number": 0.5, "count": count });
        echoed(
            "read_path",
            count,
            client.read_path("a", 0.5, count).await,
            saw,
            &"a".to_owned(),
        );
    }

    let base = json!({ "limit": 10 });
    for text in texts().into_iter().chain([""]) {
        let saw = with(base.clone(), json!({ "text": text, "odd[name]": text }));
        let outcome = client.read_query(text).odd_name(text).await;
        echoed("read_query", text, outcome, saw, &());
    }
    for number in numbers() {
        let saw = with(base.clone(), json!({ "text": "a", "ratio": number }));
        echoed(
            "read_query",
            number,
            client.read_query("a").ratio(number).await,
            saw,
            &(),
        );
    }
    for text in [
        "2020-02-29T23:59:59Z",
        "2020-02-29T23:59:59.123456789+05:30",
    ] {
        let saw = with(base.clone(), json!({ "text": "a", "moment": text }));
        let outcome = client.read_query("a").moment(instant(text)).await;
        echoed("read_query", text, outcome, saw, &());
    }
    let all: Vec<_> = texts().into_iter().chain([""]).map(str::to_owned).collect();
    let saw = with(
        base.clone(),
        json!({
            "text": "a", "limit": 1000, "flag": false, "day": "2020-02-29", "colour": "", "texts": all,
            "numbers": numbers(),
        }),
    );
    let outcome = client
        .read_query("a")
        .limit(1000)
        .flag(false)
        .day(leap_day())
        .colour(&ReadQueryColour::Empty)
        .texts(&all)
        .numbers(numbers())
        .await;
    echoed("read_query", "all", outcome, saw, &());
    let saw = with(base, json!({ "text": "a", "texts": ["one"] }));
    let outcome = client.read_query("a").texts(&["one".to_owned()]).await;
    echoed("read_query", "one", outcome, saw, &());
    refused(
        "read_query",
        "limit",
        client.read_query("a").limit(1001).await,
    );

    for text in texts() {
        let outcome = client.read_headers().x_text(text).await;
        // A header has no control characters, and loses the spaces around it.
        match text.contains(['\r', '\n']) || text.trim() != text {
            true => refused("read_headers", text, outcome),
            false => echoed("read_headers", text, outcome, json!({ "text": text }), &()),
        }
    }
    for number in numbers() {
        let saw = json!({ "ratio": number, "count": 7, "flag": true });
        let outcome = client
            .read_headers()
            .x_ratio(number)
            .x_count(7)
            .x_flag(true)
            .await;
        echoed("read_headers", number, outcome, saw, &());
    }
    for text in texts() {
        let outcome = client.read_cookies(text).await;
        echoed(
            "read_cookies",
            text,
            outcome,
            json!({ "session": text }),
            &(),
        );
    }
    // Fastify validates no cookies, so a number stays a text.
    let saw = json!({ "session": "s", "visits": "-7" });
    echoed(
        "read_cookies",
        "all",
        client.read_cookies("s").visits(-7).await,
        saw,
        &(),
    );
}
