//! The place that a request is about.

use lsp_types::TextDocumentPositionParams;

use super::project::{Project, Target};
use super::state::State;
use super::tree::Id;
use super::uri;
use super::workspace::File;

/// A place in a text, with the document that the text is part of.
pub(super) struct Place {
    pub(super) file: File,
    pub(super) offset: usize,
    pub(super) project: Project,
}

impl Place {
    pub(super) fn new(state: &State, at: &TextDocumentPositionParams) -> Option<Place> {
        let path = uri::path(&at.text_document.uri);
        let file = state.workspace.file(&path)?;
        let offset = file.text.offset(at.position);
        let project = match state.root_of(&path) {
            Some(root) => Project::new(&state.workspace, &root)?,
            None => Project::alone(&state.workspace, &path)?,
        };
        Some(Place {
            file,
            offset,
            project,
        })
    }

    /// The node that the place is in.
    pub(super) fn node(&self) -> Id {
        self.file.tree.innermost(self.offset)
    }

    /// Whether the place is in the key of a node.
    pub(super) fn is_in_key(&self, node: Id) -> bool {
        let key = self.file.tree.key_span(node);
        key.is_some_and(|key| key.start <= self.offset && self.offset <= key.end)
    }

    /// What the text here names: another place, or, in a key, the place itself.
    pub(super) fn named(&self) -> Option<Target> {
        let node = self.node();
        let sites = &self.project.files.get(&self.file.path)?.sites;
        if let Some(site) = sites.iter().find(|site| site.node == node) {
            return Some(site.target.clone());
        }
        self.is_in_key(node).then(|| Target {
            path: self.file.path.clone(),
            pointer: self.file.tree.pointer(self.file.str(), node),
        })
    }
}
