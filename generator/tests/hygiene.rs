//! No name of a document meets one of the generator's own: a document is made that has every
//! identifier of the templates in every place that names something.
//!
//! The identifiers are read off the sources of the emitters and off the macros of the support code.
//! `cargo test -p faircopy --test hygiene -- --ignored` also compiles the crate, without a warning.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faircopy::source::MapLoader;
use faircopy::{Config, Features, Generated, Sides, generate};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};

/// Macros whose tokens are code that is generated.
const TEMPLATES: [&str; 2] = ["quote", "macro_rules"];

/// Methods that every type or every pointer has by traits of the prelude, so that a call by a bare name may mean them.
const PRELUDE: [&str; 24] = [
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "by_ref",
    "clamp",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "deref",
    "drop",
    "eq",
    "from",
    "into",
    "into_future",
    "into_iter",
    "max",
    "min",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
];

/// The identifiers of the templates and of the prelude, in the order of their text.
fn identifiers() -> Vec<String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for folder in ["src/emit", "src/format", "src/format.rs", "runtime/src"] {
        for file in sources(&package.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            templates(text.parse().unwrap(), &mut found);
        }
    }
    found.extend(PRELUDE.map(str::to_owned));
    // `AsRef` and `as_ref` ask for the same names.
    let mut known = BTreeSet::new();
    let form = |word: &String| word.replace('_', "").to_lowercase();
    found
        .into_iter()
        .filter(|word| known.insert(form(word)))
        .collect()
}

fn sources(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap();
    let below = entries.flat_map(|entry| sources(&entry.unwrap().path()));
    let is_source = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
    below.filter(is_source).collect()
}

/// Adds the identifiers within the templates of some code.
fn templates(code: TokenStream, found: &mut BTreeSet<String>) {
    let mut is_template = false;
    for token in code {
        match token {
            // The name of a macro stands before what it is, and so does its mark.
            TokenTree::Ident(ident) => {
                is_template |= TEMPLATES.contains(&ident.to_string().as_str())
            }
            TokenTree::Group(group) if is_template => {
                words(group.stream(), found);
                is_template = false;
            }
            TokenTree::Group(group) => templates(group.stream(), found),
            TokenTree::Punct(punct) => is_template &= punct.as_char() == '!',
            TokenTree::Literal(_) => is_template = false,
        }
    }
}

