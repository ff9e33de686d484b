//! JSON text to typed values.
//!
//! Each generated type says in a table which of its builder's slots a property
//! fills; the loop over properties is written once, here. Decoding checks shape
//! only. Undeclared properties are dropped, unknown values of enums are kept,
//! nothing missing is invented, and a property that stands twice is an error.

pub mod collect;
pub mod faults;
pub mod values;

use std::collections::BTreeMap;
use std::fmt;

use crate::json::codec::Codec;
use crate::json::place;
use crate::validate::{Violation, shortened};

pub(crate) use crate::json::de::values::Items;
pub use crate::json::de::values::parse;
pub use crate::json::input::{Error, Fit, Input, Result};

/// How many faults a message shows.
const SHOWN: usize = 8;

/// A type that can be read from JSON.
pub trait Decode: Sized {
    /// Reads the next value.
    ///
    /// # Errors
    ///
    /// The first place that is not JSON, or is of another shape.
    fn decode(input: &mut Input<'_>) -> Result<Self>;
}

/// Why a text could not be read as a value. It shows nothing of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The JSON pointer of what did not fit; empty for the whole document.
    pub pointer: String,
    /// What was expected, and what kind of data was found.
    pub message: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What else is wrong, where all of it was asked for.
    rest: Option<Box<Others>>,
}

/// What is wrong beside the first of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Others {
    others: Vec<DecodeError>,
    violations: Vec<Violation>,
    omitted: usize,
}

impl DecodeError {
    #[cold]
    fn new(text: &str, error: &Error) -> Self {
        let place = place::locate(text, error.offset());
        Self {
            pointer: place.pointer,
            message: error.message().to_owned(),
            line: place.line,
            column: place.column,
            rest: None,
        }
    }
}

impl DecodeError {
    /// What else is not JSON, or of another shape, in the order in which it stands. Only
    /// `faults::decode_all` and its like look for it.
    pub fn others(&self) -> &[Self] {
        self.rest.as_ref().map_or(&[], |rest| &rest.others)
    }

    /// The constraints that are broken by what is of the right shape beside it. Only `faults::decode_judged_as` looks for them.
    pub fn violations(&self) -> &[Violation] {
        self.rest.as_ref().map_or(&[], |rest| &rest.violations)
    }

    /// How much else is wrong, of which nothing is kept.
    pub fn omitted(&self) -> usize {
        self.rest.as_ref().map_or(0, |rest| rest.omitted)
    }

    /// This and the others.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.others())
    }

    /// All that is of another shape, with the first one's pointer left out.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for (index, error) in self.all().take(SHOWN).enumerate() {
            if index > 0 {
                out.push_str("; ");
            }
            if index > 0 && !error.pointer.is_empty() {
                out.push_str(&error.pointer);
                out.push_str(": ");
            }
            let (line, column) = (error.line, error.column);
            out.push_str(&format!("{} (line {line}, column {column})", error.message));
        }
        let more = self.others().len().saturating_sub(SHOWN - 1) + self.omitted();
        if more > 0 {
            out.push_str(&format!("; and {more} more"));
        }
        out
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.text())
    }
}

impl std::error::Error for DecodeError {}

/// Reads a whole JSON text.
///
/// # Errors
///
/// The first place that is not JSON, or is of another shape.
///
/// ```
/// # use faircopy_runtime::json::de;
/// assert_eq!(de::decode::<Vec<i64>>("[1, 2.0]"), Ok(vec![1, 2]));
/// let error = de::decode::<Vec<i64>>("[1, 2.5]").unwrap_err();
/// assert_eq!(error.pointer, "/1");
/// ```
pub fn decode<T: Decode>(text: &str) -> std::result::Result<T, DecodeError> {
    decode_with(text, T::decode)
}

/// Reads a whole JSON text by a codec.
///
/// # Errors
///
/// The first place that is not JSON, or is of another shape.
pub fn decode_as<C: Codec<T>, T>(text: &str) -> std::result::Result<T, DecodeError> {
    decode_with(text, C::decode)
}

