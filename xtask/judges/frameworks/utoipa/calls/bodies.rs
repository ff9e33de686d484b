//! Bodies that are JSON.

use std::collections::BTreeMap;

use api::types::*;
use api::{Client, Patch};
use serde_json::json;

use crate::support::{
    answered, echoed, instant, integers, leap_day, numbers, refused, same, texts, unbuilt, with,
};
use crate::{cat, dog};

pub async fn everything(client: &Client) {
    let time = "2020-02-29T23:59:59.123456+05:30";
    let least = || {
        Everything::builder()
            .text("é\u{0}\"\\/\u{2028}𝄞")
            .count(i64::MIN)
            .small(i32::MIN)
            .unsigned(i64::MAX)
            .byte(255)
            .ratio(-0.0)
            .single(0.1)
            .flag(false)
            .letter("𝄞")
            .moment(instant(time))
            .day(leap_day())
            .id(uuid::Uuid::nil())
    };
    let saw = json!({
        "text": "é\u{0}\"\\/\u{2028}𝄞", "count": i64::MIN, "small": i32::MIN, "unsigned": i64::MAX,
        "byte": 255, "ratio": 0.0, "single": 0.1_f32, "flag": false, "letter": "𝄞", "moment": time,
        "day": "2020-02-29", "id": "00000000-0000-0000-0000-000000000000",
    });
    let nulls = json!({
        "maybe": null, "hasDefault": 7, "bounded": null, "short": null, "utc": null, "site": null,
        "price": null, "colour": null, "tags": [], "pair": null, "three": null, "bytes": null,
        "byName": null, "byNumber": null, "pet": null, "pets": [], "tree": null, "either": null,
        "anything": null, "odd name/~": null, "type": null,
    });
    let body = least().build().expect("the least");
    let outcome = client.write_json(&body).await;
    let saw_least = json!({ "value": with(saw.clone(), nulls) });
    let answer = |response: api::Response<Everything>| async move {
        same(&response.text, &"é\u{0}\"\\/\u{2028}𝄞".to_owned())?;
        same(&response.moment, &instant(time))?;
        same(&response.maybe, &Patch::Null)?;
        same(&response.may_be_absent, &Patch::Absent)?;
        same(&response.has_default, &Some(7))?;
        same(&response.pets, &Some(vec![]))?;
        same(&response.pet, &Patch::Null)
    };
    answered("write_json", "least", outcome, saw_least, answer).await;

    let by_name = numbers().into_iter().enumerate();
    let by_name: BTreeMap<_, _> = by_name
        .map(|(index, number)| (index.to_string(), number))
        .collect();
    let leaf = Node::builder().name("leaf").build().expect("a leaf");
    let tree = Node::builder().name("root").children(vec![leaf]);
    let tree = tree.build().expect("a tree");
    let fish = PetGoldFish::builder().colour(Colour::Red).build();
    let fish = Pet::GoldFish(fish.expect("a fish"));
    let stone = Pet::Stone(PetStone::builder().build().expect("a stone"));
    let most = || {
        least()
            .maybe("null")
            .may_be_absent_null()
            .has_default(0)
            .bounded(8)
            .short("éé")
            .utc(instant("2020-02-29T23:59:59.5Z"))
            .site("https://example.com/%C3%A9?a=b#c")
            .price("79228162514264337593543950335")
            .colour(Colour::DarkBlue)
            .tags(vec!["a".to_owned(), "b".to_owned()])
            .pair(vec![json!(7), json!("é")])
            .three(vec![i64::MIN, 0, i64::MAX])
            .bytes(vec![0, 255])
            .by_name(by_name.clone())
            .pet(fish.clone())
            .pets(vec![Some(stone.clone()), None])
            .tree(tree.clone())
            .either(Untagged::Array(vec![1, 2]))
            .anything(json!({ "a": [null, 1.5, "é"] }))
            .odd_name("odd")
            .type_("t")
    };
    let saw = with(
        saw,
        json!({
            "maybe": "null", "mayBeAbsent": null, "hasDefault": 0, "bounded": 8, "short": "éé",
            "utc": "2020-02-29T23:59:59.500Z", "site": "https://example.com/%C3%A9?a=b#c",
            "price": "79228162514264337593543950335", "colour": "dark blue", "tags": ["a", "b"],
            "pair": [7, "é"], "three": [i64::MIN, 0, i64::MAX], "bytes": [0, 255], "byName": by_name,
            "byNumber": null, "pet": { "kind": "gold fish", "colour": "red" },
            "pets": [{ "kind": "stone" }, null],
            "tree": { "name": "root", "children": [{ "name": "leaf" }] }, "either": [1, 2],
            "anything": { "a": [null, 1.5, "é"] }, "odd name/~": "odd", "type": "t",
        }),
    );
    // Its `by_number` is left out, which the answer has as null.
    let body = most().build().expect("the most");
    let answer = most().by_number_null().build().expect("the most");
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "most",
        outcome,
        json!({ "value": saw }),
        &answer,
    );
    let by_number = BTreeMap::from([
        ("-1".to_owned(), vec![]),
        ("2".to_owned(), vec!["a".to_owned()]),
    ]);
    let saw = with(saw, json!({ "byNumber": by_number }));
    let mut body = body;
    body.by_number = Patch::Value(by_number);
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "by number",
        outcome,
        json!({ "value": saw }),
        &body,
    );
    unbuilt("write_json", "bounded", least().bounded(9).build());
    unbuilt("write_json", "short", least().short("é").build());
    unbuilt("write_json", "tags", {
        let twice = vec!["a".to_owned(), "a".to_owned()];
        least().tags(twice).build()
    });

    let absent = Change::builder().build().expect("a change");
    let outcome = client.change(&absent).await;
    echoed("change", "absent", outcome, json!({ "value": {} }), &absent);
    let nulls = Change::builder().name_null().dog_null();
    let nulls = nulls.build().expect("a change");
    let saw = json!({ "value": { "name": null, "dog": null } });
    echoed("change", "null", client.change(&nulls).await, saw, &nulls);
    let some = Change::builder().name("").dog(dog(true));
    let some = some.build().expect("a change");
    let saw = json!({ "value": { "name": "", "dog": { "barks": true, "name": null } } });
    echoed("change", "some", client.change(&some).await, saw, &some);

    let naive = Naive::builder().clock("23:59:59.500").build();
    let naive = naive.expect("a time");
    let saw = json!({ "value": { "clock": "23:59:59.500", "local": null } });
    let answer = Naive::builder().clock("23:59:59.500").local_null();
    let answer = answer.build().expect("a time");
    let outcome = client.write_naive(&naive).await;
    echoed("write_naive", "clock", outcome, saw, &answer);
    let naive = Naive::builder().local(instant("2020-02-29T23:59:59Z"));
    let naive = naive.build().expect("a time");
    let saw = json!({ "value": { "clock": null, "local": "2020-02-29T23:59:59" } });
    let outcome = client.write_naive(&naive).await;
    echoed("write_naive", "local", outcome, saw, &naive);
}

