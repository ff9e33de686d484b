//! A document with errors to one without the parts that have them, the least that is.

use serde_json::Value;

use super::{Read, Refused, attempt};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, Severity, codes};
use crate::grammar::{Need, Object, Shape};
use crate::lint::{Repair, repair};
use crate::pointer::Pointer;
use crate::source::Document;

/// How often what is left is read again. What one reading finds is left out together, so that more
/// come only of parts that referred to those.
const MOST_READINGS: usize = 32;
/// How many errors of one reading are looked at.
const MOST_ERRORS: usize = 1000;

/// What no part of a document is at fault for.
const LIMITS: [&Code; 4] = [
    codes::TOO_MANY_BYTES,
    codes::TOO_MANY_REFERENCES,
    codes::TOO_MANY_STEPS,
    codes::TOO_DEEP_SCHEMAS,
];

/// Reads a document as often as it takes to have left out all that is wrong.
pub(super) fn read(
    mut document: Document,
    loaded: Diagnostics,
    config: &Config,
) -> Result<Read, Box<Refused>> {
    if document.root.is_null() {
        return attempt(document, loaded, config);
    }
    let mut said = Diagnostics::new();
    let (errors, warnings): (Vec<_>, Vec<_>) = loaded
        .iter()
        .cloned()
        .partition(|one| one.severity == Severity::Error);
    said.extend(warnings);
    if errors.iter().any(is_limit) {
        return attempt(document, loaded, config);
    }
    // What of another file could not be read is left out where it is referred to.
    leave_out(&mut document, &errors, &mut said);
    for error in errors.iter().filter(|error| error.pointer().is_none()) {
        said.push(note("what is here", error));
    }
    let mut readings = 1;
    loop {
        let mut refused = match attempt(document.clone(), said.clone(), config) {
            Ok(read) => return Ok(read),
            Err(refused) => refused,
        };
        let sources = &refused.sources;
        refused.diagnostics.settle(|pointer| sources.place(pointer));
        let errors = refused.diagnostics.iter();
        let errors = errors.filter(|one| one.severity == Severity::Error);
        let errors: Vec<_> = errors.take(MOST_ERRORS).cloned().collect();
        let is_over = readings == MOST_READINGS || errors.iter().any(is_limit);
        if is_over || !leave_out(&mut document, &errors, &mut said) {
            return Err(refused);
        }
        readings += 1;
    }
}

fn is_limit(error: &Diagnostic) -> bool {
    LIMITS.iter().any(|limit| limit.id == error.code.id)
}

/// Takes out of the document what errors are about, and says so. Whether there was anything.
fn leave_out(document: &mut Document, errors: &[Diagnostic], said: &mut Diagnostics) -> bool {
    let mut repairs: Vec<Repair> = Vec::new();
    for error in errors {
        for pointer in places(document, error) {
            let Some(part) = least_part(&document.root, &pointer) else {
                continue;
            };
            let is_gone = |repair: &Repair| part.pointer.starts_with(repair.at());
            if repairs.iter().any(is_gone) {
                continue;
            }
            said.push(note(&part.title, error));
            repairs.push(match part.is_schema {
                true => Repair::Set(part.pointer, Value::Object(serde_json::Map::new())),
                false => Repair::Remove(part.pointer),
            });
        }
    }
    let is_any = !repairs.is_empty();
    repair::apply(document, repairs);
    is_any
}

/// Where in the bundled document the first place stands that an error is about.
fn places(document: &Document, error: &Diagnostic) -> Vec<Pointer> {
    let node = error.labels.iter().find_map(|label| match &label.place {
        Place::Node { file, pointer, .. } => Some((file, pointer)),
        Place::Text { .. } => None,
    });
    match node {
        Some((Some(file), pointer)) => document.sources.bundled(file, pointer),
        Some((None, pointer)) => vec![pointer.clone()],
        None => Vec::new(),
    }
}

fn note(part: &str, error: &Diagnostic) -> Diagnostic {
    let message = format!("{part} is left out: {}", error.message);
    Diagnostic {
        labels: error.labels.clone(),
        help: error.help.clone(),
        ..Diagnostic::new(codes::LEFT_OUT, message)
    }
}

