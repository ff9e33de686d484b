//! `cargo xtask diff-judge`: whether verdicts of `diff` on schemas are right, by random pairs made of
//! structural edits, and by an independent implementation of JSON Schema.
//!
//! ```text
//! seed ─▶ document ─ edits ─▶ document ─▶ diff: verdict, witness ─╮
//!                  ╰─▶ random data ─▶ jsonschema: old, new ───────┴▶ what differs
//! ```
//!
//! With `--published`, successive versions of published documents are judged in place of random pairs.
//!
//! No pair that is called safe has data that one side accepts and the other refuses, and of those
//! called breaking nearly all show a witness that the other implementation confirms.

mod data;
mod edits;
mod published;
mod schemas;
mod surroundings;

use std::path::PathBuf;
use std::process::ExitCode;

use faircopy::diff::effect::{Direction, Wire};
use faircopy::diff::{self, Area, Finding, Options, Report, render};
use faircopy::source::MapLoader;
use faircopy::{Config, Pointer};
use fastrand::Rng;
use serde_json::{Value, json};

const ROOT: &str = "api.json";

/// How many data are tried for each pair.
const DATA: usize = 60;

/// Of so many breaking verdicts on data, one may lack a witness that is confirmed.
const SHOWN: usize = 100;

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many pairs of documents.
    #[arg(long, default_value = "100000")]
    pairs: u64,
    /// The first seed: a pair is made of its seed alone.
    #[arg(long, default_value = "0")]
    seed: u64,
    /// Judges successive versions of published documents in a folder, in place of random pairs: how many
    /// of their breaking findings show data, and whether those are confirmed.
    #[arg(long, value_name = "DIR")]
    published: Option<PathBuf>,
}

/// Runs the command; exits with 1 where `diff` is wrong.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(folder) = &arguments.published {
        return match published::judge(folder) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(problem) => {
                eprintln!("error: {problem}");
                ExitCode::FAILURE
            }
        };
    }
    let mut tally = Tally::default();
    for seed in arguments.seed..arguments.seed + arguments.pairs {
        tally.any(seed);
    }
    println!("{}", tally.summary());
    tally
        .wrong
        .iter()
        .take(20)
        .for_each(|wrong| println!("{wrong}"));
    match tally.is_right() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// What came of the pairs so far.
#[derive(Default)]
struct Tally {
    pairs: usize,
    /// Pairs of what surrounds schemas.
    around: usize,
    safe: usize,
    potential: usize,
    breaking: usize,
    shown: usize,
    /// Verdicts that the other implementation refutes.
    wrong: Vec<String>,
    /// Breaking verdicts without a witness that it confirms.
    bare: Vec<String>,
}

impl Tally {
    fn is_right(&self) -> bool {
        self.wrong.is_empty() && self.bare.len() * SHOWN <= self.breaking
    }

    fn summary(&self) -> String {
        let Self {
            pairs,
            around,
            safe,
            potential,
            breaking,
            shown,
            ..
        } = self;
        format!(
            "{pairs} pairs of schemas: {safe} safe, {potential} potential, {breaking} breaking one way, \
             {shown} of those with a witness; {around} of what surrounds them; {} wrong\n{}",
            self.wrong.len(),
            self.bare
                .iter()
                .take(20)
                .cloned()
                .collect::<Vec<_>>()
                .join("\n")
        )
    }

    /// Judges a pair of schemas, or, every fourth, a pair of what surrounds them.
    fn any(&mut self, seed: u64) {
        match seed % 4 {
            3 => self.around(seed),
            _ => self.pair(seed),
        }
    }

    /// Judges one pair of what surrounds schemas.
    fn around(&mut self, seed: u64) {
        let mut rng = Rng::with_seed(seed);
        let old = surroundings::document(&mut rng);
        let mut new = old.clone();
        let (done, right) = surroundings::edit(&mut new, &mut rng);
        let Some(report) = compare(&old, &new) else {
            self.wrong
                .push(format!("does not load: seed {seed}, {done:?}\n  {new}"));
            return;
        };
        self.around += 1;
        let verdict = report.wire();
        if !right.contains(&verdict) {
            let said: Vec<_> = report.findings.iter().map(told_of).collect();
            let verdict = verdict.as_str();
            self.wrong.push(format!(
                "called {verdict}: seed {seed}, {done:?}, {said:?}\n  {old}\n  {new}"
            ));
        }
    }