pub async fn unions(client: &Client) {
    let pets = [
        (
            Pet::Cat(PetCat::builder().lives(7).build().expect("a cat")),
            json!({ "kind": "cat", "lives": 7 }),
        ),
        (
            Pet::Dog(
                PetDog::builder()
                    .barks(false)
                    .name("é")
                    .build()
                    .expect("a dog"),
            ),
            json!({ "kind": "dog", "barks": false, "name": "é" }),
        ),
        (
            Pet::GoldFish(
                PetGoldFish::builder()
                    .colour(Colour::Red)
                    .build()
                    .expect("a fish"),
            ),
            json!({ "kind": "gold fish", "colour": "red" }),
        ),
        (
            Pet::Stone(PetStone::builder().build().expect("a stone")),
            json!({ "kind": "stone" }),
        ),
    ];
    for (pet, saw) in &pets {
        let outcome = client.write_pet(pet).await;
        echoed("write_pet", pet, outcome, json!({ "value": saw }), pet);
    }
    let (all, saw): (Vec<_>, Vec<_>) = pets.into_iter().unzip();
    let outcome = client.write_list(&all).await;
    echoed("write_list", "all", outcome, json!({ "value": saw }), &all);
    let outcome = client.write_list(&[]).await;
    echoed(
        "write_list",
        "none",
        outcome,
        json!({ "value": [] }),
        &vec![],
    );

    let point = EventMovedData::builder().x(-0.0).y(1e21).build();
    let moved = EventMoved::builder().data(point.expect("a point"));
    let events = [
        (
            Event::Moved(moved.build().expect("it")),
            json!({ "type": "Moved", "data": { "x": 0.0, "y": 1e21 } }),
        ),
        (
            Event::Named(EventNamed::builder().data("é\n").build().expect("it")),
            json!({ "type": "Named", "data": "é\n" }),
        ),
        (
            Event::Adopted(EventAdopted::builder().data(cat(9)).build().expect("it")),
            json!({ "type": "Adopted", "data": { "lives": 9 } }),
        ),
        (
            Event::Listed(EventListed::builder().data(integers()).build().expect("it")),
            json!({ "type": "Listed", "data": integers() }),
        ),
        (
            Event::Ended(EventEnded::builder().build().expect("it")),
            json!({ "type": "Ended" }),
        ),
    ];
    for (event, saw) in &events {
        let outcome = client.write_event(event).await;
        echoed(
            "write_event",
            event,
            outcome,
            json!({ "value": saw }),
            event,
        );
    }

    let shapes = [
        (
            Shape::Circle(Circle::builder().radius(0.5).build().expect("it")),
            json!({ "kind": "circle", "radius": 0.5 }),
        ),
        (
            Shape::Square(Square::builder().side(7.0).build().expect("it")),
            json!({ "kind": "square", "side": 7.0 }),
        ),
    ];
    for (shape, saw) in &shapes {
        let outcome = client.write_shape(shape).await;
        echoed(
            "write_shape",
            shape,
            outcome,
            json!({ "value": saw }),
            shape,
        );
    }

    let size = ExternalSizeSize::builder().width(i64::MAX).build();
    let size = ExternalSize::builder().size(size.expect("a size"));
    let externals = [
        (External::Plain(ExternalPlain::Plain), json!("Plain")),
        (
            External::Text(ExternalText::builder().text("").build().expect("it")),
            json!({ "Text": "" }),
        ),
        (
            External::Cat(ExternalCat::builder().cat(cat(1)).build().expect("it")),
            json!({ "Cat": { "lives": 1 } }),
        ),
        (
            External::Size(size.build().expect("it")),
            json!({ "Size": { "width": i64::MAX } }),
        ),
    ];
    for (external, saw) in &externals {
        let outcome = client.write_external(external).await;
        echoed(
            "write_external",
            external,
            outcome,
            json!({ "value": saw }),
            external,
        );
    }

    let untagged = [
        (Untagged::Integer(i64::MIN), json!(i64::MIN)),
        (Untagged::String("1".to_owned()), json!("1")),
        (Untagged::Array(vec![]), json!([])),
        (Untagged::Cat(cat(1)), json!({ "lives": 1 })),
    ];
    for (untagged, saw) in &untagged {
        let outcome = client.write_untagged(untagged).await;
        echoed(
            "write_untagged",
            untagged,
            outcome,
            json!({ "value": saw }),
            untagged,
        );
    }

    let flat = Flat1::builder().id(1).barks(true).name("é").build();
    let flat = Flat::Dog(flat.expect("it"));
    let saw = json!({ "value": { "id": 1, "barks": true, "name": "é", "kind": "dog" } });
    let outcome = client.write_flat(&flat).await;
    echoed("write_flat", "dog", outcome, saw, &flat);
    let flat = Flat0::builder()
        .id(1)
        .barks(true)
        .name_null()
        .lives(9)
        .build();
    let flat = Flat::Cat(flat.expect("it"));
    let saw =
        json!({ "value": { "id": 1, "barks": true, "name": null, "kind": "cat", "lives": 9 } });
    let outcome = client.write_flat(&flat).await;
    echoed("write_flat", "cat", outcome, saw, &flat);
    let flat = Flat3::builder().id(1).barks(true).name_null().build();
    let flat = Flat::Stone(flat.expect("it"));
    let saw = json!({ "value": { "id": 1, "barks": true, "name": null, "kind": "stone" } });
    let outcome = client.write_flat(&flat).await;
    echoed("write_flat", "stone", outcome, saw, &flat);
}

