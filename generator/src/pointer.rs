//! JSON Pointers (RFC 6901): the address of a value in a document, which every later stage carries
//! along so that a diagnostic can be traced back to a line.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::effort;

/// The address of a value in a JSON document.
///
/// Immutable and cheap to clone; a child is made with [`key`](Pointer::key) or
/// [`index`](Pointer::index).
///
/// ```
/// use faircopy::Pointer;
///
/// let pointer = Pointer::root().key("paths").key("/pets").index(0);
/// assert_eq!(pointer.to_string(), "#/paths/~1pets/0");
/// assert_eq!(pointer.last().as_deref(), Some("0"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    // The text of RFC 6901, escaped: empty for the root. One shared allocation.
    text: Option<Arc<str>>,
}

impl Pointer {
    /// The whole document.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// The member `key` of the object at this pointer.
    #[must_use]
    pub fn key(&self, key: &str) -> Pointer {
        let parent = self.as_str();
        let mut text = String::with_capacity(parent.len() + key.len() + 1);
        text.push_str(parent);
        push_token(&mut text, key);
        Pointer {
            text: Some(text.into()),
        }
    }

    /// The item `index`, counted from 0, of the array at this pointer.
    #[must_use]
    pub fn index(&self, index: usize) -> Pointer {
        self.key(&index.to_string())
    }

    /// The pointer of several keys below this one.
    #[must_use]
    pub fn keys<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Pointer {
        let mut text = self.as_str().to_owned();
        for key in keys {
            push_token(&mut text, key);
        }
        Pointer::from_escaped(text)
    }

    /// Reads a pointer, with or without a leading `#`, as it stands in a `$ref`: in the form with
    /// `#`, percent-encoded octets are decoded. `None` when it is neither empty nor starts with `/`.
    ///
    /// ```
    /// use faircopy::Pointer;
    ///
    /// let pointer = Pointer::parse("#/components/schemas/A%20b").unwrap();
    /// assert_eq!(pointer.last().as_deref(), Some("A b"));
    /// assert_eq!(Pointer::parse("#Pet"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Pointer> {
        let text = match text.strip_prefix('#') {
            Some(fragment) => percent_decoded(fragment)?,
            None => Cow::Borrowed(text),
        };
        if text.is_empty() || text.starts_with('/') {
            Some(Pointer::from_escaped(text.into_owned()))
        } else {
            None
        }
    }

    /// The escaped text, without `#`: empty for the root.
    pub fn as_str(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Whether this is the whole document.
    pub fn is_root(&self) -> bool {
        self.text.is_none()
    }

    /// The pointer without its last token; `None` for the root.
    pub fn parent(&self) -> Option<Pointer> {
        let (parent, _) = self.as_str().rsplit_once('/')?;
        Some(Pointer::from_escaped(parent.to_owned()))
    }

    /// The last token, unescaped; `None` for the root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        let (_, token) = self.as_str().rsplit_once('/')?;
        Some(unescaped(token))
    }

    /// The tokens from the root down, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        let mut tokens = self.as_str().split('/');
        // What stands before the first slash is empty, and no token.
        tokens.next();
        tokens.map(unescaped)
    }

    /// Whether this pointer is `ancestor` or below it.
    pub fn starts_with(&self, ancestor: &Pointer) -> bool {
        self.relative_to(ancestor).is_some()
    }

    /// This pointer with `from` at its start replaced by `to`; `None` when it isn't below `from`.
    pub fn rebased(&self, from: &Pointer, to: &Pointer) -> Option<Pointer> {
        let rest = self.relative_to(from)?;
        Some(Pointer::from_escaped([to.as_str(), rest].concat()))
    }

    /// The value that this pointer addresses in `document`.
    pub fn resolve<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        // serde_json's own way allocates twice for each token.
        let mut tokens = self.as_str().split('/');
        // What stands before the first slash is empty, and no token.
        tokens.next();
        tokens.try_fold(document, |value, token| {
            effort::spend(1);
            match value {
                Value::Object(members) => members.get(&*unescaped(token)),
                Value::Array(items) => items.get(array_index(token)?),
                _ => None,
            }
        })
    }

    fn relative_to(&self, ancestor: &Pointer) -> Option<&str> {
        let rest = self.as_str().strip_prefix(ancestor.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// The pointer of a text that is escaped already.
    pub(crate) fn from_escaped(text: String) -> Pointer {
        Pointer {
            text: (!text.is_empty()).then(|| text.into()),
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.as_str())
    }
}

/// A step from a value to one inside it: who walks a document and needs few of its pointers keeps these, and
/// writes a pointer out of them where one is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

impl<'v> FromIterator<Step<'v>> for Pointer {
    fn from_iter<T: IntoIterator<Item = Step<'v>>>(steps: T) -> Self {
        let steps = steps.into_iter();
        steps.fold(Pointer::root(), |at, step| match step {
            Step::Key(key) => at.key(key),
            Step::Index(index) => at.index(index),
        })
    }
}

