//! A program that calls three operations of a generated crate.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::check::{Mode, compile_file};
use crate::generator::{Generator, Kind};
use crate::process::{Limits, Taken};

/// A crate of a document, as a generator writes it: what makes a client of it, and three calls that ask for as little
/// as can be said.
struct Calls {
    document: &'static str,
    kind: Kind,
    client: &'static str,
    calls: [&'static str; 3],
}

/// What makes a client of a crate of ours.
const OURS: &str = "Client::builder().server(\"http://127.0.0.1:1\").build()?";

/// The crates that are called. Of `qdrant.json` oas3-gen writes none, and ploidy no operations of
/// `ogen-superset.json`, which have no `operationId`.
const CALLS: [Calls; 7] = [
    Calls {
        document: "oxide-nexus.json",
        kind: Kind::Faircopy,
        client: OURS,
        calls: ["session_me()", "user_list()", "organization_list_v1()"],
    },
    Calls {
        document: "oxide-nexus.json",
        kind: Kind::Oas3Gen,
        client: "OxideRegionApiClient::with_base_url(\"http://127.0.0.1:1\")?",
        calls: [
            "session_me(Default::default())",
            "user_list(Default::default())",
            "organization_list_v1(Default::default())",
        ],
    },
    Calls {
        document: "oxide-nexus.json",
        kind: Kind::Ploidy,
        client: "Client::new(\"http://127.0.0.1:1\")?",
        calls: [
            "session_me()",
            "user_list(&Default::default())",
            "organization_list_v1(&Default::default())",
        ],
    },
    Calls {
        document: "qdrant.json",
        kind: Kind::Faircopy,
        client: OURS,
        calls: [
            "get_collections()",
            "cluster_status()",
            "list_full_snapshots()",
        ],
    },
    Calls {
        document: "qdrant.json",
        kind: Kind::Ploidy,
        client: "Client::new(\"http://127.0.0.1:1\")?",
        calls: [
            "get_collections()",
            "cluster_status()",
            "list_full_snapshots()",
        ],
    },
    Calls {
        document: "ogen-superset.json",
        kind: Kind::Faircopy,
        client: OURS,
        calls: [
            "get_api_v1_saved_query()",
            "get_api_v1_query()",
            "get_api_v1_async_event()",
        ],
    },
    Calls {
        document: "ogen-superset.json",
        kind: Kind::Oas3Gen,
        client: "SupersetClient::with_base_url(\"http://127.0.0.1:1\")?",
        calls: [
            "get_api_v1_saved_query(Default::default())",
            "get_api_v1_query(Default::default())",
            "get_api_v1_async_event(Default::default())",
        ],
    },
];

/// The package of a program, in a folder of its own beside the crate.
pub(super) struct Program {
    folder: PathBuf,
    name: String,
}

/// Writes the program for a generator's crate in `library`; nothing where no calls are known.
pub(super) fn of(
    generator: &Generator,
    document: &str,
    library: &Path,
) -> Result<Option<Program>, String> {
    let mut known = CALLS.iter();
    let Some(known) =
        known.find(|known| known.document == document && known.kind == generator.kind)
    else {
        return Ok(None);
    };
    let package = package(&library.join("Cargo.toml"))?;
    let folder = library.with_extension("program");
    let name = format!("calls-{}-{package}", document.replace(['.', '_'], "-"));
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nlibrary = {{ path = {library:?}, package = \"{package}\" }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    );
    let calls: String = known
        .calls
        .iter()
        .map(|call| format!("    println!(\"{{:?}}\", client.{call}.await?);\n"))
        .collect();
    let main = format!(
        "#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = library::{};\n{calls}    Ok(())\n}}\n",
        known.client
    );
    xtask::write(&folder.join("Cargo.toml"), &manifest)?;
    xtask::write(&folder.join("src/main.rs"), &main)?;
    Ok(Some(Program { folder, name }))
}

/// The name of a package.
fn package(manifest: &Path) -> Result<String, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", manifest.display());
    let text = std::fs::read_to_string(manifest).map_err(|error| failed(&error))?;
    let name = text.lines().find_map(|line| line.strip_prefix("name = "));
    let name = name.ok_or_else(|| failed(&"no package"))?;
    Ok(name.trim_matches('"').to_owned())
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
