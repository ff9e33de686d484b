//! Subjects into a workspace of generated servers, and a program for each way to serve them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use faircopy::source::MapLoader;
use faircopy::{Config, CrateName, Sides};

use super::subject::Subject;
use crate::generator::Generator;
use crate::process::{self, End};

/// A way to serve the subjects.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    ByHand,
    Faircopy,
    OpenapiToRust,
}

impl Way {
    pub(super) const ALL: [Self; 3] = [Self::ByHand, Self::Faircopy, Self::OpenapiToRust];

    /// The package of its program.
    fn package(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Faircopy => "by-faircopy",
            Self::OpenapiToRust => "by-openapi-to-rust",
        }
    }

    /// Whether it judges what it decodes.
    pub(super) fn judges(self) -> bool {
        self != Self::ByHand
    }
}

/// What the programs of all ways need.
const COMMON: &str = "axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"json\", \"tokio\"] }\n\
    tokio = { version = \"1\", features = [\"net\", \"rt\", \"time\"] }\ntower-service = \"0.3\"\n";

/// Writes the program of a way, with the servers that it needs; what keeps a generator of others from that is an error.
pub(super) fn write(
    folder: &Path,
    way: Way,
    subjects: &[Subject],
    peer: Option<&Generator>,
) -> Result<(), String> {
    let sources = xtask::root().join("xtask/bench/serve");
    let read = |name: &str| {
        let path = sources.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let (main, dependencies) = match way {
        Way::ByHand => (
            "by_hand.rs",
            "base64 = \"0.23\"\nserde = { version = \"1\", features = [\"derive\"] }\n\
             time = { version = \"0.3\", features = [\"formatting\", \"parsing\", \"serde-well-known\"] }\n",
        ),
        Way::Faircopy => (
            "faircopy.rs",
            "survey = { path = \"../survey\", features = [\"server\"] }\n\
             time = \"0.3\"\ntoken = { path = \"../token\", features = [\"server\"] }\n",
        ),
        Way::OpenapiToRust => (
            "openapi_to_rust.rs",
            "async-trait = \"0.1\"\nbase64 = \"0.23\"\nserde_json = \"1\"\npeer-survey = { path = \"../peer-survey\" }\n\
             peer-token = { path = \"../peer-token\" }\n",
        ),
    };
    let package = way.package();
    let mut members = vec![package.to_owned()];
    for subject in subjects {
        match (way, peer) {
            (Way::ByHand, _) => {}
            (Way::Faircopy, _) => {
                members.push(subject.name.to_owned());
                for (path, text) in ours(subject)? {
                    xtask::write(&folder.join(package).join(subject.name).join(path), &text)?;
                }
            }
            (Way::OpenapiToRust, Some(peer)) => {
                let name = format!("peer-{}", subject.name);
                theirs(&folder.join(package).join(&name), &name, subject, peer)?;
                members.push(name);
            }
            (Way::OpenapiToRust, None) => return Err("it is not asked for".to_owned()),
        }
    }
    let folder = folder.join(package);
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{COMMON}{dependencies}"
    );
    xtask::write(&folder.join(package).join("Cargo.toml"), &manifest)?;
    xtask::write(&folder.join(package).join("src/main.rs"), &read(main)?)?;
    xtask::write(
        &folder.join(package).join("src/harness.rs"),
        &read("harness.rs")?,
    )?;
    xtask::write(
        &folder.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
    )
}

/// Builds the program of a way as it would be shipped.
pub(super) fn build(folder: &Path, way: Way) -> Result<PathBuf, String> {
    let target = folder.join("target");
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--quiet", "--release", "--package", way.package()])
        .current_dir(folder.join(way.package()))
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", "-Awarnings");
    crate::succeed(&mut command)?;
    Ok(target.join("release").join(way.package()))
}

/// The server of a subject, and nothing that calls it.
fn ours(subject: &Subject) -> Result<BTreeMap<String, String>, String> {
    let loader = MapLoader::from_iter([("openapi.json", subject.document.to_string())]);
    let config = Config {
        name: CrateName::new(subject.name).ok(),
        sides: Sides::Server,
        ..Config::default()
    };
    let files = match faircopy::generate(&loader, "openapi.json", &config) {
        Ok(generated) => generated.files,
        Err(refused) => {
            let messages = refused.diagnostics.iter();
            let messages: Vec<_> = messages.map(|found| found.message.as_str()).collect();
            return Err(format!("{}: {}", subject.name, messages.join("\n")));
        }
    };
    let manifest = files
        .manifest
        .create(true)
        .map_err(|error| error.to_string())?;
    let mut owned = files.owned;
    owned.insert("src/lib.rs".to_owned(), files.library);
    // The crate is a member of the workspace around it.
    owned.insert(
        "Cargo.toml".to_owned(),
        manifest.replace("[workspace]\n", ""),
    );
    Ok(owned)
}

/// The server that another generator makes of a subject, which judges requests unless it is told not to.
fn theirs(folder: &Path, name: &str, subject: &Subject, peer: &Generator) -> Result<(), String> {
    let document = folder.join("openapi.json");
    xtask::write(&document, &subject.document.to_string())?;
    let config = format!(
        "[generator]\nspec_path = {document:?}\noutput_dir = {:?}\nmodule_name = \"generated\"\n\n\
         [features]\nenable_async_client = false\n\n\
         [server]\nframework = \"axum\"\noperations = [\"{} {}\"]\n\n[server.validation]\nenabled = true\n",
        folder.join("src/generated"),
        subject.method,
        subject.path,
    );
    let path = folder.join("openapi-to-rust.toml");
    xtask::write(&path, &config)?;
    let generated = process::run(&peer.generate_by(&path), None)?;
    if let End::Failed(message) = generated.end {
        return Err(message);
    }
    peer.complete(folder)?;
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
    let text = text.replace("[workspace]\n", "");
    xtask::write(
        &manifest,
        &text.replace("name = \"benchmark\"", &format!("name = \"{name}\"")),
    )
}
