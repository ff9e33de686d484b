//! `cargo xtask schemathesis`: Schemathesis, an independent tool that makes requests of documents, valid ones and
//! others, against the mock servers of generated crates.
//!
//! ```text
//! documents ─▶ crates ─▶ mocks ◀─ requests ─ Schemathesis ─▶ failures ─ whose ─▶ table
//! ```
//!
//! What it holds against a mock is its own fault only where another judge of the schema, or a clause of a
//! specification, says so; what is left is ours.

mod failure;
mod fault;
mod report;
mod tool;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use faircopy::{Config, Sides};

use crate::clients::{Client, package};
use crate::corpus::compile::write_workspace;
use crate::server::{CLIENTS, Server};
use crate::verdict;
use fault::Court;
use report::Report;
use tool::{Asked, Tool};

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this.
    #[arg(long)]
    filter: Option<String>,
    /// The most requests that an operation gets in each phase.
    #[arg(long, value_name = "N", default_value_t = 100)]
    cases: u32,
    /// The most seconds that a document gets.
    #[arg(long, value_name = "SECONDS")]
    max_seconds: Option<u32>,
    /// What the requests are made from.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// The documents, with what they show.
const DOCUMENTS: [&str; 10] = [
    // Unions, with a discriminator and without.
    "readme-3.0-polymorphism.yaml",
    "readme-3.0-discriminators.yaml",
    "readme-3.1-train-travel.yaml",
    // Every style of parameters, in OpenAPI 3.0 and 3.1.
    "readme-3.0-parameters-style.yaml",
    "readme-3.1-parameters-style.yaml",
    // Forms, and files and parts.
    "readme-3.0-form-data.yaml",
    "readme-3.0-file-uploads.yaml",
    // Several security schemes.
    "readme-3.0-security.yaml",
    "readme-3.0-security-multiple.yaml",
    // Credentials, enums, headers, forms, several media types.
    "ogen-swagger-petstore.yml",
];

/// Runs the command; exits with 1 where a mock is wrong, and with 69 where Schemathesis cannot be installed.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/schemathesis");
    let tool = match Tool::install(&folder) {
        Ok(tool) => tool,
        Err(message) => return verdict::unavailable(&message),
    };
    let judged = judge(arguments, &tool, &folder);
    verdict::ended(judged.map(|report| verdict::printed(report, Report::is_right)))
}

fn judge(arguments: &Arguments, tool: &Tool, folder: &Path) -> Result<Report, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let names: Vec<_> = DOCUMENTS
        .into_iter()
        .filter(|name| name.contains(filter))
        .collect();
    let workspace = folder.join("crates");
    let packages: Vec<_> = names.iter().map(|name| package("mock", name)).collect();
    // A crate that finds itself in no workspace becomes one.
    write_workspace(&workspace, packages.iter().map(String::as_str))?;
    let clients: Result<Vec<_>, String> = names
        .iter()
        .zip(&packages)
        .map(|(name, package)| {
            let document = arguments.dir.join(name);
            // What is refused by the letter is all that it asks for.
            let config = Config {
                sides: Sides::Both,
                exact: true,
                ..Config::default()
            };
            Client::write_as(&document, package, &workspace, config)
        })
        .collect();
    let mut report = Report::default();
    for (name, client) in names.iter().zip(clients?) {
        let package = client.name.as_str();
        let server = serve(package, &workspace, folder)?;
        let asked = Asked {
            document: &arguments.dir.join(name),
            address: &server.address(),
            cases: arguments.cases,
            max_seconds: arguments.max_seconds,
            seed: arguments.seed,
        };
        let run = tool.run(&asked, &folder.join(format!("{package}.ndjson")))?;
        let court = Court::new(&client);
        report.add(name, &run, &court);
    }
    Ok(report)
}

/// Builds the mock of a crate, and starts it.
fn serve(package: &str, workspace: &Path, folder: &Path) -> Result<Server, String> {
    let cargo = |what: &str| {
        let mut command = Command::new(env!("CARGO"));
        command
            .args([what, "--quiet", "--features", "mock", "--example", "mock"])
            .args(["--package", package])
            .current_dir(workspace)
            .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS));
        command
    };
    let built = cargo("build")
        .stderr(Stdio::inherit())
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !built.success() {
        return Err(format!("the mock of {package} cannot be built"));
    }
    let start = |port: u16| {
        let mut command = cargo("run");
        command.arg("--").arg(format!("127.0.0.1:{port}"));
        command
    };
    Server::start(start, &folder.join(format!("{package}.log")))
}
