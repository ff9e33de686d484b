//! A body into what is sent of it: JSON, XML, a form, parts, a text, or a file.

use serde_json::Value;

use super::build::{self, Maker};
use super::request::{Body, Chunk, Part, Request, text};
use super::{style, xml};
use crate::ir::wire::Wire;
use crate::ir::{self, BodyArgument, Content, MediaKind, Operation, Payload, Whole};
use crate::media::is_range;

/// What stands between parts that are written out.
const BOUNDARY: &str = "boundary-of-parts";

/// Gives a request its operation's body, where it has one that a sample should show.
pub fn set(maker: &Maker<'_>, operation: &Operation, request: &mut Request) {
    let Some(body) = &operation.body else {
        return;
    };
    let is_given = |content: &&Content| match maker.given.map(|given| given.body) {
        Some(Some((media_type, _))) => content.media_type == media_type,
        Some(None) => false,
        None => true,
    };
    let content = match &body.argument {
        BodyArgument::Single(content) => content,
        BodyArgument::Several { variants, .. } => {
            let contents = variants.iter().map(|(_, content)| content);
            let mut contents = contents.filter(is_given);
            let is_json = |content: &&Content| matches!(content.kind, MediaKind::Json(_));
            match contents.clone().find(is_json).or(contents.next()) {
                Some(content) => content,
                None => return,
            }
        }
    };
    if !is_given(&content) {
        return;
    }
    let media_type = concrete(&content.media_type);
    let (media_type, body) = made(maker, content, media_type);
    request
        .headers
        .push(("Content-Type".to_owned(), text(media_type)));
    request.body = Some(body);
}

/// The body's media type and what it holds.
fn made(maker: &Maker<'_>, content: &Content, media_type: String) -> (String, Body) {
    let given = maker.given.and_then(|given| given.body);
    let given = given.map(|(_, value)| value);
    let example = given.or(content.examples.first());
    let body = match &content.kind {
        MediaKind::Json(shape) => Body::Json(maker.value(shape, example)),
        MediaKind::Xml(shape, how) => match maker.value(shape, example) {
            // An example that is the text itself.
            Value::String(text) if text.trim_start().starts_with('<') => Body::Text(text),
            value => Body::Text(xml::written(how, &value)),
        },
        MediaKind::Form(shape, encoded) => {
            Body::Text(build::form(&maker.value(shape, example), encoded))
        }
        MediaKind::Text(shape, _) => {
            let value = maker.value(shape, example);
            Body::Text(style::single(&value).unwrap_or_else(|| style::compact(&value)))
        }
        MediaKind::JsonLines(shape) => {
            let value = match example {
                Some(Value::Array(items)) => items.clone(),
                example => vec![maker.value(shape, example)],
            };
            let lines = value.iter().map(|item| format!("{item}\n"));
            Body::Text(lines.collect())
        }
        MediaKind::Base64 => Body::Text("AAECAw==".to_owned()),
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_) => match example {
            Some(Value::String(text)) => Body::Text(text.clone()),
            _ => Body::File("body.bin".to_owned()),
        },
        MediaKind::Multipart { parts, .. } => {
            return multipart(parts_of(maker, parts, example), media_type);
        }
    };
    (media_type, body)
}

/// The parts that a sample shows: what must be there, files, and what the document gives a value of.
fn parts_of(maker: &Maker<'_>, parts: &[ir::Part], example: Option<&Value>) -> Vec<Part> {
    let given = |part: &ir::Part| {
        let value = example.and_then(|example| example.get(&part.wire));
        value.or(part.docs.examples.first()).cloned()
    };
    let is_shown =
        |part: &&ir::Part| part.required || part.payload == Payload::File || given(part).is_some();
    // What has no name of the document's has none to be shown.
    let named = || parts.iter().filter(|part| !part.any_name);
    let mut shown: Vec<_> = named().filter(is_shown).collect();
    if shown.is_empty() {
        shown.extend(named());
    }
    let shown = shown.into_iter();
    shown
        .flat_map(|part| written(maker, part, given(part)))
        .collect()
}

