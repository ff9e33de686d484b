//! What a request says on the wire, as texts by the names that they stand under: a path's segments, the pairs of a query,
//! of cookies and of forms, the lines of headers, the parts of a body.
//!
//! It is written from RFC 3986, 6265, 7578 and 9110 alone. Nothing that reads requests for generated servers takes part.

use faircopy::Pointer;
use faircopy::internals::document::Document;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::failure::Request;

/// A name and the text under it, as it stands.
pub(super) type Pair = (String, String);

/// The texts of a request.
pub(super) struct Wire<'r> {
    /// The segments that the path's template has names for; none where it is not that path.
    pub(super) path: Option<Vec<Pair>>,
    pub(super) query: Vec<Pair>,
    pub(super) cookies: Vec<Pair>,
    request: &'r Request,
}

impl<'r> Wire<'r> {
    pub(super) fn of(request: &'r Request, template: &str) -> Self {
        let (_, rest) = request.address.split_once("//").unwrap_or_default();
        let rest = rest.split('#').next().unwrap_or_default();
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = place.split_once('/').map_or("", |(_, path)| path);
        let cookies = request.lines("cookie");
        let cookies = cookies.iter().flat_map(|line| line.split(';'));
        Self {
            path: captured(path, template),
            query: pairs(query),
            cookies: cookies
                .filter_map(|pair| pair.trim().split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            request,
        }
    }

    /// A header's lines as one, without the space around it.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let lines = self.request.lines(name);
        let lines = lines.iter().map(|line| line.trim_matches([' ', '\t']));
        let lines: Vec<_> = lines.collect();
        (!lines.is_empty()).then(|| lines.join(","))
    }
}

/// The segments of a path that its template has names for. What a server has before it is left aside.
fn captured(path: &str, template: &str) -> Option<Vec<Pair>> {
    let template: Vec<_> = template.trim_start_matches('/').split('/').collect();
    let segments: Vec<_> = path.split('/').collect();
    let before = segments.len().checked_sub(template.len())?;
    let mut found = Vec::new();
    for (wanted, segment) in template.iter().zip(&segments[before..]) {
        match wanted
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) if !name.contains('{') => {
                found.push((name.to_owned(), (*segment).to_owned()))
            }
            _ if wanted == segment => {}
            _ => return None,
        }
    }
    Some(found)
}

/// The pairs of a query or of a form, with names decoded.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let all = text.split('&').filter(|pair| !pair.is_empty());
    let all = all.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    all.map(|(name, value)| (decoded(name, true), value.to_owned()))
        .collect()
}

/// A text without percent-encoding.
pub(super) fn decoded(text: &str, plus: bool) -> String {
    let text = match plus {
        true => text.replace('+', " "),
        false => text.to_owned(),
    };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// Whether what is percent-encoded in a text is a text as well.
pub(super) fn is_text(text: &str) -> bool {
    percent_decode_str(text).decode_utf8().is_ok()
}

/// The parts of `multipart/form-data` with their names; none where the body is none of parts to its end.
pub(super) fn parts(request: &Request) -> Option<Vec<Pair>> {
    let boundary = parameter(&request.media_type, "boundary")?;
    let text = String::from_utf8_lossy(&request.body);
    // The first boundary begins a line as well.
    let text = format!("\r\n{text}");
    let mark = format!("\r\n--{boundary}");
    let mut pieces = text.split(mark.as_str());
    pieces.next()?;
    let mut parts = Vec::new();
    for piece in pieces {
        if piece.starts_with("--") {
            return Some(parts);
        }
        let piece = piece.trim_start_matches([' ', '\t']).strip_prefix("\r\n")?;
        let (headers, content) = match piece.strip_prefix("\r\n") {
            Some(content) => ("", content),
            None => piece.split_once("\r\n\r\n")?,
        };
        // No header has such a character.
        let is_control = |letter: char| letter.is_ascii_control() && !"\r\n\t".contains(letter);
        if headers.contains(is_control) {
            return None;
        }
        let mut headers = headers
            .split("\r\n")
            .filter_map(|line| line.split_once(':'));
        let disposition =
            headers.find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
        let name = disposition.and_then(|(_, value)| parameter(value, "name"));
        parts.push((name.unwrap_or_default(), content.to_owned()));
    }
    None
}

/// The elements within the one that an XML document is, each with its text; none where they have elements or attributes of
/// their own.
pub(super) fn elements(text: &str) -> Option<Vec<Pair>> {
    let (root, rest) = text.trim().strip_prefix('<')?.split_once('>')?;
    if let Some(root) = root.strip_suffix('/') {
        return (rest.is_empty() && is_name(root)).then(Vec::new);
    }
    let mut rest = rest.strip_suffix(&format!("</{root}>"))?;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.strip_prefix('<')?.split_once('>')?;
        if let Some(name) = name.strip_suffix('/') {
            found.push((name.trim().to_owned(), String::new()));
            rest = after;
            continue;
        }
        let (content, after) = after.split_once(&format!("</{name}>"))?;
        found.push((name.to_owned(), unescaped(content)?));
        rest = after;
    }
    let mut names = found.iter().map(|(name, _)| name.as_str());
    names.all(is_name).then_some(found)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains([' ', '=', '"', '<', '/', '?', '!'])
}

