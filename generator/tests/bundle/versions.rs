//! Bundles in another version: what each says in its own words, and what it cannot say.

use faircopy::{Config, Version, bundle};

use super::{assert_same, bundled, crate_of, differences, loader};

#[test]
fn nothing_differs_between_versions() {
    let old = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: pets
      parameters:
      - { name: limit, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true } }
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
    post:
      operationId: addPet
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Pet' }, encoding: { more: { style: deepObject, explode: true } } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string, nullable: true, example: Tom }
        kind: { type: string, enum: [cat, dog] }
        weight: { type: number, maximum: 0.10, exclusiveMaximum: true }
        friend: { $ref: '#/components/schemas/Pet' }
        raw: { type: string, format: byte }
        more: { type: object, properties: { k: { type: string } } }
";
    for target in Version::ALL {
        let new = bundled(&[("api.yaml", old)], Some(target)).yaml();
        assert!(
            new.contains(&format!("openapi: {}.", target.as_str())),
            "{new}"
        );
        assert_eq!(differences(old, &new), [""; 0], "{target:?}");
        assert_eq!(differences(&new, old), [""; 0], "{target:?}");
    }
}

#[test]
fn what_counts_for_nothing_in_3_0_does_not_count_later() {
    let old = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, properties: { tags: { type: array, items: { type: string } }, stop: { $ref: '#/components/schemas/Stop' }, way: { $ref: '#/components/schemas/Way' } } }
            encoding: { tags: { style: pipeDelimited, explode: false } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Stop:
      nullable: true
      oneOf:
      - { type: string, nullable: true }
      - { type: array, items: { type: string } }
    Way:
      oneOf:
      - { title: Here, $ref: '#/components/schemas/Stop' }
      - { title: There, type: object, required: [far], properties: { far: { type: boolean } } }
";
    for target in Version::ALL {
        let new = bundled(&[("api.yaml", old)], Some(target)).yaml();
        assert_eq!(differences(old, &new), [""; 0], "{target:?}: {new}");
    }
}

#[test]
fn a_title_beside_a_reference_names_the_branch_in_3_0_too() {
    let old = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /ways:
    get:
      operationId: getWay
      responses: { '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Way' } } } } }
components:
  schemas:
    Stop: { type: string }
    Way:
      oneOf:
      - { title: Here, $ref: '#/components/schemas/Stop' }
      - { title: There, type: object, required: [far], properties: { far: { type: boolean } } }
";
    let new = bundled(&[("api.yaml", old)], Some(Version::V3_0)).yaml();
    let files = crate_of(&[("api.yaml", &new)]);
    assert!(
        files["src/generated/types.rs"].contains("Here(Stop)"),
        "{new}"
    );
    assert_eq!(differences(old, &new), [""; 0], "{new}");
}

#[test]
fn what_a_version_cannot_say_is_an_error_at_its_place() {
    let text = "\
openapi: 3.1.0
info: { title: Pets, version: '1', summary: Pets. }
paths: {}
webhooks: { a: { get: { responses: {} } } }
components:
  schemas:
    A: { if: { required: [a] }, then: { required: [b] } }
    B: { $ref: '#/components/schemas/A', description: Another. }
    C: { type: [string, integer, 'null'], examples: [a], $comment: Odd. }
    D: { const: 1, type: array, prefixItems: [true] }
";
    let refused = bundle(
        &loader(&[("api.yaml", text)]),
        "api.yaml",
        &Config::default(),
        Some(Version::V3_0),
    );
    let refused = refused.expect_err("3.0 has no webhooks");
    let mut found: Vec<String> = refused
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let at = diagnostic.pointer().map(ToString::to_string);
            format!("{} {}", diagnostic.code.id, at.unwrap_or_default())
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "E0080 #/components/schemas/A/if",
            "E0080 #/components/schemas/A/then",
            "E0080 #/components/schemas/D/prefixItems",
            "E0080 #/webhooks",
            "W0081 #/components/schemas/C/$comment",
            "W0081 #/info/summary",
        ]
    );
}

