//! Schemas as objects of OpenAPI: the table of keywords, as what the walkers read.

use super::{Field, Need, Object, Shape, heavy, light};
use crate::keyword::{Form, Keyword, TABLE};
use Shape::{Bool, Text};

/// The keys of a schema: all keywords but `$ref`, which makes a reference of it.
pub(super) static SCHEMA: &[Field] = &FIELDS;

static FIELDS: [Field; TABLE.len() - 1] = fields();

const fn fields() -> [Field; TABLE.len() - 1] {
    let mut fields = [light("", Shape::Any); TABLE.len() - 1];
    let mut index = 0;
    while index < fields.len() {
        fields[index] = field(&TABLE[index + 1]);
        index += 1;
    }
    fields
}

const fn field(keyword: &Keyword) -> Field {
    Field {
        name: keyword.name,
        shape: shape(keyword.form),
        weight: keyword.weight,
        need: Need::Optional,
        since: keyword.since,
        until: keyword.until,
        optional_since: None,
    }
}

const fn shape(form: Form) -> Shape {
    match form {
        Form::Data => Shape::Any,
        Form::ListOfData => Shape::List(&Shape::Any),
        Form::Text => Shape::Text,
        Form::Texts => Shape::List(&Shape::Text),
        Form::TextsByName => Shape::Map(&Shape::List(&Shape::Text)),
        Form::Bool => Shape::Bool,
        Form::Number => Shape::Number,
        Form::Count => Shape::Count,
        Form::NumberOrBool => Shape::NumberOrBool,
        Form::Types => Shape::Types,
        Form::Schema => Shape::SchemaOrBool,
        Form::Schemas => Shape::List(&Shape::SchemaOrBool),
        Form::SchemasByName => Shape::Map(&Shape::SchemaOrBool),
        Form::Discriminator => Shape::Object(Object::Discriminator),
        Form::ExternalDocs => Shape::Object(Object::ExternalDocs),
        Form::Xml => Shape::Object(Object::Xml),
    }
}

pub(super) const DISCRIMINATOR: &[Field] = &[
    heavy("propertyName", Text).required(),
    heavy("mapping", Shape::Map(&Shape::SchemaName)),
    heavy("defaultMapping", Shape::SchemaName).since_3_2(),
];

pub(super) const XML: &[Field] = &[
    light("name", Text),
    light("namespace", Shape::Uri(super::Uri::Whole)),
    light("prefix", Text),
    light("attribute", Bool),
    light("wrapped", Bool),
    light(
        "nodeType",
        Shape::OneOf(&["element", "attribute", "text", "cdata", "none"]),
    )
    .since_3_2(),
];

pub(super) const XML_EXCLUSIONS: &[(&str, &str)] =
    &[("nodeType", "attribute"), ("nodeType", "wrapped")];

#[test]
fn only_references_are_left_out() {
    assert_eq!(TABLE[0].name, "$ref");
    assert!(SCHEMA.iter().all(|field| field.name != "$ref"));
}
