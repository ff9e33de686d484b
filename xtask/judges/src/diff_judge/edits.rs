//! Structural edits of a document's schemas: what means the same in another spelling, and what does
//! not.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::schemas::{COMPONENTS, names_of, rest, scalar, schema};

/// An edit of a schema; `false` where it does not fit.
type Edit = fn(&mut Value, &mut Rng) -> bool;

const EDITS: &[(&str, Edit)] = &[
    ("wrap in allOf", |it, _| wrap(it, "allOf")),
    ("wrap in anyOf", |it, _| wrap(it, "anyOf")),
    ("wrap in oneOf", |it, _| wrap(it, "oneOf")),
    ("split into allOf", split),
    ("merge allOf of one", merge),
    ("not not", |it, _| {
        *it = json!({ "not": { "not": it.take() } });
        true
    }),
    ("enum over oneOf", enum_over_one_of),
    ("types over anyOf", types_over_any_of),
    ("bound of another kind", |it, _| {
        set(it, "multipleOf", json!(2), &["string", "boolean"])
    }),
    ("if without then", |it, _| {
        insert(it, "if", json!({ "type": "string" }))
    }),
    ("retarget", |it, rng| {
        let to = format!("#/components/schemas/C{}", rng.usize(0..COMPONENTS));
        let has = it.get("$ref").is_some();
        // Only forward, so that nothing comes to contain itself without end.
        has && insert(it, "$ref", json!(to))
    }),
    ("another schema", |it, rng| {
        *it = schema(rng, 1, 0);
        true
    }),
    ("minimum", |it, rng| {
        set(it, "minimum", json!(rng.i8(-3..4)), &["integer", "number"])
    }),
    ("maxLength", |it, rng| {
        set(it, "maxLength", json!(rng.u8(2..7)), &["string"])
    }),
    ("pattern", |it, _| {
        set(it, "pattern", json!("^[a-b]+$"), &["string"])
    }),
    ("maxItems", |it, rng| {
        set(it, "maxItems", json!(rng.u8(0..4)), &["array"])
    }),
    ("uniqueItems", |it, rng| {
        set(it, "uniqueItems", json!(rng.bool()), &["array"])
    }),
    ("close", |it, _| {
        set(it, "additionalProperties", json!(false), &["object"])
    }),
    ("open", |it, _| remove(it, "additionalProperties")),
    ("type the rest", |it, rng| {
        let rest = scalar(rng);
        set(it, "additionalProperties", rest, &["object"])
    }),
    ("pattern of names", |it, rng| {
        let pattern = *rng.choice(&["^[ab]", "^[bc]", "^d"]).unwrap_or(&"^d");
        let schemas = json!({ pattern: scalar(rng) });
        set(it, "patternProperties", schemas, &["object"])
    }),
    ("no pattern of names", |it, _| {
        remove(it, "patternProperties")
    }),
    ("limit what is left", |it, rng| {
        let rest = rest(rng);
        set(it, "unevaluatedProperties", rest, &["object"])
    }),
    ("limit names", |it, rng| {
        let names = names_of(rng);
        set(it, "propertyNames", names, &["object"])
    }),
    ("maxProperties", |it, rng| {
        set(it, "maxProperties", json!(rng.u8(1..4)), &["object"])
    }),
    ("require", require),
    ("let be missing", |it, _| remove(it, "required")),
    ("declare", |it, rng| {
        let name = *rng.choice(&["a", "b", "c", "d"]).unwrap_or(&"d");
        let schema = scalar(rng);
        properties(it).is_some_and(|all| all.insert(name.to_owned(), schema).is_none())
    }),
    ("declare no more", |it, rng| {
        let Some(all) = properties(it) else {
            return false;
        };
        let names: Vec<String> = all.keys().cloned().collect();
        rng.choice(&names)
            .is_some_and(|name| all.shift_remove(name).is_some())
    }),
    ("null", |it, _| match it.get_mut("type") {
        Some(kind @ Value::String(_)) => {
            *kind = json!([kind.take(), "null"]);
            true
        }
        Some(Value::Array(kinds)) => {
            let count = kinds.len();
            kinds.retain(|kind| kind != "null");
            kinds.len() < count && !kinds.is_empty()
        }
        _ => false,
    }),
    ("value joins", |it, _| {
        it.get_mut("enum")
            .and_then(Value::as_array_mut)
            .is_some_and(|values| {
                values.push(json!(format!("v{}", values.len())));
                true
            })
    }),
    ("value leaves", |it, _| {
        let values = it.get_mut("enum").and_then(Value::as_array_mut);
        values.is_some_and(|values| values.len() > 1 && values.pop().is_some())
    }),
    ("branch joins", |it, rng| {
        let branch = scalar(rng);
        branches(it).is_some_and(|all| {
            all.push(branch);
            true
        })
    }),
    ("branch leaves", |it, _| {
        branches(it).is_some_and(|all| all.len() > 1 && all.pop().is_some())
    }),
    ("exactly one, or any", |it, _| {
        let Some(map) = it.as_object_mut() else {
            return false;
        };
        for (from, to) in [("oneOf", "anyOf"), ("anyOf", "oneOf")] {
            if let Some(all) = map.shift_remove(from) {
                map.insert(to.to_owned(), all);
                return true;
            }
        }
        false
    }),
];

