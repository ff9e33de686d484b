//! The command line into a run of the generator, and its outcome into an exit
//! code: 0 done, 1 the document is at fault or a check found a difference, 2 usage, 3 (of `diff`
//! alone) a document that does not load.

mod bundle;
mod depfile;
pub mod diff;
mod docs;
mod explain;
#[cfg(feature = "fetch")]
mod fetch;
mod file;
mod git;
mod init;
mod input;
mod lint;
mod lsp;
mod outcome;
mod report;
mod sample;
mod shell;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, CrateName, Runtime, RuntimeSource, Sides};
use crate::format::Ignored;
use crate::output;
pub use input::Input;
use outcome::{FAULT, misuse, print};
pub use report::Reporting;

/// Turns an OpenAPI document into a Rust crate: typed requests and responses,
/// validators for every constraint, and a client.
#[derive(Parser)]
#[command(name = "faircopy", version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  faircopy init
  faircopy generate --spec api.yaml --out api-client
  faircopy generate --spec api.yaml --out api-client --check
  faircopy lint --spec api.yaml --deny warnings
  faircopy diff main:api.yaml api.yaml --fail-on breaking
  faircopy explain E0107
  faircopy explain --spec api.yaml '#/components/schemas/Pet'

Exit status: 0 when it is done, 1 when the document is at fault or `--check` found a difference,
2 when the command line is, 3 when a document that `diff` compares does not load.";

#[derive(Subcommand)]
enum Command {
    /// Writes a first document, a `faircopy.toml` and the crate; asks on a terminal for what no flag says.
    #[command(after_help = init::EXAMPLES)]
    Init(init::Init),
    /// Writes a crate from a document.
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(Generate),
    /// Writes a crate, and again whenever the document changes.
    Watch(Generate),
    /// Checks a document, and generates nothing.
    #[command(after_help = LINT_EXAMPLES)]
    Lint(lint::Lint),
    /// Compares two documents: what breaks on the wire and in Rust, and the version to release.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::Diff),
    /// Joins a document, its overlays and all its files into one file, in another version where asked.
    #[command(after_help = bundle::EXAMPLES)]
    Bundle(bundle::Bundle),
    /// Writes a reference of the API: pages for a browser, which need no server.
    #[command(after_help = docs::EXAMPLES)]
    Docs(docs::Docs),
    /// Prints a program that sends an operation's request, in one of nine languages.
    #[command(after_help = sample::EXAMPLES)]
    Sample(sample::Sample),
    /// Explains the code of a diagnostic, or what becomes of a part of a document.
    Explain(explain::Explain),
    /// Prints the JSON Schema of `faircopy.toml`, by which editors complete and check it.
    ConfigSchema,
    /// Serves editors on standard input and output: diagnostics, completion, hover, renaming.
    Lsp(lsp::Lsp),
    /// Prints completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Prints a man page.
    Man,
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  faircopy generate --spec api.yaml --out api-client
  faircopy generate --spec api.yaml --out api-client --tags pets,stores --types-only
  faircopy generate --spec api.yaml --out api-client --operations 'GET /pets*'
  curl https://example.com/openapi.json | faircopy generate --spec - --out api-client

What would be flags on every run can stand in a `faircopy.toml` beside the document.";

const LINT_EXAMPLES: &str = "\
Examples:
  faircopy lint --spec api.yaml
  faircopy lint --spec api.yaml --deny warnings --allow W0212
  faircopy lint --spec api.yaml --format github

A document allows warnings for a part of itself with `x-faircopy-allow: [W0212]` in that part.";

/// What helps with a document that is somebody else's.
const KEEP_GOING_HINT: &str =
    "nothing is written; `--keep-going` leaves out what is wrong, and generates the rest";

/// What to generate, from what, and where to.
#[derive(clap::Args)]
pub struct Generate {
    /// The document, and what it may cost.
    #[command(flatten)]
    pub input: Input,
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
    /// Writes which files were read, as a rule of make, for Ninja, Buck2 and others.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "dry_run"])]
    pub depfile: Option<PathBuf>,
    /// Only operations with one of these tags.
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub tags: Vec<String>,
    /// Only these operations: ids or `METHOD /path`, with `*` for any text.
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    pub operations: Vec<String>,
    /// Leaves out the least that is wrong with the document, and generates the rest.
    #[arg(long)]
    pub keep_going: bool,
    /// Types and validators only, without operations and client.
    #[arg(long)]
    pub types_only: bool,
    /// What serves the API too, behind the cargo feature `server`.
    #[arg(long)]
    pub server: bool,
    /// What serves the API, and no client.
    #[arg(long)]
    pub server_only: bool,
    /// Reads the document to the letter: undeclared properties are kept and judged.
    #[arg(long)]
    pub exact: bool,
    /// Where the crate has its support code from; `copied` by default.
    #[arg(long, value_name = "FROM")]
    pub runtime: Option<RuntimeFlag>,
    /// Formats that neither choose a type nor are checked, such as `hostname`; `all` for every one.
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format_name)]
    pub ignore_formats: Vec<String>,
    /// Which diagnostics count, and how they are printed.
    #[command(flatten)]
    pub reporting: Reporting,
}

