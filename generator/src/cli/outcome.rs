//! What a command ends in: an exit code, and what it prints.

use std::io::{self, Write};
use std::process::ExitCode;

/// The document is at fault, a check found a difference, or something could not be written.
pub(super) const FAULT: u8 = 1;
/// The command line is at fault.
pub(super) const USAGE: u8 = 2;

/// Says what is wrong with the command line, or with what it names.
pub(super) fn misuse(problem: &str) -> ExitCode {
    eprintln!("error: {problem}");
    ExitCode::from(USAGE)
}

/// Prints on standard output: a success, unless it cannot be written. A reader that went away is no
/// error.
pub(super) fn print(text: &str) -> ExitCode {
    print_bytes(text.as_bytes())
}

pub(super) fn print_bytes(text: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    // What is left in a buffer would fail when nobody looks any more.
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write to standard output: {error}");
            ExitCode::from(FAULT)
        }
        _ => ExitCode::SUCCESS,
    }
}
