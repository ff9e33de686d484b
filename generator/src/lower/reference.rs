//! References, and schemas that only wrap one: where they lead, and whether `null` is allowed there.

use super::all_of::Merged;
use super::bounds::FOLLOWED;
use super::{Direction, Lowerer, place_key};
use crate::document::{Kind, Schema, Version};
use crate::ir::{Shape, Type};
use crate::keyword::only_describes;
use crate::pointer::Pointer;
use serde_json::Value;
use std::collections::BTreeSet;

impl<'d> Lowerer<'d> {
    /// The use of what a `$ref` points to.
    pub(super) fn reference(
        &mut self,
        target: &Pointer,
        at: &Pointer,
        direction: Direction,
    ) -> Shape {
        let direction = self.effective([target].into_iter(), direction);
        let id = match self.known.get(&place_key(target, direction)) {
            Some(id) => *id,
            None => {
                let wire = self.name_at(target, direction, None);
                let name = self.type_name(&wire, target);
                let id = self.reserve(name, None, target, direction);
                self.fill(id, target, direction);
                id
            }
        };
        let mut shape = Shape::new(Type::Named(id), at.clone());
        shape.nullable = self.allows_null(target);
        shape
    }

    /// Where a schema leads that is a reference, or only wraps one: in an `allOf`, `anyOf` or
    /// `oneOf` of one branch, `null` aside. Also whether the wrapper allows `null`.
    pub(super) fn wrapped_reference(&self, schema: &Schema<'d>) -> Option<(Pointer, bool)> {
        if let Some(target) = self.pure_reference(schema) {
            let map = schema.single().and_then(|part| part.value.get("nullable"));
            let nullable = map == Some(&Value::Bool(true)) && !self.options.exact;
            return Some((target, nullable));
        }
        let part = schema.single().filter(|part| part.is_whole())?;
        let map = part.value.as_object()?;
        let mut group = None;
        let mut kind = None;
        for (key, value) in map {
            match key.as_str() {
                "allOf" | "anyOf" | "oneOf" if group.is_none() => {
                    group = Some((key, value.as_array()?))
                }
                "nullable" if !self.options.exact => {}
                "type" if value == "object" => {}
                "type" => kind = Some(value),
                key if only_describes(key) => {}
                _ => return None,
            }
        }
        let (keyword, branches) = group?;
        let at = part.at.key(keyword);
        let mut nullable = map.get("nullable") == Some(&Value::Bool(true));
        let mut target = None;
        for (index, value) in branches.iter().enumerate() {
            let branch = Schema::new(value, at.index(index));
            if keyword != "allOf" && self.is_null(&branch) {
                nullable = true;
            } else if target.is_none() {
                let (found, null) = self.wrapped_reference(&branch)?;
                nullable |= null;
                target = Some(found);
            } else if keyword == "allOf"
                && value
                    .as_object()
                    .is_some_and(|map| map.keys().all(|key| says_nothing(key)))
            {
                // A branch that only describes.
            } else {
                return None;
            }
        }
        let target = target?;
        // A component that includes a base is a subtype of it, and not another name.
        if keyword == "allOf"
            && super::visibility::is_component(&part.at)
            && self.hierarchy.subtypes(&target).is_some()
        {
            return None;
        }
        let redundant = kind.is_none_or(|kind| self.has_type(&target, kind));
        redundant.then_some((target, nullable))
    }

    /// Where a schema that only refers to another one leads.
    pub(super) fn pure_reference(&self, schema: &Schema<'d>) -> Option<Pointer> {
        let part = schema.single().filter(|part| part.is_whole())?;
        let map = part.value.as_object()?;
        let reference = map.get("$ref")?.as_str()?;
        let target = self.document.target(reference)?;
        let plain = |(key, value): (&String, &Value)| match key.as_str() {
            "$ref" => true,
            "type" => self.has_type(&target, value),
            "nullable" => !self.options.exact,
            key => only_describes(key),
        };
        let pure = self.document.version == Version::V3_0 || map.iter().all(plain);
        pure.then(|| self.document.schema_at(&target))??;
        Some(target)
    }

    /// Whether a schema states this very `type`, which beside a reference to it then says nothing more.
    fn has_type(&self, target: &Pointer, kind: &Value) -> bool {
        let schema = self.document.schema_at(target);
        let part = schema.as_ref().and_then(Schema::single);
        part.is_some_and(|part| part.value.get("type") == Some(kind))
    }

    /// Whether references from here only lead back here.
    pub(super) fn leads_to_itself(&mut self, target: &Pointer) -> bool {
        let mut at = target.clone();
        let mut followed = BTreeSet::new();
        let answer = loop {
            if let Some(known) = self.endless.get(&at) {
                break *known;
            }
            if !followed.insert(at.clone()) {
                break true;
            }
            let schema = self.document.schema_at(&at);
            match schema.and_then(|schema| self.pure_reference(&schema)) {
                Some(next) => at = next,
                None => break false,
            }
        };
        for at in followed {
            self.endless.insert(at, answer);
        }
        answer
    }

    /// Whether the schema at a place allows `null` beside its type.
    pub(super) fn allows_null(&mut self, at: &Pointer) -> bool {
        // One schema only wraps the next for as long as this lasts, so one answer is all of theirs.
        let mut wrappers = Vec::new();
        let mut at = at.clone();
        let answer = loop {
            if let Some(known) = self.nullable.get(&at) {
                break *known;
            }
            // Until it is known otherwise: a schema that leads back here adds nothing.
            self.nullable.insert(at.clone(), false);
            wrappers.push(at.clone());
            let Some(schema) = self.document.schema_at(&at) else {
                break false;
            };
            match self.wrapped_reference(&schema) {
                Some((_, true)) => break true,
                Some((target, false)) => at = target,
                None => break self.judges_null(&schema, &at),
            }
        };
        for at in wrappers {
            self.nullable.insert(at, answer);
        }
        answer
    }

    /// Whether a schema that is no wrapper allows `null`, which may depend on those inside it.
    fn judges_null(&mut self, schema: &Schema<'d>, at: &Pointer) -> bool {
        if self.followed == FOLLOWED {
            self.too_deep(at);
            return false;
        }
        self.followed += 1;
        let merged = self.look(schema);
        let answer = self.merged_allows_null(&merged);
        self.followed -= 1;
        answer
    }

    pub(super) fn merged_allows_null(&mut self, merged: &Merged<'d>) -> bool {
        let by_type = merged
            .types
            .as_ref()
            .map(|(kinds, _)| kinds.has(Kind::Null));
        let by_value = merged
            .values
            .listed
            .as_ref()
            .map(|values| values.iter().any(|value| value.is_null()));
        if by_type == Some(false) || by_value == Some(false) {
            return false;
        }
        let mut by_branch = None;
        for group in &merged.unions {
            let any =
                group
                    .branches
                    .clone()
                    .iter()
                    .any(|branch| match self.wrapped_reference(branch) {
                        Some((target, nullable)) => nullable || self.allows_null(&target),
                        None if self.is_null(branch) => true,
                        None => {
                            let merged = self.look(branch);
                            self.merged_allows_null(&merged)
                        }
                    });
            by_branch = Some(by_branch.unwrap_or(true) && any);
        }
        by_branch.or(by_value).or(by_type).unwrap_or(false)
    }
}

/// Whether a keyword of an `allOf`'s part leaves the type as it is: `null` is for all parts to allow.
fn says_nothing(key: &str) -> bool {
    only_describes(key) || key == "nullable"
}
