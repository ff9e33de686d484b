//! Strategies for schemas. Names, numbers and texts come from small pools, so that data meet what
//! schemas ask for.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::data;

pub(super) const NAMES: [&str; 4] = ["a", "b", "ab", "c"];
const PATTERNS: [&str; 5] = ["^a", "b$", "^[a-c]+$", "^.{2}$", "\\d"];

/// How often a schema has a keyword that most have.
const OFTEN: f64 = 0.67;
/// How often it has one that few have.
const SELDOM: f64 = 0.25;

/// Schemas that nest so deep. Simpler ones come first, which is where shrinking leads.
pub(super) fn schema(depth: u32) -> BoxedStrategy<Value> {
    let flat = prop_oneof![
        Just(json!({ "type": "boolean" })),
        typed("string", texts()),
        typed("integer", numbers((1_i64..4).prop_map(Value::from).boxed())),
        typed(
            "number",
            numbers(select(vec![0.5, 1.5, 0.1]).prop_map(Value::from).boxed())
        ),
        vec(data::any(1), 1..4).prop_map(|values| json!({ "enum": distinct(values) })),
    ];
    if depth == 0 {
        return flat.boxed();
    }
    let inner = schema(depth - 1);
    prop_oneof![
        4 => flat,
        1 => typed("array", arrays(&inner)),
        2 => typed("object", objects(&inner)),
        2 => combined(&inner),
    ]
    .boxed()
}

fn distinct(values: Vec<Value>) -> Vec<Value> {
    values.into_iter().fold(Vec::new(), |mut all, value| {
        if !all.contains(&value) {
            all.push(value);
        }
        all
    })
}

/// Keywords, and the type that they are about: stated, stated beside `null`, or left out.
fn typed(ty: &'static str, keywords: BoxedStrategy<Map<String, Value>>) -> BoxedStrategy<Value> {
    let ty = prop_oneof![
        3 => Just(Some(json!(ty))),
        1 => Just(None),
        1 => Just(Some(json!([ty, "null"]))),
    ];
    (ty, keywords)
        .prop_map(|(ty, keywords)| {
            let mut schema: Map<String, Value> = Map::new();
            schema.extend(ty.map(|ty| ("type".to_owned(), ty)));
            schema.extend(keywords);
            Value::Object(schema)
        })
        .boxed()
}

type Keyword = (&'static str, f64, BoxedStrategy<Value>);

/// Some of these keywords, each as often as it says.
fn keywords(all: Vec<Keyword>) -> BoxedStrategy<Map<String, Value>> {
    let (names, values): (Vec<_>, Vec<_>) = all
        .into_iter()
        .map(|(name, often, value)| (name, weighted(often, value)))
        .unzip();
    values
        .prop_map(move |values| {
            let named = names.iter().zip(values);
            let named = named.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
            named.collect()
        })
        .boxed()
}

/// Two bounds, the lower before the upper, each seldom there.
fn bounds(
    lows: &[&'static str],
    highs: &[&'static str],
    low: std::ops::Range<i64>,
    span: std::ops::Range<i64>,
) -> BoxedStrategy<Map<String, Value>> {
    let key = |keys: &[&'static str]| weighted(SELDOM, select(keys.to_vec()));
    (low, span, key(lows), key(highs))
        .prop_map(|(low, span, least, most)| {
            let least = least.map(|key| (key.to_owned(), json!(low)));
            let most = most.map(|key| (key.to_owned(), json!(low + span)));
            least.into_iter().chain(most).collect()
        })
        .boxed()
}

fn together(
    one: BoxedStrategy<Map<String, Value>>,
    other: BoxedStrategy<Map<String, Value>>,
) -> BoxedStrategy<Map<String, Value>> {
    let both = (one, other).prop_map(|(mut one, other)| {
        one.extend(other);
        one
    });
    both.boxed()
}

fn numbers(step: BoxedStrategy<Value>) -> BoxedStrategy<Map<String, Value>> {
    let lows = ["minimum", "exclusiveMinimum"];
    let highs = ["maximum", "exclusiveMaximum"];
    together(
        bounds(&lows, &highs, -3..4, 2..6),
        keywords(vec![("multipleOf", SELDOM, step)]),
    )
}

fn texts() -> BoxedStrategy<Map<String, Value>> {
    let pattern = select(PATTERNS.to_vec()).prop_map(Value::from).boxed();
    together(
        bounds(&["minLength"], &["maxLength"], 0..3, 0..3),
        keywords(vec![("pattern", SELDOM, pattern)]),
    )
}

fn arrays(inner: &BoxedStrategy<Value>) -> BoxedStrategy<Map<String, Value>> {
    let prefix = vec(inner.clone(), 1..3).prop_map(Value::from);
    together(
        bounds(&["minItems"], &["maxItems"], 0..3, 0..3),
        keywords(vec![
            ("items", OFTEN, inner.clone()),
            ("prefixItems", SELDOM, prefix.boxed()),
            ("uniqueItems", SELDOM, Just(json!(true)).boxed()),
            ("contains", SELDOM, inner.clone()),
        ]),
    )
}

fn objects(inner: &BoxedStrategy<Value>) -> BoxedStrategy<Map<String, Value>> {
    let name = || select(NAMES.to_vec());
    let properties = keywords(NAMES.map(|name| (name, OFTEN, inner.clone())).to_vec());
    let others = prop_oneof![Just(json!(false)), inner.clone()].boxed();
    let patterns = (select(PATTERNS.to_vec()), inner.clone());
    let dependent = (name(), name());
    together(
        bounds(&["minProperties"], &["maxProperties"], 0..3, 0..3),
        keywords(vec![
            (
                "properties",
                OFTEN,
                properties.prop_map(Value::Object).boxed(),
            ),
            (
                "required",
                SELDOM,
                name().prop_map(|name| json!([name])).boxed(),
            ),
            ("additionalProperties", SELDOM, others),
            (
                "patternProperties",
                SELDOM,
                patterns
                    .prop_map(|(pattern, of)| json!({ pattern: of }))
                    .boxed(),
            ),
            (
                "dependentRequired",
                SELDOM,
                dependent
                    .prop_map(|(name, other)| json!({ name: [other] }))
                    .boxed(),
            ),
        ]),
    )
}

fn combined(inner: &BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let branches = || vec(inner.clone(), 1..4);
    let one = || inner.clone();
    prop_oneof![
        branches().prop_map(|all| json!({ "allOf": all })),
        branches().prop_map(|all| json!({ "anyOf": all })),
        branches().prop_map(|all| json!({ "oneOf": all })),
        one().prop_map(|schema| json!({ "not": schema })),
        (one(), one(), one())
            .prop_map(|(test, then, other)| json!({ "if": test, "then": then, "else": other })),
    ]
    .boxed()
}
