//! What handlers give bit by bit: downloads, events, values.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use futures_core::Stream;

use crate::json::codec::Codec;
use crate::json::ser;
use crate::platform::BoxError;

/// Values that are sent as they come; [`items`] makes one of any stream.
pub type Items<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// Values of a stream, to be sent as they come.
pub fn items<T>(stream: impl Stream<Item = T> + Send + 'static) -> Items<T> {
    Box::pin(stream)
}

/// Bytes to be sent, at hand or as they come.
#[derive(Debug)]
pub struct Download {
    pub(crate) media_type: Option<String>,
    pub(crate) body: Body,
}

impl Download {
    /// Bytes that come from a stream.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self {
            media_type: None,
            body: Body::from_stream(Chunks(Box::pin(stream))),
        }
    }

    /// States the media type, where the document gives only a range.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<B: Into<Bytes>> From<B> for Download {
    fn from(bytes: B) -> Self {
        Self {
            media_type: None,
            body: Body::from(bytes.into()),
        }
    }
}

/// No bytes, which does not say how many there would be.
pub(crate) struct Nothing;

impl Stream for Nothing {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

/// A stream whose errors are boxed.
struct Chunks<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Bytes, E>>, E: Into<BoxError>> Stream for Chunks<S> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = std::task::ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// An event of `text/event-stream`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T> {
    pub data: T,
    /// Its kind, `message` where there is none.
    pub event: Option<String>,
    /// What a client that has lost its connection names to go on after this one.
    pub id: Option<String>,
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self {
            data,
            event: None,
            id: None,
        }
    }
}

/// How values are set apart.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    /// A value a line.
    Lines,
    /// Each after a record separator (RFC 7464).
    Sequence,
}

/// Values as the bytes that are sent of each.
pub(crate) struct Written<C, I, T> {
    items: Items<I>,
    write: fn(I) -> Result<String, ser::EncodeError>,
    framing: PhantomData<fn() -> (C, T)>,
}

impl<C: Codec<T> + 'static, T: 'static> Written<C, T, T> {
    pub(crate) fn lines(items: Items<T>, framing: Framing) -> Self {
        let write: fn(T) -> _ = match framing {
            Framing::Lines => |value| Ok(format!("{}\n", ser::encode_as::<C, T>(&value)?)),
            Framing::Sequence => |value| Ok(format!("\u{1e}{}\n", ser::encode_as::<C, T>(&value)?)),
        };
        Self {
            items,
            write,
            framing: PhantomData,
        }
    }
}

impl<C: Codec<T> + 'static, T: 'static> Written<C, Event<T>, T> {
    /// Events whose data is JSON, or the text itself where `text`.
    pub(crate) fn events(items: Items<Event<T>>, text: bool) -> Self {
        let write: fn(Event<T>) -> _ = match text {
            true => |event| {
                let json = ser::encode_as::<C, T>(&event.data)?;
                let text = serde_json::from_str::<String>(&json).unwrap_or(json);
                Ok(event_text(&text, &event.event, &event.id))
            },
            false => |event| {
                let json = ser::encode_as::<C, T>(&event.data)?;
                Ok(event_text(&json, &event.event, &event.id))
            },
        };
        Self {
            items,
            write,
            framing: PhantomData,
        }
    }
}

impl<C, I, T> Stream for Written<C, I, T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = std::task::ready!(self.items.as_mut().poll_next(context));
        let write = self.write;
        Poll::Ready(next.map(|item| write(item).map(Bytes::from).map_err(Into::into)))
    }
}

/// An event, each line of its data under a name of its own. What would end a line is left out of the others.
fn event_text(data: &str, event: &Option<String>, id: &Option<String>) -> String {
    let mut out = String::new();
    for (name, value) in [("event", event), ("id", id)] {
        if let Some(value) = value {
            let value: String = value.chars().filter(|c| !"\r\n\0".contains(*c)).collect();
            let _ = fmt::Write::write_fmt(&mut out, format_args!("{name}: {value}\n"));
        }
    }
    let data = data.replace("\r\n", "\n").replace('\r', "\n");
    for line in data.split('\n') {
        let _ = fmt::Write::write_fmt(&mut out, format_args!("data: {line}\n"));
    }
    out.push('\n');
    out
}
