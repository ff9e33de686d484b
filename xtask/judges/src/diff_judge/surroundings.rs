//! Edits of what surrounds schemas, of which it is known what they mean: servers at three levels,
//! headers, encodings, security, statuses, discriminators.
//!
//! Several that mean nothing, and at most one that means something, are done to one document: whatever
//! stands around it, the verdict is that one's.

use faircopy::diff::effect::Wire;
use fastrand::Rng;
use serde_json::{Value, json};

/// What an edit means for callers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// The same is said.
    Same,
    /// More is taken than before.
    More,
    /// Who kept to the old document may fail.
    Less,
}

use Meaning::{Less, More, Same};

/// An edit; `false` where it does not fit.
type Edit = fn(&mut Value, &mut Rng) -> bool;

/// A document with all that is edited.
pub(super) fn document(rng: &mut Rng) -> Value {
    let text = json!({ "application/json": { "schema": { "type": "string" } } });
    let answer = json!({
        "description": "d",
        "headers": { "X-Rate": { "required": true, "schema": { "type": "integer" } } },
        "content": text,
    });
    let form = json!({ "type": "object", "properties": {
        "note": { "type": "string" },
        "list": { "type": "array", "items": { "type": "string" } },
        "x-file": { "type": "string" },
    } });
    let pet = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://a.example/v1" }],
        "security": [{ "key": [] }, { "oauth": ["read"] }],
        "paths": {
            "/a": { "post": {
                "parameters": [{ "name": "X-Tenant", "in": "header", "schema": { "type": "string" } }],
                "requestBody": { "content": { "multipart/form-data": {
                    "schema": form,
                    "encoding": { "x-file": { "contentType": "image/png, image/jpeg" } },
                } } },
                "responses": { "200": answer, "404": { "description": "d", "content": text } },
            } },
            "/b": { "post": {
                "requestBody": { "required": true, "content": pet },
                "responses": { "204": { "description": "d" } },
            } },
        },
        "components": {
            "schemas": {
                "Pet": {
                    "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
                    "discriminator": { "propertyName": "kind" },
                },
                "Cat": tagged("claws"),
                "Dog": tagged("barks"),
            },
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
                "other": { "type": "apiKey", "in": "query", "name": "key" },
                "oauth": { "type": "oauth2", "flows": { "clientCredentials": {
                    "tokenUrl": "https://a.example/token",
                    "scopes": { "read": "d", "write": "d" },
                } } },
            },
        },
    });
    if rng.bool() {
        document["paths"]["/a"]["servers"] = json!([{ "url": "https://b.example" }]);
    }
    document
}

fn tagged(property: &str) -> Value {
    json!({
        "type": "object",
        "properties": { "kind": { "type": "string" }, property: { "type": "boolean" } },
        "required": ["kind", property],
    })
}

/// Edits a document; returns what was done, and the verdicts that are right.
pub(super) fn edit(document: &mut Value, rng: &mut Rng) -> (Vec<&'static str>, Vec<Wire>) {
    let mut done = Vec::new();
    let kinds = |is_same: bool| {
        let kinds = EDITS
            .iter()
            .filter(|(_, meaning, _)| (*meaning == Same) == is_same);
        kinds.collect::<Vec<_>>()
    };
    let same = kinds(true);
    for _ in 0..rng.usize(0..5) {
        if let Some((name, _, edit)) = rng.choice(&same)
            && !done.contains(name)
            && edit(document, rng)
        {
            done.push(*name);
        }
    }
    if rng.u8(0..3) > 0
        && let Some((name, meaning, edit)) = rng.choice(&kinds(false))
        && edit(document, rng)
    {
        done.push(name);
        if *meaning == Less {
            return (done, vec![Wire::Potential, Wire::Breaking]);
        }
    }
    (done, vec![Wire::Safe])
}

