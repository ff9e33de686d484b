//! Bodies that are JSON.

use std::collections::BTreeMap;

use api::Client;
use api::types::*;
use serde_json::json;

use crate::support::{echoed, instant, integers, numbers, texts, unbuilt, with};
use crate::{cat, dog, pet};

pub async fn everything(client: &Client) {
    let time = "2020-02-29T23:59:59.123Z";
    let least = || {
        Everything::builder()
            .text("é\u{0}\"\\/\u{2028}𝄞")
            .count(1 << 53)
            .ratio(-0.0)
            .flag(false)
            .maybe(None)
            .moment(instant(time))
    };
    let saw = json!({
        "text": "é\u{0}\"\\/\u{2028}𝄞", "count": 1_i64 << 53, "ratio": 0.0, "flag": false, "maybe": null,
        "moment": time,
    });
    let body = least().build().expect("the least");
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "least",
        outcome,
        json!({ "value": saw }),
        &body,
    );

    let by_name = numbers().into_iter().enumerate();
    let by_name: BTreeMap<_, _> = by_name
        .map(|(index, number)| (index.to_string(), number))
        .collect();
    let leaf = Node::builder().name("leaf").build().expect("a leaf");
    let tree = Node::builder().name("root").children(vec![leaf]);
    let tree = tree.build().expect("a tree");
    let fish = Fish::builder().colour(Colour::Red).build().expect("a fish");
    let most = || {
        least()
            .maybe(Some(String::new()))
            .absent_null()
            .bounded(8)
            .short("éé")
            .later_null()
            .id(uuid::Uuid::nil())
            .colour(Colour::DarkBlue)
            .tags(vec!["b".to_owned(), "a".to_owned()])
            .table(vec![vec![], vec![1, -1]])
            .by_name(by_name.clone())
            .pet(EverythingPet::Fish(fish.clone()))
            .pets(vec![pet(7), EverythingPet::Dog(dog(false))])
            .cat_null()
            .tree(tree.clone())
            .either(EverythingEither::Array(vec![1, 2]))
            .anything([("a".to_owned(), json!([null, 1.5, "é"]))].into())
            .odd_name("odd")
    };
    let dogs = json!({ "kind": "dog", "barks": false, "name": null });
    let saw = with(
        saw,
        json!({
            "maybe": "", "absent": null, "bounded": 8, "short": "éé", "later": null,
            "id": "00000000-0000-0000-0000-000000000000", "colour": "dark blue", "tags": ["b", "a"],
            "table": [[], [1, -1]], "byName": by_name, "pet": { "kind": "gold fish", "colour": "red" },
            "pets": [{ "kind": "cat", "lives": 7 }, dogs], "cat": null,
            "tree": { "name": "root", "children": [{ "name": "leaf" }] }, "either": [1, 2],
            "anything": { "a": [null, 1.5, "é"] }, "odd name/~": "odd",
        }),
    );
    let body = most().build().expect("the most");
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "most",
        outcome,
        json!({ "value": saw }),
        &body,
    );
    let body = most()
        .either("1".to_owned())
        .cat(cat(1))
        .later(instant(time))
        .colour_null();
    let body = body.build().expect("the most");
    let saw = with(
        saw,
        json!({ "either": "1", "cat": { "kind": "cat", "lives": 1 }, "later": time, "colour": null }),
    );
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "either",
        outcome,
        json!({ "value": saw }),
        &body,
    );
    let mut body = body;
    body.levels = Some(vec![Level::Value1, Level::Value10]);
    let saw = with(saw, json!({ "levels": [1, 10] }));
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "levels",
        outcome,
        json!({ "value": saw }),
        &body,
    );
    unbuilt("write_json", "bounded", least().bounded(9).build());
    unbuilt("write_json", "bounded", least().bounded(-1).build());
    unbuilt("write_json", "short", least().short("é").build());
}

pub async fn others(client: &Client) {
    let absent = Change::builder().build().expect("a change");
    let outcome = client.change(&absent).await;
    echoed("change", "absent", outcome, json!({ "value": {} }), &absent);
    let null = Change::builder().note_null().build().expect("a change");
    let outcome = client.change(&null).await;
    echoed(
        "change",
        "null",
        outcome,
        json!({ "value": { "note": null } }),
        &null,
    );
    let some = Change::builder()
        .name("")
        .note("")
        .build()
        .expect("a change");
    let saw = json!({ "value": { "name": "", "note": "" } });
    echoed("change", "empty", client.change(&some).await, saw, &some);

    for number in numbers() {
        let both = Both::builder().name("é").note_null().size(0);
        let both = both.build().expect("it");
        let saw = json!({ "id": number, "value": { "name": "é", "note": null, "size": 0 } });
        let outcome = client.write_both(number, &both).await;
        echoed("write_both", number, outcome, saw, &both);
    }
    unbuilt("write_both", -1, Both::builder().name("").size(-1).build());
    for text in texts().into_iter().chain([""]) {
        let bare = Bare::builder().name(text).build().expect("it");
        let saw = json!({ "value": { "name": text } });
        echoed(
            "write_bare",
            text,
            client.write_bare(&bare).await,
            saw,
            &bare,
        );
    }

    let fish = Fish::builder().build().expect("a fish");
    for (pet, saw) in [
        (pet(1), json!({ "kind": "cat", "lives": 1 })),
        (
            EverythingPet::Dog(dog(true)),
            json!({ "kind": "dog", "barks": true, "name": null }),
        ),
        (EverythingPet::Fish(fish), json!({ "kind": "gold fish" })),
    ] {
        let outcome = client.write_pet(&pet).await;
        echoed("write_pet", &pet, outcome, json!({ "value": saw }), &pet);
    }

    let node = |name: &str, children| {
        let node = Node::builder().name(name).children(children);
        node.build().expect("a node")
    };
    let list = vec![node("é", vec![node("", vec![])]), node("b", vec![])];
    let saw = json!({ "value": [
        { "name": "é", "children": [{ "name": "", "children": [] }] }, { "name": "b", "children": [] },
    ] });
    echoed(
        "write_list",
        "two",
        client.write_list(&list).await,
        saw,
        &list,
    );
    let saw = json!({ "value": [] });
    echoed(
        "write_list",
        "none",
        client.write_list(&[]).await,
        saw,
        &vec![],
    );
    for integer in integers() {
        let map = BTreeMap::from([("é".to_owned(), Some(integer)), (String::new(), None)]);
        let saw = json!({ "value": map });
        echoed(
            "write_map",
            integer,
            client.write_map(&map).await,
            saw,
            &map,
        );
    }

    let page = WritePageRequest::builder()
        .total(2)
        .results(vec![cat(1), cat(2)]);
    let page = page.build().expect("a page");
    let cats = json!([{ "kind": "cat", "lives": 1 }, { "kind": "cat", "lives": 2 }]);
    let saw = json!({ "value": { "total": 2, "results": cats } });
    let answer = WritePageResponse::builder()
        .total(2)
        .results(vec![dog(false), dog(true)]);
    let answer = answer.build().expect("a page");
    echoed(
        "write_page",
        "two",
        client.write_page(&page).await,
        saw,
        &answer,
    );
    let page = WritePageRequest::builder()
        .total(0)
        .build()
        .expect("a page");
    let answer = WritePageResponse::builder()
        .total(0)
        .build()
        .expect("a page");
    let saw = json!({ "value": { "total": 0 } });
    echoed(
        "write_page",
        "least",
        client.write_page(&page).await,
        saw,
        &answer,
    );
}
