//! The formats of references: URIs (RFC 3986), IRIs (RFC 3987) and URI templates (RFC 6570).

use super::formats::{ipv4, ipv6};

/// `uri`: a URI with its scheme.
#[must_use]
pub fn uri(text: &str) -> bool {
    text.is_ascii() && iri(text)
}

/// `uri-reference`: a URI, or a reference relative to one.
#[must_use]
pub fn uri_reference(text: &str) -> bool {
    text.is_ascii() && iri_reference(text)
}

/// `iri`: a URI that may hold any script.
#[must_use]
pub fn iri(text: &str) -> bool {
    match split_scheme(text) {
        Some((scheme, rest)) => is_scheme(scheme) && is_after_scheme(rest),
        None => false,
    }
}

/// `iri-reference`: an IRI, or a reference relative to one.
#[must_use]
pub fn iri_reference(text: &str) -> bool {
    // A colon in the first segment makes what is before it a scheme.
    match split_scheme(text) {
        Some((scheme, rest)) => is_scheme(scheme) && is_after_scheme(rest),
        None => is_after_scheme(text),
    }
}

/// What is before and after a colon in the first segment.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let end = text.find([':', '/', '?', '#'])?;
    let rest = text[end..].strip_prefix(':')?;
    Some((&text[..end], rest))
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Authority, path, query and fragment.
fn is_after_scheme(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let path = match text.strip_prefix("//") {
        None => text,
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
    };
    let in_query = |character| is_private_use(character) || "/?:@".contains(character);
    holds(path, |character| "/:@".contains(character))
        && holds(query, in_query)
        && holds(fragment, |character| "/?:@".contains(character))
}

fn is_authority(authority: &str) -> bool {
    let host = match authority.split_once('@') {
        None => authority,
        Some((user, host)) => {
            if !holds(user, |character| character == ':') {
                return false;
            }
            host
        }
    };
    if let Some(literal) = host.strip_prefix('[') {
        return match literal.split_once(']') {
            None => false,
            Some((address, port)) => {
                is_ip_literal(address)
                    && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
            }
        };
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    is_port(port) && holds(name, |_| false)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_ip_literal(address: &str) -> bool {
    let Some(future) = address.strip_prefix(['v', 'V']) else {
        return ipv6(address) && !ipv4(address);
    };
    let Some((version, address)) = future.split_once('.') else {
        return false;
    };
    let is_allowed = |character: char| {
        character.is_ascii() && (is_unreserved(character) || character == ':')
            || is_delimiter(character)
    };
    !version.is_empty()
        && version.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !address.is_empty()
        && address.chars().all(is_allowed)
}

/// Whether a part holds only what every part may, escapes, and what this one may besides.
fn holds(part: &str, besides: impl Fn(char) -> bool) -> bool {
    let allowed = |character| {
        character == '%'
            || is_unreserved(character)
            || is_delimiter(character)
            || besides(character)
    };
    part.chars().all(allowed) && escapes_hold(part)
}

/// Whether every `%` is followed by two hexadecimal digits.
fn escapes_hold(part: &str) -> bool {
    let is_escape = |after: &str| {
        let after = after.as_bytes();
        after.len() >= 2 && after[..2].iter().all(u8::is_ascii_hexdigit)
    };
    part.split('%').skip(1).all(is_escape)
}

/// RFC 3987's `iunreserved`.
fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~".contains(character) || is_beyond_ascii(character)
}

/// RFC 3987's `ucschar`.
fn is_beyond_ascii(character: char) -> bool {
    match u32::from(character) {
        0xa0..=0xd7ff | 0xf900..=0xfdcf | 0xfdf0..=0xffef => true,
        code @ 0x1_0000..=0xd_ffff => code & 0xffff <= 0xfffd,
        code @ 0xe_1000..=0xe_ffff => code & 0xffff <= 0xfffd,
        _ => false,
    }
}

/// RFC 3987's `iprivate`.
fn is_private_use(character: char) -> bool {
    matches!(u32::from(character), 0xe000..=0xf8ff | 0xf_0000..=0xf_fffd | 0x10_0000..=0x10_fffd)
}

/// RFC 3986's `sub-delims`.
fn is_delimiter(character: char) -> bool {
    "!$&'()*+,;=".contains(character)
}

/// `uri-template`: literals, and expressions in braces.
#[must_use]
pub fn uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((expression, after)) = after.split_once('}') else {
            return false;
        };
        if !is_literal(literal) || !is_expression(expression) {
            return false;
        }
        rest = after;
    }
    is_literal(rest)
}

fn is_literal(literal: &str) -> bool {
    let allowed = |character: char| {
        if character.is_ascii() {
            character.is_ascii_graphic() && !"\"<>\\^`{|}".contains(character)
        } else {
            is_beyond_ascii(character) || is_private_use(character)
        }
    };
    literal.chars().all(allowed) && escapes_hold(literal)
}

fn is_expression(expression: &str) -> bool {
    let variables = expression
        .strip_prefix(['+', '#', '.', '/', ';', '?', '&'])
        .unwrap_or(expression);
    variables.split(',').all(is_variable)
}

/// `name`, `name:3` or `name*`
fn is_variable(variable: &str) -> bool {
    if let Some(name) = variable.strip_suffix('*') {
        return is_variable_name(name);
    }
    let Some((name, length)) = variable.split_once(':') else {
        return is_variable_name(variable);
    };
    is_variable_name(name)
        && (1..=4).contains(&length.len())
        && length.bytes().all(|byte| byte.is_ascii_digit())
        && !length.starts_with('0')
}

fn is_variable_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'%';
    let part = |part: &str| !part.is_empty() && part.bytes().all(allowed) && escapes_hold(part);
    name.split('.').all(part)
}
