//! The keys of schemas, with the rules that judge their edits.

use super::super::rule::*;
use super::Edits::{Ruled, Waived};
use super::*;

pub(super) const SCHEMA: &[Row] = &[
    ("title", Ruled(TEXT)),
    (
        "multipleOf",
        Ruled(&[&MULTIPLE_NARROWED, &MULTIPLE_WIDENED, &MULTIPLE_CHANGED]),
    ),
    ("maximum", Ruled(&[&MAXIMUM_RAISED, &MAXIMUM_LOWERED])),
    (
        "exclusiveMaximum",
        Ruled(&[&MAXIMUM_RAISED, &MAXIMUM_LOWERED]),
    ),
    ("minimum", Ruled(&[&MINIMUM_RAISED, &MINIMUM_LOWERED])),
    (
        "exclusiveMinimum",
        Ruled(&[&MINIMUM_RAISED, &MINIMUM_LOWERED]),
    ),
    (
        "maxLength",
        Ruled(&[&MAX_LENGTH_RAISED, &MAX_LENGTH_LOWERED]),
    ),
    (
        "minLength",
        Ruled(&[&MIN_LENGTH_RAISED, &MIN_LENGTH_LOWERED]),
    ),
    (
        "pattern",
        Ruled(&[&PATTERN_ADDED, &PATTERN_REMOVED, &PATTERN_CHANGED]),
    ),
    ("maxItems", Ruled(&[&MAX_ITEMS_RAISED, &MAX_ITEMS_LOWERED])),
    ("minItems", Ruled(&[&MIN_ITEMS_RAISED, &MIN_ITEMS_LOWERED])),
    (
        "uniqueItems",
        Ruled(&[&UNIQUE_ITEMS_ADDED, &UNIQUE_ITEMS_REMOVED]),
    ),
    (
        "x-kubernetes-list-type",
        Ruled(&[&UNIQUE_ITEMS_ADDED, &UNIQUE_ITEMS_REMOVED]),
    ),
    (
        "x-kubernetes-list-map-keys",
        Ruled(&[&UNIQUE_ITEMS_ADDED, &UNIQUE_ITEMS_REMOVED]),
    ),
    (
        "maxProperties",
        Ruled(&[&MAX_PROPERTIES_RAISED, &MAX_PROPERTIES_LOWERED]),
    ),
    (
        "minProperties",
        Ruled(&[&MIN_PROPERTIES_RAISED, &MIN_PROPERTIES_LOWERED]),
    ),
    ("required", Ruled(&[&REQUIRED_ADDED, &REQUIRED_REMOVED])),
    (
        "enum",
        Ruled(&[
            &ENUM_ADDED,
            &ENUM_REMOVED,
            &ENUM_VALUE_ADDED,
            &ENUM_VALUE_REMOVED,
        ]),
    ),
    (
        "type",
        Ruled(&[&TYPE_NARROWED, &TYPE_WIDENED, &TYPE_CHANGED]),
    ),
    (
        "allOf",
        Ruled(&[&INCLUDED_ADDED, &INCLUDED_REMOVED, &COMBINED_TOO_OFTEN]),
    ),
    ("oneOf", Ruled(UNION)),
    ("anyOf", Ruled(UNION)),
    ("not", Ruled(&[&NOT_ADDED, &NOT_REMOVED])),
    ("items", Ruled(&[&ITEMS_ADDED, &ITEMS_REMOVED])),
    ("properties", Ruled(&[&PROPERTY_ADDED, &PROPERTY_REMOVED])),
    (
        "additionalProperties",
        Ruled(&[&ADDITIONAL_NARROWED, &ADDITIONAL_WIDENED]),
    ),
    ("description", Ruled(TEXT)),
    (
        "format",
        Ruled(&[
            &FORMAT_NARROWED,
            &FORMAT_WIDENED,
            &FORMAT_CHANGED,
            &FORMAT_RENAMED,
        ]),
    ),
    (
        "default",
        Ruled(&[&DEFAULT_ADDED, &DEFAULT_REMOVED, &DEFAULT_CHANGED]),
    ),
    (
        "readOnly",
        Ruled(&[&READ_ONLY_ADDED, &READ_ONLY_REMOVED, &REQUIRED_SHOWN]),
    ),
    (
        "writeOnly",
        Ruled(&[&WRITE_ONLY_ADDED, &WRITE_ONLY_REMOVED, &SECRET_SHOWN]),
    ),
    ("deprecated", Ruled(DEPRECATION)),
    ("example", Ruled(EXAMPLE)),
    ("externalDocs", Ruled(TEXT)),
    ("xml", Ruled(&[&XML_CHANGED])),
    ("discriminator", Waived(INSIDE)),
    (
        "nullable",
        Ruled(&[&BECAME_NULLABLE, &BECAME_NOT_NULLABLE, &NULL_STATED]),
    ),
    (
        "const",
        Ruled(&[&CONST_ADDED, &CONST_REMOVED, &CONST_CHANGED]),
    ),
    ("examples", Ruled(EXAMPLE)),
    (
        "patternProperties",
        Ruled(&[&PATTERN_PROPERTY_ADDED, &PATTERN_PROPERTY_REMOVED]),
    ),
    (
        "propertyNames",
        Ruled(&[&PROPERTY_NAMES_ADDED, &PROPERTY_NAMES_REMOVED]),
    ),
    (
        "unevaluatedProperties",
        Ruled(&[
            &UNEVALUATED_PROPERTIES_ADDED,
            &UNEVALUATED_PROPERTIES_REMOVED,
        ]),
    ),
    (
        "unevaluatedItems",
        Ruled(&[&UNEVALUATED_ITEMS_ADDED, &UNEVALUATED_ITEMS_REMOVED]),
    ),
    ("prefixItems", Ruled(&[&ITEMS_ADDED, &ITEMS_REMOVED])),
    ("contains", Ruled(&[&CONTAINS_ADDED, &CONTAINS_REMOVED])),
    (
        "minContains",
        Ruled(&[&MIN_CONTAINS_RAISED, &MIN_CONTAINS_LOWERED]),
    ),
    (
        "maxContains",
        Ruled(&[&MAX_CONTAINS_RAISED, &MAX_CONTAINS_LOWERED]),
    ),
    ("if", Ruled(&[&IF_ADDED, &IF_REMOVED])),
    ("then", Ruled(&[&THEN_ADDED, &THEN_REMOVED])),
    ("else", Ruled(&[&ELSE_ADDED, &ELSE_REMOVED])),
    (
        "dependentSchemas",
        Ruled(&[&DEPENDENT_SCHEMA_ADDED, &DEPENDENT_SCHEMA_REMOVED]),
    ),
    (
        "dependentRequired",
        Ruled(&[
            &DEPENDENT_REQUIRED_ADDED,
            &DEPENDENT_REQUIRED_REMOVED,
            &DEPENDENT_REQUIRED_CHANGED,
        ]),
    ),
    ("contentEncoding", Ruled(&[&CONTENT_ENCODING_CHANGED])),
    ("contentMediaType", Ruled(&[&CONTENT_MEDIA_TYPE_CHANGED])),
    (
        "contentSchema",
        Ruled(&[&CONTENT_SCHEMA_ADDED, &CONTENT_SCHEMA_REMOVED]),
    ),
    (
        "$schema",
        Waived("lint refuses dialects other than the version's own"),
    ),
    ("$id", Waived(IDENTITY)),
    ("$anchor", Waived(IDENTITY)),
    ("$dynamicRef", Ruled(&[&DYNAMIC_CHANGED])),
    ("$dynamicAnchor", Waived(IDENTITY)),
    ("$vocabulary", Waived("says nothing of data")),
    (
        "$comment",
        Waived("for editors of the document, not for its readers"),
    ),
    ("$defs", Waived(IDENTITY)),
    ("definitions", Waived(OLD_DRAFT)),
    ("dependencies", Waived(OLD_DRAFT)),
    ("additionalItems", Waived(OLD_DRAFT)),
    ("$recursiveRef", Ruled(&[&DYNAMIC_CHANGED])),
    ("$recursiveAnchor", Waived(OLD_DRAFT)),
];
