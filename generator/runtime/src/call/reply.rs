//! A response as the server gave it into what its operation makes of it, by status and media type.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use http::header;
use http::{HeaderMap, StatusCode};

use crate::api::{Operation, ReplyBody};
use crate::budget::{self, Share};
use crate::call::Decoded;
use crate::call::base64;
use crate::call::finish::Deadline;
use crate::call::headers;
use crate::call::response::{Head, Response};
use crate::client::Limits;
use crate::error::{Error, message};
use crate::json::codec::Codec;
use crate::json::de::{self, Decode, faults};
use crate::media::{self, is_within};
use crate::parameter::read::{self, Data, Plain};
use crate::platform::BoxError;
use crate::send::request::Request;
use crate::stream::chunks::Chunks;
use crate::transport::body::Body;
use crate::validate::{At, Validate, Violations};

/// A response as the server gave it, which an operation decodes by status and media type.
pub struct Reply {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    /// The whole body; empty where the caller reads it as a stream.
    pub(crate) raw: Bytes,
    /// Whether the body was read, or given to the caller.
    pub(crate) is_read: bool,
    pub(crate) stream: Body,
    /// What gave a streamed body, if it may be sent again.
    pub(crate) request: Option<Box<Request>>,
    pub(crate) limits: Limits,
    /// Whether what is decoded must be valid.
    pub(crate) strict: bool,
    /// Whether the body was of another media type, and has been made JSON.
    pub(crate) is_made_json: bool,
    /// Until when the call may take.
    pub(crate) deadline: Option<Deadline>,
}

/// What an error about a body tells of the reply that it came with.
#[derive(Clone)]
pub(crate) struct About {
    operation: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
}

/// Why a body is not what the document says.
#[derive(Debug)]
pub struct DecodeFailure {
    pointer: String,
    source: BoxError,
}

impl Reply {
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The media type in lower case and without parameters; empty if there is none.
    pub fn media_type(&self) -> String {
        media_type(&self.headers)
    }

    /// Whether the media type is in a range: `text/plain`, `text/*`, `*/*`. A body without one is in any.
    pub fn is(&self, range: &str) -> bool {
        let found = self.media_type();
        found.is_empty() || is_within(&found, range)
    }

