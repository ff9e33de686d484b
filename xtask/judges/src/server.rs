//! Servers of others, as processes that listen on loopback.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The build folder of the clients that call servers; they have most of their dependencies in common.
pub(crate) const CLIENTS: &str = "target/clients";

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server, which ends with this value.
pub(crate) struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Starts a server by the command that `command` makes for a port, and waits until it listens;
    /// what it says goes to the file `log`.
    ///
    /// # Errors
    ///
    /// When there is no such program, or it does not listen in time.
    pub(crate) fn start(command: impl FnOnce(u16) -> Command, log: &Path) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no port is free: {error}"))?;
        let failed = |error: std::io::Error| format!("{}: {error}", log.display());
        let output = File::create(log).map_err(failed)?;
        let errors = output.try_clone().map_err(failed)?;
        let mut command = command(port);
        let process = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        let mut server = Self { process, port };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = server.process.try_wait().is_ok_and(|end| end.is_some());
            if ended || started.elapsed() > PATIENCE {
                return Err(format!("the server does not start: see {}", log.display()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn free_port() -> std::io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
