//! Answers, streams and credentials.

use std::collections::BTreeMap;

use api::operations::*;
use api::types::*;
use api::{Client, Credentials, Error};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::support::{answered, echoed, failed, leap_day, same, unbuilt};
use crate::{cat, dog};

pub async fn answers(client: &Client) {
    let outcome = client.answer_with(200).await;
    let answer = Cat::builder()
        .kind(CatKind::Cat)
        .lives(200)
        .build()
        .expect("a cat");
    echoed(
        "answer_with",
        200,
        outcome,
        json!({ "status": 200 }),
        &answer,
    );
    failed("answer_with", 404, client.answer_with(404).await, |error| {
        let problem = Problem::builder()
            .reason("é")
            .code_null()
            .build()
            .expect("a problem");
        matches!(error, Error::Api { body, .. } if **body == AnswerWithError::NotFound(problem))
    });
    failed("answer_with", 410, client.answer_with(410).await, |error| {
        let gone = Gone::builder().since(leap_day()).build().expect("it");
        matches!(error, Error::Api { body, .. } if **body == AnswerWithError::Gone(gone))
    });
    failed("answer_with", 503, client.answer_with(503).await, |error| {
        let problem = Problem::builder()
            .reason("down")
            .build()
            .expect("a problem");
        matches!(error, Error::Api { body, .. } if **body == AnswerWithError::ServerError(problem))
    });
    failed(
        "answer_with",
        418,
        client.answer_with(418).await,
        |error| matches!(error, Error::Undocumented { status, .. } if status.as_u16() == 418),
    );

    let outcome = client.answer_created(&cat(3)).await;
    answered(
        "answer_created",
        3,
        outcome,
        json!({ "cat": { "lives": 3 } }),
        async |response| {
            same(&response.status().as_u16(), &201)?;
            same(
                &response.header::<String>("location"),
                &Some(Ok("/cats/1".to_owned())),
            )
        },
    )
    .await;
    echoed(
        "answer_nothing",
        "",
        client.answer_nothing().await,
        json!({}),
        &(),
    );
    echoed(
        "answer_text",
        "",
        client.answer_text().await,
        json!({}),
        &"é\n ✓".to_owned(),
    );
    answered(
        "answer_bytes",
        "",
        client.answer_bytes().await,
        json!({}),
        async |response| {
            same(response.media_type(), "image/png")?;
            let bytes = response
                .into_body()
                .collect(1000)
                .await
                .map_err(|error| error.to_string())?;
            same(&*bytes, &*(0..=255).collect::<Vec<u8>>())
        },
    )
    .await;
    let outcome = client.answer_headers().await;
    answered(
        "answer_headers",
        "",
        outcome,
        json!({ "broken": false }),
        async |response| {
            let headers = AnswerHeadersHeaders::from(response.headers());
            let moment = OffsetDateTime::parse("2020-02-29T23:59:59.123456+05:30", &Rfc3339);
            same(&headers.x_count(), &Ok(Some(7)))?;
            same(
                &headers.x_tags(),
                &Ok(Some(vec!["a".to_owned(), "b".to_owned()])),
            )?;
            same(&headers.x_moment(), &Ok(moment.ok()))
        },
    )
    .await;
    let outcome = client.answer_headers().broken(true).await;
    answered(
        "answer_headers",
        "broken",
        outcome,
        json!({ "broken": true }),
        async |response| {
            same(
                &AnswerHeadersHeaders::from(response.headers())
                    .x_count()
                    .is_err(),
                &true,
            )
        },
    )
    .await;
    let outcome = client.answer_pet("dog").await;
    let dog = AnswerPetResponse::Dog(dog(true));
    echoed("answer_pet", "dog", outcome, json!({ "kind": "dog" }), &dog);

    let big = BTreeMap::from([
        ("most".to_owned(), i64::MAX),
        ("least".to_owned(), i64::MIN),
    ]);
    echoed("answer_big", "", client.answer_big().await, json!({}), &big);
    failed(
        "answer_bigger",
        "2^63",
        client.answer_bigger().await,
        |error| matches!(error, Error::Decode { pointer, .. } if &**pointer == "/more"),
    );
    let cat = Cat::builder()
        .kind(CatKind::Cat)
        .lives(1)
        .build()
        .expect("a cat");
    echoed(
        "answer_extra",
        "",
        client.answer_extra().await,
        json!({}),
        &cat,
    );
}

