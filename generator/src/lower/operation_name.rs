//! What the user chose for all operations, and what the document calls each → their names.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::chosen::Chosen;
use super::habits;
use super::module::Tags;
use super::name::{self, Case};
use crate::config::{Methods, Names, matches_glob};
use crate::diagnostics::{Diagnostic, Diagnostics, On, Place, codes};
use crate::document::Document;
use crate::method::Method;
use crate::pointer::Pointer;

/// How many characters a pattern may take from an end of a name.
const MAX_STRIPPED: usize = 256;

/// What an operation is called, as words.
#[derive(Clone, Debug, Default)]
pub(super) struct OperationName {
    /// Where its method stands: a client's, or a tag's.
    pub(super) method: String,
    /// Among all operations: what its types are called after.
    pub(super) whole: String,
}

/// The name of each operation, by path and method: what the user chose, or else what the choices for all
/// of them make of its `operationId`, its method and path, and its tag.
///
/// Where these make one name of several operations, the one with the shortest path has it, and the others
/// are called as the document calls them. Which of them is there first no document says, so that an operation
/// that is added may take a name from another: a warning says where that can be.
pub(super) fn operation_names(
    document: &Document,
    names: &Names,
    chosen: &Chosen,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<(String, Method), OperationName> {
    let tags = Tags::of(document);
    let mut out = BTreeMap::new();
    let mut taken: BTreeMap<_, Pointer> = BTreeMap::new();
    let mut paths: Vec<_> = document.beyond.paths.iter().collect();
    paths.sort_by_key(|(path, _)| (path.len(), *path));
    for (path, item) in paths {
        for (method, operation) in &item.operations {
            let at = method.place(&Pointer::root().keys(["paths", path]));
            let tag = tags.of_operation(operation);
            let tag = tag.filter(|_| names.methods == Methods::Tag);
            let stated = stated_name(names, path, method, operation);
            let word = match chosen.name(&at, Case::Snake) {
                Some(name) => name.to_owned(),
                None => by_choice(names, path, method, operation),
            };
            let wanted = name::identifier(&word, Case::Snake);
            let word = match taken.entry((tag, wanted)) {
                Entry::Vacant(vacant) => {
                    vacant.insert(at);
                    word
                }
                Entry::Occupied(holder) => {
                    let (_, wanted) = holder.key();
                    if name::identifier(&stated, Case::Snake) != *wanted {
                        diagnostics.push(contended(wanted, holder.get(), &at));
                    }
                    stated
                }
            };
            let whole = match tag {
                Some(tag) => habits::joined(names.tag(tag), &word),
                None => word.clone(),
            };
            let name = OperationName {
                method: word,
                whole,
            };
            out.insert((path.clone(), method.clone()), name);
        }
    }
    out
}

/// The patterns that take nothing away from any name, each with its key: those without which all would be the
/// same.
pub(super) fn idle<'n>(document: &Document, names: &'n Names) -> Vec<(&'static str, &'n str)> {
    let paths = document.beyond.paths.iter();
    let operations: Vec<_> = paths
        .flat_map(|(path, item)| {
            let operations = item.operations.iter();
            operations.map(|(_, operation)| (operation.operation_id.as_deref(), path.as_str()))
        })
        .collect();
    let is_same = |others: &Names| {
        let mut operations = operations.iter();
        operations.all(|(id, path)| {
            names.stripped_path(path) == others.stripped_path(path)
                && id.is_none_or(|id| names.stripped(id) == others.stripped(id))
        })
    };
    let lists = [
        ("strip-prefixes", &names.strip_prefixes),
        ("strip-suffixes", &names.strip_suffixes),
    ];
    let mut idle = Vec::new();
    for (key, patterns) in lists {
        for (index, pattern) in patterns.iter().enumerate() {
            let mut others = names.clone();
            match key {
                "strip-prefixes" => others.strip_prefixes.remove(index),
                _ => others.strip_suffixes.remove(index),
            };
            if is_same(&others) {
                idle.push((key, pattern.as_str()));
            }
        }
    }
    idle
}

