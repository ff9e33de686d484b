//! Constraints of data, a file a family: read off schemas, those of several schemas into one set,
//! whether they exclude each other, which are the stricter ones, in words, and as the IR states them.

pub(crate) mod array;
mod counts;
mod fact;
pub(crate) mod format;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod pattern;
pub(crate) mod text;
pub(crate) mod values;
mod words;

use crate::ir::Constraint;

pub(crate) use array::Arrays;
pub(crate) use counts::Counts;
use fact::first;
pub(crate) use fact::{Conflict, Fact, Refusal, Strictness};
pub(crate) use number::Numbers;
pub(crate) use object::Objects;
pub(crate) use text::Texts;
pub(crate) use values::Values;

/// What the constraints ask for, in English: `1 to 64 characters. Matches `^a`.`
///
/// None where there is nothing to say.
pub(crate) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let sentences = [
        text::sentence(constraints),
        number::sentence(constraints),
        array::sentence(constraints),
        object::sentence(constraints),
        format::sentence(constraints),
        pattern::sentence(constraints),
        values::sentence(constraints),
    ];
    let sentences: Vec<_> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

#[cfg(test)]
mod tests;
