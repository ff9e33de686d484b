//! `cargo xtask prism`: every operation of generated clients against Prism, an independent mock
//! server, which judges each request by the document and answers as the document says.
//!
//! ```text
//! documents ─▶ crates, each with a program ─▶ calls ─▶ Prism ─▶ answers ─▶ table
//! ```

mod fault;
mod outcome;
mod server;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use faircopy::Config;
use faircopy::internals::ir;
use faircopy::source::{DirLoader, Limits};
use serde_json::{Map, Value, json};

use crate::clients::{Client, call, package};
use crate::corpus::compile::write_workspace;
use crate::verdict;
use outcome::{Outcome, Report};
use server::Prism;

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
const DOCUMENTS: [&str; 7] = [
    // Path and query parameters, JSON bodies, a default response.
    "oai-petstore-expanded.yaml",
    // Credentials, enums, headers, forms, several media types.
    "ogen-swagger-petstore.yml",
    // Every style of parameters, in OpenAPI 3.0 and 3.1.
    "readme-3.0-parameters-style.yaml",
    "readme-3.1-parameters-style.yaml",
    // Unions, with a discriminator and without.
    "readme-3.1-train-travel.yaml",
    "readme-3.0-discriminators.yaml",
    "readme-3.0-polymorphism.yaml",
];

/// Runs the command; exits with 1 where a call went wrong.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/prism");
    let prism = match Prism::install(&folder) {
        Ok(prism) => prism,
        Err(message) => return verdict::unavailable(&message),
    };
    verdict::ended(judge(arguments, &prism, &folder))
}

fn judge(arguments: &Arguments, prism: &Prism, folder: &Path) -> Result<bool, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let names = DOCUMENTS.into_iter().filter(|name| name.contains(filter));
    let workspace = folder.join("crates");
    let judged: Result<Vec<_>, String> = names
        .map(|name| {
            let document = with_responses(&arguments.dir.join(name), folder)?;
            Ok((name, package("prism", name), document))
        })
        .collect();
    let judged = judged?;
    // A crate that finds itself in no workspace becomes one.
    let packages = judged.iter().map(|(_, package, _)| package.as_str());
    write_workspace(&workspace, packages)?;
    for (_, package, document) in &judged {
        Client::write(document, package, &workspace)?.write_calls()?;
    }
    let mut report = Report::default();
    for (name, package, document) in &judged {
        let server = prism.mock(document)?;
        let printed = call(&workspace, package, &server.address())?;
        report.add(name, printed.lines().filter_map(Outcome::read).collect());
    }
    print!("{report}");
    Ok(report.is_right())
}

/// A document in which each operation has a response: OpenAPI 3.1 lets it have none, but then a
/// mock has none to give. Both sides get the copy.
fn with_responses(document: &Path, folder: &Path) -> Result<PathBuf, String> {
    let (loader, root) = DirLoader::for_document(document, Limits::default().bytes);
    let read = faircopy::read(&loader, &root, &Config::default())
        .map_err(|_| format!("{} is refused", document.display()))?;
    let mut value = read.document().clone();
    let items = value.get_mut("paths").and_then(Value::as_object_mut);
    let operations = items
        .into_iter()
        .flat_map(|items| items.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.iter_mut())
        .filter(|(key, _)| ir::Method::of_key(key).is_some())
        .filter_map(|(_, operation)| operation.as_object_mut());
    let has_none = |operation: &&mut Map<String, Value>| {
        let responses = operation.get("responses").and_then(Value::as_object);
        responses.is_none_or(Map::is_empty)
    };
    let mut is_changed = false;
    for operation in operations.filter(has_none) {
        operation.insert(
            "responses".to_owned(),
            json!({ "200": { "description": "Done." } }),
        );
        is_changed = true;
    }
    if !is_changed {
        return Ok(document.to_owned());
    }
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let copy = folder.join("documents").join(format!("{stem}.json"));
    xtask::write(&copy, &value.to_string())?;
    Ok(copy)
}
