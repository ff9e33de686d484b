//! Every operation of `app.py`, called with ordinary values and with those at the edges.

extern crate framework_litestar as api;

mod support;

use std::collections::BTreeMap;

use api::multipart::File;
use api::operations::*;
use api::types::*;
use api::{Client, Credentials, Error, Patch};
use serde_json::json;
use support::{
    answered, echoed, failed, integers, leap_day, moment, numbers, refused, same, texts, unbuilt, with,
};

fn main() {
    let client = support::client()
        .credentials(Credentials::bearer("t0k3n").for_scheme("token"))
        .credentials(Credentials::api_key("k ä&=+/%").for_scheme("key"))
        .build()
        .expect("a client");
    support::run(async {
        parameters(&client).await;
        bodies(&client).await;
        forms(&client).await;
        answers(&client).await;
    });
}

async fn parameters(client: &Client) {
    let id = uuid::Uuid::from_u128(7);
    for text in texts() {
        let saw =
            json!({ "text": text, "count": 1, "id": id.to_string(), "day": "2020-02-29" });
        let outcome = client.read_path(text, 1, id, leap_day()).await;
        echoed("read_path", text, outcome, saw, &text.to_owned());
    }
    let base = json!({ "text": "a", "flag": false, "bounded": 3 });
    for text in texts().into_iter().chain([""]) {
        let outcome = client.read_query(text).await;
        let saw = with(base.clone(), json!({ "text": text }));
        echoed("read_query", text, outcome, saw, &());
    }
    for limit in integers() {
        let outcome = client.read_query("a").limit(limit).await;
        let saw = with(base.clone(), json!({ "limit": limit }));
        echoed("read_query", limit, outcome, saw, &());
    }
    for ratio in numbers() {
        let outcome = client.read_query("a").ratio(ratio).await;
        let saw = with(base.clone(), json!({ "ratio": ratio }));
        echoed("read_query", ratio, outcome, saw, &());
    }
    let (moment, saw_moment) = moment();
    let outcome = client
        .read_query("a")
        .flag(true)
        .price("0.10")
        .moment(moment)
        .day(leap_day())
        .span("P1DT2H0.5S")
        .id(id)
        .colour(&Colour::DarkBlue)
        .kind(&ReadQueryKind::BC)
        .numbers([3, -1])
        .colours([Colour::Red, Colour::DarkBlue])
        .bounded(9)
        .sh_ort("é&")
        .await;
    let all = json!({
        "flag": true, "price": "0.10", "moment": saw_moment, "day": "2020-02-29", "span": 93_600.5,
        "id": id.to_string(), "colour": "dark blue", "kind": "b c", "numbers": [3, -1],
        "colours": ["red", "dark blue"], "bounded": 9, "short": "é&",
    });
    echoed("read_query", "all", outcome, with(base.clone(), all), &());
    for (either, value) in [
        (ReadQueryEither::Integer(-7), json!(-7)),
        (ReadQueryEither::String("é &".to_owned()), json!("é &")),
    ] {
        let outcome = client.read_query("a").either(either.clone()).await;
        let saw = with(base.clone(), json!({ "either": value }));
        echoed("read_query", either, outcome, saw, &());
    }
    // One of a list, of which a server may make no list.
    let outcome = client.read_query("a").numbers([3]).await;
    let saw = with(base.clone(), json!({ "numbers": [3] }));
    echoed("read_query", "one number", outcome, saw, &());
    let outcome = client.read_query("a").clock("PT23H").await;
    let saw = with(base, json!({ "clock": "23:00:00" }));
    echoed("read_query", "clock", outcome, saw, &());
    refused("read_query", "bounded", client.read_query("a").bounded(10).await);
    refused("read_query", "short", client.read_query("a").sh_ort("ab").await);

    for text in texts() {
        let outcome = client.read_others().session(text).visits(-1).await;
        let saw = json!({ "session": text, "visits": -1 });
        echoed("read_others", text, outcome, saw, &());
    }
    for text in ["a, b", "é", "\"a\"", "a=b;c"] {
        let outcome = client.read_others().x_text(text).x_count(-7).await;
        let saw = json!({ "text": text, "count": -7 });
        echoed("read_others", ("header", text), outcome, saw, &());
    }
    let outcome = client.read_others().x_moment(moment).await;
    echoed(
        "read_others",
        "moment",
        outcome,
        json!({ "moment": saw_moment }),
        &(),
    );
}

