//! A translated pattern to the engine of the runtime that a generated crate would run it with.

use faircopy::internals::ir::{Pattern, Positions, Program, Slot, Step};
use faircopy_runtime::pattern::{self, Backtracking, Linear, Pattern as _, positions};

/// An engine with a pattern. Generated code has them in statics, so that what they are made of is
/// kept for good here.
pub(super) enum Engine {
    Linear(Linear),
    Positions(pattern::Positions),
    Backtracking(Backtracking),
}

impl Engine {
    pub(super) fn new(pattern: &Pattern) -> Self {
        match &pattern.program {
            Program::Linear(text) => Self::Linear(Linear::new("", kept(text))),
            Program::Positions(plan) => Self::Positions(by_positions(plan)),
            Program::Backtracking(text) => Self::Backtracking(Backtracking::new("", kept(text))),
        }
    }

    /// Whether a text matches; nothing where that takes too many steps to tell.
    pub(super) fn judge(&self, text: &str) -> Option<bool> {
        let verdict = match self {
            Self::Linear(engine) => engine.judge(text),
            Self::Positions(engine) => engine.judge(text),
            Self::Backtracking(engine) => engine.judge(text),
        };
        verdict.ok()
    }
}

fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn by_positions(plan: &Positions) -> pattern::Positions {
    let slots = plan.slots.iter().map(|slot| match slot {
        Slot::Class(ranges) => positions::Slot::Class(kept(ranges)),
        Slot::Ahead(inner) => positions::Slot::Ahead(step(inner)),
        Slot::Behind(inner) => positions::Slot::Behind(step(inner)),
    });
    let slots = Box::leak(slots.collect::<Vec<_>>().into_boxed_slice());
    pattern::Positions::new("", slots, Box::leak(Box::new(step(&plan.whole))))
}

fn step(of: &Step) -> positions::Step {
    let all = |steps: &[Step]| -> &'static [positions::Step] {
        Box::leak(
            steps
                .iter()
                .map(step)
                .collect::<Vec<_>>()
                .into_boxed_slice(),
        )
    };
    match of {
        Step::Over(slot) => positions::Step::Over(*slot),
        Step::In(slot) => positions::Step::In(*slot),
        Step::NotIn(slot) => positions::Step::NotIn(*slot),
        Step::Start => positions::Step::Start,
        Step::End => positions::Step::End,
        Step::Sequence(parts) => positions::Step::Sequence(all(parts)),
        Step::Choice(options) => positions::Step::Choice(all(options)),
        Step::Repeat(inner, min, max) => {
            let inner = Box::leak(Box::new(step(inner)));
            positions::Step::Repeat(inner, *min, max.unwrap_or(u32::MAX))
        }
    }
}
