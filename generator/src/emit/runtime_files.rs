//! The support code: of its sources, those modules that a client uses.
//!
//! Which module needs which others, and which crates, is read from the sources
//! themselves, so that there is no list to keep in step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::paths::Paths;
use crate::manifest;

mod copy;
/// The sources, by path; the list is in [`sources`].
mod sources;
mod trees;

use trees::{Tree, trees};

/// The name of the root among the modules.
const ROOT: &str = "";

/// By path: `json::codec`.
static MODULES: LazyLock<BTreeMap<String, Module>> = LazyLock::new(|| {
    let path = |file: &str| file.replace('/', "::");
    let files = sources::MODULES.iter();
    let texts = files.map(|(file, text)| (path(file), *text));
    let texts = texts.chain([(ROOT.to_owned(), sources::ROOT)]);
    let mut modules: BTreeMap<_, _> = texts
        .map(|(path, text)| {
            let module = Module::read(&path, text);
            (path, module)
        })
        .collect();
    let needed: Vec<_> = modules
        .iter()
        .map(|(path, module)| module.needs(path, &modules))
        .collect();
    for (module, needed) in modules.values_mut().zip(needed) {
        module.modules = needed;
    }
    modules
});

/// A module of the support code.
struct Module {
    /// Without unit tests.
    text: &'static str,
    /// Those that it declares, by name.
    children: BTreeSet<&'static str>,
    /// What it exports of modules below it: the name of a module or an item, and the path of the module that has it.
    exports: BTreeMap<&'static str, String>,
    /// The paths of those that its code names.
    modules: BTreeSet<String>,
    crates: BTreeSet<String>,
    /// Crates that its macros name where they are used, which they do by `::serde`.
    expanded: BTreeSet<String>,
    features: BTreeSet<String>,
    /// The features of the package that have modules, by the names of the modules.
    gates: BTreeMap<&'static str, &'static str>,
}

/// What of the support code a client uses.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// The paths of the modules, the root's too.
    names: BTreeSet<&'static str>,
    /// Crates, by the names that code gives them.
    pub(super) crates: BTreeSet<String>,
    /// Crates that macros name where they are used.
    pub(super) expanded: BTreeSet<String>,
    /// Features that code asks for.
    pub(super) features: BTreeSet<String>,
    /// Features of the package that have the modules.
    pub(super) gates: BTreeSet<String>,
}

/// Collects some modules and all that they need.
pub(super) fn collect<'n>(roots: impl IntoIterator<Item = &'n str>) -> Used {
    let mut pending: Vec<&str> = roots.into_iter().collect();
    let mut used = Used::default();
    used.names.insert(ROOT);
    while let Some(name) = pending.pop() {
        let Some((name, module)) = MODULES.get_key_value(name) else {
            continue;
        };
        if !used.names.insert(name) {
            continue;
        }
        // What declares it.
        let (outer, own) = name.rsplit_once("::").unwrap_or((ROOT, name));
        pending.push(outer);
        let gate = MODULES[outer].gates.get(own);
        used.gates.extend(gate.map(|gate| (*gate).to_owned()));
        pending.extend(module.modules.iter().map(String::as_str));
        used.crates.extend(module.crates.iter().cloned());
        used.expanded.extend(module.expanded.iter().cloned());
        used.features.extend(module.features.iter().cloned());
    }
    used
}

impl Used {
    /// `runtime.rs`, then `runtime/<module>.rs`: path below `src/generated/`, and text. `header` is the first line of
    /// every file, and `in_docs` makes paths in docs those of the crate.
    pub(super) fn files(
        &self,
        header: &str,
        in_docs: impl Fn(&str) -> String,
    ) -> Vec<(String, String)> {
        let file = |name: &&str| {
            let text = in_docs(&copy::text(name, &MODULES[*name], &self.names));
            (copy::file(name), format!("{header}\n{text}\n"))
        };
        self.names.iter().map(file).collect()
    }
}