/// A text of XML without its entities; none where it has elements.
fn unescaped(text: &str) -> Option<String> {
    const ENTITIES: [(&str, &str); 5] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let plain = || {
        let all = ENTITIES.iter();
        all.fold(text.to_owned(), |text, (entity, letter)| {
            text.replace(entity, letter)
        })
    };
    (!text.contains(['<', '#'])).then(plain)
}

/// A parameter of a header's value.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut all = value
        .split("; ")
        .filter_map(|one| one.trim().split_once('='));
    let (_, value) = all.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(value.trim_matches('"').to_owned())
}

/// The operation of a method and a path of a document.
pub(super) fn operation(document: &Document, method: &str, path: &str) -> Pointer {
    let item = document.resolved(&Pointer::root().keys(["paths", path]));
    item.key(&method.to_lowercase())
}

/// All parameters of an operation, its own before those of its path.
pub(super) fn parameters(document: &Document, operation: &Pointer) -> Vec<Pointer> {
    let item = operation.parent().unwrap_or_else(Pointer::root);
    let mut all: Vec<Pointer> = Vec::new();
    for owner in [operation, &item] {
        let list = owner.key("parameters");
        let count = list.resolve(&document.value).and_then(Value::as_array);
        for index in 0..count.map_or(0, Vec::len) {
            let at = document.resolved(&list.index(index));
            let told = |at: &Pointer| {
                ["name", "in"].map(|key| at.key(key).resolve(&document.value).cloned())
            };
            if all.iter().all(|known| told(known) != told(&at)) {
                all.push(at);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(address: &str, media_type: &str, body: &str) -> Request {
        Request {
            address: address.to_owned(),
            media_type: media_type.to_owned(),
            body: body.as_bytes().to_vec(),
            ..Request::default()
        }
    }

    fn pair(name: &str, value: &str) -> Pair {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn paths_and_queries_fall_into_texts() {
        let request = sent("http://h:1/base/a/.x%2C/c?a%5B%5D=1+2&b&&c=", "", "");
        let wire = Wire::of(&request, "/a/{one}/{two}");
        assert_eq!(
            wire.path,
            Some(vec![pair("one", ".x%2C"), pair("two", "c")])
        );
        let expected = [pair("a[]", "1+2"), pair("b", ""), pair("c", "")];
        assert_eq!(wire.query, expected);
        assert_eq!(Wire::of(&request, "/b/{one}/{two}").path, None);
    }

    #[test]
    fn elements_are_read_one_deep() {
        let expected = vec![pair("b", "1 & <"), pair("c", "")];
        assert_eq!(elements("<a><b>1 &amp; &lt;</b><c/></a>"), Some(expected));
        assert_eq!(elements("<a/>"), Some(Vec::new()));
        for other in [
            "<a>1</a>",
            "<a><b><c/></b></a>",
            "<a><b x=\"1\"/></a>",
            "<a>",
            "1",
        ] {
            assert_eq!(elements(other), None, "{other}");
        }
    }

    #[test]
    fn parts_must_end() {
        let part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        let read = |body: &str| parts(&sent("", "multipart/form-data; boundary=b", body));
        assert_eq!(
            read(&format!("{part}--b--\r\n")),
            Some(vec![pair("a", "1")])
        );
        assert_eq!(read("--b--\r\n"), Some(Vec::new()));
        assert_eq!(read(part), None);
        assert_eq!(read("--b\r\n[]--b--\r\n"), None);
    }
}
