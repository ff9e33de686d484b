//! Workflow commands, which GitHub shows beside the lines of a pull request.

use std::fmt::Write as _;

use super::locate::Locator;
use crate::diagnostics::Diagnostics;
use crate::source::Sources;

/// The diagnostics as workflow commands, one on a line. `folder` is put before the names of files,
/// which GitHub expects to be relative to the repository.
pub fn github(diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> String {
    let locator = Locator::new(sources);
    let mut commands = String::new();
    for (diagnostic, labels) in locator.sorted(diagnostics) {
        let _ = write!(commands, "::{} ", diagnostic.severity.word());
        if let Some(label) = labels.first() {
            let file = property(&label.path(folder));
            let position = label.position;
            let _ = write!(
                commands,
                "file={file},line={},endLine={}",
                position.line, position.end_line
            );
            if position.line == position.end_line {
                let last = position.end_column.saturating_sub(1).max(position.column);
                let _ = write!(commands, ",col={},endColumn={last}", position.column);
            }
            commands.push(',');
        }
        let mut message = diagnostic.message.clone();
        let notes = labels
            .iter()
            .map(|label| label.label)
            .filter(|text| !text.is_empty());
        for note in notes.chain(diagnostic.help.as_deref()) {
            message.push('\n');
            message.push_str(note);
        }
        if let Some(counted) = diagnostic.counted() {
            message.push_str(&format!("\n{counted}"));
        }
        let _ = writeln!(commands, "title={}::{}", diagnostic.code.id, data(&message));
    }
    commands
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
