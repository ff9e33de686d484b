//! The keys of the objects of OpenAPI in words, but for schemas.

use crate::grammar::Object;

/// A key, and what it says.
pub(super) type Row = (&'static str, &'static str);

/// What keys say that say the same in all objects.
pub(super) const SHARED: &[Row] = &[
    (
        "$ref",
        "Stands for what it leads to: `#/components/…`, or a place in another file.",
    ),
    ("summary", "What it is, in a line."),
    (
        "description",
        "What it is, in Markdown. It becomes documentation in Rust.",
    ),
    ("externalDocs", "Where more is said about it."),
    ("deprecated", "Whether it should no longer be used."),
    (
        "servers",
        "The servers to send to, in the place of those of what is around.",
    ),
    ("example", "A value that is valid, for people."),
    ("examples", "Values that are valid, by name, for people."),
    ("schema", "What the data is."),
    ("headers", "The headers, by name."),
    ("content", "What is sent, by media type."),
    ("refreshUrl", "Where a token is renewed."),
    ("scopes", "What a token may allow, by name, each in words."),
    ("tokenUrl", "Where a token is given out."),
    ("authorizationUrl", "Where the user allows access."),
    ("deviceAuthorizationUrl", "Where a device asks for a code."),
    ("style", "How lists and objects are written as text."),
    (
        "explode",
        "Whether each item of a list, or each property of an object, is written on its own.",
    ),
    (
        "allowReserved",
        "Whether characters such as `/` and `?` are written as they are, without percent-encoding.",
    ),
    (
        "security",
        "What a caller must present: one of the items, and of it everything. An empty item allows to present nothing.",
    ),
    ("parameters", "What is sent beside the body."),
    (
        "responses",
        "What comes back, by status: `200`, a range such as `4XX`, or `default`.",
    ),
    (
        "encoding",
        "How each part of the body is written, by property.",
    ),
    (
        "prefixEncoding",
        "How the first parts of the body are written, one by one.",
    ),
    (
        "itemEncoding",
        "How each further part of the body is written.",
    ),
    ("get", "The operation that reads it."),
    ("put", "The operation that puts something in its place."),
    (
        "post",
        "The operation that adds to it, or processes something.",
    ),
    ("delete", "The operation that removes it."),
    (
        "options",
        "The operation that tells what may be done with it.",
    ),
    ("head", "The operation that reads its headers alone."),
    ("patch", "The operation that changes a part of it."),
    ("trace", "The operation that sends back what arrived."),
    (
        "query",
        "The operation that reads it, with a body that says what is asked for.",
    ),
];

pub(super) fn table(object: Object) -> &'static [Row] {
    match object {
        Object::OpenApi => OPENAPI,
        Object::Info => INFO,
        Object::Contact => CONTACT,
        Object::License => LICENSE,
        Object::Server => SERVER,
        Object::ServerVariable => SERVER_VARIABLE,
        Object::Components => COMPONENTS,
        Object::PathItem | Object::SwaggerPathItem => PATH_ITEM,
        Object::Operation | Object::SwaggerOperation => OPERATION,
        Object::ExternalDocs => EXTERNAL_DOCS,
        Object::Parameter | Object::SwaggerParameter | Object::SwaggerHeader => PARAMETER,
        Object::RequestBody => REQUEST_BODY,
        Object::MediaType => MEDIA_TYPE,
        Object::Encoding => ENCODING,
        Object::Response | Object::SwaggerResponse => RESPONSE,
        Object::Example => EXAMPLE,
        Object::Link => LINK,
        Object::Header => HEADER,
        Object::Tag => TAG,
        Object::SecurityScheme | Object::SwaggerSecurityScheme => SECURITY_SCHEME,
        Object::OAuthFlows => OAUTH_FLOWS,
        Object::Swagger => SWAGGER,
        // Their keys say the same wherever they are, or are names.
        _ => &[],
    }
}

