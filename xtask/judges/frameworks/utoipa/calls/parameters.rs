//! Parameters in every place.

use api::Client;
use api::types::*;
use serde_json::json;

use crate::moments;
use crate::support::{echoed, instant, integers, leap_day, numbers, refused, texts, with};

pub async fn paths(client: &Client) {
    for text in texts() {
        let saw = json!({ "text": text, "number": 0.5, "count": 1 });
        let outcome = client.read_path(text, 0.5, 1).await;
        echoed("read_path", text, outcome, saw, &text.to_owned());
    }
    for text in ["", ".", ".."] {
        refused("read_path", text, client.read_path(text, 0.5, 1).await);
    }
    for number in numbers() {
        let saw = json!({ "text": "a", "number": number, "count": 1 });
        let outcome = client.read_path("a", number, 1).await;
        echoed("read_path", number, outcome, saw, &"a".to_owned());
    }
    for number in [f64::NAN, f64::INFINITY] {
        refused("read_path", number, client.read_path("a", number, 1).await);
    }
    for count in integers() {
        let saw = json!({ "text": "a", "number": 0.5, "count": count });
        let outcome = client.read_path("a", 0.5, count).await;
        echoed("read_path", count, outcome, saw, &"a".to_owned());
    }

    let id = uuid::Uuid::from_u128(u128::MAX >> 1);
    let saw_id = id.to_string();
    let call = |colour: ReadCookiesColour, time: &str, big: i64, single: f32| {
        client.read_formats(id, leap_day(), instant(time), &colour, big, single)
    };
    let time = "2020-02-29T23:59:59.123456+05:30";
    let base =
        json!({ "id": saw_id, "day": "2020-02-29", "moment": time, "colour": "red", "big": 0 });
    for single in [0.0, -0.0, 7.0, 0.1, f32::MAX, f32::MIN_POSITIVE, 1e-45] {
        let saw = with(base.clone(), json!({ "single": single }));
        let outcome = call(ReadCookiesColour::Red, time, 0, single).await;
        echoed("read_formats", single, outcome, saw, &Colour::Red);
    }
    let base = with(base, json!({ "single": 0.5 }));
    for time in [
        "2020-02-29T23:59:59+00:00",
        "1969-12-31T23:59:59.000000001-00:01",
    ] {
        // Its offset stays, which chrono writes as `Z` if it is none.
        let saw = with(
            base.clone(),
            json!({ "moment": time.replace("+00:00", "Z") }),
        );
        let outcome = call(ReadCookiesColour::Red, time, 0, 0.5).await;
        echoed("read_formats", time, outcome, saw, &Colour::Red);
    }
    let saw = with(base, json!({ "colour": "dark blue", "big": i64::MAX }));
    let outcome = call(ReadCookiesColour::DarkBlue, time, i64::MAX, 0.5).await;
    echoed("read_formats", "dark blue", outcome, saw, &Colour::DarkBlue);
    let outcome = call(ReadCookiesColour::Red, time, -1, 0.5).await;
    refused("read_formats", -1, outcome);

    for rest in ["a", "a b", "é", "%25", "a/b c"] {
        let outcome = client.read_rest(rest).await;
        echoed("read_rest", rest, outcome, json!({ "rest": rest }), &());
    }
}

