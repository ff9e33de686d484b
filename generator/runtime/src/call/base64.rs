//! Bodies that are base64 of bytes, as `contentEncoding` says.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// With padding when written, with or without it when read.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes as base64.
pub(crate) fn encode(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// The bytes of a text in base64, which may be broken into lines (RFC 2045).
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, base64::DecodeError> {
    let text: String = text.split_ascii_whitespace().collect();
    ENGINE.decode(text)
}