/// Modules that code names only by what it exports, or that features of the crate switch on.
pub(super) fn always(has_client: bool) -> impl Iterator<Item = &'static str> {
    let client = [
        "blocking",
        "call::arguments",
        "call::content",
        "client",
        "client::environment",
        "credentials::oauth2",
        "error::any",
        "send::hook",
        "transport::middleware",
        "transport::testing",
        "transport::tower",
    ];
    let types = [
        "json::de",
        "json::ser",
        "json::ser::values",
        "validate",
        "validate::serialize",
    ];
    let client = client.into_iter().filter(move |_| has_client);
    client.chain(types)
}

/// What logs users in, of which only clients of an API with OAuth 2 have something.
pub(super) const LOGIN: [&str; 3] = [
    "credentials::oauth2::login",
    "credentials::oauth2::loopback",
    "credentials::oauth2::user",
];

/// The module that a path from the root of the support code leads to, be it to the module or to an item of it.
pub(super) fn module(path: &str) -> Option<&'static str> {
    let path: Vec<_> = path.split("::").collect();
    let (name, _) = MODULES.get_key_value(&resolve(ROOT, &path, &MODULES)?)?;
    Some(name)
}

/// The module that a path in a module leads to; none where that is the root, whose items are modules.
fn resolve(from: &str, path: &[&str], modules: &BTreeMap<String, Module>) -> Option<String> {
    let mut at = from.to_owned();
    for segment in path {
        match *segment {
            "crate" | "runtime" => at = ROOT.to_owned(),
            "super" => at = parent(&at).to_owned(),
            "self" => {}
            name => {
                let module = modules.get(&at)?;
                if module.children.contains(name) {
                    at = child(&at, name);
                } else if let Some(exported) = module.exported(name, modules) {
                    at = exported;
                } else {
                    break;
                }
            }
        }
    }
    (at != ROOT).then_some(at)
}

fn parent(path: &str) -> &str {
    path.rsplit_once("::").map_or(ROOT, |(parent, _)| parent)
}

fn child(path: &str, name: &str) -> String {
    match path {
        ROOT => name.to_owned(),
        _ => format!("{path}::{name}"),
    }
}

impl Module {
    fn read(path: &str, text: &'static str) -> Self {
        // Unit tests stand last in their file, and stay behind.
        let text = text
            .split("\n#[cfg(test)]\n")
            .next()
            .unwrap_or(text)
            .trim_end();
        let children: BTreeSet<_> = text.lines().filter_map(declared).collect();
        let mut exports = BTreeMap::new();
        for Tree { path: names, .. } in text.lines().filter_map(exported).flat_map(trees) {
            let (Some(item), Some(first)) = (names.last(), names.first()) else {
                continue;
            };
            if children.contains(first) {
                let inner = names[..names.len() - 1].iter();
                let within = inner.fold(path.to_owned(), |at, name| child(&at, name));
                exports.insert(*item, within);
            }
        }
        let mut module = Self {
            text,
            children,
            exports,
            modules: BTreeSet::new(),
            crates: BTreeSet::new(),
            expanded: BTreeSet::new(),
            features: BTreeSet::new(),
            gates: gates(text),
        };
        let code = module.code();
        let crates: BTreeSet<_> = manifest::known_crates().collect();
        let heads = Paths::of(&code).heads;
        let is_child = |name: &&String| module.children.contains(name.as_str());
        let named = heads.intersection(&crates).filter(|name| !is_child(name));
        module.crates = named.cloned().collect();
        let expanded = code.split([' ', '(', '<', '&']);
        let expanded = expanded.filter_map(|word| word.strip_prefix("::"));
        let expanded = expanded.map(|path| identifier(path).to_owned());
        module.expanded = expanded.filter(|name| crates.contains(name)).collect();
        module.features = features(&code).map(str::to_owned).collect();
        module
    }

    /// The code without comments, and without what is left out along with a module below this one.
    fn code(&self) -> String {
        let mut kept = Vec::new();
        let mut attributes = Vec::new();
        for line in self.text.lines() {
            let is_export = exported(line).is_some_and(|tree| self.declares(tree));
            if is_export || declared(line).is_some() {
                attributes.clear();
            } else if line.starts_with("#[") {
                attributes.push(line);
            } else if !line.trim_start().starts_with("//") {
                kept.append(&mut attributes);
                kept.push(line);
            }
        }
        kept.join("\n")
    }

