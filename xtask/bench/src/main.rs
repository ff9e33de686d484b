//! `cargo xtask bench`: how long and how much memory it takes to generate and to check crates of
//! large documents, written to `BENCHMARKS.md`.
//!
//! ```text
//! documents ─▶ generators in turns, a process for each run ─▶ crates ─▶ cargo check ─▶ tables
//! ```

mod builds;
mod call;
mod check;
mod diff;
mod generator;
mod large;
mod memory;
mod process;
mod serve;
mod table;
mod validate;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;
use generator::Generator;
use process::{End, Limits, Taken};

/// How often a document is generated; the fastest counts, since nothing makes a run too fast.
const RUNS: usize = 5;

/// What to measure.
#[derive(Parser)]
#[command(name = "bench", bin_name = "cargo xtask bench")]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Arguments {
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
    /// Installs other generators, and measures them in turns with this one.
    #[arg(long)]
    peers: bool,
    /// How many seconds of a processor a check may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    seconds: u64,
}

/// What is measured besides.
#[derive(clap::Subcommand)]
enum Other {
    /// Measures the builds of generated crates, alone and with a program that calls three operations.
    Builds(builds::Arguments),
    /// Measures a call of the generated client beside the same call by hand; needs valgrind.
    Call(call::Arguments),
    /// Measures the comparison of successive versions of documents.
    Diff(diff::Arguments),
    /// Measures memory, for every document of a folder.
    Memory(memory::Arguments),
    /// Runs a command, and prints what it took as JSON.
    #[command(hide = true)]
    Run(process::Arguments),
    /// Measures requests to generated servers beside a server by hand; needs valgrind, and wrk.
    Serve(serve::Arguments),
    /// Measures generated validators against those of the `jsonschema` crate.
    Validate(validate::Arguments),
}

/// The published documents that are measured.
const DOCUMENTS: [&str; 5] = [
    "oxide-nexus.json",
    "ogen-api.github.com.json",
    "qdrant.json",
    "ogen-superset.json",
    "adyen-checkout-v71.json",
];

/// The most addresses that a check may take.
const CHECK_BYTES: u64 = 12_000_000_000;

/// What was measured of a document.
struct Row {
    name: String,
    bytes: u64,
    operations: usize,
    ours: Measured,
    lint: Option<Taken>,
    /// Other generators, by name.
    peers: Vec<(String, Measured)>,
}

/// What was measured of a generator.
struct Measured {
    generated: Taken,
    /// Lines of Rust.
    lines: usize,
    check: Option<Taken>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match &arguments.other {
        Some(Other::Builds(arguments)) => builds::run(arguments),
        Some(Other::Call(arguments)) => call::run(arguments),
        Some(Other::Diff(arguments)) => diff::run(arguments),
        Some(Other::Memory(arguments)) => memory::run(arguments),
        Some(Other::Run(arguments)) => process::wrapped(arguments),
        Some(Other::Serve(arguments)) => serve::run(arguments),
        Some(Other::Validate(arguments)) => validate::run(arguments),
        None => outcome(bench(&arguments)),
    }
}

fn outcome(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let dir = arguments.dir.as_ref().ok_or("there is no folder")?;
    let folder = xtask::root().join("target/bench");
    let mut generators = vec![Generator::ours()?];
    if arguments.peers {
        generators.extend(Generator::peers(&folder.join("peers"))?);
    }
    let large = large::write(&dir.join("ogen-api.github.com.json"), &folder)?;
    let documents = DOCUMENTS.iter().map(|name| dir.join(name));
    let shown = Limits {
        seconds: arguments.seconds,
        bytes: CHECK_BYTES,
    };
    let limits = (!arguments.no_compile).then_some(shown);
    let mut rows = Vec::new();
    for document in documents.chain([large]) {
        eprintln!("{}", document.display());
        rows.push(row(&generators, &document, &folder, limits)?);
        // A run takes long, and leaves what it has measured where it is ended.
        if !arguments.dry_run {
            table::write(&table::GENERATING, &table::text(&rows, shown))?;
        }
    }
    print!("{}", table::text(&rows, shown));
    Ok(())
}

/// Measures all generators on a document, the first being ours; checks their crates within limits,
/// if there are any.
fn row(
    generators: &[Generator],
    document: &Path,
    folder: &Path,
    limits: Option<Limits>,
) -> Result<Row, String> {
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    let crates = folder.join("crates").join(&*name);
    let crate_of = |generator: &Generator| crates.join(generator.folder());
    let mut generated: Vec<Option<Taken>> = vec![None; generators.len()];
    let mut lint = None;
    // In turns, so that what else the machine does befalls all of them alike.
    for _ in 0..RUNS {
        for (generator, best) in generators.iter().zip(&mut generated) {
            let out = crate_of(generator);
            remove(&out)?;
            std::fs::create_dir_all(&out).map_err(|error| error.to_string())?;
            keep(
                best,
                process::run(&generator.generate(document, &out), None)?,
            );
            if let Some(command) = generator.lint(document) {
                keep(&mut lint, process::run(&command, None)?);
            }
        }
    }
    let mut measured = Vec::new();
    for (generator, generated) in generators.iter().zip(generated) {
        let generated = generated.ok_or("nothing was measured")?;
        let out = crate_of(generator);
        let check = match limits {
            Some(limits) if generated.end == End::Done => {
                generator.complete(&out)?;
                Some(check::check(&out, &folder.join("target"), limits)?)
            }
            _ => None,
        };
        let lines = match generated.end {
            End::Done => lines(&out)?,
            _ => 0,
        };
        measured.push((
            generator.name.clone(),
            Measured {
                generated,
                lines,
                check,
            },
        ));
    }
    let peers = measured.split_off(1);
    let (_, ours) = measured.pop().ok_or("nothing was measured")?;
    let text = std::fs::read_to_string(document).map_err(|error| error.to_string())?;
    Ok(Row {
        name: name.into_owned(),
        bytes: text.len() as u64,
        operations: large::operations(&text),
        ours,
        lint,
        peers,
    })
}

fn keep(best: &mut Option<Taken>, run: Taken) {
    *best = Some(match best.take() {
        Some(best) => best.best(run),
        None => run,
    });
}

/// The lines of Rust in a folder and below.
fn lines(folder: &Path) -> Result<usize, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut sum = 0;
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            sum += lines(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).map_err(failed)?;
            sum += text.lines().count();
        }
    }
    Ok(sum)
}

/// Removes a folder that may not be there.
fn remove(folder: &Path) -> Result<(), String> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Builds a package of this repository as its users have it, and returns its program.
fn release_build(package: &str) -> Result<PathBuf, String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "--package", package]);
    succeed(command.current_dir(xtask::root()))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| xtask::root().join("target"));
    Ok(target.join("release").join(package))
}

/// A command that has to succeed.
fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| error.to_string())?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{command:?} failed")),
    }
}
