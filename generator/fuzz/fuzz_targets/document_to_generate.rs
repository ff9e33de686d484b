//! Documents that keep to the specification, with any text in any place: each gives a crate that
//! parses, and that holds no code of the document.

#![no_main]

use arbitrary::Arbitrary;
use faircopy::{Config, generate};
use faircopy::source::MapLoader;
use libfuzzer_sys::fuzz_target;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};

/// The word that hostile texts would make code of.
const PLANTED: &str = "planted";

#[derive(Arbitrary, Debug)]
struct Document {
    title: Text,
    schemas: Vec<(Text, Schema)>,
    operations: Vec<Operation>,
}

#[derive(Arbitrary, Debug)]
struct Operation {
    path: Text,
    id: Option<Text>,
    tag: Option<Text>,
    description: Text,
    parameters: Vec<(Text, u8, bool, Schema)>,
    body: Option<Schema>,
    response: Option<Schema>,
}

#[derive(Arbitrary, Debug)]
enum Schema {
    Any,
    Text(Option<Text>, Option<u8>, Option<u8>),
    Values(Vec<Text>),
    Integer(Option<i64>, Option<i64>, u8),
    Number(Option<f64>),
    Boolean,
    List(Box<Schema>, Option<u8>),
    Map(Box<Schema>),
    Object(Vec<(Text, Schema, bool)>, Option<Text>),
    OneOf(Vec<Schema>),
    AnyOf(Vec<Schema>),
    AllOf(Vec<Schema>),
    Reference(u8),
    Nullable(Box<Schema>),
}

/// Text from pieces that end what they stand in, or as it comes.
#[derive(Arbitrary, Debug)]
enum Text {
    Pieces(Vec<u8>),
    Free(String),
}

const PIECES: &[&str] = &[
    "*/", "/*", "\"", "#", "r#\"", "\"#", "\n", "\r", "\\", "{", "}", "{{", "}}", "fn planted() {}",
    "#[doc", "]", "```", "~~~", "    ", "\t", "\u{202e}", "\0", "'", ";", "//", "///", "<", ">", "$",
    "pet", "Pet", "type", "self", "Self", "2", "-", "_", ".", "..", "/", "é", "宠", " ", "", "x-",
];

impl Text {
    fn text(&self) -> String {
        match self {
            Text::Pieces(bytes) => bytes
                .iter()
                .take(16)
                .map(|byte| PIECES[usize::from(*byte) % PIECES.len()])
                .collect(),
            // The word itself would be a name that is called for.
            Text::Free(text) => text.replace(PLANTED, ""),
        }
    }
}

impl Schema {
    fn value(&self, names: &[String], depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else {
            return json!({});
        };
        let list = |schemas: &[Schema]| -> Value {
            let schemas = schemas.iter().take(4);
            schemas.map(|schema| schema.value(names, depth)).collect()
        };
        let mut out = Map::new();
        let mut set = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
        match self {
            Schema::Any => {}
            Schema::Text(description, least, most) => {
                set("type", "string".into());
                if let Some(text) = description {
                    set("description", text.text().into());
                    set("default", text.text().into());
                }
                if let Some(least) = least {
                    set("minLength", (*least).into());
                }
                if let Some(most) = most {
                    set("maxLength", (*most).into());
                }
            }
            Schema::Values(values) => {
                let values: Vec<Value> = values.iter().take(6).map(|text| text.text().into()).collect();
                set("type", "string".into());
                if !values.is_empty() {
                    set("enum", values.into());
                }
            }
            Schema::Integer(least, most, format) => {
                set("type", "integer".into());
                let formats = ["int8", "int32", "int64", "uint64", "bigint", "unixtime"];
                if let Some(format) = formats.get(usize::from(*format)) {
                    set("format", (*format).into());
                }
                if let Some(least) = least {
                    set("minimum", (*least).into());
                }
                if let Some(most) = most {
                    set("maximum", (*most).into());
                }
            }
            Schema::Number(step) => {
                set("type", "number".into());
                if let Some(step) = step.filter(|step| step.is_finite() && *step > 0.0) {
                    set("multipleOf", step.into());
                }
            }
            Schema::Boolean => set("type", "boolean".into()),
            Schema::List(items, most) => {
                set("type", "array".into());
                set("items", items.value(names, depth));
                if let Some(most) = most {
                    set("maxItems", (*most).into());
                }
            }
            Schema::Map(values) => {
                set("type", "object".into());
                set("additionalProperties", values.value(names, depth));
            }
            Schema::Object(properties, description) => {
                set("type", "object".into());
                let mut members = Map::new();
                let mut required = Vec::new();
                for (name, schema, is_required) in properties.iter().take(6) {
                    let name = name.text();
                    if *is_required && !required.contains(&Value::from(name.as_str())) {
                        required.push(name.clone().into());
                    }
                    members.insert(name, schema.value(names, depth));
                }
                set("properties", members.into());
                set("required", required.into());
                if let Some(text) = description {
                    set("description", text.text().into());
                }
            }
            Schema::OneOf(schemas) if !schemas.is_empty() => set("oneOf", list(schemas)),
            Schema::AnyOf(schemas) if !schemas.is_empty() => set("anyOf", list(schemas)),
            Schema::AllOf(schemas) if !schemas.is_empty() => set("allOf", list(schemas)),
            Schema::OneOf(_) | Schema::AnyOf(_) | Schema::AllOf(_) => {}
            Schema::Reference(index) => {
                if let Some(name) = names.get(usize::from(*index) % names.len().max(1)) {
                    let token = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
                    set("$ref", format!("#/components/schemas/{token}").into());
                }
            }
            Schema::Nullable(schema) => {
                set("allOf", json!([schema.value(names, depth)]));
                set("nullable", true.into());
            }
        }
        Value::Object(out)
    }
}

