//! The objects of Swagger 2.0, where they differ from those of OpenAPI 3.0. What they mean is for
//! `source::swagger`, which makes those of 3.0 of them; what both have alike is judged then.

use super::{Field, Object, Shape, heavy, light};
use Shape::{Any, List, Map, OneOf, RefOr, SchemaOrBool, Text};

const PARAMETERS: Shape = List(&RefOr(Object::SwaggerParameter));
const OPERATION: Shape = Shape::Object(Object::SwaggerOperation);
const MEDIA_TYPES: Shape = List(&Text);
const SCHEMES: Shape = List(&OneOf(&["http", "https", "ws", "wss"]));

pub(super) const SWAGGER: &[Field] = &[
    heavy("swagger", Any),
    light("info", Any),
    heavy("host", Text),
    heavy("basePath", Text),
    heavy("schemes", SCHEMES),
    heavy("consumes", MEDIA_TYPES),
    heavy("produces", MEDIA_TYPES),
    heavy("paths", Shape::Object(Object::SwaggerPaths)),
    heavy("x-ms-paths", Shape::Object(Object::SwaggerPaths)),
    heavy("definitions", Map(&SchemaOrBool)),
    heavy("parameters", Map(&RefOr(Object::SwaggerParameter))),
    heavy("responses", Map(&RefOr(Object::SwaggerResponse))),
    heavy(
        "securityDefinitions",
        Map(&Shape::Object(Object::SwaggerSecurityScheme)),
    ),
    heavy("security", Any),
    light("tags", Any),
    light("externalDocs", Any),
];

pub(super) const SWAGGER_PATH_ITEM: &[Field] = &[
    heavy("$ref", Any),
    heavy("get", OPERATION),
    heavy("put", OPERATION),
    heavy("post", OPERATION),
    heavy("delete", OPERATION),
    heavy("options", OPERATION),
    heavy("head", OPERATION),
    heavy("patch", OPERATION),
    heavy("parameters", PARAMETERS),
];

pub(super) const SWAGGER_OPERATION: &[Field] = &[
    light("tags", Any),
    light("summary", Any),
    light("description", Any),
    light("externalDocs", Any),
    light("operationId", Any),
    heavy("consumes", MEDIA_TYPES),
    heavy("produces", MEDIA_TYPES),
    heavy("parameters", PARAMETERS),
    heavy("responses", Shape::Object(Object::SwaggerResponses)),
    heavy("schemes", SCHEMES),
    light("deprecated", Any),
    heavy("security", Any),
];

pub(super) const SWAGGER_PARAMETER: &[Field] = &[
    heavy("name", Any),
    heavy("in", Any),
    light("description", Any),
    heavy("required", Any),
    heavy("schema", SchemaOrBool),
    heavy("allowEmptyValue", Any),
    heavy("type", Any),
    heavy("format", Any),
    heavy("items", Any),
    heavy(
        "collectionFormat",
        OneOf(&["csv", "ssv", "tsv", "pipes", "multi"]),
    ),
    heavy("default", Any),
    heavy("maximum", Any),
    heavy("exclusiveMaximum", Any),
    heavy("minimum", Any),
    heavy("exclusiveMinimum", Any),
    heavy("maxLength", Any),
    heavy("minLength", Any),
    heavy("pattern", Any),
    heavy("maxItems", Any),
    heavy("minItems", Any),
    heavy("uniqueItems", Any),
    heavy("enum", Any),
    heavy("multipleOf", Any),
];

pub(super) const SWAGGER_RESPONSE: &[Field] = &[
    light("description", Any),
    heavy("schema", SchemaOrBool),
    heavy("headers", Map(&Shape::Object(Object::SwaggerHeader))),
    light("examples", Map(&Any)),
];

pub(super) const SWAGGER_SECURITY_SCHEME: &[Field] = &[
    heavy("type", Any),
    light("description", Any),
    heavy("name", Any),
    heavy("in", Any),
    heavy(
        "flow",
        OneOf(&["implicit", "password", "application", "accessCode"]),
    ),
    light("authorizationUrl", Any),
    light("tokenUrl", Any),
    light("scopes", Map(&Any)),
];

/// Whether a key of a schema came with OpenAPI 3.0.
pub(crate) fn is_newer(key: &str) -> bool {
    const SINCE_3_0: [&str; 6] = [
        "anyOf",
        "deprecated",
        "not",
        "nullable",
        "oneOf",
        "writeOnly",
    ];
    SINCE_3_0.contains(&key)
}
