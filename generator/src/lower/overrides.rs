//! What the user's configuration chooses in place of the generator: names, Rust types for formats
//! and schemas, and derives. The document has no say in any of it.

use super::chosen::component;
use super::name::{Case, Scope, allocate, identifier};
use super::{Lowerer, Options};
use crate::config::is_item_path;
use crate::document::Schema;
use crate::ir::{Api, Name, Shape, Type, TypeDef, TypeId, TypeKind};
use crate::pointer::Pointer;

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
        let component = component(at)?;
        let keys = [component, at.to_string(), at.as_str().to_owned()];
        let mut chosen = keys
            .iter()
            .filter_map(|key| self.options.schemas.get_key_value(key));
        let (key, path) = chosen.next()?;
        self.own_types.borrow_mut().insert(("schemas", key.clone()));
        is_item_path(path).then(|| TypeKind::External(path.clone()))
    }

    /// The user's type for a format, made known under the format's name.
    pub(super) fn own_format(&mut self, format: Option<&str>, at: &Pointer) -> Option<Shape> {
        let format = format?;
        let path = self.options.own_formats.get(format)?;
        if !is_item_path(path) {
            return None;
        }
        let used = ("formats", format.to_owned());
        self.own_types.borrow_mut().insert(used);
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
