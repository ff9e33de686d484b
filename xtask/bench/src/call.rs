//! `cargo xtask bench call`: what a call of the generated client costs beside the same call by hand, written to
//! `BENCHMARKS.md`.
//!
//! ```text
//! ways ─▶ the same request? ─▶ callgrind, N and 2N calls ─▶ instructions a call ─╮
//!      ╰─▶ in turn, each in a process of its own ─▶ nanoseconds of the fastest ──┴─▶ table
//! ```

use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use super::table;

/// How many calls are counted: twice as many less as many, so that neither starting nor connecting counts.
const CALLS: u64 = 1000;
/// How often the clock is read; the fastest counts.
const RUNS: usize = 5;

/// The ways to call, as the package `bench-call` knows them and as the table names them; the first is compared with.
const WAYS: [(&str, &str); 2] = [
    ("by-hand", "by hand, with reqwest and serde's derive"),
    ("generated", "`client.modify_token(&change)`"),
];

const SECTION: table::Section = table::Section {
    start: "<!-- written by `cargo xtask bench call` -->",
    introduction: "## Calling

What a call costs on the client's side, as `cargo xtask bench call` measures it: `PATCH /resi/token` over
loopback, to a server in another process, on a connection that is open. By hand it is as one writes it
with reqwest and serde's derive, under the same limits on time and with the same request, byte for byte
but for the order of the headers; its response is decoded into a struct alike. The generated client also judges the request
before it sends it, and would retry. Instructions are counted by callgrind: those of 2000 calls, less those of 1000.
Times are of the fastest of 75 rounds of 500 calls, the server's share included.",
};

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
}

/// What a call takes.
struct Row {
    name: &'static str,
    instructions: f64,
    nanoseconds: u64,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    super::outcome(bench(arguments))
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let program = build()?;
    same_request(&program)?;
    let server = Server::start(&program)?;
    let mut rows = Vec::new();
    for (way, name) in WAYS {
        rows.push(Row {
            name,
            instructions: instructions(&program, way, &server.address)?,
            nanoseconds: u64::MAX,
        });
    }
    // In turn, so that what else the machine does falls on both.
    for _ in 0..RUNS {
        for (row, (way, _)) in rows.iter_mut().zip(WAYS) {
            let text = output(Command::new(&program).args(["time", way, &server.address]))?;
            let took = text.trim().parse().map_err(|_| "no time was measured")?;
            row.nanoseconds = row.nanoseconds.min(took);
        }
    }
    let table = text(&rows);
    print!("{table}");
    if arguments.dry_run {
        return Ok(());
    }
    table::write(&SECTION, &table)
}

/// Builds the package `bench-call`, which is linked with the generated client as this one must not be.
fn build() -> Result<PathBuf, String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "--package", "bench-call"]);
    super::succeed(command.current_dir(xtask::root()))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| xtask::root().join("target"));
    Ok(target.join("release/bench-call"))
}

/// Refuses to compare what does not send the same.
fn same_request(program: &Path) -> Result<(), String> {
    let mut requests = Vec::new();
    for (way, _) in WAYS {
        let text = output(Command::new(program).args(["show", way]))?;
        let lines = text.lines().map(str::to_ascii_lowercase);
        // Each has a server of its own, on a port of its own.
        let mut lines: Vec<_> = lines.filter(|line| !line.starts_with("host:")).collect();
        lines.sort();
        requests.push(lines);
    }
    match requests.windows(2).all(|pair| pair[0] == pair[1]) {
        true => Ok(()),
        false => Err(format!("not the same request: {requests:#?}")),
    }
}

/// The instructions of a call, without those that come once.
fn instructions(program: &Path, way: &str, address: &str) -> Result<f64, String> {
    let of = |calls: u64| counted(program, &["run", way, address, &calls.to_string()]);
    of_each(of, CALLS)
}

/// What one of many takes, of what so many take: twice as many less as many, so that what comes once does not count.
pub(super) fn of_each(
    taken: impl Fn(u64) -> Result<u64, String>,
    count: u64,
) -> Result<f64, String> {
    let (once, twice) = (taken(count)?, taken(2 * count)?);
    Ok(twice.saturating_sub(once) as f64 / count as f64)
}

/// The instructions of all of a program.
pub(super) fn counted(program: &Path, arguments: &[&str]) -> Result<u64, String> {
    let folder = xtask::root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let out = folder.join("call.callgrind");
    let mut command = Command::new("valgrind");
    command
        .args(["--quiet", "--tool=callgrind"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program)
        .args(arguments);
    output(&mut command)?;
    let counts = std::fs::read_to_string(&out).map_err(|error| error.to_string())?;
    let total = counts.lines().find_map(|line| line.strip_prefix("totals:"));
    let total = total.and_then(|total| total.trim().parse().ok());
    total.ok_or_else(|| "callgrind counted nothing".to_owned())
}

/// What a command that has to succeed prints.
pub(super) fn output(command: &mut Command) -> Result<String, String> {
    let output = command.stderr(Stdio::inherit()).output();
    let failed = |reason: String| format!("{}: {reason}", command.get_program().display());
    let output = output.map_err(|error| failed(error.to_string()))?;
    match output.status.success() {
        true => String::from_utf8(output.stdout).map_err(|error| failed(error.to_string())),
        false => Err(failed(output.status.to_string())),
    }
}

/// The other end of the calls: a process that ends with this value.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(program: &Path) -> Result<Self, String> {
        let mut process = Command::new(program)
            .arg("serve")
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
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends once its input does.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{}\n\n| call | instructions | × | µs | × |\n|---|---:|---:|---:|---:|\n",
        table::machine(),
    );
    let Some(first) = rows.first() else {
        return text;
    };
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.3} | {:.1} | {:.2} |",
            row.name,
            row.instructions,
            row.instructions / first.instructions,
            row.nanoseconds as f64 / 1e3,
            row.nanoseconds as f64 / first.nanoseconds as f64,
        );
    }
    text
}
