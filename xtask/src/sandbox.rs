//! Starts programs of the package `sandbox`. It is a package of its own, so that this one builds
//! while the generated client, which the sandbox is made of, is broken or missing.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

/// Runs the sandbox with these arguments, until it ends.
pub fn run(arguments: Vec<OsString>) -> io::Result<ExitCode> {
    become_program(cargo_run("sandbox").args(arguments))
}

/// A command that runs a program of the package `sandbox`; arguments that are added are its own.
///
/// It stays in the present folder, so that relative paths mean what the user means.
pub fn cargo_run(program: &str) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.toml");
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "sandbox", "--bin", program]);
    command.arg("--manifest-path").arg(manifest).arg("--");
    command
}

/// Runs a command in place of this process, so that signals reach it and nothing else.
#[cfg(unix)]
fn become_program(command: &mut Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

/// Runs a command to its end.
#[cfg(not(unix))]
fn become_program(command: &mut Command) -> io::Result<ExitCode> {
    Ok(match command.status()?.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
