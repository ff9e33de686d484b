//! Bodies that are base64 of bytes, as `contentEncoding` says.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

use crate::call::Call;

/// With padding when written, with or without it when read.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Call {
    /// Bytes, which are sent as base64.
    pub fn base64(&mut self, media_type: &str, body: impl Into<Bytes>) {
        let text = ENGINE.encode(body.into());
        self.body(media_type, text.into());
    }
}

/// The bytes of a text in base64, which may be broken into lines (RFC 2045).
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, base64::DecodeError> {
    let text: String = text.split_ascii_whitespace().collect();
    ENGINE.decode(text)
}