async fn bodies(client: &Client) {
    let (moment, saw_moment) = moment();
    let text = " é\"\\/\u{2028}𝄞 ";
    let least = || {
        Everything::builder()
            .text(text)
            .count(i64::MIN)
            .ratio(-0.0)
            .flag(None)
            .moment(moment)
            .day(leap_day())
            .id(uuid::Uuid::nil())
    };
    let saw = json!({
        "text": text, "count": i64::MIN, "ratio": -0.0, "flag": null, "moment": saw_moment,
        "day": "2020-02-29", "id": "00000000-0000-0000-0000-000000000000",
    });
    // What is not sent is seen as its default.
    let defaults = json!({
        "clock": null, "span": null, "price": null, "data": null, "colour": null,
        "level": null, "tags": null, "pair": null, "by_name": null, "by_number": null, "either": null,
        "anything": null, "leaf": null, "pets": null, "bounded": 3, "short": null, "some": null,
    });
    let least_saw = with(saw, defaults);
    let body = least().build().expect("the least");
    let outcome = client.write_json(&body).await;
    echoed(
        "write_json",
        "least",
        outcome,
        json!({ "value": least_saw.clone() }),
        &body,
    );
    let by_name = numbers().into_iter().enumerate();
    let by_name: BTreeMap<_, _> = by_name
        .map(|(index, number)| (index.to_string(), number))
        .collect();
    let leaf = |name: &str| Leaf::builder().name(name).build().expect("a leaf");
    let cat = || Cat::builder().lives(9).build().expect("a cat");
    let body = least()
        .maybe_null()
        .span("P1DT2H0.5S")
        .price("12345678901234567.891")
        .data("AP8=")
        .colour(Colour::DarkBlue)
        .level(EverythingLevel::Value2)
        .tags(["b"])
        .pair([json!(-1), json!("é")])
        .by_name(by_name.clone())
        .by_number(BTreeMap::from([("7".to_owned(), leaf("a"))]))
        .either(EverythingEither::String("1".to_owned()))
        .anything(json!({ "a": [null, 1.5, "é"] }))
        .leaf(leaf(""))
        .pets([EverythingPetsArrayItem::Cat(cat())])
        .bounded(9)
        .short("ééééé")
        .some([1, i64::MAX])
        .build()
        .expect("the most");
    let most = json!({
        "maybe": null, "span": 93_600.5, "price": "12345678901234567.891", "data": "AP8=",
        "colour": "dark blue", "level": 2, "tags": ["b"], "pair": [-1, "é"], "by_name": by_name,
        "by_number": { "7": { "name": "a" } }, "either": "1",
        "anything": { "a": [null, 1.5, "é"] }, "leaf": { "name": "" },
        "pets": [{ "kind": "cat", "lives": 9 }], "bounded": 9, "short": "ééééé",
        "some": [1, i64::MAX],
    });
    let outcome = client.write_json(&body).await;
    let saw = json!({ "value": with(least_saw.clone(), most) });
    answered("write_json", "most", outcome, saw, async |response| {
        same(&response.maybe, &Patch::Null)?;
        same(&response.price, &body.price)?;
        same(&response.pair, &body.pair)?;
        same(&response.by_name, &body.by_name)?;
        same(&response.by_number, &body.by_number)?;
        same(&response.either, &body.either)?;
        same(&response.pets, &body.pets)?;
        same(&response.short, &body.short)
    })
    .await;
    for either in integers() {
        let body = least().either(either).build().expect("an integer");
        let outcome = client.write_json(&body).await;
        let saw = with(least_saw.clone(), json!({ "either": either }));
        echoed("write_json", either, outcome, json!({ "value": saw }), &body);
    }
    let body = least().clock("PT23H").build().expect("a clock");
    let outcome = client.write_json(&body).await;
    let saw = with(least_saw, json!({ "clock": "23:00:00" }));
    echoed("write_json", "clock", outcome, json!({ "value": saw }), &body);
    unbuilt("write_json", "bounded", least().bounded(10).build());
    unbuilt("write_json", "multiple", least().bounded(4).build());
    unbuilt("write_json", "short", least().short("é").build());
    unbuilt("write_json", "some", least().some(Vec::new()).build());

    let tree = |name: &str, children: Vec<Tree>| {
        let tree = Tree::builder().name(name).children(children);
        tree.build().expect("a tree")
    };
    let deep = (0..30).fold(tree("é", Vec::new()), |inner, depth| {
        tree(&depth.to_string(), vec![inner, tree("", Vec::new())])
    });
    let saw = json!({ "value": serde_json::to_value(Plain(&deep)).expect("JSON") });
    echoed("write_tree", "deep", client.write_tree(&deep).await, saw, &deep);

    let map = BTreeMap::from([
        ("é & \"".to_owned(), Some(i64::MAX)),
        (String::new(), None),
    ]);
    let saw = json!({ "value": map });
    echoed("change", "map", client.change(&map).await, saw, &map);
    let none = BTreeMap::new();
    let saw = json!({ "value": {} });
    echoed("change", "none", client.change(&none).await, saw, &none);

    let dog = EverythingPetsArrayItem::Dog(Dog::builder().barks(true).build().expect("a dog"));
    for (pet, value) in [
        (EverythingPetsArrayItem::Cat(cat()), json!({ "kind": "cat", "lives": 9 })),
        (dog.clone(), json!({ "kind": "dog", "barks": true })),
    ] {
        let outcome = client.write_pet(&pet).await;
        let answer = vec![pet.clone(), dog.clone()];
        echoed("write_pet", &pet, outcome, json!({ "value": value }), &answer);
    }

    let list = vec![Some(leaf("")), None, Some(leaf("é"))];
    let saw = json!({ "value": [{ "name": "" }, null, { "name": "é" }] });
    echoed("write_list", "some", client.write_list(&list).await, saw, &list);
    let none = Vec::new();
    let saw = json!({ "value": [] });
    echoed("write_list", "none", client.write_list(&none).await, saw, &none);
}

