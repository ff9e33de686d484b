//! One document, in a process of its own, so that one that takes too long or breaks down is one
//! that did, and so that its memory is its own.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use faircopy::Config;
use faircopy::diagnostics::{Diagnostics, Severity};
use faircopy::source::{DirLoader, Limits};
use serde_json::{Value, json};

/// What came of a document.
pub(super) struct Outcome {
    /// Its path below the folder.
    pub(super) name: String,
    /// What the process said; why it did not, else.
    pub(super) said: Result<Value, String>,
}

impl Outcome {
    /// Whether there is a crate, with the least left out.
    pub(super) fn is_generated(&self) -> bool {
        self.figure("lines") > 0.0
    }

    /// Whether there is one with nothing left out.
    pub(super) fn is_whole(&self) -> bool {
        self.is_generated() && self.codes("refusedBy").is_empty()
    }

    /// The codes under a key, in their order.
    pub(super) fn codes(&self, key: &str) -> Vec<&str> {
        let listed = self
            .said
            .as_ref()
            .ok()
            .and_then(|said| said[key].as_array());
        let listed = listed.into_iter().flatten();
        listed.filter_map(Value::as_str).collect()
    }

    /// The number under a key; 0 where there is none.
    pub(super) fn figure(&self, key: &str) -> f64 {
        let said = self.said.as_ref().ok();
        said.and_then(|said| said[key].as_f64()).unwrap_or(0.0)
    }
}

/// Tries a document in a process that is ended when it takes longer than `patience`.
///
/// # Errors
///
/// Why no process could be started.
pub(super) fn apart(name: &str, path: &Path, patience: Duration) -> Result<Outcome, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut child = Command::new(this)
        .args(["directory", "--one"])
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let start = Instant::now();
    // What it prints is a line, for which a pipe has room.
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break Some(status),
            None if start.elapsed() > patience => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut text = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        let _ = stdout.read_to_string(&mut text);
    }
    let said = match status {
        None => Err(format!("takes longer than {} s", patience.as_secs())),
        Some(status) => serde_json::from_str(&text).map_err(|_| format!("broke down: {status}")),
    };
    let name = name.to_owned();
    Ok(Outcome { name, said })
}

/// Tries a document, and prints what came of it as a line of JSON.
pub(super) fn run(path: &Path) -> ExitCode {
    let mut config = Config::default();
    let (loader, root) = DirLoader::for_document(path, Limits::default().bytes);
    let mut refused_by = Vec::new();
    let mut start = Instant::now();
    let mut read = faircopy::read(&loader, &root, &config);
    if let Err(refused) = &read {
        refused_by = codes(&refused.diagnostics, Severity::Error);
        config.keep_going = true;
        start = Instant::now();
        read = faircopy::read(&loader, &root, &config);
    }
    let (lines, diagnostics) = match &read {
        Ok(read) => {
            let files = read.files(&config, &root);
            let lines = files.owned.values().map(|text| text.lines().count());
            (lines.sum(), &read.warnings)
        }
        Err(refused) => (0_usize, &refused.diagnostics),
    };
    let seconds = start.elapsed().as_secs_f64();
    let line = json!({
        "refusedBy": refused_by,
        "stillRefusedBy": codes(diagnostics, Severity::Error),
        "warnings": codes(diagnostics, Severity::Warning),
        "first": diagnostics.iter().find(|one| one.severity == Severity::Error).map(|one| {
            let at = one.pointer().map(ToString::to_string);
            format!("{}: {}", at.unwrap_or_default(), one.message)
        }),
        "lines": lines,
        "seconds": seconds,
        "peakMegabytes": peak_megabytes(),
    });
    println!("{line}");
    ExitCode::SUCCESS
}

/// The codes of a severity, each once.
fn codes(diagnostics: &Diagnostics, severity: Severity) -> Vec<&'static str> {
    let found = diagnostics.iter().filter(|one| one.severity == severity);
    let mut codes: Vec<_> = found.map(|one| one.code.id).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The most memory that this process has had, where the system says so.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
