//! The sources of the support code, as text: by links in `packaged`, since cargo leaves out of a package
//! what belongs to another package below it, and takes what a link leads to.

/// `lib.rs`, which declares the modules.
pub(super) const ROOT: &str = include_str!("../../../packaged/runtime/lib.rs");

macro_rules! modules {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../packaged/runtime/", $path, ".rs")))),*]
    };
}

/// Every other file: its path below `src`, without `.rs`, and its text.
pub(super) const MODULES: &[(&str, &str)] = modules![
    "api",
    "blocking",
    "budget",
    "call",
    "call/address",
    "call/arguments",
    "call/base64",
    "call/content",
    "call/finish",
    "call/form",
    "call/headers",
    "call/methods",
    "call/multipart",
    "call/reply",
    "call/response",
    "call/xml",
    "cel",
    "cel/time",
    "check",
    "check/applicator",
    "check/equality",
    "check/literal",
    "check/seen",
    "client",
    "client/base_url",
    "client/environment",
    "client/newtype",
    "constraint",
    "constraint/decimal",
    "constraint/digits",
    "credentials",
    "credentials/oauth2",
    "credentials/oauth2/app",
    "credentials/oauth2/login",
    "credentials/oauth2/loopback",
    "credentials/oauth2/user",
    "error",
    "error/any",
    "error/code",
    "error/limit",
    "error/message",
    "error/problem",
    "format",
    "format/hostname",
    "format/regex",
    "format/registry",
    "format/uri",
    "json",
    "json/bridge",
    "json/codec",
    "json/codec/base64",
    "json/codec/chrono",
    "json/codec/iso",
    "json/codec/jiff",
    "json/codec/rfc3339",
    "json/codec/time",
    "json/codec/uuid",
    "json/de",
    "json/de/collect",
    "json/de/faults",
    "json/de/values",
    "json/encoded",
    "json/enumeration",
    "json/input",
    "json/input/collect",
    "json/input/error",
    "json/input/scan",
    "json/input/trials",
    "json/number",
    "json/place",
    "json/ser",
    "json/ser/values",
    "json/union",
    "json/union/named",
    "json/union/noted",
    "json/union/required",
    "media",
    "object",
    "page",
    "page/link",
    "parameter",
    "parameter/error",
    "parameter/parse",
    "parameter/read",
    "parameter/tree",
    "parameter/value",
    "pattern",
    "pattern/backtracking",
    "pattern/linear",
    "pattern/positions",
    "pattern/positions/machine",
    "pattern/positions/set",
    "platform",
    "poll",
    "send",
    "send/hook",
    "send/request",
    "send/retry",
    "send/trace",
    "server",
    "server/body",
    "server/callback",
    "server/charset",
    "server/dispatch",
    "server/file",
    "server/form",
    "server/in_memory",
    "server/mark",
    "server/mock",
    "server/multipart",
    "server/negotiate",
    "server/parameter",
    "server/part",
    "server/problem",
    "server/read",
    "server/refusal",
    "server/reply",
    "server/request",
    "server/route",
    "server/security",
    "server/stream",
    "server/text",
    "server/trace",
    "server/xml",
    "stream",
    "stream/chunks",
    "stream/download",
    "stream/json_lines",
    "stream/lines",
    "stream/parts",
    "stream/sse",
    "stream/sse/parser",
    "transport",
    "transport/body",
    "transport/middleware",
    "transport/reqwest",
    "transport/testing",
    "transport/tower",
    "validate",
    "validate/against",
    "validate/serialize",
    "validate/violations",
    "value",
    "value/date_time",
    "value/date_time_chrono",
    "value/date_time_jiff",
    "value/date_times",
    "value/number",
    "value/patch",
    "value/secret",
    "value/unknown",
    "xml",
    "xml/read",
    "xml/scope",
    "xml/tree",
    "xml/write",
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
