//! Runtime expressions: what stands for a part of a message in the keys of callbacks and in links
//! ([OpenAPI, Runtime Expressions](https://spec.openapis.org/oas/v3.2.0#runtime-expressions)).

use crate::method::is_token;

/// A part of a text with expressions in it.
pub(crate) enum Piece<'e> {
    Text(&'e str),
    /// An expression by itself, or what stands in braces.
    Expression(&'e str),
}

/// The pieces of a callback's key: an expression by itself, or a text with some in braces; none where a brace is
/// not closed.
pub(crate) fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    if text.starts_with('$') {
        return Some(vec![Piece::Expression(text)]);
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (expression, after) = after.split_once('}')?;
        pieces.extend((!before.is_empty()).then_some(Piece::Text(before)));
        pieces.push(Piece::Expression(expression));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
    Some(pieces)
}

/// Whether a text is an expression by the specification's grammar.
pub(crate) fn is_expression(text: &str) -> bool {
    if ["$url", "$method", "$statusCode"].contains(&text) {
        return true;
    }
    let source = text
        .strip_prefix("$request.")
        .or_else(|| text.strip_prefix("$response."));
    let Some(source) = source else {
        return false;
    };
    if let Some(pointer) = source.strip_prefix("body") {
        let pointer = pointer.strip_prefix('#');
        return source == "body"
            || pointer.is_some_and(|pointer| pointer.is_empty() || pointer.starts_with('/'));
    }
    match source.split_once('.') {
        Some(("header", name)) => is_token(name),
        Some(("query" | "path", _)) => true,
        _ => false,
    }
}

#[test]
fn expressions_are_those_of_the_grammar() {
    for text in [
        "$url",
        "$statusCode",
        "$request.body",
        "$request.body#/a/0",
        "$request.header.X-Id",
        "$response.query.a b",
        "$request.path.id",
    ] {
        assert!(is_expression(text), "{text}");
    }
    for text in [
        "",
        "url",
        "$request",
        "$request.nope",
        "$request.body/a",
        "$request.header.a b",
        "$request.cookie.a",
        "$urls",
    ] {
        assert!(!is_expression(text), "{text}");
    }
    assert!(pieces("http://{$request.body#/host").is_none());
}