#[test]
fn what_an_older_version_says_otherwise_is_said_so() {
    let text = "\
openapi: 3.2.0
$self: https://pets.example/api
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: { content: { application/json: { $ref: '#/components/mediaTypes/Pets' } } }
      responses: { '200': { summary: Added., content: { application/json: { $ref: '#/components/mediaTypes/Pets' } } } }
components:
  mediaTypes:
    Pets:
      schema: { $ref: '#/components/schemas/Pets' }
      examples: { one: { dataValue: { id: 1 } } }
  schemas:
    Pets:
      type: object
      properties:
        id: { type: integer, xml: { nodeType: attribute } }
        tags: { type: array, items: { type: string }, xml: { nodeType: element } }
";
    let bundle = bundled(&[("api.yaml", text)], Some(Version::V3_1));
    let yaml = bundle.yaml();
    for word in ["mediaTypes", "dataValue", "nodeType", "summary", "$self"] {
        assert!(!yaml.contains(word), "{word}: {yaml}");
    }
    for word in [
        "description: Added.",
        "attribute: true",
        "wrapped: true",
        "value:",
    ] {
        assert!(yaml.contains(word), "{word}: {yaml}");
    }
    // What is said in other places of the same words counts as documentation.
    let mut differences = differences(text, &yaml).into_iter();
    assert!(
        differences.all(|found| found.contains("effect: Annotation")),
        "{yaml}"
    );
}

#[test]
fn values_that_an_older_version_does_not_have_are_errors() {
    let text = "\
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters:
      - { name: filter, in: querystring, content: { application/json: {} } }
      - { name: session, in: cookie, style: cookie, schema: { type: string } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Text: { type: object, properties: { text: { type: string, xml: { nodeType: cdata } } } }
  securitySchemes:
    certificate: { type: mutualTLS }
";
    let refused = |target| {
        let files = loader(&[("api.yaml", text)]);
        let refused = bundle(&files, "api.yaml", &Config::default(), Some(target));
        let refused = refused.expect_err("older versions have none of it");
        let mut found: Vec<String> = refused
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code.id == "E0080")
            .filter_map(|diagnostic| Some(diagnostic.pointer()?.to_string()))
            .collect();
        found.sort();
        found
    };
    let of_3_2 = [
        "#/components/schemas/Text/properties/text/xml",
        "#/paths/~1pets/get/parameters/0/in",
        "#/paths/~1pets/get/parameters/1/style",
    ];
    assert_eq!(refused(Version::V3_1), of_3_2);
    let of_3_1 = ["#/components/securitySchemes/certificate/type"];
    let mut all = [&of_3_2[..1], &of_3_1, &of_3_2[1..]].concat();
    all.sort_unstable();
    assert_eq!(refused(Version::V3_0), all);
}

#[test]
fn components_of_2_0_get_names_of_later_versions() {
    let text = "\
swagger: '2.0'
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: pets
      responses: { '200': { description: All., schema: { $ref: '#/definitions/Page[Pet]' } } }
definitions:
  Page[Pet]: { type: object, properties: { items: { type: array, items: { $ref: '#/definitions/Pet' } } } }
  Page_Pet_: { type: object }
  Pet: { type: object }
";
    let yaml = bundled(&[("api.yaml", text)], None).yaml();
    assert!(yaml.contains("Page_Pet__2:"), "{yaml}");
    assert!(
        yaml.contains("'#/components/schemas/Page_Pet__2'"),
        "{yaml}"
    );
    assert!(!yaml.contains("Page[Pet]"), "{yaml}");
}

