//! Bytes as base64 text.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::json::codec::Codec;
use crate::json::de::{self, Input, Result};
use crate::json::ser::Output;

/// Read with or without padding, written with it.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes as base64 text (RFC 4648, section 4).
pub struct Base64;

impl Codec<Vec<u8>> for Base64 {
    fn decode(input: &mut Input<'_>) -> Result<Vec<u8>> {
        de::parse(input, "base64", |text| ENGINE.decode(text).ok())
    }

    fn encode(value: &Vec<u8>, output: &mut Output) {
        output.string(&ENGINE.encode(value));
    }
}
