//! A response with its typed body, or with one that the document does not describe.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::call::headers;
use crate::error::{Error, request_id};
use crate::platform::BoxError;

/// A response with its typed body, which it derefs to.
#[derive(Debug, Clone)]
pub struct Response<T> {
    head: Box<Head>,
    body: T,
}

/// All of a response but its typed body.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    /// The body as it came, where nothing was made of it.
    pub(crate) unread: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(head: Head, body: T) -> Self {
        Self {
            head: Box::new(head),
            body,
        }
    }

    /// The status: one that the document calls a success.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers; cookies among them are marked as sensitive.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// A header's value as a type that can be parsed from text, several lines of it joined by commas; `None` if it isn't
    /// there.
    pub fn header<H: FromStr>(&self, name: &str) -> Option<Result<H, H::Err>> {
        headers::text(&self.head.headers, name).map(|text| text.parse())
    }

    /// The server's name for the request, from the headers that usually carry it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.head.headers)
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// The body as it came, where the document describes none for the status and the server sent one
    /// nevertheless; else empty.
    pub fn unread(&self) -> &Bytes {
        &self.head.unread
    }

    /// The body without the rest.
    pub fn into_body(self) -> T {
        self.body
    }

    /// The same response with another body.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            head: self.head,
            body: change(self.body),
        }
    }
}

/// A response that the document describes without a body. Where the server sent one, it is at hand.
///
/// ```
/// use faircopy_runtime::call::response::Response;
/// use faircopy_runtime::error::Error;
///
/// fn job(response: &Response<()>) -> Result<Option<String>, Error> {
///     if response.bytes().is_empty() {
///         return Ok(None);
///     }
///     let body: serde_json::Value = response.json()?;
///     Ok(body["job"].as_str().map(str::to_owned))
/// }
/// ```
impl Response<()> {
    /// The body as it came; empty if there is none.
    pub fn bytes(&self) -> &Bytes {
        self.unread()
    }

    /// The body as text, whatever its media type.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if it is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        let text = std::str::from_utf8(&self.head.unread);
        let text = text.map_err(|error| self.unreadable(error.into()))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// The body as JSON, whatever its media type: of a generated type, `serde_json::Value`, or any that serde reads.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if it is not JSON, or of another shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(self.text()?).map_err(|error| {
            // Its own message might show data.
            let what = match error.is_data() {
                true => "it is of another shape",
                false => "it is not JSON",
            };
            let place = format!("{what} (line {}, column {})", error.line(), error.column());
            self.unreadable(place.into())
        })
    }

    fn unreadable(&self, source: BoxError) -> Error {
        Error::Decode {
            operation: self.head.operation,
            status: self.head.status,
            headers: Box::new(self.head.headers.clone()),
            pointer: "".into(),
            raw: self.head.unread.clone(),
            attempts: self.head.attempts,
            source,
        }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

/// Of what nothing was made only the length is shown: it may hold secrets, which a typed body knows to hide.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Head");
        debug
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("attempts", &self.attempts);
        if !self.unread.is_empty() {
            debug.field("unread", &format_args!("{} bytes", self.unread.len()));
        }
        debug.finish()
    }
}
