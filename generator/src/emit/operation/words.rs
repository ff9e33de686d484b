//! Responses to the words that docs and errors have for them.

use super::super::doc;
use crate::ir::{Response, StatusMatch};

/// What `Display` says of a failure: its status, and the first line of its description.
pub(super) fn display(response: &Response) -> String {
    let status = status_text(response.status);
    let docs = &response.docs;
    let text = docs.summary.as_deref().or(docs.description.as_deref());
    let line = text.and_then(|text| text.lines().next()).map(str::trim);
    match (line.filter(|line| !line.is_empty()), response.status) {
        (Some(line), StatusMatch::Default) => line.to_owned(),
        (Some(line), _) => format!("{status}: {line}"),
        (None, StatusMatch::Default) => "an undocumented failure".to_owned(),
        (None, _) => status,
    }
}

/// A status as text: `404`, `4XX`, `default`.
pub(super) fn status_text(status: StatusMatch) -> String {
    match status {
        StatusMatch::Exact(status) => status.to_string(),
        StatusMatch::Range(hundred) => format!("{hundred}XX"),
        StatusMatch::Default => "default".to_owned(),
    }
}

/// What is documented of a failure's text, for docs.
pub(super) fn first_line(response: &Response) -> Option<String> {
    let docs = &response.docs;
    let text = docs.summary.as_deref().or(docs.description.as_deref())?;
    let line = text.trim().lines().next()?;
    Some(doc::inline(line))
}
