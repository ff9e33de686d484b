//! The support code's own manifest, cut down to what a client uses, into the
//! dependencies and features of its `Cargo.toml`.

mod known;

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, TomlError, Value, value};

use known::{KNOWN, PACKAGE};

/// Features of code that not every client has: of the other side, of what stands in for it, and of logins.
const APART: [&str; 3] = ["login", "mock", "server"];

/// What features of former versions enabled, and these do not: a crate of that time is rid of it.
const FORMER: [(&str, &str); 2] = [
    ("rustls", "reqwest/rustls-no-provider"),
    ("rustls", "dep:rustls-platform-verifier"),
];

/// Where a crate has its support code from: what sends, retries, decodes and judges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A copy of its own of what it uses; it depends on nothing of the generator's.
    #[default]
    Copied,
    /// The package `faircopy-runtime`: crates that share it have the same `Secret`, `Hook` and `Transport`, and a
    /// workspace compiles it once.
    ///
    /// `Client` and `ClientBuilder` are the crate's own also then.
    Shared(RuntimeSource),
}

/// Where a crate's `Cargo.toml` has the package `faircopy-runtime` from. An entry of the user's own stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RuntimeSource {
    /// A registry, in the version that belongs to the generator.
    #[default]
    Registry,
    /// A folder, as seen from the generated crate's.
    Path(String),
    /// What the workspace says: `faircopy-runtime.workspace = true`.
    Workspace,
}

/// What a generated crate's `Cargo.toml` must say.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The package's name, where it is written anew.
    pub name: String,
    /// The package's description, where it is written anew.
    pub description: String,
    dependencies: Vec<Dependency>,
    features: Vec<Feature>,
    /// The features of tags, with those that each needs.
    tags: BTreeMap<String, Vec<String>>,
}

/// What generated code needs of other crates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs {
    /// The crates that code names, by the names that it gives them.
    pub(crate) crates: BTreeSet<String>,
    /// Features that code asks for.
    pub(crate) features: BTreeSet<String>,
    /// Features of the support code's package that have the modules that are used.
    pub(crate) modules: BTreeSet<String>,
    /// Whether there is a client, whose transport has features of its own.
    pub(crate) client: bool,
    /// The features of tags, with those that each needs.
    pub(crate) tags: BTreeMap<String, Vec<String>>,
}

/// A feature of the crate.
#[derive(Clone, Debug)]
struct Feature {
    name: String,
    enables: Vec<String>,
    /// What it enables where the crate has its support code otherwise, or enabled formerly.
    otherwise: Vec<String>,
}

/// A crate that the support code depends on.
#[derive(Clone, Debug, PartialEq)]
struct Dependency {
    name: String,
    /// `cfg(…)`, where it is needed on some targets only.
    target: Option<String>,
    source: Source,
    default_features: bool,
    features: Vec<String>,
    optional: bool,
}

/// Where a crate comes from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    Version(String),
    Path(String),
    Workspace,
}

