//! A request's body as `multipart/…`, whose parts may be read while they are sent.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::call::Call;
use crate::call::parameter::{self, QueryStyle, Value};
use crate::json::ser::{self, Encode};
use crate::platform::BoxError;
use crate::transport::body::Body;

/// A file to send as a part: bytes, or a stream of them, with a name and a media type.
///
/// A call with a file that is read while it is sent is never retried.
///
/// ```
/// use faircopy_runtime::call::multipart::File;
///
/// let picture = File::new(vec![0x89, 0x50]).name("rex.png").media_type("image/png");
/// ```
pub struct File {
    name: Option<String>,
    headers: HeaderMap,
    body: Body,
    failure: Option<BoxError>,
}

impl File {
    /// Bytes, a text, or a [`Body`] that is read while it is sent.
    pub fn new(content: impl Into<Body>) -> Self {
        Self {
            name: None,
            headers: HeaderMap::new(),
            body: content.into(),
            failure: None,
        }
    }

    /// A file that is read while it is sent, under its own name.
    #[cfg(not(target_family = "wasm"))]
    pub async fn open(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = Self::new(Body::file(path).await?);
        Ok(match path.file_name() {
            Some(name) => file.name(name.to_string_lossy()),
            None => file,
        })
    }

    /// The name that the server sees.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The media type; by default what the document says, or bytes.
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
        if let Some(file) = &self.name {
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

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl<B: Into<Body>> From<B> for File {
    fn from(content: B) -> Self {
        Self::new(content)
    }
}

/// The parts of a body. A first failure is kept, and is what sending the call gives.
///
/// If all parts are at hand as a whole, so is the body, and it may be retried; otherwise it is a stream.
#[derive(Debug)]
pub struct Form {
    boundary: String,
    bodies: VecDeque<Body>,
    failure: Option<BoxError>,
}

impl Form {
    pub fn new() -> Self {
        let boundary = format!("part-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Self {
            boundary,
            bodies: VecDeque::new(),
            failure: None,
        }
    }

    /// A file. Its own media type stands above `media_type`; an empty one says nothing.
    pub fn file(&mut self, name: &str, media_type: &str, file: File) {
        let named = file.headers.contains_key(header::CONTENT_TYPE);
        // A choice of several types is for whoever has the file to make.
        let media_type = match media_type.contains(['*', ',']) || media_type.is_empty() {
            true => "application/octet-stream",
            false => media_type,
        };
        self.part(
            name,
            if named {
                file
            } else {
                file.media_type(media_type)
            },
        );
    }

    /// A text, or what else has one: a number, say. Anything larger is JSON.
    pub fn text<T: Encode + ?Sized>(&mut self, name: &str, media_type: &str, value: &T) {
        match Value::of(value) {
            Ok(Value::Text(text)) => self.typed(name, media_type, text),
            Ok(Value::Null) => {}
            Ok(Value::Array(_) | Value::Object(_)) => self.json(name, media_type, value),
            Err(error) => self.fail(error),
        }
    }

    /// A list or an object in one of the styles of query parameters: as one text, or, exploded, a part an item or
    /// property. What is nested deeper than its style can say is JSON.
    pub fn styled<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: QueryStyle,
        explode: bool,
        value: &T,
    ) {
        let parts = match Value::of(value) {
            Ok(list) if list.is_nested() && style != QueryStyle::DeepObject => {
                return self.json(name, "", value);
            }
            Ok(list) => parameter::parts(name, style, explode, &list).map_err(Into::into),
            Err(error) => Err(error),
        };
        match parts {
            Ok(parts) => parts
                .into_iter()
                .for_each(|(name, text)| self.typed(&name, "", text)),
            Err(error) => self.fail(error),
        }
    }

    /// JSON.
    pub fn json<T: Encode + ?Sized>(&mut self, name: &str, media_type: &str, value: &T) {
        let media_type = if media_type.is_empty() {
            "application/json"
        } else {
            media_type
        };
        match ser::encode(value) {
            Ok(text) => self.typed(name, media_type, text),
            Err(error) => self.fail(error.into()),
        }
    }

    fn typed(&mut self, name: &str, media_type: &str, text: String) {
        let part = File::new(text);
        self.part(
            name,
            if media_type.is_empty() {
                part
            } else {
                part.media_type(media_type)
            },
        );
    }

    fn part(&mut self, name: &str, mut part: File) {
        if let Some(error) = part.failure.take() {
            self.fail(error);
        }
        let mut head = part.head(&self.boundary, name);
        if !self.bodies.is_empty() {
            head.splice(..0, *b"\r\n");
        }
        self.bodies.push_back(head.into());
        self.bodies.push_back(part.body);
    }

    fn fail(&mut self, error: BoxError) {
        self.failure.get_or_insert(error);
    }

    fn into_body(mut self) -> Result<Body, BoxError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let opening = if self.bodies.is_empty() { "" } else { "\r\n" };
        self.bodies
            .push_back(format!("{opening}--{}--\r\n", self.boundary).into());
        if let Some(whole) = self
            .bodies
            .iter()
            .map(Body::as_bytes)
            .collect::<Option<Vec<_>>>()
        {
            return Ok(whole.concat().into());
        }
        let length = self.bodies.iter().map(Body::length).sum();
        Ok(Body::boxed(Box::pin(Chain(self.bodies)), length))
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Call {
    /// A body of several parts, of a media type such as `multipart/form-data`.
    pub fn multipart(&mut self, media_type: &str, form: Form) {
        let media_type = format!("{media_type}; boundary={}", form.boundary);
        match form.into_body() {
            Ok(body) => self.body(&media_type, body),
            Err(error) => self.encoded(&media_type, Err(error)),
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
