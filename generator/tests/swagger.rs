//! Swagger 2.0 is read as the OpenAPI 3.0 that says the same, and what is wrong with it is shown where it
//! was written.

use std::collections::BTreeMap;

use faircopy::diff;
use faircopy::report::Locator;
use faircopy::source::MapLoader;
use faircopy::{Config, generate};

const SWAGGER: &str = include_str!("swagger/2.0.yaml");
const OPENAPI: &str = include_str!("swagger/3.0.yaml");

fn loader(files: &[(&'static str, &'static str)]) -> MapLoader {
    MapLoader::from_iter(files.iter().copied())
}

/// The generated files, or what is wrong.
fn generated(files: &[(&'static str, &'static str)]) -> Result<BTreeMap<String, String>, String> {
    match generate(&loader(files), files[0].0, &Config::default()) {
        Ok(generated) => Ok(generated.files.owned.clone()),
        Err(refused) => Err(format!("{:?}", refused.diagnostics)),
    }
}

#[test]
fn both_spellings_of_one_api_are_one_crate() {
    let old = generated(&[("pets.yaml", SWAGGER)]).expect("Swagger 2.0 is read");
    let new = generated(&[("pets.yaml", OPENAPI)]).expect("OpenAPI 3.0 is read");
    assert_eq!(
        old.keys().collect::<Vec<_>>(),
        new.keys().collect::<Vec<_>>()
    );
    for (name, text) in &new {
        for (number, (old, new)) in old[name].lines().zip(text.lines()).enumerate() {
            assert_eq!(old, new, "{name}:{}", number + 1);
        }
        assert_eq!(old[name].len(), text.len(), "{name}");
    }
}

#[test]
fn nothing_differs_between_the_spellings() {
    let load = |text: &'static str| {
        let loaded = diff::load(
            &loader(&[("pets.yaml", text)]),
            "pets.yaml",
            &Config::default(),
        );
        loaded.expect("it is read")
    };
    let options = diff::Options {
        rust: true,
        today: "2026-01-01".to_owned(),
    };
    let report = diff::compare(&load(SWAGGER), &load(OPENAPI), &options);
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert!(report.unexplained.is_empty(), "{:#?}", report.unexplained);
}

