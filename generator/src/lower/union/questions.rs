//! What is asked of a schema before it becomes a branch.

use serde_json::Value;

use crate::document::{Kind, Schema};
use crate::keyword::only_describes;
use crate::lower::Lowerer;
use crate::lower::all_of::Group;
use crate::lower::bounds::NESTING;

/// How many references are followed to a schema of nothing but `null`.
const REFERENCES: usize = 4;

impl<'d> Lowerer<'d> {
    /// The properties that a schema requires, if that is all it does.
    pub(in crate::lower) fn only_required(&self, schema: &Schema<'d>) -> Option<Vec<String>> {
        let map = schema.single()?.value.as_object()?;
        let only = map.keys().all(|key| {
            key == "required" || (key == "type" && map["type"] == "object") || only_describes(key)
        });
        let required = map.get("required")?.as_array()?;
        only.then(|| {
            required
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
    }

    /// An `anyOf` with a branch that allows everything allows everything.
    pub(super) fn says_nothing(&self, group: &Group<'d>) -> bool {
        !group.exactly_one
            && group
                .branches
                .iter()
                .any(|branch| match branch.single().map(|part| part.value) {
                    Some(Value::Bool(allowed)) => *allowed,
                    Some(Value::Object(map)) => map.is_empty(),
                    _ => false,
                })
    }

    /// Whether a schema allows `null` and nothing else, be it by what it refers to.
    pub(in crate::lower) fn is_null(&self, schema: &Schema<'d>) -> bool {
        let mut schema = schema.clone();
        for _ in 0..REFERENCES {
            let target = self.pure_reference(&schema);
            match target.and_then(|target| self.document.schema_at(&target)) {
                Some(next) => schema = next,
                None => return self.states_null(&schema),
            }
        }
        false
    }

    fn states_null(&self, schema: &Schema<'d>) -> bool {
        let Some(map) = schema.single().and_then(|part| part.value.as_object()) else {
            return false;
        };
        // `{ nullable: true }` alone allows everything, to the letter; its authors mean `null`.
        if !self.options.exact && map.len() == 1 && map.get("nullable") == Some(&Value::Bool(true))
        {
            return true;
        }
        map.get("type")
            .is_some_and(|name| name == "null" || name == &serde_json::json!(["null"]))
            || map.get("const").is_some_and(Value::is_null)
            || map
                .get("enum")
                .and_then(Value::as_array)
                .is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
    }

    /// Whether a schema's data are objects only.
    pub(in crate::lower) fn is_object(&mut self, schema: &Schema<'d>) -> bool {
        let key = schema.key();
        if let Some(known) = self.objects.get(&key) {
            return *known;
        }
        // A union that contains itself is no object, whatever it means.
        self.objects.insert(key.clone(), false);
        let answer = self.holds_objects(schema);
        self.objects.insert(key, answer);
        answer
    }

    fn holds_objects(&mut self, schema: &Schema<'d>) -> bool {
        let merged = self.look(schema);
        match &merged.types {
            Some((kinds, _)) => kinds.without(Kind::Null).single() == Some(Kind::Object),
            None if !merged.unions.is_empty() => {
                let branches: Vec<_> = merged
                    .unions
                    .iter()
                    .flat_map(|group| group.branches.clone())
                    .collect();
                !merged.properties.is_empty()
                    || (self.depth < NESTING && {
                        self.depth += 1;
                        let all = branches.iter().all(|branch| self.is_object(branch));
                        self.depth -= 1;
                        all
                    })
            }
            None => {
                !merged.properties.is_empty()
                    || merged.additional.is_some()
                    || !merged.required.is_empty()
            }
        }
    }

    /// Whether every branch states its type, so that nothing is left open in `exact`.
    pub(super) fn is_typed(&mut self, group: &Group<'d>) -> bool {
        group.branches.iter().all(|branch| {
            let merged = self.look(branch);
            merged
                .types
                .as_ref()
                .is_some_and(|(kinds, _)| kinds.single().is_some())
                && merged.unions.is_empty()
        })
    }
}
