//! A request into what it says, less what HTTP leaves open: the letter case of escapes, the order of
//! pairs of different names, boundaries, and what is so by default.

use serde_json::{Map, Value, json};

use super::listener::Request;
use crate::calls::Described;

/// What a request says, by aspects: the path, the query, each header, the body.
pub(crate) fn normal(request: &Request, call: &Described) -> Map<String, Value> {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let mut out = Map::new();
    out.insert("method".to_owned(), json!(request.method));
    out.insert("path".to_owned(), json!(escapes(path)));
    out.insert("query".to_owned(), pairs(query, '&'));
    if let Some(cookies) = request.header("cookie") {
        out.insert("cookie".to_owned(), pairs(cookies, ';'));
    }
    for name in call.parameters.keys() {
        let Some(name) = name.strip_prefix("header.") else {
            continue;
        };
        let name = name.to_ascii_lowercase();
        if let Some(value) = request.header(&name) {
            // White space around commas says nothing (RFC 9110, 5.6.1).
            let items = value.split(',').map(str::trim);
            out.insert(name, json!(items.collect::<Vec<_>>().join(",")));
        }
    }
    if !request.body.is_empty() {
        let media_type = request.header("content-type").unwrap_or_default();
        out.insert("content-type".to_owned(), json!(essence(media_type)));
        out.insert("body".to_owned(), body(&request.body, media_type));
    }
    out
}

fn body(body: &[u8], media_type: &str) -> Value {
    let text = || String::from_utf8_lossy(body).into_owned();
    match essence(media_type).as_str() {
        json if json.ends_with("json") => {
            serde_json::from_slice(body).map_or_else(|_| json!(text()), numbers)
        }
        // There, a space may be either.
        "application/x-www-form-urlencoded" => pairs(&text().replace('+', "%20"), '&'),
        multipart if multipart.starts_with("multipart/") => {
            let boundary = media_type.split("boundary=").nth(1).unwrap_or_default();
            let boundary = boundary.split(';').next().unwrap_or_default();
            let mark = format!("--{}", boundary.trim_matches('"'));
            let text = text();
            text.split(&mark)
                .filter_map(|part| part.split_once("\r\n\r\n"))
                .map(|(head, content)| part(head, content))
                .collect()
        }
        _ => json!(text()),
    }
}

fn part(head: &str, content: &str) -> Value {
    let mut headers = Map::new();
    // RFC 7578, 4.4.
    headers.insert("content-type".to_owned(), json!("text/plain"));
    for line in head.trim().lines() {
        if let Some((name, value)) = line.split_once(':') {
            let name = name.to_ascii_lowercase();
            let value = match name.as_str() {
                "content-type" => essence(value),
                _ => value.trim().to_owned(),
            };
            headers.insert(name, json!(value));
        }
    }
    let content = content.strip_suffix("\r\n").unwrap_or(content);
    let content = serde_json::from_str(content)
        .ok()
        .filter(|_| headers["content-type"] == "application/json")
        .map_or_else(|| json!(content), numbers);
    headers.insert("content".to_owned(), content);
    Value::Object(headers)
}

/// JSON with whole numbers as integers, which they are whatever their text.
fn numbers(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, numbers(value)))
            .collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 2_f64.powi(53) => {
                json!(float as i64)
            }
            _ => Value::Number(number),
        },
        other => other,
    }
}

/// A media type less its parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Pairs by name, those of one name in their order.
fn pairs(text: &str, between: char) -> Value {
    let pairs = text.split(between).map(str::trim);
    let mut pairs: Vec<_> = pairs.filter(|pair| !pair.is_empty()).map(escapes).collect();
    pairs.sort_by(|one, other| name(one).cmp(name(other)));
    json!(pairs)
}

fn name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

/// Escapes in capital letters, and of unreserved characters none (RFC 3986, 6.2.2).
fn escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let escape = rest.get(at + 1..at + 3);
        let byte = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (escape, byte) {
            (Some(_), Some(byte))
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') =>
            {
                out.push(char::from(byte));
                rest = &rest[at + 3..];
            }
            (Some(digits), Some(_)) => {
                out.push('%');
                out.push_str(&digits.to_ascii_uppercase());
                rest = &rest[at + 3..];
            }
            _ => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_http_leaves_open_is_alike() {
        assert_eq!(escapes("a%2fb%7E%c3%a9%"), "a%2Fb~%C3%A9%");
        assert_eq!(pairs("b=2&a=1&b=1", '&'), pairs("a=1&b=2&b=1", '&'));
        assert_ne!(pairs("b=2&b=1", '&'), pairs("b=1&b=2", '&'));
        let part = |text: &str, boundary: &str| {
            let media_type = format!("multipart/form-data; boundary={boundary}");
            body(text.as_bytes(), &media_type)
        };
        let one = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
        let other = one.replace("--x", "--y").replace(
            "\r\n\r\n1",
            "\r\ncontent-type: text/plain; charset=utf-8\r\n\r\n1",
        );
        assert_eq!(part(one, "x"), part(&other, "y"));
        let json = |text: &str| body(text.as_bytes(), "application/json");
        assert_eq!(json("{\"a\":[1.0]}"), json("{ \"a\": [1] }"));
        assert_ne!(json("[1.5]"), json("[1]"));
    }
}
