//! The names after `\p` and in `[:…:]` to sets of characters.

use std::collections::BTreeMap;

use regex_syntax::hir::{ClassUnicode, HirKind};

use super::syntax::{Class, push};

/// How many ranges the properties of a pattern may have together.
const MOST_RANGES: usize = 100_000;

/// The properties that a pattern has named so far.
#[derive(Debug, Default)]
pub struct Properties {
    known: BTreeMap<(String, bool), Class>,
    ranges: usize,
}

impl Properties {
    /// The characters that have a property, or all others.
    pub fn find(&mut self, name: &str, is_negative: bool) -> Result<Class, String> {
        let (name, is_negative) = match name.strip_prefix('^') {
            Some(name) => (name, !is_negative),
            None => (name, is_negative),
        };
        let key = (name.to_owned(), is_negative);
        if !self.known.contains_key(&key) {
            let class = of_unicode(name, is_negative)
                .or_else(|| of_posix(name, is_negative))
                .ok_or_else(|| format!("no property of characters is named `{name}`"))?;
            self.known.insert(key.clone(), class);
        }
        let class = self.known[&key].clone();
        self.count(&class)?;
        Ok(class)
    }

    /// The characters of `[:name:]`.
    pub fn posix(&mut self, name: &str, is_negative: bool) -> Option<Result<Class, String>> {
        const NAMES: [&str; 14] = [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print",
            "punct", "space", "upper", "word", "xdigit",
        ];
        if !NAMES.contains(&name) {
            return None;
        }
        let class = of_posix(name, is_negative)?;
        Some(self.count(&class).map(|()| class))
    }

    fn count(&mut self, class: &Class) -> Result<(), String> {
        self.ranges += class.set.ranges().len();
        if self.ranges > MOST_RANGES {
            return Err("it names too many properties of characters".to_owned());
        }
        Ok(())
    }
}

/// A property of Unicode, as ECMA-262 names it, or more loosely.
fn of_unicode(name: &str, is_negative: bool) -> Option<Class> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=' | ' ' | '-');
    // These are Unicode's names, but what everybody means by them are those of POSIX.
    let is_other = [
        "punct", "digit", "xdigit", "alnum", "print", "graph", "word",
    ]
    .contains(&name.to_ascii_lowercase().as_str())
        && !matches!(name, "punct" | "digit");
    if name.is_empty() || is_other || !name.chars().all(is_name) {
        return None;
    }
    let letter = if is_negative { 'P' } else { 'p' };
    let lookup = |name: &str| {
        let text = format!("\\{letter}{{{name}}}");
        let hir = regex_syntax::parse(&text).ok()?;
        let set = match hir.into_kind() {
            HirKind::Class(regex_syntax::hir::Class::Unicode(set)) => set,
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                let mut set = ClassUnicode::empty();
                for c in text.chars() {
                    push(&mut set, u32::from(c), u32::from(c));
                }
                set
            }
            _ => return None,
        };
        let mut class = Class::new(set);
        class.named = Some(text);
        Some(class)
    };
    // Java writes `\p{IsGreek}`.
    lookup(name).or_else(|| lookup(name.strip_prefix("Is")?))
}

/// A class of POSIX, of the letters and digits of all scripts; and those of Java beside them.
fn of_posix(name: &str, is_negative: bool) -> Option<Class> {
    let plain = name.strip_prefix("Is").unwrap_or(name);
    let members = match plain.to_ascii_lowercase().as_str() {
        "alnum" => r"[\p{Alphabetic}\p{Nd}]",
        "alpha" => r"\p{Alphabetic}",
        "ascii" => r"[\x00-\x7F]",
        "blank" => r"[\p{Zs}\t]",
        "cntrl" => r"\p{Cc}",
        "digit" => r"\p{Nd}",
        "graph" => r"[^\p{White_Space}\p{Cc}\p{Cn}]",
        "lower" => r"\p{Lowercase}",
        "print" => r"[\p{Zs}[^\p{White_Space}\p{Cc}\p{Cn}]]",
        "punct" => r"[\p{P}$+<=>^`|~]",
        "space" => r"\p{White_Space}",
        "upper" => r"\p{Uppercase}",
        "word" => r"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]",
        "xdigit" => "[0-9A-Fa-f]",
        "all" => r"[\x00-\x{10FFFF}]",
        "l1" => r"[\x00-\xFF]",
        "ld" => r"[\p{L}\p{Nd}]",
        _ => return None,
    };
    let members = if is_negative {
        format!("[^{members}]")
    } else {
        members.to_owned()
    };
    match regex_syntax::parse(&members).ok()?.into_kind() {
        HirKind::Class(regex_syntax::hir::Class::Unicode(set)) => {
            let mut class = Class::new(set);
            class.named = Some(members);
            Some(class)
        }
        _ => None,
    }
}
