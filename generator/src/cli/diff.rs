//! `faircopy diff`: two documents, from files, standard input or git, to a report of what differs,
//! and to an exit code: 0, 1 when the gate is hit, 2 usage, 3 a document that does not load.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::git::{self, Object};
use super::input::{Input, Opened};
use super::outcome::{misuse, print};
use super::report::Reporting;
use crate::diagnostics::Diagnostics;
use crate::diff::policy::{self, Gate, Ignore};
use crate::diff::render::{self, View};
use crate::diff::version::{self, Policy, Version};
use crate::diff::{self, Loaded, Options};
use crate::report::wants_color;

/// The gate was hit, or not all could be compared.
const HIT: u8 = 1;
/// A document does not load.
const UNREADABLE: u8 = 3;

pub(super) const EXAMPLES: &str = "\
Examples:
  faircopy diff old.yaml new.yaml
  faircopy diff main:api.yaml api.yaml --format markdown
  faircopy diff v1.2.0:api.yaml HEAD:api.yaml --fail-on breaking
  faircopy explain maximum-lowered

Exit status: 0; 1 when `--fail-on` is hit, or a document takes more steps than `--max-steps` allows,
so that the report is not all; 2 when the command line is at fault, 3 when a document does not load.";

/// What to compare, and how to tell.
#[derive(Clone, Debug, clap::Args)]
pub struct Diff {
    /// The old document: a file, `-` for standard input, or `REV:path` in git, from
    /// its root, and from here where it begins with `./`.
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new document, likewise.
    #[arg(value_name = "NEW")]
    pub new: String,
    /// How the report is printed, on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Shows every use that a change touches, and every public item.
    #[arg(long, short)]
    pub verbose: bool,
    /// Shows edits of documentation, which are only counted otherwise.
    #[arg(long)]
    pub docs: bool,
    /// When to exit with 1; `breaking` and `potential` are of the wire.
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<Gate>,
    /// What decides the version to release.
    #[arg(long, value_name = "WHAT", default_value = "max")]
    pub policy: Policy,
    /// The crate's version now, from which the next one follows.
    #[arg(long, value_name = "VERSION")]
    pub current: Option<Version>,
    /// The choices that are not flags; `faircopy.toml` beside the new document by default.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The day that sunsets are compared with; today by default.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<String>,
}

/// A day of the calendar, as `2026-01-31`.
fn day(text: &str) -> Result<String, String> {
    match diff::is_day(text) {
        true => Ok(text.to_owned()),
        false => Err("a day is written as `2026-01-31`".to_owned()),
    }
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, a line a cause.
    #[default]
    Text,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
    /// Workflow commands of GitHub, which show on the lines concerned.
    Github,
    /// For code scanning.
    Sarif,
    /// A fragment for a changelog.
    Changelog,
}

impl Diff {
    /// Compares, and prints the report.
    pub fn run(&self) -> ExitCode {
        if self.old == "-" && self.new == "-" {
            return misuse("only one of the documents can be on standard input");
        }
        let (old, new) = match (self.open(&self.old), self.open(&self.new)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(problem), _) | (_, Err(problem)) => return misuse(&problem),
        };
        // Both are read as the new one's configuration says, so that it makes no difference.
        let (config, decisions) = (new.config.clone(), new.ignored.clone());
        let loaded = diff::load_both(
            (&*old.loader, &old.root),
            (&*new.loader, &new.root),
            &config,
        );
        let [Ok(was), Ok(is)] = loaded else {
            for (side, opened) in loaded.into_iter().zip([&old, &new]) {
                if let Err(mut refused) = side {
                    let (diagnostics, sources) = (&mut refused.diagnostics, &refused.sources);
                    Reporting::default().report(diagnostics, sources, opened);
                }
            }
            return ExitCode::from(UNREADABLE);
        };
        for (loaded, name) in [(&was, &self.old), (&is, &self.new)] {
            let errors = loaded.diagnostics.errors();
            if errors > 0 {
                eprintln!("warning: {name} has {errors} errors; `faircopy lint` shows them");
            }
        }
        self.report((&was, &is), (&old, &new), &decisions)
    }

    fn report(
        &self,
        (old, new): (&Loaded, &Loaded),
        opened: (&Opened, &Opened),
        decisions: &[Ignore],
    ) -> ExitCode {
        let today = self.today.clone();
        let today = today.unwrap_or_else(|| time::OffsetDateTime::now_utc().date().to_string());
        let options = Options {
            today: today.clone(),
            rust: true,
        };
        let mut report = match std::ptr::eq(old, new) {
            true => diff::Report::of_same(old),
            false => diff::compare(old, new, &options),
        };
        let sides = [(old, opened.0), (new, opened.1)];
        for (why, (loaded, opened)) in report.exhausted.iter().zip(sides) {
            let mut diagnostics = Diagnostics::new();
            why.iter().for_each(|why| diagnostics.push(why.clone()));
            if diagnostics.has_errors() {
                Reporting::default().report(&mut diagnostics, &loaded.sources, opened);
            }
        }
        let outcome = policy::apply(&mut report, decisions, &today);
        let suggestion = version::suggest(&report, self.policy, self.current);
        let variable = |name| std::env::var(name).ok();
        let color = wants_color(
            io::stdout().is_terminal(),
            variable("NO_COLOR").as_deref(),
            variable("TERM").as_deref(),
        );
        let view = View {
            report: &report,
            outcome: &outcome,
            suggestion: &suggestion,
            old_prefix: opened.0.folder.clone(),
            new_prefix: opened.1.folder.clone(),
            verbose: self.verbose,
            docs: self.docs || self.verbose,
            color,
        };
        let printed = print(&match self.format {
            Format::Text => render::text(&view),
            Format::Markdown => render::markdown(&view),
            Format::Json => render::json(&view),
            Format::Github => render::github(&view),
            Format::Sarif => render::sarif(&view),
            Format::Changelog => render::changelog(&view),
        });
        match self.fail_on {
            Some(gate) if gate.is_hit(&report) => ExitCode::from(HIT),
            _ if !report.is_whole() => ExitCode::from(HIT),
            _ => printed,
        }
    }

    fn open(&self, name: &str) -> Result<Opened, String> {
        // A file of that name is that file, and an address is no revision.
        let is_address = Input::new(name).address().is_some();
        let object = match is_address || name == "-" || Path::new(name).exists() {
            true => None,
            false => Object::parse(name),
        };
        let Some(object) = object else {
            let input = Input {
                config: self.config.clone(),
                ..Input::new(name)
            };
            return input.open();
        };
        let here = object.folder_here();
        let config = match &self.config {
            Some(config) => Some(config.clone()),
            None => Some(Path::new(&here).join("faircopy.toml")),
        };
        let mut opened = Input {
            config: config.filter(|config| config.is_file() || self.config.is_some()),
            ..Input::new(format!("{here}{}", object.file))
        }
        .open()?;
        opened.loader = git::open(&object, opened.config.limits.bytes);
        opened.root = object.file.to_owned();
        opened.folder = format!("{}:{}", object.revision, object.folder);
        Ok(opened)
    }
}
