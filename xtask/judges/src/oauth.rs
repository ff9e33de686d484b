//! `cargo xtask oauth`: every flow of OAuth 2 that a client offers, against `oidc-provider`, a provider of
//! OpenID Connect that is not ours.
//!
//! ```text
//! openapi.yaml ─▶ crate, with flows.rs ─▶ provider.mjs: a provider, what its tokens open, a user with a browser
//! ```

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::clients::{Client, call_with};
use crate::corpus::compile::write_workspace;
use crate::program::run as ran;
use crate::server::Server;
use crate::verdict;

/// The crate, by whose name `flows.rs` calls it.
const PACKAGE: &str = "judge-oauth";

/// What to judge: nothing to choose.
#[derive(clap::Args)]
pub(crate) struct Arguments {}

/// Runs the command; exits with 1 where a flow goes wrong, and with 69 where the provider cannot be
/// installed.
pub(crate) fn run(_: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/oauth");
    if let Err(reason) = install(&folder) {
        return verdict::unavailable(&reason);
    }
    verdict::ended(judge(&folder))
}

fn sources() -> PathBuf {
    xtask::root().join("xtask/judges/oauth")
}

/// Puts the provider beside its packages, where node looks for them.
fn install(folder: &Path) -> Result<(), String> {
    for file in ["package.json", "provider.mjs"] {
        let from = sources().join(file);
        let text = std::fs::read_to_string(&from);
        let text = text.map_err(|error| format!("{}: {error}", from.display()))?;
        xtask::write(&folder.join(file), &text)?;
    }
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--silent"]);
    ran(&mut npm, folder)
}

fn judge(folder: &Path) -> Result<bool, String> {
    let crates = folder.join("crates");
    write_workspace(&crates, std::iter::once(PACKAGE))?;
    let client = Client::write(&sources().join("openapi.yaml"), PACKAGE, &crates)?;
    let flows = sources().join("flows.rs");
    let text = std::fs::read_to_string(&flows);
    let text = text.map_err(|error| format!("{}: {error}", flows.display()))?;
    xtask::write(&client.folder.join("examples/calls.rs"), &text)?;
    let serve = |port: u16| {
        let mut command = Command::new("node");
        command
            .arg(folder.join("provider.mjs"))
            .arg(port.to_string());
        command
    };
    let server = Server::start(serve, &folder.join("provider.log"))?;
    let printed = call_with(&crates, PACKAGE, &["login"], &server.address())?;
    print!("{printed}");
    let lines = || printed.lines();
    let right = lines().filter(|line| line.starts_with("right ")).count();
    println!("{right} of {} flows are right", lines().count());
    Ok(right > 0 && right == lines().count())
}
