//! A pattern to some texts that match it.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::regular;

/// How many times what may be repeated at will is repeated, at most.
const REPEATED: u32 = 64;
/// How deep patterns nest.
const DEPTH: usize = 32;

/// Some texts that match a pattern: the shortest that it allows, and one with each thing repeated.
pub fn matching(pattern: &str) -> Vec<String> {
    let Some(translated) = regular(pattern) else {
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
