//! Prism: installed by npm, and a process for each document.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::corpus::write;

const PACKAGE: &str = "@stoplight/prism-cli@5";
/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Prism dies of some requests that the document allows; this lets it live, without an answer.
const SURVIVE: &str =
    "process.on('uncaughtException', error => console.log('uncaught:', error));\n";

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
        if !program.exists() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
            let status = Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix"])
                .arg(folder)
                .arg(PACKAGE)
                .stdout(Stdio::null())
                .status()
                .map_err(|error| format!("npm: {error}"))?;
            if !status.success() {
                return Err(format!("npm cannot install {PACKAGE}"));
            }
        }
        write(&folder.join("survive.js"), SURVIVE)?;
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

    /// Of how many requests it would have died.
    pub(super) fn crashes(&self) -> usize {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        log.matches("uncaught: ").count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
