//! `faircopy docs`: a document into a reference for those who use the API.

use std::path::PathBuf;
use std::process::ExitCode;

use super::input::Input;
use super::outcome::{FAULT, misuse};
use super::report::Reporting;
use crate::config::CrateName;
use crate::{Sides, docs, generate, output};

/// Shown below the flags.
pub(super) const EXAMPLES: &str = "\
Examples:
  faircopy docs --spec api.yaml --out reference

Open `index.html` of the folder: no server is needed, and nothing is loaded from elsewhere. Files of
yours in the folder stay.";

/// What to document, and where to.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Docs {
    #[command(flatten)]
    input: Input,
    /// The folder for the pages.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    reporting: Reporting,
}

impl Docs {
    /// Writes the pages; exits with 1 where the document is at fault.
    pub(super) fn run(&self) -> ExitCode {
        let mut opened = match self.input.open() {
            Ok(opened) => opened,
            Err(problem) => return misuse(&problem),
        };
        self.reporting.configure(&mut opened);
        // What the server sends is read for who receives it.
        opened.config.sides = Sides::Both;
        let (read, mut diagnostics, sources) =
            match generate::read(&*opened.loader, &opened.root, &opened.config) {
                Ok(mut read) => {
                    let warnings = std::mem::take(&mut read.warnings);
                    let sources = std::mem::take(&mut read.sources);
                    (Some(read), warnings, sources)
                }
                Err(refused) => (None, refused.diagnostics, refused.sources),
            };
        let is_right = self.reporting.report(&mut diagnostics, &sources, &opened);
        let Some(read) = read.filter(|_| is_right) else {
            return ExitCode::from(FAULT);
        };
        let name = opened.config.name;
        let name = name.unwrap_or_else(|| CrateName::from_title(&read.api.title));
        let files = docs::files(&read, name.as_str());
        let out = self.out.display();
        match output::pages::bring(&files, &self.out) {
            Ok(0) => eprintln!("{out} is up to date"),
            Ok(1) => eprintln!("{out}: 1 file changed"),
            Ok(changed) => eprintln!("{out}: {changed} files changed"),
            Err(error) => {
                for problem in error.problems() {
                    eprintln!("error: {problem}");
                }
                return ExitCode::from(FAULT);
            }
        }
        ExitCode::SUCCESS
    }
}
