//! Figures into a table of Markdown, which takes the place of the one in `BENCHMARKS.md`.

use std::fmt::Write;
use std::process::Command;

use super::Row;

const START: &str = "<!-- written by `cargo xtask bench` -->";
const END: &str = "<!-- end -->";

const INTRODUCTION: &str = "# Benchmarks

How fast documents become crates, and how fast those compile. `cargo xtask bench` measures all of a
table in one run: each document is generated in a process of its own, five times, of which the
fastest counts; memory is the most that the process had at once; `cargo check` is of the crate alone,
after its dependencies, without incremental data.
";

/// The table.
pub(super) fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{}, {} processors\n\n\
         | document | MB | operations | generate, s | peak, MB | lines | check, s | peak, MB |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
        compiler(),
        std::thread::available_parallelism().map_or(1, usize::from),
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

/// The page, with the table in place of the one that is there.
pub(super) fn replaced(page: &str, table: &str) -> String {
    let section = format!("{START}\n\n{table}\n{END}");
    let old = page.split_once(START);
    let old = old.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match old {
        Some((before, after)) => format!("{before}{section}{after}"),
        None if page.is_empty() => format!("{INTRODUCTION}\n{section}\n"),
        None => format!("{}\n\n{section}\n", page.trim_end()),
    }
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_else(|_| "rustc".to_owned())
}
