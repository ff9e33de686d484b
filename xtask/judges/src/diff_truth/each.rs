//! Each finding of a report, judged by callers of what it is said to change.

use std::collections::BTreeSet;
use std::path::Path;

use faircopy::Config;
use faircopy::diff::render;
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
    /// Judges all findings of reports on what became of one document: what each says of an item is
    /// true of it.
    pub fn all(
        &mut self,
        place: &Path,
        old: Source<'_>,
        judged: &[(&Report, Source<'_>)],
    ) -> Result<(), String> {
        let callers: Vec<Vec<Caller>> = judged.iter().map(|(report, _)| callers(report)).collect();
        // The old crate is compiled once, for the callers of all.
        let all: Vec<Caller> = callers.concat();
        let numbers: BTreeSet<usize> = (0..all.len()).collect();
        let old = Crate::generate(place, old.0, old.1)?;
        let unwritten = failing(&old, &all, &numbers)?;
        let mut first = 0;
        for ((report, new), callers) in judged.iter().zip(&callers) {
            let written =
                (0..callers.len()).filter(|number| !unwritten.contains(&(first + number)));
            let written: BTreeSet<usize> = written.collect();
            first += callers.len();
            self.unwritten += callers.len() - written.len();
            if !written.is_empty() {
                let new = Crate::generate(place, new.0, new.1)?;
                self.one(&new, report, callers, &written)?;
            }
        }
        Ok(())
    }

    fn one(
        &mut self,
        new: &Crate,
        report: &Report,
        callers: &[Caller],
        written: &BTreeSet<usize>,
    ) -> Result<(), String> {
        let failing = failing(new, callers, written)?;
        let mut findings = BTreeSet::new();
        for number in written {
            let caller = &callers[*number];
            findings.insert(caller.finding);
            self.callers += 1;
            if caller.is_major != failing.contains(number) {
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
        Ok(())
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
