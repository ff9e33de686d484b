//! The commands of this repository: `cargo xtask COMMAND`, one module each.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod corpus;
mod demo;
mod diff;
mod diff_truth;
mod generate;
mod prism;
mod sandbox;
mod suite;

/// The commands of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures generation and compilation on large documents.
    Bench(bench::Arguments),
    /// Generates, compiles and judges crates of published documents.
    Corpus(corpus::Arguments),
    /// Compares this repository's document with the one of a revision.
    Diff(diff::Arguments),
    /// Judges the Rust verdicts of `diff` by compiling callers of the old crates against the new.
    DiffTruth(diff_truth::Arguments),
    /// Writes `generated-client/` from `spec/unknown-proxies.yaml`.
    Generate(generate::Arguments),
    /// Regenerates the client, and shows it at work against a sandbox.
    Demo,
    /// Lets the mock server Prism judge the calls of clients of published documents; needs npm.
    Prism(prism::Arguments),
    /// Starts a stand-in for the service on loopback: `--port N`, `--state FILE`.
    #[command(disable_help_flag = true)]
    Sandbox {
        /// What the sandbox is told; `--help` says what there is.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Judges the JSON Schema Test Suite by generated validators.
    Suite(suite::Arguments),
}

fn main() -> ExitCode {
    if let Some(code) = corpus::rustc::stand_in() {
        return code;
    }
    match Arguments::parse().command {
        Command::Bench(arguments) => bench::run(arguments),
        Command::Corpus(arguments) => corpus::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::DiffTruth(arguments) => diff_truth::run(&arguments),
        Command::Generate(arguments) => generate::run(arguments),
        Command::Demo => demo::run(),
        Command::Prism(arguments) => prism::run(&arguments),
        Command::Sandbox { arguments } => sandbox::run(arguments),
        Command::Suite(arguments) => suite::run(arguments),
    }
}

/// The repository's folder.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}
