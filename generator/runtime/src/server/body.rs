//! A request's body: whole within limits, or as it arrives.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::server::refusal::{Reason, Refusal};

/// What a request holds beside its head.
pub(crate) enum Payload {
    Absent,
    /// In the media type of that place in the operation's table.
    Whole(usize, Bytes),
    Streamed(usize, Upload),
}

/// A body that is read as it arrives, up to the server's limits.
///
/// It is a stream of chunks.
pub struct Upload {
    chunks: BodyDataStream,
    left: usize,
    limit: Duration,
    waiting: Option<Pin<Box<tokio::time::Sleep>>>,
}

/// Why a body could not be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It has more bytes than the server's limit.
    TooLarge,
    /// Nothing came for as long as the server waits.
    Timeout,
    /// The connection broke, or what came is no body.
    Broken(axum::Error),
    /// It came, and is not what the document says.
    Refused(Refusal),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the body is larger than allowed",
            Self::Timeout => "the body took too long to arrive",
            Self::Broken(_) => "the body broke off",
            Self::Refused(_) => "the body is not what the document says",
        })
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Broken(error) => Some(error),
            Self::TooLarge | Self::Timeout | Self::Refused(_) => None,
        }
    }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        Self::new(match error {
            ReadError::TooLarge => Reason::TooLarge,
            ReadError::Timeout => Reason::Timeout,
            ReadError::Broken(_) => Reason::Unreadable,
            ReadError::Refused(refusal) => return refusal,
        })
    }
}

impl Upload {
    pub(crate) fn new(body: Body, limit: usize, time: Duration) -> Self {
        Self {
            chunks: body.into_data_stream(),
            left: limit,
            limit: time,
            waiting: None,
        }
    }

    /// The next chunk; nothing at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, ReadError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All of it.
    ///
    /// # Errors
    ///
    /// When it is larger than the server's limit, stands still for too long, or breaks off.
    pub async fn bytes(mut self) -> Result<Bytes, ReadError> {
        let mut all = BytesMut::new();
        let mut first = None;
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk?;
            // Most bodies are one chunk, which needs no copy.
            match first.take() {
                None if all.is_empty() => first = Some(chunk),
                None => all.extend_from_slice(&chunk),
                Some(before) => {
                    all.extend_from_slice(&before);
                    all.extend_from_slice(&chunk);
                }
            }
        }
        Ok(first.unwrap_or_else(|| all.freeze()))
    }
}

impl Stream for Upload {
    type Item = Result<Bytes, ReadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match Pin::new(&mut self.chunks).poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.waiting = None;
                if chunk.len() > self.left {
                    return Poll::Ready(Some(Err(ReadError::TooLarge)));
                }
                self.left -= chunk.len();
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(ReadError::Broken(error)))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => {
                let limit = self.limit;
                let waiting = &mut self.waiting;
                let waiting = waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
                match waiting.as_mut().poll(context) {
                    Poll::Ready(()) => Poll::Ready(Some(Err(ReadError::Timeout))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").finish_non_exhaustive()
    }
}

/// Whether a request surely has no body.
pub(crate) fn is_absent(body: &Body) -> bool {
    body.is_end_stream()
}
