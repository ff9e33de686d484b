//! The sources of the support code, as text.

/// `lib.rs`, which declares the modules.
pub(super) const ROOT: &str = include_str!("../../../runtime/src/lib.rs");

macro_rules! modules {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../runtime/src/", $path, ".rs")))),*]
    };
}

/// Every other file: its path below `src`, without `.rs`, and its text.
pub(super) const MODULES: &[(&str, &str)] = modules![
    "against",
    "api",
    "arguments",
    "blocking",
    "body",
    "bridge",
    "builder",
    "call",
    "call_methods",
    "check",
    "check_decimal",
    "chunks",
    "client",
    "codec",
    "codec_base64",
    "codec_time",
    "codec_uuid",
    "credentials",
    "data",
    "data_seen",
    "de",
    "de_values",
    "decimal",
    "download",
    "encoded",
    "environment",
    "error",
    "form",
    "formats",
    "formats_hostname",
    "formats_regex",
    "formats_uri",
    "hook",
    "input",
    "input_error",
    "json_lines",
    "lines",
    "link",
    "literal",
    "multipart",
    "number",
    "oauth2",
    "page",
    "parameter",
    "parameter_value",
    "patch",
    "pattern",
    "pattern_backtracking",
    "pattern_regex",
    "place",
    "platform",
    "reply",
    "request",
    "reqwest_transport",
    "retry",
    "rules",
    "rules_time",
    "secret",
    "send",
    "ser",
    "server",
    "sse",
    "sse_parser",
    "testing",
    "trace",
    "transport",
    "union",
    "unknown",
    "validate",
    "violation_serialize",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_source_file_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
        let mut pending = vec![folder.clone()];
        let mut found = Vec::new();
        while let Some(path) = pending.pop() {
            for entry in std::fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    pending.push(path);
                } else if !path.ends_with("tests.rs") {
                    let path = path.strip_prefix(&folder).unwrap().with_extension("");
                    found.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.retain(|path| path != "lib");
        found.sort();
        let listed: Vec<_> = MODULES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
