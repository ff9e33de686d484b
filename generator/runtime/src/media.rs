//! Media types and ranges of them: which a request may state, and what a file's name tells.

use std::borrow::Cow;

/// What the endings of the names of files tell, where a document allows several media types.
const ENDINGS: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("csv", "text/csv"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("md", "text/markdown"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

const BYTES: &str = "application/octet-stream";

/// A media type without its parameters, in lower case, as most are written.
pub(crate) fn essence(media_type: &str) -> Cow<'_, str> {
    let mut is_lower = true;
    let mut end = media_type.len();
    for (at, byte) in media_type.bytes().enumerate() {
        if byte == b';' {
            end = at;
            break;
        }
        is_lower &= !byte.is_ascii_uppercase();
    }
    let essence = media_type[..end].trim();
    match is_lower {
        true => Cow::Borrowed(essence),
        false => Cow::Owned(essence.to_ascii_lowercase()),
    }
}

/// Whether a media type, in lower case and without parameters, is in a range: `text/*`, `application/*+json`, `*/*`.
/// None at all is in `*/*` only.
pub(crate) fn is_within(found: &str, range: &str) -> bool {
    // Mostly they are the same, text by text.
    if found == range {
        return true;
    }
    let range = essence(range);
    let star = range.bytes().position(|byte| byte == b'*');
    match star.map(|at| (&range[..at], &range[at + 1..])) {
        Some(("", "/*")) => true,
        Some((start, end)) => {
            found.len() > start.len() + end.len()
                && found.starts_with(start)
                && found.ends_with(end)
        }
        None => found == range,
    }
}

/// Whether a body's key stands for several media types: a range such as `image/*`, or a list of types.
pub(crate) fn is_range(media_type: &str) -> bool {
    let mut types = media_type.split(',');
    media_type.contains('*') || media_type.contains(',') && types.all(|one| one.contains('/'))
}

/// Whether a document's list of media types and ranges allows one. Who names bytes alone means any.
pub fn is_allowed(media_type: &str, list: &str) -> bool {
    let found = essence(media_type);
    let is_concrete = !found.contains('*') && found.contains('/');
    let mut ranges = list.split(',');
    is_concrete && ranges.any(|range| is_within(&found, range) || essence(range) == BYTES)
}

/// The media type of a file of that name: the only one that the list has, else the one of it that the name's ending
/// tells, else bytes where it allows them.
pub(crate) fn of_file(list: &str, name: &str) -> Option<String> {
    let list = list.trim();
    if list.is_empty() {
        return Some(BYTES.to_owned());
    }
    if !list.contains([',', '*']) {
        return Some(list.to_owned());
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let told = ENDINGS
        .iter()
        .find(|(known, _)| Some(*known) == ending.as_deref())
        .map(|(_, media_type)| *media_type);
    told.into_iter()
        .chain([BYTES])
        .find(|media_type| list.split(',').any(|range| is_within(media_type, range)))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_what_they_say() {
        for (found, range, expected) in [
            ("image/png", "image/*", true),
            ("image/png", "Image/PNG; q=1", true),
            ("text/plain", "image/*", false),
            ("text/plain", "*/*", true),
            ("application/hal+json", "application/*+json", true),
            ("application/json", "application/*+json", false),
            ("application/json", "application/*", true),
            ("imagery/png", "image/*", false),
        ] {
            assert_eq!(is_within(found, range), expected, "{found} in {range}");
        }
    }

    #[test]
    fn a_range_is_no_media_type_to_send() {
        assert!(!is_allowed("image/*", "image/*") && !is_allowed("png", "*/*"));
        assert!(is_allowed("image/png; a=b", "image/gif, image/png"));
        assert!(is_allowed("image/png", "application/octet-stream"));
    }

    #[test]
    fn names_tell_among_several() {
        for (list, name, expected) in [
            ("", "x.png", Some(BYTES)),
            ("image/png", "x.jpg", Some("image/png")),
            ("image/png, image/jpeg", "x.JPG", Some("image/jpeg")),
            ("image/*", "x.webp", Some("image/webp")),
            ("image/*", "x.txt", None),
            ("image/*", "", None),
            ("*/*", "", Some(BYTES)),
        ] {
            assert_eq!(of_file(list, name).as_deref(), expected, "{name} of {list}");
        }
    }
}
