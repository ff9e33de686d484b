//! What the user's configuration chooses in place of the generator: names, Rust types for formats
//! and schemas, and derives. The document has no say in any of it.

use super::chosen::component;
use super::name::{Case, Scope, allocate, identifier};
use super::{Lowerer, Options};
use crate::config::{Selection, is_item_path};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::{Document, Schema};
use crate::ir::{Api, Name, Shape, Type, TypeDef, TypeId, TypeKind};
use crate::pointer::Pointer;
use crate::suggest::nearest;

impl Lowerer<'_> {
    /// Takes the user's name for the type of what stands at a pointer, or the one that `wire` asks
    /// for.
    pub(super) fn type_name(&mut self, wire: &str, at: &Pointer) -> Name {
        let chosen = self.chosen.name(at, Case::Camel).map(str::to_owned);
        let wanted = chosen.unwrap_or_else(|| identifier(wire, Case::Camel));
        self.names.take(&wanted, Case::Camel)
    }

    /// Names for properties, in their order; those that the user chose come first.
    pub(super) fn field_names(
        &self,
        properties: &[&(&str, Schema<'_>)],
        scope: &mut Scope,
    ) -> Vec<Name> {
        let asked = properties.iter();
        let asked: Vec<_> = asked
            .map(|(wire, schema)| (*wire, schema.at().clone()))
            .collect();
        self.names_of(&asked, Case::Snake, scope)
    }

    /// Names for what stands at several places, in their order; those that the user chose come first.
    pub(super) fn names_of(
        &self,
        asked: &[(&str, Pointer)],
        case: Case,
        scope: &mut Scope,
    ) -> Vec<Name> {
        let chosen = asked.iter().map(|(_, at)| {
            let name = self.chosen.name(at, case)?;
            Some(scope.take(name, case))
        });
        let chosen: Vec<Option<Name>> = chosen.collect();
        let others = asked.iter().zip(&chosen);
        let others = others.filter(|(_, chosen)| chosen.is_none());
        let others: Vec<&str> = others.map(|((wire, _), _)| *wire).collect();
        let mut others = allocate(&others, case, scope).into_iter();
        let names = chosen.into_iter();
        names
            .filter_map(|name| name.or_else(|| others.next()))
            .collect()
    }

    /// The user's type for a component.
    pub(super) fn own_schema(&self, at: &Pointer) -> Option<TypeKind> {
        let path = self.options.schemas.get(&component(at)?)?;
        is_item_path(path).then(|| TypeKind::External(path.clone()))
    }

    /// The user's type for a format, made known under the format's name.
    pub(super) fn own_format(&mut self, format: Option<&str>, at: &Pointer) -> Option<Shape> {
        let format = format?;
        let path = self.options.own_formats.get(format)?;
        if !is_item_path(path) {
            return None;
        }
        let id = match self.format_types.get(format) {
            Some(id) => *id,
            None => {
                let name = self
                    .names
                    .take(&identifier(format, Case::Camel), Case::Camel);
                let id: TypeId = self.types.push(TypeDef {
                    kind: TypeKind::External(path.clone()),
                    ..TypeDef::undecided(name, at)
                });
                self.format_types.insert(format.to_owned(), id);
                id
            }
        };
        Some(Shape::new(Type::Named(id), at.clone()))
    }
}

/// Adds the derives of the configuration.
pub(super) fn derive(api: &mut Api, options: &Options) {
    let derives = &options.derives;
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let def = &mut api.types[id];
        let of_kind = match &def.kind {
            TypeKind::Struct(_) => &derives.structs,
            TypeKind::Enum(_) => &derives.enums,
            TypeKind::Union(_) => &derives.unions,
            TypeKind::Newtype(_) => &derives.newtypes,
            TypeKind::Alias(_) | TypeKind::External(_) => continue,
        };
        let of_type = derives.types.get(def.name.as_str());
        for path in of_kind.iter().chain(of_type.into_iter().flatten()) {
            let is_there = match path.as_str() {
                "Debug" | "Clone" | "PartialEq" => true,
                "Copy" => def.derives.copy,
                "Eq" | "Hash" => def.derives.eq,
                _ => def.derives.extra.contains(path),
            };
            if !is_there && is_item_path(path) {
                def.derives.extra.push(path.clone());
            }
        }
    }
}

/// Warns of choices that concern nothing in the document.
pub(super) fn unmatched(document: &Document, options: &Options, diagnostics: &mut Diagnostics) {
    let components = Pointer::root().keys(["components", "schemas"]);
    let is_there = |key: &str| {
        let pointer = Pointer::parse(key).unwrap_or_else(|| components.key(key));
        pointer.resolve(&document.value).is_some()
    };
    let named = [("renames", &options.renames), ("schemas", &options.schemas)];
    for (table, choices) in named {
        for key in choices.keys().filter(|key| !is_there(key)) {
            let message = format!("`{key}` in `{table}` is not a part of the document");
            let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message)
                .at_whole(&components, "the components are here")
                .help("name a component, or a place as a JSON pointer such as `#/components/schemas/Pet`");
            diagnostics.push(diagnostic);
        }
    }
    unmatched_selection(document, &options.selection, diagnostics);
}

/// Warns of tags and operations that are chosen and that no operation has.
fn unmatched_selection(document: &Document, selection: &Selection, diagnostics: &mut Diagnostics) {
    if selection.is_everything() {
        return;
    }
    let paths = document.beyond.paths.iter();
    let operations: Vec<(&str, &str, &openapiv3::Operation)> = paths
        .flat_map(|(path, item)| {
            let operations = item.operations.iter();
            operations.map(|(method, operation)| (method.as_str(), path.as_str(), operation))
        })
        .collect();
    let tags = || {
        operations
            .iter()
            .flat_map(|(.., operation)| &operation.tags)
    };
    let ids = || {
        let ids = operations.iter().map(|(.., operation)| operation);
        ids.filter_map(|operation| operation.operation_id.as_deref())
    };
    let mut warn = |message: String, suggestion: Option<&str>| {
        let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message)
            .at_key(&Pointer::root().key("paths"), "the operations are here");
        diagnostics.push(match suggestion {
            Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
            None => diagnostic,
        });
    };
    for tag in &selection.tags {
        if tags().all(|known| known != tag) {
            let suggestion = nearest(tag, tags().map(String::as_str));
            warn(format!("no operation has the tag `{tag}`"), suggestion);
        }
    }
    for pattern in &selection.operations {
        let is_named = operations.iter().any(|(method, path, operation)| {
            let id = operation.operation_id.as_deref().unwrap_or_default();
            Selection::names(pattern, id, method, path)
        });
        if !is_named {
            let suggestion = nearest(pattern, ids());
            warn(format!("`{pattern}` names no operation"), suggestion);
        }
    }
}
