//! A server to the URLs that it stands for, in one spelling.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cursor::Cursor;

/// How many URLs the values of variables are put into; beyond that, a variable may be anything.
const SPELT_OUT: usize = 64;

/// A server's URL in one spelling: scheme and host know no letter case, and a scheme's own port need
/// not be said (RFC 3986, 6.2).
pub(super) fn normalized(url: &str) -> String {
    let url = decoded(url);
    let url = url.trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let scheme = scheme.to_ascii_lowercase();
    // Names of variables do know letter case.
    let host = match host.contains('{') {
        true => host.to_owned(),
        false => host.to_ascii_lowercase(),
    };
    let port = match scheme.as_str() {
        "http" | "ws" => ":80",
        "https" | "wss" => ":443",
        _ => ":",
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    format!("{scheme}://{host}{path}")
}

/// The same URL, in which no octet is encoded that need not be, and the digits of others are capitals (RFC 3986,
/// 6.2.2).
fn decoded(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let digits = after
            .get(..2)
            .filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let octet = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match octet {
            Some(octet) if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) => {
                text.push(char::from(octet));
            }
            Some(octet) => text.push_str(&format!("%{octet:02X}")),
            None => text.push('%'),
        }
        rest = if octet.is_some() { &after[2..] } else { after };
    }
    text.push_str(rest);
    text
}

/// The names of a URL's variables, and the texts around them.
fn pieces(url: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut texts, mut names) = (Vec::new(), Vec::new());
    let mut rest = url;
    while let Some((text, more)) = rest.split_once('{') {
        let Some((name, more)) = more.split_once('}') else {
            break;
        };
        texts.push(text);
        names.push(name);
        rest = more;
    }
    texts.push(rest);
    (texts, names)
}

/// All URLs that a server stands for; `{}` stands where a variable may be anything.
pub(super) fn spelt_out(url: &str, server: &Cursor<'_>) -> BTreeSet<String> {
    let (texts, names) = pieces(url);
    let mut all = vec![texts[0].to_owned()];
    for (name, text) in names.iter().zip(&texts[1..]) {
        let values = values(server, name);
        let values = match values.len().saturating_mul(all.len()) {
            0 => vec!["{}"],
            count if count > SPELT_OUT => vec!["{}"],
            _ => values,
        };
        let more = all.iter().flat_map(|start| {
            let put = |value: &&str| format!("{start}{value}{text}");
            values.iter().map(put).collect::<Vec<_>>()
        });
        all = more.collect();
    }
    all.iter().map(|url| normalized(url)).collect()
}

/// The only values of a variable; none where it may be anything.
fn values<'d>(server: &Cursor<'d>, name: &str) -> Vec<&'d str> {
    let variable = server.value.get("variables").and_then(|all| all.get(name));
    let listed = variable.and_then(|variable| variable.get("enum"));
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).collect()
}

/// What is taken for each variable of a server, in their order.
pub(super) fn defaults(server: Cursor<'_>) -> Vec<Option<&str>> {
    let (_, names) = pieces(server.text("url").unwrap_or_default());
    let variables = server.value.get("variables");
    let default = |name: &&str| variables?.get(*name)?.get("default")?.as_str();
    names.iter().map(default).collect()
}

/// Whether all URLs are among others.
pub(super) fn all_covered(urls: &BTreeSet<String>, among: &BTreeSet<&str>) -> bool {
    urls.iter()
        .all(|url| among.contains(url.as_str()) || among.iter().any(|wide| is_within(url, wide)))
}

/// Whether a URL is one of those that a URL with gaps stands for.
fn is_within(url: &str, wide: &str) -> bool {
    let mut texts = wide.split("{}");
    let Some(mut rest) = texts.next().and_then(|first| url.strip_prefix(first)) else {
        return false;
    };
    let mut texts = texts.peekable();
    while let Some(text) = texts.next() {
        let found = match texts.peek() {
            None => rest.ends_with(text).then(|| rest.len() - text.len()),
            Some(_) => rest.find(text),
        };
        let Some(at) = found else {
            return false;
        };
        rest = &rest[at + text.len()..];
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_compared_in_one_spelling() {
        assert_eq!(
            normalized("HTTPS://A.Example:443/V1/"),
            "https://a.example/V1"
        );
        assert_eq!(normalized("http://a.example:8080"), "http://a.example:8080");
        assert_eq!(
            normalized("https://{Tenant}.example/v1"),
            "https://{Tenant}.example/v1"
        );
        assert_eq!(normalized("/"), "");
        assert_eq!(normalized("/%7ea/%2f%zz%"), "/~a/%2F%zz%");
    }

    #[test]
    fn gaps_stand_for_anything() {
        assert!(is_within("https://a.example/v1", "https://{}.example/v1"));
        assert!(is_within("https://{}.example/v1", "https://{}.example/v1"));
        assert!(!is_within("https://a.example/v2", "https://{}.example/v1"));
        assert!(is_within(
            "https://a.b.example/1/x",
            "https://{}.example/{}/x"
        ));
        assert!(!is_within("https://a.example", "https://b.example"));
    }
}