/// The warning for an operation whose name another has, whose path is shorter.
fn contended(wanted: &str, holder: &Pointer, at: &Pointer) -> Diagnostic {
    let message = format!("`{wanted}` is what two operations are called by the choice of names");
    Diagnostic::new(codes::CONTENDED_NAME, message)
        .at_key(at, "this keeps its own name")
        .also(Place::node(holder, On::Key), "this has it")
        .help("give both a name in `[renames]`, or choose methods by tag: an operation that is added may take it")
}

/// What the document calls an operation.
fn stated_name(
    names: &Names,
    path: &str,
    method: &Method,
    operation: &openapiv3::Operation,
) -> String {
    let id = operation_id(names, operation);
    id.map_or_else(|| from_path(&method.word(), path), str::to_owned)
}

/// The name of an operation by the choices for all.
fn by_choice(
    names: &Names,
    path: &str,
    method: &Method,
    operation: &openapiv3::Operation,
) -> String {
    let id = operation_id(names, operation).map(|id| names.stripped(id));
    let path = names.stripped_path(path);
    if !names.auto {
        return id.map_or_else(|| from_path(&method.word(), path), str::to_owned);
    }
    habits::plain(&habits::Named {
        id,
        path,
        method,
        tag: operation.tags.first().map(String::as_str),
        is_of_tag: names.methods == Methods::Tag,
    })
}

/// An `operationId` that says something, where names are made of these.
fn operation_id<'o>(names: &Names, operation: &'o openapiv3::Operation) -> Option<&'o str> {
    let id = operation.operation_id.as_deref();
    let id = id.filter(|id| id.chars().any(char::is_alphanumeric));
    id.filter(|_| names.methods != Methods::Path)
}

impl Names {
    /// What a tag is called.
    pub(super) fn tag<'t>(&self, tag: &'t str) -> &'t str {
        match self.auto {
            true => habits::plain_tag(tag),
            false => tag,
        }
    }

    /// An `operationId` without what is to be taken away from it, as long as something is left.
    fn stripped<'i>(&self, id: &'i str) -> &'i str {
        let is_left = |rest: &&str| rest.chars().any(char::is_alphanumeric);
        let mut rest = id;
        for pattern in &self.strip_prefixes {
            let left = ends(rest).find(|end| matches_glob(pattern, &rest[..*end]));
            let left = left.map(|end| &rest[end..]).filter(is_left);
            rest = left.unwrap_or(rest);
        }
        for pattern in &self.strip_suffixes {
            let starts = rest.char_indices().rev().map(|(start, _)| start);
            let mut starts = starts.take(MAX_STRIPPED);
            let left = starts.find(|start| matches_glob(pattern, &rest[*start..]));
            let left = left.map(|start| &rest[..start]).filter(is_left);
            rest = left.unwrap_or(rest);
        }
        rest
    }

    /// A path without what is to be taken away from its start, which is whole segments.
    fn stripped_path<'p>(&self, path: &'p str) -> &'p str {
        let patterns = self.strip_prefixes.iter();
        let mut rest = path;
        for pattern in patterns.filter(|pattern| pattern.starts_with('/')) {
            let is_whole = |end: &usize| rest[*end..].is_empty() || rest[*end..].starts_with('/');
            let mut ends = ends(rest).filter(is_whole);
            let end = ends.find(|end| matches_glob(pattern, &rest[..*end]));
            rest = end.map_or(rest, |end| &rest[end..]);
        }
        rest
    }
}

/// Where a start of a text may end, the shortest first.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let ends = text
        .char_indices()
        .map(|(start, letter)| start + letter.len_utf8());
    ends.take(MAX_STRIPPED)
}

/// `get /pets/{petId}/toys` → `get pets by pet id toys`.
pub(super) fn from_path(method: &str, path: &str) -> String {
    let mut words = vec![method.to_owned()];
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let parameter = segment.starts_with('{');
        let text = segment.replace(['{', '}'], " ");
        words.push(if parameter {
            format!("by {text}")
        } else {
            text
        });
    }
    if words.len() == 1 {
        words.push("root".to_owned());
    }
    words.join(" ")
}
