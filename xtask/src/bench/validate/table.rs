//! Costs into a section of `BENCHMARKS.md`.

use std::fmt::Write;

use super::{Cost, Subject};

const START: &str = "<!-- written by `cargo xtask bench validate` -->";
const END: &str = "<!-- end -->";

const INTRODUCTION: &str = "## Judging data

What it costs to judge that data is valid, measured by `cargo xtask bench validate` in one run:
instructions by callgrind (the difference of twice as many rounds and as many, so that nothing that
happens once counts) and nanoseconds (the fastest of fifteen runs). The data are the largest valid
examples of the documents. `validate` judges the generated type, `interpreted` and `macro` are
`is_valid` of the `jsonschema` crate on a `serde_json::Value`, formats included. The ratios are those
of instructions; those of time stand in parentheses.
";

/// The section, without the marks around it.
pub(super) fn text(subjects: &[Subject], rows: &[Vec<Cost>]) -> String {
    let mut text = format!(
        "{INTRODUCTION}\n\
         | schema | keywords | bytes | | validate | interpreted | macro | decode | decode, validate | parse |\n\
         |---|---:|---:|---|---:|---:|---:|---:|---:|---:|\n"
    );
    let named = || subjects.iter().zip(rows);
    for (subject, costs) in named() {
        let [validate, decode, both, parse, interpreted, by_macro] = costs[..] else {
            continue;
        };
        let order = [validate, interpreted, by_macro, decode, both, parse];
        let cells = |of: fn(Cost) -> f64| -> String {
            let cells = order.map(|cost| format!(" {:.0} |", of(cost)));
            cells.concat()
        };
        let _ = writeln!(
            text,
            "| `{}` of `{}` | {} | {} | instructions |{}",
            subject.component,
            subject.document,
            subject.keywords,
            subject.data.to_string().len(),
            cells(|cost| cost.instructions),
        );
        let _ = writeln!(text, "| | | | ns |{}", cells(|cost| cost.nanoseconds));
    }
    text += "\n\
        | schema | interpreted : validate | macro : validate | decode, validate : decode | \
        parse, interpreted : decode, validate |\n\
        |---|---:|---:|---:|---:|\n";
    for (subject, costs) in named() {
        let [validate, decode, both, parse, interpreted, by_macro] = costs[..] else {
            continue;
        };
        let whole = Cost {
            instructions: parse.instructions + interpreted.instructions,
            nanoseconds: parse.nanoseconds + interpreted.nanoseconds,
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            subject.component,
            ratio(interpreted, validate),
            ratio(by_macro, validate),
            ratio(both, decode),
            ratio(whole, both),
        );
    }
    text
}

fn ratio(of: Cost, to: Cost) -> String {
    format!(
        "{:.2} ({:.2})",
        of.instructions / to.instructions,
        of.nanoseconds / to.nanoseconds
    )
}

/// The page, with the section in place of the one that is there.
pub(super) fn replaced(page: &str, section: &str) -> String {
    let section = format!("{START}\n\n{section}\n{END}");
    let old = page.split_once(START);
    let old = old.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match old {
        Some((before, after)) => format!("{before}{section}{after}"),
        None if page.is_empty() => format!("# Benchmarks\n\n{section}\n"),
        None => format!("{}\n\n{section}\n", page.trim_end()),
    }
}
