//! A request as a command of a shell.

use super::quote::{pretty, printf, shell};
use super::request::{Body, Chunk, Part, Piece, Request, merged};

/// The command.
pub fn write(request: &Request) -> String {
    let mut lines = vec![format!(
        "curl --fail-with-body --globoff --request {} {}",
        word(&request.method),
        pieces(&request.url)
    )];
    if request.method == "HEAD" {
        lines[0] = format!(
            "curl --fail-with-body --globoff --head {}",
            pieces(&request.url)
        );
    }
    if let Some((user, password)) = &request.basic {
        lines.push(format!("--user \"${user}:${password}\""));
    }
    for (name, value) in request.headers_with_cookies() {
        // The library writes this one, with its boundary.
        if name == "Content-Type" && matches!(request.body, Some(Body::Form(_))) {
            continue;
        }
        let mut header = vec![Piece::Text(format!("{name}: "))];
        // A header without a value is sent where its name ends in a semicolon.
        if value == [Piece::Text(String::new())] {
            header = vec![Piece::Text(format!("{name};"))];
        }
        header.extend(value);
        lines.push(format!("--header {}", pieces(&merged(header))));
    }
    let mut before = String::new();
    match &request.body {
        None => {}
        Some(Body::Json(value)) => lines.push(format!("--data-raw {}", shell(&pretty(value)))),
        Some(Body::Text(text)) if text.contains('\0') => {
            before = format!("printf {} | ", printf(text));
            lines.push("--data-binary @-".to_owned());
        }
        Some(Body::Text(text)) => lines.push(format!("--data-raw {}", shell(text))),
        Some(Body::File(name)) => {
            lines.push(format!("--data-binary {}", word(&format!("@{name}"))))
        }
        Some(Body::Form(parts)) => lines.extend(parts.iter().map(part)),
        Some(Body::Pieces(chunks)) => {
            let each: Vec<_> = chunks.iter().map(chunk).collect();
            before = format!("{{\n  {}\n}} | ", each.join("\n  "));
            lines.push("--data-binary @-".to_owned());
        }
    }
    format!("{before}{}", lines.join(" \\\n  "))
}

/// What prints a piece of a body.
fn chunk(chunk: &Chunk) -> String {
    match chunk {
        Chunk::Text(text) => format!("printf {}", printf(text)),
        Chunk::File(name) => format!("cat {}", word(name)),
    }
}

fn part(part: &Part) -> String {
    match &part.content {
        Chunk::Text(text) => format!("--form-string {}", shell(&format!("{}={text}", part.name))),
        Chunk::File(name) => {
            let media_type = part.media_type.as_ref().map(|one| format!(";type={one}"));
            let value = format!("{}=@{name}{}", part.name, media_type.unwrap_or_default());
            format!("--form {}", shell(&value))
        }
    }
}

/// A word as it is, where it needs no quotes.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./@".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => shell(text),
    }
}

fn pieces(pieces: &[Piece]) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => shell(text),
        // A shell has nothing to encode with; keys seldom need it.
        Piece::Variable(name) | Piece::Encoded(name) => format!("\"${name}\""),
    });
    written.collect()
}
