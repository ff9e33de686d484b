//! What came of each document, as a table.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::failure::Failure;
use super::fault::Court;
use super::tool::Run;

/// How many failures of a kind are shown.
const SHOWN: usize = 3;

/// All documents.
#[derive(Default)]
pub(super) struct Report {
    documents: Vec<Document>,
    /// What Schemathesis does wrong, by what it does, with the clause and how often.
    faults: BTreeMap<(&'static str, &'static str), usize>,
}

struct Document {
    name: String,
    operations: u64,
    requests: usize,
    successes: usize,
    excused: usize,
    /// What is left, by operation and check.
    wrong: BTreeMap<(String, String), Vec<String>>,
}

impl Report {
    pub(super) fn add(&mut self, name: &str, run: &Run, court: &Court<'_>) {
        let mut document = Document {
            name: name.to_owned(),
            operations: run.operations,
            requests: run.requests,
            successes: run.successes,
            excused: 0,
            wrong: BTreeMap::new(),
        };
        for failure in &run.failures {
            match court.fault(failure) {
                Some(fault) => {
                    *self.faults.entry((fault.does, fault.clause)).or_default() += 1;
                    document.excused += 1;
                }
                None => {
                    let key = (failure.operation.clone(), failure.check.clone());
                    document.wrong.entry(key).or_default().push(told(failure));
                }
            }
        }
        self.documents.push(document);
    }

    pub(super) fn is_right(&self) -> bool {
        self.documents
            .iter()
            .all(|document| document.wrong.is_empty())
    }
}

fn told(failure: &Failure) -> String {
    let request = &failure.request;
    let body = String::from_utf8_lossy(&request.body);
    format!(
        "{}\n      {} {} {}\n      {} {body:?}\n      {} {}\n      {}",
        failure.message.replace('\n', "; "),
        request.method,
        request.address,
        serde_json::Value::from(request.headers.clone()),
        request.media_type,
        failure.status,
        failure.reply,
        failure.intent,
    )
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "document                              operations  requests  answered  excused  wrong"
        )?;
        for document in &self.documents {
            let wrong: usize = document.wrong.values().map(Vec::len).sum();
            writeln!(
                f,
                "{:<38}{:>10}{:>10}{:>10}{:>9}{wrong:>7}",
                document.name,
                document.operations,
                document.requests,
                document.successes,
                document.excused
            )?;
        }
        for document in &self.documents {
            for ((operation, check), failures) in &document.wrong {
                writeln!(
                    f,
                    "{}: {operation}: {check} ({})",
                    document.name,
                    failures.len()
                )?;
                for failure in failures.iter().take(SHOWN) {
                    writeln!(f, "    {failure}")?;
                }
            }
        }
        for ((does, clause), count) in &self.faults {
            writeln!(f, "Schemathesis {does} ({count})\n    {clause}")?;
        }
        Ok(())
    }
}
