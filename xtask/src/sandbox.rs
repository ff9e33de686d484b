//! `cargo xtask sandbox`: runs programs of the package `sandbox`. That is a package of its own, so
//! that this one builds while the generated client, which the sandbox is made of, is broken.

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};

/// Runs the sandbox with these arguments, until it ends.
pub(crate) fn run(arguments: Vec<OsString>) -> ExitCode {
    run_program("sandbox", arguments)
}

/// Builds a program of the package `sandbox`, and then becomes it.
///
/// The present folder stays the same, so that relative paths mean what the user means.
pub(crate) fn run_program(
    program: &str,
    arguments: impl IntoIterator<Item = OsString>,
) -> ExitCode {
    // Building shows its progress, which `run` alone would mix with the program's own output.
    match cargo("build", program).status() {
        Ok(status) if status.success() => {}
        Ok(_) => return ExitCode::FAILURE,
        Err(error) => return failed(&error),
    }
    let mut run = cargo("run", program);
    become_command(run.arg("--quiet").arg("--").args(arguments)).unwrap_or_else(|e| failed(&e))
}

fn cargo(subcommand: &str, program: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .arg(subcommand)
        .args(["--package", "sandbox", "--bin", program]);
    command
        .arg("--manifest-path")
        .arg(crate::root().join("Cargo.toml"));
    command
}

fn failed(error: &io::Error) -> ExitCode {
    eprintln!("error: cargo: {error}");
    ExitCode::FAILURE
}

/// Runs a command in place of this process, so that signals reach it and nothing else.
#[cfg(unix)]
fn become_command(command: &mut Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

/// Runs a command to its end.
#[cfg(not(unix))]
fn become_command(command: &mut Command) -> io::Result<ExitCode> {
    Ok(match command.status()?.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
