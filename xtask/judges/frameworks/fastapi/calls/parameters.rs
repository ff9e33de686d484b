//! Parameters in every place.

use api::Client;
use api::types::*;
use serde_json::{Value, json};

use crate::support::{echoed, integers, leap_day, numbers, refused, texts, with};
use crate::moments;

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
    let base = json!({ "id": id.to_string(), "day": "2020-02-29", "colour": "red" });
    for (moment, saw) in moments() {
        let saw = with(base.clone(), json!({ "moment": saw }));
        let outcome = client
            .read_path_formats(id, leap_day(), moment, &Colour::Red)
            .await;
        echoed("read_path_formats", moment, outcome, saw, &Colour::Red);
    }
    let (moment, saw) = moments()[0];
    let saw = with(base, json!({ "moment": saw, "colour": "dark blue" }));
    let outcome = client
        .read_path_formats(id, leap_day(), moment, &Colour::DarkBlue)
        .await;
    echoed(
        "read_path_formats",
        "dark blue",
        outcome,
        saw,
        &Colour::DarkBlue,
    );
    let outcome = client
        .read_path_formats(id, leap_day(), moment, &Colour::Empty)
        .await;
    refused("read_path_formats", "", outcome);

    for path in ["a", "a b/c", "é/%25"] {
        let outcome = client.read_path_rest(path).await;
        echoed(
            "read_path_rest",
            path,
            outcome,
            json!({ "path": path }),
            &path.to_owned(),
        );
    }
}

pub async fn queries(client: &Client) {
    let base = json!({ "limit": 10, "at": "" });
    for text in texts().into_iter().chain([""]) {
        let saw = with(base.clone(), json!({ "text": text, "maybe": text }));
        let outcome = client.read_query(text).maybe(text).await;
        echoed("read_query", text, outcome, saw, &text.to_owned());
    }
    let a = "a".to_owned();
    for number in numbers() {
        let saw = with(base.clone(), json!({ "text": "a", "ratio": number }));
        let outcome = client.read_query("a").ratio(number).await;
        echoed("read_query", number, outcome, saw, &a);
    }
    for limit in integers() {
        let saw = with(base.clone(), json!({ "text": "a", "limit": limit }));
        echoed(
            "read_query",
            limit,
            client.read_query("a").limit(limit).await,
            saw,
            &a,
        );
    }
    for flag in [true, false] {
        let saw = with(
            base.clone(),
            json!({ "text": "a", "flag": flag, "at": "b" }),
        );
        let outcome = client.read_query("a").flag(flag).at("b").await;
        echoed("read_query", flag, outcome, saw, &a);
    }
    let outcome = client.read_query("a").await;
    echoed(
        "read_query",
        "least",
        outcome,
        with(base, json!({ "text": "a" })),
        &a,
    );
    refused("read_query", "@at", client.read_query("a").at("B").await);

    let none = json!({ "numbers": [], "some": [], "colours": [] });
    echoed(
        "read_query_lists",
        "nothing",
        client.read_query_lists().await,
        none.clone(),
        &vec![],
    );
    let all: Vec<_> = texts().into_iter().chain([""]).map(str::to_owned).collect();
    let saw = with(none.clone(), json!({ "texts": all }));
    echoed(
        "read_query_lists",
        &all,
        client.read_query_lists().texts(&all).await,
        saw,
        &all,
    );
    let one = ["a,b".to_owned()];
    let saw = with(none.clone(), json!({ "texts": one }));
    let outcome = client.read_query_lists().texts(&one).await;
    echoed("read_query_lists", &one, outcome, saw, &one.to_vec());
    let saw = with(
        none.clone(),
        json!({
            "numbers": numbers(), "some": [-1, 3], "colours": ["dark blue", "", "red"], "pair": [7, "é"],
        }),
    );
    let outcome = client
        .read_query_lists()
        .numbers(numbers())
        .some([3, -1])
        .colours([Colour::DarkBlue, Colour::Empty, Colour::Red])
        .pair(&(7, "é".to_owned()))
        .await;
    echoed("read_query_lists", "all", outcome, saw, &vec![]);
    refused(
        "read_query_lists",
        "some",
        client.read_query_lists().some([1, 1]).await,
    );

    for (moment, saw) in moments() {
        let outcome = client.read_query_formats().moment(moment).await;
        echoed(
            "read_query_formats",
            moment,
            outcome,
            json!({ "moment": saw }),
            &Value::Null,
        );
    }
    let outcome = client
        .read_query_formats()
        .day(leap_day())
        .time("23:59:59.5Z")
        .span("P1DT2H0.5S")
        .price(ReadQueryFormatsPrice::String("0.10".to_owned()))
        .either(ReadQueryFormatsEither::Boolean(true))
        .kind(&ReadQueryFormatsKind::B)
        .await;
    let saw = json!({
        "day": "2020-02-29", "time": "23:59:59.500000+00:00", "span": 93_600.5, "price": "0.10",
        "either": true, "kind": "b",
    });
    echoed("read_query_formats", "all", outcome, saw, &Value::Null);
    for (either, saw) in [
        (ReadQueryFormatsEither::Integer(7), json!(7)),
        (
            ReadQueryFormatsEither::String("é &".to_owned()),
            json!("é &"),
        ),
        (ReadQueryFormatsEither::String(String::new()), json!("")),
    ] {
        let outcome = client.read_query_formats().either(either.clone()).await;
        echoed(
            "read_query_formats",
            &either,
            outcome,
            json!({ "either": saw }),
            &Value::Null,
        );
    }
    let three = ReadQueryFormatsKind::Value3;
    let outcome = client.read_query_formats().kind(&three).await;
    echoed(
        "read_query_formats",
        "three",
        outcome,
        json!({ "kind": 3 }),
        &Value::Null,
    );

    let tags = ["a b".to_owned(), "&".to_owned()];
    let order = ReadQueryModelOrderBy::UpdatedAt;
    let outcome = client
        .read_query_model()
        .limit(7)
        .order_by(&order)
        .tags(&tags)
        .await;
    let saw = json!({ "filter": { "limit": 7, "order_by": "updated_at", "tags": tags } });
    let filter = Filter::builder()
        .limit(7)
        .order_by(FilterOrderBy::UpdatedAt)
        .tags(tags.to_vec());
    echoed(
        "read_query_model",
        "all",
        outcome,
        saw,
        &filter.build().expect("a filter"),
    );
    refused(
        "read_query_model",
        "limit",
        client.read_query_model().limit(101).await,
    );
}

