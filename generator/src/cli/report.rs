//! Diagnostics to standard error, in the form and with the strictness that the command line asks for.

use std::io::{self, IsTerminal, Write as _};

use clap::ValueEnum;

use super::file::check_allowed;
use super::input::Opened;
use crate::diagnostics::Diagnostics;
use crate::report;
use crate::source::Sources;

/// Which diagnostics count, and how they are printed.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Reporting {
    /// Makes every warning an error.
    #[arg(long, value_name = "WHAT", help_heading = "Diagnostics")]
    pub deny: Option<Deny>,
    /// Leaves out the warnings of these codes.
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = allowed, help_heading = "Diagnostics")]
    pub allow: Vec<String>,
    /// How diagnostics are printed, on standard error.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Diagnostics"
    )]
    pub format: Format,
    /// Prints every warning, however many there are alike.
    #[arg(long, short, help_heading = "Diagnostics")]
    pub verbose: bool,
}

/// What to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning.
    Warnings,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// A JSON object a line: `code`, `severity`, `message`, `help`, and `places` with `file`,
    /// `line`, `column`, `endLine`, `endColumn`, `pointer`, `primary` and `text`.
    Json,
    /// Workflow commands of GitHub, which show on the lines concerned.
    Github,
}

fn allowed(code: &str) -> Result<String, String> {
    check_allowed(code).map(|()| code.to_owned())
}

impl Reporting {
    /// Adds the codes of `--allow` to a run.
    pub(super) fn configure(&self, opened: &mut Opened) {
        opened.config.allow.extend(self.allow.iter().cloned());
    }

    /// Prints diagnostics, after making errors of warnings where that is asked for. Whether there
    /// is no error.
    pub(super) fn report(
        &self,
        diagnostics: &mut Diagnostics,
        sources: &Sources,
        opened: &Opened,
    ) -> bool {
        if opened.deny_warnings || self.deny == Some(Deny::Warnings) {
            diagnostics.deny_warnings();
        }
        let folder = &opened.folder;
        let text = match self.format {
            Format::Json => report::json(diagnostics, sources, folder),
            Format::Github => report::github(diagnostics, sources, folder),
            Format::Text => self.text(diagnostics, sources, folder),
        };
        // A reader that went away needs no diagnostics.
        let _ = io::stderr().write_all(text.as_bytes());
        !diagnostics.has_errors()
    }

    fn text(&self, diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> String {
        let variable = |name| std::env::var(name).ok();
        let default = report::Options::default();
        let width = terminal_size::terminal_size_of(io::stderr());
        let options = report::Options {
            width: width.map_or(default.width, |(width, _)| usize::from(width.0)),
            color: report::wants_color(
                io::stderr().is_terminal(),
                variable("NO_COLOR").as_deref(),
                variable("TERM").as_deref(),
            ),
            folder: folder.to_owned(),
            verbose: self.verbose,
        };
        let mut text = report::text(diagnostics, sources, &options);
        if let Some(summary) = report::summary(diagnostics) {
            text.push_str(&format!("\n{summary}\n"));
        }
        text
    }
}
