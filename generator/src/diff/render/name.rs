//! A pointer to what a person calls the definition there: `Pet.tags[]`, `GET /pets query limit`.

use crate::pointer::Pointer;

use super::super::Finding;

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

/// What the definition of a finding is called.
pub fn definition(finding: &Finding) -> String {
    let name = of(&finding.spot().pointer);
    match (&finding.subject, finding.spot().is_there) {
        // What is gone on both sides is called after where it would be.
        (Some(subject), false) if !name.ends_with(subject.as_str()) => format!("{name}.{subject}"),
        _ => name,
    }
}

fn of(pointer: &Pointer) -> String {
    let tokens: Vec<String> = pointer.tokens().map(|token| token.into_owned()).collect();
    let mut name = String::new();
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at].as_str();
        let parent = at.checked_sub(1).map(|before| tokens[before].as_str());
        let is_name = parent.is_some_and(|parent| {
            matches!(
                parent,
                "properties" | "schemas" | "patternProperties" | "dependentSchemas" | "$defs"
            )
        }) && !is_property_called(&tokens, at - 1);
        match token {
            _ if is_name => push(&mut name, ".", token),
            "items" => name.push_str("[]"),
            "additionalProperties" => name.push_str(".*"),
            "oneOf" | "anyOf" | "prefixItems" => {
                let index = tokens
                    .get(at + 1)
                    .and_then(|index| index.parse::<usize>().ok());
                if let Some(index) = index {
                    push(&mut name, " ", &format!("{token} {}", index + 1));
                    at += 1;
                }
            }
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"
                if parent.is_some_and(|parent| parent.contains('/')) =>
            {
                let path = parent.unwrap_or_default();
                let start = name.len().saturating_sub(path.len());
                name.truncate(start);
                name.push_str(&format!("{} {path}", token.to_uppercase()));
            }
            _ if SILENT.contains(&token) => {}
            _ if parent == Some("allOf") || parent == Some("parameters") => {}
            // The keyword at the end is what the message is about.
            _ if at + 1 == tokens.len() && is_keyword(token) => {}
            _ if parent == Some("required") => {}
            "required" => {}
            other => push(&mut name, " ", other),
        }
        at += 1;
    }
    let name = name.trim().to_owned();
    if name.is_empty() {
        "the document".to_owned()
    } else {
        name
    }
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

fn is_keyword(token: &str) -> bool {
    token.starts_with("x-")
        || [
            "type",
            "format",
            "enum",
            "const",
            "nullable",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "default",
            "example",
            "examples",
            "description",
            "summary",
            "title",
            "deprecated",
            "readOnly",
            "writeOnly",
            "externalDocs",
            "discriminator",
            "operationId",
            "tags",
            "xml",
            "style",
            "explode",
            "allowReserved",
            "security",
            "not",
            "if",
            "then",
            "else",
            "contains",
        ]
        .contains(&token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_read_as_people_call_things() {
        let name = |text: &str| of(&Pointer::parse(text).unwrap());
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
