//! JSON's data as documents use it: its kinds, its numbers by value, and when two values are equal.

mod equality;
mod kind;
mod number;

pub(crate) use equality::{canonical, equal};
pub(crate) use kind::in_words;
pub use kind::{Kind, Kinds};
pub use number::Bound;
