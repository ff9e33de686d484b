//! Files of a revision in git, of which one process reads them all.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use crate::source::{LoadError, Loader};

/// `REV:path`, taken apart as git takes it: from the repository's root, or from the current folder
/// where the path begins with `./` or `../`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object<'n> {
    pub revision: &'n str,
    /// The folder, ending in `/`, or nothing.
    pub folder: &'n str,
    pub file: &'n str,
}

impl<'n> Object<'n> {
    /// Takes a name apart; `None` where it is no such name.
    pub fn parse(name: &'n str) -> Option<Self> {
        let (revision, path) = name.split_once(':')?;
        // A revision that starts with a dash would be read as a flag, and one letter is a drive.
        if revision.len() < 2 || revision.starts_with('-') || path.is_empty() {
            return None;
        }
        let end = path.rfind('/').map_or(0, |slash| slash + 1);
        let (folder, file) = path.split_at(end);
        (!file.is_empty()).then_some(Self {
            revision,
            folder,
            file,
        })
    }

    /// Whether its path is from the current folder on.
    fn is_from_here(&self) -> bool {
        self.folder.starts_with("./") || self.folder.starts_with("../")
    }

    /// The folder in the working tree that stands for its own, where there is a repository.
    pub fn folder_here(&self) -> String {
        let up = match self.is_from_here() {
            true => String::new(),
            false => ask(&["--show-cdup"]).unwrap_or_default(),
        };
        format!("{up}{}", self.folder)
    }
}

/// Hands out the files of a revision; where there is none of that name, it says so for each.
pub(super) fn open(object: &Object<'_>, max_bytes: usize) -> Box<dyn Loader> {
    match Git::open(object, max_bytes) {
        Ok(git) => Box::new(git),
        Err(problem) => Box::new(Nowhere(problem)),
    }
}

/// Why there are no files.
struct Nowhere(String);

impl Loader for Nowhere {
    fn load(&self, _path: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Other(self.0.clone()))
    }
}

