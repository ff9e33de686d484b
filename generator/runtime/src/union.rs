//! Which branch of a union data belongs to.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Reverse;

use super::de::{Error, Fit, Input, Result};
use super::input::Mark;
use super::ser::{self, Encode};
use super::validate::{At, Validate, Violations};

/// A branch: its name, and how data is read as it.
pub type Branch<U> = (&'static str, fn(&mut Input<'_>) -> Result<U>);

/// Faults, then declared properties that were there.
type Score = (u32, Reverse<u32>);

/// A union, as a table of its branches.
pub trait Branches: Encode + Validate + Sized + 'static {
    /// Whether no more than one branch may fit: the type's `check` then begins
    /// with [`exactly_one`].
    const EXCLUSIVE: bool;

    /// In the document's order.
    const BRANCHES: &'static [Branch<Self>];
}

/// Reads data as the branch that it fits best.
///
/// The first that it fits without fault wins at once. A fault is a violation, a
/// dropped property or an unknown value; of equal faults, more declared
/// properties win, then the document's order.
///
/// # Errors
///
/// When the data has the shape of no branch; the message says why not.
pub fn best_fit<U: Branches>(input: &mut Input<'_>) -> Result<U> {
    let before = input.fit();
    let start = input.mark();
    let mut best: Option<(Score, U, Fit, Mark)> = None;
    let mut errors = Vec::new();
    for (name, decode) in U::BRANCHES {
        input.set_fit(Fit::default());
        match decode(input) {
            Ok(value) => {
                let (fit, faults) = (input.fit(), faults(&value, input.fit()));
                if faults == 0 {
                    input.set_fit(sum(before, fit));
                    return Ok(value);
                }
                let score = (faults, Reverse(fit.taken));
                if best.as_ref().is_none_or(|(least, ..)| score < *least) {
                    best = Some((score, value, fit, input.mark()));
                }
            }
            Err(error) => errors.push((*name, error)),
        }
        input.rewind(start)?;
    }
    let Some((_, value, fit, end)) = best else {
        input.set_fit(before);
        return Err(no_branch(input, &errors));
    };
    input.go_on_at(end);
    input.set_fit(sum(before, fit));
    Ok(value)
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
        Err(_) => {
            input.rewind(start)?;
            input.note_unknown();
            other(input)
        }
    }
}

/// The tag of the next object, without reading it; none where it is no object
/// or has no such property.
///
/// # Errors
///
/// When the data is not JSON.
pub fn tag<'de>(input: &mut Input<'de>, name: &'static str) -> Result<Option<Cow<'de, str>>> {
    let start = input.mark();
    let found = if input.peek()? == b'{' {
        find_tag(input, name)?
    } else {
        None
    };
    input.rewind(start)?;
    input.expect_tag(name);
    Ok(found)
}

fn find_tag<'de>(input: &mut Input<'de>, name: &str) -> Result<Option<Cow<'de, str>>> {
    input.begin_object()?;
    let mut first = true;
    while let Some(key) = input.next_key(&mut first)? {
        if key != name {
            input.raw()?;
            continue;
        }
        let value = if input.peek()? == b'"' {
            input.string()?
        } else {
            Cow::Borrowed(input.raw()?)
        };
        return Ok(Some(value));
    }
    Ok(None)
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
}

/// Judges that no more than one branch of a `oneOf` fits a value.
///
/// What decoding dropped is not judged: the branches see the value as it would be sent.
pub fn exactly_one<U: Branches>(value: &U, at: &At<'_>, out: &mut Violations) {
    // Each judgement reads the value anew, so those inside of others must end somewhere.
    const DEEPEST: u32 = 4;
    let depth = DEPTH.get();
    if ALONE.take() || depth >= DEEPEST || out.is_settled() {
        return;
    }
    let Ok(text) = ser::encode(value) else { return };
    DEPTH.set(depth + 1);
    let fitting: Vec<&str> = U::BRANCHES
        .iter()
        .filter(|(_, decode)| fits(&text, *decode))
        .map(|(name, _)| *name)
        .collect();
    DEPTH.set(depth);
    if fitting.len() > 1 {
        out.add(
            at,
            "oneOf",
            &"fit exactly one branch",
            &format_args!("fits {}", fitting.join(" and ")),
        );
    }
}

fn fits<U: Branches>(text: &str, decode: fn(&mut Input<'_>) -> Result<U>) -> bool {
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

fn faults<U: Branches>(value: &U, fit: Fit) -> u32 {
    let mut violations = Violations::new();
    check_alone(value, &mut violations);
    let violations = u32::try_from(violations.len()).unwrap_or(u32::MAX);
    violations
        .saturating_add(fit.dropped)
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
fn no_branch(input: &mut Input<'_>, errors: &[(&str, Error)]) -> Error {
    const SHOWN: usize = 8;
    let mut message = String::from("fits no branch");
    for (index, (name, error)) in errors.iter().take(SHOWN).enumerate() {
        message.push_str(if index == 0 { ": as " } else { "; as " });
        message.push_str(name);
        message.push_str(", ");
        message.push_str(error.message());
    }
    Error::new(input.offset(), message)
}