/// Adds a token to the escaped text of a pointer.
pub(crate) fn push_token(text: &mut String, token: &str) {
    text.push('/');
    if !token.contains(['~', '/']) {
        text.push_str(token);
        return;
    }
    for character in token.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The index that a token means in an array: digits without a leading zero (RFC 6901).
fn array_index(token: &str) -> Option<usize> {
    let is_index = token == "0" || !token.starts_with(['0', '+']);
    is_index.then(|| token.parse().ok()).flatten()
}

/// Decodes `%20` and its like; `None` when what comes out is not UTF-8. A `%` that no two
/// hexadecimal digits follow stands for itself, since many authors write keys unencoded.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let octet = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(octet.unwrap_or(byte));
        at += if octet.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::root().key("a/b").key("m~n").key("").key("~1");
        assert_eq!(pointer.to_string(), "#/a~1b/m~0n//~01");
        assert_eq!(
            pointer.tokens().collect::<Vec<_>>(),
            ["a/b", "m~n", "", "~1"]
        );
        assert_eq!(Pointer::parse("#/a~1b/m~0n//~01"), Some(pointer));
    }

    #[test]
    fn parent_and_last_walk_up_to_the_root() {
        let pointer = Pointer::root().key("").index(3);
        assert_eq!(pointer.last().as_deref(), Some("3"));
        let parent = pointer.parent().unwrap();
        assert_eq!(parent, Pointer::root().key(""));
        assert_eq!(parent.parent(), Some(Pointer::root()));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn a_prefix_of_the_text_is_not_an_ancestor() {
        let pet = Pointer::root().key("Pet");
        assert!(!Pointer::root().key("Pets").starts_with(&pet));
        assert!(pet.key("id").starts_with(&pet));
        assert_eq!(
            pet.key("id").rebased(&pet, &Pointer::root().key("x")),
            Some(Pointer::root().keys(["x", "id"])),
        );
    }

    #[test]
    fn a_pointer_addresses_members_and_items() {
        let document = serde_json::json!({ "a/b": [{ "m~n": 1 }, 2], "": 3 });
        let at = |text: &str| Pointer::parse(text).unwrap().resolve(&document).cloned();
        assert_eq!(at(""), Some(document.clone()));
        assert_eq!(at("/a~1b/0/m~0n"), Some(Value::from(1)));
        assert_eq!(at("/a~1b/1"), Some(Value::from(2)));
        assert_eq!(at("/"), Some(Value::from(3)));
        for absent in ["/a~1b/2", "/a~1b/01", "/a~1b/+1", "/a~1b/-", "/x", "//x"] {
            assert_eq!(at(absent), None, "{absent}");
        }
    }

    #[test]
    fn a_fragment_is_percent_decoded_and_a_lone_percent_sign_is_kept() {
        let key = |text: &str| Pointer::parse(text).unwrap().last().unwrap().into_owned();
        assert_eq!(key("#/100%25"), "100%");
        assert_eq!(key("#/100%"), "100%");
        assert_eq!(key("/100%25"), "100%25");
        assert_eq!(Pointer::parse("#/%ff"), None);
    }
}
