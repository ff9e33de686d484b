//! The keywords of schemas in words.

use super::objects::Row;

pub(super) const SCHEMA: &[Row] = &[
    (
        "$ref",
        "Stands for the schema that it leads to: `#/components/schemas/NAME`, or a place in another file.",
    ),
    (
        "type",
        "What kind of data is valid: `string`, `number`, `integer`, `boolean`, `array`, `object`, and, from OpenAPI 3.1 on, `null` or a list of kinds.",
    ),
    ("enum", "The only values that are valid."),
    ("const", "The only value that is valid."),
    (
        "nullable",
        "Whether `null` is valid beside what `type` says. From OpenAPI 3.1 on, `null` is one of the types.",
    ),
    (
        "format",
        "What the text or the number means. It may choose the type in Rust, such as `uuid`, or a check, such as `email`.",
    ),
    ("multipleOf", "The number is a multiple of this."),
    ("maximum", "The number is no more than this."),
    (
        "exclusiveMaximum",
        "The number is less than this; in OpenAPI 3.0, whether it must not be `maximum` itself.",
    ),
    ("minimum", "The number is no less than this."),
    (
        "exclusiveMinimum",
        "The number is more than this; in OpenAPI 3.0, whether it must not be `minimum` itself.",
    ),
    (
        "maxLength",
        "The text has no more than this many characters.",
    ),
    (
        "minLength",
        "The text has no fewer than this many characters.",
    ),
    (
        "pattern",
        "A regular expression of ECMA-262 that matches somewhere in the text. `^` and `$` tie it to the ends.",
    ),
    (
        "contentEncoding",
        "How the text stands for bytes: `base64` and `base64url` become bytes in Rust.",
    ),
    ("contentMediaType", "The media type of what the text holds."),
    (
        "contentSchema",
        "What the data in the text is, of the type that `contentMediaType` says.",
    ),
    ("maxItems", "The list has no more than this many items."),
    ("minItems", "The list has no fewer than this many items."),
    ("uniqueItems", "Whether no two items are equal."),
    (
        "x-kubernetes-list-type",
        "How Kubernetes merges the list: `atomic`, `set`, whose items are all different, or `map`, whose items differ in their keys.",
    ),
    (
        "x-kubernetes-list-map-keys",
        "The properties by which the items of a list of the type `map` are told apart.",
    ),
    (
        "items",
        "What each item of the list is, behind those that `prefixItems` names.",
    ),
    ("prefixItems", "What the first items are, one by one."),
    (
        "contains",
        "What some of the items are, at least one where `minContains` does not say otherwise.",
    ),
    (
        "minContains",
        "How many items `contains` holds for, at least.",
    ),
    (
        "maxContains",
        "How many items `contains` holds for, at most.",
    ),
    (
        "unevaluatedItems",
        "What the items are that no keyword beside this one speaks of; `false` where there are none.",
    ),
    (
        "maxProperties",
        "The object has no more than this many properties.",
    ),
    (
        "minProperties",
        "The object has no fewer than this many properties.",
    ),
    (
        "required",
        "The properties that must be there. In Rust the others are optional.",
    ),
    (
        "dependentRequired",
        "By property, those that must be there where it is.",
    ),
    (
        "properties",
        "What each property is, by name. In Rust each is a field.",
    ),
    (
        "additionalProperties",
        "What the properties are that neither `properties` nor `patternProperties` names; `false` where there are none.",
    ),
    (
        "patternProperties",
        "What the properties are whose names a pattern matches, by pattern.",
    ),
    ("propertyNames", "What the names of all properties keep to."),
    (
        "dependentSchemas",
        "By property, what the object keeps to where it is there.",
    ),
    (
        "unevaluatedProperties",
        "What the properties are that no keyword beside this one speaks of, those of `allOf` and of references included; `false` where there are none.",
    ),
    (
        "allOf",
        "The data keep to all of these. In Rust the fields of all stand in one type.",
    ),
    (
        "oneOf",
        "The data keep to just one of these. In Rust it is an enum.",
    ),
    (
        "anyOf",
        "The data keep to at least one of these. In Rust it is an enum.",
    ),
    ("not", "The data do not keep to this."),
    (
        "if",
        "Where the data keep to this, `then` counts, and else `else`.",
    ),
    ("then", "What the data keep to where they keep to `if`."),
    (
        "else",
        "What the data keep to where they do not keep to `if`.",
    ),
    (
        "$dynamicRef",
        "Stands for the schema of that `$dynamicAnchor` that is outermost on the way here.",
    ),
    (
        "discriminator",
        "Which property tells the branches of a union apart.",
    ),
    (
        "title",
        "A name for people. Types without another name may have it in Rust.",
    ),
    (
        "description",
        "What it is, in Markdown. It becomes the documentation in Rust.",
    ),
    ("default", "The value that counts where none is given."),
    (
        "readOnly",
        "Whether it comes in answers alone, and is not sent.",
    ),
    (
        "writeOnly",
        "Whether it is sent alone, and never comes in answers.",
    ),
    ("deprecated", "Whether it should no longer be used."),
    ("example", "A value that is valid, for people."),
    ("examples", "Values that are valid, for people: a list."),
    ("externalDocs", "Where more is said about it."),
    ("xml", "How it is written as XML."),
    ("$schema", "The dialect that the schema is written in."),
    (
        "$id",
        "The address of the schema, by which others refer to it.",
    ),
    ("$anchor", "A name of the schema, to which `#NAME` refers."),
    (
        "$dynamicAnchor",
        "A name of the schema, to which `$dynamicRef` refers, and which schemas around it may take over.",
    ),
    ("$vocabulary", "The vocabularies that a dialect has."),
    ("$comment", "A note for who maintains the schema."),
    ("$defs", "Schemas for use within this one, by name."),
    (
        "definitions",
        "Schemas for use within this one, by name; `$defs` in newer drafts.",
    ),
    (
        "dependencies",
        "By property, other properties or a schema that count where it is there; newer drafts have `dependentRequired` and `dependentSchemas`.",
    ),
    (
        "additionalItems",
        "What the items behind those of `items` are, in older drafts.",
    ),
    (
        "$recursiveRef",
        "What older drafts have in the place of `$dynamicRef`.",
    ),
    (
        "$recursiveAnchor",
        "What older drafts have in the place of `$dynamicAnchor`.",
    ),
];

pub(super) const DISCRIMINATOR: &[Row] = &[
    (
        "propertyName",
        "The property whose value chooses the branch.",
    ),
    (
        "mapping",
        "The branch of each value: a reference to a schema, or its name. Values that are not here are names of schemas.",
    ),
    (
        "defaultMapping",
        "The branch where the property is missing, or has a value that is not known.",
    ),
];

pub(super) const XML: &[Row] = &[
    ("name", "The name of the element or the attribute."),
    ("namespace", "The address of its namespace."),
    ("prefix", "The prefix of its name."),
    (
        "attribute",
        "Whether it is an attribute, rather than an element.",
    ),
    (
        "wrapped",
        "Whether the items of a list stand in an element of their own.",
    ),
    (
        "nodeType",
        "What it is: an `element`, an `attribute`, `text`, `cdata`, or `none`, which leaves its parts to what is around it.",
    ),
];
