//! The client and the server of `serve.yaml`, and the calls of the product.

#![allow(unused_imports, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));

pub use generated::*;

/// What the generator said of the document.
pub const COMPLAINTS: &str = include_str!(concat!(env!("OUT_DIR"), "/complaints.txt"));

#[path = "../../wire/build/product.rs"]
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

/// What serves the product.
pub mod serving {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use crate::generated::server::{Failure, product};
    use faircopy_runtime::json::ser::{self, Encode};

    /// Remembers the values that it got last, as JSON.
    #[derive(Clone, Default)]
    pub struct Product(pub Arc<Mutex<BTreeMap<String, serde_json::Value>>>);

    impl Product {
        fn see<T: Encode>(&self, name: &str, value: &T) {
            let json = ser::encode(value).unwrap_or_default();
            let value = serde_json::from_str(&json).unwrap_or_default();
            if let Ok(mut seen) = self.0.lock() {
                seen.insert(name.to_owned(), value);
            }
        }

        fn see_all<T: Encode>(&self, body: &T) {
            let json = ser::encode(body).unwrap_or_default();
            if let Ok(mut seen) = self.0.lock() {
                *seen = serde_json::from_str(&json).unwrap_or_default();
            }
        }
    }

    include!(concat!(env!("OUT_DIR"), "/product.rs"));
}
