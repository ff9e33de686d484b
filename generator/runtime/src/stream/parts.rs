//! A response's body as the parts of a `multipart` body, read while they arrive.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::call::Decoded;
use crate::call::reply::{About, DecodeFailure, Reply};
use crate::error::Error;
use crate::json::codec::Codec;
use crate::json::de;
use crate::json::ser;
use crate::stream::chunks::Chunks;

/// A part: its headers, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part<T> {
    pub headers: HeaderMap,
    pub body: T,
}

/// Parts as they arrive. One that cannot be read is an error of its own, after which the next one follows; any other
/// error is the last item.
pub struct Parts<T> {
    /// Gone once the body is at its end.
    chunks: Option<Chunks>,
    /// What came and was not given out yet, with the line end before it.
    buffer: Vec<u8>,
    /// How much of the buffer holds no mark, as has been seen.
    searched: usize,
    /// What stands between parts: a line end, two hyphens and the boundary.
    mark: Vec<u8>,
    /// Whether what comes before the first part is left behind.
    has_begun: bool,
    limit: usize,
    about: About,
    decode: fn(&[u8]) -> Result<T, de::DecodeError>,
}

impl<T> Parts<T> {
    /// The next part, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Part<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn over(&mut self) {
        self.chunks = None;
        self.buffer = Vec::new();
    }

    /// The bytes up to the next mark, and whether it is the last; nothing where it has not come yet.
    fn piece(&mut self) -> Option<(Vec<u8>, bool)> {
        let from = self.searched.min(self.buffer.len());
        let found = self.buffer[from..]
            .windows(self.mark.len())
            .position(|window| window == self.mark);
        let Some(found) = found else {
            self.searched = self.buffer.len().saturating_sub(self.mark.len());
            return None;
        };
        let start = from + found;
        self.searched = start;
        let after = &self.buffer[start + self.mark.len()..];
        let is_last = after.starts_with(b"--");
        // Spaces may follow, then the line ends.
        let line = after.windows(2).position(|window| window == b"\r\n");
        if !is_last && line.is_none() {
            return None;
        }
        // The line end is that before the next mark, too.
        let next = start + self.mark.len() + line.unwrap_or(0);
        let rest = self.buffer.split_off(next);
        let mut piece = std::mem::replace(&mut self.buffer, rest);
        piece.truncate(start);
        self.searched = 0;
        Some((piece, is_last))
    }

    fn read(&self, piece: &[u8]) -> Result<Part<T>, Error> {
        // A line end, lines of headers, and an empty line; the body may have neither.
        let piece = piece.strip_prefix(b"\r\n").unwrap_or(piece);
        let (head, body) = match piece.strip_prefix(b"\r\n") {
            Some(body) => (&piece[..0], body),
            None => match piece.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => (&piece[..end], &piece[end + 4..]),
                None => (piece, &piece[..0]),
            },
        };
        let wrong = |failure: Box<DecodeFailure>| {
            failure.into_error(self.about.clone(), Bytes::copy_from_slice(body))
        };
        let headers =
            headers(head).ok_or_else(|| wrong(DecodeFailure::new("it has no headers")))?;
        match (self.decode)(body) {
            Ok(body) => Ok(Part { headers, body }),
            Err(error) => Err(wrong(DecodeFailure::of(error))),
        }
    }
}

impl<T> Stream for Parts<T> {
    type Item = Result<Part<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            while let Some((piece, is_last)) = self.piece() {
                if is_last {
                    let has_begun = self.has_begun;
                    let part = has_begun.then(|| self.read(&piece));
                    self.over();
                    return Poll::Ready(part);
                }
                if std::mem::replace(&mut self.has_begun, true) {
                    return Poll::Ready(Some(self.read(&piece)));
                }
            }
            let (limit, held) = (self.limit, self.buffer.len());
            let Some(chunks) = &mut self.chunks else {
                return Poll::Ready(None);
            };
            let error = match std::task::ready!(chunks.poll_chunk(context)) {
                Some(Ok(chunk)) if held + chunk.len() <= limit => {
                    self.buffer.extend_from_slice(&chunk);
                    continue;
                }
                Some(Ok(_)) => chunks.too_large(limit),
                Some(Err(error)) => error,
                None => {
                    let failure = DecodeFailure::new("it ends before its last part does");
                    failure.into_error(self.about.clone(), Bytes::new())
                }
            };
            self.over();
            return Poll::Ready(Some(Err(error)));
        }
    }
}

impl<T> fmt::Debug for Parts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

impl Reply {
    /// Hands the body to `wrap` as parts of bytes. The operation's `reply` must be `Streamed`.
    pub fn byte_parts<O, E>(
        &mut self,
        wrap: impl FnOnce(Parts<Bytes>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.parts_by(|bytes| Ok(Bytes::copy_from_slice(bytes)), wrap)
    }

    /// Hands the body to `wrap` as parts of text. The operation's `reply` must be `Streamed`.
    pub fn text_parts<O, E>(
        &mut self,
        wrap: impl FnOnce(Parts<String>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.parts_by(
            |bytes| Ok(String::from_utf8_lossy(bytes).into_owned()),
            wrap,
        )
    }

    /// Hands the body to `wrap` as parts that a codec reads: as JSON, or as the text of a JSON string. The operation's
    /// `reply` must be `Streamed`.
    pub fn parts_as<C: Codec<T>, T, O, E>(
        &mut self,
        wrap: impl FnOnce(Parts<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.parts_by(read::<C, T>, wrap)
    }

    fn parts_by<T, O, E>(
        &mut self,
        decode: fn(&[u8]) -> Result<T, de::DecodeError>,
        wrap: impl FnOnce(Parts<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        let stated = self.headers.get(header::CONTENT_TYPE);
        let stated = stated.and_then(|stated| stated.to_str().ok());
        let Some(boundary) = stated.and_then(boundary).map(str::to_owned) else {
            return Decoded::Failed(DecodeFailure::new("its media type has no boundary"));
        };
        wrap(Parts {
            about: self.about(),
            limit: self.limits.response_bytes,
            chunks: Some(self.chunks()),
            // The first mark may stand at the very start.
            buffer: b"\r\n".to_vec(),
            searched: 0,
            mark: [b"\r\n--", boundary.as_bytes()].concat(),
            has_begun: false,
            decode,
        })
    }
}

/// Reads a part as JSON, or else as the text of a JSON string.
fn read<C: Codec<T>, T>(bytes: &[u8]) -> Result<T, de::DecodeError> {
    let text = String::from_utf8_lossy(bytes);
    de::decode_as::<C, T>(&text).or_else(|error| {
        let quoted = ser::encode(&*text).map_err(|_| error.clone())?;
        de::decode_as::<C, T>(&quoted).map_err(|_| error)
    })
}

/// The boundary that a media type states.
fn boundary(media_type: &str) -> Option<&str> {
    let mut parameters = media_type.split(';').skip(1);
    let value = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_it = name.trim().eq_ignore_ascii_case("boundary");
        is_it.then(|| value.trim().trim_matches('"'))
    });
    value.filter(|value| !value.is_empty())
}

/// Lines of headers; nothing where one is none.
fn headers(head: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let text = std::str::from_utf8(head).ok()?;
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_str(value.trim()).ok()?);
    }
    Some(headers)
}
