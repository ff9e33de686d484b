//! `cargo xtask prism`: every operation of generated clients against Prism, an independent mock
//! server, which judges each request by the document and answers as the document says.
//!
//! ```text
//! documents ─▶ crates, each with a program ─▶ calls ─▶ Prism ─▶ answers ─▶ table
//! ```

mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, emit, output};

use crate::corpus::write;
use server::{Prism, Server};

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this.
    #[arg(long)]
    filter: Option<String>,
}

/// The documents, with what they show.
const DOCUMENTS: [&str; 6] = [
    // Path and query parameters, JSON bodies, a default response.
    "oai-petstore-expanded.yaml",
    // Credentials, enums, headers, forms, several media types.
    "ogen-swagger-petstore.yml",
    // Every style of parameters, in OpenAPI 3.0 and 3.1.
    "readme-3.0-parameters-style.yaml",
    "readme-3.1-parameters-style.yaml",
    // Unions, with a discriminator and without.
    "readme-3.0-discriminators.yaml",
    "readme-3.0-polymorphism.yaml",
];

/// A call, and what came of it.
struct Outcome {
    operation: String,
    /// What was sent.
    about: String,
    /// None if an answer came and was decoded.
    failure: Option<String>,
}

/// Runs the command; exits with 1 where a call went wrong.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match judge(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn judge(arguments: &Arguments) -> Result<bool, String> {
    let folder = crate::root().join("target/prism");
    let prism = Prism::install(&folder)?;
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let documents: Vec<_> = DOCUMENTS
        .into_iter()
        .filter(|name| name.contains(filter))
        .collect();
    let packages: Vec<_> = documents.iter().map(|name| package(name)).collect();
    let workspace = folder.join("crates");
    // A crate that finds itself in no workspace becomes one.
    write_workspace(&workspace, &packages)?;
    for (document, package) in documents.iter().zip(&packages) {
        write_crate(&arguments.dir.join(document), package, &workspace)?;
    }

    println!("| document | operations | calls | answered | unjudged |");
    println!("|---|---:|---:|---:|---:|");
    let (mut total, mut notes) = (Tally::default(), Vec::new());
    let mut is_right = true;
    for (document, package) in documents.iter().zip(&packages) {
        let server = prism.mock(&arguments.dir.join(document))?;
        let outcomes = call(&workspace, package, &server)?;
        let mut crashes = server.crashes();
        let mut tally = Tally::default();
        let mut last = None;
        for outcome in outcomes {
            tally.operations += usize::from(last.as_ref() != Some(&outcome.operation));
            tally.calls += 1;
            let excuse = outcome.excuse(&mut crashes);
            tally.answered += usize::from(outcome.failure.is_none());
            tally.unjudged += usize::from(excuse.is_some());
            is_right &= outcome.failure.is_none() || excuse.is_some();
            if let Some(failure) = &outcome.failure {
                let Outcome {
                    operation, about, ..
                } = &outcome;
                let what = excuse.unwrap_or(failure);
                notes.push(format!("{document}: {operation} ({about}): {what}"));
            }
            last = Some(outcome.operation);
        }
        println!("| `{document}` {tally}");
        total.add(&tally);
    }
    println!("| all {total}\n");
    notes.iter().for_each(|note| println!("{note}"));
    Ok(is_right && total.calls > 0)
}

#[derive(Default)]
struct Tally {
    operations: usize,
    calls: usize,
    answered: usize,
    unjudged: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.calls += other.calls;
        self.answered += other.answered;
        self.unjudged += other.unjudged;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            operations,
            calls,
            answered,
            unjudged,
        } = self;
        write!(f, "| {operations} | {calls} | {answered} | {unjudged} |")
    }
}

impl Outcome {
    /// Why a call without an answer says nothing about the client.
    fn excuse(&self, crashes: &mut usize) -> Option<&'static str> {
        let failure = self.failure.as_deref()?;
        if failure.contains("NO_RESPONSE_RESPONSE_DEFINED") {
            return Some("the document describes no response, so Prism has none to give");
        }
        if failure.contains("kind: \"timeout\"") && *crashes > 0 {
            *crashes -= 1;
            return Some("Prism breaks down with an error of its own, and answers nothing");
        }
        None
    }
}

/// `readme-3.0-polymorphism.yaml` as `prism-readme-3-0-polymorphism`.
fn package(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    format!("prism-{}", stem.replace('.', "-"))
}

/// Generates a document's crate, with the program that calls its operations.
fn write_crate(document: &Path, package: &str, workspace: &Path) -> Result<(), String> {
    let (loader, root) = DirLoader::for_document(document, Limits::default().bytes);
    let name = CrateName::new(package)?;
    let config = Config {
        name: Some(name.clone()),
        ..Config::default()
    };
    let read = faircopy::read(&loader, &root, &config)
        .map_err(|_| format!("{} is refused", document.display()))?;
    let folder = workspace.join(package);
    let files = emit::files(&read.api, &config, &root);
    let plan = output::plan(&files, &folder);
    plan.and_then(|plan| plan.apply())
        .map_err(|error| error.problems().collect::<Vec<_>>().join("; "))?;
    write(
        &folder.join("tests/calls.rs"),
        &emit::calls::program(&read.api, &name),
    )?;
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)
        .map_err(|error| format!("{}: {error}", manifest.display()))?;
    if text.contains("[[test]]") {
        return Ok(());
    }
    let test = "\n[[test]]\nname = \"calls\"\nharness = false\n";
    write(&manifest, &format!("{text}{test}"))
}

fn write_workspace(folder: &Path, packages: &[String]) -> Result<(), String> {
    let text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    write(&folder.join("Cargo.toml"), &text)
}

/// Runs a crate's program against a server.
fn call(workspace: &Path, package: &str, server: &Server) -> Result<Vec<Outcome>, String> {
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--package", package, "--test", "calls"])
        .args(["--", &server.address()])
        .current_dir(workspace)
        .env(
            "CARGO_TARGET_DIR",
            crate::root().join("target/prism/target"),
        )
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("the calls of {package} cannot be made"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let outcome = |line: &str| {
        let mut columns = line.splitn(3, '\t');
        let mut column = || columns.next().map(str::to_owned);
        Some(Outcome {
            operation: column()?,
            about: column()?,
            failure: Some(column()?).filter(|text| text != "ok"),
        })
    };
    Ok(text.lines().filter_map(outcome).collect())
}
