//! Addresses of the protocol to paths, and back.

use std::path::{Component, Path, PathBuf};

use fluent_uri::pct_enc::EString;
use fluent_uri::pct_enc::encoder;
use lsp_types::Uri;

/// The path that stands for an address: its own where it is that of a file, else one that no file has.
pub(super) fn path(uri: &Uri) -> PathBuf {
    let text = uri.as_ref();
    let parsed = fluent_uri::Uri::parse(text).ok();
    let file = parsed.filter(|uri| uri.scheme().as_str().eq_ignore_ascii_case("file"));
    let path = file.and_then(|uri| uri.path().decode().to_string().ok().map(String::from));
    match path {
        Some(path) => key(Path::new(strip_drive(&path))),
        // Such as a text that was never saved.
        None => PathBuf::from(text.replace(['/', '\\'], "_")),
    }
}

/// The address of a path.
pub(super) fn of(path: &Path) -> Uri {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut encoded: EString<encoder::Path> = EString::new();
    encoded.encode_str::<encoder::Path>(&text);
    let slash = if text.starts_with('/') { "" } else { "/" };
    Uri::from(format!("file://{slash}{encoded}"))
}

/// A path by which a file is known, however it was named: without links, `.` and `..`.
pub(super) fn key(path: &Path) -> PathBuf {
    if let Ok(known) = path.canonicalize() {
        return known;
    }
    // A new file in a folder that may have another name.
    let normal = normal(path);
    let parent = normal
        .parent()
        .and_then(|parent| parent.canonicalize().ok());
    match (parent, normal.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => normal,
    }
}

/// A path without `.`, and without `..` behind a name.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The path of an address that names a drive, as Windows has it: without the slash before the drive.
fn strip_drive(path: &str) -> &str {
    match path.as_bytes() {
        [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => &path[1..],
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_stand_for_each_other() {
        for (uri, expected) in [
            ("file:///no/such/a%20b/%C3%BC.yaml", "/no/such/a b/ü.yaml"),
            ("file:///no/./such/x/../y.json", "/no/such/y.json"),
        ] {
            let path = path(&Uri::from(uri));
            assert_eq!(path, Path::new(expected));
            assert_eq!(super::path(&of(&path)), path);
        }
        assert_eq!(path(&Uri::from("untitled:a/b")), Path::new("untitled:a_b"));
        assert_eq!(strip_drive("/c:/x"), "c:/x");
    }
}
