//! Diagnostics to the edits that their words propose.

use std::ops::Range;

use lsp_types::{CodeAction, CodeActionKind, TextEdit};

use super::check::Found;
use super::complete::quoted;
use super::rename::of_one;
use super::state::State;
use super::tree::{Id, Kind, Tree};
use super::workspace::File;
use crate::diagnostics::codes;
use crate::suggest::nearest;

/// What mends the diagnostics that touch a range.
pub(super) fn actions(state: &State, file: &File, range: lsp_types::Range) -> Vec<CodeAction> {
    let found = state.found.get(&file.path);
    let found = found
        .into_iter()
        .flat_map(|by_root| by_root.values())
        .flatten();
    let touching = found.filter(|found| {
        let at = found.told.range;
        at.start <= range.end && range.start <= at.end
    });
    let mut actions: Vec<CodeAction> = Vec::new();
    for found in touching {
        let Some((title, edits)) = fix(file, found) else {
            continue;
        };
        let action = CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![found.told.clone()]),
            is_preferred: Some(true),
            edit: Some(of_one(file, edits)),
            ..CodeAction::default()
        };
        if !actions.contains(&action) {
            actions.push(action);
        }
    }
    actions
}

/// What mends a diagnostic, in words and as edits.
fn fix(file: &File, found: &Found) -> Option<(String, Vec<TextEdit>)> {
    let (tree, text) = (&file.tree, file.str());
    let start = file.text.offset(found.told.range.start);
    let node = marked(tree, start)?;
    let key = tree.key_span(node).filter(|key| key.start == start);
    if found.code == codes::DUPLICATE_OPERATION_ID.id {
        let id = tree.scalar(text, node)?;
        let new = unused(file, &id);
        let edit = replacing(file, tree.value_span(node), &new);
        return Some((format!("Rename to `{new}`"), vec![edit]));
    }
    if found.code == codes::OPTIONAL_PATH_PARAMETER.id {
        return match found.label.as_str() {
            "expected `true`" => {
                let edit = TextEdit::new(file.text.range(tree.value_span(node)), "true".to_owned());
                Some(("Change to `true`".to_owned(), vec![edit]))
            }
            _ => {
                let edit = inserting(file, node, "required", "true")?;
                Some(("Add `required: true`".to_owned(), vec![edit]))
            }
        };
    }
    let (_, rest) = found.label.split_once("did you mean `")?;
    let (meant, rest) = rest.split_once('`')?;
    let title = format!("Change to `{meant}`");
    if let Some(key) = key.filter(|_| tree.kind(node) != Kind::Empty || is_about_key(found)) {
        return Some((title, vec![replacing(file, key, meant)]));
    }
    let value = tree.value_span(node);
    let is_scalar = matches!(tree.kind(node), Kind::Plain | Kind::Single | Kind::Double);
    if !is_scalar || value.start != start {
        return None;
    }
    if found.code == codes::DANGLING_REFERENCE.id {
        let span = part(file, node, meant)?;
        let edit = TextEdit::new(file.text.range(span), escaped(meant));
        return Some((title, vec![edit]));
    }
    let mut edits = vec![replacing(file, value, meant)];
    if let Some((_, format)) = rest.split_once("with `format: ")
        && let Some((format, _)) = format.split_once('`')
        && let Some(holder) = tree.parent(node)
        && tree.member(text, holder, "format").is_none()
    {
        edits.extend(inserting(file, holder, "format", format));
        return Some((format!("{title}, with `format: {format}`"), edits));
    }
    Some((title, edits))
}

fn is_about_key(found: &Found) -> bool {
    [codes::MISSPELT_KEY.id, codes::UNKNOWN_KEY.id].contains(&found.code)
}

/// The node whose key or value starts at a byte, the outermost first.
fn marked(tree: &Tree, start: usize) -> Option<Id> {
    let innermost = tree.last_before(start);
    let around = std::iter::successors(Some(innermost), |id| tree.parent(*id));
    let starts = |id: &Id| {
        let key = tree.key_span(*id).is_some_and(|key| key.start == start);
        key || tree.value_span(*id).start == start
    };
    let all: Vec<Id> = around.filter(starts).collect();
    // What has no brackets is marked by its first member's key.
    let keyed = all
        .iter()
        .find(|id| tree.key_span(**id).is_some_and(|key| key.start == start));
    keyed.or(all.first()).copied()
}

/// The edit that puts a text in the place of another, in its quotes.
fn replacing(file: &File, span: Range<usize>, new: &str) -> TextEdit {
    let old = file.str().get(span.clone()).unwrap_or_default();
    let new = match old.chars().next() {
        Some('"') => serde_json::Value::from(new).to_string(),
        Some('\'') => format!("'{}'", new.replace('\'', "''")),
        _ => quoted(new),
    };
    TextEdit::new(file.text.range(span), new)
}

/// The edit that adds a member before the others of a mapping.
fn inserting(file: &File, node: Id, key: &str, value: &str) -> Option<TextEdit> {
    let (tree, text) = (&file.tree, file.str());
    // Of a mapping without brackets, the key that it begins with is marked.
    let mapping = match tree.kind(node) {
        Kind::Mapping => node,
        _ => tree.parent(node)?,
    };
    let mapping = std::iter::successors(Some(mapping), |id| tree.parent(*id))
        .find(|id| tree.kind(*id) == Kind::Mapping)?;
    let first = tree.children(mapping).next()?;
    let start = tree.key_span(first)?.start;
    let line = file.text.line_start(file.text.line(start));
    let before = &text[line..start];
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '[']);
    let key = if is_json {
        format!("\"{key}\"")
    } else {
        key.to_owned()
    };
    let value = match is_json && value != "true" {
        true => format!("\"{value}\""),
        false => value.to_owned(),
    };
    let blank = before.trim_start_matches(' ').is_empty();
    let new = match tree.column(mapping) {
        Some(column) => format!("{key}: {value}\n{}", " ".repeat(column)),
        None if blank => format!("{key}: {value},\n{before}"),
        None => format!("{key}: {value}, "),
    };
    let at = file.text.position(start);
    Some(TextEdit::new(lsp_types::Range::new(at, at), new))
}

/// An operationId like another that none has yet.
fn unused(file: &File, id: &str) -> String {
    let (tree, text) = (&file.tree, file.str());
    let nodes = tree
        .all()
        .filter(|node| tree.key(text, *node).as_deref() == Some("operationId"));
    let taken: Vec<_> = nodes.filter_map(|node| tree.scalar(text, node)).collect();
    let candidates = (2..).map(|number: usize| format!("{id}{number}"));
    let mut free = candidates.filter(|new| !taken.iter().any(|taken| taken == new));
    free.next().unwrap_or_default()
}

/// The part of a reference that a name is meant in the place of.
fn part(file: &File, node: Id, meant: &str) -> Option<Range<usize>> {
    let span = file.tree.inner_span(node, file.str());
    let raw = file.str().get(span.clone())?;
    let mut start = raw.find('#')? + 1;
    for part in raw[start..].split('/') {
        let name = part.replace("~1", "/").replace("~0", "~");
        if name != meant && nearest(&name, [meant]).is_some() {
            return Some(span.start + start..span.start + start + part.len());
        }
        start += part.len() + 1;
    }
    None
}

/// A name as a part of a reference.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
