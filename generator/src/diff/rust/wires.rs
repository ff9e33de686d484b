//! A definition to what its parts are called in the document, by which a name that means something
//! else than before is told.

use std::collections::BTreeMap;

use crate::ir::{BodyArgument, Content, MediaKind, Operation, StatusMatch, TypeDef, TypeKind};

/// Names of Rust, or the paths of items, to what they are of in the document.
pub(super) type Wires = BTreeMap<String, String>;

/// The Rust names of a type's parts to their names in the document.
pub(super) fn type_wires(def: &TypeDef) -> Wires {
    match &def.kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter();
            fields
                .map(|field| (field.name.as_str().to_owned(), field.wire.clone()))
                .collect()
        }
        TypeKind::Enum(values) => {
            let variants = values.variants.iter();
            let text = |value: &serde_json::Value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            };
            variants
                .map(|one| (one.name.as_str().to_owned(), text(&one.value)))
                .collect()
        }
        // Branches have no names of their own: their variants tell them.
        TypeKind::Union(union) => {
            let branches = union.branches.iter();
            let names = branches.map(|branch| branch.name.as_str().to_owned());
            names.map(|name| (name.clone(), name)).collect()
        }
        TypeKind::Newtype(_) | TypeKind::Alias(_) | TypeKind::External(_) => Wires::new(),
    }
}

/// Those of an operation's parameters, parts, bodies, responses and headers.
pub(super) fn operation_wires(operation: &Operation) -> Wires {
    let parameters = operation.parameters.iter();
    let mut wires: Wires = parameters
        .map(|one| (one.name.as_str().to_owned(), one.wire.clone()))
        .collect();
    // Parts, bodies, responses and headers are told by the paths of their items.
    if let Some(body) = &operation.body {
        let mut contents = Vec::new();
        match &body.argument {
            BodyArgument::Single(content) => contents.push(content),
            BodyArgument::Several { name, variants } => {
                for (variant, content) in variants {
                    let path = format!("{}::{}", name.as_str(), variant.as_str());
                    wires.insert(path, content.media_type.clone());
                    contents.push(content);
                }
            }
        }
        for content in contents {
            if let MediaKind::Multipart { name, parts, .. } = &content.kind {
                wires.extend(parts.iter().map(|part| {
                    let path = format!("{}.{}", name.as_str(), part.name.as_str());
                    (path, part.wire.clone())
                }));
            }
        }
    }
    let responses = &operation.responses;
    let success = responses.success_enum.iter();
    let success = success.flat_map(|name| responses.success.iter().map(move |one| (name, one)));
    let errors = responses.errors.iter().map(|one| (&operation.error, one));
    for (name, response) in success.chain(errors) {
        for variant in &response.variants {
            let path = format!("{}::{}", name.as_str(), variant.name.as_str());
            let content = variant.content.as_ref();
            wires.insert(path, media_type(response.status, content));
        }
    }
    if let Some(name) = &operation.headers {
        let all = responses.success.iter().chain(&responses.errors);
        for header in all.flat_map(|response| &response.headers) {
            let path = format!("{}<'a>::{}", name.as_str(), header.name.as_str());
            wires.entry(path).or_insert_with(|| header.wire.clone());
        }
    }
    wires
}

/// What comes with a status: its media type, if it has a body.
pub(super) fn media_type(of: StatusMatch, content: Option<&Content>) -> String {
    let media_type = content.map_or("", |content| &content.media_type);
    format!("{} {media_type}", status(of))
}

/// A status as in the document.
pub(super) fn status(status: StatusMatch) -> String {
    match status {
        StatusMatch::Exact(status) => status.to_string(),
        StatusMatch::Range(hundred) => format!("{hundred}XX"),
        StatusMatch::Default => "default".to_owned(),
    }
}
