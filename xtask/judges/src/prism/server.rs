//! Prism: installed by npm, and a process for each document.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Which Prism: `super::fault` lists the faults of this one.
const VERSION: &str = "5.14.2";
/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

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

/// A mock server, which ends with this value.
pub(super) struct Server {
    process: Child,
    port: u16,
    log: PathBuf,
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
        let port = free_port().map_err(|error| format!("no port is free: {error}"))?;
        let log = self.folder.join("prism.log");
        let output = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let process = Command::new("node")
            .arg("--require")
            .arg(self.folder.join("survive.js"))
            .arg(&self.program)
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port"])
            .arg(port.to_string())
            .arg(document)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|error| format!("node: {error}"))?;
        let mut server = Server { process, port, log };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = server.process.try_wait().is_ok_and(|end| end.is_some());
            if ended || started.elapsed() > PATIENCE {
                return Err(format!(
                    "Prism does not start: see {}",
                    server.log.display()
                ));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }
}

fn free_port() -> std::io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

impl Server {
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
