//! `oneOf`, `anyOf` and several types at once → an enum, or something simpler
//! that they amount to.

mod kinds;
mod named;
mod questions;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Form;
use super::all_of::{Group, Merged, merge, place};
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Groups, Kind, Schema};
use crate::ir::{
    Branch, Constraint, Docs, ObjectConstraint, Selection, Shape, Type, TypeKind, Union,
};
use kinds::{disjoint, texts};
pub(super) use named::place_in;

impl<'d> Lowerer<'d> {
    /// What a schema with `oneOf` or `anyOf` comes to.
    pub(super) fn unions(&mut self, merged: &Merged<'d>, direction: Direction) -> Form {
        let mut base = merged.clone();
        let mut groups = std::mem::take(&mut base.unions);
        let resolved = Groups::default().with(groups.iter().map(|group| group.at.clone()));
        for part in &mut base.parts {
            part.resolved = part.resolved.and(&resolved);
        }
        let constraints = self.required_groups(&mut groups, merged);
        let declared = declared(merged);
        base.names_undeclared = constraints
            .iter()
            .any(|constraint| constraint.names_other_than(&declared));
        groups.retain(|group| !self.says_nothing(group) && !self.is_endless(group, merged));
        if self.options.exact && groups.iter().any(|group| !self.is_typed(group)) {
            return Form::Shape(self.judged(merged));
        }
        match groups.as_slice() {
            [] => self.with_constraints(&base, constraints, direction),
            [group] if constraints.is_empty() => self.union(&base, group, merged, direction),
            _ if self.options.exact => Form::Shape(self.judged(merged)),
            [group, rest @ ..] => self.spread_first(&base, group, rest, merged, direction),
        }
    }

