//! How the branches of a union are told apart by the value of a property.

use super::Lowerer;
use super::all_of::Group;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Discriminator, Kind, Schema, Version};
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
        let branches = group.branches.iter();
        let stated = branches.filter(|branch| !self.is_null(branch));
        let named: Vec<_> = stated
            .zip(schemas)
            .map(|(branch, schema)| (self.pure_reference(branch), schema))
            .collect();
        let mut tags = self.tags(&named, discriminator, None);
        if let Some(tags) = &mut tags {
            self.add_subtypes(tags, &named, property);
        }
        let objects = schemas.iter().all(|schema| self.is_object(schema));
        let told = schemas.iter().all(|it| self.may_be_text(it, property));
        let Some(tags) = tags.filter(|_| objects && told) else {
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
        };
        self.complain_of_missing_default(discriminator, schemas);
        (Selection::Tag(property.to_owned()), tags)
    }

    /// Complains where data may have no tag and nothing says what they are then, which 3.2 asks for.
    fn complain_of_missing_default(
        &mut self,
        discriminator: &Discriminator<'d>,
        schemas: &[Schema<'d>],
    ) {
        if self.document.version < Version::V3_2 || discriminator.default.is_some() {
            return;
        }
        let mut schemas = schemas.iter();
        if schemas.all(|schema| self.requires(schema, discriminator.property)) {
            return;
        }
        let message = format!(
            "`{}` may be missing, and there is no `defaultMapping`",
            discriminator.property
        );
        let diagnostic = Diagnostic::new(codes::DISCRIMINATOR_UNUSED, message);
        let label = "data without it are of the branch that fits best";
        self.diagnostics
            .push(diagnostic.at_value(&discriminator.at, label));
    }

    /// Which branch has the data without a tag of any, by the places that the branches refer to.
    pub(super) fn otherwise(
        &mut self,
        discriminator: &Discriminator<'d>,
        targets: &[Option<Pointer>],
    ) -> Option<usize> {
        discriminator.default?;
        let is_it = |target: &Option<Pointer>| {
            let at = target.as_ref();
            at.is_some_and(|at| discriminator.is_default(self.document, at))
        };
        let found = targets.iter().position(is_it);
        if found.is_none() {
            let message = "`defaultMapping` leads to none of the branches";
            let diagnostic = Diagnostic::new(codes::DISCRIMINATOR_UNUSED, message);
            let at = discriminator.at.key("defaultMapping");
            let label = "data without a known value are of no branch";
            self.diagnostics.push(diagnostic.at_value(&at, label));
        }
        found
    }

    /// The discriminator's values of each schema, which may stand at a place of its own, where each has
    /// some and no two the same: those that the schemas list for the property, or else their names.
    pub(super) fn tags(
        &mut self,
        schemas: &[(Option<Pointer>, &Schema<'d>)],
        discriminator: &Discriminator<'d>,
        common: Option<&[String]>,
    ) -> Option<Vec<Vec<String>>> {
        [false, true].into_iter().find_map(|by_name| {
            let schemas = schemas.iter();
            let tags: Vec<_> = schemas
                .map(|(target, schema)| {
                    self.tags_of(target.as_ref(), schema, discriminator, common, by_name)
                })
                .collect();
            are_distinct(&tags).then_some(tags)
        })
    }

    /// Whether a property of an object can be a text, as all tags are.
    fn may_be_text(&mut self, schema: &Schema<'d>, property: &str) -> bool {
        let Some(schema) = self.property(schema, property) else {
            return true;
        };
        let merged = self.look(&schema);
        let kinds = merged.types.as_ref().map(|(kinds, _)| *kinds);
        let listed = merged.values.listed.as_ref();
        kinds.is_none_or(|kinds| kinds.has(Kind::String))
            && listed.is_none_or(|values| values.iter().any(|value| value.is_string()))
    }

    /// The discriminator's values of one schema: those mapped to it, else those that it lists for the
    /// property and its name. `common` are values that say nothing, since the base lists them, but that
    /// its name must be among. `by_name` takes no other that it lists where its name is one of them.
    fn tags_of(
        &mut self,
        target: Option<&Pointer>,
        schema: &Schema<'d>,
        discriminator: &Discriminator<'d>,
        common: Option<&[String]>,
        by_name: bool,
    ) -> Vec<String> {
        let name = target.and_then(|at| at.last().map(|name| name.into_owned()));
        let mapped = target.map(|at| discriminator.mapped_to(self.document, at));
        let mapped: Vec<_> = mapped.into_iter().flatten().map(str::to_owned).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        if let Some(inner) = self.nested_tags(schema, discriminator.property) {
            return match self.may_write(inner.len()) {
                true => inner.to_vec(),
                false => Vec::new(),
            };
        }
        let listed = self.listed_for(schema, discriminator.property);
        let listed = listed.filter(|values| common != Some(values));
        let allowed = listed.as_deref().or(common);
        let name = name.filter(|name| allowed.is_none_or(|allowed| allowed.contains(name)));
        match (listed, name) {
            // An enum that several branches share lists all of their tags.
            (Some(listed), Some(name)) if !by_name && listed.len() <= SHARED => {
                let others = listed.into_iter().filter(|value| *value != name);
                [name.clone()].into_iter().chain(others).collect()
            }
            (_, Some(name)) => vec![name],
            (listed, None) => listed.unwrap_or_default(),
        }
    }

    /// A property that every branch requires with values of its own.
    pub(super) fn constant_tags(
        &mut self,
        schemas: &[Schema<'d>],
    ) -> Option<(String, Vec<Vec<String>>)> {
        let first = self.constants(schemas.first()?);
        for (property, _) in first.iter() {
            let tags: Option<Vec<Vec<String>>> = schemas
                .iter()
                .map(|schema| {
                    let constants = self.constants(schema);
                    let found = constants.iter().find(|(name, _)| name == property);
                    found.map(|(_, values)| values.clone())
                })
                .collect();
            let Some(tags) = tags else { continue };
            if are_distinct(&tags) {
                return Some(((*property).to_owned(), tags));
            }
        }
        None
    }

    /// The strings that a property of an object schema is restricted to, where they are few.
    pub(super) fn constants_of(
        &mut self,
        schema: &Schema<'d>,
        property: &str,
    ) -> Option<Vec<String>> {
        let values = self.listed_for(schema, property);
        values.filter(|values| values.len() <= SHARED)
    }

    /// The strings that a property of an object schema is restricted to.
    pub(super) fn listed_for(
        &mut self,
        schema: &Schema<'d>,
        property: &str,
    ) -> Option<Vec<String>> {
        let object = self.look(schema);
        if !object.unions.is_empty() {
            return None;
        }
        let schema = self.property(schema, property)?;
        let property = self.look(&schema);
        let values = property.values.listed.as_ref()?;
        let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
        texts.collect()
    }
}

/// How many values may be those of one branch: of more, it is likely that branches share the list.
const SHARED: usize = 3;

/// Whether each branch has a tag, and no two have the same.
fn are_distinct(tags: &[Vec<String>]) -> bool {
    let mut all: Vec<&String> = tags.iter().flatten().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() == count && !tags.iter().any(Vec::is_empty)
}
