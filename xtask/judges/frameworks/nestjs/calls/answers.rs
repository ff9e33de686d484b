//! Answers, streams and credentials.

use api::operations::answers::*;
use api::types::*;
use api::{Client, Credentials, Error};
use serde_json::json;

use crate::support::{answered, echoed, failed, same};
use crate::{cat, pet};

fn exception(status: i64, message: &str, error: Option<&str>) -> Exception {
    let exception = Exception::builder().status_code(status).message(message);
    let exception = match error {
        Some(error) => exception.error(error),
        None => exception,
    };
    exception.build().expect("an exception")
}

pub async fn answers(client: &Client) {
    let saw = json!({ "status": 200 });
    let outcome = client.answer_with(200.0).await;
    answered("answer_with", 200, outcome, saw, async |response| {
        same(&*response, &cat(9))?;
        let headers = AnswerWithHeaders::from(response.headers());
        same(&headers.x_count(), &Ok(Some(7)))?;
        let tags = vec!["a".to_owned(), "b".to_owned()];
        same(&headers.x_tags(), &Ok(Some(tags)))
    })
    .await;
    let problem = Problem::builder().reason("é").code_null();
    let problem = AnswerWithError::NotFound(problem.build().expect("it"));
    let conflict = AnswerWithError::Conflict(exception(409, "twice", Some("Conflict")));
    let teapot = AnswerWithError::Default(exception(418, "teapot", None));
    let down = AnswerWithError::Default(exception(503, "teapot", None));
    for (status, expected) in [
        (404.0, problem),
        (409.0, conflict),
        (418.0, teapot),
        (503.0, down),
    ] {
        failed(
            "answer_with",
            status,
            client.answer_with(status).await,
            |error| matches!(error, Error::Api { body, .. } if **body == expected),
        );
    }

    let saw = json!({ "kind": "cat" });
    echoed(
        "answer_pet",
        "cat",
        client.answer_pet("cat").await,
        saw,
        &pet(1),
    );
    let outcome = client.answer_pet("dog").await;
    let barks = Dog::builder().barks(true).build().expect("a dog");
    let saw = json!({ "kind": "dog" });
    echoed(
        "answer_pet",
        "dog",
        outcome,
        saw,
        &EverythingPet::Dog(barks),
    );
    let outcome = client.answer_pet("bird").await;
    answered(
        "answer_pet",
        "bird",
        outcome,
        json!({ "kind": "bird" }),
        async |response| same(&matches!(*response, EverythingPet::Unknown(_)), &true),
    )
    .await;
    let any = AnswerAnyResponse::Cat(cat(1));
    echoed("answer_any", "", client.answer_any().await, json!({}), &any);
    let big = Big::builder()
        .most((1 << 53) - 1)
        .huge(f64::MAX)
        .tiny(5e-324);
    let big = big.build().expect("it");
    echoed("answer_big", "", client.answer_big().await, json!({}), &big);
    let text = "é\n ✓".to_owned();
    echoed(
        "answer_text",
        "",
        client.answer_text().await,
        json!({}),
        &text,
    );
    let outcome = client.answer_picture().await;
    answered("answer_picture", "", outcome, json!({}), async |response| {
        same(response.media_type(), "image/png")?;
        let bytes = response.into_body().collect(1000).await;
        let bytes = bytes.map_err(|error| error.to_string())?;
        same(&bytes[..], &(0..=255).collect::<Vec<u8>>()[..])
    })
    .await;
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

pub async fn streams(client: &Client) {
    let item = |index: i64| {
        let item = Item::builder().name(format!("é\n{index}"));
        let item = match index {
            0 => item.size_null(),
            size => item.size(size),
        };
        item.build().expect("an item")
    };
    for count in [3, 0] {
        let outcome = client.stream_events(count).await;
        let saw = json!({ "count": count });
        answered("stream_events", count, outcome, saw, async |response| {
            let (mut stream, mut got) = (response.into_body(), Vec::new());
            while let Some(event) = stream.next().await {
                let event = event.map_err(|error| error.to_string())?;
                got.push((event.event, event.id, event.data));
            }
            let event = |index: i64| ("item".to_owned(), index.to_string(), item(index));
            same(&got, &(0..count).map(event).collect())
        })
        .await;
    }
    let outcome = client.stream_texts().await;
    answered("stream_texts", "", outcome, json!({}), async |response| {
        let (mut stream, mut got) = (response.into_body(), Vec::new());
        while let Some(event) = stream.next().await {
            got.push(event.map_err(|error| error.to_string())?.data);
        }
        same(&got, &["a", "é\nb"].map(str::to_owned).to_vec())
    })
    .await;
    let outcome = client.stream_lines().await;
    answered("stream_lines", "", outcome, json!({}), async |response| {
        let (mut stream, mut got) = (response.into_body(), Vec::new());
        while let Some(item) = stream.next().await {
            got.push(item.map_err(|error| error.to_string())?.name);
        }
        same(&got, &["a", "é\n", "c"].map(str::to_owned).to_vec())
    })
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
    let wrong = Credentials::bearer("wrong").for_scheme("bearer");
    let outcome = client.secure_bearer().credentials(wrong).await;
    failed("secure_bearer", "wrong", outcome, |error| {
        let exception = exception(401, "Unauthorized", None);
        matches!(error, Error::Api { body, .. } if **body == SecureBearerError::Unauthorized(exception))
    });
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
}
