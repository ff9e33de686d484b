//! Path items: methods that have no key of their own, and one way to say what the query is.

use serde_json::{Map, Value};

use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::method::{self, Method};
use crate::parameter::Location;
use crate::pointer::Pointer;

/// A parameter that says something of the query.
struct OfQuery<'v> {
    name: &'v str,
    /// Whether it is the whole query.
    is_whole: bool,
    at: Pointer,
}

impl<'v> Linter<'v> {
    pub(super) fn path_item(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        let shared = self.of_query(members, path);
        self.one_query(&shared, &[]);
        for (key, _) in Method::keyed() {
            if let Some(Value::Object(operation)) = members.get(key) {
                let own = self.of_query(operation, &path.key(key));
                self.one_query(&own, &shared);
            }
        }
        if let Some(Value::Object(additional)) = members.get(method::ADDITIONAL) {
            let path = path.key(method::ADDITIONAL);
            self.additional_methods(additional, &path);
            for (name, operation) in additional {
                if let Value::Object(operation) = operation {
                    let own = self.of_query(operation, &path.key(name));
                    self.one_query(&own, &shared);
                }
            }
        }
        Verdict::Keep
    }

    /// The keys of `additionalOperations` are tokens, and no methods that have keys of their own.
    fn additional_methods(&mut self, additional: &Map<String, Value>, path: &Path<'_>) {
        for name in additional.keys() {
            if Method::additional(name).is_some() {
                continue;
            }
            let keyed = Method::keyed().find(|(_, method)| method.as_str() == name);
            let label = match keyed {
                Some((key, _)) => format!("write it at `{key}` in the path"),
                None => "expected letters, digits and signs such as `-`".to_owned(),
            };
            let message = format!("`{name}` is no additional method");
            let diagnostic = Diagnostic::new(codes::BAD_METHOD, message);
            self.report(diagnostic.at_key(&path.key(name).pointer(), label));
        }
    }

    /// The parameters in a list that say something of the query.
    fn of_query(&self, holder: &'v Map<String, Value>, path: &Path<'_>) -> Vec<OfQuery<'v>> {
        let Some(Value::Array(parameters)) = holder.get("parameters") else {
            return Vec::new();
        };
        let parameters = parameters.iter().enumerate();
        let of_query = parameters.filter_map(|(index, parameter)| {
            let text = |key| self.followed(parameter)?.get(key)?.as_str();
            let is_whole = match text("in").and_then(Location::parse)? {
                Location::Querystring => true,
                Location::Query => false,
                _ => return None,
            };
            Some(OfQuery {
                name: text("name")?,
                is_whole,
                at: path.key("parameters").index(index).pointer(),
            })
        });
        of_query.collect()
    }

    /// Where a parameter is the whole query, no other is a part of it, or the whole once more.
    fn one_query(&mut self, own: &[OfQuery<'_>], shared: &[OfQuery<'_>]) {
        for (index, one) in own.iter().enumerate() {
            // An operation's parameter takes the place of its path item's.
            let is_replaced =
                |other: &&OfQuery<'_>| (other.name, other.is_whole) == (one.name, one.is_whole);
            let shared = shared.iter().filter(|other| !is_replaced(other));
            let mut others = own[..index].iter().chain(shared);
            let Some(other) = others.find(|other| one.is_whole || other.is_whole) else {
                continue;
            };
            let (whole, rest) = if one.is_whole {
                (one, other)
            } else {
                (other, one)
            };
            let message = format!(
                "the parameter `{}` is the whole query, and `{}` stands beside it",
                whole.name, rest.name
            );
            let diagnostic = Diagnostic::new(codes::QUERY_STATED_TWICE, message)
                .at_value(&one.at, "nothing else can say what the query is")
                .also_value(&other.at, "beside this one");
            self.report(diagnostic);
        }
    }
}
