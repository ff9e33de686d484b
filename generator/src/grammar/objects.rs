//! The objects of the specification, but for schemas.

use crate::parameter::{self, Location};
use crate::version::Version;

use super::{Field, Filler, Object, Shape, Uri, heavy, light};
use Shape::{Any, Bool, List, Map, OneOf, RefOr, Text};

const URI: Shape = Shape::Uri(Uri::Reference);
const SERVERS: Shape = List(&Shape::Object(Object::Server));
const SECURITY: Shape = List(&Shape::Object(Object::SecurityRequirement));
const PARAMETERS: Shape = List(&RefOr(Object::Parameter));
const CONTENT: Shape = Map(&RefOr(Object::MediaType));
const ENCODING_BY_NAME: Shape = Map(&Shape::Object(Object::Encoding));
const ENCODING_BY_POSITION: Shape = List(&Shape::Object(Object::Encoding));
const EXAMPLES: Shape = Map(&RefOr(Object::Example));
const CALLBACKS: Shape = Map(&RefOr(Object::Callback));
const PATH_ITEMS: Shape = Map(&RefOr(Object::PathItem));
const DOCS: Shape = Shape::Object(Object::ExternalDocs);

pub(super) const OPENAPI: &[Field] = &[
    heavy("openapi", Text).required(),
    heavy("$self", Shape::Uri(Uri::Document)).since_3_2(),
    light("info", Shape::Object(Object::Info)).filled(Filler::Info),
    light("jsonSchemaDialect", Shape::Uri(Uri::Whole)).since_3_1(),
    heavy("servers", SERVERS),
    heavy("paths", Shape::Object(Object::Paths))
        .filled(Filler::Map)
        .optional_since(Version::V3_1),
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
    light("termsOfService", URI),
    light("contact", Shape::Object(Object::Contact)),
    light("license", Shape::Object(Object::License)),
    light("version", Text).filled(Filler::Text("0")),
];

pub(super) const CONTACT: &[Field] =
    &[light("name", Text), light("url", URI), light("email", Text)];

pub(super) const LICENSE: &[Field] = &[
    light("name", Text).filled(Filler::Text("")),
    light("identifier", Text).since_3_1(),
    light("url", URI),
];

pub(super) const LICENSE_EXCLUSIONS: &[(&str, &str)] = &[("identifier", "url")];

pub(super) const SERVER: &[Field] = &[
    heavy("url", Text).required(),
    light("description", Text),
    light("name", Text).since_3_2(),
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
    heavy("mediaTypes", CONTENT).since_3_2(),
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
    heavy("query", Shape::Object(Object::Operation)).since_3_2(),
    heavy(
        "additionalOperations",
        Map(&Shape::Object(Object::Operation)),
    )
    .since_3_2(),
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
    heavy("responses", Shape::Object(Object::Responses))
        .filled(Filler::Map)
        .optional_since(Version::V3_1),
    heavy("callbacks", CALLBACKS),
    light("deprecated", Bool),
    heavy("security", SECURITY),
    heavy("servers", SERVERS),
];

pub(super) const EXTERNAL_DOCS: &[Field] =
    &[light("description", Text), light("url", URI).required()];

