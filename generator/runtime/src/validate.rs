//! Judges typed values, and says where and how they break what the document states.

pub mod against;
pub mod serialize;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::budget::Share;

/// A type that knows what the document states about its values.
///
/// Checking a value that holds allocates nothing.
pub trait Validate {
    /// Adds every violation of this value, which stands at `at`, to `out`.
    ///
    /// Nothing breaks what the document states nothing about.
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        let _ = (at, out);
    }

    /// Judges this value on its own.
    ///
    /// # Errors
    ///
    /// All violations found, up to [`Violations::CAP`].
    fn validate(&self) -> Result<(), Violations> {
        let _share = Share::take(0);
        let mut out = Violations::new();
        self.check(&At::ROOT, &mut out);
        out.into_result()
    }
}

impl<T: Validate + ?Sized> Validate for &T {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        (**self).check(at, out);
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if !at.is_too_deep(out) {
            (**self).check(at, out);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if let Some(value) = self {
            value.check(at, out);
        }
    }
}

impl<T: Validate> Validate for [T] {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if at.is_too_deep(out) {
            return;
        }
        for (index, item) in self.iter().enumerate() {
            if out.is_settled() {
                return;
            }
            item.check(&at.index(index), out);
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        self.as_slice().check(at, out);
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if at.is_too_deep(out) {
            return;
        }
        for (key, value) in self {
            if out.is_settled() {
                return;
            }
            value.check(&at.key(key), out);
        }
    }
}

/// Types that hold nothing to check.
macro_rules! unchecked {
    ($($ty:ty),* $(,)?) => {$(
        impl crate::validate::Validate for $ty {
            fn check(&self, _: &crate::validate::At<'_>, _: &mut crate::validate::Violations) {}
        }
    )*};
}
pub(crate) use unchecked;

unchecked!(
    (),
    bool,
    f32,
    f64,
    i8,
    i16,
    i32,
    i64,
    i128,
    u8,
    u16,
    u32,
    u64,
    u128
);
unchecked!(str, String, serde_json::Value, Ipv4Addr, Ipv6Addr);

/// How deep data may be nested that is judged, as that which is read.
const MAX_DEPTH: u16 = 128;

/// How many characters of a name in the data a pointer shows.
const MAX_KEY: usize = 256;

/// How many characters of what was found a violation shows, where what it shows is not shorter by itself.
const MAX_FOUND: usize = 512;

/// A text of no more than so many characters; a longer one ends in `…`.
pub(crate) fn shortened(text: &dyn fmt::Display, most: usize) -> String {
    struct Short(String, usize);
    impl fmt::Write for Short {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let Short(out, left) = self;
            match text.char_indices().nth(*left) {
                None => {
                    *left -= text.chars().count();
                    out.push_str(text);
                    Ok(())
                }
                Some((end, _)) => {
                    out.push_str(&text[..end]);
                    out.push('…');
                    // Nothing more is wanted.
                    Err(fmt::Error)
                }
            }
        }
    }
    let mut out = Short(String::new(), most);
    let _ = fmt::write(&mut out, format_args!("{text}"));
    out.0
}

/// Where a value stands in the data that is checked.
///
/// A chain of steps on the stack, which becomes a JSON pointer only where
/// there is something to report.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
    secret: bool,
    depth: u16,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The whole value.
    pub const ROOT: At<'static> = At {
        parent: None,
        step: Step::Index(0),
        secret: false,
        depth: 0,
    };

    /// The property of that name on the wire.
    #[must_use]
    #[inline]
    pub fn key(&'a self, key: &'a str) -> At<'a> {
        At {
            parent: Some(self),
            step: Step::Key(key),
            secret: self.secret,
            depth: self.depth.saturating_add(1),
        }
    }

    /// The item at that index.
    #[must_use]
    #[inline]
    pub fn index(&'a self, index: usize) -> At<'a> {
        At {
            parent: Some(self),
            step: Step::Index(index),
            secret: self.secret,
            depth: self.depth.saturating_add(1),
        }
    }

    /// The same place, where what is found must not be shown.
    #[must_use]
    #[inline]
    pub fn secret(&self) -> At<'a> {
        At {
            secret: true,
            ..*self
        }
    }

    /// Whether data is nested so deeply here that judging more of it could exhaust the stack, which is
    /// then a violation.
    #[inline]
    pub(crate) fn is_too_deep(&self, out: &mut Violations) -> bool {
        let too_deep = self.depth > MAX_DEPTH;
        if too_deep {
            let limit = format_args!("must be nested {MAX_DEPTH} deep at most");
            out.add(self, "depth", &limit, &"is deeper");
        }
        too_deep
    }

    /// This place as a JSON pointer (RFC 6901); of names that are very long it shows the beginning.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let Some(parent) = self.parent else { return };
        parent.write(out);
        out.push('/');
        match self.step {
            Step::Index(index) => out.push_str(&index.to_string()),
            Step::Key(key) => {
                for c in key.chars().take(MAX_KEY) {
                    match c {
                        '~' => out.push_str("~0"),
                        '/' => out.push_str("~1"),
                        c => out.push(c),
                    }
                }
                if key.len() > MAX_KEY && key.chars().nth(MAX_KEY).is_some() {
                    out.push('…');
                }
            }
        }
    }
}

