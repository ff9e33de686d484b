//! A document with all files that it refers to, read as they are: where references stand, where they
//! lead, and what the specification has at a place of any of the files.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::place;
use super::tree::{Id, Kind};
use super::uri;
use super::workspace::{File, Workspace};
use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;

/// The most files that are looked through for references.
const FILES: usize = 2000;

/// A document and its files.
pub(super) struct Project {
    pub(super) root: PathBuf,
    pub(super) is_swagger: bool,
    pub(super) files: BTreeMap<PathBuf, Member>,
}

/// A file of a document.
pub(super) struct Member {
    pub(super) file: File,
    /// Where references of other files lead to in it, and what they mean there.
    mounts: BTreeMap<Pointer, Shape>,
    pub(super) sites: Vec<Site>,
}

/// A place that names another.
pub(super) struct Site {
    pub(super) node: Id,
    pub(super) by: By,
    pub(super) target: Target,
}

/// How a place names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// By a reference, which is the value.
    Reference,
    /// By the name of a component, which is the value.
    Name,
    /// By the name of a component, which is the key.
    Key,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) pointer: Pointer,
}

impl Project {
    /// The document of a path with its files.
    pub(super) fn new(workspace: &Workspace, root: &Path) -> Option<Project> {
        let file = workspace.file(root)?;
        let is_swagger = file.tree.member(file.str(), Id::ROOT, "swagger").is_some();
        let shape = match is_swagger {
            true => Shape::Object(Object::Swagger),
            false => Shape::Object(Object::OpenApi),
        };
        let mut project = Project {
            root: root.to_owned(),
            is_swagger,
            files: BTreeMap::new(),
        };
        project.add(file, BTreeMap::from([(Pointer::root(), shape)]));
        let mut queue = VecDeque::from([root.to_owned()]);
        let mut missing = BTreeSet::new();
        while let Some(path) = queue.pop_front() {
            let mut renewed = BTreeSet::new();
            for (target, shape) in project.leaving(&path) {
                if let Some(member) = project.files.get_mut(&target.path) {
                    if let Entry::Vacant(place) = member.mounts.entry(target.pointer) {
                        place.insert(shape);
                        // What is below it may be known only now.
                        renewed.insert(target.path);
                    }
                    continue;
                }
                if project.files.len() >= FILES || missing.contains(&target.path) {
                    continue;
                }
                match workspace.file(&target.path) {
                    Some(file) => {
                        project.add(file, BTreeMap::from([(target.pointer, shape)]));
                        renewed.insert(target.path);
                    }
                    None => {
                        missing.insert(target.path);
                    }
                }
            }
            queue.extend(renewed);
        }
        Some(project)
    }

    /// A file alone, of which no document is known.
    pub(super) fn alone(workspace: &Workspace, path: &Path) -> Option<Project> {
        let file = workspace.file(path)?;
        let keys = file.tree.children(Id::ROOT);
        let keys: Vec<_> = keys
            .filter_map(|id| file.tree.key(file.str(), id))
            .collect();
        let mounts = place::guess(&keys).map(|shape| (Pointer::root(), shape));
        let mut project = Project {
            root: path.to_owned(),
            is_swagger: false,
            files: BTreeMap::new(),
        };
        let mounts = mounts.into_iter().collect();
        project.add(file.clone(), mounts);
        Some(project)
    }

    fn add(&mut self, file: File, mounts: BTreeMap<Pointer, Shape>) {
        let sites = self.sites(&file);
        let path = file.path.clone();
        let member = Member {
            file,
            mounts,
            sites,
        };
        self.files.insert(path, member);
    }

    /// Where references of a file lead to in others, and what they mean there.
    fn leaving(&self, path: &Path) -> Vec<(Target, Shape)> {
        let Some(member) = self.files.get(path) else {
            return Vec::new();
        };
        let leaving = member.sites.iter().filter(|site| site.target.path != path);
        let meant = leaving.map(|site| {
            let tree = &member.file.tree;
            let holder = match site.by {
                By::Reference => tree.parent(site.node),
                By::Name | By::Key => None,
            };
            let shape = holder.and_then(|holder| self.shape(path, holder));
            (site.target.clone(), shape.unwrap_or(Shape::Any))
        });
        meant.collect()
    }

    /// What the specification has at a node of a file.
    pub(super) fn shape(&self, path: &Path, node: Id) -> Option<Shape> {
        let file = &self.files.get(path)?.file;
        self.shape_at(path, &file.tree.tokens(file.str(), node))
    }

