//! Families of documents, each by a size, in which work multiplies that is done without care.

use serde_json::{Map, Value, json};

use super::places::{
    aliases, chain_of_tags, declared_twice, descriptions_of_tags, links, named_by_anchors,
    names_of_a_path, nowhere,
};
use super::references::{
    chain_of_bases, chain_of_tagged_unions, circles_of_parts, referred, web_of_tagged_unions,
};
use super::slips::{asks, links_astray, missing_among_others, servers_of_operations};

/// A family, and the smallest size that shows how it grows.
#[derive(Clone, Copy)]
pub struct Family {
    pub name: &'static str,
    pub size: usize,
    pub document: fn(usize) -> String,
    /// An overlay that is applied first.
    pub overlay: Option<&'static str>,
}

pub const fn family(name: &'static str, size: usize, document: fn(usize) -> String) -> Family {
    Family {
        name,
        size,
        document,
        overlay: None,
    }
}

pub const FAMILIES: &[Family] = &[
    family("properties that ask for each other", 100, asks),
    family("names of a path", 100, names_of_a_path),
    family("parameters declared twice", 100, declared_twice),
    family("schemas named by anchors", 200, named_by_anchors),
    family("dynamic references to nowhere", 100, nowhere),
    family("chain of tags", 30, chain_of_tags),
    family("described tags", 100, descriptions_of_tags),
    family("aliases of as many anchors", 200, aliases),
    family("links to operations", 50, links),
    family("missing schemas among others", 200, missing_among_others),
    family("servers of operations", 100, servers_of_operations),
    family("links that lead astray", 200, links_astray),
    family("union in all_of", 20, union_in_all_of),
    family("sets of parts", 5, sets_of_parts),
    family("union web", 6, union_web),
    family("integers of a union and a bound", 20, integers_and_bound),
    family("chain of references", 80, |n| chain(n, |to| to)),
    family("chain of not", 80, |n| chain(n, |to| json!({ "not": to }))),
    family("chain of all_of", 80, |n| {
        chain(n, |to| json!({ "allOf": [to] }))
    }),
    family("chain of described all_of", 80, |n| {
        chain(n, |to| json!({ "allOf": [to, { "description": "said" }] }))
    }),
    family("parameter of doubled unions", 12, doubled_unions),
    family("mistakes on one line", 100, mistakes_on_a_line),
    family("chain of if", 80, |n| {
        chain(n, |to| json!({ "if": to, "then": { "type": "object" } }))
    }),
    family("chain of prefix items", 80, |n| {
        chain(n, |to| json!({ "prefixItems": [to] }))
    }),
    family("chain of properties", 80, |n| {
        chain(
            n,
            |to| json!({ "type": "object", "properties": { "next": to } }),
        )
    }),
    family("chain of null", 80, |n| {
        chain(n, |to| json!({ "oneOf": [to, { "type": "null" }] }))
    }),
    family("chain of unions", 50, |n| {
        chain(n, |to| json!({ "oneOf": [to, { "type": "string" }] }))
    }),
    family("large object that many refer to", 300, |n| {
        referred(n, |_, to| to)
    }),
    family("large object that many describe", 300, |n| {
        referred(
            n,
            |i, to| json!({ "description": format!("The {i}."), "allOf": [to] }),
        )
    }),
    family("large object that many may be without", 300, |n| {
        referred(n, |_, to| json!({ "oneOf": [to, { "type": "null" }] }))
    }),
    family("large object in many unions", 300, |n| {
        referred(n, |_, to| json!({ "oneOf": [to, { "type": "object" }] }))
    }),
    family("chain of bases", 100, chain_of_bases),
    family(
        "chain of unions told by one property",
        400,
        chain_of_tagged_unions,
    ),
    family(
        "web of unions told by one property",
        24,
        web_of_tagged_unions,
    ),
    family("chain of added properties", 100, added_properties),
    family("wide enum", 500, wide_enum),
    family("wide object", 200, wide_object),
    family("wide one_of", 50, |n| wide_union(n, "oneOf")),
    family("wide any_of", 50, |n| wide_union(n, "anyOf")),
    family("branches of many properties", 20, branches_of_many),
    family("discriminator web", 20, discriminator_web),
    family("mutual recursion", 100, mutual_recursion),
    family("brackets", 1_000, |n| described(&"[".repeat(n))),
    family("links that do not end", 500, |n| {
        described(&"[a](http://b".repeat(n))
    }),
    family("angles", 1_000, |n| described(&"<".repeat(n))),
    family("references to nothing", 100, references_to_nothing),
    family("names that collide", 100, names_that_collide),
    family("checks whose names collide", 100, checks_that_collide),
    family("paths that overlap", 50, paths_that_overlap),
    family("operations of a tag", 50, operations_of_a_tag),
    family("examples of a large union", 10, examples_of_a_union),
    family("rules", 30, |n| ruled(n, "self.p0 <= self.p1")),
    family("rules that are refused", 30, |n| ruled(n, "self.missing")),
    family("patterns", 30, patterns),
    family("bindings of a generic schema", 50, bindings),
    family("bindings one behind the other", 50, nested_bindings),
    family("parts that close each other", 50, closed_parts),
    family("anchors and merges", 100, anchors_and_merges),
];

