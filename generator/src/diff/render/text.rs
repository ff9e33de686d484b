//! For people: a line a cause, under headings.

use std::fmt::Write as _;

use super::super::finding::Finding;
use super::super::rust::Bump;
use super::entries::Entry;
use super::{Group, View, consequence_of, message, rust};

const BOLD: &str = "1";
const RED: &str = "31";
const YELLOW: &str = "33";
const DIM: &str = "2";

/// The report in lines.
pub fn text(view: &View<'_>) -> String {
    let mut text = String::new();
    for group in Group::ALL {
        let count = view.count(group);
        if count == 0 || view.is_counted(group) {
            continue;
        }
        let color = match group {
            Group::Breaking | Group::BreakingRust => RED,
            Group::Potential => YELLOW,
            _ => BOLD,
        };
        let heading = format!("{} ({count})", group.heading());
        let _ = writeln!(text, "{}", paint(view, color, &heading));
        for entry in view.entries(group) {
            line(view, &entry, &mut text);
        }
        text.push('\n');
    }
    if let Some(documentation) = view.documentation() {
        let _ = writeln!(text, "{documentation}\n");
    }
    if !view.report.unexplained.is_empty() {
        let _ = writeln!(
            text,
            "{}",
            paint(view, BOLD, "From the generator or its configuration")
        );
        for change in &view.report.unexplained {
            let _ = writeln!(text, "  {} [rust {}]", change.item, change.bump.as_str());
        }
        text.push('\n');
    }
    decisions(view, &mut text);
    text.push_str(&summary(view));
    text
}

fn line(view: &View<'_>, entry: &Entry<'_>, text: &mut String) {
    let _ = write!(text, "  {}", entry.message());
    if let Some(consequence) = consequence_of(&entry.findings) {
        let color = if consequence.starts_with("may") {
            YELLOW
        } else {
            RED
        };
        let _ = write!(text, "; {}", paint(view, color, &consequence));
    }
    if let Some(words) = rust::words(&entry.findings) {
        let _ = write!(text, " [{words}]");
    }
    if entry
        .findings
        .iter()
        .all(|finding| finding.passes.is_some())
    {
        text.push_str(" (ignored)");
    }
    let mut place = place(view, entry.first());
    if let [_, rest @ ..] = entry.findings.as_slice()
        && !rest.is_empty()
    {
        let _ = write!(place, " and {} more", rest.len());
    }
    let _ = writeln!(text, "  {}", paint(view, DIM, &place));
    if view.verbose {
        entry
            .findings
            .iter()
            .for_each(|finding| details(finding, text));
    }
}

/// Where it stands, and where it stood.
fn place(view: &View<'_>, finding: &Finding) -> String {
    let (old, new) = (view.old_place(&finding.old), view.new_place(&finding.new));
    match (finding.old.is_there, finding.new.is_there) {
        (true, true) if old == new => new,
        (true, true) => format!("{old} → {new}"),
        (true, false) => format!("was at {old}"),
        (false, _) => new,
    }
}

fn details(finding: &Finding, text: &mut String) {
    for (used, wire) in &finding.uses {
        let status = used.status.as_deref().unwrap_or_default();
        let media_type = used.media_type.as_deref().unwrap_or_default();
        let words = [
            used.operation.as_str(),
            used.direction.as_str(),
            status,
            media_type,
        ];
        let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let _ = writeln!(text, "      {}: {}", words.join(" "), wire.as_str());
    }
    for below in &finding.below {
        let _ = writeln!(text, "      {below}");
    }
    for change in rust::telling(finding) {
        let before = change.before.as_deref().unwrap_or("nothing");
        let after = change.after.as_deref().unwrap_or("nothing");
        let because = change.because.as_deref();
        let because = because.map_or_else(String::new, |why| format!(", since {why}"));
        let bump = change.bump.as_str();
        let _ = writeln!(text, "      rust {bump}: {}{because}", change.item);
        let _ = writeln!(text, "        - {before}\n        + {after}");
    }
    let _ = writeln!(
        text,
        "      {} {} {}",
        finding.rule.id,
        finding.effect.as_str(),
        finding.fingerprint()
    );
}

fn decisions(view: &View<'_>, text: &mut String) {
    let shown = view.outcome.ignored.iter();
    for (finding, reason) in shown.filter(|(finding, _)| view.docs || !finding.is_docs()) {
        let _ = writeln!(text, "ignored: {} ({reason})", message(finding));
    }
    for ignore in &view.outcome.unused {
        let _ = writeln!(
            text,
            "warning: nothing needs to be ignored by {}",
            ignore.text()
        );
    }
    for ignore in &view.outcome.expired {
        let _ = writeln!(text, "warning: expired: {}", ignore.text());
    }
}

/// What it all comes to, in a line.
pub(super) fn summary(view: &View<'_>) -> String {
    let report = view.report;
    if report.findings.is_empty() && report.unexplained.is_empty() {
        return "Nothing differs.\n".to_owned();
    }
    let rust = match report.has_rust {
        true => report.rust().as_str(),
        false => "unknown, since no code can be generated",
    };
    let mut text = format!("Wire: {}. Rust: {rust}.", report.wire().as_str());
    let suggestion = view.suggestion;
    let release = match suggestion.version {
        Some(version) => format!(" Release {version} ({})", suggestion.bump.as_str()),
        None => format!(" Release a {} version", suggestion.bump.as_str()),
    };
    if suggestion.bump > Bump::None {
        text.push_str(&release);
        if let Some(because) = &suggestion.because {
            text.push_str(&format!(", because of {because}"));
        }
        text.push('.');
    }
    text.push('\n');
    text
}

fn paint(view: &View<'_>, color: &str, text: &str) -> String {
    match view.color {
        true => format!("\u{1b}[{color}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}
