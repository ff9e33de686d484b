//! The support code: of its sources, those modules that a client uses.
//!
//! Which module needs which others, and which crates, is read from the sources
//! themselves, so that there is no list to keep in step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::paths::Paths;
use crate::manifest;

/// The sources, by module name; the list is in [`sources`].
mod sources;

static MODULES: LazyLock<BTreeMap<&'static str, Module>> = LazyLock::new(|| {
    let names: BTreeSet<_> = sources::MODULES.iter().map(|(name, _)| *name).collect();
    let crates: BTreeSet<_> = manifest::known_crates().collect();
    let read =
        |(name, text): &(&'static str, &'static str)| (*name, Module::read(text, &names, &crates));
    sources::MODULES.iter().map(read).collect()
});

/// A module of the support code.
struct Module {
    text: &'static str,
    modules: BTreeSet<&'static str>,
    crates: BTreeSet<String>,
    features: BTreeSet<String>,
}

/// What of the support code a client uses.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// `runtime.rs`, then `runtime/<module>.rs`: path below `src/generated/`, and text.
    pub(super) files: Vec<(String, String)>,
    /// Crates, by the names that code gives them.
    pub(super) crates: BTreeSet<String>,
    /// Features that code asks for.
    pub(super) features: BTreeSet<String>,
}

/// Collects some modules and all that they need; `header` is the first line of every file, and
/// `in_docs` makes paths in docs those of the crate.
pub(super) fn collect<'n>(
    roots: impl IntoIterator<Item = &'n str>,
    header: &str,
    in_docs: impl Fn(&str) -> String,
) -> Used {
    let mut pending: Vec<&str> = roots.into_iter().collect();
    let mut names = BTreeSet::new();
    let mut used = Used::default();
    while let Some(name) = pending.pop() {
        let name = exporter(name).unwrap_or(name);
        let Some((&name, module)) = MODULES.get_key_value(name) else {
            continue;
        };
        if names.insert(name) {
            pending.extend(&module.modules);
            used.crates.extend(module.crates.iter().cloned());
            used.features.extend(module.features.iter().cloned());
            let text = format!("{header}\n{}\n", in_docs(module.text));
            used.files.push((format!("runtime/{name}.rs"), text));
        }
    }
    let root = format!("{header}\n{}", declarations(&names));
    used.files.push(("runtime.rs".to_owned(), root));
    used
}

/// Modules that code names only by what it exports, or that features of the crate switch on.
pub(super) fn always(has_client: bool) -> impl Iterator<Item = &'static str> {
    let client = [
        "arguments",
        "blocking",
        "client",
        "environment",
        "hook",
        "oauth2",
        "testing",
    ];
    let types = ["de", "ser", "validate", "violation_serialize"];
    let client = client.into_iter().filter(move |_| has_client);
    client.chain(types).filter(|name| exists(name))
}

/// The module of an item that the root of the support code exports.
fn exporter(name: &str) -> Option<&'static str> {
    let exports = sources::ROOT
        .lines()
        .filter_map(|line| line.strip_prefix("pub use "));
    let mut exports = exports.filter_map(|export| export.strip_suffix(';')?.split_once("::"));
    let exports_it = |items: &str| {
        let mut items = items.trim_matches(['{', '}']).split(',');
        items.any(|item| item.trim() == name)
    };
    let (module, _) = exports.find(|(_, items)| exports_it(items))?;
    Some(module)
}

/// Whether there is a module of that name.
pub(super) fn exists(name: &str) -> bool {
    MODULES.contains_key(name)
}

impl Module {
    fn read(text: &'static str, names: &BTreeSet<&'static str>, crates: &BTreeSet<String>) -> Self {
        // Unit tests stand last in their file, and stay behind.
        let text = text
            .split("\n#[cfg(test)]\n")
            .next()
            .unwrap_or(text)
            .trim_end();
        let mut module = Self {
            text,
            modules: BTreeSet::new(),
            crates: BTreeSet::new(),
            features: BTreeSet::new(),
        };
        let lines = text.lines().map(str::trim_start);
        let code: Vec<_> = lines.filter(|line| !line.starts_with("//")).collect();
        let code = code.join("\n");
        // Macros name modules by the path that generated code has for them.
        for word in words(&code, "super::")
            .into_iter()
            .chain(words(&code, "runtime::"))
        {
            module.modules.extend(names.get(word).copied());
        }
        let heads = Paths::of(&code).heads;
        module.crates = heads.intersection(crates).cloned().collect();
        let features = code.split("feature = \"").skip(1);
        let features = features.filter_map(|rest| rest.split('"').next());
        module.features.extend(features.map(str::to_owned));
        module
    }
}

/// The root of the support code, cut down to the declarations of these modules.
fn declarations(names: &BTreeSet<&str>) -> String {
    let mut kept = vec![
        "//! Support code, the same in every crate that faircopy generates.",
        "",
        "// No crate uses all of it.",
        "#![allow(dead_code)]",
    ];
    // The doc and the attributes before a declaration go with it.
    let mut before: Vec<&str> = Vec::new();
    for line in sources::ROOT
        .lines()
        .filter(|line| !line.starts_with("//!"))
    {
        before.push(line);
        let declared = line
            .strip_prefix("pub mod ")
            .or_else(|| line.strip_prefix("mod "));
        let declared = declared.and_then(|rest| rest.strip_suffix(';'));
        let exported = line.strip_prefix("pub use ");
        let exported = exported.and_then(|rest| rest.split_once("::"));
        let declared = declared.or(exported.map(|(name, _)| name));
        let is_attribute = line.starts_with("///") || line.starts_with("#[");
        match declared {
            Some(name) if !names.contains(name) => before.clear(),
            None if is_attribute => {}
            _ => kept.append(&mut before),
        }
    }
    let mut text = kept.join("\n");
    text.push('\n');
    text
}

/// The names that follow each place of a prefix: one, or several in braces.
fn words<'c>(code: &'c str, prefix: &str) -> Vec<&'c str> {
    let mut words = Vec::new();
    for rest in code.split(prefix).skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            words.push(identifier(rest));
            continue;
        };
        let mut depth = 0;
        let mut item = 0;
        for (at, character) in list.char_indices() {
            match character {
                ',' | '}' if depth == 0 => {
                    words.push(identifier(list[item..at].trim_start()));
                    item = at + 1;
                }
                _ => {}
            }
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    words
}

/// The identifier that text begins with.
pub(super) fn identifier(text: &str) -> &str {
    let end = text.find(|character: char| !is_identifier(character));
    &text[..end.unwrap_or(text.len())]
}

fn is_identifier(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
