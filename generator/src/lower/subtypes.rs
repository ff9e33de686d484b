//! A schema with a `discriminator` and no branches, and those that include it by `allOf` → a union
//! of the subtypes, for whoever refers to the schema in order to mean any of them.

use super::Form;
use super::all_of::Merged;
use super::name::{self, Case, Scope};
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Discriminator, Schema};
use crate::ir::{Branch, Docs, Selection, Shape, TypeKind, Union};
use crate::pointer::Pointer;
use crate::reserved;

impl<'d> Lowerer<'d> {
    /// The type of a base schema, whose own properties come to `form`: any of its subtypes.
    pub(super) fn any_subtype(
        &mut self,
        base: &Schema<'d>,
        merged: &Merged<'d>,
        form: Form,
        direction: Direction,
    ) -> Form {
        let at = base.at().clone();
        if self.hierarchy.is_unlisted(&at) && !self.options.exact {
            let message = "bases have too many subtypes, all of them together, to be written out";
            self.untyped(message, &at, "this is any JSON, and judged");
            return Form::Shape(self.judged(merged));
        }
        let keywords = base.single().map(|part| self.document.keywords(part));
        let discriminator = keywords.and_then(|keywords| keywords.discriminator);
        let (Some(subtypes), Some(discriminator), false) = (
            self.hierarchy.subtypes(&at).map(<[Pointer]>::to_vec),
            discriminator,
            self.options.exact,
        ) else {
            return form;
        };
        let (own, nullable) = match form {
            Form::Shape(shape) => (shape, false),
            Form::Definition(kind, nullable) => {
                let wire = self.name_at(&at, direction, Some("Base"));
                let docs = Self::docs(&merged.notes);
                (self.define(&wire, &at, kind, docs), nullable)
            }
        };
        let schemas: Vec<_> = subtypes
            .iter()
            .filter_map(|at| self.document.schema_at(at))
            .collect();
        let (selection, mut tags) = self.subtype_tags(base, &schemas, &discriminator);
        let mut scope = Scope::reserving(reserved::VARIANTS);
        let mut branches = Vec::with_capacity(schemas.len() + 1);
        for (schema, at) in schemas.iter().zip(&subtypes) {
            let wire = at.last().unwrap_or_default();
            branches.push(Branch {
                name: scope.take(&name::identifier(&wire, Case::Camel), Case::Camel),
                shape: Shape {
                    nullable: false,
                    ..self.reference(at, schema.at(), direction)
                },
                docs: Docs::default(),
                tags: std::mem::take(&mut tags[branches.len()]),
                adds_tag: true,
            });
        }
        // Data without a tag is the base's, unless it has what only a subtype declares.
        let is_known = |tag: &String| branches.iter().any(|branch| branch.tags.contains(tag));
        let own_tag = at.last().map(std::borrow::Cow::into_owned);
        let own = Branch {
            name: scope.take("Base", Case::Camel),
            shape: own,
            docs: Docs {
                description: Some("None of the others in particular.".to_owned()),
                ..Docs::default()
            },
            tags: own_tag.into_iter().filter(|tag| !is_known(tag)).collect(),
            adds_tag: false,
        };
        branches.insert(0, own);
        let tagged = matches!(selection, Selection::Tag(_));
        let places = [&at].into_iter().chain(&subtypes);
        let places: Vec<_> = places.map(|at| Some(at.clone())).collect();
        let otherwise = match tagged {
            true => self.otherwise(&discriminator, &places),
            false => None,
        };
        if let Some(index) = otherwise {
            // Without its tag the base would be read as the one that has all others.
            branches[0].adds_tag = true;
            branches[index].adds_tag = false;
        }
        let unknown = tagged && otherwise.is_none();
        let secret = branches
            .iter()
            .any(|branch| self.holds_secret(&branch.shape));
        let union = Union {
            branches,
            selection,
            exclusive: false,
            telling: None,
            otherwise,
            discriminant: None,
            unknown,
            sole: false,
            open: false,
            secret,
        };
        Form::Definition(TypeKind::Union(union), nullable)
    }

    /// How subtypes are told apart, and the tags of each.
    fn subtype_tags(
        &mut self,
        base: &Schema<'d>,
        subtypes: &[Schema<'d>],
        discriminator: &Discriminator<'d>,
    ) -> (Selection, Vec<Vec<String>>) {
        let property = discriminator.property;
        let common = self.listed_for(base, property);
        let schemas = subtypes.iter();
        let named: Vec<_> = schemas
            .map(|schema| (Some(schema.at().clone()), schema))
            .collect();
        if let Some(tags) = self.tags(&named, discriminator, common.as_deref()) {
            return (Selection::Tag(property.to_owned()), tags);
        }
        self.diagnostics.push(
            Diagnostic::new(
                codes::DISCRIMINATOR_UNUSED,
                format!("`{property}` cannot tell the subtypes apart"),
            )
            .at_value(
                &discriminator.at,
                "subtypes are chosen by the data that fits best",
            ),
        );
        (Selection::BestFit, vec![Vec::new(); subtypes.len()])
    }

    /// The discriminator of the base that all branches of a union include.
    pub(super) fn inherited_discriminator(
        &mut self,
        branches: &[Schema<'d>],
    ) -> Option<Discriminator<'d>> {
        let mut found: Option<Discriminator<'d>> = None;
        for branch in branches {
            let discriminator = self.look(branch).discriminator.clone()?;
            self.hierarchy.subtypes(&discriminator.at.parent()?)?;
            if found
                .as_ref()
                .is_some_and(|known| known.at != discriminator.at)
            {
                return None;
            }
            found = Some(discriminator);
        }
        found
    }
}