/// A statement of the document that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where the value stands: a JSON pointer, empty for the whole value.
    pub pointer: String,
    /// The keyword that is broken: `maximum`, `pattern`, `required` …
    pub keyword: &'static str,
    /// What the keyword asks for, as text.
    pub limit: String,
    /// What was found, as text and shortened; empty where it is a secret.
    pub found: String,
    /// Why each branch of a union did not fit.
    pub branches: Vec<Branch>,
}

/// A branch of a union, and why a value does not fit it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Branch {
    /// The branch's name.
    pub name: &'static str,
    /// What it breaks.
    pub violations: Violations,
}

impl Branch {
    /// A branch with what speaks against it.
    #[must_use]
    pub fn new(name: &'static str, violations: Violations) -> Self {
        Self { name, violations }
    }
}

/// All violations of a value, in the order in which they were found.
///
/// Of the violations beyond [`CAP`](Self::CAP), only the number is kept.
///
/// ```
/// # use faircopy_runtime::validate::{At, Violations};
/// let mut violations = Violations::new();
/// violations.add(&At::ROOT.key("dataLimit"), "minimum", &1_000_000, &5);
/// assert_eq!(violations.to_string(), "/dataLimit: must be at least 1000000, but is 5");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations {
    list: Vec<Violation>,
    count: usize,
    probe: bool,
}

impl Violations {
    /// How many violations are kept.
    pub const CAP: usize = 100;

    /// None.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self {
            list: Vec::new(),
            count: 0,
            probe: false,
        }
    }

    /// None, and only *whether* there is one will be known.
    #[must_use]
    pub const fn probe() -> Self {
        Self {
            list: Vec::new(),
            count: 0,
            probe: true,
        }
    }

    /// Whether nothing is violated.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are, those that were not kept included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// How many were not kept.
    #[must_use]
    pub const fn omitted(&self) -> usize {
        self.count - self.list.len()
    }

    /// Those that were kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// `Ok` when nothing is violated.
    ///
    /// # Errors
    ///
    /// Itself, when it is not empty.
    #[inline]
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() {
            // Nothing was kept, so there is nothing to drop, which the compiler cannot know.
            std::mem::forget(self);
            Ok(())
        } else {
            Err(self)
        }
    }

    /// Whether nothing more can change the outcome, so that checking may stop.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.probe && self.count > 0
    }

    /// Adds a violation: the keyword at that place, what it asks for and what was found.
    #[cold]
    #[inline(never)]
    pub fn add(
        &mut self,
        at: &At<'_>,
        keyword: &'static str,
        limit: &dyn fmt::Display,
        found: &dyn fmt::Display,
    ) {
        self.push(at, keyword, limit, found, Vec::new);
    }

    /// Adds a violation of a union; `branches` says why each did not fit.
    #[cold]
    #[inline(never)]
    pub fn add_union(
        &mut self,
        at: &At<'_>,
        keyword: &'static str,
        limit: &dyn fmt::Display,
        found: &dyn fmt::Display,
        branches: impl FnOnce() -> Vec<Branch>,
    ) {
        self.push(at, keyword, limit, found, branches);
    }

    /// Whether a violation that is added now would be kept, so that its details are worth finding.
    #[must_use]
    pub const fn keeps(&self) -> bool {
        !self.probe && self.list.len() < Self::CAP
    }

    /// Adds all violations of another.
    pub fn append(&mut self, other: Self) {
        self.count += other.count;
        if !self.probe {
            let room = Self::CAP - self.list.len();
            self.list.extend(other.list.into_iter().take(room));
        }
    }

    fn push(
        &mut self,
        at: &At<'_>,
        keyword: &'static str,
        limit: &dyn fmt::Display,
        found: &dyn fmt::Display,
        branches: impl FnOnce() -> Vec<Branch>,
    ) {
        let keeps = self.keeps();
        self.count += 1;
        if keeps {
            self.list.push(Violation {
                pointer: at.pointer(),
                keyword,
                limit: limit.to_string(),
                found: if at.secret {
                    String::new()
                } else {
                    shortened(found, MAX_FOUND)
                },
                branches: branches(),
            });
        }
    }
}

