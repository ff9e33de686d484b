//! Why a call failed: one enum over everything that can happen to it.

pub mod any;
pub mod code;
pub mod limit;
pub mod message;
pub mod problem;

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use crate::error::limit::TimeLimit;
use crate::platform::BoxError;
use crate::validate::Violations;

/// Why a call failed. `E` is what the document says of the operation's failures, by status.
///
/// `Display` says the operation, the status and the error's code. Neither it nor `Debug` shows a body as it came.
///
/// ```
/// use faircopy_runtime::error::Error;
///
/// fn advice<E>(error: &Error<E>) -> &'static str {
///     match error {
///         Error::Invalid { .. } => "nothing was sent: mend what the violations name",
///         Error::Api { .. } => "the server refused it, and `body` says why",
///         error if error.is_retryable() => "retries did not help, but later it may work",
///         _ => "something has to be looked into",
///     }
/// }
/// ```
#[non_exhaustive]
pub enum Error<E = Infallible> {
    /// The request does not meet the document's constraints. Nothing was sent.
    #[non_exhaustive]
    Invalid {
        operation: &'static str,
        violations: Box<Violations>,
    },
    /// The request cannot be put on the wire as it is. Nothing was sent.
    #[non_exhaustive]
    Encode {
        operation: &'static str,
        source: BoxError,
    },
    /// There are no credentials for what the operation needs, or none could be got. Nothing was sent.
    #[non_exhaustive]
    Credentials {
        operation: &'static str,
        source: BoxError,
    },
    /// A hook refused the attempt.
    #[non_exhaustive]
    Hook {
        operation: &'static str,
        source: BoxError,
    },
    /// No whole response came.
    #[non_exhaustive]
    Transport {
        operation: &'static str,
        /// Whether the server may have got the request, and acted on it.
        sent: bool,
        attempts: u32,
        source: BoxError,
    },
    /// A limit on time passed.
    #[non_exhaustive]
    Timeout {
        operation: &'static str,
        limit: TimeLimit,
        after: Duration,
        /// Whether the server may have got the request, and acted on it.
        sent: bool,
        attempts: u32,
    },
    /// The server answered with a failure that the document describes.
    #[non_exhaustive]
    Api {
        operation: &'static str,
        status: StatusCode,
        headers: Box<HeaderMap>,
        body: Box<E>,
        /// What the body says in words, where the document has a place for that.
        message: Option<Box<str>>,
        raw: Bytes,
        attempts: u32,
    },
    /// The server answered with a status that the document doesn't name.
    #[non_exhaustive]
    Undocumented {
        operation: &'static str,
        status: StatusCode,
        headers: Box<HeaderMap>,
        raw: Bytes,
        attempts: u32,
    },
    /// The server's answer is not what the document says it is.
    #[non_exhaustive]
    Decode {
        operation: &'static str,
        status: StatusCode,
        headers: Box<HeaderMap>,
        /// The JSON pointer of what does not fit; empty for the whole body.
        pointer: Box<str>,
        raw: Bytes,
        attempts: u32,
        source: BoxError,
    },
    /// The response's body, or a line of a stream, is larger than the client allows.
    #[non_exhaustive]
    TooLarge {
        operation: &'static str,
        status: StatusCode,
        /// In bytes.
        limit: usize,
        attempts: u32,
    },
    /// A next page that must not be fetched: one that was there before, or one on another server.
    #[non_exhaustive]
    Page {
        operation: &'static str,
        source: BoxError,
    },
    /// How far the server is with what a call began cannot be asked, or was asked often enough.
    #[non_exhaustive]
    Poll {
        operation: &'static str,
        source: BoxError,
    },
}

