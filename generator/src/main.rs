//! The `faircopy` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    faircopy::internals::cli::main()
}
