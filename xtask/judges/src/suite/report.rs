//! Answers to a table by file, a list of the wrong ones, and a record for every test.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::Answer;
use super::document::{Draft, Reason};
use super::group::Group;

/// What the answers amount to.
pub(super) struct Report {
    draft: Draft,
    files: BTreeMap<String, Count>,
    wrong: Vec<String>,
    inexpressible: BTreeMap<Reason, (usize, Vec<String>)>,
    records: Vec<Value>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    wrong: usize,
    inexpressible: usize,
}

impl Report {
    pub(super) fn new(draft: Draft, groups: &[Group], answers: &[Answer]) -> Self {
        let mut report = Self {
            draft,
            files: BTreeMap::new(),
            wrong: Vec::new(),
            inexpressible: BTreeMap::new(),
            records: Vec::new(),
        };
        for (group, answer) in groups.iter().zip(answers) {
            report.add(group, answer);
        }
        report
    }

    fn add(&mut self, group: &Group, answer: &Answer) {
        let name = format!("{}: {}", group.file, group.description);
        let count = self.files.entry(group.file.clone()).or_default();
        if let Answer::Inexpressible(reason) = answer {
            count.inexpressible += group.tests.len();
            let (number, names) = self.inexpressible.entry(*reason).or_default();
            *number += group.tests.len();
            names.push(name.clone());
        }
        for (index, test) in group.tests.iter().enumerate() {
            let got = match answer {
                Answer::Judged(judged) => match judged.get(index).copied().flatten() {
                    Some(valid) => json!(valid),
                    None => json!("died"),
                },
                Answer::Failed(reason) => json!(reason),
                Answer::Inexpressible(reason) => json!({ "inexpressible": reason.as_str() }),
            };
            if !matches!(answer, Answer::Inexpressible(_)) {
                if got == json!(test.valid) {
                    count.right += 1;
                } else {
                    count.wrong += 1;
                    let verdict = if test.valid { "valid" } else { "invalid" };
                    let line = format!("{name}: {}: {verdict}, but got {got}", test.description);
                    self.wrong.push(line);
                }
            }
            self.records.push(json!({
                "draft": self.draft.as_str(),
                "file": group.file,
                "group": group.description,
                "test": test.description,
                "expected": test.valid,
                "got": got,
            }));
        }
    }

    /// Whether every answer is right.
    pub(super) fn is_right(&self) -> bool {
        self.wrong.is_empty()
    }

    /// A record for every test.
    pub(super) fn records(self) -> Vec<Value> {
        self.records
    }

    /// The table, the lists, and `N of M right` in the last line.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let openapi = match self.draft {
            Draft::Four => "draft 4, as OpenAPI 3.0",
            Draft::TwentyTwelve => "draft 2020-12, as OpenAPI 3.1",
        };
        let _ = writeln!(
            out,
            "{openapi}\n\n{:26}{:>7}{:>7}{:>15}",
            "file", "right", "wrong", "inexpressible"
        );
        let mut total = Count::default();
        for (file, count) in &self.files {
            let Count {
                right,
                wrong,
                inexpressible,
            } = *count;
            let _ = writeln!(out, "{file:26}{right:>7}{wrong:>7}{inexpressible:>15}");
            total.right += right;
            total.wrong += wrong;
        }
        for (reason, (number, names)) in &self.inexpressible {
            let _ = writeln!(out, "\n{number} inexpressible: {}", reason.as_str());
            for name in names {
                let _ = writeln!(out, "  {name}");
            }
        }
        if !self.wrong.is_empty() {
            let _ = writeln!(out, "\nwrong:");
        }
        for line in &self.wrong {
            let _ = writeln!(out, "  {line}");
        }
        let _ = writeln!(
            out,
            "\n{} of {} right",
            total.right,
            total.right + total.wrong
        );
        out
    }
}
