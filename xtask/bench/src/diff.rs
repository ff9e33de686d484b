//! `cargo xtask bench diff`: how long and how much memory it takes to compare successive versions
//! of published documents, written to `BENCHMARKS.md`.
//!
//! ```text
//! pairs ─▶ a process for each run ─▶ read, compare: time; memory ─▶ table
//! ```
//!
//! Beside them stand documents made to multiply, at three sizes, and one in many files.

mod families;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use faircopy::Config;
use faircopy::diff::{self, Options};
use faircopy::source::{DirLoader, Limits};
use serde_json::{Value, json};

use super::table;

/// How often a pair is compared; the fastest counts, since nothing makes a run too fast.
const RUNS: usize = 20;

const PAIRS: [(&str, &str); 3] = [
    ("qdrant-v1.18.json", "qdrant-v1.19.json"),
    ("intercom-2.13.yaml", "intercom-2.14.yaml"),
    ("openai-2026-08-14.yaml", "openai-2026-08-22.yaml"),
];

const SECTION: table::Section = table::Section {
    start: "<!-- written by `cargo xtask bench diff` -->",
    introduction: "## Comparing\n\n\
        How fast `faircopy diff` compares successive versions of a document, as `cargo xtask bench \
        diff` measures it.\nEach pair is compared in a process of its own, twenty times: reading \
        both documents and lowering them,\nthen finding what differs, on the wire and in Rust. \
        Seconds are those of the fastest run; those of the\nprocessor, all threads together, are \
        the average, and other work on the machine changes them little.\nMemory is the most that \
        the process had at once, its program included; `×` is how many times the size of\nboth \
        documents that is. What is allocated at once is held below twenty times by a test.",
};

/// What to compare.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the successive versions.
    #[arg(env = "SPEC_HISTORY")]
    dir: PathBuf,
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
    /// Compares the pair of this number, and prints the figures as JSON.
    #[arg(long, hide = true)]
    one: Option<usize>,
    /// Compares a family's documents of a size, and prints the seconds of the processor.
    #[arg(long, hide = true)]
    family: Option<String>,
}

/// What a comparison took.
struct Row {
    name: String,
    bytes: u64,
    run: Run,
}

/// Seconds of each part and of the processor, and the most bytes of memory.
#[derive(Clone, Copy)]
struct Run {
    read: f64,
    compare: f64,
    processor: f64,
    peak: u64,
    /// What the program has before it reads anything.
    program: u64,
    findings: u64,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    super::outcome(match (arguments.one, &arguments.family) {
        (Some(number), _) => one(&arguments.dir, number),
        (None, Some(family)) => families::one(family),
        (None, None) => bench(arguments),
    })
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let program = super::release_build("bench")?;
    let mut rows = Vec::new();
    for (number, (old, new)) in PAIRS.iter().enumerate() {
        let size = |name| {
            let path = arguments.dir.join(name);
            let data = std::fs::metadata(&path);
            data.map(|data| data.len())
                .map_err(|error| format!("{}: {error}", path.display()))
        };
        rows.push(Row {
            name: format!("`{old}` → `{new}`"),
            bytes: size(old)? + size(new)?,
            run: fastest(&program, &arguments.dir, number)?,
        });
    }
    let mut table = text(&rows);
    table.push_str(&families::table(&program)?);
    let place = xtask::root().join("target/bench-diff-files");
    table.push_str(&families::files(
        &super::release_build("faircopy")?,
        &place,
    )?);
    print!("{table}");
    if arguments.dry_run {
        return Ok(());
    }
    table::write(&SECTION, &table)
}

fn fastest(program: &Path, dir: &Path, number: usize) -> Result<Run, String> {
    let mut best: Option<Run> = None;
    let mut processor = 0.0;
    for _ in 0..RUNS {
        let output = Command::new(program)
            .args(["diff", "--one", &number.to_string()])
            .arg(dir)
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("pair {number} is not compared"))?;
        let seconds = |key: &str| value[key].as_f64().unwrap_or_default();
        let count = |key: &str| value[key].as_u64().unwrap_or_default();
        let run = Run {
            read: seconds("read"),
            compare: seconds("compare"),
            processor: seconds("processor"),
            peak: count("peak"),
            program: count("program"),
            findings: count("findings"),
        };
        processor += run.processor;
        if best.is_none_or(|best| run.seconds() < best.seconds()) {
            best = Some(run);
        }
    }
    let best = best.ok_or("nothing was measured")?;
    Ok(Run {
        processor: processor / RUNS as f64,
        ..best
    })
}

/// Compares a pair, and prints what it took as JSON.
fn one(dir: &Path, number: usize) -> Result<(), String> {
    let (old, new) = PAIRS.get(number).ok_or("there is no such pair")?;
    let program = peak();
    let start = Instant::now();
    let loader = |name| DirLoader::for_document(&dir.join(name), Limits::default().bytes);
    let (old, new) = (loader(old), loader(new));
    let loaded = diff::load_both((&old.0, &old.1), (&new.0, &new.1), &Config::default());
    let [Ok(old), Ok(new)] = loaded else {
        return Err("a document is refused".to_owned());
    };
    let read = start.elapsed().as_secs_f64();
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    let report = diff::compare(&old, &new, &options);
    let all = start.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({
            "read": read,
            "compare": all - read,
            "processor": processor_seconds().unwrap_or_default(),
            "peak": peak().unwrap_or_default(),
            "program": program.unwrap_or_default(),
            "findings": report.findings.len(),
        })
    );
    Ok(())
}

impl Run {
    fn seconds(&self) -> f64 {
        self.read + self.compare
    }
}

fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{}\n\n\
         | documents | MB | findings | read, s | compare, s | all, s | processor, s | peak, MB | × |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        table::machine(),
    );
    for Row { name, bytes, run } in rows {
        let _ = writeln!(
            text,
            "| {name} | {:.2} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.1} | {:.1} |",
            *bytes as f64 / 1e6,
            run.findings,
            run.read,
            run.compare,
            run.seconds(),
            run.processor,
            run.peak as f64 / 1e6,
            run.peak as f64 / *bytes as f64,
        );
    }
    let program = rows.iter().map(|row| row.run.program).max();
    let program = program.unwrap_or_default() as f64 / 1e6;
    let _ = writeln!(
        text,
        "\n{program:.1} MB of the memory are the program's before it reads anything."
    );
    text
}

/// The most memory that this process has had at once, in bytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mut lines = status.lines();
    let size = lines.find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = size.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// How long this process has had a processor, all its threads together, where the system tells; to
/// a hundredth of a second.
fn processor_seconds() -> Option<f64> {
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name in parentheses, which may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    let ticks = rest.split_whitespace().skip(11).take(2);
    let ticks: Option<Vec<f64>> = ticks.map(|field| field.parse().ok()).collect();
    Some(ticks?.iter().sum::<f64>() / TICKS)
}
