//! Which branch of a union data belongs to.

pub mod named;
pub mod noted;
pub mod required;

use std::any::TypeId;
use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Reverse;

use crate::budget::{self, Probes, Share};
use crate::json::de::{Error, Fit, Input, Result};
use crate::json::input::Mark;
use crate::json::ser::{self, Encode};
use crate::json::union::named::Named;
use crate::json::union::required::{Possible, Required};
use crate::validate::{At, Validate, Violations, shortened};

/// A branch: its name, and how data is read as it.
pub type Branch<U> = (&'static str, fn(&mut Input<'_>) -> Result<U>);

/// A property that tells branches apart, and what each declares of it, in their order.
pub type Discriminant = (&'static str, &'static [Declared]);

/// A branch: its name, and the values that it declares; none where it could have any.
pub type Declared = (&'static str, &'static [&'static str]);

/// Faults, then declared properties that were there, then the document's order.
type Score = (u32, Reverse<u32>, usize);

/// A union, as a table of its branches.
pub trait Branches: Encode + Validate + Sized + 'static {
    /// Whether no more than one branch may fit: the type's `check` then begins
    /// with [`exactly_one`].
    const EXCLUSIVE: bool;

    /// In the document's order.
    const BRANCHES: &'static [Branch<Self>];

    /// What saves trying them all. A branch keeps a value that it does not declare as an unknown
    /// one, and its `check` finds that at fault.
    const DISCRIMINANT: Option<Discriminant> = None;

    /// What saves the same where no one property tells branches apart.
    const REQUIRED: Option<&'static Required> = None;
}

/// Reads data as the branch that it fits best.
///
/// The first that it fits without fault wins at once. A fault is a violation, a
/// dropped property or an unknown value; of equal faults, more declared
/// properties win, then the document's order.
///
/// A [`Discriminant`] finds the same branch in fewer attempts. Only data that names one branch, and does
/// not have its shape, is read as no other branch that the discriminant excludes.
///
/// # Errors
///
/// When the data has the shape of no branch; the message says why not. Of data that names one
/// branch it is that branch's own error.
pub fn best_fit<U: Branches>(input: &mut Input<'_>) -> Result<U> {
    input.go_deeper()?;
    let tag = input.take_tag();
    let before = input.fit();
    let start = input.mark();
    let of = TypeId::of::<U>();
    match input.begin_trials(of, tag) {
        None => {}
        Some(Ok(index)) => return chosen(index, tag, input),
        Some(Err(error)) => return Err(error),
    }
    let mut tried = 0;
    let found = try_branches::<U>(input, tag, &mut tried);
    let choice = found.as_ref().map(|(index, ..)| *index);
    input.end_trials((start, tried), of, tag, choice);
    match found {
        Ok((index, value, fit, end)) => {
            if let Some(end) = end {
                input.go_on_at(end);
            }
            if input.is_trying() {
                // Each try would read all of it again, so that it is noted once the outermost is chosen.
                input.note_nested(U::EXCLUSIVE && fit.dropped > 0);
            } else {
                // What is around others is judged by what these are.
                let data = input.since(start);
                noted::note_nested::<U>((index, tag), start, input);
                noted::note_as_read(&value, fit, data);
            }
            input.set_fit(sum(before, fit));
            Ok(value)
        }
        Err(error) => {
            input.set_fit(before);
            if !input.is_trying() {
                input.forget_nested();
            }
            Err(error)
        }
    }
}

/// Reads data as the branch that it was found to fit best.
fn chosen<U: Branches>(
    index: usize,
    tag: Option<&'static str>,
    input: &mut Input<'_>,
) -> Result<U> {
    let before = input.fit();
    input.set_fit(Fit::default());
    input.expect_tag(tag);
    let (_, decode) = U::BRANCHES[index];
    let start = input.mark();
    let value = decode(input)?;
    if !input.is_trying() {
        noted::note_as_read(&value, input.fit(), input.since(start));
    }
    input.set_fit(sum(before, input.fit()));
    Ok(value)
}

/// The index of the branch that data fits best, the value, how well it fitted, and where to go on
/// if that is not where reading is.
type Found<U> = (usize, U, Fit, Option<Mark>);

/// Tries the branches, as many as it takes.
fn try_branches<U: Branches>(
    input: &mut Input<'_>,
    tag: Option<&'static str>,
    attempts: &mut usize,
) -> Result<Found<U>> {
    let named = Named::of(U::DISCRIMINANT, input)?;
    let possible = Possible::of::<U>(input)?;
    let start = input.mark();
    let mut best: Option<(Score, U, Fit, Mark)> = None;
    let mut errors = Vec::new();
    let mut tried = None;
    loop {
        let least = best.as_ref().map(|((faults, ..), ..)| *faults);
        let Some(index) = named.next(tried, U::BRANCHES.len(), least) else {
            break;
        };
        tried = Some(index);
        if !possible.has(index) {
            continue;
        }
        *attempts += 1;
        let (name, decode) = U::BRANCHES[index];
        input.set_fit(Fit::default());
        input.expect_tag(tag);
        match decode(input) {
            Ok(value) => {
                let (fit, read) = (input.fit(), input.mark().since(start));
                let faults = faults(&value, fit, read);
                // Judging may have spent what there was, and then says nothing.
                input.go_deeper()?;
                if faults == 0 {
                    return Ok((index, value, fit, None));
                }
                let score = (faults, Reverse(fit.taken), index);
                if best.as_ref().is_none_or(|(least, ..)| score < *least) {
                    best = Some((score, value, fit, input.mark()));
                }
            }
            // Where nothing is left, the innermost place says most.
            Err(error) if budget::is_out() => return Err(error),
            Err(error) => errors.push((index, name, error)),
        }
        input.rewind(start)?;
    }
    match best {
        Some(((.., index), value, fit, end)) => Ok((index, value, fit, Some(end))),
        None => Err(no_branch(input, &named, errors)),
    }
}

/// As [`best_fit`], with a value for data that has the shape of no branch.
///
/// # Errors
///
/// When the data is not JSON.
pub fn best_fit_or<U: Branches>(
    input: &mut Input<'_>,
    other: fn(&mut Input<'_>) -> Result<U>,
) -> Result<U> {
    let start = input.mark();
    match best_fit(input) {
        Ok(value) => Ok(value),
        Err(error) if budget::is_out() => Err(error),
        Err(_) => {
            input.rewind(start)?;
            input.note_unknown();
            other(input)
        }
    }
}

/// As [`best_fit_or`], with that value also for data that fit several branches.
///
/// # Errors
///
/// When the data is not JSON.
pub fn only_fit_or<U: Branches>(
    input: &mut Input<'_>,
    other: fn(&mut Input<'_>) -> Result<U>,
) -> Result<U> {
    let start = input.mark();
    let text = input.raw()?;
    input.rewind(start)?;
    // Where telling takes more than may be spent, the best fit says so.
    if fitting::<U>(text).is_none_or(|fitting| fitting.len() < 2) {
        return best_fit_or(input, other);
    }
    input.take_tag();
    input.note_unknown();
    other(input)
}

/// The tag of the next object, without reading it; none where it is no object
/// or has no such property.
///
/// # Errors
///
/// When the data is not JSON.
pub fn tag<'de>(input: &mut Input<'de>, name: &'static str) -> Result<Option<Cow<'de, str>>> {
    let start = input.mark();
    let found = if !go_to(input, name)? {
        None
    } else if input.peek()? == b'"' {
        Some(input.string()?)
    } else {
        Some(Cow::Borrowed(input.raw()?))
    };
    input.rewind(start)?;
    input.expect_tag(Some(name));
    Ok(found)
}

/// Goes to the value of a property; whether the next value is an object that has it.
fn go_to(input: &mut Input<'_>, name: &str) -> Result<bool> {
    if input.peek()? != b'{' {
        return Ok(false);
    }
    input.begin_object()?;
    let mut first = true;
    while let Some(key) = input.next_key(&mut first)? {
        if key == name {
            return Ok(true);
        }
        input.raw()?;
    }
    Ok(false)
}

/// An error that names the tags that a union knows.
#[cold]
pub fn unknown_tag<U>(input: &mut Input<'_>, name: &str, known: &[&str]) -> Result<U> {
    let start = input.offset();
    Err(Error::new(
        start,
        format!("the property `{name}` is none of {}", known.join(", ")),
    ))
}

thread_local! {
    /// How many judgements of [`exactly_one`] this one is inside of.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// Whether the next [`exactly_one`] is about a branch that is judged alone.
    static ALONE: Cell<bool> = const { Cell::new(false) };
    /// What the judgements are for that are being made.
    static PURPOSE: Cell<Purpose> = const { Cell::new(Purpose::Verdict) };
}

/// What values are judged for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To say what is wrong with them.
    Verdict,
    /// To choose a branch of a union.
    Choice,
    /// To choose a branch of a union within a judgement of [`exactly_one`]. That several branches
    /// of an inner union fit does not count here: it is for the judgement itself, and would be
    /// found again for each union around it.
    InnerChoice,
}

/// Judges that no more than one branch of a `oneOf` fits a value.
///
/// The branches see the value as it would be sent. Of one that was just read, the data count, with what decoding
/// dropped of them.
pub fn exactly_one<U: Branches>(value: &U, at: &At<'_>, out: &mut Violations) {
    let purpose = PURPOSE.get();
    if ALONE.take() || purpose == Purpose::InnerChoice || out.is_settled() {
        return;
    }
    let _share = Share::take(0);
    let Ok(text) = ser::encode(value) else { return };
    let is_outermost = DEPTH.get() == 0 && purpose == Purpose::Verdict;
    if is_outermost {
        budget::bring(text.len());
    }
    let key = (TypeId::of::<U>(), text);
    if budget::as_read(&key) == Some(true) {
        return;
    }
    match budget::verdict(&key) {
        Some(true) => return,
        Some(false) if !out.keeps() => return add_ambiguous(at, "several branches", out),
        _ => {}
    }
    let Some(fitting) = fitting::<U>(&key.1) else {
        let limit = "fit exactly one branch";
        return out.add(
            at,
            "oneOf",
            &limit,
            &"has too many parts that fit several to tell",
        );
    };
    if !is_outermost {
        budget::note_verdict(key, fitting.len() < 2);
    }
    if fitting.len() > 1 {
        add_ambiguous(at, &fitting.join(" and "), out);
    }
}

fn add_ambiguous(at: &At<'_>, fitting: &str, out: &mut Violations) {
    let found = format_args!("fits {fitting}");
    out.add(at, "oneOf", &"fit exactly one branch", &found);
}

/// The names of the branches that fit, or the only one that may; none where telling takes more than may be spent.
fn fitting<U: Branches>(text: &str) -> Option<Vec<&'static str>> {
    let named = Named::of(U::DISCRIMINANT, &mut Input::new(text)).ok()?;
    let possible = Possible::of::<U>(&mut Input::new(text)).ok()?;
    let candidates = (0..U::BRANCHES.len())
        .filter(|index| !named.excludes(*index) && possible.has(*index))
        .map(|index| U::BRANCHES[index]);
    // Of one that may fit, it does not matter whether it does.
    if candidates.clone().nth(1).is_none() {
        return Some(candidates.map(|(name, _)| name).collect());
    }
    let depth = DEPTH.get();
    DEPTH.set(depth + 1);
    let purpose = PURPOSE.replace(Purpose::Verdict);
    let fitting = candidates
        .filter(|(_, decode)| fits(text, *decode))
        .map(|(name, _)| name)
        .collect();
    PURPOSE.set(purpose);
    DEPTH.set(depth);
    (!budget::is_out()).then_some(fitting)
}

fn fits<U: Branches>(text: &str, decode: fn(&mut Input<'_>) -> Result<U>) -> bool {
    if !budget::spend(text.len()) {
        return false;
    }
    let _apart = Probes::apart();
    let mut input = Input::new(text);
    let Ok(value) = decode(&mut input) else {
        return false;
    };
    if input.fit().forbidden > 0 {
        return false;
    }
    let mut violations = Violations::probe();
    check_alone(&value, &mut violations);
    violations.is_empty()
}

/// How much speaks against a branch, of which so many bytes were read.
fn faults<U: Branches>(value: &U, fit: Fit, read: usize) -> u32 {
    if !budget::spend(read) {
        return u32::MAX;
    }
    let mut violations = Violations::new();
    let purpose = match DEPTH.get() {
        0 => Purpose::Choice,
        _ => Purpose::InnerChoice,
    };
    let before = PURPOSE.replace(purpose);
    check_alone(value, &mut violations);
    PURPOSE.set(before);
    let violations = u32::try_from(violations.len()).unwrap_or(u32::MAX);
    violations
        .saturating_add(fit.dropped)
        .saturating_add(fit.forbidden)
        .saturating_add(fit.unknown)
}

/// Judges the branch that a value is, without regard to the others.
fn check_alone<U: Branches>(value: &U, out: &mut Violations) {
    ALONE.set(U::EXCLUSIVE);
    value.check(&At::ROOT, out);
    ALONE.set(false);
}

fn sum(left: Fit, right: Fit) -> Fit {
    Fit {
        taken: left.taken.saturating_add(right.taken),
        dropped: left.dropped.saturating_add(right.dropped),
        forbidden: left.forbidden.saturating_add(right.forbidden),
        unknown: left.unknown.saturating_add(right.unknown),
    }
}

#[cold]
fn no_branch(
    input: &mut Input<'_>,
    named: &Named<'_>,
    mut errors: Vec<(usize, &str, Error)>,
) -> Error {
    const SHOWN: usize = 8;
    const LONGEST: usize = 512;
    let own = named.only();
    if let Some(at) = errors.iter().position(|(index, ..)| Some(*index) == own) {
        return errors.swap_remove(at).2;
    }
    let mut message = String::from("fits no branch");
    for (position, (_, name, error)) in errors.iter().take(SHOWN).enumerate() {
        message.push_str(if position == 0 { ": as " } else { "; as " });
        message.push_str(name);
        message.push_str(", ");
        message.push_str(error.message());
        // In unions within unions each message would hold those of all below it, twice or more.
        if message.len() > LONGEST {
            break;
        }
    }
    Error::new(input.offset(), shortened(&message, LONGEST))
}

/// Makes a union of what its branches hold, a row a branch: `Cat(Cat);`, or `Cat(Cat) as Box::new;`.
#[doc(hidden)]
#[macro_export]
macro_rules! __from {
    ($type:ident; $($variant:ident($ty:ty) $(as $wrap:path)?;)*) => {$(
        impl ::std::convert::From<$ty> for $type {
            #[inline]
            fn from(value: $ty) -> Self {
                Self::$variant($($wrap)? (value))
            }
        }
    )*};
}
#[doc(hidden)]
pub use __from as from;
