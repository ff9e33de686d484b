//! What is offered, where a text is whole, half written or wrong.

use serde_json::{Value, json};

use crate::client::{Client, edited};

const START: &str = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

/// What is offered at the mark of a text.
fn offered(client: &mut Client, name: &str, text: &str) -> Vec<Value> {
    let position = client.open(name, text);
    let items = client.at("completion", name, &position);
    items.as_array().unwrap().clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["label"].as_str().unwrap())
        .collect()
}

/// The text after the offer of that label is taken.
fn taken(client: &Client, name: &str, items: &[Value], label: &str) -> String {
    let item = items.iter().find(|item| item["label"] == label);
    let item = item.unwrap_or_else(|| panic!("{label}: {:?}", labels(items)));
    edited(client.text(name), &json!([item["textEdit"]]))
}

#[test]
fn keys_are_those_of_the_place() {
    let mut client = Client::new(&[]);
    for (text, has, lacks) in [
        // A key that is begun, and a line that is empty.
        (
            "components:\n  schemas:\n    A:\n      ty‸\n",
            "type",
            "paths",
        ),
        (
            "components:\n  schemas:\n    A:\n      type: string\n      ‸\n",
            "maxLength",
            "type",
        ),
        (
            "components:\n  schemas:\n    A:\n      ‸\n    B: {}\n",
            "properties",
            "get",
        ),
        ("paths:\n  /a:\n    ‸\n", "get", "operationId"),
        (
            "paths:\n  /a:\n    get:\n      operationId: x\n      r‸\n",
            "responses",
            "get",
        ),
        ("paths:\n  /a:\n    parameters:\n    - ‸\n", "in", "tags"),
        (
            "paths:\n  /a:\n    parameters:\n      - name: x\n        ‸\n",
            "in",
            "name",
        ),
        (
            "paths:\n  /a:\n    get:\n      responses:\n        ‸\n",
            "200",
            "get",
        ),
        (
            "paths:\n  /a:\n    get:\n      responses:\n        '200': { ‸ }\n",
            "content",
            "get",
        ),
        ("paths: {}\n‸\n", "components", "info"),
        ("paths: { /a: { get: { te‸: 1 } } }\n", "requestBody", "get"),
    ] {
        let items = offered(&mut client, "a.yaml", &format!("{START}{text}"));
        let found = labels(&items);
        assert!(found.contains(&has), "{text}: {found:?}");
        assert!(!found.contains(&lacks), "{text}: {found:?}");
        client.close("a.yaml");
    }
}

#[test]
fn keys_are_those_of_the_version() {
    let mut client = Client::new(&[]);
    let text = "info: { title: T, version: '1' }\ncomponents: { schemas: { A: { ‸ } } }\n";
    for (version, has, lacks) in [
        ("3.0.3", "nullable", "const"),
        ("3.1.0", "const", "nullable"),
    ] {
        let items = offered(
            &mut client,
            "a.yaml",
            &format!("openapi: {version}\n{text}"),
        );
        let found = labels(&items);
        assert!(
            found.contains(&has) && !found.contains(&lacks),
            "{version}: {found:?}"
        );
        client.close("a.yaml");
    }
}

#[test]
fn a_text_that_is_wrong_elsewhere_still_has_keys() {
    let mut client = Client::new(&[]);
    let broken = "paths:\n  /a: [unclosed\n  /b\n    get: \"x\n";
    for text in [
        format!("{START}{broken}components:\n  schemas:\n    A:\n      ty‸\n"),
        format!("{START}components:\n  schemas:\n    A:\n      ty‸\n{broken}"),
        format!("{START}components:\n  schemas:\n    A:\n      properties:\n        b: {{ ty‸\n"),
    ] {
        let items = offered(&mut client, "a.yaml", &text);
        assert!(
            labels(&items).contains(&"type"),
            "{text}: {:?}",
            labels(&items)
        );
        client.close("a.yaml");
    }
    for text in [
        "{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"A\": {\"ty‸",
        "{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"A\": {\n  \"ty‸\n}, \"B\": {}}}}",
        "{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"A\": {‸}}, \"x\": tru",
        "{\"openapi\": \"3.1.0\", \"components\": {\"schemas\": {\"A\": {\"title\": \"x\", ‸}}}}",
    ] {
        let items = offered(&mut client, "a.json", text);
        assert!(
            labels(&items).contains(&"type"),
            "{text}: {:?}",
            labels(&items)
        );
        client.close("a.json");
    }
}

#[test]
fn keys_are_written_as_the_text_has_it() {
    let mut client = Client::new(&[]);
    for (name, before, label, after) in [
        (
            "a.yaml",
            "paths:\n  /a:\n    g‸\n",
            "get",
            "paths:\n  /a:\n    get:\n",
        ),
        (
            "b.yaml",
            "paths:\n  /a: { g‸ }\n",
            "summary",
            "paths:\n  /a: { summary:  }\n",
        ),
        (
            "c.yaml",
            "paths:\n  /a:\n    g‸: {}\n",
            "get",
            "paths:\n  /a:\n    get: {}\n",
        ),
        (
            "d.yaml",
            "paths: { /a: { get: { responses: { ‸ } } } }\n",
            "200",
            "paths: { /a: { get: { responses: { '200':  } } } }\n",
        ),
    ] {
        let items = offered(&mut client, name, &format!("{START}{before}"));
        assert_eq!(
            taken(&client, name, &items, label),
            format!("{START}{after}")
        );
    }
    let start = "{\"openapi\": \"3.1.0\", \"info\": ";
    for (name, before, label, after) in [
        ("a.json", "{\"t‸\"}}", "title", "{\"title\": \"\"}}"),
        ("b.json", "{\"t‸\": \"x\"}}", "title", "{\"title\": \"x\"}}"),
        ("c.json", "{‸}}", "contact", "{\"contact\": {}}}"),
    ] {
        let items = offered(&mut client, name, &format!("{start}{before}"));
        assert_eq!(
            taken(&client, name, &items, label),
            format!("{start}{after}")
        );
    }
    // A client that takes snippets has its cursor put where the value goes.
    let snippets = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let mut client = Client::with(&[], snippets);
    let items = offered(&mut client, "c.json", &format!("{start}{{‸}}}}"));
    let contact = items
        .iter()
        .find(|item| item["label"] == "contact")
        .unwrap();
    assert_eq!(contact["insertTextFormat"], 2);
    assert_eq!(contact["textEdit"]["newText"], "\"contact\": {$0\\}");
}

