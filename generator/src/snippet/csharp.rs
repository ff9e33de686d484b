//! A request as C#, by `HttpClient`.

use super::body::written_out;
use super::quote::{csharp as quoted, pretty};
use super::request::{Body, Chunk, Piece, Request, joined};

/// Headers that `HttpClient` has on the body alone.
const OF_CONTENT: [&str; 3] = ["allow", "expires", "last-modified"];

/// The program.
pub fn write(request: &Request) -> String {
    let (body, media_type) = body(request);
    let mut uses = vec!["System"];
    if !request.files().is_empty() {
        uses.push("System.IO");
    }
    if body.as_ref().is_some_and(|body| body.contains(".Concat(")) {
        uses.push("System.Linq");
    }
    uses.push("System.Net.Http");
    if request.basic.is_some() || body.as_ref().is_some_and(|body| body.contains("Encoding.")) {
        uses.push("System.Text");
    }
    uses.push("System.Threading.Tasks");
    let uses: String = uses.iter().map(|one| format!("using {one};\n")).collect();
    let mut out = format!(
        "{uses}\nclass Program\n{{\n    static void Main() => Run().GetAwaiter().GetResult();\n\n    static async Task Run()\n    {{\n"
    );
    out.push_str(&format!(
        "        var request = new HttpRequestMessage(new HttpMethod({}), {});\n",
        quoted(&request.method),
        pieces(&request.url)
    ));
    if let Some((user, password)) = &request.basic {
        out.push_str(&format!(
            "        var credentials = {} + \":\" + {};\n        request.Headers.TryAddWithoutValidation(\"Authorization\", \"Basic \" + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));\n",
            variable(user),
            variable(password)
        ));
    }
    let headers = request.headers_with_cookies();
    let (own, of_content): (Vec<_>, Vec<_>) = headers
        .into_iter()
        .partition(|(name, _)| !is_of_content(name));
    for (name, value) in &own {
        out.push_str(&format!(
            "        request.Headers.TryAddWithoutValidation({}, {});\n",
            quoted(name),
            pieces(value)
        ));
    }
    if body.is_some() || !of_content.is_empty() {
        let body = body.unwrap_or_else(|| "new byte[0]".to_owned());
        out.push_str(&format!(
            "        request.Content = new ByteArrayContent({body});\n"
        ));
    }
    for (name, value) in &of_content {
        let value = match &media_type {
            Some(media_type) if name == "Content-Type" => quoted(media_type),
            _ => pieces(value),
        };
        out.push_str(&format!(
            "        request.Content.Headers.TryAddWithoutValidation({}, {value});\n",
            quoted(name)
        ));
    }
    out.push_str(
        "        var response = await new HttpClient().SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException((int)response.StatusCode + \" \" + text);
        }
        Console.WriteLine((int)response.StatusCode + \" \" + text);
    }
}
",
    );
    out
}

fn is_of_content(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("content-") || OF_CONTENT.contains(&name.as_str())
}

/// The body's bytes as an expression, and its media type where that is not the request's.
fn body(request: &Request) -> (Option<String>, Option<String>) {
    let of_text = |text: &str| format!("Encoding.UTF8.GetBytes({})", quoted(text));
    match &request.body {
        None => (None, None),
        Some(Body::Json(value)) => (Some(of_text(&pretty(value))), None),
        Some(Body::Text(text)) => (Some(of_text(text)), None),
        Some(Body::File(name)) => (Some(of_file(name)), None),
        Some(Body::Form(parts)) => {
            let (boundary, chunks) = written_out(parts, true);
            let media_type = format!("multipart/form-data; boundary={boundary}");
            (Some(chunked(&chunks)), Some(media_type))
        }
        Some(Body::Pieces(chunks)) => (Some(chunked(chunks)), None),
    }
}

fn of_file(name: &str) -> String {
    format!("File.ReadAllBytes({})", quoted(name))
}

fn chunked(chunks: &[Chunk]) -> String {
    let mut each = chunks.iter().map(|chunk| match chunk {
        Chunk::Text(text) => format!("Encoding.UTF8.GetBytes({})", quoted(text)),
        Chunk::File(name) => of_file(name),
    });
    let first = each.next().unwrap_or_else(|| "new byte[0]".to_owned());
    let rest: Vec<_> = each
        .map(|one| format!("\n            .Concat({one})"))
        .collect();
    match rest.is_empty() {
        true => first,
        false => format!("{first}{}\n            .ToArray()", rest.concat()),
    }
}

fn pieces(pieces: &[Piece]) -> String {
    joined(pieces, " + ", quoted, |name, encodes| match encodes {
        true => format!("Uri.EscapeDataString({})", variable(name)),
        false => variable(name),
    })
}

fn variable(name: &str) -> String {
    format!("Environment.GetEnvironmentVariable({})", quoted(name))
}
