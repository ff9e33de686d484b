//! What came of the cases of documents into a table, and a list of what is wrong.

use std::fmt::{self, Display, Formatter};

use faircopy::internals::emit;
use faircopy::internals::ir::{Api, Operation};

use super::cases::Case;

/// What came of a document.
#[derive(Default)]
pub(super) struct Document {
    operations: usize,
    cases: usize,
    right: usize,
    /// The operations that are not served, and why.
    unserved: Vec<String>,
    /// Those that no valid value was found for.
    without_value: Vec<String>,
    wrong: Vec<String>,
}

impl Document {
    pub(super) fn new(api: &Api) -> Self {
        let unserved = emit::unserved(api);
        let unserved = unserved.map(|(at, why, outcome)| format!("{at}: {why}; {outcome}"));
        Self {
            operations: api.operations.len(),
            unserved: unserved.collect(),
            ..Self::default()
        }
    }

    pub(super) fn without_value(&mut self, operation: &Operation, why: &str) {
        self.without_value.push(format!("{}: {why}", operation.id));
    }

    pub(super) fn add(&mut self, operation: &Operation, case: &Case, outcome: &str) {
        self.cases += 1;
        match outcome {
            "ok" => self.right += 1,
            // What nobody has found valid, either side may refuse.
            refused
                if case.unsure
                    && (refused.contains("the request is invalid") || refused.contains("500")) =>
            {
                self.cases -= 1;
                let line = format!("{}: each value is refused", operation.id);
                if !self.without_value.contains(&line) {
                    self.without_value.push(line);
                }
            }
            _ => {
                let case = case.line();
                let case: String = case.trim_end().chars().take(600).collect();
                self.wrong
                    .push(format!("{}: {outcome}\n  {case}", operation.id));
            }
        }
    }
}

/// What came of all documents.
#[derive(Default)]
pub(super) struct Report(Vec<(String, Document)>);

impl Report {
    pub(super) fn add(&mut self, name: &str, document: Document) {
        self.0.push((name.to_owned(), document));
    }

    /// Whether calls were made, and none is wrong.
    pub(super) fn is_right(&self) -> bool {
        let mut all = self.0.iter();
        let is_right = all.all(|(_, document)| document.wrong.is_empty());
        is_right && self.0.iter().any(|(_, document)| document.right > 0)
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| document | operations | not served | without a value | cases | right | wrong |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|")?;
        let mut sum = [0; 6];
        for (name, document) in &self.0 {
            let row = [
                document.operations,
                document.unserved.len(),
                document.without_value.len(),
                document.cases,
                document.right,
                document.wrong.len(),
            ];
            writeln!(f, "| `{name}` | {} |", cells(row))?;
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
        writeln!(f, "| all | {} |", cells(sum))?;
        let lists = [
            (
                "Not served",
                (|it| &it.unserved) as fn(&Document) -> &Vec<String>,
            ),
            ("Without a value", |it| &it.without_value),
            ("Wrong", |it| &it.wrong),
        ];
        for (title, of) in lists {
            if self.0.iter().any(|(_, document)| !of(document).is_empty()) {
                writeln!(f, "\n{title}:")?;
            }
            for (name, document) in &self.0 {
                for line in of(document) {
                    writeln!(f, "- {name}: {line}")?;
                }
            }
        }
        Ok(())
    }
}

fn cells(row: [usize; 6]) -> String {
    row.map(|value| value.to_string()).join(" | ")
}
