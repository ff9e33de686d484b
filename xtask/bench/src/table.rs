//! Figures into tables of Markdown, which take the place of those in `BENCHMARKS.md`.

use std::fmt::Write;
use std::process::Command;

use super::check;
use super::process::{End, Limits, Taken};
use super::{Measured, Row};

const END: &str = "<!-- end -->";

/// A section of the page, which one command writes.
pub(super) struct Section {
    /// What stands before its table, and is found again.
    pub(super) start: &'static str,
    /// What is said first, where the section is not there yet.
    pub(super) introduction: &'static str,
}

/// The section on generating.
pub(super) const GENERATING: Section = Section {
    start: "<!-- written by `cargo xtask bench` -->",
    introduction: "## Generating

How fast documents become crates, and how fast those compile, as `cargo xtask bench` measures it in one
run: `faircopy generate` into an empty folder, in turns with `faircopy lint` and, with `--peers`, the
same of other generators. Each is run five times, of which the fastest counts. `CPU` is the time of a
processor in the program's own code, on all threads, which says more than seconds where a machine is
busy with other work; ratios are of it. Memory is the most that a process had at once; `×` is how many
times the size of the document that is. `check` is `cargo check` of the crate alone, once, after its
dependencies, without incremental data. `github-large.json` is GitHub's document made larger, to more than
13 MB and a thousand operations: its components repeated under other names, and operations on those.",
};

/// Writes tables into their section of `BENCHMARKS.md`.
pub(super) fn write(section: &Section, table: &str) -> Result<(), String> {
    let path = xtask::root().join("BENCHMARKS.md");
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let text = replaced(&old, section, table);
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The tables: this repository's generator, then the others beside it.
pub(super) fn text(rows: &[Row], limits: Limits) -> String {
    let mut text = format!(
        "{}; a check is stopped after {} s of a processor, or at {} GB of addresses\n\n{OURS}",
        machine(),
        limits.seconds,
        limits.bytes / 1_000_000_000,
    );
    for row in rows {
        let _ = writeln!(text, "{}", ours(row, limits));
    }
    if rows.iter().any(|row| !row.peers.is_empty()) {
        let _ = write!(
            text,
            "\nOthers, and how many times what it takes faircopy:\n\n{PEERS}"
        );
        for row in rows {
            for (name, peer) in &row.peers {
                let _ = writeln!(text, "{}", beside(row, name, peer, limits));
            }
        }
    }
    text
}

const OURS: &str = "\
| document | MB | operations | generate, s | CPU, s | peak, MB | × | lint, s | CPU, s | lines | check, s | CPU, s | peak, MB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
";

fn ours(row: &Row, limits: Limits) -> String {
    let bytes = row.bytes as f64;
    let generated = &row.ours.generated;
    let lint = row.lint.as_ref();
    let lint = lint.map_or_else(
        || "– | –".to_owned(),
        |lint| format!("{:.3} | {:.3}", lint.seconds, lint.user),
    );
    let check = match &row.ours.check {
        None => "– | – | –".to_owned(),
        Some(check) => match failure(check, limits) {
            Some(failure) => format!("{failure} | {:.1} | {}", check.user, megabytes(check)),
            None => format!(
                "{:.1} | {:.1} | {}",
                check.seconds,
                check.user,
                megabytes(check)
            ),
        },
    };
    format!(
        "| `{}` | {:.1} | {} | {:.3} | {:.3} | {} | {:.1} | {lint} | {} | {check} |",
        row.name,
        bytes / 1e6,
        row.operations,
        generated.seconds,
        generated.user,
        megabytes(generated),
        generated.peak as f64 / bytes,
        row.ours.lines,
    )
}

const PEERS: &str = "\
| document | generator | generate, s | CPU, s | × | peak, MB | × | lines | × | check, s | CPU, s | × | peak, MB | × |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
";

fn beside(row: &Row, name: &str, peer: &Measured, limits: Limits) -> String {
    let lines = match (peer.lines, row.ours.lines) {
        (0, _) => "– | –".to_owned(),
        (lines, ours) => format!("{lines} | {:.1}", lines as f64 / ours as f64),
    };
    let check = match (&peer.check, &row.ours.check) {
        (Some(check), Some(ours)) => compared(check, ours, 1, limits),
        _ => compared_to_nothing(),
    };
    format!(
        "| `{}` | {name} | {} | {lines} | {check} |",
        row.name,
        compared(&peer.generated, &row.ours.generated, 3, limits),
    )
}

/// Seconds, seconds of a processor and memory, each of the latter with its ratio. What failed has
/// no ratio of time, since it was not done.
fn compared(peer: &Taken, ours: &Taken, digits: usize, limits: Limits) -> String {
    let memory = format!(
        "{} | {:.1}",
        megabytes(peer),
        peer.peak as f64 / ours.peak as f64
    );
    match failure(peer, limits) {
        Some(failure) => format!("{failure} | {:.digits$} | – | {memory}", peer.user),
        None => format!(
            "{:.digits$} | {:.digits$} | {:.1} | {memory}",
            peer.seconds,
            peer.user,
            peer.user / ours.user
        ),
    }
}

fn compared_to_nothing() -> String {
    ["–"; 5].join(" | ")
}

/// What went wrong, in a few words.
fn failure(taken: &Taken, limits: Limits) -> Option<String> {
    match &taken.end {
        End::Done => None,
        End::OutOfTime => Some(format!("over {} s", limits.seconds)),
        End::OutOfMemory => Some(format!("over {} GB", limits.bytes / 1_000_000_000)),
        End::Failed(stderr) => Some(match check::errors(stderr) {
            Some(1) => "1 error".to_owned(),
            Some(errors) => format!("{errors} errors"),
            None if stderr.contains("panicked") => "panics".to_owned(),
            None => "refused".to_owned(),
        }),
    }
}

fn megabytes(taken: &Taken) -> u64 {
    taken.peak / 1_000_000
}

/// The page, with the table in place of the one that its section has.
fn replaced(page: &str, section: &Section, table: &str) -> String {
    let Section {
        start,
        introduction,
    } = section;
    let text = format!("{start}\n\n{table}\n{END}");
    let old = page.split_once(start);
    let old = old.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match (old, page.trim_end()) {
        (Some((before, after)), _) => format!("{before}{text}{after}"),
        (None, "") => format!("# Benchmarks\n\n{introduction}\n\n{text}\n"),
        (None, page) => format!("{page}\n\n{introduction}\n\n{text}\n"),
    }
}

/// The compiler and the processors that figures are of.
pub(super) fn machine() -> String {
    let output = Command::new("rustc").arg("--version").output();
    let compiler = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!(
        "{}, {} processors",
        compiler.unwrap_or_else(|_| "rustc".to_owned()),
        std::thread::available_parallelism().map_or(1, usize::from),
    )
}
