//! `faircopy diff`: what it finds, what it makes of it, and how it says so.

mod bounds;
mod family;
mod formats;
mod headers;
mod history;
mod laws;
mod mutation;
mod names;
mod oracle;
mod report;
mod support;
