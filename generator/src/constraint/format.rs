//! `format`, where the Rust type does not check it.

use crate::ir::Constraint;

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    super::first(constraints, |constraint| match constraint {
        Constraint::Format(judge) => Some(format!("In the format `{}`.", judge.name)),
        _ => None,
    })
}