impl Manifest {
    pub(crate) fn new(name: String, description: String, needs: &Needs, runtime: &Runtime) -> Self {
        let used = |dependency: &&Dependency| {
            needs.crates.contains(&dependency.name.replace('-', "_"))
                || dependency.optional && KNOWN.enables(&needs.features, &dependency.name)
        };
        let known = KNOWN.dependencies.iter();
        let mut dependencies: Vec<_> = match runtime {
            Runtime::Copied => known.filter(used).cloned().collect(),
            // What only features ask for is the package's to depend on.
            Runtime::Shared(_) => {
                let known = known.filter(|dependency| !dependency.optional);
                known.filter(used).cloned().collect()
            }
        };
        if let Runtime::Shared(source) = runtime {
            let package = Dependency::on_the_package(source, needs);
            let is_later = |other: &Dependency| other.target.is_some() || other.name > package.name;
            let place = dependencies.iter().position(is_later);
            dependencies.insert(place.unwrap_or(dependencies.len()), package);
        }
        let known = KNOWN.features.iter();
        let asked = |name: &String| {
            needs.client && !APART.contains(&name.as_str()) || needs.features.contains(name)
        };
        let features = known.filter(|(name, _)| asked(name));
        Self {
            name,
            description,
            dependencies,
            features: features
                .map(|(name, enables)| Feature::of(name, enables, runtime))
                .collect(),
            tags: needs.tags.clone(),
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
        let managed = noted(&document, "dependencies");
        for name in &managed {
            if !self.dependencies.iter().any(|wanted| wanted.name == *name) {
                remove(&mut document, name);
            }
        }
        let mut owned = BTreeSet::new();
        for feature in &self.features {
            feature.put(table(document.as_table_mut(), &["features"]));
        }
        self.put_tags(&mut document);
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

    /// Adds the features of tags that are new, and removes those of tags that are gone. Whether one is on by default
    /// is the user's to say once it is there.
    fn put_tags(&self, document: &mut DocumentMut) {
        let known = noted(document, "tags");
        if known.is_empty() && self.tags.is_empty() {
            return;
        }
        let features = table(document.as_table_mut(), &["features"]);
        let mut default: Vec<String> = strings(features.get("default")).collect();
        for gone in known.iter().filter(|name| !self.tags.contains_key(*name)) {
            features.remove(gone);
            default.retain(|name| name != gone);
        }
        let mut tags = BTreeSet::new();
        for (tag, needs) in &self.tags {
            let present: Option<Vec<String>> =
                features.get(tag).map(|list| strings(Some(list)).collect());
            let is_known = known.contains(tag);
            // A feature of the user's own of that name stays as it is.
            if present.is_some() && !is_known {
                continue;
            }
            tags.insert(tag.clone());
            let present = present.unwrap_or_default();
            let missing = needs.iter().filter(|name| !present.contains(name));
            let all: Array = present.iter().chain(missing).collect();
            features.insert(tag, value(all));
            if !is_known && !default.contains(tag) {
                default.push(tag.clone());
            }
        }
        features.insert("default", value(default.iter().collect::<Array>()));
        if tags != known {
            let metadata = table(
                document.as_table_mut(),
                &["package", "metadata", "faircopy"],
            );
            match tags.is_empty() {
                true => drop(metadata.remove("tags")),
                false => drop(metadata.insert("tags", value(tags.iter().collect::<Array>()))),
            }
        }
    }
}

impl Feature {
    /// A feature of the support code, as a crate has it.
    fn of(name: &str, enables: &[String], runtime: &Runtime) -> Self {
        let copied = enables.to_vec();
        // Features that stand for others of the crate's are the same either way.
        let is_list = enables.iter().all(|item| KNOWN.has_feature(item));
        let shared = match is_list && !enables.is_empty() {
            true => copied.clone(),
            false => vec![format!("{}/{name}", PACKAGE.name)],
        };
        let (enables, mut otherwise) = match runtime {
            Runtime::Copied => (copied, shared),
            Runtime::Shared(_) => (shared, copied),
        };
        let former = FORMER.into_iter().filter(|(feature, _)| *feature == name);
        otherwise.extend(former.map(|(_, item)| item.to_owned()));
        Self {
            name: name.to_owned(),
            enables,
            otherwise,
        }
    }

    /// Adds the feature where there is none of its name, and else replaces what was right formerly, or while the
    /// crate had its support code otherwise.
    fn put(&self, features: &mut dyn TableLike) {
        let Some(present) = features.get(&self.name) else {
            features.insert(&self.name, value(self.enables.iter().collect::<Array>()));
            return;
        };
        let present: Vec<_> = strings(Some(present)).collect();
        let is_stale =
            |item: &&String| self.otherwise.contains(item) && !self.enables.contains(item);
        // An empty list says nothing of how the crate has its support code, and may be the user's.
        let was_empty = present.is_empty() && self.otherwise.is_empty();
        if was_empty || present.iter().any(|item| is_stale(&item)) {
            let kept = present.iter().filter(|item| !is_stale(item));
            let missing = self.enables.iter().filter(|item| !present.contains(item));
            let all: Array = kept.chain(missing).collect();
            features.insert(&self.name, value(all));
        }
    }
}

impl Source {
    /// Writes it into an entry, in place of any other.
    fn put(&self, entry: &mut dyn TableLike) {
        let (key, source) = match self {
            Self::Version(version) => ("version", value(&**version)),
            Self::Path(path) => ("path", value(&**path)),
            Self::Workspace => ("workspace", value(true)),
        };
        for other in ["git", "path", "version", "workspace"] {
            if other != key {
                entry.remove(other);
            }
        }
        entry.insert(key, source);
    }
}

impl Dependency {
    /// The support code's package.
    fn on_the_package(source: &RuntimeSource, needs: &Needs) -> Self {
        Self {
            name: PACKAGE.name.clone(),
            target: None,
            source: match source {
                RuntimeSource::Registry => Source::Version(PACKAGE.version.clone()),
                RuntimeSource::Path(path) => Source::Path(path.clone()),
                RuntimeSource::Workspace => Source::Workspace,
            },
            // Of what a workspace names, the workspace says whether it has the default features.
            default_features: matches!(source, RuntimeSource::Workspace),
            features: needs.modules.iter().cloned().collect(),
            optional: false,
        }
    }

    /// The entry, written anew.
    fn entry(&self) -> Item {
        if let Source::Version(version) = &self.source
            && self.default_features
            && self.features.is_empty()
            && !self.optional
        {
            return value(&**version);
        }
        let mut entry = InlineTable::new();
        self.source.put(&mut entry);
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

    /// Adds to an entry what is missing. The version changes only where the entry is the generator's and names one: a
    /// workspace's, a path's or a user's own stays. A path or a workspace that the user chose is written over what the
    /// generator wrote.
    fn amend(&self, entry: &mut Item, is_owned: bool) {
        if let (Some(present), Source::Version(version)) = (entry.as_str(), &self.source)
            && self.features.is_empty()
            && !self.optional
        {
            if is_owned && present != version {
                *entry = value(&**version);
            }
            return;
        }
        if let Some(version) = entry.as_str() {
            let mut full = InlineTable::new();
            full.insert("version", Value::from(version));
            *entry = value(full);
        }
        let Some(entry) = entry.as_table_like_mut() else {
            return;
        };
        match &self.source {
            _ if !is_owned => {}
            Source::Version(version) => {
                let present = entry.get("version").and_then(Item::as_str);
                if present.is_some_and(|present| present != version) {
                    entry.insert("version", value(&**version));
                }
            }
            chosen => chosen.put(entry),
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

/// The crates that generated code may use, by the names that code gives them.
pub(super) fn known_crates() -> impl Iterator<Item = String> {
    let names = KNOWN.dependencies.iter();
    names.map(|dependency| dependency.name.replace('-', "_"))
}

/// Whether generated code may use a crate of that name.
pub(crate) fn uses_crate(name: &str) -> bool {
    known_crates().any(|known| known == name) || PACKAGE.name.replace('-', "_") == name
}

/// Whether a crate may have a feature of that name whatever its tags.
pub(crate) fn is_feature(name: &str) -> bool {
    let mut dependencies = KNOWN.dependencies.iter();
    name == "default"
        || KNOWN.has_feature(name)
        || dependencies.any(|dependency| dependency.name == name)
        || PACKAGE.name == name
}

/// What an earlier run noted that it put there, under that key.
fn noted(document: &DocumentMut, key: &str) -> BTreeSet<String> {
    let list = document.get("package").and_then(|package| {
        let metadata = package.get("metadata")?.get("faircopy")?;
        metadata.get(key)
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
