//! The other side of an API: requests into what handlers are called with, and what they give into responses.
//!
//! What an operation is stands in a table, [`Operation`]. One way through leads from a request to its handler, in
//! `dispatch`: the route is found, the caller is asked who it is, what it accepts and sends is compared with the table,
//! and its body is read within limits. What is left to generated code are shells: which parameters a handler takes, as
//! which types, and which replies it gives.

#![cfg(all(feature = "server", not(target_family = "wasm")))]

pub mod body;
pub mod callback;
pub mod charset;
pub mod dispatch;
pub mod file;
pub mod form;
pub mod in_memory;
pub mod mark;
pub mod mock;
pub mod multipart;
pub mod negotiate;
pub mod parameter;
pub mod part;
pub mod problem;
pub mod read;
pub mod refusal;
pub mod reply;
pub mod request;
pub mod route;
pub mod security;
pub mod stream;
pub mod text;
pub mod trace;
#[cfg(feature = "xml")]
pub mod xml;

pub use axum::Router;
pub use http::{HeaderMap, StatusCode};

pub use crate::server::body::{ReadError, Upload};
pub use crate::server::dispatch::{Route, Server};
pub use crate::server::file::File;
pub use crate::server::form::Field;
pub use crate::server::in_memory::InMemory;
pub use crate::server::multipart::Parts;
pub use crate::server::parameter::{Form, Parameter, Place};
pub use crate::server::part::{Part, PartForm};
pub use crate::server::read::Reader;
pub use crate::server::refusal::{Failure, Fault, Reason, Refusal};
pub use crate::server::reply::{Headers, Replying, Response};
pub use crate::server::request::{Content, Context, Incoming, Operation};
pub use crate::server::security::{Asked, Caller, Credential, Denied, Guard, Identity, same};
pub use crate::server::stream::{Download, Event, Items, items};
