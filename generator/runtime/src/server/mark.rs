//! The marks between the parts of a body (RFC 2046), and what stands between them, as bytes that arrive.

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_DISPOSITION;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::server::body::{ReadError, Upload};
use crate::server::refusal::{Fault, Reason, Refusal};

/// How many bytes the headers of a part may have.
const HEAD: usize = 16 << 10;

/// A body in parts, up to where it has been read.
pub(crate) struct Marks {
    upload: Upload,
    /// A line end, two hyphens and the boundary.
    mark: Vec<u8>,
    /// What came and was not handed out yet. The first mark may stand at the very start, so there is a line end.
    buffer: BytesMut,
    /// Whether a part, or what comes before the first one, goes on.
    inside: bool,
    /// Whether the last mark has been seen.
    last: bool,
    over: bool,
}

impl Marks {
    pub(crate) fn new(upload: Upload, boundary: &str) -> Self {
        Self {
            upload,
            mark: [b"\r\n--", boundary.as_bytes()].concat(),
            buffer: BytesMut::from(&b"\r\n"[..]),
            inside: true,
            last: false,
            over: false,
        }
    }

    /// Leaves what is left of a part behind, and gives the headers of the next one; nothing after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<HeaderMap>, ReadError> {
        while self.chunk().await?.is_some() {}
        if self.last {
            return Ok(None);
        }
        let start = self.mark.len();
        while self.buffer.len() < start + 2 {
            self.more().await?;
        }
        if self.buffer[start..].starts_with(b"--") {
            self.last = true;
            return Ok(None);
        }
        let end = loop {
            let head = &self.buffer[start..];
            match head.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end,
                None if head.len() > HEAD => return Err(wrong("has a part with too long headers")),
                None => self.more().await?,
            }
        };
        let block = self.buffer.split_to(start + end + 4);
        self.inside = true;
        // Spaces may follow the mark in its line.
        let block = &block[start..start + end];
        let line = block.windows(2).position(|window| window == b"\r\n");
        let headers = line.map_or(&b""[..], |line| &block[line + 2..]);
        match headers_of(headers) {
            Some(headers) => Ok(Some(headers)),
            None => Err(wrong("has a part whose headers are none")),
        }
    }

    /// Whether the end has been told of.
    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    pub(crate) fn end(&mut self) {
        self.over = true;
    }

    /// The next bytes of the part; nothing at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, ReadError> {
        while self.inside {
            let found = self
                .buffer
                .windows(self.mark.len())
                .position(|window| window == self.mark);
            // What may be the start of a mark is held back.
            let sure =
                found.unwrap_or_else(|| (self.buffer.len() + 1).saturating_sub(self.mark.len()));
            match (sure, found) {
                (0, Some(_)) => self.inside = false,
                (0, None) => self.more().await?,
                _ => return Ok(Some(self.buffer.split_to(sure).freeze())),
            }
        }
        Ok(None)
    }

    /// All that is left of the part.
    pub(crate) async fn rest(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all)
    }

    async fn more(&mut self) -> Result<(), ReadError> {
        match self.upload.chunk().await {
            Some(chunk) => {
                self.buffer.extend_from_slice(&chunk?);
                Ok(())
            }
            None => Err(wrong("ends before its last part does")),
        }
    }
}

fn wrong(reason: &str) -> ReadError {
    let fault = Fault::new("body", "", reason);
    ReadError::Refused(Refusal::new(Reason::Unreadable).with_faults(vec![fault]))
}

/// Lines of headers; nothing where one is none.
fn headers_of(head: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(line[..colon].trim_ascii()).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        headers.append(name, value);
    }
    Some(headers)
}

/// The name of a part.
pub(crate) fn name(headers: &HeaderMap) -> Option<String> {
    parameter(headers, "name")
}

/// A parameter of a part's `Content-Disposition`, as the HTML standard escapes it.
pub(crate) fn parameter(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(CONTENT_DISPOSITION)?.as_bytes();
    let found = of_parameters(&String::from_utf8_lossy(value), name)?;
    Some(
        found
            .replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n"),
    )
}

/// A parameter of a header's value, after the first semicolon: a token, or a text in quotes, in which a backslash stands
/// before what is meant as it is.
pub(crate) fn of_parameters(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim_matches([' ', '\t', ';']);
        let after = after.trim_start();
        let (text, left) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (text, left) = after.split_once(';').unwrap_or((after, ""));
                (text.trim().to_owned(), left)
            }
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(text);
        }
        rest = left;
    }
}

/// A text up to its closing quote, and what follows.
fn unquoted(text: &str) -> (String, &str) {
    let mut found = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (found, &text[at + 1..]),
            // A path of Windows has backslashes that escape nothing.
            '\\' => match characters.clone().next() {
                Some((_, next @ ('"' | '\\'))) => {
                    found.push(next);
                    characters.next();
                }
                _ => found.push('\\'),
            },
            other => found.push(other),
        }
    }
    (found, "")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;

    use super::*;

    /// The bodies of the parts of a body that arrives in pieces of some size.
    async fn parts(body: &str, size: usize) -> Result<Vec<(String, String)>, ReadError> {
        let bytes: Vec<u8> = body.as_bytes().to_vec();
        let chunks: Vec<_> = bytes
            .chunks(size)
            .map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk)))
            .collect();
        let body = Body::from_stream(futures_util::stream::iter(chunks));
        let upload = Upload::new(body, 1 << 20, Duration::from_secs(1));
        let mut marks = Marks::new(upload, "b");
        let mut found = Vec::new();
        while let Some(headers) = marks.next().await? {
            let name = name(&headers).unwrap_or_default();
            let rest = marks.rest().await?;
            found.push((name, String::from_utf8_lossy(&rest).into_owned()));
        }
        Ok(found)
    }

    #[tokio::test]
    async fn parts_are_found_however_they_arrive() {
        let body = "before\r\n--b \r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n1\r\n--\r\n\r\n--b\r\n\r\n\r\n--b\r\na:b\r\n\r\n--b\r\r\n--b--after";
        for size in 1..body.len() {
            let found = parts(body, size).await.unwrap();
            let texts: Vec<_> = found.iter().map(|(_, text)| &**text).collect();
            assert_eq!(texts, ["1\r\n--\r\n", "", "--b\r"], "{size}");
            assert_eq!(found[0].0, "x");
        }
        assert_eq!(parts("--b--", 9).await.unwrap(), []);
    }

    #[tokio::test]
    async fn what_breaks_off_is_refused() {
        for body in [
            "",
            "--b",
            "--b\r\n",
            "--b\r\n\r\nx",
            "--b\r\n\r\nx\r\n--b",
            "--b\r\n:\r\n\r\n\r\n--b--",
        ] {
            assert!(parts(body, 3).await.is_err(), "{body:?}");
        }
    }

    #[test]
    fn parameters_are_read_as_they_are_quoted() {
        for (value, expected) in [
            ("form-data; name=a; filename=\"b;name=c\"", Some("a")),
            (
                "form-data; filename=\"b\\\"; name=c\"; NAME = \"d\\e\"",
                Some("d\\e"),
            ),
            ("form-data; name=\"a", Some("a")),
            ("form-data; filename", None),
            ("form-data", None),
        ] {
            assert_eq!(of_parameters(value, "name").as_deref(), expected, "{value}");
        }
    }
}
