//! Generated calls on raw bytes: what they send, and what they make of what comes back.

// The modules share what they need; nothing here is seen from outside.
#![allow(unreachable_pub)]

mod headers;
mod product;
mod rows;
mod transport;