pub async fn others(client: &Client) {
    let closed = Closed::builder().a(i64::MAX).build().expect("it");
    let saw = json!({ "value": { "a": i64::MAX } });
    echoed(
        "write_closed",
        "",
        client.write_closed(&closed).await,
        saw,
        &closed,
    );
    for text in texts().into_iter().filter(|text| *text != "a").chain([""]) {
        let open = Open::builder()
            .a(1)
            .additional_properties([(text.to_owned(), 2)].into());
        let open = open.build().expect("it");
        let saw = json!({ "value": { "a": 1, text: 2 } });
        echoed(
            "write_open",
            text,
            client.write_open(&open).await,
            saw,
            &open,
        );
    }
    for integer in integers() {
        let map = BTreeMap::from([("é".to_owned(), Some(integer)), ("".to_owned(), None)]);
        let outcome = client.write_map(&map).await;
        echoed("write_map", integer, outcome, json!({ "value": map }), &map);
    }
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
    refused("write_number", "NaN", client.write_number(f64::NAN).await);

    let item = |lives| {
        PageCatItemsItem::builder()
            .lives(lives)
            .build()
            .expect("a cat")
    };
    let page = PageCat::builder().items(vec![item(1), item(2)]).next("é");
    let page = page.build().expect("a page");
    let saw =
        json!({ "id": 7, "value": { "items": [{ "lives": 1 }, { "lives": 2 }], "next": "é" } });
    let item = |barks| {
        let dog = PageDogItemsItem::builder().barks(barks).name_null();
        dog.build().expect("a dog")
    };
    let answer = PageDog::builder()
        .items(vec![item(false), item(true)])
        .next("é");
    let answer = answer.build().expect("a page");
    echoed(
        "write_page",
        "two",
        client.write_page(7, &page).await,
        saw,
        &answer,
    );
    let page = PageCat::builder().items(vec![]).build().expect("a page");
    let saw = json!({ "id": -7, "value": { "items": [], "next": null } });
    let answer = PageDog::builder()
        .items(vec![])
        .next_null()
        .build()
        .expect("a page");
    echoed(
        "write_page",
        "none",
        client.write_page(-7, &page).await,
        saw,
        &answer,
    );

    let outcome = client.write_optional().body(Some(&cat(3))).await;
    let saw = json!({ "sent": true, "value": { "lives": 3 } });
    echoed("write_optional", "some", outcome, saw, &Some(cat(3)));
    let outcome = client.write_optional().body(None).await;
    echoed(
        "write_optional",
        "null",
        outcome,
        json!({ "sent": true }),
        &None,
    );
    let outcome = client.write_optional().await;
    echoed(
        "write_optional",
        "nothing",
        outcome,
        json!({ "sent": false }),
        &None,
    );

    for value in [
        json!(null),
        json!([1.5, { "é": null }]),
        json!("a"),
        json!(u64::MAX),
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
