//! `cargo xtask writer`: the requests of generated clients, and those that swagger-client, an independent
//! client, writes of the same documents and values.
//!
//! ```text
//! documents ─▶ crates, each with a program ─▶ requests ─────╮
//!          ╰─▶ values ─▶ swagger-client ─▶ requests ─▶ normal forms ─▶ table
//! ```

mod fault;
mod listener;
mod normal;
mod report;
mod theirs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use faircopy::internals::{document, ir};
use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, Pointer, output};
use serde_json::Value;

use crate::calls::{self, Described};
use crate::corpus::compile::write_workspace;
use crate::corpus::judge::{Judge, Way};
use crate::server::{CLIENTS, UNAVAILABLE};
use listener::Listener;
use report::Report;
use theirs::Theirs;

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

/// The documents: those of every style of parameters, and those with forms and parts.
const DOCUMENTS: [&str; 14] = [
    "ogen-2ch.yml",
    "readme-3.0-file-uploads.yaml",
    "readme-3.0-form-data.yaml",
    "readme-3.0-parameters-common.yaml",
    "readme-3.0-parameters-cookies.yaml",
    "readme-3.0-parameters-extreme.yaml",
    "readme-3.0-parameters-style.yaml",
    "readme-3.0-petstore.yaml",
    "readme-3.0-request-examples.yaml",
    "readme-3.0-schema-encoding-style.yaml",
    "readme-3.0-uspto.yaml",
    "readme-3.1-parameters-style.yaml",
    "readme-3.1-petstore.yaml",
    "readme-3.1-schema-encoding-style.yaml",
];

/// Runs the command; exits with 1 where a request differs that ought not to.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let failed = |message: String, code: u8| {
        eprintln!("error: {message}");
        ExitCode::from(code)
    };
    let folder = xtask::root().join("target/writer");
    let theirs = match Theirs::install(&folder) {
        Ok(theirs) => theirs,
        Err(message) => return failed(message, UNAVAILABLE),
    };
    match judge(arguments, &theirs, &folder) {
        Ok(report) => {
            print!("{report}");
            match report.is_right() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        Err(message) => failed(message, 2),
    }
}

fn judge(arguments: &Arguments, theirs: &Theirs, folder: &Path) -> Result<Report, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let names: Vec<_> = DOCUMENTS
        .into_iter()
        .filter(|name| name.contains(filter))
        .collect();
    let workspace = folder.join("crates");
    // A crate that finds itself in no workspace becomes one.
    let packages: Vec<_> = names.iter().map(|name| package(name)).collect();
    write_workspace(&workspace, packages.iter().map(String::as_str))?;
    let mut written = Vec::new();
    for (name, package) in names.iter().zip(&packages) {
        written.push(write_crate(&arguments.dir.join(name), package, &workspace)?);
    }
    let mut report = Report::new(arguments.filter.is_none());
    for ((name, package), (value, calls)) in names.iter().zip(&packages).zip(written) {
        let ours = requests(package, &workspace)?;
        let theirs = theirs.requests(&value, &calls)?;
        report.add(name, &calls, &ours, &theirs);
    }
    Ok(report)
}

/// `readme-3.0-form-data.yaml` as `writer-readme-3-0-form-data`.
fn package(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    format!("writer-{}", stem.replace('.', "-"))
}

/// Generates a document's crate, with the program that calls its operations; gives the document and the
/// calls.
fn write_crate(
    document: &Path,
    package: &str,
    workspace: &Path,
) -> Result<(Value, Vec<Described>), String> {
    let (loader, root) = DirLoader::for_document(document, Limits::default().bytes);
    let name = CrateName::new(package)?;
    let config = Config {
        name: Some(name.clone()),
        ..Config::default()
    };
    let read = faircopy::read(&loader, &root, &config)
        .map_err(|_| format!("{} is refused", document.display()))?;
    let folder = workspace.join(package);
    let files = read.files(&config, &root);
    let plan = output::plan(&files, &folder);
    plan.and_then(|plan| plan.apply())
        .map_err(|error| error.problems().collect::<Vec<_>>().join("; "))?;
    let judge = Judge::new(document::of(&read));
    let fits = |schema: &Pointer, value: &Value| {
        let judged = judge.judge(schema, value, Way::Request).unwrap_or_default();
        judged.complaints.into_iter().next().map_or(Ok(()), Err)
    };
    let program = calls::program(ir::of(&read), &name, &fits);
    xtask::write(&folder.join("examples/calls.rs"), &program.text)?;
    Ok((read.document().clone(), program.calls))
}

/// The requests of a crate's program, by the numbers of the calls.
fn requests(package: &str, workspace: &Path) -> Result<BTreeMap<usize, listener::Request>, String> {
    let listener = Listener::start().map_err(|error| format!("no port is free: {error}"))?;
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", package, "--example", "calls"])
        .args(["--", &listener.address()])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS))
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err(format!("the calls of {package} cannot be made"));
    }
    let numbered = listener.requests().into_iter().filter_map(|request| {
        let number = request.header(calls::NUMBER)?.parse().ok()?;
        Some((number, request))
    });
    Ok(numbered.collect())
}