/// Where a crate has its support code from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum RuntimeFlag {
    /// A copy of its own of what it uses.
    Copied,
    /// The package `faircopy-runtime`, which several crates of a workspace may share.
    Shared,
}

/// Runs the command of this process's arguments.
pub fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Init(init) => init.run(),
        Command::Generate(generate) => generate.run(),
        Command::Watch(generate) => generate.watch(),
        Command::Lint(lint) => lint.run(),
        Command::Diff(diff) => diff.run(),
        Command::Bundle(bundle) => bundle.run(),
        Command::Docs(docs) => docs.run(),
        Command::Sample(sample) => sample.run(),
        Command::Explain(explain) => explain.run(),
        Command::ConfigSchema => config_schema(),
        Command::Lsp(lsp) => lsp.run(),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::man(),
    }
}

/// Prints the schema of `faircopy.toml`.
fn config_schema() -> ExitCode {
    print(&format!("{:#}\n", file::schema()))
}

impl Generate {
    /// Generates, and writes, compares or lists.
    pub fn run(&self) -> ExitCode {
        let mut opened = match self.input.open() {
            Ok(opened) => opened,
            Err(problem) => return misuse(&problem),
        };
        self.configure(&mut opened.config);
        self.reporting.configure(&mut opened);
        let (files, mut diagnostics, sources) =
            match crate::generate::generate(&*opened.loader, &opened.root, &opened.config) {
                Ok(generated) => (Some(generated.files), generated.warnings, generated.sources),
                Err(refused) => (None, refused.diagnostics, refused.sources),
            };
        let is_right = self.reporting.report(&mut diagnostics, &sources, &opened);
        let is_refused = files.is_none();
        let Some(files) = files.filter(|_| is_right) else {
            if is_refused && !opened.config.keep_going {
                eprintln!("{KEEP_GOING_HINT}");
            }
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
            return print(&list);
        }
        if let Err(problem) = (opened.keep)() {
            return failed(&problem);
        }
        if let Err(error) = plan.apply() {
            return refuse(&error);
        }
        if let Some(path) = &self.depfile {
            // What does not exist would be made for ever; of a lock file, whether it does is known by now.
            let read = opened.files.iter().filter(|path| path.is_file()).cloned();
            let read = read.chain(sources.paths(&opened.folder));
            if let Err(problem) = depfile::write(path, &self.out, read) {
                return failed(&problem);
            }
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

    /// Puts what the flags say before what the configuration says.
    fn configure(&self, config: &mut Config) {
        if self.name.is_some() {
            config.name.clone_from(&self.name);
        }
        config.exact |= self.exact;
        config.keep_going |= self.keep_going;
        config.types_only |= self.types_only;
        match (self.server, self.server_only) {
            (_, true) => config.sides = Sides::Server,
            (true, false) if config.sides == Sides::Client => config.sides = Sides::Both,
            _ => {}
        }
        match self.runtime {
            // Which folder or workspace it is shared from is for the file to say.
            Some(RuntimeFlag::Shared) if config.runtime == Runtime::Copied => {
                config.runtime = Runtime::Shared(RuntimeSource::default());
            }
            Some(RuntimeFlag::Shared) | None => {}
            Some(RuntimeFlag::Copied) => config.runtime = Runtime::Copied,
        }
        for name in &self.ignore_formats {
            // The flag took no name that means nothing.
            let _ = config.ignored_formats.add(name);
        }
        if !self.tags.is_empty() || !self.operations.is_empty() {
            config.selection.tags = self.tags.iter().cloned().collect();
            config.selection.operations = self.operations.iter().cloned().collect();
        }
    }
}

/// Checks that a text is the name of a format.
fn format_name(name: &str) -> Result<String, String> {
    Ignored::default().add(name).map(|()| name.to_owned())
}

/// Prints how a folder differs from what is generated.
fn compare(plan: &output::Plan<'_>) -> ExitCode {
    if plan.changes().is_empty() {
        return ExitCode::SUCCESS;
    }
    let _ = print(&plan.diff());
    ExitCode::from(FAULT)
}

/// Says what could not be done.
fn failed(problem: &str) -> ExitCode {
    eprintln!("error: {problem}");
    ExitCode::from(FAULT)
}

fn refuse(error: &output::OutputError) -> ExitCode {
    for problem in error.problems() {
        eprintln!("error: {problem}");
    }
    ExitCode::from(FAULT)
}
