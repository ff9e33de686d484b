//! A generated crate into what it takes to check it, its dependencies aside.

use std::path::Path;
use std::process::Command;

use super::process::{self, End, Limits, Taken};

/// Checks a crate whose dependencies are compiled already, in a target folder shared by all.
pub(super) fn check(out: &Path, target: &Path, limits: Limits) -> Result<Taken, String> {
    let library = out.join("src/lib.rs");
    let failed = |error: std::io::Error| format!("{}: {error}", library.display());
    let text = std::fs::read(&library).map_err(failed)?;
    // With nothing in it, the crate costs what its dependencies do.
    std::fs::write(&library, "").map_err(failed)?;
    let prepared = process::run(&cargo(out, target), None);
    std::fs::write(&library, text).map_err(failed)?;
    let prepared = prepared?;
    if prepared.end != End::Done {
        return Ok(prepared);
    }
    process::run(&cargo(out, target), Some(limits))
}

fn cargo(out: &Path, target: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["check", "--quiet", "--lib"])
        .current_dir(out)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0");
    command
}

/// How many errors the compiler counted.
pub(super) fn errors(stderr: &str) -> Option<usize> {
    let (_, rest) = stderr.rsplit_once("due to ")?;
    let number = rest.split(' ').next()?;
    number.parse().ok().or(Some(1))
}
