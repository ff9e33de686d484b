//! Bytes to one `serde_json::Value`: files are read and decoded within limits, references between
//! them are bundled, and every value can be traced back to its line.

mod json;
mod limits;
mod loader;
mod refs;
mod spans;
mod yaml;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use crate::pointer::Pointer;
pub use limits::Limits;
pub use loader::{DirLoader, LoadError, Loader, MapLoader};
pub use spans::{Position, Spans};
use yaml::Parsed;

/// A document with all the files that it refers to, as one value.
#[derive(Clone, Debug)]
pub struct Document {
    /// The bundled value: its references lead to places in itself, as `#/…`. `Null` when the root
    /// file could not be read, which is an error among the diagnostics then.
    pub root: Value,
    /// The files, and where the parts of `root` come from.
    pub sources: Sources,
    /// The text, as the author wrote it, of the numbers that `root` holds only approximately:
    /// integers of more than 64 bits, and decimals that don't print as they are written.
    pub exact_numbers: BTreeMap<Pointer, String>,
}

/// The texts that a document was read from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Where the value at a pointer, and what is below it, was taken from.
    mounts: BTreeMap<Pointer, Origin>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path from the folder of the root document.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
}

#[derive(Clone, Debug)]
struct Origin {
    file: usize,
    pointer: Pointer,
}

/// Reads the document named `root` and all files that it refers to.
///
/// Whatever is wrong is added to `diagnostics`, and the document holds what could be read.
pub fn load(
    loader: &dyn Loader,
    root: &str,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut reader = Reader {
        loader,
        limits,
        sources: Sources::default(),
        bytes: 0,
        nodes: 0,
    };
    let parsed = match reader.read(root, diagnostics) {
        Ok(parsed) => parsed,
        Err(reason) => {
            let message = format!("cannot read `{root}`: {reason}");
            let place = Place::Text {
                file: root.to_owned(),
                line: 1,
                column: 1,
                length: 1,
            };
            diagnostics.push(Diagnostic::new(codes::UNREADABLE, message).at(place, ""));
            None
        }
    };
    match parsed {
        Some(parsed) => refs::bundle(reader, parsed, diagnostics),
        None => Document {
            root: Value::Null,
            sources: reader.sources,
            exact_numbers: BTreeMap::new(),
        },
    }
}

impl Sources {
    /// The file that holds what stands at `pointer` in the bundled document, and its pointer there.
    pub fn origin(&self, pointer: &Pointer) -> Option<(&SourceFile, Pointer)> {
        let origin = self.origin_of(pointer);
        Some((self.files.get(origin.file)?, origin.pointer))
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

    /// Records that what stands at `new` from now on is what stood at `old` before, so that
    /// diagnostics about it name the line where it was written.
    pub fn moved(&mut self, old: &Pointer, new: Pointer) {
        let origin = self.origin_of(old);
        self.mounts.insert(new, origin);
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

/// Reads files, and counts what they cost together.
struct Reader<'l> {
    loader: &'l dyn Loader,
    limits: &'l Limits,
    sources: Sources,
    bytes: usize,
    nodes: usize,
}

impl Reader<'_> {
    /// Reads and parses a file, and keeps its text. `Ok(None)` when it was reported what is wrong
    /// in it.
    fn read(
        &mut self,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Parsed>, LoadError> {
        let bytes = self.loader.load(path)?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > self.limits.bytes {
            return Err(LoadError::TooLarge(self.limits.bytes));
        }
        let decoded = decode(path, bytes);
        let text = match decoded {
            Ok(text) => text,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                return Ok(None);
            }
        };
        let left = Limits {
            nodes: self.limits.nodes - self.nodes,
            ..*self.limits
        };
        let parsed = parse(path, &text, &left, diagnostics);
        self.sources.files.push(SourceFile {
            name: path.to_owned(),
            text,
        });
        self.nodes += parsed.as_ref().map_or(0, |parsed| parsed.nodes);
        Ok(parsed)
    }
}

fn decode(file: &str, bytes: Vec<u8>) -> Result<String, Box<Diagnostic>> {
    let not_utf8 = |line, column| {
        let place = Place::Text {
            file: file.to_owned(),
            line,
            column,
            length: 1,
        };
        Diagnostic::new(codes::NOT_UTF8, "the file is not UTF-8 text").at(place, "")
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Box::new(
            not_utf8(1, 1).help("it looks like UTF-16: save it as UTF-8"),
        ));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Box::new(not_utf8(line, column))
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

fn parse(file: &str, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    if text.trim_ascii().is_empty() {
        diagnostics.push(yaml::empty(file));
        return None;
    }
    let mut found = Vec::new();
    let is_named_json = file.to_ascii_lowercase().ends_with(".json");
    let parsed = if is_named_json {
        json::parse(file, text, limits, &mut found)
    } else if text.trim_ascii_start().starts_with('{') {
        // Braces may as well open a mapping of YAML, which may drop quotes and commas.
        json::parse(file, text, limits, &mut found).or_else(|| {
            found.clear();
            yaml::parse(file, text, limits, &mut found)
        })
    } else {
        yaml::parse(file, text, limits, &mut found)
    };
    diagnostics.extend(found);
    parsed
}
