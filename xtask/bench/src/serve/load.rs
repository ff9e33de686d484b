//! A server in a process of its own, and wrk, which loads it.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::ops::AddAssign;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::subject::Subject;
use crate::call;

/// A server that ends with this value.
pub(super) struct Server {
    process: Child,
    address: String,
}

/// What a load has come to.
#[derive(Clone, Copy, Default)]
pub(super) struct Answered {
    pub(super) requests: u64,
    microseconds: u64,
}

impl Answered {
    pub(super) fn per_second(self) -> f64 {
        self.requests as f64 * 1e6 / self.microseconds as f64
    }
}

impl AddAssign for Answered {
    fn add_assign(&mut self, other: Self) {
        self.requests += other.requests;
        self.microseconds += other.microseconds;
    }
}

impl Server {
    pub(super) fn start(program: &Path, subject: &str) -> Result<Self, String> {
        let mut process = Command::new(program)
            .args(["serve", subject])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut address = String::new();
        if let Some(stdout) = &mut process.stdout {
            let read = BufReader::new(stdout).read_line(&mut address);
            read.map_err(|error| error.to_string())?;
        }
        let address = address.trim().to_owned();
        Ok(Self { process, address })
    }

    /// Sends requests for so long; an error where one is lost, or refused.
    pub(super) fn load(
        &self,
        subject: &Subject,
        body: &Path,
        seconds: u64,
    ) -> Result<Answered, String> {
        let script = xtask::root().join("xtask/bench/serve/load.lua");
        let mut command = Command::new("wrk");
        command
            .args([
                "--threads",
                "1",
                "--connections",
                "16",
                "--duration",
                &format!("{seconds}s"),
                "--script",
            ])
            .arg(script)
            .arg(format!("http://{}", self.address))
            .args(["--", subject.method, subject.path])
            .arg(body);
        let text = call::output(&mut command)?;
        let counted = text.lines().find_map(|line| line.strip_prefix("counted "));
        let counted: Vec<u64> = counted
            .into_iter()
            .flat_map(|counts| counts.split(' '))
            .filter_map(|count| count.parse().ok())
            .collect();
        match counted[..] {
            [requests, 0, microseconds] if requests > 0 => Ok(Answered {
                requests,
                microseconds,
            }),
            _ => Err(format!(
                "{}: not all requests were answered\n{text}",
                subject.name
            )),
        }
    }

    /// Connections that say nothing, as long as they are held.
    pub(super) fn idle(&self, connections: usize) -> Result<Vec<TcpStream>, String> {
        let connect = |_| TcpStream::connect(&self.address).map_err(|error| error.to_string());
        let idle: Vec<_> = (0..connections).map(connect).collect::<Result<_, _>>()?;
        // Each is accepted once a later one is answered.
        let mut last = TcpStream::connect(&self.address).map_err(|error| error.to_string())?;
        let asked = last.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let answered = asked.and_then(|()| last.read_to_end(&mut Vec::new()));
        answered.map_err(|error| error.to_string())?;
        Ok(idle)
    }

    /// How many bytes of memory it has, where the system says so.
    pub(super) fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kibibytes * 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends once its input does.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
