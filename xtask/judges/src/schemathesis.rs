//! `cargo xtask schemathesis`: Schemathesis, an independent tool that makes requests of documents, valid ones and
//! others, against the sandbox, and against the mock servers of generated crates.
//!
//! ```text
//! documents ─▶ crates ─▶ mocks ◀─ requests ─ Schemathesis ─▶ failures ─ whose ─▶ table
//! ```
//!
//! What it holds against a server is its own fault only where another judge of the schema, or a clause of a
//! specification, says so; what is left is ours.

mod credentials;
mod datum;
mod failure;
mod fault;
mod report;
mod style;
mod tool;
mod wire;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::thread;

use faircopy::internals::document;
use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, Read, Sides};

use crate::clients::{Client, package};
use crate::corpus::compile::write_workspace;
use crate::server::{CLIENTS, Server};
use crate::verdict;
use fault::Court;
use report::Report;
use tool::{Asked, Run, Tool};

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this; `unknown-proxies` is that of the sandbox.
    #[arg(long)]
    filter: Option<String>,
    /// The most requests that an operation gets in each phase.
    #[arg(long, value_name = "N", default_value_t = 100)]
    cases: u32,
    /// The most seconds that a document gets.
    #[arg(long, value_name = "SECONDS")]
    max_seconds: Option<u32>,
    /// How many documents are asked of at once.
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,
    /// Judges once more what the last run saw, and asks nothing.
    #[arg(long)]
    again: bool,
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

/// The document of the sandbox.
const SANDBOX: &str = "unknown-proxies.yaml";

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

/// A server that Schemathesis asks, beside what it is told of it.
struct Subject {
    name: &'static str,
    document: PathBuf,
    read: Read,
    /// None where nothing is asked.
    server: Option<Server>,
    /// What is before the paths of the document.
    base: &'static str,
    account: Option<&'static str>,
    log: PathBuf,
}

fn judge(arguments: &Arguments, tool: &Tool, folder: &Path) -> Result<Report, String> {
    let subjects = subjects(arguments, folder)?;
    let mut runs: Vec<Option<Result<Run, String>>> = subjects.iter().map(|_| None).collect();
    let todo = Mutex::new(subjects.iter().zip(&mut runs));
    thread::scope(|scope| {
        for _ in 0..arguments.jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let next = todo.lock().ok().and_then(|mut todo| todo.next());
                    let Some((subject, run)) = next else { break };
                    *run = Some(subject.ask(arguments, tool));
                }
            });
        }
    });
    let mut report = Report::default();
    for (subject, run) in subjects.iter().zip(runs) {
        let run = run.ok_or("a document was not asked of")??;
        report.add(subject.name, &run, &Court::new(&subject.read));
    }
    Ok(report)
}

/// The sandbox and the mocks, as processes that listen.
fn subjects(arguments: &Arguments, folder: &Path) -> Result<Vec<Subject>, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    // What is refused by the letter is all that it asks for, and XML beside JSON is left out unless it is chosen.
    let media = [
        "application/json",
        "application/octet-stream",
        "application/xml",
        "application/x-www-form-urlencoded",
        "image/png",
        "multipart/form-data",
    ];
    let config = || Config {
        sides: Sides::Both,
        exact: true,
        media: media.map(str::to_owned).to_vec(),
        ..Config::default()
    };
    let mut subjects = Vec::new();
    if SANDBOX.contains(filter) {
        let document = xtask::root().join("spec").join(SANDBOX);
        let (loader, root) = DirLoader::for_document(&document, Limits::default().bytes);
        let read = faircopy::read(&loader, &root, &config());
        subjects.push(Subject {
            name: SANDBOX,
            read: read.map_err(|_| format!("{} is refused", document.display()))?,
            document,
            server: (!arguments.again).then(|| sandbox(folder)).transpose()?,
            base: "/api/v1",
            account: Some("user:pass"),
            log: folder.join("sandbox.ndjson"),
        });
    }
    let names = DOCUMENTS.into_iter().filter(|name| name.contains(filter));
    let names: Vec<_> = names.map(|name| (name, package("mock", name))).collect();
    let workspace = folder.join("crates");
    // A crate that finds itself in no workspace becomes one.
    let packages = names.iter().map(|(_, package)| package.as_str());
    write_workspace(&workspace, packages)?;
    // All are there before the first is built.
    let clients = names.iter().map(|(name, package)| {
        let document = arguments.dir.join(name);
        let client = Client::write_as(&document, package, &workspace, config())?;
        Ok((*name, document, client))
    });
    let clients: Vec<_> = clients.collect::<Result<_, String>>()?;
    for (name, document, client) in clients {
        let package = client.name.as_str();
        let serve = || serve(package, &workspace, folder);
        subjects.push(Subject {
            name,
            document,
            server: (!arguments.again).then(serve).transpose()?,
            base: "",
            account: None,
            log: folder.join(format!("{package}.ndjson")),
            read: client.read,
        });
    }
    Ok(subjects)
}

impl Subject {
    fn ask(&self, arguments: &Arguments, tool: &Tool) -> Result<Run, String> {
        let Some(server) = &self.server else {
            return Run::of(&self.log);
        };
        let asked = Asked {
            document: &self.document,
            address: &format!("{}{}", server.address(), self.base),
            configuration: &credentials::configuration(document::of(&self.read)),
            account: self.account,
            cases: arguments.cases,
            max_seconds: arguments.max_seconds,
            seed: arguments.seed,
        };
        tool.run(&asked, &self.log)
    }
}

/// Builds the sandbox, and starts it with fresh tokens that it keeps to itself.
fn sandbox(folder: &Path) -> Result<Server, String> {
    let cargo = |what: &str| {
        let mut command = Command::new(env!("CARGO"));
        command.args([what, "--quiet", "--package", "sandbox", "--bin", "sandbox"]);
        command.current_dir(xtask::root());
        command
    };
    built(cargo("build"), "the sandbox")?;
    let start = |port: u16| {
        let mut command = cargo("run");
        command.args(["--", "--port", &port.to_string()]);
        command
    };
    Server::start(start, &folder.join("sandbox.log"))
}

fn built(mut build: Command, what: &str) -> Result<(), String> {
    let status = build.stderr(Stdio::inherit()).status();
    match status.map_err(|error| format!("cargo: {error}"))?.success() {
        true => Ok(()),
        false => Err(format!("{what} cannot be built")),
    }
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
    built(cargo("build"), &format!("the mock of {package}"))?;
    let start = |port: u16| {
        let mut command = cargo("run");
        command.arg("--").arg(format!("127.0.0.1:{port}"));
        command
    };
    Server::start(start, &folder.join(format!("{package}.log")))
}
