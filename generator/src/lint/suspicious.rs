//! Schemas that say something other than what was surely meant: names that nothing declares, bounds
//! on values that they do not concern, patterns that match nothing.

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use super::shape::fits;
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::Object;
use crate::json::{Kind, Kinds};
use crate::keyword::{self, Applied};
use crate::pattern::{can_match, least_chars, parse};

impl<'v> Linter<'v> {
    /// Warns of what has no sense in a schema.
    pub(super) fn suspicious(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        self.idle_keywords(members, path);
        self.undeclared_required(members, path);
        self.impossible_pattern(members, path);
        self.contradictions(members, path);
    }

    fn idle_keywords(&mut self, members: &Map<String, Value>, path: &Path<'_>) {
        let types: Vec<&str> = match members.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        if types
            .iter()
            .any(|name| !super::schema::TYPES.contains(name))
        {
            return;
        }
        let kinds = types.iter().filter_map(|name| Kind::parse(name));
        let allowed = kinds.fold(Kinds::NONE, |all, kind| all.or(Kinds::only(kind)));
        for (key, value) in members {
            let Some(keyword) = keyword::find(key) else {
                continue;
            };
            let concerned = keyword.concerns.and(allowed);
            let field = Object::Schema.field(key);
            let is_read = field.is_some_and(|field| fits(value, field.shape));
            let (true, Some(kind)) = (concerned.is_empty() && is_read, keyword.concerns.single())
            else {
                continue;
            };
            let types = super::shape::alternatives(&types);
            let message = format!("`{key}` says nothing of a value of type {types}");
            let label = format!("it is for type `{}`", kind.as_str());
            self.report(
                Diagnostic::new(codes::IDLE_KEYWORD, message)
                    .at_key(&path.key(key).pointer(), label)
                    .also_value(&path.key("type").pointer(), ""),
            );
        }
    }

    /// Warns of required names that a schema with properties doesn't declare.
    fn undeclared_required(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let (Some(Value::Array(required)), Some(Value::Object(properties))) =
            (members.get("required"), members.get("properties"))
        else {
            return;
        };
        // Others may declare the name: the branches of this schema, or what it is a branch of.
        let may_declare = |key: &str| {
            let applied = keyword::applied(key).filter(|_| key != "properties");
            applied.is_some_and(|it| matches!(it, Applied::InPlace | Applied::Properties))
        };
        if members.keys().any(|key| may_declare(key)) || path.is_branch() {
            return;
        }
        for (index, name) in required.iter().enumerate() {
            let Value::String(name) = name else { continue };
            if properties.contains_key(name) {
                continue;
            }
            let message = format!("the required `{name}` is none of the properties");
            let label = match self.nearest(name, properties.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "it may hold anything, but must be there".to_owned(),
            };
            let at = path.key("required").index(index).pointer();
            self.report(
                Diagnostic::new(codes::UNDECLARED_REQUIRED, message)
                    .at_value(&at, label)
                    .also_key(&path.key("properties").pointer(), "not declared here"),
            );
        }
    }

    fn impossible_pattern(&mut self, members: &Map<String, Value>, path: &Path<'_>) {
        let Some(Value::String(source)) = members.get("pattern") else {
            return;
        };
        let Ok(node) = parse(source) else { return };
        let bound = |key: &str| members.get(key).and_then(Value::as_u64);
        let least = least_chars(&node);
        let at = path.key("pattern").pointer();
        if !can_match(&node) {
            let message = "no text matches the pattern";
            let diagnostic = Diagnostic::new(codes::IMPOSSIBLE_PATTERN, message);
            self.report(diagnostic.at_value(&at, "so every value is refused"));
        } else if let Some(most) = bound("maxLength").filter(|most| least > *most) {
            let message = format!("what matches the pattern is longer than {most}");
            self.report(
                Diagnostic::new(codes::IMPOSSIBLE_PATTERN, message)
                    .at_value(&at, format!("at least {least} characters"))
                    .also_value(&path.key("maxLength").pointer(), "and not more than this"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_match_nothing_are_told() {
        for source in ["a^b", "$a", "^x$y", "(a|b)^", "[^\\s\\S]"] {
            assert!(!can_match(&parse(source).unwrap()), "{source}");
        }
        for source in ["^a$", "", "a*^b", "$a?", "^(a|b$)", "\\^a", "(^a|b)"] {
            assert!(can_match(&parse(source).unwrap()), "{source}");
        }
    }

    #[test]
    fn the_least_length_counts_characters() {
        for (source, least) in [("^é{3}$", 3), ("a|bc", 1), ("(ab)+c?", 2), ("\\d{2,}-", 3)] {
            assert_eq!(least_chars(&parse(source).unwrap()), least, "{source}");
        }
    }
}
