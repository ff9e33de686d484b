//! Programs of others, which are run to their end.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a command in a folder.
///
/// # Errors
///
/// That there is no such program, or the last that it says of why it fails.
pub(crate) fn run(command: &mut Command, folder: &Path) -> Result<(), String> {
    let output = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.trim().lines().last().unwrap_or("it says nothing");
    Err(format!("{command:?} failed: {last}"))
}

/// Installs packages of Python into an environment of a folder's own; `wanted` are arguments of pip's.
///
/// # Errors
///
/// What could not be done.
pub(crate) fn install_python(folder: &Path, wanted: &[&str]) -> Result<(), String> {
    run(Command::new("python3").args(["-m", "venv", "venv"]), folder)?;
    let mut pip = Command::new(python(folder, "python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    run(pip.args(wanted), folder)
}

/// A program of the environment of a folder.
pub(crate) fn python(folder: &Path, program: &str) -> PathBuf {
    folder.join("venv/bin").join(program)
}
