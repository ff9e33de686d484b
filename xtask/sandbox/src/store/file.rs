//! The state file: whose it is, and how it is replaced, whole or not at all.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// What the names of temporary files end with, after random letters and digits.
const TEMPORARY: &str = ".tmp";
const RANDOM: usize = 8;

/// A file that no other sandbox has.
#[derive(Debug)]
pub(super) struct StateFile {
    path: PathBuf,
    folder: PathBuf,
    /// What the names of the files beside it start with.
    prefix: String,
    /// Locked as long as it is open. The state file itself cannot be, since it is replaced.
    _lock: File,
}

impl StateFile {
    /// Takes a file, which need not exist, and removes what a sandbox left beside it that was
    /// killed. Where the path is a symbolic link, it is the file there that is read and replaced.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let path = match fs::symlink_metadata(path) {
            Ok(found) if found.is_symlink() => path.canonicalize()?,
            _ => path.to_owned(),
        };
        // A pipe would be waited for, and a device may have no end.
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(not_a_state_file(&"it is a folder, a pipe or a device"));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.");
        let lock = lock(&folder.join(format!("{prefix}lock")))?;
        let file = Self {
            path,
            folder,
            prefix,
            _lock: lock,
        };
        file.clean()?;
        Ok(file)
    }

    /// The text of the file, if it exists.
    pub(super) fn read(&self) -> io::Result<Option<String>> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces the file; after an error, it is as it was.
    pub(super) fn write(&self, content: &[u8]) -> io::Result<()> {
        self.replace(content, sync)
    }

    /// Writes a new file beside the old one and renames it, so that a crash at any moment leaves
    /// either the old content or the new. `sync` has the folder kept on disk.
    fn replace(&self, content: &[u8], sync: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
        let mut file = self.temporary()?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        let before = match self.read_bytes()? {
            Some(before) => {
                let mut copy = self.temporary()?;
                copy.write_all(&before)?;
                copy.as_file().sync_all()?;
                Some(copy)
            }
            None => None,
        };
        // Where the folder cannot be kept on disk, that mostly shows before anything is replaced.
        sync(&self.folder)?;
        file.persist(&self.path)?;
        let Err(error) = sync(&self.folder) else {
            return Ok(());
        };
        match before {
            Some(before) => before.persist(&self.path).map(drop)?,
            None => fs::remove_file(&self.path)?,
        }
        Err(error)
    }

    fn read_bytes(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A file beside the state file, which holds passwords as that does: nobody else may read it,
    /// which is how `tempfile` makes files.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        Builder::new()
            .prefix(&self.prefix)
            .suffix(TEMPORARY)
            .rand_bytes(RANDOM)
            .tempfile_in(&self.folder)
    }

    /// Removes temporary files, which are nobody's once the lock is had.
    fn clean(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let random = name
                .to_str()
                .and_then(|name| name.strip_prefix(&self.prefix)?.strip_suffix(TEMPORARY));
            let is_ours = random.is_some_and(|random| {
                random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
            if is_ours && entry.file_type()?.is_file() {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Locks a file, which is made where there is none and stays.
fn lock(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other(format!(
            "{} is in the way",
            path.display()
        )));
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = options.open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "another sandbox keeps its state there",
        )),
        // Not every file system has locks.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Has the names in a folder kept on disk: without that, a rename may not survive a power cut.
/// Windows has no such call.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

pub(super) fn not_a_state_file(reason: &dyn fmt::Display) -> io::Error {
    let message = format!("not a state file: {reason}");
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What is in a folder besides the lock.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| !name.ends_with(".lock")).collect();
        names.sort();
        names
    }

    #[test]
    fn what_cannot_be_made_durable_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::open(&folder.path().join("state.json")).unwrap();
        // The first or the second time that the folder is to be kept fails.
        for good in 0..2 {
            let fails = || {
                let left = Cell::new(good);
                move |_: &Path| match left.get() {
                    0 => Err(io::Error::other("no room")),
                    more => {
                        left.set(more - 1);
                        Ok(())
                    }
                }
            };
            file.replace(b"first", fails()).unwrap_err();
            assert_eq!(names(folder.path()), [""; 0]);
            file.write(b"old").unwrap();
            file.replace(b"new", fails()).unwrap_err();
            assert_eq!(file.read().unwrap().unwrap(), "old");
            assert_eq!(names(folder.path()), ["state.json"]);
            fs::remove_file(folder.path().join("state.json")).unwrap();
        }
    }

    #[test]
    fn temporary_files_are_removed_at_the_start_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            ".state.json.a1B2c3D4.tmp",
            ".state.json.mine.tmp",
            ".other.json.a1B2c3D4.tmp",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        StateFile::open(&folder.path().join("state.json")).unwrap();
        let left = [".other.json.a1B2c3D4.tmp", ".state.json.mine.tmp"];
        assert_eq!(names(folder.path()), left);
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        let file = StateFile::open(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(file.temporary().unwrap().path()), 0o600);
        fs::write(&path, "").unwrap();
        file.write(b"passwords").unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        std::os::unix::fs::symlink("target", &link).unwrap();
        StateFile::open(&link).unwrap_err();
        fs::write(&target, "old").unwrap();
        StateFile::open(&link).unwrap().write(b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(target).unwrap(), "new");
    }
}
