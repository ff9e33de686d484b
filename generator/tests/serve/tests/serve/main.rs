//! Generated calls against the generated server: each sees what the other gave, by value.

// The modules share what they need; nothing here is seen from outside.
#![allow(unreachable_pub)]

mod bodies;
mod called;
mod edges;
mod mock;
mod mutations;
mod parts;
mod product;
mod refusals;
mod security;
mod service;
mod sockets;
mod things;
