//! A request's or a response's body: nothing, bytes, or a stream of bytes.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::platform::{BoxError, BoxStream, MaybeSend, Moves};

/// The body of a request or of a response, as a stream of its chunks.
///
/// Only one that is at hand as a whole can be sent again, so a streamed request is never retried.
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Whole(Bytes),
    /// The lock is never waited for: it makes a body `Sync`, and with it the futures that hold one `Send`.
    Stream {
        stream: Mutex<BoxStream<Result<Bytes, BoxError>>>,
        length: Option<u64>,
    },
}

impl Body {
    /// No body at all.
    pub const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// A body whose chunks are read when they are sent. With a `length` in bytes it is sent under
    /// `Content-Length`, otherwise in chunks.
    pub fn stream<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Self::boxed(Box::pin(Chunks(Box::pin(stream))), length)
    }

    /// A body of chunks that a function makes one by one, each when it is sent: from `state` it makes a chunk
    /// and the next state, or `None` at the end.
    ///
    /// ```
    /// use faircopy_runtime::transport::Body;
    ///
    /// let count = |row: u32| async move {
    ///     Ok::<_, std::io::Error>((row < 1000).then(|| (format!("{row}\n"), row + 1)))
    /// };
    /// let body = Body::unfold(0, None, count);
    /// # assert!(body.as_bytes().is_none());
    /// ```
    pub fn unfold<S, C, E, N>(
        state: S,
        length: Option<u64>,
        next: impl FnMut(S) -> N + MaybeSend + 'static,
    ) -> Self
    where
        S: MaybeSend + 'static,
        C: Into<Bytes>,
        E: Into<BoxError>,
        N: Future<Output = Result<Option<(C, S)>, E>> + MaybeSend + 'static,
    {
        let unfolding = Unfolding {
            state: Some(state),
            next,
            making: None,
        };
        Self::boxed(Box::pin(unfolding), length)
    }

    pub(crate) fn boxed(stream: BoxStream<Result<Bytes, BoxError>>, length: Option<u64>) -> Self {
        let stream = Mutex::new(stream);
        Self(Kind::Stream { stream, length })
    }

    /// The same body, and a count of the chunks that it gave, if it is a stream.
    pub(crate) fn counted(self) -> (Self, Option<Moves>) {
        let length = self.length();
        match self.0 {
            Kind::Empty | Kind::Whole(_) => (self, None),
            Kind::Stream { .. } => {
                let moves = Moves::default();
                let counted = Counted {
                    body: self,
                    moves: moves.clone(),
                };
                (Self::boxed(Box::pin(counted), length), Some(moves))
            }
        }
    }

    /// The bytes, unless this is a stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Whole(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// Whether there is nothing to send, not even an empty text.
    pub fn is_absent(&self) -> bool {
        matches!(self.0, Kind::Empty)
    }

    /// Its length in bytes, where that is known before reading it.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Empty => Some(0),
            Kind::Whole(bytes) => Some(bytes.len() as u64),
            Kind::Stream { length, .. } => *length,
        }
    }

    /// The same body once more, unless this is a stream.
    pub fn again(&self) -> Option<Self> {
        match &self.0 {
            Kind::Empty => Some(Self(Kind::Empty)),
            Kind::Whole(bytes) => Some(Self(Kind::Whole(bytes.clone()))),
            Kind::Stream { .. } => None,
        }
    }

    /// The bytes as a whole, or the stream back.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Kind::Empty => Ok(Bytes::new()),
            Kind::Whole(bytes) => Ok(bytes),
            stream @ Kind::Stream { .. } => Err(Self(stream)),
        }
    }

    /// Reads it to its end, if that comes within `limit` bytes.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, CollectError> {
        let mut gathered = Gathered::default();
        while let Some(chunk) = self.next_chunk().await {
            if !gathered.push(chunk.map_err(CollectError::Read)?, limit) {
                return Err(CollectError::TooLarge { limit });
            }
        }
        Ok(gathered.finish())
    }

    /// The next chunk, or `None` at the end.
    pub async fn next_chunk(&mut self) -> Option<Result<Bytes, BoxError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

#[cfg(not(target_family = "wasm"))]
impl Body {
    /// A body that is read from a reader while it is sent; `length` in bytes if it is known.
    pub fn reader(reader: impl tokio::io::AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(
            Reading {
                reader: Box::pin(reader),
                buffer: BytesMut::new(),
            },
            length,
        )
    }

    /// The body of another library's message.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let length = body.size_hint().exact();
        Self::boxed(Box::pin(Wrapped(Box::pin(body))), length)
    }

    /// Reads it to its end into a writer, and gives its length in bytes.
    pub async fn write_to(
        mut self,
        writer: &mut (impl tokio::io::AsyncWrite + Unpin),
    ) -> std::io::Result<u64> {
        use tokio::io::AsyncWriteExt;

        let mut length = 0;
        while let Some(chunk) = self.next_chunk().await {
            let chunk = chunk.map_err(std::io::Error::other)?;
            writer.write_all(&chunk).await?;
            length += chunk.len() as u64;
        }
        writer.flush().await?;
        Ok(length)
    }

    /// A body that is read from a file while it is sent.
    pub async fn file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok(Self::reader(file, Some(length)))
    }
}

