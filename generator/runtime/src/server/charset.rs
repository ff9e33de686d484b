//! The charset that a text states, and the text in it as UTF-8: one that is not known is refused, never read as another.

use std::borrow::Cow;

use crate::media::essence;
use crate::server::mark::of_parameters;

/// A charset that texts are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Ascii,
    Latin1,
}

impl Charset {
    /// The charset of a media type; nothing where it states one that is not read.
    ///
    /// Only texts and XML have one: JSON and forms are UTF-8, whatever a parameter says of them (RFC 8259, 11).
    pub(crate) fn of(media_type: &str) -> Option<Self> {
        // Mostly none is stated.
        if !media_type.contains(';') {
            return Some(Self::Utf8);
        }
        let essence = essence(media_type);
        let has_charset = essence.starts_with("text/")
            || essence == "application/xml"
            || essence.ends_with("+xml");
        let stated = of_parameters(media_type, "charset").filter(|_| has_charset);
        let Some(stated) = stated else {
            return Some(Self::Utf8);
        };
        match stated.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "us-ascii" | "ascii" => Some(Self::Ascii),
            "iso-8859-1" | "iso_8859-1" | "latin1" => Some(Self::Latin1),
            _ => None,
        }
    }

    /// A text in it.
    ///
    /// # Errors
    ///
    /// When it is none, in words that follow its name.
    pub(crate) fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
        match self {
            Self::Latin1 if !bytes.is_ascii() => {
                Ok(bytes.iter().copied().map(char::from).collect())
            }
            Self::Ascii if !bytes.is_ascii() => Err("is not US-ASCII"),
            Self::Utf8 | Self::Ascii | Self::Latin1 => std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|_| "is not UTF-8"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_their_charset_alone() {
        for (media_type, bytes, expected) in [
            ("text/plain", &b"\xC3\xA4"[..], Some(Ok("ä"))),
            ("text/plain; charset=UTF-8", b"\xC3\xA4", Some(Ok("ä"))),
            (
                "text/plain; charset=\"ISO-8859-1\"",
                b"\xC3\xA4",
                Some(Ok("Ã¤")),
            ),
            ("text/plain; charset=iso-8859-1", b"\xE4", Some(Ok("ä"))),
            ("application/xml; charset=latin1", b"\xE4", Some(Ok("ä"))),
            ("text/csv; header=a; charset=us-ascii", b"a", Some(Ok("a"))),
            (
                "text/plain; charset=us-ascii",
                b"\xC3\xA4",
                Some(Err("is not US-ASCII")),
            ),
            ("text/plain", b"\xE4", Some(Err("is not UTF-8"))),
            ("text/plain; charset=utf-16", b"\0a", None),
            ("application/json; charset=utf-16", b"1", Some(Ok("1"))),
        ] {
            let read = Charset::of(media_type).map(|charset| charset.decode(bytes));
            let read = read
                .as_ref()
                .map(|read| read.as_deref().map_err(|why| *why));
            assert_eq!(read, expected, "{media_type}");
        }
    }
}
