//! Bytes as base64 text.

use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::json::codec::Codec;
use crate::json::de::{self, Input, Result};
use crate::json::ser::Output;

/// Bytes as base64 text (RFC 4648, section 4), read with or without padding, written with it.
pub struct Base64;

/// Bytes as base64 text that is safe in a URL (RFC 4648, section 5), read with or without padding,
/// written without it.
pub struct Base64Url;

const STANDARD_ENGINE: GeneralPurpose = engine(&STANDARD, true);
const URL_SAFE_ENGINE: GeneralPurpose = engine(&URL_SAFE, false);

const fn engine(alphabet: &Alphabet, writes_padding: bool) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_encode_padding(writes_padding);
    GeneralPurpose::new(alphabet, config)
}

impl Codec<Vec<u8>> for Base64 {
    fn decode(input: &mut Input<'_>) -> Result<Vec<u8>> {
        de::parse(input, "base64", |text| STANDARD_ENGINE.decode(text).ok())
    }

    fn encode(value: &Vec<u8>, output: &mut Output) {
        output.string(&STANDARD_ENGINE.encode(value));
    }
}

impl Codec<Vec<u8>> for Base64Url {
    fn decode(input: &mut Input<'_>) -> Result<Vec<u8>> {
        de::parse(input, "base64url", |text| URL_SAFE_ENGINE.decode(text).ok())
    }

    fn encode(value: &Vec<u8>, output: &mut Output) {
        output.string(&URL_SAFE_ENGINE.encode(value));
    }
}
