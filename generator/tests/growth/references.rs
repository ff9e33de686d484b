//! Families of documents in which many schemas refer to the same one, or to all that come after.

use serde_json::{Map, Value, json};

use super::families::{document, schemas, to};

/// An object of many properties that each lead to another with as many.
pub fn referred(n: usize, property: fn(usize, Value) -> Value) -> String {
    let many = |value: &dyn Fn(usize) -> Value| {
        let properties: Map<_, _> = (0..n).map(|i| (format!("p{i}"), value(i))).collect();
        json!({ "type": "object", "properties": properties })
    };
    let mut all = Map::new();
    all.insert("A".into(), many(&|i| property(i, to("Large"))));
    all.insert("Large".into(), many(&|_| json!({ "type": "string" })));
    document(all)
}

pub fn chain_of_bases(n: usize) -> String {
    let mut all = schemas(n, |i| {
        let above = to(&format!("L{:05}", i + 1));
        let base = json!({ "allOf": [above], "discriminator": { "propertyName": "kind" } });
        (format!("L{i:05}"), base)
    });
    all.insert(format!("L{n:05}"), told("kind"));
    document(all)
}

fn told(property: &str) -> Value {
    json!({ "type": "object", "required": [property], "properties": { property: { "type": "string" } } })
}

/// Each union has one branch of its own, and all of the next.
pub fn chain_of_tagged_unions(n: usize) -> String {
    let mut all = schemas(n, |i| {
        let branches = [to(&format!("L{:05}", i + 1)), to(&format!("M{i:05}"))];
        let union = json!({ "oneOf": branches, "discriminator": { "propertyName": "kind" } });
        (format!("L{i:05}"), union)
    });
    all.insert(format!("L{n:05}"), told("kind"));
    all.extend(schemas(n, |i| (format!("M{i:05}"), told("kind"))));
    document(all)
}

/// Each union has all that come after it.
pub fn web_of_tagged_unions(n: usize) -> String {
    let union = |i: usize| {
        let own = std::iter::once(to(&format!("M{i:05}")));
        let branches: Vec<_> = own
            .chain((i + 1..n).map(|j| to(&format!("L{j:05}"))))
            .collect();
        let union = json!({ "oneOf": branches, "discriminator": { "propertyName": "kind" } });
        (format!("L{i:05}"), union)
    };
    let mut all = schemas(n, union);
    all.extend(schemas(n, |i| (format!("M{i:05}"), told("kind"))));
    document(all)
}

/// Circles of as many schemas as the first primes, of which one schema starts all: it is combined in as many
/// ways as their product. Each link is described, so that it is no mere reference.
pub fn circles_of_parts(n: usize) -> String {
    let is_prime = |number: &usize| (2..*number).all(|divisor| !number.is_multiple_of(divisor));
    let mut all = Map::new();
    let mut starts = Vec::new();
    for prime in (2..).filter(is_prime).take(n) {
        let name = |i: usize| format!("C{prime:03}x{i:03}");
        starts.push(to(&name(0)));
        for i in 0..prime {
            let mut next = to(&name((i + 1) % prime));
            next["description"] = "The next.".into();
            let properties = json!({ "next": next, name(i): { "type": "object" } });
            all.insert(
                name(i),
                json!({ "type": "object", "properties": properties }),
            );
        }
    }
    let mut first = Map::new();
    first.insert("A".into(), json!({ "allOf": starts }));
    first.extend(all);
    document(first)
}
