//! Path items and operations: the parameters of a body and of forms leave their list for the request body,
//! those that a path item has for all of its operations as well.

use serde_json::{Map, Value};

use super::body::Given;
use super::parameter::Place;
use super::{Spot, Stated, Upgrade};
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;

/// How many references are followed from one to the next.
const HOPS: usize = 16;

impl<'o> Upgrade<'o> {
    pub(super) fn paths(&mut self, paths: &'o Value) -> Value {
        let Value::Object(members) = paths else {
            return paths.clone();
        };
        let new = Pointer::root().key("paths");
        let mut paths = Map::new();
        // AutoRest keeps there the paths that differ in their query alone.
        let overloads = self.map("x-ms-paths").map(|entry| ("x-ms-paths", entry));
        for (home, (path, item)) in members
            .iter()
            .map(|entry| ("paths", entry))
            .chain(overloads)
        {
            let spot = Spot {
                old: Pointer::root().keys([home, path]),
                new: new.key(path),
            };
            if spot.old != spot.new {
                self.moves.add(spot.new.clone(), spot.old.clone());
            }
            if path.starts_with("x-") {
                paths.insert(path.clone(), item.clone());
            } else {
                let item = self.path_item(item, &spot);
                paths.insert(path.clone(), item);
            }
        }
        paths.into()
    }

    fn path_item(&mut self, item: &'o Value, spot: &Spot) -> Value {
        let Value::Object(members) = item else {
            return item.clone();
        };
        let mut of_bodies = Vec::new();
        let mut new = Map::new();
        for (key, value) in members {
            if key == "parameters" {
                let parameters = self.parameters(value, &spot.key(key), &mut of_bodies);
                new.insert(key.clone(), parameters);
            }
        }
        for (key, value) in members {
            let field = Object::PathItem.field(key);
            match field.map(|field| field.shape) {
                Some(Shape::Object(Object::Operation)) => {
                    let operation = self.operation(value, &of_bodies, &spot.key(key));
                    new.insert(key.clone(), operation);
                }
                _ if key == "parameters" => {}
                _ => {
                    new.insert(key.clone(), value.clone());
                }
            }
        }
        new.into()
    }

    fn operation(&mut self, operation: &'o Value, of_path: &[Given<'o>], spot: &Spot) -> Value {
        let Value::Object(members) = operation else {
            return operation.clone();
        };
        let mut of_body = Vec::new();
        let mut new = Map::new();
        for (key, value) in members {
            let value = match key.as_str() {
                "consumes" | "produces" => continue,
                "parameters" => self.parameters(value, &spot.key(key), &mut of_body),
                "responses" => {
                    let produces = Stated::at(operation, &spot.old, "produces");
                    self.responses(value, produces, &spot.key(key))
                }
                "schemes" => {
                    if let Some(servers) = self.servers_of(value) {
                        self.moves.add(spot.new.key("servers"), spot.old.key(key));
                        new.insert("servers".to_owned(), servers);
                    }
                    continue;
                }
                _ => value.clone(),
            };
            new.insert(key.clone(), value);
        }
        // What the operation has itself stands above what its path has for all.
        let inherited = of_path
            .iter()
            .filter(|given| !of_body.iter().any(|own: &Given<'_>| own.replaces(given)));
        let inherited: Vec<Given<'o>> = inherited.cloned().collect();
        of_body.extend(inherited);
        let consumes = Stated::at(operation, &spot.old, "consumes");
        if let Some(body) = self.request_body(of_body, consumes, spot) {
            new.insert("requestBody".to_owned(), body);
        }
        new.into()
    }

    /// The parameters that are of neither a body nor a form; those that are go to `of_body`.
    fn parameters(
        &mut self,
        parameters: &'o Value,
        spot: &Spot,
        of_body: &mut Vec<Given<'o>>,
    ) -> Value {
        let Value::Array(items) = parameters else {
            return parameters.clone();
        };
        let mut rest = Vec::new();
        for (index, parameter) in items.iter().enumerate() {
            let old = spot.old.index(index);
            let shared = self.shared(parameter);
            let (meant, at) = match &shared {
                Some((shared, at)) => (*shared, at.clone()),
                None => (parameter, old.clone()),
            };
            let place = Place::of(meant);
            let is_named = meant.get("name").is_some_and(Value::is_string);
            if let Value::Object(members) = meant
                && (place == Place::Body || place == Place::Form && is_named)
            {
                of_body.push(Given {
                    members,
                    at,
                    referred: shared.is_some().then_some(parameter),
                    written: old,
                });
                continue;
            }
            let spot = Spot {
                old,
                new: spot.new.index(rest.len()),
            };
            self.moves.add(spot.new.clone(), spot.old.clone());
            let parameter = self.parameter(parameter, &spot);
            rest.push(parameter);
        }
        rest.into()
    }

    /// The parameters that others refer to, and those of them that are bodies.
    pub(super) fn shared_parameters(&mut self) -> (Map<String, Value>, Map<String, Value>) {
        let spot = self.component("parameters", "parameters");
        let (mut parameters, mut bodies) = (Map::new(), Map::new());
        for (name, parameter) in self.map("parameters") {
            match Place::of(parameter) {
                Place::Other => {
                    let spot = self.entry(&spot, name);
                    parameters.insert(name.clone(), self.parameter(parameter, &spot));
                }
                Place::Body => {
                    let new = Pointer::root().keys(["components", "requestBodies", name]);
                    if let Value::Object(members) = parameter {
                        let body = self.body(members, &spot.old.key(name), None, &new);
                        bodies.insert(name.clone(), body);
                    }
                }
                // Each operation that refers to it has it in a form of its own.
                Place::Form => {}
            }
        }
        (parameters, bodies)
    }

    /// What a reference leads to in the old document, and where that stands.
    pub(super) fn shared(&self, value: &Value) -> Option<(&'o Value, Pointer)> {
        let mut reference = value.get("$ref")?.as_str()?;
        for _ in 0..HOPS {
            let at = Pointer::parse(reference)?;
            let target = at.resolve(self.old)?;
            match target.get("$ref").and_then(Value::as_str) {
                Some(next) => reference = next,
                None => return Some((target, at)),
            }
        }
        None
    }

    pub(super) fn too_many_bodies(&mut self, second: &Given<'_>) {
        let message = "the operation has more than one body";
        let label = "a body is one parameter with `in: body`, or all those with `in: formData`";
        let diagnostic = Diagnostic::new(codes::SEVERAL_BODIES, message);
        self.report(diagnostic.at_value(&second.written, label));
    }
}
