//! YAML text to a `serde_json::Value`, from granit-parser's events: aliases are expanded within the
//! limits, `<<` merges, no key wins silently over its twin, and no number loses digits.

use std::borrow::Cow;
use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, Span, Tag};
use serde_json::{Map, Number, Value};

use super::Limits;
use crate::diagnostics::{Code, Diagnostic, Place, codes};
use crate::pointer::Pointer;

/// What a file holds.
pub(super) struct Parsed {
    /// The value.
    pub(super) value: Value,
    /// The text of the numbers that `value` holds only approximately.
    pub(super) exact_numbers: BTreeMap<Pointer, String>,
    /// The number of values in `value`.
    pub(super) nodes: usize,
}

/// Reads a YAML document. What is wrong is added to `diagnostics`; `None` is for text that nothing
/// can be made of.
pub(super) fn parse(
    file: &str,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let mut composer = Composer {
        events: Parser::new_from_str_with_options(text, parser_options(limits)),
        file,
        limits,
        nodes: 0,
        bytes: 0,
        anchors: BTreeMap::new(),
        inexact: Vec::new(),
        diagnostics,
    };
    match composer.document() {
        Ok(value) => {
            let exact_numbers = composer
                .inexact
                .into_iter()
                .map(Inexact::addressed)
                .collect();
            Some(Parsed {
                value,
                exact_numbers,
                nodes: composer.nodes,
            })
        }
        Err(stop) => {
            composer.diagnostics.push(*stop);
            None
        }
    }
}

pub(super) fn parser_options(limits: &Limits) -> granit_parser::Options {
    granit_parser::options! {
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        // JSON has no cap on the length of a key.
        simple_key_max_lookahead: usize::MAX,
        // The composer counts too and names the limit, so the scanner's cap stays above its own.
        flow_nesting_limit: limits.depth() + 2,
        block_nesting_limit: limits.depth() + 2,
    }
}

