//! `cargo xtask diff`: the repository's own document against the one of a revision.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::program;

const SPEC: &str = "spec/unknown-proxies.yaml";

/// What to compare with, and how to tell.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The revision; by default where this branch left `main`, and else the last commit.
    #[arg(value_name = "REV")]
    revision: Option<String>,
    /// How the report is printed, as `faircopy diff` has it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: OsString,
    /// Shows every use that a change touches, and every public item.
    #[arg(long, short)]
    verbose: bool,
    /// When to exit with 1, as `faircopy diff` has it.
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<OsString>,
}

/// Runs the command, in the repository's folder.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    if let Err(error) = std::env::set_current_dir(xtask::root()) {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    let revision = arguments.revision.unwrap_or_else(base);
    let mut diff: Vec<OsString> = vec![
        "diff".into(),
        format!("{revision}:{SPEC}").into(),
        SPEC.into(),
        "--format".into(),
        arguments.format,
    ];
    if arguments.verbose {
        diff.push("--verbose".into());
    }
    if let Some(gate) = arguments.fail_on {
        diff.extend(["--fail-on".into(), gate]);
    }
    program::FAIRCOPY.run(diff)
}

/// Where this branch left `main`, locally or where it was fetched from.
fn base() -> String {
    let head = git(&["rev-parse", "HEAD"]);
    ["main", "origin/main"]
        .iter()
        .filter_map(|main| git(&["merge-base", main, "HEAD"]))
        .find(|base| Some(base) != head.as_ref())
        .unwrap_or_else(|| "HEAD".to_owned())
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
