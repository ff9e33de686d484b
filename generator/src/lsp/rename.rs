//! A component and a new name to the edits of all that names it.

use std::collections::BTreeMap;
use std::ops::Range;

use lsp_types::{PrepareRenameResult, TextEdit, Uri, WorkspaceEdit};

use super::asked::Place;
use super::complete::quoted;
use super::project::{By, Project, Site, Target};
use super::state::State;
use super::tree::Kind;
use super::workspace::File;

/// The name that is about to be changed at a place; `None` where nothing there has a name that others
/// use.
pub(super) fn prepare(place: &Place) -> Option<PrepareRenameResult> {
    let target = renamed(place)?;
    let node = place.node();
    let span = match place.is_in_key(node) {
        true => inner(&place.file, place.file.tree.key_span(node)?),
        false => {
            let sites = &place.project.files.get(&place.file.path)?.sites;
            let site = sites.iter().find(|site| site.node == node)?;
            name_span(&place.file, site, &target)?
        }
    };
    Some(place.file.text.range(span).into())
}

/// The edits that give what a place names another name.
pub(super) fn rename(state: &State, place: &Place, name: &str) -> Result<WorkspaceEdit, String> {
    let Some(target) = renamed(place) else {
        return Err("nothing here has a name that others use".to_owned());
    };
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if name.is_empty() || !name.chars().all(is_allowed) {
        return Err(format!(
            "`{name}` cannot be a name: letters, digits, `.`, `_` and `-` are allowed"
        ));
    }
    let Some((file, node)) = place.project.find(&target) else {
        return Err(format!("there is nothing at `{}`", target.pointer));
    };
    let (tree, text) = (&file.tree, file.str());
    let siblings = tree
        .parent(node)
        .into_iter()
        .flat_map(|parent| tree.children(parent));
    let mut others = siblings.filter(|sibling| *sibling != node);
    if others.any(|other| tree.key(text, other).as_deref() == Some(name)) {
        return Err(format!("there is a `{name}` already"));
    }
    let mut edits = Edits::default();
    let Some(key) = tree.key_span(node) else {
        return Err("it has no name".to_owned());
    };
    edits.add(file, key.clone(), &key_text(&text[key], name));
    for project in state.projects(&place.file.path, &place.project.root) {
        for (file, site) in project.all_sites() {
            if let Some(span) = name_span(file, site, &target) {
                let new = match site.by {
                    By::Key => key_text(&file.str()[span.clone()], name),
                    By::Name if file.tree.kind(site.node) == Kind::Plain => quoted(name),
                    By::Name | By::Reference => name.to_owned(),
                };
                edits.add(file, span, &new);
            }
        }
    }
    Ok(edits.done())
}

/// The bytes of a place that names another.
pub(super) fn site_span(file: &File, site: &Site) -> Range<usize> {
    match site.by {
        By::Key => file.tree.key_span(site.node).unwrap_or_default(),
        By::Name | By::Reference => file.tree.value_span(site.node),
    }
}

/// What a place names, if that has a name of its own: a component, or a part that something refers to.
fn renamed(place: &Place) -> Option<Target> {
    let target = place.named()?;
    let (file, node) = place.project.find(&target)?;
    file.tree.key_span(node)?;
    let tokens: Vec<_> = target.pointer.tokens().collect();
    let is_component = match tokens.iter().map(|token| &**token).collect::<Vec<_>>()[..] {
        ["components", _, _] => true,
        ["definitions" | "securityDefinitions", _] => true,
        ["parameters" | "responses", _] => place.project.is_swagger,
        [.., "$defs" | "definitions", _] => true,
        _ => false,
    };
    (is_component || is_referred_to(&place.project, &target)).then_some(target)
}

fn is_referred_to(project: &Project, target: &Target) -> bool {
    // A path of the document is what it is, whoever refers to it.
    let is_path = target.pointer.tokens().next().as_deref() == Some("paths");
    !is_path
        && !target.pointer.is_root()
        && project.all_sites().any(|(_, site)| site.target == *target)
}

/// The bytes of a name between its quotes.
fn inner(file: &File, span: Range<usize>) -> Range<usize> {
    let raw = &file.str()[span.clone()];
    match raw.starts_with(['"', '\'']) && raw.len() > 1 {
        true => span.start + 1..span.end - 1,
        false => span,
    }
}

/// The bytes of a target's name in a place that leads to it, or further down.
fn name_span(file: &File, site: &Site, target: &Target) -> Option<Range<usize>> {
    if site.target.path != target.path || !site.target.pointer.starts_with(&target.pointer) {
        return None;
    }
    match site.by {
        By::Key => file.tree.key_span(site.node),
        By::Name => Some(file.tree.inner_span(site.node, file.str())),
        By::Reference => {
            let span = file.tree.inner_span(site.node, file.str());
            let raw = file.str().get(span.clone())?;
            let fragment = raw.find('#')? + 1;
            let depth = target.pointer.tokens().count();
            let mut start = fragment;
            for (number, part) in raw[fragment..].split('/').enumerate() {
                if number == depth {
                    return Some(span.start + start..span.start + start + part.len());
                }
                start += part.len() + 1;
            }
            None
        }
    }
}

/// A key in the quotes that it had, or in some where it needs them.
fn key_text(old: &str, name: &str) -> String {
    match old.chars().next() {
        Some(quote @ ('"' | '\'')) => format!("{quote}{name}{quote}"),
        _ => quoted(name),
    }
}

/// Edits of several files.
#[derive(Default)]
struct Edits {
    by_file: BTreeMap<String, Vec<TextEdit>>,
}

impl Edits {
    fn add(&mut self, file: &File, span: Range<usize>, new: &str) {
        let edits = self
            .by_file
            .entry(file.uri.as_ref().to_owned())
            .or_default();
        let edit = TextEdit::new(file.text.range(span), new.to_owned());
        // Several documents may share a file.
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    fn done(self) -> WorkspaceEdit {
        let changes = self
            .by_file
            .into_iter()
            .map(|(uri, edits)| (Uri::from(uri), edits));
        WorkspaceEdit {
            changes: Some(changes.collect()),
            ..WorkspaceEdit::default()
        }
    }
}

/// The edits of one file.
pub(super) fn of_one(file: &File, edits: Vec<TextEdit>) -> WorkspaceEdit {
    let changes = [(file.uri.clone(), edits)];
    WorkspaceEdit {
        changes: Some(changes.into_iter().collect()),
        ..WorkspaceEdit::default()
    }
}
