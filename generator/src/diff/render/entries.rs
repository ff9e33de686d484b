//! Findings to the entries of a report: many of a kind at one place are one entry.

use std::collections::BTreeMap;

use super::super::effect::Wire;
use super::super::finding::Finding;
use super::super::rule::{self, Rule};
use super::super::rust::Bump;
use super::super::words::names;
use super::message;

/// From so many on, findings of a kind at one place are told together.
const MANY: usize = 3;

/// How many of them are named.
const NAMED: usize = 6;

/// How many consequences of a reference are told.
const BELOW: usize = 3;

/// One or several findings that are told in one line.
#[derive(Clone, Debug)]
pub(super) struct Entry<'r> {
    /// At least one, in the order of their places.
    pub findings: Vec<&'r Finding>,
    /// The definitions that came or went with it.
    pub with: Vec<&'r str>,
}

/// What kinds are told together, how several of them are called, and whether wherever they stand.
const KINDS: &[(&Rule, &str, bool)] = &[
    (&rule::UNION_BRANCH_ADDED, "branches joined", false),
    (&rule::UNION_BRANCH_REMOVED, "branches left", false),
    (&rule::PROPERTY_ADDED, "properties are declared", false),
    (&rule::PROPERTY_REMOVED, "properties are gone", false),
    (&rule::REQUIRED_ADDED, "properties must be there", false),
    (&rule::REQUIRED_REMOVED, "properties may be missing", false),
    (&rule::BECAME_NULLABLE, "properties may be null", false),
    (
        &rule::BECAME_NOT_NULLABLE,
        "properties may be null no more",
        false,
    ),
    (&rule::DEPRECATED, "definitions are deprecated", true),
    (&rule::COMPONENT_ADDED, "definitions were added", true),
    (&rule::COMPONENT_REMOVED, "definitions were removed", true),
    (
        &rule::COMPONENT_RENAMED,
        "definitions have another name",
        true,
    ),
    (&rule::OPERATION_ADDED, "operations were added", true),
    (
        &rule::PARAMETER_RENAMED,
        "path parameters have another name",
        true,
    ),
    (&rule::REFERENCE_CHANGED, "references lead elsewhere", true),
    (&rule::STATUS_ADDED, "statuses were added", true),
    (&rule::EXTENSION_CHANGED, "extensions are others", true),
];

/// What findings that are told together have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    rule: &'static str,
    wire: Wire,
    is_major: bool,
    /// The place that holds them, or the places that a reference led to and leads to.
    place: String,
}

impl Kind {
    fn of(finding: &Finding) -> Option<Self> {
        let (_, _, anywhere) = KINDS.iter().find(|(rule, ..)| *rule == finding.rule)?;
        let spot = finding.spot();
        let is_major = finding.bump == Bump::Major;
        let place = match finding.rule {
            rule if rule == &rule::REFERENCE_CHANGED => {
                format!("{:?} {:?}", finding.from, finding.to)
            }
            _ if *anywhere => String::new(),
            // The keyword of a property stands below it.
            _ => {
                let parent = spot.pointer.parent();
                let holder =
                    parent.filter(|at| at.as_str().contains("/properties/") || spot.is_there);
                holder.map_or_else(|| spot.pointer.to_string(), |at| container(at.as_str()))
            }
        };
        Some(Self {
            rule: finding.rule.id,
            wire: finding.wire,
            is_major,
            place,
        })
    }
}

/// The list of properties or branches that a place is in.
fn container(at: &str) -> String {
    let lists = ["/properties/", "/oneOf", "/anyOf", "/required"];
    let found = lists.iter().filter_map(|list| at.rfind(list));
    let end = found.max().unwrap_or(at.len());
    at[..end].to_owned()
}

