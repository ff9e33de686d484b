//! Lines into server-sent events, as the HTML standard reads them.

use std::time::Duration;

use crate::stream::lines::{Ends, Lines, TooLong};

/// An event as it stands in the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawEvent {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) data: String,
}

/// What came so far of a stream.
#[derive(Debug)]
pub(crate) struct Parser {
    lines: Lines,
    limit: usize,
    at_start: bool,
    event: String,
    data: String,
    has_data: bool,
    /// The id of the event that is being read, which counts once the event is whole.
    id: String,
    last_id: String,
    retry: Option<Duration>,
}

impl Parser {
    /// `limit` holds for a line, and for all data of an event.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            lines: Lines::new(Ends::Any, limit),
            limit,
            at_start: true,
            event: String::new(),
            data: String::new(),
            has_data: false,
            id: String::new(),
            last_id: String::new(),
            retry: None,
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.lines.push(chunk);
    }

    /// The next whole event, if there is one.
    pub(crate) fn next(&mut self) -> Option<Result<RawEvent, TooLong>> {
        loop {
            let line = match self.lines.next()? {
                Ok(line) => line,
                Err(error) => return Some(Err(error)),
            };
            let line = String::from_utf8_lossy(&line);
            let line = if std::mem::take(&mut self.at_start) {
                line.trim_start_matches('\u{feff}')
            } else {
                &line
            };
            if line.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Some(Ok(event));
                }
            } else {
                self.field(line);
            }
            if self.data.len() > self.limit {
                return Some(Err(TooLong));
            }
        }
    }

    /// The id of the last whole event that had one.
    pub(crate) fn last_id(&self) -> &str {
        &self.last_id
    }

    /// How long the server wants to be left alone before the stream is opened again.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Drops what is not whole, since the stream begins anew.
    pub(crate) fn forget(&mut self) {
        *self = Self {
            id: self.last_id.clone(),
            last_id: std::mem::take(&mut self.last_id),
            retry: self.retry,
            ..Self::new(self.limit)
        };
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.has_data = true;
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Unknown fields, and comments, whose name is empty.
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<RawEvent> {
        self.id.clone_into(&mut self.last_id);
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        let event = if event.is_empty() {
            "message".to_owned()
        } else {
            event
        };
        std::mem::take(&mut self.has_data).then(|| RawEvent {
            id: self.last_id.clone(),
            event,
            data,
        })
    }
}
