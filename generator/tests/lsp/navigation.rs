//! Ways between what names and what is named, across files; renaming; what is shown at a place; outline
//! and folds.

use serde_json::{Value, json};

use crate::client::{Client, edited, marked, unmarked};

const ROOT: &str = "\
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      security: [{ key: [] }]
      responses:
        '200':
          description: Pets.
          content:
            application/json:
              schema: { $ref: \"#/components/schemas/Pet\" }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: { type: string, format: uuid }
        owner: { $ref: 'parts/owner.yaml#/Owner' }
        first: { $ref: '#/components/schemas/Pet/properties/id' }
    Any:
      oneOf:
      - $ref: '#/components/schemas/Pet'
      discriminator:
        propertyName: id
        mapping: { pet: Pet, other: '#/components/schemas/Pet' }
      example: { $ref: '#/components/schemas/Pet' }
";
const OWNER: &str = "Owner:\n  type: object\n  properties:\n    pet: { $ref: '../api.yaml#/components/schemas/Pet' }\n";

fn client() -> Client {
    let mut client = Client::new(&[("api.yaml", ROOT), ("parts/owner.yaml", OWNER)]);
    client.open_saved("api.yaml");
    client.diagnostics("api.yaml");
    client
}

/// The position behind the first of some words.
fn behind(text: &str, words: &str) -> Value {
    let at = text.find(words).unwrap_or_else(|| panic!("{words}")) + words.len();
    crate::client::position(text, at)
}

fn definition(client: &mut Client, name: &str, words: &str) -> (String, String) {
    let text = client.text(name).to_owned();
    let found = client.at("definition", name, &behind(&text, words));
    let uri = found["uri"].as_str().unwrap_or_default().to_owned();
    let file = if uri.ends_with("owner.yaml") {
        OWNER
    } else {
        ROOT
    };
    let line = found["range"]["start"]["line"].as_u64().unwrap();
    let line = file.lines().nth(usize::try_from(line).unwrap()).unwrap();
    let name = uri.rsplit('/').next().unwrap().to_owned();
    (
        name,
        format!("{}|{}", line.trim(), marked(file, &found["range"])),
    )
}

#[test]
fn what_is_referred_to_is_found_across_files() {
    let mut client = client();
    let pet = ("api.yaml".to_owned(), "Pet:|Pet".to_owned());
    assert_eq!(
        definition(&mut client, "api.yaml", "\"#/components/sch"),
        pet
    );
    assert_eq!(definition(&mut client, "api.yaml", "pet: P"), pet);
    assert_eq!(definition(&mut client, "api.yaml", "other: '#/com"), pet);
    let owner = ("owner.yaml".to_owned(), "Owner:|Owner".to_owned());
    assert_eq!(definition(&mut client, "api.yaml", "parts/own"), owner);
    let key = "key: { type: http, scheme: bearer }|key".to_owned();
    assert_eq!(
        definition(&mut client, "api.yaml", "[{ ke"),
        ("api.yaml".to_owned(), key)
    );
    client.open_saved("parts/owner.yaml");
    assert_eq!(definition(&mut client, "parts/owner.yaml", "'../api"), pet);
}

fn references(client: &mut Client, name: &str, words: &str, declaration: bool) -> Vec<String> {
    let text = client.text(name).to_owned();
    let mut params = client.place(name, &behind(&text, words));
    params["context"] = json!({ "includeDeclaration": declaration });
    let found = client.request("textDocument/references", params);
    let found = found.as_array().unwrap().iter().map(|found| {
        let uri = found["uri"].as_str().unwrap();
        let (name, file) = match uri.ends_with("owner.yaml") {
            true => ("owner", OWNER),
            false => ("api", ROOT),
        };
        format!("{name} {}", marked(file, &found["range"]))
    });
    let mut found: Vec<_> = found.collect();
    found.sort();
    found
}

#[test]
fn all_that_refer_to_a_component_are_found_across_files() {
    let mut client = client();
    let expected = [
        "api \"#/components/schemas/Pet\"",
        "api '#/components/schemas/Pet'",
        "api '#/components/schemas/Pet'",
        "api Pet",
        "owner '../api.yaml#/components/schemas/Pet'",
    ];
    assert_eq!(
        references(&mut client, "api.yaml", "    Pe", false),
        expected
    );
    // From one of them, and with the component itself; but not the data of an example.
    let found = references(&mut client, "api.yaml", "\"#/components/schemas/P", true);
    assert_eq!(found.len(), expected.len() + 1);
    assert_eq!(
        references(&mut client, "api.yaml", "    ke", false),
        ["api key"]
    );
    client.open_saved("parts/owner.yaml");
    assert_eq!(
        references(&mut client, "parts/owner.yaml", "'../api", false),
        expected
    );
}

#[test]
fn a_component_is_renamed_wherever_it_is_named() {
    let mut client = client();
    client.open_saved("parts/owner.yaml");
    let text = client.text("api.yaml").to_owned();
    for words in ["    Pe", "\"#/components/schemas/P", "pet: P"] {
        let place = behind(&text, words);
        let range = client.at("prepareRename", "api.yaml", &place);
        assert_eq!(marked(&text, &range), "Pet", "{words}");
        let mut params = client.place("api.yaml", &place);
        params["newName"] = "Animal".into();
        let edits = client.request("textDocument/rename", params)["changes"].clone();
        let uris = [client.uri("api.yaml"), client.uri("parts/owner.yaml")];
        let root = edited(&text, &edits[&uris[0]]);
        let expected = ROOT.replace("schemas/Pet", "schemas/Animal");
        let expected = expected
            .replace("    Pet:", "    Animal:")
            .replace("pet: Pet", "pet: Animal");
        // Data is not a reference.
        let example = "example: { $ref: '#/components/schemas/Animal' }";
        let expected = expected.replace(example, "example: { $ref: '#/components/schemas/Pet' }");
        assert_eq!(root, expected, "{words}");
        assert_eq!(
            edited(OWNER, &edits[&uris[1]]),
            OWNER.replace("s/Pet", "s/Animal")
        );
    }
    let mut params = client.place("api.yaml", &behind(&text, "    ke"));
    params["newName"] = "token".into();
    let edits = client.request("textDocument/rename", params)["changes"].clone();
    let root = edited(&text, &edits[&client.uri("api.yaml")]);
    assert_eq!(root, ROOT.replace("key:", "token:"));
}

#[test]
fn a_name_that_cannot_be_is_refused() {
    let mut client = client();
    let text = client.text("api.yaml").to_owned();
    for (words, name, expected) in [
        ("    Pe", "a/b", "cannot be a name"),
        ("    Pe", "Any", "there is a `Any` already"),
        ("/pe", "x", "no"),
        ("titl", "x", "no"),
    ] {
        let mut params = client.place("api.yaml", &behind(&text, words));
        params["newName"] = name.into();
        let answer = client.attempt("textDocument/rename", params);
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(expected), "{message}");
    }
    let nothing = client.at("prepareRename", "api.yaml", &behind(&text, "titl"));
    assert_eq!(nothing, Value::Null);
}

