//! That the modules can be copied into a generated crate, where their paths are others.

use std::path::Path;

#[test]
fn modules_can_be_copied() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(
            path.is_file(),
            "{} is no file: modules are flat",
            path.display()
        );
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//! "),
            "{} does not begin with what it is for",
            path.display()
        );
        if path.ends_with("lib.rs") {
            continue;
        }
        // Unit tests stand last, and stay behind.
        let text = text.split("\n#[cfg(test)]\n").next().unwrap();
        // Docs are compiled here only, and name this package.
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for refused in ["crate::", "faircopy_runtime", "super::super"] {
            let found = code.clone().find(|line| line.contains(refused));
            assert_eq!(found, None, "{} has {refused}", path.display());
        }
        checked += 1;
    }
    assert!(checked > 30);
}