pub(super) const PARAMETER: &[Field] = &[
    heavy("name", Text).required(),
    heavy(
        "in",
        OneOf(&["query", "querystring", "header", "path", "cookie"]),
    )
    .required(),
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

pub(super) const PARAMETER_EXCLUSIONS: &[(&str, &str)] = &[
    ("examples", "example"),
    ("content", "style"),
    ("content", "explode"),
    ("content", "allowReserved"),
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

pub(super) const HEADER_EXCLUSIONS: &[(&str, &str)] = &[
    ("examples", "example"),
    ("content", "style"),
    ("content", "explode"),
];

pub(super) const REQUEST_BODY: &[Field] = &[
    light("description", Text),
    heavy("content", CONTENT).filled(Filler::Map),
    heavy("required", Bool),
];

pub(super) const MEDIA_TYPE: &[Field] = &[
    light("description", Text).since_3_2(),
    heavy("schema", Shape::SchemaOrBool),
    heavy("itemSchema", Shape::SchemaOrBool).since_3_2(),
    light("example", Any),
    light("examples", EXAMPLES),
    heavy("encoding", ENCODING_BY_NAME),
    heavy("prefixEncoding", ENCODING_BY_POSITION).since_3_2(),
    heavy("itemEncoding", Shape::Object(Object::Encoding)).since_3_2(),
];

pub(super) const MEDIA_TYPE_EXCLUSIONS: &[(&str, &str)] = &[
    ("examples", "example"),
    ("encoding", "prefixEncoding"),
    ("encoding", "itemEncoding"),
];

pub(super) const ENCODING: &[Field] = &[
    heavy("contentType", Text),
    heavy("headers", Map(&RefOr(Object::Header))),
    heavy("style", OneOf(Location::Query.styles())),
    heavy("explode", Bool),
    heavy("allowReserved", Bool),
    heavy("encoding", ENCODING_BY_NAME).since_3_2(),
    heavy("prefixEncoding", ENCODING_BY_POSITION).since_3_2(),
    heavy("itemEncoding", Shape::Object(Object::Encoding)).since_3_2(),
];

pub(super) const ENCODING_EXCLUSIONS: &[(&str, &str)] =
    &[("encoding", "prefixEncoding"), ("encoding", "itemEncoding")];

pub(super) const RESPONSE: &[Field] = &[
    light("summary", Text).since_3_2(),
    light("description", Text)
        .filled(Filler::Text(""))
        .optional_since(Version::V3_2),
    heavy("headers", Map(&RefOr(Object::Header))),
    heavy("content", CONTENT),
    light("links", Map(&RefOr(Object::Link))),
];

pub(super) const EXAMPLE: &[Field] = &[
    light("summary", Text),
    light("description", Text),
    light("value", Any),
    light("externalValue", URI),
    light("dataValue", Any).since_3_2(),
    light("serializedValue", Text).since_3_2(),
];

pub(super) const EXAMPLE_EXCLUSIONS: &[(&str, &str)] = &[
    ("value", "externalValue"),
    ("dataValue", "value"),
    ("serializedValue", "value"),
    ("serializedValue", "externalValue"),
];

pub(super) const LINK: &[Field] = &[
    light("operationRef", Text),
    light("operationId", Text),
    light("parameters", Map(&Any)),
    light("requestBody", Any),
    light("description", Text),
    light("server", Shape::Object(Object::Server)),
];

pub(super) const LINK_EXCLUSIONS: &[(&str, &str)] = &[("operationId", "operationRef")];

pub(super) const TAG: &[Field] = &[
    light("name", Text).required(),
    light("summary", Text).since_3_2(),
    light("description", Text),
    light("externalDocs", DOCS),
    light("parent", Text).since_3_2(),
    light("kind", Text).since_3_2(),
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
    heavy("openIdConnectUrl", URI),
    light("oauth2MetadataUrl", URI).since_3_2(),
    light("deprecated", Bool).since_3_2(),
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
    light(
        "deviceAuthorization",
        Shape::Object(Object::DeviceAuthorizationFlow),
    )
    .since_3_2(),
];

pub(super) const IMPLICIT_FLOW: &[Field] = &[
    light("authorizationUrl", URI).filled(Filler::Text("")),
    light("refreshUrl", URI),
    light("scopes", Map(&Text)).filled(Filler::Map),
];

pub(super) const TOKEN_FLOW: &[Field] = &[
    light("tokenUrl", URI).filled(Filler::Text("")),
    light("refreshUrl", URI),
    light("scopes", Map(&Text)).filled(Filler::Map),
];

pub(super) const AUTHORIZATION_CODE_FLOW: &[Field] = &[
    light("authorizationUrl", URI).filled(Filler::Text("")),
    light("tokenUrl", URI).filled(Filler::Text("")),
    light("refreshUrl", URI),
    light("scopes", Map(&Text)).filled(Filler::Map),
];

pub(super) const DEVICE_AUTHORIZATION_FLOW: &[Field] = &[
    light("deviceAuthorizationUrl", URI).filled(Filler::Text("")),
    light("tokenUrl", URI).filled(Filler::Text("")),
    light("refreshUrl", URI),
    light("scopes", Map(&Text)).filled(Filler::Map),
];