    /// Whether a union's only branch is the very schema that states it, or another union that has led
    /// here. It says nothing of a value then, which is complained of once.
    fn is_endless(&mut self, group: &Group<'d>, merged: &Merged<'d>) -> bool {
        let owner = group.at.parent().unwrap_or_default();
        let leads_back = |branch: &Schema<'d>| {
            let to = place(self.document, branch);
            let resolved = |key| {
                merged
                    .parts
                    .iter()
                    .any(|part| part.resolved.has(&to.key(key)))
            };
            to == owner || resolved("oneOf") || resolved("anyOf")
        };
        let mut others = group.branches.iter().filter(|branch| !self.is_null(branch));
        let (first, second) = (others.next(), others.next());
        let is_endless = second.is_none() && first.is_some_and(leads_back);
        if is_endless && self.complained.insert(owner.clone()) {
            let message = format!("{owner} refers to itself without end");
            let diagnostic = Diagnostic::new(codes::ENDLESS, message);
            let diagnostic = diagnostic.at_key(&owner, "its own judgement is part of it");
            self.diagnostics.push(diagnostic);
        }
        is_endless
    }

    /// Takes out the branch that is the union itself, which adds nothing to the others.
    fn drop_itself(&mut self, group: &Group<'d>, branches: &mut Vec<Schema<'d>>) {
        let owner = group.at.parent().unwrap_or_default();
        let is_itself = |branch: &Schema<'d>| place(self.document, branch) == owner;
        if branches.len() < 2 || !branches.iter().any(is_itself) {
            return;
        }
        branches.retain(|branch| !is_itself(branch));
        if self.complained.insert(owner.clone()) {
            let message = format!("{owner} lists itself among its branches");
            let diagnostic = Diagnostic::new(codes::LISTS_ITSELF, message);
            let diagnostic = diagnostic.at_key(&group.at, "that branch adds nothing");
            self.diagnostics.push(diagnostic);
        }
    }

    /// Takes out the groups whose branches only require properties: they constrain the object.
    pub(super) fn required_groups(
        &mut self,
        groups: &mut Vec<Group<'d>>,
        merged: &Merged<'d>,
    ) -> Vec<ObjectConstraint> {
        let mut constraints = Vec::new();
        if merged.properties.is_empty() {
            return constraints;
        }
        groups.retain(|group| {
            let required: Option<Vec<Vec<String>>> = group
                .branches
                .iter()
                .map(|branch| self.only_required(branch))
                .collect();
            let Some(required) = required else {
                return true;
            };
            constraints.push(if group.exactly_one {
                ObjectConstraint::OneGroup(required)
            } else {
                ObjectConstraint::AnyGroup(required)
            });
            false
        });
        constraints
    }

    fn with_constraints(
        &mut self,
        base: &Merged<'d>,
        constraints: Vec<ObjectConstraint>,
        direction: Direction,
    ) -> Form {
        match self.form(base, direction) {
            Form::Definition(TypeKind::Struct(mut object), nullable) => {
                object.constraints.extend(constraints);
                Form::Definition(TypeKind::Struct(object), nullable)
            }
            form => form,
        }
    }

    /// Several groups. Where others have properties, the first becomes the union, of which each branch is one of the
    /// others too; where they only judge, they judge the JSON.
    fn spread_first(
        &mut self,
        base: &Merged<'d>,
        group: &Group<'d>,
        rest: &[Group<'d>],
        merged: &Merged<'d>,
        direction: Direction,
    ) -> Form {
        let have_properties = rest
            .iter()
            .flat_map(|group| &group.branches)
            .any(|branch| !self.look(branch).properties.is_empty());
        if have_properties {
            return self.product(group, rest, merged, direction);
        }
        let mut form = self.union(base, group, merged, direction);
        let check = self.judge(merged);
        match &mut form {
            Form::Shape(shape) => shape.constraints.push(check),
            Form::Definition(TypeKind::Struct(object), _) => {
                if let Constraint::Check(index) = check {
                    object.constraints.push(ObjectConstraint::Check(index));
                }
            }
            Form::Definition(..) => return Form::Shape(self.judged(merged)),
        }
        form
    }

    /// A union of which each branch is said together with the other groups, which are unions within it: all
    /// combinations, where there is room to write them out.
    fn product(
        &mut self,
        group: &Group<'d>,
        rest: &[Group<'d>],
        merged: &Merged<'d>,
        direction: Direction,
    ) -> Form {
        let counts = rest.iter().chain([group]).map(|group| group.branches.len());
        let size = counts.fold(1_usize, usize::saturating_mul);
        if !self.may_write(size) {
            let message = "combinations of branches are too many to be written out";
            self.untyped(message, &group.at, "this is any JSON, and judged");
            return Form::Shape(self.judged(merged));
        }
        let mut base = merged.clone();
        base.unions.retain(|other| other.at != group.at);
        let resolved = Groups::default().with(std::iter::once(group.at.clone()));
        for part in &mut base.parts {
            part.resolved = part.resolved.and(&resolved);
        }
        self.union(&base, group, merged, direction)
    }

    fn union(
        &mut self,
        base: &Merged<'d>,
        group: &Group<'d>,
        merged: &Merged<'d>,
        direction: Direction,
    ) -> Form {
        let mut nullable = base
            .types
            .as_ref()
            .is_some_and(|(kinds, _)| kinds.has(Kind::Null));
        let mut branches = Vec::new();
        for branch in &group.branches {
            if self.is_null(branch) {
                nullable = true
            } else {
                branches.push(branch.clone())
            }
        }
        // A base type that excludes null wins over a null branch.
        nullable &= base
            .types
            .as_ref()
            .is_none_or(|(kinds, _)| kinds.has(Kind::Null));
        if !base.says_anything_to_branches() {
            self.drop_itself(group, &mut branches);
        }
        if branches.is_empty() {
            return Form::Shape(Shape::new(Type::Null, group.at.clone()));
        }
        if let [only] = branches.as_slice() {
            // A union whose only branch leads back to it judges itself without end, which the
            // check of it reports.
            if self.unwrapped.contains(&group.at) {
                return Form::Shape(self.judged(merged));
            }
            self.unwrapped.push(group.at.clone());
            let form = self.single_branch(base, only, nullable, direction);
            self.unwrapped.pop();
            return form;
        }
        if let Some(form) = self.enum_of_branches(base, &branches, merged, nullable) {
            return form;
        }
        if base.says_anything_to_branches() {
            for branch in &mut branches {
                *branch = self.spread_over(base, group, branch);
            }
        }
        self.branches(merged, group, branches, nullable, direction)
    }

    /// A branch together with all that is said beside its union: the branch alone, where it
    /// includes all of that itself.
    pub(super) fn spread_over(
        &mut self,
        base: &Merged<'d>,
        group: &Group<'d>,
        branch: &Schema<'d>,
    ) -> Schema<'d> {
        let alone = self.look(branch);
        let includes_all = base.places.iter().all(|at| alone.places.contains(at));
        // What is said beside a union is often said again in each branch: by ASP.NET that the tag is required.
        let says_nothing_new = || {
            let mut rest = base.clone();
            rest.required.retain(|name| !alone.required.contains(name));
            let declares = !alone.properties.is_empty() && !self.options.exact;
            let is_object = alone
                .types
                .as_ref()
                .map_or(declares, |(kinds, _)| kinds.single() == Some(Kind::Object));
            is_object && !rest.says_anything_to_branches()
        };
        if (includes_all || says_nothing_new())
            && alone.unions.iter().all(|other| other.at != group.at)
        {
            return branch.clone();
        }
        let parts = base.parts.clone();
        let resolved = parts[0].resolved.clone();
        Schema { parts }.and(branch.clone().without(&resolved))
    }

    fn single_branch(
        &mut self,
        base: &Merged<'d>,
        branch: &Schema<'d>,
        nullable: bool,
        direction: Direction,
    ) -> Form {
        if base.says_anything_to_branches() {
            let parts = base.parts.clone();
            let resolved = parts[0].resolved.clone();
            let both = Schema { parts }.and(branch.clone().without(&resolved));
            let merged = merge(self.document, &both, &mut self.diagnostics);
            return match self.form(&merged, direction) {
                Form::Shape(shape) => Form::Shape(shape.or_null(nullable)),
                Form::Definition(kind, null) => Form::Definition(kind, null || nullable),
            };
        }
        if self.wrapped_reference(branch).is_some() {
            return Form::Shape(self.shape(branch, direction).or_null(nullable));
        }
        let merged = merge(self.document, branch, &mut self.diagnostics);
        match self.form(&merged, direction) {
            Form::Shape(shape) => Form::Shape(shape.or_null(nullable)),
            Form::Definition(kind, null) => Form::Definition(kind, null || nullable),
        }
    }

    /// Branches that are all strings or lists of strings are one enum, open when one is a plain string; so are
    /// those that are integers, each with its title.
    fn enum_of_branches(
        &mut self,
        base: &Merged<'d>,
        branches: &[Schema<'d>],
        merged: &Merged<'d>,
        nullable: bool,
    ) -> Option<Form> {
        let mut values: Vec<&Value> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut titles: BTreeMap<String, (Option<&str>, Option<&str>)> = BTreeMap::new();
        let mut open = false;
        let mut constraints = Vec::new();
        for branch in branches {
            let branch = self.look(branch);
            if !branch.unions.is_empty() || branch.leftover || branch.never {
                return None;
            }
            match &branch.values.listed {
                Some(listed) => {
                    for value in listed {
                        if !value.is_string() && !value.is_i64() {
                            return None;
                        }
                        if !known.insert(value.to_string()) {
                            continue;
                        }
                        values.push(value);
                        if listed.len() == 1 {
                            titles.insert(
                                value.to_string(),
                                (branch.notes.title, branch.notes.description),
                            );
                        }
                    }
                }
                None => {
                    let plain = branch
                        .types
                        .as_ref()
                        .is_some_and(|(kinds, _)| kinds.single() == Some(Kind::String));
                    if !plain || branch.format.is_some() || open {
                        return None;
                    }
                    open = true;
                    constraints = self.text_constraints(&branch);
                }
            }
        }
        let are_strings = values.iter().all(|value| value.is_string());
        let are_integers = values.iter().all(|value| value.is_i64()) && !open;
        let says_more = match are_strings {
            true => base.says_anything_beyond_strings(),
            false => base.says_anything_beyond_integers(),
        };
        if values.is_empty() || says_more || !are_strings && !are_integers {
            return None;
        }
        // A number has no name of its own.
        let named = |value: &Value| match value.is_string() {
            true => None,
            false => titles.get(&value.to_string())?.0.map(str::to_owned),
        };
        let mut definition = self.enum_named(&values, merged, open, constraints, &named);
        for variant in &mut definition.variants {
            if let Some((title, description)) = titles.get(&variant.value.to_string()) {
                variant.docs.summary = title.map(str::to_owned);
                variant.docs.description = description.map(str::to_owned);
            }
        }
        Some(Form::Definition(TypeKind::Enum(definition), nullable))
    }

    /// The enum itself.
    fn branches(
        &mut self,
        merged: &Merged<'d>,
        group: &Group<'d>,
        mut schemas: Vec<Schema<'d>>,
        mut nullable: bool,
        direction: Direction,
    ) -> Form {
        let stated = merged.discriminator.clone();
        let discriminator = stated.or_else(|| self.inherited_discriminator(&schemas));
        let (selection, mut tags) = self.selection(discriminator.as_ref(), group, &schemas);
        let mut shapes: Vec<Shape> = Vec::with_capacity(schemas.len());
        for schema in &schemas {
            let mut shape = self.shape(schema, direction);
            nullable |= std::mem::take(&mut shape.nullable);
            shapes.push(shape);
        }
        if let Some(texts) = texts(group, &shapes) {
            if texts.are_all {
                return Form::Shape(self.text_of(merged, &texts).or_null(nullable));
            }
            let mut is_kept = texts.is_kept.iter().cycle();
            schemas.retain(|_| is_kept.next() == Some(&true));
            shapes.retain(|_| is_kept.next() == Some(&true));
            tags.retain(|_| is_kept.next() == Some(&true));
        }
        let names = self.names_of_branches(group, &schemas, &shapes, &tags);
        let secret = self.shares_secrets(&schemas, &shapes);
        let tagged = matches!(selection, Selection::Tag(_));
        let stated = group.branches.iter().filter(|branch| !self.is_null(branch));
        let targets: Vec<_> = stated.map(|branch| self.pure_reference(branch)).collect();
        let otherwise = discriminator
            .as_ref()
            .filter(|_| tagged)
            .and_then(|discriminator| self.otherwise(discriminator, &targets));
        let unknown = tagged && discriminator.is_some() && otherwise.is_none();
        let is_asked = group.exactly_one && (!tagged || unknown && self.options.exact);
        let overlaps = is_asked && !disjoint(self, &shapes);
        let branches = shapes.into_iter().zip(names).zip(tags).enumerate().map(
            |(index, ((shape, name), tags))| Branch {
                name,
                shape,
                docs: Docs::default(),
                tags,
                adds_tag: otherwise != Some(index),
            },
        );
        let union = Union {
            branches: branches.collect(),
            selection,
            exclusive: overlaps && !tagged,
            telling: None,
            otherwise,
            discriminant: None,
            unknown,
            sole: overlaps && tagged,
            open: false,
            secret,
        };
        Form::Definition(TypeKind::Union(union), nullable)
    }
}

/// The properties that a schema declares.
fn declared<'m>(merged: &Merged<'m>) -> BTreeSet<&'m str> {
    merged.properties.iter().map(|(name, _)| *name).collect()
}
