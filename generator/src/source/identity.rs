//! Schemas that go by an `$id` to pointers: a reference to one of the same file, or to an `$anchor`
//! or a place below it, becomes a reference to where that stands.
//!
//! References are resolved as RFC 3986 says, against the nearest `$id` around them. What no `$id` of
//! the file names is left as it is, for the bundler to read or to refuse.

use std::collections::BTreeMap;

use fluent_uri::{Uri, UriRef};
use serde_json::{Map, Value};

use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;

/// Whether the schemas of a document may have identifiers: those of OpenAPI 3.0 do not.
pub(super) fn are_known(document: &Value) -> bool {
    let version = document.get("openapi").and_then(Value::as_str);
    !version.is_some_and(|version| version.starts_with("3.0"))
}

/// Rewrites the references of a file whose root has this shape.
pub(super) fn settle(file: &mut Value, shape: Shape) {
    if !identifies(file) {
        return;
    }
    let Some(document) = Scope::document(file) else {
        return;
    };
    let mut resources = Resources::default();
    resources.add(&document);
    walk(
        file,
        shape,
        &Pointer::root(),
        &document,
        &mut |schema, at, scope| {
            resources.note(schema, at, scope);
        },
    );
    let mut settled = Vec::new();
    walk(
        file,
        shape,
        &Pointer::root(),
        &document,
        &mut |schema, at, scope| {
            for key in ["$ref", "$dynamicRef"] {
                let Some(text) = schema.get(key).and_then(Value::as_str) else {
                    continue;
                };
                let is_dynamic = key == "$dynamicRef";
                let found = resources.find(text, is_dynamic, scope);
                // Many write `#/components/…` below an `$id` as well, and mean the document.
                let found = found.filter(|found| found.resolve(file).is_some());
                settled.extend(found.map(|found| (at.key(key), found.to_string())));
            }
        },
    );
    for (at, text) in settled {
        if let Some(reference) = file.pointer_mut(at.as_str()) {
            *reference = Value::String(text);
        }
    }
}

/// Whether anything may be an `$id`.
fn identifies(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.get("$id").is_some_and(Value::is_string) || members.values().any(identifies)
        }
        Value::Array(items) => items.iter().any(identifies),
        _ => false,
    }
}

/// What references are relative to.
struct Scope {
    /// Without a fragment.
    base: Uri<String>,
    /// Where the schema with that `$id` stands.
    root: Pointer,
}

impl Scope {
    /// That of the file itself: its `$self`, which may be relative to where it is, or else one of ours, since its
    /// real address is nobody's business.
    fn document(file: &Value) -> Option<Scope> {
        let retrieved = Uri::parse("document:///".to_owned()).ok()?;
        let own = file.get("$self").and_then(Value::as_str);
        let own = own.and_then(|text| UriRef::parse(text).ok());
        let own = own.and_then(|own| match own.has_scheme() {
            true => Uri::parse(own.as_str().to_owned()).ok(),
            false => own.resolve_against(&retrieved).ok(),
        });
        let base = own.filter(|uri| !uri.has_fragment()).unwrap_or(retrieved);
        Some(Scope {
            base,
            root: Pointer::root(),
        })
    }

    fn is_document(&self) -> bool {
        self.root.is_root()
    }

    /// The scope that a schema opens by its `$id`.
    fn below(&self, schema: &Map<String, Value>, at: &Pointer) -> Option<Scope> {
        let uri = self.resolved(schema.get("$id")?.as_str()?)?;
        let base = uri.strip_fragment().to_owned();
        let root = at.clone();
        (base != self.base).then_some(Scope { base, root })
    }

    fn resolved(&self, reference: &str) -> Option<Uri<String>> {
        let reference = UriRef::parse(reference).ok()?;
        reference.resolve_against(&self.base).ok()
    }
}

/// What the identifiers of a file name.
#[derive(Default)]
struct Resources {
    by_uri: BTreeMap<String, Pointer>,
    anchors: BTreeMap<(String, String), Anchor>,
}

struct Anchor {
    at: Pointer,
    is_dynamic: bool,
}

impl Resources {
    fn add(&mut self, scope: &Scope) {
        let uri = scope.base.as_str().to_owned();
        self.by_uri.entry(uri).or_insert_with(|| scope.root.clone());
    }

    fn note(&mut self, schema: &Map<String, Value>, at: &Pointer, scope: &Scope) {
        if scope.root == *at {
            self.add(scope);
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            let Some(name) = schema.get(key).and_then(Value::as_str) else {
                continue;
            };
            let uri = scope.base.as_str();
            let is_dynamic = key == "$dynamicAnchor";
            let at = at.clone();
            let key = (uri.to_owned(), name.to_owned());
            self.anchors.entry(key).or_insert(Anchor { at, is_dynamic });
        }
    }

    /// Where a reference leads.
    fn find(&self, text: &str, is_dynamic: bool, scope: &Scope) -> Option<Pointer> {
        if scope.is_document() && (text == "#" || text.starts_with("#/")) {
            return None;
        }
        let uri = scope.resolved(text)?;
        let resource = uri.strip_fragment();
        let root = self.by_uri.get(resource.as_str())?;
        let fragment = uri.fragment().map_or("", |fragment| fragment.as_str());
        if fragment.is_empty() || fragment.starts_with('/') {
            let inside = Pointer::parse(&format!("#{fragment}"))?;
            let keys: Vec<_> = inside.tokens().collect();
            return Some(root.keys(keys.iter().map(AsRef::as_ref)));
        }
        let key = (resource.as_str().to_owned(), fragment.to_owned());
        let anchor = self.anchors.get(&key)?;
        // Which of several it means depends on the way that leads there.
        let is_open = is_dynamic && anchor.is_dynamic;
        (!is_open).then(|| anchor.at.clone())
    }
}

