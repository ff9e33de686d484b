//! Files and readers into bodies that are read while they are sent.

#![cfg(not(target_family = "wasm"))]

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::body::Body;

impl Body {
    /// A body that is read from a reader while it is sent; `length` in bytes if it is known.
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(
            Reading {
                reader: Box::pin(reader),
                buffer: BytesMut::new(),
            },
            length,
        )
    }

    /// A body that is read from a file while it is sent.
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok(Self::reader(file, Some(length)))
    }
}

/// How much is read at a time, in bytes.
const CHUNK: usize = 64 << 10;

struct Reading {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    buffer: BytesMut,
}

impl Stream for Reading {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = &mut *self;
        buffer.resize(CHUNK, 0);
        let mut space = ReadBuf::new(buffer);
        std::task::ready!(reader.as_mut().poll_read(context, &mut space))?;
        let filled = space.filled().len();
        Poll::Ready((filled > 0).then(|| Ok(buffer.split_to(filled).freeze())))
    }
}
