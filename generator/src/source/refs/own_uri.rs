//! Files that say by which URI they go (`$self`): a reference to that URI leads to the file, and one
//! that is relative is so to it.

use fluent_uri::{Uri, UriRef};
use serde_json::Value;

/// The URIs of files, as far as they state one.
#[derive(Default)]
pub(super) struct OwnUris {
    /// By the number of the file.
    uris: Vec<(usize, Uri<String>)>,
}

impl OwnUris {
    /// Notes the URI of a file; a relative one is so to that of the root.
    pub(super) fn note(&mut self, file: usize, value: &Value) {
        let stated = value.get("$self").and_then(Value::as_str);
        let Some(reference) = stated.and_then(|text| UriRef::parse(text).ok()) else {
            return;
        };
        let absolute = match self.of(0) {
            Some(base) if !reference.has_scheme() => reference.resolve_against(base).ok(),
            _ => Uri::parse(reference.as_str().to_owned()).ok(),
        };
        if let Some(uri) = absolute.filter(|uri| !uri.has_fragment()) {
            self.uris.push((file, uri));
        }
    }

    fn of(&self, file: usize) -> Option<&Uri<String>> {
        let mut uris = self.uris.iter();
        uris.find_map(|(number, uri)| (*number == file).then_some(uri))
    }

    /// The file that a reference in another names by its URI.
    pub(super) fn named(&self, path: &str, from: usize) -> Option<usize> {
        let uri = self.resolved(path, from)?;
        let mut uris = self.uris.iter();
        uris.find_map(|(number, known)| (known.normalize() == uri).then_some(*number))
    }

    fn resolved(&self, path: &str, from: usize) -> Option<Uri<String>> {
        let reference = UriRef::parse(path).ok()?;
        let uri = match reference.has_scheme() {
            true => Uri::parse(path.to_owned()).ok()?,
            false => reference.resolve_against(self.of(from)?).ok()?,
        };
        Some(uri.normalize())
    }

    /// The path of what a URI names that is in the folder of the root's own URI, from there.
    pub(super) fn beside_root(&self, path: &str) -> Option<String> {
        let root = self.of(0)?.normalize();
        let (folder, _) = root.as_str().rsplit_once('/')?;
        let uri = self.resolved(path, 0)?;
        let rest = uri.as_str().strip_prefix(folder)?.strip_prefix('/')?;
        (!rest.is_empty()).then(|| rest.to_owned())
    }
}
