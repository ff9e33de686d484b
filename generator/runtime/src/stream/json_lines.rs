//! Bodies as JSON values, one a line; a response's are read while they arrive.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::call::reply::{About, DecodeFailure, Reply};
use crate::call::{Call, Decoded};
use crate::error::Error;
use crate::json::codec::Codec;
use crate::json::de::{self, Decode};
use crate::json::ser::{self, Encode};
use crate::stream::chunks::Chunks;
use crate::stream::lines::{Ends, Lines};

/// Values that arrive one a line. A line that cannot be read is an error of its own, after which the next one follows;
/// any other error is the last item.
pub struct JsonLines<T> {
    records: Records,
    decode: fn(&str) -> Result<T, de::DecodeError>,
}

impl<T> JsonLines<T> {
    /// The next value, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(line) = std::task::ready!(self.records.poll_record(context)) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(
            line.and_then(|line| self.records.read(&line, self.decode)),
        ))
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}

/// Gives a call a body of values as JSON, one a line.
pub fn put<T: Encode>(call: &mut Call, media_type: &str, items: &[T]) {
    put_by(call, media_type, items, ser::encode);
}

/// As [`put`], with values that a codec writes.
pub fn put_as<C: Codec<T>, T>(call: &mut Call, media_type: &str, items: &[T]) {
    put_by(call, media_type, items, ser::encode_as::<C, T>);
}

fn put_by<T>(
    call: &mut Call,
    media_type: &str,
    items: &[T],
    encode: fn(&T) -> Result<String, ser::EncodeError>,
) {
    let lines = items
        .iter()
        .map(|item| encode(item).map(|line| line + "\n"));
    let body = lines.collect::<Result<String, _>>();
    call.encoded(media_type, body.map(String::into_bytes).map_err(Into::into));
}

impl Reply {
    /// Hands the body to `wrap` as values, one a line. The operation's `reply` must be `Streamed`.
    pub fn json_lines<T, O, E>(
        &mut self,
        wrap: impl FnOnce(JsonLines<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E>
    where
        T: Decode,
    {
        self.json_lines_by(de::decode, wrap)
    }

    /// As [`json_lines`](Self::json_lines), with values that a codec reads.
    pub fn json_lines_as<C: Codec<T>, T, O, E>(
        &mut self,
        wrap: impl FnOnce(JsonLines<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.json_lines_by(de::decode_as::<C, T>, wrap)
    }

    fn json_lines_by<T, O, E>(
        &mut self,
        decode: fn(&str) -> Result<T, de::DecodeError>,
        wrap: impl FnOnce(JsonLines<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        match self.records() {
            Ok(records) => wrap(JsonLines { records, decode }),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    fn records(&mut self) -> Result<Records, Box<DecodeFailure>> {
        self.expect_type(&[
            "application/jsonl",
            "application/x-ndjson",
            "application/ndjson",
            "application/json-seq",
            "application/x-jsonlines",
            "application/json",
            "text/plain",
        ])?;
        Ok(Records {
            lines: Lines::new(Ends::LineFeed, self.limits.line_bytes),
            limit: self.limits.line_bytes,
            about: self.about(),
            chunks: Some(self.chunks()),
        })
    }
}

/// The lines of a body that are not blank.
struct Records {
    /// Gone once the body is at its end.
    chunks: Option<Chunks>,
    lines: Lines,
    limit: usize,
    about: About,
}

impl Records {
    fn poll_record(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match self.lines.next() {
                Some(Ok(line)) if is_blank(&line) => continue,
                Some(Ok(line)) => return Poll::Ready(Some(Ok(line))),
                Some(Err(_)) => {
                    self.lines.rest();
                    let chunks = self.chunks.take();
                    return Poll::Ready(chunks.map(|chunks| Err(chunks.too_large(self.limit))));
                }
                None => {}
            }
            let Some(chunks) = &mut self.chunks else {
                return Poll::Ready(None);
            };
            match std::task::ready!(chunks.poll_chunk(context)) {
                Some(Ok(chunk)) => self.lines.push(&chunk),
                Some(Err(error)) => {
                    self.lines.rest();
                    self.chunks = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    // The last line needs no end.
                    self.lines.push(b"\n");
                    self.chunks = None;
                }
            }
        }
    }

    fn read<T>(
        &self,
        line: &Bytes,
        decode: impl FnOnce(&str) -> Result<T, de::DecodeError>,
    ) -> Result<T, Error> {
        let value = match std::str::from_utf8(line) {
            // A record of a JSON text sequence begins with a record separator.
            Ok(text) => decode(text.trim_start_matches('\u{1e}')).map_err(DecodeFailure::of),
            Err(error) => Err(DecodeFailure::new(error)),
        };
        value.map_err(|failure| failure.into_error(self.about.clone(), line.clone()))
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| byte.is_ascii_whitespace())
}
