//! A text that is edited, and its places in the terms of the protocol: lines from 0, and columns in the
//! units that client and server agreed on.

use std::sync::Arc;

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::source;

/// The units in which columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The cheapest of those that a client offers; the protocol's own where it offers none.
    pub(super) fn negotiated(offered: &[PositionEncodingKind]) -> Encoding {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Encoding::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32) {
            Encoding::Utf32
        } else {
            Encoding::Utf16
        }
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, letter: char) -> usize {
        match self {
            Encoding::Utf8 => letter.len_utf8(),
            Encoding::Utf16 => letter.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A text, and where its lines start. A copy shares the text until one of the two is edited.
#[derive(Clone, Debug)]
pub(super) struct Text {
    text: Arc<String>,
    index: Arc<Index>,
    encoding: Encoding,
}

impl Text {
    pub(super) fn new(text: String, encoding: Encoding) -> Text {
        Text {
            index: Arc::new(Index::of(&text)),
            text: Arc::new(text),
            encoding,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Puts a text in the place of a range; of the whole where there is none. What lies beyond the end
    /// of a line means that end, as the protocol has it.
    pub(super) fn edit(&mut self, range: Option<Range>, new: &str) {
        let bytes = match range {
            None => 0..self.text.len(),
            Some(range) => {
                let (start, end) = (self.offset(range.start), self.offset(range.end));
                start.min(end)..end.max(start)
            }
        };
        let text = Arc::make_mut(&mut self.text);
        text.replace_range(bytes, new);
        self.index = Arc::new(Index::of(text));
    }

    /// The byte at a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let column = usize::try_from(position.character).unwrap_or(usize::MAX);
        self.byte(line, column, self.encoding)
    }

    /// The position of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset);
        let units = |offset| self.index.units(&self.text, offset, self.encoding);
        let column = units(offset) - units(self.line_start(line));
        Position::new(number(line), number(column))
    }

    /// The range of some bytes.
    pub(super) fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The range of a place that a diagnostic names, in lines and characters from 1.
    pub(super) fn located(&self, place: source::Position) -> Range {
        // The mark at the start of a file is no part of the text that diagnostics count in.
        let mark = usize::from(self.text.starts_with('\u{feff}'));
        let byte = |line: usize, column: usize| {
            let mark = if line <= 1 { mark } else { 0 };
            let column = column.saturating_sub(1) + mark;
            self.byte(line.saturating_sub(1), column, Encoding::Utf32)
        };
        self.range(byte(place.line, place.column)..byte(place.end_line, place.end_column))
    }

    /// The byte in a line, from 0, before which there are so many units of it.
    fn byte(&self, line: usize, column: usize, encoding: Encoding) -> usize {
        let Some(&start) = self.index.starts.get(line) else {
            return self.text.len();
        };
        let end = start + self.line_text(line).len();
        let before = self.index.units(&self.text, start, encoding);
        let wanted = before.saturating_add(column);
        self.index
            .byte(&self.text, wanted, encoding)
            .clamp(start, end)
    }

    /// The number of the line that a byte is in, from 0.
    pub(super) fn line(&self, offset: usize) -> usize {
        let starts = &self.index.starts;
        starts.partition_point(|start| *start <= offset).max(1) - 1
    }

    /// The byte that a line starts with.
    pub(super) fn line_start(&self, line: usize) -> usize {
        let start = self.index.starts.get(line).copied();
        start.unwrap_or(self.text.len())
    }

    /// A line without its end; nothing where there is no such line.
    pub(super) fn line_text(&self, line: usize) -> &str {
        let text = &self.text[self.line_start(line)..self.line_start(line + 1)];
        text.trim_end_matches(['\r', '\n'])
    }
}

/// How many bytes there are from one to the next before which the units are known: a text may be one
/// line, with as many places in it as it has values.
const STEP: usize = 1024;

/// Where the lines of a text start, and how many units there are before some of its bytes.
#[derive(Debug)]
struct Index {
    starts: Vec<usize>,
    /// For every byte whose number is a multiple of [`STEP`], how many characters start before it, and
    /// how many of them are two units of UTF-16.
    steps: Vec<(usize, usize)>,
}

impl Index {
    fn of(text: &str) -> Index {
        let bytes = text.as_bytes();
        let (mut letters, mut wide) = (0, 0);
        let steps = bytes.chunks(STEP).map(|chunk| {
            let before = (letters, wide);
            let (more, wider) = counted(chunk);
            (letters, wide) = (letters + more, wide + wider);
            before
        });
        let mut steps: Vec<_> = steps.collect();
        // What ends the text may be asked for too.
        if bytes.len().is_multiple_of(STEP) {
            steps.push((letters, wide));
        }
        Index {
            starts: starts(text),
            steps,
        }
    }

    /// The units before a byte.
    fn units(&self, text: &str, offset: usize, encoding: Encoding) -> usize {
        if encoding == Encoding::Utf8 {
            return offset;
        }
        let step = offset / STEP;
        let (letters, wide) = self.steps.get(step).copied().unwrap_or_default();
        let (more, wider) = counted(&text.as_bytes()[step * STEP..offset]);
        let letters = letters + more;
        match encoding {
            Encoding::Utf16 => letters + wide + wider,
            _ => letters,
        }
    }

    /// The byte before which there are so many units; within a character, its start.
    fn byte(&self, text: &str, wanted: usize, encoding: Encoding) -> usize {
        if encoding == Encoding::Utf8 {
            let mut at = wanted.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            return at;
        }
        let before = |(letters, wide): &(usize, usize)| match encoding {
            Encoding::Utf16 => letters + wide,
            _ => *letters,
        };
        let step = self.steps.partition_point(|step| before(step) <= wanted);
        let step = step.max(1) - 1;
        let mut left = wanted - self.steps.get(step).map_or(0, before);
        let mut start = step * STEP;
        while !text.is_char_boundary(start) {
            start += 1;
        }
        for (byte, letter) in text[start..].char_indices() {
            let units = encoding.units(letter);
            if left < units {
                return start + byte;
            }
            left -= units;
        }
        text.len()
    }
}

/// How many characters start in some bytes, and how many of them are two units of UTF-16.
fn counted(bytes: &[u8]) -> (usize, usize) {
    let letters = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    let wide = bytes.iter().filter(|byte| **byte >= 0xf0).count();
    (letters, wide)
}

/// The byte that each line starts with; a line ends as the protocol has it, and YAML.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
    // Of a pair the second ends the line.
    let ends = ends.filter(|&end| bytes[end] == b'\n' || bytes.get(end + 1) != Some(&b'\n'));
    std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
}

/// A number of the protocol.
pub(super) fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Position {
        Position::new(line, column)
    }

    #[test]
    fn columns_are_counted_in_the_units_agreed_on() {
        let line = "a: 'ü😀b'\n";
        for (encoding, columns) in [
            (Encoding::Utf8, [4, 6, 10]),
            (Encoding::Utf16, [4, 5, 7]),
            (Encoding::Utf32, [4, 5, 6]),
        ] {
            let text = Text::new(format!("# 1\r\n# 2\r{line}"), encoding);
            for (letter, column) in ['ü', '😀', 'b'].into_iter().zip(columns) {
                let byte = text.as_str().find(letter).unwrap();
                assert_eq!(text.position(byte), at(2, column), "{encoding:?} {letter}");
                assert_eq!(text.offset(at(2, column)), byte, "{encoding:?} {letter}");
            }
        }
    }

    #[test]
    fn what_lies_within_a_character_or_behind_a_line_is_brought_in() {
        let text = Text::new("😀\nab\n".to_owned(), Encoding::Utf16);
        assert_eq!(text.offset(at(0, 1)), 0);
        assert_eq!(text.offset(at(0, 9)), 4);
        assert_eq!(text.offset(at(1, 9)), 7);
        assert_eq!(text.offset(at(2, 0)), 8);
        assert_eq!(text.offset(at(7, 7)), 8);
        assert_eq!(text.position(99), at(2, 0));
    }

    #[test]
    fn edits_replace_ranges() {
        let mut text = Text::new("a: 1\nb: 2\n".to_owned(), Encoding::Utf16);
        let before = text.clone();
        text.edit(Some(Range::new(at(0, 3), at(1, 3))), "x\n\ny: ");
        assert_eq!(text.as_str(), "a: x\n\ny: 2\n");
        assert_eq!(text.position(text.as_str().find('2').unwrap()), at(2, 3));
        assert_eq!(before.as_str(), "a: 1\nb: 2\n");
        // The wrong way round means the same.
        text.edit(Some(Range::new(at(2, 4), at(0, 3))), "");
        assert_eq!(text.as_str(), "a: \n");
        text.edit(None, "all\nnew");
        assert_eq!(text.line_text(1), "new");
    }

    #[test]
    fn places_of_diagnostics_are_in_characters() {
        let place = source::Position {
            line: 1,
            column: 2,
            end_line: 1,
            end_column: 3,
        };
        let text = Text::new("\u{feff}😀b".to_owned(), Encoding::Utf16);
        assert_eq!(text.located(place), Range::new(at(0, 3), at(0, 4)));
    }

    #[test]
    fn a_long_line_is_counted_as_a_short_one() {
        let letters = ['a', 'ü', '😀', '€', 'b', '\u{10ffff}'];
        let line: String = letters.iter().cycle().take(3 * STEP).collect();
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let text = Text::new(format!("x\n{line}\ny"), encoding);
            let mut column = 0;
            for (byte, letter) in line.char_indices() {
                assert_eq!(text.position(byte + 2), at(1, column), "{encoding:?}");
                assert_eq!(text.offset(at(1, column)), byte + 2, "{encoding:?}");
                column += u32::try_from(encoding.units(letter)).unwrap();
            }
            assert_eq!(text.offset(at(1, column + 9)), line.len() + 2);
            assert_eq!(text.position(line.len() + 3), at(2, 0));
        }
        for length in [0, STEP - 1, STEP, STEP + 1, 2 * STEP] {
            let text = Text::new("a".repeat(length), Encoding::Utf16);
            assert_eq!(text.position(length), at(0, u32::try_from(length).unwrap()));
            assert_eq!(text.offset(at(0, u32::MAX)), length);
        }
    }
}
