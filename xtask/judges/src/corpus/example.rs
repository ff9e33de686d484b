//! The examples of a document, each with the types that it may be read into.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use faircopy::Pointer;
use faircopy::Read;
use faircopy::internals::document;
use faircopy::internals::ir::{
    self, Api, Body, BodyArgument, Content, Extras, MediaKind, Operation, Payload, Shape, Type,
    TypeKind,
};
use serde_json::Value;

use super::judge::Judge;
use super::outcome::{Attempt, Outcome};
use super::written::{self, Text};

/// The examples, and what judges them.
pub(super) struct Examples {
    judge: Judge,
    shapes: Vec<Shape>,
    examples: Vec<Example>,
    texts: Vec<Text>,
}

/// A value that the document gives for a schema.
pub(super) struct Example {
    /// Where the value stands.
    pub(super) at: Pointer,
    /// Where its schema stands.
    pub(super) schema: Pointer,
    pub(super) value: Value,
    /// The JSON that it is to be written as, where the document says so.
    pub(super) serialized: Option<String>,
    /// Indices of the shapes that the schema became: two where requests and responses differ.
    shapes: Vec<usize>,
}

impl Examples {
    pub(super) fn of(read: &Read) -> Self {
        let mut places: BTreeMap<Pointer, Vec<&Shape>> = BTreeMap::new();
        let own = own_shapes(ir::of(read));
        let mut found = Vec::new();
        each_shape(ir::of(read), &mut |shape| found.push(shape));
        for shape in own.iter().chain(found) {
            let shapes = places.entry(shape.source.clone()).or_default();
            if !shapes.iter().any(|known| known.ty == shape.ty) {
                shapes.push(shape);
            }
        }
        let mut all = Self {
            judge: Judge::new(document::of(read)),
            shapes: Vec::new(),
            examples: Vec::new(),
            texts: written::texts(ir::of(read), read.document()),
        };
        for (schema, shapes) in places {
            let mut values = values(read.document(), &schema);
            // A reference to a file with the example; OpenAPI has no such thing in a value.
            values.retain(|given| !is_reference(&given.value));
            if values.is_empty() {
                continue;
            }
            let first = all.shapes.len();
            all.shapes.extend(shapes.into_iter().cloned());
            let indices: Vec<_> = (first..all.shapes.len()).collect();
            all.examples.extend(values.into_iter().map(|given| Example {
                at: given.at,
                schema: schema.clone(),
                value: given.value,
                serialized: given.serialized,
                shapes: indices.clone(),
            }));
        }
        all
    }

    pub(super) fn is_empty(&self) -> bool {
        self.examples.is_empty() && self.texts.is_empty()
    }

    /// Those whose text is compared with what the client writes.
    pub(super) fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// The shapes that are read, and a line for each attempt.
    pub(super) fn program(&self) -> (Vec<&Shape>, String) {
        let mut lines = String::new();
        for example in &self.examples {
            for shape in &example.shapes {
                lines.push_str(&format!("{shape}\t{}\n", example.value));
            }
        }
        for (index, text) in self.texts.iter().enumerate() {
            lines.push_str(&format!("w{index}\t{}\n", text.value()));
        }
        (self.shapes.iter().collect(), lines)
    }

    /// Lets the test program read the examples, and judges what it says.
    pub(super) fn run(&self, program: &Path) -> Result<Vec<Outcome>, String> {
        let output = Command::new(program)
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines = text.lines();
        let outcomes = self.examples.iter().map(|example| {
            let attempts: Vec<_> = example
                .shapes
                .iter()
                .map(|_| Attempt::read(lines.next()))
                .collect();
            Outcome::of(example, &attempts, &self.judge)
        });
        let mut outcomes: Vec<_> = outcomes.collect();
        for text in &self.texts {
            outcomes.push(text.outcome(lines.next(), &self.judge));
        }
        Ok(outcomes)
    }
}

/// An example, as the document has it.
struct Given {
    at: Pointer,
    value: Value,
    serialized: Option<String>,
}

