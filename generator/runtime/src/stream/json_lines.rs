//! Bodies as JSON values, one a line or one a record of a JSON text sequence; a response's are read while they arrive.

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
use crate::media;
use crate::stream::chunks::Chunks;
use crate::stream::lines::{Ends, Lines, RECORD};

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
    let start = match is_sequence(media_type) {
        true => "\u{1e}",
        false => "",
    };
    let lines = items.iter().map(|item| {
        let json = encode(item)?;
        Ok([start, &json, "\n"].concat())
    });
    let body = lines.collect::<Result<String, ser::EncodeError>>();
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
        let found = self.media_type();
        let ends = match is_sequence(&found) {
            true => Ends::Record,
            false => Ends::LineFeed,
        };
        if ends == Ends::LineFeed {
            self.expect_type(&[
                "application/jsonl",
                "application/x-ndjson",
                "application/ndjson",
                "application/x-jsonlines",
                "application/jsonlines",
                "application/stream+json",
                "application/json",
                "text/plain",
            ])?;
        }
        Ok(Records {
            lines: Lines::new(ends, self.limits.line_bytes),
            ends,
            limit: self.limits.line_bytes,
            about: self.about(),
            chunks: Some(self.chunks()),
        })
    }
}

/// The lines or records of a body that are not blank.
struct Records {
    /// Gone once the body is at its end.
    chunks: Option<Chunks>,
    lines: Lines,
    ends: Ends,
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
                    // The last one needs no end.
                    self.lines.push(match self.ends {
                        Ends::Record => &[RECORD],
                        Ends::LineFeed | Ends::Any => b"\n",
                    });
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
            Ok(_) if self.ends == Ends::Record && is_cut(line) => {
                Err(DecodeFailure::new("it is cut off: no line feed follows"))
            }
            // Some send the records of a sequence as if they were lines.
            Ok(text) => decode(text.trim_start_matches('\u{1e}')).map_err(DecodeFailure::of),
            Err(error) => Err(DecodeFailure::new(error)),
        };
        value.map_err(|failure| failure.into_error(self.about.clone(), line.clone()))
    }
}

/// Whether a media type is that of JSON text sequences.
fn is_sequence(media_type: &str) -> bool {
    let essence = media::essence(media_type);
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

/// Whether a record may be the start of a longer one: of what has no end of its own, a number say, only white space
/// tells (RFC 7464, 2.4).
fn is_cut(record: &[u8]) -> bool {
    let ends = record.last().is_some_and(u8::is_ascii_whitespace);
    let bounded = record.trim_ascii().last();
    !ends && !bounded.is_some_and(|last| matches!(last, b'}' | b']' | b'"'))
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| byte.is_ascii_whitespace())
}
