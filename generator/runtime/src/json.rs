//! JSON: text to typed values, and typed values to text.

pub mod bridge;
pub mod codec;
pub mod de;
pub mod encoded;
pub mod enumeration;
pub mod input;
pub mod number;
pub mod place;
pub mod ser;
pub mod union;

pub use de::{Decode, DecodeError, Error, Input, Result, decode, decode_as};
pub use ser::{Encode, EncodeError, Output, encode, encode_as};
