//! Generated files, brought into a folder: compared with what is there, then
//! written or shown.
//!
//! Only `src/generated.rs` and what is below `src/generated/` is the
//! generator's. The user's `src/lib.rs` is written when it is missing, and of
//! `Cargo.toml` only the generator's dependencies change afterwards.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::emit::Files;
use crate::parallel;

mod workspace;

/// The root module of generated code, and the folder of its submodules.
const ROOT_MODULE: &str = "src/generated.rs";
const ROOT_FOLDER: &str = "src/generated";

/// What it takes to bring generated files into a folder.
#[derive(Debug)]
pub struct Plan<'f> {
    folder: PathBuf,
    changes: Vec<Change<'f>>,
}

/// A file that differs.
#[derive(Debug)]
pub struct Change<'f> {
    /// Its path below the folder, with `/` between its parts.
    pub path: String,
    /// What happens to it.
    pub kind: ChangeKind,
    before: String,
    after: Cow<'f, str>,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is written anew.
    Create,
    /// Its content is replaced.
    Update,
    /// It is deleted, being the generator's and no longer produced.
    Remove,
}

/// Why files could not be brought into a folder. Nothing was written.
#[derive(Debug)]
pub struct OutputError {
    problems: Vec<String>,
}

/// Compares generated files with what is in `folder`, which need not exist.
///
/// # Errors
///
/// When a file of somebody else's stands where the generator's files go, when
/// `Cargo.toml` there is not TOML, and when something cannot be read.
pub fn plan<'f>(files: &'f Files, folder: &Path) -> Result<Plan<'f>, OutputError> {
    let mut problems = Vec::new();
    let present = present(folder, &mut problems);
    let mut changes = Vec::new();
    for (path, text) in &files.owned {
        changes.extend(Change::to(path, present.get(path), text.as_str()));
    }
    for (path, text) in &present {
        if !files.owned.contains_key(path) {
            changes.push(Change::removal(path, text));
        }
    }
    changes.extend(user_files(files, folder, &mut problems));
    if !problems.is_empty() {
        return Err(OutputError { problems });
    }
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Plan {
        folder: folder.to_owned(),
        changes,
    })
}

impl<'f> Plan<'f> {
    /// What differs, in the order of the paths; empty when the folder is up to date.
    pub fn changes(&self) -> &[Change<'f>] {
        &self.changes
    }

    /// The differences as a unified diff, from what is there to what is generated.
    pub fn diff(&self) -> String {
        self.changes.iter().map(Change::diff).collect()
    }

    /// Writes what differs; other files are left untouched.
    ///
    /// Everything is written under temporary names first and then renamed, so
    /// that a failure leaves each file either old or new, never cut short.
    ///
    /// # Errors
    ///
    /// What the file system says, with the path concerned.
    pub fn apply(&self) -> Result<(), OutputError> {
        let written = self.changes.iter();
        let written = written.filter(|change| change.kind != ChangeKind::Remove);
        let written: Vec<_> = written
            .map(|change| (self.folder.join(&change.path), change.after.as_ref()))
            .collect();
        let folders: BTreeSet<_> = written
            .iter()
            .filter_map(|(path, _)| path.parent())
            .collect();
        for folder in folders {
            fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
        }
        let staged = parallel::each(&written, |(path, text)| {
            stage(path, text).map_err(|error| at(path, &error))
        });
        // A failure drops what is staged, which removes it.
        let staged: Vec<_> = staged.into_iter().collect::<Result<_, _>>()?;
        for (file, (path, _)) in staged.into_iter().zip(&written) {
            file.persist(path).map_err(|error| at(path, &error.error))?;
        }
        for change in &self.changes {
            if change.kind == ChangeKind::Remove {
                let path = self.folder.join(&change.path);
                fs::remove_file(&path).map_err(|error| at(&path, &error))?;
                // Folders that are now empty go too; any other stays, and that is no error.
                let root = self.folder.join(ROOT_FOLDER);
                path.ancestors()
                    .skip(1)
                    .take_while(|parent| parent.starts_with(&root))
                    .take_while(|parent| fs::remove_dir(parent).is_ok())
                    .for_each(drop);
            }
        }
        Ok(())
    }
}