struct Composer<'t, 'd> {
    events: Parser<'t, granit_parser::StrInput<'t>>,
    file: &'t str,
    limits: &'t Limits,
    /// Values so far, expanded ones included.
    nodes: usize,
    /// Bytes of text so far, expanded ones included.
    bytes: usize,
    anchors: BTreeMap<usize, Anchor>,
    /// The numbers so far that a `Value` holds only approximately.
    inexact: Vec<Inexact>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

struct Anchor {
    value: Value,
    nodes: usize,
    bytes: usize,
    height: usize,
    inexact: Vec<Inexact>,
}

impl Anchor {
    fn of_key(text: &str) -> Anchor {
        Anchor {
            value: Value::String(text.to_owned()),
            nodes: 1,
            bytes: text.len(),
            height: 0,
            inexact: Vec::new(),
        }
    }
}

/// The text of a number that a `Value` cannot hold.
#[derive(Clone)]
struct Inexact {
    text: String,
    /// The tokens of its pointer, the last one first: each level adds its own on the way up.
    path: Vec<String>,
}

impl Inexact {
    fn addressed(self) -> (Pointer, String) {
        (
            Pointer::root().keys(self.path.iter().rev().map(String::as_str)),
            self.text,
        )
    }
}

/// The diagnostic that ends the reading of a file.
type Stop = Box<Diagnostic>;

impl<'t> Composer<'t, '_> {
    fn document(&mut self) -> Result<Value, Stop> {
        let mut value = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if value.is_some() => {
                    return Err(self.stop(
                        codes::SEVERAL_DOCUMENTS,
                        "the file holds more than one YAML document",
                        span,
                        "a second document starts here",
                    ));
                }
                Event::DocumentStart(..) => {
                    let (event, span) = self.next()?;
                    value = Some(self.node(event, span, 0)?);
                }
                Event::StreamEnd => break,
                _ => return Err(self.unexpected(span)),
            }
        }
        match value {
            None | Some(Value::Null) => Err(Box::new(empty(self.file))),
            Some(value) => Ok(value),
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Stop> {
        match self.events.next() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                let marker = *error.marker();
                if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
                    let diagnostic = Diagnostic::new(codes::TOO_DEEP, self.too_deep());
                    return Err(Box::new(diagnostic.at(self.place(marker, 1), "")));
                }
                let message = format!("this is not YAML: {}", error.kind());
                Err(Box::new(
                    Diagnostic::new(codes::SYNTAX, message).at(self.place(marker, 1), ""),
                ))
            }
            None => Err(Box::new(Diagnostic::new(
                codes::SYNTAX,
                "the text ends too early",
            ))),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Value, Stop> {
        if depth > self.limits.depth() {
            return Err(self.stop(codes::TOO_DEEP, self.too_deep(), span, ""));
        }
        let (nodes, bytes, inexact) = (self.nodes, self.bytes, self.inexact.len());
        let (value, anchor) = match event {
            Event::Alias(id) => return self.alias(id, span, depth),
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, text.len(), span)?;
                (self.scalar(text, style, tag.as_deref()), anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.count(1, 0, span)?;
                (self.sequence(depth)?, anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                self.count(1, 0, span)?;
                (self.mapping(depth)?, anchor)
            }
            _ => return Err(self.unexpected(span)),
        };
        if anchor != 0 {
            let (nodes, bytes) = (self.nodes - nodes, self.bytes - bytes);
            // The copy that is kept for the aliases costs memory too.
            self.count(nodes, bytes, span)?;
            let (height, inexact) = (height(&value), self.inexact[inexact..].to_vec());
            self.anchors.insert(
                anchor,
                Anchor {
                    value: value.clone(),
                    nodes,
                    bytes,
                    height,
                    inexact,
                },
            );
        }
        Ok(value)
    }

    fn alias(&mut self, id: usize, span: Span, depth: usize) -> Result<Value, Stop> {
        let Some(anchor) = self.anchors.get(&id) else {
            return Err(self.stop(
                codes::SYNTAX,
                "an alias stands inside what it stands for",
                span,
                "",
            ));
        };
        let (nodes, bytes, height) = (anchor.nodes, anchor.bytes, anchor.height);
        if depth + height > self.limits.depth() {
            return Err(self.stop(
                codes::TOO_DEEP,
                self.too_deep(),
                span,
                "this alias is expanded",
            ));
        }
        self.count(nodes, bytes, span)?;
        let anchor = &self.anchors[&id];
        self.inexact.extend_from_slice(&anchor.inexact);
        Ok(anchor.value.clone())
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::Array(items));
            }
            let inexact = self.inexact.len();
            let item = self.node(event, span, depth + 1)?;
            self.enclose_inexact(inexact, || items.len().to_string());
            items.push(item);
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut map = Map::new();
        let mut places: Vec<Span> = Vec::new();
        let mut merged: Vec<Value> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let (key, is_merge) = match event {
                Event::MappingEnd => break,
                Event::Scalar(text, style, anchor, _) => {
                    if anchor != 0 {
                        self.anchors.insert(anchor, Anchor::of_key(&text));
                    }
                    let is_merge = style == ScalarStyle::Plain && text == "<<";
                    (text.into_owned(), is_merge)
                }
                Event::Alias(id) => match self.anchors.get(&id).map(|anchor| &anchor.value) {
                    Some(Value::String(text)) => (text.clone(), false),
                    Some(value @ (Value::Number(_) | Value::Bool(_))) => (value.to_string(), false),
                    _ => return Err(self.key_not_text(span)),
                },
                _ => return Err(self.key_not_text(span)),
            };
            self.count(0, key.len(), span)?;
            let (event, value_span) = self.next()?;
            let inexact = self.inexact.len();
            let value = self.node(event, value_span, depth + 1)?;
            if is_merge && is_mergeable(&value) {
                merged.push(value);
                continue;
            }
            self.enclose_inexact(inexact, || key.clone());
            if map.contains_key(&key) {
                let first = map
                    .keys()
                    .position(|known| *known == key)
                    .unwrap_or_default();
                self.duplicate(&key, places[first], span);
            } else {
                map.insert(key, value);
                places.push(span);
            }
        }
        for value in merged {
            merge(&mut map, value);
        }
        Ok(Value::Object(map))
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
        let core = tag.and_then(|tag| tag.core_suffix());
        let plain = match (core, style) {
            (Some("str" | "binary"), _) => false,
            (Some("int" | "float" | "bool" | "null"), _) => true,
            _ => {
                style == ScalarStyle::Plain
                    && tag.is_none_or(|tag| core.is_some() || !tag.is_custom())
            }
        };
        if !plain {
            return Value::String(text.into_owned());
        }
        match resolve(&text) {
            Resolved::Exact(value) => value,
            Resolved::Rounded(number) => {
                self.inexact.push(Inexact {
                    text: text.into_owned(),
                    path: Vec::new(),
                });
                Value::Number(number)
            }
            Resolved::Text => Value::String(text.into_owned()),
        }
    }

    /// Adds a token to the pointers of the numbers that were found since there were `from` of them.
    fn enclose_inexact(&mut self, from: usize, token: impl Fn() -> String) {
        for number in &mut self.inexact[from..] {
            number.path.push(token());
        }
    }

    fn count(&mut self, nodes: usize, bytes: usize, span: Span) -> Result<(), Stop> {
        self.nodes += nodes;
        self.bytes += bytes;
        if self.nodes > self.limits.nodes {
            let message = format!("the document has more than {} values", self.limits.nodes);
            return Err(self.stop(
                codes::TOO_MANY_NODES,
                message,
                span,
                "the limit is reached here",
            ));
        }
        if self.bytes > self.limits.bytes {
            let message = format!(
                "the document has more than {} bytes of text",
                self.limits.bytes
            );
            return Err(self.stop(
                codes::TOO_MANY_BYTES,
                message,
                span,
                "the limit is reached here",
            ));
        }
        Ok(())
    }

    fn too_deep(&self) -> String {
        format!(
            "values are nested more than {} levels deep",
            self.limits.depth()
        )
    }

    fn duplicate(&mut self, key: &str, first: Span, second: Span) {
        let diagnostic = Diagnostic::new(
            codes::DUPLICATE_KEY,
            format!("the key `{key}` stands twice"),
        )
        .at(self.span_place(second), "the second time here")
        .also(self.span_place(first), "the first time here");
        self.diagnostics.push(diagnostic);
    }

    fn key_not_text(&self, span: Span) -> Stop {
        self.stop(
            codes::KEY_NOT_TEXT,
            "a key is a list or a mapping",
            span,
            "expected text",
        )
    }

    fn unexpected(&self, span: Span) -> Stop {
        self.stop(codes::SYNTAX, "this is not YAML", span, "unexpected here")
    }

    fn stop(
        &self,
        code: &'static Code,
        message: impl Into<String>,
        span: Span,
        label: &str,
    ) -> Stop {
        Box::new(Diagnostic::new(code, message).at(self.span_place(span), label))
    }

    fn span_place(&self, span: Span) -> Place {
        let one_line = span.start.line() == span.end.line();
        let length = if one_line {
            span.end.col().saturating_sub(span.start.col())
        } else {
            1
        };
        self.place(span.start, length.max(1))
    }

    fn place(&self, marker: Marker, length: usize) -> Place {
        Place::Text {
            file: self.file.to_owned(),
            line: marker.line().max(1),
            column: marker.col() + 1,
            length,
        }
    }
}

