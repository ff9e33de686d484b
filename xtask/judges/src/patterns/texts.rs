//! Texts that a pattern may match: by its form, with slips, and at random.

use faircopy::internals::pattern::{Node, parse};

/// The longest text, in characters: node's stack ends at far longer ones.
const LONGEST: usize = 4000;
/// What slips are made of, besides what the pattern has.
const ODD: &[char] = &[
    'a',
    'Z',
    '0',
    '9',
    '_',
    '-',
    '.',
    ' ',
    '\n',
    '\r',
    '\t',
    '/',
    ':',
    '@',
    '\\',
    '[',
    ']',
    '{',
    '}',
    '\u{0}',
    '\u{7f}',
    '\u{85}',
    '\u{a0}',
    'é',
    'ß',
    'ſ',
    '\u{212a}',
    '\u{2028}',
    '中',
    '\u{feff}',
    '\u{fffd}',
    '🐲',
    '\u{10ffff}',
];

/// Makes texts.
pub(super) struct Texts {
    state: u64,
}

impl Texts {
    /// The same for the same seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// So many texts for a pattern.
    pub(super) fn of(&mut self, source: &str, count: usize) -> Vec<String> {
        let Ok(node) = parse(source) else {
            return Vec::new();
        };
        let text = |this: &mut Self, index: usize| {
            let mut chars = Vec::new();
            match index % 4 {
                0 => this.random(&mut chars),
                _ => this.matching(&node, &mut chars),
            }
            for _ in 0..index % 4 / 2 {
                this.slip(&mut chars);
            }
            chars.truncate(LONGEST);
            chars.into_iter().collect()
        };
        let mut texts = vec![String::new()];
        texts.extend((1..count).map(|index| text(self, index)));
        texts
    }

    /// A number below another (splitmix64).
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let limit = limit.max(1) as u64;
        usize::try_from(mixed % limit).unwrap_or(0)
    }

    fn random(&mut self, out: &mut Vec<char>) {
        for _ in 0..self.below(12) {
            let odd = ODD[self.below(ODD.len())];
            out.push(odd);
        }
    }

    /// What the form of a node asks for; what looks around is not heeded.
    fn matching(&mut self, node: &Node, out: &mut Vec<char>) {
        if out.len() > LONGEST {
            return;
        }
        match node {
            Node::Class(class) => {
                let ranges = class.set.ranges();
                let Some(range) = ranges.get(self.below(ranges.len())) else {
                    return;
                };
                let (from, to) = (u32::from(range.start()), u32::from(range.end()));
                let code = match self.below(4) {
                    0 => from,
                    1 => to,
                    _ => from + u32::try_from(self.below((to - from + 1) as usize)).unwrap_or(0),
                };
                out.extend(char::from_u32(code).or(Some(range.start())));
            }
            Node::Sequence(parts) => parts.iter().for_each(|part| self.matching(part, out)),
            Node::Choice(options) => {
                let option = self.below(options.len());
                self.matching(&options[option], out);
            }
            Node::Repeat(repeat) => {
                let most = repeat.max.unwrap_or(repeat.min.saturating_add(8)) as usize;
                let least = repeat.min as usize;
                let more = match self.below(8) {
                    0 => most - least.min(most),
                    1 => most - least.min(most) + 1,
                    _ => self.below((most - least.min(most)).min(6) + 1),
                };
                for _ in 0..(least + more).min(LONGEST) {
                    self.matching(&repeat.node, out);
                }
            }
            Node::Capture(_, inner) | Node::Atomic(inner) => self.matching(inner, out),
            _ => {}
        }
    }

    /// Puts in, takes out or changes a character.
    fn slip(&mut self, chars: &mut Vec<char>) {
        let at = self.below(chars.len() + 1);
        let odd = ODD[self.below(ODD.len())];
        match self.below(3) {
            0 => chars.insert(at, odd),
            1 if at < chars.len() => drop(chars.remove(at)),
            _ if at < chars.len() => chars[at] = odd,
            _ => chars.push(odd),
        }
    }
}
