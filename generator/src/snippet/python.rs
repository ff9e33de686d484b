//! A request as Python, by the package `requests`.

use serde_json::Value;

use super::quote::{hanging, pretty, python as quoted};
use super::request::{Body, Chunk, Part, Piece, Request, joined};

/// The program.
pub fn write(request: &Request) -> String {
    let mut out = String::new();
    if !request.variables().is_empty() {
        out.push_str("import os\n");
    }
    if request.encodes() {
        out.push_str("from urllib.parse import quote\n");
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str("import requests\n\nresponse = requests.request(\n");
    out.push_str(&format!("    {},\n", quoted(&request.method)));
    out.push_str(&format!("    {},\n", pieces(&request.url)));
    if let Some((user, password)) = &request.basic {
        out.push_str(&format!(
            "    auth=({}.encode(), {}.encode()),\n",
            variable(user),
            variable(password)
        ));
    }
    let is_form = matches!(request.body, Some(Body::Form(_)));
    let headers = request.headers_with_cookies();
    let headers = headers
        .iter()
        .filter(|(name, _)| !(is_form && name == "Content-Type"));
    let lines: Vec<_> = headers
        .map(|(name, value)| format!("        {}: {},\n", quoted(name), pieces(value)))
        .collect();
    if !lines.is_empty() {
        out.push_str(&format!("    headers={{\n{}    }},\n", lines.concat()));
    }
    if let Some(body) = &request.body {
        out.push_str(&self::body(body));
    }
    out.push_str(")\nresponse.raise_for_status()\nprint(response.status_code, response.text)\n");
    out
}

fn body(body: &Body) -> String {
    match body {
        // `None` would be no body at all.
        Body::Json(Value::Null) => "    data=\"null\",\n".to_owned(),
        Body::Json(value) if is_same_in_python(value) => {
            format!("    json={},\n", hanging(&literal(value, 0), "    "))
        }
        Body::Json(value) => format!("    data={}.encode(),\n", quoted(&pretty(value))),
        Body::Text(text) => format!("    data={}.encode(),\n", quoted(text)),
        Body::File(name) => format!("    data=open({}, \"rb\"),\n", quoted(name)),
        Body::Form(parts) => {
            let parts: String = parts.iter().map(part).collect();
            format!("    files=[\n{parts}    ],\n")
        }
        Body::Pieces(chunks) => {
            let chunks = chunks.iter().map(|chunk| match chunk {
                Chunk::Text(text) => format!("        {}.encode(),\n", quoted(text)),
                Chunk::File(name) => format!("        open({}, \"rb\").read(),\n", quoted(name)),
            });
            format!(
                "    data=b\"\".join([\n{}    ]),\n",
                chunks.collect::<String>()
            )
        }
    }
}

fn part(part: &Part) -> String {
    let name = quoted(&part.name);
    match &part.content {
        Chunk::Text(text) => format!("        ({name}, (None, {})),\n", quoted(text)),
        Chunk::File(file) => {
            let (file, media_type) = (quoted(file), part.media_type.as_deref());
            let media_type = quoted(media_type.unwrap_or_default());
            format!("        ({name}, ({file}, open({file}, \"rb\"), {media_type})),\n")
        }
    }
}

fn pieces(pieces: &[Piece]) -> String {
    joined(pieces, " + ", quoted, |name, encodes| match encodes {
        true => format!("quote({}, safe=\"\")", variable(name)),
        false => variable(name),
    })
}

fn variable(name: &str) -> String {
    format!("os.environ[{}]", quoted(name))
}

/// A value as Python writes it.
fn literal(value: &Value, depth: usize) -> String {
    let (outer, inner) = ("    ".repeat(depth), "    ".repeat(depth + 1));
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Array(items) => {
            let items = items.iter().map(|item| literal(item, depth + 1));
            let items = items.map(|item| format!("{inner}{item},\n"));
            format!("[\n{}{outer}]", items.collect::<String>())
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                format!("{inner}{}: {},\n", quoted(key), literal(value, depth + 1))
            });
            format!("{{\n{}{outer}}}", members.collect::<String>())
        }
    }
}

/// Whether a value that is written as a literal is sent as it stands: no number is infinite, and no
/// constant is longer than the language reads.
fn is_same_in_python(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            let is_whole = number.is_i64() || number.is_u64();
            is_whole || number.as_f64().is_some_and(f64::is_finite)
        }
        Value::Array(items) => items.iter().all(is_same_in_python),
        Value::Object(members) => members.values().all(is_same_in_python),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}
