//! `cargo xtask demo`: the main job from end to end. The document becomes a client, and the client
//! talks to a server.

use std::process::ExitCode;

use crate::generate;
use crate::program::{self, SANDBOX};

/// Regenerates the client, then runs it against a sandbox.
pub(crate) fn run() -> ExitCode {
    println!("spec/unknown-proxies.yaml > generated-client/");
    let generated = generate::run(generate::Arguments::default());
    if generated != ExitCode::SUCCESS {
        return generated;
    }
    program::run(SANDBOX, "demo", [])
}
