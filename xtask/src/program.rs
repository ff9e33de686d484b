//! Runs programs of other packages: the sandbox, so that this one builds while the generated client,
//! which the sandbox is made of, is broken; what judges, what measures and the command `faircopy`, so
//! that the other commands need not wait for what those alone use.

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};

/// The package of the command that measures, and its program.
pub(crate) const BENCH: &str = "bench";

/// The package of the command `faircopy`, and its program.
pub(crate) const FAIRCOPY: &str = "faircopy";

/// The package of the sandbox and of what shows it.
pub(crate) const SANDBOX: &str = "sandbox";

/// The package of the commands that judge, and its program.
pub(crate) const JUDGES: &str = "judges";

/// Builds a program of a package, and then becomes it.
///
/// The present folder stays the same, so that relative paths mean what the user means.
pub(crate) fn run(
    package: &str,
    program: &str,
    arguments: impl IntoIterator<Item = OsString>,
) -> ExitCode {
    // Building shows its progress, which `run` alone would mix with the program's own output.
    match cargo("build", package, program).status() {
        Ok(status) if status.success() => {}
        Ok(_) => return ExitCode::FAILURE,
        Err(error) => return failed(&error),
    }
    let mut run = cargo("run", package, program);
    become_command(run.arg("--quiet").arg("--").args(arguments)).unwrap_or_else(|e| failed(&e))
}

fn cargo(subcommand: &str, package: &str, program: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .arg(subcommand)
        .args(["--package", package, "--bin", program]);
    command
        .arg("--manifest-path")
        .arg(xtask::root().join("Cargo.toml"));
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
