//! The text of a reference to the file and the pointer that it names.

use fluent_uri::{Uri, UriRef};

use super::super::identity;
use super::Bundler;
use super::LoadedFile;
use super::site::Target;
use crate::diagnostics::{Code, Diagnostic, codes};
use crate::grammar::Shape;
use crate::pointer::Pointer;

/// Whether a text that may be a name or a reference starts with the path of a file.
pub(super) fn names_a_file(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or_default();
    path.starts_with("./")
        || path.starts_with("../")
        || [".yaml", ".yml", ".json"]
            .iter()
            .any(|ending| path.ends_with(ending))
}

impl Bundler<'_, '_> {
    /// Finds what a reference names, and reads its file; says at `at` what is wrong with it.
    ///
    /// Text that is no pointer, such as `#anchor`, in the root file is left to the linter.
    pub(super) fn target(&mut self, text: &str, file: usize, at: &Pointer) -> Option<Target> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = if path.is_empty() {
            file
        } else if let Some(known) = self.own_uris.named(path, file) {
            known
        } else {
            self.file(text, path, file, at)?
        };
        let pointer = Pointer::parse(&format!("#{fragment}"));
        if pointer.is_none() && file != 0 {
            self.complain(
                codes::BAD_REFERENCE,
                text,
                at,
                "what follows `#` is not a JSON pointer",
            );
        }
        Some(Target {
            file,
            pointer: pointer?,
        })
    }

    fn file(&mut self, text: &str, path: &str, from: usize, at: &Pointer) -> Option<usize> {
        if is_remote(path) {
            if let Some(path) = self.own_uris.beside_root(path) {
                return self.file(text, &path, 0, at);
            }
            return self.address(text, path, at);
        }
        let base = self.reader.sources.files[from].name.clone();
        if is_remote(&base) {
            let address = beside(&base, path).unwrap_or_else(|| path.to_owned());
            return self.address(text, &address, at);
        }
        let Some(path) = joined(&base, path, self.reader.loader.above()) else {
            self.complain(
                codes::OUTSIDE_ROOT,
                text,
                at,
                "it leads out of the folder that is read: name another with `--root`",
            );
            return None;
        };
        self.read(text, path, at)
    }

    /// Reads what has an address, where the loader reads such.
    fn address(&mut self, text: &str, address: &str, at: &Pointer) -> Option<usize> {
        match self.reader.loader.at_address(address) {
            Ok(name) => self.read(text, name, at),
            Err(reason) => {
                self.remote(text, reason, at);
                None
            }
        }
    }

    /// Reads a file that was not read yet.
    fn read(&mut self, text: &str, path: String, at: &Pointer) -> Option<usize> {
        self.followed += 1;
        if self.followed > self.reader.limits.references {
            if self.followed == self.reader.limits.references + 1 {
                let limit = self.reader.limits.references;
                let label = format!(
                    "the limit of references into other files is {limit}: raise it with `--max-references`"
                );
                self.complain(codes::TOO_MANY_REFERENCES, text, at, &label);
            }
            return None;
        }
        if let Some(known) = self.by_path.get(&path) {
            return *known;
        }
        let number = match self.reader.read(&path, self.diagnostics) {
            Ok(Some(mut parsed)) => {
                if identity::are_known(&self.files[0].value) {
                    // What is no schema has nothing at a schema's keys that is taken for one.
                    identity::settle(&mut parsed.value, Shape::SchemaOrBool);
                }
                self.own_uris.note(self.files.len(), &path, &parsed.value);
                let exact_numbers = parsed.exact_numbers;
                self.files.push(LoadedFile {
                    value: parsed.value,
                    exact_numbers,
                });
                Some(self.files.len() - 1)
            }
            Ok(None) => {
                // Its text is kept for the diagnostics; the numbers of files stay in step.
                if self.reader.sources.files.len() > self.files.len() {
                    self.files.push(LoadedFile::default());
                }
                None
            }
            Err(reason) => {
                let message = format!("cannot read `{path}`: {reason}");
                let diagnostic = Diagnostic::new(reason.code(), message);
                self.diagnostics
                    .push(diagnostic.at_value(at, "referred to here"));
                None
            }
        };
        self.by_path.insert(path, number);
        number
    }

    pub(super) fn complain(&mut self, code: &'static Code, text: &str, at: &Pointer, label: &str) {
        let message = format!("the reference `{text}` is not followed");
        self.diagnostics
            .push(Diagnostic::new(code, message).at_value(at, label));
    }
}

/// The address that a reference in what has the address `base` means.
fn beside(base: &str, path: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let base = base.strip_fragment();
    let resolved = UriRef::parse(path).ok()?.resolve_against(&base).ok()?;
    Some(resolved.into_string())
}

/// Whether a path starts with a scheme, such as `https:`, or with `//`.
fn is_remote(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    path.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.len() > 1
                && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
        })
}

/// The path that a reference in the file `base` means; `None` when it leads further out than `above`
/// folders over that of the document.
fn joined(base: &str, path: &str, above: usize) -> Option<String> {
    let path = Pointer::parse(&format!("#/{path}"))?;
    let path = path.as_str().strip_prefix('/')?;
    if path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => drop(parts.pop()),
                _ if parts.len() < above => parts.push(".."),
                _ => return None,
            },
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_and_stay_in_the_root() {
        assert_eq!(
            joined("openapi.yaml", "./a/b.yaml", 0).as_deref(),
            Some("a/b.yaml")
        );
        assert_eq!(
            joined("a/b.yaml", "../c.yaml", 0).as_deref(),
            Some("c.yaml")
        );
        assert_eq!(
            joined("a/b.yaml", "c%20d.yaml", 0).as_deref(),
            Some("a/c d.yaml")
        );
        assert_eq!(joined("a/b.yaml", "../../c.yaml", 0), None);
        assert_eq!(joined("a/b.yaml", "%2e%2e/%2e%2e/c.yaml", 0), None);
        assert_eq!(joined("a.yaml", "/etc/passwd", 0), None);
        assert_eq!(joined("a.yaml", "..\\secret", 0), None);
        assert_eq!(joined("a.yaml", "C:/secret", 0), None);
    }

    #[test]
    fn paths_lead_as_far_out_as_they_may() {
        assert_eq!(
            joined("a.yaml", "../b/c.yaml", 1).as_deref(),
            Some("../b/c.yaml")
        );
        assert_eq!(
            joined("../b/c.yaml", "../d.yaml", 1).as_deref(),
            Some("../d.yaml")
        );
        assert_eq!(joined("../b/c.yaml", "../../d.yaml", 1), None);
        assert_eq!(
            joined("../b/c.yaml", "../../d.yaml", 2).as_deref(),
            Some("../../d.yaml")
        );
        assert_eq!(joined("a/b.yaml", "../../../d.yaml", 1), None);
    }

    #[test]
    fn urls_are_remote() {
        assert!(is_remote("https://example.com/a.yaml"));
        assert!(is_remote("//example.com/a.yaml"));
        assert!(is_remote("file:///etc/passwd"));
        assert!(!is_remote("./a:b.yaml"));
        assert!(!is_remote("C:/a.yaml"));
    }
}