/// Edits some schema of a document, or moves some; returns what was done.
pub(super) fn edit(document: &mut Value, rng: &mut Rng) -> String {
    for _ in 0..50 {
        match rng.usize(0..20) {
            0 => {
                if inline(document, rng) {
                    return "inline".to_owned();
                }
            }
            1 => {
                if extract(document, rng) {
                    return "extract".to_owned();
                }
            }
            2 => {
                return cover(document, rng);
            }
            _ => {
                let places = places(document);
                let (Some(at), Some((name, edit))) = (rng.choice(&places), rng.choice(EDITS))
                else {
                    continue;
                };
                let within = at.clone();
                if *name == "retarget" && !may_refer(&within) {
                    continue;
                }
                if let Some(it) = document.pointer_mut(at)
                    && edit(it, rng)
                {
                    return format!("{name} at {at}");
                }
            }
        }
    }
    "nothing".to_owned()
}

/// Whether a place may refer to any component: one in use does, others would lead in circles.
fn may_refer(at: &str) -> bool {
    at.starts_with("/components/schemas/Root")
}

/// The places of all schemas of components.
fn places(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let all = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    for (name, schema) in all.into_iter().flatten() {
        walk(schema, &format!("/components/schemas/{name}"), &mut found);
    }
    found
}

fn walk(schema: &Value, at: &str, found: &mut Vec<String>) {
    let Some(map) = schema.as_object() else {
        return;
    };
    found.push(at.to_owned());
    for (key, value) in map {
        match (key.as_str(), value) {
            ("properties" | "patternProperties", Value::Object(all)) => {
                for (name, inner) in all {
                    walk(inner, &format!("{at}/{key}/{name}"), found);
                }
            }
            ("items" | "additionalProperties" | "unevaluatedProperties" | "not", inner) => {
                walk(inner, &format!("{at}/{key}"), found);
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => {
                for (index, inner) in all.iter().enumerate() {
                    walk(inner, &format!("{at}/{key}/{index}"), found);
                }
            }
            _ => {}
        }
    }
}

/// A reference becomes what it leads to.
fn inline(document: &mut Value, rng: &mut Rng) -> bool {
    let mut places = places(document);
    let is_reference = |at: &String| {
        document
            .pointer(at)
            .is_some_and(|it| it.get("$ref").is_some())
    };
    places.retain(is_reference);
    let Some(at) = rng.choice(&places) else {
        return false;
    };
    let to = document
        .pointer(at)
        .and_then(|it| it["$ref"].as_str())
        .unwrap_or_default();
    let Some(target) = document.pointer(to.trim_start_matches('#')).cloned() else {
        return false;
    };
    document.pointer_mut(at).is_some_and(|it| {
        *it = target;
        true
    })
}

/// A schema becomes a component.
fn extract(document: &mut Value, rng: &mut Rng) -> bool {
    let mut places = places(document);
    places.retain(|at| at.split('/').count() > 4);
    let Some(at) = rng.choice(&places) else {
        return false;
    };
    let name = format!("E{}", rng.u32(..));
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    let Some(schema) = document
        .pointer_mut(at)
        .map(|it| std::mem::replace(it, reference))
    else {
        return false;
    };
    document["components"]["schemas"][&name] = schema;
    true
}

/// The status of the response becomes one that takes it in, or is one again.
fn cover(document: &mut Value, rng: &mut Rng) -> String {
    let status = *rng.choice(&["200", "2XX", "default"]).unwrap_or(&"200");
    let responses = document.pointer_mut("/paths/~1a/post/responses");
    if let Some(Value::Object(responses)) = responses {
        let all = std::mem::take(responses);
        responses.extend(
            all.into_iter()
                .map(|(_, response)| (status.to_owned(), response)),
        );
    }
    format!("status {status}")
}

fn wrap(it: &mut Value, keyword: &str) -> bool {
    *it = json!({ keyword: [it.take()] });
    true
}

fn split(it: &mut Value, rng: &mut Rng) -> bool {
    let Some(map) = it.as_object_mut().filter(|map| map.len() > 1) else {
        return false;
    };
    // These speak of those that stand beside them.
    let together = [
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
        "if",
    ];
    let (mut one, mut other) = (Map::new(), Map::new());
    for (key, value) in std::mem::take(map) {
        match together.contains(&key.as_str()) || rng.bool() {
            true => one.insert(key, value),
            false => other.insert(key, value),
        };
    }
    *it = json!({ "allOf": [one, other] });
    true
}

fn merge(it: &mut Value, _: &mut Rng) -> bool {
    let only = it.get("allOf").and_then(Value::as_array);
    match only.map(Vec::as_slice) {
        Some([only]) if it.as_object().is_some_and(|map| map.len() == 1) => {
            *it = only.clone();
            true
        }
        _ => false,
    }
}

fn enum_over_one_of(it: &mut Value, _: &mut Rng) -> bool {
    let Some(values) = it.as_object_mut().and_then(|map| map.shift_remove("enum")) else {
        return false;
    };
    let values = values.as_array().cloned().unwrap_or_default();
    let branches: Vec<_> = values
        .iter()
        .map(|value| json!({ "enum": [value] }))
        .collect();
    it["oneOf"] = json!(branches);
    true
}

fn types_over_any_of(it: &mut Value, _: &mut Rng) -> bool {
    let Some(Value::Array(kinds)) = it.get("type").cloned() else {
        return false;
    };
    if let Some(map) = it.as_object_mut() {
        map.shift_remove("type");
    }
    let branches: Vec<_> = kinds.iter().map(|kind| json!({ "type": kind })).collect();
    insert(it, "anyOf", json!(branches))
}

fn require(it: &mut Value, rng: &mut Rng) -> bool {
    let name = *rng.choice(&["a", "b", "c"]).unwrap_or(&"a");
    it.get("properties").is_some() && insert(it, "required", json!([name]))
}

/// Sets a keyword where the schema is of one of these types.
fn set(it: &mut Value, keyword: &str, value: Value, kinds: &[&str]) -> bool {
    let is_kind = it.get("type").and_then(Value::as_str);
    is_kind.is_some_and(|kind| kinds.contains(&kind)) && insert(it, keyword, value)
}

fn insert(it: &mut Value, keyword: &str, value: Value) -> bool {
    it.as_object_mut().is_some_and(|map| {
        map.insert(keyword.to_owned(), value);
        true
    })
}

fn remove(it: &mut Value, keyword: &str) -> bool {
    it.as_object_mut()
        .is_some_and(|map| map.shift_remove(keyword).is_some())
}

fn properties(it: &mut Value) -> Option<&mut Map<String, Value>> {
    it.get_mut("properties")?.as_object_mut()
}

fn branches(it: &mut Value) -> Option<&mut Vec<Value>> {
    let keyword = ["anyOf", "oneOf"]
        .into_iter()
        .find(|keyword| it.get(keyword).is_some())?;
    it.get_mut(keyword)?.as_array_mut()
}
