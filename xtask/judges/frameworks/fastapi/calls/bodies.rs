//! Bodies that are JSON.

use std::collections::BTreeMap;

use api::types::*;
use api::{Client, Patch};
use serde_json::{Value, json};

use crate::support::{
    answered, echoed, integers, leap_day, numbers, same, texts, unbuilt, with,
};
use crate::{cat, dog, moments};

/// What the types of requests and answers are on the wire, with what a server fills in.
pub async fn everything(client: &Client) {
    let (moment, saw_moment) = moments()[2];
    let least = || {
        EverythingInput::builder()
            .text("é\u{0}\"\\/\u{2028}𝄞")
            .count(i64::MIN)
            .ratio(-0.0)
            .flag(false)
            .maybe(None)
            .with_alias("")
            .moment(moment)
            .day(leap_day())
            .id(uuid::Uuid::nil())
    };
    let saw = json!({
        "text": "é\u{0}\"\\/\u{2028}𝄞", "count": i64::MIN, "ratio": 0.0, "flag": false, "maybe": null,
        "with-alias": "", "moment": saw_moment, "day": "2020-02-29",
        "id": "00000000-0000-0000-0000-000000000000",
    });
    let body = least().build().expect("the least");
    let outcome = client.write_json(&body).await;
    answered(
        "write_json",
        "least",
        outcome,
        json!({ "value": saw }),
        async |response| {
            same(&response.text, &body.text)?;
            same(&response.moment, &body.moment)?;
            same(&response.maybe, &None)?;
            same(&response.may_be_absent, &Patch::Null)?;
            same(&response.has_default, &Some(7))?;
            same(&response.pair, &Some((0, String::new())))?;
            same(&response.several, &Patch::Null)
        },
    )
    .await;

    let by_name = numbers().into_iter().enumerate();
    let by_name: BTreeMap<_, _> = by_name
        .map(|(index, number)| (index.to_string(), number))
        .collect();
    let by_number = BTreeMap::from([
        ("-1".to_owned(), vec![]),
        ("2".to_owned(), vec!["a".to_owned()]),
    ]);
    let tree = NodeInput::builder().name("root").children(vec![
        NodeInput::builder().name("leaf").build().expect("a leaf"),
    ]);
    let most = least()
        .nothing(())
        .maybe(Some(String::new()))
        .may_be_absent("null")
        .has_default(0)
        .bounded(8)
        .kind(Kind::Big)
        .constant(EverythingInputConstant::X)
        .several(EverythingInputSeveral::Value1)
        .time("00:00:00Z")
        .span("P1DT1H")
        .price(EverythingInputPrice::String(
            "79228162514264337593543950335.1".to_owned(),
        ))
        .site("https://example.com/%C3%A9?a=b#c")
        .address("::1")
        .raw("AP8=")
        .secret("hidden")
        .tags(vec!["b".to_owned(), "a".to_owned()])
        .pair((1, "é".to_owned()))
        .by_name(by_name.clone())
        .by_number(by_number)
        .pet(EverythingInputPet::Dog(dog(false)))
        .pets(vec![
            EverythingInputPetsItem::Cat(cat(7)),
            EverythingInputPetsItem::Dog(dog(true)),
        ])
        .tree(tree.build().expect("a tree"))
        .either(EverythingInputEither::Array(vec![1, 2]))
        .anything(json!({ "a": [null, 1.5, "é"] }));
    let saw = with(
        saw,
        json!({
            "nothing": null, "maybe": "", "may_be_absent": "null", "has_default": 0, "bounded": 8,
            "kind": "big", "constant": "x", "several": 1, "time": "00:00:00+00:00", "span": 90_000,
            "price": "79228162514264337593543950335.1", "site": "https://example.com/%C3%A9?a=b#c",
            "address": "::1", "raw": "AP8=", "secret": "hidden", "tags": ["a", "b"], "pair": [1, "é"],
            "by_name": by_name, "by_number": { "-1": [], "2": ["a"] },
            "pet": { "kind": "dog", "barks": false },
            "pets": [{ "kind": "cat", "lives": 7 }, { "kind": "dog", "barks": true }],
            "tree": { "name": "root", "children": [{ "name": "leaf" }] }, "either": [1, 2],
            "anything": { "a": [null, 1.5, "é"] },
        }),
    );
    let outcome = client.write_json(&most.build().expect("the most")).await;
    answered(
        "write_json",
        "most",
        outcome,
        json!({ "value": saw }),
        async |response| {
            same(&response.may_be_absent, &Patch::Value("null".to_owned()))?;
            same(
                &response.several,
                &Patch::Value(EverythingOutputSeveral::Value1),
            )?;
            same(
                &response.price,
                &Patch::Value("79228162514264337593543950335.1".to_owned()),
            )?;
            same(&response.pair, &Some((1, "é".to_owned())))?;
            same(&response.by_name, &Some(by_name))?;
            same(
                &response.pet,
                &Patch::Value(EverythingOutputPet::Dog(dog(false))),
            )?;
            same(
                &response.either,
                &Patch::Value(EverythingOutputEither::Array(vec![1, 2])),
            )?;
            same(&response.anything, &Some(json!({ "a": [null, 1.5, "é"] })))
        },
    )
    .await;
    unbuilt(
        "write_json",
        "bounded",
        EverythingInput::builder().bounded(9).text("a").build(),
    );
}

