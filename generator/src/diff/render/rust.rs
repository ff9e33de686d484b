//! What a finding does to the generated code, in words.

use std::collections::BTreeSet;

use super::super::finding::Finding;
use super::super::rust::{Bump, Change};

/// The changes of public items that a reader needs. What a type derives and implements is told by
/// its declaration, where that changed too.
pub(super) fn telling(finding: &Finding) -> impl Iterator<Item = &Change> {
    let declared: BTreeSet<&str> = finding
        .rust
        .iter()
        .map(|change| change.item.as_str())
        .collect();
    finding.rust.iter().filter(move |change| {
        let of_type = change.item.split_once(": ");
        !of_type.is_some_and(|(name, _)| declared.contains(name))
    })
}

/// What callers of the generated code notice of some findings: how much, and of what breaks them the
/// first, with how many more there are. Nothing where they notice nothing.
pub(super) fn words(findings: &[&Finding]) -> Option<String> {
    let worst = findings.iter().map(|finding| finding.bump).max()?;
    if worst == Bump::None {
        return None;
    }
    let mut text = format!("rust {}", worst.as_str());
    let changes: BTreeSet<&Change> = findings.iter().flat_map(|one| telling(one)).collect();
    let mut breaking: Vec<&Change> = changes
        .into_iter()
        .filter(|change| change.bump == Bump::Major)
        .collect();
    breaking.sort_by_key(|change| rank(change));
    if let Some(first) = breaking.first() {
        text.push_str(&format!(": {}", change(first)));
        // A field, its setter and its argument are of one part.
        let parts: BTreeSet<&str> = breaking.iter().map(|change| owner(&change.item)).collect();
        if parts.len() > 1 {
            text.push_str(&format!(", and {} more", parts.len() - 1));
        }
    }
    Some(text)
}

/// Which change tells most: one of a field, of a method, of a type, of what a type implements.
fn rank(change: &Change) -> usize {
    let item = change.item.as_str();
    let is_pair = change.before.is_some() && change.after.is_some();
    match () {
        () if item.contains(": ") => 5,
        () if !item.contains([':', '.']) && is_pair => 0,
        () if item.contains('.') && is_pair => 0,
        () if item.contains('.') => 1,
        () if item.starts_with("Client::") => 2,
        () if !item.contains("::") => 3,
        () => 4,
    }
}

/// The type or call that an item is of.
fn owner(item: &str) -> &str {
    let end = item.find(['.', ':', '<']).unwrap_or(item.len());
    match item.strip_prefix("Client::") {
        Some(method) => method,
        None => item[..end].trim_end_matches("Builder"),
    }
}

/// What happened to one item.
pub(super) fn change(change: &Change) -> String {
    let item = change.item.as_str();
    let because = change.because.as_deref();
    let because = because.map_or_else(String::new, |why| format!(", since {why}"));
    if let Some((ty, name)) = item.split_once(": ") {
        let name = name.rsplit("::").next().unwrap_or(name);
        return match (&change.before, &change.after) {
            (Some(_), None) => format!("`{name}` of `{ty}` is lost{because}"),
            (None, Some(_)) => format!("`{name}` of `{ty}` is gained{because}"),
            _ => format!("`{name}` of `{ty}` is another{because}"),
        };
    }
    let told = match (&change.before, &change.after) {
        (Some(_), None) => format!("`{item}` is gone"),
        (None, Some(_)) => format!("`{item}` is new"),
        (Some(was), Some(is)) => match (ty(was), ty(is)) {
            (Some(was), Some(is)) if was != is => {
                // What is ours is exported under its own name.
                let [was, is] = [was, is].map(|ty| ty.replace("runtime::", ""));
                format!("`{item}: {was}` is `{is}`")
            }
            _ => match (kind(was), kind(is)) {
                (Some(was), Some(is)) if was != is => format!("`{item}` is {is}, was {was}"),
                _ => match (signature(was), signature(is)) {
                    (Some(was), Some(is)) if was != is => format!("`{item}{was}` is `{is}`"),
                    _ => format!("`{item}` is another"),
                },
            },
        },
        (None, None) => format!("`{item}` is another"),
    };
    format!("{told}{because}")
}

/// What a method takes and returns, as it is declared.
fn signature(declared: &str) -> Option<String> {
    let method = declared.strip_prefix("pub fn ")?;
    let start = method.find('(')?;
    Some(method[start..].replace("runtime::", ""))
}

/// What a type is as it is declared.
fn kind(declared: &str) -> Option<&'static str> {
    let kinds = [
        ("pub struct ", "a struct"),
        ("pub enum ", "an enum"),
        ("pub type ", "an alias"),
    ];
    let found = kinds.iter().find(|(start, _)| declared.starts_with(start));
    found.map(|(_, kind)| *kind)
}

/// The type of a field as it is declared.
fn ty(declared: &str) -> Option<&str> {
    let field = declared.strip_prefix("pub ")?;
    let (name, ty) = field.split_once(": ")?;
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '#');
    name.chars().all(is_name).then_some(ty)
}
