//! The commands of this repository: `cargo xtask COMMAND`, one module each.

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod generate;
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
    /// Writes `generated-client/` from `spec/unknown-proxies.yaml`.
    Generate(generate::Arguments),
    /// Judges the JSON Schema Test Suite by generated validators.
    Suite(suite::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Suite(arguments) => suite::run(arguments),
    }
}

/// The repository's folder.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}
