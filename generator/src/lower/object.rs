//! Objects, maps and arrays.

use super::Form;
use super::all_of::Merged;
use super::check::Select;
use super::name::{self, Case, Scope};
use super::schema::NAMES;
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Additional, Schema};
use crate::ir::{Constraint, Docs, Extras, Field, ObjectConstraint, Shape, Struct, Type, TypeKind};
use crate::pointer::Pointer;
use serde_json::Value;
use std::collections::BTreeSet;

impl<'d> Lowerer<'d> {
    pub(super) fn array(
        &mut self,
        merged: &Merged<'d>,
        at: Pointer,
        direction: Direction,
    ) -> Shape {
        let mut constraints = merged.arrays.constraints();
        let hidden = self.hidden(merged);
        let ty = if merged.prefix_items.is_empty() {
            let item = match &merged.items {
                Some(items) => self.item_shape(&hidden, None, items, direction),
                None => Shape::new(self.any(merged), at.clone()),
            };
            Type::List(Box::new(item))
        } else if closed_tuple(merged) {
            constraints.retain(|constraint| *constraint == Constraint::UniqueItems);
            Type::Tuple(
                merged
                    .prefix_items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.item_shape(&hidden, Some(index), item, direction))
                    .collect(),
            )
        } else {
            constraints.extend(
                self.judge_some(merged, Select::ITEMS)
                    .map(Constraint::Check),
            );
            Type::List(Box::new(Shape::new(self.any(merged), at.clone())))
        };
        Shape {
            ty,
            nullable: false,
            constraints,
            source: at,
        }
    }

    pub(super) fn object(
        &mut self,
        merged: &Merged<'d>,
        at: Pointer,
        direction: Direction,
    ) -> Form {
        let kept: Vec<_> = merged
            .properties
            .iter()
            .filter(|(_, schema)| self.travels(schema, direction))
            .collect();
        let forbidden = matches!(merged.additional, Some(Additional::Forbidden));
        self.forbidden_properties(merged);
        // To the letter, what is declared elsewhere is judged too; its author means otherwise.
        let to_the_letter = self.options.exact && merged.is_closed_elsewhere();
        if kept.is_empty()
            && merged.properties.is_empty()
            && !(forbidden && merged.pattern_properties.is_empty())
        {
            return Form::Shape(self.map(merged, at, direction));
        }
        let mut scope = Scope::default();
        let names = self.field_names(&kept, &mut scope);
        let required: BTreeSet<&str> = merged.required.iter().copied().collect();
        let hidden = self.hidden(merged);
        let mut fields = Vec::with_capacity(kept.len());
        for index in name::reading_order(kept.iter().map(|(wire, _)| *wire), &names) {
            let (wire, schema) = kept[index];
            let (is_required, name) = (required.contains(wire), names[index].clone());
            // What several places say of a property is this object's.
            let is_merged = schema.parts.len() > 1;
            let owner = is_merged.then(|| self.inline_name(&merged.parts, direction));
            let property = owner.map(|owner| (owner, wire.to_string()));
            let outer = std::mem::replace(&mut self.property, property);
            let shape = self.property_shape(&hidden, wire, schema, direction);
            self.property = outer;
            fields.push((index, self.field(wire, schema, shape, name, is_required)));
        }
        fields.sort_unstable_by_key(|(index, _)| *index);
        let fields: Vec<Field> = fields.into_iter().map(|(_, field)| field).collect();
        let mut constraints = Vec::new();
        // A property that does not travel this way is declared all the same.
        let declared: BTreeSet<&str> = merged.properties.iter().map(|(name, _)| *name).collect();
        let undeclared = merged.required.iter();
        let undeclared = undeclared.filter(|name| !declared.contains(*name));
        constraints.extend(undeclared.map(|name| ObjectConstraint::Required((*name).to_owned())));
        let (least, most) = merged.objects.count.limits();
        constraints.extend(least.map(ObjectConstraint::MinProperties));
        constraints.extend(most.map(ObjectConstraint::MaxProperties));
        constraints.extend(merged.dependent_required.iter().map(|(name, others)| {
            ObjectConstraint::Dependent(
                (*name).to_owned(),
                others.iter().map(|&other| other.to_owned()).collect(),
            )
        }));
        let forbidden_groups = self.forbidden_groups(merged, &fields);
        // What is dropped cannot be judged.
        let needs_extras = self.options.exact
            || constraints
                .iter()
                .any(|constraint| constraint.names_other_than(&declared))
            || merged.names_undeclared
            || merged.leftover
            || self.counts_undeclared(merged)
            || (!merged.nots.is_empty() && forbidden_groups.is_none())
            || !merged.property_names.is_empty()
            || !merged.pattern_properties.is_empty();
        let mut extras_name = || scope.take("additional_properties", Case::Snake);
        let extras = match &merged.additional {
            Some(Additional::Allowed(schema))
                if !to_the_letter && merged.pattern_properties.is_empty() =>
            {
                let name = extras_name();
                Extras::Kept {
                    name,
                    value: Box::new(self.undeclared_shape(&hidden, schema, &declared, direction)),
                }
            }
            Some(Additional::Forbidden)
                if !to_the_letter && merged.pattern_properties.is_empty() =>
            {
                if self.options.exact {
                    Extras::Forbidden {
                        name: extras_name(),
                    }
                } else {
                    Extras::Dropped
                }
            }
            _ if needs_extras => {
                let name = extras_name();
                Extras::Kept {
                    name,
                    value: Box::new(Shape::new(hidden.undeclared(&declared), at.clone())),
                }
            }
            _ => Extras::Dropped,
        };
        let closed = forbidden && !to_the_letter && merged.pattern_properties.is_empty();
        let travels: BTreeSet<&str> = fields.iter().map(|field| &*field.wire).collect();
        let ignored = declared
            .iter()
            .filter(|name| closed && !travels.contains(*name));
        let ignored = ignored.map(|name| (*name).to_owned()).collect();
        let judged = merged.leftover
            || (!merged.nots.is_empty() && forbidden_groups.is_none())
            || !merged.property_names.is_empty()
            || !merged.pattern_properties.is_empty()
            || to_the_letter;
        if judged {
            let closings = if to_the_letter {
                Select::PROPERTIES
            } else {
                Select::PROPERTY_NAMES
            };
            let check = self.judge_some(merged, Select::INEXPRESSIBLE.or(closings));
            constraints.extend(check.map(ObjectConstraint::Check));
        } else {
            let groups = forbidden_groups.into_iter().flatten();
            constraints.extend(groups.map(ObjectConstraint::NotGroup));
        }
        Form::Definition(
            TypeKind::Struct(Struct {
                // What it is called is known when all types are: `companion::name` says it.
                builder: crate::ir::Name::default(),
                fields,
                extras,
                closed,
                ignored,
                constraints,
            }),
            false,
        )
    }

    /// Complains of properties that an `additionalProperties` of another place forbids to the letter,
    /// once for each such place and property.
    fn forbidden_properties(&mut self, merged: &Merged<'d>) {
        let conditional = match merged.closings.is_empty() {
            true => Vec::new(),
            false => self.conditional_properties(merged),
        };
        for closing in &merged.closings {
            let declared = merged.properties.iter().chain(&conditional);
            let fits = closing.fits();
            let elsewhere =
                declared.filter(|(name, _)| !closing.names.contains(name) && !fits(name));
            let mut forbidden = Vec::new();
            for (name, schema) in elsewhere {
                let excludes = match &closing.additional {
                    Additional::Forbidden => true,
                    Additional::Allowed(others) if is_free(others) => false,
                    Additional::Allowed(others) => {
                        let both = others.clone().and(schema.clone());
                        self.look(&both).never
                    }
                };
                let place = closing.at.key(name);
                if excludes && self.complained.insert(place) {
                    forbidden.push((*name, schema.at().clone()));
                }
            }
            let Some((_, declared_at)) = forbidden.first() else {
                continue;
            };
            let names: Vec<_> = forbidden
                .iter()
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            let names = names.join(", ");
            let message = format!("to the letter, this object can never have {names}");
            let diagnostic = Diagnostic::new(codes::FORBIDDEN_ELSEWHERE, message)
                .at_key(&closing.at, "counts only the `properties` beside it")
                .also_key(declared_at, "declared in another part");
            self.diagnostics.push(diagnostic);
        }
    }

    /// The properties that only conditions declare, which no `properties` beside them names.
    fn conditional_properties(&self, merged: &Merged<'d>) -> Vec<(&'d str, Schema<'d>)> {
        let mut found = Vec::new();
        for at in &merged.places {
            let Some(value) = at.resolve(&self.document.value) else {
                continue;
            };
            let place = self.document.root().other(value, at.clone());
            let conditions = ["then", "else"].map(|key| place.member(key));
            let dependent = place.members("dependentSchemas").into_iter();
            let dependent = dependent.map(|(_, schema)| schema);
            for condition in conditions.into_iter().flatten().chain(dependent) {
                let properties = condition.members("properties").into_iter();
                found.extend(
                    properties.map(|(name, schema)| (name, Schema::new(schema.value, schema.at))),
                );
            }
        }
        found
    }

    /// Whether how many properties there are can depend on those that are not declared.
    fn counts_undeclared(&self, merged: &Merged<'d>) -> bool {
        let (least, most) = merged.objects.count.limits();
        least.is_some_and(|least| least > merged.required.len() as u64) || most.is_some()
    }

    /// The groups of properties that must not all be there, where every `not` says only that, and
    /// of properties that the type knows.
    pub(super) fn forbidden_groups(
        &self,
        merged: &Merged<'d>,
        fields: &[Field],
    ) -> Option<Vec<Vec<String>>> {
        let is_field = |name: &String| fields.iter().any(|field| field.wire == *name);
        let group = |schema| {
            let names = self.only_required(schema)?;
            names.iter().all(is_field).then_some(names)
        };
        merged.nots.iter().map(group).collect()
    }

    pub(super) fn field(
        &mut self,
        wire: &str,
        schema: &Schema<'d>,
        shape: Shape,
        name: crate::ir::Name,
        required: bool,
    ) -> Field {
        let merged = self.look(schema);
        let notes = &merged.notes;
        let docs = match self.wrapped_reference(schema) {
            // The type behind the reference carries its own description.
            Some(_) => Docs {
                description: notes
                    .description
                    .filter(|_| !self.is_defined(&shape))
                    .map(str::to_owned),
                ..Docs::default()
            },
            None => Self::docs(notes),
        };
        Field {
            name,
            wire: wire.to_owned(),
            docs,
            shape,
            required,
            default: notes.default.cloned(),
            // `fixed::run` says it.
            fixed: None,
            read_only: notes.read_only,
            write_only: notes.write_only,
        }
    }

    /// An object without declared properties.
    pub(super) fn map(&mut self, merged: &Merged<'d>, at: Pointer, direction: Direction) -> Shape {
        let mut constraints = merged.objects.constraints();
        let hidden = self.hidden(merged);
        let value = match (&merged.additional, merged.pattern_properties.as_slice()) {
            (Some(Additional::Allowed(schema)), [])
            | (Some(Additional::Forbidden), [(_, schema)]) => {
                self.undeclared_shape(&hidden, schema, &BTreeSet::new(), direction)
            }
            _ => Shape::new(self.any(merged), at.clone()),
        };
        let judged = !merged.pattern_properties.is_empty()
            || !merged.property_names.is_empty()
            || !merged.required.is_empty()
            || !merged.dependent_required.is_empty();
        if judged {
            constraints.extend(self.judge_some(merged, NAMES).map(Constraint::Check));
        }
        Shape {
            ty: Type::Map(Box::new(value)),
            nullable: false,
            constraints,
            source: at,
        }
    }
}

/// Whether a schema says nothing.
fn is_free(schema: &Schema<'_>) -> bool {
    schema.parts.iter().all(|part| match part.value {
        Value::Bool(allowed) => *allowed,
        Value::Object(map) => map.is_empty(),
        _ => true,
    })
}

/// Whether an array always has exactly the items of its `prefixItems`.
pub(super) fn closed_tuple(merged: &Merged<'_>) -> bool {
    let length = merged.prefix_items.len() as u64;
    let closed = merged.items.as_ref().is_some_and(|items| {
        items
            .parts
            .iter()
            .any(|part| part.value == &Value::Bool(false))
    });
    let (min, max) = merged.arrays.count.limits();
    let (full, bounded) = (min == Some(length), max == Some(length));
    // Rust's traits stop at tuples of twelve.
    full && (closed || bounded) && (2..=12).contains(&length)
}
