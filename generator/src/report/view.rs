//! A place in a text to the part of its line that is shown: all of it, or what is around the mark.
//! A document may be one line, with as many mistakes in it as it has values; so no more of a line is
//! read than is shown.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use super::is_harmful;
use crate::source::Position;

/// How many characters there are from one to the next whose place is kept.
const STEP: usize = 256;

/// How many characters of no width, that is accents and the like, may stand on one that has some.
const MARKS: usize = 4;

/// Where the lines of a text start.
pub(super) struct Lines {
    /// The byte and the character, counted in the text, that each line starts with.
    starts: Vec<(usize, usize)>,
    /// The byte of every character whose number is a multiple of [`STEP`].
    steps: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Lines {
        let (mut starts, mut steps) = (vec![(0, 0)], Vec::new());
        for (number, (byte, letter)) in text.char_indices().enumerate() {
            if number % STEP == 0 {
                steps.push(byte);
            }
            if letter == '\n' {
                starts.push((byte + 1, number + 1));
            }
        }
        Lines { starts, steps }
    }

    /// The first line of what stands at a position, without its end, and the bytes of it that are
    /// meant.
    pub(super) fn marked<'t>(
        &self,
        text: &'t str,
        position: Position,
    ) -> Option<(&'t str, Range<usize>)> {
        let index = position.line.checked_sub(1)?;
        let (first, character) = *self.starts.get(index)?;
        // Behind the last line end, nothing can be shown.
        if first == text.len() {
            return None;
        }
        let next = self.starts.get(index + 1);
        let end = next.map_or(text.len(), |(next, _)| next - 1);
        let line = text.get(first..end)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let byte = |column: usize| {
            let byte = self.byte(text, character + column.saturating_sub(1));
            byte.saturating_sub(first).min(line.len())
        };
        let start = byte(position.column);
        let end = match position.end_line > position.line {
            // Of a value of several lines, the first is marked.
            true => line.trim_end().len(),
            false => byte(position.end_column),
        };
        Some((line, start..end.max(start)))
    }

    /// The byte that a character starts with, or the end of the text.
    fn byte(&self, text: &str, character: usize) -> usize {
        let Some(&step) = self.steps.get(character / STEP) else {
            return text.len();
        };
        let rest = text.get(step..).unwrap_or_default();
        let after = rest.char_indices().nth(character % STEP);
        after.map_or(text.len(), |(byte, _)| step + byte)
    }
}

/// The part of a line that is shown, and where the mark stands below it, in columns of the terminal.
pub(super) struct View {
    pub(super) text: String,
    pub(super) indent: usize,
    pub(super) width: usize,
}

impl View {
    /// What is shown of a line in so many columns, where those bytes of it are marked.
    pub(super) fn around(line: &str, marked: Range<usize>, room: usize) -> View {
        let room = room.max(20);
        if fitting(line.chars(), room) == line.len() {
            return View {
                text: shown(line),
                indent: columns(&line[..marked.start]),
                width: columns(&line[marked]).max(1),
            };
        }
        // The mark starts in the first third, so that most of what is shown is what it points at.
        let from = marked.start - fitting(line[..marked.start].chars().rev(), room / 3);
        let to = from + fitting(line[from..].chars(), room - 2);
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let text = shown(&line[from..to]);
        let (start, end) = (marked.start.min(to), marked.end.min(to));
        View {
            text: format!("{}{text}{}", cut(from > 0), cut(to < line.len())),
            indent: usize::from(from > 0) + columns(&line[from..start]),
            width: columns(&line[start..end]).max(1),
        }
    }
}

/// The bytes of the first characters that take no more than so many columns.
fn fitting(letters: impl Iterator<Item = char>, room: usize) -> usize {
    let (mut bytes, mut used) = (0, 0);
    for letter in letters.take(room.saturating_mul(MARKS)) {
        used += width(letter);
        if used > room {
            break;
        }
        bytes += letter.len_utf8();
    }
    bytes
}

/// The columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// A text as it is printed.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\t' => shown.push_str("    "),
            letter if is_harmful(letter) => shown.push('\u{fffd}'),
            letter => shown.push(letter),
        }
    }
    shown
}

/// The columns that a character takes.
fn width(letter: char) -> usize {
    match letter {
        '\t' => 4,
        letter if is_harmful(letter) => 1,
        letter => letter.width().unwrap_or(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, position: Position, room: usize) -> (String, usize, usize) {
        let lines = Lines::of(text);
        let (line, marked) = lines.marked(text, position).unwrap();
        let view = View::around(line, marked, room);
        (view.text, view.indent, view.width)
    }

    fn at(line: usize, column: usize, end_column: usize) -> Position {
        Position {
            line,
            column,
            end_line: line,
            end_column,
        }
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let text = "a: 1\r\n\tb: größe\n";
        assert_eq!(seen(text, at(1, 1, 2), 40), ("a: 1".to_owned(), 0, 1));
        assert_eq!(
            seen(text, at(2, 5, 10), 40),
            ("    b: größe".to_owned(), 7, 5)
        );
        // Beyond its end, and at the end of the text.
        assert_eq!(seen(text, at(1, 9, 12), 40), ("a: 1".to_owned(), 4, 1));
        assert!(Lines::of(text).marked(text, at(3, 1, 2)).is_none());
    }

    #[test]
    fn of_a_value_of_several_lines_the_first_is_marked() {
        let position = Position {
            end_line: 3,
            ..at(1, 4, 2)
        };
        assert_eq!(
            seen("a: {  \n}\n", position, 40),
            ("a: {  ".to_owned(), 3, 1)
        );
    }

    #[test]
    fn of_a_long_line_what_is_around_the_mark_is_shown() {
        let text = format!("{}ä[here]{}", "é".repeat(3 * STEP), "z".repeat(STEP));
        let start = 3 * STEP + 2;
        let (shown, indent, width) = seen(&text, at(1, start, start + 6), 30);
        assert_eq!(shown, "…éééééééééä[here]zzzzzzzzzzzz…");
        assert_eq!((indent, width), (11, 6));
        let marked: String = shown.chars().skip(indent).take(width).collect();
        assert_eq!(marked, "[here]");
    }

    #[test]
    fn characters_of_no_width_are_shown_up_to_a_number() {
        let text = format!("a{}", "\u{301}".repeat(10_000));
        let (shown, _, _) = seen(&text, at(1, 1, 2), 20);
        assert!(shown.chars().count() <= 20 * MARKS + 1, "{}", shown.len());
    }
}