const EDITS: &[(&str, Meaning, Edit)] = &[
    (
        "servers of the document move to the paths",
        Same,
        |it, _| {
            let Some(servers) = it
                .as_object_mut()
                .and_then(|map| map.shift_remove("servers"))
            else {
                return false;
            };
            for path in ["/a", "/b"] {
                if it["paths"][path].get("servers").is_none() {
                    it["paths"][path]["servers"] = servers.clone();
                }
            }
            true
        },
    ),
    ("servers of a path move to its operation", Same, |it, _| {
        let path = &mut it["paths"]["/a"];
        let Some(servers) = path
            .as_object_mut()
            .and_then(|map| map.shift_remove("servers"))
        else {
            return false;
        };
        path["post"]["servers"] = servers;
        true
    }),
    ("a server's URL in another spelling", Same, |it, _| {
        respell(it, "https://a.example/v1", "HTTPS://A.example:443/v1/")
    }),
    ("a server twice", Same, |it, _| {
        let Some(servers) = it.get_mut("servers").and_then(Value::as_array_mut) else {
            return false;
        };
        let Some(first) = servers.first().cloned() else {
            return false;
        };
        servers.push(first);
        true
    }),
    ("a server joins", More, |it, _| {
        push(it, "/servers", json!({ "url": "https://c.example" }))
    }),
    ("a server is another", Less, |it, _| {
        respell(it, "https://a.example/v1", "https://a.example/v2")
    }),
    ("a path has a server of its own", Less, |it, _| {
        it["paths"]["/b"]["servers"] = json!([{ "url": "https://z.example" }]);
        true
    }),
    ("alternatives in another order", Same, |it, _| {
        let security = it.get_mut("security").and_then(Value::as_array_mut);
        security.is_some_and(|all| {
            all.reverse();
            true
        })
    }),
    ("requirements are the operations' own", Same, |it, _| {
        let Some(security) = it
            .as_object_mut()
            .and_then(|map| map.shift_remove("security"))
        else {
            return false;
        };
        for path in ["/a", "/b"] {
            it["paths"][path]["post"]["security"] = security.clone();
        }
        true
    }),
    (
        "an alternative that asks for more than another",
        Same,
        |it, _| {
            push(
                it,
                "/security",
                json!({ "oauth": ["read", "write"], "key": [] }),
            )
        },
    ),
    ("a scheme by another name", Same, |it, _| {
        let schemes = it["components"]["securitySchemes"].as_object_mut();
        let Some(key) = schemes.and_then(|all| all.shift_remove("key")) else {
            return false;
        };
        it["components"]["securitySchemes"]["x-key"] = key;
        rename(it, "key", "x-key");
        true
    }),
    ("the letter case of a key's header", Same, |it, _| {
        respell(it, "X-Key", "x-key")
    }),
    ("other credentials are taken as well", More, |it, _| {
        push(it, "/security", json!({ "other": [] }))
    }),
    ("an alternative leaves", Less, |it, _| {
        it.get("security").is_some() && replace(it, "/security", json!([{ "oauth": ["read"] }]))
    }),
    ("another scope is needed", Less, |it, _| {
        replace(it, "/security/1/oauth", json!(["read", "write"]))
    }),
    ("both are needed", Less, |it, _| {
        let both = json!([{ "other": [], "oauth": ["read"] }]);
        it.get("security").is_some() && replace(it, "/security", both)
    }),
    ("a key's header is another", Less, |it, _| {
        respell(it, "X-Key", "X-Other")
    }),
    ("a header in another case", Same, |it, _| {
        let headers = it.pointer_mut("/paths/~1a/post/responses/200/headers");
        let Some(headers) = headers.and_then(Value::as_object_mut) else {
            return false;
        };
        let Some(rate) = headers.shift_remove("X-Rate") else {
            return false;
        };
        headers.insert("x-rate".to_owned(), rate);
        true
    }),
    ("a header parameter in another case", Same, |it, _| {
        respell(it, "X-Tenant", "x-tenant")
    }),
    ("a header's defaults are said", Same, |it, _| {
        at_header(it, |header| {
            header["style"] = json!("simple");
            header["explode"] = json!(true);
        })
    }),
    ("the media type as a header", Same, |it, _| {
        replace(
            it,
            "/paths/~1a/post/responses/200/headers/Content-Type",
            json!({ "required": true, "schema": { "type": "string" } }),
        )
    }),
    ("a header may be missing", Less, |it, _| {
        at_header(it, |header| header["required"] = json!(false))
    }),
    ("a header is of another kind", Less, |it, _| {
        at_header(it, |header| header["schema"] = json!({ "type": "string" }))
    }),
    ("another header joins", More, |it, _| {
        replace(
            it,
            "/paths/~1a/post/responses/200/headers/x-more",
            json!({ "schema": { "type": "string" } }),
        )
    }),
    ("a part's own media type is said", Same, |it, _| {
        replace(
            it,
            &encoding("note"),
            json!({ "contentType": "text/plain" }),
        )
    }),
    ("a text is not exploded", Same, |it, _| {
        replace(it, &encoding("note"), json!({ "explode": false }))
    }),
    ("an encoding of no property", Same, |it, _| {
        replace(
            it,
            &encoding("nothing"),
            json!({ "contentType": "text/csv" }),
        )
    }),
    ("media types of a part in another order", Same, |it, _| {
        replace(
            it,
            &encoding("x-file"),
            json!({ "contentType": "Image/JPEG,image/png" }),
        )
    }),
    ("a part may be of another media type", More, |it, _| {
        replace(it, &encoding("x-file"), json!({ "contentType": "image/*" }))
    }),
    ("a part is of fewer media types", Less, |it, _| {
        replace(
            it,
            &encoding("x-file"),
            json!({ "contentType": "image/png" }),
        )
    }),
    ("a part needs a header", Less, |it, _| {
        let headers = json!({ "X-A": { "required": true, "schema": { "type": "string" } } });
        replace(it, &format!("{}/headers", encoding("x-file")), headers)
    }),
    ("a list is in one field", Less, |it, _| {
        replace(it, &encoding("list"), json!({ "explode": false }))
    }),
    ("a failure by its range", Same, |it, _| {
        let answers = it
            .pointer_mut("/paths/~1a/post/responses")
            .and_then(Value::as_object_mut);
        let Some(answers) = answers else { return false };
        let Some(answer) = answers.shift_remove("404") else {
            return false;
        };
        answers.insert("4XX".to_owned(), answer);
        true
    }),
    (
        "a status within the default that says the same",
        Same,
        |it, _| {
            let answers = it
                .pointer_mut("/paths/~1a/post/responses")
                .and_then(Value::as_object_mut);
            answers.is_some_and(|all| {
                let answer = all.get("200").cloned();
                answer.is_some_and(|answer| all.insert("2XX".to_owned(), answer).is_none())
            })
        },
    ),
    ("a success is another", Less, |it, _| {
        let answers = it
            .pointer_mut("/paths/~1a/post/responses")
            .and_then(Value::as_object_mut);
        let Some(answers) = answers.filter(|all| !all.contains_key("2XX")) else {
            return false;
        };
        let Some(answer) = answers.shift_remove("200") else {
            return false;
        };
        answers.insert("201".to_owned(), answer);
        true
    }),
    ("tags that hold by themselves", Same, |it, _| {
        let mapping = json!({ "Cat": "#/components/schemas/Cat", "Dog": "Dog" });
        replace(it, "/components/schemas/Pet/discriminator/mapping", mapping)
    }),
    ("tags swapped", Less, |it, _| {
        let mapping = json!({ "Cat": "Dog", "Dog": "Cat" });
        replace(it, "/components/schemas/Pet/discriminator/mapping", mapping)
    }),
    ("a tag is another", Less, |it, _| {
        let mapping = json!({ "cat": "Cat" });
        replace(it, "/components/schemas/Pet/discriminator/mapping", mapping)
    }),
    ("a tagged shape leaves", Less, |it, _| {
        let branches = it
            .pointer_mut("/components/schemas/Pet/oneOf")
            .and_then(Value::as_array_mut);
        branches.is_some_and(|all| all.len() > 1 && all.pop().is_some())
    }),
    ("shapes in another order", Same, |it, _| {
        let branches = it
            .pointer_mut("/components/schemas/Pet/oneOf")
            .and_then(Value::as_array_mut);
        branches.is_some_and(|all| {
            all.reverse();
            true
        })
    }),
];

