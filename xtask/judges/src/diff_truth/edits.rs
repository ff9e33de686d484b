//! Single edits of `shop.yaml`.

mod operations;
mod properties;
mod schemas;

use operations::OPERATIONS;
use properties::PROPERTIES;
use schemas::{SCHEMAS, TYPES};

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
