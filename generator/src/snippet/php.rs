//! A request as PHP, by its extension `curl`.

use super::body::written_out;
use super::quote::{php as quoted, pretty};
use super::request::{Body, Chunk, Piece, Request, joined, merged};

/// The program.
pub fn write(request: &Request) -> String {
    let mut out = format!("<?php\n\n$curl = curl_init({});\n", pieces(&request.url));
    out.push_str("curl_setopt_array($curl, [\n");
    out.push_str(&format!(
        "    CURLOPT_CUSTOMREQUEST => {},\n",
        quoted(&request.method)
    ));
    out.push_str("    CURLOPT_RETURNTRANSFER => true,\n");
    if request.method == "HEAD" {
        out.push_str("    CURLOPT_NOBODY => true,\n");
    }
    if let Some((user, password)) = &request.basic {
        out.push_str(&format!(
            "    CURLOPT_USERPWD => {} . ':' . {},\n",
            variable(user),
            variable(password)
        ));
    }
    let (body, media_type) = body(request);
    let headers = request.headers_with_cookies();
    let lines = headers.iter().map(|(name, value)| {
        let mut header = vec![Piece::Text(format!("{name}: "))];
        match &media_type {
            Some(media_type) if name == "Content-Type" => {
                header = vec![Piece::Text(format!("{name}: {media_type}"))];
            }
            // A header without a value is sent where its name ends in a semicolon.
            _ if *value == [Piece::Text(String::new())] => {
                header = vec![Piece::Text(format!("{name};"))];
            }
            _ => header.extend(value.iter().cloned()),
        }
        format!("        {},\n", pieces(&merged(header)))
    });
    let lines: String = lines.collect();
    if !lines.is_empty() {
        out.push_str(&format!("    CURLOPT_HTTPHEADER => [\n{lines}    ],\n"));
    }
    if let Some(body) = body {
        out.push_str(&format!("    CURLOPT_POSTFIELDS => {body},\n"));
    }
    out.push_str("]);\n$body = curl_exec($curl);\nif ($body === false) {\n    throw new RuntimeException(curl_error($curl));\n}\n");
    out.push_str("$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);\nif ($status >= 400) {\n    throw new RuntimeException(\"$status $body\");\n}\necho \"$status $body\\n\";\n");
    out
}

/// The body as an expression, and its media type where that is not the request's.
fn body(request: &Request) -> (Option<String>, Option<String>) {
    let Some(body) = &request.body else {
        return (None, None);
    };
    match body {
        Body::Json(value) => (Some(json(&pretty(value))), None),
        Body::Text(text) => (Some(quoted(text)), None),
        Body::File(name) => (Some(format!("file_get_contents({})", quoted(name))), None),
        Body::Form(parts) => {
            let (boundary, chunks) = written_out(parts, true);
            let media_type = format!("multipart/form-data; boundary={boundary}");
            (Some(chunked(&chunks)), Some(media_type))
        }
        Body::Pieces(chunks) => (Some(chunked(chunks)), None),
    }
}

fn chunked(chunks: &[Chunk]) -> String {
    let chunks = chunks.iter().map(|chunk| match chunk {
        Chunk::Text(text) => quoted(text),
        Chunk::File(name) => format!("file_get_contents({})", quoted(name)),
    });
    chunks.collect::<Vec<_>>().join("\n        . ")
}

/// JSON as a nowdoc, in which nothing means anything but a line that begins with its name. No line of
/// JSON does.
fn json(text: &str) -> String {
    match text.contains('\n') {
        true => format!("<<<'JSON'\n{text}\nJSON"),
        false => quoted(text),
    }
}

fn pieces(pieces: &[Piece]) -> String {
    joined(pieces, " . ", quoted, |name, encodes| match encodes {
        true => format!("rawurlencode({})", variable(name)),
        false => variable(name),
    })
}

fn variable(name: &str) -> String {
    format!("getenv({})", quoted(name))
}
