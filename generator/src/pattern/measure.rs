//! What a pattern asks of the engine that runs it, and of the texts that match it.

use super::syntax::{Class, Node};

/// What not every engine has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// To look ahead or behind.
    pub look_around: bool,
    /// To remember what groups have matched, or in which way.
    pub memory: bool,
}

impl Needs {
    pub fn of(node: &Node) -> Self {
        let own = match node {
            Node::Look { .. } => Self {
                look_around: true,
                memory: false,
            },
            Node::Reference { .. } | Node::Atomic(_) => Self {
                look_around: false,
                memory: true,
            },
            _ => Self::default(),
        };
        parts(node).fold(own, |all, part| {
            let part = Self::of(part);
            Self {
                look_around: all.look_around || part.look_around,
                memory: all.memory || part.memory,
            }
        })
    }
}

/// The parts of a node.
pub fn parts(node: &Node) -> impl Iterator<Item = &Node> {
    let (many, one): (&[Node], Option<&Node>) = match node {
        Node::Sequence(parts) | Node::Choice(parts) => (parts, None),
        Node::Repeat(repeat) => (&[], Some(&repeat.node)),
        Node::Capture(_, inner) | Node::Atomic(inner) | Node::Look { node: inner, .. } => {
            (&[], Some(inner))
        }
        _ => (&[], None),
    };
    many.iter().chain(one)
}

/// About how many states an engine makes of it: it writes out what is repeated.
pub fn states(node: &Node) -> u64 {
    let own = match node {
        Node::Class(class) => states_of_class(class),
        _ => 1,
    };
    let inner = parts(node).map(states).fold(0, u64::saturating_add);
    let times = match node {
        Node::Repeat(repeat) => repeat.max.unwrap_or(repeat.min.saturating_add(1)).max(1),
        _ => 1,
    };
    own.saturating_add(inner).saturating_mul(u64::from(times))
}

/// Engines read bytes: what is beyond ASCII takes several for each range.
fn states_of_class(class: &Class) -> u64 {
    let ranges = class.set.ranges().iter();
    let beyond = ranges.filter(|range| !range.end().is_ascii()).count();
    1 + 4 * beyond as u64
}

/// The characters that a match has at least.
pub fn least_chars(node: &Node) -> u64 {
    match node {
        Node::Class(_) => 1,
        Node::Look { .. } => 0,
        Node::Choice(options) => options.iter().map(least_chars).min().unwrap_or(0),
        Node::Repeat(repeat) => u64::from(repeat.min).saturating_mul(least_chars(&repeat.node)),
        node => parts(node).map(least_chars).fold(0, u64::saturating_add),
    }
}

/// Whether there may be a text that matches: not where a class is empty, nor where something stands
/// before the start or after the end.
pub fn can_match(node: &Node) -> bool {
    match node {
        Node::Class(class) => !class.set.ranges().is_empty(),
        Node::Repeat(repeat) => repeat.min == 0 || can_match(&repeat.node),
        Node::Choice(options) => options.iter().any(can_match),
        Node::Sequence(parts) => {
            let (mut before, mut ended) = (0_u64, false);
            for part in parts {
                let least = least_chars(part);
                if (*part == Node::Start && before > 0) || (ended && least > 0) {
                    return false;
                }
                before = before.saturating_add(least);
                ended |= *part == Node::End;
            }
            parts.iter().all(can_match)
        }
        // What must not be there may well be impossible.
        Node::Look { .. } => true,
        node => parts(node).all(can_match),
    }
}

/// Whether what matches is always one character, as far as its form tells.
pub fn is_one_char(node: &Node) -> bool {
    match node {
        Node::Class(_) => true,
        Node::Capture(_, inner) => is_one_char(inner),
        Node::Choice(options) => options.iter().all(is_one_char),
        Node::Repeat(repeat) => {
            repeat.min == 1 && repeat.max == Some(1) && is_one_char(&repeat.node)
        }
        Node::Sequence(parts) => {
            let is_place = |part: &Node| {
                matches!(
                    part,
                    Node::Start | Node::End | Node::Boundary { .. } | Node::Look { .. }
                )
            };
            let mut moving = parts.iter().filter(|part| !is_place(part));
            moving.next().is_some_and(is_one_char) && moving.next().is_none()
        }
        _ => false,
    }
}
