//! Crates of a workspace into what the compiler says of them, how long it took, and test programs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::progress::Progress;
use super::rustc;

/// How many messages of a crate are kept.
const MESSAGES: usize = 20;

/// Cargo, in a workspace of generated crates.
pub(crate) struct Cargo {
    pub(crate) folder: PathBuf,
    pub(crate) jobs: usize,
    /// Whether every feature of the crates is on.
    pub(crate) all_features: bool,
}

/// What the compiler says of a crate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checked {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// None where an earlier run had checked the same code.
    pub(crate) seconds: Option<f64>,
    /// The first messages.
    pub(crate) messages: Vec<String>,
}

/// Writes the workspace's manifest.
///
/// Cargo is asked for no debug information, and to do nothing twice.
pub(crate) fn write_workspace<'p>(
    folder: &Path,
    packages: impl Iterator<Item = &'p str>,
) -> Result<(), String> {
    let members: Vec<_> = packages
        .map(|package| format!("    {package:?},\n"))
        .collect();
    let text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
        members.concat()
    );
    xtask::write(&folder.join("Cargo.toml"), &text)
}

impl Cargo {
    /// Packages with the same dependencies. Only those are compiled at once, since cargo gives to
    /// each package the features that any of them asks for.
    pub(crate) fn groups(&self, packages: &[String]) -> Result<Vec<Vec<String>>, String> {
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for package in packages {
            let manifest = self.folder.join(package).join("Cargo.toml");
            let text = std::fs::read_to_string(&manifest)
                .map_err(|error| format!("{}: {error}", manifest.display()))?;
            let features = text.find("[features]").unwrap_or_default();
            let key = text[features..].to_owned();
            groups.entry(key).or_default().push(package.clone());
        }
        Ok(groups.into_values().collect())
    }

    /// Checks packages.
    pub(crate) fn check(
        &self,
        packages: &[String],
        clippy: bool,
        progress: &Progress,
    ) -> Result<BTreeMap<String, Checked>, String> {
        let times = self.target().join("times");
        std::fs::create_dir_all(&times).map_err(|e| format!("{}: {e}", times.display()))?;
        let mut command = self.command(if clippy { "clippy" } else { "check" }, packages);
        command.args(["--lib", "--keep-going"]);
        if !clippy {
            let this = std::env::current_exe().map_err(|error| error.to_string())?;
            command.env("RUSTC_WORKSPACE_WRAPPER", this);
            command.env(rustc::TIMES, &times);
            for package in packages {
                // What an earlier run measured says nothing of this one.
                let _ = std::fs::remove_file(times.join(package.replace('-', "_")));
            }
        }
        let mut checked: BTreeMap<String, Checked> = BTreeMap::new();
        let mut finished = BTreeSet::new();
        messages(command, |message| {
            let Some(package) = package_of(message, packages) else {
                return;
            };
            let entry = checked.entry(package.to_owned()).or_default();
            match message["reason"].as_str() {
                Some("compiler-message") => entry.add(&message["message"]),
                Some("compiler-artifact") => {
                    finished.insert(package.to_owned());
                    progress.step(package);
                }
                _ => {}
            }
        })?;
        for package in packages {
            let entry = checked.entry(package.clone()).or_default();
            let time = std::fs::read_to_string(times.join(package.replace('-', "_")));
            entry.seconds = time.ok().and_then(|time| time.trim().parse().ok());
            if !finished.contains(package) && entry.errors == 0 {
                entry.errors = 1;
                entry
                    .messages
                    .push("cargo did not come to this crate".to_owned());
            }
        }
        Ok(checked)
    }

    /// Builds the test of the examples of packages; the error is what the compiler says first.
    pub(super) fn programs(
        &self,
        packages: &[String],
        progress: &Progress,
    ) -> Result<BTreeMap<String, Result<PathBuf, String>>, String> {
        let mut programs = BTreeMap::new();
        if packages.is_empty() {
            return Ok(programs);
        }
        let mut command = self.command("build", packages);
        command.args(["--test", "examples", "--keep-going"]);
        messages(command, |message| {
            let Some(package) = package_of(message, packages) else {
                return;
            };
            let is_test = message["target"]["kind"][0] == "test";
            if is_test && let Some(program) = message["executable"].as_str() {
                progress.step(package);
                programs.insert(package.to_owned(), Ok(PathBuf::from(program)));
            } else if is_test && message["message"]["level"] == "error" {
                let text = message["message"]["rendered"].as_str().unwrap_or_default();
                let error = programs.entry(package.to_owned());
                error.or_insert_with(|| Err(text.trim_end().replace('\n', "\n    ")));
            }
        })?;
        Ok(programs)
    }

    fn command(&self, name: &str, packages: &[String]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .arg(name)
            .arg("--message-format=json")
            .arg(format!("--jobs={}", self.jobs))
            .args(packages.iter().flat_map(|package| ["--package", package]))
            .args(self.all_features.then_some("--all-features"))
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.target())
            .env_remove("RUSTFLAGS")
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    fn target(&self) -> PathBuf {
        xtask::root().join("target/corpus/target")
    }
}

impl Checked {
    fn add(&mut self, message: &Value) {
        let text = message["message"].as_str().unwrap_or_default();
        match message["level"].as_str() {
            // Cargo's own count of the others.
            Some("error") if !text.starts_with("aborting due to") => self.errors += 1,
            Some("warning") if !message["spans"].as_array().is_none_or(Vec::is_empty) => {
                self.warnings += 1;
            }
            _ => return,
        }
        if self.messages.len() < MESSAGES {
            let rendered = message["rendered"].as_str().unwrap_or(text);
            self.messages.push(rendered.to_owned());
        }
    }
}

/// Runs cargo, and hands each of its messages over.
fn messages(mut command: Command, mut each: impl FnMut(&Value)) -> Result<(), String> {
    let mut child = command.spawn().map_err(|error| format!("cargo: {error}"))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| format!("cargo: {error}"))?;
            if let Ok(message) = serde_json::from_str(&line) {
                each(&message);
            }
        }
    }
    // Cargo fails where a crate does, which the messages have said.
    child.wait().map_err(|error| format!("cargo: {error}"))?;
    Ok(())
}

/// Which of the packages a message is about.
fn package_of<'p>(message: &Value, packages: &'p [String]) -> Option<&'p str> {
    let id = message["package_id"].as_str()?;
    let (path, _) = id.split_once('#')?;
    let name = path.rsplit('/').next()?;
    packages.iter().map(String::as_str).find(|it| *it == name)
}
