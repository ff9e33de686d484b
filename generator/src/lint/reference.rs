//! References in a bundled document: each leads to something, and to something of the right kind.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::{Object, Weight};
use crate::pointer::Pointer;
use crate::version::Version;

impl<'v> Linter<'v> {
    /// Checks what may be an object or a reference to one.
    pub(super) fn reference_or(
        &mut self,
        value: &'v Value,
        members: &'v Map<String, Value>,
        object: Object,
        path: &Path<'_>,
    ) -> Verdict {
        let Some(reference) = members.get("$ref") else {
            return self.object(value, object, path);
        };
        let Value::String(text) = reference else {
            let at = path.key("$ref").pointer();
            let message = "a reference is not text";
            let diagnostic = Diagnostic::new(codes::BAD_REFERENCE, message);
            self.report(
                diagnostic.at_value(&at, "expected text such as `#/components/schemas/Pet`"),
            );
            return self.broken(object, path);
        };
        if object == Object::Schema {
            self.siblings(members, path);
        }
        if self.leads_somewhere(text, object, path) {
            Verdict::Keep
        } else {
            self.broken(object, path)
        }
    }

    /// A schema that cannot be known is one that allows anything; other parts are taken out.
    fn broken(&mut self, object: Object, path: &Path<'_>) -> Verdict {
        if object != Object::Schema {
            return Verdict::Drop;
        }
        self.set(path.pointer(), Value::Object(Map::new()));
        Verdict::Keep
    }

    fn siblings(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        for (key, value) in members {
            let Some(field) = Object::Schema.field(key) else {
                continue;
            };
            let at = path.key(key);
            match self.version {
                Version::V3_1 | Version::V3_2 => {
                    if self.shape(value, field.shape, field.weight, &at) == Verdict::Drop {
                        self.remove(at.pointer());
                    }
                }
                Version::V3_0 if field.weight == Weight::Heavy => {
                    let message = format!("`{key}` has no effect beside a reference");
                    self.report(
                        Diagnostic::new(codes::REFERENCE_SIBLINGS, message)
                            .at_key(&at.pointer(), "ignored, as OpenAPI 3.0 says")
                            .help("put the reference into an `allOf` of one"),
                    );
                }
                Version::V3_0 => {}
            }
        }
    }

    fn leads_somewhere(&mut self, text: &'v str, object: Object, path: &Path<'_>) -> bool {
        let at = || path.key("$ref").pointer();
        let Some(fragment) = text.strip_prefix('#') else {
            // Reading the files has said why this was not followed.
            return false;
        };
        let Some(pointer) = Pointer::parse(text) else {
            if self.is_anchor(fragment) {
                return true;
            }
            let message = format!("the reference `{text}` is not a JSON pointer");
            let label = "expected something like `#/components/schemas/Pet`";
            self.report(Diagnostic::new(codes::BAD_REFERENCE, message).at_value(&at(), label));
            return false;
        };
        let Some(target) = pointer.resolve(self.root) else {
            self.dangling(text, &pointer, object, at());
            return false;
        };
        self.is_of_kind(text, &pointer, object, path) && self.ends(text, target, path)
    }

    /// A reference to what the schemas around bind, of which there must be one at least.
    pub(super) fn dynamic_reference(&mut self, text: &'v str, path: &Path<'_>) {
        let Some(fragment) = text.strip_prefix('#') else {
            return;
        };
        let leads = match Pointer::parse(text) {
            Some(pointer) => pointer.resolve(self.root).is_some(),
            None => self.is_anchor(fragment),
        };
        if !leads && self.version != Version::V3_0 {
            let message = format!("the reference `{text}` leads to nothing");
            let label = "nothing is named so: any value is allowed";
            let diagnostic = Diagnostic::new(codes::MISSING_SCHEMA, message);
            self.report(diagnostic.at_value(&path.pointer(), label));
        }
    }

    fn is_anchor(&mut self, name: &str) -> bool {
        if self.version == Version::V3_0 {
            return false;
        }
        let root = self.root;
        let anchors = self.anchors.get_or_insert_with(|| {
            let mut anchors = BTreeSet::new();
            collect_anchors(root, &mut anchors);
            anchors
        });
        anchors.contains(name)
    }

