//! `cargo xtask bench diff`: how long and how much memory it takes to compare successive versions
//! of published documents, written to `BENCHMARKS.md`.
//!
//! ```text
//! pairs ─▶ a process for each run ─▶ load, wire, Rust: time; memory ─▶ table
//! ```

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use faircopy::Config;
use faircopy::diff::{self, Loaded, Options};
use faircopy::source::{DirLoader, Limits};
use serde_json::{Value, json};

use super::table;

/// How often a pair is compared; the fastest counts, since nothing makes a run too fast.
const RUNS: usize = 5;

const PAIRS: [(&str, &str); 2] = [
    ("qdrant-v1.18.json", "qdrant-v1.19.json"),
    ("intercom-2.13.yaml", "intercom-2.14.yaml"),
];

const SECTION: table::Section = table::Section {
    start: "<!-- written by `cargo xtask bench diff` -->",
    introduction: "## Comparing\n\n\
        How fast `faircopy diff` compares successive versions of a document, as `cargo xtask bench \
        diff` measures it.\nEach pair is compared in a process of its own, five times, of which \
        the fastest counts: reading both\ndocuments, then the engine's findings on the wire, then \
        the comparison of the Rust that both become.\nMemory is the most that the process had at \
        once: before Rust is compared, and in all. `×` is how many\ntimes the size of both \
        documents that is.",
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
}

/// What a comparison took.
struct Row {
    name: String,
    bytes: u64,
    run: Run,
}

/// Seconds of each part, and the most bytes of memory without and with Rust.
#[derive(Clone, Copy)]
struct Run {
    load: f64,
    wire: f64,
    rust: f64,
    peak: u64,
    peak_all: u64,
    findings: u64,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let done = match arguments.one {
        Some(number) => one(&arguments.dir, number),
        None => bench(arguments),
    };
    super::outcome(done)
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let program = super::release_build("xtask")?;
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
    let table = text(&rows);
    print!("{table}");
    if arguments.dry_run {
        return Ok(());
    }
    table::write(&SECTION, &table)
}

fn fastest(program: &Path, dir: &Path, number: usize) -> Result<Run, String> {
    let mut best: Option<Run> = None;
    for _ in 0..RUNS {
        let output = Command::new(program)
            .args(["bench", "diff", "--one", &number.to_string()])
            .arg(dir)
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("pair {number} is not compared"))?;
        let seconds = |key: &str| value[key].as_f64().unwrap_or_default();
        let count = |key: &str| value[key].as_u64().unwrap_or_default();
        let run = Run {
            load: seconds("load"),
            wire: seconds("wire"),
            rust: seconds("rust"),
            peak: count("peak"),
            peak_all: count("peak_all"),
            findings: count("findings"),
        };
        if best.is_none_or(|best| run.seconds() < best.seconds()) {
            best = Some(run);
        }
    }
    best.ok_or_else(|| "nothing was measured".to_owned())
}

/// Compares a pair, and prints what it took as JSON.
fn one(dir: &Path, number: usize) -> Result<(), String> {
    let (old, new) = PAIRS.get(number).ok_or("there is no such pair")?;
    let start = Instant::now();
    let (old, new) = (load(&dir.join(old))?, load(&dir.join(new))?);
    let load = start.elapsed().as_secs_f64();
    let compare = |config| {
        let options = Options {
            today: "2026-01-01".to_owned(),
            config,
        };
        let start = Instant::now();
        let report = diff::compare(&old, &new, &options);
        (start.elapsed().as_secs_f64(), report.findings.len())
    };
    let (wire, findings) = compare(None);
    let without_rust = peak().unwrap_or_default();
    let (all, _) = compare(Some(Config::default()));
    println!(
        "{}",
        json!({
            "load": load,
            "wire": wire,
            "rust": (all - wire).max(0.0),
            "peak": without_rust,
            "peak_all": peak().unwrap_or_default(),
            "findings": findings,
        })
    );
    Ok(())
}

fn load(path: &Path) -> Result<Loaded, String> {
    let (loader, root) = DirLoader::for_document(path, Limits::default().bytes);
    diff::load(&loader, &root, &Config::default())
        .map_err(|_| format!("{} is refused", path.display()))
}

/// The most memory that this process has had at once, in bytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024)
}

impl Run {
    fn seconds(&self) -> f64 {
        self.load + self.wire + self.rust
    }
}

fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{}\n\n\
         | documents | MB | findings | read, s | wire, s | Rust, s | all, s | peak, MB | × | with Rust, MB | × |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        table::machine(),
    );
    for Row { name, bytes, run } in rows {
        let times = |peak: u64| peak as f64 / *bytes as f64;
        let _ = writeln!(
            text,
            "| {name} | {:.1} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {} | {:.1} | {} | {:.1} |",
            *bytes as f64 / 1e6,
            run.findings,
            run.load,
            run.wire,
            run.rust,
            run.seconds(),
            run.peak / 1_000_000,
            times(run.peak),
            run.peak_all / 1_000_000,
            times(run.peak_all),
        );
    }
    text
}
