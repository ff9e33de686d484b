//! A program that calls three operations of a generated crate.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::check::{Mode, compile_file};
use crate::process::{Limits, Taken};

/// Three operations of each document that take no arguments.
const CALLS: [(&str, [&str; 3]); 3] = [
    (
        "oxide-nexus.json",
        ["session_me", "user_list", "organization_list_v1"],
    ),
    (
        "qdrant.json",
        ["get_collections", "cluster_status", "list_full_snapshots"],
    ),
    (
        "ogen-superset.json",
        [
            "get_api_v1_saved_query",
            "get_api_v1_query",
            "get_api_v1_async_event",
        ],
    ),
];

/// The package of a program, in a folder of its own beside the crate.
pub(super) struct Program {
    folder: PathBuf,
    name: String,
}

/// Writes the program for a crate in `library`; nothing where no calls are known.
pub(super) fn of(document: &str, library: &Path) -> Result<Option<Program>, String> {
    let Some((_, calls)) = CALLS.iter().find(|(name, _)| *name == document) else {
        return Ok(None);
    };
    let folder = library.with_extension("program");
    let name = format!("calls-{}", document.replace(['.', '_'], "-"));
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nbenchmark = {{ path = {library:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    );
    let calls: String = calls
        .iter()
        .map(|call| format!("    println!(\"{{:?}}\", client.{call}().await?);\n"))
        .collect();
    let main = format!(
        "#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = benchmark::Client::builder().server(\"http://127.0.0.1:1\").build()?;\n\
         {calls}    Ok(())\n}}\n"
    );
    xtask::write(&folder.join("Cargo.toml"), &manifest)?;
    xtask::write(&folder.join("src/main.rs"), &main)?;
    Ok(Some(Program { folder, name }))
}

impl Program {
    /// Builds the program, its dependencies being built.
    pub(super) fn compile(
        &self,
        mode: Mode,
        target: &Path,
        limits: Limits,
    ) -> Result<Taken, String> {
        let main = self.folder.join("src/main.rs");
        let mut command = Command::new(env!("CARGO"));
        mode.arguments(&mut command);
        command.current_dir(&self.folder);
        compile_file(&command, &main, "fn main() {}\n", target, limits)
    }

    /// The bytes of the release build, which is stripped.
    pub(super) fn size(&self, target: &Path) -> Option<u64> {
        let program = target.join("release").join(&self.name);
        let metadata = std::fs::metadata(program).ok()?;
        Some(metadata.len())
    }
}