pub async fn json_bodies(client: &Client) {
    everything(client).await;

    let closed = Closed::builder().a(i64::MAX).build().expect("it");
    let saw = json!({ "value": { "a": i64::MAX } });
    echoed(
        "write_closed",
        "most",
        client.write_closed(&closed).await,
        saw.clone(),
        &closed,
    );
    let outcome = client.write_optional().body(Some(&closed)).await;
    echoed("write_optional", "some", outcome, saw, &Some(closed));
    echoed(
        "write_optional",
        "null",
        client.write_optional().body(None).await,
        json!({}),
        &None,
    );
    echoed(
        "write_optional",
        "nothing",
        client.write_optional().await,
        json!({}),
        &None,
    );

    let open = Open::builder()
        .a(1)
        .additional_properties([("é a".to_owned(), 2)].into());
    let open = open.build().expect("it");
    let saw = json!({ "value": { "a": 1, "é a": 2 } });
    echoed(
        "write_open",
        "extra",
        client.write_open(&open).await,
        saw,
        &open,
    );

    let absent = Change::builder().build().expect("a change");
    let outcome = client.change(&absent).await;
    let nulls = Change::builder()
        .name_null()
        .size_null()
        .tags_null()
        .build()
        .expect("a change");
    echoed("change", "absent", outcome, json!({ "value": {} }), &nulls);
    let saw = json!({ "value": { "name": null, "size": null, "tags": null } });
    echoed("change", "null", client.change(&nulls).await, saw, &nulls);
    let some = Change::builder()
        .name("")
        .size(0)
        .tags([""; 0])
        .build()
        .expect("a change");
    let saw = json!({ "value": { "name": "", "size": 0, "tags": [] } });
    echoed("change", "empty", client.change(&some).await, saw, &some);

    let several = BodyWriteSeveral::builder()
        .first(cat(1))
        .build()
        .expect("it");
    let saw = json!({ "id": -1, "first": { "lives": 1 }, "weight": 1.0 });
    echoed(
        "write_several",
        "least",
        client.write_several(-1, &several).await,
        saw,
        &Value::Null,
    );
    let several = BodyWriteSeveral::builder()
        .first(cat(1))
        .second(dog(true))
        .weight(0.0);
    let saw = json!({
        "id": 0, "first": { "lives": 1 }, "second": { "kind": "dog", "barks": true }, "weight": 0,
        "q": "é&",
    });
    let outcome = client
        .write_several(0, &several.build().expect("it"))
        .q("é&")
        .await;
    echoed("write_several", "most", outcome, saw, &Value::Null);
    let embedded = BodyWriteEmbedded::builder()
        .cat(cat(0))
        .build()
        .expect("it");
    let answer = Cat::builder()
        .kind(CatKind::Cat)
        .lives(0)
        .build()
        .expect("a cat");
    let outcome = client.write_embedded(&embedded).await;
    echoed(
        "write_embedded",
        "0",
        outcome,
        json!({ "cat": { "lives": 0 } }),
        &answer,
    );

    let cats = [
        WriteListRequestItem::Cat(cat(2)),
        WriteListRequestItem::Dog(dog(true)),
    ];
    let saw = json!([{ "kind": "cat", "lives": 2 }, { "kind": "dog", "barks": true }]);
    let answer = Cat::builder()
        .kind(CatKind::Cat)
        .lives(2)
        .build()
        .expect("a cat");
    let answer = vec![
        WriteListResponseItem::Cat(answer),
        WriteListResponseItem::Dog(dog(true)),
    ];
    echoed(
        "write_list",
        "two",
        client.write_list(&cats).await,
        json!({ "values": saw }),
        &answer,
    );
    echoed(
        "write_list",
        "none",
        client.write_list(&[]).await,
        json!({ "values": [] }),
        &vec![],
    );

    let map = BTreeMap::from([(String::new(), Some(1)), ("é".to_owned(), None)]);
    let saw = json!({ "values": map });
    echoed("write_map", "null", client.write_map(&map).await, saw, &map);

    for number in numbers() {
        let outcome = client.write_number(number).await;
        echoed(
            "write_number",
            number,
            outcome,
            json!({ "value": number }),
            &number,
        );
    }
    for integer in integers() {
        let outcome = client.write_integer(integer).await;
        echoed(
            "write_integer",
            integer,
            outcome,
            json!({ "value": integer }),
            &integer,
        );
    }
    for text in texts().into_iter().chain(["", "\u{0}"]) {
        let outcome = client.write_text(text).await;
        echoed(
            "write_text",
            text,
            outcome,
            json!({ "value": text }),
            &text.to_owned(),
        );
    }
    for (value, answer, saw) in [
        (
            WriteUnionRequest::Cat(cat(1)),
            WriteUnionResponse::Cat(cat(1)),
            json!({ "lives": 1 }),
        ),
        (
            WriteUnionRequest::Dog(dog(true)),
            WriteUnionResponse::Dog(dog(true)),
            json!({ "kind": "dog", "barks": true }),
        ),
        (
            WriteUnionRequest::Array(vec![]),
            WriteUnionResponse::Array(vec![]),
            json!([]),
        ),
        (
            WriteUnionRequest::String("[1]".to_owned()),
            WriteUnionResponse::String("[1]".to_owned()),
            json!("[1]"),
        ),
    ] {
        let outcome = client.write_union(&value).await;
        let saw = json!({ "value": saw });
        answered("write_union", &value, outcome, saw, async |response| {
            // The server fills in the kind of a cat.
            match (&*response, &answer) {
                (WriteUnionResponse::Cat(got), WriteUnionResponse::Cat(cat)) => {
                    same(&got.lives, &cat.lives)
                }
                (got, answer) => same(got, answer),
            }
        })
        .await;
    }

    let mut tree = NodeInput::builder().name("0").build().expect("a leaf");
    let mut saw = json!({ "name": "0" });
    for depth in 1..50 {
        let name = depth.to_string();
        saw = json!({ "name": name, "children": [saw] });
        tree = NodeInput::builder()
            .name(name)
            .children(vec![tree])
            .build()
            .expect("a node");
    }
    let outcome = client.write_tree(&tree).await;
    answered(
        "write_tree",
        "50",
        outcome,
        json!({ "value": saw }),
        async |response| same(response.name.as_str(), "49"),
    )
    .await;

    for value in [
        json!({}),
        json!([1, null]),
        json!("é"),
        json!(0.5),
        json!(false),
    ] {
        let outcome = client.write_anything(&value).await;
        echoed(
            "write_anything",
            &value,
            outcome,
            json!({ "value": value }),
            &value,
        );
    }
}
