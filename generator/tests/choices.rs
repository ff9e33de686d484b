//! What a configuration chooses, in the code that is generated.

use std::collections::BTreeMap;

use faircopy::source::MapLoader;
use faircopy::{Config, Derives, Sides, generate};

const SPEC: &str = "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: fetchThem
      responses:
        '200': { description: Pets., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      type: object
      required: [price, kind]
      properties:
        price: { type: string, format: money }
        place: { $ref: '#/components/schemas/Place' }
        kind: { type: string, enum: [cat, dog] }
        owner:
          type: object
          properties: { name: { type: string } }
    Place:
      type: object
      properties: { latitude: { type: number } }
";

/// The text of all generated types and operations, and the codes of the warnings.
fn generated(config: &Config) -> (String, Vec<&'static str>) {
    let loader = MapLoader::from_iter([("pets.yaml", SPEC)]);
    let generated = generate(&loader, "pets.yaml", config).unwrap();
    let files = generated.files.owned.iter();
    let of_document = files.filter(|(path, _)| !path.contains("/runtime"));
    let text = of_document.map(|(_, text)| text.as_str()).collect();
    let codes = generated.warnings.iter().map(|warning| warning.code.id);
    (text, codes.collect())
}

fn table<const N: usize>(rows: [(&str, &str); N]) -> BTreeMap<String, String> {
    let rows = rows.into_iter();
    rows.map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn names_are_the_users() {
    let config = Config {
        renames: table([
            ("Pet", "Animal"),
            ("#/components/schemas/Pet/properties/kind", "Sort"),
            ("#/components/schemas/Pet/properties/price", "cost"),
            ("#/paths/~1pets/get", "list_animals"),
            ("Pett", "Nothing"),
        ]),
        ..Config::default()
    };
    let (text, codes) = generated(&config);
    for part in [
        "pub struct Animal {",
        "pub enum Sort {",
        "pub cost: String,",
        "fn list_animals(",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("pub struct Pet {"));
    assert_eq!(codes, ["W0507"]);
}

#[test]
fn types_are_the_users() {
    let config = Config {
        formats: table([("money", "crate::Money")]),
        schemas: table([("Place", "geo_types::Point<f64>")]),
        ..Config::default()
    };
    let (text, codes) = generated(&config);
    for part in [
        "pub type Money = crate::Money;",
        "pub type Place = geo_types::Point<f64>;",
        "pub price: Money,",
        "pub place: Option<Place>,",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn derives_are_added_once() {
    let list = |paths: &[&str]| {
        paths
            .iter()
            .map(|path| (*path).to_owned())
            .collect::<Vec<_>>()
    };
    let config = Config {
        derives: Derives {
            structs: list(&["schemars::JsonSchema", "Clone"]),
            enums: list(&["Ord", "PartialOrd"]),
            types: BTreeMap::from([
                ("Pet".to_owned(), list(&["Default"])),
                ("Place".to_owned(), list(&["Default", "std::fmt::Debug"])),
            ]),
            ..Derives::default()
        },
        ..Config::default()
    };
    let (text, _) = generated(&config);
    for part in [
        "PartialEq, Eq, Hash, schemars::JsonSchema)]",
        "schemars::JsonSchema, Default)]",
        "Ord, PartialOrd)]",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // What is derived already is not derived again.
    for part in [
        "JsonSchema, Clone",
        "Default, PartialEq, schemars::JsonSchema, Default",
        "fmt::Debug",
    ] {
        assert!(!text.contains(part), "{part} is in\n{text}");
    }
}

#[test]
fn what_is_no_path_of_rust_never_reaches_the_code() {
    let config = Config {
        formats: table([("money", "u8; fn planted() {} type X = u8")]),
        schemas: table([("Place", "u8; fn planted() {}")]),
        renames: table([("Pet", "Pet { } fn planted()")]),
        derives: Derives {
            structs: vec!["Ord)] fn planted() {} #[derive(Ord".to_owned()],
            ..Derives::default()
        },
        ..Config::default()
    };
    let (text, _) = generated(&config);
    assert!(!text.contains("planted"), "{text}");
}

#[test]
fn a_crate_has_the_sides_that_are_asked_for() {
    let files = |sides| {
        let config = Config {
            sides,
            ..Config::default()
        };
        let loader = MapLoader::from_iter([("pets.yaml", SPEC)]);
        let files = generate(&loader, "pets.yaml", &config).unwrap().files;
        let has = |path: &str| files.owned.contains_key(&format!("src/generated/{path}"));
        let client = ["client.rs", "operations.rs", "runtime/send.rs"].map(has);
        let server = ["server.rs", "runtime/server/dispatch.rs"].map(has);
        let manifest = files.manifest.create(true).unwrap();
        let crates = ["reqwest =", "axum =", "server = ["].map(|name| manifest.contains(name));
        (client, server, crates)
    };
    let both = files(Sides::Both);
    assert_eq!(both, ([true; 3], [true; 2], [true; 3]));
    let client = files(Sides::Client);
    assert_eq!(client, ([true; 3], [false; 2], [true, false, false]));
    let server = files(Sides::Server);
    assert_eq!(server, ([false; 3], [true; 2], [false, true, true]));
}

/// A mock replies with a stream that has an event of each type, not with a text that is none.
#[test]
fn a_mock_has_an_event_of_each_type() {
    let document = "
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: watch
      responses:
        '200':
          description: Events of several types
          content:
            text/event-stream:
              itemSchema:
                type: object
                required: [event, data]
                properties: { event: { type: string } }
                oneOf:
                  - properties:
                      event: { const: added }
                      data:
                        type: string
                        contentMediaType: application/json
                        contentSchema: { type: object, required: [n], properties: { n: { type: integer, minimum: 3 } } }
                  - properties:
                      event: { const: note }
                      data: { type: string, minLength: 2 }
";
    let loader = MapLoader::from_iter([("pets.yaml", document)]);
    let config = Config {
        sides: Sides::Both,
        ..Config::default()
    };
    let generated = generate(&loader, "pets.yaml", &config).unwrap();
    let mock = &generated.files.owned["src/generated/server/api/__mock.rs"];
    for event in ["event: added", "event: note"] {
        assert!(mock.contains(event), "{event} in {mock}");
    }
}

/// An operation's security decides what the quick start gives, not the first scheme of the document.
#[test]
fn the_quick_start_has_the_credentials_of_its_operation() {
    let library = |security: &str| {
        let document = format!(
            "
openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  /pets:
    get: {{ operationId: list, security: {security}, responses: {{ '204': {{ description: None. }} }} }}
components:
  securitySchemes:
    a: {{ type: apiKey, in: header, name: X-A }}
    b: {{ type: apiKey, in: header, name: X-B }}
    c: {{ type: http, scheme: basic }}
    d: {{ type: mutualTLS }}
"
        );
        let loader = MapLoader::from_iter([("pets.yaml", document.as_str())]);
        let generated = generate(&loader, "pets.yaml", &Config::default()).unwrap();
        let library = generated.files.library;
        let lines = library
            .lines()
            .filter_map(|line| line.strip_prefix("//!     .credentials("));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let basic = "Credentials::basic(\"user\", \"secret\"))";
    let key = |name: &str| format!("Credentials::api_key(\"key\").for_scheme({name:?}))");
    assert_eq!(library("[{ c: [] }]"), [basic]);
    assert_eq!(library("[{ b: [] }]"), [key("b")]);
    assert_eq!(library("[{ a: [], c: [] }]"), [key("a"), basic.to_owned()]);
    assert_eq!(library("[{ d: [] }, { c: [] }]"), [basic]);
    assert_eq!(library("[]"), [""; 0]);
}

/// Who tries what stands there first had better change nothing.
#[test]
fn the_quick_start_asks_where_it_can() {
    let document = "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    delete: { operationId: remove_all, responses: { '204': { description: None. } } }
    get: { operationId: list, responses: { '204': { description: None. } } }
";
    let loader = MapLoader::from_iter([("pets.yaml", document)]);
    let generated = generate(&loader, "pets.yaml", &Config::default()).unwrap();
    let library = generated.files.library;
    assert!(library.contains("client.list().await?"), "{library}");
    assert!(!library.contains("remove_all"), "{library}");
}
