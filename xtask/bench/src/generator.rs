//! The generators that are measured: how each is called, and how what it writes becomes a crate.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A generator that is installed.
pub(super) struct Generator {
    /// Its name and version, as tables show them.
    pub(super) name: String,
    program: PathBuf,
    pub(super) kind: Kind,
}

/// Which generator it is, whatever its version.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Faircopy,
    OpenapiToRust,
    Oas3Gen,
    Ploidy,
}

/// The packages of others, and their versions.
const PEERS: [(Kind, &str, &str); 3] = [
    OPENAPI_TO_RUST,
    (Kind::Oas3Gen, "oas3-gen", "0.29.0"),
    (Kind::Ploidy, "ploidy", "0.15.0"),
];

/// The one whose servers judge what they are sent.
const OPENAPI_TO_RUST: (Kind, &str, &str) = (Kind::OpenapiToRust, "openapi-to-rust", "0.23.0");

impl Generator {
    /// This repository's, built as a user has it.
    pub(super) fn ours() -> Result<Self, String> {
        Ok(Self {
            name: "faircopy".to_owned(),
            program: super::release_build("faircopy")?,
            kind: Kind::Faircopy,
        })
    }

    /// Those of others, installed below `folder` unless they are there.
    pub(super) fn peers(folder: &Path) -> Result<Vec<Self>, String> {
        PEERS
            .iter()
            .map(|peer| Self::installed(folder, peer))
            .collect()
    }

    /// The one of others that writes servers, installed alike.
    pub(super) fn of_servers(folder: &Path) -> Result<Self, String> {
        Self::installed(folder, &OPENAPI_TO_RUST)
    }

    fn installed(
        folder: &Path,
        (kind, package, version): &(Kind, &str, &str),
    ) -> Result<Self, String> {
        let root = folder.join(format!("{package}-{version}"));
        let program = root.join("bin").join(package);
        if !program.exists() {
            let mut command = Command::new(env!("CARGO"));
            command.args(["install", "--locked", "--quiet", package]);
            command.args(["--version", version, "--root"]).arg(&root);
            super::succeed(command.env_remove("CARGO_TARGET_DIR"))?;
        }
        Ok(Self {
            name: format!("{package} {version}"),
            program,
            kind: *kind,
        })
    }

    /// The name of its folders.
    pub(super) fn folder(&self) -> String {
        self.name.replace([' ', '.'], "-")
    }

    /// The command that writes code for a document into a folder.
    pub(super) fn generate(&self, document: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Faircopy => {
                command.args(["generate", "--name", "benchmark", "--spec"]);
                command.arg(document).arg("--out").arg(out);
            }
            Kind::OpenapiToRust => {
                command.arg("generate").arg(document);
                command.args(["--quiet", "--output-dir"]);
                command.arg(out.join("src/generated"));
            }
            Kind::Ploidy => {
                command.args(["generate", "rust"]);
                command.arg(document).arg("-o").arg(out);
            }
            Kind::Oas3Gen => {
                command.args(["generate", "client-mod", "--workspace", "-i"]);
                command.arg(document).arg("-o").arg(out);
            }
        }
        command
    }

    /// The command that writes what a file of the generator's own choices asks for.
    pub(super) fn generate_by(&self, choices: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["generate", "--quiet", "--config"])
            .arg(choices);
        command
    }

    /// The command that checks a document, where the generator has one.
    pub(super) fn lint(&self, document: &Path) -> Option<Command> {
        if self.kind != Kind::Faircopy {
            return None;
        }
        let mut command = Command::new(&self.program);
        command.args(["lint", "--spec"]).arg(document);
        Some(command)
    }

    /// Adds what the generator leaves to its user, so that the code is a crate apart from this
    /// repository's workspace.
    pub(super) fn complete(&self, out: &Path) -> Result<(), String> {
        let manifest = out.join("Cargo.toml");
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let text = match self.kind {
            Kind::Faircopy => return Ok(()),
            Kind::OpenapiToRust => {
                xtask::write(&out.join("src/lib.rs"), "pub mod generated;\n")?;
                let dependencies = read(&out.join("src/generated/REQUIRED_DEPS.toml"))?;
                format!(
                    "[package]\nname = \"benchmark\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                     {dependencies}\n[workspace]\n"
                )
            }
            Kind::Oas3Gen | Kind::Ploidy => {
                let text = read(&manifest)?;
                match text.contains("[workspace]") {
                    true => text,
                    false => format!("{text}\n[workspace]\n"),
                }
            }
        };
        xtask::write(&manifest, &text)
    }
}
