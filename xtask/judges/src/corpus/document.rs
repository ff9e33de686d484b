//! A published document to a crate in the workspace, with a test of its examples.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use faircopy::diagnostics::{Diagnostics, Severity};
use faircopy::internals::ir;
use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, Read, Sides, output};

use super::example::Examples;
use super::reason;
use super::record::Record;

/// A document of the corpus.
pub(super) struct Document {
    /// Its path below the corpus.
    pub(super) name: String,
    /// The name of its crate.
    pub(super) package: String,
    pub(super) path: PathBuf,
    /// The folder of the corpus, out of which no reference leads.
    bound: PathBuf,
}

/// A crate that was written.
pub(super) struct Prepared {
    pub(super) examples: Examples,
}

/// The documents in a folder and below it, in the order of their paths.
pub(super) fn find(dir: &Path, filter: Option<&str>) -> Result<Vec<Document>, String> {
    let wanted = |name: &str| filter.is_none_or(|filter| matches(filter, name));
    let mut packages = BTreeSet::new();
    let mut documents = Vec::new();
    for (name, path) in xtask::documents(dir, wanted)? {
        let mut package = package_name(&name);
        while !packages.insert(package.clone()) {
            package.push_str("-2");
        }
        documents.push(Document {
            name,
            package,
            path,
            bound: dir.to_owned(),
        });
    }
    Ok(documents)
}

/// `a.b/C_d.yaml` as `corpus-a-b-c-d`.
fn package_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut package = "corpus".to_owned();
    for word in stem.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && package.len() + word.len() < 60 {
            package.push('-');
            package.push_str(&word.to_ascii_lowercase());
        }
    }
    package
}

/// Whether a path matches a pattern in which `*` stands for any text.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|path| {
            let ends = path.char_indices().map(|(at, _)| at).chain([path.len()]);
            ends.into_iter().any(|at| matches(rest, &path[at..]))
        }),
    }
}

impl Document {
    /// Generates the crate into `folder`.
    ///
    /// # Errors
    ///
    /// What keeps files from being written; what is wrong with the document is in the record.
    pub(super) fn prepare(
        &self,
        folder: &Path,
        sides: Sides,
    ) -> Result<(Record, Option<Prepared>), String> {
        let mut record = Record::new(self);
        let work = || self.generate(&mut record, folder, sides);
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(prepared) => Ok((record, prepared?)),
            Err(panic) => {
                record.failures.push(format!("panicked: {}", said(&*panic)));
                Ok((record, None))
            }
        }
    }

    fn generate(
        &self,
        record: &mut Record,
        folder: &Path,
        sides: Sides,
    ) -> Result<Option<Prepared>, String> {
        let (loader, root) = DirLoader::for_document(&self.path, Limits::default().bytes);
        let loader = loader.within(&self.bound);
        let name = CrateName::new(&self.package)?;
        let config = Config {
            name: Some(name.clone()),
            sides,
            ..Config::default()
        };
        let start = Instant::now();
        let read = match faircopy::read(&loader, &root, &config) {
            Ok(read) => read,
            Err(refused) => {
                record.failures = messages(&refused.diagnostics);
                return Ok(None);
            }
        };
        let files = read.files(&config, &root);
        record.seconds = start.elapsed().as_secs_f64();
        record.lines = files.owned.values().map(|text| text.lines().count()).sum();
        record.describe(&read);
        record.skips = reason::skips(&read);

        let crate_folder = folder.join(&self.package);
        let plan = output::plan(&files, &crate_folder).map_err(|error| refused(&error))?;
        plan.apply().map_err(|error| refused(&error))?;
        let examples = self.write_examples(&read, &name, &crate_folder)?;
        record.generated = true;
        Ok(Some(Prepared { examples }))
    }

    /// Writes the test of the examples, and declares it.
    fn write_examples(
        &self,
        read: &Read,
        name: &CrateName,
        folder: &Path,
    ) -> Result<Examples, String> {
        let examples = Examples::of(read);
        let (shapes, lines) = examples.program();
        let program = super::round_trip::program(ir::of(read), name, &shapes, examples.texts());
        xtask::write(&folder.join("tests/examples.rs"), &program)?;
        xtask::write(&folder.join("tests/examples.tsv"), &lines)?;
        let manifest = folder.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest)
            .map_err(|error| format!("{}: {error}", manifest.display()))?;
        if !text.contains("[[test]]") {
            let test = "\n[[test]]\nname = \"examples\"\nharness = false\n";
            xtask::write(&manifest, &format!("{text}{test}"))?;
        }
        Ok(examples)
    }
}

fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    let text = |diagnostic: &faircopy::diagnostics::Diagnostic| {
        let place = diagnostic.pointer().map(|at| format!(" at {at}"));
        format!(
            "{}: {}{}",
            diagnostic.code.id,
            diagnostic.message,
            place.unwrap_or_default()
        )
    };
    errors.map(text).collect()
}

fn refused(error: &output::OutputError) -> String {
    error.problems().collect::<Vec<_>>().join("; ")
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("something")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("readme-3.1*", "readme-3.1-links.yaml"));
        assert!(matches("*/pets.*", "a/b/pets.json"));
        assert!(!matches("readme", "readme-3.1-links.yaml"));
        assert!(!matches("*.json", "pets.yaml"));
    }

    #[test]
    fn a_package_has_a_name_that_cargo_accepts() {
        assert_eq!(package_name("a.b/C_d.yaml"), "corpus-a-b-c-d");
        assert!(CrateName::new(&package_name("宠物.json")).is_ok());
    }
}
