//! Chunks of bytes into lines, none of which may be too long.

use bytes::{Buf, Bytes, BytesMut};

/// What begins each record of a JSON text sequence (RFC 7464).
pub(crate) const RECORD: u8 = 0x1e;

/// Where lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// At a line feed; a carriage return before it is dropped.
    LineFeed,
    /// At a carriage return too, as server-sent events have it.
    Any,
    /// Where the next record of a JSON text sequence begins: at a record separator.
    Record,
}

/// What came so far and was not yet handed out as a line.
#[derive(Debug)]
pub(crate) struct Lines {
    pending: BytesMut,
    /// How much of `pending` is known to hold no end of a line.
    scanned: usize,
    /// A carriage return ended the last line, so a line feed that follows belongs to it.
    after_return: bool,
    ends: Ends,
    limit: usize,
}

/// A line is longer than allowed.
#[derive(Debug)]
pub(crate) struct TooLong;

impl Lines {
    pub(crate) fn new(ends: Ends, limit: usize) -> Self {
        Self {
            pending: BytesMut::new(),
            scanned: 0,
            after_return: false,
            ends,
            limit,
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.pending.extend_from_slice(chunk);
    }

    /// The next whole line without its end, if there is one.
    pub(crate) fn next(&mut self) -> Option<Result<Bytes, TooLong>> {
        if self.after_return && !self.pending.is_empty() {
            self.after_return = false;
            if self.pending[0] == b'\n' {
                self.pending.advance(1);
            }
        }
        let is_end = |byte: &u8| match self.ends {
            Ends::LineFeed => *byte == b'\n',
            Ends::Any => matches!(byte, b'\n' | b'\r'),
            Ends::Record => *byte == RECORD,
        };
        let Some(at) = self.pending[self.scanned..].iter().position(is_end) else {
            self.scanned = self.pending.len();
            return (self.scanned > self.limit).then_some(Err(TooLong));
        };
        let at = self.scanned + at;
        self.scanned = 0;
        let mut line = self.pending.split_to(at + 1).freeze();
        self.after_return = line[at] == b'\r';
        line.truncate(at);
        if self.ends == Ends::LineFeed && line.last() == Some(&b'\r') {
            line.truncate(at - 1);
        }
        Some(if line.len() > self.limit {
            Err(TooLong)
        } else {
            Ok(line)
        })
    }

    /// What follows the last end of a line.
    pub(crate) fn rest(&mut self) -> Bytes {
        self.scanned = 0;
        self.pending.split().freeze()
    }
}
