//! `cargo xtask bench memory`: the most memory that generation has at once, for every document of a
//! folder, beside the size of the document; and whether a check alone takes less time.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::generator::Generator;
use super::process::{self, End};
use super::table;

/// Documents above this size stand in the table; the others are summed up.
const LISTED: u64 = 100_000;

const SECTION: table::Section = table::Section {
    start: "<!-- written by `cargo xtask bench memory` -->",
    introduction: "## Memory

The most memory that `faircopy generate` has at once, for all documents of the corpus, as `cargo xtask
bench memory` measures it; `×` is how many times the size of the document that is.",
};

/// Which documents to measure.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
}

struct Row {
    name: String,
    bytes: u64,
    peak: u64,
    generate: f64,
    lint: f64,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    super::outcome(bench(arguments))
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let ours = Generator::ours()?;
    let out = xtask::root().join("target/bench/memory");
    let mut rows = Vec::new();
    for (name, path) in xtask::documents(&arguments.dir, |_| true)? {
        rows.extend(row(&ours, name, &path, &out)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.bytes));
    let table = text(&rows);
    print!("{table}");
    if arguments.dry_run {
        return Ok(());
    }
    table::write(&SECTION, &table)
}

/// What a document takes; nothing where it is refused, which is for `corpus` to judge.
fn row(
    generator: &Generator,
    name: String,
    document: &Path,
    out: &Path,
) -> Result<Option<Row>, String> {
    let bytes = std::fs::metadata(document).map_err(|error| error.to_string())?;
    super::remove(out)?;
    let generated = process::run(&generator.generate(document, out), None)?;
    super::remove(out)?;
    if generated.end != End::Done {
        eprintln!("{name} is refused");
        return Ok(None);
    }
    let lint = generator.lint(document);
    let lint = lint.map(|lint| process::run(&lint, None)).transpose()?;
    Ok(Some(Row {
        name,
        bytes: bytes.len(),
        peak: generated.peak,
        generate: generated.user,
        lint: lint.map_or(0.0, |lint| lint.user),
    }))
}

fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{}\n\n| document | MB | peak, MB | × |\n|---|---:|---:|---:|\n",
        table::machine()
    );
    let (listed, small): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.bytes >= LISTED);
    for row in listed {
        let _ = writeln!(
            text,
            "| `{}` | {:.2} | {:.1} | {:.1} |",
            row.name,
            row.bytes as f64 / 1e6,
            row.peak as f64 / 1e6,
            row.peak as f64 / row.bytes as f64,
        );
    }
    let peaks = || small.iter().map(|row| row.peak as f64 / 1e6);
    let sum = |seconds: fn(&Row) -> f64| rows.iter().map(seconds).sum::<f64>();
    let _ = writeln!(
        text,
        "\nThe other {} documents are smaller than {} kB, and take {:.1} to {:.1} MB. All {} together \
         are generated in {:.2} s of a processor, and checked by `faircopy lint` in {:.2} s.",
        small.len(),
        LISTED / 1000,
        peaks().fold(f64::INFINITY, f64::min),
        peaks().fold(0.0, f64::max),
        rows.len(),
        sum(|row| row.generate),
        sum(|row| row.lint),
    );
    text
}
