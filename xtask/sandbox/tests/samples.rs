//! The samples of the source document, run against the sandbox: each changes the token of the document's
//! example, and prints what the document says that comes back.
//!
//! `cargo test -p sandbox --test samples -- --ignored` also builds and runs the one in Rust.

#[path = "../../../generator/tests/samples/run.rs"]
mod run;

use std::fs;
use std::path::Path;
use std::process::Command;

use faircopy::internals::snippet::{Language, samples};
use faircopy::source::DirLoader;
use faircopy::{Config, read};
use sandbox::{Clock, PASSWORD, Sandbox, Service, USER, seed};
use serde_json::Value;

/// The repository's folder.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the package is within")
}

/// A sandbox with what it starts with, and the samples that call it.
async fn start() -> (std::sync::Arc<Service>, Vec<(Language, String)>) {
    let service = Service::open(None, Clock::System).expect("no file is involved");
    let sandbox = Sandbox::bind(0, service)
        .await
        .expect("loopback has a free port");
    let (address, service) = (sandbox.base_url(), sandbox.service());
    tokio::spawn(sandbox.serve(std::future::pending()));
    let config = Config::default();
    let loader = DirLoader::new(root().join("spec"), config.limits.bytes);
    let read = read(&loader, "unknown-proxies.yaml", &config).expect("the document is right");
    let samples = samples(&read, "unknown-proxies", &address).into_iter();
    let samples = samples
        .map(|(_, language, text)| (language, text))
        .collect();
    (service, samples)
}

/// What samples read the sandbox's credentials from.
fn environment() -> run::Environment<'static> {
    run::Environment::from([
        ("BASIC_AUTH_USERNAME", USER),
        ("BASIC_AUTH_PASSWORD", PASSWORD),
    ])
}

/// Asserts that the example's change was made, as `printed` says too.
fn assert_changed(service: &Service, what: &str) {
    let token = service.token(seed::EXAMPLE).expect("the sandbox has it");
    assert_eq!(
        (token.data_limit, token.duration_hours),
        (200_000_000_000, 1500),
        "{what}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_changes_the_token_and_prints_it() {
    let mut ran = 0;
    for language in Language::ALL {
        if let Some(what) = run::missing(language) {
            println!("{}: left out, since it needs {what}", language.title());
            continue;
        }
        let (service, samples) = start().await;
        let (_, sample) = samples
            .iter()
            .find(|(of, _)| *of == language)
            .expect("there is one");
        let folder = tempfile::tempdir().expect("there is room");
        let printed = run::run(language, sample, folder.path(), &environment());
        let printed = printed.unwrap_or_else(|why| panic!("{language:?}: {why}"));
        assert_changed(&service, &printed);
        let (status, body) = match language {
            Language::Curl => ("200", printed.as_str()),
            _ => printed.split_once(' ').expect("a status and a body"),
        };
        assert_eq!(status, "200", "{language:?}: {printed}");
        let body: Value = serde_json::from_str(body).expect("the body is JSON");
        assert_eq!(body["token"], seed::EXAMPLE, "{language:?}: {printed}");
        assert_eq!(
            body["dataLimit"], 200_000_000_000_i64,
            "{language:?}: {printed}"
        );
        ran += 1;
    }
    assert!(ran > 0, "no language is on this machine");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "compiles the client once more"]
async fn the_sample_in_rust_changes_the_token() {
    let (service, samples) = start().await;
    let (_, sample) = samples
        .iter()
        .find(|(of, _)| *of == Language::Rust)
        .expect("there is one");
    let folder = tempfile::tempdir().expect("there is room");
    let folder = folder.path();
    let client = root().join("generated-client");
    let manifest = format!(
        "[package]\nname = \"sample\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\
         unknown-proxies = {{ path = {client:?} }}\n"
    );
    fs::create_dir(folder.join("src")).expect("there is room");
    fs::write(folder.join("Cargo.toml"), manifest).expect("there is room");
    fs::write(folder.join("src/main.rs"), sample).expect("there is room");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("there is room");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--target-dir"])
        .arg(root().join("target/samples"))
        .envs(environment())
        .current_dir(folder)
        .output()
        .expect("cargo");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        printed.contains(seed::EXAMPLE) && printed.contains("200"),
        "{printed}"
    );
    assert_changed(&service, &printed);
}
