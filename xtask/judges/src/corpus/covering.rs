//! The documents that are compiled where time is short: between them they show every feature.

/// Each with what only it shows, or shows best.
pub(super) const DOCUMENTS: [(&str, &str); 24] = [
    (
        "adyen-checkout-v71.json",
        "oneOf with a discriminator and a mapping; 3.1; 200 examples",
    ),
    (
        "autorest-additionalProperties.json",
        "additionalProperties beside properties, below allOf",
    ),
    (
        "autorest-extensible-enums-swagger.json",
        "enums that are open",
    ),
    (
        "autorest-header.json",
        "parameters and responses in headers, of every type",
    ),
    ("hellosign.yaml", "multipart with files, arrays and objects"),
    ("oai-link-example.yaml", "links"),
    (
        "ogen-firecracker.json",
        "PUT and PATCH without content in their responses",
    ),
    (
        "ogen-manga.json",
        "images as bodies; servers of an operation's own",
    ),
    (
        "ogen-oauth2-scopes-and-or.yml",
        "security with AND and OR, and scopes",
    ),
    ("ogen-petstore-oauth2.yml", "OAuth2 in all flows"),
    ("ogen-problemjson.yml", "application/problem+json"),
    (
        "oxide-nexus.json",
        "200 operations; unions by tag; formats of integers",
    ),
    (
        "oxide-param-collision.json",
        "parameters named as Rust and the generator name things",
    ),
    (
        "qdrant.json",
        "anyOf of primitives, arrays and objects, told apart by their data",
    ),
    ("readme-3.0-callbacks.yaml", "callbacks"),
    (
        "readme-3.0-complex-nesting.yaml",
        "objects, arrays and combinations within one another",
    ),
    (
        "readme-3.0-parameters-style.yaml",
        "every style, exploded and not",
    ),
    (
        "readme-3.0-schema-types.yaml",
        "every type and format of 3.0",
    ),
    ("readme-3.0-schema-validation.yaml", "every constraint"),
    (
        "readme-3.1-schema-types.yaml",
        "lists of types, const, numeric exclusive bounds",
    ),
    (
        "readme-3.1-train-travel.yaml",
        "3.1 as people write it; XML beside JSON",
    ),
    ("readme-3.1-webhooks.yaml", "webhooks"),
    ("redoc-pathItems.json", "path items among the components"),
    ("twilio-verify.yaml", "form bodies"),
];

/// Whether a document is among them.
pub(crate) fn contains(name: &str) -> bool {
    DOCUMENTS.iter().any(|(document, _)| *document == name)
}
