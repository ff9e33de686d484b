//! `cargo xtask generate`: the repository's own document into its own client.

use std::io::IsTerminal;
use std::process::ExitCode;

use faircopy::diagnostics::Diagnostics;
use faircopy::output::{self, OutputError};
use faircopy::report;
use faircopy::source::{DirLoader, Sources};
use faircopy::{Config, Files, Sides};

/// The folders of the document and of the client, and the document's name.
const SPEC: &str = "spec/";
const ROOT: &str = "unknown-proxies.yaml";
const CLIENT: &str = "generated-client";

/// How to write the client.
#[derive(clap::Args, Default)]
pub(crate) struct Arguments {
    /// Shows how what is there differs, as a unified diff, and writes nothing.
    #[arg(long)]
    check: bool,
    /// Lists what would be written, and writes nothing.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
}

/// Runs the command; exits with 1 where the document is at fault or a check found a difference.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let Some(files) = generated() else {
        return ExitCode::FAILURE;
    };
    match bring(&files, &arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            for problem in error.problems() {
                eprintln!("error: {problem}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The client's files, after all that is to be said of the document was.
fn generated() -> Option<Files> {
    let config = Config {
        sides: Sides::Both,
        ..Config::default()
    };
    let loader = DirLoader::new(xtask::root().join(SPEC), config.limits.bytes);
    match faircopy::generate(&loader, ROOT, &config) {
        Ok(generated) => {
            report(&generated.warnings, &generated.sources);
            Some(generated.files)
        }
        Err(refused) => {
            report(&refused.diagnostics, &refused.sources);
            None
        }
    }
}

fn report(diagnostics: &Diagnostics, sources: &Sources) {
    let variable = |name| std::env::var(name).ok();
    let options = report::Options {
        color: report::wants_color(
            std::io::stderr().is_terminal(),
            variable("NO_COLOR").as_deref(),
            variable("TERM").as_deref(),
        ),
        folder: SPEC.to_owned(),
        ..report::Options::default()
    };
    eprint!("{}", report::text(diagnostics, sources, &options));
    if let Some(summary) = report::summary(diagnostics) {
        eprintln!("\n{summary}");
    }
}

/// Compares, lists or writes. Whether a check, where there is one, found no difference.
fn bring(files: &Files, arguments: &Arguments) -> Result<bool, OutputError> {
    let plan = output::plan(files, &xtask::root().join(CLIENT))?;
    if arguments.check {
        print!("{}", plan.diff());
        return Ok(plan.changes().is_empty());
    }
    if arguments.dry_run {
        for change in plan.changes() {
            println!("{change}");
        }
        return Ok(true);
    }
    plan.apply()?;
    match plan.changes().len() {
        0 => eprintln!("{CLIENT} is up to date"),
        1 => eprintln!("{CLIENT}: 1 file changed"),
        written => eprintln!("{CLIENT}: {written} files changed"),
    }
    Ok(true)
}
