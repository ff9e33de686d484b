//! Paths and operations: names that are unique, and parameters that go with the path.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::path::Path;
use super::repair::Repair;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::method::{self, Method};
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// A parameter in a list, and where it stands.
struct Declared<'v> {
    name: &'v str,
    location: &'v str,
    pointer: Pointer,
}

impl<'v> Linter<'v> {
    /// Whether a key of `paths` can be a path.
    pub(super) fn path_name(&mut self, key: &str, path: &Path<'_>) -> bool {
        if key.starts_with('/') {
            return true;
        }
        let message = format!("the path `{key}` does not start with a slash");
        let diagnostic = Diagnostic::new(codes::PATH_WITHOUT_SLASH, message);
        self.report(diagnostic.at_key(&path.key(key).pointer(), format!("did you mean `/{key}`?")));
        false
    }

    /// Whether a key of `responses` is a status that was not there before.
    pub(super) fn status(
        &mut self,
        members: &Map<String, Value>,
        key: &str,
        path: &Path<'_>,
    ) -> bool {
        let at = || path.key(key).pointer();
        if key == "default" {
            return true;
        }
        let bytes = key.as_bytes();
        let is_status = matches!(
            bytes,
            [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] | [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9']
        );
        if !is_status {
            let near = match bytes.first() {
                Some(b'1'..=b'5') => format!(
                    "expected a status such as `{0}00`, or the range `{0}XX`",
                    key.chars().next().unwrap_or('2')
                ),
                _ => match nearest(key, ["default"]) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "expected a status, a range such as `2XX`, or `default`".to_owned(),
                },
            };
            let message = format!("`{key}` is not a status");
            self.report(Diagnostic::new(codes::INVALID_STATUS, message).at_key(&at(), near));
            return false;
        }
        let earlier = members.keys().find(|other| other.eq_ignore_ascii_case(key));
        if let Some(first) = earlier.filter(|first| first.as_str() != key) {
            let message = format!("the status `{key}` stands twice");
            self.report(
                Diagnostic::new(codes::DUPLICATE_STATUS, message)
                    .at_key(&at(), "the second time here")
                    .also_key(&path.key(first).pointer(), "the first time here"),
            );
            return false;
        }
        match bytes {
            [_, b'x', _] | [_, _, b'x'] => {
                let meant = key.to_ascii_uppercase();
                let message = format!("`{key}` is read as `{meant}`");
                let diagnostic = Diagnostic::new(codes::READ_AS, message);
                self.report(diagnostic.at_key(&at(), format!("write `{meant}`")));
            }
            [b'6'..=b'9', ..] => {
                let message = format!("the status `{key}` is in none of HTTP's classes");
                let diagnostic = Diagnostic::new(codes::STATUS_WITHOUT_CLASS, message);
                self.report(diagnostic.at_key(&at(), "statuses go from 100 to 599"));
            }
            _ => {}
        }
        true
    }

    pub(super) fn operation(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        self.server_names(members, path);
        let Some(Value::String(id)) = members.get("operationId") else {
            return Verdict::Keep;
        };
        let at = path.key("operationId").pointer();
        if at.as_str().starts_with("/components/") {
            // Where it is put to use there is a copy of it, which is what counts.
            return Verdict::Keep;
        }
        if let Some(first) = self.operation_ids.get(id.as_str()) {
            let message = format!("the operationId `{id}` is used twice");
            let first = first.clone();
            self.report(
                Diagnostic::new(codes::DUPLICATE_OPERATION_ID, message)
                    .at_value(&at, "the second time here")
                    .also_value(&first, "the first time here"),
            );
        } else {
            self.operation_ids.insert(id, at);
        }
        Verdict::Keep
    }

    /// Checks the parameters of every path against its template.
    pub(super) fn paths(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        for (template, item) in members {
            if !template.starts_with('/') {
                continue;
            }
            if let Value::Object(item) = item {
                self.templated(template, item, &path.key(template));
            }
        }
        Verdict::Keep
    }

    fn templated(&mut self, template: &'v str, item: &'v Map<String, Value>, path: &Path<'_>) {
        let names = template_names(template);
        let mut seen = BTreeSet::new();
        for name in &names {
            if !seen.insert(name) {
                let message = format!("the path names the parameter `{name}` twice");
                let diagnostic = Diagnostic::new(codes::REPEATED_TEMPLATE_NAME, message);
                self.report(diagnostic.at_key(&path.pointer(), ""));
            }
        }
        let shared = self.declared(item, path);
        self.unused(&shared, &names);
        if let Some(Value::Object(additional)) = item.get(method::ADDITIONAL) {
            let path = path.key(method::ADDITIONAL);
            for (method, operation) in additional {
                if let Value::Object(operation) = operation {
                    self.fills(&names, &shared, operation, &path.key(method));
                }
            }
        }
        for (method, verb) in Method::keyed() {
            let Some(Value::Object(operation)) = item.get(method) else {
                continue;
            };
            let path = path.key(method);
            self.fills(&names, &shared, operation, &path);
            if operation.contains_key("requestBody") && !verb.has_body() {
                let message = format!("a {} request has a body", verb.as_str());
                let at = path.key("requestBody").pointer();
                let diagnostic = Diagnostic::new(codes::BODY_WITHOUT_MEANING, message);
                self.report(diagnostic.at_key(&at, "it may not arrive"));
            }
        }
    }