pub async fn headers(client: &Client) {
    let base = json!({ "agent": true });
    for text in texts() {
        let outcome = client.read_headers().x_text(text).await;
        // A header has no control characters, and loses the spaces around it.
        if text.contains(['\r', '\n']) || text.trim() != text {
            refused("read_headers", text, outcome);
            continue;
        }
        let saw = with(base.clone(), json!({ "text": text }));
        echoed("read_headers", text, outcome, saw, &Value::Null);
    }
    for number in numbers() {
        let saw = with(base.clone(), json!({ "ratio": number }));
        let outcome = client.read_headers().x_ratio(number).await;
        echoed("read_headers", number, outcome, saw, &Value::Null);
    }
    for count in integers() {
        let saw = with(
            base.clone(),
            json!({ "count": count, "flag": true, "strange": "s" }),
        );
        let outcome = client
            .read_headers()
            .x_count(count)
            .x_flag(true)
            .strange_name("s")
            .await;
        echoed("read_headers", count, outcome, saw, &Value::Null);
    }
    for (moment, saw) in moments() {
        let saw = with(base.clone(), json!({ "moment": saw }));
        let outcome = client.read_headers().x_moment(moment).await;
        echoed("read_headers", moment, outcome, saw, &Value::Null);
    }
    let outcome = client.read_headers().user_agent("a/1 (b)").await;
    echoed("read_headers", "user agent", outcome, base, &Value::Null);

    let one = ["a".to_owned()];
    let outcome = client.read_header_lists().x_tokens(&one).await;
    echoed(
        "read_header_lists",
        "one",
        outcome,
        json!({ "tokens": one }),
        &Value::Null,
    );
    let two = ["a".to_owned(), "b c".to_owned()];
    let outcome = client.read_header_lists().x_tokens(&two).await;
    echoed(
        "read_header_lists",
        "two",
        outcome,
        json!({ "tokens": two }),
        &Value::Null,
    );

    for text in texts() {
        let outcome = client.read_cookies(text).await;
        echoed(
            "read_cookies",
            text,
            outcome,
            json!({ "session": text }),
            &Value::Null,
        );
    }
    let outcome = client
        .read_cookies("s")
        .visits(-7)
        .theme(&Colour::Red)
        .await;
    let saw = json!({ "session": "s", "visits": -7, "theme": "red" });
    echoed("read_cookies", "all", outcome, saw, &Value::Null);
}
