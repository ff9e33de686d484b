//! A request as JavaScript, for browsers and for Node.js: both have `fetch`.

use serde_json::Value;

use super::quote::{hanging, javascript as quoted, pretty};
use super::request::{Body, Chunk, Part, Piece, Request, joined};

/// For browsers: what the reader sets stands at the top, since there is no environment.
pub fn browser(request: &Request) -> String {
    Writer {
        is_node: false,
        request,
    }
    .write()
}

/// For Node.js, as a module.
pub fn node(request: &Request) -> String {
    Writer {
        is_node: true,
        request,
    }
    .write()
}

struct Writer<'r> {
    is_node: bool,
    request: &'r Request,
}

impl Writer<'_> {
    fn write(&self) -> String {
        let request = self.request;
        let mut out = String::new();
        if self.is_node && !request.files().is_empty() {
            out.push_str("import { readFile } from \"node:fs/promises\";\n\n");
        }
        if !self.is_node {
            for name in request.variables() {
                out.push_str(&format!("const {name} = \"YOUR_{name}\";\n"));
            }
        }
        self.before(&mut out);
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        let url = self.pieces(&request.url);
        out.push_str(&format!("const response = await fetch({url}, {{\n"));
        out.push_str(&format!("  method: {},\n", quoted(&request.method)));
        self.headers(&mut out);
        if !self.is_node && !request.cookies.is_empty() {
            out.push_str("  // A browser sends its own cookies, and lets no program set others.\n");
            out.push_str("  credentials: \"include\",\n");
        }
        if let Some(body) = &request.body {
            match matches!(request.method.as_str(), "GET" | "HEAD") {
                true => out.push_str("  // `fetch` sends no body with this method.\n"),
                false => out.push_str(&format!("  body: {},\n", self.body(body))),
            }
        }
        out.push_str("});\n");
        out.push_str("if (!response.ok) {\n  throw new Error(`${response.status} ${await response.text()}`);\n}\n");
        out.push_str("console.log(response.status, await response.text());\n");
        out
    }

    /// What is made before the request: files and forms.
    fn before(&self, out: &mut String) {
        if !self.is_node && !self.request.files().is_empty() {
            out.push_str("const { files } = document.querySelector(\"input[type=file]\");\n");
        }
        let Some(Body::Form(parts)) = &self.request.body else {
            return;
        };
        out.push_str("const form = new FormData();\n");
        let mut index = 0;
        for part in parts {
            let name = quoted(&part.name);
            match &part.content {
                Chunk::Text(text) => {
                    out.push_str(&format!("form.append({name}, {});\n", quoted(text)));
                }
                Chunk::File(_) => {
                    let file = self.file(part, index);
                    out.push_str(&format!("form.append({name}, {file});\n"));
                    index += 1;
                }
            }
        }
    }

    /// A file of a form, with its name.
    fn file(&self, part: &Part, index: usize) -> String {
        let Chunk::File(name) = &part.content else {
            return String::new();
        };
        let content = match self.is_node {
            true => format!("await readFile({})", quoted(name)),
            false => format!("files[{index}]"),
        };
        let media_type = part.media_type.as_deref().unwrap_or_default();
        format!(
            "new Blob([{content}], {{ type: {} }}), {}",
            quoted(media_type),
            quoted(name)
        )
    }

    fn headers(&self, out: &mut String) {
        let is_form = matches!(self.request.body, Some(Body::Form(_)));
        let headers = match self.is_node {
            true => self.request.headers_with_cookies(),
            false => self.request.headers.clone(),
        };
        // With its boundary, the library writes this one.
        let headers = headers
            .iter()
            .filter(|(name, _)| !(is_form && name == "Content-Type"));
        let mut lines: Vec<_> = headers
            .map(|(name, value)| format!("    {}: {},\n", quoted(name), self.pieces(value)))
            .collect();
        if let Some((user, password)) = &self.request.basic {
            let (user, password) = (self.variable(user), self.variable(password));
            let pair = format!("`${{{user}}}:${{{password}}}`");
            let encoded = match self.is_node {
                true => format!("Buffer.from({pair}).toString(\"base64\")"),
                false => format!("btoa(String.fromCharCode(...new TextEncoder().encode({pair})))"),
            };
            lines.insert(
                0,
                format!("    \"Authorization\": \"Basic \" + {encoded},\n"),
            );
        }
        if !lines.is_empty() {
            out.push_str(&format!("  headers: {{\n{}  }},\n", lines.concat()));
        }
    }

    fn body(&self, body: &Body) -> String {
        match body {
            Body::Json(value) if is_same_in_javascript(value) => {
                format!("JSON.stringify({})", hanging(&pretty(value), "  "))
            }
            Body::Json(value) => quoted(&pretty(value)),
            Body::Text(text) => quoted(text),
            Body::File(name) => self.chunk(&Chunk::File(name.clone())),
            Body::Form(_) => "form".to_owned(),
            Body::Pieces(chunks) => {
                let pieces = chunks.iter().map(|chunk| self.chunk(chunk));
                let pieces: Vec<_> = pieces.collect();
                format!("new Blob([\n    {},\n  ])", pieces.join(",\n    "))
            }
        }
    }

    fn chunk(&self, chunk: &Chunk) -> String {
        match chunk {
            Chunk::Text(text) => quoted(text),
            Chunk::File(name) if self.is_node => format!("await readFile({})", quoted(name)),
            Chunk::File(_) => "files[0]".to_owned(),
        }
    }

    fn pieces(&self, pieces: &[Piece]) -> String {
        joined(pieces, " + ", quoted, |name, encodes| {
            let variable = self.variable(name);
            match encodes {
                true => format!("encodeURIComponent({variable})"),
                false => variable,
            }
        })
    }

    fn variable(&self, name: &str) -> String {
        match self.is_node {
            true => format!("process.env.{name}"),
            false => name.to_owned(),
        }
    }
}

/// Whether a value that is written as a literal is sent as it stands: no number loses digits, and no key
/// means something else.
fn is_same_in_javascript(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.unsigned_abs() < 1 << 53,
            (None, Some(_)) => false,
            (None, None) => number.as_f64().is_some_and(f64::is_finite),
        },
        Value::Array(items) => items.iter().all(is_same_in_javascript),
        Value::Object(members) => members
            .iter()
            .all(|(key, value)| key != "__proto__" && is_same_in_javascript(value)),
    }
}
