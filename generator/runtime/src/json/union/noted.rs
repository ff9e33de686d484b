//! What is found of unions while their data are at hand, and would not be found of the values: what tells branches apart
//! may be what no type keeps.

use std::any::TypeId;

use crate::budget;
use crate::json::de::{Fit, Input};
use crate::json::input::Mark;
use crate::json::ser;
use crate::json::union::{Branches, DEPTH, fitting};

/// Notes whether the data of a value fit one branch alone, where properties of them are dropped: without these, the
/// value may fit several.
pub(super) fn note_as_read<U: Branches>(value: &U, fit: Fit, data: &str) {
    let is_whole = fit.dropped == 0;
    if !U::EXCLUSIVE || DEPTH.get() > 0 || is_whole && !budget::has_read() {
        return;
    }
    let Ok(text) = ser::encode(value) else { return };
    let key = (TypeId::of::<U>(), text);
    if is_whole {
        // The value itself is what will be judged.
        if budget::as_read(&key).is_some() {
            budget::note_read(key, false);
        }
        return;
    }
    let fitting = budget::with_half(|| fitting::<U>(data));
    budget::note_read(key, fitting.is_some_and(|fitting| fitting.len() < 2));
}

/// Notes the same of unions within one that was just read as the branch of an index. Which branch each of them is is
/// known, so that all is read once more, and no more than that.
pub(super) fn note_nested<U: Branches>(
    (index, tag): (usize, Option<&'static str>),
    start: Mark,
    input: &mut Input<'_>,
) {
    let Some(end) = input.begin_noting(start) else {
        return;
    };
    let fit = input.fit();
    if DEPTH.get() == 0 {
        input.expect_tag(tag);
        let (_, decode) = U::BRANCHES[index];
        // It was read before. What cannot be spent on it is left undone.
        budget::with_half(|| drop(decode(input)));
    }
    input.set_fit(fit);
    input.end_noting(end);
}