/// A part, or the several that stand for a list.
fn written(maker: &Maker<'_>, part: &ir::Part, given: Option<Value>) -> Vec<Part> {
    let headers = part.headers.iter().filter(|header| header.required);
    let headers = headers.filter_map(|header| {
        let value = maker.value(&header.shape, header.docs.examples.first());
        Some((header.wire.clone(), build::header(header.explode, &value)?))
    });
    let headers: Vec<_> = headers.collect();
    let one = |name: &str, content: Chunk, media_type: Option<String>| Part {
        name: name.to_owned(),
        content,
        media_type,
        headers: headers.clone(),
    };
    let own = || part.content_type.as_deref().map(concrete);
    let Some(shape) = part.value().filter(|_| part.payload != Payload::File) else {
        if let Some(tag) = part.fixed.as_ref().and_then(Value::as_str) {
            return vec![one(&part.wire, Chunk::Text(tag.to_owned()), None)];
        }
        let name = file_name(&part.wire);
        let media_type = own().unwrap_or_else(|| "application/octet-stream".to_owned());
        return vec![one(&part.wire, Chunk::File(name), Some(media_type))];
    };
    let fixed = part.fixed.clone();
    let value = fixed.unwrap_or_else(|| maker.value(shape, given.as_ref()));
    let text = |value: &Value| {
        let whole = part.whole.as_ref().map(|whole| match whole {
            Whole::Form(encoded) => build::form(value, encoded),
            Whole::Xml(how) => xml::written(how, value),
        });
        if let Some(text) = whole {
            return one(&part.wire, Chunk::Text(text), own());
        }
        let plain = style::single(value);
        let is_json = plain.is_none();
        let media_type = own().or_else(|| is_json.then(|| "application/json".to_owned()));
        let text = plain.unwrap_or_else(|| style::compact(value));
        one(&part.wire, Chunk::Text(text), media_type)
    };
    match (part.form, value) {
        (_, Value::Null) => Vec::new(),
        (Wire::Styled(styled), value) => {
            let pairs = style::parts(&part.wire, styled, &value).into_iter();
            pairs
                .map(|(name, text)| one(&name, Chunk::Text(text), None))
                .collect()
        }
        (Wire::Json, value) => {
            let media_type = own().unwrap_or_else(|| "application/json".to_owned());
            let items = match (value, &part.list) {
                (Value::Array(items), Some(_)) => items,
                (value, _) => vec![value],
            };
            let texts = items.iter().map(style::compact);
            texts
                .map(|json| one(&part.wire, Chunk::Text(json), Some(media_type.clone())))
                .collect()
        }
        (_, Value::Array(items)) => items
            .iter()
            .filter(|item| !item.is_null())
            .map(text)
            .collect(),
        (_, value) => vec![text(&value)],
    }
}

/// Parts as a form where libraries write just that, or else written out.
fn multipart(parts: Vec<Part>, media_type: String) -> (String, Body) {
    let is_form = media_type.eq_ignore_ascii_case("multipart/form-data");
    let is_usual = |part: &Part| match part.content {
        Chunk::Text(_) => part.media_type.is_none() && part.headers.is_empty(),
        Chunk::File(_) => part.headers.is_empty(),
    };
    if is_form && !parts.is_empty() && parts.iter().all(is_usual) {
        return (media_type, Body::Form(parts));
    }
    let (boundary, chunks) = written_out(&parts, is_form);
    (
        format!("{media_type}; boundary={boundary}"),
        Body::Pieces(chunks),
    )
}

/// Parts as they travel, and what stands between them.
pub fn written_out(parts: &[Part], is_form: bool) -> (String, Vec<Chunk>) {
    let mut boundary = BOUNDARY.to_owned();
    let holds = |part: &Part, boundary: &str| match &part.content {
        Chunk::Text(text) => text.contains(boundary),
        Chunk::File(_) => false,
    };
    while parts.iter().any(|part| holds(part, &boundary)) {
        boundary.push('-');
    }
    let mut chunks = Vec::new();
    let mut text = String::new();
    for part in parts {
        text.push_str(&format!("--{boundary}\r\n"));
        if is_form {
            let name = quoted(&part.name);
            text.push_str(&format!("Content-Disposition: form-data; name=\"{name}\""));
            if let Chunk::File(file) = &part.content {
                text.push_str(&format!("; filename=\"{}\"", quoted(file)));
            }
            text.push_str("\r\n");
        }
        let plain = (!is_form).then(|| "text/plain; charset=utf-8".to_owned());
        if let Some(media_type) = part.media_type.clone().or(plain) {
            text.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        for (name, value) in &part.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        match &part.content {
            Chunk::Text(content) => text.push_str(content),
            Chunk::File(name) => {
                chunks.push(Chunk::Text(std::mem::take(&mut text)));
                chunks.push(Chunk::File(name.clone()));
            }
        }
        text.push_str("\r\n");
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    chunks.push(Chunk::Text(text));
    (boundary, chunks)
}

/// A name in quotes, as the HTML standard escapes it.
pub fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('\0', "")
}

/// A name for a part's file, which any system takes.
fn file_name(part: &str) -> String {
    let plain = part
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_');
    let name: String = plain.take(40).collect();
    match name.is_empty() {
        true => "file.bin".to_owned(),
        false => format!("{name}.bin"),
    }
}

/// A media type that can be sent, of those that the document allows.
fn concrete(media_type: &str) -> String {
    if !is_range(media_type) {
        return media_type.to_owned();
    }
    let mut types = media_type.split(',').map(str::trim);
    let whole = types.clone().find(|one| !one.contains('*'));
    let chosen = whole.or(types.next()).unwrap_or_default();
    match chosen.split_once('/') {
        Some(("image", "*")) => "image/png".to_owned(),
        Some(("text", "*")) => "text/plain".to_owned(),
        Some(("audio", "*")) => "audio/mpeg".to_owned(),
        Some(("video", "*")) => "video/mp4".to_owned(),
        _ if chosen.contains('*') => "application/octet-stream".to_owned(),
        _ => chosen.to_owned(),
    }
}