    /// What the specification has at the end of a way in a file.
    pub(super) fn shape_at(&self, path: &Path, tokens: &[Cow<'_, str>]) -> Option<Shape> {
        let mounts = &self.files.get(path)?.mounts;
        let at = Pointer::root().keys(tokens.iter().map(|token| &**token));
        // Of several that hold it, the nearest says most.
        let mut around = std::iter::successors(Some(at), Pointer::parent);
        around.find_map(|mount| {
            let shape = mounts.get(&mount)?;
            place::walk(*shape, tokens.get(mount.tokens().count()..)?)
        })
    }

    fn sites(&self, file: &File) -> Vec<Site> {
        let tree = &file.tree;
        let anchors = LazyCell::new(|| anchors(file));
        let anchor = |name: &str| anchors.get(name).cloned();
        let nodes = tree.all();
        nodes
            .filter_map(|node| self.site(file, node, &anchor))
            .collect()
    }

    /// The place that a node names, if it names one.
    fn site(
        &self,
        file: &File,
        node: Id,
        anchor: &dyn Fn(&str) -> Option<Pointer>,
    ) -> Option<Site> {
        let (tree, text) = (&file.tree, file.str());
        let key = text.get(tree.key_span(node)?)?.trim_matches(['"', '\'']);
        let parent = tree.parent(node)?;
        let name = |kind: Object| {
            let name = match kind {
                Object::SecurityScheme => tree.key(text, node)?,
                _ => tree.scalar(text, node)?,
            };
            let home = match (kind, self.is_swagger) {
                (Object::SecurityScheme, true) => Pointer::root().key("securityDefinitions"),
                _ => place::home(kind, self.is_swagger)?,
            };
            Some(Target {
                path: self.root.clone(),
                pointer: home.key(&name),
            })
        };
        let (by, target) = if key == "$ref" {
            let reference = tree.scalar(text, node)?;
            if is_data(file, parent) {
                return None;
            }
            (By::Reference, self.target(file, &reference, anchor)?)
        } else if self.is_mapping(file, node, key) {
            let value = tree.scalar(text, node)?;
            let is_name = !value.contains(['#', '/', '.']);
            match is_name {
                true => (By::Name, name(Object::Schema)?),
                false => (By::Reference, self.target(file, &value, anchor)?),
            }
        } else if key == "operationRef" {
            (
                By::Reference,
                self.target(file, &tree.scalar(text, node)?, anchor)?,
            )
        } else {
            let list = tree.parent(parent)?;
            let is_list = tree.kind(list) == Kind::Sequence && tree.key_span(parent).is_none();
            if !is_list || tree.key(text, list).as_deref() != Some("security") {
                return None;
            }
            (By::Key, name(Object::SecurityScheme)?)
        };
        Some(Site { node, by, target })
    }

    /// Whether a member is one of a discriminator that names a schema.
    fn is_mapping(&self, file: &File, node: Id, key: &str) -> bool {
        let (tree, text) = (&file.tree, file.str());
        let named = |id: Option<Id>, name: &str| {
            id.is_some_and(|id| tree.key(text, id).as_deref() == Some(name))
        };
        let parent = tree.parent(node);
        let above = parent.and_then(|parent| tree.parent(parent));
        (named(parent, "mapping") && named(above, "discriminator"))
            || (key == "defaultMapping" && named(parent, "discriminator"))
    }

    /// Where a reference in a file leads, whose anchors are where `anchor` says.
    fn target(
        &self,
        file: &File,
        reference: &str,
        anchor: &dyn Fn(&str) -> Option<Pointer>,
    ) -> Option<Target> {
        let (before, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let path = match before {
            "" => file.path.clone(),
            other if other.contains("://") => return None,
            other => {
                let decoded =
                    fluent_uri::pct_enc::EStr::<fluent_uri::pct_enc::encoder::Path>::new(other);
                let decoded = decoded.and_then(|path| path.decode().to_string().ok());
                let relative = decoded.map_or_else(|| other.to_owned(), Cow::into_owned);
                uri::key(&file.path.parent()?.join(relative))
            }
        };
        let pointer = match Pointer::parse(&format!("#{fragment}")) {
            Some(pointer) => pointer,
            None if before.is_empty() => anchor(fragment)?,
            None => return None,
        };
        Some(Target { path, pointer })
    }

    /// The node that a target is.
    pub(super) fn find(&self, target: &Target) -> Option<(&File, Id)> {
        let file = &self.files.get(&target.path)?.file;
        let node = file.tree.find(file.str(), &target.pointer)?;
        Some((file, node))
    }

    /// All places of all files that name another.
    pub(super) fn all_sites(&self) -> impl Iterator<Item = (&File, &Site)> {
        let members = self.files.values();
        members.flat_map(|member| member.sites.iter().map(|site| (&member.file, site)))
    }

    /// The document's own file.
    pub(super) fn root_file(&self) -> Option<&File> {
        Some(&self.files.get(&self.root)?.file)
    }
}

/// The schemas with an anchor, by its name; of several the first.
fn anchors(file: &File) -> BTreeMap<String, Pointer> {
    let (tree, text) = (&file.tree, file.str());
    let mut found = BTreeMap::new();
    for node in tree.all() {
        let key = tree.key_span(node).and_then(|key| text.get(key));
        let is_anchor = key.is_some_and(|key| key.contains("nchor"))
            && matches!(
                tree.key(text, node).as_deref(),
                Some("$anchor" | "$dynamicAnchor")
            );
        if let Some(name) = tree.scalar(text, node).filter(|_| is_anchor)
            && let Some(schema) = tree.parent(node)
        {
            let place = found.entry(name.into_owned());
            place.or_insert_with(|| tree.pointer(text, schema));
        }
    }
    found
}

/// Whether a node is part of data, where nothing is a reference.
fn is_data(file: &File, node: Id) -> bool {
    let (tree, text) = (&file.tree, file.str());
    let mut at = Some(node);
    while let Some(id) = at {
        let parent = tree.parent(id);
        let key = tree.key_span(id).and_then(|key| text.get(key));
        let key = key.unwrap_or_default().trim_matches(['"', '\'']);
        let holds_data = matches!(
            key,
            "example" | "default" | "enum" | "const" | "value" | "dataValue"
        );
        if holds_data || key.starts_with("x-") {
            // Unless it is a name.
            let above = parent.and_then(|parent| tree.key(text, parent));
            let names = [
                "properties",
                "patternProperties",
                "schemas",
                "$defs",
                "definitions",
                "headers",
            ];
            if !names.contains(&above.as_deref().unwrap_or_default()) {
                return true;
            }
        }
        at = parent;
    }
    false
}
