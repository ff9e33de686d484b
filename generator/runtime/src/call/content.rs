//! A request's body and its media type: the one that the document gives it, or one within its range.

use bytes::Bytes;
use http::{HeaderValue, header};

use crate::call::base64;
use crate::call::{Call, Parts};
use crate::media::{is_allowed, is_range, is_within};
use crate::transport::body::Body;

impl Call {
    /// A text.
    pub fn text(&mut self, media_type: &str, body: impl Into<String>) {
        let text = body.into();
        let is_ascii = text.is_ascii();
        self.0.set_body(media_type, "text/plain", text.into());
        if !is_ascii {
            self.0.state_charset();
        }
    }

    /// Bytes.
    pub fn bytes(&mut self, media_type: &str, body: impl Into<Bytes>) {
        self.body(media_type, body.into().into());
    }

    /// Bytes, or a stream of them. A stream is never sent twice.
    pub fn body(&mut self, media_type: &str, body: Body) {
        self.0
            .set_body(media_type, "application/octet-stream", body);
    }

    /// Bytes, which are sent as base64.
    pub fn base64(&mut self, media_type: &str, body: impl Into<Bytes>) {
        let text = base64::encode(&body.into());
        self.body(media_type, text.into());
    }

    /// The media type of a body of which the document names only a range.
    pub fn content_type(&mut self, media_type: &str) {
        self.0.stated_type = Some(media_type.to_owned());
    }
}

impl Parts {
    /// A body of a media type, or of a range of them: then it is of the usual one, if that is in the range, or of what
    /// the caller states.
    pub(super) fn set_body(&mut self, media_type: &str, usual: &str, body: Body) {
        let sent = match is_range(media_type) {
            false => Some(media_type),
            true => {
                let mut ranges = media_type.split(',');
                ranges.any(|range| is_within(usual, range)).then_some(usual)
            }
        };
        match sent.map(HeaderValue::from_str).transpose() {
            Ok(value) => {
                match value {
                    Some(value) => self.headers.insert(header::CONTENT_TYPE, value),
                    None => self.headers.remove(header::CONTENT_TYPE),
                };
                self.body = body;
                self.allowed_types = media_type.to_owned();
            }
            Err(error) => self.cannot_encode(error.into()),
        }
    }

    /// Says that a text is in UTF-8: what has no charset is read in whatever a server is used to.
    pub(super) fn state_charset(&mut self) {
        let Some(stated) = self.headers.get_mut(header::CONTENT_TYPE) else {
            return;
        };
        let text = String::from_utf8_lossy(stated.as_bytes()).to_ascii_lowercase();
        if text.starts_with("text/")
            && !text.contains("charset")
            && let Ok(value) = HeaderValue::from_str(&format!("{text}; charset=utf-8"))
        {
            *stated = value;
        }
    }

    /// Puts the media type that the caller states above the usual one. Refused if the document has it not, or if there
    /// is none at all.
    pub(crate) fn settle_media_type(&mut self) {
        if self.body.is_absent() {
            return;
        }
        let allowed = &self.allowed_types;
        let problem = match self.stated_type.take() {
            Some(stated) if is_allowed(&stated, allowed) => match HeaderValue::from_str(&stated) {
                Ok(value) => {
                    self.headers.insert(header::CONTENT_TYPE, value);
                    return;
                }
                Err(error) => error.into(),
            },
            Some(stated) => {
                format!("the body's media type must be `{allowed}`, not `{stated}`").into()
            }
            None if self.headers.contains_key(header::CONTENT_TYPE) => return,
            None => format!("the body's media type must be stated: one of `{allowed}`").into(),
        };
        self.cannot_encode(problem);
    }
}
