//! The text for people: each diagnostic with the lines of the document that it is about.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::locate::{Located, Locator};
use super::view::{Lines, View, columns};
use super::{Options, harmless};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// How many warnings of one code are printed, where there are more of them than can be read.
const ALIKE: usize = 4;

/// The diagnostics as people read them, in the order of the document's lines.
///
/// Of many warnings with one code, the first few are printed and the others counted, unless
/// `options.verbose` asks for all.
pub fn text(diagnostics: &Diagnostics, sources: &Sources, options: &Options) -> String {
    let locator = Locator::new(sources);
    let sorted = locator.sorted(diagnostics);
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (diagnostic, _) in &sorted {
        *left.entry(diagnostic.code.id).or_default() += 1 + diagnostic.more;
    }
    let counted = sorted.iter().filter(|(diagnostic, _)| diagnostic.more > 0);
    let counted: BTreeSet<&str> = counted.map(|(diagnostic, _)| diagnostic.code.id).collect();
    // A code with one more than are shown is shown whole: its count would take as much room.
    let is_cut = |count: usize| !options.verbose && count > ALIKE + 1;
    let cut: BTreeMap<&str, usize> = left
        .into_iter()
        .filter(|(_, count)| is_cut(*count))
        .collect();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut blocks = Vec::new();
    let lines = RefCell::default();
    for (diagnostic, labels) in &sorted {
        let code = diagnostic.code.id;
        let number = shown.entry(code).or_default();
        *number += 1;
        let all = cut
            .get(code)
            .filter(|_| diagnostic.severity == Severity::Warning);
        if all.is_some() && *number > ALIKE {
            continue;
        }
        let block = Block {
            diagnostic,
            labels,
            options,
            lines: &lines,
        };
        let others = all.filter(|_| *number == ALIKE).map(|all| all - ALIKE);
        let others = match (others, counted.get(code)) {
            (None, _) => diagnostic.counted(),
            (Some(others), None) => Some(format!(
                "and {others} more like it, which `--verbose` shows"
            )),
            (Some(others), Some(_)) => {
                let kept = Diagnostics::KEPT;
                Some(format!(
                    "and {others} more like it: `--verbose` shows {kept} in all"
                ))
            }
        };
        blocks.push(block.print(others.as_deref()));
    }
    blocks.join("\n")
}

struct Block<'a> {
    diagnostic: &'a Diagnostic,
    labels: &'a [Located<'a>],
    options: &'a Options,
    /// Where the lines of each file start: there may be as many blocks as lines.
    lines: &'a RefCell<BTreeMap<String, Lines>>,
}

#[derive(Clone, Copy)]
enum Paint {
    Error,
    Warning,
    Frame,
    Strong,
}

impl Block<'_> {
    /// The text, and what there is to say of others like it that are not printed.
    fn print(&self, others: Option<&str>) -> String {
        let mut out = String::new();
        let Diagnostic {
            code,
            severity,
            message,
            help,
            ..
        } = self.diagnostic;
        let head = format!("{}[{}]", severity.word(), code.id);
        let message = self.paint(Paint::Strong, &format!(": {}", harmless(message)));
        let _ = writeln!(out, "{}{message}", self.paint(self.severity(), &head));
        let last_line = self.labels.iter().map(|label| label.position.line).max();
        let gutter = last_line.map_or(1, |line| line.to_string().len());
        let mut shown_file = None;
        for (index, label) in self.labels.iter().enumerate() {
            if shown_file.replace(label.file) == Some(label.file) {
                continue;
            }
            let arrow = self.paint(Paint::Frame, if index == 0 { "-->" } else { ":::" });
            let (line, column) = (label.position.line, label.position.column);
            let path = label.path(&self.options.folder);
            let file = harmless(&path);
            let _ = writeln!(out, "{:gutter$}{arrow} {file}:{line}:{column}", "");
            let here = self.labels.iter().filter(|other| other.file == label.file);
            self.snippet(&mut out, gutter, here.collect());
        }
        let equals = self.paint(Paint::Frame, "=");
        if let Some(pointer) = self.labels.iter().find_map(|label| label.pointer.as_ref()) {
            let pointer = harmless(&pointer.to_string());
            let _ = writeln!(out, "{:gutter$} {equals} at {pointer}", "");
        }
        if let Some(help) = help {
            let _ = writeln!(out, "{:gutter$} {equals} help: {}", "", harmless(help));
        }
        if let Some(others) = others {
            let _ = writeln!(out, "{:gutter$} {equals} {others}", "");
        }
        out
    }

    /// The lines of one file that labels mark, each with its marks below it.
    fn snippet(&self, out: &mut String, gutter: usize, mut labels: Vec<&Located<'_>>) {
        labels.sort_by_key(|label| (label.position.line, label.position.column));
        let bar = self.paint(Paint::Frame, "│");
        let mut previous: Option<usize> = None;
        let mut shown_text = String::new();
        for label in labels {
            let number = label.position.line;
            let mut known = self.lines.borrow_mut();
            let lines = known
                .entry(label.file.to_owned())
                .or_insert_with(|| Lines::of(label.text));
            let Some((line, marked)) = lines.marked(label.text, label.position) else {
                continue;
            };
            let view = View::around(line, marked, self.options.width.saturating_sub(gutter + 3));
            // A long line is shown again where another part of it is meant.
            if previous != Some(number) || shown_text != view.text {
                match previous {
                    None => drop(writeln!(out, "{:gutter$} {bar}", "")),
                    Some(previous) if number > previous + 1 => {
                        let dots = self.paint(Paint::Frame, "…");
                        let _ = writeln!(out, "{:gutter$} {dots}", "");
                    }
                    Some(_) => {}
                }
                let shown = format!("{number:gutter$}");
                let shown = self.paint(Paint::Frame, &shown);
                let _ = writeln!(out, "{shown} {bar} {}", view.text.trim_end());
            }
            previous = Some(number);
            shown_text = view.text;
            let mark = if label.primary { "^" } else { "-" }.repeat(view.width);
            let note = harmless(label.label);
            let paint = if label.primary {
                self.severity()
            } else {
                Paint::Frame
            };
            let room = self.options.width.saturating_sub(gutter + 3);
            let fits = view.indent + view.width + 1 + columns(&note) <= room;
            let mut line = |indent: usize, text: &str| {
                let text = self.paint(paint, text);
                let _ = writeln!(out, "{:gutter$} {bar} {:indent$}{text}", "", "");
            };
            match (note.is_empty(), fits) {
                (true, _) => line(view.indent, &mark),
                (false, true) => line(view.indent, &format!("{mark} {note}")),
                (false, false) => {
                    line(view.indent, &mark);
                    // Below the mark, as far to the left as it must be to fit.
                    line(room.saturating_sub(columns(&note)).min(view.indent), &note);
                }
            }
        }
    }

    fn severity(&self) -> Paint {
        match self.diagnostic.severity {
            Severity::Error => Paint::Error,
            Severity::Warning => Paint::Warning,
        }
    }

    fn paint(&self, paint: Paint, text: &str) -> String {
        if !self.options.color {
            return text.to_owned();
        }
        let code = match paint {
            Paint::Error => "1;31",
            Paint::Warning => "1;33",
            Paint::Frame => "1;34",
            Paint::Strong => "1",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}
