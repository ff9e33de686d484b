//! `cargo xtask bench serve`: what a request costs a generated server beside the same server by hand and beside another
//! generator's, written to `BENCHMARKS.md`.
//!
//! ```text
//! documents ─▶ servers, a program a way ─▶ the same replies? ─▶ callgrind, N and 2N requests ─▶ instructions ─╮
//!                                        ╰─▶ wrk, in turn, each over sockets ─▶ requests a second ────────────┴─▶ table
//! ```

mod load;
mod subject;
mod workspace;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::Value;

use super::generator::Generator;
use super::{call, table};
use load::Server;
use subject::Subject;
use workspace::Way;

/// How many requests are counted.
const REQUESTS: u64 = 500;
/// How often requests a second are measured; the most count, since nothing makes a run too fast.
const RUNS: usize = 3;

const SECTION: table::Section = table::Section {
    start: "<!-- written by `cargo xtask bench serve` -->",
    introduction: "## Serving

What a request costs a generated server, as `cargo xtask bench serve --peers --steady 1000000 --idle 10000` measures it
in one run, beside the same operation by hand, with axum, its `Json` and serde's derive, which judges nothing, and
beside the server that openapi-to-rust generates, with its validation. `POST /surveys` is of a document that the command
makes: twenty schemas, each for three items of the body. All ask who calls `PATCH /resi/token`, have the same handlers,
and are seen to give the same replies; both generated servers are seen to refuse a body that breaks one constraint.

Instructions are counted by callgrind in memory, where a request goes through the `Router` as from any layer of tower:
those of 1000 requests, less those of 500. To make a request and to read a reply are part of them, and are the row
`nothing`. Requests a second are those of wrk, with 16 connections, to a server on one thread, of which the best of
three runs counts; every one of the requests was answered with 200, or the command fails.",
};

/// How to measure.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
    /// Installs another generator of servers, and measures its own in turns with this one's.
    #[arg(long)]
    peers: bool,
    /// Counts instructions only, which needs no wrk.
    #[arg(long)]
    no_load: bool,
    /// How many seconds each run over sockets takes.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    seconds: u64,
    /// Sends so many requests to our server of the first besides, and fails if one is not answered.
    #[arg(long, value_name = "REQUESTS")]
    steady: Option<u64>,
    /// How many connections say nothing meanwhile.
    #[arg(
        long,
        value_name = "CONNECTIONS",
        default_value_t = 0,
        requires = "steady"
    )]
    idle: usize,
}

/// What a way takes of a request.
struct Row {
    name: String,
    instructions: f64,
    per_second: Option<f64>,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    super::outcome(bench(arguments))
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let folder = xtask::root().join("target/bench/serve");
    let peer = match arguments.peers {
        true => Some(Generator::of_servers(&folder.with_file_name("peers"))?),
        false => None,
    };
    let subjects = [subject::token(document()?), subject::survey()];
    for subject in &subjects {
        xtask::write(&body(&folder, subject), &subject.body.to_string())?;
        xtask::write(&broken(&folder, subject), &subject.broken.to_string())?;
    }
    let mut programs = Vec::new();
    for way in Way::ALL {
        if way == Way::OpenapiToRust && peer.is_none() {
            continue;
        }
        workspace::write(&folder, way, &subjects, peer.as_ref())?;
        programs.push((way, workspace::build(&folder, way)?));
    }
    let mut text = format!("{}\n", table::machine());
    for subject in &subjects {
        eprintln!("{}", subject.name);
        same_replies(&folder, subject, &programs)?;
        let mut rows = counted(&folder, subject, &programs, peer.as_ref())?;
        if !arguments.no_load {
            load(&folder, subject, &programs, &mut rows, arguments.seconds)?;
        }
        text += &shown(subject, &rows);
    }
    if let Some(requests) = arguments.steady {
        text += &steady(&folder, &subjects[0], &programs, (requests, arguments.idle))?;
    }
    print!("{text}");
    match arguments.dry_run {
        true => Ok(()),
        false => table::write(&SECTION, &text),
    }
}

/// This repository's own document.
fn document() -> Result<Value, String> {
    let loader = faircopy::source::DirLoader::new(xtask::root().join("spec"), 1 << 20);
    let read = faircopy::read(
        &loader,
        "unknown-proxies.yaml",
        &faircopy::Config::default(),
    );
    let read = read.map_err(|_| "the document is refused")?;
    Ok(read.document().clone())
}

fn body(folder: &Path, subject: &Subject) -> PathBuf {
    folder.join(format!("{}.json", subject.name))
}

fn broken(folder: &Path, subject: &Subject) -> PathBuf {
    folder.join(format!("{}-broken.json", subject.name))
}

