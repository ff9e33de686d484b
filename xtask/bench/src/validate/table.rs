//! Costs into a table of Markdown.

use std::fmt::Write;

use super::{Cost, Costs, Subject};
use crate::table::machine;

/// What is said before the table.
pub(super) const INTRODUCTION: &str = "## Judging

What it costs to judge that data is valid, as `cargo xtask bench validate` measures it in one run:
instructions by callgrind (the difference of 200 rounds and of 100, so that nothing counts that
happens once) and nanoseconds (the fastest of 400 runs of a millisecond). The data are the largest
valid example of each document, and for qdrant, which has none, our own. `validate` judges the
generated type; `interpreted` and `macro` are `is_valid` of the `jsonschema` crate 0.60.2
on a `serde_json::Value`, formats included. Ratios are of instructions, and of time in parentheses.
Judging by the generated types allocates nothing: the command stops with an error otherwise.";

/// The tables.
pub(super) fn text(subjects: &[Subject], rows: &[Costs]) -> String {
    let named = || subjects.iter().zip(rows);
    let mut text = format!(
        "{}\n\n\
         | schema | keywords | bytes | | validate | interpreted | macro | decode | decode, validate | parse |\n\
         |---|---:|---:|---|---:|---:|---:|---:|---:|---:|\n",
        machine()
    );
    for (subject, costs) in named() {
        let cells = |of: fn(Cost) -> f64| -> String {
            let order = [
                costs.validate,
                costs.interpreted,
                costs.by_macro,
                costs.decode,
                costs.both,
                costs.parse,
            ];
            order.map(|cost| format!(" {:.0} |", of(cost))).concat()
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
        let parsed = Cost {
            instructions: costs.parse.instructions + costs.interpreted.instructions,
            nanoseconds: costs.parse.nanoseconds + costs.interpreted.nanoseconds,
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            subject.component,
            ratio(costs.interpreted, costs.validate),
            ratio(costs.by_macro, costs.validate),
            ratio(costs.both, costs.decode),
            ratio(parsed, costs.both),
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
