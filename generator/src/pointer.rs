//! JSON pointers: where in a document something stands.

use std::fmt;
use std::sync::Arc;

/// A JSON pointer (RFC 6901), cheap to clone and to extend.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Arc<str>);
impl Pointer {
    pub fn root() -> Self {
        Self("".into())
    }
}
impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