    fn dangling(&mut self, text: &str, pointer: &Pointer, object: Object, at: Pointer) {
        let mut exists = pointer.parent();
        while let Some(parent) = exists
            .as_ref()
            .filter(|parent| parent.resolve(self.root).is_none())
        {
            exists = parent.parent();
        }
        let ancestor = exists.unwrap_or_default();
        let missing = pointer
            .tokens()
            .nth(ancestor.tokens().count())
            .unwrap_or_default();
        let siblings = ancestor.resolve(self.root).and_then(Value::as_object);
        let near = self.nearest(
            &missing,
            siblings.into_iter().flat_map(Map::keys).map(String::as_str),
        );
        let (code, label) = match near {
            Some(near) => (codes::DANGLING_REFERENCE, format!("did you mean `{near}`?")),
            None if object == Object::Schema => {
                let label =
                    format!("there is no `{missing}` in `{ancestor}`: any value is allowed");
                (codes::MISSING_SCHEMA, label)
            }
            None => (
                codes::DANGLING_REFERENCE,
                format!("there is no `{missing}` in `{ancestor}`"),
            ),
        };
        let message = format!("the reference `{text}` leads to nothing");
        let diagnostic = Diagnostic::new(code, message).at_value(&at, label);
        let missing = ancestor.key(&missing);
        if missing == *pointer {
            self.report(diagnostic);
            return;
        }
        // Of a whole part that is not there, the first reference into it says all there is to say.
        self.astray
            .entry((missing, code.id))
            .and_modify(|(_, more)| *more += 1)
            .or_insert((diagnostic, 0));
    }

    /// Reports references into parts that are not there.
    pub(super) fn report_astray(&mut self) {
        for ((missing, _), (diagnostic, more)) in std::mem::take(&mut self.astray) {
            let diagnostic = match more {
                0 => diagnostic,
                1 => diagnostic.help(format!("another reference leads into `{missing}`")),
                _ => diagnostic.help(format!("{more} more references lead into `{missing}`")),
            };
            self.report(diagnostic);
        }
    }

    /// Whether a reference into `components` leads to the map of its kind.
    fn is_of_kind(
        &mut self,
        text: &str,
        pointer: &Pointer,
        object: Object,
        path: &Path<'_>,
    ) -> bool {
        let mut tokens = pointer.tokens();
        let (first, kind) = (tokens.next(), tokens.next());
        let is_component = tokens.next().is_some() && tokens.next().is_none();
        let (Some(kind), Some(expected)) = (kind, object.component_kind()) else {
            return true;
        };
        if first.as_deref() != Some("components") || !is_component || kind == expected {
            return true;
        }
        if Object::Components.field(&kind).is_none() {
            return true;
        }
        let message = format!("the reference `{text}` does not lead to {}", object.title());
        let label = format!("expected one of `#/components/{expected}`");
        let at = path.key("$ref").pointer();
        self.report(Diagnostic::new(codes::WRONG_KIND, message).at_value(&at, label));
        false
    }

    /// Whether a chain of references ends at something that is none.
    fn ends(&mut self, text: &'v str, target: &'v Value, path: &Path<'_>) -> bool {
        let mut seen = BTreeSet::from([text]);
        let mut target = target;
        if self.ending.contains(text) {
            return true;
        }
        while let Some(next) = only_reference(target, self.version) {
            if !seen.insert(next) {
                let message = format!("the reference `{text}` leads in a circle");
                let diagnostic = Diagnostic::new(codes::REFERENCE_CYCLE, message);
                let label = "it stands for nothing but other references";
                self.report(diagnostic.at_value(&path.key("$ref").pointer(), label));
                return false;
            }
            if self.ending.contains(next) {
                break;
            }
            match Pointer::parse(next).and_then(|pointer| pointer.resolve(self.root)) {
                Some(value) => target = value,
                // What is wrong there is reported there.
                None => return true,
            }
        }
        self.ending.extend(seen);
        true
    }
}

/// The reference that a value is, if it is nothing else.
fn only_reference(value: &Value, version: Version) -> Option<&str> {
    let members = value.as_object()?;
    let alone = version == Version::V3_0 || members.len() == 1;
    members.get("$ref")?.as_str().filter(|_| alone)
}

fn collect_anchors<'v>(value: &'v Value, anchors: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(members) => {
            for key in ["$anchor", "$dynamicAnchor"] {
                anchors.extend(members.get(key).and_then(Value::as_str));
            }
            members
                .values()
                .for_each(|value| collect_anchors(value, anchors));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| collect_anchors(value, anchors)),
        _ => {}
    }
}
