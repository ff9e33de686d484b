//! A response's body as server-sent events, read while they arrive and taken up again where they broke off.

pub mod parser;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderValue, StatusCode};

use crate::call::Decoded;
use crate::call::reply::{About, DecodeFailure, Reply};
use crate::error::Error;
use crate::json::codec::Codec;
use crate::json::de::{self, Decode};
use crate::json::ser;
use crate::platform::{BoxFuture, sleep};
use crate::send::request::Request;
use crate::send::{Exchanged, Read};
use crate::stream::chunks::Chunks;
use crate::stream::sse::parser::{Parser, RawEvent};

/// An event and its data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The id of the last event that had one; empty if none had.
    pub id: String,
    /// The event's type: `message` unless the server says otherwise.
    pub event: String,
    pub data: T,
}

/// The data of events of several types.
pub trait Events: Sized + 'static {
    /// Reads the data of an event of a type: `message` unless the server says otherwise.
    fn read(event: &str, data: &str) -> Result<Self, de::DecodeError>;
}

/// Events as they arrive.
///
/// When the connection breaks off, it is opened again with `Last-Event-ID`, provided that the server gave ids, so that
/// nothing is lost, and that the call may be repeated. That takes a quarter of a second or as long as the server asks
/// for, and longer each time that nothing comes of it. The stream ends where the server ends it; where that is to be
/// opened again too, as browsers do, say [`reconnecting`](Self::reconnecting). It ends when the server then answers with
/// 204 or another media type, the latter as an error. An event whose data cannot be read is an error of its own, after which the next one follows;
/// any other error is the last item.
pub struct EventStream<T> {
    source: Source,
    decode: fn(&str, &str) -> Result<T, de::DecodeError>,
    end: Option<&'static str>,
}

impl<T> EventStream<T> {
    /// The next event, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Ends at an event with this data, which is not given out: `[DONE]`, say.
    pub fn until(mut self, data: &'static str) -> Self {
        self.end = Some(data);
        self
    }

    /// Opens the connection again when the server ends it too, for streams that are meant to have no end.
    pub fn reconnecting(mut self) -> Self {
        self.source.is_endless = true;
        self
    }

