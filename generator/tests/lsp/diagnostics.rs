//! What is told as one types, and what mends it.

use serde_json::{Value, json};

use crate::client::{Client, edited, marked};
use crate::expected;

const START: &str = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

/// The titles of what mends a text, and the text after each.
fn mended(client: &mut Client, name: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for told in client.diagnostics(name) {
        let uri = client.uri(name);
        let params = json!({
            "textDocument": { "uri": uri }, "range": told["range"],
            "context": { "diagnostics": [told] },
        });
        for action in client
            .request("textDocument/codeAction", params)
            .as_array()
            .unwrap()
        {
            assert_eq!(action["kind"], "quickfix");
            let text = edited(client.text(name), &action["edit"]["changes"][&uri]);
            found.push((action["title"].as_str().unwrap().to_owned(), text));
        }
    }
    found
}

#[test]
fn a_misspelt_key_is_told_and_mended() {
    let yaml = format!(
        "{START}components:\n  schemas:\n    A:\n      type: object\n      requierd: [b]\n"
    );
    let json = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"},
 "components": {"schemas": {"A": {"type": "object", "requierd": ["b"]}}}}"#;
    let mut client = Client::new(&[]);
    for (name, text) in [("a.yaml", yaml.as_str()), ("a.json", json)] {
        client.open(name, text);
        let told = client.diagnostics(name);
        let found = told.iter().find(|told| told["code"] == "E0107").unwrap();
        assert_eq!(found["severity"], 1);
        let marked = marked(text, &found["range"]).trim_matches('"');
        assert_eq!(marked, "requierd");
        let expected = (
            "Change to `required`".to_owned(),
            text.replace("requierd", "required"),
        );
        assert_eq!(mended(&mut client, name), [expected]);
    }
}

#[test]
fn a_path_parameter_is_made_required() {
    let path = "paths:\n  /a/{b}:\n    parameters:\n";
    let rest = "    get: { responses: { '200': { description: x } } }\n";
    let mut client = Client::new(&[]);
    for (parameter, expected) in [
        (
            "    - name: b\n      in: path\n      schema: { type: string }\n",
            "    - required: true\n      name: b\n      in: path\n      schema: { type: string }\n",
        ),
        (
            "    - { name: b, in: path, schema: {} }\n",
            "    - { required: true, name: b, in: path, schema: {} }\n",
        ),
        (
            "    - { name: b, in: path, required: false, schema: {} }\n",
            "    - { name: b, in: path, required: true, schema: {} }\n",
        ),
    ] {
        let text = format!("{START}{path}{parameter}{rest}");
        client.open("a.yaml", &text);
        let found = mended(&mut client, "a.yaml");
        let texts: Vec<_> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, [text.replace(parameter, expected)]);
        client.close("a.yaml");
        client.told.clear();
    }
    let text = "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {\"/a/{b}\": {\n\
        \"parameters\": [{\n  \"name\": \"b\",\n  \"in\": \"path\",\n  \"schema\": {}\n}],\n\
        \"get\": {\"responses\": {\"200\": {\"description\": \"x\"}}}}}}";
    client.open("a.json", text);
    let found = mended(&mut client, "a.json");
    let expected = text.replace("  \"name\"", "  \"required\": true,\n  \"name\"");
    assert_eq!(found, [("Add `required: true`".to_owned(), expected)]);
}

#[test]
fn an_operation_id_that_is_taken_is_told_with_the_other_and_renamed() {
    let operation = "{ operationId: a, responses: { '200': { description: x } } }";
    let text = format!(
        "{START}paths:\n  /a:\n    get: {operation}\n    put: {operation}\n    post: {}\n",
        operation.replace("d: a", "d: a2")
    );
    let mut client = Client::new(&[]);
    client.open("a.yaml", &text);
    let told = client.diagnostics("a.yaml");
    let found = told
        .iter()
        .find(|told| told["relatedInformation"].is_array())
        .unwrap();
    let other = &found["relatedInformation"][0];
    assert_eq!(other["message"], "the first time here");
    assert_eq!(other["location"]["range"]["start"]["line"], 4);
    assert_eq!(found["range"]["start"]["line"], 5);
    let second = text.replacen("put: { operationId: a,", "put: { operationId: a3,", 1);
    assert_eq!(
        mended(&mut client, "a.yaml"),
        [("Rename to `a3`".to_owned(), second)]
    );
}

#[test]
fn other_words_that_are_proposed_are_put_in_place() {
    let mut client = Client::new(&[]);
    for (wrong, right) in [
        ("A: { type: int }", "A: { type: integer }"),
        (
            "A: { type: datetime }",
            "A: { format: date-time, type: string }",
        ),
        (
            "A: { $ref: '#/components/schemas/Pett' }",
            "A: { $ref: '#/components/schemas/Pet' }",
        ),
        (
            "A: { type: object, required: [naem], properties: { name: {} } }",
            "A: { type: object, required: [name], properties: { name: {} } }",
        ),
    ] {
        let text = format!("{START}components:\n  schemas:\n    Pet: {{}}\n    {wrong}\n");
        client.open("a.yaml", &text);
        let found = mended(&mut client, "a.yaml");
        let texts: Vec<_> = found.into_iter().map(|(_, text)| text).collect();
        assert!(
            texts.contains(&text.replace(wrong, right)),
            "{wrong}: {texts:?}"
        );
        client.close("a.yaml");
        client.told.clear();
    }
}