    /// Whether a path starts with a module that is declared here.
    fn declares(&self, path: &str) -> bool {
        self.children.contains(identifier(path))
    }

    /// The module that is exported under a name, or that has the item of that name.
    fn exported(&self, name: &str, modules: &BTreeMap<String, Self>) -> Option<String> {
        let within = self.exports.get(name)?;
        let module = child(within, name);
        Some(match modules.contains_key(&module) {
            true => module,
            false => within.clone(),
        })
    }

    /// The paths of the modules that the code names, other than itself.
    fn needs(&self, path: &str, modules: &BTreeMap<String, Self>) -> BTreeSet<String> {
        let code = self.code();
        let starts = |tree: &Tree<'_>| match tree.path.first() {
            // Macros name modules by the path that generated code has for them.
            Some(&("crate" | "runtime" | "self" | "super")) => true,
            Some(name) => self.children.contains(name),
            None => false,
        };
        let all = trees(&code);
        // A path may go on from a module that is imported.
        let imported = all
            .iter()
            .filter(|tree| tree.path.first() == Some(&"crate"));
        let imported: BTreeMap<&str, &[&str]> = imported
            .filter_map(|tree| {
                let path = match tree.path.split_last()? {
                    (&"self", rest) => rest,
                    _ => &tree.path[..],
                };
                Some((*path.last()?, path))
            })
            .collect();
        let further = all.iter().filter_map(|tree| {
            let (first, rest) = tree.path.split_first()?;
            let path = imported.get(first).filter(|_| !starts(tree))?;
            Some(Tree {
                path: [path, rest].concat(),
            })
        });
        let further: Vec<_> = further.collect();
        let named = all.iter().filter(|tree| starts(tree)).chain(&further);
        let named = named.filter_map(|tree| resolve(path, &tree.path, modules));
        named.filter(|named| named != path).collect()
    }
}

/// The features that code asks for.
fn features(code: &str) -> impl Iterator<Item = &str> {
    let features = code.split("feature = \"").skip(1);
    features.filter_map(|rest| rest.split('"').next())
}

/// The features that a module's text names right before the modules that it declares.
fn gates(text: &'static str) -> BTreeMap<&'static str, &'static str> {
    let lines = text.lines().zip(text.lines().skip(1));
    let gates = lines.filter_map(|(before, line)| {
        let feature = before.strip_prefix("#[cfg(feature = \"")?;
        Some((declared(line)?, feature.strip_suffix("\")]")?))
    });
    gates.collect()
}

/// The module that a line declares.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub mod ")?;
    rest.strip_suffix(';')
}

/// What a line exports.
fn exported(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub use ")?;
    rest.strip_suffix(';')
}

/// The identifier that text begins with.
pub(super) fn identifier(text: &str) -> &str {
    let end = text.find(|character: char| !is_identifier(character));
    &text[..end.unwrap_or(text.len())]
}

pub(super) fn is_identifier(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_an_imported_module_is_needed() {
        for name in ["server::xml", "call::xml"] {
            let used = collect([name]);
            for needed in ["xml", "xml::read", "xml::write"] {
                assert!(used.names.contains(needed), "{name} needs {needed}");
            }
        }
    }

    #[test]
    fn what_serves_needs_nothing_of_a_client() {
        let ring = [
            "call",
            "client",
            "credentials",
            "page",
            "poll",
            "send",
            "stream",
        ];
        let is_client = |name: &str| {
            name == "blocking" || ring.contains(&name.split("::").next().unwrap_or_default())
        };
        for name in MODULES.keys().filter(|name| !is_client(name)) {
            let used = collect([name.as_str(), "server"]);
            let found: Vec<_> = used.names.iter().filter(|name| is_client(name)).collect();
            assert!(found.is_empty(), "{name} needs {found:?}");
        }
    }

    #[test]
    fn all_modules_are_declared_so_that_they_are_copied() {
        let private = MODULES.iter().flat_map(|(path, module)| {
            let lines = module.text.lines();
            lines
                .filter(|line| line.starts_with("mod ") && line.ends_with(';'))
                .map(move |line| format!("{path}: {line}"))
        });
        assert_eq!(private.collect::<Vec<_>>(), Vec::<String>::new());
    }
}
