//! The support code of generated crates.
//!
//! Its modules are copied into a generated crate as `src/generated/runtime/<module>.rs`: those that the crate uses, and
//! those that they use in turn. So they name each other by `super::` only, hold no tests, and a feature of this package
//! is one of the generated package under the same name.
//!
//! A module uses what stands in its row, and may be copied where that is copied too. "On native" means
//! `cfg(not(target_family = "wasm"))`.
//!
//! | module | modules that it uses | crates |
//! |---|---|---|
//! | `api` | | |
//! | `body` | `platform` | `bytes`, `futures-core` |
//! | `call` | `api`, `body`, `client`, `credentials`, `error`, `parameter`, `platform`, `reply`, `retry`, `send`, `server`, `validate` | `bytes`, `http`, `serde`, `serde_json` |
//! | `client` | `api`, `call`, `credentials`, `hook`, `reqwest_transport`, `retry`, `server`, `transport` | `http` |
//! | `credentials` | `api`, `parameter`, `platform`, `secret`, `transport` | `base64`, `http` |
//! | `error` | `platform`, `validate` | `bytes`, `http`, `serde_json` |
//! | `hook` | `api`, `platform` | `http` |
//! | `parameter` | `parameter_value` | `percent-encoding` |
//! | `parameter_value` | | `serde` |
//! | `platform` | | `futures-core`; on native `tokio`; on wasm `gloo-timers`, `web-time` |
//! | `reply` | `api`, `body`, `call`, `de`, `error`, `platform`, `validate` | `bytes`, `http`, `serde` |
//! | `reqwest_transport` | `body`, `platform`, `transport` | `bytes`, `futures-core`, `http`, `reqwest`; on native `http-body`; with feature `rustls` `rustls`, `rustls-platform-verifier` |
//! | `retry` | | `fastrand`, `http`, `httpdate` |
//! | `send` | `api`, `body`, `call`, `client`, `credentials`, `error`, `hook`, `platform`, `reply`, `retry`, `server` | `bytes`, `http` |
//! | `server` | `api` | `http` |
//! | `transport` | `body`, `platform` | `http` |
//!
//! A call's type is a tuple struct of a `call::Call`, given its methods by `runtime::call::call!(ListPets)` with `runtime`
//! in scope. These methods of its are taken, so a setter of a parameter must have another name: `timeout`,
//! `attempt_timeout`, `header`, `retry`, `idempotency_key`, `credentials`, `server`, `send`, `send_raw`.

pub mod api;
pub mod arguments;
pub mod blocking;
pub mod body;
pub mod bridge;
pub mod builder;
pub mod call;
pub mod check;
pub mod check_decimal;
pub mod chunks;
pub mod client;
pub mod codec;
pub mod codec_base64;
pub mod codec_time;
pub mod codec_uuid;
pub mod credentials;
pub mod data;
pub mod de;
pub mod decimal;
pub mod download;
pub mod encoded;
pub mod environment;
pub mod error;
pub mod form;
pub mod hook;
pub mod input;
pub mod json_lines;
pub mod lines;
pub mod link;
pub mod literal;
pub mod multipart;
pub mod number;
pub mod oauth2;
pub mod page;
pub mod parameter;
pub mod parameter_value;
pub mod patch;
pub mod pattern;
pub mod pattern_backtracking;
pub mod pattern_regex;
pub mod place;
pub mod platform;
pub mod reply;
pub mod request;
pub mod reqwest_transport;
pub mod retry;
pub mod secret;
pub mod send;
pub mod ser;
pub mod server;
pub mod sse;
pub mod sse_parser;
pub mod testing;
pub mod trace;
pub mod transport;
pub mod union;
pub mod unknown;
pub mod validate;

pub use number::{BigInteger, Decimal};
pub use patch::Patch;
pub use secret::Secret;
pub use unknown::Unknown;