pub async fn streams(client: &Client) {
    let item = |index: i64| {
        let item = Item::builder().name(format!("é\n{index}"));
        match index {
            0 => item.size_null(),
            size => item.size(size),
        }
        .build()
        .expect("an item")
    };
    let items: Vec<_> = (0..3).map(item).collect();
    let outcome = client.stream_lines().count(3).await;
    answered(
        "stream_lines",
        3,
        outcome,
        json!({ "count": 3 }),
        async |response| {
            let (mut stream, mut got) = (response.into_body(), Vec::new());
            while let Some(item) = stream.next().await {
                got.push(item.map_err(|error| error.to_string())?);
            }
            same(&got, &items)
        },
    )
    .await;
    let outcome = client.stream_lines().count(0).await;
    answered(
        "stream_lines",
        0,
        outcome,
        json!({ "count": 0 }),
        async |response| same(&response.into_body().next().await.is_none(), &true),
    )
    .await;
    let outcome = client.stream_events().count(3).await;
    answered(
        "stream_events",
        3,
        outcome,
        json!({ "count": 3 }),
        async |response| {
            let (mut stream, mut got) = (response.into_body(), Vec::new());
            while let Some(event) = stream.next().await {
                got.push(event.map_err(|error| error.to_string())?.data);
            }
            same(&got, &items)
        },
    )
    .await;
    let outcome = client.stream_raw_events().await;
    answered(
        "stream_raw_events",
        "",
        outcome,
        json!({}),
        async |response| {
            let (mut stream, mut got) = (response.into_body().without_reconnect(), Vec::new());
            while let Some(event) = stream.next().await {
                let event = event.map_err(|error| error.to_string())?;
                got.push((event.event, event.id, event.data));
            }
            // Its data are text: JSON only where it says so.
            let expected = [("odd", "1", "two\nlines"), ("message", "1", "{\"a\": 1}")];
            let expected = expected
                .map(|(event, id, data)| (event.to_owned(), id.to_owned(), data.to_owned()));
            same(&got, &expected.to_vec())
        },
    )
    .await;
}

pub async fn credentials(client: &Client) {
    let saw = json!({ "username": "u", "password": "p:&=+" });
    echoed(
        "secure_basic",
        "",
        client.secure_basic().await,
        saw,
        &Value::Null,
    );
    let umlaut = Credentials::basic("u", "ä").for_scheme("HTTPBasic");
    let outcome = client.secure_basic().credentials(umlaut).await;
    let saw = json!({ "username": "u", "password": "ä" });
    echoed("secure_basic", "ä", outcome, saw, &Value::Null);
    let saw = json!({ "scheme": "Bearer", "token": "b-._~+/=" });
    echoed(
        "secure_bearer",
        "",
        client.secure_bearer().await,
        saw,
        &Value::Null,
    );
    let outcome = client.secure_header().await;
    echoed(
        "secure_header",
        "",
        outcome,
        json!({ "key": "head er" }),
        &Value::Null,
    );
    let saw = json!({ "key": "&=+ #/%é", "other": "a" });
    echoed(
        "secure_query",
        "",
        client.secure_query().other("a").await,
        saw,
        &Value::Null,
    );
    let saw = json!({ "key": "c00kie", "other": "a" });
    echoed(
        "secure_cookie",
        "",
        client.secure_cookie().other("a").await,
        saw,
        &Value::Null,
    );
    let outcome = client.secure_oauth2().await;
    echoed(
        "secure_oauth2",
        "",
        outcome,
        json!({ "token": "me" }),
        &Value::Null,
    );

    let body = BodyToken::builder()
        .grant_type("password")
        .username("ü")
        .password("p &")
        .scope("me you");
    let saw = json!({ "username": "ü", "password": "p &", "scopes": ["me", "you"] });
    let answer = [("access_token", "ü:p &"), ("token_type", "bearer")];
    let answer = answer
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    echoed(
        "token",
        "",
        client.token(&body.build().expect("a form")).await,
        saw,
        &answer,
    );
    unbuilt(
        "token",
        "grant",
        BodyToken::builder().grant_type("other").build(),
    );
}
