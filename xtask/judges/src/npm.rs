//! Packages of npm, each of one version, in folders of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of a package, which is installed below `folder` unless it is there in that version.
///
/// # Errors
///
/// What npm could not do.
pub(crate) fn installed(folder: &Path, package: &str, version: &str) -> Result<PathBuf, String> {
    let installed = folder.join("node_modules").join(package);
    let manifest = std::fs::read_to_string(installed.join("package.json")).unwrap_or_default();
    if manifest.contains(&format!("\"version\": \"{version}\"")) {
        return Ok(installed);
    }
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let wanted = format!("{package}@{version}");
    let status = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
        .arg(folder)
        .arg(&wanted)
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("npm: {error}"))?;
    match status.success() {
        true => Ok(installed),
        false => Err(format!("npm cannot install {wanted}")),
    }
}
