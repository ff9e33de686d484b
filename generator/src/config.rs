//! What the caller chooses: the crate's name, what to generate, and how.

mod pagination;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::format::Ignored;
use crate::manifest;
use crate::reserved;
use crate::source::{Limits, Overlay};
use crate::words::words;

pub use crate::format::Dates;
pub use crate::manifest::{Runtime, RuntimeSource};
pub use pagination::{PageStyle, Paged, Pages};

/// All choices; [`Config::default`] generates everything, named after the document.
///
/// ```
/// use faircopy::{Config, CrateName};
///
/// let name = CrateName::new("petstore").unwrap();
/// let config = Config { name: Some(name), ..Config::default() };
/// assert!(!config.exact);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The crate's name; the document's title in kebab case where there is none.
    pub name: Option<CrateName>,
    /// Reads the document to the letter: undeclared properties are kept and
    /// judged, and a schema without `type` admits data of every type.
    pub exact: bool,
    /// Values of `format` that are not read: they then neither choose a type nor are checked.
    pub ignored_formats: Ignored,
    /// Leaves out the least that is wrong with the document, with a warning, and generates the rest.
    pub keep_going: bool,
    /// Types and validators only, without operations and client.
    pub types_only: bool,
    /// Which sides of the API there are, where there is more than types.
    pub sides: Sides,
    /// Where the crate has its support code from.
    pub runtime: Runtime,
    /// Which cargo features there are for parts of the API.
    pub features: Features,
    /// Which operations to generate; all where nothing is chosen.
    pub selection: Selection,
    /// Derives beyond those that the generator chooses.
    pub derives: Derives,
    /// The crate whose types dates and times have.
    pub dates: Dates,
    /// Rust types of the caller's own for a `format`: `{"money": "crate::Money"}`. Of `date-time`,
    /// which is RFC 3339's, `naive` makes dates and times without an offset, and `lenient` what may
    /// have one or not.
    pub formats: BTreeMap<String, String>,
    /// Rust types of the caller's own for a component schema: `{"Money": "crate::Money"}`; `naive` or
    /// `lenient` for the dates and times in it, or at a JSON pointer.
    pub schemas: BTreeMap<String, String>,
    /// Names for things at a JSON pointer or for a component schema, in place of the allocated ones.
    pub renames: BTreeMap<String, String>,
    /// What operations are called.
    pub names: Names,
    /// Whether inline schemas that are equal become one type.
    pub merge: Merge,
    /// Leaves out the types that no operation, webhook or callback uses.
    pub leave_out_unused: bool,
    /// How lists are written in the style `deepObject`, which the specification leaves open.
    pub deep_lists: Option<DeepLists>,
    /// Media types that are taken before others where a body is offered in several; JSON is otherwise
    /// taken before XML.
    pub media: Vec<String>,
    /// How results come in pages, by patterns of operations: ids or `METHOD /path`, either with `*` for any text.
    /// Of several that name an operation, the one with most other characters decides.
    pub pagination: BTreeMap<String, Paged>,
    /// Overlays of the document, in the order in which they are applied.
    pub overlays: Vec<Overlay>,
    /// What the document may cost.
    pub limits: Limits,
    /// Codes of warnings that are not reported.
    pub allow: BTreeSet<String>,
}

/// What operations are called, all of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// What their names are made of.
    pub methods: Methods,
    /// Takes away what server frameworks add: of FastAPI the path and the method, of NestJS the controller,
    /// of springdoc the number, and of paths what they say twice.
    pub auto: bool,
    /// What is taken away from the start of an `operationId`, or of a path where it starts with `/`; `*`
    /// stands for any text.
    pub strip_prefixes: Vec<String>,
    /// What is taken away from the end of an `operationId`; `*` stands for any text.
    pub strip_suffixes: Vec<String>,
}

/// What the names of operations are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Methods {
    /// `operationId`, or else the method and the path.
    #[default]
    OperationId,
    /// The method and the path.
    Path,
    /// The tag, and then what else it would be.
    Tag,
}

words!(Methods {
    "operation-id" => OperationId,
    "path" => Path,
    "tag" => Tag,
});

/// Whether inline schemas that are equal, but for their texts, become one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merge {
    /// They do; each of their places has a name for it.
    #[default]
    Equal,
    /// As [`Self::Equal`], less that each place has a type of its own: what two documents are compared by.
    Compared,
    /// Each has a type of its own.
    Never,
}

/// The cargo features that a crate has for parts of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Features {
    /// None: all of it is always there.
    #[default]
    None,
    /// One for each tag, all on by default: its operations, and the types that only they reach.
    Tags,
}

