//! What came of calls into who is at fault, and a report of it.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use serde_json::Value;

use super::fault::{self, Fault};
use super::server::BROKE_DOWN;
use crate::calls::NO_VALUE;

/// What `jsonschema` says of a value that several branches of a `oneOf` allow.
const SEVERAL: &str = "more than one subschema succeeded";

/// A call, and what came of it.
pub(super) struct Outcome {
    operation: String,
    /// What was sent.
    about: String,
    /// None if an answer came and was decoded.
    failure: Option<String>,
}

/// Who is right.
enum Verdict {
    /// The client: an answer came, and was decoded.
    Answered,
    /// The document allows no value that can be told from others.
    NoValue,
    /// Prism is not, and has judged nothing.
    Fault(Vec<&'static Fault>),
    /// The client is not, as far as one can see.
    Wrong,
}

impl Outcome {
    /// Reads a line of the program's.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut columns = line.splitn(3, '\t');
        let mut column = || columns.next().map(str::to_owned);
        Some(Self {
            operation: column()?,
            about: column()?,
            failure: Some(column()?).filter(|text| text != "ok"),
        })
    }

    fn verdict(&self) -> Verdict {
        let Some(failure) = &self.failure else {
            return Verdict::Answered;
        };
        if let Some(why) = failure.strip_prefix(NO_VALUE) {
            return match why.contains(SEVERAL) {
                true => Verdict::NoValue,
                false => Verdict::Wrong,
            };
        }
        let complaints = complaints(failure);
        let faults = complaints.iter().map(|says| fault::find(says, &self.about));
        match faults.collect::<Option<Vec<_>>>() {
            Some(faults) if !faults.is_empty() => Verdict::Fault(faults),
            _ => Verdict::Wrong,
        }
    }
}

/// All that Prism holds against a request, or how it broke down; none where it is something else
/// that went wrong.
fn complaints(failure: &str) -> Vec<String> {
    if let Some((_, error)) = failure.split_once(BROKE_DOWN) {
        return vec![error.to_owned()];
    }
    let problem = failure.find('{').map(|start| &failure[start..]);
    let problem: Option<Value> = problem.and_then(|text| serde_json::from_str(text).ok());
    let complaints = problem.as_ref().and_then(|it| it["validation"].as_array());
    let messages = complaints.into_iter().flatten();
    messages
        .map(|it| it["message"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[derive(Default)]
struct Tally {
    operations: usize,
    calls: usize,
    answered: usize,
    no_value: usize,
    faults: usize,
    wrong: usize,
}

/// What came of all documents.
#[derive(Default)]
pub(super) struct Report {
    documents: Vec<(String, Tally)>,
    /// The calls that met each fault, by what Prism does.
    faults: BTreeMap<&'static str, (&'static Fault, Vec<String>)>,
    no_value: Vec<String>,
    wrong: Vec<String>,
}

impl Report {
    pub(super) fn add(&mut self, document: &str, outcomes: Vec<Outcome>) {
        let mut tally = Tally::default();
        let mut last = None;
        for outcome in outcomes {
            tally.operations += usize::from(last.as_ref() != Some(&outcome.operation));
            tally.calls += 1;
            let call = format!("{document}: {} ({})", outcome.operation, outcome.about);
            match outcome.verdict() {
                Verdict::Answered => tally.answered += 1,
                Verdict::NoValue => {
                    tally.no_value += 1;
                    self.no_value.push(call);
                }
                Verdict::Fault(faults) => {
                    tally.faults += 1;
                    for fault in faults {
                        let calls = self.faults.entry(fault.does);
                        calls.or_insert((fault, Vec::new())).1.push(call.clone());
                    }
                }
                Verdict::Wrong => {
                    tally.wrong += 1;
                    let failure = outcome.failure.as_deref().unwrap_or_default();
                    self.wrong.push(format!("{call}: {failure}"));
                }
            }
            last = Some(outcome.operation);
        }
        self.documents.push((document.to_owned(), tally));
    }

    /// Whether calls were made, and none is wrong.
    pub(super) fn is_right(&self) -> bool {
        self.wrong.is_empty() && self.documents.iter().any(|(_, tally)| tally.answered > 0)
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| document | operations | calls | answered | no value to send | Prism's fault | wrong |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|")?;
        let mut all = Tally::default();
        for (document, tally) in &self.documents {
            writeln!(f, "| `{document}` {tally}")?;
            all.add(tally);
        }
        writeln!(f, "| all {all}")?;
        if !self.no_value.is_empty() {
            writeln!(
                f,
                "\nNo value to send, since each fits several branches of a `oneOf`; by the Discriminator Object of \
                 the specification, a discriminator is a hint and does not change that:"
            )?;
            self.no_value
                .iter()
                .try_for_each(|call| writeln!(f, "- {call}"))?;
        }
        for (fault, calls) in self.faults.values() {
            writeln!(f, "\nPrism {}. {}:", fault.does, fault.clause)?;
            calls.iter().try_for_each(|call| writeln!(f, "- {call}"))?;
        }
        if !self.wrong.is_empty() {
            writeln!(f, "\nWrong:")?;
            self.wrong
                .iter()
                .try_for_each(|call| writeln!(f, "- {call}"))?;
        }
        Ok(())
    }
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.calls += other.calls;
        self.answered += other.answered;
        self.no_value += other.no_value;
        self.faults += other.faults;
        self.wrong += other.wrong;
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            operations,
            calls,
            answered,
            no_value,
            faults,
            wrong,
        } = self;
        write!(
            f,
            "| {operations} | {calls} | {answered} | {no_value} | {faults} | {wrong} |"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(about: &str, failure: &str) -> Verdict {
        let line = format!("operation\t{about}\t{failure}");
        Outcome::read(&line).expect("an outcome").verdict()
    }

    fn refused(messages: &[&str]) -> String {
        let list = messages
            .iter()
            .map(|text| serde_json::json!({ "message": text }));
        let list: Vec<_> = list.collect();
        format!("status 422: {}", serde_json::json!({ "validation": list }))
    }

    #[test]
    fn only_what_is_listed_is_the_fault_of_prism() {
        assert!(matches!(of("all", "ok"), Verdict::Answered));
        let listed = refused(&["Request body property a must be object"]);
        assert!(matches!(
            of("all, multipart/form-data", &listed),
            Verdict::Fault(_)
        ));
        assert!(matches!(
            of("all, application/json", &listed),
            Verdict::Wrong
        ));
        let beside = refused(&["must be object", "must be integer"]);
        assert!(matches!(
            of("all, multipart/form-data", &beside),
            Verdict::Wrong
        ));
        assert!(matches!(
            of("all", "status 422: {\"validation\":[]}"),
            Verdict::Wrong
        ));
        assert!(matches!(of("all", "timeout"), Verdict::Wrong));
        let broken = format!("status 500: {BROKE_DOWN}TypeError: value.split is not a function");
        assert!(matches!(of("all", &broken), Verdict::Fault(_)));
    }

    #[test]
    fn a_value_that_is_missing_for_another_reason_is_wrong() {
        let several = format!("{NO_VALUE}: {SEVERAL}");
        assert!(matches!(of("all", &several), Verdict::NoValue));
        let short = format!("{NO_VALUE}: \"value\" is shorter than 9 characters");
        assert!(matches!(of("all", &short), Verdict::Wrong));
    }
}
