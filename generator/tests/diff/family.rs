//! References to a base schema with a `discriminator` mean any of the schemas that extend it: what
//! changes in one of those, or in which there are, reaches whoever refers to the base.

use std::collections::BTreeSet;

use super::support::{compare, load, load_as};
use faircopy::Config;
use faircopy::diff::effect::{Direction, Effect, Wire};
use faircopy::diff::{Finding, Report};
use serde_json::{Value, json};

/// What a finding says, with its worst verdict in requests and in responses, if it is used there.
type Told = (&'static str, String, Option<Wire>, Option<Wire>);

fn told(report: &Report) -> Vec<Told> {
    let worst = |finding: &Finding, direction: Direction| {
        let uses = finding.uses.iter();
        let wires = uses.filter(|(used, _)| used.direction == direction && !is_component(used));
        wires.map(|(_, wire)| *wire).max()
    };
    let findings = report.findings.iter();
    findings
        .map(|finding| {
            (
                finding.rule.id,
                finding.definition.clone(),
                worst(finding, Direction::Request),
                worst(finding, Direction::Response),
            )
        })
        .collect()
}

/// Whether it is the use of the whole API, under which components are filed.
fn is_component(used: &faircopy::diff::Use) -> bool {
    used.operation.is_empty()
}

const SAFE: Option<Wire> = Some(Wire::Safe);
const POTENTIAL: Option<Wire> = Some(Wire::Potential);
const BREAKING: Option<Wire> = Some(Wire::Breaking);

/// A document in which a request and a response refer to `Pet`, and nothing to its subtypes.
fn pets(schemas: &Value) -> Value {
    let pet = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "paths": {
            "/pets": {
                "post": {
                    "requestBody": { "content": pet },
                    "responses": { "204": { "description": "done" } },
                },
                "get": { "responses": { "200": { "description": "ok", "content": pet } } },
            },
        },
        "components": { "schemas": schemas },
    })
}

/// A pet, a cat and a dog.
fn family() -> Value {
    json!({
        "Pet": {
            "type": "object",
            "required": ["kind"],
            "properties": { "kind": { "type": "string" } },
            "discriminator": { "propertyName": "kind" },
        },
        "Cat": extending("Pet", "claws"),
        "Dog": extending("Pet", "barks"),
    })
}

/// A schema that extends another one by a required property.
fn extending(base: &str, property: &str) -> Value {
    json!({ "allOf": [
        { "$ref": format!("#/components/schemas/{base}") },
        { "type": "object", "required": [property], "properties": { property: { "type": "boolean" } } },
    ] })
}

/// What is told of an edit of some schemas.
fn edited(schemas: Value, edit: impl FnOnce(&mut Value)) -> Vec<Told> {
    told(&compared(schemas, edit))
}

/// Compares both ways, and each with itself.
fn compared(schemas: Value, edit: impl FnOnce(&mut Value)) -> Report {
    let mut after = schemas.clone();
    edit(&mut after);
    let report = compare(&load(&pets(&schemas)), &load(&pets(&after)));
    let itself = compare(&load(&pets(&after)), &load(&pets(&after)));
    assert_eq!(told(&itself), []);
    let back = compare(&load(&pets(&after)), &load(&pets(&schemas)));
    let places = |report: &Report, is_mirrored: bool| -> BTreeSet<_> {
        let findings = report.findings.iter();
        let places = findings.map(|finding| {
            let places = (finding.old.pointer.clone(), finding.new.pointer.clone());
            match is_mirrored {
                true => (finding.effect.reversed(), places.1, places.0),
                false => (finding.effect, places.0, places.1),
            }
        });
        places.collect()
    };
    assert_eq!(places(&report, false), places(&back, true));
    report
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().unwrap().shift_remove(key);
}

#[test]
fn a_property_that_a_subtype_loses_breaks_responses() {
    let report = compared(family(), |schemas| {
        schemas["Dog"] = json!({ "allOf": [{ "$ref": "#/components/schemas/Pet" }] });
    });
    assert_eq!(
        told(&report),
        [("property-removed", "Dog.barks".into(), POTENTIAL, BREAKING)]
    );
    let finding = &report.findings[0];
    let places = [&finding.old, &finding.new].map(|spot| (spot.pointer.as_str(), spot.is_there));
    assert_eq!(
        places,
        [
            ("/components/schemas/Dog/allOf/1/properties/barks", true),
            ("/components/schemas/Pet/properties", false),
        ]
    );
    let operations: Vec<_> = finding.operations().into_iter().collect();
    assert_eq!(operations, ["GET /pets", "POST /pets"]);
}

#[test]
fn a_property_that_a_subtype_must_have_breaks_requests() {
    let told = edited(family(), |schemas| {
        let own = &mut schemas["Dog"]["allOf"][1];
        own["properties"]["weight"] = json!({ "type": "number" });
        own["required"] = json!(["barks", "weight"]);
    });
    assert_eq!(
        told,
        [("property-added", "Dog.weight".into(), BREAKING, SAFE)]
    );
}

