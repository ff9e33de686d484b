//! Code into the paths that it names, with those in braces one by one.

use super::{identifier, is_identifier};

/// A path: `crate::json::{de::Decode, ser}` is two.
#[derive(Debug, PartialEq)]
pub(super) struct Tree<'c> {
    pub(super) path: Vec<&'c str>,
}

/// The paths of some code, those of one segment left out.
pub(super) fn trees(code: &str) -> Vec<Tree<'_>> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("::") {
        let start = rest[..at].trim_end_matches(is_identifier).len();
        if start < at {
            rest = branch(&rest[start..], &mut Vec::new(), &mut found);
        } else {
            // `::std`, or what follows an angle bracket.
            let after = &rest[at + 2..];
            rest = &after[identifier(after).len()..];
            while let Some(after) = rest.strip_prefix("::") {
                rest = &after[identifier(after).len()..];
            }
        }
    }
    found
}

/// Reads what may follow the `path`, and returns the rest.
fn branch<'c>(code: &'c str, path: &mut Vec<&'c str>, found: &mut Vec<Tree<'c>>) -> &'c str {
    if let Some(list) = code.strip_prefix('{') {
        return list_of_branches(list, path, found);
    }
    let name = identifier(code);
    if name.is_empty() {
        found.push(Tree { path: path.clone() });
        return code;
    }
    path.push(name);
    let rest = &code[name.len()..];
    let rest = match rest.strip_prefix("::") {
        Some(inner) => branch(inner, path, found),
        None => {
            found.push(Tree { path: path.clone() });
            rest
        }
    };
    path.pop();
    rest
}

fn list_of_branches<'c>(
    mut list: &'c str,
    path: &mut Vec<&'c str>,
    found: &mut Vec<Tree<'c>>,
) -> &'c str {
    loop {
        list = list.trim_start();
        if let Some(rest) = list.strip_prefix('}') {
            return rest;
        }
        if list.is_empty() {
            return list;
        }
        let rest = branch(list, path, found);
        // An item may go on with `as` and a name.
        let end = rest.find([',', '}']).unwrap_or(rest.len());
        list = rest[end..].strip_prefix(',').unwrap_or(&rest[end..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_several_paths() {
        let paths = |code| -> Vec<_> {
            let trees = trees(code);
            trees.iter().map(|tree| tree.path.join("::")).collect()
        };
        assert_eq!(
            paths("use crate::json::{de::{self, Decode}, ser as out};\ntype A = b;"),
            [
                "crate::json::de::self",
                "crate::json::de::Decode",
                "crate::json::ser"
            ]
        );
        assert_eq!(
            paths("a::b::<c::D>(::std::mem::take(x), <E as super::F>::g(), h::{"),
            ["a::b", "c::D", "super::F"]
        );
    }
}
