//! Swagger 2.0 to OpenAPI 3.0: the same API in the words of the newer version, in which all that follows
//! reads it. Where each part was written is kept, so that diagnostics are about the document as it stands
//! in its file.
//!
//! What is of another kind where something is made of it, or is not of 2.0, is said here; what is malformed
//! otherwise is carried over as it is, and judged where it arrives. The shapes of both are in the
//! [specification of 2.0](https://spec.openapis.org/oas/v2.0) and in that of 3.0.

mod body;
mod judge;
mod moves;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;

use serde_json::{Map, Value, json};

use super::binding::Bundled;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use moves::Moves;
use schema::Subtypes;

/// Whether a document says that it is Swagger 2.0.
pub(super) fn is_swagger(root: &Value) -> bool {
    if root.get("openapi").is_some() {
        return false;
    }
    match root.get("swagger") {
        Some(Value::String(version)) => version == "2.0" || version == "2",
        // YAML reads an unquoted `2.0` as a number.
        Some(Value::Number(version)) => version.as_f64() == Some(2.0),
        _ => false,
    }
}

/// Makes a document of OpenAPI 3.0 of one of Swagger 2.0, whose references lead to places in itself.
pub(super) fn upgrade(document: &mut Bundled<'_>, diagnostics: &mut Diagnostics) {
    if !is_swagger(document.root) {
        return;
    }
    let mut old = document.root.take();
    let found = judge::judge(&mut old);
    let mut upgrade = Upgrade {
        old: &old,
        subtypes: Subtypes::of(&old),
        moves: Moves::default(),
        references: Vec::new(),
        found,
    };
    *document.root = upgrade.root();
    diagnostics.extend(upgrade.found);
    // What was found is about the old document.
    diagnostics.settle(|pointer| document.sources.place(pointer));
    let moves = upgrade.moves;
    moves.settle(upgrade.references, document.root);
    *document.exact_numbers = moves.numbers(document.exact_numbers, document.root);
    moves.apply(document.sources, document.root);
}

/// The state of one upgrade.
struct Upgrade<'o> {
    old: &'o Value,
    subtypes: Subtypes,
    moves: Moves,
    /// Where references stand, in the new document, whose targets are known when all is in place.
    references: Vec<Pointer>,
    /// Complaints, at places of the old document.
    found: Vec<Diagnostic>,
}

/// Where a value stands in both documents.
#[derive(Clone)]
struct Spot {
    old: Pointer,
    new: Pointer,
}

impl Spot {
    fn key(&self, key: &str) -> Spot {
        Spot {
            old: self.old.key(key),
            new: self.new.key(key),
        }
    }

    fn index(&self, index: usize) -> Spot {
        Spot {
            old: self.old.index(index),
            new: self.new.index(index),
        }
    }
}

impl<'o> Upgrade<'o> {
    fn root(&mut self) -> Value {
        let old = self.old;
        let mut new = Map::new();
        self.put(&mut new, "openapi", "swagger", json!("3.0.3"));
        if let Some(servers) = self.servers() {
            new.insert("servers".to_owned(), servers);
        }
        for (key, value) in old.as_object().into_iter().flatten() {
            match key.as_str() {
                "swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces"
                | "x-ms-paths" => {}
                "paths" => {
                    let paths = self.paths(value);
                    new.insert(key.clone(), paths);
                }
                "definitions" | "parameters" | "responses" | "securityDefinitions" => {}
                _ => {
                    new.insert(key.clone(), value.clone());
                }
            }
        }
        let components = self.components();
        if !components.is_empty() {
            new.insert("components".to_owned(), components.into());
        }
        new.into()
    }

    /// Puts a value at a key of the new document's root, that stood at another of the old one's.
    fn put(&mut self, into: &mut Map<String, Value>, new: &str, old: &str, value: Value) {
        let root = Pointer::root();
        self.moves.add(root.key(new), root.key(old));
        into.insert(new.to_owned(), value);
    }

    fn components(&mut self) -> Map<String, Value> {
        let mut components = Map::new();
        let mut add = |kind: &str, entries: Map<String, Value>| {
            if !entries.is_empty() {
                components.insert(kind.to_owned(), entries.into());
            }
        };
        add("schemas", self.schemas());
        let (parameters, bodies) = self.shared_parameters();
        add("parameters", parameters);
        add("requestBodies", bodies);
        add("responses", self.shared_responses());
        add("securitySchemes", self.security_schemes());
        components
    }

