//! The document to the IR.

pub mod check;
