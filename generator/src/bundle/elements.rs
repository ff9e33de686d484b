//! What the elements of XML are called, kept from one version to another: since OpenAPI 3.2 what a property refers to
//! is an element of its own name, before it was one of the property's.

use serde_json::{Map, Value, json};

use crate::grammar::{Object, Shape};
use crate::keyword::only_describes;
use crate::media::{self, Family};
use crate::pointer::Pointer;
use crate::source::each_schema;
use crate::version::Version;

/// How many references lead on to one another, and lists to lists, at most.
const DEPTH: usize = 16;

/// The places whose elements the other version would call otherwise, and the names that they have; none in a
/// document that writes no XML.
pub(super) fn renamed(root: &Value, from: Version, target: Version) -> Vec<(Pointer, String)> {
    let is_by_target = |version| version >= Version::V3_2;
    if is_by_target(from) == is_by_target(target) || !writes_xml(root) {
        return Vec::new();
    }
    let names = Names {
        root,
        from,
        is_by_target: is_by_target(from),
    };
    let mut found = Vec::new();
    let components = Pointer::root().keys(["components", "schemas"]);
    each_schema(root, Shape::Object(Object::OpenApi), &mut |schema, at| {
        if let Some(name) = at
            .last()
            .filter(|_| at.parent() == Some(components.clone()))
        {
            names.items(schema, at, &name, DEPTH, &mut found);
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            if let Value::Object(property) = property {
                let at = at.keys(["properties", name]);
                names.node(property, &at, name, DEPTH, &mut found);
            }
        }
    });
    found
}

/// Says the names at their places, of what still is a reference there.
pub(super) fn say(root: &mut Value, names: Vec<(Pointer, String)>, target: Version) {
    for (at, name) in names {
        let schema = root.pointer_mut(at.as_str()).and_then(Value::as_object_mut);
        let Some(schema) = schema.filter(|schema| schema.contains_key("$ref")) else {
            continue;
        };
        let xml = schema.entry("xml").or_insert_with(|| json!({}));
        if let Value::Object(xml) = xml {
            // Beside a reference 3.2 has no element unless it says so.
            if target >= Version::V3_2 && !xml.contains_key("attribute") {
                xml.entry("nodeType").or_insert_with(|| json!("element"));
            }
            xml.insert("name".to_owned(), Value::String(name));
        }
    }
}

/// Whether any body or part is XML.
fn writes_xml(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| {
            let is_xml = |name: &str| media::family(name) == Family::Xml;
            let by_name = |value: &Value| {
                let names = value.as_object().map(Map::keys);
                names.into_iter().flatten().any(|name| is_xml(name))
            };
            let is_of_it = match &**key {
                "content" => by_name(value),
                "contentType" => value.as_str().is_some_and(is_xml),
                _ => false,
            };
            is_of_it || writes_xml(value)
        }),
        Value::Array(items) => items.iter().any(writes_xml),
        _ => false,
    }
}

struct Names<'d> {
    root: &'d Value,
    from: Version,
    /// Whether a reference has the name of what it leads to.
    is_by_target: bool,
}

impl<'d> Names<'d> {
    /// The name of what a property is, or of its items.
    fn node(
        &self,
        schema: &'d Map<String, Value>,
        at: &Pointer,
        inferred: &str,
        depth: usize,
        found: &mut Vec<(Pointer, String)>,
    ) {
        let plain =
            |key: &String| key == "$ref" || self.from == Version::V3_0 || only_describes(key);
        let Some(target) = self.target(schema).filter(|_| schema.keys().all(plain)) else {
            return self.items(schema, at, inferred, depth, found);
        };
        let mut next = Some(schema);
        for _ in 0..DEPTH {
            let Some(schema) = next else { break };
            if stated(schema).is_some() || is_list(schema) {
                return;
            }
            next = self.target(schema).and_then(|at| self.schema(&at));
        }
        let by_target = target.last().unwrap_or_default();
        if by_target != inferred {
            let name = match self.is_by_target {
                true => by_target.into_owned(),
                false => inferred.to_owned(),
            };
            found.push((at.clone(), name));
        }
    }

    /// The names of a list's items.
    fn items(
        &self,
        schema: &'d Map<String, Value>,
        at: &Pointer,
        inferred: &str,
        depth: usize,
        found: &mut Vec<(Pointer, String)>,
    ) {
        let items = schema.get("items").and_then(Value::as_object);
        let Some((items, depth)) = items.zip(depth.checked_sub(1)) else {
            return;
        };
        let xml = schema.get("xml");
        let says = |key: &str, value: Value| xml.and_then(|xml| xml.get(key)) == Some(&value);
        let is_wrapped = says("wrapped", json!(true)) || says("nodeType", json!("element"));
        let name = stated(schema).filter(|_| is_wrapped).unwrap_or(inferred);
        self.node(items, &at.key("items"), name, depth, found);
    }

    fn target(&self, schema: &Map<String, Value>) -> Option<Pointer> {
        Pointer::parse(schema.get("$ref")?.as_str()?)
    }

    fn schema(&self, at: &Pointer) -> Option<&'d Map<String, Value>> {
        at.resolve(self.root)?.as_object()
    }
}

fn stated(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("xml")?.get("name")?.as_str()
}

fn is_list(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.contains(&json!("array")),
        kind => kind == Some(&json!("array")),
    }
}
