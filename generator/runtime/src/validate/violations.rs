//! What a value breaks, as a list that can be shown: each with its place, what is asked for and what was found.

use std::fmt;

use crate::validate::At;

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
                found: if at.is_secret() {
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
