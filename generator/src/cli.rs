//! The command line into a run of the generator, and its outcome into an exit code.

use std::process::ExitCode;

pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}

pub struct Generate {
    pub check: bool,
    pub dry_run: bool,
}
impl Generate {
    pub fn new(_: std::path::PathBuf, _: std::path::PathBuf) -> Self {
        Self {
            check: false,
            dry_run: false,
        }
    }
    pub fn run(self) -> ExitCode {
        ExitCode::SUCCESS
    }
}
