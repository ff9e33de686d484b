//! What requests and responses carry, parameters, bodies and headers, as openapiv3's model has it.

use serde_json::{Map, Value, json};

use super::pick;
use crate::cursor::Cursor;
use crate::parameter::{Location, explodes};
use crate::pointer::Pointer;

pub(super) fn parameters(owner: &Cursor<'_>) -> Value {
    super::parameters(owner)
        .filter_map(|found| {
            let place = found.text("in").and_then(Location::parse)?;
            let mut out = described_value(
                &found,
                &[
                    "name",
                    "in",
                    "description",
                    "required",
                    "deprecated",
                    "allowReserved",
                    "allowEmptyValue",
                ],
            );
            if place == Location::Querystring {
                // The model has no such place: lowering reads it where the parameter stands.
                out.insert("in".into(), json!(Location::Query.as_str()));
            }
            styled(&mut out, &found, place);
            Some(Value::Object(out))
        })
        .collect()
}

/// Writes out how a value is styled: as what goes with that place.
fn styled(out: &mut Map<String, Value>, found: &Cursor<'_>, place: Location) {
    let style = place.style(found.text("style"));
    let explode = found.stated_flag("explode");
    // The model knows no other style of cookies: lowering reads it where the parameter stands.
    let known = if style == "cookie" { "form" } else { style };
    out.insert("style".into(), json!(known));
    out.insert(
        "explode".into(),
        json!(explode.unwrap_or_else(|| explodes(style))),
    );
}

/// What parameters and headers share: a schema or content.
fn described_value(found: &Cursor<'_>, names: &[&str]) -> Map<String, Value> {
    let mut out = pick(found, names);
    let content = found.value.get("content").and_then(Value::as_object);
    if content.is_some_and(|content| !content.is_empty()) {
        out.insert("content".into(), content_of(found));
    } else {
        out.insert("schema".into(), schema_slot(&found.at));
    }
    out
}

fn content_of(owner: &Cursor<'_>) -> Value {
    let content = owner.written("content").filter_map(|(name, found)| {
        let found = found.object()?;
        let mut out = pick(&found, &[]);
        if found.value.get("schema").is_some() {
            out.insert("schema".into(), schema_slot(&found.at));
        }
        let encoding = found.written("encoding");
        let encoding =
            encoding.filter_map(|(name, found)| Some((name.to_owned(), self::encoding(&found)?)));
        out.insert("encoding".into(), encoding.collect());
        Some((name.to_owned(), Value::Object(out)))
    });
    content.collect()
}

pub(super) fn encoding(found: &Cursor<'_>) -> Option<Value> {
    found.map()?;
    let mut out = pick(found, &["contentType", "allowReserved"]);
    // An encoding is styled as a parameter of the query is.
    styled(&mut out, found, Location::Query);
    out.insert("headers".into(), headers(found));
    Some(Value::Object(out))
}

pub(super) fn request_body(body: Cursor<'_>) -> Option<Value> {
    let found = body.object()?;
    let mut out = pick(&found, &["description", "required"]);
    out.insert("content".into(), content_of(&found));
    Some(Value::Object(out))
}

pub(super) fn response(response: Cursor<'_>) -> Option<Value> {
    let found = response.object()?;
    let mut out = pick(&found, &[]);
    // The model has no summary, which 3.2 has in a description's place.
    let said = found.text("description").filter(|text| !text.is_empty());
    let said = said.or_else(|| found.text("summary")).unwrap_or_default();
    out.insert("description".into(), json!(said));
    out.insert("headers".into(), headers(&found));
    out.insert("content".into(), content_of(&found));
    let links = found.named("links").into_iter();
    let links = links.filter_map(|(name, link)| {
        let fields = ["operationId", "operationRef", "description"];
        let mut link = pick(&link.object()?, &fields);
        if !link.contains_key("operationId") && !link.contains_key("operationRef") {
            link.insert("operationId".into(), json!(""));
        }
        Some((name.to_owned(), Value::Object(link)))
    });
    out.insert("links".into(), links.collect());
    Some(Value::Object(out))
}

fn headers(owner: &Cursor<'_>) -> Value {
    let headers = owner.named("headers").into_iter();
    let headers = headers.filter_map(|(name, header)| {
        let fields = ["description", "required", "deprecated"];
        let out = described_value(&header.object()?, &fields);
        Some((name.to_owned(), Value::Object(out)))
    });
    headers.collect()
}

/// A schema's slot in the model: a reference to the schema's own place.
fn schema_slot(owner: &Pointer) -> Value {
    json!({ "$ref": owner.key("schema").as_str() })
}
