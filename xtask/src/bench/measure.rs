//! A document into seconds, bytes of memory and lines, each taken in a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, output};
use serde_json::{Value, json};

/// How often a document is generated; the fastest counts, since nothing makes a run too fast.
const RUNS: usize = 5;

/// What it took to generate a crate.
pub(super) struct Generated {
    pub(super) seconds: f64,
    /// The most memory that the process had at once.
    pub(super) peak: u64,
    pub(super) lines: usize,
    pub(super) operations: usize,
}

/// What it took to check a crate, its dependencies aside.
pub(super) struct Checked {
    pub(super) seconds: f64,
    /// The most memory that the compiler had at once.
    pub(super) peak: u64,
}

/// Builds this program as a user has it.
pub(super) fn release_build() -> Result<PathBuf, String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "--package", "xtask"]);
    super::succeed(command.current_dir(crate::root()))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| crate::root().join("target"));
    Ok(target.join("release/xtask"))
}

/// Generates a document a few times, each time in a process of its own.
pub(super) fn generate(program: &Path, document: &Path, out: &Path) -> Result<Generated, String> {
    let mut best: Option<Generated> = None;
    for _ in 0..RUNS {
        let output = Command::new(program)
            .arg("bench")
            .arg(document)
            .arg("--one")
            .arg(document)
            .arg("--out")
            .arg(out)
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("{} is not generated", document.display()))?;
        let count = |key: &str| usize::try_from(value[key].as_u64().unwrap_or_default());
        let run = Generated {
            seconds: value["seconds"].as_f64().unwrap_or_default(),
            peak: value["peak"].as_u64().unwrap_or_default(),
            lines: count("lines").unwrap_or_default(),
            operations: count("operations").unwrap_or_default(),
        };
        if best.as_ref().is_none_or(|best| run.seconds < best.seconds) {
            best = Some(run);
        }
    }
    best.ok_or_else(|| "nothing was measured".to_owned())
}

/// Generates a document, prints what it took as JSON, and writes the crate afterwards.
pub(super) fn one(document: &Path, out: &Path) -> ExitCode {
    let config = Config {
        name: CrateName::new("benchmark").ok(),
        ..Config::default()
    };
    let start = Instant::now();
    let (loader, root) = DirLoader::for_document(document, Limits::default().bytes);
    let Ok(generated) = faircopy::generate(&loader, &root, &config) else {
        eprintln!("{} is refused", document.display());
        return ExitCode::FAILURE;
    };
    let seconds = start.elapsed().as_secs_f64();
    let peak = peak_of("self").unwrap_or_default();
    let files = &generated.files.owned;
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    let operations: usize = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/generated/operations"))
        .map(|(_, text)| text.matches("call::call!(").count())
        .sum();
    println!(
        "{}",
        json!({ "seconds": seconds, "peak": peak, "lines": lines, "operations": operations })
    );
    let plan = output::plan(&generated.files, out);
    match plan.and_then(|plan| plan.apply()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.problems().for_each(|problem| eprintln!("{problem}"));
            ExitCode::FAILURE
        }
    }
}

/// Checks a crate whose dependencies are checked already.
pub(super) fn check(out: &Path, folder: &Path) -> Result<Checked, String> {
    let check = || {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["check", "--quiet", "--lib"])
            .current_dir(out)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_INCREMENTAL", "0");
        command
    };
    super::succeed(&mut check())?;
    let library = out.join("src/lib.rs");
    let text = std::fs::read_to_string(&library).map_err(|error| error.to_string())?;
    std::fs::write(&library, text).map_err(|error| error.to_string())?;
    let start = Instant::now();
    let mut child = check().spawn().map_err(|error| error.to_string())?;
    let mut peak = 0;
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            if !status.success() {
                return Err(format!("{} does not compile", out.display()));
            }
            let seconds = start.elapsed().as_secs_f64();
            return Ok(Checked { seconds, peak });
        }
        for compiler in children(child.id()) {
            peak = peak.max(peak_of(&compiler.to_string()).unwrap_or_default());
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// The processes that a process has started.
fn children(id: u32) -> Vec<u32> {
    let list = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    let list = list.unwrap_or_default();
    list.split_whitespace()
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// The most memory that a process has had at once, in bytes, where the system tells.
pub(super) fn peak_of(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024)
}
