//! Bytes to one `serde_json::Value`: files are read and decoded within limits, references between
//! them are bundled, and every value can be traced back to its line.

mod binding;
mod identity;
mod json;
mod limits;
mod loader;
mod overlay;
pub(crate) mod reader;
mod refs;
mod spans;
mod swagger;
mod taken;
mod value;
mod yaml;

use std::collections::BTreeMap;
use std::iter::zip;
use std::sync::Arc;

use crate::pointer::Pointer;
pub(crate) use identity::each_schema;
pub use limits::Limits;
pub(crate) use limits::addresses_in;
pub use loader::{DirLoader, LoadError, Loader, MapLoader};
pub use overlay::Overlay;
pub use spans::Position;

#[cfg(feature = "cli")]
pub(crate) use loader::read_file;
#[cfg(test)]
pub(crate) use reader::load;
pub(crate) use reader::{Document, load_overlaid};
pub(crate) use spans::Spans;

/// The texts that a document was read from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Shared, so that a copy of the rest takes no room for the texts.
    files: Arc<Vec<SourceFile>>,
    /// Where the value at a pointer, and what is below it, was taken from.
    mounts: BTreeMap<Pointer, Origin>,
    /// Whether several places of the bundled document may have been one in a file.
    is_rewritten: bool,
}

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path: from the folder of the root document, or as the user gave it.
    pub name: String,
    /// Whether the user gave its path, which is one from where the command runs: an overlay's.
    pub is_given: bool,
    /// Its text, without a byte order mark.
    pub text: String,
}

#[derive(Clone, Debug)]
struct Origin {
    file: usize,
    pointer: Pointer,
}

impl Sources {
    /// Whether these are the same files as others, of which the first may have another name, since
    /// it is the one that was asked for.
    pub(crate) fn has_texts_of(&self, others: &Sources) -> bool {
        let is_same = |(index, (file, other)): (usize, (&SourceFile, &SourceFile))| {
            let is_called_so = index == 0 || file.name == other.name;
            is_called_so && file.is_given == other.is_given && file.text == other.text
        };
        let is_as_long = self.files.len() == others.files.len();
        is_as_long && zip(&*self.files, &*others.files).enumerate().all(is_same)
    }

    /// The file that holds what stands at `pointer` in the bundled document, and its pointer there.
    pub fn origin(&self, pointer: &Pointer) -> Option<(&SourceFile, Pointer)> {
        let origin = self.origin_of(pointer);
        Some((self.files.get(origin.file)?, origin.pointer))
    }

    /// The name of the file that what stands at `pointer` came from, and where it stands in that file.
    pub(crate) fn place(&self, pointer: &Pointer) -> Option<(String, Pointer)> {
        let (file, at) = self.origin(pointer)?;
        Some((file.name.clone(), at))
    }

    /// Where in the bundled document that stands which stood at a pointer of a file: nowhere, or in
    /// several places.
    pub(crate) fn bundled(&self, file: &str, pointer: &Pointer) -> Vec<Pointer> {
        let Some(number) = self.number(file) else {
            return Vec::new();
        };
        let comes_from_there = |at: &Pointer| {
            let origin = self.origin_of(at);
            origin.file == number && origin.pointer == *pointer
        };
        let mounts = self.mounts.iter();
        let mounts = mounts.filter(|(_, origin)| origin.file == number);
        let moved = mounts.filter_map(|(at, origin)| pointer.rebased(&origin.pointer, at));
        let unmoved = (number == 0).then(|| pointer.clone());
        moved.chain(unmoved).filter(comes_from_there).collect()
    }

    /// All files, the root document's first, in the order of reading.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The paths of all files from where the command runs, of which `folder` is put before those that are
    /// from the root document's folder. What has an address is no file, nor is standard input.
    #[cfg(feature = "cli")]
    pub(crate) fn paths(&self, folder: &str) -> impl Iterator<Item = std::path::PathBuf> {
        let paths = self.files.iter().map(move |file| match file.is_given {
            true => std::path::PathBuf::from(&file.name),
            false => std::path::PathBuf::from(format!("{folder}{}", file.name)),
        });
        paths.filter(|path| path.is_file())
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The number of the file of this name, from 0 for the root, in the order of reading.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|file| file.name == name)
    }

    /// The root document's file; `None` when it could not be read.
    pub fn root(&self) -> Option<&SourceFile> {
        self.files.first()
    }

    /// Whether one of the files holds a text.
    pub(crate) fn mention(&self, text: &str) -> bool {
        self.files.iter().any(|file| file.text.contains(text))
    }

    /// Records that what stands at `new` from now on is what stood at `old` before, so that
    /// diagnostics about it name the line where it was written.
    pub fn moved(&mut self, old: &Pointer, new: Pointer) {
        let origin = self.origin_of(old);
        self.mounts.insert(new, origin);
    }

    /// Records that what stands at `new` is what stands at `old`, with all that it was made of.
    fn copied(&mut self, old: &Pointer, new: &Pointer) {
        let inner = self.mounts.range(old.key("")..);
        let inner = inner.map_while(|(at, origin)| Some((at.rebased(old, new)?, origin.clone())));
        let inner: Vec<_> = inner.collect();
        self.moved(old, new.clone());
        self.mounts.extend(inner);
    }

    /// Forgets where what stood at a place came from, and what stood below it.
    fn forget(&mut self, at: &Pointer) {
        let inner = self.mounts.range(at.key("")..);
        let inner = inner
            .map(|(inner, _)| inner)
            .take_while(|inner| inner.starts_with(at));
        let gone: Vec<_> = inner.chain([at]).cloned().collect();
        for at in gone {
            self.mounts.remove(&at);
        }
    }

    /// Whether the document was said in the words of a newer version, where what is written once may
    /// stand in several places.
    pub(crate) fn is_rewritten(&self) -> bool {
        self.is_rewritten
    }

    /// Records moves all at once, each from an old place, as it was before any of them, to a new one.
    fn moved_all(&mut self, moves: &[(Pointer, Pointer)]) {
        let origins = moves
            .iter()
            .map(|(new, old)| (new.clone(), self.origin_of(old)));
        let origins: Vec<_> = origins.collect();
        self.mounts.extend(origins);
        self.is_rewritten = true;
    }

    /// The size of all files together.
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }

    /// The places whose values were taken from elsewhere.
    fn mounted(&self) -> Vec<Pointer> {
        self.mounts.keys().cloned().collect()
    }

    fn add(&mut self, file: SourceFile) {
        Arc::make_mut(&mut self.files).push(file);
    }

    /// Records that the user gave the path of the file of this number.
    fn given(&mut self, number: usize) {
        if let Some(file) = Arc::make_mut(&mut self.files).get_mut(number) {
            file.is_given = true;
        }
    }

    fn mount(&mut self, pointer: Pointer, file: usize, at: &Pointer) {
        self.mounts.insert(
            pointer,
            Origin {
                file,
                pointer: at.clone(),
            },
        );
    }

    fn origin_of(&self, pointer: &Pointer) -> Origin {
        let unmoved = Origin {
            file: 0,
            pointer: pointer.clone(),
        };
        if self.mounts.is_empty() {
            return unmoved;
        }
        let mut ancestor = Some(pointer.clone());
        while let Some(at) = ancestor {
            let moved = self.mounts.get(&at).and_then(|origin| {
                let pointer = pointer.rebased(&at, &origin.pointer)?;
                Some(Origin {
                    file: origin.file,
                    pointer,
                })
            });
            if let Some(origin) = moved {
                return origin;
            }
            ancestor = at.parent();
        }
        unmoved
    }
}