/// Refuses to compare what does not reply the same, or judges nothing where it is to.
fn same_replies(
    folder: &Path,
    subject: &Subject,
    programs: &[(Way, PathBuf)],
) -> Result<(), String> {
    let reply = |program: &Path, body: &Path| -> Result<(u16, String), String> {
        let text = call::output(Command::new(program).args(["show", subject.name]).arg(body))?;
        let (status, body) = text.trim().split_once(' ').ok_or("no reply")?;
        Ok((status.parse().map_err(|_| "no status")?, body.to_owned()))
    };
    let mut first = None;
    for (way, program) in programs {
        let (status, text) = reply(program, &body(folder, subject))?;
        let value: Value = serde_json::from_str(&text).map_err(|_| format!("{status} {text}"))?;
        let first = first.get_or_insert_with(|| value.clone());
        if status != 200 || value != *first {
            return Err(format!(
                "{}: {status} {value}, and not {first}",
                program.display()
            ));
        }
        let (status, _) = reply(program, &broken(folder, subject))?;
        let expected = if way.judges() { 422 } else { 200 };
        if status != expected {
            return Err(format!(
                "{}: {status} for what breaks the schema",
                program.display()
            ));
        }
    }
    Ok(())
}

/// The instructions of a request, for each way, and before them those that are not the server's.
fn counted(
    folder: &Path,
    subject: &Subject,
    programs: &[(Way, PathBuf)],
    peer: Option<&Generator>,
) -> Result<Vec<Row>, String> {
    let instructions = |program: &Path, command: &str| -> Result<f64, String> {
        let of = |requests: u64| {
            let body = body(folder, subject).display().to_string();
            call::counted(
                program,
                &[command, subject.name, &body, &requests.to_string()],
            )
        };
        call::of_each(of, REQUESTS)
    };
    let mut rows = Vec::new();
    for (way, program) in programs {
        if *way == Way::ByHand {
            let instructions = instructions(program, "nothing")?;
            rows.push(Row {
                name: "nothing".to_owned(),
                instructions,
                per_second: None,
            });
        }
        let name = match (way, peer) {
            (Way::ByHand, _) => "by hand, with axum and serde's derive".to_owned(),
            (Way::OpenapiToRust, Some(peer)) => peer.name.clone(),
            _ => "faircopy".to_owned(),
        };
        let instructions = instructions(program, "run")?;
        rows.push(Row {
            name,
            instructions,
            per_second: None,
        });
    }
    Ok(rows)
}

/// Measures requests a second, in turn, so that what else the machine does falls on all.
fn load(
    folder: &Path,
    subject: &Subject,
    programs: &[(Way, PathBuf)],
    rows: &mut [Row],
    seconds: u64,
) -> Result<(), String> {
    for _ in 0..RUNS {
        for (row, (_, program)) in rows.iter_mut().skip(1).zip(programs) {
            let server = Server::start(program, subject.name)?;
            let answered = server.load(subject, &body(folder, subject), seconds)?;
            let best = row.per_second.get_or_insert(0.0);
            *best = best.max(answered.per_second());
        }
    }
    Ok(())
}

/// Sends many requests to our server, as fast as it answers, while other connections say nothing.
fn steady(
    folder: &Path,
    subject: &Subject,
    programs: &[(Way, PathBuf)],
    (requests, connections): (u64, usize),
) -> Result<String, String> {
    let ours = programs.iter().find(|(way, _)| *way == Way::Faircopy);
    let Some((_, program)) = ours else {
        return Ok(String::new());
    };
    let server = Server::start(program, subject.name)?;
    let memory = |server: &Server| server.memory().unwrap_or_default() / 1e6;
    let before = memory(&server);
    let idle = server.idle(connections)?;
    let with = memory(&server);
    let body = body(folder, subject);
    let mut answered = load::Answered::default();
    while answered.requests < requests {
        answered += server.load(subject, &body, 10)?;
    }
    let after = memory(&server);
    drop(idle);
    Ok(format!(
        "\nOf {} requests to the server of {} without a pause, none was lost, while {connections} other connections said \
         nothing. It had {before:.1} MB of memory at first, {with:.1} MB with those connections, and {after:.1} MB at the \
         end.\n",
        answered.requests, subject.shown
    ))
}

fn shown(subject: &Subject, rows: &[Row]) -> String {
    let mut text = format!(
        "\n| {}, {} bytes, {} constraints | instructions | × | requests a second | × |\n|---|---:|---:|---:|---:|\n",
        subject.shown,
        subject.body.to_string().len(),
        subject.constraints(),
    );
    let Some(by_hand) = rows.get(1) else {
        return text;
    };
    for row in rows {
        let rate = match (row.per_second, by_hand.per_second) {
            (Some(rate), Some(by_hand)) => format!("{rate:.0} | {:.2}", rate / by_hand),
            _ => "– | –".to_owned(),
        };
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.3} | {rate} |",
            row.name,
            row.instructions,
            row.instructions / by_hand.instructions,
        );
    }
    text
}