    /// Checks that an operation's parameters, with those of its path item, fill the path's template.
    fn fills(
        &mut self,
        names: &[&'v str],
        shared: &[Declared<'v>],
        operation: &'v Map<String, Value>,
        path: &Path<'_>,
    ) {
        let own = self.declared(operation, path);
        self.unused(&own, names);
        let all = shared.iter().chain(&own);
        let declared = all.filter(|declared| declared.location == "path");
        let declared: BTreeSet<_> = declared.map(|declared| declared.name).collect();
        let names: BTreeSet<_> = names.iter().copied().collect();
        let undeclared: Vec<&str> = names.difference(&declared).copied().collect();
        if !undeclared.is_empty() {
            self.undeclared(&undeclared, operation, path);
        }
    }

    /// The parameters in a list, references followed; a second one of a name and place is taken out.
    fn declared(&mut self, holder: &'v Map<String, Value>, path: &Path<'_>) -> Vec<Declared<'v>> {
        let Some(Value::Array(parameters)) = holder.get("parameters") else {
            return Vec::new();
        };
        let mut declared: Vec<Declared<'v>> = Vec::new();
        let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, parameter) in parameters.iter().enumerate() {
            let text = |key| {
                self.followed(parameter)
                    .and_then(|value| value.get(key)?.as_str())
            };
            let (Some(name), Some(location)) = (text("name"), text("in")) else {
                continue;
            };
            let pointer = path.key("parameters").index(index).pointer();
            let number = *first.entry((name, location)).or_insert(declared.len());
            if let Some(first) = declared.get(number) {
                let message = format!("the {location} parameter `{name}` is declared twice");
                self.report(
                    Diagnostic::new(codes::DUPLICATE_PARAMETER, message)
                        .at_value(&pointer, "ignored")
                        .also_value(&first.pointer, "this is taken"),
                );
                self.remove(pointer);
                continue;
            }
            declared.push(Declared {
                name,
                location,
                pointer,
            });
        }
        declared
    }

    /// What a reference, or a chain of them, leads to.
    pub(super) fn followed(&self, value: &'v Value) -> Option<&'v Value> {
        let mut value = value;
        for _ in 0..32 {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some(value);
            };
            value = Pointer::parse(reference)?.resolve(self.root)?;
        }
        None
    }

    fn unused(&mut self, declared: &[Declared<'_>], names: &[&str]) {
        let known: BTreeSet<&str> = names.iter().copied().collect();
        for parameter in declared {
            if parameter.location != "path" || known.contains(parameter.name) {
                continue;
            }
            let message = format!("the path has no `{{{}}}`", parameter.name);
            let label = match self.nearest(parameter.name, names.iter().copied()) {
                Some(near) => format!("left out; did you mean `{near}`?"),
                None => "left out".to_owned(),
            };
            let diagnostic = Diagnostic::new(codes::UNUSED_PATH_PARAMETER, message);
            self.report(diagnostic.at_value(&parameter.pointer, label));
            self.remove(parameter.pointer.clone());
        }
    }

    /// Reports, once, the names of a path that an operation does not declare: there may be as many as a long
    /// path has room for.
    fn undeclared(&mut self, names: &[&str], operation: &Map<String, Value>, path: &Path<'_>) {
        let message = match names {
            [name] => format!("`{{{name}}}` in the path is not declared as a parameter"),
            _ => format!(
                "{} in the path are not declared as parameters",
                listed(names)
            ),
        };
        let label = "this operation takes it to be text";
        let label = if names.len() == 1 {
            label
        } else {
            "this operation takes them to be text"
        };
        self.report(
            Diagnostic::new(codes::UNDECLARED_PATH_PARAMETER, message)
                .at_whole(&path.pointer(), label),
        );
        let list = path.key("parameters").pointer();
        let added = names.len().saturating_mul(list.as_str().len());
        let Some(left) = self.addresses.checked_sub(added) else {
            let message = "a path has more names than there is room for";
            let diagnostic = Diagnostic::new(codes::LONG_KEYS, message);
            self.report(diagnostic.at_whole(&path.pointer(), "it would be part of each of them"));
            return;
        };
        self.addresses = left;
        let parameters = names.iter().map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        });
        let parameters = parameters.collect();
        if operation
            .get("parameters")
            .is_some_and(|list| !list.is_array())
        {
            self.set(list, Value::Array(parameters));
        } else {
            self.repairs.push(Repair::Append(list, parameters));
        }
    }

    /// Reports paths that differ only in the names of their parameters.
    pub(super) fn ambiguous_paths(&mut self) {
        let Some(Value::Object(paths)) = self.root.get("paths") else {
            return;
        };
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for template in paths.keys().filter(|key| key.starts_with('/')) {
            let nameless = without_names(template);
            let Some(first) = seen.get(&nameless) else {
                seen.insert(nameless, template);
                continue;
            };
            let message = format!("the paths `{first}` and `{template}` match the same URLs");
            let at = Pointer::root().key("paths");
            let diagnostic = Diagnostic::new(codes::AMBIGUOUS_PATHS, message)
                .at_key(&at.key(template), "this one")
                .also_key(&at.key(first), "and this one");
            self.diagnostics.push(diagnostic);
        }
    }
}

/// A path with nothing in its braces.
fn without_names(template: &str) -> String {
    let mut nameless = String::with_capacity(template.len());
    let mut rest = template;
    for name in template_names(template) {
        if let Some((before, after)) = rest.split_once('{') {
            nameless.push_str(before);
            nameless.push_str("{}");
            rest = &after[name.len() + 1..];
        }
    }
    nameless + rest
}

/// Several names of a path in words: the first of them, and how many more there are.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let quoted = names.iter().take(SHOWN).map(|name| format!("`{{{name}}}`"));
    let mut quoted: Vec<String> = quoted.collect();
    if names.len() > SHOWN {
        quoted.push(format!("{} more", names.len() - SHOWN));
    }
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The names in braces in a path.
pub(super) fn template_names(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        names.push(name);
        rest = after;
    }
    names
}
