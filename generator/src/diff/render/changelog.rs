//! For a changelog: what a reader of one wants to know, by heading.

use std::fmt::Write as _;

use super::{Group, View, consequence, message};

/// The report as a fragment of a changelog.
pub fn changelog(view: &View<'_>) -> String {
    let mut text = String::new();
    if let Some(version) = view.suggestion.version {
        let _ = writeln!(text, "## {version}\n");
    }
    for group in Group::ALL {
        let findings = view.of(group);
        // Edits of texts are no news.
        if findings.is_empty() || group == Group::Docs {
            continue;
        }
        let _ = writeln!(text, "### {}\n", group.heading());
        for finding in findings {
            let _ = write!(text, "- {}", message(finding));
            if let Some(consequence) = consequence(finding) {
                let _ = write!(text, "; {consequence}");
            }
            text.push_str(".\n");
        }
        text.push('\n');
    }
    text
}
