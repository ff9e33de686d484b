//! A document to its crate on disk, and to whether programs compile against it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use faircopy::source::Loader;
use faircopy::{Config, CrateName, generate, output};
use serde_json::Value;

/// What the crates are called.
pub(super) const NAME: &str = "shop";

/// The crate of one document.
pub(super) struct Crate {
    folder: PathBuf,
    target: PathBuf,
    /// The modules of its operations.
    pub modules: BTreeSet<String>,
}

impl Crate {
    /// Generates it, in place of the one before.
    pub fn generate(place: &Path, loader: &dyn Loader, root: &str) -> Result<Self, String> {
        let folder = place.join("crate");
        let config = Config {
            name: CrateName::new(NAME).ok(),
            ..Config::default()
        };
        let generated = generate(loader, root, &config).map_err(|refused| {
            let said = refused.diagnostics.iter().map(|one| one.message.clone());
            said.collect::<Vec<_>>().join("; ")
        })?;
        let plan = output::plan(&generated.files, &folder).map_err(|error| format!("{error:?}"))?;
        plan.apply().map_err(|error| format!("{error:?}"))?;
        let files = std::fs::read_dir(folder.join("src/generated/operations"));
        let modules = files.into_iter().flatten().flatten().filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            Some(name.strip_suffix(".rs")?.to_owned())
        });
        let known = Self {
            modules: modules.collect(),
            target: place.join("target"),
            folder,
        };
        let manifest = known.folder.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
        if !text.contains("[workspace]") {
            known.write("Cargo.toml", &format!("{text}\n[workspace]\n"))?;
        }
        Ok(known)
    }

    fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        let parent = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = parent.and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))
    }

    fn cargo(&self, what: &[&str]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        command
            .args(["check", "--quiet"])
            .args(what)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTFLAGS", "-Awarnings");
        command
    }

    /// Whether a program compiles against it. An error where the crate itself does not.
    pub fn compiles(&self, program: &str) -> Result<bool, String> {
        self.write("examples/caller.rs", program)?;
        self.itself()?;
        let mut caller = self.cargo(&["--example", "caller"]);
        let status = caller.stderr(Stdio::null()).status();
        Ok(status.map_err(|error| error.to_string())?.success())
    }

    fn itself(&self) -> Result<(), String> {
        let status = self.cargo(&["--lib"]).status();
        match status.map_err(|error| error.to_string())?.success() {
            true => Ok(()),
            false => Err("a generated crate does not compile".to_owned()),
        }
    }

    /// The lines of a program that do not compile against it. Errors may hide others: those that are
    /// found are for the caller to take out, until there are none.
    pub fn wrong_lines(&self, program: &str) -> Result<BTreeSet<usize>, String> {
        self.write("examples/caller.rs", program)?;
        let mut caller = self.cargo(&["--example", "caller", "--message-format=json"]);
        let output = caller.stderr(Stdio::null()).output();
        let output = output.map_err(|error| error.to_string())?;
        let messages = String::from_utf8_lossy(&output.stdout);
        let mut lines = BTreeSet::new();
        for message in messages.lines() {
            let Ok(message) = serde_json::from_str::<Value>(message) else {
                continue;
            };
            if message["message"]["level"] != "error" {
                continue;
            }
            let spans = message["message"]["spans"].as_array();
            for span in spans.into_iter().flatten() {
                let is_ours = span["file_name"] == "examples/caller.rs";
                let line = span["line_start"].as_u64().filter(|_| is_ours);
                lines.extend(line.and_then(|line| usize::try_from(line).ok()));
            }
        }
        match (output.status.success(), lines.is_empty()) {
            (false, true) => Err("a program fails at no line of its own".to_owned()),
            _ => Ok(lines),
        }
    }
}