pub async fn queries(client: &Client) {
    let base = json!({ "with_default": "" });
    for text in texts().into_iter().chain([""]) {
        let saw = with(
            base.clone(),
            json!({ "text": text, "odd[name]": text, "with_default": text }),
        );
        let outcome = client
            .read_query(text)
            .odd_name(text)
            .with_default(text)
            .await;
        echoed("read_query", text, outcome, saw, &());
    }
    let base = with(base, json!({ "text": "a" }));
    for number in numbers() {
        let saw = with(base.clone(), json!({ "ratio": number }));
        let outcome = client.read_query("a").ratio(number).await;
        echoed("read_query", number, outcome, saw, &());
    }
    for count in integers() {
        let saw = with(base.clone(), json!({ "count": count }));
        let outcome = client.read_query("a").count(count).await;
        echoed("read_query", count, outcome, saw, &());
    }
    for (moment, saw) in moments() {
        let saw = with(base.clone(), json!({ "moment": saw }));
        let outcome = client.read_query("a").moment(moment).await;
        echoed("read_query", moment, outcome, saw, &());
    }
    let id = uuid::Uuid::nil();
    let outcome = client
        .read_query("a")
        .limit(1000)
        .flag(false)
        .day(leap_day())
        .price("79228162514264337593543950335")
        .id(id)
        .colour(&ReadCookiesColour::DarkBlue)
        .kind(&Colour::Red)
        .short("é&")
        .await;
    let saw = with(
        base.clone(),
        json!({
            "limit": 1000, "flag": false, "day": "2020-02-29", "price": "79228162514264337593543950335",
            "id": id.to_string(), "colour": "dark blue", "kind": "red", "short": "é&",
        }),
    );
    echoed("read_query", "all", outcome, saw, &());
    let saw = with(base, json!({ "colour": "" }));
    let outcome = client
        .read_query("a")
        .colour(&ReadCookiesColour::Empty)
        .await;
    echoed("read_query", "Empty", outcome, saw, &());
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

    let none = json!({ "texts": [], "numbers": [], "colours[]": [], "moments": [] });
    let outcome = client.read_lists().await;
    echoed("read_lists", "none", outcome, none.clone(), &());
    let all: Vec<_> = texts().into_iter().chain([""]).collect();
    let (times, saw_times): (Vec<_>, Vec<_>) = moments().into_iter().unzip();
    let saw = with(
        none.clone(),
        json!({
            "texts": all, "numbers": numbers(), "colours[]": ["dark blue", "red"],
            "moments": saw_times, "counts": integers(), "names": ["a b", "é,&", "", "%7C"],
        }),
    );
    let outcome = client
        .read_lists()
        .texts(all)
        .numbers(numbers())
        .colours([Colour::DarkBlue, Colour::Red])
        .moments(times)
        .counts(integers())
        .names(["a b", "é,&", "", "%7C"])
        .await;
    echoed("read_lists", "all", outcome, saw, &());
    let saw = with(
        none,
        json!({ "texts": ["one"], "counts": [-1], "names": ["one"] }),
    );
    let outcome = client
        .read_lists()
        .texts(["one"])
        .counts([-1])
        .names(["one"])
        .await;
    echoed("read_lists", "one", outcome, saw, &());
    let many = client.read_lists().numbers([0.5; 21]).await;
    refused("read_lists", "21", many);

    for text in texts().into_iter().chain([""]) {
        let range = Range::builder().from(i64::MIN).na_me(text);
        let saw = json!({ "range": { "from": i64::MIN, "na me": text }, "after": text });
        let range = range.build().expect("a range");
        let outcome = client.read_deep(&range).after(text).await;
        let saw = with(
            saw.clone(),
            json!({ "range": with(saw["range"].clone(), json!({ "to": null })) }),
        );
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
    for number in numbers() {
        let saw = json!({ "ratio": number });
        let outcome = client.read_headers().x_ratio(number).await;
        echoed("read_headers", number, outcome, saw, &());
    }
    for count in integers() {
        let saw =
            json!({ "count": count, "flag": true, "colour": "dark blue", "texts": ["a", "b c"] });
        let outcome = client
            .read_headers()
            .x_count(count)
            .x_flag(true)
            .x_colour(&ReadCookiesColour::DarkBlue)
            .x_texts(["a", "b c"])
            .await;
        echoed("read_headers", count, outcome, saw, &());
    }
    for (moment, saw) in moments() {
        let outcome = client.read_headers().x_moment(moment).await;
        echoed(
            "read_headers",
            moment,
            outcome,
            json!({ "moment": saw }),
            &(),
        );
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
    let outcome = client
        .read_cookies("s")
        .visits(-7)
        .colour(&ReadCookiesColour::Red)
        .await;
    let saw = json!({ "session": "s", "visits": -7, "colour": "red" });
    echoed("read_cookies", "all", outcome, saw, &());
}
