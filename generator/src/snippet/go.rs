//! A request as Go, by `net/http`, laid out as `gofmt` does.

use super::body::written_out;
use super::quote::{go as quoted, pretty};
use super::request::{Body, Chunk, Piece, Request, joined};

/// What follows a call that may fail.
const CHECK: &str = "\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n";

/// The program.
pub fn write(request: &Request) -> String {
    let mut before = String::new();
    let (body, media_type) = body(request, &mut before);
    let mut imports = vec!["fmt", "io", "log", "net/http"];
    if request.encodes() {
        imports.push("net/url");
    }
    if !request.variables().is_empty() || !request.files().is_empty() {
        imports.push("os");
    }
    if body.contains("strings.") || request.encodes() {
        imports.push("strings");
    }
    let imports: String = imports.iter().map(|one| format!("\t\"{one}\"\n")).collect();
    let mut out = format!("package main\n\nimport (\n{imports})\n\nfunc main() {{\n{before}");
    if body == "nil" {
        let (method, url) = (quoted(&request.method), pieces(&request.url));
        out.push_str(&format!(
            "\treq, err := http.NewRequest({method}, {url}, nil)\n{CHECK}"
        ));
    } else {
        out.push_str(&format!("\tbody := {body}\n"));
        let (method, url) = (quoted(&request.method), pieces(&request.url));
        out.push_str(&format!(
            "\treq, err := http.NewRequest({method}, {url}, body)\n{CHECK}"
        ));
    }
    for (name, value) in request.headers_with_cookies() {
        let value = match &media_type {
            Some(media_type) if name == "Content-Type" => quoted(media_type),
            _ => pieces(&value),
        };
        out.push_str(&format!("\treq.Header.Set({}, {value})\n", quoted(&name)));
    }
    if let Some((user, password)) = &request.basic {
        let (user, password) = (variable(user), variable(password));
        out.push_str(&format!("\treq.SetBasicAuth({user}, {password})\n"));
    }
    out.push_str(&format!(
        "\tres, err := http.DefaultClient.Do(req)\n{CHECK}\tdefer res.Body.Close()\n\ttext, err := io.ReadAll(res.Body)\n{CHECK}\tif res.StatusCode >= 400 {{\n\t\tlog.Fatalf(\"%d %s\", res.StatusCode, text)\n\t}}\n\tfmt.Printf(\"%d %s\\n\", res.StatusCode, text)\n}}\n"
    ));
    out
}

/// The body's reader, with what goes before it, and its media type where that is not the request's.
fn body(request: &Request, before: &mut String) -> (String, Option<String>) {
    let of_text = |text: &str| format!("strings.NewReader({})", quoted(text));
    match &request.body {
        None => ("nil".to_owned(), None),
        Some(Body::Json(value)) => (of_text(&pretty(value)), None),
        Some(Body::Text(text)) => (of_text(text), None),
        Some(Body::File(name)) => (opened(name, 1, before), None),
        Some(Body::Form(parts)) => {
            let (boundary, chunks) = written_out(parts, true);
            let media_type = format!("multipart/form-data; boundary={boundary}");
            (chunked(&chunks, before), Some(media_type))
        }
        Some(Body::Pieces(chunks)) => (chunked(chunks, before), None),
    }
}

/// Opens a file, and gives the variable that it is in.
fn opened(name: &str, number: usize, before: &mut String) -> String {
    let variable = format!("file{number}");
    before.push_str(&format!(
        "\t{variable}, err := os.Open({})\n{CHECK}\tdefer {variable}.Close()\n",
        quoted(name)
    ));
    variable
}

fn chunked(chunks: &[Chunk], before: &mut String) -> String {
    let mut number = 0;
    let mut each = Vec::new();
    for chunk in chunks {
        each.push(match chunk {
            Chunk::Text(text) => format!("strings.NewReader({})", quoted(text)),
            Chunk::File(name) => {
                number += 1;
                opened(name, number, before)
            }
        });
    }
    match each.as_slice() {
        [one] => one.clone(),
        _ => format!("io.MultiReader(\n\t\t{},\n\t)", each.join(",\n\t\t")),
    }
}

fn pieces(pieces: &[Piece]) -> String {
    joined(pieces, "+", quoted, |name, encodes| match encodes {
        // In a query, it writes a blank as a plus.
        true => format!(
            "strings.ReplaceAll(url.QueryEscape({}), \"+\", \"%20\")",
            variable(name)
        ),
        false => variable(name),
    })
}

fn variable(name: &str) -> String {
    format!("os.Getenv({})", quoted(name))
}
