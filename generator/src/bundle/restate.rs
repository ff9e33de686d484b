//! What a newer version says by other values, in the words of an older one; what that has no words for is named.

use serde_json::{Map, Value, json};

use crate::grammar::Object;
use crate::version::Version;

/// A value that the older version does not have: the key, and the value in words.
pub(super) type Beyond = (&'static str, String);

/// Says an object of `from` in the words of `target`, which is older.
pub(super) fn restate(
    members: &mut Map<String, Value>,
    object: Object,
    from: Version,
    target: Version,
) -> Vec<Beyond> {
    let mut beyond = Vec::new();
    let since = |version: Version| from >= version && target < version;
    let is = |members: &Map<String, Value>, key: &str, value: &str| {
        members.get(key).and_then(Value::as_str) == Some(value)
    };
    if since(Version::V3_2) {
        match object {
            Object::Parameter => {
                for (key, value) in [("in", "querystring"), ("style", "cookie")] {
                    if is(members, key, value) {
                        beyond.push((key, format!("`{key}: {value}`")));
                    }
                }
            }
            Object::Response => description(members),
            Object::Example => {
                if !members.contains_key("value")
                    && let Some(data) = members.shift_remove("dataValue")
                {
                    members.insert("value".to_owned(), data);
                }
            }
            Object::Schema => {
                if let Some(kind) = node_type(members) {
                    beyond.push(("xml", format!("`nodeType: {kind}`")));
                }
            }
            _ => {}
        }
    }
    if since(Version::V3_1) {
        match object {
            Object::SecurityScheme if is(members, "type", "mutualTLS") => {
                beyond.push(("type", "`type: mutualTLS`".to_owned()));
            }
            Object::OpenApi => {
                members.entry("paths").or_insert_with(|| json!({}));
            }
            Object::Operation => {
                members.entry("responses").or_insert_with(|| json!({}));
            }
            Object::Schema if is(members, "type", "array") => {
                members.entry("items").or_insert_with(|| json!({}));
            }
            _ => {}
        }
    }
    beyond
}

/// A response has a description before 3.2, which its summary may be.
fn description(response: &mut Map<String, Value>) {
    if response.contains_key("$ref") || response.contains_key("description") {
        return;
    }
    let words = response.shift_remove("summary");
    response.insert("description".to_owned(), words.unwrap_or_else(|| json!("")));
}

/// Says the kind of an XML node by the flags of before 3.2; returns a kind that there is no flag for.
fn node_type(schema: &mut Map<String, Value>) -> Option<String> {
    let is_list = schema.get("type").is_some_and(|kind| {
        kind == "array"
            || kind
                .as_array()
                .is_some_and(|kinds| kinds.contains(&json!("array")))
    });
    let xml = schema.get_mut("xml")?.as_object_mut()?;
    let kind = xml.get("nodeType")?.as_str()?.to_owned();
    let flag = match (kind.as_str(), is_list) {
        ("attribute", false) => Some("attribute"),
        ("element", true) => Some("wrapped"),
        ("element", false) | ("none", true) => None,
        _ => return Some(kind),
    };
    xml.shift_remove("nodeType");
    if let Some(flag) = flag {
        xml.insert(flag.to_owned(), json!(true));
    }
    None
}
