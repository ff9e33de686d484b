//! Two requests of each call into what differs and by whose fault, and a report of it.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use serde_json::{Map, Value};

use super::fault::{self, FAULTS};
use super::listener::Request;
use super::normal::normal;
use crate::calls::Described;

#[derive(Default)]
struct Tally {
    calls: usize,
    same: usize,
    faults: usize,
    wrong: usize,
}

/// What came of all documents.
#[derive(Default)]
pub(super) struct Report {
    documents: Vec<(String, Tally)>,
    /// The calls that met each fault.
    faults: BTreeMap<usize, Vec<String>>,
    wrong: Vec<String>,
    /// Whether every fault must be met.
    is_whole: bool,
}

impl Report {
    /// One of all documents, or of some.
    pub(super) fn new(is_whole: bool) -> Self {
        Self {
            is_whole,
            ..Self::default()
        }
    }

    pub(super) fn add(
        &mut self,
        document: &str,
        calls: &[Described],
        ours: &BTreeMap<usize, Request>,
        theirs: &BTreeMap<usize, Result<Request, String>>,
    ) {
        let mut tally = Tally::default();
        for call in calls {
            tally.calls += 1;
            let name = format!("{document}: {}", call.about);
            let ours = ours.get(&call.number).map(|request| normal(request, call));
            let theirs = match theirs.get(&call.number) {
                Some(Ok(request)) => Ok(normal(request, call)),
                Some(Err(error)) => Err(error.as_str()),
                None => Err("nothing"),
            };
            let differences = match (&ours, &theirs) {
                (Some(ours), Ok(theirs)) => differences(ours, theirs),
                (None, Err(_)) => Vec::new(),
                (None, Ok(_)) => vec![("request", "none".to_owned(), "one".to_owned())],
                (Some(_), Err(error)) => {
                    vec![("request", "one".to_owned(), (*error).to_owned())]
                }
            };
            let found: Vec<_> = differences
                .iter()
                .map(|(aspect, _, theirs)| fault::find(&name, aspect, theirs))
                .collect();
            match (differences.is_empty(), found.iter().all(Option::is_some)) {
                (true, _) => tally.same += 1,
                (false, true) => tally.faults += 1,
                (false, false) => tally.wrong += 1,
            }
            for ((aspect, ours, theirs), fault) in differences.into_iter().zip(found) {
                match fault {
                    Some(index) => self.faults.entry(index).or_default().push(name.clone()),
                    None => {
                        let text =
                            format!("{name}: {aspect}:\n    ours   {ours}\n    theirs {theirs}");
                        self.wrong.push(text);
                    }
                }
            }
        }
        self.documents.push((document.to_owned(), tally));
    }

    pub(super) fn is_right(&self) -> bool {
        self.wrong.is_empty() && self.unmet().next().is_none()
    }

    fn unmet(&self) -> impl Iterator<Item = &'static str> {
        let faults = FAULTS.iter().enumerate();
        let unmet = faults.filter(|(index, _)| self.is_whole && !self.faults.contains_key(index));
        unmet.map(|(_, fault)| fault.does)
    }
}

/// The aspects in which two requests differ, and what each has.
fn differences<'a>(
    ours: &'a Map<String, Value>,
    theirs: &'a Map<String, Value>,
) -> Vec<(&'a str, String, String)> {
    let mut aspects: Vec<_> = ours.keys().chain(theirs.keys()).collect();
    aspects.sort_unstable();
    aspects.dedup();
    let text = |value: Option<&Value>| value.map_or_else(|| "none".to_owned(), Value::to_string);
    aspects
        .into_iter()
        .filter(|aspect| ours.get(*aspect) != theirs.get(*aspect))
        .map(|aspect| {
            (
                aspect.as_str(),
                text(ours.get(aspect)),
                text(theirs.get(aspect)),
            )
        })
        .collect()
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:40}{:>8}{:>8}{:>8}{:>8}",
            "document", "calls", "same", "theirs", "wrong"
        )?;
        for (document, tally) in &self.documents {
            writeln!(
                f,
                "{document:40}{:>8}{:>8}{:>8}{:>8}",
                tally.calls, tally.same, tally.faults, tally.wrong
            )?;
        }
        for (index, calls) in &self.faults {
            let fault = &FAULTS[*index];
            writeln!(f, "\nswagger-client {} ({}):", fault.does, fault.clause)?;
            for call in calls {
                writeln!(f, "  {call}")?;
            }
        }
        for does in self.unmet() {
            writeln!(f, "\nno call shows that swagger-client {does}")?;
        }
        if !self.wrong.is_empty() {
            writeln!(f, "\nwrong:")?;
        }
        for difference in &self.wrong {
            writeln!(f, "  {difference}")?;
        }
        Ok(())
    }
}