/// The family as a union says it.
fn union(names: &[&str]) -> Value {
    let mut schemas = family();
    schemas["Base"] = schemas["Pet"].take();
    remove(&mut schemas["Base"], "discriminator");
    for name in names {
        schemas[*name] = extending("Base", &name.to_lowercase());
    }
    let branches = names.iter();
    let branches: Vec<_> = branches
        .map(|name| json!({ "$ref": format!("#/components/schemas/{name}") }))
        .collect();
    schemas["Pet"] = json!({ "oneOf": branches, "discriminator": { "propertyName": "kind" } });
    schemas
}

#[test]
fn a_subtype_that_comes_or_goes_is_a_branch_that_does() {
    let added = compared(family(), |schemas| {
        schemas["Fish"] = extending("Pet", "fins")
    });
    let component = |rule| (rule, "Fish".to_owned(), None, None);
    let branch = ("union-branch-added", "Fish".into(), SAFE, BREAKING);
    assert_eq!(told(&added), [component("component-added"), branch.clone()]);
    let finding = &added.findings[1];
    let places = [&finding.old, &finding.new].map(|spot| (spot.pointer.as_str(), spot.is_there));
    assert_eq!(
        places,
        [
            ("/components/schemas/Pet", false),
            ("/components/schemas/Fish", true),
        ]
    );
    let as_union = compare(
        &load(&pets(&union(&["Cat", "Dog"]))),
        &load(&pets(&union(&["Cat", "Dog", "Fish"]))),
    );
    let as_union = told(&as_union)
        .into_iter()
        .find(|told| told.0 == "union-branch-added")
        .unwrap();
    assert_eq!((as_union.2, as_union.3), (branch.2, branch.3));

    let mut with_fish = family();
    with_fish["Fish"] = extending("Pet", "fins");
    let removed = edited(with_fish, |schemas| remove(schemas, "Fish"));
    let branch = ("union-branch-removed", "Fish".into(), BREAKING, SAFE);
    assert_eq!(removed, [component("component-removed"), branch]);
}

#[test]
fn a_first_subtype_is_one_that_comes() {
    let mut alone = family();
    remove(&mut alone, "Cat");
    remove(&mut alone, "Dog");
    let told = edited(alone, |schemas| schemas["Cat"] = extending("Pet", "claws"));
    assert!(
        told.contains(&("union-branch-added", "Cat".into(), SAFE, BREAKING)),
        "{told:?}"
    );
}

#[test]
fn a_schema_that_extends_the_base_no_more_left_the_family() {
    let told = edited(family(), |schemas| {
        schemas["Dog"] = schemas["Dog"]["allOf"][1].take()
    });
    assert_eq!(
        told,
        [
            ("property-removed", "Dog.kind".into(), None, None),
            ("discriminator-removed", "Dog".into(), None, None),
            ("union-branch-removed", "Dog".into(), BREAKING, SAFE),
        ]
    );
}

#[test]
fn another_name_for_a_subtype_breaks_both_ways() {
    let mapped = |name: &str| {
        let mut schemas = family();
        schemas["Pet"]["discriminator"]["mapping"] = json!({ name: "#/components/schemas/Cat" });
        schemas
    };
    let report = compared(mapped("feline"), |schemas| *schemas = mapped("cat"));
    let rule = "discriminator-mapping-changed";
    assert_eq!(told(&report), [(rule, "Pet".into(), BREAKING, BREAKING)]);
    let finding = &report.findings[0];
    let names = (finding.from.as_deref(), finding.to.as_deref());
    assert_eq!(names, (Some("feline for `Cat`"), Some("cat for `Cat`")));
    assert_eq!(finding.effect, Effect::Incomparable);
    let at = "/components/schemas/Pet/discriminator";
    assert_eq!(
        (finding.old.pointer.as_str(), finding.new.pointer.as_str()),
        (at, at)
    );
    // One more name is one that readers do not know.
    let told = edited(mapped("feline"), |schemas| {
        schemas["Pet"]["discriminator"]["mapping"]["cat"] = json!("Cat");
    });
    assert_eq!(told, [(rule, "Pet".into(), SAFE, BREAKING)]);
    // What is written is the same name as before.
    let told = edited(family(), |schemas| *schemas = mapped("Cat"));
    assert_eq!(told, [(rule, "Pet".into(), SAFE, SAFE)]);
    // A schema may have another name as long as data calls it as before.
    let told = edited(mapped("feline"), |schemas| {
        schemas["Tiger"] = extending("Pet", "claws");
        schemas["Pet"]["discriminator"]["mapping"]["feline"] = json!("#/components/schemas/Tiger");
        remove(schemas, "Cat");
    });
    let rules: Vec<_> = told.iter().map(|told| told.0).collect();
    assert_eq!(rules, [rule, "component-removed", "component-added"]);
    assert_eq!((told[0].2, told[0].3), (SAFE, SAFE));
}

