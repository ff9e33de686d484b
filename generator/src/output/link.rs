//! A path in a folder to where its file is: symbolic links are followed within the folder alone.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the file at `path`, with `/` between its parts, is or is to be.
///
/// # Errors
///
/// In a sentence without a full stop, that a link on the way leads out of the folder or nowhere.
pub(super) fn destination(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let mut place = folder.to_owned();
    for part in path.split('/') {
        place.push(part);
        let is_link = fs::symlink_metadata(&place).is_ok_and(|found| found.is_symlink());
        if !is_link {
            continue;
        }
        let refusal = |why: &str| format!("{} is a symbolic link {why}", place.display());
        let (Ok(target), Ok(root)) = (place.canonicalize(), folder.canonicalize()) else {
            return Err(refusal("that leads nowhere; move it away"));
        };
        if !target.starts_with(root) {
            return Err(refusal("that leads out of the folder; move it away"));
        }
        place = target;
    }
    Ok(place)
}