fn encoding(name: &str) -> String {
    format!("/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/{name}")
}

fn at_header(document: &mut Value, edit: impl Fn(&mut Value)) -> bool {
    let headers = document.pointer_mut("/paths/~1a/post/responses/200/headers");
    let Some(headers) = headers.and_then(Value::as_object_mut) else {
        return false;
    };
    let rate = headers
        .iter_mut()
        .find(|(name, _)| name.eq_ignore_ascii_case("x-rate"));
    rate.is_some_and(|(_, header)| {
        edit(header);
        true
    })
}

fn push(document: &mut Value, at: &str, value: Value) -> bool {
    let list = document.pointer_mut(at).and_then(Value::as_array_mut);
    list.is_some_and(|list| {
        list.push(value);
        true
    })
}

/// Puts a value at a key of an object that is there.
fn replace(document: &mut Value, at: &str, value: Value) -> bool {
    let Some((parent, key)) = at.rsplit_once('/') else {
        return false;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.insert(key.to_owned(), value);
            true
        }
        Some(Value::Array(items)) => {
            let item = key
                .parse()
                .ok()
                .and_then(|index: usize| items.get_mut(index));
            item.is_some_and(|item| {
                *item = value;
                true
            })
        }
        _ => false,
    }
}

/// Replaces a text wherever it is a value.
fn respell(value: &mut Value, from: &str, to: &str) -> bool {
    match value {
        Value::String(text) if text == from => {
            *value = json!(to);
            true
        }
        Value::Array(items) => {
            items
                .iter_mut()
                .filter_map(|it| respell(it, from, to).then_some(()))
                .count()
                > 0
        }
        Value::Object(map) => {
            map.values_mut()
                .filter_map(|it| respell(it, from, to).then_some(()))
                .count()
                > 0
        }
        _ => false,
    }
}

/// Replaces a name of a scheme in all requirements.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|it| rename(it, from, to)),
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                if let (true, Value::Array(all)) = (key == "security", &mut *inner) {
                    for alternative in all.iter_mut().filter_map(Value::as_object_mut) {
                        if let Some(scopes) = alternative.shift_remove(from) {
                            alternative.insert(to.to_owned(), scopes);
                        }
                    }
                } else {
                    rename(inner, from, to);
                }
            }
        }
        _ => {}
    }
}
