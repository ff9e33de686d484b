//! `01xx`: keys, types and parts of the objects of the OpenAPI specification.

use super::codes;

codes! {
    NOT_OPENAPI = "E0101", "the document does not say that it is OpenAPI",
        "An OpenAPI document is a mapping whose key `openapi` holds the version of the specification.",
        wrong: "info: { title: Pets }",
        right: "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }";
    SWAGGER = "E0102", "the document is Swagger 2.0",
        "Swagger 2.0 came before OpenAPI 3 and is built differently. Converters such as `swagger2openapi` turn one into the other.",
        wrong: "swagger: '2.0'",
        right: "openapi: 3.0.3";
    UNSUPPORTED_VERSION = "E0103", "the version of the specification is not supported",
        "Documents of OpenAPI 3.0 and 3.1 are understood.",
        wrong: "openapi: 4.0.0",
        right: "openapi: 3.1.0";
    UNKNOWN_KEY = "W0108", "a key has no meaning where it stands",
        "The specification gives the key no meaning in this object, so it is ignored. Keys that start with `x-` are free for extensions.",
        wrong: "info:\n  title: Pets\n  maintainer: Zoe",
        right: "info:\n  title: Pets\n  x-maintainer: Zoe";
}