/// A tree as JSON.
struct Plain<'t>(&'t Tree);

impl serde::Serialize for Plain<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let children = self.0.children.iter().flatten().map(Plain);
        let children: Vec<_> = children.collect();
        serde_json::json!({ "name": self.0.name, "children": children }).serialize(serializer)
    }
}

async fn forms(client: &Client) {
    let (moment, saw_moment) = moment();
    for text in texts().into_iter().chain([""]) {
        let tags = vec![text.to_owned(), "b".to_owned()];
        let form = Form::builder()
            .text(text)
            .count(-1)
            .flag(true)
            .tags(tags.clone())
            .moment(moment)
            .colour(Colour::DarkBlue);
        let saw = json!({
            "text": text, "count": -1, "flag": true, "tags": tags, "moment": saw_moment,
            "colour": "dark blue",
        });
        let outcome = client.write_form(&form.build().expect("a form")).await;
        echoed("write_form", text, outcome, saw, &());

        let file =
            |name: &str, data: &str| json!({ "name": name, "type": "application/octet-stream", "data": data });
        let new = |name: &str, data: &'static str| File::new(data).name(name);
        let mut form = WriteFilesForm::new(new("é 1.txt", "1"), text);
        form.more = vec![new("2", "2"), new("3", "")];
        form.count = Some(-1);
        form.tags = tags.clone();
        let saw = json!({
            "text": text, "count": -1, "tags": tags, "upload": file("é 1.txt", "1"),
            "more": [file("2", "2"), file("3", "")],
        });
        let outcome = client.write_files(form).await;
        echoed("write_files", text, outcome, saw, &());
    }
    let form = Form::builder().text("a").build().expect("a form");
    let outcome = client.write_form(&form).await;
    echoed("write_form", "least", outcome, json!({ "text": "a" }), &());
    let form = WriteFilesForm::new(File::new("1"), "a");
    let outcome = client.write_files(form).await;
    let upload = json!({ "name": "upload", "type": "application/octet-stream", "data": "1" });
    let saw = json!({ "text": "a", "upload": upload, "more": [] });
    echoed("write_files", "least", outcome, saw, &());

    let mut form = WriteAnyFilesForm::new();
    form.files = vec![File::new("1").name("é")];
    let outcome = client.write_any_files(form).await;
    let file = json!({ "name": "é", "type": "application/octet-stream", "data": "1" });
    echoed("write_any_files", "one", outcome, json!({ "files": file }), &());
}

async fn answers(client: &Client) {
    failed(
        "answer_missing",
        "",
        client.answer_missing().await,
        |error| match error {
            Error::Api { body, .. } => {
                let AnswerMissingError::NotFound(problem) = &**body else {
                    return false;
                };
                problem.detail == "é" && problem.status_code == 404
            }
            _ => false,
        },
    );
    let leaf = Leaf::builder().name("é").build().expect("a leaf");
    let saw = json!({ "status": 200 });
    let outcome = client.answer_with(200).await;
    echoed("answer_with", 200, outcome, saw, &AnswerWithResponse::Ok(leaf));
    let inner = Tree::builder().name("").children(Vec::new());
    let tree = Tree::builder()
        .name("é")
        .children(vec![inner.build().expect("a tree")]);
    let outcome = client.answer_with(202).await;
    echoed(
        "answer_with",
        202,
        outcome,
        json!({ "status": 202 }),
        &AnswerWithResponse::Accepted(tree.build().expect("a tree")),
    );
    failed("answer_with", 409, client.answer_with(409).await, |error| {
        let cat = Cat::builder().lives(9).build().expect("a cat");
        matches!(error, Error::Api { body, .. } if **body == AnswerWithError::Conflict(cat))
    });
    answered(
        "read_bytes",
        "",
        client.read_bytes().await,
        json!({ "read": true }),
        async |response| {
            let bytes = response.into_body().collect(1000).await;
            let bytes = bytes.map_err(|error| error.to_string())?;
            same(&bytes[..], &(0..=255).collect::<Vec<u8>>()[..])
        },
    )
    .await;
    answered(
        "read_events",
        "",
        client.read_events().await,
        json!({ "read": true }),
        async |response| {
            let mut events = response.into_body();
            let first = events.next().await;
            let first = first.ok_or("no event")?.map_err(|error| error.to_string())?;
            same(first.data.as_str(), "é\nb")
        },
    )
    .await;
    let outcome = client.delete_nothing().await;
    echoed("delete_nothing", "", outcome, json!({ "deleted": true }), &());
    echoed("read_head", "", client.read_head().await, json!({ "read": true }), &());
    let outcome = client.secure().await;
    echoed("secure", "", outcome, json!({ "token": "t0k3n" }), &());
    let outcome = client.secure_key().await;
    echoed("secure_key", "", outcome, json!({ "key": "k ä&=+/%" }), &());
}
