//! A document of several files to one value: what a reference into another file leads to becomes a
//! component, so that cycles stay references; what can be no component is put in place.

mod own_uri;
mod remote;
mod requirement;
mod site;
mod target;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value};

use super::limits::measured;
use super::reader::{Document, Reader};
use super::swagger;
use super::taken::Taken;
use super::yaml::Parsed;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;
use own_uri::OwnUris;
use site::{Enclosing, Site, Target};

/// Bundles the root file, which `parsed` is, with the files that it refers to.
pub(super) fn bundle(
    reader: Reader<'_>,
    parsed: Parsed,
    diagnostics: &mut Diagnostics,
) -> Document {
    let Parsed {
        mut value,
        exact_numbers,
        ..
    } = parsed;
    if !needs_bundling(&value) {
        return Document {
            root: value,
            sources: reader.sources,
            exact_numbers,
        };
    }
    let root = LoadedFile {
        value: value.clone(),
        exact_numbers: exact_numbers.clone(),
    };
    // Overlays were read before; no reference leads into them.
    let mut files = vec![root];
    files.resize_with(reader.sources.files.len(), LoadedFile::default);
    let root_name = reader.sources.files[0].name.clone();
    let mut own_uris = OwnUris::default();
    own_uris.note(0, &root_name, &value);
    let mut bundler = Bundler {
        reader,
        diagnostics,
        files,
        by_path: BTreeMap::from([(root_name, Some(0))]),
        names: BTreeMap::new(),
        taken: BTreeMap::new(),
        queue: VecDeque::new(),
        exact_numbers,
        followed: 0,
        is_swagger: swagger::is_swagger(&value),
        remote: BTreeMap::new(),
        own_uris,
        is_full: false,
        is_deep: false,
    };
    let root = match bundler.is_swagger {
        true => Object::Swagger,
        false => Object::OpenApi,
    };
    bundler.adopt_components(&mut value);
    bundler.walk(&mut value, Shape::Object(root), &Site::root());
    bundler.add_components(&mut value);
    bundler.report_remote(&value);
    Document {
        root: value,
        sources: bundler.reader.sources,
        exact_numbers: bundler.exact_numbers,
    }
}

/// Whether a reference leads elsewhere than to a component, which can stay as it is.
fn needs_bundling(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, value)| match value {
            Value::String(text) if key == "$ref" => {
                !text.strip_prefix("#/components/").is_some_and(|rest| {
                    !rest.starts_with("pathItems/") && !rest.starts_with("callbacks/")
                })
            }
            Value::String(text) => target::names_a_file(text),
            other => requirement::names_a_uri(key, other) || needs_bundling(other),
        }),
        Value::Array(items) => items.iter().any(needs_bundling),
        _ => false,
    }
}

struct Bundler<'l, 'd> {
    reader: Reader<'l>,
    diagnostics: &'d mut Diagnostics,
    /// What the files hold, as it was read; the root is the first.
    files: Vec<LoadedFile>,
    /// The number of a file, or `None` when it could not be read, which is said once.
    by_path: BTreeMap<String, Option<usize>>,
    /// The names of what became a component.
    names: BTreeMap<(&'static str, Target), String>,
    /// Every name in use in a map of `components`.
    taken: BTreeMap<&'static str, Taken>,
    /// Components that are still to be added.
    queue: VecDeque<Component>,
    exact_numbers: BTreeMap<Pointer, String>,
    followed: usize,
    /// Whether the root is Swagger 2.0, whose maps of components are its own keys.
    is_swagger: bool,
    /// References of whole components to other hosts, by where they stand, with why they are not read.
    remote: BTreeMap<Pointer, (String, String)>,
    own_uris: OwnUris,
    /// Whether there is no room for more values.
    is_full: bool,
    /// Whether something would have been nested too deep.
    is_deep: bool,
}

#[derive(Default)]
struct LoadedFile {
    value: Value,
    exact_numbers: BTreeMap<Pointer, String>,
}

struct Component {
    object: Object,
    kind: &'static str,
    name: String,
    target: Target,
}

impl Bundler<'_, '_> {
    /// Lets the components of the root that only refer to another file stand for what they refer
    /// to, so that it goes by the name that its author gave it.
    fn adopt_components(&mut self, root: &mut Value) {
        let components = match self.is_swagger {
            true => Object::Swagger,
            false => Object::Components,
        };
        let kinds = components
            .fields()
            .iter()
            .filter_map(|field| match field.shape {
                Shape::Map(Shape::RefOr(object)) => Some((field.name, *object)),
                Shape::Map(Shape::SchemaOrBool) => Some((field.name, Object::Schema)),
                _ => None,
            });
        for (key, object) in kinds {
            let kind = object.component_kind().unwrap_or(key);
            let home = self.home(kind);
            let Some(Value::Object(map)) = root.pointer_mut(home.as_str()) else {
                continue;
            };
            self.taken.entry(kind).or_default().extend(map.keys());
            if object.component_kind().is_none() {
                continue;
            }
            for (name, value) in map.iter_mut() {
                let Some(reference) = reference(value) else {
                    continue;
                };
                if value.as_object().is_some_and(|members| members.len() > 1) {
                    continue;
                }
                let site = home.keys([name.as_str(), "$ref"]);
                let Some(target) = self.target(reference, 0, &site) else {
                    continue;
                };
                if target.file == 0 || self.names.contains_key(&(kind, target.clone())) {
                    continue;
                }
                self.names.insert((kind, target.clone()), name.clone());
                let name = name.clone();
                self.queue.push_back(Component {
                    object,
                    kind,
                    name,
                    target,
                });
                // Its place in the order is kept, and the walk finds nothing to do here.
                *value = Value::Null;
            }
        }
    }

