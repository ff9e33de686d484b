//! `cargo xtask diff`: the repository's own document against the one of a revision.

use std::process::{Command, ExitCode};

use faircopy::cli::diff::{Diff, Format};
use faircopy::diff::policy::Gate;

const SPEC: &str = "spec/unknown-proxies.yaml";

/// What to compare with, and how to tell.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The revision; by default where this branch left `main`, and else the last commit.
    #[arg(value_name = "REV")]
    revision: Option<String>,
    /// How the report is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Shows every use that a change touches, and every public item.
    #[arg(long, short)]
    verbose: bool,
    /// When to exit with 1.
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<Gate>,
}

/// Runs the command, in the repository's folder.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    if let Err(error) = std::env::set_current_dir(xtask::root()) {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    let revision = arguments.revision.unwrap_or_else(base);
    let mut diff = Diff::new(format!("{revision}:{SPEC}"), SPEC);
    diff.format = arguments.format;
    diff.verbose = arguments.verbose;
    diff.fail_on = arguments.fail_on;
    diff.run()
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
