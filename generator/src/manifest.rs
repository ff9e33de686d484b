//! The support code's own manifest, cut down to what a client uses, into the
//! dependencies and features of its `Cargo.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, TomlError, Value, value};

/// The support code is a real package, so that its manifest says what it needs…
const RUNTIME: &str = include_str!("../runtime/Cargo.toml");
/// … and the workspace's says which versions it is tested with.
const WORKSPACE: &str = include_str!("../../Cargo.toml");

static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

/// What a generated crate's `Cargo.toml` must say.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The package's name, where it is written anew.
    pub name: String,
    /// The package's description, where it is written anew.
    pub description: String,
    dependencies: Vec<Dependency>,
    features: Vec<(String, Vec<String>)>,
}

/// A crate that the support code depends on.
#[derive(Clone, Debug, PartialEq)]
struct Dependency {
    name: String,
    /// `cfg(…)`, where it is needed on some targets only.
    target: Option<String>,
    version: String,
    default_features: bool,
    features: Vec<String>,
    optional: bool,
}

/// Everything that the support code's manifest declares.
struct Known {
    dependencies: Vec<Dependency>,
    features: Vec<(String, Vec<String>)>,
}

impl Manifest {
    /// Takes the crates that are used, by the names that code gives them, and the features that
    /// code asks for.
    pub fn new(
        name: String,
        description: String,
        crates: &BTreeSet<String>,
        features: &BTreeSet<String>,
    ) -> Self {
        let used = |dependency: &&Dependency| {
            crates.contains(&dependency.name.replace('-', "_"))
                || dependency.optional && feature_enables(features, &dependency.name)
        };
        let dependencies: Vec<_> = KNOWN.dependencies.iter().filter(used).cloned().collect();
        let features = if dependencies
            .iter()
            .any(|dependency| dependency.name == "reqwest")
        {
            let named = |name: &str| {
                dependencies
                    .iter()
                    .any(|dependency| dependency.name == name)
            };
            let whole = |enables: &[String]| {
                let mut optional = enables.iter().filter_map(|item| item.strip_prefix("dep:"));
                optional.all(named)
            };
            let known = KNOWN.features.iter();
            known
                .filter(|(_, enables)| whole(enables))
                .cloned()
                .collect()
        } else {
            let asked = |(name, _): &&(String, _)| features.contains(name);
            KNOWN.features.iter().filter(asked).cloned().collect()
        };
        Self {
            name,
            description,
            dependencies,
            features,
        }
    }

    /// A new `Cargo.toml`; a workspace of its own where `alone`.
    pub fn create(&self, alone: bool) -> Result<String, TomlError> {
        let mut text = format!(
            "[package]\nname = {}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.89\"\ndescription = {}\n\n\
             [lib]\n# Examples in the docs come from the document: they are for reading.\ndoctest = false\n",
            value(&*self.name),
            value(&*self.description),
        );
        if alone {
            text.push_str(
                "\n# The enclosing workspace does not list this crate. Remove this line when it does.\n[workspace]\n",
            );
        }
        self.update(&text)
    }

    /// An existing `Cargo.toml` with the generator's dependencies and features brought up to date.
    ///
    /// # Errors
    ///
    /// When the text is not TOML.
    pub fn update(&self, text: &str) -> Result<String, TomlError> {
        let mut document: DocumentMut = text.parse()?;
        let managed = managed(&document);
        for name in &managed {
            if !self.dependencies.iter().any(|wanted| wanted.name == *name) {
                remove(&mut document, name);
            }
        }
        let mut owned = BTreeSet::new();
        for (name, enables) in &self.features {
            let features = table(document.as_table_mut(), &["features"]);
            if !features.contains_key(name) {
                features.insert(name, value(enables.iter().collect::<Array>()));
            }
        }
        for dependency in &self.dependencies {
            let path = match &dependency.target {
                None => vec!["dependencies"],
                Some(target) => vec!["target", target, "dependencies"],
            };
            let dependencies = table(document.as_table_mut(), &path);
            match dependencies.get_mut(&dependency.name) {
                None => {
                    owned.insert(dependency.name.clone());
                    dependencies.insert(&dependency.name, dependency.entry());
                }
                Some(entry) => {
                    let is_owned = managed.contains(&dependency.name);
                    if is_owned {
                        owned.insert(dependency.name.clone());
                    }
                    dependency.amend(entry, is_owned);
                }
            }
        }
        if owned != managed {
            let metadata = table(
                document.as_table_mut(),
                &["package", "metadata", "faircopy"],
            );
            metadata.insert("dependencies", value(owned.iter().collect::<Array>()));
        }
        Ok(document.to_string())
    }
}