    /// Judges one pair of schemas, both ways.
    fn pair(&mut self, seed: u64) {
        let mut rng = Rng::with_seed(seed);
        let old = schemas::document(&mut rng);
        let mut new = old.clone();
        let mut done = Vec::new();
        for _ in 0..rng.usize(1..4) {
            done.push(edits::edit(&mut new, &mut rng));
        }
        let (Some(was), Some(is)) = (Judge::new(&old), Judge::new(&new)) else {
            return;
        };
        let Some(report) = compare(&old, &new) else {
            return;
        };
        self.pairs += 1;
        // Who sends data knows no property that only the other side declares.
        let declare = |done: &String| {
            ["declare at", "another schema", "retarget", "branch leaves"]
                .iter()
                .any(|one| done.starts_with(one))
        };
        let declares = done.iter().any(declare);
        for direction in [Direction::Request, Direction::Response] {
            let (from, to) = match direction {
                Direction::Request => (&was, &is),
                Direction::Response => (&is, &was),
            };
            let known: &[&Value] = match (declares, direction) {
                (false, _) => &[&old, &new],
                (true, Direction::Request) => &[&old],
                (true, Direction::Response) => &[&new],
            };
            let tried = data::of(known, &mut rng, DATA, !declares);
            let refused = |value: &&Value| from.accepts(value) && !to.accepts(value);
            let refuted = tried.iter().find(refused);
            let told = format!(
                "seed {seed}, {}, {done:?}\n  {old}\n  {new}",
                direction.as_str()
            );
            match (verdict(&report, direction), refuted) {
                (Wire::Safe, Some(value)) => {
                    self.wrong
                        .push(format!("called safe, and {value} shows it: {told}"));
                }
                (Wire::Safe, None) => self.safe += 1,
                (Wire::Potential, _) => self.potential += 1,
                (Wire::Breaking, _) => {
                    self.breaking += 1;
                    let mut findings = breaking(&report, direction);
                    match findings.any(|one| is_confirmed(one, direction, [&old, &new])) {
                        true => self.shown += 1,
                        false => {
                            let said: Vec<_> = breaking(&report, direction).map(told_of).collect();
                            self.bare
                                .push(format!("no witness is confirmed, {said:?}: {told}"));
                        }
                    }
                }
            }
        }
    }
}

/// What `diff` says; nothing where a document does not load.
fn compare(old: &Value, new: &Value) -> Option<Report> {
    // What lint mends is not what the other implementation reads.
    let load = |value: &Value| {
        let loader = MapLoader::from_iter([(ROOT, value.to_string())]);
        let loaded = diff::load(&loader, ROOT, &Config::default()).ok()?;
        (loaded.diagnostics.errors() == 0).then_some(loaded)
    };
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: false,
    };
    Some(diff::compare(&load(old)?, &load(new)?, &options))
}

/// The worst that is said of data. What is said of statuses and the like is not for schemas to judge.
fn verdict(report: &Report, direction: Direction) -> Wire {
    let findings = report.findings.iter();
    let findings = findings.filter(|finding| finding.area == Area::Schema);
    let uses = findings.flat_map(|finding| &finding.uses);
    let uses = uses.filter(|(used, _)| used.direction == direction);
    uses.map(|(_, wire)| *wire).max().unwrap_or_default()
}

/// The findings that break what goes that way.
fn breaking(report: &Report, direction: Direction) -> impl Iterator<Item = &Finding> {
    let findings = report.findings.iter();
    let findings = findings.filter(|finding| finding.area == Area::Schema);
    findings.filter(move |finding| {
        let mut uses = finding.uses.iter();
        uses.any(|(used, wire)| used.direction == direction && *wire == Wire::Breaking)
    })
}

/// What a finding says, and shows.
fn told_of(finding: &Finding) -> String {
    let shown = finding
        .witness
        .as_ref()
        .map(|witness| witness.value.as_str());
    format!(
        "{} [{}]",
        render::message(finding),
        shown.unwrap_or("nothing")
    )
}

/// Whether the other implementation says of a finding's witness what the finding says.
fn is_confirmed(finding: &Finding, direction: Direction, documents: [&Value; 2]) -> bool {
    let Some(witness) = &finding.witness else {
        return false;
    };
    // Of what breaks both ways, one is shown.
    if witness.direction != direction
        && !finding.uses.keys().any(|used| used.direction == direction)
    {
        return false;
    }
    let Ok(value) = serde_json::from_str::<Value>(&witness.value) else {
        return false;
    };
    let judge = |side: usize, places: &[Pointer]| {
        let all: Vec<_> = places
            .iter()
            .map(|at| json!({ "$ref": as_fragment(at) }))
            .collect();
        Judge::of(documents[side], json!({ "allOf": all }))
    };
    let (Some(old), Some(new)) = (judge(0, &witness.schemas.0), judge(1, &witness.schemas.1))
    else {
        return false;
    };
    let (from, to) = match witness.is_forward {
        true => (old, new),
        false => (new, old),
    };
    from.accepts(&value) && !to.accepts(&value)
}

/// A place as a reference spells it: patterns have letters that an address has not.
fn as_fragment(at: &Pointer) -> String {
    let mut text = String::new();
    for byte in at.to_string().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => text.push(char::from(byte)),
            b'#' | b'/' | b'~' | b'-' | b'_' | b'.' | b'$' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// The other implementation, for the data of one document.
struct Judge(jsonschema::Validator);

impl Judge {
    /// For the data that its operation sends and gets back.
    fn new(document: &Value) -> Option<Self> {
        Self::of(document, json!({ "$ref": "#/components/schemas/Root" }))
    }

    fn of(document: &Value, schema: Value) -> Option<Self> {
        let mut whole = schema;
        // References lead to places of the document.
        whole["components"] = document["components"].clone();
        whole["paths"] = document["paths"].clone();
        jsonschema::draft202012::new(&whole).ok().map(Self)
    }

    fn accepts(&self, value: &Value) -> bool {
        self.0.is_valid(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_on_random_pairs_are_confirmed() {
        let mut tally = Tally::default();
        for seed in 0..5_000 {
            tally.any(seed);
        }
        println!("{}", tally.summary());
        assert!(
            tally.is_right(),
            "{:#?}",
            tally.wrong.first().or(tally.bare.first())
        );
        // All verdicts occur.
        assert!(
            tally.pairs > 3_000 && tally.around > 1_000 && tally.safe > 500 && tally.breaking > 500
        );
    }
}
