//! `cargo xtask bench validate`: what judging data costs in generated code, and in the validators
//! of the `jsonschema` crate.
//!
//! ```text
//! documents ─▶ a schema and an example of each ─▶ crates ─▶ programs ─▶ allocations, callgrind,
//! clock ─▶ table
//! ```

mod subject;
mod table;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use subject::Subject;
use workspace::Program;

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

/// Callgrind counts the instructions of so many rounds, and of twice as many: the difference is
/// free of what happens once.
const ROUNDS: u64 = 100;

/// What a way costs on a subject, a round.
#[derive(Clone, Copy)]
struct Cost {
    instructions: f64,
    nanoseconds: f64,
}

/// What all ways to judge a value, or a text, cost on a subject.
struct Costs {
    /// `validate` of the generated type.
    validate: Cost,
    /// A text into the generated type.
    decode: Cost,
    /// The two together.
    both: Cost,
    /// A text into a `serde_json::Value`.
    parse: Cost,
    /// `is_valid` of a schema that is built at run time.
    interpreted: Cost,
    /// `is_valid` of a schema that is compiled.
    by_macro: Cost,
}

/// The section of `BENCHMARKS.md`.
const SECTION: super::table::Section = super::table::Section {
    start: "<!-- written by `cargo xtask bench validate` -->",
    introduction: table::INTRODUCTION,
};

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    super::outcome(bench(arguments))
}

/// Measures everything, and writes the table.
fn bench(arguments: &Arguments) -> Result<(), String> {
    let subjects = subjects(&arguments.dir)?;
    let folder = xtask::root().join("target/bench/validate");
    workspace::write(&folder, &subjects)?;
    allocate_nothing(&folder, &subjects)?;
    let program = workspace::build(&folder, Program::Judge)?;
    let mut rows = Vec::with_capacity(subjects.len());
    for (index, subject) in subjects.iter().enumerate() {
        eprintln!("{} of {}", subject.component, subject.document);
        rows.push(measured(&program, index)?);
    }
    let table = table::text(&subjects, &rows);
    print!("{table}");
    if arguments.dry_run {
        return Ok(());
    }
    super::table::write(&SECTION, &table)
}

/// What each way costs on a subject.
fn measured(program: &Path, subject: usize) -> Result<Costs, String> {
    let cost = |way| {
        Ok::<_, String>(Cost {
            instructions: instructions(program, subject, way)?,
            nanoseconds: nanoseconds(program, subject, way)?,
        })
    };
    Ok(Costs {
        validate: cost("validate")?,
        decode: cost("decode")?,
        both: cost("decode-validate")?,
        parse: cost("parse")?,
        interpreted: cost("interpreted")?,
        by_macro: cost("macro")?,
    })
}

/// Lets each subject be judged where allocations are counted.
fn allocate_nothing(folder: &Path, subjects: &[Subject]) -> Result<(), String> {
    let program = workspace::build(folder, Program::Allocations)?;
    for index in 0..subjects.len() {
        let output = Command::new(&program)
            .arg(index.to_string())
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
    }
    Ok(())
}

/// The request of this repository's document, and three large schemas.
fn subjects(dir: &Path) -> Result<[Subject; 4], String> {
    let spec = xtask::root().join("spec");
    // This document has no examples.
    let own = xtask::root().join("xtask/bench/src/validate/create_collection.json");
    Ok([
        Subject::read(&spec, "unknown-proxies.yaml", "ModifyTokenRequest", None)?,
        Subject::read(dir, "adyen-checkout-v71.json", "PaymentRequest", None)?,
        Subject::read(dir, "ogen-api.github.com.json", "pull-request", None)?,
        Subject::read(dir, "qdrant.json", "CreateCollection", Some(&own))?,
    ])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judging_what_is_valid_allocates_nothing() {
        let Some(dir) = std::env::var_os("SPEC_CORPUS") else {
            eprintln!("skipped: SPEC_CORPUS names no folder of published documents");
            return;
        };
        let subjects = subjects(Path::new(&dir)).unwrap();
        let folder = xtask::root().join("target/bench/validate");
        workspace::write(&folder, &subjects).unwrap();
        allocate_nothing(&folder, &subjects).unwrap();
    }
}
