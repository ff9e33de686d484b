//! Choices of the user's configuration that change nothing → warnings.

mod dates;

use super::lowerer::{Options, OwnTypes};
use super::operation_name;
use crate::config::Selection;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::Document;
use crate::ir::Api;
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// Warns of choices that concern nothing in the document.
pub(super) fn warn(document: &Document, options: &Options, diagnostics: &mut Diagnostics) {
    let components = Pointer::root().keys(["components", "schemas"]);
    let is_there = |key: &str| {
        let pointer = Pointer::parse(key).unwrap_or_else(|| components.key(key));
        pointer.resolve(&document.value).is_some()
    };
    let renames = options.renames.keys().map(|key| ("renames", key));
    let schemas = options.schemas.keys().map(|key| ("schemas", key));
    let dates = options.date_times.iter().map(|(table, key)| (*table, key));
    let dates = dates.filter(|(table, _)| *table == "schemas");
    let named = renames.chain(schemas).chain(dates);
    for (table, key) in named.filter(|(_, key)| !is_there(key)) {
        let message = format!("`{key}` in `{table}` is not a part of the document");
        let help =
            "name a component, or a place as a JSON pointer such as `#/components/schemas/Pet`";
        let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message)
            .at_whole(&components, "the components are here")
            .help(help);
        diagnostics.push(diagnostic);
    }
    dates::warn(document, options, diagnostics);
    unmatched_selection(document, &options.selection, diagnostics);
}

/// Warns of tags and operations that are chosen and that no operation has.
fn unmatched_selection(document: &Document, selection: &Selection, diagnostics: &mut Diagnostics) {
    if selection.is_everything() {
        return;
    }
    let paths = document.beyond.paths.iter();
    let operations: Vec<(&str, &str, &openapiv3::Operation)> = paths
        .flat_map(|(path, item)| {
            let operations = item.operations.iter();
            operations.map(|(method, operation)| (method.as_str(), path.as_str(), operation))
        })
        .collect();
    let tags = || {
        operations
            .iter()
            .flat_map(|(.., operation)| &operation.tags)
    };
    let ids = || {
        let ids = operations.iter().map(|(.., operation)| operation);
        ids.filter_map(|operation| operation.operation_id.as_deref())
    };
    let mut warn = |message: String, suggestion: Option<&str>| {
        let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message)
            .at_key(&Pointer::root().key("paths"), "the operations are here");
        diagnostics.push(match suggestion {
            Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
            None => diagnostic,
        });
    };
    for tag in &selection.tags {
        if tags().all(|known| known != tag) {
            let suggestion = nearest(tag, tags().map(String::as_str));
            warn(format!("no operation has the tag `{tag}`"), suggestion);
        }
    }
    for pattern in &selection.operations {
        let is_named = operations.iter().any(|(method, path, operation)| {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            Selection::names(pattern, id, method, path)
        });
        if !is_named {
            let suggestion = nearest(pattern, ids());
            warn(format!("`{pattern}` names no operation"), suggestion);
        }
    }
}

/// Warns of own types, derives and patterns of names that change nothing of what is generated, where all of
/// the document is.
pub(super) fn warn_of_rest(
    document: &Document,
    options: &Options,
    api: &Api,
    used: &OwnTypes,
    diagnostics: &mut Diagnostics,
) {
    let root = Pointer::root();
    let mut warn = |message: String, at: &Pointer, what: &str, help: Option<String>| {
        let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message).at_key(at, what);
        diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    };
    let components = root.keys(["components", "schemas"]);
    let is_used = |table: &'static str, key: &str| used.contains(&(table, key.to_owned()));
    for format in options
        .own_formats
        .keys()
        .filter(|key| !is_used("formats", key))
    {
        let message =
            format!("`{format}` in `formats` is the format of nothing that has a type of its own");
        let help = "a format names the type of texts and numbers".to_owned();
        warn(message, &root, "no schema of this has it", Some(help));
    }
    for key in options
        .schemas
        .keys()
        .filter(|key| !is_used("schemas", key))
    {
        let at = Pointer::parse(key).unwrap_or_else(|| components.key(key));
        if at.resolve(&document.value).is_some() {
            let message = format!("`{key}` in `schemas` does not become a type of yours");
            let help = "only components have types that can be replaced".to_owned();
            warn(
                message,
                &at,
                "this is not one of `components/schemas`",
                Some(help),
            );
        }
    }
    let names = || api.types.iter().map(|(_, def)| def.name.as_str());
    for name in options.derives.types.keys() {
        if names().all(|known| known != name) {
            let message = format!("no type is called `{name}`, which `derives` names");
            let help = nearest(name, names()).map(|name| format!("did you mean `{name}`?"));
            warn(message, &components, "the types are of these", help);
        }
    }
    for (key, pattern) in operation_name::idle(document, &options.names) {
        let message = format!("`{pattern}` in `{key}` takes nothing away from any name");
        warn(message, &root.key("paths"), "the operations are here", None);
    }
}
