//! A generated crate into what it takes to check or build it, its dependencies aside.

use std::path::Path;
use std::process::Command;

use super::process::{self, End, Limits, Taken};

/// What the compiler is asked for.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    Check,
    Dev,
    Release,
}

impl Mode {
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Dev, Self::Release];

    /// Cargo's arguments for it.
    pub(super) fn arguments(self, command: &mut Command) {
        command.arg(match self {
            Self::Check => "check",
            Self::Dev | Self::Release => "build",
        });
        if matches!(self, Self::Release) {
            command.arg("--release");
        }
        command.arg("--quiet");
    }
}

/// Checks a crate whose dependencies are compiled already, in a target folder shared by all.
pub(super) fn check(out: &Path, target: &Path, limits: Limits) -> Result<Taken, String> {
    compile(Mode::Check, out, target, limits)
}

/// Checks or builds a crate whose dependencies are compiled already.
pub(super) fn compile(
    mode: Mode,
    out: &Path,
    target: &Path,
    limits: Limits,
) -> Result<Taken, String> {
    let mut command = Command::new(env!("CARGO"));
    mode.arguments(&mut command);
    command.arg("--lib").current_dir(out);
    // With nothing in it, the crate costs what its dependencies do.
    compile_file(&command, &out.join("src/lib.rs"), "", target, limits)
}

/// Runs cargo for a crate with `empty` in its first file, then with what stands there, which counts.
pub(super) fn compile_file(
    cargo: &Command,
    file: &Path,
    empty: &str,
    target: &Path,
    limits: Limits,
) -> Result<Taken, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut command = Command::new(cargo.get_program());
    command.args(cargo.get_args());
    if let Some(folder) = cargo.get_current_dir() {
        command.current_dir(folder);
    }
    command.env("CARGO_TARGET_DIR", target);
    command.env("CARGO_INCREMENTAL", "0");
    let text = std::fs::read(file).map_err(failed)?;
    std::fs::write(file, empty).map_err(failed)?;
    let prepared = process::run(&command, None);
    std::fs::write(file, text).map_err(failed)?;
    let prepared = prepared?;
    if prepared.end != End::Done {
        return Ok(prepared);
    }
    process::run(&command, Some(limits))
}

/// How many errors the compiler counted.
pub(super) fn errors(stderr: &str) -> Option<usize> {
    let (_, rest) = stderr.rsplit_once("due to ")?;
    let number = rest.split(' ').next()?;
    number.parse().ok().or(Some(1))
}
