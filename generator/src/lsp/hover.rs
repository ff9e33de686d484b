//! A place to what is shown beside it: what a key says, and what it becomes in Rust.

use lsp_types::{Contents, Hover, MarkupContent, MarkupKind};

use super::asked::Place;
use super::explain;
use super::place;
use super::state::State;
use super::tree::Id;
use super::words;
use crate::grammar::Object;
use crate::pointer::Pointer;

/// What is shown at a place.
pub(super) fn hover(state: &State, place: &Place) -> Option<Hover> {
    let node = place.node();
    let is_key = place.is_in_key(node);
    let file = &place.file;
    let mut parts = Vec::new();
    if is_key {
        parts.extend(key(place, node));
    }
    // Of a reference, what it leads to is of interest.
    let target = place.named();
    let (path, pointer) = match &target {
        Some(target) => (target.path.as_path(), target.pointer.clone()),
        None => (file.path.as_path(), file.tree.pointer(file.str(), node)),
    };
    let understood = state.understood.get(&place.project.root);
    let rust = understood.and_then(|understood| explain::rust(understood, path, &pointer));
    match rust {
        Some(rust) => parts.push(format!("```rust\n{rust}\n```")),
        None if !is_key && target.is_none() => parts.extend(value(place, node, &pointer)),
        None => {}
    }
    if parts.is_empty() {
        return None;
    }
    let span = match is_key {
        true => file.tree.key_span(node)?,
        false => file.tree.value_span(node),
    };
    let markdown = MarkupContent::new(MarkupKind::Markdown, parts.join("\n\n"));
    Some(Hover::new(
        Contents::MarkupContent(markdown),
        Some(file.text.range(span)),
    ))
}

/// What a key says.
fn key(place: &Place, node: Id) -> Option<String> {
    let file = &place.file;
    let name = file.tree.key(file.str(), node)?;
    let holder = file.tree.parent(node)?;
    let object = place::object(place.project.shape(&file.path, holder)?)?;
    let words = words::of(object, &name)?;
    let field = object.field(&name);
    let shape = field.map(|field| words::shape(field.shape));
    let since = field.filter(|field| field.since > crate::version::Version::V3_0);
    let mut text = format!("**`{name}`** of {}", object.title());
    if let Some(shape) = shape {
        text.push_str(&format!(": {shape}"));
    }
    if let Some(field) = since {
        text.push_str(&format!(", since OpenAPI {}", field.since.as_str()));
    }
    text.push_str("\n\n");
    text.push_str(words);
    Some(text)
}

/// What a word of the specification means, as far as it is one.
fn value(place: &Place, node: Id, pointer: &Pointer) -> Option<String> {
    let file = &place.file;
    let (tree, text) = (&file.tree, file.str());
    let holder = tree.parent(node)?;
    let object = place::object(place.project.shape(&file.path, holder)?)?;
    if object != Object::Schema || pointer.last().as_deref() != Some("format") {
        return None;
    }
    let name = tree.scalar(text, node)?;
    let ty = tree
        .member(text, holder, "type")
        .and_then(|ty| tree.scalar(text, ty));
    let ty = ty.or_else(|| crate::format::types(&name).next().map(Into::into))?;
    let rust = words::format(&ty, &name)?;
    Some(format!("**`{name}`** beside `{ty}`: {rust}"))
}