#[test]
fn values_are_those_of_the_key() {
    let mut client = Client::new(&[]);
    let rest = "components:\n  securitySchemes:\n    key: { type: http, scheme: bearer }\n  schemas:\n    Pet: { type: object }\n";
    for (text, has, lacks) in [
        ("x: 1\n", None, None),
        ("    A: { type: ‸ }\n", Some("integer"), Some("int32")),
        ("    A:\n      type: ‸\n", Some("null"), None),
        ("    A:\n      type:\n      - st‸\n", Some("string"), None),
        (
            "    A: { type: integer, format: ‸ }\n",
            Some("int64"),
            Some("uuid"),
        ),
        (
            "    A:\n      type: string\n      format: uu‸\n",
            Some("uuid"),
            Some("int64"),
        ),
        (
            "    A:\n      $ref: ‸\n",
            Some("#/components/schemas/Pet"),
            None,
        ),
        (
            "    A:\n      $ref: '#/comp‸'\n",
            Some("#/components/schemas/Pet"),
            None,
        ),
        ("    A:\n      readOnly: ‸\n", Some("true"), None),
        (
            "    A:\n      properties: { b: {}, c: {} }\n      required: [b, ‸]\n",
            Some("c"),
            Some("b"),
        ),
        (
            "    A:\n      oneOf: []\n      discriminator: { propertyName: ‸ }\n      properties: { kind: {} }\n",
            Some("kind"),
            None,
        ),
        (
            "  parameters:\n    P: { name: x, in: ‸ }\n",
            Some("query"),
            Some("true"),
        ),
        ("security:\n- ‸\n", Some("key"), None),
    ] {
        let Some(has) = has else { continue };
        let items = offered(&mut client, "a.yaml", &format!("{START}{rest}{text}"));
        let found = labels(&items);
        assert!(found.contains(&has), "{text}: {found:?}");
        assert!(
            lacks.is_none_or(|lacks| !found.contains(&lacks)),
            "{text}: {found:?}"
        );
        client.close("a.yaml");
    }
    let text =
        format!("{START}tags: [{{ name: pets }}]\npaths: {{ /a: {{ get: {{ tags: [‸] }} }} }}\n");
    let items = offered(&mut client, "b.yaml", &text);
    assert_eq!(labels(&items), ["pets"]);
}

#[test]
fn references_are_written_in_quotes_and_lead_to_other_files() {
    let root = format!(
        "{START}paths: {{}}\ncomponents:\n  schemas:\n    Pet: {{}}\n    A: {{ $ref: parts/a.yaml }}\n"
    );
    let mut client = Client::new(&[("api.yaml", &root), ("parts/a.yaml", "")]);
    let text = root.replace("Pet: {}", "Pet: {}\n    B: { $ref: ‸ }");
    let items = offered(&mut client, "api.yaml", &text);
    assert_eq!(
        labels(&items),
        [
            "#/components/schemas/Pet",
            "#/components/schemas/B",
            "#/components/schemas/A",
            "./parts/a.yaml",
        ]
    );
    let after = taken(&client, "api.yaml", &items, "#/components/schemas/Pet");
    assert!(
        after.contains("B: { $ref: '#/components/schemas/Pet' }"),
        "{after}"
    );
    // A part knows what it is a part of, and where that is.
    let items = offered(
        &mut client,
        "parts/a.yaml",
        "properties:\n  b:\n    $ref: ‸\n",
    );
    assert!(
        labels(&items).contains(&"../api.yaml#/components/schemas/Pet"),
        "{:?}",
        labels(&items)
    );
    client.replace("parts/a.yaml", "ty‸\n");
    let position = json!({ "line": 0, "character": 2 });
    let items = client.at("completion", "parts/a.yaml", &position);
    assert!(labels(items.as_array().unwrap()).contains(&"type"));
}

#[test]
fn nothing_is_offered_in_words() {
    let mut client = Client::new(&[]);
    for text in [
        "# ty‸\n",
        "paths: {} # ty‸\n",
        "components:\n  schemas:\n    A:\n      description: |\n        a\n        ty‸\n",
    ] {
        let items = offered(&mut client, "a.yaml", &format!("{START}{text}"));
        assert_eq!(labels(&items), [""; 0], "{text}");
        client.close("a.yaml");
    }
}

#[test]
fn offers_are_explained() {
    let mut client = Client::new(&[]);
    let items = offered(
        &mut client,
        "a.yaml",
        &format!("{START}paths:\n  /a:\n    parameters:\n    - ‸\n"),
    );
    let place = items.iter().find(|item| item["label"] == "in").unwrap();
    assert!(
        place["detail"].as_str().unwrap().ends_with("required"),
        "{place}"
    );
    assert!(
        place["documentation"]["value"]
            .as_str()
            .unwrap()
            .contains("`cookie`"),
        "{place}"
    );
    // What is required comes first.
    assert_eq!(labels(&items)[..2], ["name", "in"]);
}