words!(Features {
    "none" => None,
    "tags" => Tags,
});

/// The sides of an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// What calls it.
    #[default]
    Client,
    /// What calls it, and behind the cargo feature `server` what serves it.
    Both,
    /// What serves it, behind the cargo feature `server`.
    Server,
}

impl Sides {
    pub(crate) fn has_server(self) -> bool {
        self != Self::Client
    }
}

impl Config {
    pub(crate) fn has_client(&self) -> bool {
        !self.types_only && self.sides != Sides::Server
    }

    pub(crate) fn has_server(&self) -> bool {
        !self.types_only && self.sides.has_server()
    }
}

/// How the items of a list are named in the style `deepObject`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeepLists {
    /// `a=1&a=2`
    Repeated,
    /// `a[]=1&a[]=2`, as servers in PHP or Ruby read them.
    Brackets,
    /// `a[0]=1&a[1]=2`
    Indices,
}

words!(DeepLists {
    "repeated" => Repeated,
    "brackets" => Brackets,
    "indices" => Indices,
});

/// The name of a crate, as cargo accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateName(String);

impl CrateName {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence without a full stop.
    pub fn new(name: &str) -> Result<Self, String> {
        let is_plain = |character: char| {
            character.is_ascii_alphanumeric() || character == '-' || character == '_'
        };
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return Err("a crate's name starts with a letter, A to Z".to_owned());
        }
        if !name.chars().all(is_plain) || name.len() > 64 {
            return Err(
                "a crate's name has up to 64 letters, digits, `-` and `_`, all ASCII".to_owned(),
            );
        }
        if is_taken(name) {
            return Err(format!(
                "`{name}` means something else to Rust or to the generated code"
            ));
        }
        Ok(Self(name.to_owned()))
    }

    /// Makes a name of a document's title, in kebab case: `Swagger Petstore` is `swagger-petstore`.
    pub fn from_title(title: &str) -> Self {
        let lower = title.to_ascii_lowercase();
        let words = lower
            .split(|character: char| !character.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        let mut name = String::new();
        for word in words {
            if name.len() + word.len() < 64 {
                name.push_str(if name.is_empty() { "" } else { "-" });
                name.push_str(word);
            }
        }
        let candidates = [
            name.clone(),
            format!("{name}-client"),
            format!("api-{name}"),
        ];
        let valid = candidates.iter().filter(|_| !name.is_empty());
        let valid = valid.filter_map(|name| Self::new(name).ok()).next();
        valid.unwrap_or_else(|| Self("api-client".to_owned()))
    }

    /// The name's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CrateName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::new(name)
    }
}

/// Whether a name is a keyword, a crate of the standard library, or one that generated code uses.
fn is_taken(name: &str) -> bool {
    let identifier = name.replace('-', "_");
    syn::parse_str::<syn::Ident>(&identifier).is_err()
        || reserved::CRATES.contains(&identifier.as_str())
        || manifest::uses_crate(&identifier)
}

/// Whether a text is the path of an item, with arguments at most: nothing in it can hold statements.
pub(crate) fn is_item_path(text: &str) -> bool {
    fn has_block(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => {
                group.delimiter() == Delimiter::Brace || has_block(group.stream())
            }
            TokenTree::Punct(punct) => punct.as_char() == '!',
            _ => false,
        })
    }
    let tokens = text.parse::<TokenStream>();
    syn::parse_str::<syn::Path>(text).is_ok() && tokens.is_ok_and(|tokens| !has_block(tokens))
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
            || self
                .operations
                .iter()
                .any(|pattern| Selection::names(pattern, id, method, path))
    }

    /// Whether a pattern names an operation, by its id or by its method and path.
    pub(crate) fn names(pattern: &str, id: &str, method: &str, path: &str) -> bool {
        matches_glob(pattern, id) || matches_glob(pattern, &format!("{method} {path}"))
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
    fn a_title_becomes_a_name_in_kebab_case() {
        let name = |title| CrateName::from_title(title).0;
        assert_eq!(
            name("Swagger Petstore - OpenAPI 3.0"),
            "swagger-petstore-openapi-3-0"
        );
        assert_eq!(name("2ch"), "api-2ch");
        assert_eq!(name("HTTP"), "http-client");
        assert_eq!(name("宠物"), "api-client");
        assert_eq!(name("type"), "type-client");
    }

    #[test]
    fn names_that_cargo_refuses_are_refused() {
        for name in ["", "1st", "a b", "../a", "std", "fn", "é"] {
            assert!(CrateName::new(name).is_err(), "{name}");
        }
        assert!(CrateName::new("unknown-proxies").is_ok());
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
