//! `cargo xtask frameworks`: servers written with web frameworks, and every operation of clients of the
//! documents that those frameworks write.
//!
//! ```text
//! server ─▶ its document ─▶ crate, with our calls ─▶ server ─▶ what it saw, what came back ─▶ table
//! ```
//!
//! `frameworks/` has a folder for each: a server, the packages that it needs with their versions, and
//! `calls/`, a program that calls each operation with ordinary values and those at the edges.

mod fault;
mod framework;
mod report;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use faircopy::internals::ir;

use crate::clients::{Client, call};
use crate::corpus::compile::write_workspace;
use crate::verdict;
use framework::{FRAMEWORKS, Framework};
use report::{Call, Report};

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these, by the names of their folders; otherwise all.
    #[arg(value_parser = FRAMEWORKS.map(|framework| framework.name))]
    names: Vec<String>,
}

/// Runs the command; exits with 1 where a call went wrong, and with 69 where no framework can be
/// installed.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/frameworks");
    let is_wanted = |framework: &&Framework| {
        arguments.names.is_empty() || arguments.names.iter().any(|name| name == framework.name)
    };
    let is_installed = |framework: &&Framework| match framework.install(&folder) {
        Ok(()) => true,
        Err(reason) => {
            println!("skipped: {}: {reason}", framework.name);
            false
        }
    };
    let wanted = FRAMEWORKS.iter().filter(is_wanted);
    let installed: Vec<_> = wanted.filter(is_installed).collect();
    if installed.is_empty() {
        return ExitCode::from(verdict::UNAVAILABLE);
    }
    let judged = judge(&installed, &folder);
    verdict::ended(judged.map(|report| verdict::printed(report, Report::is_right)))
}

fn judge(frameworks: &[&Framework], folder: &Path) -> Result<Report, String> {
    let crates = folder.join("crates");
    // A crate that finds itself in no workspace becomes one.
    let packages: Vec<_> = frameworks
        .iter()
        .map(|framework| package(framework))
        .collect();
    write_workspace(&crates, packages.iter().map(String::as_str))?;
    let mut operations = Vec::new();
    for framework in frameworks {
        let document = framework.write_document(folder)?;
        operations.push(write_crate(&document, framework, &crates)?);
    }
    let mut report = Report::default();
    for (framework, operations) in frameworks.iter().zip(operations) {
        let server = framework.serve(folder)?;
        let printed = call(&crates, &package(framework), &server.address())?;
        let calls = printed.lines().filter_map(Call::read).collect();
        report.add(framework.name, operations, calls);
    }
    Ok(report)
}

fn package(framework: &Framework) -> String {
    format!("framework-{}", framework.name)
}

/// Generates the crate of a document with the calls as an example of it, and gives its operations.
fn write_crate(
    document: &Path,
    framework: &Framework,
    crates: &Path,
) -> Result<BTreeSet<String>, String> {
    let package = package(framework);
    let client = Client::write(document, &package, crates)?;
    let calls = client.folder.join("examples/calls");
    let support = framework::sources().join("support.rs");
    let mut files = vec![support];
    let sources = framework.sources().join("calls");
    let entries = std::fs::read_dir(&sources).map_err(|e| format!("{}: {e}", sources.display()))?;
    files.extend(entries.flatten().map(|entry| entry.path()));
    for file in files {
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        xtask::write(&calls.join(file.file_name().unwrap_or_default()), &text)?;
    }
    let operations = ir::of(&client.read).operations.iter();
    Ok(operations
        .map(|operation| operation.name.as_str().to_owned())
        .collect())
}
