//! Diagnostics, less those that the user allows, to text for people, JSON lines for programs, or
//! workflow annotations for GitHub.

mod allow;
mod github;
mod json;
mod locate;
mod text;
mod view;

use crate::diagnostics::Diagnostics;
pub(crate) use allow::Allowed;
pub use github::github;
pub use json::json;
pub use locate::{Located, Locator};
pub use text::text;

/// How text is printed.
#[derive(Clone, Debug)]
pub struct Options {
    /// The number of columns of the terminal; longer lines of the document are cut around the
    /// place that is marked.
    pub width: usize,
    /// Whether to colour with ANSI escapes.
    pub color: bool,
    /// What to put before the names of files: the path of the document's folder, ending in `/`, or
    /// nothing.
    pub folder: String,
    /// Whether warnings are all printed where many of one code are alike.
    pub verbose: bool,
}

impl Default for Options {
    /// 100 columns without colour.
    fn default() -> Options {
        Options {
            width: 100,
            color: false,
            folder: String::new(),
            verbose: false,
        }
    }
}

/// Whether to colour what goes to a terminal or not, by `NO_COLOR` and `TERM`.
///
/// The environment is the caller's to read: this decides on the values that it found.
pub fn wants_color(is_terminal: bool, no_color: Option<&str>, term: Option<&str>) -> bool {
    is_terminal && no_color.is_none_or(str::is_empty) && term != Some("dumb")
}

/// "2 errors and 1 warning"; `None` when there is neither.
pub fn summary(diagnostics: &Diagnostics) -> Option<String> {
    let errors = diagnostics.errors();
    let counted = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    let counts = [
        counted(errors, "error"),
        counted(diagnostics.len() - errors, "warning"),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    (!counts.is_empty()).then(|| counts.join(" and "))
}

/// Text in which nothing moves the cursor, ends the line or turns the direction of writing.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_harmful(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