impl<E> Error<E> {
    /// The `operationId` of what was called; its method and path where it has none.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Invalid { operation, .. }
            | Self::Encode { operation, .. }
            | Self::Credentials { operation, .. }
            | Self::Hook { operation, .. }
            | Self::Transport { operation, .. }
            | Self::Timeout { operation, .. }
            | Self::Api { operation, .. }
            | Self::Undocumented { operation, .. }
            | Self::Decode { operation, .. }
            | Self::TooLarge { operation, .. }
            | Self::Page { operation, .. }
            | Self::Poll { operation, .. } => operation,
        }
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api { status, .. }
            | Self::Undocumented { status, .. }
            | Self::Decode { status, .. }
            | Self::TooLarge { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// What the body of the response says in words, where the document describes a text for that which may
    /// be shown. Errors end with it where they are displayed.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Api { message, .. } => message.as_deref(),
            _ => None,
        }
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api { headers, .. }
            | Self::Undocumented { headers, .. }
            | Self::Decode { headers, .. } => Some(headers),
            _ => None,
        }
    }

    /// The body of the response as it came, if there was one.
    pub fn raw(&self) -> Option<&Bytes> {
        match self {
            Self::Api { raw, .. } | Self::Undocumented { raw, .. } | Self::Decode { raw, .. } => {
                Some(raw)
            }
            _ => None,
        }
    }

    /// The server's name for the request, from the headers that usually carry it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The code in the response's body, where it has one that reads like a code: `code`, `error` or `type`.
    pub fn code(&self) -> Option<String> {
        crate::error::code::stated(self.raw()?)
    }

    /// How often the request was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Transport { attempts, .. }
            | Self::Timeout { attempts, .. }
            | Self::Api { attempts, .. }
            | Self::Undocumented { attempts, .. }
            | Self::Decode { attempts, .. }
            | Self::TooLarge { attempts, .. } => *attempts,
            _ => 0,
        }
    }

    /// The kind of failure in one word, for metrics and logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::Encode { .. } => "encode",
            Self::Credentials { .. } => "credentials",
            Self::Hook { .. } => "hook",
            Self::Transport { .. } => "transport",
            Self::Timeout { .. } => "timeout",
            Self::Api { .. } => "api",
            Self::Undocumented { .. } => "undocumented",
            Self::Decode { .. } => "decode",
            Self::TooLarge { .. } => "too_large",
            Self::Page { .. } => "page",
            Self::Poll { .. } => "poll",
        }
    }

    /// Whether a limit on time passed.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// Whether the same call may well succeed later. Says nothing of whether sending it twice does harm.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport { .. } | Self::Timeout { .. } => true,
            Self::Api { status, .. } | Self::Undocumented { status, .. } => is_transient(*status),
            _ => false,
        }
    }
}

impl Error<Infallible> {
    /// The same error as one of an operation.
    pub fn widen<E>(self) -> Error<E> {
        match self {
            Self::Invalid {
                operation,
                violations,
            } => Error::Invalid {
                operation,
                violations,
            },
            Self::Encode { operation, source } => Error::Encode { operation, source },
            Self::Credentials { operation, source } => Error::Credentials { operation, source },
            Self::Hook { operation, source } => Error::Hook { operation, source },
            Self::Transport {
                operation,
                sent,
                attempts,
                source,
            } => Error::Transport {
                operation,
                sent,
                attempts,
                source,
            },
            Self::Timeout {
                operation,
                limit,
                after,
                sent,
                attempts,
            } => Error::Timeout {
                operation,
                limit,
                after,
                sent,
                attempts,
            },
            Self::Api { body, .. } => match *body {},
            Self::Undocumented {
                operation,
                status,
                headers,
                raw,
                attempts,
            } => Error::Undocumented {
                operation,
                status,
                headers,
                raw,
                attempts,
            },
            Self::Decode {
                operation,
                status,
                headers,
                pointer,
                raw,
                attempts,
                source,
            } => Error::Decode {
                operation,
                status,
                headers,
                pointer,
                raw,
                attempts,
                source,
            },
            Self::TooLarge {
                operation,
                status,
                limit,
                attempts,
            } => Error::TooLarge {
                operation,
                status,
                limit,
                attempts,
            },
            Self::Page { operation, source } => Error::Page { operation, source },
            Self::Poll { operation, source } => Error::Poll { operation, source },
        }
    }
}

