//! Schemas: the subset of JSON Schema that OpenAPI 3.0 has, and JSON Schema 2020-12 for 3.1.

use super::{Field, Object, Shape, heavy, light};
use Shape::{
    Any, Bool, Count, List, Map, Number, NumberOrBool, SchemaName, SchemaOrBool, Text, Types,
};

const SCHEMAS: Shape = List(&SchemaOrBool);
const SCHEMA_MAP: Shape = Map(&SchemaOrBool);

pub(super) const SCHEMA: &[Field] = &[
    // A schema in both versions.
    light("title", Text),
    heavy("multipleOf", Number),
    heavy("maximum", Number),
    heavy("exclusiveMaximum", NumberOrBool),
    heavy("minimum", Number),
    heavy("exclusiveMinimum", NumberOrBool),
    heavy("maxLength", Count),
    heavy("minLength", Count),
    heavy("pattern", Text),
    heavy("maxItems", Count),
    heavy("minItems", Count),
    heavy("uniqueItems", Bool),
    heavy("maxProperties", Count),
    heavy("minProperties", Count),
    heavy("required", List(&Text)),
    heavy("enum", List(&Any)),
    heavy("type", Types),
    heavy("allOf", SCHEMAS),
    heavy("oneOf", SCHEMAS),
    heavy("anyOf", SCHEMAS),
    heavy("not", SchemaOrBool),
    heavy("items", SchemaOrBool),
    heavy("properties", SCHEMA_MAP),
    heavy("additionalProperties", SchemaOrBool),
    light("description", Text),
    heavy("format", Text),
    light("default", Any),
    light("readOnly", Bool),
    light("writeOnly", Bool),
    light("deprecated", Bool),
    light("example", Any),
    light("externalDocs", Shape::Object(Object::ExternalDocs)),
    light("xml", Shape::Object(Object::Xml)),
    heavy("discriminator", Shape::Object(Object::Discriminator)),
    // 3.0 only; understood in 3.1 as well.
    heavy("nullable", Bool).until_3_0(),
    // JSON Schema 2020-12; understood in 3.0 as well.
    heavy("const", Any).since_3_1(),
    light("examples", Any).since_3_1(),
    heavy("patternProperties", SCHEMA_MAP).since_3_1(),
    heavy("propertyNames", SchemaOrBool).since_3_1(),
    heavy("unevaluatedProperties", SchemaOrBool).since_3_1(),
    heavy("unevaluatedItems", SchemaOrBool).since_3_1(),
    heavy("prefixItems", SCHEMAS).since_3_1(),
    heavy("contains", SchemaOrBool).since_3_1(),
    heavy("minContains", Count).since_3_1(),
    heavy("maxContains", Count).since_3_1(),
    heavy("if", SchemaOrBool).since_3_1(),
    heavy("then", SchemaOrBool).since_3_1(),
    heavy("else", SchemaOrBool).since_3_1(),
    heavy("dependentSchemas", SCHEMA_MAP).since_3_1(),
    heavy("dependentRequired", Map(&List(&Text))).since_3_1(),
    heavy("contentEncoding", Text).since_3_1(),
    heavy("contentMediaType", Text).since_3_1(),
    light("contentSchema", SchemaOrBool).since_3_1(),
    light("$schema", Text).since_3_1(),
    heavy("$id", Text).since_3_1(),
    heavy("$anchor", Text).since_3_1(),
    heavy("$dynamicRef", Text).since_3_1(),
    heavy("$dynamicAnchor", Text).since_3_1(),
    light("$vocabulary", Any).since_3_1(),
    light("$comment", Any).since_3_1(),
    heavy("$defs", SCHEMA_MAP).since_3_1(),
    // Older drafts; understood, since they are still written.
    heavy("definitions", SCHEMA_MAP).since_3_1(),
    heavy("dependencies", Any).since_3_1(),
    heavy("additionalItems", SchemaOrBool).since_3_1(),
    heavy("$recursiveRef", Text).since_3_1(),
    light("$recursiveAnchor", Bool).since_3_1(),
];

pub(super) const DISCRIMINATOR: &[Field] = &[
    heavy("propertyName", Text).required(),
    heavy("mapping", Map(&SchemaName)),
];

pub(super) const XML: &[Field] = &[
    light("name", Text),
    light("namespace", Text),
    light("prefix", Text),
    light("attribute", Bool),
    light("wrapped", Bool),
];
