//! Schemathesis: how it is installed, is run, and what it says.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::failure::Failure;
use crate::program::{install_python, python};

/// The version whose faults are known.
const VERSION: &str = "4.32.5";

/// What it exits with where it found failures.
const FOUND: i32 = 1;

/// An installed Schemathesis.
pub(super) struct Tool {
    program: PathBuf,
}

/// What it is asked.
pub(super) struct Asked<'a> {
    pub(super) document: &'a Path,
    pub(super) address: &'a str,
    /// Its configuration: what it knows beside the document.
    pub(super) configuration: &'a str,
    /// A user name and a password, as `name:password`.
    pub(super) account: Option<&'a str>,
    pub(super) cases: u32,
    pub(super) max_seconds: Option<u32>,
    pub(super) seed: u64,
}

/// What it said.
#[derive(Default)]
pub(super) struct Run {
    /// How many requests it sent.
    pub(super) requests: usize,
    /// How many of them were answered as successes.
    pub(super) successes: usize,
    /// How many operations it asked.
    pub(super) operations: u64,
    pub(super) failures: Vec<Failure>,
}

impl Tool {
    /// Installs it in an environment of its own, unless that was done.
    ///
    /// # Errors
    ///
    /// What could not be done.
    pub(super) fn install(folder: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let wanted = format!("schemathesis=={VERSION}");
        let done = folder.join("installed");
        let program = python(folder, "schemathesis");
        if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
            return Ok(Self { program });
        }
        install_python(folder, &[&wanted])?;
        xtask::write(&done, &wanted)?;
        Ok(Self { program })
    }

    /// Lets it ask a server all it can, with all its checks, and reads what it says to the file `log`.
    pub(super) fn run(&self, asked: &Asked<'_>, log: &Path) -> Result<Run, String> {
        let document = std::path::absolute(asked.document).map_err(|error| error.to_string())?;
        let configuration = log.with_extension("toml");
        xtask::write(&configuration, asked.configuration)?;
        let mut command = Command::new(&self.program);
        command
            .arg("--config-file")
            .arg(configuration)
            .arg("run")
            .arg(document)
            // It keeps what it found in the folder that it runs in.
            .current_dir(log.parent().unwrap_or(Path::new(".")))
            .args(["--url", asked.address, "--checks", "all", "--mode", "all"])
            .args(["--max-examples", &asked.cases.to_string()])
            .args(["--seed", &asked.seed.to_string()])
            .args(["--generation-database", "none", "--continue-on-failure"])
            .args(["--output-sanitize", "false", "--no-color"])
            .args(["--report", "ndjson", "--report-ndjson-path"])
            .arg(log);
        if let Some(account) = asked.account {
            command.args(["--auth", account]);
        }
        if let Some(seconds) = asked.max_seconds {
            command.args(["--max-time", &seconds.to_string()]);
        }
        let output = command
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("schemathesis: {error}"))?;
        if !output.status.success() && output.status.code() != Some(FOUND) {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            return Err(format!("schemathesis fails: {said}"));
        }
        Run::of(log)
    }
}

impl Run {
    /// What the file `log` says.
    pub(super) fn of(log: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", log.display());
        let mut run = Self::default();
        for line in BufReader::new(File::open(log).map_err(failed)?).lines() {
            let event = serde_json::from_str(&line.map_err(failed)?);
            run.read(&event.map_err(|error| format!("{}: {error}", log.display()))?);
        }
        match run.requests {
            0 => Err(format!("{}: it has sent nothing", log.display())),
            _ => Ok(run),
        }
    }

    fn read(&mut self, event: &Value) {
        if let Some(total) = event.pointer("/LoadingFinished/statistic/operations/selected") {
            self.operations = total.as_u64().unwrap_or_default();
        }
        let Some(recorder) = event.pointer("/ScenarioFinished/recorder") else {
            return;
        };
        let sent = recorder["interactions"].as_object();
        self.requests += sent.map_or(0, |sent| sent.len());
        let statuses = sent.into_iter().flatten();
        let statuses = statuses.filter_map(|(_, one)| one["response"]["status_code"].as_u64());
        self.successes += statuses
            .filter(|status| (200..400).contains(status))
            .count();
        let checks = recorder["checks"].as_object().into_iter().flatten();
        for (case, checks) in checks {
            let failed = checks.as_array().into_iter().flatten();
            let failed = failed.filter(|check| check["status"] == "failure");
            self.failures
                .extend(failed.map(|check| Failure::read(recorder, case, check)));
        }
        // What it could not even ask is no proof of anything.
        if event.pointer("/ScenarioFinished/status") == Some(&Value::from("error")) {
            self.failures.push(Failure::of_run(recorder));
        }
    }
}
