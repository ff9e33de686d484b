//! Operations: their names, parameters and bodies.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::Lowerer;
use super::name::{self, Case, Scope};
use crate::cursor::Cursor;
use crate::ir::{Docs, Location, Method, Name, Operation, Pagination, SecurityScheme};
use crate::{manifest, reserved};

/// An operation as the document has it.
pub(super) struct Stated<'d> {
    pub(super) path: &'d str,
    pub(super) method: Method,
    pub(super) item: &'d openapiv3::PathItem,
    pub(super) operation: &'d openapiv3::Operation,
    /// Where the path item stands.
    pub(super) item_at: Cursor<'d>,
    /// Where the operation stands.
    pub(super) at: Cursor<'d>,
}

impl<'d> Lowerer<'d> {
    /// All operations, by module and name.
    pub(super) fn operations(&mut self, schemes: &[SecurityScheme]) -> Vec<Operation> {
        let mut stated: Vec<Stated<'d>> = Vec::new();
        let paths = self.document.root().get("paths");
        for (path, item) in &self.document.openapi.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let Some(item_at) = paths.as_ref().and_then(|paths| paths.get(path)) else {
                continue;
            };
            for (key, operation) in item.iter() {
                let (Some(method), Some(at)) = (Method::of_key(key), item_at.member(key)) else {
                    continue;
                };
                let id = operation.operation_id.as_deref().unwrap_or_default();
                if self
                    .options
                    .selection
                    .contains(id, method.as_str(), path, &operation.tags)
                {
                    stated.push(Stated {
                        path,
                        method,
                        item,
                        operation,
                        item_at: item_at.clone(),
                        at,
                    });
                }
            }
        }
        stated.sort_by_key(|stated| (stated.path, stated.method));
        let ids: Vec<String> = stated
            .iter()
            .map(|stated| self.operation_name(stated))
            .collect();
        let wires: Vec<&str> = ids.iter().map(String::as_str).collect();
        let names = name::allocate(&wires, Case::Snake, &mut Scope::reserving(reserved::CLIENT));
        let calls: Vec<(Name, Name)> = names.iter().map(|name| self.call_names(name)).collect();
        let modules = modules(&stated);
        let mut out = Vec::with_capacity(stated.len());
        for (((stated, id), name), (call, error)) in stated.iter().zip(ids).zip(names).zip(calls) {
            let module = modules[tag(stated.operation)].clone();
            out.push(self.operation(
                stated,
                Names {
                    id,
                    name,
                    call,
                    error,
                    module,
                },
                schemes,
            ));
        }
        out.sort_by(|one, other| (&one.module, &one.name).cmp(&(&other.module, &other.name)));
        out
    }

    fn operation_name(&self, stated: &Stated<'d>) -> String {
        let key = (stated.path.to_owned(), stated.method.key().to_owned());
        self.operation_names.get(&key).cloned().unwrap_or_default()
    }

    /// The types of a call and of its error.
    fn call_names(&mut self, name: &Name) -> (Name, Name) {
        let camel = name::identifier(name.as_str(), Case::Camel);
        // Where letters have no case, a tuple struct would be called as variables are, which cannot
        // shadow it.
        let is_variable = name::identifier(&camel, Case::Snake) == camel;
        let call = if self.names.is_free(&camel) && !is_variable {
            camel.clone()
        } else {
            name::named_after(&camel, "Call")
        };
        let call = self.names.take(&call, Case::Camel);
        let error = self
            .names
            .take(&name::named_after(&camel, "Error"), Case::Camel);
        (call, error)
    }

    fn operation(
        &mut self,
        stated: &Stated<'d>,
        names: Names,
        schemes: &[SecurityScheme],
    ) -> Operation {
        let operation = stated.operation;
        let source = stated.at.at.clone();
        let target = self.target(stated);
        let mut parameters = self.parameters(stated);
        let segments = self.segments(stated, &mut parameters, &source);
        parameters.retain(|parameter| {
            parameter.location != Location::Path
                || stated.path.contains(&format!("{{{}}}", parameter.wire))
        });
        let body = operation
            .request_body
            .as_ref()
            .and_then(ReferenceOr::as_item);
        let body_at = stated.at.get("requestBody");
        let body = body
            .zip(body_at)
            .and_then(|(body, at)| self.body(body, at.at, &names.call));
        let responses = self.responses(stated, &names.call);
        let marked = operation
            .extensions
            .get("x-idempotent")
            .and_then(Value::as_bool);
        let servers = if operation.servers.is_empty() {
            &stated.item.servers
        } else {
            &operation.servers
        };
        let item = stated.item;
        Operation {
            id: operation.operation_id.clone().unwrap_or(names.id),
            name: names.name,
            call: names.call,
            error: names.error,
            module: names.module,
            // `companion::name` says it.
            headers: None,
            source,
            docs: Docs {
                summary: operation.summary.clone().or_else(|| item.summary.clone()),
                description: operation
                    .description
                    .clone()
                    .or_else(|| item.description.clone()),
                external: operation
                    .external_docs
                    .as_ref()
                    .map(|docs| docs.url.clone()),
                notes: links(operation),
                deprecated: operation.deprecated,
                examples: Vec::new(),
            },
            method: stated.method,
            path: stated.path.to_owned(),
            path_template: target.path,
            query_template: target.query,
            segments,
            parameters,
            body,
            responses,
            security: self.requirements(operation, schemes),
            servers: self.servers(servers),
            idempotent: marked.unwrap_or_else(|| stated.method.is_idempotent()),
            pagination: operation
                .extensions
                .get("x-pagination")
                .and_then(pagination),
        }
    }
}