/// Asks git about the repository, for a line.
fn ask(arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    command.arg("rev-parse").args(arguments);
    let output = command.output().map_err(|error| format!("git: {error}"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(words.lines().next().unwrap_or("git failed").to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

/// Files of a revision.
struct Git {
    /// The tree of the revision, which stays the same while it is read.
    tree: String,
    /// The folder of the document, from the root.
    folder: String,
    max_bytes: usize,
    reader: Mutex<Reader>,
}

/// Reads objects, and each folder once: git would look through all of a folder for each of its files.
struct Reader {
    batch: Batch,
    /// The names of objects by those of the files, of folders that were read.
    folders: BTreeMap<String, BTreeMap<Vec<u8>, String>>,
}

/// `git cat-file --batch`: answers a line that names an object with the object.
struct Batch {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Git {
    /// Finds the revision, and starts to read it. An error is a sentence without a full stop.
    fn open(object: &Object<'_>, max_bytes: usize) -> Result<Self, String> {
        let revision = object.revision;
        let tree = ask(&["--verify", "--quiet", &format!("{revision}^{{tree}}")]);
        let tree = match tree {
            Ok(tree) => tree,
            // Outside of a repository there are none.
            Err(_) => {
                ask(&["--git-dir"])?;
                return Err(format!("git knows no revision `{revision}`"));
            }
        };
        let from = match object.is_from_here() {
            true => ask(&["--show-prefix"])?,
            false => String::new(),
        };
        let folder = joined(&from, object.folder);
        Ok(Self {
            tree,
            folder: folder.ok_or_else(|| format!("`{}` is in no repository", object.folder))?,
            max_bytes,
            reader: Mutex::new(Reader {
                batch: Batch::start().map_err(|error| format!("git: {error}"))?,
                folders: BTreeMap::new(),
            }),
        })
    }
}

impl Reader {
    /// What git calls the object at a path of a tree; `None` where there is none.
    fn name(&mut self, tree: &str, path: &str, most: usize) -> std::io::Result<Option<String>> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        if file.is_empty() {
            return Ok(Some(format!("{tree}:{path}")));
        }
        if !self.folders.contains_key(folder) {
            let files = match self.batch.read(&format!("{tree}:{folder}"), most)? {
                Some((kind, bytes)) if kind == "tree" => entries(&bytes, tree.len() / 2),
                Some((kind, _)) if kind == TOO_LARGE => return Ok(Some(format!("{tree}:{path}"))),
                _ => BTreeMap::new(),
            };
            self.folders.insert(folder.to_owned(), files);
        }
        let files = self.folders.get(folder);
        Ok(files.and_then(|files| files.get(file.as_bytes()).cloned()))
    }
}

/// The entries of a folder as git stores it: a mode, a space, a name, a zero, and a hash of that many
/// bytes.
fn entries(mut bytes: &[u8], hash: usize) -> BTreeMap<Vec<u8>, String> {
    let mut all = BTreeMap::new();
    while let Some(end) = bytes.iter().position(|byte| *byte == 0) {
        let (head, rest) = (&bytes[..end], &bytes[end + 1..]);
        let Some((object, rest)) = rest.split_at_checked(hash) else {
            break;
        };
        let start = head.iter().position(|byte| *byte == b' ');
        let name = start.map_or(head, |space| &head[space + 1..]);
        let object = object.iter().map(|byte| format!("{byte:02x}")).collect();
        all.insert(name.to_vec(), object);
        bytes = rest;
    }
    all
}

impl Batch {
    fn start() -> std::io::Result<Self> {
        let mut child = Command::new("git")
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let missing = || std::io::Error::other("it has no pipes");
        let (asks, answers) = (child.stdin.take(), child.stdout.take());
        Ok(Self {
            asks: Some(asks.ok_or_else(missing)?),
            answers: BufReader::new(answers.ok_or_else(missing)?),
            child,
        })
    }

    /// The object of that name: its kind and its bytes, those of one that is too large left out.
    fn read(&mut self, name: &str, most: usize) -> std::io::Result<Option<(String, Vec<u8>)>> {
        if let Some(asks) = &mut self.asks {
            writeln!(asks, "{name}")?;
            asks.flush()?;
        }
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut words = line.trim_end().rsplit(' ');
        let size = words.next().and_then(|size| size.parse::<u64>().ok());
        // `name missing`, or another complaint.
        let (Some(size), Some(kind)) = (size, words.next()) else {
            return Ok(None);
        };
        let kind = kind.to_owned();
        let mut bytes = Vec::new();
        let fits = usize::try_from(size).is_ok_and(|size| size <= most);
        let mut content = (&mut self.answers).take(size);
        if fits {
            content.read_to_end(&mut bytes)?;
        } else {
            std::io::copy(&mut content, &mut std::io::sink())?;
        }
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        match fits {
            true => Ok(Some((kind, bytes))),
            false => Ok(Some((TOO_LARGE.to_owned(), bytes))),
        }
    }
}

/// In place of the kind of an object that is too large.
const TOO_LARGE: &str = "too large";

impl Drop for Batch {
    fn drop(&mut self) {
        // It ends when it is asked no more.
        self.asks = None;
        let _ = self.child.wait();
    }
}

impl Loader for Git {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let Some(path) = joined(&self.folder, path).filter(|path| !path.contains('\n')) else {
            return Err(LoadError::NotFound);
        };
        let failed = |error: &dyn std::fmt::Display| LoadError::Other(format!("git: {error}"));
        let mut reader = self.reader.lock().map_err(|error| failed(&error))?;
        let name = reader.name(&self.tree, &path, self.max_bytes);
        let Some(name) = name.map_err(|error| failed(&error))? else {
            return Err(LoadError::NotFound);
        };
        let found = reader.batch.read(&name, self.max_bytes);
        match found.map_err(|error| failed(&error))? {
            None => Err(LoadError::NotFound),
            Some((kind, _)) if kind == TOO_LARGE => Err(LoadError::TooLarge(self.max_bytes)),
            Some((kind, _)) if kind == "tree" => Err(LoadError::IsFolder),
            Some((_, bytes)) => Ok(bytes),
        }
    }

    /// Up to the root of the repository.
    fn above(&self) -> usize {
        self.folder
            .split('/')
            .filter(|step| !step.is_empty())
            .count()
    }
}

/// A path from a folder on, without `..`; `None` where it leads out of the repository.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop()?,
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_as_git_takes_them() {
        let parse = |name| Object::parse(name).map(|one| (one.revision, one.folder, one.file));
        assert_eq!(parse("main:a/b.yaml"), Some(("main", "a/", "b.yaml")));
        assert_eq!(parse("HEAD~1:./b.yaml"), Some(("HEAD~1", "./", "b.yaml")));
        assert_eq!(parse("C:/b.yaml"), None);
        assert_eq!(parse("-x:b.yaml"), None);
        assert_eq!(parse("main:a/"), None);
        assert_eq!(parse("b.yaml"), None);
    }

    #[test]
    fn folders_are_read_as_git_stores_them() {
        let stored = b"100644 a b.yaml\0\x01\x02\x03\x0440000 c\0\xff\0\xff\x00100644 cut\0\x01";
        let entries = entries(stored, 4);
        let expected = [("a b.yaml", "01020304"), ("c", "ff00ff00")];
        let expected = expected.map(|(name, hash)| (name.as_bytes().to_vec(), hash.to_owned()));
        assert_eq!(entries, BTreeMap::from(expected));
    }

    #[test]
    fn paths_stay_within_the_repository() {
        let join = |folder, path| joined(folder, path);
        assert_eq!(join("a/b/", "c.yaml").as_deref(), Some("a/b/c.yaml"));
        assert_eq!(join("a/b/", "../c.yaml").as_deref(), Some("a/c.yaml"));
        assert_eq!(join("a/", "../../c.yaml"), None);
        assert_eq!(join("a/../b/./", "c.yaml").as_deref(), Some("b/c.yaml"));
    }
}
