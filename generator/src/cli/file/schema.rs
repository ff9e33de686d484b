//! The keys of the file to their JSON Schema, for editors: made of what reads the file, so that the two
//! say the same.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::keys::File;
use crate::config::PageStyle;
use crate::diagnostics::{Severity, codes};
use crate::format;
use crate::words::Words;

/// The schema of the whole file, as draft 7: what editors of TOML read.
pub(in crate::cli) fn schema() -> Value {
    let mut settings = SchemaSettings::draft07();
    // What has a name there is a part of the generator's, which says nothing to anybody else.
    settings.inline_subschemas = true;
    let mut schema = settings.into_generator().into_root_schema_for::<File>();
    RecursiveTransform(|schema: &mut Schema| without_null(schema)).transform(&mut schema);
    schema.to_value()
}

/// A word out of a table, of which one is taken by default.
pub(super) fn word<T: Words + Default + PartialEq>(_: &mut SchemaGenerator) -> Schema {
    let default = T::WORDS.iter().find(|(_, value)| *value == T::default());
    json_schema!({ "enum": words::<T>(), "default": default.map(|(word, _)| *word) })
}

/// A word out of a table.
pub(super) fn word_or_none<T: Words>(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": words::<T>() })
}

fn words<T: Words>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(word, _)| *word).collect()
}

/// The formats that there are, or all of them.
pub(super) fn ignored_formats(_: &mut SchemaGenerator) -> Schema {
    let mut names: Vec<&str> = format::known().chain(["all"]).collect();
    names.sort_unstable();
    names.dedup();
    json_schema!({
        "anyOf": [
            { "type": "boolean" },
            { "type": "array", "items": { "enum": names } },
        ],
        "default": false,
    })
}

/// Codes of warnings, in either case.
pub(super) fn allowed(_: &mut SchemaGenerator) -> Schema {
    let warnings = codes::all().filter(|code| code.severity() == Severity::Warning);
    let upper: Vec<_> = warnings.map(|code| code.id.to_owned()).collect();
    let lower = upper.iter().map(|id| id.to_ascii_lowercase());
    let both: Vec<_> = upper.iter().cloned().chain(lower).collect();
    json_schema!({ "type": "array", "items": { "enum": both }, "default": [] })
}

/// Identifiers of Rust.
pub(super) fn renames(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": {
            "type": "string",
            "pattern": r"^[\p{XID_Start}_]\p{XID_Continue}*$",
        },
        "default": {},
    })
}

/// Paths of items of Rust. What such a path is, no pattern says.
pub(super) fn items(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": { "type": "string", "minLength": 1 },
        "default": {},
    })
}

/// Adds what each style of pages needs beside it.
pub(super) fn needs_of_styles(schema: &mut Schema) {
    let needs = PageStyle::WORDS.iter().filter_map(|(word, style)| {
        let (parameter, next) = style.needs();
        let needed = [("parameter", parameter), ("next", next)];
        let needed = needed.iter().filter(|(_, is_needed)| *is_needed);
        let needed: Vec<_> = needed.map(|(key, _)| *key).collect();
        let is_style = json!({ "properties": { "style": { "const": word } } });
        (!needed.is_empty()).then(|| json!({ "if": is_style, "then": { "required": needed } }))
    });
    let needs: Vec<Value> = needs.collect();
    schema.insert("allOf".to_owned(), needs.into());
}

