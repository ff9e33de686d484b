//! A response's body as chunks that must keep coming.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;

use crate::api::Operation;
use crate::error::{Error, TimeLimit};
use crate::platform::{BoxFuture, sleep};
use crate::transport::body::{Body, Gathered};

/// The chunks of a body, none of which may be longer in coming than the limit.
pub struct Chunks {
    body: Body,
    operation: &'static Operation,
    status: StatusCode,
    attempts: u32,
    stall: Option<Duration>,
    /// Rings when the next chunk is overdue; set only while waiting for one.
    alarm: Option<BoxFuture<'static, ()>>,
}

impl Chunks {
    pub(crate) fn new(
        body: Body,
        operation: &'static Operation,
        status: StatusCode,
        attempts: u32,
        stall: Option<Duration>,
    ) -> Self {
        Self {
            body,
            operation,
            status,
            attempts,
            stall,
            alarm: None,
        }
    }

    /// The next chunk, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Reads to the end, if that comes within `limit` bytes.
    pub async fn collect(&mut self, limit: usize) -> Result<Bytes, Error> {
        let mut gathered = Gathered::default();
        while let Some(chunk) = self.next().await {
            if !gathered.push(chunk?, limit) {
                return Err(self.too_large(limit));
            }
        }
        Ok(gathered.finish())
    }

    pub(crate) fn too_large(&self, limit: usize) -> Error {
        Error::TooLarge {
            operation: self.operation.id,
            status: self.status,
            limit,
            attempts: self.attempts,
        }
    }

    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let (operation, attempts) = (self.operation.id, self.attempts);
        if let Poll::Ready(chunk) = Pin::new(&mut self.body).poll_next(context) {
            self.alarm = None;
            return Poll::Ready(chunk.map(|chunk| {
                chunk.map_err(|source| Error::Transport {
                    operation,
                    sent: true,
                    attempts,
                    source,
                })
            }));
        }
        let Some(after) = self.stall else {
            return Poll::Pending;
        };
        let alarm = self.alarm.get_or_insert_with(|| sleep(after));
        std::task::ready!(alarm.as_mut().poll(context));
        self.alarm = None;
        self.body = Body::empty();
        Poll::Ready(Some(Err(Error::Timeout {
            operation,
            limit: TimeLimit::Stall,
            after,
            sent: true,
            attempts,
        })))
    }
}