pub(super) fn empty(file: &str) -> Diagnostic {
    let place = Place::Text {
        file: file.to_owned(),
        line: 1,
        column: 1,
        length: 1,
    };
    Diagnostic::new(codes::EMPTY, "the file is empty")
        .at(place, "")
        .help("an OpenAPI document starts with a line like `openapi: 3.0.3`")
}

enum Resolved {
    Exact(Value),
    /// The number does not fit: this is the nearest one that does.
    Rounded(Number),
    Text,
}

/// What a plain scalar stands for by YAML's core schema.
fn resolve(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Exact(Value::Null),
        "true" | "True" | "TRUE" => return Resolved::Exact(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Resolved::Exact(Value::Bool(false)),
        _ => {}
    }
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return integer(negative, digits, radix);
        }
    }
    let all_digits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if all_digits && digits.len() > 1 && digits.starts_with('0') {
        // Leading zeros are kept by reading a postal code or a date as what it is: text.
        return Resolved::Text;
    }
    if all_digits {
        return integer(negative, digits, 10);
    }
    if is_decimal(digits) {
        decimal(text)
    } else {
        Resolved::Text
    }
}

fn integer(negative: bool, digits: &str, radix: u32) -> Resolved {
    // `from_str_radix` would take a second sign.
    if !digits.starts_with(|digit: char| digit.is_ascii_hexdigit()) {
        return Resolved::Text;
    }
    let number = match (u64::from_str_radix(digits, radix), negative) {
        (Ok(number), false) => Some(Number::from(number)),
        (Ok(number), true) => 0i64.checked_sub_unsigned(number).map(Number::from),
        (Err(_), _) => None,
    };
    match number {
        Some(number) => Resolved::Exact(Value::Number(number)),
        None if radix == 10 => decimal(&format!("{}{digits}", if negative { "-" } else { "" })),
        None => Resolved::Text,
    }
}

fn decimal(text: &str) -> Resolved {
    let parsed = text.parse::<f64>().ok().and_then(Number::from_f64);
    match parsed {
        // Infinity is no JSON number.
        None => Resolved::Text,
        Some(number) if number.to_string() == text => Resolved::Exact(Value::Number(number)),
        Some(number) => Resolved::Rounded(number),
    }
}

/// Whether the text is `1.5`, `.5`, `1.`, `1e3` or the like.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent = exponent.map(|digits| digits.strip_prefix(['+', '-']).unwrap_or(digits));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    are_digits(whole)
        && are_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|digits| !digits.is_empty() && are_digits(digits))
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        _ => false,
    }
}

/// Adds the members that `map` doesn't have; of several mappings, the first to have a key counts.
fn merge(map: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| merge(map, item)),
        _ => {}
    }
}

/// The levels of nesting below a value.
pub(super) fn height(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(height).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}
