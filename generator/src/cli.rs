//! The command line into a run of the generator, and its outcome into an exit
//! code: 0 done, 1 the document is at fault or a check found a difference, 2 usage.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::{Config, CrateName, Selection};
use crate::diagnostics::{Code, Diagnostics, render};
use crate::output;
use crate::source::{DirLoader, Limits, Sources};

/// The document is at fault, a check found a difference, or something could not be written.
const FAULT: u8 = 1;
/// The command line is at fault.
const USAGE: u8 = 2;

/// Turns an OpenAPI document into a Rust crate: typed requests and responses,
/// validators for every constraint, and a client.
#[derive(Parser)]
#[command(name = "faircopy", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a crate from a document.
    Generate(Generate),
    /// Explains the code of a diagnostic, such as `E0107`.
    Explain {
        /// The code.
        code: String,
    },
}

/// What to generate, from what, and where to.
#[derive(clap::Args)]
pub struct Generate {
    /// The document: OpenAPI 3.0 or 3.1, as YAML or JSON.
    #[arg(long, value_name = "FILE")]
    pub spec: PathBuf,
    /// The crate's folder. What is the user's there stays as it is.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The crate's name; the document's title in kebab case by default.
    #[arg(long)]
    pub name: Option<CrateName>,
    /// Shows how what is there differs, as a unified diff; exits with 1 if it does. Writes nothing.
    #[arg(long)]
    pub check: bool,
    /// Lists what would be written. Writes nothing.
    #[arg(long, conflicts_with = "check")]
    pub dry_run: bool,
    /// Only operations with one of these tags.
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub tags: Vec<String>,
    /// Only these operations: ids or `METHOD /path`, with `*` for any text.
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    pub operations: Vec<String>,
    /// Types and validators only, without operations and client.
    #[arg(long)]
    pub types_only: bool,
    /// Reads the document to the letter: undeclared properties are kept and judged.
    #[arg(long)]
    pub exact: bool,
    /// Makes every warning an error.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// How diagnostics are printed, on standard error.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
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
    /// A JSON object a line.
    Json,
    /// Workflow commands of GitHub, which show on the lines concerned.
    Github,
}

/// Runs the command of this process's arguments.
pub fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(generate) => generate.run(),
        Command::Explain { code } => explain(&code),
    }
}

impl Generate {
    /// A run with no other choices.
    pub fn new(spec: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        Self {
            spec: spec.into(),
            out: out.into(),
            name: None,
            check: false,
            dry_run: false,
            tags: Vec::new(),
            operations: Vec::new(),
            types_only: false,
            exact: false,
            deny: None,
            format: Format::Text,
        }
    }

    /// Generates, and writes, compares or lists.
    pub fn run(&self) -> ExitCode {
        let (loader, root) = DirLoader::for_document(&self.spec, Limits::default().bytes);
        let (files, mut diagnostics, sources) =
            match crate::generate(&loader, &root, &self.config()) {
                Ok(generated) => (Some(generated.files), generated.warnings, generated.sources),
                Err(refused) => (None, refused.diagnostics, refused.sources),
            };
        if self.deny == Some(Deny::Warnings) {
            diagnostics.deny_warnings();
        }
        self.report(&diagnostics, &sources);
        let Some(files) = files.filter(|_| !diagnostics.has_errors()) else {
            return ExitCode::from(FAULT);
        };
        let plan = match output::plan(&files, &self.out) {
            Ok(plan) => plan,
            Err(error) => return refuse(&error),
        };
        if self.check {
            return compare(&plan);
        }
        if self.dry_run {
            let list: String = plan
                .changes()
                .iter()
                .map(|change| format!("{change}\n"))
                .collect();
            print(&list);
            return ExitCode::SUCCESS;
        }
        if let Err(error) = plan.apply() {
            return refuse(&error);
        }
        let written = plan.changes().len();
        let out = self.out.display();
        match written {
            0 => eprintln!("{out} is up to date"),
            1 => eprintln!("{out}: 1 file changed"),
            _ => eprintln!("{out}: {written} files changed"),
        }
        ExitCode::SUCCESS
    }

    fn config(&self) -> Config {
        Config {
            name: self.name.clone(),
            exact: self.exact,
            types_only: self.types_only,
            selection: Selection {
                tags: self.tags.iter().cloned().collect(),
                operations: self.operations.iter().cloned().collect(),
            },
            ..Config::default()
        }
    }

    /// Prints diagnostics on standard error.
    fn report(&self, diagnostics: &Diagnostics, sources: &Sources) {
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        let folder = match folder.as_os_str().is_empty() {
            true => String::new(),
            false => format!("{}/", folder.display()),
        };
        let text = match self.format {
            Format::Json => render::json(diagnostics, sources, &folder),
            Format::Github => render::github(diagnostics, sources, &folder),
            Format::Text => {
                let variable = |name| std::env::var(name).ok();
                let color = render::wants_color(
                    io::stderr().is_terminal(),
                    variable("NO_COLOR").as_deref(),
                    variable("TERM").as_deref(),
                );
                let options = render::Options {
                    color,
                    folder,
                    ..render::Options::default()
                };
                let mut text = render::text(diagnostics, sources, &options);
                if let Some(summary) = render::summary(diagnostics) {
                    text.push_str(&format!("\n{summary}\n"));
                }
                text
            }
        };
        // A reader that went away needs no diagnostics.
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// Prints how a folder differs from what is generated.
fn compare(plan: &output::Plan) -> ExitCode {
    if plan.changes().is_empty() {
        return ExitCode::SUCCESS;
    }
    print(&plan.diff());
    ExitCode::from(FAULT)
}

fn refuse(error: &output::OutputError) -> ExitCode {
    for problem in error.problems() {
        eprintln!("error: {problem}");
    }
    ExitCode::from(FAULT)
}

fn explain(code: &str) -> ExitCode {
    let Some(code) = Code::find(code) else {
        eprintln!("error: there is no code `{code}`");
        return ExitCode::from(USAGE);
    };
    print(&format!(
        "{}: {}\n\n{}\n\nWrong:\n\n{}\n\nRight:\n\n{}\n",
        code.id,
        code.title,
        code.explanation,
        indented(code.wrong),
        indented(code.right)
    ));
    ExitCode::SUCCESS
}

fn indented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// Prints on standard output; a reader that went away is no error.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}