impl Dependency {
    /// The entry, written anew.
    fn entry(&self) -> Item {
        if self.default_features && self.features.is_empty() && !self.optional {
            return value(&*self.version);
        }
        let mut entry = toml_edit::InlineTable::new();
        entry.insert("version", Value::from(&*self.version));
        if !self.default_features {
            entry.insert("default-features", Value::from(false));
        }
        if !self.features.is_empty() {
            entry.insert("features", self.features.iter().collect::<Array>().into());
        }
        if self.optional {
            entry.insert("optional", Value::from(true));
        }
        value(entry)
    }

    /// Adds to an entry what is missing. The version changes only where the entry is the
    /// generator's and names one: a workspace's, a path's or a user's own stays.
    fn amend(&self, entry: &mut Item, is_owned: bool) {
        if let Some(version) = entry.as_str() {
            let version = if is_owned { &self.version } else { version };
            if self.features.is_empty() && !self.optional {
                if is_owned && entry.as_str() != Some(version) {
                    *entry = value(version);
                }
                return;
            }
            let mut full = toml_edit::InlineTable::new();
            full.insert("version", Value::from(version));
            *entry = value(full);
        }
        let Some(entry) = entry.as_table_like_mut() else {
            return;
        };
        let version = entry.get("version").and_then(Item::as_str);
        if is_owned && version.is_some_and(|version| version != self.version) {
            entry.insert("version", value(&*self.version));
        }
        let present: Vec<_> = strings(entry.get("features")).collect();
        let missing = |feature: &&String| !present.contains(feature);
        if self.features.iter().any(|feature| missing(&feature)) {
            let missing = self.features.iter().filter(missing);
            let all: Array = present.iter().chain(missing).collect();
            entry.insert("features", value(all));
        }
        if self.optional && !entry.contains_key("optional") {
            entry.insert("optional", value(true));
        }
    }
}

impl Known {
    fn read() -> Self {
        let parse = |text: &str| text.parse::<DocumentMut>().unwrap_or_default();
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
        let features = features
            .map(|(name, enables)| (name.to_owned(), strings(Some(enables)).collect()))
            .collect();
        Self {
            dependencies,
            features,
        }
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
            version: version.unwrap_or("*").to_owned(),
            default_features: get("default-features").and_then(Item::as_bool) != Some(false),
            features: features.into_iter().collect(),
            optional: get("optional").and_then(Item::as_bool) == Some(true),
        }
    }
}

/// The crates that generated code may use, by the names that code gives them.
pub(crate) fn known_crates() -> impl Iterator<Item = String> {
    let names = KNOWN.dependencies.iter();
    names.map(|dependency| dependency.name.replace('-', "_"))
}

/// Whether generated code may use a crate of that name.
pub(crate) fn uses_crate(name: &str) -> bool {
    known_crates().any(|known| known == name)
}

/// Whether one of these features switches an optional dependency on.
fn feature_enables(features: &BTreeSet<String>, dependency: &str) -> bool {
    let switch = format!("dep:{dependency}");
    let mut known = KNOWN.features.iter();
    known.any(|(name, enables)| features.contains(name) && enables.contains(&switch))
}

/// The dependencies that an earlier run put there.
fn managed(document: &DocumentMut) -> BTreeSet<String> {
    let list = document.get("package").and_then(|package| {
        let metadata = package.get("metadata")?.get("faircopy")?;
        metadata.get("dependencies")
    });
    strings(list).collect()
}

/// Removes a dependency wherever it stands.
fn remove(document: &mut DocumentMut, name: &str) {
    if let Some(table) = document
        .get_mut("dependencies")
        .and_then(Item::as_table_like_mut)
    {
        table.remove(name);
    }
    let targets = document.get_mut("target").and_then(Item::as_table_like_mut);
    for (_, target) in targets.into_iter().flat_map(|targets| targets.iter_mut()) {
        let table = target
            .get_mut("dependencies")
            .and_then(Item::as_table_like_mut);
        if let Some(table) = table {
            table.remove(name);
        }
    }
}

/// The table at a path, made where it is missing; only the last gets a header of its own.
fn table<'d>(root: &'d mut Table, path: &[&str]) -> &'d mut dyn TableLike {
    let mut at: &mut dyn TableLike = root;
    for (index, key) in path.iter().enumerate() {
        let is_last = index + 1 == path.len();
        if at.get(key).is_none_or(|item| !item.is_table_like()) {
            let mut table = Table::new();
            table.set_implicit(!is_last);
            at.insert(key, Item::Table(table));
        }
        at = match at.get_mut(key).and_then(Item::as_table_like_mut) {
            Some(table) => table,
            None => unreachable!("a table was inserted just before"),
        };
    }
    at
}

/// The texts of an array.
fn strings(item: Option<&Item>) -> impl Iterator<Item = String> {
    let items = item.and_then(Item::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned))
}