/// A body that is being read as a whole.
#[derive(Default)]
pub(crate) struct Gathered {
    /// Most bodies are one chunk, which needs no copy.
    first: Bytes,
    whole: BytesMut,
}

impl Gathered {
    /// Adds a chunk, unless that makes it longer than `limit`.
    pub(crate) fn push(&mut self, chunk: Bytes, limit: usize) -> bool {
        if chunk.len() > limit - self.first.len() - self.whole.len() {
            return false;
        }
        if self.first.is_empty() && self.whole.is_empty() {
            self.first = chunk;
        } else {
            self.whole
                .extend_from_slice(&std::mem::take(&mut self.first));
            self.whole.extend_from_slice(&chunk);
        }
        true
    }

    pub(crate) fn finish(self) -> Bytes {
        if self.whole.is_empty() {
            self.first
        } else {
            self.whole.freeze()
        }
    }
}

/// Why a body could not be read to its end.
#[derive(Debug)]
pub enum CollectError {
    /// It has more than `limit` bytes.
    TooLarge { limit: usize },
    /// It broke off.
    Read(BoxError),
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "the body has more than {limit} bytes"),
            Self::Read(_) => f.write_str("the body broke off"),
        }
    }
}

impl std::error::Error for CollectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Read(error) => Some(&**error),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Whole(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Kind::Whole(bytes.into()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Kind::Whole(text.into()))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(Kind::Whole(Bytes::from_static(text.as_bytes())))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)))
            }
            Kind::Stream { stream, .. } => {
                let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                stream.as_mut().poll_next(context)
            }
        }
    }
}

/// The content is data of others, so only its size is shown.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body(none)"),
            Kind::Whole(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Kind::Stream { .. } => f.write_str("Body(stream)"),
        }
    }
}

/// A stream whose errors are boxed.
struct Chunks<S>(Pin<Box<S>>);

impl<S, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|chunk| chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// For other libraries, whose messages may have it.
#[cfg(not(target_family = "wasm"))]
impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        self.poll_next(context)
            .map(|chunk| chunk.map(|chunk| chunk.map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length().map_or_else(
            http_body::SizeHint::default,
            http_body::SizeHint::with_exact,
        )
    }
}

/// The chunks of another library's body; trailers are left out.
#[cfg(not(target_family = "wasm"))]
struct Wrapped<B>(Pin<Box<B>>);

#[cfg(not(target_family = "wasm"))]
impl<B> Stream for Wrapped<B>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match std::task::ready!(self.0.as_mut().poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Poll::Ready(Some(Err(error.into()))),
                None => Poll::Ready(None),
            };
        }
    }
}

/// A stream of what a function makes of one state after the other.
struct Unfolding<S, F, N> {
    /// None while the next chunk is being made, and at the end.
    state: Option<S>,
    next: F,
    making: Option<Pin<Box<N>>>,
}

/// Nothing in it is pinned in place.
impl<S, F, N> Unpin for Unfolding<S, F, N> {}

impl<S, C, E, F, N> Stream for Unfolding<S, F, N>
where
    C: Into<Bytes>,
    E: Into<BoxError>,
    F: FnMut(S) -> N,
    N: Future<Output = Result<Option<(C, S)>, E>>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(state) = this.state.take() {
            this.making = Some(Box::pin((this.next)(state)));
        }
        let Some(making) = &mut this.making else {
            return Poll::Ready(None);
        };
        let made = std::task::ready!(making.as_mut().poll(context));
        this.making = None;
        Poll::Ready(match made {
            Ok(Some((chunk, state))) => {
                this.state = Some(state);
                Some(Ok(chunk.into()))
            }
            Ok(None) => None,
            Err(error) => Some(Err(error.into())),
        })
    }
}

/// A stream that tells how often it moved.
struct Counted {
    body: Body,
    moves: Moves,
}

impl Stream for Counted {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = Pin::new(&mut self.body).poll_next(context);
        if chunk.is_ready() {
            self.moves.moved();
        }
        chunk
    }
}

/// How much is read at a time, in bytes.
#[cfg(not(target_family = "wasm"))]
const CHUNK: usize = 64 << 10;

/// A reader as a stream.
#[cfg(not(target_family = "wasm"))]
struct Reading {
    reader: Pin<Box<dyn tokio::io::AsyncRead + Send>>,
    buffer: BytesMut,
}

#[cfg(not(target_family = "wasm"))]
impl Stream for Reading {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = &mut *self;
        buffer.resize(CHUNK, 0);
        let mut space = tokio::io::ReadBuf::new(buffer);
        std::task::ready!(reader.as_mut().poll_read(context, &mut space))?;
        let filled = space.filled().len();
        Poll::Ready((filled > 0).then(|| Ok(buffer.split_to(filled).freeze())))
    }
}
