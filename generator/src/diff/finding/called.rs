//! What the definition is called that an edit is of.

use super::super::event::Event;
use super::super::load::Loaded;
use super::super::rule;
use crate::pointer::Pointer;

/// What people call the definition that an edit is of: where it stands now or stood, but not within what is on
/// both sides as it was, as it is another that leads there or does no more.
pub(super) fn named(event: &Event, (old, new): (&Loaded, &Loaded)) -> String {
    let mut places = [(&event.new, new, old), (&event.old, old, new)];
    if !event.new.is_there && event.old.is_there {
        places.reverse();
    }
    let [first, second] = places;
    let is_elsewhere = stayed(&first.0.at, first.1, first.2);
    let is_elsewhere = is_elsewhere.is_some_and(|component| !second.0.at.starts_with(&component));
    let is_better = is_elsewhere && stayed(&second.0.at, second.1, second.2).is_none();
    let (anchor, side, is_there) = match is_better {
        true => (second.0, second.1, second.0.is_there),
        false => (first.0, first.1, first.0.is_there),
    };
    let branches = [&rule::UNION_BRANCH_ADDED, &rule::UNION_BRANCH_REMOVED];
    let is_branch = is_better && branches.contains(&event.rule);
    let mut definition = super::super::words::definition(&anchor.at, &side.document.value);
    if let Some(subject) = &event.subject
        && !is_there
        && !is_branch
        && !definition.ends_with(subject.as_str())
    {
        // What is on neither side is called after where it would be.
        definition.push_str(&format!(".{subject}"));
    }
    definition
}

/// The component or the response that a place is of, if both documents have it and say the same there.
fn stayed(at: &Pointer, own: &Loaded, other: &Loaded) -> Option<Pointer> {
    let tokens: Vec<_> = at.tokens().take(5).collect();
    let tokens: Vec<&str> = tokens.iter().map(|token| &**token).collect();
    let whole = match tokens.as_slice() {
        ["components", kind, name, ..] => &["components", kind, name][..],
        ["paths", _, _, "responses", _] => &tokens,
        _ => return None,
    };
    let whole = Pointer::root().keys(whole.iter().copied());
    let values = [own, other].map(|side| whole.resolve(&side.document.value));
    (values[0].is_some() && values[0] == values[1]).then_some(whole)
}
