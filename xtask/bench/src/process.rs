//! A command into what it took: seconds, memory, and how it ended.
//!
//! A system adds up what the children of a process took, so each command is run by a process of its
//! own, this program once more, which has no other child and says what that one took.

use std::io;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

/// What a command may take.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Seconds of a processor, of each process.
    pub(super) seconds: u64,
    /// Bytes of addresses, of each process.
    pub(super) bytes: u64,
}

/// What a command took, with all processes that it started.
#[derive(Clone)]
pub(super) struct Taken {
    /// Seconds on the clock.
    pub(super) seconds: f64,
    /// Seconds of a processor in the program's own code.
    pub(super) user: f64,
    /// The most memory that one of the processes had at once, in bytes.
    pub(super) peak: u64,
    pub(super) end: End,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum End {
    Done,
    OutOfTime,
    OutOfMemory,
    /// What it wrote to standard error.
    Failed(String),
}

/// The other side of [`run`].
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[arg(long)]
    seconds: Option<u64>,
    #[arg(long)]
    bytes: Option<u64>,
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<std::ffi::OsString>,
}

/// Runs a command, whose output goes nowhere.
pub(super) fn run(command: &Command, limits: Option<Limits>) -> Result<Taken, String> {
    let failed = |error: io::Error| format!("{command:?}: {error}");
    let mut wrapper = Command::new(std::env::current_exe().map_err(failed)?);
    wrapper.args(["run"]);
    if let Some(limits) = limits {
        wrapper.args(["--seconds", &limits.seconds.to_string()]);
        wrapper.args(["--bytes", &limits.bytes.to_string()]);
    }
    wrapper.arg("--").arg(command.get_program());
    wrapper.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        wrapper.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapper.env(name, value),
            None => wrapper.env_remove(name),
        };
    }
    let output = wrapper.stderr(Stdio::inherit()).output().map_err(failed)?;
    let said: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("{command:?} cannot be measured"))?;
    Ok(Taken::read(&said, limits))
}

/// Runs the command of the arguments, and prints what it took as JSON.
pub(super) fn wrapped(arguments: &Arguments) -> ExitCode {
    match measured(arguments) {
        Ok(taken) => {
            println!("{taken}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measured(arguments: &Arguments) -> Result<Value, String> {
    system::limit(arguments.seconds, arguments.bytes)?;
    let [program, rest @ ..] = arguments.command.as_slice() else {
        return Err("there is no command".to_owned());
    };
    let start = Instant::now();
    let output = Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let seconds = start.elapsed().as_secs_f64();
    let (user, peak) = system::children()?;
    Ok(json!({
        "seconds": seconds,
        "user": user,
        "peak": peak,
        "done": output.status.success(),
        "stderr": String::from_utf8_lossy(&output.stderr),
    }))
}

impl Taken {
    fn read(said: &Value, limits: Option<Limits>) -> Self {
        let number = |key: &str| said[key].as_f64().unwrap_or_default();
        let stderr = said["stderr"].as_str().unwrap_or_default();
        let user = number("user");
        let ran_out = limits.is_some_and(|limits| user >= limits.seconds as f64);
        let end = if said["done"] == true {
            End::Done
        } else if ran_out || stderr.contains("SIGXCPU") {
            End::OutOfTime
        } else if limits.is_some() && stderr.contains("memory allocation of") {
            End::OutOfMemory
        } else {
            End::Failed(stderr.to_owned())
        };
        Self {
            seconds: number("seconds"),
            user,
            peak: said["peak"].as_u64().unwrap_or_default(),
            end,
        }
    }

    /// The least time of two runs, and the most memory: nothing makes a run too fast.
    pub(super) fn best(self, other: Self) -> Self {
        Self {
            seconds: self.seconds.min(other.seconds),
            user: self.user.min(other.user),
            peak: self.peak.max(other.peak),
            end: self.end,
        }
    }
}

#[cfg(unix)]
mod system {
    use nix::sys::resource::{Resource, UsageWho, getrusage, setrlimit};
    use nix::sys::time::TimeValLike as _;

    /// Bounds what children may take.
    pub(super) fn limit(seconds: Option<u64>, bytes: Option<u64>) -> Result<(), String> {
        // At the hard limit, the signal would be one that does not say why.
        let limits = [
            (Resource::RLIMIT_CPU, seconds, 1),
            (Resource::RLIMIT_AS, bytes, 0),
        ];
        for (resource, limit, grace) in limits {
            if let Some(limit) = limit {
                setrlimit(resource, limit, limit + grace).map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    }

    /// The seconds of a processor that children took, and the most bytes that one of them had.
    pub(super) fn children() -> Result<(f64, u64), String> {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| error.to_string())?;
        let user = usage.user_time().num_microseconds() as f64 / 1e6;
        let peak = u64::try_from(usage.max_rss()).unwrap_or_default();
        // Apple's systems count bytes, others kibibytes.
        let unit = if cfg!(target_vendor = "apple") {
            1
        } else {
            1024
        };
        Ok((user, peak * unit))
    }
}

#[cfg(not(unix))]
mod system {
    pub(super) fn limit(_: Option<u64>, _: Option<u64>) -> Result<(), String> {
        Ok(())
    }

    pub(super) fn children() -> Result<(f64, u64), String> {
        Err("this system does not tell what a process took".to_owned())
    }
}
