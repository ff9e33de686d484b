//! The client of `rows.yaml`, and of the product of places, encodings and kinds of data that the
//! build script makes of `build/product.rs`.

#![allow(unused_imports, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));

pub use generated::*;

#[path = "../build/product.rs"]
pub mod product;

/// The calls of the product, each with one value.
pub mod calls {
    use crate::generated::*;
    use faircopy_runtime::call::SendingRaw;
    use faircopy_runtime::json::de::Decode;

    /// A value of the type that is asked for.
    fn value<T: Decode>(json: &str) -> T {
        match faircopy_runtime::json::de::decode(json) {
            Ok(value) => value,
            Err(error) => panic!("{json}: {error}"),
        }
    }

    include!(concat!(env!("OUT_DIR"), "/calls.rs"));
}

/// What the generator said of the document.
pub const COMPLAINTS: &str = include_str!(concat!(env!("OUT_DIR"), "/complaints.txt"));