/// Reads a whole JSON text, which must be UTF-8.
///
/// # Errors
///
/// The first place that is not UTF-8 or not JSON, or is of another shape.
pub fn decode_slice<T: Decode>(bytes: &[u8]) -> std::result::Result<T, DecodeError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => decode(text),
        Err(error) => {
            let (valid, _) = bytes.split_at(error.valid_up_to());
            let text = String::from_utf8_lossy(valid);
            Err(DecodeError::new(
                &text,
                &Error::new(text.len(), "not UTF-8"),
            ))
        }
    }
}

fn decode_with<T>(
    text: &str,
    read: fn(&mut Input<'_>) -> Result<T>,
) -> std::result::Result<T, DecodeError> {
    let mut input = Input::new(text);
    let value = read(&mut input).and_then(|value| input.end().map(|()| value));
    value.map_err(|error| DecodeError::new(text, &error))
}

/// A place in a builder that a property's value goes to.
pub trait Slot {
    /// Reads the property's value.
    ///
    /// # Errors
    ///
    /// When it is of another shape.
    fn fill(&mut self, input: &mut Input<'_>) -> Result<()>;

    /// Whether there is a value.
    fn is_filled(&self) -> bool;
}

impl<T: Decode> Slot for Option<T> {
    fn fill(&mut self, input: &mut Input<'_>) -> Result<()> {
        *self = Some(T::decode(input)?);
        Ok(())
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

/// A map that takes the properties that are not declared.
pub trait Rest {
    /// Reads an undeclared property's value.
    ///
    /// # Errors
    ///
    /// When it is of another shape, or the property stands twice.
    fn take(&mut self, name: String, input: &mut Input<'_>) -> Result<()>;
}

impl<T: Decode> Rest for BTreeMap<String, T> {
    fn take(&mut self, name: String, input: &mut Input<'_>) -> Result<()> {
        insert(self, name, input, T::decode)
    }
}

/// A declared property: its name, whether it must be there, and where its value goes.
pub type Property<'a> = (&'static str, bool, &'a mut dyn Slot);

/// The properties of an object, and what becomes of those that are not declared.
pub struct Table<'a> {
    properties: &'a mut [Property<'a>],
    undeclared: Undeclared<'a>,
    /// Names that are declared, though nothing of them is kept.
    ignored: &'static [&'static str],
}

/// What becomes of a property that is not declared.
enum Undeclared<'r> {
    Dropped,
    Forbidden,
    Kept(&'r mut dyn Rest),
}

impl<'a> Table<'a> {
    /// Properties; others are dropped.
    pub fn new(properties: &'a mut [Property<'a>]) -> Self {
        Self {
            properties,
            undeclared: Undeclared::Dropped,
            ignored: &[],
        }
    }

    /// Whether no others are allowed, but for those that only travel the other way. They are dropped as well, but a union
    /// takes notice, and so does who serves.
    #[must_use]
    pub fn closed(mut self, is_closed: bool, ignored: &'static [&'static str]) -> Self {
        if is_closed {
            self.undeclared = Undeclared::Forbidden;
            self.ignored = ignored;
        }
        self
    }

    /// Keeps the others.
    #[must_use]
    pub fn rest(mut self, rest: &'a mut dyn Rest) -> Self {
        self.undeclared = Undeclared::Kept(rest);
        self
    }

    /// The names of required properties that have no value.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let required = self.properties.iter().filter(|(_, required, _)| *required);
        let missing = required.filter(|(_, _, slot)| !slot.is_filled());
        missing.map(|(name, ..)| *name)
    }

    /// Reads an object.
    ///
    /// # Errors
    ///
    /// When the data is no object, a property is of another shape or stands twice,
    /// or a required one is missing.
    pub fn read(mut self, input: &mut Input<'_>) -> Result<()> {
        if input.is_collecting() {
            return collect::table(&mut self, input);
        }
        let start = input.offset();
        let tag = input.take_tag();
        input.begin_object()?;
        let mut first = true;
        let mut next = 0;
        while let Some(key) = input.next_key(&mut first)? {
            if let Some(index) = find(self.properties, &key, next) {
                let (_, _, slot) = &mut self.properties[index];
                if slot.is_filled() {
                    return Err(twice(input, &key));
                }
                slot.fill(input)?;
                input.note_taken();
                next = index + 1;
            } else if let Undeclared::Kept(rest) = &mut self.undeclared {
                rest.take(key.into_owned(), input)?;
            } else if tag == Some(&*key) {
                input.raw()?;
            } else {
                let is_closed = matches!(self.undeclared, Undeclared::Forbidden);
                if is_closed && !self.ignored.contains(&&*key) {
                    input.note_forbidden();
                }
                input.drop_value()?;
            }
        }
        match self.missing().next() {
            Some(name) => Err(missing(start, name)),
            None => Ok(()),
        }
    }
}

