//! Edits of operations.

use super::Edit;

pub(super) const OPERATIONS: &[Edit] = &[
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
