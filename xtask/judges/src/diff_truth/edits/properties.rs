//! Edits of the properties of objects.

use super::Edit;

pub(super) const PROPERTIES: &[Edit] = &[
    (
        "optional property added",
        &[(
            "/components/schemas/NewItem/properties/color",
            Some(r#"{"type":"string"}"#),
        )],
    ),
    (
        "float property added",
        &[(
            "/components/schemas/NewItem/properties/weight",
            Some(r#"{"type":"number"}"#),
        )],
    ),
    (
        "free property added",
        &[("/components/schemas/Problem/properties/detail", Some("{}"))],
    ),
    (
        "required property added",
        &[
            (
                "/components/schemas/Problem/properties/why",
                Some(r#"{"type":"string"}"#),
            ),
            ("/components/schemas/Problem/required", Some(r#"["why"]"#)),
        ],
    ),
    (
        "required property added beside one",
        &[
            (
                "/components/schemas/Ball/properties/color",
                Some(r#"{"type":"string"}"#),
            ),
            (
                "/components/schemas/Ball/required",
                Some(r#"["radius","color"]"#),
            ),
        ],
    ),
    (
        "property removed",
        &[("/components/schemas/NewItem/properties/count", None)],
    ),
    (
        "nested property removed",
        &[(
            "/components/schemas/NewItem/properties/place/properties/x",
            None,
        )],
    ),
    (
        "object property removed",
        &[("/components/schemas/NewItem/properties/place", None)],
    ),
    (
        "became required",
        &[(
            "/components/schemas/NewItem/required",
            Some(r#"["name","count"]"#),
        )],
    ),
    (
        "became optional",
        &[("/components/schemas/NewItem/required", Some("[]"))],
    ),
    (
        "required of response dropped",
        &[("/components/schemas/Item/required", Some(r#"["id"]"#))],
    ),
    (
        "became nullable",
        &[(
            "/components/schemas/Item/properties/count/nullable",
            Some("true"),
        )],
    ),
    (
        "required property became nullable",
        &[(
            "/components/schemas/Crate/properties/side/nullable",
            Some("true"),
        )],
    ),
    (
        "required text became nullable",
        &[(
            "/components/schemas/Item/properties/id/nullable",
            Some("true"),
        )],
    ),
    (
        "items became a union",
        &[(
            "/components/schemas/Item/properties/tags/items",
            Some(r##"{"$ref":"#/components/schemas/Shape"}"##),
        )],
    ),
    (
        "parameter became nullable",
        &[(
            "/paths/~1items~1{id}/get/parameters/0/schema/nullable",
            Some("true"),
        )],
    ),
    (
        "parameter became a list",
        &[(
            "/paths/~1items~1{id}/get/parameters/0/schema",
            Some(r#"{"type":"array","items":{"type":"string"}}"#),
        )],
    ),
    (
        "became not nullable",
        &[("/components/schemas/NewItem/properties/note/nullable", None)],
    ),
    (
        "additionalProperties typed",
        &[(
            "/components/schemas/Problem/additionalProperties",
            Some(r#"{"type":"string"}"#),
        )],
    ),
    (
        "additionalProperties false",
        &[(
            "/components/schemas/Problem/additionalProperties",
            Some("false"),
        )],
    ),
    (
        "read only",
        &[(
            "/components/schemas/Item/properties/count/readOnly",
            Some("true"),
        )],
    ),
    (
        "write only",
        &[(
            "/components/schemas/NewItem/properties/note/writeOnly",
            Some("true"),
        )],
    ),
    (
        "properties reordered",
        &[(
            "/components/schemas/Ball/properties",
            Some(r#"{"radius":{"type":"integer"}}"#),
        )],
    ),
];