    fn add_components(&mut self, root: &mut Value) {
        while let Some(Component {
            object,
            kind,
            name,
            target,
        }) = self.queue.pop_front()
        {
            let home = self.home(kind);
            let pointer = home.key(&name);
            let Some(mut value) = self.copy(&target, &pointer) else {
                return;
            };
            let site = Site {
                file: target.file,
                pointer,
                enclosing: None,
            };
            self.walk(&mut value, Shape::RefOr(object), &site);
            let mut components = &mut *root;
            for key in home.tokens() {
                let Some(members) = components.as_object_mut() else {
                    return;
                };
                components = members
                    .entry(key.into_owned())
                    .or_insert_with(|| Map::new().into());
            }
            let Some(components) = components.as_object_mut() else {
                return;
            };
            components.insert(name, value);
        }
    }

    /// The map that holds the components of a kind.
    fn home(&self, kind: &'static str) -> Pointer {
        match (self.is_swagger, kind) {
            (false, kind) => Pointer::root().keys(["components", kind]),
            (true, "schemas") => Pointer::root().key("definitions"),
            (true, kind) => Pointer::root().key(kind),
        }
    }

    /// Rewrites the references in a value of this shape.
    fn walk(&mut self, value: &mut Value, shape: Shape, site: &Site<'_>) {
        match shape {
            Shape::Object(object) | Shape::RefOr(object) => self.object(value, object, shape, site),
            Shape::SchemaOrBool => self.object(value, Object::Schema, shape, site),
            Shape::List(item) => {
                for (index, value) in value.as_array_mut().into_iter().flatten().enumerate() {
                    self.walk(value, *item, &site.key(&index.to_string()));
                }
            }
            Shape::Map(item) => {
                if reference(value).is_some() {
                    return self.put_in_place(value, shape, site);
                }
                for (key, value) in value.as_object_mut().into_iter().flatten() {
                    self.walk(value, *item, &site.key(key));
                }
            }
            Shape::SchemaName => self.schema_name(value, site),
            Shape::Any
            | Shape::Text
            | Shape::Uri(_)
            | Shape::OneOf(_)
            | Shape::Bool
            | Shape::Number
            | Shape::Count
            | Shape::NumberOrBool
            | Shape::Types => {}
        }
    }

    fn object(&mut self, value: &mut Value, object: Object, shape: Shape, site: &Site<'_>) {
        if let Some(text) = reference(value) {
            let Some(kind) = object.component_kind() else {
                return self.put_in_place(value, shape, site);
            };
            if let Some(text) = self.component(text, kind, object, &site.key("$ref")) {
                value["$ref"] = Value::String(text);
            }
        }
        if object == Object::SecurityRequirement {
            return self.requirement(value, site);
        }
        for (key, value) in value.as_object_mut().into_iter().flatten() {
            let field = object.field(key).map(|field| field.shape);
            let is_extension = key.starts_with("x-");
            if let Some(shape) = field.or_else(|| object.patterned().filter(|_| !is_extension)) {
                self.walk(value, shape, &site.key(key));
            }
        }
    }

    /// The new text of a reference to what becomes, or is, a component; `None` to leave it.
    fn component(
        &mut self,
        text: &str,
        kind: &'static str,
        object: Object,
        site: &Site<'_>,
    ) -> Option<String> {
        if site.file == 0 && text.starts_with('#') {
            return None;
        }
        let target = self.target(text, site.file, &site.pointer)?;
        if target.file == 0 {
            return Some(target.pointer.to_string());
        }
        let key = (kind, target);
        if !self.names.contains_key(&key) {
            let target = key.1.clone();
            if target
                .pointer
                .resolve(&self.files[target.file].value)
                .is_none()
            {
                self.dangling(text, &target, &site.pointer);
                return None;
            }
            let name = self.allocate(kind, &target);
            self.names.insert(key.clone(), name.clone());
            self.queue.push_back(Component {
                object,
                kind,
                name,
                target,
            });
        }
        let name = self.names.get(&key)?;
        Some(self.home(kind).key(name).to_string())
    }

