//! The table: a row a keyword, those of one family together.

use super::Applied::{InPlace, Items, Names, Negated, Properties};
use super::{Applied, Form, Keyword, Role, Weight};
use crate::json::{Kind, Kinds};
use crate::version::Version;

const NUMBERS: Kinds = Kinds::only(Kind::Number);
const TEXTS: Kinds = Kinds::only(Kind::String);
const ARRAYS: Kinds = Kinds::only(Kind::Array);
const OBJECTS: Kinds = Kinds::only(Kind::Object);

/// All keywords. The first is not a key of the object that OpenAPI calls a schema, but what makes
/// another object of it: a reference.
pub(crate) static TABLE: &[Keyword] = &[
    applicator("$ref", Form::Text, InPlace),
    // Of data of any kind.
    assertion("type", Form::Types),
    assertion("enum", Form::ListOfData),
    assertion("const", Form::Data).since_3_1(),
    assertion("nullable", Form::Bool).until_3_0(),
    assertion("format", Form::Text),
    // Of numbers.
    assertion("multipleOf", Form::Number).of(NUMBERS),
    assertion("maximum", Form::Number).of(NUMBERS),
    assertion("exclusiveMaximum", Form::NumberOrBool).of(NUMBERS),
    assertion("minimum", Form::Number).of(NUMBERS),
    assertion("exclusiveMinimum", Form::NumberOrBool).of(NUMBERS),
    // Of text.
    assertion("maxLength", Form::Count).of(TEXTS),
    assertion("minLength", Form::Count).of(TEXTS),
    assertion("pattern", Form::Text).of(TEXTS),
    annotation("contentEncoding", Form::Text)
        .of(TEXTS)
        .since_3_1()
        .heavy(),
    annotation("contentMediaType", Form::Text)
        .of(TEXTS)
        .since_3_1()
        .heavy(),
    annotation("contentSchema", Form::Schema)
        .of(TEXTS)
        .since_3_1(),
    // Of arrays.
    assertion("maxItems", Form::Count).of(ARRAYS),
    assertion("minItems", Form::Count).of(ARRAYS),
    assertion("uniqueItems", Form::Bool).of(ARRAYS),
    // Of Kubernetes, whose servers refuse lists that break them.
    assertion("x-kubernetes-list-type", Form::Text).of(ARRAYS),
    assertion("x-kubernetes-list-map-keys", Form::Texts).of(ARRAYS),
    applicator("items", Form::Schema, Items).of(ARRAYS),
    applicator("prefixItems", Form::Schemas, Items)
        .of(ARRAYS)
        .since_3_1(),
    applicator("contains", Form::Schema, Items)
        .of(ARRAYS)
        .since_3_1(),
    assertion("minContains", Form::Count).of(ARRAYS).since_3_1(),
    assertion("maxContains", Form::Count).of(ARRAYS).since_3_1(),
    applicator("unevaluatedItems", Form::Schema, Items)
        .of(ARRAYS)
        .since_3_1(),
    // Of objects.
    assertion("maxProperties", Form::Count).of(OBJECTS),
    assertion("minProperties", Form::Count).of(OBJECTS),
    assertion("required", Form::Texts).of(OBJECTS),
    assertion("dependentRequired", Form::TextsByName)
        .of(OBJECTS)
        .since_3_1(),
    applicator("properties", Form::SchemasByName, Properties).of(OBJECTS),
    applicator("additionalProperties", Form::Schema, Properties).of(OBJECTS),
    applicator("patternProperties", Form::SchemasByName, Properties)
        .of(OBJECTS)
        .since_3_1(),
    applicator("propertyNames", Form::Schema, Names)
        .of(OBJECTS)
        .since_3_1(),
    applicator("dependentSchemas", Form::SchemasByName, InPlace)
        .of(OBJECTS)
        .since_3_1(),
    applicator("unevaluatedProperties", Form::Schema, Properties)
        .of(OBJECTS)
        .since_3_1(),
    // Schemas of the same datum.
    applicator("allOf", Form::Schemas, InPlace),
    applicator("oneOf", Form::Schemas, InPlace),
    applicator("anyOf", Form::Schemas, InPlace),
    applicator("not", Form::Schema, Negated),
    applicator("if", Form::Schema, InPlace).since_3_1(),
    applicator("then", Form::Schema, InPlace).since_3_1(),
    applicator("else", Form::Schema, InPlace).since_3_1(),
    applicator("$dynamicRef", Form::Text, InPlace).since_3_1(),
    // A hint which branch is meant, that changes nothing about which data are valid.
    annotation("discriminator", Form::Discriminator).heavy(),
    // Words about the data.
    annotation("title", Form::Text),
    annotation("description", Form::Text),
    annotation("default", Form::Data),
    annotation("readOnly", Form::Bool),
    annotation("writeOnly", Form::Bool),
    annotation("deprecated", Form::Bool),
    annotation("example", Form::Data),
    annotation("examples", Form::Data).since_3_1(),
    annotation("externalDocs", Form::ExternalDocs),
    annotation("xml", Form::Xml),
    // About the schema itself.
    identity("$schema", Form::Text).light(),
    identity("$id", Form::Text),
    identity("$anchor", Form::Text),
    identity("$dynamicAnchor", Form::Text),
    identity("$vocabulary", Form::Data).light(),
    identity("$comment", Form::Data).light(),
    identity("$defs", Form::SchemasByName),
    // Older drafts; understood, since they are still written.
    identity("definitions", Form::SchemasByName),
    applicator("dependencies", Form::Data, InPlace)
        .of(OBJECTS)
        .since_3_1(),
    applicator("additionalItems", Form::Schema, Items)
        .of(ARRAYS)
        .since_3_1(),
    applicator("$recursiveRef", Form::Text, InPlace).since_3_1(),
    identity("$recursiveAnchor", Form::Bool).light(),
];

const fn row(name: &'static str, form: Form, role: Role, weight: Weight) -> Keyword {
    Keyword {
        name,
        form,
        role,
        concerns: Kinds::ANY,
        weight,
        since: Version::V3_0,
        until: Version::LATEST,
    }
}

const fn assertion(name: &'static str, form: Form) -> Keyword {
    row(name, form, Role::Assertion, Weight::Heavy)
}

const fn applicator(name: &'static str, form: Form, applied: Applied) -> Keyword {
    row(name, form, Role::Applicator(applied), Weight::Heavy)
}

/// Most annotations end up in docs; those that shape the code are `heavy`.
const fn annotation(name: &'static str, form: Form) -> Keyword {
    row(name, form, Role::Annotation, Weight::Light)
}

/// What identifies came with JSON Schema 2020-12; without it, references lead elsewhere.
const fn identity(name: &'static str, form: Form) -> Keyword {
    row(name, form, Role::Identity, Weight::Heavy).since_3_1()
}

impl Keyword {
    const fn of(self, concerns: Kinds) -> Self {
        Self { concerns, ..self }
    }

    const fn heavy(self) -> Self {
        let weight = Weight::Heavy;
        Self { weight, ..self }
    }

    const fn light(self) -> Self {
        let weight = Weight::Light;
        Self { weight, ..self }
    }

    const fn since_3_1(self) -> Self {
        let since = Version::V3_1;
        Self { since, ..self }
    }

    const fn until_3_0(self) -> Self {
        let until = Version::V3_0;
        Self { until, ..self }
    }
}
