//! For a pull request: what breaks in full, the rest in collapsed parts, and cut to the length that a
//! comment may have: what breaks last, and only with a count of what is left out.

use std::fmt::Write as _;

use super::super::rust::{Bump, Change};
use super::entries::Entry;
use super::{Group, View, consequence_of, message, rust};

/// How many characters a comment on GitHub may have.
const LENGTH: usize = 65_536;

/// Room for the ends of what is cut: counts, and tags that close.
const ENDS: usize = 2_000;

/// The report as Markdown.
pub fn markdown(view: &View<'_>) -> String {
    let head = format!("## API changes\n\n{}", super::text::summary(view));
    let mut room = Room(LENGTH - ENDS - head.chars().count());
    // Room goes to what breaks first, whatever stands before it.
    let [breaking, rust, potential] = [Group::Breaking, Group::BreakingRust, Group::Potential]
        .map(|group| open(view, group, &mut room));
    let ignored = view.outcome.ignored.iter().map(|(finding, reason)| {
        format!(
            "Ignored: {} ({})\n\n",
            escaped(&message(finding)),
            escaped(reason)
        )
    });
    let ignored = room.list(ignored.collect(), "decisions");
    let unexplained = view.report.unexplained.iter();
    let unexplained =
        unexplained.map(|change| format!("- {} ({})\n", code(&change.item), change.bump.as_str()));
    let unexplained = room.list(unexplained.collect(), "changes");
    let rest = Group::ALL[3..]
        .iter()
        .map(|group| folded(view, *group, &mut room));
    let rest: Vec<String> = rest.collect();
    let mut text = head;
    [breaking, potential, rust]
        .iter()
        .chain(&rest)
        .for_each(|part| text.push_str(part));
    if let Some(documentation) = view.documentation() {
        let _ = writeln!(text, "\n{documentation}");
    }
    if !unexplained.is_empty() {
        let _ = write!(
            text,
            "\n### From the generator or its configuration\n\n{unexplained}"
        );
    }
    if !ignored.is_empty() {
        let _ = write!(text, "\n{ignored}");
    }
    text
}

/// How many characters are left.
struct Room(usize);

impl Room {
    /// Whether a text still has room, which it then takes.
    fn takes(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let fits = length <= self.0;
        if fits {
            self.0 -= length;
        }
        fits
    }

    /// As many of some texts as there is room for, and how many there are besides.
    fn list(&mut self, texts: Vec<String>, what: &str) -> String {
        let mut list = String::new();
        let count = texts.len();
        for (index, text) in texts.into_iter().enumerate() {
            if !self.takes(&text) {
                let _ = writeln!(list, "- and {} more {what}", count - index);
                break;
            }
            list.push_str(&text);
        }
        list
    }
}

/// A group that is shown at once.
fn open(view: &View<'_>, group: Group, room: &mut Room) -> String {
    let count = view.count(group);
    if count == 0 {
        return String::new();
    }
    let entries = view.entries(group);
    // Where not all has room, the lines have it before their code.
    let full: Vec<String> = entries
        .iter()
        .map(|entry| item(view, entry, true))
        .collect();
    let length: usize = full.iter().map(|text| text.chars().count()).sum();
    let items = match length <= room.0 {
        true => full,
        false => entries
            .iter()
            .map(|entry| item(view, entry, false))
            .collect(),
    };
    let heading = group.heading();
    format!("\n### {heading} ({count})\n\n{}", room.list(items, "lines"))
}

/// A group that is shown when asked for.
fn folded(view: &View<'_>, group: Group, room: &mut Room) -> String {
    let count = view.count(group);
    if count == 0 || view.is_counted(group) {
        return String::new();
    }
    let heading = group.heading();
    let items = view.entries(group);
    let items = items.iter().map(|entry| item(view, entry, true)).collect();
    let list = room.list(items, "lines");
    format!("\n<details><summary>{heading} ({count})</summary>\n\n{list}\n</details>\n")
}

fn item(view: &View<'_>, entry: &Entry<'_>, with_code: bool) -> String {
    let finding = entry.first();
    let spot = finding.spot();
    let place = match finding.new.is_there || !finding.old.is_there {
        true => view.new_place(spot),
        false => view.old_place(spot),
    };
    let mut text = format!("- {} {}", code(&place), escaped(&entry.message()));
    if let Some(consequence) = consequence_of(&entry.findings) {
        let _ = write!(text, "; **{}**", escaped(&consequence));
    }
    if entry
        .findings
        .iter()
        .all(|finding| finding.passes.is_some())
    {
        text.push_str(" (ignored)");
    }
    text.push('\n');
    let Some(words) = rust::words(&entry.findings) else {
        return text;
    };
    let changes = entry
        .findings
        .iter()
        .flat_map(|finding| rust::telling(finding));
    let mut shown: Vec<&Change> = changes.filter(|change| change.bump > Bump::Patch).collect();
    shown.sort();
    shown.dedup();
    if shown.is_empty() {
        return text;
    }
    if !with_code {
        text.pop();
        let _ = writeln!(text, " \\[{}\\]", escaped(&words));
        return text;
    }
    let words = html(&words.replacen("rust", "Rust", 1));
    let _ = writeln!(text, "  <details><summary>{words}</summary>\n\n  ```diff");
    for change in shown {
        if let Some(because) = &change.because {
            let _ = writeln!(text, "  # since {because}");
        }
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

/// Words with code in backticks, as text of HTML.
fn html(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut is_code = false;
    for character in words.chars() {
        match character {
            '`' => {
                text.push_str(if is_code { "</code>" } else { "<code>" });
                is_code = !is_code;
            }
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            other => text.push(other),
        }
    }
    if is_code {
        text.push_str("</code>");
    }
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