    /// A name for a component: its last key, or its file's name, and a number where that is taken.
    fn allocate(&mut self, kind: &'static str, target: &Target) -> String {
        let file = &self.reader.sources.files[target.file].name;
        let stem = file
            .rsplit('/')
            .next()
            .and_then(|name| name.split('.').next());
        let last = target.pointer.last();
        let base: String = last
            .as_deref()
            .or(stem)
            .unwrap_or_default()
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() || "._-".contains(letter) {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        self.taken.entry(kind).or_default().free(&base)
    }

    /// Replaces a reference by what it leads to; what stands beside the reference wins.
    fn put_in_place(&mut self, value: &mut Value, shape: Shape, site: &Site<'_>) {
        let Some(text) = reference(value).map(str::to_owned) else {
            return;
        };
        let at = site.pointer.key("$ref");
        let mut beside = match value.take() {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        beside.shift_remove("$ref");
        let target = self.target(&text, site.file, &at);
        let target = target.filter(|target| {
            let is_cycle = site.is_inside(target);
            if is_cycle {
                let message = format!("the reference `{text}` leads back to where it stands");
                let diagnostic = Diagnostic::new(codes::REFERENCE_CYCLE, message);
                self.diagnostics.push(diagnostic.at_value(&at, ""));
            }
            !is_cycle
        });
        let exists = target.filter(|target| {
            let exists = target
                .pointer
                .resolve(&self.files[target.file].value)
                .is_some();
            if !exists {
                self.dangling(&text, target, &at);
            }
            exists
        });
        let mut beside = Value::Object(std::mem::take(&mut beside));
        // What stands beside is written in the terms of the file that it stands in.
        self.walk(&mut beside, shape, site);
        let copied = exists.and_then(|target| Some((self.copy(&target, &site.pointer)?, target)));
        if let Some((mut copy, target)) = copied {
            let (file, outer) = (target.file, site.enclosing);
            let enclosing = Enclosing { target, outer };
            let inside = Site {
                file,
                pointer: site.pointer.clone(),
                enclosing: Some(&enclosing),
            };
            self.walk(&mut copy, shape, &inside);
            match (copy, &mut beside) {
                (Value::Object(mut members), Value::Object(own)) => {
                    members.extend(std::mem::take(own));
                    *own = members;
                }
                (other, _) => beside = other,
            }
        }
        *value = beside;
    }

    fn schema_name(&mut self, value: &mut Value, site: &Site<'_>) {
        let Value::String(text) = value else { return };
        let is_local = site.file != 0 && text.starts_with('#');
        if is_local || target::names_a_file(text) {
            let text = text.clone();
            if let Some(text) = self.component(&text, "schemas", Object::Schema, site) {
                *value = Value::String(text);
            }
        }
    }

    /// A copy of a target to stand at `pointer`, within the limits of values and of how deep they nest.
    fn copy(&mut self, target: &Target, pointer: &Pointer) -> Option<Value> {
        let file = &self.files[target.file];
        let value = target.pointer.resolve(&file.value)?;
        if self.is_full {
            return None;
        }
        let (nodes, depth) = measured(value);
        let deepest = self.reader.limits.depth();
        if pointer.tokens().count() + depth > deepest {
            // So would what leads there by other ways say.
            if !std::mem::replace(&mut self.is_deep, true) {
                let message = format!("values are nested more than {deepest} deep");
                let diagnostic = Diagnostic::new(codes::TOO_DEEP, message);
                self.diagnostics
                    .push(diagnostic.at_value(pointer, "what the reference leads to would be"));
            }
            return None;
        }
        self.reader.nodes = self.reader.nodes.saturating_add(nodes);
        let limit = self.reader.most_nodes();
        if self.reader.nodes > limit {
            // Each of the others would say the same.
            self.is_full = true;
            let message = format!("the document and its files have more than {limit} values");
            let diagnostic = Diagnostic::new(codes::TOO_MANY_NODES, message);
            self.diagnostics
                .push(diagnostic.at_value(pointer, "the limit is reached here"));
            return None;
        }
        // What stands below a place follows its pointer with a slash, in the order of pointers.
        let below = file.exact_numbers.range(target.pointer.key("")..);
        let below = below.map_while(|(number, text)| {
            Some((number.rebased(&target.pointer, pointer)?, text.clone()))
        });
        let own = file.exact_numbers.get(&target.pointer);
        let own = own.map(|text| (pointer.clone(), text.clone()));
        self.exact_numbers.extend(below.chain(own));
        self.reader
            .sources
            .mount(pointer.clone(), target.file, &target.pointer);
        Some(value.clone())
    }

    fn dangling(&mut self, text: &str, target: &Target, at: &Pointer) {
        let file = &self.reader.sources.files[target.file].name;
        let message = format!("the reference `{text}` leads to nothing");
        let label = format!("there is no `{}` in {file}", target.pointer);
        self.diagnostics
            .push(Diagnostic::new(codes::DANGLING_REFERENCE, message).at_value(at, label));
    }
}

fn reference(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}
