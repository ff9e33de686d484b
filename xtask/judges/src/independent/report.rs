//! What both sides saw to a table, and the differences with whose they are.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::case::{Case, Got};
use super::client::Caller;
use super::fault::Fault;

/// What was found of all clients.
#[derive(Default)]
pub(super) struct Report {
    rows: Vec<Row>,
    /// Client, case and difference; with the clause, where it is the client's.
    differences: Vec<(Caller, String, String, Option<&'static str>)>,
}

struct Row {
    caller: Caller,
    operations: usize,
    cases: usize,
    alike: usize,
}

impl Report {
    pub(super) fn add(
        &mut self,
        caller: Caller,
        cases: &[Case],
        saw: &BTreeMap<String, Value>,
        got: &Got,
    ) {
        let mut operations: Vec<_> = cases.iter().map(|case| &case.operation).collect();
        operations.sort();
        operations.dedup();
        let mut row = Row {
            caller,
            operations: operations.len(),
            cases: cases.len(),
            alike: 0,
        };
        for case in cases {
            let found = case.differences(saw.get(&case.name), got.get(&case.name));
            row.alike += usize::from(found.is_empty());
            // What one side does otherwise, the other may see: one fault, that may show twice.
            let fault = found
                .iter()
                .find_map(|one| Fault::of(caller, &case.name, one));
            for difference in found {
                let clause = fault.map(|fault| fault.clause);
                self.differences
                    .push((caller, case.name.clone(), difference, clause));
            }
        }
        self.rows.push(row);
    }

    /// Whether each difference is a client's own.
    pub(super) fn is_right(&self) -> bool {
        !self.rows.is_empty() && self.differences.iter().all(|(.., clause)| clause.is_some())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            let Row {
                caller,
                operations,
                cases,
                alike,
            } = row;
            let name = caller.name();
            writeln!(
                f,
                "{name}: {operations} operations, {cases} cases, {alike} seen alike"
            )?;
        }
        for (caller, case, difference, clause) in &self.differences {
            let whose = if clause.is_some() { "theirs" } else { "ours" };
            writeln!(f, "{whose}: {}: {case}: {difference}", caller.name())?;
            if let Some(clause) = clause {
                writeln!(f, "    {clause}")?;
            }
        }
        Ok(())
    }
}
