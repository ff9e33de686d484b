//! What the repository's commands share: its folder, the published documents, and writing files.

use std::path::Path;

mod documents;

pub use documents::{documents, files};

/// The repository's folder.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// Writes a file and the folders above it; one that is as it should be keeps its time, so that
/// cargo does not compile it again.
///
/// # Errors
///
/// The file, and what the system says of it.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}
