//! The documents that are open, and the files that they refer to: what is open counts before what is on
//! disk.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use lsp_types::Uri;

use super::project::Project;
use super::text::{Encoding, Text};
use super::tree::{Id, Tree};
use super::uri;
use crate::source::{Limits, read_file};

/// All that the client has told.
pub(super) struct Workspace {
    pub(super) encoding: Encoding,
    /// The folders that the client works in.
    pub(super) folders: Vec<PathBuf>,
    pub(super) documents: BTreeMap<PathBuf, Document>,
}

/// A text that is open.
pub(super) struct Document {
    /// As the client calls it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: Text,
    /// Whether it is a document, rather than a part of one. Once it was it stays so, whatever is typed.
    pub(super) is_root: bool,
    tree: OnceCell<Rc<Tree>>,
}

/// A file as it counts: open, or on disk.
#[derive(Clone)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) uri: Uri,
    pub(super) text: Text,
    pub(super) tree: Rc<Tree>,
}

impl Document {
    pub(super) fn new(uri: Uri, version: i32, text: Text) -> Document {
        Document {
            uri,
            version,
            is_root: is_root(text.as_str()),
            text,
            tree: OnceCell::new(),
        }
    }

    pub(super) fn tree(&self) -> &Rc<Tree> {
        self.tree
            .get_or_init(|| Rc::new(Tree::new(self.text.as_str())))
    }

    /// That the text was edited.
    pub(super) fn edited(&mut self, version: i32) {
        self.version = version;
        self.tree.take();
        self.is_root = self.is_root || is_root(self.text.as_str());
    }
}

impl File {
    pub(super) fn str(&self) -> &str {
        self.text.as_str()
    }
}

impl Workspace {
    pub(super) fn new(encoding: Encoding, folders: Vec<PathBuf>) -> Workspace {
        Workspace {
            encoding,
            folders,
            documents: BTreeMap::new(),
        }
    }

    /// The file of a path, if there is one.
    pub(super) fn file(&self, path: &Path) -> Option<File> {
        if let Some(document) = self.documents.get(path) {
            return Some(File {
                path: path.to_owned(),
                uri: document.uri.clone(),
                text: document.text.clone(),
                tree: Rc::clone(document.tree()),
            });
        }
        let bytes = read_file(path, Limits::default().bytes).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let tree = Rc::new(Tree::new(&text));
        Some(File {
            path: path.to_owned(),
            uri: uri::of(path),
            text: Text::new(text, self.encoding),
            tree,
        })
    }

    /// The folder of the client's that a file is in, or else the file's own.
    pub(super) fn folder(&self, path: &Path) -> Option<PathBuf> {
        let mut around: Vec<_> = self.folders.iter().collect();
        around.retain(|folder| path.starts_with(folder));
        let outermost = around
            .into_iter()
            .min_by_key(|folder| folder.components().count());
        let own = || {
            path.parent()
                .filter(|folder| folder.is_dir())
                .map(Path::to_owned)
        };
        outermost.cloned().or_else(own)
    }
}

impl Workspace {
    /// A document that a file is part of, looked for in the folders around it.
    pub(super) fn document_around(&self, path: &Path) -> Option<PathBuf> {
        let open = self
            .documents
            .iter()
            .filter(|(_, document)| document.is_root);
        let open = open.map(|(path, _)| path.clone()).collect::<Vec<_>>();
        let is_part = |root: &PathBuf| {
            let project = Project::new(self, root);
            project.is_some_and(|project| project.files.contains_key(path))
        };
        if let Some(root) = open.into_iter().find(is_part) {
            return Some(root);
        }
        let outermost = self.folder(path)?;
        let folders = path.ancestors().skip(1);
        let folders = folders.take_while(|folder| folder.starts_with(&outermost));
        for folder in folders {
            let Ok(entries) = std::fs::read_dir(folder) else {
                continue;
            };
            let files = entries.flatten().map(|entry| entry.path());
            let ends = ["yaml", "yml", "json"];
            let is_text = |file: &PathBuf| {
                let end = file.extension().and_then(|end| end.to_str());
                end.is_some_and(|end| ends.contains(&end))
            };
            let mut files: Vec<_> = files.filter(is_text).take(AROUND).collect();
            files.sort();
            let is_root = |file: &PathBuf| self.file(file).is_some_and(|file| is_root(file.str()));
            if let Some(root) = files
                .into_iter()
                .map(|file| uri::key(&file))
                .find(|file| file != path && is_root(file) && is_part(file))
            {
                return Some(root);
            }
        }
        None
    }
}

/// The most files of a folder that are looked at for a document.
const AROUND: usize = 100;

/// Whether a text is a document and not a part of one: what stands in its outermost mapping tells, or is
/// meant to.
pub(super) fn is_root(text: &str) -> bool {
    // The keys come early in most documents, and the rest need not be read then.
    let head = text.get(..text.len().min(HEAD)).unwrap_or_default();
    let has = |text: &str| {
        let tree = Tree::new(text);
        let keys = tree.children(Id::ROOT).filter_map(|id| tree.key(text, id));
        let keys: Vec<_> = keys.collect();
        let has = |wanted: &str| keys.iter().any(|key| key == wanted);
        has("openapi") || has("swagger") || (has("info") && has("paths"))
    };
    if has(head) {
        return true;
    }
    let mentions = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    text.len() > head.len() && (mentions("openapi") || mentions("swagger")) && has(text)
}

/// The bytes of a text that are looked at first.
const HEAD: usize = 4096;

#[cfg(test)]
mod tests {
    use super::is_root;

    #[test]
    fn documents_are_told_from_parts_of_them() {
        let late = format!(
            "info: {{ title: '{}' }}\nopenapi: 3.1.0\n",
            "x".repeat(9000)
        );
        for text in [
            "openapi: 3.1.0\n",
            "{\"swagger\": \"2.0\"",
            "info: {}\npaths:\n",
            &late,
        ] {
            assert!(is_root(text), "{}", &text[..text.len().min(40)]);
        }
        for text in [
            "",
            "type: object\n",
            "paths: {}\n",
            "x:\n  openapi: 3.1.0\n",
            "# openapi\n",
        ] {
            assert!(!is_root(text), "{text}");
        }
    }
}
