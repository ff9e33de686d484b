//! The errors of all operations as one, whatever the document says of their bodies.

use std::any::Any;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::error::Error;
use crate::error::problem::Problem;

/// What all errors of calls tell, whatever the operation: so a program can handle them in one place.
///
/// Every [`Error`] becomes a `Box<dyn AnyError>` by `?`.
///
/// ```
/// use faircopy_runtime::error::any::AnyError;
///
/// fn advice(error: &dyn AnyError) -> String {
///     let id = error.request_id().unwrap_or("none");
///     match error.status().map(|status| status.as_u16()) {
///         Some(401) => "log in again".to_owned(),
///         Some(_) => format!("{error}; the server calls the request {id}"),
///         None if error.is_retryable() => "try again later".to_owned(),
///         None => error.to_string(),
///     }
/// }
/// ```
pub trait AnyError: std::error::Error + Send + Sync + 'static {
    /// The `operationId` of what was called; its method and path where it has none.
    fn operation(&self) -> &'static str;
    /// The kind of failure in one word, for metrics and logs.
    fn kind(&self) -> &'static str;
    /// The status of the response, if there was one.
    fn status(&self) -> Option<StatusCode>;
    /// The headers of the response, if there was one.
    fn headers(&self) -> Option<&HeaderMap>;
    /// The server's name for the request, from the headers that usually carry it.
    fn request_id(&self) -> Option<&str>;
    /// What the body of the response says in words, where the document describes a text for that.
    fn message(&self) -> Option<&str>;
    /// The code in the response's body, where it has one that reads like a code.
    fn code(&self) -> Option<String>;
    /// The problem that the response's body states, by RFC 9457.
    fn problem(&self) -> Option<Problem>;
    /// The body of the response as it came, if there was one.
    fn raw(&self) -> Option<&Bytes>;
    /// The failure that the document describes, which is of the operation's error type.
    fn body(&self) -> Option<&(dyn Any + Send + Sync)>;
    /// How often the request was sent; 0 if it never was.
    fn attempts(&self) -> u32;
    /// Whether a limit on time passed.
    fn is_timeout(&self) -> bool;
    /// Whether the same call may well succeed later. Says nothing of whether sending it twice does harm.
    fn is_retryable(&self) -> bool;
}

/// Hands each question on to the error's own method.
macro_rules! own {
    ($($name:ident: $ty:ty;)*) => {
        $(fn $name(&self) -> $ty {
            Self::$name(self)
        })*
    };
}

impl<E: fmt::Debug + Send + Sync + 'static> AnyError for Error<E> {
    own! {
        operation: &'static str;
        kind: &'static str;
        status: Option<StatusCode>;
        headers: Option<&HeaderMap>;
        request_id: Option<&str>;
        message: Option<&str>;
        code: Option<String>;
        problem: Option<Problem>;
        raw: Option<&Bytes>;
        attempts: u32;
        is_timeout: bool;
        is_retryable: bool;
    }

    fn body(&self) -> Option<&(dyn Any + Send + Sync)> {
        match self {
            Self::Api { body, .. } => Some(&**body),
            _ => None,
        }
    }
}

impl<E: fmt::Debug + Send + Sync + 'static> From<Error<E>> for Box<dyn AnyError> {
    fn from(error: Error<E>) -> Self {
        Box::new(error)
    }
}
