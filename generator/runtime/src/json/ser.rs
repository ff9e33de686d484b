//! Typed values to JSON text.

pub mod values;

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use crate::json::codec::{self, Codec};
use crate::json::input::scan;
use crate::json::place;

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes the value.
    fn encode(&self, output: &mut Output);

    /// Whether a property of this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Why a value has no JSON: infinity, say. It shows nothing of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodeError {
    /// The JSON pointer of what cannot be written.
    pub pointer: String,
    /// Why.
    pub message: String,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for EncodeError {}

/// Writes a value as JSON text.
///
/// # Errors
///
/// When a number is not finite, or a time is beyond what RFC 3339 can say.
///
/// ```
/// # use faircopy_runtime::json::ser;
/// assert_eq!(ser::encode(&vec![Some(1.5), None]).as_deref(), Ok("[1.5,null]"));
/// assert_eq!(ser::encode(&[f64::NAN][..]).unwrap_err().pointer, "/0");
/// ```
pub fn encode<T: Encode + ?Sized>(value: &T) -> Result<String, EncodeError> {
    let mut output = Output::default();
    value.encode(&mut output);
    output.finish()
}

/// Writes a value as JSON text by a codec.
///
/// # Errors
///
/// As [`encode`].
pub fn encode_as<C: Codec<T>, T>(value: &T) -> Result<String, EncodeError> {
    let mut output = Output::default();
    C::encode(value, &mut output);
    output.finish()
}

/// As [`encode`], with each number of floating point as short as it can be: `7` for `7.0`, `0` for `-0.0`. So it
/// stands in URLs, headers and texts, which have no kinds of numbers.
///
/// # Errors
///
/// As [`encode`].
pub fn encode_short<T: Encode + ?Sized>(value: &T) -> Result<String, EncodeError> {
    let mut output = Output::short();
    value.encode(&mut output);
    output.finish()
}

/// As [`encode_short`], by a codec.
///
/// # Errors
///
/// As [`encode`].
pub fn encode_short_as<C: Codec<T>, T>(value: &T) -> Result<String, EncodeError> {
    let mut output = Output::short();
    C::encode(value, &mut output);
    output.finish()
}

/// How deep arrays and objects may be nested, as in what is read.
const MAX_DEPTH: u16 = 128;

/// JSON text that is being written.
pub struct Output {
    text: String,
    /// Whether numbers of floating point lose zeros that say nothing.
    is_short: bool,
    problem: Option<(usize, String)>,
    depth: u16,
    tags: Vec<(&'static str, &'static str)>,
}

/// A declared property: its name and value.
pub type Property<'a> = (&'static str, &'a dyn Encode);

impl Default for Output {
    fn default() -> Self {
        Self {
            // Room for most requests, so that they are not moved while they grow.
            text: String::with_capacity(128),
            is_short: false,
            problem: None,
            depth: 0,
            tags: Vec::new(),
        }
    }
}

impl Output {
    fn short() -> Self {
        Self {
            is_short: true,
            ..Self::default()
        }
    }

    /// The text, unless something could not be written.
    ///
    /// # Errors
    ///
    /// The first thing that could not.
    pub fn finish(self) -> Result<String, EncodeError> {
        match self.problem {
            None => Ok(self.text),
            Some((offset, message)) => Err(EncodeError {
                pointer: place::locate(&self.text, offset).pointer,
                message,
            }),
        }
    }

    /// Notes that the next value has no JSON, and writes `null` for it.
    #[cold]
    pub fn fail(&mut self, message: impl Into<String>) {
        let offset = self.text.len();
        self.problem.get_or_insert_with(|| (offset, message.into()));
        self.text.push_str("null");
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// Writes text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// Writes a boolean or a number, whose text is JSON.
    pub fn display(&mut self, value: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{value}");
    }

    /// Writes a whole number by its sign and its digits. Data is full of them, and what formats anything costs some
    /// hundred instructions for each.
    pub(crate) fn integer(&mut self, is_negative: bool, mut digits: u64) {
        // As many digits as the largest one has, and a sign.
        let mut text = [0; 21];
        let mut start = text.len();
        loop {
            start -= 1;
            text[start] = b'0' + (digits % 10) as u8;
            digits /= 10;
            if digits == 0 {
                break;
            }
        }
        if is_negative {
            start -= 1;
            text[start] = b'-';
        }
        let digits = std::str::from_utf8(&text[start..]);
        self.text.push_str(digits.unwrap_or_default());
    }

    /// Writes a number of floating point, whose text is JSON.
    fn float(&mut self, value: impl fmt::Display) {
        let start = self.text.len();
        self.display(value);
        if self.is_short {
            if self.text.ends_with(".0") {
                self.text.truncate(self.text.len() - 2);
            }
            if let Some(at) = self.text[start..].find("e+") {
                self.text.remove(start + at + 1);
            }
            if self.text[start..].contains('e') {
                // All digits may take less than the point and the exponent.
                let plain = self.text[start..].parse::<f64>();
                let plain = plain.map_or_else(|_| String::new(), |value| value.to_string());
                if (1..=self.text.len() - start).contains(&plain.len()) {
                    self.text.truncate(start);
                    self.text.push_str(&plain);
                }
            }
            if &self.text[start..] == "-0" {
                self.text.remove(start);
            }
        }
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        self.text.push('"');
        let mut rest = text;
        loop {
            let at = scan::plain_length(rest.as_bytes());
            self.text.push_str(&rest[..at]);
            let Some(special) = rest.as_bytes().get(at) else {
                break;
            };
            match special {
                b'"' => self.text.push_str("\\\""),
                b'\\' => self.text.push_str("\\\\"),
                b'\n' => self.text.push_str("\\n"),
                b'\r' => self.text.push_str("\\r"),
                b'\t' => self.text.push_str("\\t"),
                control => self.display(format_args!("\\u{control:04x}")),
            }
            rest = &rest[at + 1..];
        }
        self.text.push('"');
    }

    /// Writes an array, each item by itself.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(T, &mut Self),
    ) {
        if !self.enter() {
            return;
        }
        self.text.push('[');
        // An array cannot have the tag of a union around it, and its items must not.
        self.tags.clear();
        let mut first = true;
        for item in items {
            self.separate(&mut first);
            write(item, self);
        }
        self.leave(']');
    }

