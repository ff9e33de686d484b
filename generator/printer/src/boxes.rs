//! Boxes of text and breaks into lines no wider than the margin, after Oppen's "Prettyprinting".
//!
//! A box that fits on the rest of its line is printed flat. In one that does not, either every break
//! of its own ends the line, or those do that what follows them up to the next would not fit behind.

/// The width of a line, and how much of it a line has at least, however deep it is indented.
const MARGIN: isize = 89;
const LEAST: isize = 60;
/// What fits on no line.
const INFINITE: isize = 0xffff;

/// Boxes, in the order in which they are added.
#[derive(Default)]
pub(super) struct Boxes {
    text: String,
    entries: Vec<Entry>,
    /// The boxes and breaks whose size is not known yet.
    unsized_: Vec<usize>,
    /// The width of all so far, were it on one line.
    width: isize,
}

struct Entry {
    kind: Kind,
    /// The width up to where the line could be broken next; of what is not known yet, how much less
    /// than the whole that is.
    size: isize,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Break(Break),
    Begin { indent: isize, breaks: Breaks },
    End,
}

/// Which breaks of a box that does not fit end the line.
#[derive(Clone, Copy, PartialEq)]
enum Breaks {
    All,
    Some,
}

/// A place where a line may end.
#[derive(Clone, Copy, Default)]
pub(super) struct Break {
    /// How much further than its box the next line is indented.
    pub(super) indent: isize,
    /// The spaces that stand there otherwise.
    pub(super) blank: isize,
    /// What stands before the end of the line.
    pub(super) before: Option<char>,
    /// What stands on the next line.
    pub(super) after: Option<char>,
    /// What stands there when the line does not end.
    pub(super) otherwise: Option<char>,
    /// Whether it is left out at the end of its box.
    pub(super) inner: bool,
    /// Whether the line never ends here; what precedes it then need not fit with what follows.
    pub(super) never: bool,
}

impl Boxes {
    pub(super) fn word(&mut self, word: &str) {
        self.text.push_str(word);
        let size = width(word);
        self.push(Kind::Text, size);
        self.width += size;
    }

    /// Begins a box all of whose breaks end the line, or none.
    pub(super) fn all(&mut self, indent: isize) {
        self.begin(indent, Breaks::All);
    }

    /// Begins a box of which only those breaks end the line that have to.
    pub(super) fn some(&mut self, indent: isize) {
        self.begin(indent, Breaks::Some);
    }

    fn begin(&mut self, indent: isize, breaks: Breaks) {
        self.unsized_.push(self.entries.len());
        self.push(Kind::Begin { indent, breaks }, -self.width);
    }

    /// Ends a box. One with nothing but a break in it vanishes.
    pub(super) fn end(&mut self) {
        if let [
            ..,
            before,
            Entry {
                kind: Kind::Break(last),
                ..
            },
        ] = self.entries.as_slice()
        {
            let (is_empty, last) = (matches!(before.kind, Kind::Begin { .. }), *last);
            if is_empty || last.inner {
                self.entries.pop();
                self.unsized_.pop();
                self.width -= last.blank;
            }
            if is_empty {
                self.entries.pop();
                self.unsized_.pop();
                return;
            }
        }
        self.unsized_.push(self.entries.len());
        self.push(Kind::End, -1);
    }

    /// Ends a box that fits on a line only where it is no wider than that.
    pub(super) fn end_within(&mut self, most: isize) {
        if self.width_of_last() > most {
            self.push(Kind::Text, 0);
            self.width += INFINITE;
        }
        self.end();
    }

    /// The width, so far, of the box that ends next.
    pub(super) fn width_of_last(&self) -> isize {
        let mut depth = 1;
        for index in self.unsized_.iter().rev() {
            let entry = &self.entries[*index];
            match entry.kind {
                Kind::Begin { .. } => depth -= 1,
                Kind::End => depth += 1,
                Kind::Break(_) | Kind::Text => {}
            }
            if depth == 0 {
                return entry.size + self.width;
            }
        }
        0
    }

    pub(super) fn add(&mut self, place: Break) {
        self.settle();
        self.unsized_.push(self.entries.len());
        self.push(Kind::Break(place), -self.width);
        self.width += place.blank;
    }

    /// A break that is nothing where the line does not end.
    pub(super) fn zero(&mut self) {
        self.add(Break::default());
    }

    pub(super) fn space(&mut self) {
        self.blank(1);
    }

    /// A break that is so many spaces where the line does not end.
    pub(super) fn blank(&mut self, blank: isize) {
        self.add(Break {
            blank,
            ..Break::default()
        });
    }

