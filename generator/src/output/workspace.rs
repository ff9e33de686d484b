//! Cargo's workspaces: whether a new crate's folder lies in one that does not
//! list it, since cargo then refuses to build it.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use crate::config::matches_glob;

/// Whether a workspace encloses `folder` without counting it among its members.
pub(super) fn excludes(folder: &Path) -> bool {
    let folder = absolute(folder);
    let enclosing = folder.ancestors().skip(1).find_map(|ancestor| {
        let manifest = ancestor.join("Cargo.toml");
        let text = manifest.is_file().then(|| fs::read_to_string(manifest));
        let text = text?.ok()?;
        let manifest = text.parse::<DocumentMut>().ok()?;
        manifest
            .contains_key("workspace")
            .then_some((ancestor, manifest))
    });
    let Some((root, manifest)) = enclosing else {
        return false;
    };
    let Ok(relative) = folder.strip_prefix(root) else {
        return false;
    };
    let relative = relative.to_string_lossy().replace('\\', "/");
    let lists = |key: &str| {
        let paths = manifest["workspace"]
            .get(key)
            .and_then(|item| item.as_array());
        let mut paths = paths.into_iter().flatten().filter_map(|path| path.as_str());
        match key {
            // What is excluded takes its folders along.
            "exclude" => paths.any(|path| Path::new(&relative).starts_with(path)),
            _ => paths.any(|path| matches_member(path, &relative)),
        }
    };
    // Cargo looks no further than an excluded folder's workspace, so that it builds.
    !lists("exclude") && !lists("members")
}

/// Whether a pattern of `workspace.members` matches a path: `*` stands for text within one folder.
fn matches_member(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_end_matches('/').split('/');
    let path = path.split('/');
    pattern.clone().count() == path.clone().count()
        && pattern
            .zip(path)
            .all(|(pattern, part)| matches_glob(pattern, part))
}

/// A path from the root, which need not exist: links are followed in the part that does.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in path.ancestors() {
        if let Ok(existing) = ancestor.canonicalize() {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return existing.join(rest);
        }
    }
    path
}
