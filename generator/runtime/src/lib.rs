//! The support code of generated crates.
//!
//! Its modules are copied into a generated crate as `src/generated/runtime/<module>.rs`: those that the crate uses, and
//! those that they use in turn. So they name each other by `super::` only, unit tests stand last and stay behind, and
//! a feature of this package is one of the generated package under the same name.
//!
//! Values: `validate` and `check` judge them; `de`, `ser`, `codec` and their like read and write them as JSON.
//!
//! Calls, from what generated code fills in to the wire and back:
//!
//! | modules | what they do |
//! |---|---|
//! | `api` | what the document says of the API and its operations, as static tables |
//! | `call`, `call_methods`, `arguments`, `parameter`, `form`, `multipart`, `body` | arguments into a request |
//! | `client`, `server`, `credentials`, `oauth2`, `environment` | where requests go, and as whom |
//! | `send`, `request`, `retry`, `hook`, `trace` | the one way in which every request is sent |
//! | `transport`, `reqwest_transport`, `platform`, `testing` | what carries it: the network, or a fake |
//! | `reply`, `error` | a response as a typed body, or why there is none |
//! | `download`, `json_lines`, `sse`, `chunks`, `lines` | responses that are read while they arrive |
//! | `page`, `link` | results that come in pages |
//! | `blocking` | all of that without an async runtime |
//!
//! A call's type is a tuple struct of a `call::Call`, given its methods by `runtime::call::call!(ListPets)`, and by
//! `runtime::page::pages!(ListPets)` if its results come in pages, with `runtime` in scope. These methods of its are
//! taken, so a setter of a parameter must have another name: `timeout`, `attempt_timeout`, `header`, `retry`,
//! `idempotency_key`, `credentials`, `server`, `send`, `send_blocking`, `send_raw`; `pages`, `items`.

pub mod against;
pub mod api;
pub mod arguments;
pub mod blocking;
pub mod body;
pub mod bridge;
pub mod builder;
pub mod call;
pub mod call_methods;
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
pub mod data_seen;
pub mod de;
pub mod de_values;
pub mod decimal;
pub mod download;
pub mod encoded;
pub mod environment;
pub mod error;
pub mod form;
pub mod formats;
pub mod formats_hostname;
pub mod formats_regex;
pub mod formats_uri;
pub mod hook;
pub mod input;
pub mod input_error;
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
pub mod rules;
pub mod rules_time;
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
pub mod violation_serialize;

pub use against::ValidateAgainst;
pub use number::{BigInteger, Decimal};
pub use patch::Patch;
pub use secret::Secret;
pub use unknown::Unknown;
