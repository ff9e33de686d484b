//! Texts worth trying: at the bounds of their length, in formats, and matching patterns.

use crate::diff::evidence::sizes::IN_NO_FORMAT;
use crate::format;
use crate::pattern::matching;

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
