//! UUIDs, in the form with hyphens that RFC 9562 gives.

use uuid::Uuid;

use crate::json::de::{self, Decode, Input, Result};
use crate::json::ser::{Encode, Output};

crate::validate::unchecked! { uuid::Uuid }

impl Decode for Uuid {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        // The crate also reads forms without hyphens, in braces, and as a URN.
        de::parse(input, "a UUID", |text| {
            if text.len() == 36 {
                Self::try_parse(text).ok()
            } else {
                None
            }
        })
    }
}

impl Encode for Uuid {
    fn encode(&self, output: &mut Output) {
        output.display(format_args!("\"{self}\""));
    }
}
