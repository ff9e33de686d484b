//! How the branches of a union are told apart by the value of a property.

use super::Lowerer;
use super::all_of::{Group, merge};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Discriminator, Schema};
use crate::ir::Selection;
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// How the branches are told apart, and the tags of each.
    pub(super) fn selection(
        &mut self,
        discriminator: Option<&Discriminator<'d>>,
        group: &Group<'d>,
        schemas: &[Schema<'d>],
    ) -> (Selection, Vec<Vec<String>>) {
        let none = vec![Vec::new(); schemas.len()];
        let Some(discriminator) = discriminator else {
            return match self.constant_tags(schemas) {
                Some((property, tags)) => (Selection::Tag(property), tags),
                None => (Selection::BestFit, none),
            };
        };
        let property = discriminator.property;
        let stated: Vec<&Schema<'d>> = group
            .branches
            .iter()
            .filter(|branch| !self.is_null(branch))
            .collect();
        let tags: Vec<Vec<String>> = stated
            .into_iter()
            .zip(schemas)
            .map(|(branch, schema)| {
                let target = self.pure_reference(branch);
                self.tags_of(target.as_ref(), schema, discriminator, None)
            })
            .collect();
        let objects = schemas.iter().all(|schema| self.is_object(schema));
        if !objects || !are_distinct(&tags) {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::DISCRIMINATOR_UNUSED,
                    format!("`{property}` cannot tell these branches apart"),
                )
                .at_value(
                    &discriminator.at,
                    "branches are chosen by the data that fits best",
                ),
            );
            return (Selection::BestFit, none);
        }
        (Selection::Tag(property.to_owned()), tags)
    }

    /// The discriminator's values of one schema, which may stand at a place of its own: those
    /// mapped to it, else the property's constant, else its name. `common` are constants that say
    /// nothing, since the base has them, but that its name must be among.
    pub(super) fn tags_of(
        &mut self,
        target: Option<&Pointer>,
        schema: &Schema<'d>,
        discriminator: &Discriminator<'d>,
        common: Option<&[String]>,
    ) -> Vec<String> {
        let name = target.and_then(|at| at.last().map(|name| name.into_owned()));
        let mapped = target.map(|at| discriminator.mapped_to(self.document, at));
        let mapped: Vec<_> = mapped.into_iter().flatten().map(str::to_owned).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let constants = self.constants_of(schema, discriminator.property);
        if let Some(values) = constants.filter(|values| common != Some(values)) {
            return values;
        }
        let is_allowed = |name: &String| common.is_none_or(|common| common.contains(name));
        name.into_iter().filter(is_allowed).collect()
    }

    /// A property that every branch requires with values of its own.
    pub(super) fn constant_tags(
        &mut self,
        schemas: &[Schema<'d>],
    ) -> Option<(String, Vec<Vec<String>>)> {
        let first = merge(self.document, schemas.first()?, &mut self.silent);
        for (property, _) in &first.properties {
            let tags: Option<Vec<Vec<String>>> = schemas
                .iter()
                .map(|schema| {
                    let required = merge(self.document, schema, &mut self.silent)
                        .required
                        .contains(property);
                    if required {
                        self.constants_of(schema, property)
                    } else {
                        None
                    }
                })
                .collect();
            let Some(tags) = tags else { continue };
            if are_distinct(&tags) {
                return Some(((*property).to_owned(), tags));
            }
        }
        None
    }

    /// The strings that a property of an object schema is restricted to.
    pub(super) fn constants_of(
        &mut self,
        schema: &Schema<'d>,
        property: &str,
    ) -> Option<Vec<String>> {
        let object = merge(self.document, schema, &mut self.silent);
        if !object.unions.is_empty() {
            return None;
        }
        let (_, schema) = object
            .properties
            .iter()
            .find(|(name, _)| *name == property)?;
        let property = merge(self.document, schema, &mut self.silent);
        let values = property.values.listed?;
        // An enum that several branches share lists all of their tags.
        (values.len() <= 3).then(|| {
            values
                .iter()
                .map(|value| value.as_str().map(str::to_owned))
                .collect()
        })?
    }
}

/// Whether each branch has a tag, and no two have the same.
pub(super) fn are_distinct(tags: &[Vec<String>]) -> bool {
    let mut all: Vec<&String> = tags.iter().flatten().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() == count && !tags.iter().any(Vec::is_empty)
}