/// Documents in which there are more ways from part to part than anyone can go, and how deep schemas may
/// include each other is limited: work is in proportion to their size, by a factor that the limit sets.
pub const WAYS: &[Family] = &[
    family("layers of all_of", 12, layers_of_parts),
    family("parts of each other", 12, parts_of_each_other),
    family("circles of parts", 16, circles_of_parts),
];

pub fn document(schemas: Map<String, Value>) -> String {
    let first = schemas.keys().next().cloned().unwrap_or_default();
    let answer =
        json!({ "description": "ok", "content": { "application/json": { "schema": to(&first) } } });
    with_paths(
        json!({ "/things": { "get": { "operationId": "get", "responses": { "200": answer } } } }),
        schemas,
    )
}

pub fn with_paths(paths: Value, schemas: Map<String, Value>) -> String {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Growth", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    serde_json::to_string_pretty(&document).unwrap()
}

pub fn schemas(count: usize, schema: impl Fn(usize) -> (String, Value)) -> Map<String, Value> {
    (0..count).map(schema).collect()
}

pub fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn chain(n: usize, link: fn(Value) -> Value) -> String {
    let mut all = schemas(n, |i| {
        (format!("L{i:05}"), link(to(&format!("L{:05}", i + 1))))
    });
    all.insert(format!("L{n:05}"), json!({ "type": "object" }));
    document(all)
}

fn tagged(i: usize) -> Value {
    let name = format!("p{i}");
    json!({ "type": "object", "required": [name], "properties": { &name: { "type": "string" } } })
}

fn union_in_all_of(n: usize) -> String {
    let branches: Vec<_> = (0..n).map(tagged).collect();
    let shared = json!({ "type": "object", "properties": { "shared": { "type": "string" } } });
    document(schemas(1, |_| {
        (
            "U".into(),
            json!({ "allOf": [{ "oneOf": branches }, shared] }),
        )
    }))
}

fn sets_of_parts(n: usize) -> String {
    let step =
        |next: &str| json!({ "type": "object", "properties": { "a": to(next), "b": to(next) } });
    let mut all = schemas(n, |i| (format!("S{}", i + 1), step(&format!("S{}", i + 2))));
    all.insert(format!("S{}", n + 1), json!({ "type": "object" }));
    let start = json!({ "a": { "allOf": [to("S"), to("S1")] }, "b": to("S") });
    all.insert("S".into(), json!({ "type": "object", "properties": start }));
    document(all)
}

fn union_web(n: usize) -> String {
    let total: usize = n;
    document(schemas(total, |i| {
        let others = (0..total).filter(|other| *other != i);
        let mut branches: Vec<_> = others.map(|other| to(&format!("W{other}"))).collect();
        branches.push(tagged(i));
        (format!("W{i}"), json!({ "oneOf": branches }))
    }))
}

/// Layers of six, of which each has every one of the next layer as a part.
fn layers_of_parts(n: usize) -> String {
    document(schemas(6 * n, |i| {
        let next = 6 * (i / 6 + 1);
        let mut parts: Vec<Value> = (next..next + 6).map(|i| to(&format!("L{i}"))).collect();
        if next == 6 * n {
            parts = vec![tagged(i)];
        }
        (
            format!("L{i}"),
            json!({ "allOf": parts, "minProperties": i }),
        )
    }))
}

fn parts_of_each_other(n: usize) -> String {
    document(schemas(n, |i| {
        let others = (0..n).filter(|&other| other != i);
        let parts: Vec<Value> = others.map(|other| to(&format!("W{other}"))).collect();
        (
            format!("W{i}"),
            json!({ "allOf": parts, "minProperties": i }),
        )
    }))
}

