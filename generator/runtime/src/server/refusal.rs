//! Why a request gets no reply of its operation's, and what the client is told of it.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::json::de::DecodeError;
use crate::platform::BoxError;
use crate::server::body::ReadError;
use crate::validate::{Violation, Violations};

/// Why a request was refused. It holds no secret that the request has.
#[derive(Debug)]
pub struct Refusal(Box<Parts>);

#[derive(Debug)]
struct Parts {
    reason: Reason,
    faults: Vec<Fault>,
    omitted: usize,
    headers: HeaderMap,
    source: Option<BoxError>,
    is_unread: bool,
}

/// The kinds of refusals, each with a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A parameter or the body could not be read: 400.
    Unreadable,
    /// Who calls has not shown who it is: 401, with the challenge.
    Unauthorized,
    /// Who calls may not do this: 403.
    Forbidden,
    /// There is no such path: 404.
    NotFound,
    /// The path has other methods: 405, with `Allow`.
    MethodNotAllowed,
    /// None of the media types that there are is accepted: 406.
    NotAcceptable,
    /// The body took too long to arrive: 408.
    Timeout,
    /// The body has more bytes than allowed: 413.
    TooLarge,
    /// The body has a media type that is not documented: 415, with `Accept`.
    UnsupportedMediaType,
    /// What was sent breaks what the document states: 422.
    Invalid,
    /// There are more headers than allowed: 431.
    TooManyHeaders,
    /// The handler failed, or gave a reply that is not documented: 500.
    Failed,
    /// The operation has something that is not served yet: 501.
    NotImplemented,
}

impl Reason {
    /// Its status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyHeaders => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
        }
    }
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// `path`, `query`, `header`, `cookie` or `body`.
    pub place: &'static str,
    /// The parameter's name; empty for the body.
    pub name: String,
    /// The place within the parameter or the body, as a JSON pointer.
    pub pointer: String,
    /// The keyword that is broken; none where the text could not be read.
    pub keyword: Option<&'static str>,
    /// What is wrong, in words.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(place: &'static str, name: &str, detail: impl Into<String>) -> Self {
        Self {
            place,
            name: name.to_owned(),
            pointer: String::new(),
            keyword: None,
            detail: detail.into(),
        }
    }

    /// The same at a property of the body.
    pub(crate) fn of_field(name: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: format!("/{}", name.replace('~', "~0").replace('/', "~1")),
            ..Self::new("body", "", detail)
        }
    }

    /// Whether another one is at the same place or within it.
    pub(crate) fn is_around(&self, other: &Self) -> bool {
        let rest = other.pointer.strip_prefix(&self.pointer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub(crate) fn of_shape(place: &'static str, name: &str, error: &DecodeError) -> Self {
        Self {
            pointer: error.pointer.clone(),
            ..Self::new(place, name, error.message.clone())
        }
    }

    /// All that an error tells of.
    pub(crate) fn of_shapes(place: &'static str, name: &str, error: &DecodeError) -> Vec<Self> {
        let shapes = error.all().map(|error| Self::of_shape(place, name, error));
        let violations = error.violations().iter();
        let violations = violations.map(|violation| Self::of_violation(place, name, violation));
        shapes.chain(violations).collect()
    }

    fn of_violation(place: &'static str, name: &str, violation: &Violation) -> Self {
        let text = violation.to_string();
        let detail = text
            .strip_prefix(&violation.pointer)
            .map_or(&*text, |rest| rest.trim_start_matches(": "));
        Self {
            pointer: violation.pointer.clone(),
            keyword: Some(violation.keyword),
            ..Self::new(place, name, detail)
        }
    }

    pub(crate) fn of_violations(
        place: &'static str,
        name: &str,
        violations: &Violations,
    ) -> Vec<Self> {
        let violations = violations.iter();
        violations
            .map(|violation| Self::of_violation(place, name, violation))
            .collect()
    }
}

impl Refusal {
    /// How many faults one tells of at most.
    pub const FAULTS: usize = 100;

    /// A refusal of a kind.
    pub fn new(reason: Reason) -> Self {
        Self(Box::new(Parts {
            reason,
            faults: Vec::new(),
            omitted: 0,
            headers: HeaderMap::new(),
            source: None,
            is_unread: false,
        }))
    }

    /// The same, of a request that no handler has seen: it may be meant for another.
    pub(crate) fn unread(mut self) -> Self {
        self.0.is_unread = true;
        self
    }

    pub(crate) fn is_unread(&self) -> bool {
        self.0.is_unread
    }

    pub(crate) fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.0.faults = faults;
        self
    }

    pub(crate) fn with_omitted(mut self, omitted: usize) -> Self {
        self.0.omitted = omitted;
        self
    }

    /// What went wrong on this side. The client is told nothing of it.
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// A header; one that could not be a header is left out.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.append(name, value);
        }
        self
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.0.reason.status()
    }

    /// All that is wrong with the request, up to [`Self::FAULTS`] of it.
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// How much else is wrong, of which only the number is told.
    pub fn omitted(&self) -> usize {
        self.0.omitted
    }

    /// The headers that belong to it: `Allow`, `WWW-Authenticate`, `Accept`.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// What went wrong on this side, which is for logs and no client.
    pub fn source(&self) -> Option<&BoxError> {
        self.0.source.as_ref()
    }
}

/// That a handler could not do what it was asked for: 500, of which the client is told nothing.
///
/// Any error becomes one by `?`. That a body could not be read to its end is told to the client.
pub struct Failure(BoxError);

impl Failure {
    /// A failure with a text for the log.
    pub fn new(text: impl Into<BoxError>) -> Self {
        Self(text.into())
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A handler may refuse a request as the server does.
impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(Box::new(Refused(refusal)))
    }
}

/// A refusal on its way through a failure.
#[derive(Debug)]
struct Refused(Refusal);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with {}", self.0.status())
    }
}

impl std::error::Error for Refused {}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        let source = match failure.0.downcast::<Refused>() {
            Ok(refused) => return refused.0,
            Err(source) => source,
        };
        // That a body could not be read to its end is the client's doing.
        match source.downcast::<ReadError>() {
            Ok(error) => Self::from(*error),
            Err(source) => Self::new(Reason::Failed).with_source(source),
        }
    }
}
