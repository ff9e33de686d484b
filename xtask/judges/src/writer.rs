//! `cargo xtask writer`: the requests of generated clients, and those that swagger-client, an independent
//! client, writes of the same documents and values.
//!
//! ```text
//! documents ─▶ crates, each with a program ─▶ requests ─────╮
//!          ╰─▶ values ─▶ swagger-client ─▶ requests ─▶ normal forms ─▶ table
//! ```

mod fault;
pub(crate) mod listener;
pub(crate) mod normal;
mod report;
mod theirs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::calls;
use crate::clients::{Client, call, package};
use crate::corpus::compile::write_workspace;
use crate::verdict;
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
    let folder = xtask::root().join("target/writer");
    let theirs = match Theirs::install(&folder) {
        Ok(theirs) => theirs,
        Err(message) => return verdict::unavailable(&message),
    };
    let judged = judge(arguments, &theirs, &folder);
    verdict::ended(judged.map(|report| verdict::printed(report, Report::is_right)))
}

fn judge(arguments: &Arguments, theirs: &Theirs, folder: &Path) -> Result<Report, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let names: Vec<_> = DOCUMENTS
        .into_iter()
        .filter(|name| name.contains(filter))
        .collect();
    let workspace = folder.join("crates");
    // A crate that finds itself in no workspace becomes one.
    let packages: Vec<_> = names.iter().map(|name| package("writer", name)).collect();
    write_workspace(&workspace, packages.iter().map(String::as_str))?;
    let mut written = Vec::new();
    for (name, package) in names.iter().zip(&packages) {
        let client = Client::write(&arguments.dir.join(name), package, &workspace)?;
        let calls = client.write_calls()?.calls;
        written.push((client.read.document().clone(), calls));
    }
    let mut report = Report::new(arguments.filter.is_none());
    for ((name, package), (value, calls)) in names.iter().zip(&packages).zip(written) {
        let ours = requests(package, &workspace)?;
        let theirs = theirs.requests(&value, &calls)?;
        report.add(name, &calls, &ours, &theirs);
    }
    Ok(report)
}

/// The requests of a crate's program, by the numbers of the calls.
pub(crate) fn requests(
    package: &str,
    workspace: &Path,
) -> Result<BTreeMap<usize, listener::Request>, String> {
    let listener = Listener::start().map_err(|error| format!("no port is free: {error}"))?;
    call(workspace, package, &listener.address())?;
    let numbered = listener.requests().into_iter().filter_map(|request| {
        let number = request.header(calls::NUMBER)?.parse().ok()?;
        Some((number, request))
    });
    Ok(numbered.collect())
}
