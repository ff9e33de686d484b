//! A request's body as `multipart/form-data`, whose parts may be read while they are sent.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Serialize;

use super::body::Body;
use super::call::Call;
use super::platform::BoxError;

/// The parts of a body. A first failure is kept, and is what sending the call gives.
///
/// If all parts are at hand as a whole, so is the body, and it may be retried; otherwise it is a stream.
#[derive(Debug)]
pub struct Multipart {
    boundary: String,
    parts: Vec<Part>,
    failure: Option<BoxError>,
}

/// A part of a [`Multipart`].
///
/// ```
/// # use faircopy_runtime as my_api;
/// use my_api::multipart::Part;
///
/// let picture = Part::new(vec![0x89, 0x50]).file_name("rex.png").media_type("image/png");
/// ```
pub struct Part {
    headers: HeaderMap,
    file_name: Option<String>,
    body: Body,
    failure: Option<BoxError>,
}

impl Part {
    /// A part of text or bytes, or one that is read while it is sent: see [`Body`].
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            headers: HeaderMap::new(),
            file_name: None,
            body: body.into(),
            failure: None,
        }
    }

    /// A part that is JSON.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        let text = serde_json::to_vec(value);
        let mut part = Self::new(Body::empty()).media_type("application/json");
        match text {
            Ok(text) => part.body = text.into(),
            Err(error) => part.fail(error.into()),
        }
        part
    }

    /// A part from a file, under the file's name.
    #[cfg(not(target_family = "wasm"))]
    pub async fn file(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let part = Self::new(Body::file(path).await?);
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// The name that the server sees for a file.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    pub fn media_type(self, media_type: impl AsRef<str>) -> Self {
        self.header(header::CONTENT_TYPE, media_type.as_ref())
    }

    /// A header of this part alone.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(error), _) => self.fail(error.into()),
            (_, Err(_)) => self
                .fail(format!("the header `{name}` has a character that it cannot carry").into()),
        }
        self
    }

    fn fail(&mut self, error: BoxError) {
        self.failure.get_or_insert(error);
    }

    /// The boundary, the headers and the empty line that precede the part.
    fn head(&self, boundary: &str, name: &str) -> Vec<u8> {
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quote(name)
        )
        .into_bytes();
        if let Some(file) = &self.file_name {
            head.extend(format!("; filename=\"{}\"", quote(file)).into_bytes());
        }
        for (name, value) in &self.headers {
            head.extend(format!("\r\n{name}: ").into_bytes());
            head.extend(value.as_bytes());
        }
        head.extend(b"\r\n\r\n");
        head
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl<B: Into<Body>> From<B> for Part {
    fn from(body: B) -> Self {
        Self::new(body)
    }
}

impl Multipart {
    pub fn new() -> Self {
        let boundary = format!(
            "faircopy-{:016x}{:016x}",
            fastrand::u64(..),
            fastrand::u64(..)
        );
        Self {
            boundary,
            parts: Vec::new(),
            failure: None,
        }
    }

    /// A part under a name; several may have the same.
    pub fn part(&mut self, name: &str, mut part: Part) {
        if let Some(error) = part.failure.take() {
            self.failure.get_or_insert(error);
        }
        let mut head = part.head(&self.boundary, name);
        if !self.parts.is_empty() {
            head.splice(..0, *b"\r\n");
        }
        self.parts.push(Part::new(head));
        self.parts.push(part);
    }

    fn media_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    fn into_body(mut self) -> Result<Body, BoxError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let opening = if self.parts.is_empty() { "" } else { "\r\n" };
        self.parts
            .push(Part::new(format!("{opening}--{}--\r\n", self.boundary)));
        let bodies: VecDeque<_> = self.parts.into_iter().map(|part| part.body).collect();
        if let Some(whole) = bodies
            .iter()
            .map(Body::as_bytes)
            .collect::<Option<Vec<_>>>()
        {
            return Ok(whole.concat().into());
        }
        let length = bodies.iter().map(Body::length).sum();
        Ok(Body::stream(Chain(bodies), length))
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Call {
    /// A body of several parts.
    pub fn multipart(&mut self, multipart: Multipart) {
        let media_type = multipart.media_type();
        match multipart.into_body() {
            Ok(body) => self.body_of_type(&media_type, body),
            Err(error) => self.encoded("multipart/form-data", Err(error)),
        }
    }
}

/// A name in quotes, as the HTML standard escapes it.
fn quote(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('\0', "")
}

/// Bodies one after the other.
struct Chain(VecDeque<Body>);

impl Stream for Chain {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = self.0.front_mut() {
            if let Some(chunk) = std::task::ready!(Pin::new(body).poll_next(context)) {
                return Poll::Ready(Some(chunk));
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }
}
