//! Judges typed values, and says where and how they break what the document states.

pub mod against;
pub mod serialize;
pub mod violations;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::budget::Share;

pub use crate::validate::violations::{Branch, Violation, Violations};

pub(crate) use crate::validate::violations::shortened;

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
#[allow(
    unused_imports,
    reason = "a crate may have none of the modules that use it"
)]
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
const MAX_DEPTH: u32 = 128;

/// What is added to the depth of a place whose values must not be shown.
const SECRET: u32 = 1 << 31;

/// How many characters of a name in the data a pointer shows.
const MAX_KEY: usize = 256;

/// Where a value stands in the data that is checked.
///
/// A chain of steps on the stack, which becomes a JSON pointer only where
/// there is something to report.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
    /// How deep it is, and [`SECRET`]: a number rather than two, since each step makes one.
    depth: u32,
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
        depth: 0,
    };

    /// The property of that name on the wire.
    #[must_use]
    #[inline]
    pub fn key(&'a self, key: &'a str) -> At<'a> {
        At {
            parent: Some(self),
            step: Step::Key(key),
            depth: self.depth + 1,
        }
    }

    /// The item at that index.
    #[must_use]
    #[inline]
    pub fn index(&'a self, index: usize) -> At<'a> {
        At {
            parent: Some(self),
            step: Step::Index(index),
            depth: self.depth + 1,
        }
    }

    /// The same place, where what is found must not be shown.
    #[must_use]
    #[inline]
    pub fn secret(&self) -> At<'a> {
        At {
            depth: self.depth | SECRET,
            ..*self
        }
    }

    /// Whether what is found here must not be shown.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.depth & SECRET != 0
    }

    /// Whether data is nested so deeply here that judging more of it could exhaust the stack, which is
    /// then a violation.
    #[inline]
    pub(crate) fn is_too_deep(&self, out: &mut Violations) -> bool {
        let too_deep = self.depth & !SECRET > MAX_DEPTH;
        if too_deep {
            self.say_too_deep(out);
        }
        too_deep
    }

    #[cold]
    fn say_too_deep(&self, out: &mut Violations) {
        let limit = format_args!("must be nested {MAX_DEPTH} deep at most");
        out.add(self, "depth", &limit, &"is deeper");
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
