//! What a handler gives into a response, in a media type that the client accepts, and as the document says.

use std::sync::Arc;

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::budget::Share;
use crate::json::codec::{Codec, With};
use crate::json::ser;
use crate::media;
use crate::parameter::{self, Value};
use crate::platform::BoxError;
use crate::server::negotiate::Accepted;
use crate::server::refusal::{Reason, Refusal};
use crate::server::stream::{Download, Event, Framing, Items, Nothing, Written};
use crate::validate::{At, Violations};

/// A response of a server.
pub type Response = http::Response<Body>;

/// What becomes of a request.
pub type Outcome = Result<Response, Refusal>;

/// Makes the response of a request.
#[derive(Debug, Clone)]
pub struct Replying {
    pub(crate) accepted: Arc<Accepted>,
    /// Whether replies are judged before they are sent.
    pub(crate) strict: bool,
}

/// The headers of a reply, and what cannot be one of them.
#[derive(Debug, Default)]
pub struct Headers {
    map: HeaderMap,
    problem: Option<String>,
    /// Whether they are judged before they are sent.
    strict: bool,
}

impl Headers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A header in the style `simple`.
    pub fn put<C: Codec<T>, T>(
        &mut self,
        name: &'static str,
        explode: bool,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) {
        self.judge(name, value, check);
        let value = Value::of(&With::<C, T>::new(value));
        match value.and_then(|value| parameter::header(name, explode, &value)) {
            Ok(Some(text)) => self.add(name, &text),
            Ok(None) => {}
            Err(error) => self.problem = Some(error.to_string()),
        }
    }

    /// A header that is JSON.
    pub fn json<C: Codec<T>, T>(
        &mut self,
        name: &'static str,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) {
        self.judge(name, value, check);
        match ser::encode_as::<C, T>(value) {
            Ok(text) => self.add(name, &text),
            Err(error) => self.problem = Some(error.to_string()),
        }
    }

    fn judge<T>(
        &mut self,
        name: &str,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) {
        if !self.strict {
            return;
        }
        let _share = Share::take(0);
        let mut out = Violations::new();
        check(value, &At::ROOT, &mut out);
        if !out.is_empty() {
            self.problem = Some(format!("the header `{name}` breaks its schema: {out}"));
        }
    }

    /// A header by its text, once more where there is one.
    pub fn add(&mut self, name: &'static str, text: &str) {
        let value = HeaderValue::from_bytes(text.as_bytes());
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Ok(value)) => {
                self.map.append(name, value);
            }
            _ => self.problem = Some(format!("the header `{name}` has a text that none can have")),
        }
    }
}

impl Replying {
    /// Headers, of which there are none yet.
    pub fn headers(&self) -> Headers {
        Headers {
            strict: self.strict,
            ..Headers::default()
        }
    }

    /// A reply without content.
    pub fn empty(self, status: StatusCode, headers: Headers) -> Outcome {
        respond(status, headers, None, Body::empty())
    }

