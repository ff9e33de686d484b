//! One call, sent many times over loopback by the generated client or by hand. `cargo xtask bench call` measures it.
//!
//! ```text
//! bench-call serve                 prints an address, and answers there until its input ends
//! bench-call show WAY              prints a request as it arrives
//! bench-call run WAY ADDRESS N     calls N times
//! bench-call time WAY ADDRESS      prints the nanoseconds of a call
//! ```
//!
//! `WAY` is `generated` or `by-hand`.

use std::error::Error;
use std::io::{self, Read};
use std::process::ExitCode;
use std::time::{Duration, Instant};

mod by_hand;
mod generated;
mod server;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The token that is changed, and who asks for that.
const TOKEN: &str = "zu8sBXS4gkh7";
const USER: &str = "user";
const PASSWORD: &str = "secret";
/// Both ways give up after as long.
const CONNECT_LIMIT: Duration = Duration::from_millis(3100);
const LIMIT: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["serve"] => serve(),
        ["show", way] => show(way),
        ["run", way, address, rounds] => run(way, address, rounds),
        ["time", way, address] => time(way, address),
        _ => Err("one of `serve`, `show`, `run`, `time`".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Outcome<()> {
    let (address, _requests) = server::start()?;
    println!("{address}");
    // Whoever started this process ends it by letting go.
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn show(way: &str) -> Outcome<()> {
    let (address, requests) = server::start()?;
    runtime()?.block_on(Caller::new(way, &address.to_string())?.call())?;
    print!("{}", String::from_utf8(requests.recv()?)?);
    Ok(())
}

fn run(way: &str, address: &str, rounds: &str) -> Outcome<()> {
    let caller = Caller::new(way, address)?;
    runtime()?.block_on(caller.repeat(rounds.parse()?))
}

fn time(way: &str, address: &str) -> Outcome<()> {
    const ROUNDS: u32 = 500;
    let caller = Caller::new(way, address)?;
    let runtime = runtime()?;
    let mut best = Duration::MAX;
    // Nothing makes a run too fast, so the fastest counts.
    for _ in 0..15 {
        let start = Instant::now();
        runtime.block_on(caller.repeat(ROUNDS))?;
        best = best.min(start.elapsed());
    }
    println!("{}", (best / ROUNDS).as_nanos());
    Ok(())
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// Either way to call.
enum Caller {
    Generated(generated::Caller),
    ByHand(by_hand::Caller),
}

impl Caller {
    fn new(way: &str, address: &str) -> Outcome<Self> {
        let server = format!("http://{address}/api/v1");
        match way {
            "generated" => generated::Caller::new(&server).map(Self::Generated),
            "by-hand" => by_hand::Caller::new(server).map(Self::ByHand),
            _ => Err(format!("no way `{way}`").into()),
        }
    }

    async fn repeat(&self, rounds: u32) -> Outcome<()> {
        for _ in 0..rounds {
            self.call().await?;
        }
        Ok(())
    }

    /// Calls once, and looks at what came back.
    async fn call(&self) -> Outcome<()> {
        let (token, pools) = match self {
            Self::Generated(caller) => caller.call().await?,
            Self::ByHand(caller) => caller.call().await?,
        };
        match token == TOKEN && pools == 8 {
            true => Ok(()),
            false => Err("another token came back".into()),
        }
    }
}
