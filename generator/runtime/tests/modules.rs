//! That the modules can be copied into a generated crate, where the root has another path.

use std::path::{Path, PathBuf};

#[test]
fn modules_can_be_copied() {
    let files = files();
    assert!(files.len() > 60, "{}", files.len());
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(
            text.starts_with("//! "),
            "{} does not begin with what it is for",
            path.display()
        );
        // Unit tests stand last, and stay behind.
        let text = text.split("\n#[cfg(test)]\n").next().unwrap();
        // Docs are compiled here only, and name this package.
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for refused in ["$crate", "faircopy_runtime", "use super"] {
            let found = code.clone().find(|line| line.contains(refused));
            assert_eq!(found, None, "{} has {refused}", path.display());
        }
        // A copy leaves out whole lines.
        let exports = code.filter(|line| line.starts_with("pub use "));
        for export in exports {
            assert!(export.ends_with(';'), "{}: {export}", path.display());
        }
    }
}

/// All files, those of folders too.
fn files() -> Vec<PathBuf> {
    let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => pending.push(path),
                false => files.push(path),
            }
        }
    }
    files
}
