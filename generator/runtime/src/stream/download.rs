//! A response's body as a download, read while it arrives.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header;

use crate::call::Decoded;
use crate::call::reply::Reply;
use crate::error::Error;
use crate::stream::chunks::Chunks;

/// A body that is read while it arrives: as a stream of chunks, to a writer, or as a whole.
///
/// A chunk that is longer in coming than the client's `stall_timeout` ends it with [`Error::Timeout`].
pub struct Download {
    chunks: Chunks,
    length: Option<u64>,
    media_type: String,
    file_name: Option<String>,
}

impl Download {
    /// The length in bytes, if the server told it.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The media type in lower case and without parameters; empty if there is none.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The name that the server suggests for a file: a plain name, which leads to a file of any
    /// folder that it is joined to, on every system. A name that would not is `None`.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The next chunk, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        self.chunks.next().await
    }

    /// Reads it as a whole, if that takes no more than `limit` bytes.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, Error> {
        self.chunks.collect(limit).await
    }

    /// Writes it, and gives its length in bytes.
    #[cfg(not(target_family = "wasm"))]
    pub async fn write_to(
        mut self,
        writer: &mut (impl tokio::io::AsyncWrite + Unpin),
    ) -> std::io::Result<u64> {
        use tokio::io::AsyncWriteExt;

        let mut length = 0;
        while let Some(chunk) = self.next().await {
            let chunk = chunk.map_err(std::io::Error::other)?;
            writer.write_all(&chunk).await?;
            length += chunk.len() as u64;
        }
        writer.flush().await?;
        Ok(length)
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.poll_chunk(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("length", &self.length)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

impl Reply {
    /// Hands the body to `wrap` before it is read. The operation's `reply` must be `Streamed`.
    pub fn download<O, E>(
        &mut self,
        wrap: impl FnOnce(Download) -> Decoded<O, E>,
    ) -> Decoded<O, E> {
        wrap(self.take_download())
    }

    fn take_download(&mut self) -> Download {
        let disposition: Option<Result<String, _>> =
            self.header(header::CONTENT_DISPOSITION.as_str());
        Download {
            length: self
                .header(header::CONTENT_LENGTH.as_str())
                .and_then(Result::ok),
            media_type: self.media_type(),
            file_name: disposition
                .and_then(Result::ok)
                .as_deref()
                .and_then(file_name),
            chunks: self.chunks(),
        }
    }
}

/// The file name in a `Content-Disposition`, `filename*` first; nothing that could lead out of a folder.
fn file_name(disposition: &str) -> Option<String> {
    let parameter = |name: &str| {
        let (_, value) = parameters(disposition)
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value)
    };
    let extended = parameter("filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_language, encoded) = rest.split_once('\'')?;
        let decoded = percent_encoding::percent_decode_str(encoded)
            .decode_utf8()
            .ok()?;
        charset
            .eq_ignore_ascii_case("utf-8")
            .then(|| decoded.into_owned())
    });
    let name = extended.or_else(|| parameter("filename"))?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    is_plain(name).then(|| name.to_owned())
}

/// Whether a name means a file of the folder that it is joined to, and looks like what it is.
///
/// Windows reads a drive or an alternate stream after a colon, drops dots and spaces at the end, and
/// gives devices the names of files in every folder, whatever their extension. Marks of direction
/// let a name look as if it ended otherwise.
fn is_plain(name: &str) -> bool {
    let starts = !name.starts_with(' ');
    let ends = !name.ends_with([' ', '.']);
    let is_short = (1..=MAX_NAME).contains(&name.len());
    starts && ends && is_short && !name.contains(is_refused) && !is_device(name)
}

/// The most bytes of a file's name, which file systems share.
const MAX_NAME: usize = 255;

/// Whether no name may hold a character: one that is not shown, or that Windows reads otherwise.
fn is_refused(c: char) -> bool {
    let is_unseen = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    is_unseen || c.is_control() || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// Whether Windows reads a name as a device, which what follows the first dot does not change.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_ascii_lowercase();
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let port = port.is_some_and(|number| {
        let mut characters = number.chars();
        let first = characters.next();
        let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
        first.is_some_and(is_digit) && characters.next().is_none()
    });
    port || matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$"
    )
}

/// The `key=value` and `key="value"` of a header.
fn parameters(header: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((key, after)) = rest.split_once('=') {
        let (value, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let (value, after) = after.split_once(';').unwrap_or((after, ""));
                (value.trim().to_owned(), after)
            }
        };
        found.push((key.trim_matches([' ', ';', '\t']), value));
        rest = after;
    }
    found
}

/// What stands before the closing quote, with its escapes resolved, and what follows.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_is_a_file_of_any_folder_on_every_system() {
        let name = |name: &str| {
            let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
            file_name(&format!("attachment; filename*=UTF-8''{encoded}"))
        };
        for (given, plain) in [
            ("report.pdf", "report.pdf"),
            (".hidden", ".hidden"),
            ("größe 日本.txt", "größe 日本.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\system.ini", "system.ini"),
            ("console.log", "console.log"),
            ("com10.txt", "com10.txt"),
            ("a..b", "a..b"),
        ] {
            assert_eq!(name(given).as_deref(), Some(plain), "{given}");
        }
        for given in [
            "",
            ".",
            "..",
            "...",
            " ",
            ". .",
            "a/",
            "a/..",
            "C:",
            "C:a.txt",
            "a.txt:stream",
            "a.txt::$DATA",
            "nul",
            "NUL.txt",
            "Con",
            "aux.tar.gz",
            "prn ",
            "nul .txt",
            "com1",
            "LPT9.x",
            "com\u{b9}.txt",
            "conin$",
            "CONOUT$.txt",
            "a.txt.",
            "a.txt ",
            " a.txt",
            "a\0b",
            "a\nb",
            "a\u{202e}fdp.exe",
            "a\u{200f}",
            "a\u{2066}b",
            "\u{feff}a",
            "a*",
            "a?b",
            "a|b",
            "<a>",
            "a\"b",
        ] {
            assert_eq!(name(given), None, "{given:?}");
        }
        assert_eq!(name(&"a".repeat(255)).map(|name| name.len()), Some(255));
        assert_eq!(name(&"a".repeat(256)), None);
        assert_eq!(file_name("attachment; filename=\"nul\""), None);
    }
}
