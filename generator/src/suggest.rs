//! "Did you mean": the known name that is nearest to an unknown one.

use crate::effort;

/// No longer name, in bytes, is worth comparing: none is so long that a distance worth computing could be small.
const LONGEST: usize = 80;

/// How many steps it takes to compare two names.
pub(crate) fn steps(name: &str, known: &str) -> usize {
    match name.len() > LONGEST || is_long(known) {
        true => 1,
        false => 1 + name.len() * known.len(),
    }
}

/// Whether a known name has more letters than any that is near to one worth comparing.
fn is_long(known: &str) -> bool {
    known.len() > 4 * LONGEST
}

/// The nearest of `known` to `name`, when a slip of the pen lies between them: another case, or at
/// most two letters, of words long enough for that to be telling.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if name.len() > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    known
        .into_iter()
        .inspect(|candidate| effort::spend(steps(name, candidate)))
        .filter(|candidate| !is_long(candidate))
        .filter_map(|candidate| {
            let allowed = match candidate.chars().count() {
                0..=3 => 1,
                4..=20 => 2,
                _ => 3,
            };
            let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
            // A short word with most of its letters changed is another word.
            let is_near = distance <= allowed && distance * 2 < candidate.chars().count().max(2);
            is_near.then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let known = ["required", "get", "put", "items", "minItems"];
        assert_eq!(nearest("requierd", known), Some("required"));
        assert_eq!(nearest("gett", known), Some("get"));
        assert_eq!(nearest("minitems", known), Some("minItems"));
        assert_eq!(nearest("patch", known), None);
        assert_eq!(nearest("set", known), Some("get"));
        assert_eq!(nearest("terms", known), Some("items"));
        assert_eq!(nearest("x", known), None);
    }
}
