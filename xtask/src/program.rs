//! Runs programs of other packages: the sandbox, so that this one builds while the generated client,
//! which the sandbox is made of, is broken; what judges, what measures and the command `faircopy`, so
//! that the other commands need not wait for what those alone use.

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};

/// A program of a package.
pub(crate) struct Program {
    package: &'static str,
    name: &'static str,
    /// The profile that it is built with.
    profile: &'static str,
}

/// The command that measures.
pub(crate) const BENCH: Program = Program::of("bench", "bench");
/// What shows the client at work against the sandbox.
pub(crate) const DEMO: Program = Program::of("sandbox", "demo");
/// The command `faircopy`.
pub(crate) const FAIRCOPY: Program = Program::of("faircopy", "faircopy");
/// The commands that judge. They generate a hundred crates, which takes half as long where what
/// tests wait for is optimized.
pub(crate) const JUDGES: Program = Program {
    profile: "test",
    ..Program::of("judges", "judges")
};
/// The sandbox.
pub(crate) const SANDBOX: Program = Program::of("sandbox", "sandbox");

impl Program {
    const fn of(package: &'static str, name: &'static str) -> Self {
        Self {
            package,
            name,
            profile: "dev",
        }
    }

    /// Builds the program, and then becomes it.
    ///
    /// The present folder stays the same, so that relative paths mean what the user means.
    pub(crate) fn run(&self, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
        // Building shows its progress, which `run` alone would mix with the program's own output.
        match self.cargo("build").status() {
            Ok(status) if status.success() => {}
            Ok(_) => return ExitCode::FAILURE,
            Err(error) => return failed(&error),
        }
        let mut run = self.cargo("run");
        become_command(run.arg("--quiet").arg("--").args(arguments)).unwrap_or_else(|e| failed(&e))
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .arg(subcommand)
            .args(["--package", self.package, "--bin", self.name])
            .args(["--profile", self.profile])
            .arg("--manifest-path")
            .arg(xtask::root().join("Cargo.toml"));
        command
    }
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
