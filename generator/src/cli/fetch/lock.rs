//! `faircopy.lock`: what each address had, so that a crate is generated of the same again, and without
//! asking anybody. The copies are in `.faircopy` beside it, each under its SHA-256.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::output;
use crate::source::{LoadError, read_file};

/// The version of the file's form.
const VERSION: u32 = 1;

const HEADER: &str = "\
# What each address had when it was fetched. Written by faircopy, and meant to be checked in with the
# folder `.faircopy`; `--update` fetches again.
";

/// What git must know of the copies: with other ends of lines they would not be what their digests say.
const ATTRIBUTES: &str = "* -text\n";

/// The file, and what was fetched beyond it.
pub(super) struct Lock {
    path: PathBuf,
    folder: PathBuf,
    digests: BTreeMap<String, String>,
    fetched: BTreeMap<String, Vec<u8>>,
    /// What addresses had before.
    replaced: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    document: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    address: String,
    sha256: String,
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl Lock {
    /// Reads the file; where there is none, nothing is known.
    pub(super) fn read(path: &Path, max_bytes: usize) -> Result<Self, String> {
        let problem = |reason: String| format!("cannot read `{}`: {reason}", path.display());
        let file = match read_file(path, max_bytes) {
            Err(LoadError::NotFound) => Vec::new(),
            Err(error) => return Err(problem(error.to_string())),
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|error| problem(error.to_string()))?;
                let file: File =
                    toml::from_str(&text).map_err(|error| problem(error.message().to_owned()))?;
                if file.version != VERSION {
                    let version = file.version;
                    return Err(problem(format!("its version is {version}, not {VERSION}")));
                }
                file.document
            }
        };
        let is_digest =
            |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        // A digest is the name of a file: what is none must not lead elsewhere.
        if let Some(wrong) = file.iter().find(|entry| !is_digest(&entry.sha256)) {
            return Err(problem(format!("`{}` is no SHA-256", wrong.sha256)));
        }
        let entries = file.into_iter();
        Ok(Self {
            path: path.to_owned(),
            folder: path.with_file_name(".faircopy"),
            digests: entries.map(|entry| (entry.address, entry.sha256)).collect(),
            fetched: BTreeMap::new(),
            replaced: Vec::new(),
        })
    }

    /// What was fetched by this run.
    pub(super) fn fetched(&self, name: &str) -> Option<Vec<u8>> {
        self.fetched.get(name).cloned()
    }

    /// What an address had.
    pub(super) fn digest(&self, name: &str) -> Option<&str> {
        self.digests.get(name).map(String::as_str)
    }

    /// The copy of what has a digest, where there is one.
    pub(super) fn copy(
        &self,
        wanted: &str,
        max_bytes: usize,
    ) -> Result<Option<Vec<u8>>, LoadError> {
        let path = self.folder.join(wanted);
        let bytes = match read_file(&path, max_bytes) {
            Err(LoadError::NotFound) => return Ok(None),
            other => other?,
        };
        if digest(&bytes) == wanted {
            return Ok(Some(bytes));
        }
        let path = path.display();
        Err(LoadError::Other(format!(
            "its copy `{path}` is not what `faircopy.lock` says; remove it, and it is fetched again"
        )))
    }

    /// Notes what was fetched.
    pub(super) fn add(&mut self, name: &str, digest: String, bytes: Vec<u8>) {
        let before = self.digests.insert(name.to_owned(), digest);
        self.replaced.extend(before);
        self.fetched.insert(name.to_owned(), bytes);
    }

    /// Writes the copies, and then the file that names them.
    pub(super) fn keep(&mut self) -> Result<(), String> {
        if self.fetched.is_empty() {
            return Ok(());
        }
        let failed = |path: &Path, error: std::io::Error| {
            format!("cannot write {}: {error}", path.display())
        };
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, error))?;
        let attributes = self.folder.join(".gitattributes");
        output::replace(&attributes, ATTRIBUTES).map_err(|error| failed(&attributes, error))?;
        for (name, bytes) in &self.fetched {
            let path = self.folder.join(&self.digests[name]);
            output::replace(&path, bytes).map_err(|error| failed(&path, error))?;
        }
        let mut text = format!("{HEADER}version = {VERSION}\n");
        for (address, digest) in &self.digests {
            let address = toml_edit::value(address.as_str());
            let _ = write!(
                text,
                "\n[[document]]\naddress = {address}\nsha256 = \"{digest}\"\n"
            );
        }
        output::replace(&self.path, text.as_bytes()).map_err(|error| failed(&self.path, error))?;
        self.fetched.clear();
        let unused = std::mem::take(&mut self.replaced).into_iter();
        let is_used = |digest: &String| self.digests.values().any(|used| used == digest);
        for digest in unused.filter(|digest| !is_used(digest)) {
            // Where it cannot be removed, it is in nobody's way.
            let _ = fs::remove_file(self.folder.join(digest));
        }
        Ok(())
    }
}
