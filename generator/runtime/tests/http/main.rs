//! The client against real sockets: what goes over the wire, and what comes of it.

// The modules share what they need; nothing here is seen from outside.
#![allow(unreachable_pub)]

mod calls;
mod pets;
mod server;