/// Sorts findings into entries, each at the place of its first. `all` are those of the whole report.
pub(super) fn entries<'r>(findings: &[&'r Finding], all: &'r [Finding]) -> Vec<Entry<'r>> {
    let told: Vec<_> = all.iter().filter(|one| one.told_with.is_some()).collect();
    let mut with: BTreeMap<&str, Vec<&'r str>> = BTreeMap::new();
    for one in told {
        let names = with.entry(one.told_with.as_deref().unwrap_or_default());
        names.or_default().push(&one.definition);
    }
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let alone = findings.iter().filter(|one| one.told_with.is_none());
    for kind in alone.clone().filter_map(|finding| Kind::of(finding)) {
        *counts.entry(kind).or_default() += 1;
    }
    let mut known: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut entries: Vec<Entry<'r>> = Vec::new();
    for finding in alone {
        let kind = Kind::of(finding).filter(|kind| counts[kind] >= MANY);
        let with = match with.is_empty() {
            true => Vec::new(),
            false => with
                .remove(finding.fingerprint().as_str())
                .unwrap_or_default(),
        };
        let place = kind.as_ref().and_then(|kind| known.get(kind).copied());
        if let Some(place) = place {
            entries[place].findings.push(finding);
            entries[place].with.extend(with);
            continue;
        }
        if let Some(kind) = kind {
            known.insert(kind, entries.len());
        }
        entries.push(Entry {
            findings: vec![finding],
            with,
        });
    }
    entries
}

impl<'r> Entry<'r> {
    pub fn first(&self) -> &'r Finding {
        self.findings[0]
    }

    /// What it says, in a sentence without a full stop.
    pub fn message(&self) -> String {
        let mut text = match self.findings.as_slice() {
            [only] => message(only),
            many => many_of(many),
        };
        if !self.with.is_empty() {
            let it = if self.findings.len() > 1 {
                "them"
            } else {
                "it"
            };
            text.push_str(&format!(", and with {it} {}", listed(&self.with)));
        }
        let below = &self.first().below;
        if !below.is_empty() {
            let shown: Vec<_> = below.iter().take(BELOW).cloned().collect();
            text.push_str(&format!(", so that {}", shown.join("; ")));
            if below.len() > BELOW {
                text.push_str(&format!("; and {} more", below.len() - BELOW));
            }
        }
        text
    }
}

/// Several findings of a kind.
fn many_of(findings: &[&Finding]) -> String {
    let first = findings[0];
    let kind = KINDS.iter().find(|(rule, ..)| *rule == first.rule);
    let (words, anywhere) = kind.map_or(("of a kind", true), |(_, words, anywhere)| {
        (*words, *anywhere)
    });
    let count = findings.len();
    if first.rule == &rule::REFERENCE_CHANGED {
        let [from, to] = [&first.from, &first.to].map(|name| name.as_deref().unwrap_or_default());
        let places: Vec<&str> = findings.iter().map(|one| one.definition.as_str()).collect();
        return format!(
            "{count} references lead to `{to}`, were to `{from}`: {}",
            listed(&places)
        );
    }
    let holder = holder(first);
    let named = findings
        .iter()
        .map(|finding| match (anywhere, &finding.subject) {
            (false, Some(subject)) => subject.as_str(),
            (false, None) => {
                let rest = finding.definition.strip_prefix(&holder);
                rest.map_or(finding.definition.as_str(), |rest| {
                    rest.trim_start_matches(['.', ' '])
                })
            }
            (true, _) => finding.definition.as_str(),
        });
    let named: Vec<&str> = named.collect();
    match anywhere {
        true => format!("{count} {words}: {}", listed(&named)),
        false => format!("{holder}: {count} {words}: {}", listed(&named)),
    }
}

/// What holds a property or a branch.
fn holder(finding: &Finding) -> String {
    let definition = finding.definition.as_str();
    if let Some(subject) = &finding.subject
        && names(definition, subject)
    {
        let rest = definition
            .strip_suffix(subject.as_str())
            .unwrap_or(definition);
        return rest.trim_end_matches(['.', ' ']).to_owned();
    }
    let cut = [" oneOf ", " anyOf "]
        .iter()
        .filter_map(|word| definition.rfind(word))
        .max();
    let cut = cut.or_else(|| match finding.subject {
        Some(_) => None,
        None => definition.rfind('.'),
    });
    definition[..cut.unwrap_or(definition.len())].to_owned()
}

/// Names in backticks, the first of many.
fn listed(names: &[&str]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len() > NAMED {
        true => format!("{} and {} more", shown.join(", "), names.len() - NAMED),
        false => shown.join(", "),
    }
}
