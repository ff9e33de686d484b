//! Any bytes, decoded as generated types: nothing panics, and what is read is written and read
//! again as the same value, with the same verdict.

#![no_main]

use faircopy_fuzz::generated::runtime::json::de::{self, Decode};
use faircopy_fuzz::generated::runtime::json::ser::{self, Encode};
use faircopy_fuzz::generated::{Everything, Judged, Loose, Node, Pair, Shape, Validate, Words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    round_trip::<Everything>(bytes);
    round_trip::<Shape>(bytes);
    round_trip::<Loose>(bytes);
    round_trip::<Pair>(bytes);
    round_trip::<Node>(bytes);
    round_trip::<Words>(bytes);
    round_trip::<Judged>(bytes);
});

fn round_trip<T: Decode + Encode + Validate + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let value = match de::decode_slice::<T>(bytes) {
        Ok(value) => value,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let verdict = value.validate().map_err(|violations| violations.to_string());
    let text = match ser::encode(&value) {
        Ok(text) => text,
        Err(error) => panic!("{value:?} was read and can't be written: {error}"),
    };
    let again = match de::decode::<T>(&text) {
        Ok(again) => again,
        Err(error) => panic!("{text} was written and can't be read: {error}"),
    };
    assert_eq!(again, value, "by way of {text}");
    let verdict_again = again.validate().map_err(|violations| violations.to_string());
    assert_eq!(verdict_again, verdict, "by way of {text}");
}
