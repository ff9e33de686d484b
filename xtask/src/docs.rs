//! `cargo xtask docs`: the reference of the repository's own document.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::program;

/// Where to write it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder; `target/docs` of the repository by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let out = arguments
        .out
        .unwrap_or_else(|| xtask::root().join("target/docs"));
    let docs: [OsString; 5] = [
        "docs".into(),
        "--spec".into(),
        xtask::root().join("spec/unknown-proxies.yaml").into(),
        "--out".into(),
        out.into(),
    ];
    program::FAIRCOPY.run(docs)
}