/// Adds all identifiers but the variables of the template.
fn words(code: TokenStream, found: &mut BTreeSet<String>) {
    let mut is_variable = false;
    for token in code {
        let was_variable = std::mem::take(&mut is_variable);
        match token {
            TokenTree::Ident(ident) if !was_variable => {
                found.insert(ident.to_string());
            }
            TokenTree::Punct(punct) => is_variable = ['#', '$'].contains(&punct.as_char()),
            TokenTree::Group(group) => words(group.stream(), found),
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// How many of a kind one operation has.
const SOME: usize = 25;

/// A document that has the words in every place.
fn document(words: &[String]) -> Value {
    let mut schemas = Map::new();
    for (index, word) in words.iter().enumerate() {
        for (ending, schema) in named(word, index) {
            schemas.insert(format!("{word}{ending}"), schema);
        }
    }
    let text = json!({ "type": "string", "maxLength": 5, "pattern": "^a" });
    let texts = |words: &[String]| -> Map<String, Value> {
        words
            .iter()
            .map(|word| (word.clone(), text.clone()))
            .collect()
    };
    let mut paths = Map::new();
    for (index, word) in words.iter().enumerate() {
        paths.insert(
            format!("/own/{index}/{word}"),
            json!({ "post": own(word, &text) }),
        );
    }
    for (index, some) in words.chunks(SOME).enumerate() {
        let places: String = some.iter().map(|word| format!("/{{{word}}}")).collect();
        paths.insert(
            format!("/placed{index}{places}"),
            json!({ "get": placed(some, index, "path", true) }),
        );
        let mut optional = placed(some, index, "query", false);
        optional["responses"]["204"]["headers"] = headers(some);
        paths.insert(format!("/optional{index}"), json!({ "get": optional }));
        paths.insert(
            format!("/required{index}"),
            json!({ "get": placed(some, index, "query", true) }),
        );
        paths.insert(
            format!("/headed{index}"),
            json!({ "get": placed(some, index, "header", false) }),
        );
        paths.insert(
            format!("/baked{index}"),
            json!({ "get": placed(some, index, "cookie", true) }),
        );
        paths.insert(
            format!("/sent{index}"),
            json!({ "put": sent(some, &texts(some)) }),
        );
        paths.insert(
            format!("/typed{index}"),
            json!({ "put": typed(some, index) }),
        );
        schemas.insert(format!("union {index}"), union(some));
        let least = json!({ "type": "object", "properties": texts(some), "required": some });
        schemas.insert(format!("least {index}"), least);
        let nullable = |word: &String| {
            let value = json!({ "type": ["string", "null"], "maxLength": 5 });
            (word.clone(), value)
        };
        let all: Map<_, _> = some.iter().map(nullable).collect();
        let most = json!({ "type": "object", "properties": all, "additionalProperties": text });
        schemas.insert(format!("most {index}"), most);
        schemas.insert(
            format!("values {index}"),
            json!({ "type": "string", "enum": some }),
        );
    }
    let variable = |word: &String| (word.clone(), json!({ "default": "a", "enum": ["a", "b"] }));
    let variables: Map<_, _> = words.iter().map(variable).collect();
    let server: String = words.iter().map(|word| format!("/{{{word}}}")).collect();
    let scheme = |word: &String| {
        let value = json!({ "type": "apiKey", "in": "header", "name": word });
        (word.clone(), value)
    };
    let schemes: Map<_, _> = words.iter().map(scheme).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Hygiene", "version": "1" },
        "servers": [{ "url": format!("https://example.com{server}"), "variables": variables }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes },
    })
}

/// Schemas of a word, by what follows it in their names: one of each kind of type, and those that
/// are called as types are that come with others.
fn named(word: &str, index: usize) -> Vec<(&'static str, Value)> {
    let object = json!({
        "type": "object",
        "required": [word],
        "properties": { word: { "type": "string", "maxLength": 5 } },
    });
    let own = match index % 4 {
        0 | 1 => object.clone(),
        2 => json!({ "type": "string", "maxLength": 9 }),
        _ => json!({ "type": "string", "enum": [word, "other"] }),
    };
    let mut all = vec![("", own)];
    if index.is_multiple_of(16) {
        let inner = json!({ "type": "object", "properties": { word: object } });
        let endings = [
            "Builder", "Headers", "Error", "Call", "Form", "Body", "Response", "Output",
        ];
        all.extend(endings.map(|ending| (ending, inner.clone())));
    }
    all
}

/// An operation that is called by a word, and so are its tag, its parameter, its scheme and the types of
/// what it sends and gets.
fn own(word: &str, text: &Value) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{word}") });
    json!({
        "operationId": word,
        "tags": [word],
        "security": [{ word: [] }],
        "parameters": [{ "name": word, "in": "query", "schema": text }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": {
            "200": { "description": word, "content": { "application/json": { "schema": schema } } },
            "404": { "description": word, "content": { "application/json": { "schema": schema } } },
        },
    })
}

/// An operation with words as parameters: texts, numbers, lists and types of their own.
fn placed(words: &[String], chunk: usize, place: &str, required: bool) -> Value {
    let parameter = |(index, word): (usize, &String)| {
        let schema = match index % 4 {
            0 => json!({ "type": "string", "maxLength": 5 }),
            1 => json!({ "type": "integer", "maximum": 5 }),
            2 => {
                json!({ "type": "array", "maxItems": 2, "items": { "type": "string", "minLength": 1 } })
            }
            _ => json!({ "$ref": "#/components/schemas/values%200" }),
        };
        json!({ "name": word, "in": place, "required": required, "schema": schema })
    };
    let parameters: Vec<_> = words.iter().enumerate().map(parameter).collect();
    json!({
        "operationId": format!("{place} {required} {chunk}"),
        "parameters": parameters,
        "responses": { "204": { "description": "Done." } },
    })
}

