//! Names are promises: what is added to a document, taken from it or moved within it changes no name
//! of the rest, or the diff says that it is a major change.

use std::collections::BTreeMap;

use faircopy::diff::{Bump, Report};
use faircopy::internals::ir::{self, Api, BodyArgument, MediaKind, Type, TypeKind};
use faircopy::source::MapLoader;
use faircopy::{Config, read};
use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::support::compare_all;

/// Names of which several ask for one identifier, and some for one that another's number makes.
const NAMES: [&str; 10] = [
    "user_id",
    "userId",
    "UserId",
    "user-id",
    "-user_id",
    "USER_ID",
    "user_id_2",
    "UserId2",
    "type",
    "additional_properties",
];
const SCHEMAS: [&str; 9] = [
    "foo",
    "Foo",
    "FOO",
    "foo_",
    "Foo2",
    "FooBuilder",
    "foo builder",
    "GetThing",
    "GetThingHeaders",
];
const OPERATIONS: [&str; 7] = [
    "getThing",
    "get_thing",
    "GetThing",
    "get-thing",
    "getThing2",
    "get_thing_2",
    "foo",
];
const MEDIA: [&str; 4] = [
    "application/json",
    "text/json",
    "application/x-json",
    "multipart/form-data",
];
const PLACES: [&str; 3] = ["query", "header", "cookie"];

/// What a document names, in its order.
#[derive(Clone)]
struct Named {
    schemas: Vec<&'static str>,
    properties: Vec<&'static str>,
    values: Vec<&'static str>,
    operations: Vec<&'static str>,
    parameters: Vec<(&'static str, &'static str)>,
    parts: Vec<&'static str>,
    headers: Vec<&'static str>,
    media: Vec<&'static str>,
}

fn some<T: Copy>(rng: &mut Rng, all: &[T]) -> Vec<T> {
    let mut all = all.to_vec();
    rng.shuffle(&mut all);
    all.truncate(rng.usize(1..4));
    all
}

/// Adds one, takes one away or moves them.
fn edit<T: Copy + PartialEq>(rng: &mut Rng, list: &mut Vec<T>, all: &[T]) {
    match rng.u8(0..3) {
        0 => rng.shuffle(list),
        1 if list.len() > 1 => {
            list.swap_remove(rng.usize(0..list.len()));
        }
        _ => {
            let added = all[rng.usize(0..all.len())];
            if !list.contains(&added) {
                list.insert(rng.usize(0..=list.len()), added);
            }
        }
    }
}

fn parameters() -> Vec<(&'static str, &'static str)> {
    let places = |name| PLACES.iter().map(move |place| (name, *place));
    NAMES.into_iter().flat_map(places).collect()
}

impl Named {
    fn new(rng: &mut Rng) -> Self {
        Self {
            schemas: some(rng, &SCHEMAS),
            properties: some(rng, &NAMES),
            values: some(rng, &NAMES),
            operations: some(rng, &OPERATIONS),
            parameters: some(rng, &parameters()),
            parts: some(rng, &NAMES),
            headers: some(rng, &NAMES),
            media: some(rng, &MEDIA),
        }
    }

    fn edited(&self, rng: &mut Rng) -> Self {
        let mut named = self.clone();
        match rng.u8(0..8) {
            0 => edit(rng, &mut named.schemas, &SCHEMAS),
            1 => edit(rng, &mut named.properties, &NAMES),
            2 => edit(rng, &mut named.values, &NAMES),
            3 => edit(rng, &mut named.operations, &OPERATIONS),
            4 => edit(rng, &mut named.parameters, &parameters()),
            5 => edit(rng, &mut named.parts, &NAMES),
            6 => edit(rng, &mut named.headers, &NAMES),
            _ => edit(rng, &mut named.media, &MEDIA),
        }
        named
    }