/// As derived, but of a body as it came only the length: it may hold secrets, which a typed one knows to hide.
impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.kind())
            .field("operation", &self.operation());
        if let Some(status) = self.status() {
            debug.field("status", &status);
        }
        if let Some(headers) = self.headers() {
            debug.field("headers", headers);
        }
        if let Some(raw) = self.raw() {
            debug.field("raw", &format_args!("{} bytes", raw.len()));
        }
        match self {
            Self::Invalid { violations, .. } => debug.field("violations", violations),
            Self::Encode { source, .. }
            | Self::Credentials { source, .. }
            | Self::Hook { source, .. }
            | Self::Page { source, .. }
            | Self::Poll { source, .. } => debug.field("source", source),
            Self::Transport {
                sent,
                attempts,
                source,
                ..
            } => debug
                .field("sent", sent)
                .field("attempts", attempts)
                .field("source", source),
            Self::Timeout {
                limit,
                after,
                sent,
                attempts,
                ..
            } => debug
                .field("limit", limit)
                .field("after", after)
                .field("sent", sent)
                .field("attempts", attempts),
            Self::Api { body, attempts, .. } => {
                debug.field("body", body).field("attempts", attempts)
            }
            Self::Undocumented { attempts, .. } => debug.field("attempts", attempts),
            Self::Decode {
                pointer, source, ..
            } => debug.field("pointer", pointer).field("source", source),
            Self::TooLarge { limit, .. } => debug.field("limit", limit),
        };
        debug.finish()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        match self {
            Self::Invalid { violations, .. } => write!(f, "the request is invalid: {violations}"),
            Self::Encode { source, .. } => write!(f, "the request cannot be sent: {source}"),
            Self::Credentials { source, .. } => write!(f, "no credentials: {source}"),
            Self::Hook { source, .. } => write!(f, "refused by a hook: {source}"),
            Self::Transport { sent: true, .. } => {
                f.write_str("the request may have arrived, but no whole response came")
            }
            Self::Transport { sent: false, .. } => f.write_str("the server could not be reached"),
            Self::Timeout { limit, after, .. } => write!(f, "{limit} took longer than {after:?}"),
            Self::Api {
                status,
                raw,
                message,
                ..
            } => {
                message::answered(f, *status, raw)?;
                match message {
                    Some(message) => write!(f, ": {message}"),
                    None => Ok(()),
                }
            }
            Self::Undocumented { status, raw, .. } => {
                message::answered(f, *status, raw)?;
                f.write_str(", which its document doesn't name")
            }
            Self::Decode {
                status,
                pointer,
                source,
                ..
            } => {
                write!(f, "the body of status {} cannot be read", status.as_u16())?;
                // Violations say themselves where they are.
                let text = source.to_string();
                if !text.starts_with(&**pointer) {
                    write!(f, " at {pointer}")?;
                }
                write!(f, ": {text}")
            }
            Self::TooLarge { status, limit, .. } => {
                write!(
                    f,
                    "the body of status {}, or a line of it, has more than {limit} bytes",
                    status.as_u16()
                )
            }
            Self::Page { source, .. } => write!(f, "the next page is refused: {source}"),
            Self::Poll { source, .. } => write!(f, "its states cannot be asked for: {source}"),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Encode { source, .. }
            | Self::Credentials { source, .. }
            | Self::Hook { source, .. }
            | Self::Transport { source, .. }
            | Self::Decode { source, .. }
            | Self::Page { source, .. }
            | Self::Poll { source, .. } => Some(&**source),
            Self::Invalid { violations, .. } => Some(&**violations),
            Self::Timeout { .. }
            | Self::Api { .. }
            | Self::Undocumented { .. }
            | Self::TooLarge { .. } => None,
        }
    }
}

/// Whether a status says that the same request may succeed later.
pub fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// The server's name for a request, from the headers that usually carry it.
pub fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 6] = [
        "x-request-id",
        "request-id",
        "x-correlation-id",
        "x-amzn-requestid",
        "x-ms-request-id",
        "cf-ray",
    ];
    NAMES
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}
