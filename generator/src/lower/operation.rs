//! Operations: their names, parameters and bodies.

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::Lowerer;
use super::module::Tags;
use super::name::{self, Case};
use crate::config::Methods;
use crate::cursor::Cursor;
use crate::ir::{Docs, Location, Method, Name, Operation, SecurityScheme};

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
        for (path, item) in &self.document.beyond.paths {
            let Some(item_at) = paths.as_ref().and_then(|paths| paths.get(path)) else {
                continue;
            };
            for ((method, operation), (_, at)) in item.operations.iter().zip(item_at.operations()) {
                let id = operation.operation_id.as_deref().unwrap_or_default();
                if self
                    .options
                    .selection
                    .contains(id, method.as_str(), path, &operation.tags)
                {
                    stated.push(Stated {
                        path,
                        method: method.clone(),
                        item: &item.shared,
                        operation,
                        item_at: item_at.clone(),
                        at,
                    });
                }
            }
        }
        stated.sort_by(|one, other| (one.path, &one.method).cmp(&(other.path, &other.method)));
        let tags = Tags::of(self.document);
        let own = stated.iter().map(|stated| stated.operation);
        let modules = tags.modules(own, &self.options.names);
        let (names, calls) = match self.options.names.methods {
            Methods::Tag => self.names_by_tag(&stated, &tags, &modules),
            Methods::OperationId | Methods::Path => self.names_of_all(&stated),
        };
        let mut out = Vec::with_capacity(stated.len());
        for ((stated, name), (call, error)) in stated.iter().zip(names).zip(calls) {
            let tag = tags.place(stated.operation);
            let module = modules[tag].clone();
            let parents = tags.above(tag).into_iter().map(|tag| modules[tag].clone());
            let parents = parents.collect();
            out.push(self.operation(
                stated,
                Names {
                    name,
                    call,
                    error,
                    module,
                    parents,
                },
                schemes,
            ));
        }
        out.sort_by(|one, other| (&one.module, &one.name).cmp(&(&other.module, &other.name)));
        out
    }

    /// The types of a call and of its error.
    pub(super) fn call_names(&mut self, name: &Name) -> (Name, Name) {
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

    pub(super) fn operation(
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
        let id = operation.operation_id.as_deref();
        let other_name = id.filter(|id| name::identifier(id, Case::Snake) != names.name.as_str());
        Operation {
            id: called(stated),
            other_name: other_name.map(str::to_owned),
            name: names.name,
            call: names.call,
            error: names.error,
            module: names.module,
            parents: names.parents,
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
            method: stated.method.clone(),
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
                .and_then(super::pagination::own),
            called: None,
        }
    }
}

pub(super) struct Names {
    pub(super) name: Name,
    pub(super) call: Name,
    pub(super) error: Name,
    pub(super) module: Name,
    pub(super) parents: Vec<Name>,
}

/// What messages call an operation: by its `operationId`, else by its method and path.
fn called(stated: &Stated<'_>) -> String {
    let id = stated.operation.operation_id.as_deref();
    let id = id.filter(|id| !id.trim().is_empty());
    id.map_or_else(
        || format!("{} {}", stated.method.as_str(), stated.path),
        str::to_owned,
    )
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
