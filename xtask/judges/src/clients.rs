//! Documents to crates with a program of calls, an example of each crate, and what these print.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use faircopy::internals::{document, ir};
use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, CrateName, Pointer, Read, Sides, output};
use serde_json::Value;

use crate::calls::{self, Program};
use crate::corpus::judge::{Judge, Way};
use crate::server::CLIENTS;

/// A generated crate.
pub(crate) struct Client {
    pub(crate) read: Read,
    /// Its folder.
    pub(crate) folder: PathBuf,
    pub(crate) name: CrateName,
}

/// The package of a document: `prism-readme-3-0-polymorphism` for `readme-3.0-polymorphism.yaml`.
pub(crate) fn package(judge: &str, document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    format!("{judge}-{}", stem.replace('.', "-"))
}

impl Client {
    /// Generates the crate of a document into a workspace.
    pub(crate) fn write(document: &Path, package: &str, workspace: &Path) -> Result<Self, String> {
        Self::write_sides(document, package, workspace, Sides::Client)
    }

    /// The same with a server, too, or alone.
    pub(crate) fn write_sides(
        document: &Path,
        package: &str,
        workspace: &Path,
        sides: Sides,
    ) -> Result<Self, String> {
        let config = Config {
            sides,
            ..Config::default()
        };
        Self::write_as(document, package, workspace, config)
    }

    /// The same by other choices.
    pub(crate) fn write_as(
        document: &Path,
        package: &str,
        workspace: &Path,
        config: Config,
    ) -> Result<Self, String> {
        let (loader, root) = DirLoader::for_document(document, Limits::default().bytes);
        let name = CrateName::new(package)?;
        let config = Config {
            name: Some(name.clone()),
            ..config
        };
        let read = faircopy::read(&loader, &root, &config)
            .map_err(|_| format!("{} is refused", document.display()))?;
        let folder = workspace.join(package);
        let files = read.files(&config, &root);
        let plan = output::plan(&files, &folder);
        plan.and_then(|plan| plan.apply())
            .map_err(|error| error.problems().collect::<Vec<_>>().join("; "))?;
        Ok(Self { read, folder, name })
    }

    /// What judges values by the document, independently of the crate.
    pub(crate) fn judge(&self) -> impl Fn(&Pointer, &Value) -> Result<(), String> + use<> {
        let judge = Judge::new(document::of(&self.read));
        move |schema, value| {
            // What the judge cannot read, the other side judges.
            let judged = judge.judge(schema, value, Way::Request).unwrap_or_default();
            judged.complaints.into_iter().next().map_or(Ok(()), Err)
        }
    }

    /// Adds the program that calls every operation with the document's examples and made data.
    pub(crate) fn write_calls(&self) -> Result<Program, String> {
        let program = calls::program(ir::of(&self.read), &self.name, &self.judge());
        xtask::write(&self.folder.join("examples/calls.rs"), &program.text)?;
        Ok(program)
    }
}

/// Runs the program of a package against the server of an address, and gives what it prints.
pub(crate) fn call(workspace: &Path, package: &str, address: &str) -> Result<String, String> {
    call_with(workspace, package, &[], address)
}

/// The same with features of the package.
pub(crate) fn call_with(
    workspace: &Path,
    package: &str,
    features: &[&str],
    address: &str,
) -> Result<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", package, "--example", "calls"])
        .args(["--features", &features.join(",")])
        .args(["--", address])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!("the calls of {package} cannot be made")),
    }
}
