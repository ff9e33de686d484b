//! Figures into a table of Markdown, which takes the place of the one in `BENCHMARKS.md`.

use std::fmt::Write;
use std::process::Command;

use super::Row;

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

How fast documents become crates, and how fast those compile. `cargo xtask bench` measures all of a
table in one run: each document is generated in a process of its own, five times, of which the
fastest counts; memory is the most that the process had at once; `cargo check` is of the crate alone,
after its dependencies, without incremental data.",
};

/// Writes a table into its section of `BENCHMARKS.md`.
pub(super) fn write(section: &Section, table: &str) -> Result<(), String> {
    let path = crate::root().join("BENCHMARKS.md");
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let text = replaced(&old, section, table);
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The table.
pub(super) fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{}\n\n\
         | document | MB | operations | generate, s | peak, MB | lines | check, s | peak, MB |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
        machine(),
    );
    for row in rows {
        let generated = &row.generated;
        let _ = write!(
            text,
            "| `{}` | {:.1} | {} | {:.3} | {} | {} ",
            row.name,
            row.bytes as f64 / 1e6,
            row.operations,
            generated.seconds,
            generated.peak / 1_000_000,
            generated.lines,
        );
        let _ = match &row.check {
            Some(check) => writeln!(
                text,
                "| {:.1} | {} |",
                check.seconds,
                check.peak / 1_000_000
            ),
            None => writeln!(text, "| – | – |"),
        };
    }
    text
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
