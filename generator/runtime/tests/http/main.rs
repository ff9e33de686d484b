//! The client against real sockets: what goes over the wire, and what comes of it.

// The modules share what they need; nothing here is seen from outside.
#![allow(unreachable_pub)]

mod bare;
mod blocking;
mod calls;
mod credentials;
mod decoding;
mod fake;
mod faults;
mod hooks;
mod login;
mod middleware;
mod oauth2;
mod paging;
mod pets;
mod polling;
mod retries;
mod server;
mod streams;
mod styles;
mod tls;
mod uploads;
mod wire;
