//! A call of the compiler into a call that is timed: `cargo` runs this program in its place.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// The folder that times are written to. Set only where cargo is to run this program as a compiler.
pub(super) const TIMES: &str = "FAIRCOPY_CORPUS_TIMES";

/// Runs the compiler that the first argument names, if this program stands in for it.
pub(crate) fn stand_in() -> Option<ExitCode> {
    let times = PathBuf::from(std::env::var_os(TIMES)?);
    let mut arguments = std::env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    let arguments: Vec<_> = arguments.collect();
    let start = Instant::now();
    let status = command.args(&arguments).status();
    let seconds = start.elapsed().as_secs_f64();
    let name = arguments
        .iter()
        .skip_while(|it| *it != "--crate-name")
        .nth(1);
    if let Some(name) = name.and_then(|name| name.to_str()) {
        // A time that cannot be written is a time that is not shown.
        let _ = std::fs::write(times.join(name), seconds.to_string());
    }
    let code = status.ok().and_then(|status| status.code()).unwrap_or(1);
    Some(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}
