//! `cargo xtask pages`: the reference of the source document, and of published ones, in a browser: found
//! by the search, judged by axe-core, its sample in JavaScript run against the sandbox.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::npm;
use crate::server::Server;
use crate::verdict;

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents; without it, the source document alone is judged.
    #[arg(env = "SPEC_CORPUS")]
    dir: Option<PathBuf>,
}

/// What drives the browser, and what judges pages.
const PACKAGES: [(&str, &str); 2] = [("playwright-core", "1.65.1"), ("axe-core", "4.14.1")];

/// Where a browser may be.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The published documents, with what they show.
const DOCUMENTS: [&str; 5] = [
    // Many operations, and long descriptions with tables.
    "ogen-api.github.com.json",
    // Unions, webhooks, and examples with names.
    "readme-3.1-train-travel.yaml",
    "readme-3.1-webhooks.yaml",
    // Bodies of several parts.
    "readme-3.0-file-uploads.yaml",
    // Schemas within themselves.
    "readme-3.0-circular.yaml",
];

/// Runs the command; exits with 1 where a page is at fault.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/pages");
    let Some(browser) = browser() else {
        return verdict::unavailable("there is no Chromium");
    };
    for (package, version) in PACKAGES {
        if let Err(message) = npm::installed(&folder, package, version) {
            return verdict::unavailable(&message);
        }
    }
    verdict::ended(judge(arguments, browser, &folder))
}

/// The first browser that is there.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let mut places = BROWSERS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.find(|place| place.is_file())
}

fn judge(arguments: &Arguments, browser: PathBuf, folder: &Path) -> Result<bool, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let faircopy = built("faircopy")?;
    let own = folder.join("source");
    document(
        &faircopy,
        &xtask::root().join("spec/unknown-proxies.yaml"),
        &own,
    )?;
    let mut others = Vec::new();
    for name in DOCUMENTS {
        if let Some(dir) = &arguments.dir {
            let out = folder.join("published").join(name);
            document(&faircopy, &dir.join(name), &out)?;
            others.push(out);
        }
    }
    let shots = folder.join("screenshots");
    std::fs::create_dir_all(&shots).map_err(failed)?;
    // It looks for its packages where it stands.
    let program = folder.join("browse.mjs");
    let source = xtask::root().join("xtask/judges/pages/browse.mjs");
    let text = std::fs::read_to_string(&source).map_err(failed)?;
    xtask::write(&program, &text)?;
    let sandbox = built("sandbox")?;
    let command = |port: u16| {
        let mut command = Command::new(&sandbox);
        command.arg("--port").arg(port.to_string());
        command
    };
    let server = Server::start(command, &folder.join("sandbox.log"))?;
    let status = Command::new("node")
        .arg(&program)
        .arg(&own)
        .arg(format!("{}/api/v1", server.address()))
        .arg(&shots)
        .args(&others)
        .env("CHROMIUM", browser)
        .status()
        .map_err(|error| format!("node: {error}"))?;
    println!("screenshots are in {}", shots.display());
    Ok(status.success())
}

/// Writes the pages of a document.
fn document(faircopy: &Path, spec: &Path, out: &Path) -> Result<(), String> {
    let status = Command::new(faircopy)
        .args(["docs", "--spec"])
        .arg(spec)
        .arg("--out")
        .arg(out)
        .status()
        .map_err(|error| format!("{}: {error}", faircopy.display()))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{} has no pages", spec.display())),
    }
}

/// A program of this repository, which stands beside this one once it is built.
fn built(name: &str) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--package", name, "--bin", name])
        .current_dir(xtask::root())
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    let ours = std::env::current_exe().map_err(|error| error.to_string())?;
    match status.success() {
        true => Ok(ours.with_file_name(name)),
        false => Err(format!("{name} cannot be built")),
    }
}
