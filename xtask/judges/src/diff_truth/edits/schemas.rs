//! Edits of what schemas are, and of which there are.

use super::Edit;

pub(super) const TYPES: &[Edit] = &[
    (
        "integer to string",
        &[(
            "/components/schemas/Item/properties/count/type",
            Some(r#""string""#),
        )],
    ),
    (
        "integer to number",
        &[(
            "/components/schemas/NewItem/properties/count/type",
            Some(r#""number""#),
        )],
    ),
    (
        "format int32",
        &[(
            "/components/schemas/Item/properties/count/format",
            Some(r#""int32""#),
        )],
    ),
    (
        "format uint64",
        &[(
            "/components/schemas/NewItem/properties/count/format",
            Some(r#""uint64""#),
        )],
    ),
    (
        "format int64",
        &[(
            "/components/schemas/NewItem/properties/count/format",
            Some(r#""int64""#),
        )],
    ),
    (
        "format uuid",
        &[(
            "/components/schemas/Item/properties/id/format",
            Some(r#""uuid""#),
        )],
    ),
    (
        "format email",
        &[(
            "/components/schemas/Item/properties/id/format",
            Some(r#""email""#),
        )],
    ),
    (
        "format float",
        &[(
            "/components/schemas/Item/properties/price/format",
            Some(r#""float""#),
        )],
    ),
    (
        "format unknown",
        &[(
            "/components/schemas/Item/properties/id/format",
            Some(r#""sku""#),
        )],
    ),
    (
        "items to integers",
        &[(
            "/components/schemas/Item/properties/tags/items/type",
            Some(r#""integer""#),
        )],
    ),
    (
        "string to enum",
        &[(
            "/components/schemas/Item/properties/id/enum",
            Some(r#"["a","b"]"#),
        )],
    ),
    (
        "object to free",
        &[("/components/schemas/NewItem/properties/place", Some("{}"))],
    ),
    (
        "parameter to string",
        &[(
            "/paths/~1items~1{id}/get/parameters/0/schema/type",
            Some(r#""string""#),
        )],
    ),
    (
        "path parameter to integer",
        &[(
            "/paths/~1items~1{id}/parameters/0/schema/type",
            Some(r#""integer""#),
        )],
    ),
    (
        "header to string",
        &[(
            "/paths/~1items~1{id}/get/responses/200/headers/X-Rate/schema/type",
            Some(r#""string""#),
        )],
    ),
    (
        "float in a union",
        &[(
            "/components/schemas/Ball/properties/radius/type",
            Some(r#""number""#),
        )],
    ),
];

pub(super) const SCHEMAS: &[Edit] = &[
    (
        "enum value added",
        &[(
            "/components/schemas/Kind/enum",
            Some(r#"["big","small","tiny"]"#),
        )],
    ),
    (
        "enum value removed",
        &[("/components/schemas/Kind/enum", Some(r#"["big"]"#))],
    ),
    (
        "enum reordered",
        &[("/components/schemas/Kind/enum", Some(r#"["small","big"]"#))],
    ),
    ("enum dropped", &[("/components/schemas/Kind/enum", None)]),
    (
        "schema added",
        &[(
            "/components/schemas/Extra",
            Some(r#"{"type":"object","properties":{"a":{"type":"string"}}}"#),
        )],
    ),
    (
        "colliding schema added",
        &[(
            "/components/schemas/kind",
            Some(r#"{"type":"object","properties":{"a":{"type":"string"}}}"#),
        )],
    ),
    (
        "union branch added",
        &[(
            "/components/schemas/Shape/oneOf",
            Some(
                r##"[{"$ref":"#/components/schemas/Crate"},{"$ref":"#/components/schemas/Ball"},{"$ref":"#/components/schemas/Problem"}]"##,
            ),
        )],
    ),
    (
        "union branch removed",
        &[(
            "/components/schemas/Shape/oneOf",
            Some(r##"[{"$ref":"#/components/schemas/Crate"}]"##),
        )],
    ),
    (
        "union to anyOf",
        &[(
            "/components/schemas/Shape",
            Some(
                r##"{"anyOf":[{"$ref":"#/components/schemas/Crate"},{"$ref":"#/components/schemas/Ball"}]}"##,
            ),
        )],
    ),
    (
        "newtype inlined",
        &[(
            "/components/schemas/Crate/properties/sku",
            Some(r#"{"type":"string","pattern":"^[A-Z]+$"}"#),
        )],
    ),
    (
        "schema inlined",
        &[(
            "/components/schemas/Item/properties/kind",
            Some(r#"{"type":"string","enum":["big","small"]}"#),
        )],
    ),
];
