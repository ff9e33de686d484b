//! A place of a document to what it becomes in Rust.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

use super::check::Understood;
use super::uri;
use crate::emit::{context::Context, operation_items, print_items, type_items};
use crate::ir::{Operation, TypeKind};
use crate::pointer::Pointer;

/// The most lines that are shown.
const LINES: usize = 60;

/// The code that a place of a file becomes, if it becomes something of its own.
pub(super) fn rust(understood: &Understood, path: &Path, pointer: &Pointer) -> Option<String> {
    let read = &understood.standing;
    let files = read.sources.files().iter().enumerate();
    let mut files = files.filter(|(number, file)| {
        let is_root = *number == 0 && path.file_name().is_some_and(|name| *name == *file.name);
        is_root || uri::key(&understood.folder.join(&file.name)) == path
    });
    let (_, file) = files.next()?;
    let places = read.sources.bundled(&file.name, pointer);
    let found = places.iter().find_map(|place| {
        definition(understood, place)
            .or_else(|| method(understood, place))
            .or_else(|| field(understood, place))
    })?;
    let mut lines: Vec<&str> = found.lines().take(LINES).collect();
    if found.lines().count() > LINES {
        lines.push("// …");
    }
    Some(lines.join("\n"))
}

fn definition(understood: &Understood, place: &Pointer) -> Option<String> {
    let api = understood.standing.api();
    let (id, _) = api.types.iter().find(|(_, def)| def.source == *place)?;
    let (items, _) = type_items(&Context::new(api), id);
    // What macros write of it is no news.
    let is_macro = |item: &TokenStream| {
        let mut tokens = item.clone().into_iter();
        matches!(tokens.next(), Some(TokenTree::Ident(first)) if first == "runtime")
    };
    let items = items.into_iter().filter(|item| !is_macro(item));
    Some(print_items(items))
}

fn method(understood: &Understood, place: &Pointer) -> Option<String> {
    let api = understood.standing.api();
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.source == *place)?;
    let context = Context::new(api).with_client();
    let printed = print_items(operation_items(&context, operation));
    let signature = signature(&printed, operation);
    let path = api.method_path(operation);
    Some(match signature {
        Some(signature) => format!("// {path}\n{signature}"),
        None => format!("// {path}"),
    })
}

/// The head of an operation's method in the text of its items.
fn signature(printed: &str, operation: &Operation) -> Option<String> {
    let head = format!("pub fn {}(", operation.name.as_str());
    let start = printed.find(&head)?;
    let end = start + printed[start..].find('{')?;
    let lines = printed[start..end].trim_end().lines();
    let lines: Vec<&str> = lines
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    Some(lines.join("\n"))
}

fn field(understood: &Understood, place: &Pointer) -> Option<String> {
    let api = understood.standing.api();
    let context = Context::new(api);
    let mut types = api.types.iter();
    types.find_map(|(_, def)| {
        let TypeKind::Struct(object) = &def.kind else {
            return None;
        };
        let field = object.fields.iter().find(|field| {
            field.shape.source == *place || def.source.key("properties").key(&field.wire) == *place
        })?;
        let ty = context.field_type(field).to_string().replace(' ', "");
        let (owner, name) = (def.name.as_str(), field.name.as_str());
        Some(format!("// a field of {owner}\npub {name}: {ty},"))
    })
}
