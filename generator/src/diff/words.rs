//! A pointer to what a person calls the definition there, `Pet.tags[]` or `GET /pets query limit`, and
//! an edit of it to a sentence.

use serde_json::Value;

use crate::keyword::{self, Form};
use crate::method::Method;
use crate::pointer::Pointer;

use super::rule::{self, Rule};

/// Containers that say nothing.
const SILENT: [&str; 8] = [
    "components",
    "schema",
    "content",
    "properties",
    "schemas",
    "paths",
    "allOf",
    "parameters",
];

/// What the definition at a pointer is called.
pub(super) fn definition(pointer: &Pointer, document: &Value) -> String {
    let tokens: Vec<String> = pointer.tokens().map(|token| token.into_owned()).collect();
    let mut text = String::new();
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at].as_str();
        let parent = at.checked_sub(1).map(|before| tokens[before].as_str());
        let is_name = parent.is_some_and(|parent| {
            parent == "schemas" || keyword::form(parent) == Some(Form::SchemasByName)
        }) && !is_property_called(&tokens, at - 1);
        match token {
            _ if is_name => push(&mut text, ".", token),
            "items" => text.push_str("[]"),
            "additionalProperties" => text.push_str(".*"),
            "oneOf" | "anyOf" | "prefixItems" => {
                let index = tokens
                    .get(at + 1)
                    .and_then(|index| index.parse::<usize>().ok());
                if let Some(index) = index {
                    push(&mut text, " ", &format!("{token} {}", index + 1));
                    at += 1;
                }
            }
            _ if parent.is_some_and(|parent| parent.contains('/'))
                && Method::of_key(token).is_some() =>
            {
                let path = parent.unwrap_or_default();
                let start = text.len().saturating_sub(path.len());
                text.truncate(start);
                text.push_str(&format!("{} {path}", token.to_uppercase()));
            }
            _ if SILENT.contains(&token) => {}
            _ if parent == Some("parameters") => {
                let parameter = pointer_of(&tokens[..=at]).resolve(document);
                let name = parameter.and_then(|parameter| parameter.get("name")?.as_str());
                push(&mut text, " ", name.unwrap_or(token));
            }
            _ if parent == Some("allOf") => {}
            // The keyword at the end is what the message is about.
            _ if at + 1 == tokens.len() && is_keyword(token) => {}
            _ if parent == Some("required") => {}
            "required" => {}
            other => push(&mut text, " ", other),
        }
        at += 1;
    }
    let name = text.trim().to_owned();
    if name.is_empty() {
        "the document".to_owned()
    } else {
        name
    }
}

fn pointer_of(tokens: &[String]) -> Pointer {
    Pointer::root().keys(tokens.iter().map(String::as_str))
}

/// Whether the `properties` at an index is itself the name of a property.
fn is_property_called(tokens: &[String], index: usize) -> bool {
    let mut names = false;
    for token in &tokens[..index] {
        names = !names && matches!(token.as_str(), "properties" | "schemas");
    }
    names
}

fn push(name: &mut String, separator: &str, token: &str) {
    if !name.is_empty() {
        name.push_str(separator);
    }
    name.push_str(token);
}

/// Whether a key says something of the definition that it stands in.
fn is_keyword(token: &str) -> bool {
    const OF_OTHER_OBJECTS: [&str; 7] = [
        "summary",
        "operationId",
        "tags",
        "style",
        "explode",
        "allowReserved",
        "security",
    ];
    token.starts_with("x-") || OF_OTHER_OBJECTS.contains(&token) || keyword::find(token).is_some()
}

/// What an edit of a definition says, of what it is about, what was said and what is said.
pub(super) fn sentence(
    definition: &str,
    rule: &Rule,
    [subject, from, to]: [Option<&str>; 3],
) -> String {
    if let (true, Some(from), Some(to)) = (rule == &rule::REFERENCE_CHANGED, from, to) {
        return format!("{definition}: it refers to `{to}`, was `{from}`");
    }
    if let Some(text) = noted(definition, rule, [subject, from, to]) {
        return text;
    }
    let meaning = bound(rule, from, to).unwrap_or_else(|| rule.meaning.to_owned());
    let mut text = format!("{definition}: {meaning}");
    if let Some(subject) = subject
        && !names(definition, subject)
        && !rule.meaning.contains(&format!("`{subject}`"))
    {
        text.push_str(&format!(", `{subject}`"));
    }
    match (from, to) {
        (None, None) => {}
        (Some(from), Some(to)) => text.push_str(&format!(" ({} → {})", brief(from), brief(to))),
        (Some(from), None) => text.push_str(&format!(" (was {})", brief(from))),
        (None, Some(to)) => text.push_str(&format!(" ({})", brief(to))),
    }
    text
}

