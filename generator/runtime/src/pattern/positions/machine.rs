//! One text, judged by the steps of a pattern.

use crate::pattern::TooManySteps;
use crate::pattern::positions::set::Set;
use crate::pattern::positions::{Slot, Step};

/// How many words of positions may be gone through, beside those for the length of the text.
const MOST_STEPS: u64 = 4_000_000;
/// How many more there may be for each character.
const STEPS_PER_CHARACTER: u64 = 64;

/// A set of characters.
#[derive(Debug)]
pub struct Class {
    ascii: u128,
    /// The first and the last of each range, in their order.
    ranges: Vec<(char, char)>,
}

impl Class {
    /// From the first and the last character of each range.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut ranges = Vec::new();
        let mut chars = text.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            ranges.push((from, to));
        }
        let mut ascii = 0;
        for &(from, to) in &ranges {
            for code in u32::from(from)..=u32::from(to).min(127) {
                ascii |= 1 << code;
            }
        }
        Self { ascii, ranges }
    }

    fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> u32::from(c) & 1 != 0;
        }
        let after = self.ranges.partition_point(|(from, _)| *from <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }
}

/// Which way a match is followed.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Forward,
    Back,
}

/// A text, with what is known of it so far.
#[derive(Debug)]
pub struct Machine<'a> {
    slots: &'static [Slot],
    classes: &'a [Option<Class>],
    chars: Vec<char>,
    found: Vec<Option<Set>>,
    left: u64,
}

impl<'a> Machine<'a> {
    /// A text, of which nothing is known.
    #[must_use]
    pub fn new(slots: &'static [Slot], classes: &'a [Option<Class>], text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        Self {
            slots,
            classes,
            found: slots.iter().map(|_| None).collect(),
            left: MOST_STEPS + STEPS_PER_CHARACTER * chars.len() as u64,
            chars,
        }
    }

    /// Whether the pattern matches anywhere.
    ///
    /// # Errors
    ///
    /// If that takes more steps than are allowed.
    pub fn matches(mut self, whole: &Step) -> Result<bool, TooManySteps> {
        let anywhere = Set::up_to(self.chars.len());
        Ok(!self.step(whole, anywhere, Way::Forward)?.is_empty())
    }

    fn spend(&mut self, steps: u64) -> Result<(), TooManySteps> {
        self.left = self.left.checked_sub(steps).ok_or(TooManySteps)?;
        Ok(())
    }

    fn step(&mut self, step: &Step, mut from: Set, way: Way) -> Result<Set, TooManySteps> {
        self.spend(1 + from.size())?;
        if from.is_empty() {
            return Ok(from);
        }
        match step {
            Step::Start => from.keep(&Set::one(0)),
            Step::End => from.keep(&Set::one(self.chars.len())),
            Step::In(slot) => from.keep(self.slot(*slot)?),
            Step::NotIn(slot) => from.remove(self.slot(*slot)?),
            Step::Over(slot) if way == Way::Forward => {
                from.keep(self.slot(*slot)?);
                from.forward();
            }
            Step::Over(slot) => {
                from.back();
                from.keep(self.slot(*slot)?);
            }
            Step::Sequence(steps) if way == Way::Forward => {
                for step in *steps {
                    from = self.step(step, from, way)?;
                }
            }
            Step::Sequence(steps) => {
                for step in steps.iter().rev() {
                    from = self.step(step, from, way)?;
                }
            }
            Step::Choice(steps) => {
                let mut reached = Set::default();
                for step in *steps {
                    reached.add(&self.step(step, from.clone(), way)?);
                }
                return Ok(reached);
            }
            Step::Repeat(Step::Over(slot), min, max) => {
                return self.glide(*slot, &from, (*min as usize, *max as usize), way);
            }
            Step::Repeat(step, min, max) => return self.repeat(step, from, (*min, *max), way),
        }
        Ok(from)
    }

    /// Several times what is not a single character.
    fn repeat(
        &mut self,
        step: &Step,
        mut from: Set,
        (min, max): (u32, u32),
        way: Way,
    ) -> Result<Set, TooManySteps> {
        // Of more repetitions than there are positions, some do not move, and may as well be left out.
        let enough = u32::try_from(self.chars.len() + 1).unwrap_or(u32::MAX);
        for _ in 0..min.min(enough) {
            if from.is_empty() {
                return Ok(from);
            }
            from = self.step(step, from, way)?;
        }
        let mut reached = from.clone();
        for _ in min..max.min(min.saturating_add(enough)) {
            from = self.step(step, from, way)?;
            from.remove(&reached);
            if from.is_empty() {
                break;
            }
            reached.add(&from);
        }
        Ok(reached)
    }

    /// Over so many characters that are all in a slot.
    fn glide(
        &mut self,
        slot: usize,
        from: &Set,
        (min, max): (usize, usize),
        way: Way,
    ) -> Result<Set, TooManySteps> {
        self.slot(slot)?;
        let length = self.chars.len();
        let Some((first, last)) = from.ends() else {
            return Ok(Set::default());
        };
        // Backwards is forwards on the text turned round.
        let (first, last) = match way {
            Way::Forward => (first, last),
            Way::Back => (length - last, length - first),
        };
        let over = self.found[slot].as_ref();
        let is_over = |at: usize| {
            over.is_some_and(|over| match way {
                Way::Forward => over.contains(at),
                Way::Back => over.contains(length - 1 - at),
            })
        };
        let is_start = |at: usize| match way {
            Way::Forward => from.contains(at),
            Way::Back => from.contains(length - at),
        };
        let mut ends = Vec::new();
        // Where the characters that are all in the slot begin, and the last start that is far enough behind.
        let (mut begin, mut start) = (first, None);
        let mut at = first;
        loop {
            if at > first && !is_over(at - 1) {
                begin = at;
            }
            if let Some(behind) = at.checked_sub(min)
                && behind >= first
                && is_start(behind)
            {
                start = Some(behind);
            }
            let reaches = start.is_some_and(|start| start >= begin && at - start <= max);
            if reaches {
                ends.push(at);
            }
            let is_past = at >= last.saturating_add(min) || (at > last && begin > last);
            if at == length || (is_past && !reaches) {
                break;
            }
            at += 1;
        }
        self.spend((at - first) as u64)?;
        let mut reached = Set::default();
        match way {
            Way::Forward => ends.into_iter().for_each(|end| reached.insert(end)),
            Way::Back => {
                let ends = ends.into_iter().rev().map(|end| length - end);
                ends.for_each(|end| reached.insert(end));
            }
        }
        Ok(reached)
    }

    fn slot(&mut self, slot: usize) -> Result<&Set, TooManySteps> {
        if self.found[slot].is_none() {
            let set = self.find(slot)?;
            self.found[slot] = Some(set);
        }
        self.found[slot].as_ref().ok_or(TooManySteps)
    }

    fn find(&mut self, slot: usize) -> Result<Set, TooManySteps> {
        let anywhere = || Set::up_to(self.chars.len());
        match &self.slots[slot] {
            Slot::Class(_) => {
                self.spend(self.chars.len() as u64)?;
                let mut set = Set::default();
                if let Some(Some(class)) = self.classes.get(slot) {
                    let chars = self.chars.iter().enumerate();
                    let members = chars.filter(|(_, c)| class.contains(**c));
                    members.for_each(|(at, _)| set.insert(at));
                }
                Ok(set)
            }
            Slot::Ahead(step) => self.step(step, anywhere(), Way::Back),
            Slot::Behind(step) => self.step(step, anywhere(), Way::Forward),
        }
    }
}