/// What a document can do without.
#[derive(Clone, Debug)]
struct Part {
    pointer: Pointer,
    /// What it is, in words.
    title: String,
    /// It stays, and says nothing; anything else goes.
    is_schema: bool,
}

/// The least part around a place that can be left out.
fn least_part(root: &Value, pointer: &Pointer) -> Option<Part> {
    let mut found = None;
    let (mut value, mut shape) = (root, Shape::Object(Object::OpenApi));
    let mut at = Pointer::root();
    for token in pointer.tokens() {
        let holder = value;
        let next = match shape {
            Shape::Object(object) | Shape::RefOr(object) => member(object, &token),
            Shape::SchemaOrBool => member(Object::Schema, &token),
            Shape::List(item) => Some((*item, true)),
            Shape::Map(item) => Some((*item, can_lose(holder, shape, &at))),
            _ => None,
        };
        let Some((inner, can_go)) = next else { break };
        let Some(inside) = Pointer::root().key(&token).resolve(value) else {
            break;
        };
        value = inside;
        at = at.key(&token);
        let is_schema = matches!(inner, Shape::SchemaOrBool | Shape::RefOr(Object::Schema));
        let title = || title(inner, &token, &at, value);
        if is_schema {
            if value.as_object().is_none_or(|members| !members.is_empty()) {
                found = Some(Part {
                    pointer: at.clone(),
                    title: format!("what the schema `{token}` says"),
                    is_schema,
                });
            }
        } else if can_go && !is_needed(value, inner) {
            found = Some(Part {
                pointer: at.clone(),
                title: title(),
                is_schema,
            });
        }
        shape = inner;
    }
    found
}

/// A part in words.
fn title(shape: Shape, key: &str, at: &Pointer, value: &Value) -> String {
    let (Shape::Object(object) | Shape::RefOr(object)) = shape else {
        return format!("`{key}`");
    };
    if object == Object::Operation {
        let path = at.parent().and_then(|item| Some(item.last()?.into_owned()));
        let method = key.to_ascii_uppercase();
        return format!("the operation `{method} {}`", path.unwrap_or_default());
    }
    let is_item = key.bytes().all(|digit| digit.is_ascii_digit()) && object != Object::Response;
    match value.get("name").and_then(Value::as_str) {
        Some(name) if is_item => format!("{} (`{name}`)", object.title()),
        None if is_item => object.title().to_owned(),
        _ => format!("{} (`{key}`)", object.title()),
    }
}

/// What stands at a key of an object, and whether the object is itself without it.
fn member(object: Object, key: &str) -> Option<(Shape, bool)> {
    if key == "$ref" {
        return None;
    }
    if let Some(field) = object.field(key) {
        let holds_much = matches!(
            (object, key),
            (Object::OpenApi | Object::Components, _)
                | (Object::Operation, "requestBody" | "responses")
                | (Object::Parameter | Object::Header, "schema" | "content")
        );
        return Some((field.shape, field.need == Need::Optional && !holds_much));
    }
    let shape = object.patterned()?;
    Some((shape, object != Object::SecurityRequirement))
}

/// Whether a map may lose an entry: the body of a request has at least one media type.
fn can_lose(map: &Value, shape: Shape, at: &Pointer) -> bool {
    let is_content = shape == Shape::Map(&Shape::Object(Object::MediaType));
    let in_request = at
        .tokens()
        .any(|token| token == "requestBody" || token == "requestBodies");
    let in_response = at
        .tokens()
        .any(|token| token == "responses" || token == "headers");
    let is_single = map.as_object().is_some_and(|entries| entries.len() < 2);
    !(is_content && is_single && (in_request || !in_response))
}

/// Whether an operation is another one without it.
fn is_needed(value: &Value, shape: Shape) -> bool {
    matches!(
        shape,
        Shape::RefOr(Object::Parameter) | Shape::Object(Object::Parameter)
    ) && (value.get("required") == Some(&Value::Bool(true))
        || value.get("in").and_then(Value::as_str) == Some("path"))
}