/// A bound that was added or removed, where there was or is none.
fn bound(rule: &Rule, from: Option<&str>, to: Option<&str>) -> Option<String> {
    const BOUNDS: [(&Rule, &Rule, &str); 10] = [
        (&rule::MINIMUM_RAISED, &rule::MINIMUM_LOWERED, "a minimum"),
        (&rule::MAXIMUM_LOWERED, &rule::MAXIMUM_RAISED, "a maximum"),
        (
            &rule::MIN_LENGTH_RAISED,
            &rule::MIN_LENGTH_LOWERED,
            "a shortest length",
        ),
        (
            &rule::MAX_LENGTH_LOWERED,
            &rule::MAX_LENGTH_RAISED,
            "a greatest length",
        ),
        (
            &rule::MIN_ITEMS_RAISED,
            &rule::MIN_ITEMS_LOWERED,
            "a least number of items",
        ),
        (
            &rule::MAX_ITEMS_LOWERED,
            &rule::MAX_ITEMS_RAISED,
            "a greatest number of items",
        ),
        (
            &rule::MIN_PROPERTIES_RAISED,
            &rule::MIN_PROPERTIES_LOWERED,
            "a least number of properties",
        ),
        (
            &rule::MAX_PROPERTIES_LOWERED,
            &rule::MAX_PROPERTIES_RAISED,
            "a greatest number of properties",
        ),
        (
            &rule::MIN_CONTAINS_RAISED,
            &rule::MIN_CONTAINS_LOWERED,
            "a least number of items of a shape",
        ),
        (
            &rule::MAX_CONTAINS_LOWERED,
            &rule::MAX_CONTAINS_RAISED,
            "a greatest number of items of a shape",
        ),
    ];
    let (.., what) = BOUNDS
        .iter()
        .find(|(one, other, _)| rule == *one || rule == *other)?;
    match (from, to) {
        (None, Some(_)) => Some(format!("{what} was added")),
        (Some(_), None) => Some(format!("{what} was removed")),
        _ => None,
    }
}

/// An edit of what is said of data: added or removed where there was or is nothing.
fn noted(definition: &str, rule: &Rule, [subject, from, to]: [Option<&str>; 3]) -> Option<String> {
    const NOTES: [&Rule; 5] = [
        &rule::TEXT_CHANGED,
        &rule::EXAMPLE_CHANGED,
        &rule::INFO_CHANGED,
        &rule::TAGS_CHANGED,
        &rule::EXTENSION_CHANGED,
    ];
    let subject = subject.filter(|_| NOTES.contains(&rule))?;
    let (happened, shown) = match (from, to) {
        (None, Some(to)) => ("was added", brief(to)),
        (Some(from), None) => ("was removed", format!("was {}", brief(from))),
        _ => return None,
    };
    let what = match names(definition, subject) {
        true => "it".to_owned(),
        false => format!("its `{subject}`"),
    };
    Some(format!("{definition}: {what} {happened} ({shown})"))
}

/// Whether a definition is called after what an edit is about.
pub(super) fn names(definition: &str, subject: &str) -> bool {
    let rest = definition.strip_suffix(subject);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', ' ']))
}

/// The first characters of a value.
fn brief(text: &str) -> String {
    const LENGTH: usize = 80;
    cut(text.lines().next().unwrap_or_default(), LENGTH)
}

/// The first characters of a text.
pub(super) fn cut(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_read_as_people_call_things() {
        let document = serde_json::json!({ "paths": { "/pets": { "get": {
            "parameters": [{ "name": "limit" }],
        } } } });
        let name = |text: &str| definition(&Pointer::parse(text).unwrap(), &document);
        assert_eq!(
            name("#/paths/~1pets/get/parameters/0/schema/maximum"),
            "GET /pets limit"
        );
        assert_eq!(
            name("#/components/schemas/Pet/properties/tags/items/maxLength"),
            "Pet.tags[]"
        );
        assert_eq!(
            name("#/components/schemas/Pet/properties/properties/type"),
            "Pet.properties"
        );
        assert_eq!(name("#/paths/~1pets/get"), "GET /pets");
        assert_eq!(
            name("#/paths/~1pets/post/requestBody/content/application~1json/schema"),
            "POST /pets requestBody application/json"
        );
        assert_eq!(name("#/components/schemas/Pet/oneOf/1"), "Pet oneOf 2");
        assert_eq!(name("#"), "the document");
    }
}
