//! The manifest of the support code's package, and what the workspace says of its dependencies.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use toml_edit::{DocumentMut, Item, TableLike};

use super::{Dependency, Source, strings};

/// The support code is a real package, so that its manifest says what it needs…
const RUNTIME: &str = include_str!("../../packaged/runtime.toml");
/// … and the workspace's says which versions it is tested with.
const WORKSPACE: &str = include_str!("../../packaged/workspace.toml");

/// The feature that stands for those that have modules.
const MODULES: &str = "all-modules";

pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

pub(super) static PACKAGE: LazyLock<Package> = LazyLock::new(|| {
    let manifest = parse(RUNTIME);
    let text = |key: &str| {
        manifest["package"][key]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    Package {
        name: text("name"),
        version: text("version"),
    }
});

/// The support code's package.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
}

/// Everything that its manifest declares, as a crate has it that has a copy of all modules.
pub(super) struct Known {
    pub(super) dependencies: Vec<Dependency>,
    pub(super) features: Vec<(String, Vec<String>)>,
}

fn parse(manifest: &str) -> DocumentMut {
    manifest.parse().unwrap_or_default()
}

impl Known {
    fn read() -> Self {
        let (runtime, workspace) = (parse(RUNTIME), parse(WORKSPACE));
        let versions = &workspace["workspace"]["dependencies"];
        let mut dependencies = Vec::new();
        let mut read = |target: Option<&str>, table: Option<&Item>| {
            let entries = table.and_then(Item::as_table_like).into_iter();
            for (name, entry) in entries.flat_map(TableLike::iter) {
                dependencies.push(Dependency::read(name, target, entry, versions.get(name)));
            }
        };
        read(None, runtime.get("dependencies"));
        let targets = runtime.get("target").and_then(Item::as_table_like);
        for (target, table) in targets.into_iter().flat_map(TableLike::iter) {
            read(Some(target), table.get("dependencies"));
        }
        let features = runtime.get("features").and_then(Item::as_table_like);
        let features = features.into_iter().flat_map(TableLike::iter);
        let mut features: Vec<(String, Vec<String>)> = features
            .map(|(name, enables)| (name.to_owned(), strings(Some(enables)).collect()))
            .collect();
        // A copy has the modules that it uses: what has them in the package is not optional, and no feature.
        let modules = features.iter().find(|(name, _)| name == MODULES);
        let mut modules = modules.map_or_else(Vec::new, |(_, modules)| modules.clone());
        modules.push(MODULES.to_owned());
        let of_modules = features.iter().filter(|(name, _)| modules.contains(name));
        let needed: Vec<_> = of_modules
            .flat_map(|(_, enables)| enables.clone())
            .collect();
        for dependency in &mut dependencies {
            dependency.optional &= !needed.contains(&format!("dep:{}", dependency.name));
        }
        features.retain(|(name, _)| !modules.contains(name));
        for (_, enables) in &mut features {
            enables.retain(|item| !modules.contains(item));
        }
        Self {
            dependencies,
            features,
        }
    }

    /// Whether there is a feature of that name.
    pub(super) fn has_feature(&self, feature: &str) -> bool {
        self.features.iter().any(|(name, _)| name == feature)
    }

    /// Whether one of these features switches an optional dependency on.
    pub(super) fn enables(&self, features: &BTreeSet<String>, dependency: &str) -> bool {
        let switch = format!("dep:{dependency}");
        let mut known = self.features.iter();
        known.any(|(name, enables)| features.contains(name) && enables.contains(&switch))
    }
}

impl Dependency {
    /// Joins what a package says of a dependency with what its workspace says.
    fn read(name: &str, target: Option<&str>, entry: &Item, shared: Option<&Item>) -> Self {
        let get = |key: &str| {
            let own = entry.get(key);
            own.or_else(|| shared.and_then(|shared| shared.get(key)))
        };
        let version = [Some(entry), shared]
            .into_iter()
            .flatten()
            .find_map(|item| item.as_str().or_else(|| item.get("version")?.as_str()));
        let features: BTreeSet<_> = strings(entry.get("features"))
            .chain(strings(shared.and_then(|shared| shared.get("features"))))
            .collect();
        Self {
            name: name.to_owned(),
            target: target.map(str::to_owned),
            source: Source::Version(version.unwrap_or("*").to_owned()),
            default_features: get("default-features").and_then(Item::as_bool) != Some(false),
            features: features.into_iter().collect(),
            optional: get("optional").and_then(Item::as_bool) == Some(true),
        }
    }
}
