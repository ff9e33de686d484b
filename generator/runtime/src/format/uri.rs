//! The formats of references: URIs (RFC 3986), IRIs (RFC 3987) and URI templates (RFC 6570).

use crate::format::{ipv4, ipv6};

/// `uri`: a URI with its scheme.
#[must_use]
pub fn uri(text: &str) -> bool {
    is_plain_url(text) || text.is_ascii() && iri(text)
}

/// `uri-reference`: a URI, or a reference relative to one.
#[must_use]
pub fn uri_reference(text: &str) -> bool {
    is_plain_url(text) || text.is_ascii() && iri_reference(text)
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

/// Whether a text is the kind of URL that most are: of the web, and with no character that needs a
/// second look, such as the colon of a port, an escape or a fragment. False says nothing.
fn is_plain_url(text: &str) -> bool {
    const BLOCK: usize = 16;
    let text = text.as_bytes();
    let rest = text
        .strip_prefix(b"https://")
        .or_else(|| text.strip_prefix(b"http://"));
    let Some(rest) = rest else {
        return false;
    };
    match rest.last_chunk::<BLOCK>() {
        Some(last) => rest.as_chunks::<BLOCK>().0.iter().all(is_plain) && is_plain(last),
        None => rest.iter().all(|byte| is_plain(&[*byte])),
    }
}

/// Whether all bytes may stand anywhere after `https://`. There is no branch among them, so that
/// the compiler makes a few vector instructions of it.
fn is_plain<const N: usize>(bytes: &[u8; N]) -> bool {
    let others = bytes.iter().fold(0, |others, byte| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // `&'()*+,-./` and digits
        let is_between = byte.wrapping_sub(b'&') <= b'9' - b'&';
        let is_plain = is_letter | is_between | (*byte == b'_') | (byte & !2 == b'='); // `=?`
        others | u8::from(!is_plain)
    });
    others == 0
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
    holds(path, b"/:@") && holds_query(query) && holds(fragment, b"/?:@")
}

fn is_authority(authority: &str) -> bool {
    let host = match authority.split_once('@') {
        None => authority,
        Some((user, host)) => {
            if !holds(user, b":") {
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
    is_port(port) && holds(name, b"")
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
    !version.is_empty()
        && version.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !address.is_empty()
        && address
            .bytes()
            .all(|byte| is_unreserved(byte) || is_delimiter(byte) || byte == b':')
}

/// Whether a part holds only what every part may, escapes, and what this one may besides.
fn holds(part: &str, besides: &[u8]) -> bool {
    holds_also(part, besides, |_| false)
}

fn holds_query(query: &str) -> bool {
    holds_also(query, b"/?:@", is_private_use)
}

fn holds_also(part: &str, besides: &[u8], beyond: fn(char) -> bool) -> bool {
    let allowed = |byte: u8| {
        is_unreserved(byte) || is_delimiter(byte) || byte == b'%' || besides.contains(&byte)
    };
    let is_allowed = |byte: u8| byte >= 0x80 || allowed(byte);
    part.bytes().all(is_allowed)
        && (part.is_ascii()
            || part.chars().all(|character| {
                character.is_ascii() || is_beyond_ascii(character) || beyond(character)
            }))
        && escapes_hold(part)
}

/// Whether every `%` is followed by two hexadecimal digits.
fn escapes_hold(part: &str) -> bool {
    let is_escape = |after: &str| {
        let after = after.as_bytes();
        after.len() >= 2 && after[..2].iter().all(u8::is_ascii_hexdigit)
    };
    part.split('%').skip(1).all(is_escape)
}

/// RFC 3986's `unreserved`.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// RFC 3986's `sub-delims`.
const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
    )
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
