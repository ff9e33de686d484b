//! Links and callbacks: operations that there are, parameters that they have, and expressions that can be read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::path::Path;
use super::{Followed, Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::expression::{self, Piece};
use crate::method;
use crate::pointer::Pointer;

impl<'v> Linter<'v> {
    pub(super) fn link(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        let leads = |key| {
            let value: Option<&Value> = members.get(key);
            value.is_some_and(|value| value.is_string() || value.is_number() || value.is_boolean())
        };
        if leads("operationId") || leads("operationRef") {
            self.follow(members, path);
            return Verdict::Keep;
        }
        let message = "a link has neither `operationId` nor `operationRef`";
        let diagnostic = Diagnostic::new(codes::MISSING_WORDS, message);
        self.report(diagnostic.at_whole(&path.pointer(), "it leads nowhere, and is left out"));
        Verdict::Drop
    }

    /// Keeps in mind where a link leads, until all operations are known, and reads what it says of their
    /// parameters.
    fn follow(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let parameters = members.get("parameters").and_then(Value::as_object);
        for (name, value) in parameters.into_iter().flatten() {
            if let Value::String(text) = value {
                let at = path.key("parameters").key(name).pointer();
                self.readable(text, &at, false);
            }
        }
        if let Some(Value::String(body)) = members.get("requestBody") {
            self.readable(body, &path.key("requestBody").pointer(), false);
        }
        if let Some(Value::String(id)) = members.get("operationId") {
            self.links.push(Followed {
                id,
                parameters,
                at: path.pointer(),
            });
        }
    }

    /// Checks where links lead, once all operations are known.
    pub(super) fn report_links(&mut self) {
        let links = std::mem::take(&mut self.links);
        let ids = std::mem::take(&mut self.operation_ids);
        let mut names: BTreeMap<&str, Option<BTreeSet<&str>>> = BTreeMap::new();
        for link in links {
            let taken = names
                .entry(link.id)
                .or_insert_with(|| self.taken(ids.get(link.id)?))
                .as_ref();
            let Some(taken) = taken else {
                let label = match self.nearest(link.id, ids.keys().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "no operation has this `operationId`".to_owned(),
                };
                let message = format!("a link leads to `{}`, which is nowhere", link.id);
                let diagnostic = Diagnostic::new(codes::ASTRAY_LINK, message);
                self.report(diagnostic.at_value(&link.at.key("operationId"), label));
                continue;
            };
            for name in link.parameters.into_iter().flat_map(Map::keys) {
                let bare = ["path.", "query.", "header.", "cookie."]
                    .into_iter()
                    .find_map(|place| name.strip_prefix(place));
                if taken.contains(name.as_str()) || bare.is_some_and(|bare| taken.contains(bare)) {
                    continue;
                }
                let label = match self.nearest(name, taken.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "it takes none of this name".to_owned(),
                };
                let message = format!("`{}` has no parameter `{name}`", link.id);
                let diagnostic = Diagnostic::new(codes::ASTRAY_LINK, message);
                self.report(diagnostic.at_key(&link.at.key("parameters").key(name), label));
            }
        }
    }

    /// The names of the parameters of an operation, those of its path item among them, by where its id stands.
    fn taken(&self, id: &Pointer) -> Option<BTreeSet<&'v str>> {
        let operation = id.parent()?;
        let mut item = operation.parent();
        if item.as_ref().and_then(Pointer::last).as_deref() == Some(method::ADDITIONAL) {
            item = item.and_then(|additional| additional.parent());
        }
        let holders = [Some(operation), item].into_iter().flatten();
        let lists = holders.filter_map(|holder| {
            let holder: &'v Value = holder.resolve(self.root)?;
            holder.get("parameters")?.as_array()
        });
        let parameters = lists.flatten().filter_map(|it| self.followed(it));
        Some(
            parameters
                .filter_map(|it| it.get("name")?.as_str())
                .collect(),
        )
    }

    /// The keys of a callback are addresses that a request tells.
    pub(super) fn callback(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        for key in members.keys().filter(|key| !key.starts_with("x-")) {
            self.readable(key, &path.key(key).pointer(), true);
        }
        Verdict::Keep
    }

    /// Reports what is meant as an expression and is none. A text without a dollar is a constant.
    fn readable(&mut self, text: &str, at: &Pointer, is_key: bool) {
        let pieces = expression::pieces(text);
        let wrong = match &pieces {
            None => Some("a brace is not closed".to_owned()),
            Some(pieces) => pieces.iter().find_map(|piece| match piece {
                Piece::Expression(it)
                    if (is_key || it.starts_with('$')) && !expression::is_expression(it) =>
                {
                    Some(format!("`{it}` is none"))
                }
                Piece::Expression(_) | Piece::Text(_) => None,
            }),
        };
        let Some(label) = wrong else {
            return;
        };
        let message = format!("`{text}` is not a runtime expression");
        let diagnostic = Diagnostic::new(codes::BAD_EXPRESSION, message);
        self.report(match is_key {
            true => diagnostic.at_key(at, label),
            false => diagnostic.at_value(at, label),
        });
    }
}
