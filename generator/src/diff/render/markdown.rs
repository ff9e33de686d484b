//! For a pull request: what breaks in full, the rest in collapsed parts, cut at the tail where it
//! gets too long.

use std::fmt::Write as _;

use super::super::Finding;
use super::super::rust::Bump;
use super::{Group, View, consequence, message, telling};

/// Comments on GitHub end here, less some room for what is around.
const LENGTH: usize = 60_000;

/// The report as Markdown.
pub fn markdown(view: &View<'_>) -> String {
    let mut text = String::from("## API changes\n\n");
    text.push_str(&super::text::summary(view));
    let breaking = view.of(Group::Breaking);
    if !breaking.is_empty() {
        text.push_str("\n### Breaking\n\n");
        for finding in breaking {
            text.push_str(&item(view, finding));
        }
    }
    for group in &Group::ALL[1..] {
        let findings = view.of(*group);
        if findings.is_empty() {
            continue;
        }
        let heading = group.heading();
        let count = findings.len();
        let _ = writeln!(text, "\n<details><summary>{heading} ({count})</summary>\n");
        for (index, finding) in findings.iter().enumerate() {
            let item = item(view, finding);
            if text.len() + item.len() > LENGTH {
                let _ = writeln!(text, "- and {} more", count - index);
                break;
            }
            text.push_str(&item);
        }
        text.push_str("\n</details>\n");
    }
    if !view.report.unexplained.is_empty() {
        text.push_str("\n### From the generator or its configuration\n\n");
        for change in &view.report.unexplained {
            let _ = writeln!(text, "- {} ({})", code(&change.item), change.bump.as_str());
        }
    }
    for (finding, reason) in &view.outcome.ignored {
        let _ = writeln!(
            text,
            "\nIgnored: {} ({})",
            escaped(&message(finding)),
            escaped(reason)
        );
    }
    text
}

fn item(view: &View<'_>, finding: &Finding) -> String {
    let spot = finding.spot();
    let place = match finding.new.is_there || !finding.old.is_there {
        true => view.new_place(spot),
        false => view.old_place(spot),
    };
    let mut text = format!("- {} {}", code(&place), escaped(&message(finding)));
    if let Some(consequence) = consequence(finding) {
        let _ = write!(text, "; **{}**", escaped(&consequence));
    }
    text.push('\n');
    let shown: Vec<_> = telling(finding)
        .filter(|change| change.bump > Bump::Patch)
        .collect();
    if shown.is_empty() {
        return text;
    }
    let bump = finding.bump.as_str();
    let _ = writeln!(
        text,
        "  <details><summary>Rust: {bump}</summary>\n\n  ```diff"
    );
    for change in shown {
        for (sign, side) in [('-', &change.before), ('+', &change.after)] {
            if let Some(side) = side {
                let _ = writeln!(
                    text,
                    "  {sign} {}",
                    side.replace('\n', " ").replace("```", "'''")
                );
            }
        }
    }
    text.push_str("  ```\n  </details>\n");
    text
}

/// Text of the document as text of Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(
            character,
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '@' | '~'
        ) {
            escaped.push('\\');
        }
        escaped.push(if character == '\n' { ' ' } else { character });
    }
    escaped
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}
