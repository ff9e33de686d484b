//! Whether what a schema is made of declares a property: asked for each branch of each union, which may
//! be unions of the same schemas themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Linter;

/// What references lead to a schema that declares a property, by its name.
#[derive(Debug, Default)]
pub(super) struct Declaring<'v>(BTreeMap<(&'v str, &'v str), bool>);

/// A schema that is being asked.
struct Asked<'v> {
    /// The reference that led here.
    reference: Option<&'v str>,
    /// Of what it is made, and what was not asked yet.
    left: Vec<&'v Value>,
}

impl<'v> Linter<'v> {
    /// Whether a schema, or what it is made of, declares a property; or may, for all that is known. The
    /// stack is our own, since schemas are made of others to any depth.
    pub(super) fn declares(&mut self, schema: &'v Value, name: &'v str) -> bool {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut asked = vec![Asked {
            reference: None,
            left: vec![schema],
        }];
        while let Some(last) = asked.last_mut() {
            let Some(schema) = last.left.pop() else {
                asked.pop();
                continue;
            };
            let reference = schema.get("$ref").and_then(Value::as_str);
            let known = reference.and_then(|reference| self.declaring.0.get(&(name, reference)));
            let found = match (reference, known) {
                (_, Some(known)) => *known,
                (Some(reference), None) => match self.followed(schema) {
                    _ if !seen.insert(reference) => false,
                    Some(target) => {
                        asked.push(Asked {
                            reference: Some(reference),
                            left: vec![target],
                        });
                        false
                    }
                    None => true,
                },
                (None, None) => {
                    let left = parts(schema);
                    let found = may_declare(schema, name, left.is_empty());
                    asked.push(Asked {
                        reference: None,
                        left,
                    });
                    found
                }
            };
            if found {
                let through = asked.iter().filter_map(|asked| asked.reference);
                let through = through.map(|reference| ((name, reference), true));
                self.declaring.0.extend(through);
                return true;
            }
        }
        // None of what they lead to does.
        let none = seen.into_iter().map(|reference| ((name, reference), false));
        self.declaring.0.extend(none);
        false
    }
}

/// What a schema is made of.
fn parts(schema: &Value) -> Vec<&Value> {
    let lists = ["allOf", "oneOf", "anyOf"].iter();
    let lists = lists.filter_map(|key| schema.get(key)?.as_array());
    lists.flatten().collect()
}

/// Whether a schema declares a property itself. One that says nothing of its properties may have any.
fn may_declare(schema: &Value, name: &str, is_plain: bool) -> bool {
    match schema.get("properties") {
        Some(properties) => properties.get(name).is_some(),
        None => is_plain && schema.get("type").is_none_or(|kind| kind == "object"),
    }
}
