//! Single edits of `shop.yaml`.

/// What an edit is called, and where it puts what; `None` takes away.
pub(super) type Edit = (
    &'static str,
    &'static [(&'static str, Option<&'static str>)],
);

/// All edits.
pub(super) fn edits() -> Vec<Edit> {
    [DOCS, BOUNDS, PROPERTIES, TYPES, SCHEMAS, OPERATIONS].concat()
}

const DOCS: &[Edit] = &[
    ("title", &[("/info/description", Some(r#""A shop.""#))]),
    (
        "schema description",
        &[(
            "/components/schemas/Item/description",
            Some(r#""A thing.""#),
        )],
    ),
    (
        "property description",
        &[(
            "/components/schemas/Item/properties/id/description",
            Some(r#""Its id.""#),
        )],
    ),
    (
        "operation summary",
        &[("/paths/~1items~1{id}/get/summary", Some(r#""One.""#))],
    ),
    (
        "example",
        &[(
            "/components/schemas/NewItem/properties/name/example",
            Some(r#""x""#),
        )],
    ),
    (
        "deprecated property",
        &[(
            "/components/schemas/NewItem/properties/count/deprecated",
            Some("true"),
        )],
    ),
    (
        "deprecated operation",
        &[("/paths/~1orders/get/deprecated", Some("true"))],
    ),
    (
        "default",
        &[(
            "/components/schemas/NewItem/properties/count/default",
            Some("1"),
        )],
    ),
];

const BOUNDS: &[Edit] = &[
    (
        "maxLength lowered",
        &[(
            "/components/schemas/NewItem/properties/name/maxLength",
            Some("10"),
        )],
    ),
    (
        "maxLength removed",
        &[(
            "/components/schemas/NewItem/properties/name/maxLength",
            None,
        )],
    ),
    (
        "minimum raised",
        &[(
            "/components/schemas/NewItem/properties/count/minimum",
            Some("1"),
        )],
    ),
    (
        "minimum removed",
        &[("/components/schemas/NewItem/properties/count/minimum", None)],
    ),
    (
        "maximum set",
        &[(
            "/components/schemas/NewItem/properties/count/maximum",
            Some("9"),
        )],
    ),
    (
        "pattern changed",
        &[("/components/schemas/Sku/pattern", Some(r#""^[a-z]+$""#))],
    ),
    (
        "pattern removed",
        &[("/components/schemas/Sku/pattern", None)],
    ),
    (
        "pattern set",
        &[(
            "/components/schemas/Item/properties/id/pattern",
            Some(r#""^a""#),
        )],
    ),
    (
        "minItems set",
        &[(
            "/components/schemas/Item/properties/tags/minItems",
            Some("1"),
        )],
    ),
    (
        "uniqueItems set",
        &[(
            "/components/schemas/Item/properties/tags/uniqueItems",
            Some("true"),
        )],
    ),
    (
        "multipleOf set",
        &[(
            "/components/schemas/Item/properties/count/multipleOf",
            Some("5"),
        )],
    ),
    (
        "minProperties set",
        &[("/components/schemas/Problem/minProperties", Some("1"))],
    ),
    (
        "parameter maximum set",
        &[(
            "/paths/~1items~1{id}/get/parameters/0/schema/maximum",
            Some("9"),
        )],
    ),
];

const PROPERTIES: &[Edit] = &[
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

const TYPES: &[Edit] = &[
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

const SCHEMAS: &[Edit] = &[
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

const OPERATIONS: &[Edit] = &[
    (
        "operationId changed",
        &[("/paths/~1orders/get/operationId", Some(r#""orders""#))],
    ),
    ("operation removed", &[("/paths/~1orders/get", None)]),
    (
        "operation added",
        &[(
            "/paths/~1orders/post",
            Some(
                r#"{"operationId":"order","tags":["orders"],"responses":{"204":{"description":"done"}}}"#,
            ),
        )],
    ),
    (
        "tag changed",
        &[("/paths/~1orders/get/tags", Some(r#"["items"]"#))],
    ),
    (
        "optional parameter added",
        &[(
            "/paths/~1orders/get/parameters",
            Some(r#"[{"name":"page","in":"query","schema":{"type":"integer"}}]"#),
        )],
    ),
    (
        "required parameter added",
        &[(
            "/paths/~1orders/get/parameters",
            Some(r#"[{"name":"page","in":"query","required":true,"schema":{"type":"integer"}}]"#),
        )],
    ),
    (
        "parameter became required",
        &[(
            "/paths/~1items~1{id}/get/parameters/0/required",
            Some("true"),
        )],
    ),
    (
        "parameter became optional",
        &[("/paths/~1items~1{id}/get/parameters/1/required", None)],
    ),
    (
        "parameter removed",
        &[("/paths/~1items~1{id}/get/parameters", Some("[]"))],
    ),
    (
        "body became optional",
        &[("/paths/~1items/post/requestBody/required", None)],
    ),
    ("body removed", &[("/paths/~1items/post/requestBody", None)]),
    (
        "body media type added",
        &[(
            "/paths/~1items/post/requestBody/content/text~1plain",
            Some(r#"{"schema":{"type":"string"}}"#),
        )],
    ),
    (
        "failure added",
        &[(
            "/paths/~1items~1{id}/get/responses/409",
            Some(r#"{"description":"no"}"#),
        )],
    ),
    (
        "first failure added",
        &[(
            "/paths/~1items/post/responses/409",
            Some(r#"{"description":"no"}"#),
        )],
    ),
    (
        "failure removed",
        &[("/paths/~1items~1{id}/get/responses/404", None)],
    ),
    (
        "failure without content",
        &[("/paths/~1items~1{id}/get/responses/404/content", None)],
    ),
    (
        "success added",
        &[(
            "/paths/~1items/post/responses/202",
            Some(r#"{"description":"later"}"#),
        )],
    ),
    (
        "success of another type",
        &[(
            "/paths/~1orders/get/responses/200/content/application~1json/schema",
            Some(r##"{"$ref":"#/components/schemas/Item"}"##),
        )],
    ),
    (
        "header added",
        &[(
            "/paths/~1items~1{id}/get/responses/200/headers/X-Left",
            Some(r#"{"schema":{"type":"integer"}}"#),
        )],
    ),
    (
        "header removed",
        &[("/paths/~1items~1{id}/get/responses/200/headers", None)],
    ),
    (
        "header became required",
        &[(
            "/paths/~1items~1{id}/get/responses/200/headers/X-Rate/required",
            Some("true"),
        )],
    ),
    (
        "server changed",
        &[("/servers", Some(r#"[{"url":"https://other.example"}]"#))],
    ),
    (
        "security added",
        &[
            (
                "/components/securitySchemes",
                Some(r#"{"key":{"type":"http","scheme":"bearer"}}"#),
            ),
            ("/security", Some(r#"[{"key":[]}]"#)),
        ],
    ),
];
