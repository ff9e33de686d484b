//! What came of all documents, as a report.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use super::Compiled;
use super::one::Outcome;

/// How many of the slowest and the largest are named.
const NAMED: usize = 5;
/// How many documents of a code are named.
const EXAMPLES: usize = 3;

pub(super) struct Report<'a> {
    pub(super) outcomes: &'a [Outcome],
    pub(super) compiled: &'a [Compiled],
}

impl Report<'_> {
    /// Whether every document is generated, and every crate of the sample compiles.
    pub(super) fn is_right(&self) -> bool {
        let clean = |one: &Compiled| one.errors == 0 && one.warnings == 0;
        !self.outcomes.is_empty()
            && self.outcomes.iter().all(Outcome::is_generated)
            && self.compiled.iter().all(clean)
    }

    /// What came of every document.
    pub(super) fn json(&self) -> Value {
        let outcomes = self.outcomes.iter().map(|outcome| {
            let said = match &outcome.said {
                Ok(said) => said.clone(),
                Err(reason) => json!({ "failed": reason }),
            };
            json!({ "document": outcome.name, "outcome": said })
        });
        let compiled = self.compiled.iter().map(|one| {
            json!({
                "document": one.name,
                "errors": one.errors,
                "warnings": one.warnings,
                "messages": one.messages,
            })
        });
        json!({
            "documents": outcomes.collect::<Vec<_>>(),
            "compiled": compiled.collect::<Vec<_>>(),
        })
    }

    /// The documents that have each code under a key.
    fn by_code(&self, key: &str) -> BTreeMap<&str, Vec<&str>> {
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for outcome in self.outcomes {
            for code in outcome.codes(key) {
                found.entry(code).or_default().push(&outcome.name);
            }
        }
        found
    }

    fn codes(&self, f: &mut fmt::Formatter<'_>, title: &str, key: &str) -> fmt::Result {
        let found = self.by_code(key);
        if found.is_empty() {
            return Ok(());
        }
        writeln!(f, "{title}:")?;
        for (code, names) in found {
            let examples: Vec<_> = names.iter().take(EXAMPLES).copied().collect();
            let more = if names.len() > EXAMPLES { " …" } else { "" };
            writeln!(
                f,
                "  {code} {:5}  {}{more}",
                names.len(),
                examples.join(", ")
            )?;
        }
        Ok(())
    }

    /// Those with the largest figures under a key.
    fn largest(&self, key: &str) -> String {
        let mut outcomes: Vec<_> = self.outcomes.iter().collect();
        outcomes.sort_by(|a, b| b.figure(key).total_cmp(&a.figure(key)));
        let named = outcomes.iter().take(NAMED);
        let named = named.map(|one| format!("{} {:.1}", one.name, one.figure(key)));
        named.collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |is: fn(&Outcome) -> bool| self.outcomes.iter().filter(|one| is(one)).count();
        let all = self.outcomes.len();
        let generated = count(Outcome::is_generated);
        writeln!(
            f,
            "{generated} of {all} documents are generated, {} of them whole",
            count(Outcome::is_whole)
        )?;
        for outcome in self.outcomes {
            if let Err(reason) = &outcome.said {
                writeln!(f, "  {}: {reason}", outcome.name)?;
            }
        }
        self.codes(f, "refused without `--keep-going`", "refusedBy")?;
        self.codes(f, "refused with it", "stillRefusedBy")?;
        self.codes(f, "warnings", "warnings")?;
        let seconds: f64 = self.outcomes.iter().map(|one| one.figure("seconds")).sum();
        writeln!(
            f,
            "seconds: {seconds:.1} in all; most: {}",
            self.largest("seconds")
        )?;
        writeln!(
            f,
            "megabytes at the peak: {}",
            self.largest("peakMegabytes")
        )?;
        let clean = |one: &&Compiled| one.errors == 0 && one.warnings == 0;
        let compiled = self.compiled.iter().filter(clean).count();
        writeln!(
            f,
            "{compiled} of a sample of {} compile without a warning",
            self.compiled.len()
        )?;
        for one in self.compiled.iter().filter(|one| !clean(one)) {
            writeln!(
                f,
                "  {}: {} errors, {} warnings",
                one.name, one.errors, one.warnings
            )?;
            for message in one.messages.iter().take(2) {
                writeln!(f, "    {}", message.trim_end().replace('\n', "\n    "))?;
            }
        }
        Ok(())
    }
}