/// The lines and columns of what there is to say, with the codes, in the order of the text.
fn complaints(files: &[(&'static str, &'static str)]) -> Vec<String> {
    let (diagnostics, sources) = faircopy::check(&loader(files), files[0].0, &Config::default());
    let locator = Locator::new(&sources);
    let mut found: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| {
            let at = locator.locate(&diagnostic.labels[0]);
            let (line, column) = (at.position.line, at.position.column);
            (
                line,
                format!("{} {}:{line}:{column}", diagnostic.code.id, at.file),
            )
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn complaints_are_about_the_text_as_it_was_written() {
    let text = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
paths:
  /a:
    get:
      operationId: a
      colour: red
      parameters:
      - { name: x, in: formData, type: strng }
      - { name: b, in: query, type: integer, minimum: 3, maximum: 1 }
      - { name: c, in: query, type: string, default: 1 }
      - { name: d, in: query, type: array, items: { type: string }, collectionFormat: tsv }
      responses:
        '200': { description: '', schema: { $ref: '#/definitions/Nowhere' } }
        '2xy': { description: '' }
  /b:
    post:
      parameters:
      - { name: x, in: body, schema: { type: string, minLength: 9, maxLength: 1 } }
      - { name: y, in: body, schema: {} }
      - { name: z, in: nowhere, type: string }
      responses: { '200': { description: '' } }
definitions:
  Pet: { type: object, requierd: [name] }
";
    let found = complaints(&[("pets.yaml", text)]);
    for expected in [
        "W0108 pets.yaml:7:7",
        "E0201 pets.yaml:9:40",
        "W0205 pets.yaml:10:55",
        "W0213 pets.yaml:11:54",
        "W0071 pets.yaml:12:87",
        "W0057 pets.yaml:14:51",
        "E0113 pets.yaml:15:9",
        "W0205 pets.yaml:19:65",
        "E0070 pets.yaml:20:9",
        "E0106 pets.yaml:21:24",
        "E0107 pets.yaml:24:24",
    ] {
        assert!(
            found.iter().any(|found| found == expected),
            "{expected}: {found:#?}"
        );
    }
}

#[test]
fn what_is_said_of_media_types_is_said_once_where_they_are_listed() {
    let text = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
produces: [application/json, application/xml]
paths:
  /a:
    get:
      operationId: a
      produces: [application/json, text/csv, text/xml]
      responses:
        '200': { description: '', schema: { type: integer, maxLength: 1 } }
        default: { description: '', schema: { type: object } }
  /b:
    post:
      operationId: b
      parameters: [{ in: formData, name: x, type: string }]
      responses: { '200': { description: '', schema: { type: object } } }
  /c: { get: { responses: { '200': { description: '', schema: { type: object } } } } }
";
    let files = [("pets.yaml", text)];
    let found = complaints(&files);
    assert_eq!(
        found,
        [
            "W0504 pets.yaml:3:30",
            "W0504 pets.yaml:8:46",
            "W0217 pets.yaml:10:60",
        ]
    );
    let (diagnostics, sources) = faircopy::check(&loader(&files), "pets.yaml", &Config::default());
    let locator = Locator::new(&sources);
    let pointers = diagnostics.iter().map(|diagnostic| {
        let at = locator.locate(&diagnostic.labels[0]).pointer;
        at.unwrap().to_string()
    });
    let mut pointers: Vec<_> = pointers.collect();
    pointers.sort();
    assert_eq!(
        pointers,
        [
            "#/paths/~1a/get/produces",
            "#/paths/~1a/get/responses/200/schema",
            "#/produces",
        ]
    );
}

#[test]
fn files_of_swagger_are_bundled() {
    let root = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
paths:
  /pets:
    $ref: paths.yaml#/pets
definitions:
  Pet: { $ref: pet.yaml }
";
    let paths = "\
pets:
  get:
    operationId: pets
    parameters:
    - $ref: 'parts.yaml#/Limit'
    - $ref: 'parts.yaml#/Body'
    responses:
      '200': { $ref: 'parts.yaml#/All' }
";
    let parts = "\
Limit: { name: limit, in: query, type: integer, requierd: true }
Body: { name: pet, in: body, schema: { $ref: pet.yaml } }
All: { description: All., schema: { type: array, items: { $ref: 'pet.yaml' } } }
";
    let pet =
        "{ type: object, properties: { weight: { type: number, maximum: 0.10, minLength: 1 } } }";
    let files = [
        ("api.yaml", root),
        ("paths.yaml", paths),
        ("parts.yaml", parts),
        ("pet.yaml", pet),
    ];
    let found = complaints(&files);
    assert!(
        found.contains(&"W0217 pet.yaml:1:70".to_owned()),
        "{found:#?}"
    );
    let misspelt = found
        .iter()
        .filter(|found| found.starts_with("E0107 parts.yaml:1:"));
    assert_eq!(misspelt.count(), 1, "{found:#?}");

    let parts = "\
Limit: { name: limit, in: query, type: integer }
Body: { name: pet, in: body, schema: { $ref: pet.yaml } }
All: { description: All., schema: { type: array, items: { $ref: 'pet.yaml' } } }
";
    let files = [files[0], files[1], ("parts.yaml", parts), files[3]];
    let generated = generated(&files).expect("it is read");
    let types = &generated["src/generated/types.rs"];
    assert!(
        types.contains("pub struct Pet {") && !types.contains("Pet2"),
        "{types}"
    );
}

#[test]
fn references_are_followed_wherever_schemas_stand() {
    let text = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
paths:
  /a: { get: { responses: { '200': { description: '', schema: { $ref: '#/definitions/A' } } } } }
definitions:
  A:
    type: object
    properties:
      list: { type: array, items: [{ $ref: '#/definitions/B' }, { not: { $ref: '#/definitions/B' } }] }
      map: { type: object, additionalProperties: { allOf: [{ $ref: '#/definitions/B' }] } }
  B: { type: string, maxLength: 3 }
";
    let found = complaints(&[("pets.yaml", text)]);
    assert!(
        !found.iter().any(|found| found.starts_with("W0057")),
        "{found:#?}"
    );
}

#[test]
fn an_empty_list_of_media_types_takes_back_that_of_the_document() {
    let text = |consumes: &str, produces: &str| {
        format!(
            "swagger: '2.0'\ninfo: {{ title: Pets, version: '1' }}\n\
             consumes: [application/merge-patch+json]\nproduces: [text/plain]\n\
             paths: {{ /a: {{ post: {{ operationId: a, {consumes} {produces} \
             parameters: [{{ in: body, name: b, schema: {{ type: object }} }}], \
             responses: {{ '200': {{ description: '', schema: {{ type: string }} }} }} }} }} }}\n"
        )
    };
    let media_types = |text: &str| {
        let loader = MapLoader::from_iter([("pets.yaml", text)]);
        let bundle = faircopy::bundle(&loader, "pets.yaml", &Config::default(), None);
        let bundle: serde_json::Value = serde_json::from_str(&bundle.unwrap().json()).unwrap();
        let operation = &bundle["paths"]["/a"]["post"];
        ["/requestBody/content", "/responses/200/content"].map(|at| {
            let content = operation.pointer(at).unwrap().as_object().unwrap();
            content.keys().cloned().collect::<Vec<_>>()
        })
    };
    let (patch, text_plain, json) = (
        vec!["application/merge-patch+json".to_owned()],
        vec!["text/plain".to_owned()],
        vec!["application/json".to_owned()],
    );
    assert_eq!(media_types(&text("", "")), [patch, text_plain]);
    let emptied = text("consumes: [],", "produces: [],");
    assert_eq!(media_types(&emptied), [json.clone(), json]);
}

#[test]
fn versions_before_2_0_are_refused() {
    let found = complaints(&[(
        "pets.yaml",
        "swagger: '1.2'\ninfo: { title: A, version: '1' }\n",
    )]);
    assert_eq!(found, ["E0102 pets.yaml:1:10"]);
}
