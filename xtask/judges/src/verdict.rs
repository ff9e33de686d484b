//! What a judge found to how its command ends.

use std::fmt::Display;
use std::process::ExitCode;

/// What a command exits with where what it needs is not to be had: the system's `EX_UNAVAILABLE`.
pub(crate) const UNAVAILABLE: u8 = 69;

/// Says what is not to be had.
pub(crate) fn unavailable(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(UNAVAILABLE)
}

/// A success where all is right, 1 where it is not, and 2 where it could not be judged, which is said.
pub(crate) fn ended(judged: Result<bool, String>) -> ExitCode {
    match judged {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Prints what was found; whether all is right.
pub(crate) fn printed<R: Display>(report: R, is_right: fn(&R) -> bool) -> bool {
    print!("{report}");
    is_right(&report)
}
