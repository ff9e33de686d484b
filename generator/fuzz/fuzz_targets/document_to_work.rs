//! Documents of a grammar of compositions and references: the work of `lint` and `generate`, counted in
//! allocations, grows no worse than n log n with the size of the document.

#![no_main]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use arbitrary::Arbitrary;
use faircopy::source::MapLoader;
use faircopy::{Config, check, generate};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};

/// How many allocations a document may take for each n log n of its size in values; published
/// documents take a tenth of that.
const EACH: u64 = 2_000;

/// What any document may take.
const FREE: u64 = 2_000_000;

#[derive(Arbitrary, Debug)]
struct Document {
    schemas: Vec<Schema>,
    /// How often all of it is there once more, referring to the time before.
    copies: u8,
}

#[derive(Arbitrary, Debug)]
enum Schema {
    Any,
    Never,
    Scalar(u8),
    Reference(u8),
    List(Box<Schema>),
    Tuple(Vec<Schema>),
    Map(Box<Schema>),
    Object(Vec<(u8, Schema)>, u8),
    AllOf(Vec<Schema>),
    AnyOf(Vec<Schema>),
    OneOf(Vec<Schema>),
    Told(Vec<u8>),
    Not(Box<Schema>),
    If(Box<(Schema, Schema, Schema)>),
    Dependent(u8, Box<Schema>),
    Unevaluated(Box<Schema>),
    Beside(u8, Box<Schema>),
}

const SCALARS: &[&str] = &["string", "integer", "number", "boolean", "null", "object", "array"];
const NAMES: &[&str] = &["a", "b", "c", "kind", "d"];

impl Schema {
    /// The schema among so many others, of which each copy refers to its own and the one before.
    fn value(&self, copy: usize, count: usize, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else {
            return json!({});
        };
        let inner = |schema: &Schema| schema.value(copy, count, depth);
        let list = |schemas: &[Schema]| -> Value { schemas.iter().take(6).map(inner).collect() };
        let reference = |index: u8| {
            let index = usize::from(index);
            let copy = if index % 3 == 0 { copy.saturating_sub(1) } else { copy };
            format!("#/components/schemas/S{copy}x{}", index % count.max(1))
        };
        match self {
            Schema::Any => json!({}),
            Schema::Never => json!(false),
            Schema::Scalar(kind) => json!({ "type": SCALARS[usize::from(*kind) % SCALARS.len()] }),
            Schema::Reference(index) => json!({ "$ref": reference(*index) }),
            Schema::List(items) => json!({ "type": "array", "items": inner(items) }),
            Schema::Tuple(items) if items.is_empty() => json!({ "type": "array" }),
            Schema::Tuple(items) => json!({ "type": "array", "prefixItems": list(items) }),
            Schema::Map(values) => json!({ "type": "object", "additionalProperties": inner(values) }),
            Schema::Object(members, required) => {
                let mut properties = Map::new();
                for (name, schema) in members.iter().take(6) {
                    let name = NAMES[usize::from(*name) % NAMES.len()];
                    properties.insert(name.to_owned(), inner(schema));
                }
                let required = NAMES[usize::from(*required) % NAMES.len()];
                json!({ "type": "object", "required": [required], "properties": properties })
            }
            Schema::AllOf(schemas) if !schemas.is_empty() => json!({ "allOf": list(schemas) }),
            Schema::AnyOf(schemas) if !schemas.is_empty() => json!({ "anyOf": list(schemas) }),
            Schema::OneOf(schemas) if !schemas.is_empty() => json!({ "oneOf": list(schemas) }),
            Schema::AllOf(_) | Schema::AnyOf(_) | Schema::OneOf(_) => json!({}),
            Schema::Told(branches) => {
                let branches = branches.iter().take(6);
                let branches: Vec<_> = branches
                    .map(|index| json!({ "$ref": reference(*index) }))
                    .collect();
                match branches.is_empty() {
                    true => json!({}),
                    false => json!({ "oneOf": branches, "discriminator": { "propertyName": "kind" } }),
                }
            }
            Schema::Not(schema) => json!({ "not": inner(schema) }),
            Schema::If(schemas) => {
                let (condition, then, otherwise) = &**schemas;
                json!({ "if": inner(condition), "then": inner(then), "else": inner(otherwise) })
            }
            Schema::Dependent(name, schema) => {
                let name = NAMES[usize::from(*name) % NAMES.len()];
                json!({ "dependentSchemas": { name: inner(schema) } })
            }
            Schema::Unevaluated(schema) => json!({ "unevaluatedProperties": inner(schema) }),
            Schema::Beside(index, schema) => {
                let mut value = inner(schema);
                if let Value::Object(members) = &mut value {
                    members.insert("$ref".to_owned(), reference(*index).into());
                }
                value
            }
        }
    }
}

fuzz_target!(|document: Document| {
    let count = document.schemas.len().min(12);
    let mut schemas = Map::new();
    for copy in 0..=usize::from(document.copies) % 8 {
        for (index, schema) in document.schemas.iter().take(count).enumerate() {
            schemas.insert(format!("S{copy}x{index}"), schema.value(copy, count, 5));
        }
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Fuzz", "version": "1" },
        "paths": {},
        "components": { "schemas": schemas },
    });
    let size = values(&document);
    let most = FREE + EACH * size * u64::from(size.ilog2() + 1);
    let text = document.to_string();
    let loader = MapLoader::from_iter([("spec.json", text.clone().into_bytes())]);
    let config = Config::default();
    faircopy::internals::one_thread();
    for (what, command) in [
        ("lint", (|loader, config| drop(check(loader, "spec.json", config))) as fn(&MapLoader, &Config)),
        ("generate", |loader, config| drop(generate(loader, "spec.json", config))),
    ] {
        let before = ALLOCATED.with(Cell::get);
        command(&loader, &config);
        let times = ALLOCATED.with(Cell::get) - before;
        note(times, most, what, size, &text);
        assert!(times < most, "{what} of {size} values asks for memory {times} times: {text}");
    }
});

/// Shows what takes most so far, of what it may.
fn note(times: u64, most: u64, what: &str, size: u64, text: &str) {
    static MOST: AtomicU64 = AtomicU64::new(4);
    let share = times * 100 / most;
    if share > MOST.load(Ordering::Relaxed) {
        MOST.store(share, Ordering::Relaxed);
        eprintln!("{share} % of what it may: {what} of {size} values, {times} allocations: {text}");
    }
}

/// The number of values that a document is made of.
fn values(value: &Value) -> u64 {
    1 + match value {
        Value::Object(members) => members.values().map(values).sum(),
        Value::Array(items) => items.iter().map(values).sum(),
        _ => 0,
    }
}

thread_local! {
    static ALLOCATED: Cell<u64> = const { Cell::new(0) };
}

/// The system's memory, of which each use is counted.
struct Counting;

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.with(|count| count.set(count.get() + 1));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;
