//! `cargo xtask samples`: what samples send, in each language that is on the machine, and what the clients
//! of the same published documents send of the same values.
//!
//! ```text
//! documents ─▶ crates, each with a program ─▶ requests ─────╮
//!          ╰─▶ values ─▶ samples, run ─▶ requests ─▶ normal forms ─▶ differences
//! ```

#[path = "../../../generator/tests/samples/run.rs"]
mod run_sample;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use faircopy::internals::ir::{self, Api, ApiKeyPlace, Operation, SecurityKind};
use faircopy::internals::snippet::{Given, Language, environment, sample_of};
use serde_json::{Map, Value, json};

use crate::calls::Described;
use crate::clients::{Client, package};
use crate::corpus::compile::write_workspace;
use crate::verdict;
use crate::writer::listener::{Listener, Request};
use crate::writer::normal::normal;
use crate::writer::requests;

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this.
    #[arg(long)]
    filter: Option<String>,
    /// How many calls of a document are compared, in each language.
    #[arg(long, default_value_t = 8)]
    most: usize,
}

/// The documents, with what they show.
const DOCUMENTS: [&str; 10] = [
    // Every style of parameters, cookies among them.
    "readme-3.0-parameters-style.yaml",
    "readme-3.1-parameters-style.yaml",
    "readme-3.0-parameters-cookies.yaml",
    // Forms and parts.
    "readme-3.0-file-uploads.yaml",
    "readme-3.0-form-data.yaml",
    "readme-3.1-schema-encoding-style.yaml",
    // Credentials of every kind.
    "readme-3.1-security.yaml",
    "readme-3.0-security-multiple.yaml",
    // JSON, XML and several media types.
    "ogen-swagger-petstore.yml",
    "readme-3.0-petstore.yaml",
];

/// Runs the command; exits with 1 where a request differs.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    verdict::ended(judge(arguments))
}

fn judge(arguments: &Arguments) -> Result<bool, String> {
    let folder = xtask::root().join("target/sample-requests");
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let names: Vec<_> = DOCUMENTS
        .into_iter()
        .filter(|name| name.contains(filter))
        .collect();
    let workspace = folder.join("crates");
    let packages: Vec<_> = names.iter().map(|name| package("samples", name)).collect();
    // A crate that finds itself in no workspace becomes one.
    write_workspace(&workspace, packages.iter().map(String::as_str))?;
    let mut written = Vec::new();
    for (name, package) in names.iter().zip(&packages) {
        let client = Client::write(&arguments.dir.join(name), package, &workspace)?;
        let calls = client.write_calls()?.calls;
        written.push((client, calls));
    }
    let languages: Vec<_> = Language::ALL
        .into_iter()
        .filter(|it| is_here(*it))
        .collect();
    let (mut compared, mut differences) = (0, 0);
    for ((name, package), (client, calls)) in names.iter().zip(&packages).zip(&written) {
        let ours = requests(package, &workspace)?;
        let both = calls
            .iter()
            .filter_map(|call| Some((call, ours.get(&call.number)?)));
        // The last calls of an operation are those with all that there is.
        let both: Vec<_> = both
            .filter(|(call, _)| call.about.ends_with("(all)"))
            .collect();
        let step = both.len().div_ceil(arguments.most.max(1)).max(1);
        let judged = Judged {
            client,
            languages: &languages,
        };
        for (call, ours) in both.into_iter().step_by(step) {
            let (ran, found) = judged.call(call, ours)?;
            compared += ran;
            for difference in &found {
                println!("{name}: {}: {difference}", call.about);
            }
            differences += found.len();
        }
    }
    println!("{compared} samples run, {differences} differences");
    Ok(differences == 0)
}

/// Whether a language's tools are on the machine; says so where they are not.
fn is_here(language: Language) -> bool {
    let missing = run_sample::missing(language);
    if let Some(what) = missing.filter(|_| language != Language::Rust) {
        println!("{}: left out, since it needs {what}", language.title());
    }
    missing.is_none()
}

struct Judged<'j> {
    client: &'j Client,
    languages: &'j [Language],
}

impl Judged<'_> {
    /// How many samples were run, and how their requests differ from that of the client.
    fn call(&self, call: &Described, ours: &Request) -> Result<(usize, Vec<String>), String> {
        let api = ir::of(&self.client.read);
        let mut operations = api.operations.iter();
        let operation = operations
            .find(|it| it.path == call.path && it.method.as_str() == call.method)
            .ok_or("a call is of no operation")?;
        let listener = Listener::start().map_err(|error| format!("no port is free: {error}"))?;
        let body = call.media_type.as_deref().zip(call.body.as_ref());
        let given = Given {
            parameters: &call.parameters,
            body,
        };
        let (mut ran, mut differences) = (0, Vec::new());
        for language in self.languages {
            let is_browser = *language == Language::JavaScript;
            let is_fetch = is_browser || *language == Language::NodeJs;
            let sample = sample_of(
                &self.client.read,
                &listener.address(),
                operation,
                given,
                *language,
            );
            // A browser's files come from its user, and `fetch` sends no body with these methods.
            let is_left_out = is_browser && sample.contains("document.querySelector")
                || is_fetch && sample.contains("sends no body");
            if is_left_out {
                continue;
            }
            ran += 1;
            if let Err(why) = self.sent(*language, &sample) {
                differences.push(format!("{language:?}: {why}"));
                continue;
            }
            let sent = listener.requests();
            let Some(sent) = sent.last() else {
                differences.push(format!("{language:?}: nothing was sent"));
                continue;
            };
            let (ours, theirs) = (
                said(ours, call, api, operation),
                said(sent, call, api, operation),
            );
            for (aspect, value) in &ours {
                let other = theirs.get(aspect).unwrap_or(&Value::Null);
                // A browser sends its own cookies.
                if other != value && !(is_browser && aspect == "cookie") {
                    differences.push(format!("{language:?}: {aspect} {other} is {value} in Rust"));
                }
            }
        }
        Ok((ran, differences))
    }

    /// Runs a sample, in a folder with the files that it may read.
    fn sent(&self, language: Language, sample: &str) -> Result<(), String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        for name in files(sample) {
            let path: &Path = folder.path();
            std::fs::write(path.join(name), "bytes").map_err(|error| error.to_string())?;
        }
        let variables = environment(&self.client.read, "user", "secret");
        let variables = variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        run_sample::run(language, sample, folder.path(), &variables.collect()).map(drop)
    }
}

/// The names of the files that a sample reads.
fn files(sample: &str) -> Vec<&str> {
    let words = sample.split(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c));
    let mut names: Vec<_> = words.filter(|word| word.ends_with(".bin")).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What a request says, with its credentials, and without the names of files.
fn said(
    request: &Request,
    call: &Described,
    api: &Api,
    operation: &Operation,
) -> Map<String, Value> {
    let mut said = normal(request, call);
    let mut keys = vec!["authorization".to_owned()];
    for (scheme, _) in operation.security.iter().flatten() {
        if let SecurityKind::ApiKey(ApiKeyPlace::Header, name) = &api.security_schemes[*scheme].kind
        {
            keys.push(name.to_ascii_lowercase());
        }
    }
    for key in keys {
        if let Some(value) = request.header(&key) {
            said.insert(key, json!(value));
        }
    }
    if let Some(parts) = said.get_mut("body").and_then(Value::as_array_mut) {
        for part in parts {
            if let Some(disposition) = part.get_mut("content-disposition") {
                let text = disposition.as_str().unwrap_or_default();
                let text = text.split("; filename=").next().unwrap_or_default();
                *disposition = json!(text);
            }
        }
    }
    said
}
