//! JSON text to its tokens, one value at a time and only forwards.
//!
//! Nothing in here is generic, so that it is compiled once however many types
//! a client has, and nothing tracks where it is: an error keeps an offset, and
//! its JSON pointer is found by [`crate::json::place`] when the error is shown.

pub mod collect;
pub mod error;
pub mod scan;
pub mod trials;

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::budget::{self, Share};
use crate::json::input::collect::Collected;
use crate::json::input::trials::Nested;

pub use crate::json::input::error::Error;

/// How deep arrays and objects may be nested, as in serde_json.
const MAX_DEPTH: u16 = 128;

/// JSON text that is being read.
pub struct Input<'de> {
    text: &'de str,
    position: usize,
    depth: u16,
    /// How many arrays and objects there were, going round.
    entered: u16,
    /// Where the stack was when reading began.
    base: usize,
    /// How many bytes of memory the value may still take.
    memory: usize,
    fit: Fit,
    tag: Option<&'static str>,
    /// How many branches of unions are being tried, one within another.
    trials: u32,
    /// What unions within those were found to be.
    choices: BTreeMap<(usize, TypeId, Option<&'static str>), Choice>,
    /// What is to be noted of unions within the one whose branches are tried.
    nested: Nested,
    /// What is wrong, where reading goes on after it.
    collected: Option<Box<Collected>>,
    _share: Share,
}

/// What a union was found to be at a place: a branch that is not the first one, or none.
pub type Choice = std::result::Result<usize, Error>;

/// How well data fitted the types that it was read into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Properties that were declared.
    pub taken: u32,
    /// Properties that were not, and were dropped.
    pub dropped: u32,
    /// Those of the dropped ones whose object allows none.
    pub forbidden: u32,
    /// Values of enums and tags of unions that are not declared.
    pub unknown: u32,
}

/// Where reading was, to go back to.
#[derive(Clone, Copy)]
pub struct Mark {
    position: usize,
    depth: u16,
    memory: usize,
}

impl Mark {
    /// How many bytes stand between an earlier mark and this one.
    #[must_use]
    pub fn since(self, earlier: Self) -> usize {
        self.position.saturating_sub(earlier.position)
    }
}

/// The result of reading.
pub type Result<T> = std::result::Result<T, Error>;

impl<'de> Input<'de> {
    /// Text to be read from its beginning.
    pub fn new(text: &'de str) -> Self {
        let share = budget::begin_reading(text.len());
        Self {
            text,
            position: 0,
            depth: 0,
            entered: 0,
            base: budget::base(),
            memory: budget::memory(),
            fit: Fit::default(),
            tag: None,
            trials: 0,
            choices: BTreeMap::new(),
            nested: Nested::Nothing,
            collected: None,
            _share: share,
        }
    }

    /// Where the next value begins, in bytes.
    pub fn offset(&mut self) -> usize {
        self.skip_whitespace();
        self.position
    }

    /// Whether branches of a union are being tried.
    pub fn is_trying(&self) -> bool {
        self.trials > 0
    }