/// Keys that only 2.0 has.
pub(super) const OF_2_0: &[Row] = &[
    ("swagger", "The version of the specification: `2.0`."),
    (
        "host",
        "The host that serves the API, and its port perhaps.",
    ),
    ("basePath", "What all paths start with; it starts with `/`."),
    ("schemes", "`http`, `https`, or both."),
    ("consumes", "The media types of bodies that are sent."),
    ("produces", "The media types of what is answered."),
    (
        "collectionFormat",
        "What is between the items of a list; `multi` has a parameter for each.",
    ),
    (
        "flow",
        "How a token is had: `implicit`, `password`, `application` or `accessCode`.",
    ),
    (
        "securityDefinitions",
        "How callers say who they are, by name.",
    ),
];

pub(super) const OPENAPI: &[Row] = &[
    (
        "openapi",
        "The version of the specification that the document is written in, such as `3.1.0`.",
    ),
    (
        "$self",
        "The document's own address, against which references are read.",
    ),
    ("info", "What the API is called, and who is behind it."),
    (
        "jsonSchemaDialect",
        "The dialect of schemas that do not name one.",
    ),
    (
        "servers",
        "Where the API is to be had. The first is what clients send to by default.",
    ),
    ("paths", "What there is to be called, by path."),
    (
        "webhooks",
        "What the API calls, by name: requests that its users receive.",
    ),
    ("components", "What the rest of the document refers to."),
    (
        "security",
        "What callers must present, where an operation does not say otherwise.",
    ),
    (
        "tags",
        "What the operations are grouped by, with words about each.",
    ),
];

const INFO: &[Row] = &[
    (
        "title",
        "The name of the API. The crate is called after it.",
    ),
    ("termsOfService", "The address of the terms of service."),
    ("contact", "Who to turn to."),
    ("license", "The licence of the API."),
    (
        "version",
        "The version of the API, which is not that of OpenAPI.",
    ),
];

const CONTACT: &[Row] = &[
    ("name", "The name of a person or an organisation."),
    ("url", "The address of a page."),
    ("email", "An address for mail."),
];

const LICENSE: &[Row] = &[
    ("name", "The name of the licence."),
    (
        "identifier",
        "The licence as SPDX has it, such as `Apache-2.0`.",
    ),
    ("url", "The address of its text."),
];

const SERVER: &[Row] = &[
    (
        "url",
        "The address that paths are appended to. `{name}` stands for a variable.",
    ),
    ("name", "A name by which the server is told from others."),
    (
        "variables",
        "What the variables of the address may be, by name.",
    ),
];

const SERVER_VARIABLE: &[Row] = &[
    ("enum", "The only values that it may have."),
    ("default", "The value where none is chosen."),
];

const COMPONENTS: &[Row] = &[
    ("schemas", "Schemas, by name. Each is a type in Rust."),
    ("responses", "Responses, by name."),
    ("parameters", "Parameters, by name."),
    ("examples", "Examples, by name."),
    ("requestBodies", "Bodies of requests, by name."),
    ("headers", "Headers, by name."),
    ("securitySchemes", "Ways to present who calls, by name."),
    ("links", "Links, by name."),
    ("callbacks", "Callbacks, by name."),
    ("pathItems", "Path items, by name."),
    ("mediaTypes", "Media types, by name."),
];

const PATH_ITEM: &[Row] = &[
    (
        "additionalOperations",
        "Operations of other methods, by method, in capital letters.",
    ),
    (
        "parameters",
        "What is sent with every operation of the path, beside the body.",
    ),
];

const OPERATION: &[Row] = &[
    (
        "tags",
        "The groups that the operation is in. The first is its module in Rust.",
    ),
    (
        "operationId",
        "The name of the operation, which no other has. The method in Rust is called after it.",
    ),
    ("requestBody", "The body that is sent."),
    ("callbacks", "What the API calls in turn, by name."),
    (
        "security",
        "What callers must present, in the place of what the document says for all. An empty list is nothing.",
    ),
];

