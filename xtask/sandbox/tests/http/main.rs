//! The source document's rules, each through the generated client against the sandbox over HTTP.

mod access;
mod change;
mod constraint;
mod expiry;
mod fault;
mod harness;
mod secret;
mod state;
