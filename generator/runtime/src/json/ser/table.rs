//! The properties of an object to JSON text, be they declared or not.

use std::collections::BTreeMap;

use crate::json::ser::{Encode, Output, Property};

/// The properties of an object, and those that are not declared.
pub struct Table<'a> {
    properties: &'a [Property<'a>],
    rest: Option<&'a dyn Rest>,
}

impl<'a> Table<'a> {
    /// Declared properties, of which absent ones are left out.
    pub fn new(properties: &'a [Property<'a>]) -> Self {
        Self {
            properties,
            rest: None,
        }
    }

    /// A map of further properties, which may not repeat the declared ones.
    #[must_use]
    pub fn rest(mut self, rest: &'a dyn Rest) -> Self {
        self.rest = Some(rest);
        self
    }

    /// Writes an object.
    pub fn write(self, output: &mut Output) {
        let Self { properties, rest } = self;
        if !output.enter() {
            return;
        }
        let mut first = match rest {
            None => output.begin_object(&|name| has(properties, name)),
            Some(rest) => output.begin_object(&|name| has(properties, name) || rest.has(name)),
        };
        output.properties(properties, &mut first);
        if let Some(rest) = rest {
            rest.write(output, &mut |output, name| {
                let is_declared = properties.iter().any(|(declared, _)| *declared == name);
                if !is_declared {
                    output.key(name, &mut first);
                }
                !is_declared
            });
        }
        output.leave('}');
    }
}

fn has(properties: &[Property<'_>], name: &str) -> bool {
    properties
        .iter()
        .any(|(declared, value)| *declared == name && !value.is_absent())
}

/// A map of properties that are not declared.
pub trait Rest {
    /// Whether it holds that property.
    fn has(&self, name: &str) -> bool;

    /// Writes each value, unless `key` says that its name is taken.
    fn write(&self, output: &mut Output, key: &mut dyn FnMut(&mut Output, &str) -> bool);
}

impl<T: Encode> Rest for BTreeMap<String, T> {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn write(&self, output: &mut Output, key: &mut dyn FnMut(&mut Output, &str) -> bool) {
        for (name, value) in self {
            if key(output, name) {
                value.encode(output);
            }
        }
    }
}
