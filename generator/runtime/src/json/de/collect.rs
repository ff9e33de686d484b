//! Objects and arrays, read on after what is wrong in them.

use crate::json::de::{Table, Undeclared, find, forbidden, missing, twice};
use crate::json::input::{Input, Mark, Result};

/// As [`Table::read`], of all properties.
#[cold]
pub(super) fn table(table: &mut Table<'_>, input: &mut Input<'_>) -> Result<()> {
    let start = input.offset();
    let is_judged = input.take_judging();
    let tag = input.take_tag();
    input.begin_object()?;
    let (mut first, mut next, mut is_whole) = (true, 0, true);
    let mut is_there = vec![false; table.properties.len()];
    while let Some(key) = input.next_key(&mut first)? {
        let mark = input.mark();
        let outcome = match find(table.properties, &key, next) {
            Some(index) if is_there[index] => Err(twice(input, &key)),
            Some(index) => {
                next = index + 1;
                is_there[index] = true;
                let (_, _, slot) = &mut table.properties[index];
                slot.fill(input)
            }
            None => match &mut table.undeclared {
                Undeclared::Kept(rest) => rest.take(key.into_owned(), input),
                Undeclared::Forbidden if tag != Some(&*key) && !table.ignored.contains(&&*key) => {
                    input.note_forbidden();
                    match input.forbids() {
                        true => Err(forbidden(input, &key)),
                        false => input.drop_value(),
                    }
                }
                Undeclared::Dropped | Undeclared::Forbidden => input.raw().map(drop),
            },
        };
        is_whole &= input.settle(mark, outcome)?;
    }
    for ((name, is_required, _), is_there) in table.properties.iter().zip(is_there) {
        if *is_required && !is_there {
            input.tell(missing(start, name));
            is_whole = false;
        }
    }
    match is_whole && !is_judged {
        true => Ok(()),
        false => Err(input.told(start)),
    }
}

/// Reads the items of an array; `probe` reads one for nothing but what is wrong with it.
#[cold]
pub(super) fn items(
    input: &mut Input<'_>,
    read: &mut dyn FnMut(&mut Input<'_>) -> Result<()>,
    probe: &mut dyn FnMut(&mut Input<'_>) -> Result<()>,
) -> Result<()> {
    each(input, false, &mut |_, input| read(input), probe)
}

/// Reads the values of an object, as [`items`] does.
#[cold]
pub(super) fn entries(
    input: &mut Input<'_>,
    read: &mut dyn FnMut(String, &mut Input<'_>) -> Result<()>,
    probe: &mut dyn FnMut(&mut Input<'_>) -> Result<()>,
) -> Result<()> {
    each(input, true, read, probe)
}

fn each(
    input: &mut Input<'_>,
    is_object: bool,
    read: &mut dyn FnMut(String, &mut Input<'_>) -> Result<()>,
    probe: &mut dyn FnMut(&mut Input<'_>) -> Result<()>,
) -> Result<()> {
    let is_judged = input.take_judging();
    let start = input.mark();
    let offset = input.offset();
    let mut wrong = Vec::new();
    let mut index = 0;
    let mut first = begin(input, is_object)?;
    while let Some(name) = next(input, is_object, &mut first)? {
        let mark = input.mark();
        input.judge_next(is_judged);
        let outcome = read(name, input);
        input.judge_next(false);
        if !input.settle(mark, outcome)? {
            wrong.push(index);
        }
        index += 1;
    }
    if wrong.is_empty() && !is_judged {
        return Ok(());
    }
    let told = input.told(offset);
    if !is_judged {
        judge_others(input, start, is_object, &wrong, probe)?;
    }
    Err(told)
}

/// Reads once more what there is beside what is wrong, for it to be judged: nothing else will hold it.
fn judge_others(
    input: &mut Input<'_>,
    start: Mark,
    is_object: bool,
    wrong: &[usize],
    probe: &mut dyn FnMut(&mut Input<'_>) -> Result<()>,
) -> Result<()> {
    input.go_on_at(start);
    let mut wrong = wrong.iter().copied().peekable();
    let mut index = 0;
    let mut first = begin(input, is_object)?;
    while next(input, is_object, &mut first)?.is_some() {
        let mark = input.mark();
        if wrong.next_if_eq(&index).is_none() {
            input.judge_next(true);
            // What is wrong is told of already.
            let _ = probe(input);
            input.judge_next(false);
        }
        input.go_on_at(mark);
        input.raw()?;
        index += 1;
    }
    Ok(())
}

fn begin(input: &mut Input<'_>, is_object: bool) -> Result<bool> {
    match is_object {
        true => input.begin_object()?,
        false => input.begin_array()?,
    }
    Ok(true)
}

/// The name of the next entry, empty of an item; none at the end.
fn next(input: &mut Input<'_>, is_object: bool, first: &mut bool) -> Result<Option<String>> {
    match is_object {
        true => Ok(input.next_key(first)?.map(|key| key.into_owned())),
        false => Ok(input.next_item(first)?.then(String::new)),
    }
}