/// A property's place in its table. Data mostly has them in the table's order.
fn find(properties: &[Property<'_>], key: &str, next: usize) -> Option<usize> {
    let (before, after) = properties.split_at(next.min(properties.len()));
    let is_key = |(name, ..): &Property<'_>| *name == key;
    match after.iter().position(is_key) {
        Some(index) => Some(before.len() + index),
        None => before.iter().position(is_key),
    }
}

/// What a [`Table`] has filled, or an error that names what is not there.
///
/// # Errors
///
/// When a table did not say that a property is required, and the type needs it.
pub fn finish<T>(input: &mut Input<'_>, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::new(input.offset(), "a required property is missing"))
}

#[cold]
fn missing(start: usize, name: &str) -> Error {
    Error::new(start, format!("the required property `{name}` is missing"))
}

/// The error that an object allows no such property.
#[cold]
fn forbidden(input: &mut Input<'_>, name: &str) -> Error {
    Error::new(
        input.offset(),
        format!("the property `{}` is not allowed", shortened(&name, 256)),
    )
}

/// The error that a property is there already.
#[cold]
pub(crate) fn twice(input: &mut Input<'_>, name: &str) -> Error {
    Error::new(
        input.offset(),
        format!("the property `{}` stands twice", shortened(&name, 256)),
    )
}

/// Reads a value into a map.
pub(crate) fn insert<T>(
    map: &mut BTreeMap<String, T>,
    name: String,
    input: &mut Input<'_>,
    read: fn(&mut Input<'_>) -> Result<T>,
) -> Result<()> {
    if map.contains_key(&name) {
        return Err(twice(input, &name));
    }
    allocate_entry::<T>(input, map.len())?;
    let value = read(input)?;
    map.insert(name, value);
    Ok(())
}

/// Reads an array by reading each item.
pub(crate) fn list<T>(
    input: &mut Input<'_>,
    read: fn(&mut Input<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut items = Vec::new();
    if input.is_collecting() {
        let mut keep = |input: &mut Input<'_>| read(input).map(|item| items.push(item));
        let mut probe = |input: &mut Input<'_>| read(input).map(drop);
        collect::items(input, &mut keep, &mut probe)?;
        return Ok(items);
    }
    input.begin_array()?;
    let mut first = true;
    while input.next_item(&mut first)? {
        if items.len() == items.capacity() {
            // As a list grows.
            let more = items.capacity().max(4);
            input.allocate(more.saturating_mul(size_of::<T>()))?;
        }
        items.push(read(input)?);
    }
    Ok(items)
}

/// Notes what an entry of a map takes after so many others.
pub(crate) fn allocate_entry<T>(input: &mut Input<'_>, others: usize) -> Result<()> {
    // A node has room for 11, and holds half of them or more.
    match others % 6 {
        0 => input.allocate((size_of::<T>() + size_of::<String>()).saturating_mul(11)),
        _ => Ok(()),
    }
}

/// Reads an object by reading each value.
pub(crate) fn map<T>(
    input: &mut Input<'_>,
    read: fn(&mut Input<'_>) -> Result<T>,
) -> Result<BTreeMap<String, T>> {
    let mut values = BTreeMap::new();
    if input.is_collecting() {
        let mut keep = |name: String, input: &mut Input<'_>| insert(&mut values, name, input, read);
        let mut probe = |input: &mut Input<'_>| read(input).map(drop);
        collect::entries(input, &mut keep, &mut probe)?;
        return Ok(values);
    }
    input.begin_object()?;
    let mut first = true;
    while let Some(key) = input.next_key(&mut first)? {
        insert(&mut values, key.into_owned(), input, read)?;
    }
    Ok(values)
}