    /// A line end.
    pub(super) fn line(&mut self) {
        self.add(Break {
            blank: INFINITE,
            ..Break::default()
        });
    }

    /// A line end, unless the box ends here.
    pub(super) fn inner_line(&mut self) {
        self.add(Break {
            blank: INFINITE,
            inner: true,
            ..Break::default()
        });
    }

    /// A space, unless the box ends here.
    pub(super) fn inner_space(&mut self) {
        self.add(Break {
            blank: 1,
            inner: true,
            ..Break::default()
        });
    }

    pub(super) fn never(&mut self) {
        self.add(Break {
            never: true,
            ..Break::default()
        });
    }

    /// A comma after an item of a list; after the last, only where the line ends there.
    pub(super) fn comma(&mut self, is_last: bool, blank: isize) {
        if is_last {
            self.add(Break {
                blank,
                before: Some(','),
                ..Break::default()
            });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// Indents what follows the last break differently.
    pub(super) fn shift(&mut self, by: isize) {
        if let Some(Entry {
            kind: Kind::Break(last),
            ..
        }) = self.entries.last_mut()
        {
            last.indent += by;
        }
    }

    fn push(&mut self, kind: Kind, size: isize) {
        self.entries.push(Entry { kind, size });
    }

    /// Gives the last break, and the boxes that have ended since, their size.
    fn settle(&mut self) {
        let mut depth = 0;
        while let Some(index) = self.unsized_.last() {
            let entry = &mut self.entries[*index];
            match entry.kind {
                Kind::Begin { .. } if depth == 0 => return,
                Kind::Begin { .. } => {
                    entry.size += self.width;
                    depth -= 1;
                }
                Kind::End => depth += 1,
                Kind::Break(_) | Kind::Text => entry.size += self.width,
            }
            let is_break = matches!(entry.kind, Kind::Break(_));
            self.unsized_.pop();
            if is_break && depth == 0 {
                return;
            }
        }
    }

    /// The lines.
    pub(super) fn finish(mut self) -> String {
        self.settle();
        let mut lines = Lines {
            out: String::with_capacity(self.text.len() * 2),
            left: MARGIN,
            indent: 0,
            pending: 0,
            open: Vec::new(),
        };
        let mut text = self.text.as_str();
        for entry in &self.entries {
            match entry.kind {
                Kind::Text => {
                    let (word, rest) = text.split_at(usize::try_from(entry.size).unwrap_or(0));
                    lines.word(word);
                    text = rest;
                }
                Kind::Break(place) => lines.place(&place, entry.size),
                Kind::Begin { indent, breaks } => lines.begin(indent, breaks, entry.size),
                Kind::End => lines.end(),
            }
        }
        lines.out
    }
}

/// The lines so far.
struct Lines {
    out: String,
    /// How much of the line is left.
    left: isize,
    indent: isize,
    /// Spaces that are written when something follows them.
    pending: isize,
    /// The boxes: the indentation outside of them, and which of their breaks end the line, where
    /// they do not fit.
    open: Vec<Option<(isize, Breaks)>>,
}

impl Lines {
    fn word(&mut self, word: &str) {
        self.spaces();
        self.out.push_str(word);
        self.left -= width(word);
    }

    fn spaces(&mut self) {
        for _ in 0..self.pending {
            self.out.push(' ');
        }
        self.pending = 0;
    }

    fn begin(&mut self, indent: isize, breaks: Breaks, size: isize) {
        if size > self.left {
            self.open.push(Some((self.indent, breaks)));
            self.indent += indent;
        } else {
            self.open.push(None);
        }
    }

    fn end(&mut self) {
        if let Some(Some((indent, _))) = self.open.pop() {
            self.indent = indent;
        }
    }

    fn place(&mut self, place: &Break, size: isize) {
        let breaks = match self.open.last() {
            None => Some(Breaks::Some),
            Some(open) => open.map(|(_, breaks)| breaks),
        };
        let fits = match breaks {
            None => true,
            Some(Breaks::All) => false,
            Some(Breaks::Some) => size <= self.left,
        };
        if fits || place.never {
            self.pending += place.blank;
            self.left -= place.blank;
            if let Some(mark) = place.otherwise {
                self.out.push(mark);
                self.left -= 1;
            }
            return;
        }
        if let Some(mark) = place.before {
            self.spaces();
            self.out.push(mark);
        }
        self.out.push('\n');
        self.pending = self.indent + place.indent;
        self.left = (MARGIN - self.pending).max(LEAST);
        if let Some(mark) = place.after {
            self.spaces();
            self.out.push(mark);
            self.left -= 1;
        }
    }
}

fn width(text: &str) -> isize {
    isize::try_from(text.len()).unwrap_or(INFINITE)
}
