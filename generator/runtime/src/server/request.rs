//! What a document says of an operation that is served, and a request on its way to its handler.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::request::Parts;

use crate::api::{self, SecurityScheme};
use crate::server::body::Payload;
use crate::server::parameter::Parameter;
use crate::server::read::Reader;
use crate::server::reply::Replying;
use crate::server::security::Caller;

/// An operation that is served.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub about: api::Operation,
    pub parameters: &'static [Parameter],
    /// Names in the query and the cookies that belong to no parameter: keys, and what the path itself states.
    pub reserved: &'static [&'static str],
    /// The media types that its request may have.
    pub bodies: &'static [Content],
    /// The security schemes of the document, which its requirements name by their places.
    pub schemes: &'static [SecurityScheme],
    /// The media types of its successes; none if they have no content.
    pub replies: &'static [&'static str],
}

/// A media type that a request may have.
///
/// Written with `..Content::DEFAULT`, so that a new field changes no generated line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// With parameters, or a range of them.
    pub media_type: &'static str,
    /// Whether the handler reads it as it arrives.
    pub streamed: bool,
    /// Whether the body may be missing, and none of this media type is empty: an empty one is none.
    pub absent_if_empty: bool,
}

impl Content {
    /// Anything, read whole.
    pub const DEFAULT: Self = Self {
        media_type: "*/*",
        streamed: false,
        absent_if_empty: false,
    };
}

/// The names in braces of a path, and the texts that a request has for them.
pub(crate) type Captured = Vec<(&'static str, String)>;

/// A request that is what its operation's table says.
pub struct Incoming {
    pub(crate) operation: &'static Operation,
    pub(crate) context: Context,
    pub(crate) captured: Captured,
    pub(crate) payload: Payload,
    pub(crate) replying: Replying,
}

impl Incoming {
    /// Begins to read it.
    pub fn read(self) -> Reader {
        Reader::new(self)
    }
}

/// What a handler may know of a request beside its parameters.
pub struct Context {
    pub(crate) parts: Parts,
    pub(crate) caller: Caller,
    /// Whether there is a body that the operation reads.
    pub(crate) has_body: bool,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers may hold secrets.
        f.debug_struct("Context")
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

impl Context {
    /// Who calls, as the security of the operation has found out.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// All headers of the request.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.parts.headers
    }

    /// What layers have put there.
    pub fn extensions(&self) -> &http::Extensions {
        &self.parts.extensions
    }

    /// The media type that the body came as, as the request states it.
    pub fn content_type(&self) -> Option<&str> {
        let stated = self.parts.headers.get(CONTENT_TYPE);
        let stated = stated.and_then(|stated| stated.to_str().ok());
        self.has_body.then(|| stated.unwrap_or_default())
    }
}