const EXTERNAL_DOCS: &[Row] = &[("url", "The address of what is said elsewhere.")];

const PARAMETER: &[Row] = &[
    (
        "name",
        "Its name as it is sent: in a path, that in the braces; of a header, in any case.",
    ),
    (
        "in",
        "Where it is sent: `path`, `query`, `header` or `cookie`.",
    ),
    (
        "required",
        "Whether it must be sent. One in the path always must, and says so.",
    ),
    (
        "allowEmptyValue",
        "Whether it may be sent with its name alone.",
    ),
    (
        "content",
        "Its data by the one media type that it is written in, in the place of `schema`.",
    ),
];

const REQUEST_BODY: &[Row] = &[
    ("content", "What may be sent, by media type."),
    (
        "required",
        "Whether there must be a body. It need not where this is missing.",
    ),
];

const MEDIA_TYPE: &[Row] = &[
    ("schema", "What the body is."),
    (
        "itemSchema",
        "What each item is, of a body that comes item by item.",
    ),
];

const ENCODING: &[Row] = &[
    (
        "contentType",
        "The media type of the part, or several, between commas.",
    ),
    ("headers", "The headers of the part, by name."),
];

const RESPONSE: &[Row] = &[
    ("content", "What may come, by media type."),
    ("links", "What can be done next with what came, by name."),
];

const EXAMPLE: &[Row] = &[
    ("value", "The value itself."),
    ("externalValue", "The address of the value."),
    (
        "dataValue",
        "The value as data, before it is written in the media type.",
    ),
    ("serializedValue", "The value as the text that is sent."),
];

const LINK: &[Row] = &[
    ("operationRef", "A reference to the operation."),
    ("operationId", "The `operationId` of the operation."),
    (
        "parameters",
        "What its parameters are, by name: values, or expressions such as `$response.body#/id`.",
    ),
    (
        "requestBody",
        "What its body is: a value, or an expression.",
    ),
    ("server", "The server of the operation."),
];

const HEADER: &[Row] = &[
    ("required", "Whether it is always there."),
    ("allowEmptyValue", "It has no meaning for headers."),
];

const TAG: &[Row] = &[
    ("name", "Its name, by which operations refer to it."),
    ("parent", "The tag that it is below."),
    ("kind", "What sort of tag it is, such as `nav`."),
];

const SECURITY_SCHEME: &[Row] = &[
    (
        "type",
        "How a caller shows who it is: `apiKey`, `http`, `mutualTLS`, `oauth2` or `openIdConnect`.",
    ),
    ("name", "What the key is called, of an `apiKey`."),
    (
        "in",
        "Where the key is sent, of an `apiKey`: `query`, `header` or `cookie`.",
    ),
    ("scheme", "The scheme of HTTP, such as `basic` or `bearer`."),
    (
        "bearerFormat",
        "What the token is, such as `JWT`, for people.",
    ),
    ("flows", "How tokens of OAuth are had."),
    (
        "openIdConnectUrl",
        "The address of the configuration of OpenID Connect.",
    ),
    (
        "oauth2MetadataUrl",
        "The address of the metadata of the OAuth server.",
    ),
];

const OAUTH_FLOWS: &[Row] = &[
    (
        "implicit",
        "The token comes with the user's consent; no longer advised.",
    ),
    (
        "password",
        "The token is given for the user's name and password; no longer advised.",
    ),
    (
        "clientCredentials",
        "The token is given to the program itself.",
    ),
    (
        "authorizationCode",
        "The token is given for a code that comes with the user's consent.",
    ),
    (
        "deviceAuthorization",
        "The token is given to a device whose user consents elsewhere.",
    ),
];

const SWAGGER: &[Row] = &[
    ("paths", "What there is to be called, by path."),
    ("x-ms-paths", "Paths with a query, as Azure has them."),
    ("definitions", "Schemas, by name. Each is a type in Rust."),
    ("parameters", "Parameters, by name."),
    ("responses", "Responses, by name."),
];
