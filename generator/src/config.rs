//! What the caller chooses: the crate's name, what to generate, and how.

use std::collections::{BTreeMap, BTreeSet};

/// All choices; [`Config::default`] generates everything, named after the document.
///
/// ```
/// use faircopy::Config;
///
/// let config = Config { name: Some("petstore".into()), ..Config::default() };
/// assert!(!config.exact);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The crate's name; the document's title in kebab case where there is none.
    pub name: Option<String>,
    /// Reads the document to the letter: undeclared properties are kept and
    /// judged, and a schema without `type` admits data of every type.
    pub exact: bool,
    /// Types and validators only, without operations and client.
    pub types_only: bool,
    /// Which operations to generate; all where nothing is chosen.
    pub selection: Selection,
    /// Derives beyond those that the generator chooses.
    pub derives: Derives,
    /// Rust types of the caller's own for a `format`: `{"money": "crate::Money"}`.
    pub formats: BTreeMap<String, String>,
    /// Rust types of the caller's own for a component schema: `{"Money": "crate::Money"}`.
    pub schemas: BTreeMap<String, String>,
    /// Names for things at a JSON pointer or for a component schema, in place of the allocated ones.
    pub renames: BTreeMap<String, String>,
}

/// Which operations to generate, and with them the types that they reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Operations with one of these tags.
    pub tags: BTreeSet<String>,
    /// Operations by id or `METHOD /path`, either with `*` for any text.
    pub operations: BTreeSet<String>,
}

impl Selection {
    /// Whether nothing was chosen, so that everything is generated.
    pub fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    /// Whether an operation is among the chosen ones.
    pub fn contains(&self, id: &str, method: &str, path: &str, tags: &[String]) -> bool {
        self.is_everything()
            || tags.iter().any(|tag| self.tags.contains(tag))
            || self.operations.iter().any(|pattern| {
                matches_glob(pattern, id) || matches_glob(pattern, &format!("{method} {path}"))
            })
    }
}

/// Derives from the configuration, as Rust paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derives {
    /// For every struct.
    pub structs: Vec<String>,
    /// For every enum of scalar values.
    pub enums: Vec<String>,
    /// For every union.
    pub unions: Vec<String>,
    /// For every newtype.
    pub newtypes: Vec<String>,
    /// For one type, by its Rust name.
    pub types: BTreeMap<String, Vec<String>>,
}

/// Whether a text matches a pattern in which `*` stands for any text.
pub(crate) fn matches_glob(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches_glob("pets/*", "pets/list"));
        assert!(matches_glob("*Pet*", "listPets"));
        assert!(matches_glob("GET /pets*", "GET /pets/{id}"));
        assert!(matches_glob("same", "same"));
        assert!(!matches_glob("same", "same but longer"));
        assert!(!matches_glob("a*bc*c", "abc"));
    }

    #[test]
    fn operations_are_chosen_by_tag_id_or_route() {
        let selection = Selection {
            tags: BTreeSet::from(["admin".to_owned()]),
            operations: BTreeSet::from(["listPets".to_owned(), "DELETE *".to_owned()]),
        };
        let tags = ["admin".to_owned()];
        assert!(selection.contains("anything", "GET", "/", &tags));
        assert!(selection.contains("listPets", "GET", "/pets", &[]));
        assert!(selection.contains("dropPet", "DELETE", "/pets/{id}", &[]));
        assert!(!selection.contains("getPet", "GET", "/pets/{id}", &[]));
        assert!(Selection::default().contains("getPet", "GET", "/pets/{id}", &[]));
    }
}