    /// Goes into an array or object, unless it is nested more deeply than what is read may be.
    fn enter(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            self.fail("nested too deeply");
            return false;
        }
        self.depth += 1;
        true
    }

    fn leave(&mut self, end: char) {
        self.depth -= 1;
        self.text.push(end);
    }

    /// Writes a map as an object.
    pub fn map<T>(&mut self, values: &BTreeMap<String, T>, write: fn(&T, &mut Self)) {
        if !self.enter() {
            return;
        }
        let mut first = self.begin_object(&|name| values.contains_key(name));
        for (name, value) in values {
            self.key(name, &mut first);
            write(value, self);
        }
        self.leave('}');
    }

    /// Writes an object of these properties, in their order.
    pub fn entries<T: Encode>(&mut self, entries: &[(String, T)]) {
        if !self.enter() {
            return;
        }
        let mut first = self.begin_object(&|name| entries.iter().any(|(known, _)| known == name));
        for (name, value) in entries {
            self.key(name, &mut first);
            value.encode(self);
        }
        self.leave('}');
    }

    /// Writes a branch of a union, whose object gets the tag that tells the
    /// branches apart unless it has that property itself.
    pub fn tagged(&mut self, name: &'static str, tag: &'static str, branch: &dyn Encode) {
        let before = self.tags.len();
        self.tags.push((name, tag));
        branch.encode(self);
        self.tags.truncate(before);
    }

    fn properties(&mut self, properties: &[Property<'_>], first: &mut bool) {
        for (name, value) in properties {
            if !value.is_absent() {
                self.key(name, first);
                value.encode(self);
            }
        }
    }

    /// Opens an object, with the tags of the unions around it that it does not have.
    fn begin_object(&mut self, has: &dyn Fn(&str) -> bool) -> bool {
        self.text.push('{');
        let mut first = true;
        for (name, tag) in std::mem::take(&mut self.tags) {
            if !has(name) {
                self.key(name, &mut first);
                self.string(tag);
            }
        }
        first
    }

    fn key(&mut self, name: &str, first: &mut bool) {
        self.separate(first);
        self.string(name);
        self.text.push(':');
    }

    fn separate(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.text.push(',');
        }
    }
}

/// The properties of an object, and those that are not declared.
pub struct Table<'a> {
    properties: &'a [Property<'a>],
    rest: Option<&'a dyn Rest>,
}

impl<'a> Table<'a> {
    /// Declared properties, of which absent ones are left out.
    pub fn new(properties: &'a [Property<'a>]) -> Self {
        Self {
            properties,
            rest: None,
        }
    }

    /// A map of further properties, which may not repeat the declared ones.
    #[must_use]
    pub fn rest(mut self, rest: &'a dyn Rest) -> Self {
        self.rest = Some(rest);
        self
    }

    /// Writes an object.
    pub fn write(self, output: &mut Output) {
        let Self { properties, rest } = self;
        if !output.enter() {
            return;
        }
        let mut first = match rest {
            None => output.begin_object(&|name| has(properties, name)),
            Some(rest) => output.begin_object(&|name| has(properties, name) || rest.has(name)),
        };
        output.properties(properties, &mut first);
        if let Some(rest) = rest {
            rest.write(output, &mut |output, name| {
                let is_declared = properties.iter().any(|(declared, _)| *declared == name);
                if !is_declared {
                    output.key(name, &mut first);
                }
                !is_declared
            });
        }
        output.leave('}');
    }
}

fn has(properties: &[Property<'_>], name: &str) -> bool {
    properties
        .iter()
        .any(|(declared, value)| *declared == name && !value.is_absent())
}

/// A map of properties that are not declared.
pub trait Rest {
    /// Whether it holds that property.
    fn has(&self, name: &str) -> bool;

    /// Writes each value, unless `key` says that its name is taken.
    fn write(&self, output: &mut Output, key: &mut dyn FnMut(&mut Output, &str) -> bool);
}

impl<T: Encode> Rest for BTreeMap<String, T> {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn write(&self, output: &mut Output, key: &mut dyn FnMut(&mut Output, &str) -> bool) {
        for (name, value) in self {
            if key(output, name) {
                value.encode(output);
            }
        }
    }
}

/// A property that is written even when it is `null`.
pub struct Nullable<'a, T>(pub &'a Option<T>);

impl<T: Encode> Encode for Nullable<'_, T> {
    fn encode(&self, output: &mut Output) {
        self.0.encode(output);
    }
}

/// A value that is written by a codec.
pub fn with<C: Codec<T>, T>(value: &T) -> codec::With<'_, C, T> {
    codec::With::new(value)
}