#[test]
fn json_is_renamed_in_its_quotes() {
    let text = r##"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {},
 "components": {"schemas": {"Pe‸t": {"type": "object"}, "B": {"$ref": "#/components/schemas/Pet"}}}}"##;
    let mut client = Client::new(&[]);
    let place = client.open("a.json", text);
    let mut params = client.place("a.json", &place);
    params["newName"] = "Dog".into();
    let edits = client.request("textDocument/rename", params)["changes"].clone();
    let (text, _) = unmarked(text);
    let after = edited(&text, &edits[&client.uri("a.json")]);
    assert_eq!(after, text.replace("Pet", "Dog"));
}

fn hover(client: &mut Client, words: &str) -> String {
    let text = client.text("api.yaml").to_owned();
    let found = client.at("hover", "api.yaml", &behind(&text, words));
    found["contents"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn what_a_place_becomes_in_rust_and_what_a_key_says_is_shown() {
    let mut client = client();
    for (words, expected) in [
        ("    Pe", "pub struct Pet {"),
        ("\"#/components/sch", "pub struct Pet {"),
        ("parts/own", "pub struct Owner {"),
        ("    ge", "pub fn list_pets(&self"),
        ("    ge", "// Client::list_pets"),
        ("        owne", "pub owner: "),
        ("        i", "pub type PetId"),
        ("operationI", "The method in Rust is called after it."),
        ("operationI", "**`operationId`** of an operation: text"),
        ("format: uu", "uuid::Uuid"),
        ("discriminat", "tells the branches of a union apart"),
    ] {
        let found = hover(&mut client, words);
        assert!(found.contains(expected), "{words}: {found}");
        assert!(!found.contains("runtime::object!"), "{words}: {found}");
    }
    // What was understood stays while the text is wrong.
    let end = client.text("api.yaml").len();
    client.edit("api.yaml", end..end, "    Broken: [\n");
    client.diagnostics("api.yaml");
    assert!(hover(&mut client, "    Pe").contains("pub struct Pet {"));
}

fn names(symbols: &Value, depth: usize, out: &mut Vec<String>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        let detail = symbol["detail"].as_str();
        let detail = detail.map_or_else(String::new, |detail| format!(" = {detail}"));
        let name = symbol["name"].as_str().unwrap();
        out.push(format!("{}{name}{detail}", "  ".repeat(depth)));
        names(&symbol["children"], depth + 1, out);
    }
}

#[test]
fn the_outline_is_of_operations_and_components() {
    let mut client = client();
    let document = json!({ "textDocument": { "uri": client.uri("api.yaml") } });
    let symbols = client.request("textDocument/documentSymbol", document);
    let mut found = Vec::new();
    names(&symbols, 0, &mut found);
    assert_eq!(
        found,
        [
            "openapi",
            "info",
            "paths",
            "  /pets",
            "    get = listPets",
            "components",
            "  securitySchemes",
            "    key",
            "  schemas",
            "    Pet",
            "      id = string",
            "      owner",
            "      first",
            "    Any",
        ]
    );
}

#[test]
fn members_of_several_lines_are_folded_the_outermost_first() {
    let text =
        "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      tags: [\n        x\n      ]\n\n# end\n";
    let folds = |most: Value| {
        let mut client = Client::with(&[], json!({ "textDocument": { "foldingRange": most } }));
        client.open("a.yaml", text);
        let document = json!({ "textDocument": { "uri": client.uri("a.yaml") } });
        let found = client.request("textDocument/foldingRange", document);
        let lines = found.as_array().unwrap().iter();
        let lines = lines.map(|fold| (fold["startLine"].clone(), fold["endLine"].clone()));
        lines.collect::<Vec<_>>()
    };
    let expected = [(1, 6), (2, 6), (3, 6), (4, 5)].map(|(a, b)| (json!(a), json!(b)));
    assert_eq!(folds(json!({})), expected);
    assert_eq!(folds(json!({ "rangeLimit": 2 })), expected[..2]);
    let mut client = Client::new(&[]);
    client.open(
        "a.json",
        "{\n  \"openapi\": {\n    \"a\": [\n    ]\n  }\n}\n",
    );
    let document = json!({ "textDocument": { "uri": client.uri("a.json") } });
    let found = client.request("textDocument/foldingRange", document);
    let expected = json!([{ "startLine": 0, "endLine": 4 }, { "startLine": 1, "endLine": 3 }]);
    assert_eq!(found, expected);
}

#[test]
fn definitions_of_swagger_are_offered_and_renamed() {
    let text = "swagger: '2.0'\ninfo: { title: T, version: '1' }\npaths: {}\ndefinitions:\n  Pet: { type: object }\n  B: { $ref: '#/definitions/Pet' }\n  C: { $ref: ‸ }\n";
    let mut client = Client::new(&[]);
    let place = client.open("a.yaml", text);
    let offered = client.at("completion", "a.yaml", &place);
    let labels = offered
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["label"]);
    assert!(
        labels.clone().any(|label| label == "#/definitions/Pet"),
        "{offered}"
    );
    let (text, _) = unmarked(text);
    let mut params = client.place("a.yaml", &behind(&text, "  Pe"));
    params["newName"] = "Dog".into();
    let edits = client.request("textDocument/rename", params)["changes"].clone();
    let after = edited(&text, &edits[&client.uri("a.yaml")]);
    assert_eq!(after, text.replace("Pet", "Dog"));
}
