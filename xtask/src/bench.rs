//! `cargo xtask bench`: how long and how much memory it takes to generate and to check crates of
//! large documents, written to `BENCHMARKS.md`.
//!
//! ```text
//! documents ─▶ a process for each ─▶ time, memory, crate ─▶ cargo check ─▶ time ─▶ table
//! ```

mod call;
mod diff;
mod large;
mod measure;
mod table;
mod validate;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use measure::Generated;

/// What to measure.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS", required = true)]
    dir: Option<PathBuf>,
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
    /// Measures generation only.
    #[arg(long)]
    no_compile: bool,
    /// Generates this one document into `--out`, and prints the figures as JSON.
    #[arg(long, hide = true, requires = "out")]
    one: Option<PathBuf>,
    /// Where the crate goes.
    #[arg(long, hide = true)]
    out: Option<PathBuf>,
}

/// What is measured besides.
#[derive(clap::Subcommand)]
enum Other {
    /// Measures a call of the generated client beside the same call by hand; needs valgrind.
    Call(call::Arguments),
    /// Measures the comparison of successive versions of documents.
    Diff(diff::Arguments),
    /// Measures generated validators against those of the `jsonschema` crate.
    Validate(validate::Arguments),
}

/// The published documents that are measured.
const DOCUMENTS: [&str; 5] = [
    "oxide-nexus.json",
    "adyen-checkout-v71.json",
    "qdrant.json",
    "ogen-superset.json",
    "ogen-api.github.com.json",
];

/// What was measured of a document.
pub(crate) struct Row {
    name: String,
    bytes: u64,
    operations: usize,
    generated: Generated,
    check: Option<measure::Checked>,
}

/// Runs the command.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match &arguments.other {
        Some(Other::Call(arguments)) => return call::run(arguments),
        Some(Other::Diff(arguments)) => return diff::run(arguments),
        Some(Other::Validate(arguments)) => return validate::run(arguments),
        None => {}
    }
    if let (Some(document), Some(out)) = (&arguments.one, &arguments.out) {
        return measure::one(document, out);
    }
    match bench(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let dir = arguments.dir.as_ref().ok_or("there is no folder")?;
    let folder = crate::root().join("target/bench");
    let program = measure::release_build()?;
    let large = large::write(&dir.join("ogen-api.github.com.json"), &folder)?;
    let documents = DOCUMENTS.iter().map(|name| dir.join(name));
    let mut rows = Vec::new();
    for document in documents.chain([large]) {
        eprintln!("{}", document.display());
        rows.push(row(&program, &document, &folder, arguments.no_compile)?);
    }
    let table = table::text(&rows);
    print!("{table}");
    if arguments.dry_run {
        return Ok(());
    }
    table::write(&table::GENERATING, &table)
}

fn row(program: &Path, document: &Path, folder: &Path, no_compile: bool) -> Result<Row, String> {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let package: String = stem
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let out = folder.join("crates").join(&package);
    let generated = measure::generate(program, document, &out)?;
    let check = match no_compile {
        true => None,
        false => Some(measure::check(&out, folder)?),
    };
    let bytes = std::fs::metadata(document).map_err(|error| error.to_string())?;
    Ok(Row {
        name: document
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        bytes: bytes.len(),
        operations: generated.operations,
        generated,
        check,
    })
}

/// A command that has to succeed.
fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| error.to_string())?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{command:?} failed")),
    }
}