#[test]
fn listed_values_and_what_must_not_be_say_the_same_in_each_version() {
    let schemas = |version: &str, schemas: [&str; 5]| {
        let [a, b, c, d, e] = schemas;
        format!(
            "openapi: {version}
info: {{ title: Pets, version: '1' }}
paths: {{ /x: {{ get: {{ operationId: getX, responses: {{ '200': {{ description: X., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/X' }} }} }} }} }} }} }} }}
components:
  schemas:
    P: {{ type: object, properties: {{ p: {{ type: string }} }} }}
    X: {{ type: object, properties: {{ a: {a}, b: {b}, c: {c}, d: {d}, e: {e} }} }}
"
        )
    };
    let older = schemas(
        "3.0.3",
        [
            "{ type: string, enum: [one] }",
            "{ type: string, nullable: true, enum: [one, null] }",
            "{ type: array, items: { not: {} } }",
            "{ nullable: true, enum: [null] }",
            "{ type: object, nullable: true, allOf: [{ $ref: '#/components/schemas/P' }, { properties: { q: { type: string } } }] }",
        ],
    );
    let newer = schemas(
        "3.1.0",
        [
            "{ const: one }",
            "{ enum: [one, null] }",
            "{ type: array, items: false }",
            "{ type: 'null' }",
            "{ anyOf: [{ type: object, allOf: [{ $ref: '#/components/schemas/P' }, { properties: { q: { type: string } } }] }, { type: 'null' }] }",
        ],
    );
    assert_eq!(differences(&older, &newer), [""; 0]);
    assert_eq!(differences(&newer, &older), [""; 0]);
}

/// A document whose XML has elements that are named by references.
fn referring(version: &str) -> String {
    format!(
        "\
openapi: {version}
info: {{ title: Pets, version: '1' }}
paths:
  /pets:
    post:
      operationId: pets
      requestBody: {{ required: true, content: {{ application/xml: {{ schema: {{ $ref: '#/components/schemas/Pets' }} }} }} }}
      responses: {{ '204': {{ description: Done. }} }}
components:
  schemas:
    Pets: {{ type: array, xml: {{ wrapped: true }}, items: {{ $ref: '#/components/schemas/Pet' }} }}
    Pet:
      type: object
      properties:
        friend: {{ $ref: '#/components/schemas/Toy' }}
        Toy: {{ $ref: '#/components/schemas/Toy' }}
        named: {{ $ref: '#/components/schemas/Named' }}
        toys: {{ type: array, items: {{ $ref: '#/components/schemas/Toy' }} }}
        wrapped: {{ type: array, xml: {{ wrapped: true, name: box }}, items: {{ $ref: '#/components/schemas/Toy' }} }}
        list: {{ $ref: '#/components/schemas/List' }}
        loose: {{ type: object, additionalProperties: {{ $ref: '#/components/schemas/Toy' }} }}
    Toy: {{ type: object, properties: {{ v: {{ type: integer }} }} }}
    Named: {{ type: object, xml: {{ name: called }}, properties: {{ v: {{ type: integer }} }} }}
    List: {{ type: array, items: {{ type: string }} }}
"
    )
}

#[test]
fn elements_keep_their_names_in_other_versions() {
    for from in ["3.0.4", "3.1.2", "3.2.0"] {
        let old = referring(from);
        for target in Version::ALL {
            let new = bundled(&[("api.yaml", &old)], Some(target)).yaml();
            assert_same(
                &crate_of(&[("api.yaml", &old)]),
                &crate_of(&[("api.yaml", &new)]),
            );
            assert_eq!(
                differences(&old, &new),
                [""; 0],
                "{from} to {target:?}: {new}"
            );
        }
    }
}

#[test]
fn elements_named_otherwise_differ() {
    let [older, newer] = ["3.1.2", "3.2.0"].map(referring);
    let renamed = |old: &str, new: &str| {
        let all = differences(old, new);
        all.iter().filter(|it| it.contains("xml-changed")).count()
    };
    // `friend`, and the items of `toys` and `wrapped`; `Toy` is called so by either.
    assert_eq!(
        renamed(&older, &newer),
        3,
        "{:#?}",
        differences(&older, &newer)
    );
    assert_eq!(renamed(&newer, &older), 3);
    let moved = newer
        .replace("schemas/Toy", "schemas/Plaything")
        .replace("    Toy: { type", "    Plaything: { type");
    assert_eq!(renamed(&newer, &moved), 4);
    assert_eq!(
        renamed(
            &older,
            &older
                .replace("/Toy'", "/Plaything'")
                .replace("    Toy: { type", "    Plaything: { type")
        ),
        0
    );
}