    /// Whether the headers are valid or need not be; `check` is called only where the client is strict.
    pub(crate) fn judge_headers(
        &self,
        check: fn(&Self, &At<'_>, &mut Violations),
    ) -> Result<(), Box<DecodeFailure>> {
        let mut violations = Violations::new();
        if self.strict {
            check(self, &At::ROOT.key("header"), &mut violations);
        }
        DecodeFailure::of_violations(violations)
    }

    /// Whether the body is left to the caller: that of a success, if the operation says so of its media type.
    pub(crate) fn is_streamed(&self) -> bool {
        let may_stream =
            || self.status.is_success() && !self.operation.bare.contains(&self.status());
        match self.operation.reply {
            ReplyBody::Buffered => false,
            ReplyBody::Streamed => may_stream(),
            ReplyBody::ByMediaType(reads) => {
                let found = self.media_type();
                let read = reads.iter().find(|read| is_within(&found, read.range));
                read.is_some_and(|read| read.streamed) && may_stream()
            }
        }
    }

    /// A header's value as a type that can be parsed from text, several lines of it joined by commas; `None` if it isn't
    /// there.
    pub fn header<H: FromStr>(&self, name: &str) -> Option<Result<H, H::Err>> {
        headers::text(&self.headers, name).map(|text| text.parse())
    }

    /// Reads the body as JSON, and hands it to `wrap`.
    pub fn json<T, O, E>(&mut self, wrap: impl FnOnce(T) -> Decoded<O, E>) -> Decoded<O, E>
    where
        T: Decode + Validate,
    {
        self.json_with(T::check, wrap)
    }

    /// Reads the body as JSON, for a failure that the document describes.
    pub fn failure<T, O, E>(&mut self, wrap: impl FnOnce(T) -> E) -> Decoded<O, E>
    where
        T: Decode + Validate,
    {
        self.json(|body| Decoded::Api(wrap(body)))
    }

    /// Reads the body as JSON, for one of several successes.
    pub fn success<T, O, E>(&mut self, wrap: impl FnOnce(T) -> O) -> Decoded<O, E>
    where
        T: Decode + Validate,
    {
        self.json(|body| Decoded::Success(wrap(body)))
    }

    /// Reads the body as JSON of a type that doesn't know its own constraints, and hands it to `wrap`.
    ///
    /// `check` is called only where the client is strict.
    pub fn json_with<T, O, E>(
        &mut self,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
        wrap: impl FnOnce(T) -> Decoded<O, E>,
    ) -> Decoded<O, E>
    where
        T: Decode,
    {
        self.is_read = true;
        match self.read_json(check) {
            Ok(value) => wrap(value),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    /// As [`json_with`](Self::json_with), read by a codec.
    pub fn json_as<C: Codec<T>, T, O, E>(
        &mut self,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
        wrap: impl FnOnce(T) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.is_read = true;
        let read = |text: &str| faults::decode_all_as::<C, T>(text);
        match self.read_json_by(read, check) {
            Ok(value) => wrap(value),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    /// Reads the body as text, and hands it to `wrap`.
    pub fn text<O, E>(&mut self, wrap: impl FnOnce(String) -> Decoded<O, E>) -> Decoded<O, E> {
        self.is_read = true;
        match self.utf8() {
            Ok(text) => wrap(text.to_owned()),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    /// Reads the body as the text of a value, by a codec, and hands it to `wrap`.
    ///
    /// `check` is called only where the client is strict.
    pub fn text_as<C: Codec<T>, T, O, E>(
        &mut self,
        plain: Plain,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
        wrap: impl FnOnce(T) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        self.is_read = true;
        let value = self.utf8().and_then(|text| {
            let read = || read::value::<C, T>(text, false, &Data::One(plain));
            self.judged(text, self.within_memory(read)?, check)
        });
        match value {
            Ok(value) => wrap(value),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    /// Reads the body as base64, and hands its bytes to `wrap`.
    pub fn base64<O, E>(&mut self, wrap: impl FnOnce(Bytes) -> Decoded<O, E>) -> Decoded<O, E> {
        self.is_read = true;
        let bytes = self
            .utf8()
            .and_then(|text| base64::decode(text).map_err(DecodeFailure::new));
        match bytes {
            Ok(bytes) => wrap(bytes.into()),
            Err(failure) => Decoded::Failed(failure),
        }
    }

    /// Hands the body to `wrap` as it is.
    pub fn bytes<O, E>(&mut self, wrap: impl FnOnce(Bytes) -> Decoded<O, E>) -> Decoded<O, E> {
        self.is_read = true;
        wrap(self.raw.clone())
    }

    /// Whether the media type is the one that is expected, if there is any.
    pub(crate) fn expect_type(&self, expected: &[&str]) -> Result<(), Box<DecodeFailure>> {
        let found = self.media_type();
        if found.is_empty() || expected.contains(&&*found) {
            return Ok(());
        }
        Err(DecodeFailure::new(format!(
            "its media type is `{found}` where `{}` was expected",
            expected[0]
        )))
    }

    /// What errors about the body tell of the reply.
    pub(crate) fn about(&self) -> About {
        let headers = self.headers.clone();
        About {
            operation: self.operation.id,
            status: self.status,
            headers,
            attempts: self.attempts,
        }
    }

    /// The body as a stream, even if it is here already; nothing the second time.
    pub(crate) fn chunks(&mut self) -> Chunks {
        let body = match self.raw.is_empty() {
            true => std::mem::take(&mut self.stream),
            false => Body::from(std::mem::take(&mut self.raw)),
        };
        Chunks::new(
            body,
            self.operation,
            self.status,
            self.attempts,
            self.limits.stall,
        )
    }

    /// The body as JSON, if there is one.
    pub(crate) fn state<T>(&mut self) -> Result<Option<T>, Box<DecodeFailure>>
    where
        T: Decode + Validate,
    {
        self.is_read = true;
        match self.raw.is_empty() {
            true => Ok(None),
            false => self.read_json(T::check).map(Some),
        }
    }

    fn read_json<T: Decode>(
        &self,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<T, Box<DecodeFailure>> {
        self.read_json_by(faults::decode_all, check)
    }

    fn read_json_by<T>(
        &self,
        read: impl FnOnce(&str) -> Result<T, de::DecodeError>,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<T, Box<DecodeFailure>> {
        let text = self.json_text()?;
        let value = self.within_memory(|| read(text))?;
        self.judged(text, value, check)
    }

    /// What reading gives, within the memory that a body may take.
    fn within_memory<T>(
        &self,
        read: impl FnOnce() -> Result<T, de::DecodeError>,
    ) -> Result<T, Box<DecodeFailure>> {
        let of_body = self.limits.response_bytes.saturating_mul(8);
        let limit = self.limits.decoded_bytes.unwrap_or(of_body);
        let deadline = self.deadline.and_then(Deadline::instant);
        let read = || budget::with_memory(limit, read);
        budget::until(deadline, read).map_err(DecodeFailure::of)
    }

    /// A value that a text is read as, if it is valid or need not be.
    fn judged<T>(
        &self,
        text: &str,
        value: T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<T, Box<DecodeFailure>> {
        if self.strict {
            let _share = Share::take(text.len());
            let mut violations = Violations::new();
            check(&value, &At::ROOT, &mut violations);
            DecodeFailure::of_violations(violations)?;
        }
        Ok(value)
    }

    fn json_text(&self) -> Result<&str, Box<DecodeFailure>> {
        let stated = self.headers.get(header::CONTENT_TYPE);
        // What nearly all say needs no closer look.
        if self.is_made_json || stated.is_none_or(|stated| stated == "application/json") {
            return self.utf8();
        }
        let found = self.media_type();
        if found.is_empty() || is_json(&found) {
            return self.utf8();
        }
        Err(DecodeFailure::new(format!(
            "its media type is `{found}` where JSON was expected"
        )))
    }

    fn utf8(&self) -> Result<&str, Box<DecodeFailure>> {
        let text = std::str::from_utf8(&self.raw).map_err(DecodeFailure::new)?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    pub(crate) fn into_response<T>(self, body: T) -> Response<T> {
        let unread = match self.is_read {
            true => Bytes::new(),
            false => self.raw,
        };
        Response::new(
            Head {
                operation: self.operation.id,
                status: self.status,
                headers: self.headers,
                attempts: self.attempts,
                unread,
            },
            body,
        )
    }

    pub(crate) fn into_api_error<E>(self, body: E) -> Error<E> {
        Error::Api {
            operation: self.operation.id,
            status: self.status,
            headers: Box::new(self.headers),
            body: Box::new(body),
            message: message::stated(&self.raw, self.operation.messages),
            raw: self.raw,
            attempts: self.attempts,
        }
    }

    pub(crate) fn into_undocumented<E>(self) -> Error<E> {
        Error::Undocumented {
            operation: self.operation.id,
            status: self.status,
            headers: Box::new(self.headers),
            raw: self.raw,
            attempts: self.attempts,
        }
    }

    pub(crate) fn into_decode_error<E>(self, failure: DecodeFailure) -> Error<E> {
        let raw = self.raw.clone();
        failure.into_error(self.about(), raw)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl DecodeFailure {
    pub(crate) fn new(source: impl Into<BoxError>) -> Box<Self> {
        Box::new(Self {
            pointer: String::new(),
            source: source.into(),
        })
    }

    pub(crate) fn into_error<E>(self, about: About, raw: Bytes) -> Error<E> {
        Error::Decode {
            operation: about.operation,
            status: about.status,
            headers: Box::new(about.headers),
            pointer: self.pointer.into(),
            raw,
            attempts: about.attempts,
            source: self.source,
        }
    }

    /// At the first of the violations, if there is one.
    fn of_violations(violations: Violations) -> Result<(), Box<Self>> {
        let Some(first) = violations.iter().next() else {
            return Ok(());
        };
        Err(Box::new(Self {
            pointer: first.pointer.clone(),
            source: violations.into(),
        }))
    }

    pub(crate) fn of(error: de::DecodeError) -> Box<Self> {
        let source = error.text().into();
        let pointer = error.pointer;
        Box::new(Self { pointer, source })
    }
}

/// `application/json`, `text/json`, and whatever ends in `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

/// The media type in lower case and without parameters; empty if there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE);
    media::essence(
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default(),
    )
    .into_owned()
}
