//! `faircopy lint`: all that is to be said of a document, and no code.

use std::process::ExitCode;

use super::input::Input;
use super::outcome::{FAULT, misuse};
use super::report::Reporting;

/// What to check.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Lint {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    reporting: Reporting,
}

impl Lint {
    /// Checks, and exits with 1 where there is an error.
    pub(super) fn run(&self) -> ExitCode {
        let mut opened = match self.input.open() {
            Ok(opened) => opened,
            Err(problem) => return misuse(&problem),
        };
        self.reporting.configure(&mut opened);
        let (mut diagnostics, sources) =
            crate::generate::check(&*opened.loader, &opened.root, &opened.config);
        if self.reporting.report(&mut diagnostics, &sources, &opened) {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(FAULT)
        }
    }
}
