//! Schemas that judge a value only after they have judged it: they are found and cut, since the
//! functions printed from them would never return.

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::check::{Check, Sub};

/// Replaces each reference that closes a circle around the same value by one that is always met.
pub(super) fn cut(checks: &mut [Check], diagnostics: &mut Diagnostics) {
    let mut state = vec![State::New; checks.len()];
    for start in 0..checks.len() {
        // A stack of our own, since a document may chain any number of schemas.
        let mut stack = vec![(start, false)];
        while let Some((index, left)) = stack.pop() {
            if left {
                state[index] = State::Done;
                continue;
            }
            if state[index] != State::New {
                continue;
            }
            state[index] = State::Open;
            stack.push((index, true));
            let mut closes = false;
            for assertion in &mut checks[index].assertions {
                assertion.in_place_mut(&mut |sub| {
                    let Sub::Check(next) = *sub else { return };
                    match state[next as usize] {
                        State::New => stack.push((next as usize, false)),
                        State::Open => {
                            *sub = Sub::Any;
                            closes = true;
                        }
                        State::Done => {}
                    }
                });
            }
            if closes {
                let source = &checks[index].source;
                let message = format!("{source} refers to itself without end");
                let diagnostic = Diagnostic::new(codes::ENDLESS, message);
                diagnostics.push(diagnostic.at_key(source, "its own judgement is part of it"));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// Its value is being judged.
    Open,
    Done,
}
