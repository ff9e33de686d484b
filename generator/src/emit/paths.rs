//! Printed code into the modules and crates that its paths start with, which
//! says what a file imports and what its crate depends on.

use std::collections::BTreeSet;

use memchr::memchr_iter;

/// The starts of paths in some code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paths {
    /// First segments: `runtime` of `runtime::transport::Body`.
    pub(super) heads: BTreeSet<String>,
    /// What follows `runtime`: `transport::Body`.
    pub(super) runtime: BTreeSet<String>,
}

impl Paths {
    /// Reads code line by line; lines of docs do not count.
    ///
    /// A path within a literal counts too, which at worst imports too much.
    pub(super) fn of(code: &str) -> Self {
        let mut paths = Self::default();
        let ends = memchr_iter(b'\n', code.as_bytes()).chain([code.len()]);
        let mut start = 0;
        for end in ends {
            let line = &code[start..end];
            start = (end + 1).min(code.len());
            if line.trim_start().starts_with("//") {
                continue;
            }
            for at in memchr_iter(b':', line.as_bytes()) {
                if !line[at + 1..].starts_with(':') {
                    continue;
                }
                let before = line[..at].trim_end_matches(|character| !is_other(character));
                let head = &line[before.len()..at];
                if head.is_empty() || is_further_on(before) {
                    continue;
                }
                if head == "runtime" {
                    add(&mut paths.runtime, path(&line[at + 2..]));
                }
                let absolute = line[at + 2..].strip_prefix("generated::runtime::");
                if let Some(rest) = absolute.filter(|_| head == "crate") {
                    add(&mut paths.runtime, path(rest));
                }
                add(&mut paths.heads, head);
            }
        }
        paths
    }

    /// Adds another's.
    pub(super) fn extend(&mut self, other: &Self) {
        self.heads.extend(other.heads.iter().cloned());
        self.runtime.extend(other.runtime.iter().cloned());
    }

    /// Whether a path starts with that name.
    pub(super) fn has(&self, head: &str) -> bool {
        self.heads.contains(head)
    }
}

/// Whether what follows some code is a segment further on in a path, which has a `::` of its own
/// before it; `::time` begins one.
fn is_further_on(before: &str) -> bool {
    let before = before.strip_suffix("::");
    before.is_some_and(|before| before.ends_with(|last| !is_other(last) || last == '>'))
}

/// The path that text begins with.
fn path(text: &str) -> &str {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let name = rest.find(is_other).unwrap_or(rest.len());
        end += name;
        match rest[name..].strip_prefix("::") {
            Some(next) if !next.starts_with(is_other) => end += 2,
            _ => return &text[..end],
        }
    }
}

fn add(set: &mut BTreeSet<String>, name: &str) {
    if !set.contains(name) {
        set.insert(name.to_owned());
    }
}

/// Whether a character is no part of the identifiers that are looked for, which are ASCII.
fn is_other(character: char) -> bool {
    !character.is_ascii_alphanumeric() && character != '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_support_code_is_named_from_the_crate_too() {
        let code = "pub use crate::generated::runtime::server::{Caller, same}; fn a(b: crate::generated::runtime::Secret)";
        let paths = Paths::of(code);
        assert_eq!(
            paths.runtime.iter().collect::<Vec<_>>(),
            ["Secret", "server"]
        );
    }

    #[test]
    fn paths_are_told_by_their_first_segments() {
        let code = "\
/// Not `docs::of` anything.
fn a(b: Option<runtime::transport::Body>) -> ::http::HeaderMap { <b as c::D>::e::f(); Self::new() }
";
        let paths = Paths::of(code);
        assert_eq!(
            paths.heads.iter().collect::<Vec<_>>(),
            ["Self", "c", "http", "runtime"]
        );
        assert_eq!(
            paths.runtime.iter().collect::<Vec<_>>(),
            ["transport::Body"]
        );
    }
}