/// Each union leads to the next in two ways.
fn doubled_unions(n: usize) -> String {
    let mut all = schemas(n, |i| {
        let next = to(&format!("U{}", i + 1));
        let list = json!({ "type": "array", "items": next });
        (format!("U{i}"), json!({ "oneOf": [next, list] }))
    });
    all.insert(format!("U{n}"), json!({ "type": "string" }));
    let header = json!({ "X-U": { "schema": to("U0") } });
    let answer = json!({ "description": "ok", "headers": header });
    let parameter = json!({ "name": "u", "in": "query", "schema": to("U0") });
    let operation = json!({
        "operationId": "get",
        "parameters": [parameter],
        "responses": { "200": answer },
    });
    with_paths(json!({ "/things": { "get": operation } }), all)
}

/// A document without line ends, each of whose schemas has a key that is none.
fn mistakes_on_a_line(n: usize) -> String {
    let text = document(schemas(n, |i| {
        (
            format!("S{i}"),
            json!({ "type": "string", "tpye": "string" }),
        )
    }));
    text.replace("\n", "")
}

fn integers_and_bound(n: usize) -> String {
    let range = |i: usize| json!({ "type": "integer", "minimum": 10 * i, "maximum": 10 * i + 5 });
    let branches: Vec<_> = (0..n).map(range).collect();
    document(schemas(1, |_| {
        (
            "I".into(),
            json!({ "allOf": [{ "oneOf": branches }, { "maximum": 50 }] }),
        )
    }))
}

fn added_properties(n: usize) -> String {
    let mut all = schemas(n, |i| {
        let next = to(&format!("L{:05}", i + 1));
        (format!("L{i:05}"), json!({ "allOf": [next, tagged(i)] }))
    });
    all.insert(format!("L{n:05}"), json!({ "type": "object" }));
    document(all)
}

fn wide_enum(n: usize) -> String {
    let values: Vec<_> = (0..n).map(|i| format!("value-{i}")).collect();
    document(schemas(1, |_| {
        ("E".into(), json!({ "type": "string", "enum": values }))
    }))
}

pub fn wide_object(n: usize) -> String {
    let properties = schemas(n, |i| (format!("p{i}"), json!({ "type": "string" })));
    let required: Vec<_> = (0..n).map(|i| format!("p{i}")).collect();
    let schema = json!({ "type": "object", "required": required, "properties": properties });
    document(schemas(1, |_| ("O".into(), schema.clone())))
}

fn wide_union(n: usize, keyword: &str) -> String {
    let branches: Vec<_> = (0..n).map(|i| to(&format!("B{i:05}"))).collect();
    let mut all = schemas(n, |i| (format!("B{i:05}"), tagged(i)));
    all.insert("A".into(), json!({ keyword: branches }));
    document(all)
}

/// Branches that might be told apart by any of their properties, and are by none.
fn branches_of_many(n: usize) -> String {
    let properties = schemas(n, |i| (format!("p{i}"), json!({ "type": "string" })));
    let required: Vec<_> = (0..n).map(|i| format!("p{i}")).collect();
    let branch = json!({ "type": "object", "required": required, "properties": properties });
    let mut all = schemas(5, |i| (format!("B{i}"), branch.clone()));
    let branches: Vec<_> = (0..5).map(|i| to(&format!("B{i}"))).collect();
    all.insert("A".into(), json!({ "oneOf": branches }));
    document(all)
}

fn discriminator_web(n: usize) -> String {
    document(schemas(n, |i| {
        let (name, base) = (format!("D{i:05}"), format!("D{:05}", i / 2));
        let property = json!({ "type": "object", "properties": { "kind": { "type": "string" } } });
        let mut schema =
            json!({ "discriminator": { "propertyName": "kind" }, "required": ["kind"] });
        schema["allOf"] = if i == 0 {
            json!([property])
        } else {
            json!([to(&base), tagged(i)])
        };
        (name, schema)
    }))
}

fn mutual_recursion(n: usize) -> String {
    document(schemas(n, |i| {
        let (next, far) = (
            to(&format!("M{:05}", (i + 1) % n)),
            to(&format!("M{:05}", (i * 7 + 3) % n)),
        );
        let properties = json!({ "next": next, "far": { "type": "array", "items": far } });
        (
            format!("M{i:05}"),
            json!({ "type": "object", "properties": properties }),
        )
    }))
}

fn described(text: &str) -> String {
    document(schemas(1, |_| {
        ("D".into(), json!({ "type": "string", "description": text }))
    }))
}

fn references_to_nothing(n: usize) -> String {
    let properties = schemas(n, |i| (format!("p{i}"), to(&format!("Missing{i}"))));
    document(schemas(1, |_| {
        (
            "R".into(),
            json!({ "type": "object", "properties": properties }),
        )
    }))
}

