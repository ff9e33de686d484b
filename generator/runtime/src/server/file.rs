//! A part of a request's body that is handed over as it comes.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::server::body::ReadError;
use crate::server::mark::{self, Marks};

/// A part that is read as it arrives. What is left of it when the next part is asked for is skipped.
pub struct File<'p> {
    headers: HeaderMap,
    marks: &'p mut Marks,
}

impl<'p> File<'p> {
    pub(crate) fn new(headers: HeaderMap, marks: &'p mut Marks) -> Self {
        Self { headers, marks }
    }

    /// The name that the client gives it. It is no path to write to.
    pub fn name(&self) -> Option<String> {
        mark::parameter(&self.headers, "filename")
    }

    /// The media type that the client states.
    pub fn media_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// All its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next bytes of it; nothing at its end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, ReadError>> {
        self.marks.chunk().await.transpose()
    }

    /// All of it, which is as large as the server's limit allows.
    ///
    /// # Errors
    ///
    /// When the body is larger than that, stands still for too long, or breaks off.
    pub async fn bytes(self) -> Result<Bytes, ReadError> {
        Ok(self.marks.rest().await?.into())
    }
}

impl fmt::Debug for File<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").finish_non_exhaustive()
    }
}
