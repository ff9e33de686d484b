//! A request's body and its media type: the one that the document gives it, or one within its range.

use bytes::Bytes;
use http::{HeaderValue, header};

use crate::call::base64;
use crate::call::{Call, Parts};
use crate::media::{is_allowed, is_within};
use crate::transport::body::Body;

impl Call {
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
        let sent = match media_type.contains('*') {
            false => Some(media_type),
            true => Some(usual).filter(|usual| is_within(usual, media_type)),
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