impl<'f> Change<'f> {
    fn to(path: &str, before: Option<&String>, after: impl Into<Cow<'f, str>>) -> Option<Self> {
        let after = after.into();
        let kind = match before {
            None => ChangeKind::Create,
            Some(before) if *before == after => return None,
            Some(_) => ChangeKind::Update,
        };
        Some(Self {
            path: path.to_owned(),
            kind,
            before: before.cloned().unwrap_or_default(),
            after,
        })
    }

    fn removal(path: &str, before: &str) -> Self {
        Self {
            path: path.to_owned(),
            kind: ChangeKind::Remove,
            before: before.to_owned(),
            after: Cow::Borrowed(""),
        }
    }

    fn diff(&self) -> String {
        let before = match self.kind {
            ChangeKind::Create => "/dev/null".to_owned(),
            ChangeKind::Update | ChangeKind::Remove => format!("a/{}", self.path),
        };
        let after = match self.kind {
            ChangeKind::Remove => "/dev/null".to_owned(),
            ChangeKind::Create | ChangeKind::Update => format!("b/{}", self.path),
        };
        TextDiff::from_lines(self.before.as_str(), self.after.as_ref())
            .unified_diff()
            .header(&before, &after)
            .to_string()
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.kind {
            ChangeKind::Create => "create",
            ChangeKind::Update => "update",
            ChangeKind::Remove => "remove",
        };
        write!(formatter, "{verb} {}", self.path)
    }
}

impl OutputError {
    /// Each problem, in a sentence without a full stop.
    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(String::as_str)
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.problems.join("\n"))
    }
}

impl std::error::Error for OutputError {}

fn at(path: &Path, error: &io::Error) -> OutputError {
    OutputError {
        problems: vec![format!("{}: {error}", path.display())],
    }
}

/// The generator's files in a folder, by path; everything else that stands among them is a problem.
fn present(folder: &Path, problems: &mut Vec<String>) -> BTreeMap<String, String> {
    let mut present = BTreeMap::new();
    let mut pending = vec![ROOT_MODULE.to_owned(), ROOT_FOLDER.to_owned()];
    while let Some(path) = pending.pop() {
        let place = folder.join(&path);
        // A symbolic link may lead anywhere, so it is not followed.
        let kind = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if is_absent(&error) => continue,
            Err(error) => {
                problems.push(format!("{}: {error}", place.display()));
                continue;
            }
        };
        if kind.is_dir() && path != ROOT_MODULE {
            match children(&place) {
                Ok(names) => pending.extend(names.into_iter().map(|name| format!("{path}/{name}"))),
                Err(error) => problems.push(format!("{}: {error}", place.display())),
            }
            continue;
        }
        let text = kind.is_file().then(|| fs::read(&place).ok()).flatten();
        match text.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) if is_generated(&text) => {
                present.insert(path, text);
            }
            _ => problems.push(format!(
                "{} is not a generated file, and stands where generated files go; move it away",
                place.display()
            )),
        }
    }
    problems.sort();
    present
}

fn children(folder: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

/// Whether a file is the generator's: its first line says so.
fn is_generated(text: &str) -> bool {
    text.lines()
        .next()
        .is_some_and(|line| line.contains("@generated"))
}

/// Whether nothing is there: also where a file stands in place of a folder on the way.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// `Cargo.toml` and `src/lib.rs`, written once and then the user's.
fn user_files<'f>(files: &'f Files, folder: &Path, problems: &mut Vec<String>) -> Vec<Change<'f>> {
    let mut changes = Vec::new();
    if let Some(None) = read(&folder.join("src/lib.rs"), problems) {
        changes.extend(Change::to("src/lib.rs", None, files.library.as_str()));
    }
    let path = folder.join("Cargo.toml");
    let Some(before) = read(&path, problems) else {
        return changes;
    };
    let after = match &before {
        None => files.manifest.create(workspace::excludes(folder)),
        Some(before) => files.manifest.update(before),
    };
    match after {
        Ok(after) => changes.extend(Change::to("Cargo.toml", before.as_ref(), after)),
        Err(error) => problems.push(format!("{}: {error}", path.display())),
    }
    changes
}

/// A file's text, `Some(None)` when it isn't there, `None` after a problem.
fn read(path: &Path, problems: &mut Vec<String>) -> Option<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Some(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(None),
        Err(error) => {
            problems.push(format!("{}: {error}", path.display()));
            None
        }
    }
}

/// Writes a text under a temporary name beside its path.
fn stage(path: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let parent = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".faircopy-");
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.tempfile_in(parent)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    Ok(file)
}