/// The headers of a response.
fn headers(words: &[String]) -> Value {
    let header = |word: &String| (word.clone(), json!({ "schema": { "type": "string" } }));
    Value::Object(words.iter().map(header).collect())
}

/// An operation whose body has words as parts and as members of a form.
fn sent(words: &[String], texts: &Map<String, Value>) -> Value {
    let schema =
        json!({ "type": "object", "properties": texts, "required": &words[..words.len() / 2] });
    json!({
        "requestBody": { "content": {
            "multipart/form-data": { "schema": schema },
            "application/x-www-form-urlencoded": { "schema": schema },
            "*/*": { "schema": { "type": "string", "format": "binary" } },
        } },
        "responses": { "204": { "description": "Done." } },
    })
}

/// An operation whose bodies have words as media types.
fn typed(words: &[String], index: usize) -> Value {
    let content = |word: &String| {
        let schema = json!({ "$ref": format!("#/components/schemas/{word}") });
        (
            format!("application/{word}+json"),
            json!({ "schema": schema }),
        )
    };
    let content: Map<_, _> = words.iter().map(content).collect();
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({ "description": "Done.", "content": content }),
    );
    responses.insert(
        "4XX".to_owned(),
        json!({ "description": "Failed.", "content": content }),
    );
    json!({
        "operationId": format!("typed {index}"),
        "requestBody": { "required": true, "content": content },
        "responses": responses,
    })
}

/// A union that words tell apart.
fn union(words: &[String]) -> Value {
    let branch = |word: &String| {
        json!({
            "title": word,
            "type": "object",
            "required": ["tag"],
            "properties": { "tag": { "const": word }, word: { "type": "string" } },
        })
    };
    let branches: Vec<_> = words.iter().map(branch).collect();
    json!({ "oneOf": branches, "discriminator": { "propertyName": "tag" } })
}

fn generated() -> (Vec<String>, Generated) {
    let words = identifiers();
    let text = document(&words).to_string();
    let loader = MapLoader::from_iter([("spec.json", text)]);
    // With features, each tag's types have a module of their own, however few they are.
    let config = Config {
        features: Features::Tags,
        sides: Sides::Both,
        ..Config::default()
    };
    let generated = generate(&loader, "spec.json", &config);
    let generated = generated.unwrap_or_else(|refused| {
        let errors = refused
            .diagnostics
            .iter()
            .filter(|one| one.code.id.starts_with('E'));
        panic!("{:?}", errors.collect::<Vec<_>>())
    });
    (words, generated)
}

#[test]
fn properties_and_variants_have_the_names_that_they_ask_for() {
    let (words, generated) = generated();
    // Variables, methods, associated types and names of the prelude are among the words.
    for word in [
        "at", "out", "value", "call", "err", "output", "default", "build", "runtime",
    ] {
        let is_there = words.iter().any(|known| known.to_lowercase() == word);
        assert!(is_there, "{word}");
    }
    let files = &generated.files.owned;
    let types: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.contains("/types"))
        .collect();
    let has = |text: &str| types.iter().any(|(_, file)| file.contains(text));
    for field in [
        "at", "out", "build", "builder", "call", "default", "finish", "table", "runtime",
    ] {
        assert!(has(&format!("\n    pub {field}: String,")), "{field}");
    }
    for variant in ["Err", "Ok", "Output", "Error", "Value", "Item"] {
        assert!(has(&format!("\n    {variant},")), "{variant}");
    }
}

/// Writes the crate beside the tests' build, where it can be looked at, and compiles it.
#[test]
#[ignore = "builds a crate with all that it depends on"]
fn a_crate_of_all_our_identifiers_compiles_without_a_warning() {
    let (_, generated) = generated();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hygiene");
    let _ = fs::remove_dir_all(folder.join("src"));
    let plan = faircopy::output::plan(&generated.files, &folder).unwrap();
    plan.apply().unwrap();
    let library = folder.join("src/lib.rs");
    let text = fs::read_to_string(&library).unwrap();
    fs::write(&library, format!("#![deny(warnings)]\n{text}")).unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--features", "blocking,server,testing,tracing"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .current_dir(&folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
}