    fn schemas(&mut self) -> Map<String, Value> {
        let spot = self.component("definitions", "schemas");
        let definitions = self.map("definitions");
        let entries = definitions.map(|(name, schema)| {
            let spot = self.entry(&spot, name);
            let schema = self.schema(schema, &spot);
            (name.clone(), schema)
        });
        entries.collect()
    }

    /// Where a map of shared parts stands, which moves as a whole.
    fn component(&mut self, old: &str, kind: &str) -> Spot {
        let spot = Spot {
            old: Pointer::root().key(old),
            new: Pointer::root().keys(["components", kind]),
        };
        self.moves.add(spot.new.clone(), spot.old.clone());
        spot
    }

    /// A part of such a map, which may stand in other places as well.
    fn entry(&mut self, map: &Spot, name: &str) -> Spot {
        let spot = map.key(name);
        self.moves.add(spot.new.clone(), spot.old.clone());
        spot
    }

    /// The entries of a map at the root.
    fn map(&self, key: &str) -> impl Iterator<Item = (&'o String, &'o Value)> + use<'o> {
        let map = self.old.get(key).and_then(Value::as_object);
        map.into_iter().flatten()
    }

    /// The servers that `schemes`, `host` and `basePath` name together.
    fn servers(&mut self) -> Option<Value> {
        let text = |key: &str| self.old.get(key).and_then(Value::as_str);
        let (host, base) = (text("host"), text("basePath"));
        let key = host.map(|_| "host").or(base.map(|_| "basePath"))?;
        let root = Pointer::root();
        self.moves.add(root.key("servers"), root.key(key));
        Some(urls(
            self.old.get("schemes"),
            host,
            base.unwrap_or_default(),
        ))
    }

    /// The servers of an operation with schemes of its own.
    fn servers_of(&mut self, schemes: &Value) -> Option<Value> {
        let host = self.old.get("host").and_then(Value::as_str)?;
        let base = self.old.get("basePath").and_then(Value::as_str);
        Some(urls(Some(schemes), Some(host), base.unwrap_or_default()))
    }

    /// What the document states at `consumes` or `produces` for all operations.
    fn stated(&self, key: &str) -> Option<Stated<'o>> {
        Stated::at(self.old, &Pointer::root(), key)
    }

    /// Lets what is said of a media type be said of where it is listed.
    fn place_media_type(&mut self, new: Pointer, listed: Option<Pointer>) {
        if let Some(listed) = listed {
            self.moves.add(new, listed);
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}

/// A server for each scheme. Where none is stated it is that by which the document is had, which a file
/// does not tell: then it is the one that nobody else can read along.
fn urls(schemes: Option<&Value>, host: Option<&str>, base: &str) -> Value {
    let base = base.trim_end_matches('/');
    let Some(host) = host else {
        let path = if base.is_empty() { "/" } else { base };
        return json!([{ "url": path }]);
    };
    let schemes = schemes.and_then(Value::as_array).map(Vec::as_slice);
    let mut schemes: Vec<&str> = schemes
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .filter(|scheme| ["http", "https"].contains(scheme))
        .collect();
    if schemes.is_empty() {
        schemes.push("https");
    }
    let servers = schemes
        .iter()
        .map(|scheme| json!({ "url": format!("{scheme}://{host}{base}") }));
    servers.collect()
}

/// Media types by their names, each with the place of the old document that lists it, if one does.
type MediaTypes<'o> = Vec<(&'o str, Option<Pointer>)>;

/// What an operation, or the document for all of them, states at `consumes` or `produces`.
struct Stated<'o> {
    list: &'o Value,
    at: Pointer,
}

impl<'o> Stated<'o> {
    /// What stands at the key of an operation, or of the document.
    fn at(owner: &'o Value, spot: &Pointer, key: &str) -> Option<Stated<'o>> {
        let list = owner.get(key)?;
        let at = spot.key(key);
        Some(Stated { list, at })
    }

    fn media_types(&self) -> MediaTypes<'o> {
        let types = self.list.as_array().into_iter().flatten().enumerate();
        let types =
            types.filter_map(|(index, name)| Some((name.as_str()?, Some(self.at.index(index)))));
        types.collect()
    }
}
