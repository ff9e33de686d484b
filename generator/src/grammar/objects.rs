//! The objects of the specification, but for schemas.

use crate::parameter::{self, Location};

use super::{Field, Filler, Object, Shape, heavy, light};
use Shape::{Any, Bool, List, Map, OneOf, RefOr, Text};

const SERVERS: Shape = List(&Shape::Object(Object::Server));
const SECURITY: Shape = List(&Shape::Object(Object::SecurityRequirement));
const PARAMETERS: Shape = List(&RefOr(Object::Parameter));
const CONTENT: Shape = Map(&Shape::Object(Object::MediaType));
const EXAMPLES: Shape = Map(&RefOr(Object::Example));
const CALLBACKS: Shape = Map(&RefOr(Object::Callback));
const PATH_ITEMS: Shape = Map(&RefOr(Object::PathItem));
const DOCS: Shape = Shape::Object(Object::ExternalDocs);

pub(super) const OPENAPI: &[Field] = &[
    heavy("openapi", Text).required(),
    light("info", Shape::Object(Object::Info)).filled(Filler::Info),
    light("jsonSchemaDialect", Text).since_3_1(),
    heavy("servers", SERVERS),
    heavy("paths", Shape::Object(Object::Paths)).filled(Filler::Map),
    heavy("webhooks", PATH_ITEMS).since_3_1(),
    heavy("components", Shape::Object(Object::Components)),
    heavy("security", SECURITY),
    light("tags", List(&Shape::Object(Object::Tag))),
    light("externalDocs", DOCS),
];

pub(super) const INFO: &[Field] = &[
    light("title", Text).filled(Filler::Text("API")),
    light("summary", Text).since_3_1(),
    light("description", Text),
    light("termsOfService", Text),
    light("contact", Shape::Object(Object::Contact)),
    light("license", Shape::Object(Object::License)),
    light("version", Text).filled(Filler::Text("0")),
];

pub(super) const CONTACT: &[Field] = &[
    light("name", Text),
    light("url", Text),
    light("email", Text),
];

pub(super) const LICENSE: &[Field] = &[
    light("name", Text).filled(Filler::Text("")),
    light("identifier", Text).since_3_1(),
    light("url", Text),
];

pub(super) const SERVER: &[Field] = &[
    heavy("url", Text).required(),
    light("description", Text),
    heavy("variables", Map(&Shape::Object(Object::ServerVariable))),
];

pub(super) const SERVER_VARIABLE: &[Field] = &[
    heavy("enum", List(&Text)),
    heavy("default", Text).required(),
    light("description", Text),
];

pub(super) const COMPONENTS: &[Field] = &[
    heavy("schemas", Map(&Shape::SchemaOrBool)),
    heavy("responses", Map(&RefOr(Object::Response))),
    heavy("parameters", Map(&RefOr(Object::Parameter))),
    light("examples", EXAMPLES),
    heavy("requestBodies", Map(&RefOr(Object::RequestBody))),
    heavy("headers", Map(&RefOr(Object::Header))),
    heavy("securitySchemes", Map(&RefOr(Object::SecurityScheme))),
    light("links", Map(&RefOr(Object::Link))),
    heavy("callbacks", CALLBACKS),
    heavy("pathItems", PATH_ITEMS).since_3_1(),
];

pub(super) const PATH_ITEM: &[Field] = &[
    heavy("$ref", Text),
    light("summary", Text),
    light("description", Text),
    heavy("get", Shape::Object(Object::Operation)),
    heavy("put", Shape::Object(Object::Operation)),
    heavy("post", Shape::Object(Object::Operation)),
    heavy("delete", Shape::Object(Object::Operation)),
    heavy("options", Shape::Object(Object::Operation)),
    heavy("head", Shape::Object(Object::Operation)),
    heavy("patch", Shape::Object(Object::Operation)),
    heavy("trace", Shape::Object(Object::Operation)),
    heavy("servers", SERVERS),
    heavy("parameters", PARAMETERS),
];

pub(super) const OPERATION: &[Field] = &[
    light("tags", List(&Text)),
    light("summary", Text),
    light("description", Text),
    light("externalDocs", DOCS),
    light("operationId", Text),
    heavy("parameters", PARAMETERS),
    heavy("requestBody", RefOr(Object::RequestBody)),
    heavy("responses", Shape::Object(Object::Responses)).filled(Filler::Map),
    heavy("callbacks", CALLBACKS),
    light("deprecated", Bool),
    heavy("security", SECURITY),
    heavy("servers", SERVERS),
];

