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
use std::process::{Command, ExitCode, Stdio};

use faircopy::Pointer;
use faircopy::internals::{document, ir};
use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, output};
use serde_json::{Map, Value, json};

use crate::calls;
use crate::corpus::compile::write_workspace;
use crate::corpus::judge::{Judge, Way};
use crate::server::{CLIENTS, Server, UNAVAILABLE};
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
    let failed = |message: String, code: u8| {
        eprintln!("error: {message}");
        ExitCode::from(code)
    };
    let folder = xtask::root().join("target/prism");
    let prism = match Prism::install(&folder) {
        Ok(prism) => prism,
        Err(message) => return failed(message, UNAVAILABLE),
    };
    match judge(arguments, &prism, &folder) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => failed(message, 2),
    }
}

fn judge(arguments: &Arguments, prism: &Prism, folder: &Path) -> Result<bool, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let names = DOCUMENTS.into_iter().filter(|name| name.contains(filter));
    let workspace = folder.join("crates");
    let judged: Result<Vec<_>, String> = names
        .map(|name| {
            let document = with_responses(&arguments.dir.join(name), folder)?;
            Ok((name, package(name), document))
        })
        .collect();
    let judged = judged?;
    // A crate that finds itself in no workspace becomes one.
    let packages = judged.iter().map(|(_, package, _)| package.as_str());
    write_workspace(&workspace, packages)?;
    for (_, package, document) in &judged {
        write_crate(document, package, &workspace)?;
    }
    let mut report = Report::default();
    for (name, package, document) in &judged {
        let server = prism.mock(document)?;
        report.add(name, call(&workspace, package, &server)?);
    }
    print!("{report}");
    Ok(report.is_right())
}

/// `readme-3.0-polymorphism.yaml` as `prism-readme-3-0-polymorphism`.
fn package(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    format!("prism-{}", stem.replace('.', "-"))
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
    let files = read.files(&config, &root);
    let plan = output::plan(&files, &folder);
    plan.and_then(|plan| plan.apply())
        .map_err(|error| error.problems().collect::<Vec<_>>().join("; "))?;
    let judge = Judge::new(document::of(&read));
    let fits = |schema: &Pointer, value: &Value| {
        // What the judge cannot read, Prism judges.
        let judged = judge.judge(schema, value, Way::Request).unwrap_or_default();
        match judged.complaints.into_iter().next() {
            None => Ok(()),
            Some(complaint) => Err(complaint),
        }
    };
    xtask::write(
        &folder.join("tests/calls.rs"),
        &calls::program(ir::of(&read), &name, &fits).text,
    )?;
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)
        .map_err(|error| format!("{}: {error}", manifest.display()))?;
    if text.contains("[[test]]") {
        return Ok(());
    }
    let test = "\n[[test]]\nname = \"calls\"\nharness = false\n";
    xtask::write(&manifest, &format!("{text}{test}"))
}

/// Runs a crate's program against a server.
fn call(workspace: &Path, package: &str, server: &Server) -> Result<Vec<Outcome>, String> {
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--package", package, "--test", "calls"])
        .args(["--", &server.address()])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("the calls of {package} cannot be made"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(Outcome::read).collect())
}
