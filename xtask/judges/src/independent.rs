//! `cargo xtask clients`: a generated server of a document of ours, every operation of which is called by clients that
//! are not ours: openapi-fetch with the types of openapi-typescript, openapi-python-client, and curl.
//!
//! ```text
//! openapi.yaml ─▶ crate, with server.rs ◀─ calls ─ clients ◀─ cases.yaml
//!                        ╰─ what handlers saw, what clients got ─▶ by value? ─▶ whose fault ─▶ table
//! ```

mod case;
mod client;
mod fault;
mod report;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use faircopy::Sides;
use serde_json::Value;

use crate::clients::Client;
use crate::corpus::compile::write_workspace;
use crate::server::{CLIENTS, Server};
use crate::verdict;
use case::Case;
use client::Caller;
use report::Report;

/// The crate, by whose name `server.rs` calls it.
const PACKAGE: &str = "judge-clients";

/// Who is to call.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these clients; otherwise all.
    #[arg(value_enum)]
    clients: Vec<Caller>,
}

/// Runs the command; exits with 1 where both sides do not see the same, and with 69 where no client can be installed.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/independent");
    let is_wanted =
        |caller: &Caller| arguments.clients.is_empty() || arguments.clients.contains(caller);
    let is_installed = |caller: &Caller| match caller.install(&folder) {
        Ok(()) => true,
        Err(reason) => {
            println!("skipped: {}: {reason}", caller.name());
            false
        }
    };
    let wanted = Caller::ALL.into_iter().filter(is_wanted);
    let installed: Vec<_> = wanted.filter(is_installed).collect();
    if installed.is_empty() {
        return ExitCode::from(verdict::UNAVAILABLE);
    }
    let judged = judge(&installed, &folder);
    verdict::ended(judged.map(|report| verdict::printed(report, Report::is_right)))
}

/// The document, the server, the cases, and what calls.
fn sources() -> PathBuf {
    xtask::root().join("xtask/judges/clients")
}

fn source(name: &str) -> Result<String, String> {
    let path = sources().join(name);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

fn judge(callers: &[Caller], folder: &Path) -> Result<Report, String> {
    let cases = Case::all(&source("cases.yaml")?)?;
    let crates = folder.join("crates");
    // A crate that finds itself in no workspace becomes one.
    write_workspace(&crates, std::iter::once(PACKAGE))?;
    let document = sources().join("openapi.yaml");
    let server = Client::write_sides(&document, PACKAGE, &crates, Sides::Server)?;
    xtask::write(
        &server.folder.join("examples/server.rs"),
        &source("server.rs")?,
    )?;
    let mut report = Report::default();
    for caller in callers {
        let log = folder.join(format!("{}.log", caller.name()));
        let server = serve(&crates, &log)?;
        let got = caller.call(folder, &cases, &server.address())?;
        drop(server);
        report.add(*caller, &cases, &saw(&log)?, &got);
    }
    Ok(report)
}

/// Builds the server, and starts it.
fn serve(crates: &Path, log: &Path) -> Result<Server, String> {
    let cargo = |what: &str| {
        let mut command = Command::new(env!("CARGO"));
        command
            .args([what, "--quiet", "--features", "mock", "--example", "server"])
            .args(["--package", PACKAGE])
            .current_dir(crates)
            .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS));
        command
    };
    let built = cargo("build").stderr(Stdio::inherit()).status();
    if !built.map_err(|error| format!("cargo: {error}"))?.success() {
        return Err("the server cannot be built".to_owned());
    }
    let start = |port: u16| {
        let mut command = cargo("run");
        command.arg("--").arg(format!("127.0.0.1:{port}"));
        command
    };
    Server::start(start, log)
}

/// What the handlers saw, by case.
fn saw(log: &Path) -> Result<BTreeMap<String, Value>, String> {
    let text = std::fs::read_to_string(log);
    let text = text.map_err(|error| format!("{}: {error}", log.display()))?;
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok(lines
        .filter_map(|mut line| {
            let case = line["case"].as_str()?.to_owned();
            Some((case, line["values"].take()))
        })
        .collect())
}
