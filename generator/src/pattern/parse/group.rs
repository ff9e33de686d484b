//! Groups, look-around, and flags.

use super::{Flags, Parser};
use crate::pattern::syntax::Node;

impl Parser {
    /// A group whose opening bracket was read.
    pub(super) fn group(&mut self) -> Result<Node, String> {
        self.enter()?;
        let before = self.flags;
        let node = self.opened();
        // `(?i)` concerns what follows it, so it has changed the flags already.
        if !matches!(node, Ok((_, true))) {
            self.flags = before;
        }
        self.depth -= 1;
        node.map(|(node, _)| node)
    }

    /// The group, and whether it was only flags.
    fn opened(&mut self) -> Result<(Node, bool), String> {
        if !self.is_next("?") {
            return Ok((self.capture()?, false));
        }
        for (opening, is_ahead, is_negative) in [
            ("?=", true, false),
            ("?!", true, true),
            ("?<=", false, false),
            ("?<!", false, true),
        ] {
            if self.eat(opening) {
                let node = Box::new(self.inner()?);
                let look = Node::Look {
                    is_ahead,
                    is_negative,
                    node,
                };
                return Ok((look, false));
            }
        }
        if self.eat("?:") {
            return Ok((self.inner()?, false));
        }
        if self.eat("?>") {
            return Ok((Node::Atomic(Box::new(self.inner()?)), false));
        }
        if self.eat("?#") {
            return match self.until(')') {
                Some(_) => Ok((Node::Empty, false)),
                None => Err("a comment is not closed".to_owned()),
            };
        }
        if self.eat("?P=") {
            let name = self.until(')').ok_or("a group is not closed")?;
            let group = self.named(&name)?;
            return Ok((self.reference(group), false));
        }
        if self.group_name().is_some() {
            return Ok((self.capture()?, false));
        }
        self.eat("?");
        self.flagged()
    }

    fn capture(&mut self) -> Result<Node, String> {
        self.opened += 1;
        let number = self.opened;
        Ok(Node::Capture(number, Box::new(self.inner()?)))
    }

    fn inner(&mut self) -> Result<Node, String> {
        let node = self.choice()?;
        if self.eat(")") {
            Ok(node)
        } else {
            Err("a group is not closed".to_owned())
        }
    }

    /// `i-s)` or `i-s:…)`.
    fn flagged(&mut self) -> Result<(Node, bool), String> {
        let mut flags = self.flags;
        let mut is_on = true;
        loop {
            match self.next() {
                Some('-') if is_on => is_on = false,
                Some(')') => {
                    self.flags = flags;
                    return Ok((Node::Empty, true));
                }
                Some(':') => {
                    self.flags = flags;
                    return Ok((self.inner()?, false));
                }
                Some(letter) => set(&mut flags, letter, is_on)?,
                None => return Err("a group is not closed".to_owned()),
            }
        }
    }

    pub(super) fn reference(&self, group: u32) -> Node {
        Node::Reference {
            group,
            ignores_case: self.flags.ignores_case,
        }
    }
}

fn set(flags: &mut Flags, letter: char, is_on: bool) -> Result<(), String> {
    match letter {
        'i' => flags.ignores_case = is_on,
        's' => flags.dot_is_all = is_on,
        'm' => flags.by_line = is_on,
        // Letters are those of Unicode here anyway.
        'u' => {}
        _ => {
            return Err(format!(
                "`(?{letter}` begins nothing that is the same everywhere"
            ));
        }
    }
    Ok(())
}