/// Takes away that a key may be null, which in TOML nothing is: it is left out instead. Nor does a file
/// know how wide the integers are that it is read into.
fn without_null(schema: &mut Schema) {
    let Some(keywords) = schema.as_object_mut() else {
        return;
    };
    if keywords.get("default").is_some_and(Value::is_null) {
        keywords.remove("default");
    }
    if let Some(types) = keywords.get_mut("type")
        && let Some(list) = types.as_array_mut()
    {
        list.retain(|name| name != "null");
        if let [only] = &list[..] {
            *types = only.clone();
        }
    }
    if keywords.get("type").is_some_and(|name| name == "integer") {
        keywords.remove("format");
    }
    let Some(Value::Array(branches)) = keywords.get_mut("anyOf") else {
        return;
    };
    branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
    if let [Value::Object(only)] = &mut branches[..] {
        let only = std::mem::take(only);
        keywords.remove("anyOf");
        for (key, value) in only {
            keywords.entry(key).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Map;

    use super::super::parse;
    use super::*;

    /// Whether the schema accepts a file.
    fn is_valid(text: &str) -> bool {
        let file: Value = toml::from_str(text).unwrap();
        jsonschema::draft7::new(&schema()).unwrap().is_valid(&file)
    }

    fn keys(properties: &Map<String, Value>) -> BTreeSet<String> {
        properties.keys().cloned().collect()
    }

    /// The keys that the reader lists where it finds one that it does not know.
    fn known(header: &str) -> BTreeSet<String> {
        let problem = parse(&format!("{header}\nqqqqqqqqqq = 1")).unwrap_err();
        let (_, list) = problem.split_once("expected one of ").expect(&problem);
        list.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn it_has_the_keys_that_the_reader_knows_and_no_others() {
        let schema = schema();
        let of = |pointer: &str| keys(schema.pointer(pointer).unwrap().as_object().unwrap());
        assert_eq!(of("/properties"), known(""));
        assert_eq!(of("/properties/limits/properties"), known("[limits]"));
        assert_eq!(of("/properties/derives/properties"), known("[derives]"));
        let ignore = "/properties/diff/properties/ignore/items/properties";
        assert_eq!(of(ignore), known("[[diff.ignore]]"));
        assert!(of("/properties").len() > 20);
    }

    #[test]
    fn every_key_says_what_it_is_for() {
        fn silent(at: &str, schema: &Value, found: &mut Vec<String>) {
            match schema {
                Value::Object(keywords) => {
                    let properties = keywords.get("properties").and_then(Value::as_object);
                    for (key, property) in properties.into_iter().flatten() {
                        if property.get("const").is_none() && property.get("description").is_none()
                        {
                            found.push(format!("{at}/{key}"));
                        }
                    }
                    let below = keywords.iter();
                    below.for_each(|(key, value)| silent(&format!("{at}/{key}"), value, found));
                }
                Value::Array(items) => items.iter().for_each(|item| silent(at, item, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        silent("", &schema(), &mut found);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn it_accepts_what_the_reader_accepts() {
        for text in [
            "",
            "name = 'pets'\nexact = true\ntypes-only = false\nkeep-going = true",
            "ignore-formats = true",
            "ignore-formats = ['hostname', 'all']",
            "runtime = 'shared'",
            "runtime = { path = '../runtime' }",
            "runtime = { workspace = true }",
            "names = 'auto'",
            "[names]\nauto = true\nmethods = 'tag'\nstrip-prefixes = ['a*']\nstrip-suffixes = []",
            "features = 'tags'\ndates = 'jiff'\ndeep-object-lists = 'brackets'",
            "tags = ['a']\noperations = ['GET /*']\noverlay = ['o.yaml']\nmedia = ['text/plain']",
            "allow = ['W0212', 'w0217']\ndeny = ['warnings']",
            "merge = false\nunused = false",
            "[server]",
            "[server]\nonly = true",
            "[renames]\npetId = 'PetIdentifier'\n'#/a/b' = 'größe'\nc = '_x'",
            "[formats]\nmoney = 'crate::Money<2>'\ndate-time = 'lenient'",
            "[schemas]\nPrice = 'crate::Price'",
            "[pagination]\n'*' = 'auto'\n'GET /a' = 'none'",
            "[pagination]\na = { style = 'link', items = '' }",
            "[pagination]\na = { style = 'cursor', parameter = 'after', next = '/n', more = '/m' }",
            "[pagination]\na = { style = 'page', parameter = 'p' }",
            "[derives]\nstructs = ['Hash']\n[derives.types]\nPet = ['std::hash::Hash']",
            "[[diff.ignore]]\nreason = 'nobody'\nrule = 'maximum-lowered'\nuntil = '2026-12-31'",
            "[limits]\nbytes = 1\nnodes = 2\ndepth = 3\nreferences = 4\nsteps = 5",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text).err());
            assert!(is_valid(text), "{text}");
        }
    }

    #[test]
    fn it_refuses_what_the_reader_refuses() {
        for text in [
            "exat = true",
            "exact = 'yes'",
            "name = '1st'",
            "name = 'a b'",
            "ignore-formats = 1",
            "ignore-formats = ['hostnam']",
            "runtime = 'own'",
            "runtime = { path = 'a', workspace = true }",
            "names = 'all'",
            "[names]\nmethod = 'tag'",
            "[names]\nmethods = 'operation'",
            "features = 'all'",
            "dates = 'humantime'",
            "deep-object-lists = 'commas'",
            "tags = 'a'",
            "allow = ['E0104']",
            "allow = ['W9999']",
            "deny = ['warning']",
            "[server]\nonly = 1",
            "[renames]\na = 'b-c'",
            "[renames]\na = ''",
            "[formats]\nmoney = ''",
            "[pagination]\na = 'cursor'",
            "[pagination]\na = { style = 'cursor', next = '/next' }",
            "[pagination]\na = { style = 'url' }",
            "[pagination]\na = { style = 'offset' }",
            "[pagination]\na = { style = 'other' }",
            "[pagination]\na = { parameter = 'p' }",
            "[derives]\nstruct = []",
            "[[diff.ignore]]\nrule = 'maximum-lowered'",
            "[[diff.ignore]]\nreason = ' '",
            "[[diff.ignore]]\nreason = 'a'\nrule = 'none'",
            "[[diff.ignore]]\nreason = 'a'\nuntil = 'tomorrow'",
            "[limits]\nbytes = -1",
            "[limits]\nnode = 3",
        ] {
            assert!(parse(text).is_err(), "{text}");
            assert!(!is_valid(text), "{text}");
        }
    }
}