/// Is shown a schema, its place, and what its references are relative to.
type Visit<'a> = dyn FnMut(&Map<String, Value>, &Pointer, &Scope) + 'a;

/// Shows every schema with its place.
pub(crate) fn each_schema(
    value: &Value,
    shape: Shape,
    visit: &mut dyn FnMut(&Map<String, Value>, &Pointer),
) {
    if let Some(document) = Scope::document(value) {
        walk(
            value,
            shape,
            &Pointer::root(),
            &document,
            &mut |schema, at, _| visit(schema, at),
        );
    }
}

/// Shows every schema, with its place and what its references are relative to.
fn walk(value: &Value, shape: Shape, at: &Pointer, scope: &Scope, visit: &mut Visit<'_>) {
    let object = match shape {
        Shape::Object(object) | Shape::RefOr(object) => object,
        Shape::SchemaOrBool => Object::Schema,
        Shape::List(item) => {
            for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                walk(value, *item, &at.index(index), scope, visit);
            }
            return;
        }
        Shape::Map(item) => {
            for (key, value) in value.as_object().into_iter().flatten() {
                walk(value, *item, &at.key(key), scope, visit);
            }
            return;
        }
        Shape::Any
        | Shape::Text
        | Shape::Uri(_)
        | Shape::OneOf(_)
        | Shape::Bool
        | Shape::Number
        | Shape::Count
        | Shape::NumberOrBool
        | Shape::Types
        | Shape::SchemaName => return,
    };
    let Value::Object(members) = value else {
        return;
    };
    let is_schema = object == Object::Schema;
    let opened = is_schema.then(|| scope.below(members, at)).flatten();
    let scope = opened.as_ref().unwrap_or(scope);
    if is_schema {
        visit(members, at, scope);
    }
    for (key, value) in members {
        let field = object.field(key).map(|field| field.shape);
        let is_extension = key.starts_with("x-");
        if let Some(shape) = field.or_else(|| object.patterned().filter(|_| !is_extension)) {
            walk(value, shape, &at.key(key), scope, visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settled(mut schema: Value) -> Value {
        settle(&mut schema, Shape::SchemaOrBool);
        schema
    }

    #[test]
    fn references_are_relative_to_the_nearest_identifier() {
        let schema = settled(json!({
            "$id": "https://example.com/schemas/pet.json",
            "properties": {
                "owner": { "$ref": "owner.json" },
                "name": { "$ref": "/names/name.json#/$defs/short" },
                "tag": { "$ref": "#tag" },
                "self": { "$ref": "#" },
                "other": { "$ref": "other.json" },
            },
            "$defs": {
                "owner": {
                    "$id": "owner.json",
                    "properties": { "tag": { "$ref": "#tag" }, "pet": { "$ref": "pet.json" } },
                    "$defs": { "tag": { "$anchor": "tag" } },
                },
                "names": { "$id": "../names/name.json", "$defs": { "short": {} } },
                "tag": { "$anchor": "tag" },
            },
        }));
        let properties = &schema["properties"];
        assert_eq!(properties["owner"]["$ref"], "#/$defs/owner");
        assert_eq!(properties["name"]["$ref"], "#/$defs/names/$defs/short");
        assert_eq!(properties["tag"]["$ref"], "#/$defs/tag");
        assert_eq!(properties["other"]["$ref"], "other.json");
        let owner = &schema["$defs"]["owner"];
        assert_eq!(
            owner["properties"]["tag"]["$ref"],
            "#/$defs/owner/$defs/tag"
        );
        assert_eq!(owner["properties"]["pet"]["$ref"], "#");
    }

    #[test]
    fn data_has_no_identifiers() {
        let schema = json!({
            "$id": "urn:example:a",
            "const": { "$id": "urn:example:b", "$ref": "urn:example:a" },
            "properties": { "$id": { "$ref": "urn:example:b" } },
        });
        assert_eq!(settled(schema.clone()), schema);
    }

    #[test]
    fn a_dynamic_reference_to_an_anchor_that_is_not_is_settled() {
        let schema = settled(json!({
            "$id": "https://example.com/list",
            "items": { "$dynamicRef": "#item" },
            "contains": { "$dynamicRef": "#other" },
            "$defs": { "item": { "$anchor": "item" }, "other": { "$dynamicAnchor": "other" } },
        }));
        assert_eq!(schema["items"]["$dynamicRef"], "#/$defs/item");
        assert_eq!(schema["contains"]["$dynamicRef"], "#other");
    }

    #[test]
    fn the_pointers_of_a_document_are_its_own() {
        let mut document = json!({ "components": { "schemas": {
            "A": { "$id": "https://example.com/a", "$ref": "#/components/schemas/B" },
            "B": { "$ref": "https://example.com/a" },
        } } });
        settle(&mut document, Shape::Object(Object::OpenApi));
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["A"]["$ref"], "#/components/schemas/B");
        assert_eq!(schemas["B"]["$ref"], "#/components/schemas/A");
    }
}
