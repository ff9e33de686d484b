//! Strategies for data: any, and such as has a chance to be valid for a schema.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::schema::NAMES;

const TEXTS: [&str; 8] = ["", "a", "b", "ab", "abc", "é", "1", "aaaa"];

/// Data of any type that nest so deep.
pub(super) fn any(depth: u32) -> BoxedStrategy<Value> {
    let flat = prop_oneof![
        Just(Value::Null),
        proptest::bool::ANY.prop_map(Value::from),
        integer(),
        select(vec![0.5, 1.0, 1.5, -2.0, 3.3]).prop_map(Value::from),
        text(),
    ];
    if depth == 0 {
        return flat.boxed();
    }
    let inner = self::any(depth - 1);
    prop_oneof![
        5 => flat,
        1 => vec(inner.clone(), 0..3).prop_map(Value::from),
        1 => object(NAMES.map(|_| inner.clone())),
    ]
    .boxed()
}

/// Data that a schema may take; one in five has nothing to do with it.
pub(super) fn of(schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    let any = self::any(depth.min(2));
    if depth == 0 {
        return any;
    }
    match meant(schema, depth - 1) {
        Some(meant) => prop_oneof![4 => meant, 1 => any].boxed(),
        None => any,
    }
}

fn meant(schema: &Value, depth: u32) -> Option<BoxedStrategy<Value>> {
    for key in ["allOf", "anyOf", "oneOf"] {
        if let Some(branches) = schema.get(key).and_then(Value::as_array) {
            let branches = branches.iter().map(|branch| of(branch, depth));
            return Some(proptest::strategy::Union::new(branches).boxed());
        }
    }
    if let (Some(test), Some(then)) = (schema.get("if"), schema.get("then")) {
        return Some(prop_oneof![of(test, depth), of(then, depth)].boxed());
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return Some(select(values.clone()).boxed());
    }
    let ty = match schema.get("type")? {
        Value::Array(types) => types.first()?,
        ty => ty,
    };
    Some(match ty.as_str()? {
        "integer" => integer(),
        "number" => select(vec![0.0, 0.5, 1.0, 1.5, -2.0, 3.3, 0.3, 6.0])
            .prop_map(Value::from)
            .boxed(),
        "string" => text(),
        "boolean" => proptest::bool::ANY.prop_map(Value::from).boxed(),
        "array" => array(schema, depth),
        "object" => object(NAMES.map(|name| {
            let declared = schema.get("properties").and_then(|all| all.get(name));
            let declared = declared.or(schema.get("additionalProperties"));
            of(declared.unwrap_or(&json!({})), depth)
        })),
        _ => return None,
    })
}

fn integer() -> BoxedStrategy<Value> {
    (-4_i64..9).prop_map(Value::from).boxed()
}

fn text() -> BoxedStrategy<Value> {
    select(TEXTS.to_vec()).prop_map(Value::from).boxed()
}

fn array(schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    let items: Vec<_> = (0..3)
        .map(|index| {
            let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
            let item = prefix.or(schema.get("items"));
            of(item.unwrap_or(&json!({})), depth)
        })
        .collect();
    (0_usize..4, items)
        .prop_map(|(length, items)| items.into_iter().take(length).collect())
        .boxed()
}

/// An object with some of the names.
fn object(values: [BoxedStrategy<Value>; 4]) -> BoxedStrategy<Value> {
    let values = values.map(|value| weighted(0.5, value)).to_vec();
    values
        .prop_map(|values| {
            let named = NAMES.iter().zip(values);
            let named = named.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
            Value::Object(named.collect())
        })
        .boxed()
}
