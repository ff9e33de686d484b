//! The client and the server of `serve.yaml`, and what carries requests from the one to the other in memory.

#![allow(unused_imports, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));

pub use generated::*;

use tower_service::Service as _;

/// What the generator said of the document.
pub const COMPLAINTS: &str = include_str!(concat!(env!("OUT_DIR"), "/complaints.txt"));

/// Carries requests to a router.
#[derive(Clone)]
pub struct InMemory(pub axum::Router);

impl Transport for InMemory {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let mut router = self.0.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            // As a connection would have it.
            let path = parts.uri.path_and_query().cloned();
            parts.uri = http::Uri::from(path.ok_or_else(|| TransportError::unsent("no path"))?);
            let body = match body.into_bytes() {
                Ok(bytes) => axum::body::Body::from(bytes),
                Err(stream) => axum::body::Body::from_stream(stream),
            };
            let request = http::Request::from_parts(parts, body);
            let response = router.call(request).await;
            let response = response.map_err(TransportError::sent)?;
            let (parts, body) = response.into_parts();
            let body = Body::stream(body.into_data_stream(), None);
            Ok(http::Response::from_parts(parts, body))
        })
    }
}

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
