//! What a server knows of the texts that are open and the documents that they are part of.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::check::{Found, Understood};
use super::project::Project;
use super::workspace::{Document, Workspace};

/// What requests are answered from.
pub(super) struct State {
    pub(super) workspace: Workspace,
    /// What was found in a file, by the document that it was found for.
    pub(super) found: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<Found>>>,
    /// Documents as they were last understood.
    pub(super) understood: BTreeMap<PathBuf, Understood>,
    /// Whether the client takes snippets.
    pub(super) takes_snippets: bool,
    /// The most ranges to fold that the client wants.
    pub(super) most_ranges: usize,
    /// What was looked for on disk, and is not to be looked for at every edit.
    pub(super) around: RefCell<BTreeMap<PathBuf, Option<PathBuf>>>,
}

impl State {
    /// The documents that a file is known to be part of.
    pub(super) fn roots_of(&self, path: &Path) -> Vec<PathBuf> {
        let by_root = self.found.get(path);
        by_root.map_or_else(Vec::new, |by_root| by_root.keys().cloned().collect())
    }

    /// The document that a file is read as part of: itself, where it is one.
    pub(super) fn root_of(&self, path: &Path) -> Option<PathBuf> {
        let is_root = |document: &Document| document.is_root;
        if self.workspace.documents.get(path).is_some_and(is_root) {
            return Some(path.to_owned());
        }
        let known = self.roots_of(path).into_iter().next();
        known.or_else(|| self.document_around(path))
    }

    /// A document that a part of one is looked for in.
    pub(super) fn document_around(&self, path: &Path) -> Option<PathBuf> {
        if let Some(known) = self.around.borrow().get(path) {
            return known.clone();
        }
        let found = self.workspace.document_around(path);
        self.around
            .borrow_mut()
            .insert(path.to_owned(), found.clone());
        found
    }

    /// All documents that a file is part of, with what they consist of; `root` is one of them.
    pub(super) fn projects(&self, path: &Path, root: &Path) -> Vec<Project> {
        let mut roots = self.roots_of(path);
        let open = self.workspace.documents.iter();
        roots.extend(
            open.filter(|(_, document)| document.is_root)
                .map(|(path, _)| path.clone()),
        );
        roots.push(root.to_owned());
        roots.sort();
        roots.dedup();
        let projects = roots
            .iter()
            .filter_map(|root| Project::new(&self.workspace, root));
        projects
            .filter(|project| project.files.contains_key(path))
            .collect()
    }
}
