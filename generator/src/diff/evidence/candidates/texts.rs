//! Texts worth trying: at the bounds of their length, in formats, and matching patterns.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::diff::evidence::sizes::IN_NO_FORMAT;
use crate::format;
use crate::pattern;

/// How many times what may be repeated at will is repeated, at most.
const REPEATED: u32 = 64;
/// How deep patterns nest.
const DEPTH: usize = 32;

/// Texts that match patterns, of lengths, and of formats.
pub(super) fn of<'d>(
    patterns: &[&str],
    lengths: Vec<usize>,
    formats: impl Iterator<Item = &'d str>,
) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for pattern in patterns {
        made.extend(matching(pattern));
    }
    let bases: Vec<String> = made.iter().take(8).cloned().collect();
    for length in lengths {
        made.push("a".repeat(length));
        for base in &bases {
            // A pattern's text, grown to a length by its last letter.
            let letters: Vec<char> = base.chars().collect();
            if let Some(last) = letters.last()
                && letters.len() < length
            {
                let more = std::iter::repeat_n(*last, length - letters.len());
                made.push(letters.iter().copied().chain(more).collect());
            }
        }
    }
    for name in formats {
        made.extend(format::sample(name).map(str::to_owned));
    }
    made.extend(["", IN_NO_FORMAT, "?", "A", "abc"].map(str::to_owned));
    made
}

/// Some texts that match a pattern: the shortest that it allows, and one with each thing repeated.
pub(super) fn matching(pattern: &str) -> Vec<String> {
    let Some(translated) = pattern::regular(pattern) else {
        return Vec::new();
    };
    let Ok(hir) = regex_syntax::parse(&translated) else {
        return Vec::new();
    };
    let mut made: Vec<String> = (0..3)
        .filter_map(|turn| {
            let mut text = String::new();
            write(&hir, turn, DEPTH, &mut text).then_some(text)
        })
        .collect();
    made.dedup();
    // What is not anchored may stand among other letters.
    let among: Vec<_> = made
        .first()
        .map(|text| [format!("?{text}?"), format!("{text}?")])
        .into_iter()
        .flatten()
        .collect();
    made.extend(among);
    made
}

fn write(hir: &Hir, turn: usize, depth: usize, out: &mut String) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    if out.len() > 10_000 {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => {
                out.push_str(text);
                true
            }
            Err(_) => false,
        },
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            let range = ranges.get(turn % ranges.len().max(1));
            let is_start = (turn / ranges.len().max(1)).is_multiple_of(2);
            out.extend(range.map(|range| if is_start { range.start() } else { range.end() }));
            range.is_some()
        }
        HirKind::Class(Class::Bytes(class)) => {
            let range = class
                .ranges()
                .first()
                .map(|range| char::from(range.start()));
            out.extend(range);
            range.is_some()
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(REPEATED).min(REPEATED);
            let count = match turn {
                0 => repetition.min,
                _ => repetition
                    .min
                    .saturating_add(1)
                    .min(most.max(repetition.min)),
            };
            count <= 2_000 && (0..count).all(|_| write(&repetition.sub, turn, depth, out))
        }
        HirKind::Capture(capture) => write(&capture.sub, turn, depth, out),
        HirKind::Concat(all) => all.iter().all(|hir| write(hir, turn, depth, out)),
        HirKind::Alternation(all) => {
            let one = all.get(turn % all.len().max(1));
            one.is_some_and(|hir| write(hir, turn, depth, out))
        }
    }
}
