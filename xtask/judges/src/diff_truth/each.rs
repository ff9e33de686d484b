//! Each finding of a report, judged by callers of what it is said to change.

use std::collections::BTreeSet;
use std::path::Path;

use faircopy::Config;
use faircopy::diff::render;
use faircopy::diff::rust::Bump;
use faircopy::diff::{self, Options, Report};
use faircopy::source::Loader;

use super::callers::{Caller, callers, program};
use super::crates::{Crate, NAME};

/// More rounds than any program takes in which errors hide others.
const ROUNDS: usize = 12;

/// What came of the findings that were judged.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub findings: usize,
    pub callers: usize,
    /// Items whose caller could not be written so that it compiles against the old crate.
    pub unwritten: usize,
    pub wrong: Vec<String>,
}

/// A document: where it is read from, and the name of its file.
pub(super) type Source<'s> = (&'s dyn Loader, &'s str);

/// Compares, with Rust.
pub(super) fn report([old, new]: [Source<'_>; 2]) -> Result<Report, String> {
    let config = Config::default();
    let load = |(loader, root): Source<'_>| {
        diff::load(loader, root, &config).map_err(|_| "a document does not load".to_owned())
    };
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    Ok(diff::compare(&load(old)?, &load(new)?, &options))
}

impl Tally {
    /// Judges all findings between two documents: what each says of an item is true of it.
    pub fn pair(&mut self, place: &Path, sources: [Source<'_>; 2]) -> Result<Report, String> {
        let report = report(sources)?;
        let callers = callers(&report);
        if callers.is_empty() {
            return Ok(report);
        }
        let all: BTreeSet<usize> = (0..callers.len()).collect();
        let old = Crate::generate(place, sources[0].0, sources[0].1)?;
        let unwritten = failing(&old, &callers, &all)?;
        let written: BTreeSet<usize> = &all - &unwritten;
        let new = Crate::generate(place, sources[1].0, sources[1].1)?;
        let failing = failing(&new, &callers, &written)?;
        self.unwritten += unwritten.len();
        let mut findings = BTreeSet::new();
        for number in written {
            let caller = &callers[number];
            findings.insert(caller.finding);
            self.callers += 1;
            if caller.is_major != failing.contains(&number) {
                let said = if caller.is_major {
                    "major"
                } else {
                    "no more than minor"
                };
                let finding = &report.findings[caller.finding];
                let (item, finding) = (&caller.item, render::message(finding));
                self.wrong
                    .push(format!("{item} is said to be {said}: {finding}"));
            }
        }
        self.findings += findings.len();
        Ok(report)
    }
}

/// The callers that do not compile, of some.
fn failing(
    of: &Crate,
    callers: &[Caller],
    some: &BTreeSet<usize>,
) -> Result<BTreeSet<usize>, String> {
    let mut left = some.clone();
    for _ in 0..ROUNDS {
        // A module that is gone would fail at its import.
        let (text, first) = program(NAME, &of.modules, callers, &left);
        let wrong = of.wrong_lines(&text)?;
        let wrong: BTreeSet<usize> = wrong
            .iter()
            .filter_map(|line| line.checked_sub(first))
            .collect();
        if wrong.is_empty() {
            return Ok(some - &left);
        }
        left = &left - &wrong;
    }
    Err("a program does not come to an end".to_owned())
}

/// Whether a change of no more than that is the worst.
pub(super) fn is_major(report: &Report) -> bool {
    report.rust() == Bump::Major
}
