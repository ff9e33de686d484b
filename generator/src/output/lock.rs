//! A folder to the right to write there, which one run at a time has.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

/// The file that is locked. It goes when its run ends, unless that was killed; then it stays,
/// unlocked, for the next run to take and to remove.
const NAME: &str = ".faircopy.lock";

/// The right to write to a folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits until no other run writes to the folder, which must exist.
    ///
    /// Where the file system has no locks, nothing is waited for.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        let path = path(folder);
        loop {
            if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
                return Err(io::Error::other("it is in the way; move it away"));
            }
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            let file = options.open(&path)?;
            match file.lock() {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { path, _file: file });
                }
                Err(error) => return Err(error),
            }
            // Whoever had the lock has removed the file since, and another may stand there by now.
            let ours = Handle::from_file(file.try_clone()?)?;
            if Handle::from_path(&path).is_ok_and(|there| there == ours) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays is in nobody's way.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a run has the lock, or was killed while it had it.
pub(super) fn is_taken(folder: &Path) -> bool {
    fs::symlink_metadata(path(folder)).is_ok()
}

fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}
