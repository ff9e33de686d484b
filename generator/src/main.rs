//! The `faircopy` command.

use std::process::ExitCode;

/// Documents are trees of small things: the system's allocator takes a fifth of a run.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    faircopy::internals::cli::main()
}
