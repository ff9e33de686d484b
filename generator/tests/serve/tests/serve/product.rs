//! Every place, style and kind of data: what the client sends is what the handler gets.

use serde_json::Value;
use serve::product::{ENCODINGS, Encoding, Is, KINDS, Kind, Place};
use serve::server::{InMemory, Server, product};
use serve::serving::Product;

/// What two values are written as alike, so that no reader can tell them apart.
fn is_ambiguous(encoding: &Encoding, kind: &Kind) -> bool {
    match (encoding.place, encoding.name, kind.is) {
        // The space in an item, or in a text of an object, is what separates.
        (Place::Query, "spaces", Is::List | Is::Object) => true,
        // So is the comma in an item of a header, which nothing encodes.
        (Place::Header, _, Is::List) => true,
        // So is the point of a number.
        (Place::Path, "label_exploded", Is::Numbers) => true,
        _ => false,
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        _ => one == other,
    }
}

#[tokio::test]
async fn each_kind_in_each_encoding_of_each_place_arrives() {
    let service = Product::default();
    let router = Server::new()
        .serve(product::routes(service.clone()))
        .router();
    let router = axum::Router::new().nest("/v1", router);
    let client = serve::Client::builder()
        .transport(InMemory::new(router))
        .build()
        .unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for encoding in ENCODINGS.iter().filter(|it| it.place != Place::Part) {
        let place = format!("{:?}", encoding.place).to_lowercase();
        let operation = format!("{place}_{}", encoding.name);
        for kind in KINDS {
            // What the specification has no form for is written somehow, and need not be read.
            if encoding.of(kind, "", str::to_owned).is_none() || is_ambiguous(encoding, kind) {
                continue;
            }
            let names = match encoding.place {
                Place::Path => vec![kind.name.to_owned()],
                _ => vec![kind.name.to_owned(), format!("{}_null", kind.name)],
            };
            for name in names {
                service.0.lock().unwrap().clear();
                let call = serve::calls::call(&client, &operation, &name).unwrap();
                let response = call.await.unwrap();
                count += 1;
                let expected: Value = serde_json::from_str(kind.json).unwrap();
                let seen = service.0.lock().unwrap();
                let found = seen.get(&name).unwrap_or(&Value::Null);
                if response.status().as_u16() != 204 || !is_same(found, &expected) {
                    let status = response.status();
                    wrong.push(format!(
                        "{operation} {name}: {status}, {found} where {expected} was sent"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 300, "{count}");
}
