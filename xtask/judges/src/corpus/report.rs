//! Records into a table, its totals, what is wrong, and JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::outcome::{Outcome, Verdict};
use super::record::Record;

/// Of a thousand examples that fit, so many must come back.
const KEPT_PER_THOUSAND: usize = 995;
/// How many lines about one document are printed.
const LISTED: usize = 8;

/// The outcome of a run.
pub(super) struct Report<'r> {
    records: &'r [Record],
}

const HEADINGS: [&str; 12] = [
    "document",
    "version",
    "operations",
    "generated",
    "skipped",
    "seconds",
    "lines",
    "check s",
    "errors",
    "warnings",
    "kept",
    "of",
];

impl<'r> Report<'r> {
    pub(super) fn new(records: &'r [Record]) -> Self {
        Self { records }
    }

    /// Whether there are documents, and all of them are right.
    pub(super) fn is_right(&self) -> bool {
        let (kept, fitting) = self.examples();
        !self.records.is_empty()
            && self.records.iter().all(Record::is_right)
            && kept * 1000 >= fitting * KEPT_PER_THOUSAND
    }

    /// How many of the examples that fit came back, and how many fit.
    fn examples(&self) -> (usize, usize) {
        let sum = |of: fn(&Record) -> usize| self.records.iter().map(of).sum();
        (sum(kept), sum(fitting))
    }

    pub(super) fn text(&self) -> String {
        let mut rows = vec![HEADINGS.map(str::to_owned)];
        rows.extend(self.records.iter().map(row));
        let mut text = table(&rows);
        for record in self.records {
            text.push_str(&problems(record));
        }
        text.push_str(&self.totals());
        text
    }

    fn totals(&self) -> String {
        let sum = |of: &dyn Fn(&Record) -> usize| self.records.iter().map(of).sum::<usize>();
        let count = |verdict| sum(&|record| record.count(verdict));
        let missed = |record: &Record| {
            let examples = record.examples.iter();
            examples.filter(|outcome| outcome.missed).count()
        };
        let right = self
            .records
            .iter()
            .filter(|record| record.is_right())
            .count();
        let seconds: f64 = self.records.iter().map(|record| record.seconds).sum();
        let (kept, fitting) = self.examples();
        let mut text = format!(
            "\n{} operations, {} generated, {} skips; {} lines in {seconds:.1} s\n",
            sum(&|record| record.operations),
            sum(&|record| record.methods),
            sum(&|record| record.skips.len()),
            sum(&|record| record.lines),
        );
        if fitting > 0 {
            let share = 100.0 * kept as f64 / fitting as f64;
            let _ = writeln!(
                text,
                "{} examples: {} contradict their own schema, of which our validation lets {} pass; of the {fitting} that fit, {kept} \
                 ({share:.2} %) came back, {} of them with a moment or number \
                 in other digits and {} without \
                 undeclared properties",
                sum(&|record| record.examples.len()),
                count(Verdict::Contradicts),
                sum(&missed),
                count(Verdict::Respelt),
                count(Verdict::Undeclared),
            );
        }
        let _ = writeln!(text, "{right} of {} documents right", self.records.len());
        text
    }

    pub(super) fn json(&self) -> Value {
        let (kept, fitting) = self.examples();
        let right = self
            .records
            .iter()
            .filter(|record| record.is_right())
            .count();
        json!({
            "documents": self.records.iter().map(Record::json).collect::<Vec<_>>(),
            "right": right,
            "examplesFitting": fitting,
            "examplesKept": kept,
        })
    }
}

fn fitting(record: &Record) -> usize {
    record.examples.len() - record.count(Verdict::Contradicts)
}

fn kept(record: &Record) -> usize {
    fitting(record) - record.count(Verdict::Broken)
}

fn row(record: &Record) -> [String; 12] {
    let dash = || "–".to_owned();
    let checked = record.checked.as_ref();
    let figure = |figure: Option<usize>| figure.map_or_else(dash, |figure| figure.to_string());
    let seconds = checked.and_then(|checked| checked.seconds);
    let has_examples = !record.examples.is_empty();
    [
        record.name.clone(),
        record.version.clone(),
        record.operations.to_string(),
        if record.generated { "yes" } else { "no" }.to_owned(),
        record.skips.len().to_string(),
        format!("{:.3}", record.seconds),
        record.lines.to_string(),
        seconds.map_or_else(dash, |seconds| format!("{seconds:.1}")),
        figure(checked.map(|checked| checked.errors)),
        figure(checked.map(|checked| checked.warnings)),
        figure(has_examples.then(|| kept(record))),
        figure(has_examples.then(|| fitting(record))),
    ]
}

/// What is wrong with a document, in a few lines.
fn problems(record: &Record) -> String {
    let mut lines = record.failures.clone();
    lines.extend(record.unjudged.clone());
    for skip in &record.skips {
        if skip.clause.is_none() {
            lines.push(format!("skipped {}: {}", skip.what, skip.reason));
        }
    }
    let messages = record.checked.iter().flat_map(|checked| &checked.messages);
    lines.extend(messages.map(|message| message.trim_end().replace('\n', "\n    ")));
    let broken = record.examples.iter();
    let broken = broken.filter(|outcome| outcome.verdict == Verdict::Broken);
    lines.extend(broken.map(Outcome::line));
    if lines.is_empty() {
        return String::new();
    }
    let more = lines.len().saturating_sub(LISTED);
    let mut text = format!("\n{}:\n", record.name);
    for line in lines.iter().take(LISTED) {
        let _ = writeln!(text, "  {line}");
    }
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
    text
}

/// Columns, the first to the left and the others to the right.
fn table(rows: &[[String; 12]]) -> String {
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..12).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = format!("{:<width$}", row[0], width = widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            let _ = write!(line, "  {cell:>width$}");
        }
        let _ = writeln!(text, "{line}");
    }
    text
}
