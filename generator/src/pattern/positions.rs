//! A pattern's tree to the steps that the runtime's `pattern::positions` takes.

use super::measure::is_one_char;
use super::syntax::{Class, Node, WORD};

/// How many ranges the classes of a pattern may have together.
const MOST_RANGES: usize = 20_000;

/// A pattern as sets of positions: what matches one character, what looks around, and the steps
/// that go by them.
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    /// Sets that the text alone decides. One refers to those before it.
    pub slots: Vec<Slot>,
    /// The whole pattern.
    pub whole: Step,
}

/// A set of positions.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// Before a character of a class: its ranges, each as its first and last character.
    Class(String),
    /// Where a step can begin.
    Ahead(Step),
    /// Where a step can end.
    Behind(Step),
}

/// From a set of positions to the next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Over the character of each position that is in the slot.
    Over(usize),
    /// Those in the slot stay.
    In(usize),
    /// Those in the slot go.
    NotIn(usize),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// One after the other.
    Sequence(Vec<Step>),
    /// Any of them.
    Choice(Vec<Step>),
    /// Several times.
    Repeat(Box<Step>, u32, Option<u32>),
}

/// The steps of a pattern without references.
pub fn plan(node: &Node) -> Result<Positions, String> {
    let mut planner = Planner::default();
    let whole = planner.step(node)?;
    Ok(Positions {
        slots: planner.slots,
        whole,
    })
}

#[derive(Default)]
struct Planner {
    slots: Vec<Slot>,
    ranges: usize,
}

impl Planner {
    fn step(&mut self, node: &Node) -> Result<Step, String> {
        Ok(match node {
            Node::Empty => Step::Sequence(Vec::new()),
            Node::Class(class) => Step::Over(self.class(class)?),
            Node::Start => Step::Start,
            Node::End => Step::End,
            Node::Boundary { is_negative } => self.boundary(*is_negative)?,
            Node::Sequence(parts) => Step::Sequence(self.steps(parts)?),
            Node::Choice(options) => Step::Choice(self.steps(options)?),
            Node::Repeat(repeat) => {
                let mut inner = self.step(&repeat.node)?;
                // Over single characters the runtime counts, and need not go step by step.
                if is_one_char(&repeat.node) && !matches!(inner, Step::Over(_)) {
                    inner = Step::Over(self.slot(Slot::Ahead(inner)));
                }
                Step::Repeat(Box::new(inner), repeat.min, repeat.max)
            }
            // Nothing refers to groups here.
            Node::Capture(_, inner) => self.step(inner)?,
            Node::Look {
                is_ahead,
                is_negative,
                node,
            } => {
                let inner = self.step(node)?;
                let slot = self.slot(match is_ahead {
                    true => Slot::Ahead(inner),
                    false => Slot::Behind(inner),
                });
                match is_negative {
                    true => Step::NotIn(slot),
                    false => Step::In(slot),
                }
            }
            Node::Reference { .. } | Node::Atomic(_) => {
                return Err("it depends on the way in which its groups have matched".to_owned());
            }
        })
    }

    fn steps(&mut self, nodes: &[Node]) -> Result<Vec<Step>, String> {
        nodes.iter().map(|node| self.step(node)).collect()
    }

    fn boundary(&mut self, is_negative: bool) -> Result<Step, String> {
        let word = self.class(&Class::of(WORD))?;
        let behind = self.slot(Slot::Behind(Step::Over(word)));
        let both = |one, other| Step::Sequence(vec![one, other]);
        Ok(Step::Choice(match is_negative {
            false => vec![
                both(Step::In(behind), Step::NotIn(word)),
                both(Step::NotIn(behind), Step::In(word)),
            ],
            true => vec![
                both(Step::In(behind), Step::In(word)),
                both(Step::NotIn(behind), Step::NotIn(word)),
            ],
        }))
    }

    fn class(&mut self, class: &Class) -> Result<usize, String> {
        let ranges = class.set.ranges();
        let text = ranges.iter().flat_map(|range| [range.start(), range.end()]);
        let slot = Slot::Class(text.collect());
        if !self.slots.contains(&slot) {
            self.ranges += ranges.len();
        }
        if self.ranges > MOST_RANGES {
            return Err("it names too many sets of characters".to_owned());
        }
        Ok(self.slot(slot))
    }

    fn slot(&mut self, slot: Slot) -> usize {
        match self.slots.iter().position(|known| *known == slot) {
            Some(known) => known,
            None => {
                self.slots.push(slot);
                self.slots.len() - 1
            }
        }
    }
}