#[test]
fn subtypes_of_subtypes_are_of_the_family() {
    let mut schemas = family();
    schemas["Puppy"] = extending("Dog", "weeks");
    let told = edited(schemas.clone(), |schemas| {
        remove(&mut schemas["Puppy"]["allOf"][1], "properties");
        remove(&mut schemas["Puppy"]["allOf"][1], "required");
    });
    assert_eq!(
        told,
        [(
            "property-removed",
            "Puppy.weeks".into(),
            POTENTIAL,
            BREAKING
        )]
    );
    // What a dog loses, a puppy loses with it: that is one cause.
    let told = edited(schemas.clone(), |schemas| {
        schemas["Dog"]["allOf"][1] = json!({ "type": "object" });
    });
    assert_eq!(
        told,
        [("property-removed", "Dog.barks".into(), POTENTIAL, BREAKING)]
    );
    let told = edited(schemas, |schemas| remove(schemas, "Puppy"));
    assert!(
        told.contains(&("union-branch-removed", "Puppy".into(), BREAKING, SAFE)),
        "{told:?}"
    );
}

#[test]
fn a_family_may_hold_itself() {
    let mut schemas = family();
    let pet = json!({ "$ref": "#/components/schemas/Pet" });
    schemas["Dog"]["allOf"][1]["properties"]["friends"] = json!({ "type": "array", "items": pet });
    schemas["Cat"]["allOf"][1]["properties"]["prey"] = json!({ "allOf": [pet], "nullable": true });
    let told = edited(schemas, |schemas| {
        schemas["Cat"]["allOf"][1]["properties"]["claws"]["nullable"] = json!(true);
    });
    assert_eq!(
        told,
        [("became-nullable", "Cat.claws".into(), SAFE, BREAKING)]
    );
}

#[test]
fn what_only_wraps_a_reference_means_the_family_too() {
    let wrappers = [
        json!({ "description": "Any.", "allOf": [{ "$ref": "#/components/schemas/Pet" }] }),
        json!({ "anyOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "null" }] }),
        json!({ "description": "Any.", "$ref": "#/components/schemas/Pet" }),
        json!({ "type": "array", "items": { "$ref": "#/components/schemas/Pet" } }),
        json!({ "oneOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "string" }] }),
    ];
    for wrapper in wrappers {
        let with = |schemas: &Value| {
            let mut document = pets(schemas);
            document["openapi"] = json!("3.1.0");
            remove(&mut document["paths"]["/pets"], "post");
            let schema = "/paths/~1pets/get/responses/200/content/application~1json/schema";
            *document.pointer_mut(schema).unwrap() = wrapper.clone();
            document
        };
        let mut after = family();
        after["Dog"]["allOf"][1]["properties"]["barks"]["type"] = json!("string");
        let report = compare(&load(&with(&family())), &load(&with(&after)));
        let expected = ("type-changed", "Dog.barks".into(), None, BREAKING);
        assert_eq!(told(&report), [expected], "{wrapper}");
    }
}

#[test]
fn who_extends_the_base_does_not_mean_its_subtypes() {
    let mut schemas = family();
    schemas["Pet"]["properties"]["owner"] = json!({ "type": "string" });
    let with = |schemas: &Value| {
        let mut document = pets(schemas);
        let cat = json!({ "$ref": "#/components/schemas/Cat" });
        for pointer in [
            "/paths/~1pets/get/responses/200/content/application~1json/schema",
            "/paths/~1pets/post/requestBody/content/application~1json/schema",
        ] {
            *document.pointer_mut(pointer).unwrap() = cat.clone();
        }
        document
    };
    let mut after = schemas.clone();
    after["Dog"]["allOf"][1]["properties"]["barks"]["type"] = json!("string");
    let report = compare(&load(&with(&schemas)), &load(&with(&after)));
    assert_eq!(
        told(&report),
        [("type-changed", "Dog.barks".into(), None, None)]
    );
}

#[test]
fn a_family_that_begins_or_ends_is_one_finding() {
    let mut plain = family();
    remove(&mut plain["Pet"], "discriminator");
    let told = edited(plain.clone(), |schemas| *schemas = family());
    assert_eq!(
        told,
        [("discriminator-added", "Pet".into(), BREAKING, SAFE)]
    );
    let told = edited(family(), |schemas| *schemas = plain.clone());
    assert_eq!(
        told,
        [("discriminator-removed", "Pet".into(), SAFE, BREAKING)]
    );
}

#[test]
fn another_property_that_tells_subtypes_breaks_both_ways() {
    let mut schemas = family();
    schemas["Pet"]["properties"]["sort"] = json!({ "type": "string" });
    let told = edited(schemas, |schemas| {
        schemas["Pet"]["discriminator"]["propertyName"] = json!("sort");
    });
    assert_eq!(
        told,
        [("discriminator-changed", "Pet".into(), BREAKING, BREAKING)]
    );
}

#[test]
fn to_the_letter_a_base_is_only_itself() {
    let exact = Config {
        exact: true,
        ..Config::default()
    };
    let mut after = family();
    after["Dog"]["allOf"][1]["properties"]["barks"]["type"] = json!("string");
    after["Fish"] = extending("Pet", "fins");
    let report = compare(
        &load_as(&pets(&family()), &exact),
        &load_as(&pets(&after), &exact),
    );
    assert_eq!(
        told(&report),
        [
            ("type-changed", "Dog.barks".into(), None, None),
            ("component-added", "Fish".into(), None, None),
        ]
    );
}