fn names_that_collide(n: usize) -> String {
    document(schemas(n, |i| {
        // The same words, with other signs between them.
        let signs: String = format!("{i:014b}").replace('0', "-").replace('1', "_");
        (format!("a{signs}b"), json!({ "type": "object" }))
    }))
}

/// The same, judged as data.
fn checks_that_collide(n: usize) -> String {
    document(schemas(n, |i| {
        let signs: String = format!("{i:014b}").replace('0', "-").replace('1', "_");
        (format!("a{signs}b"), json!({ "not": { "minLength": i } }))
    }))
}

fn paths_that_overlap(n: usize) -> String {
    let answer = json!({ "200": { "description": "ok" } });
    let paths = schemas(n, |i| {
        let parameter = json!([{ "name": format!("p{i}"), "in": "path", "required": true, "schema": { "type": "string" } }]);
        let operation =
            json!({ "operationId": format!("o{i}"), "parameters": parameter, "responses": answer });
        (format!("/a/{{p{i}}}/b"), json!({ "get": operation }))
    });
    with_paths(Value::Object(paths), Map::new())
}

fn operations_of_a_tag(n: usize) -> String {
    let answer = json!({ "200": { "description": "ok" } });
    let paths = schemas(n, |i| {
        let operation =
            json!({ "operationId": format!("o{i}"), "tags": ["one"], "responses": answer });
        (format!("/p{i}"), json!({ "get": operation }))
    });
    with_paths(Value::Object(paths), Map::new())
}

fn examples_of_a_union(n: usize) -> String {
    let branches: Vec<_> = (0..30).map(tagged).collect();
    let examples: Vec<_> = (0..n)
        .map(|i| json!({ format!("p{}", i % 30): "x" }))
        .collect();
    document(schemas(1, |_| {
        (
            "U".into(),
            json!({ "oneOf": branches, "examples": examples }),
        )
    }))
}

/// Many rules on an object with as many properties.
fn ruled(n: usize, rule: &str) -> String {
    let properties = schemas(n, |i| (format!("p{i}"), json!({ "type": "integer" })));
    let rules: Vec<_> = (0..n)
        .map(|i| json!({ "rule": rule.replace("p0", &format!("p{i}")), "message": format!("{i}") }))
        .collect();
    let required: Vec<_> = (0..n).map(|i| format!("p{i}")).collect();
    let schema = json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "x-validations": rules,
    });
    document(schemas(1, |_| ("R".into(), schema.clone())))
}

fn patterns(n: usize) -> String {
    let properties = schemas(n, |i| {
        let pattern = format!("^p{i}[a-z]{{1,40}}$");
        (
            format!("p{i}"),
            json!({ "type": "string", "pattern": pattern }),
        )
    });
    document(schemas(1, |_| {
        (
            "P".into(),
            json!({ "type": "object", "properties": properties }),
        )
    }))
}

fn generic() -> Value {
    json!({
        "type": "object",
        "properties": { "item": { "$dynamicRef": "#item" } },
        "$defs": { "item": { "$dynamicAnchor": "item" } },
    })
}

fn binding(to: Value, i: usize) -> Value {
    let item = json!({ "$dynamicAnchor": "item", "type": "string", "minLength": i });
    json!({ "allOf": [to], "$defs": { "item": item } })
}

fn bindings(n: usize) -> String {
    let mut all = schemas(n, |i| (format!("B{i:05}"), binding(to("G"), i)));
    all.insert("G".into(), generic());
    document(all)
}

fn nested_bindings(n: usize) -> String {
    let mut all = schemas(n, |i| {
        let next = to(&format!("B{:05}", i + 1));
        let schema = json!({ "type": "object", "properties": { "next": next } });
        (format!("B{i:05}"), schema)
    });
    all.insert(format!("B{n:05}"), generic());
    all.insert("A".into(), binding(to("B00000"), 1));
    document(all)
}

fn closed_parts(n: usize) -> String {
    let mut all = schemas(n, |i| {
        let mut part = tagged(i);
        part["additionalProperties"] = json!({ "type": "integer" });
        (format!("P{i:05}"), json!({ "allOf": [to("Base"), part] }))
    });
    all.insert("Base".into(), tagged(n));
    document(all)
}

fn anchors_and_merges(n: usize) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: { title: Growth, version: '1' }\npaths: {}\nx-base: &base { type: object }\ncomponents:\n  schemas:\n",
    );
    for i in 0..n {
        text += &format!("    A{i}:\n      <<: *base\n      description: number {i}\n");
    }
    text
}
