//! `pattern`, in words.

use crate::ir::Constraint;

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let patterns: Vec<_> = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Pattern(pattern) => Some(format!("Matches {}.", code(&pattern.source))),
            _ => None,
        })
        .collect();
    (!patterns.is_empty()).then(|| patterns.join(" "))
}

/// A text as inline code of Markdown, which may hold backticks itself.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = text.replace(char::is_control, " ");
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}
