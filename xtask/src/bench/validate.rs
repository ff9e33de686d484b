//! `cargo xtask bench validate`: what judging data costs in generated code, and in the validators
//! of the `jsonschema` crate.
//!
//! ```text
//! documents ─▶ a schema and an example of each ─▶ crates ─▶ program ─▶ callgrind, clock ─▶ table
//! ```

mod subject;
mod table;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::Command;

use subject::Subject;

/// What to measure.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
}

/// The ways to judge a text or a value; the program knows them by these names.
const WAYS: [&str; 6] = [
    "validate",
    "decode",
    "decode-validate",
    "parse",
    "interpreted",
    "macro",
];

/// Callgrind counts the instructions of so many rounds, and of twice as many: the difference is
/// free of what happens once.
const ROUNDS: u64 = 100;

/// What a way costs on a subject.
#[derive(Clone, Copy)]
struct Cost {
    instructions: f64,
    nanoseconds: f64,
}

/// Measures everything, and writes its section of `BENCHMARKS.md`.
pub(super) fn run(arguments: &Arguments) -> Result<(), String> {
    let spec = crate::root().join("spec");
    let subjects = [
        Subject::read(&spec, "unknown-proxies.yaml", "ModifyTokenRequest")?,
        Subject::read(&arguments.dir, "adyen-checkout-v71.json", "PaymentRequest")?,
        Subject::read(&arguments.dir, "box.json", "Folder--Full")?,
        Subject::read(&arguments.dir, "ogen-api.github.com.json", "pull-request")?,
    ];
    let folder = crate::root().join("target/bench/validate");
    let program = workspace::build(&folder, &subjects)?;
    let mut rows = Vec::with_capacity(subjects.len());
    for (index, subject) in subjects.iter().enumerate() {
        eprintln!("{} of {}", subject.component, subject.document);
        let mut costs = Vec::with_capacity(WAYS.len());
        for way in WAYS {
            costs.push(Cost {
                instructions: instructions(&program, index, way)?,
                nanoseconds: nanoseconds(&program, index, way)?,
            });
        }
        rows.push(costs);
    }
    let section = table::text(&subjects, &rows);
    print!("{section}");
    if arguments.dry_run {
        return Ok(());
    }
    let path = crate::root().join("BENCHMARKS.md");
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(&path, table::replaced(&page, &section))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Instructions of one round.
fn instructions(program: &Path, subject: usize, way: &str) -> Result<f64, String> {
    let once = counted(program, subject, way, ROUNDS)?;
    let twice = counted(program, subject, way, 2 * ROUNDS)?;
    Ok(twice.saturating_sub(once) as f64 / ROUNDS as f64)
}

fn counted(program: &Path, subject: usize, way: &str, rounds: u64) -> Result<u64, String> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([subject.to_string(), way.to_owned(), rounds.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| {
        let (_, count) = line.split_once("Collected :")?;
        count.trim().parse().ok()
    });
    match collected {
        Some(count) if output.status.success() => Ok(count),
        Some(_) | None => Err(format!("callgrind counted nothing:\n{text}")),
    }
}

/// Nanoseconds of one round, by the program's own clock.
fn nanoseconds(program: &Path, subject: usize, way: &str) -> Result<f64, String> {
    let output = Command::new(program)
        .args([&subject.to_string(), way, "time"])
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| {
        let reason = String::from_utf8_lossy(&output.stderr);
        format!("{way} of subject {subject} took no time:\n{reason}")
    })
}