    fn document(&self) -> Value {
        let texts = |names: &[&str]| -> Map<String, Value> {
            let text = |name: &&str| ((*name).to_owned(), json!({ "type": "string" }));
            names.iter().map(text).collect()
        };
        let mut schemas = Map::new();
        for name in &self.schemas {
            let mut members = texts(&self.properties);
            // One in three has a type that is named after it.
            for (name, member) in members.iter_mut().filter(|(name, _)| name.len() % 3 == 1) {
                *member = json!({ "type": "object", "properties": { name: { "type": "string" } } });
            }
            let schema = json!({ "type": "object", "properties": members });
            schemas.insert((*name).to_owned(), schema);
        }
        schemas.insert(
            "Values".to_owned(),
            json!({ "type": "string", "enum": self.values }),
        );
        let mut paths = Map::new();
        for name in &self.operations {
            // A schema is told by the operations that give it.
            let reply = self
                .schemas
                .iter()
                .find(|schema| **schema == "foo")
                .or(self.schemas.first());
            paths.insert(
                format!("/{name}"),
                json!({ "post": self.operation(name, reply.unwrap(), &texts) }),
            );
        }
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Names", "version": "1" },
            "servers": [{ "url": "https://example.com" }],
            "paths": paths,
            "components": { "schemas": schemas },
        })
    }

    fn operation(
        &self,
        name: &str,
        reply: &str,
        texts: &impl Fn(&[&str]) -> Map<String, Value>,
    ) -> Value {
        let parameter = |(name, place): &(&str, &str)| json!({ "name": name, "in": place, "schema": { "$ref": "#/components/schemas/Values" } });
        let parameters: Vec<_> = self.parameters.iter().map(parameter).collect();
        let content = |media_type: &&str| {
            let members = match media_type.starts_with("multipart") {
                true => texts(&self.parts),
                false => texts(&[media_type]),
            };
            let schema = json!({ "type": "object", "properties": members });
            ((*media_type).to_owned(), json!({ "schema": schema }))
        };
        let content: Map<_, _> = self.media.iter().map(content).collect();
        let header = |name: &&str| {
            (
                (*name).to_owned(),
                json!({ "schema": { "type": "string" } }),
            )
        };
        let headers: Map<_, _> = self.headers.iter().map(header).collect();
        let schema = json!({ "$ref": format!("#/components/schemas/{reply}") });
        json!({
            "operationId": name,
            "parameters": parameters,
            "requestBody": { "required": true, "content": content },
            "responses": { "200": {
                "description": "Done.",
                "headers": headers,
                "content": { "application/json": { "schema": schema } },
            } },
        })
    }
}

/// What the document names, to the paths of the items that it became.
fn names(document: &Value) -> BTreeMap<String, String> {
    let loader = MapLoader::from_iter([("api.json", document.to_string())]);
    let read = read(&loader, "api.json", &Config::default()).unwrap();
    let api: &Api = ir::of(&read);
    let mut names = BTreeMap::new();
    for (_, def) in api.types.iter() {
        let place = def.source.as_str().to_owned();
        if def.source.tokens().count() != 3 {
            continue;
        }
        let own = def.name.as_str();
        names.insert(place.clone(), own.to_owned());
        match &def.kind {
            TypeKind::Struct(object) => {
                names.insert(
                    format!("{place} builder"),
                    object.builder.as_str().to_owned(),
                );
                for field in &object.fields {
                    let path = format!("{own}.{}", field.name.as_str());
                    names.insert(format!("{place} property {}", field.wire), path);
                    if let Type::Named(id) = field.shape.ty {
                        let of = api.types[id].name.as_str().to_owned();
                        names.insert(format!("{place} type of {}", field.wire), of);
                    }
                }
            }
            TypeKind::Enum(values) => {
                for variant in &values.variants {
                    let path = format!("{own}::{}", variant.name.as_str());
                    names.insert(format!("{place} value {}", variant.value), path);
                }
            }
            _ => {}
        }
    }
    for operation in &api.operations {
        let place = operation.source.as_str();
        let mut add = |what: &str, path: String| names.insert(format!("{place} {what}"), path);
        let call = operation.call.as_str();
        add("", format!("Client::{}", operation.name.as_str()));
        add("call", call.to_owned());
        for parameter in &operation.parameters {
            let what = format!("{:?} {}", parameter.location, parameter.wire);
            add(&what, format!("{call}::{}", parameter.name.as_str()));
        }
        let mut contents = Vec::new();
        match operation.body.as_ref().map(|body| &body.argument) {
            Some(BodyArgument::Single(content)) => contents.push(content),
            Some(BodyArgument::Several { name, variants }) => {
                for (variant, content) in variants {
                    let path = format!("{}::{}", name.as_str(), variant.as_str());
                    add(&content.media_type, path);
                    contents.push(content);
                }
            }
            None => {}
        }
        for content in contents {
            if let MediaKind::Multipart { name, parts, .. } = &content.kind {
                for part in parts {
                    let path = format!("{}.{}", name.as_str(), part.name.as_str());
                    add(&format!("part {}", part.wire), path);
                }
            }
        }
        for header in operation
            .responses
            .success
            .iter()
            .flat_map(|one| &one.headers)
        {
            let of = operation.headers.as_ref().unwrap().as_str();
            let path = format!("{of}::{}", header.name.as_str());
            add(&format!("header {}", header.wire), path);
        }
    }
    names
}

fn is_major(report: &Report) -> bool {
    report.rust() == Bump::Major
}

