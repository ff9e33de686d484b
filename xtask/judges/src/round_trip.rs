//! `cargo xtask round-trip`: the generated client of a document calls its generated server, in memory, and each side
//! must see what the other one has sent, by value.
//!
//! ```text
//! documents ─▶ crates, each with a program and cases ─▶ calls ─▶ handlers ─▶ replies ─▶ table
//! ```

mod cases;
mod client;
mod parts;
mod program;
mod report;
mod service;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use faircopy::Sides;
use faircopy::internals::emit;
use faircopy::internals::ir::{self, Operation};

use crate::clients::{Client, package};
use crate::corpus::compile::write_workspace;
use crate::corpus::covering;
use crate::server::CLIENTS;
use crate::verdict;
use cases::Case;
use report::{Document, Report};

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this.
    #[arg(long)]
    filter: Option<String>,
    /// The two dozen documents that between them show every feature, in place of a dozen small ones.
    #[arg(long)]
    covering: bool,
    /// All documents.
    #[arg(long, conflicts_with = "covering")]
    all: bool,
}

/// The documents, with what they show.
const DOCUMENTS: [&str; 12] = [
    // Path and query parameters, JSON bodies, a default response.
    "oai-petstore-expanded.yaml",
    // Credentials, enums, headers, forms, several media types.
    "ogen-swagger-petstore.yml",
    // Every style of parameters, in OpenAPI 3.0 and 3.1.
    "readme-3.0-parameters-style.yaml",
    "readme-3.1-parameters-style.yaml",
    // Parameters and headers of every type.
    "autorest-header.json",
    // Names that are Rust's and the generator's.
    "oxide-param-collision.json",
    // Unions, with a discriminator and without.
    "readme-3.1-train-travel.yaml",
    "readme-3.0-discriminators.yaml",
    "readme-3.0-polymorphism.yaml",
    // Forms, and their styles.
    "readme-3.0-form-data.yaml",
    "readme-3.0-schema-encoding-style.yaml",
    // Files and parts.
    "readme-3.0-file-uploads.yaml",
];

/// Runs the command; exits with 1 where the sides disagree.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let judged = judge(arguments);
    verdict::ended(judged.map(|report| verdict::printed(report, Report::is_right)))
}

fn judge(arguments: &Arguments) -> Result<Report, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let is_chosen = |name: &str| {
        let is_meant = match (arguments.all, arguments.covering) {
            (true, _) => true,
            (_, true) => covering::contains(name),
            _ => DOCUMENTS.contains(&name),
        };
        is_meant && name.contains(filter)
    };
    let documents = xtask::documents(&arguments.dir, is_chosen)?;
    let workspace = xtask::root().join("target/round-trip");
    let packages: Vec<_> = documents
        .iter()
        .map(|(name, _)| package("round-trip", name))
        .collect();
    write_workspace(&workspace, packages.iter().map(String::as_str))?;
    let prepared: Result<Vec<_>, String> = documents
        .iter()
        .zip(&packages)
        .map(|((_, path), package)| Prepared::of(path, package, &workspace))
        .collect();
    let mut report = Report::default();
    for ((name, _), prepared) in documents.iter().zip(prepared?) {
        eprintln!("{name}");
        report.add(name, prepared.judge(&workspace));
    }
    Ok(report)
}

/// A crate with its program.
struct Prepared {
    package: String,
    client: Client,
    cases: Vec<Case>,
    document: Document,
}

impl Prepared {
    /// Generates the crate of a document, with a program and its cases.
    fn of(document: &Path, package: &str, workspace: &Path) -> Result<Self, String> {
        let client = Client::write_sides(document, package, workspace, Sides::Both)?;
        let api = ir::of(&client.read);
        let mut document = Document::new(api);
        let mut cases = Vec::new();
        let judge = client.judge();
        let shadowed = emit::shadowed(api);
        let served = cases::served(api).into_iter().enumerate();
        let is_reached = |operation: &Operation| !shadowed.iter().any(|it| it.id == operation.id);
        for (index, operation) in served.filter(|(_, operation)| is_reached(operation)) {
            match cases::cases(api, &judge, index, operation) {
                Ok(made) => cases.extend(made),
                Err(why) => document.without_value(operation, &why),
            }
        }
        let lines: String = cases.iter().map(Case::line).collect();
        let examples = client.folder.join("examples");
        let program = program::program(api, &client.name);
        xtask::write(&examples.join("round_trip.rs"), &program)?;
        xtask::write(&examples.join("round_trip.jsonl"), &lines)?;
        Ok(Self {
            package: package.to_owned(),
            client,
            cases,
            document,
        })
    }

    /// Runs the program, and judges what it says of each case.
    fn judge(mut self, workspace: &Path) -> Document {
        let printed = run_program(&self.package, workspace);
        let printed = printed.unwrap_or_else(|message| {
            eprintln!("{message}");
            String::new()
        });
        let mut outcomes = printed.lines();
        let served = cases::served(ir::of(&self.client.read));
        for case in &self.cases {
            let outcome = outcomes.next().unwrap_or("the program died");
            self.document.add(served[case.operation], case, outcome);
        }
        self.document
    }
}

/// What the program of a package prints.
fn run_program(package: &str, workspace: &Path) -> Result<String, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "--package",
            package,
            "--example",
            "round_trip",
        ])
        .args(["--features", "server"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    // A program that panics has printed what came before.
    match output.status.success() || !output.stdout.is_empty() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!("the program of {package} cannot be run")),
    }
}
