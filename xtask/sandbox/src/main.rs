//! Runs the sandbox from the command line, until it is told to stop.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use sandbox::{Clock, PASSWORD, Sandbox, Service, USER};

/// How long requests that have begun may take once the sandbox is told to stop.
const GRACE: Duration = Duration::from_secs(3);

/// A stand-in for the residential token service, on loopback.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask sandbox")]
struct Options {
    /// The port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// A file that keeps the tokens; it is created when missing. Without one they are forgotten.
    #[arg(long)]
    state: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), String> {
    let service = Service::open(options.state.clone(), Clock::System).map_err(|error| {
        let path = options
            .state
            .as_deref()
            .unwrap_or(Path::new("the state"))
            .display();
        format!("{path}: {error}")
    })?;
    let sandbox = Sandbox::bind(options.port, service)
        .await
        .map_err(|error| {
            format!(
                "port {}: {error} (`--port 0` takes any free one)",
                options.port
            )
        })?;
    let told_to_stop = told_to_stop().map_err(|error| format!("signals: {error}"))?;
    introduce(&sandbox).map_err(|error| format!("standard output: {error}"))?;

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serve = sandbox.serve(async {
        let _ = stopped.await;
    });
    let give_up = async {
        told_to_stop.await;
        let _ = stop.send(());
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serve => served.map_err(|error| error.to_string()),
        () = give_up => Ok(()),
    }
}

fn introduce(sandbox: &Sandbox) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "The sandbox listens at {}", sandbox.base_url())?;
    writeln!(
        out,
        "User name `{USER}`, password `{PASSWORD}`. Stop it with Ctrl-C.\n"
    )?;
    writeln!(
        out,
        "{:<16} {:<9} {:>6} {:>16} {:>16}",
        "token", "status", "hours", "bytes used", "of"
    )?;
    for token in sandbox.service().tokens() {
        writeln!(
            out,
            "{:<16} {:<9} {:>6} {:>16} {:>16}",
            token.token,
            token.status.as_str(),
            token.duration_hours,
            token.data_usage,
            token.data_limit,
        )?;
    }
    Ok(())
}

/// Ready once the process is asked to end, by Ctrl-C or by `SIGTERM`. From this call on, and not
/// only once it is awaited, these signals no longer end the process by themselves.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ready once the process is asked to end by Ctrl-C.
#[cfg(windows)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