impl Document {
    fn value(&self) -> Value {
        let names: Vec<String> = self.schemas.iter().take(8).map(|(name, _)| name.text()).collect();
        let mut schemas = Map::new();
        for (name, (_, schema)) in names.iter().zip(&self.schemas) {
            schemas.insert(name.clone(), schema.value(&names, 5));
        }
        let mut paths = Map::new();
        for operation in self.operations.iter().take(4) {
            let path = format!("/{}", operation.path.text().replace(['{', '}'], ""));
            paths.insert(path, json!({ "post": operation.value(&names) }));
        }
        json!({
            "openapi": "3.0.3",
            "info": { "title": self.title.text(), "version": "1" },
            "paths": paths,
            "components": { "schemas": schemas },
        })
    }
}

impl Operation {
    fn value(&self, names: &[String]) -> Value {
        let content = |schema: &Schema| json!({ "application/json": { "schema": schema.value(names, 4) } });
        let mut parameters = Vec::new();
        for (name, place, required, schema) in self.parameters.iter().take(4) {
            let place = ["query", "header", "cookie"][usize::from(*place) % 3];
            parameters.push(json!({
                "name": name.text(), "in": place, "required": required, "schema": schema.value(names, 3),
            }));
        }
        let mut response = json!({ "description": self.description.text() });
        if let Some(schema) = &self.response {
            response["content"] = content(schema);
        }
        let mut out = json!({
            "description": self.description.text(),
            "parameters": parameters,
            "responses": { "200": response },
        });
        if let Some(id) = &self.id {
            out["operationId"] = id.text().into();
        }
        if let Some(tag) = &self.tag {
            out["tags"] = json!([tag.text()]);
        }
        if let Some(body) = &self.body {
            out["requestBody"] = json!({ "content": content(body) });
        }
        out
    }
}

fn assert_no_planted(path: &str, tokens: TokenStream) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => assert_no_planted(path, group.stream()),
            TokenTree::Ident(ident) => assert!(ident != PLANTED, "code of the document in {path}"),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fuzz_target!(|document: Document| {
    let loader = MapLoader::from_iter([("spec.json", document.value().to_string())]);
    let Ok(generated) = generate(&loader, "spec.json", &Config::default()) else {
        return;
    };
    for (path, text) in &generated.files.owned {
        if path.contains("/runtime") {
            continue;
        }
        let tokens: TokenStream = text.parse().expect("the output is made of Rust's tokens");
        assert!(syn::parse2::<syn::File>(tokens.clone()).is_ok(), "{path} is not Rust:\n{text}");
        assert_no_planted(path, tokens);
    }
});
