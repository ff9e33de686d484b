//! One schema of the suite to components, saying the same in OpenAPI's words:
//! definitions are hoisted, references point to components, and what 3.0
//! spells otherwise (`null`, lists of types) is spelt so.

use serde_json::{Map, Value, json};

use super::{Draft, Reason};

/// The components for a schema: one of that name, and one for each definition.
pub(super) fn components(
    schema: &Value,
    name: &str,
    draft: Draft,
) -> Result<Map<String, Value>, Reason> {
    let mut rewriter = Rewriter {
        name,
        draft,
        elsewhere: elsewhere(schema, draft),
        hoisted: Vec::new(),
        out: Map::new(),
    };
    rewriter.find_definitions(schema, "#");
    let root = rewriter.schema(schema, false)?;
    rewriter.out.insert(name.to_owned(), root);
    for (pointer, component) in rewriter.hoisted.clone() {
        let definition = schema.pointer(&pointer[1..]).unwrap_or(&Value::Null);
        let definition = rewriter.schema(definition, false)?;
        rewriter.out.insert(component, definition);
    }
    Ok(rewriter.out)
}

/// Why references that are no fragments lead out of the document, if they do.
fn elsewhere(schema: &Value, draft: Draft) -> Option<Reason> {
    let is_remote = match draft {
        // A document of 3.0 has no other names.
        Draft::Four => true,
        // The other implementation fetches nothing; that it has the metaschemas is not the
        // document's doing.
        Draft::TwentyTwelve => {
            refers_to_metaschema(schema) || jsonschema::draft202012::new(schema).is_err()
        }
    };
    let mut anchors = Vec::new();
    gather(schema, "$dynamicAnchor", &mut anchors);
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    let is_dynamic = mentions(schema, "$dynamicRef");
    match (is_remote, is_dynamic) {
        (true, true) => Some(Reason::DynamicReferenceAcrossDocuments),
        (true, false) => Some(Reason::RemoteReference),
        (false, true) if anchors.len() < count => Some(Reason::DynamicReferenceAcrossDocuments),
        (false, _) => None,
    }
}

struct Rewriter<'a> {
    name: &'a str,
    draft: Draft,
    /// Why it is of no use to resolve a reference that is no fragment.
    elsewhere: Option<Reason>,
    /// Definitions of 3.0: their pointers, and their components.
    hoisted: Vec<(String, String)>,
    out: Map<String, Value>,
}

impl Rewriter<'_> {
    /// 3.0 has no place for definitions but the components.
    fn find_definitions(&mut self, schema: &Value, at: &str) {
        if self.draft != Draft::Four {
            return;
        }
        let definitions = schema.get("definitions").and_then(Value::as_object);
        for (key, definition) in definitions.into_iter().flatten() {
            let at = format!("{at}/definitions/{}", escaped(key));
            let component = format!("{}D{}", self.name, self.hoisted.len());
            self.hoisted.push((at.clone(), component));
            self.find_definitions(definition, &at);
        }
    }

    /// `scoped` is whether an `$id` around the schema says what its references are relative to.
    fn schema(&self, schema: &Value, scoped: bool) -> Result<Value, Reason> {
        let Some(object) = schema.as_object() else {
            return Ok(schema.clone());
        };
        if self.draft == Draft::Four && object.get("$ref").is_some_and(Value::is_string) {
            // Siblings of a reference mean nothing in draft 4.
            return Ok(json!({ "$ref": self.reference(&object["$ref"], false)? }));
        }
        let scoped = scoped || object.get("$id").is_some_and(Value::is_string);
        let mut out = Map::new();
        for (key, value) in object {
            let value = match (key.as_str(), self.draft) {
                ("$schema", _) if !value.as_str().is_some_and(is_standard) => {
                    return Err(Reason::Vocabulary);
                }
                ("$schema" | "$comment", _) | ("definitions", Draft::Four) => continue,
                ("$vocabulary", _) => return Err(Reason::Vocabulary),
                ("id", Draft::Four) => return Err(Reason::ForbiddenIn30),
                ("patternProperties" | "dependencies" | "additionalItems", Draft::Four) => {
                    return Err(Reason::ForbiddenIn30);
                }
                ("items", Draft::Four) if value.is_array() => return Err(Reason::ForbiddenIn30),
                ("$ref" | "$dynamicRef", _) => self.reference(value, scoped)?,
                ("$id", _) => json!(self.identifier(value.as_str().unwrap_or_default())),
                ("$anchor" | "$dynamicAnchor", _) => self.anchor(value),
                (
                    "properties" | "patternProperties" | "dependentSchemas" | "$defs"
                    | "definitions",
                    _,
                ) => self.map(value, scoped)?,
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", _) => self.list(value, scoped)?,
                (
                    "not"
                    | "items"
                    | "additionalProperties"
                    | "propertyNames"
                    | "contains"
                    | "if"
                    | "then"
                    | "else"
                    | "unevaluatedItems"
                    | "unevaluatedProperties",
                    _,
                ) => self.schema(value, scoped)?,
                _ => value.clone(),
            };
            out.insert(key.clone(), value);
        }
        if self.draft == Draft::Four {
            spell_types(&mut out);
        }
        Ok(Value::Object(out))
    }

    fn map(&self, value: &Value, scoped: bool) -> Result<Value, Reason> {
        let entries = value.as_object().into_iter().flatten();
        let entries = entries.map(|(key, value)| Ok((key.clone(), self.schema(value, scoped)?)));
        Ok(Value::Object(entries.collect::<Result<_, _>>()?))
    }

    fn list(&self, value: &Value, scoped: bool) -> Result<Value, Reason> {
        let items = value.as_array().into_iter().flatten();
        let items = items.map(|value| self.schema(value, scoped));
        Ok(Value::Array(items.collect::<Result<_, _>>()?))
    }

    /// A reference within the schema, as one within the document.
    fn reference(&self, value: &Value, scoped: bool) -> Result<Value, Reason> {
        let reference = value.as_str().unwrap_or_default();
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let is_elsewhere = !path.is_empty();
        if let (true, Some(reason)) = (is_elsewhere, self.elsewhere) {
            return Err(reason);
        }
        let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
        if is_anchor || is_elsewhere || scoped {
            let fragment = match is_anchor {
                true => self.anchored(fragment),
                false => fragment.to_owned(),
            };
            return Ok(json!(format!("{}#{fragment}", self.identifier(path))));
        }
        let found = self.hoisted.iter().rev().find_map(|(pointer, component)| {
            // A definition's key may be percent-encoded in the reference.
            let plain = decoded(reference);
            let rest = plain.strip_prefix(pointer)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| (component.clone(), rest.to_owned()))
        });
        let (component, rest) =
            found.unwrap_or_else(|| (self.name.to_owned(), fragment.to_owned()));
        Ok(json!(format!("#/components/schemas/{component}{rest}")))
    }

    /// Anchors are unique in a document, so each group has its own.
    fn anchor(&self, value: &Value) -> Value {
        value
            .as_str()
            .map_or(Value::Null, |name| json!(self.anchored(name)))
    }

    fn anchored(&self, name: &str) -> String {
        format!("{name}-{}", self.name)
    }

    /// Identifiers are unique in a document, so each group has its own host, or its own names.
    fn identifier(&self, reference: &str) -> String {
        let own = self.name.to_ascii_lowercase();
        if let Some((scheme, rest)) = reference.split_once("://") {
            return format!("{scheme}://{own}.{rest}");
        }
        match reference.rsplit_once(':') {
            Some((start, rest)) => format!("{start}:{own}-{rest}"),
            None => reference.to_owned(),
        }
    }
}

