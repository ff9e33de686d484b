//! `cargo xtask generate`: the repository's own document into its own client.

use std::process::ExitCode;

use faircopy::cli;

/// How to write the client.
#[derive(clap::Args, Default)]
pub(crate) struct Arguments {
    /// Shows how what is there differs, as a unified diff, and writes nothing.
    #[arg(long)]
    check: bool,
    /// Lists what would be written, and writes nothing.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
}

/// Runs the command; exits with 1 where the document is at fault or a check found a difference.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let root = xtask::root();
    let spec = root.join("spec/unknown-proxies.yaml");
    let mut generate = cli::Generate::new(spec, root.join("generated-client"));
    generate.check = arguments.check;
    generate.dry_run = arguments.dry_run;
    generate.run()
}