    /// A reply that is JSON, in one of some media types.
    pub fn json<C: Codec<T>, T>(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Outcome {
        self.whole(
            status,
            headers,
            media_types,
            "application/json",
            value,
            check,
            |value| Ok(ser::encode_as::<C, T>(value)?.into_bytes()),
        )
    }

    /// A reply that is written whole, in one of some media types or the usual one.
    #[allow(
        clippy::too_many_arguments,
        reason = "each kind of content adds how it is written"
    )]
    pub(crate) fn whole<T>(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        usual: &str,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
        write: impl FnOnce(&T) -> Result<Vec<u8>, BoxError>,
    ) -> Outcome {
        self.judge(value, check)?;
        let bytes = write(value).map_err(broken)?;
        let media_type = self.media_type(media_types, usual);
        respond(status, headers, Some(&media_type), Body::from(bytes))
    }

    /// A reply that is the text of a value.
    pub fn text<C: Codec<T>, T>(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Outcome {
        self.judge(value, check)?;
        let value = Value::of(&With::<C, T>::new(value)).map_err(broken)?;
        let text = value.text().unwrap_or_default().to_owned();
        let media_type = self.media_type(media_types, "text/plain");
        respond(status, headers, Some(&media_type), Body::from(text))
    }

    /// A reply of bytes.
    pub fn download(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        download: Download,
    ) -> Outcome {
        let media_type = match download.media_type {
            Some(stated) => stated,
            None => self.media_type(media_types, "application/octet-stream"),
        };
        // Whoever gives bytes of a range has to say which they are: nothing else knows.
        let all = media_types.join(",");
        if self.strict && !all.is_empty() && !media::is_allowed(&media_type, &all) {
            return Err(broken(format!(
                "a reply of `{all}` is said to be `{media_type}`"
            )));
        }
        respond(status, headers, Some(&media_type), download.body)
    }

    /// A reply of bytes that travel as base64.
    pub fn base64(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        bytes: &Bytes,
    ) -> Outcome {
        let media_type = self.media_type(media_types, "application/octet-stream");
        let text = STANDARD.encode(bytes);
        respond(status, headers, Some(&media_type), Body::from(text))
    }

    /// A reply of JSON values, one after the other.
    pub fn json_lines<C: Codec<T> + 'static, T: 'static>(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        items: Items<T>,
    ) -> Outcome {
        let media_type = self.media_type(media_types, "application/jsonl");
        let framing = match media_type.contains("json-seq") {
            true => Framing::Sequence,
            false => Framing::Lines,
        };
        let lines = Written::<C, T, T>::lines(items, framing);
        respond(status, headers, Some(&media_type), Body::from_stream(lines))
    }

    /// A reply of events, whose data is JSON, or a text as it is.
    pub fn events<C: Codec<T> + 'static, T: 'static>(
        self,
        status: StatusCode,
        headers: Headers,
        media_types: &[&str],
        events: Items<Event<T>>,
        text: bool,
    ) -> Outcome {
        let media_type = self.media_type(media_types, "text/event-stream");
        let events = Written::<C, Event<T>, T>::events(events, text);
        respond(
            status,
            headers,
            Some(&media_type),
            Body::from_stream(events),
        )
    }

    /// The status of a reply, if it is one of those that the document has for it.
    ///
    /// # Errors
    ///
    /// When it is another one.
    pub fn status(&self, status: u16, first: u16, last: u16) -> Result<StatusCode, Refusal> {
        let known = StatusCode::from_u16(status).ok();
        let known = known.filter(|_| (first..=last).contains(&status));
        known.ok_or_else(|| {
            broken(format!(
                "a reply of {first} to {last} has the status {status}"
            ))
        })
    }

    /// The place of the list that has the media type that is wanted most.
    pub fn wanted(&self, lists: &[&[&str]]) -> usize {
        let all: Vec<_> = lists.concat();
        let chosen = self.accepted.choose(&all).unwrap_or(0);
        let chosen = all.get(chosen).copied().unwrap_or_default();
        let found = lists.iter().position(|list| list.contains(&chosen));
        found.unwrap_or(0)
    }

    fn judge<T>(
        &self,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<(), Refusal> {
        if !self.strict {
            return Ok(());
        }
        let _share = Share::take(0);
        let mut out = Violations::new();
        check(value, &At::ROOT, &mut out);
        match out.is_empty() {
            true => Ok(()),
            false => Err(broken(format!("a reply breaks its schema: {out}"))),
        }
    }

    /// The media type that is sent: of those that the document has the one that is wanted most.
    fn media_type(&self, media_types: &[&str], usual: &str) -> String {
        // Of one there is nothing to choose.
        let chosen = match media_types {
            [one] => one,
            _ => {
                let chosen = self.accepted.choose(media_types).unwrap_or(0);
                media_types.get(chosen).copied().unwrap_or(usual)
            }
        };
        match chosen.contains('*') {
            false => chosen.to_owned(),
            true => self
                .accepted
                .concrete(chosen)
                .unwrap_or_else(|| usual.to_owned()),
        }
    }
}

fn respond(status: StatusCode, headers: Headers, media_type: Option<&str>, body: Body) -> Outcome {
    if let Some(problem) = headers.problem {
        return Err(broken(problem));
    }
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers.map;
    if is_without_content(status) {
        *response.body_mut() = without_length(status);
        return Ok(response);
    }
    if let Some(media_type) = media_type {
        let media_type = HeaderValue::from_str(media_type).map_err(broken)?;
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media_type);
    }
    Ok(response)
}

/// Whether a status says that there is no content, whatever a range of statuses is described with.
fn is_without_content(status: StatusCode) -> bool {
    let without = [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ];
    status.is_informational() || without.contains(&status)
}

/// A body without bytes, whose length is only known where it is to be told: that of 304 would be that of 200.
fn without_length(status: StatusCode) -> Body {
    match status {
        StatusCode::RESET_CONTENT => Body::empty(),
        _ => Body::from_stream(Nothing),
    }
}

/// The refusal of a reply that cannot be sent.
fn broken(why: impl Into<crate::platform::BoxError>) -> Refusal {
    Refusal::new(Reason::Failed).with_source(why)
}