    /// Does not open the connection again when it breaks off.
    pub fn without_reconnect(mut self) -> Self {
        self.source.request = None;
        self
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let raw = match std::task::ready!(self.source.poll_event(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(raw)) => raw,
        };
        if self.end.is_some_and(|end| end == raw.data) {
            self.source.state = State::Over;
            return Poll::Ready(None);
        }
        Poll::Ready(Some(match (self.decode)(&raw.event, &raw.data) {
            Ok(data) => Ok(Event {
                id: raw.id,
                event: raw.event,
                data,
            }),
            Err(error) => Err(self.source.unreadable(error, raw.data)),
        }))
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

impl Reply {
    /// Hands the body to `wrap` as events whose data is JSON. The operation's `reply` must be `Streamed`.
    pub fn events<T, O, E>(
        &mut self,
        wrap: impl FnOnce(EventStream<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E>
    where
        T: Decode,
    {
        self.events_by(|_, data| de::decode(data), wrap)
    }

    /// Hands the body to `wrap` as events whose data a codec reads: as JSON, or as the text of a JSON string, which
    /// servers seldom quote. The operation's `reply` must be `Streamed`.
    pub fn events_as<C: Codec<T>, T, O, E>(
        &mut self,
        wrap: impl FnOnce(EventStream<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.events_by(|_, data| text::<C, T>(data), wrap)
    }

    /// Hands the body to `wrap` as events whose data is JSON that a codec reads. The operation's `reply` must be
    /// `Streamed`.
    pub fn json_events_as<C: Codec<T>, T, O, E>(
        &mut self,
        wrap: impl FnOnce(EventStream<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.events_by(|_, data| json::<C, T>(data), wrap)
    }

    /// Hands the body to `wrap` as events whose data is text. The operation's `reply` must be `Streamed`.
    pub fn text_events<O, E>(
        &mut self,
        wrap: impl FnOnce(EventStream<String>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.events_by(|_, text| Ok(text.to_owned()), wrap)
    }

    /// Hands the body to `wrap` as events whose type says what their data is. The operation's `reply` must be
    /// `Streamed`.
    pub fn typed_events<T: Events, O, E>(
        &mut self,
        wrap: impl FnOnce(EventStream<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.events_by(T::read, wrap)
    }

    fn events_by<T, O, E>(
        &mut self,
        decode: fn(&str, &str) -> Result<T, de::DecodeError>,
        wrap: impl FnOnce(EventStream<T>) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        match self.source() {
            Ok(source) => wrap(EventStream {
                source,
                decode,
                end: None,
            }),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    fn source(&mut self) -> Result<Source, Box<DecodeFailure>> {
        self.expect_type(&["text/event-stream"])?;
        let request = self.request.take();
        Ok(Source {
            about: self.about(),
            parser: Parser::new(self.limits.line_bytes),
            limit: self.limits.line_bytes,
            state: State::Open(self.chunks()),
            request,
            is_endless: false,
            in_vain: 0,
        })
    }
}

/// Reads data as JSON.
pub fn json<C: Codec<T>, T>(data: &str) -> Result<T, de::DecodeError> {
    de::decode_as::<C, T>(data)
}

/// Reads data as JSON, or else as the text of a JSON string.
pub fn text<C: Codec<T>, T>(data: &str) -> Result<T, de::DecodeError> {
    de::decode_as::<C, T>(data).or_else(|error| {
        let quoted = ser::encode(data).map_err(|_| error.clone())?;
        de::decode_as::<C, T>(&quoted).map_err(|_| error)
    })
}

/// Where events come from: all of a stream that does not depend on their type.
struct Source {
    about: About,
    parser: Parser,
    limit: usize,
    state: State,
    /// What opens the stream again; away while it does so.
    request: Option<Box<Request>>,
    /// Whether it goes on when the server ends it.
    is_endless: bool,
    /// How often in a row the stream was opened without an event.
    in_vain: u32,
}

enum State {
    Open(Chunks),
    Opening(BoxFuture<'static, (Box<Request>, Exchanged)>),
    Over,
}

/// The shortest wait before opening a stream again, whatever the server asks for: one that ends each
/// stream after an event must not be asked for another at once.
const SHORTEST_WAIT: Duration = Duration::from_millis(250);

/// The longest wait before opening a stream again, whatever the server asks for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

impl Source {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Error>>> {
        loop {
            match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Open(chunks) => {
                    match self.parser.next() {
                        Some(Ok(event)) => {
                            self.in_vain = 0;
                            return Poll::Ready(Some(Ok(event)));
                        }
                        Some(Err(_)) => {
                            let error = chunks.too_large(self.limit);
                            return self.over(Some(error));
                        }
                        None => {}
                    }
                    match std::task::ready!(chunks.poll_chunk(context)) {
                        Some(Ok(chunk)) => self.parser.push(&chunk),
                        Some(Err(error)) if !self.reopen() => return self.over(Some(error)),
                        None if !(self.is_endless && self.reopen()) => return self.over(None),
                        Some(Err(_)) | None => {}
                    }
                }
                State::Opening(opening) => {
                    let (request, reply) = std::task::ready!(opening.as_mut().poll(context));
                    self.request = Some(request);
                    match reply {
                        Err(error) => return self.over(Some(error)),
                        Ok(reply) if reply.status == StatusCode::NO_CONTENT => {
                            return self.over(None);
                        }
                        Ok(mut reply) if reply.status.is_success() => {
                            // As the HTML standard says: what is no stream of events ends it.
                            if let Err(failure) = reply.expect_type(&["text/event-stream"]) {
                                return self.over(Some(reply.into_decode_error(*failure)));
                            }
                            self.state = State::Open(reply.chunks());
                        }
                        Ok(reply) => return self.over(Some(reply.into_undocumented())),
                    }
                }
            }
        }
    }

    fn over(&mut self, error: Option<Error>) -> Poll<Option<Result<RawEvent, Error>>> {
        self.state = State::Over;
        self.parser.forget();
        Poll::Ready(error.map(Err))
    }

    /// Opens the stream again after a while, if that is possible.
    fn reopen(&mut self) -> bool {
        let id = self.parser.last_id();
        let header = HeaderValue::from_bytes(id.as_bytes());
        let (false, Ok(header), Some(mut request)) = (id.is_empty(), header, self.request.take())
        else {
            return false;
        };
        let asked = self.parser.retry().unwrap_or(Duration::from_secs(1));
        let wait = asked
            .max(SHORTEST_WAIT)
            .saturating_mul(1 << self.in_vain.min(6))
            .min(LONGEST_WAIT);
        self.in_vain = self.in_vain.saturating_add(1);
        self.parser.forget();
        request.headers.insert("last-event-id", header);
        self.state = State::Opening(Box::pin(async move {
            sleep(wait).await;
            let reply = request.send(Read::AsDocumented).await;
            (request, reply)
        }));
        true
    }

    fn unreadable(&self, error: de::DecodeError, data: String) -> Error {
        DecodeFailure::of(error).into_error(self.about.clone(), Bytes::from(data))
    }
}
