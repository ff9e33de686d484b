//! The support code of generated crates.
//!
//! A generated crate has a copy of it as `src/generated/runtime/`: those modules that the crate uses, and those that they
//! use in turn. So they name each other from the root, `crate::json::de`, which a copy makes `crate::generated::runtime`;
//! a module's file declares and exports those below it, each in a line of its own, which a copy leaves out along with
//! what it declares; unit tests stand last and stay behind; and a feature of this package is one of the generated package
//! under the same name.
//!
//! Values:
//!
//! | modules | what they do |
//! |---|---|
//! | `json` | reads and writes them: `de`, `ser`, how to write what a type does not say (`codec`), serde (`bridge`) |
//! | `value` | types of values: numbers of any size, what may be absent or null, secrets, what is not declared |
//! | `validate` | the places and violations of what is judged, and how a value is judged |
//! | `constraint` | judges values of Rust types, a function for each keyword of JSON Schema |
//! | `check` | judges JSON data by schemas that no Rust type expresses, a function for each keyword |
//! | `pattern`, `format` | judge text, for both |
//! | `cel` | judges by rules across fields, which are expressions in CEL |
//! | `budget` | what may be spent on decoding and judging, whatever the data |
//! | `object` | a struct's properties, a row each, into its builder and its JSON code |
//!
//! Calls, from what generated code fills in to the wire and back:
//!
//! | modules | what they do |
//! |---|---|
//! | `api` | what the document says of the API and its operations, as static tables |
//! | `call` | arguments into a request: `form`, `multipart`; and a response into a typed body: `reply` |
//! | `client`, `credentials` | where requests go, and as whom |
//! | `send` | the one way in which every request is sent: `request`, `retry`, `hook`, `trace` |
//! | `transport` | what carries it: the network (`reqwest`), or a fake (`testing`) |
//! | `parameter` | values into the texts of parameters, and back, by the styles of the specification |
//! | `media` | media types and ranges of them: what a request may state, what a file's name tells |
//! | `error` | why there is no response, or none that was hoped for |
//! | `stream` | responses that are read while they arrive: `download`, `json_lines`, `sse` |
//! | `xml` | bodies in XML, by tables of how schemas are written |
//! | `page` | results that come in pages |
//! | `poll` | the states of what a call began |
//! | `blocking` | all of that without an async runtime |
//! | `server` | the other side: requests to handlers, and what those give into responses |
//! | `platform` | what differs between native targets and wasm |
//!
//! A call's type is a tuple struct of a `call::Call`, given its methods by `runtime::call::call!(ListPets)`, and by
//! `runtime::page::pages!(ListPets)` if its results come in pages, with `runtime` in scope. These methods of its are
//! taken, so a setter of a parameter must have another name: `timeout`, `attempt_timeout`, `header`, `retry`,
//! `idempotency_key`, `credentials`, `server`, `send`, `send_blocking`, `send_raw`; `pages`, `items`; `polling`.

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "client")]
pub mod blocking;
pub mod budget;
#[cfg(feature = "client")]
pub mod call;
pub mod cel;
pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod constraint;
#[cfg(feature = "client")]
pub mod credentials;
#[cfg(feature = "client")]
pub mod error;
pub mod format;
pub mod json;
#[cfg(feature = "client")]
pub mod media;
pub mod object;
#[cfg(feature = "client")]
pub mod page;
#[cfg(feature = "client")]
pub mod parameter;
pub mod pattern;
#[cfg(feature = "client")]
pub mod platform;
#[cfg(feature = "client")]
pub mod poll;
#[cfg(feature = "client")]
pub mod send;
pub mod server;
#[cfg(feature = "client")]
pub mod stream;
#[cfg(feature = "client")]
pub mod transport;
pub mod validate;
pub mod value;
#[cfg(feature = "xml")]
pub mod xml;

pub use json::codec;
pub use object::object;
pub use validate::against::ValidateAgainst;
#[cfg(feature = "time")]
pub use value::date_time::DateTime;
pub use value::number::{BigInteger, Decimal};
pub use value::patch::OrNull;
pub use value::patch::Patch;
pub use value::secret::Secret;
pub use value::unknown::Unknown;