struct Names {
    id: String,
    name: Name,
    call: Name,
    error: Name,
    module: Name,
}

/// The most bytes of a module's name. File systems take 255 in the name of a file, some fewer.
const MAX_MODULE: usize = 100;

/// The file of each tag. rustc finds files of ASCII names only.
fn modules(stated: &[Stated<'_>]) -> BTreeMap<String, Name> {
    let tags: BTreeSet<&str> = stated.iter().map(|stated| tag(stated.operation)).collect();
    let plain = tags.iter().map(|tag| deunicode::deunicode(tag));
    let plain: Vec<String> = plain.map(bounded).collect();
    let wires: Vec<&str> = plain.iter().map(String::as_str).collect();
    let crates: Vec<String> = manifest::known_crates().collect();
    let taken = crates.iter().map(String::as_str);
    let taken: Vec<&str> = taken.chain(reserved::MODULES.iter().copied()).collect();
    let mut scope = Scope::reserving(&taken);
    let names = name::allocate(&wires, Case::Snake, &mut scope);
    tags.into_iter().map(str::to_owned).zip(names).collect()
}

/// The name of a tag, or where that is too long for the name of a file, the words of it that fit.
fn bounded(tag: String) -> String {
    let identifier = name::identifier(&tag, Case::Snake);
    if identifier.len() <= MAX_MODULE {
        return tag;
    }
    // What `deunicode` leaves is ASCII, all but what it does not know.
    let start: String = identifier.chars().take(MAX_MODULE).collect();
    let words = start.rsplit_once('_').map(|(words, _)| words.to_owned());
    words.unwrap_or(start)
}

fn tag(operation: &openapiv3::Operation) -> &str {
    operation.tags.first().map_or("api", String::as_str)
}

/// Links, as sentences.
fn links(operation: &openapiv3::Operation) -> Vec<String> {
    let responses = operation
        .responses
        .responses
        .values()
        .chain(&operation.responses.default);
    let links = responses
        .filter_map(ReferenceOr::as_item)
        .flat_map(|response| &response.links);
    let mut out: Vec<String> = links
        .filter_map(|(name, link)| {
            let link = link.as_item()?;
            let openapiv3::LinkOperation::OperationId(target) = &link.operation else {
                return None;
            };
            let about = link
                .description
                .as_deref()
                .map(|text| format!(": {text}"))
                .unwrap_or_default();
            (!target.is_empty()).then(|| {
                format!("Link `{name}`: values of the response lead on to `{target}`{about}")
            })
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

/// `x-pagination: { style, parameter, next, items }`.
fn pagination(extension: &Value) -> Option<Pagination> {
    let text = |key: &str| {
        extension
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let items = text("items").unwrap_or_default();
    match text("style")?.as_str() {
        "link" => Some(Pagination::Link { items }),
        "cursor" => Some(Pagination::Cursor {
            parameter: text("parameter")?,
            next: text("next")?,
            items,
        }),
        "offset" => Some(Pagination::Offset {
            parameter: text("parameter")?,
            items,
        }),
        "page" => Some(Pagination::Page {
            parameter: text("parameter")?,
            items,
        }),
        _ => None,
    }
}
