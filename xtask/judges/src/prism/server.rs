//! Prism: installed by npm, and a process for each document.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::npm;
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
        let package = npm::installed(folder, "@stoplight/prism-cli", VERSION)?;
        let program = package.join("dist/index.js");
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
