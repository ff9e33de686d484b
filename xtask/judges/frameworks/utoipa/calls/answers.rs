//! Answers, streams and credentials.

use api::operations::*;
use api::types::*;
use api::{Client, Error, Response};
use serde_json::{Value, json};

use crate::cat;
use crate::support::{answered, echoed, failed, instant, same};

pub async fn answers(client: &Client) {
    let saw = json!({ "status": 200 });
    let outcome = client.answer_with(200).await;
    echoed(
        "answer_with",
        200,
        outcome,
        saw,
        &AnswerWithResponse::Ok(cat(9)),
    );
    let saw = json!({ "status": 202 });
    let outcome = client.answer_with(202).await;
    echoed(
        "answer_with",
        202,
        outcome,
        saw,
        &AnswerWithResponse::Accepted,
    );
    let problem = Problem::builder().reason("é").code_null();
    let problem = AnswerWithError::NotFound(problem.build().expect("it"));
    let conflict = Dog::builder().barks(true).name("é").build();
    let conflict = AnswerWithError::Conflict(conflict.expect("a dog"));
    let down = AnswerWithError::ServerError("dówn".to_owned());
    for (status, expected) in [
        (404, problem),
        (409, conflict),
        (500, down.clone()),
        (599, down),
    ] {
        failed(
            "answer_with",
            status,
            client.answer_with(status).await,
            |error| matches!(error, Error::Api { body, .. } if **body == expected),
        );
    }
    failed(
        "answer_with",
        418,
        client.answer_with(418).await,
        |error| matches!(error, Error::Undocumented { status, .. } if status.as_u16() == 418),
    );

    let outcome = client.answer_headers().await;
    answered("answer_headers", "", outcome, json!({}), async |response| {
        let headers = AnswerHeadersHeaders::from(response.headers());
        same(&headers.x_count(), &Ok(Some(7)))?;
        let tags = vec!["a".to_owned(), "b".to_owned()];
        same(&headers.x_tags(), &Ok(Some(tags)))?;
        let at = instant("2020-02-29T23:59:59.123456+05:30");
        same(&headers.x_moment(), &Ok(Some(at)))
    })
    .await;
    let outcome = client.answer_bytes().await;
    answered("answer_bytes", "", outcome, json!({}), async |response| {
        same(response.media_type(), "image/png")?;
        let bytes = response.into_body().collect(1000).await;
        let bytes = bytes.map_err(|error| error.to_string())?;
        same(&bytes[..], &(0..=255).collect::<Vec<u8>>()[..])
    })
    .await;
    let big = Big::builder()
        .most(i64::MAX)
        .least(i64::MIN)
        .huge(f64::MAX)
        .tiny(5e-324)
        .single(f32::MAX);
    let big = big.build().expect("it");
    echoed("answer_big", "", client.answer_big().await, json!({}), &big);
    let outcome = client.answer_unsigned().await;
    answered(
        "answer_unsigned",
        "2^63",
        outcome,
        json!({}),
        async |response| same(&i128::from(response.more), &(1 << 63)),
    )
    .await;
    let is_beyond =
        |error: &Error<_>| matches!(error, Error::Decode { pointer, .. } if &**pointer == "/more");
    failed(
        "answer_bigger",
        "2^63",
        client.answer_bigger().await,
        is_beyond,
    );
    let saw = json!({ "kind": "json" });
    let answer = AnswerEitherResponse::OkJson(cat(1));
    echoed(
        "answer_either",
        "json",
        client.answer_either("json").await,
        saw,
        &answer,
    );
    let saw = json!({ "kind": "text" });
    let answer = AnswerEitherResponse::OkText("é\n ✓".to_owned());
    echoed(
        "answer_either",
        "text",
        client.answer_either("text").await,
        saw,
        &answer,
    );
    echoed(
        "answer_extra",
        "",
        client.answer_extra().await,
        json!({}),
        &cat(1),
    );
    let outcome = client.delete_nothing().await;
    echoed(
        "delete_nothing",
        "",
        outcome,
        json!({ "deleted": true }),
        &(),
    );
    echoed(
        "read_head",
        "",
        client.read_head().await,
        json!({ "read": true }),
        &(),
    );
}

fn item(index: i64) -> Item {
    let item = Item::builder().name(format!("é\n{index}"));
    let item = match index {
        0 => item.size_null(),
        size => item.size(size),
    };
    item.build().expect("an item")
}

pub async fn streams(client: &Client) {
    let items: Vec<_> = (0..3).map(item).collect();
    let saw = json!({ "count": 3 });
    let outcome = client.stream_events(3).await;
    answered("stream_events", 3, outcome, saw.clone(), async |response| {
        let (mut stream, mut got) = (response.into_body(), Vec::new());
        while let Some(event) = stream.next().await {
            let event = event.map_err(|error| error.to_string())?;
            got.push((event.event, event.id, event.data));
        }
        let event =
            |(index, item): (usize, &Item)| ("item".to_owned(), index.to_string(), item.clone());
        same(&got, &items.iter().enumerate().map(event).collect())
    })
    .await;
    let outcome = client.stream_items(3).await;
    answered("stream_items", 3, outcome, saw.clone(), async |response| {
        let (mut stream, mut got) = (response.into_body(), Vec::new());
        while let Some(event) = stream.next().await {
            let data = event.map_err(|error| error.to_string())?.data;
            got.push(serde_json::from_str::<Value>(&data).map_err(|error| error.to_string())?);
        }
        let size = |index| (index > 0).then_some(index);
        let item = |index| json!({ "name": format!("é\n{index}"), "size": size(index) });
        same(&got, &(0..3).map(item).collect())
    })
    .await;
    let outcome = client.stream_lines(3).await;
    answered("stream_lines", 3, outcome, saw, async |response| {
        let (mut stream, mut got) = (response.into_body(), Vec::new());
        while let Some(item) = stream.next().await {
            got.push(item.map_err(|error| error.to_string())?);
        }
        same(&got, &items)
    })
    .await;
    let outcome = client.stream_lines(0).await;
    let saw = json!({ "count": 0 });
    answered(
        "stream_lines",
        0,
        outcome,
        saw,
        async |response: Response<_>| same(&response.into_body().next().await.is_none(), &true),
    )
    .await;
}

pub async fn credentials(client: &Client) {
    let key = |key: &str| json!({ "key": key });
    echoed(
        "secure_basic",
        "",
        client.secure_basic().await,
        key("u:p:ä&=+"),
        &(),
    );
    echoed(
        "secure_bearer",
        "",
        client.secure_bearer().await,
        key("b-._~+/="),
        &(),
    );
    echoed(
        "secure_header",
        "",
        client.secure_header().await,
        key("head er"),
        &(),
    );
    echoed(
        "secure_query",
        "",
        client.secure_query().await,
        key("&=+ #/%é"),
        &(),
    );
    echoed(
        "secure_cookie",
        "",
        client.secure_cookie().await,
        key("c00kie"),
        &(),
    );
    let saw = json!({ "header": "head er", "query": "&=+ #/%é" });
    echoed("secure_both", "", client.secure_both().await, saw, &());
    let outcome = client.secure_either().await;
    echoed(
        "secure_either",
        "",
        outcome,
        json!({ "bearer": "b-._~+/=" }),
        &(),
    );
}