pub(super) const EXTERNAL_DOCS: &[Field] =
    &[light("description", Text), light("url", Text).required()];

pub(super) const PARAMETER: &[Field] = &[
    heavy("name", Text).required(),
    heavy("in", OneOf(&["query", "header", "path", "cookie"])).required(),
    light("description", Text),
    heavy("required", Bool),
    light("deprecated", Bool),
    heavy("allowEmptyValue", Bool),
    heavy("style", OneOf(parameter::STYLES)),
    heavy("explode", Bool),
    heavy("allowReserved", Bool),
    heavy("schema", Shape::SchemaOrBool),
    light("example", Any),
    light("examples", EXAMPLES),
    heavy("content", CONTENT),
];

pub(super) const HEADER: &[Field] = &[
    light("description", Text),
    heavy("required", Bool),
    light("deprecated", Bool),
    light("allowEmptyValue", Bool),
    heavy("style", OneOf(Location::Header.styles())),
    heavy("explode", Bool),
    light("allowReserved", Bool),
    heavy("schema", Shape::SchemaOrBool),
    light("example", Any),
    light("examples", EXAMPLES),
    heavy("content", CONTENT),
];

pub(super) const REQUEST_BODY: &[Field] = &[
    light("description", Text),
    heavy("content", CONTENT).filled(Filler::Map),
    heavy("required", Bool),
];

pub(super) const MEDIA_TYPE: &[Field] = &[
    heavy("schema", Shape::SchemaOrBool),
    light("example", Any),
    light("examples", EXAMPLES),
    heavy("encoding", Map(&Shape::Object(Object::Encoding))),
];

pub(super) const ENCODING: &[Field] = &[
    heavy("contentType", Text),
    heavy("headers", Map(&RefOr(Object::Header))),
    heavy("style", OneOf(Location::Query.styles())),
    heavy("explode", Bool),
    heavy("allowReserved", Bool),
];

pub(super) const RESPONSE: &[Field] = &[
    light("description", Text).filled(Filler::Text("")),
    heavy("headers", Map(&RefOr(Object::Header))),
    heavy("content", CONTENT),
    light("links", Map(&RefOr(Object::Link))),
];

pub(super) const EXAMPLE: &[Field] = &[
    light("summary", Text),
    light("description", Text),
    light("value", Any),
    light("externalValue", Text),
];

pub(super) const LINK: &[Field] = &[
    light("operationRef", Text),
    light("operationId", Text),
    light("parameters", Map(&Any)),
    light("requestBody", Any),
    light("description", Text),
    light("server", Shape::Object(Object::Server)),
];

pub(super) const TAG: &[Field] = &[
    light("name", Text).required(),
    light("description", Text),
    light("externalDocs", DOCS),
];

pub(super) const SECURITY_SCHEME: &[Field] = &[
    heavy(
        "type",
        OneOf(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
    )
    .required(),
    light("description", Text),
    heavy("name", Text),
    heavy("in", OneOf(&["query", "header", "cookie"])),
    heavy("scheme", Text),
    light("bearerFormat", Text),
    heavy("flows", Shape::Object(Object::OAuthFlows)),
    heavy("openIdConnectUrl", Text),
];

pub(super) const OAUTH_FLOWS: &[Field] = &[
    light("implicit", Shape::Object(Object::ImplicitFlow)),
    light("password", Shape::Object(Object::PasswordFlow)),
    light(
        "clientCredentials",
        Shape::Object(Object::ClientCredentialsFlow),
    ),
    light(
        "authorizationCode",
        Shape::Object(Object::AuthorizationCodeFlow),
    ),
];

pub(super) const IMPLICIT_FLOW: &[Field] = &[
    light("authorizationUrl", Text).filled(Filler::Text("")),
    light("refreshUrl", Text),
    light("scopes", Map(&Text)).filled(Filler::Map),
];

pub(super) const TOKEN_FLOW: &[Field] = &[
    light("tokenUrl", Text).filled(Filler::Text("")),
    light("refreshUrl", Text),
    light("scopes", Map(&Text)).filled(Filler::Map),
];

pub(super) const AUTHORIZATION_CODE_FLOW: &[Field] = &[
    light("authorizationUrl", Text).filled(Filler::Text("")),
    light("tokenUrl", Text).filled(Filler::Text("")),
    light("refreshUrl", Text),
    light("scopes", Map(&Text)).filled(Filler::Map),
];
