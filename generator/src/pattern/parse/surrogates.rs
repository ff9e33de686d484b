//! Pairs of surrogates that are written half by half: without the flag `u`, a character beyond U+FFFF is two of
//! them, so that `[\uD800-\uDBFF][\uDC00-\uDFFF]` is any such character.

use regex_syntax::hir::ClassUnicode;

use super::Parser;
use crate::pattern::syntax::{Class, push};

type Range = (u32, u32);

const HIGH: Range = (0xD800, 0xDBFF);
const LOW: Range = (0xDC00, 0xDFFF);

impl Parser {
    /// The characters that two halves mean, stepped over where both are next.
    pub(super) fn pair(&mut self) -> Option<Class> {
        let from = self.at;
        let high = self.halves(HIGH);
        let pair = high.and_then(|high| Some((high, self.halves(LOW)?)));
        let Some((high, low)) = pair else {
            self.at = from;
            return None;
        };
        let mut set = ClassUnicode::empty();
        for half in high.iter().flat_map(|(first, last)| *first..=*last) {
            let start = 0x10000 + ((half - HIGH.0) << 10);
            for (first, last) in &low {
                push(&mut set, start + first - LOW.0, start + last - LOW.0);
            }
        }
        Some(Class::new(set))
    }

    /// Halves of one kind: an escape, or a class of such escapes and of ranges of them.
    fn halves(&mut self, kind: Range) -> Option<Vec<Range>> {
        if !self.eat("[") {
            let half = self.half(kind)?;
            return Some(vec![(half, half)]);
        }
        let mut found = Vec::new();
        while !self.eat("]") {
            let first = self.half(kind)?;
            let last = match self.eat("-") {
                true => self.half(kind)?,
                false => first,
            };
            if last < first {
                return None;
            }
            found.push((first, last));
        }
        (!found.is_empty()).then_some(found)
    }

    fn half(&mut self, (first, last): Range) -> Option<u32> {
        let code = self.eat("\\u").then(|| self.hexadecimal(4)).flatten()?;
        (first..=last).contains(&code).then_some(code)
    }
}