/// The examples of the schema at a place: its own, and those of the media type, parameter or header
/// whose schema it is; of the items of a sequence, each item of those.
fn values(document: &Value, schema: &Pointer) -> Vec<Given> {
    let mut found = Vec::new();
    let mut add = |at: Pointer, value: &Value, serialized: Option<&Value>| {
        found.push(Given {
            at,
            value: value.clone(),
            serialized: serialized.and_then(Value::as_str).map(str::to_owned),
        });
    };
    if let Some(value) = schema.resolve(document) {
        if let Some(example) = value.get("example") {
            add(schema.key("example"), example, None);
        }
        let examples = value.get("examples").and_then(Value::as_array);
        for (index, example) in examples.into_iter().flatten().enumerate() {
            add(schema.key("examples").index(index), example, None);
        }
    }
    let key = schema.last().unwrap_or_default().into_owned();
    let holder = schema
        .parent()
        .filter(|_| ["schema", "itemSchema"].contains(&&*key));
    let Some(holder) = holder else {
        return found;
    };
    let Some(value) = holder.resolve(document) else {
        return found;
    };
    let is_json = holder.last().is_some_and(|name| name.ends_with("json"));
    let mut whole = |at: Pointer, value: &Value, serialized: Option<&Value>| match &*key {
        "schema" => add(at, value, serialized.filter(|_| is_json)),
        _ => {
            let items = value.as_array().into_iter().flatten().enumerate();
            items.for_each(|(index, item)| add(at.index(index), item, None));
        }
    };
    if let Some(example) = value.get("example") {
        whole(holder.key("example"), example, None);
    }
    let named = value.get("examples").and_then(Value::as_object);
    for (name, example) in named.into_iter().flatten() {
        let at = holder.key("examples").key(name);
        let target = example.get("$ref").and_then(Value::as_str);
        let target = target.and_then(Pointer::parse);
        let example = match &target {
            Some(target) => target.resolve(document),
            None => Some(example),
        };
        let at = target.unwrap_or(at);
        for key in ["value", "dataValue"] {
            if let Some(value) = example.and_then(|example| example.get(key)) {
                let serialized = example.and_then(|example| example.get("serializedValue"));
                whole(at.key(key), value, serialized);
            }
        }
    }
    found
}

fn is_reference(value: &Value) -> bool {
    let map = value.as_object();
    map.is_some_and(|map| map.len() == 1 && map.get("$ref").is_some_and(Value::is_string))
}

/// A shape for each type, where the document defines it.
fn own_shapes(api: &Api) -> Vec<Shape> {
    let shapes = api.types.iter().map(|(id, def)| Shape {
        ty: Type::Named(id),
        nullable: false,
        constraints: Vec::new(),
        source: def.source.clone(),
    });
    shapes.collect()
}

/// Calls `each` with every shape, the outer ones first.
fn each_shape<'a>(api: &'a Api, each: &mut impl FnMut(&'a Shape)) {
    for (_, def) in api.types.iter() {
        match &def.kind {
            TypeKind::Struct(object) => {
                for field in &object.fields {
                    within(&field.shape, each);
                }
                if let Extras::Kept { value, .. } = &object.extras {
                    within(value, each);
                }
            }
            TypeKind::Union(union) => {
                for branch in &union.branches {
                    within(&branch.shape, each);
                }
            }
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => within(shape, each),
            TypeKind::Enum(_) | TypeKind::External(_) => {}
        }
    }
    for operation in &api.operations {
        of_operation(operation, each);
    }
}

fn of_operation<'a>(operation: &'a Operation, each: &mut impl FnMut(&'a Shape)) {
    for parameter in &operation.parameters {
        within(&parameter.shape, each);
    }
    match operation
        .body
        .as_ref()
        .map(|Body { argument, .. }| argument)
    {
        Some(BodyArgument::Single(content)) => of_content(content, each),
        Some(BodyArgument::Several { variants, .. }) => {
            for (_, content) in variants {
                of_content(content, each);
            }
        }
        None => {}
    }
    let responses = &operation.responses;
    for response in responses.success.iter().chain(&responses.errors) {
        for header in &response.headers {
            within(&header.shape, each);
        }
        for content in response
            .variants
            .iter()
            .filter_map(|it| it.content.as_ref())
        {
            of_content(content, each);
        }
    }
}

fn of_content<'a>(content: &'a Content, each: &mut impl FnMut(&'a Shape)) {
    match &content.kind {
        MediaKind::Json(shape)
        | MediaKind::Xml(shape, _)
        | MediaKind::Form(shape, _)
        | MediaKind::Text(shape, _)
        | MediaKind::EventStream(shape, _)
        | MediaKind::JsonLines(shape) => within(shape, each),
        MediaKind::PartStream(value) => {
            value.iter().for_each(|(shape, _)| within(shape, each));
        }
        MediaKind::TypedEvents(_, kinds) => {
            kinds.iter().for_each(|kind| within(&kind.shape, each));
        }
        MediaKind::Multipart { parts, .. } => {
            for part in parts {
                match &part.payload {
                    Payload::Value(shape) => within(shape, each),
                    Payload::File => {}
                }
            }
        }
        MediaKind::Base64 | MediaKind::Bytes => {}
    }
}

fn within<'a>(shape: &'a Shape, each: &mut impl FnMut(&'a Shape)) {
    each(shape);
    match &shape.ty {
        Type::List(item) | Type::Map(item) => within(item, each),
        Type::Tuple(items) => items.iter().for_each(|item| within(item, each)),
        _ => {}
    }
}
