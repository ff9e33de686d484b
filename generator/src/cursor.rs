//! A value of the document with its place: the walk over everything that is not a schema, for all
//! who read the document as it stands.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::effort;
use crate::method::{self, Method};
use crate::pointer::{Pointer, Step};

/// How many references may lead to one another.
pub(crate) const CHAIN: usize = 32;

/// A value of a document, and where it stands.
#[derive(Clone, Debug)]
pub struct Cursor<'d> {
    /// The whole document.
    pub root: &'d Value,
    /// The value.
    pub value: &'d Value,
    /// Its place.
    pub at: Pointer,
}

impl<'d> Cursor<'d> {
    /// The document itself.
    pub fn new(root: &'d Value) -> Self {
        Self {
            root,
            value: root,
            at: Pointer::root(),
        }
    }

    /// A value elsewhere in the document.
    pub fn other(&self, value: &'d Value, at: Pointer) -> Self {
        Self {
            root: self.root,
            value,
            at,
        }
    }

    /// A member, references followed.
    pub fn get(&self, key: &str) -> Option<Self> {
        Some(self.member(key)?.resolved())
    }

    /// A member as it stands.
    pub fn member(&self, key: &str) -> Option<Self> {
        Some(self.other(self.value.get(key)?, self.at.key(key)))
    }

    /// The members of the object at a key that maps names to what they name, as they stand: any
    /// name may be there, be it like that of an extension.
    pub fn written(&self, key: &str) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let owner = self.get(key);
        owner.map(|owner| owner.all()).into_iter().flatten()
    }

    /// As [`Self::written`], references followed.
    pub fn named(&self, key: &str) -> Vec<(&'d str, Self)> {
        let members = self.written(key);
        members
            .map(|(name, node)| (name, node.resolved()))
            .collect()
    }

    /// The members of the object at a key, references followed, without extensions.
    pub fn members(&self, key: &str) -> Vec<(&'d str, Self)> {
        self.get(key).map(|node| node.entries()).unwrap_or_default()
    }

    /// The members, references followed, without extensions.
    pub fn entries(&self) -> Vec<(&'d str, Self)> {
        let members = self.all().into_iter();
        let members = members.filter(|(key, _)| !key.starts_with("x-"));
        members.map(|(key, node)| (key, node.resolved())).collect()
    }

    fn all(&self) -> Vec<(&'d str, Self)> {
        let members = self.map().into_iter().flatten();
        members
            .map(|(key, value)| (key.as_str(), self.other(value, self.at.key(key))))
            .collect()
    }

    /// The operations of a path item: those whose methods have keys, then the others.
    pub fn operations(&self) -> Vec<(Method, Self)> {
        let keyed = Method::keyed();
        let keyed = keyed.filter_map(|(key, method)| Some((method, self.member(key)?)));
        let additional = self.written(method::ADDITIONAL);
        let additional =
            additional.filter_map(|(token, node)| Some((Method::additional(token)?, node)));
        keyed.chain(additional).collect()
    }

    /// The items of the list at a key, references followed.
    pub fn items(&self, key: &str) -> Vec<Self> {
        let at = self.at.key(key);
        let items = self.value.get(key).and_then(Value::as_array);
        let items = items.into_iter().flatten().enumerate();
        items
            .map(|(index, value)| self.other(value, at.index(index)).resolved())
            .collect()
    }

    /// The text at a key.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether the value at a key is `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.stated_flag(key).unwrap_or(false)
    }

    /// What a boolean at a key says, if there is one.
    pub fn stated_flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }

    /// The members of an object.
    pub fn map(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    /// What references lead to from here; where one leads nowhere, it stays.
    pub fn resolved(self) -> Self {
        let mut node = self;
        for _ in 0..CHAIN {
            let Some(reference) = node.text("$ref") else {
                break;
            };
            // A path item's `$ref` has siblings; they are rare, and lint reports them.
            let found = target(node.root, reference)
                .and_then(|at| Some(node.other(at.resolve(node.root)?, at)));
            let Some(found) = found else {
                break;
            };
            node = found;
        }
        node
    }

    /// The object that references lead to from here, if they lead to one.
    pub fn object(self) -> Option<Self> {
        let node = self.resolved();
        (node.value.is_object() && node.text("$ref").is_none()).then_some(node)
    }
}

/// The place that a `$ref` means, if it is a place in this document. Plain-name fragments (`#node`)
/// are looked up among the document's `$anchor`s: whoever looks up many keeps [`anchors`].
pub fn target(root: &Value, reference: &str) -> Option<Pointer> {
    match plain_name(reference) {
        Some(name) => anchors(root).remove(name),
        None => place(reference),
    }
}

/// The place that a `$ref` means by a pointer.
pub fn place(reference: &str) -> Option<Pointer> {
    reference
        .starts_with('#')
        .then(|| Pointer::parse(reference))
        .flatten()
}

/// The name that a `$ref` means a place of the document by, such as that of `#node`.
pub fn plain_name(reference: &str) -> Option<&str> {
    let fragment = reference.strip_prefix('#')?;
    (!fragment.is_empty() && !fragment.starts_with('/')).then_some(fragment)
}

/// Where the schemas with an `$anchor` stand, by its name; of several of one name the first in the document's
/// order of keys. Whoever looks up more than one keeps these.
pub fn anchors(root: &Value) -> BTreeMap<&str, Pointer> {
    let mut found = BTreeMap::new();
    gather(root, &mut Vec::new(), &mut found);
    found
}

/// Places are written out where there is an anchor alone.
fn gather<'v>(value: &'v Value, steps: &mut Vec<Step<'v>>, found: &mut BTreeMap<&'v str, Pointer>) {
    effort::spend(1);
    match value {
        Value::Object(map) => {
            let names = ["$anchor", "$dynamicAnchor"].iter();
            let names = names.filter_map(|key| map.get(*key));
            for name in names.filter_map(Value::as_str) {
                let at = || steps.iter().copied().collect();
                found.entry(name).or_insert_with(at);
            }
            for (key, value) in map {
                steps.push(Step::Key(key));
                gather(value, steps, found);
                steps.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                steps.push(Step::Index(index));
                gather(value, steps, found);
                steps.pop();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_to_where_they_lead() {
        let root = json!({
            "a": { "$ref": "#/b" },
            "b": { "$ref": "#/c" },
            "c": { "name": "found", "x-note": {} },
            "gone": { "$ref": "#/nowhere" },
            "round": { "$ref": "#/round" },
        });
        let root = Cursor::new(&root);
        let found = root.get("a").unwrap();
        assert_eq!(
            (found.text("name"), found.at.as_str()),
            (Some("found"), "/c")
        );
        assert_eq!(found.entries().len(), 1);
        assert_eq!(root.get("gone").unwrap().at.as_str(), "/gone");
        assert!(root.member("gone").unwrap().object().is_none());
        assert!(root.member("round").unwrap().object().is_none());
    }
}
