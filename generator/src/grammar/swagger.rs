//! The objects of Swagger 2.0, as far as it takes to find the references in them. What they mean is for
//! `source::swagger`, which makes those of OpenAPI 3.0 of them, and these are judged then.

use super::{Field, Object, Shape, heavy};
use Shape::{List, Map, RefOr, SchemaOrBool};

const PARAMETERS: Shape = List(&RefOr(Object::SwaggerParameter));
const OPERATION: Shape = Shape::Object(Object::SwaggerOperation);

pub(super) const SWAGGER: &[Field] = &[
    heavy("paths", Shape::Object(Object::SwaggerPaths)),
    heavy("x-ms-paths", Shape::Object(Object::SwaggerPaths)),
    heavy("definitions", Map(&SchemaOrBool)),
    heavy("parameters", Map(&RefOr(Object::SwaggerParameter))),
    heavy("responses", Map(&RefOr(Object::SwaggerResponse))),
];

pub(super) const SWAGGER_PATH_ITEM: &[Field] = &[
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
    heavy("parameters", PARAMETERS),
    heavy("responses", Shape::Object(Object::SwaggerResponses)),
];

pub(super) const SWAGGER_PARAMETER: &[Field] = &[heavy("schema", SchemaOrBool)];

pub(super) const SWAGGER_RESPONSE: &[Field] = &[heavy("schema", SchemaOrBool)];