#[test]
fn names_stay_or_the_diff_says_major() {
    let (mut kept, mut major) = (0, 0);
    for seed in 0..400 {
        let mut rng = Rng::with_seed(seed);
        let named = Named::new(&mut rng);
        let (old, new) = (named.document(), named.edited(&mut rng).document());
        let (was, is) = (names(&old), names(&new));
        let moved = was.iter().find(|(what, name)| {
            let now = is.get(*what);
            now.is_some_and(|now| now != *name)
        });
        match moved {
            None => kept += 1,
            Some((what, name)) => {
                major += 1;
                let now = &is[what];
                assert!(
                    is_major(&compare_all(&old, &new)),
                    "seed {seed}: {what} was {name} and is {now}, which is said to be no major change:\n{old}\n{new}"
                );
            }
        }
    }
    // Both happen, and what is plain stays what it is far more often than not.
    assert!(major > 0 && kept > 2 * major, "{kept} kept, {major} major");
}

#[test]
fn the_order_of_a_document_names_nothing() {
    for seed in 0..100 {
        let mut rng = Rng::with_seed(seed);
        let named = Named::new(&mut rng);
        let mut moved = named.clone();
        rng.shuffle(&mut moved.schemas);
        rng.shuffle(&mut moved.properties);
        rng.shuffle(&mut moved.values);
        rng.shuffle(&mut moved.operations);
        rng.shuffle(&mut moved.parameters);
        rng.shuffle(&mut moved.parts);
        rng.shuffle(&mut moved.headers);
        rng.shuffle(&mut moved.media);
        let foo_first = |named: &Named| named.schemas.contains(&"foo") || named.schemas.len() == 1;
        if foo_first(&named) {
            assert_eq!(
                names(&named.document()),
                names(&moved.document()),
                "seed {seed}"
            );
        }
    }
}

/// What is plainer takes the name that was another's: code that compiled speaks of something else.
#[test]
fn a_name_that_is_taken_over_is_a_major_change() {
    let enumeration = |values: &[&str]| json!({ "type": "string", "enum": values });
    let object = |properties: &[&str]| {
        let members = properties
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "type": "string" })));
        json!({ "type": "object", "properties": members.collect::<Map<_, _>>() })
    };
    let of = |schemas: &[(&str, Value)], ids: &[&str]| {
        let schemas: Map<_, _> = schemas
            .iter()
            .map(|(name, of)| ((*name).to_owned(), of.clone()))
            .collect();
        let operation = |id: &&str| {
            let value = json!({ "get": { "operationId": id, "responses": { "204": { "description": "Done." } } } });
            (format!("/{id}"), value)
        };
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Names", "version": "1" },
            "paths": ids.iter().map(operation).collect::<Map<_, _>>(),
            "components": { "schemas": schemas },
        })
    };
    let pairs = [
        // A value, a property, a schema and an operation.
        (
            of(&[("A", enumeration(&["-created_at"]))], &[]),
            of(&[("A", enumeration(&["-created_at", "created_at"]))], &[]),
            true,
        ),
        (
            of(&[("A", enumeration(&["created_at"]))], &[]),
            of(
                &[(
                    "A",
                    enumeration(&["created_at", "-created_at", "createdAt"]),
                )],
                &[],
            ),
            false,
        ),
        (
            of(&[("A", object(&["userId"]))], &[]),
            of(&[("A", object(&["userId", "user_id"]))], &[]),
            true,
        ),
        (
            of(&[("A", object(&["user_id"]))], &[]),
            of(&[("A", object(&["user_id", "userId"]))], &[]),
            false,
        ),
        (
            of(&[("foo", object(&["a"]))], &[]),
            of(&[("foo", object(&["a"])), ("Foo", object(&["a"]))], &[]),
            true,
        ),
        (
            of(&[("Foo", object(&["a"]))], &[]),
            of(&[("foo", object(&["a"])), ("Foo", object(&["a"]))], &[]),
            false,
        ),
        (
            of(&[], &["getThing"]),
            of(&[], &["getThing", "get_thing"]),
            true,
        ),
        (
            of(&[], &["get_thing"]),
            of(&[], &["getThing", "get_thing"]),
            false,
        ),
        // The builder of a schema gives way to another schema.
        (
            of(&[("Foo", object(&["a"]))], &[]),
            of(
                &[("Foo", object(&["a"])), ("FooBuilder", object(&["a"]))],
                &[],
            ),
            true,
        ),
    ];
    for (old, new, expected) in pairs {
        let report = compare_all(&old, &new);
        assert_eq!(
            is_major(&report),
            expected,
            "{old}\n{new}\n{:?}",
            report.rust()
        );
    }
}