/// `type: null` and lists of types in the words of 3.0.
fn spell_types(schema: &mut Map<String, Value>) {
    let types = match schema.get("type") {
        Some(Value::String(name)) if name == "null" => vec![json!("null")],
        Some(Value::Array(types)) => types.clone(),
        _ => return,
    };
    schema.remove("type");
    let branches: Vec<Value> = types
        .iter()
        .map(|name| match name.as_str() {
            Some("null") => json!({ "enum": [null] }),
            _ => json!({ "type": name }),
        })
        .collect();
    let spelt = match branches.as_slice() {
        [only] => only.clone(),
        _ => json!({ "anyOf": branches }),
    };
    let taken = spelt.as_object().into_iter().flatten();
    let mut taken = taken.map(|(key, _)| schema.contains_key(key));
    if taken.any(|taken| taken) {
        let all = schema.entry("allOf").or_insert_with(|| json!([]));
        all.as_array_mut()
            .into_iter()
            .for_each(|all| all.push(spelt.clone()));
    } else {
        schema.extend(spelt.as_object().cloned().unwrap_or_default());
    }
}

/// Whether a schema has a keyword anywhere.
fn mentions(schema: &Value, keyword: &str) -> bool {
    match schema {
        Value::Object(object) => {
            object.contains_key(keyword) || object.values().any(|value| mentions(value, keyword))
        }
        Value::Array(items) => items.iter().any(|value| mentions(value, keyword)),
        _ => false,
    }
}

/// The texts at a keyword, anywhere.
fn gather<'v>(schema: &'v Value, keyword: &str, found: &mut Vec<&'v str>) {
    match schema {
        Value::Object(object) => {
            found.extend(object.get(keyword).and_then(Value::as_str));
            let values = object.values();
            values.for_each(|value| gather(value, keyword, found));
        }
        Value::Array(items) => items.iter().for_each(|value| gather(value, keyword, found)),
        _ => {}
    }
}

fn refers_to_metaschema(schema: &Value) -> bool {
    let mut references = Vec::new();
    gather(schema, "$ref", &mut references);
    references
        .iter()
        .any(|reference| reference.starts_with("https://json-schema.org/"))
}

/// Whether a metaschema is that of a draft, with all its vocabularies.
fn is_standard(schema: &str) -> bool {
    schema.contains("json-schema.org/")
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let code = (byte == b'%').then(|| {
            let digits: Vec<u8> = rest.clone().take(2).collect();
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()
        });
        match code.flatten() {
            Some(code) => {
                bytes.push(code);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
