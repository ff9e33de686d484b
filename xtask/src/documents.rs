//! A folder into the OpenAPI documents in it and below.

use std::path::{Path, PathBuf};

/// The documents in a folder and below it, by their paths there, in the order of those: of the files
/// whose paths `wanted` lets through, those with a top-level key `openapi` or `swagger`.
///
/// # Errors
///
/// The file or folder that cannot be read, and what the system says of it.
pub fn documents(
    dir: &Path,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, PathBuf)>, String> {
    let mut documents = Vec::new();
    for (name, path) in files(dir)? {
        if wanted(&name) && is_document(&path)? {
            documents.push((name, path));
        }
    }
    Ok(documents)
}

/// The files in JSON and YAML in a folder and below it, by their paths there, in the order of those.
///
/// # Errors
///
/// The folder that cannot be read, and what the system says of it.
pub fn files(dir: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut paths = Vec::new();
    collect(dir, &mut paths)?;
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let below = path.strip_prefix(dir).unwrap_or(&path);
        (below.to_string_lossy().replace('\\', "/"), path)
    });
    Ok(named.collect())
}

fn collect(dir: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", dir.display());
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            collect(&path, paths)?;
        } else if matches!(extension, Some("json" | "yaml" | "yml")) {
            paths.push(path);
        }
    }
    Ok(())
}

/// The keys, of which one says that a file is a document, and of which version.
const VERSIONS: [&str; 2] = ["openapi", "swagger"];

/// Whether a file says which version it is of; others are parts that documents refer to.
fn is_document(path: &Path) -> Result<bool, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let starts = |line: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        let rest = VERSIONS.iter().find_map(|key| line.strip_prefix(key));
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    if text
        .trim_start_matches(['\u{feff}', ' ', '\n'])
        .starts_with('{')
    {
        let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
        return Ok(value.map_or_else(
            |_| {
                VERSIONS
                    .iter()
                    .any(|key| text.contains(&format!("{key:?}")))
            },
            |value| VERSIONS.iter().any(|key| value.get(key).is_some()),
        ));
    }
    Ok(text.trim_start_matches('\u{feff}').lines().any(starts))
}
