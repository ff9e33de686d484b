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
    /// Notes the URI of a file of that name; a relative one is so to that of the root, or else to where the file is.
    pub(super) fn note(&mut self, file: usize, name: &str, value: &Value) {
        let stated = value.get("$self").and_then(Value::as_str);
        let Some(reference) = stated.and_then(|text| UriRef::parse(text).ok()) else {
            return;
        };
        let base = self.of(0).cloned().or_else(|| retrieved(name));
        let absolute = match base {
            Some(base) if !reference.has_scheme() => reference.resolve_against(&base).ok(),
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

/// The URI of a file by its name: its address, or one of ours, since where it really is is nobody's business.
fn retrieved(name: &str) -> Option<Uri<String>> {
    let address = Uri::parse(name.to_owned()).ok();
    let ours = || Uri::parse(format!("document:///{name}")).ok();
    let without_path = || Uri::parse("document:///".to_owned()).ok();
    address.or_else(ours).or_else(without_path)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::OwnUris;

    #[test]
    fn a_relative_uri_is_so_to_where_the_file_is() {
        let named = |name: &str, own: &str, reference: &str| {
            let mut uris = OwnUris::default();
            uris.note(0, name, &json!({ "$self": own }));
            uris.named(reference, 0) == Some(0)
        };
        for (name, own, reference, is_itself) in [
            ("api.yaml", "/api/x.yaml", "x.yaml", true),
            ("api.yaml", "/api/x.yaml", "/api/x.yaml", true),
            ("api.yaml", "/api/x.yaml", "../api/x.yaml", true),
            ("api.yaml", "/api/x.yaml", "/x.yaml", false),
            ("api.yaml", "/api/x.yaml", "other.yaml", false),
            ("a/api.yaml", "x.yaml", "x.yaml", true),
            ("a/api.yaml", "x.yaml", "/a/x.yaml", true),
            ("a b/api.yaml", "x.yaml", "./x.yaml", true),
            (
                "https://example.com/a/b",
                "x",
                "https://example.com/a/x",
                true,
            ),
            ("api.yaml", "https://example.com/a/x", "x", true),
            ("api.yaml", "/api/x.yaml#part", "x.yaml", false),
        ] {
            let found = named(name, own, reference);
            assert_eq!(found, is_itself, "{name} {own} {reference}");
        }
    }
}
