//! A request as Java, by `java.net.http`: a file that `java` runs.

use super::body::written_out;
use super::quote::{java as quoted, java_block, pretty};
use super::request::{Body, Chunk, Piece, Request, joined};

/// What lines of the program's only method begin with.
const INDENT: &str = "                ";

/// The program.
pub fn write(request: &Request) -> String {
    let (body, media_type) = body(request);
    let mut imports = vec![
        "java.net.URI",
        "java.net.http.HttpClient",
        "java.net.http.HttpRequest",
        "java.net.http.HttpResponse",
    ];
    if request.encodes() {
        imports.push("java.net.URLEncoder");
    }
    if request.encodes() || request.basic.is_some() {
        imports.push("java.nio.charset.StandardCharsets");
    }
    if !request.files().is_empty() {
        imports.push("java.nio.file.Path");
    }
    if request.basic.is_some() {
        imports.push("java.util.Base64");
    }
    let imports: String = imports
        .iter()
        .map(|one| format!("import {one};\n"))
        .collect();
    let mut out = format!(
        "{imports}\npublic class Main {{\n    public static void main(String[] args) throws Exception {{\n"
    );
    if let Some((user, password)) = &request.basic {
        out.push_str(&format!(
            "        String credentials = {} + \":\" + {};\n",
            variable(user),
            variable(password)
        ));
    }
    out.push_str(&format!(
        "        HttpRequest request = HttpRequest.newBuilder(URI.create({}))\n",
        pieces(&request.url)
    ));
    if request.basic.is_some() {
        out.push_str(&format!(
            "{INDENT}.header(\"Authorization\", \"Basic \" + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))\n"
        ));
    }
    for (name, value) in request.headers_with_cookies() {
        let value = match &media_type {
            Some(media_type) if name == "Content-Type" => quoted(media_type),
            _ => pieces(&value),
        };
        out.push_str(&format!("{INDENT}.header({}, {value})\n", quoted(&name)));
    }
    out.push_str(&format!(
        "{INDENT}.method({}, {body})\n{INDENT}.build();\n",
        quoted(&request.method)
    ));
    out.push_str(
        "        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new IllegalStateException(response.statusCode() + \" \" + response.body());
        }
        System.out.println(response.statusCode() + \" \" + response.body());
    }
}
",
    );
    out
}

/// The body's publisher, and its media type where that is not the request's.
fn body(request: &Request) -> (String, Option<String>) {
    let of_text = |text: &str| {
        format!(
            "HttpRequest.BodyPublishers.ofString({})",
            java_block(text, INDENT)
        )
    };
    match &request.body {
        None => ("HttpRequest.BodyPublishers.noBody()".to_owned(), None),
        Some(Body::Json(value)) => (of_text(&pretty(value)), None),
        Some(Body::Text(text)) => (of_text(text), None),
        Some(Body::File(name)) => (of_file(name), None),
        Some(Body::Form(parts)) => {
            let (boundary, chunks) = written_out(parts, true);
            let media_type = format!("multipart/form-data; boundary={boundary}");
            (chunked(&chunks), Some(media_type))
        }
        Some(Body::Pieces(chunks)) => (chunked(chunks), None),
    }
}

fn of_file(name: &str) -> String {
    format!(
        "HttpRequest.BodyPublishers.ofFile(Path.of({}))",
        quoted(name)
    )
}

fn chunked(chunks: &[Chunk]) -> String {
    let each = chunks.iter().map(|chunk| match chunk {
        Chunk::Text(text) => format!("HttpRequest.BodyPublishers.ofString({})", quoted(text)),
        Chunk::File(name) => of_file(name),
    });
    let each: Vec<_> = each.collect();
    let separator = format!(",\n{INDENT}    ");
    format!(
        "HttpRequest.BodyPublishers.concat(\n{INDENT}    {})",
        each.join(&separator)
    )
}

fn pieces(pieces: &[Piece]) -> String {
    joined(pieces, " + ", quoted, |name, encodes| match encodes {
        // It writes a blank as a plus.
        true => format!(
            "URLEncoder.encode({}, StandardCharsets.UTF_8).replace(\"+\", \"%20\")",
            variable(name)
        ),
        false => variable(name),
    })
}

fn variable(name: &str) -> String {
    format!("System.getenv({})", quoted(name))
}
