//! What came of calls into who is at fault, and a report of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};

use super::fault::{self, FAULTS, Fault};

/// A call, and what came of it.
pub(super) struct Call {
    operation: String,
    /// What was sent.
    about: String,
    /// None if the server saw what was sent, and the client got what the server answered.
    failure: Option<String>,
}

impl Call {
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
}

#[derive(Default)]
struct Tally {
    operations: usize,
    calls: usize,
    right: usize,
    faults: usize,
    wrong: usize,
}

/// What came of all frameworks.
#[derive(Default)]
pub(super) struct Report {
    frameworks: Vec<(&'static str, Tally)>,
    /// The calls that met each fault, in the order of the list.
    faults: BTreeMap<usize, Vec<String>>,
    wrong: Vec<String>,
}

impl Report {
    /// Adds the calls of a framework whose document has those operations.
    pub(super) fn add(
        &mut self,
        framework: &'static str,
        operations: BTreeSet<String>,
        calls: Vec<Call>,
    ) {
        let mut tally = Tally {
            operations: operations.len(),
            calls: calls.len(),
            ..Tally::default()
        };
        let mut uncalled = operations;
        for call in calls {
            uncalled.remove(&call.operation);
            let Call {
                operation, about, ..
            } = &call;
            let name = format!("{framework}: {operation} ({about})");
            let Some(failure) = &call.failure else {
                tally.right += 1;
                continue;
            };
            match fault::find(framework, operation, about, failure) {
                Some(index) => {
                    tally.faults += 1;
                    self.faults.entry(index).or_default().push(name);
                }
                None => {
                    tally.wrong += 1;
                    self.wrong.push(format!("{name}: {failure}"));
                }
            }
        }
        let uncalled = uncalled.into_iter();
        self.wrong
            .extend(uncalled.map(|operation| format!("{framework}: {operation} was not called")));
        for (index, fault) in FAULTS.iter().enumerate() {
            if fault.framework == framework && !self.faults.contains_key(&index) {
                let Fault { does, .. } = fault;
                self.wrong
                    .push(format!("{framework}: no call shows that it {does}"));
            }
        }
        self.frameworks.push((framework, tally));
    }

    pub(super) fn is_right(&self) -> bool {
        self.wrong.is_empty()
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:12}{:>12}{:>8}{:>8}{:>8}{:>8}",
            "framework", "operations", "calls", "right", "faults", "wrong"
        )?;
        for (framework, tally) in &self.frameworks {
            writeln!(
                f,
                "{framework:12}{:>12}{:>8}{:>8}{:>8}{:>8}",
                tally.operations, tally.calls, tally.right, tally.faults, tally.wrong
            )?;
        }
        for (index, calls) in &self.faults {
            let Fault {
                framework,
                does,
                because,
                ..
            } = &FAULTS[*index];
            writeln!(f, "\n{framework} {does} ({because}):")?;
            for call in calls {
                writeln!(f, "  {call}")?;
            }
        }
        if !self.wrong.is_empty() {
            writeln!(f, "\nwrong:")?;
        }
        for call in &self.wrong {
            writeln!(f, "  {call}")?;
        }
        Ok(())
    }
}
