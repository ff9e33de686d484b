//! The table of media types: how each is read and written.

/// How a body of some media type travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `application/json`, `+json`, `text/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// XML: text.
    Xml,
    /// Other text.
    Text,
    /// `text/event-stream`.
    EventStream,
    /// One JSON value a line.
    JsonLines,
    /// Anything at all (`*/*`): what the schema says decides.
    Any,
    /// Everything else: bytes.
    Bytes,
}

/// Whether a body's key stands for several media types: a range such as `image/*`, or a list of types.
pub fn is_range(media_type: &str) -> bool {
    let mut types = media_type.split(',');
    media_type.contains('*') || media_type.contains(',') && types.all(|one| one.contains('/'))
}

/// What a sender of bytes may state, where a range or a list of media types leaves open which they are of.
pub fn to_state(media_types: &str) -> Option<&str> {
    const OF_RANGES: &[(&str, &str)] = &[
        ("image/*", "image/png"),
        ("audio/*", "audio/mpeg"),
        ("video/*", "video/mp4"),
        ("text/*", "text/plain"),
    ];
    let types = || media_types.split(',').map(str::trim);
    let is_bytes = |one| matches!(one, "*/*" | "application/*" | "application/octet-stream");
    if !is_range(media_types) || types().any(is_bytes) {
        return None;
    }
    types().find_map(|one| match one.contains('*') {
        true => {
            let mut ranges = OF_RANGES.iter();
            ranges
                .find(|(range, _)| *range == one)
                .map(|(_, stated)| *stated)
        }
        false => Some(one),
    })
}

/// Rows that match the whole type.
const EXACT: &[(&str, Family)] = &[
    ("application/json", Family::Json),
    ("text/json", Family::Json),
    ("application/x-json", Family::Json),
    ("application/*", Family::Any),
    ("*/*", Family::Any),
    ("application/x-www-form-urlencoded", Family::Form),
    ("application/xml", Family::Xml),
    ("text/xml", Family::Xml),
    ("text/event-stream", Family::EventStream),
    ("application/x-ndjson", Family::JsonLines),
    ("application/ndjson", Family::JsonLines),
    ("application/jsonl", Family::JsonLines),
    ("application/x-jsonlines", Family::JsonLines),
    ("application/jsonlines", Family::JsonLines),
    ("application/stream+json", Family::JsonLines),
    ("application/json-seq", Family::JsonLines),
    ("application/javascript", Family::Text),
    ("application/yaml", Family::Text),
    ("application/x-yaml", Family::Text),
    ("application/graphql", Family::Text),
    ("application/sql", Family::Text),
    ("application/jwt", Family::Text),
];

/// Rows that match an ending, then rows that match a beginning.
const SUFFIXES: &[(&str, Family)] = &[
    ("+json", Family::Json),
    ("+json-seq", Family::JsonLines),
    ("+xml", Family::Xml),
    ("+yaml", Family::Text),
];
const PREFIXES: &[(&str, Family)] = &[("multipart/", Family::Multipart), ("text/", Family::Text)];

/// The media types that bodies mostly have, to be offered to who writes one.
#[cfg(feature = "cli")]
pub fn usual() -> impl Iterator<Item = &'static str> {
    const OTHERS: &[&str] = &[
        "multipart/form-data",
        "text/plain",
        "application/octet-stream",
    ];
    let exact = EXACT.iter().map(|(name, _)| *name);
    exact
        .filter(|name| !name.contains("x-json"))
        .chain(OTHERS.iter().copied())
}

/// Whether two media types are one, their parameters and case aside.
pub fn is_same(one: &str, other: &str) -> bool {
    let essence = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    essence(one) == essence(other)
}

/// The family of a media type; its parameters and case do not matter.
pub fn family(media_type: &str) -> Family {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let exact = EXACT.iter().find(|(name, _)| *name == essence);
    let suffix = || {
        SUFFIXES
            .iter()
            .find(|(suffix, _)| essence.ends_with(suffix))
    };
    let prefix = || {
        PREFIXES
            .iter()
            .find(|(prefix, _)| essence.starts_with(prefix))
    };
    exact
        .or_else(suffix)
        .or_else(prefix)
        .map_or(Family::Bytes, |(_, family)| *family)
}

#[cfg(test)]
mod tests {
    use super::{Family, family};

    #[test]
    fn parameters_and_case_do_not_matter() {
        assert_eq!(family("Application/JSON; charset=utf-8"), Family::Json);
        assert_eq!(family("application/vnd.github+json"), Family::Json);
        assert_eq!(family("multipart/mixed"), Family::Multipart);
        assert_eq!(family("image/png"), Family::Bytes);
        assert_eq!(family("text/csv"), Family::Text);
        assert_eq!(family("application/jwt"), Family::Text);
    }
}