#[test]
fn columns_are_in_the_units_agreed_on() {
    let line = "    '😀é': { type: object, requierd: [] }\n";
    let text = format!("{START}components:\n  schemas:\n    A: {{}}\n{line}");
    for (offered, name, column) in [
        (json!([]), "utf-16", 27),
        (json!(["utf-16", "utf-8"]), "utf-8", 30),
        (json!(["utf-32"]), "utf-32", 26),
    ] {
        let general = json!({ "general": { "positionEncodings": offered } });
        let mut client = Client::with(&[], general);
        assert_eq!(client.server_capabilities["positionEncoding"], name);
        client.open("a.yaml", &text);
        let told = client.diagnostics("a.yaml");
        let found = told.iter().find(|told| told["code"] == "E0107").unwrap();
        assert_eq!(
            found["range"]["start"],
            json!({ "line": 5, "character": column }),
            "{name}"
        );
    }
}

#[test]
fn what_is_typed_in_a_file_counts_for_the_document_that_refers_to_it() {
    let root =
        format!("{START}paths: {{}}\ncomponents:\n  schemas:\n    A: {{ $ref: 'parts/a.yaml' }}\n");
    let files = [
        ("api.yaml", root.as_str()),
        ("parts/a.yaml", "type: object\n"),
    ];
    let mut client = Client::new(&files);
    client.open_saved("api.yaml");
    assert_eq!(client.diagnostics("api.yaml"), Vec::<Value>::new());
    client.open_saved("parts/a.yaml");
    client.replace("parts/a.yaml", "type: object\nrequierd: []\n");
    let told = client.diagnostics("parts/a.yaml");
    assert_eq!(told[0]["code"], "E0107");
    // Closed without being saved, it is what it was.
    client.told.clear();
    client.close("parts/a.yaml");
    let told = client.told_of("parts/a.yaml", |told| told["version"].is_null());
    assert_eq!(told, Vec::<Value>::new());
}

#[test]
fn a_part_that_is_opened_alone_is_read_as_the_document_around_it_does() {
    let root =
        format!("{START}paths: {{}}\ncomponents:\n  schemas:\n    A: {{ $ref: 'parts/a.yaml' }}\n");
    let files = [
        ("api.yaml", root.as_str()),
        ("parts/a.yaml", "type: object\nrequierd: []\n"),
    ];
    let mut client = Client::new(&files);
    client.open_saved("parts/a.yaml");
    let told = client.diagnostics("parts/a.yaml");
    assert_eq!(told[0]["code"], "E0107");
}

#[test]
fn the_choices_of_a_project_count() {
    let text = format!("{START}paths: {{}}\nnothing: 1\n");
    let mut client = Client::new(&[("faircopy.toml", "allow = [\"W0108\"]\n")]);
    client.open("a.yaml", &text);
    let told = client.diagnostics("a.yaml");
    assert_eq!(told.len(), 0, "{told:?}");
    // What is wrong with them is said where it is seen, and is all that `lint` would say.
    std::fs::write(client.path("faircopy.toml"), "allow = 1\n").unwrap();
    client.told.clear();
    client.replace("a.yaml", &text);
    let told = client.diagnostics("a.yaml");
    assert_eq!(told.len(), 1);
    assert!(
        told[0]["message"]
            .as_str()
            .unwrap()
            .contains("faircopy.toml"),
        "{told:?}"
    );
}

#[test]
fn of_versions_that_follow_each_other_the_newest_is_told() {
    let mut client = Client::new(&[]);
    let text = format!("{START}paths: {{}}\n");
    client.open("a.yaml", &text);
    for number in 0..200 {
        let end = client.text("a.yaml").len();
        client.edit("a.yaml", end..end, &format!("k{number}: 1\n"));
    }
    let told = client.diagnostics("a.yaml");
    assert_eq!(told.len(), 200);
    let newest = client.text("a.yaml").to_owned();
    let expected = expected::of("a.yaml", &newest, &client.uri("a.yaml"));
    assert_eq!(expected::sorted(told), expected);
    // Far from all versions were looked at.
    assert!(client.told.len() < 100, "{}", client.told.len());
}

#[test]
fn of_a_large_document_what_is_found_first_is_told_first() {
    let start = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {},"#;
    let all = r#""allOf": [{"type": "string"}, {"type": "integer"}]"#;
    let words = "word ".repeat(220_000);
    let text = format!(
        r#"{start} "components": {{"schemas": {{"A": {{ {all}, "description": "{words}" }}}}}}}}"#
    );
    let mut client = Client::new(&[]);
    client.open("a.json", &text);
    let is_conflict = |told: &Value| told["code"] == "W0501";
    let has_conflict = |told: &Value| {
        told["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .any(is_conflict)
    };
    client.told_of("a.json", has_conflict);
    let start = text.find("\"integer\"").unwrap();
    client.edit(
        "a.json",
        start..start + "\"integer\"".len(),
        "\"string\", \"requierd\": []",
    );
    // What was said before of what becomes of it stays until that is worked out.
    let early = client.diagnostics("a.json");
    assert!(early.iter().any(is_conflict), "{early:?}");
    assert!(
        early.iter().any(|told| told["code"] == "E0107"),
        "{early:?}"
    );
    let told = client.told_of("a.json", |told| told["version"] == 2 && !has_conflict(told));
    let newest = client.text("a.json").to_owned();
    let expected = expected::of("a.json", &newest, &client.uri("a.json"));
    assert_eq!(expected::sorted(told), expected);
}

#[test]
fn what_is_no_document_is_let_be() {
    let mut client = Client::new(&[]);
    client.open("compose.yaml", "services: { a: { image: b } }\n");
    client.open("a.yaml", &format!("{START}paths: {{}}\n"));
    client.diagnostics("a.yaml");
    let uri = client.uri("compose.yaml");
    assert!(
        client.told.iter().all(|told| told["uri"] != *uri),
        "{:?}",
        client.told
    );
    assert!(client.done());
}
