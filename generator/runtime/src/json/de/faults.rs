//! All that is wrong with a text that could not be read.

use crate::budget;
use crate::json::codec::Codec;
use crate::json::de::{Decode, DecodeError, Others, decode_with};
use crate::json::input::collect::Judging;
use crate::json::input::{Error, Input, Result};
use crate::json::place::{self, Place};
use crate::validate::shortened;

impl DecodeError {
    /// What of it is still wrong where the same was read otherwise; all of it, where that is nothing.
    pub fn still(mut self, later: &Self) -> Self {
        let is_wrong = |one: &Self| later.all().any(|other| other.pointer == one.pointer);
        let Some(rest) = &mut self.rest else {
            return self;
        };
        rest.violations = later.violations().to_vec();
        rest.omitted = later.omitted();
        rest.others.retain(is_wrong);
        match later.all().all(|other| other.pointer != self.pointer) {
            true => self.without_first(),
            false => self,
        }
    }

    /// The others alone, where there are any.
    fn without_first(mut self) -> Self {
        let others = self.rest.as_mut().map(|rest| &mut rest.others);
        match others.filter(|others| !others.is_empty()) {
            Some(others) => {
                let first = others.remove(0);
                let rest = self.rest.take();
                Self { rest, ..first }
            }
            None => self,
        }
    }
}

/// As [`decode`](crate::json::de::decode); a text that cannot be read is read on after what is wrong, for all of it.
///
/// # Errors
///
/// All places that are of another shape, and the first one that is not JSON.
///
/// ```
/// # use faircopy_runtime::json::de::faults;
/// let error = faults::decode_all::<Vec<i64>>("[1, 2.5, true]").unwrap_err();
/// assert_eq!(error.pointer, "/1");
/// assert_eq!(error.others()[0].pointer, "/2");
/// ```
pub fn decode_all<T: Decode>(text: &str) -> std::result::Result<T, DecodeError> {
    decode_with(text, T::decode).map_err(|first| {
        collected(text, first, Judging::Nothing, &mut |input| {
            T::decode(input).map(drop)
        })
    })
}

/// As [`decode_as`](crate::json::de::decode_as); a text that cannot be read is read on after what is wrong, for all of
/// it.
///
/// # Errors
///
/// As [`decode_all`].
pub fn decode_all_as<C: Codec<T>, T>(text: &str) -> std::result::Result<T, DecodeError> {
    decode_with(text, C::decode).map_err(|first| {
        collected(text, first, Judging::Nothing, &mut |input| {
            C::decode(input).map(drop)
        })
    })
}

/// As [`decode_all_as`], and the constraints that are broken beside what cannot be read.
///
/// # Errors
///
/// As [`decode_all`].
pub fn decode_judged_as<C: Codec<T>, T>(text: &str) -> std::result::Result<T, DecodeError> {
    decode_with(text, C::decode).map_err(|first| {
        collected(text, first, Judging::Values, &mut |input| {
            C::decode(input).map(drop)
        })
    })
}

/// As [`decode_judged_as`], of a request: properties that are not declared are wrong where an object allows no others.
///
/// # Errors
///
/// As [`decode_all`].
pub fn decode_closed_as<C: Codec<T>, T>(text: &str) -> std::result::Result<T, DecodeError> {
    let mut input = Input::new(text);
    let read = C::decode(&mut input).and_then(|value| input.end().map(|()| value));
    let is_open = input.fit().forbidden == 0;
    let (first, is_shown) = match read {
        Ok(value) if is_open => return Ok(value),
        Ok(_) => (Error::new(0, "has a property that is not allowed"), false),
        Err(error) => (error, true),
    };
    drop(input);
    let first = DecodeError::new(text, &first);
    let judging = Judging::Closed;
    let error = collected(text, first, judging, &mut |input| {
        C::decode(input).map(drop)
    });
    match is_shown {
        true => Err(error),
        false => Err(error.without_first()),
    }
}

/// The first error, with what else is wrong.
#[cold]
fn collected(
    text: &str,
    mut first: DecodeError,
    judging: Judging,
    read: &mut dyn FnMut(&mut Input<'_>) -> Result<()>,
) -> DecodeError {
    if budget::is_late() {
        return first;
    }
    let mut input = Input::collecting(text, judging);
    let start = input.mark();
    let outcome = read(&mut input);
    if input.settle(start, outcome).is_ok()
        && let Err(error) = input.end()
    {
        input.tell(error);
    }
    let collected = input.into_collected();
    let mut offsets: Vec<usize> = collected.faults.iter().map(Error::offset).collect();
    offsets.extend(collected.violations.iter().map(|(offset, _)| *offset));
    let places = place::locate_all(text, offsets);
    let place = |offset: usize| places.get(&offset).cloned().unwrap_or_default();
    let faults = collected.faults.iter();
    let mut others: Vec<DecodeError> = faults
        .map(|error| at(error, place(error.offset())))
        .collect();
    others.sort_by_key(|other| (other.line, other.column));
    others.retain(|other| (&other.pointer, &other.message) != (&first.pointer, &first.message));
    let violations = collected.violations.into_iter();
    let violations = violations.map(|(offset, mut violation)| {
        violation.pointer.insert_str(0, &place(offset).pointer);
        violation
    });
    first.rest = Some(Box::new(Others {
        others,
        violations: violations.collect(),
        omitted: collected.omitted,
    }));
    first
}

fn at(error: &Error, place: Place) -> DecodeError {
    DecodeError {
        pointer: place.pointer,
        message: shortened(&error.message(), usize::MAX),
        line: place.line,
        column: place.column,
        rest: None,
    }
}
