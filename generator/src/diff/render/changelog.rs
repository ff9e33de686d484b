//! For a changelog: what a reader of one wants to know, by heading.

use std::fmt::Write as _;

use super::{Group, View, consequence_of};

/// The report as a fragment of a changelog.
pub fn changelog(view: &View<'_>) -> String {
    let mut text = String::new();
    if let Some(version) = view.suggestion.version {
        let _ = writeln!(text, "## {version}\n");
    }
    for group in Group::ALL {
        let entries = view.entries(group);
        // Edits of texts are no news.
        if entries.is_empty() || group == Group::Docs {
            continue;
        }
        let _ = writeln!(text, "### {}\n", group.heading());
        for entry in entries {
            let _ = write!(text, "- {}", entry.message());
            if let Some(consequence) = consequence_of(&entry.findings) {
                let _ = write!(text, "; {consequence}");
            }
            text.push_str(".\n");
        }
        text.push('\n');
    }
    text
}
