//! The frameworks: how each is installed, writes its document, and serves.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{install_python, python, run};
use crate::server::Server;

/// A framework, by the name of its folder.
#[derive(Clone, Copy)]
pub(super) struct Framework {
    pub(super) name: &'static str,
    platform: Platform,
}

/// What its server runs on. All take `document FILE` and `serve PORT`.
#[derive(Clone, Copy)]
enum Platform {
    /// `app.py`, with the packages of `requirements.txt` in an environment of its own.
    Python,
    /// `app.mjs`, with the packages of `package.json`.
    Node,
    /// The package of `Cargo.toml`, whose program is `app`.
    Rust,
    /// `app.ts`, as `tsconfig.json` has it compiled to `app.js`, with the packages of `package.json`.
    TypeScript,
}

pub(super) const FRAMEWORKS: [Framework; 6] = [
    Framework {
        name: "drf",
        platform: Platform::Python,
    },
    Framework {
        name: "fastapi",
        platform: Platform::Python,
    },
    Framework {
        name: "fastify",
        platform: Platform::Node,
    },
    Framework {
        name: "litestar",
        platform: Platform::Python,
    },
    Framework {
        name: "nestjs",
        platform: Platform::TypeScript,
    },
    Framework {
        name: "utoipa",
        platform: Platform::Rust,
    },
];

/// Where the frameworks' folders are.
pub(super) fn sources() -> PathBuf {
    xtask::root().join("xtask/judges/frameworks")
}

impl Framework {
    pub(super) fn sources(&self) -> PathBuf {
        sources().join(self.name)
    }

    /// Installs what the server needs, unless that was done.
    ///
    /// # Errors
    ///
    /// What could not be done.
    pub(super) fn install(&self, folder: &Path) -> Result<(), String> {
        let folder = folder.join(self.name);
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let list = self.platform.list();
        let wanted = read(&self.sources().join(list))?;
        let done = folder.join("installed");
        if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        xtask::write(&folder.join(list), &wanted)?;
        match self.platform {
            Platform::Python => install_python(&folder, &["--requirement", list])?,
            Platform::Node | Platform::TypeScript => {
                let mut npm = Command::new("npm");
                run(
                    npm.args(["install", "--no-audit", "--no-fund", "--silent"]),
                    &folder,
                )?;
            }
            Platform::Rust => {
                self.copy(&folder)?;
                run(Command::new(env!("CARGO")).arg("fetch"), &folder)?;
            }
        }
        xtask::write(&done, &wanted)
    }

    /// Lets the framework write its document.
    pub(super) fn write_document(&self, folder: &Path) -> Result<PathBuf, String> {
        let document = folder.join(self.name).join("openapi.json");
        let mut command = self.command(folder)?;
        run(
            command.arg("document").arg(&document),
            &folder.join(self.name),
        )?;
        Ok(document)
    }

    /// Starts the server.
    pub(super) fn serve(&self, folder: &Path) -> Result<Server, String> {
        let mut command = self.command(folder)?;
        let serve = |port: u16| {
            command.arg("serve").arg(port.to_string());
            command
        };
        Server::start(serve, &folder.join(self.name).join("server.log"))
    }

    /// The server's program. All but Python's stands beside its packages, and is compiled where it
    /// has to be: that one fails is an error, and nothing that is skipped.
    fn command(&self, folder: &Path) -> Result<Command, String> {
        let folder = folder.join(self.name);
        if !matches!(self.platform, Platform::Python) {
            self.copy(&folder)?;
        }
        let node = |program: &str| {
            let mut command = Command::new("node");
            command.arg(folder.join(program));
            command
        };
        Ok(match self.platform {
            Platform::Python => {
                let mut command = Command::new(python(&folder, "python"));
                command.arg(self.sources().join("app.py"));
                command.env("PYTHONDONTWRITEBYTECODE", "1");
                command
            }
            Platform::Node => node("app.mjs"),
            Platform::TypeScript => {
                run(&mut Command::new("node_modules/.bin/tsc"), &folder)?;
                node("app.js")
            }
            Platform::Rust => {
                let mut build = Command::new(env!("CARGO"));
                build.args(["build", "--quiet", "--target-dir", "target"]);
                run(&mut build, &folder)?;
                Command::new(folder.join("target/debug/app"))
            }
        })
    }

    /// Copies the sources into a folder.
    fn copy(&self, folder: &Path) -> Result<(), String> {
        let sources = self.sources();
        let unreadable = |error| format!("{}: {error}", sources.display());
        for entry in std::fs::read_dir(&sources).map_err(unreadable)?.flatten() {
            if entry.path().is_file() {
                let copy = folder.join(entry.file_name());
                xtask::write(&copy, &read(&entry.path())?)?;
            }
        }
        Ok(())
    }
}

impl Platform {
    /// The file that lists the packages.
    fn list(self) -> &'static str {
        match self {
            Self::Python => "requirements.txt",
            Self::Node | Self::TypeScript => "package.json",
            Self::Rust => "Cargo.toml",
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
