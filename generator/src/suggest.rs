//! "Did you mean": the known name that is nearest to an unknown one.

/// The nearest of `known` to `name`, when a slip of the pen lies between them: another case, or at
/// most two letters, of words long enough for that to be telling.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // No name is so long that a distance worth computing could be small.
    if name.len() > 80 {
        return None;
    }
    let lower = name.to_lowercase();
    known
        .into_iter()
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
