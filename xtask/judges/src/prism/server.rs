//! Prism: installed by npm, and a process for each document.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::server::Server;

/// Which Prism: `super::fault` lists the faults of this one.
const VERSION: &str = "5.14.2";

/// What an answer begins with that Prism did not give.
pub(super) const BROKE_DOWN: &str = "Prism broke down: ";

/// Prism dies of some requests that the document allows; this lets it live, and answer with its
/// error. There is one request at a time.
const SURVIVE: &str = "const { Server } = require('http');
const { emit } = Server.prototype;
let response;
Server.prototype.emit = function (event, ...about) {
  if (event === 'request') response = about[1];
  return emit.call(this, event, ...about);
};
process.on('uncaughtException', error => {
  console.log('uncaught:', error);
  if (!response || response.headersSent) return;
  response.writeHead(500, { 'content-type': 'text/plain' });
  response.end(`BROKE_DOWN${error}`);
});
";

/// An installed Prism.
pub(super) struct Prism {
    folder: PathBuf,
    program: PathBuf,
}

impl Prism {
    /// Installs it into a folder, unless it is there.
    ///
    /// # Errors
    ///
    /// What npm could not do.
    pub(super) fn install(folder: &Path) -> Result<Self, String> {
        let package = folder.join("node_modules/@stoplight/prism-cli");
        let program = package.join("dist/index.js");
        let manifest = std::fs::read_to_string(package.join("package.json")).unwrap_or_default();
        if !manifest.contains(&format!("\"version\": \"{VERSION}\"")) {
            let wanted = format!("@stoplight/prism-cli@{VERSION}");
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
            let status = Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix"])
                .arg(folder)
                .arg(&wanted)
                .stdout(Stdio::null())
                .status()
                .map_err(|error| format!("npm: {error}"))?;
            if !status.success() {
                return Err(format!("npm cannot install {wanted}"));
            }
        }
        xtask::write(
            &folder.join("survive.js"),
            &SURVIVE.replace("BROKE_DOWN", BROKE_DOWN),
        )?;
        let folder = folder.to_owned();
        Ok(Self { folder, program })
    }

    /// Starts a server that refuses whatever the document does not allow.
    pub(super) fn mock(&self, document: &Path) -> Result<Server, String> {
        let command = |port: u16| {
            let mut command = Command::new("node");
            command
                .arg("--require")
                .arg(self.folder.join("survive.js"))
                .arg(&self.program)
                .args(["mock", "--errors", "--host", "127.0.0.1", "--port"])
                .arg(port.to_string())
                .arg(document);
            command
        };
        Server::start(command, &self.folder.join("prism.log"))
    }
}
