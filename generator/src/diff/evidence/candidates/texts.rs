//! Texts worth trying: at the bounds of their length, in formats, and matching patterns.

use super::pool::{A_PATTERN, Pool};
use crate::diff::evidence::sizes::IN_NO_FORMAT;
use crate::format;
use crate::pattern::matching;

/// Texts that match patterns, of lengths, and of formats, as long as so many letters may be made.
pub(super) fn of(pool: &Pool<'_, '_>, may_make: &dyn Fn(usize) -> bool) -> Vec<String> {
    /// What it costs to make texts that match a pattern, in letters.
    const MATCHING: usize = 16 * A_PATTERN;
    let mut made: Vec<String> = Vec::new();
    for pattern in pool.patterns() {
        if !may_make(MATCHING) {
            break;
        }
        made.extend(matching(pattern));
    }
    let bases: Vec<String> = made.iter().take(8).cloned().collect();
    for length in pool.text_lengths() {
        if !may_make(length * (1 + bases.len())) {
            break;
        }
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
    for name in pool.formats() {
        made.extend(format::sample(name).map(str::to_owned));
    }
    made.extend(["", IN_NO_FORMAT, "?", "A", "abc"].map(str::to_owned));
    made
}