impl std::error::Error for Violations {}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl fmt::Display for Violations {
    /// One on its own line; several as a list, one a line, below their number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list.as_slice() {
            [] => write!(f, "no violations"),
            [only] if self.count == 1 => only.write(f, 0),
            list => {
                write!(f, "{} violations:", self.count)?;
                for violation in list {
                    write!(f, "\n- ")?;
                    violation.write(f, 2)?;
                }
                match self.omitted() {
                    0 => Ok(()),
                    more => write!(f, "\n- and {more} more"),
                }
            }
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Violation {
    fn write(&self, f: &mut fmt::Formatter<'_>, indent: usize) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.message())?;
        for branch in &self.branches {
            for violation in &branch.violations.list {
                write!(f, "\n{:indent$}- not {}: ", "", branch.name)?;
                violation.write(f, indent + 2)?;
            }
        }
        Ok(())
    }

    /// What is wrong, without saying where.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = self.whole_message();
        // What a secret is instead is not said.
        if self.found.is_empty() {
            message.truncate(message.rfind(", but ").unwrap_or(message.len()));
        }
        message
    }

    fn whole_message(&self) -> String {
        let (limit, found) = (&self.limit, &self.found);
        match self.keyword {
            "required" => "is required, but missing".to_owned(),
            "minimum" => format!("must be at least {limit}, but is {found}"),
            "maximum" => format!("must be at most {limit}, but is {found}"),
            "exclusiveMinimum" => format!("must be above {limit}, but is {found}"),
            "exclusiveMaximum" => format!("must be below {limit}, but is {found}"),
            "multipleOf" => format!("must be a multiple of {limit}, but is {found}"),
            "minLength" => format!("must have at least {limit} characters, but has {found}"),
            "maxLength" => format!("must have at most {limit} characters, but has {found}"),
            "pattern" => format!("must match `{limit}`, but is {found}"),
            "format" => format!("must be in the format `{limit}`, but is {found}"),
            "minItems" => format!("must have at least {limit} items, but has {found}"),
            "maxItems" => format!("must have at most {limit} items, but has {found}"),
            "uniqueItems" => format!("must have {limit}, but {found} are equal"),
            "minProperties" => format!("must have at least {limit} properties, but has {found}"),
            "maxProperties" => format!("must have at most {limit} properties, but has {found}"),
            "enum" => format!("must be one of {limit}, but is {found}"),
            "const" => format!("must be {limit}, but is {found}"),
            "type" => format!("must be {limit}, but is {found}"),
            "not" => format!("must {limit}, but {found}"),
            "contains" | "minContains" => {
                format!("must contain at least {limit} matching items, but has {found}")
            }
            "maxContains" => {
                format!("must contain at most {limit} matching items, but has {found}")
            }
            "additionalProperties"
            | "unevaluatedProperties"
            | "additionalItems"
            | "unevaluatedItems"
            | "false" => "is not allowed".to_owned(),
            "x-validations" => limit.clone(),
            "propertyNames" => format!("must have a name that is allowed, but is named {found}"),
            "dependentRequired" => {
                format!("must be present together with {limit}, but is missing")
            }
            "anyOf" | "oneOf" => format!("must {limit}, but {found}"),
            _ => format!("{limit}, but {found}"),
        }
    }
}
