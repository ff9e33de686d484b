//! Work that is done into a bar on a terminal, and into nothing elsewhere.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A count of steps, shown on standard error where that is a terminal.
pub(crate) struct Progress {
    what: &'static str,
    total: usize,
    done: AtomicUsize,
    shown: bool,
}

const WIDTH: usize = 24;

impl Progress {
    pub(crate) fn new(what: &'static str, total: usize) -> Self {
        Self {
            what,
            total,
            done: AtomicUsize::new(0),
            shown: stderr().is_terminal(),
        }
    }

    /// Counts a step, and names it.
    pub(crate) fn step(&self, name: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.shown {
            return;
        }
        let filled = (done * WIDTH).checked_div(self.total).unwrap_or(WIDTH);
        let filled = filled.min(WIDTH);
        let bar = format!("{}{}", "█".repeat(filled), "·".repeat(WIDTH - filled));
        let (what, total) = (self.what, self.total);
        // A terminal that went away needs no bar.
        let _ = write!(stderr(), "\r\x1b[K{what:>8} {bar} {done}/{total} {name}");
    }

    /// Clears the bar.
    pub(crate) fn done(&self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