    /// What was read since a mark.
    pub fn since(&self, start: Mark) -> &'de str {
        self.text
            .get(start.position..self.position)
            .unwrap_or_default()
    }

    /// How well everything fitted so far.
    pub fn fit(&self) -> Fit {
        self.fit
    }

    /// Replaces the account of how well everything fitted.
    pub fn set_fit(&mut self, fit: Fit) {
        self.fit = fit;
    }

    /// Notes a value that an enum or a union does not declare.
    pub fn note_unknown(&mut self) {
        self.fit.unknown = self.fit.unknown.saturating_add(1);
    }

    /// Notes a declared property.
    pub fn note_taken(&mut self) {
        self.fit.taken = self.fit.taken.saturating_add(1);
    }

    /// Notes an undeclared property of an object that allows none.
    pub fn note_forbidden(&mut self) {
        self.fit.forbidden = self.fit.forbidden.saturating_add(1);
    }

    /// Skips the value of a property that is not declared.
    pub fn drop_value(&mut self) -> Result<()> {
        self.fit.dropped = self.fit.dropped.saturating_add(1);
        self.raw().map(drop)
    }

    /// Says that the next object has a property that a union has looked at, or none.
    pub fn expect_tag(&mut self, name: Option<&'static str>) {
        self.tag = name;
    }

    /// The property of the next object that a union has looked at.
    pub fn take_tag(&mut self) -> Option<&'static str> {
        self.tag.take()
    }

    /// Where reading is.
    pub fn mark(&mut self) -> Mark {
        Mark {
            position: self.offset(),
            depth: self.depth,
            memory: self.memory,
        }
    }

    /// Goes back, to read the same data as another type.
    ///
    /// # Errors
    ///
    /// When data was read again so often that going on could take for ever.
    pub fn rewind(&mut self, mark: Mark) -> Result<()> {
        let spent = self.position.saturating_sub(mark.position);
        if !budget::spend(spent) {
            return Err(Error::new(
                mark.position,
                "fits too many types to tell which",
            ));
        }
        self.go_on_at(mark);
        self.tag = None;
        Ok(())
    }

    /// Checks that there is something left to spend, and enough of the stack to read on.
    ///
    /// # Errors
    ///
    /// When there is not.
    pub fn go_deeper(&mut self) -> Result<()> {
        if budget::is_out() {
            return Err(Error::new(
                self.position,
                "fits too many types to tell which",
            ));
        }
        if budget::is_deep(self.base) {
            return Err(Error::new(self.position, "nested too deeply"));
        }
        Ok(())
    }

    /// Notes that a value takes as many bytes of memory.
    ///
    /// # Errors
    ///
    /// When that is more than a decoded value may take.
    pub fn allocate(&mut self, bytes: usize) -> Result<()> {
        match self.memory.checked_sub(bytes) {
            Some(left) => {
                self.memory = left;
                Ok(())
            }
            None => Err(Error::new(
                self.position,
                "takes more memory than a decoded value may",
            )),
        }
    }

    /// Goes on after data that was read before.
    pub fn go_on_at(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
        self.memory = mark.memory;
    }

    /// Whether the next value is `null`, which is then read.
    pub fn null(&mut self) -> Result<bool> {
        if self.peek()? != b'n' {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    /// A boolean.
    pub fn boolean(&mut self) -> Result<bool> {
        match self.peek()? {
            b't' => self.word("true").map(|()| true),
            b'f' => self.word("false").map(|()| false),
            _ => Err(self.expected("a boolean")),
        }
    }

    /// A number, as the data writes it.
    pub fn number(&mut self) -> Result<&'de str> {
        match self.peek()? {
            b'-' | b'0'..=b'9' => self.scan_number(),
            _ => Err(self.expected("a number")),
        }
    }

    /// A string, borrowed where nothing in it is escaped.
    pub fn string(&mut self) -> Result<Cow<'de, str>> {
        match self.peek()? {
            b'"' => self.scan_string(),
            _ => Err(self.expected("a string")),
        }
    }

    /// Any value, as the data writes it.
    pub fn raw(&mut self) -> Result<&'de str> {
        let start = self.offset();
        self.skip_value()?;
        Ok(&self.text[start..self.position])
    }

    /// Enters an array.
    pub fn begin_array(&mut self) -> Result<()> {
        match self.peek()? {
            b'[' => self.enter(),
            _ => Err(self.expected("an array")),
        }
    }

    /// Whether another item follows; otherwise the array is left.
    pub fn next_item(&mut self, first: &mut bool) -> Result<bool> {
        match self.peek()? {
            b']' => {
                self.leave();
                Ok(false)
            }
            _ if std::mem::take(first) => Ok(true),
            b',' => {
                self.position += 1;
                match self.peek()? {
                    b']' => Err(self.syntax("a value after the comma")),
                    _ => Ok(true),
                }
            }
            _ => Err(self.syntax("`,` or `]`")),
        }
    }

    /// Enters an object.
    pub fn begin_object(&mut self) -> Result<()> {
        match self.peek()? {
            b'{' => self.enter(),
            _ => Err(self.expected("an object")),
        }
    }

    /// The next property's name, after which its value follows; otherwise the object is left.
    pub fn next_key(&mut self, first: &mut bool) -> Result<Option<Cow<'de, str>>> {
        match self.peek()? {
            b'}' => {
                self.leave();
                return Ok(None);
            }
            _ if std::mem::take(first) => {}
            b',' => {
                self.position += 1;
                self.skip_whitespace();
            }
            _ => return Err(self.syntax("`,` or `}`")),
        }
        if self.peek()? != b'"' {
            return Err(self.syntax("a property's name"));
        }
        let key = self.scan_string()?;
        if self.peek()? != b':' {
            return Err(self.syntax("`:`"));
        }
        self.position += 1;
        Ok(Some(key))
    }

    /// Checks that nothing but white space is left.
    pub fn end(&mut self) -> Result<()> {
        self.skip_whitespace();
        if self.position == self.text.len() {
            Ok(())
        } else {
            Err(self.syntax("the end"))
        }
    }

    /// The first byte of the next value or mark.
    pub fn peek(&mut self) -> Result<u8> {
        self.skip_whitespace();
        match self.text.as_bytes().get(self.position) {
            Some(byte) => Ok(*byte),
            None => Err(Error::new(self.position, "the data ends too early")),
        }
    }

    /// An error about the next value: it is of another kind.
    #[cold]
    pub fn expected(&mut self, wanted: &str) -> Error {
        let offset = self.offset();
        let found = match self.text.as_bytes().get(self.position) {
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => return self.syntax(wanted),
            None => "the end",
        };
        Error::new(offset, format!("expected {wanted}, found {found}"))
    }

    #[cold]
    fn syntax(&self, wanted: &str) -> Error {
        Error::new(self.position, format!("not JSON: expected {wanted}"))
    }

    fn skip_whitespace(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(self.position) {
            self.position += 1;
        }
    }

    fn enter(&mut self) -> Result<()> {
        if self.depth == MAX_DEPTH || budget::is_deep(self.base) {
            return Err(Error::new(self.position, "nested too deeply"));
        }
        self.depth += 1;
        self.position += 1;
        self.entered = self.entered.wrapping_add(1);
        if self.entered.is_multiple_of(1024) && budget::is_late() {
            return Err(Error::new(self.position, "took longer than the call may"));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.position += 1;
    }

    fn word(&mut self, word: &str) -> Result<()> {
        if !self.text.as_bytes()[self.position..].starts_with(word.as_bytes()) {
            return Err(self.syntax("a value"));
        }
        self.position += word.len();
        Ok(())
    }

    fn scan_number(&mut self) -> Result<&'de str> {
        let start = self.position;
        self.position = scan::number(self.text, start)?;
        Ok(&self.text[start..self.position])
    }

    fn scan_string(&mut self) -> Result<Cow<'de, str>> {
        let (text, end) = scan::string(self.text, self.position)?;
        self.position = end;
        Ok(text)
    }

    fn skip_value(&mut self) -> Result<()> {
        match self.peek()? {
            b'{' => {
                self.enter()?;
                let mut first = true;
                while self.next_key(&mut first)?.is_some() {
                    self.skip_value()?;
                }
                Ok(())
            }
            b'[' => {
                self.enter()?;
                let mut first = true;
                while self.next_item(&mut first)? {
                    self.skip_value()?;
                }
                Ok(())
            }
            b'"' => self.scan_string().map(drop),
            b'-' | b'0'..=b'9' => self.scan_number().map(drop),
            b't' | b'f' => self.boolean().map(drop),
            b'n' => self.word("null"),
            _ => Err(self.syntax("a value")),
        }
    }
}
