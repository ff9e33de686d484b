//! A module of the support code into its file in a generated crate.

use std::collections::BTreeSet;

use super::{MODULES, Module, ROOT, child, declared, exported, trees};

/// What the root of the support code is in a generated crate.
const COPIED_ROOT: &str = "crate::generated::runtime::";

/// The file's path below `src/generated/`.
pub(super) fn file(name: &str) -> String {
    match name {
        ROOT => "runtime.rs".to_owned(),
        _ => format!("runtime/{}.rs", name.replace("::", "/")),
    }
}

/// The module's text beside the modules of those `names`, cut down to what it declares and exports of them.
pub(super) fn text(name: &str, module: &Module, names: &BTreeSet<&str>) -> String {
    let mut kept = Vec::new();
    let mut lines = module.text.lines().peekable();
    if name == ROOT {
        kept.extend(ROOT_HEAD.lines());
        while lines.next_if(|line| line.starts_with("//!")).is_some() {}
    }
    // The doc and the attributes before a declaration go with it.
    let mut before: Vec<&str> = Vec::new();
    for line in lines {
        let subject = subject(name, module, line);
        if let Some(subject) = &subject {
            if !names.contains(subject.as_str()) {
                before.clear();
                continue;
            }
            // The package has a module by one of its features, a copy because the module is used.
            before.retain(|line| !line.starts_with("#[cfg("));
        }
        // Where lines were left out, two blank lines would meet.
        if line.is_empty() && before.is_empty() && kept.last().is_none_or(|last| last.is_empty()) {
            continue;
        }
        before.push(line);
        if !line.starts_with("///") && !line.starts_with("#[") {
            kept.append(&mut before);
        }
    }
    kept.append(&mut before);
    kept.join("\n").replace("crate::", COPIED_ROOT)
}

/// The path of the module that a line declares or exports something of, if it is below this one.
fn subject(name: &str, module: &Module, line: &str) -> Option<String> {
    if let Some(declared) = declared(line) {
        return Some(child(name, declared));
    }
    let tree = exported(line).filter(|tree| module.declares(tree))?;
    let item = trees(tree).into_iter().next()?;
    module.exported(item.path.last()?, &MODULES)
}

/// What stands in place of the root's docs, which are about the package.
const ROOT_HEAD: &str = "\
//! Support code, the same in every crate that faircopy generates.

// No crate uses all of it.
#![allow(dead_code)]
";
