//! The files that a run has read to a rule of make, which build systems read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::output;

/// Writes that the crate in `out` is made of some files. What is named for the crate is its root module,
/// which every crate has: a build system knows it as what the command makes.
///
/// # Errors
///
/// Which path no rule can name, or why the file cannot be written.
pub(super) fn write(
    path: &Path,
    out: &Path,
    read: impl Iterator<Item = PathBuf>,
) -> Result<(), String> {
    let target = out.join(output::ROOT_MODULE);
    let mut rule = format!("{}:", escaped(&target)?);
    for file in read.collect::<BTreeSet<_>>() {
        rule.push_str(" \\\n  ");
        rule.push_str(&escaped(&file)?);
    }
    rule.push('\n');
    let written = output::replace(path, &rule);
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// A path as GCC writes it in such rules, and as Ninja and make read it.
fn escaped(path: &Path) -> Result<String, String> {
    let text = path.to_str().filter(|text| !text.contains(['\n', '\r']));
    let Some(text) = text else {
        let path = path.display();
        return Err(format!("`{path}` cannot be named in a dependency file"));
    };
    let mut out = String::new();
    let mut slashes = 0;
    for letter in text.chars() {
        match letter {
            // Those before a space are read as escapes.
            ' ' | '\t' => out.extend(std::iter::repeat_n('\\', slashes + 1)),
            '#' => out.push('\\'),
            '$' => out.push('$'),
            _ => {}
        }
        slashes = if letter == '\\' { slashes + 1 } else { 0 };
        out.push(letter);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_make_takes_for_something_else_is_escaped() {
        let rule = |path| escaped(Path::new(path)).unwrap();
        assert_eq!(rule("a/b.yaml"), "a/b.yaml");
        assert_eq!(
            rule("my api/pets #1 $x.yaml"),
            r"my\ api/pets\ \#1\ $$x.yaml"
        );
        assert_eq!(rule(r"c:\a b\ d"), r"c:\a\ b\\\ d");
        assert!(escaped(Path::new("a\nb")).is_err());
    }
}
