//! `02xx`: schemas.

use super::codes;

codes! {
    SCHEMA =>
    UNKNOWN_TYPE = "E0201", "a type is none of JSON Schema's",
        "The types are `string`, `number`, `integer`, `boolean`, `array`, `object`, and in OpenAPI 3.1 `null`. Finer distinctions are a `format`.",
        wrong: "type: int",
        right: "type: integer";
    TYPE_LIST = "W0202", "a list of types in OpenAPI 3.0",
        "OpenAPI 3.0 knows one type for each schema. The list is read as OpenAPI 3.1 reads it.",
        wrong: "type: [string, 'null']",
        right: "type: string\nnullable: true";
    TUPLE_ITEMS = "W0203", "a list of schemas in `items`",
        "Older drafts of JSON Schema gave each item of an array a schema of its own like this; it is read as `prefixItems`, which has that meaning today.",
        wrong: "items: [{ type: string }, { type: integer }]",
        right: "prefixItems: [{ type: string }, { type: integer }]";
    REQUIRED_FLAG = "W0204", "`required` is not a list",
        "Whether a property must be there is said by the object that has it, in a list of names. A flag on the property itself has no effect.",
        wrong: "properties:\n  id: { type: string, required: true }",
        right: "required: [id]\nproperties:\n  id: { type: string }";
    CONTRADICTORY_BOUNDS = "W0205", "a lower bound is above the upper one",
        "No value can satisfy both bounds, so every value is refused.",
        wrong: "minimum: 10\nmaximum: 1",
        right: "minimum: 1\nmaximum: 10";
    EMPTY_ENUM = "W0206", "an `enum` allows nothing",
        "A list of allowed values with none in it would refuse every value; it is ignored.",
        wrong: "enum: []",
        right: "enum: [cat, dog]";
    REPEATED_ENUM_VALUE = "W0207", "an `enum` has a value twice",
        "The values of an `enum` should differ; the second has no effect.",
        wrong: "enum: [cat, dog, cat]",
        right: "enum: [cat, dog]";
    MULTIPLE_OF_ZERO = "W0208", "`multipleOf` is not above zero",
        "Nothing is a multiple of zero, and a negative step says no more than a positive one; it is ignored.",
        wrong: "multipleOf: 0",
        right: "multipleOf: 1";
    BOUND_WITHOUT_EFFECT = "W0209", "a bound that nothing can break is ignored",
        "A length or a number of items is never below zero, and never beyond what a computer can hold.",
        wrong: "minLength: -1",
        right: "minLength: 1";
    BARE_DISCRIMINATOR = "W0210", "a discriminator is only a name",
        "Since OpenAPI 3.0 a discriminator is an object; the name is read as its `propertyName`.",
        wrong: "discriminator: petType",
        right: "discriminator:\n  propertyName: petType";
    REPEATED_REQUIRED = "W0211", "`required` names a property twice",
        "The second has no effect.",
        wrong: "required: [id, id]",
        right: "required: [id]";
    EXAMPLE_BREAKS_SCHEMA = "W0212", "an example breaks its own schema",
        "An example shows what a schema means; one that the schema refuses shows something else. Which of the two is wrong only their author knows.",
        wrong: "type: string\nmaxLength: 3\nexample: abcd",
        right: "type: string\nmaxLength: 4\nexample: abcd";
    SERIALIZED_OTHERWISE = "W0227", "the text of an example does not stand for its data",
        "`serializedValue` is the text that `dataValue` is written as. In JSON, and in lines of JSON, it must read as the same data.",
        wrong: "dataValue: { id: 1 }\nserializedValue: '{\"id\": 2}'",
        right: "dataValue: { id: 1 }\nserializedValue: '{\"id\": 1}'";
    DEFAULT_BREAKS_SCHEMA = "W0213", "a default breaks its own schema",
        "A default is the value that counts where none is given, so it must be one that may be given.",
        wrong: "type: integer\ndefault: none",
        right: "type: integer\ndefault: 0";
    UNDECLARED_REQUIRED = "W0214", "`required` names none of the properties",
        "A required property that is not declared must be there, but may hold anything. More often than not the name is misspelt.",
        wrong: "required: [id]\nproperties:\n  ident: { type: string }",
        right: "required: [ident]\nproperties:\n  ident: { type: string }";
    IMPOSSIBLE_PATTERN = "W0215", "a pattern that no value can match",
        "Nothing can stand before the start of a text or after its end, and what matches must also keep to the lengths that are allowed. Every value is refused here.",
        wrong: "pattern: '^[0-9]{8}$'\nmaxLength: 6",
        right: "pattern: '^[0-9]{8}$'\nmaxLength: 8";
    DEAD_ENUM_VALUE = "W0216", "an allowed value that the rest of the schema refuses",
        "A value must keep to all that its schema says: standing in `enum` is not enough.",
        wrong: "type: string\nenum: [1, 2]",
        right: "type: string\nenum: ['1', '2']";
    IDLE_KEYWORD = "W0217", "a keyword that does not concern the type",
        "Keywords such as `maxLength` concern values of one type, and say nothing of others. With a `type` that excludes it, such a keyword has no effect.",
        wrong: "type: integer\nmaxLength: 3",
        right: "type: integer\nmaximum: 999";
    UNDECLARED_DISCRIMINATOR = "W0218", "a branch does not have the discriminator's property",
        "A discriminator names the property whose value tells which branch it is. A branch that does not declare it, or is not an object, cannot be told by it.",
        wrong: "oneOf:\n  - type: object\n    properties: { name: { type: string } }\ndiscriminator: { propertyName: kind }",
        right: "oneOf:\n  - type: object\n    properties: { kind: { type: string } }\ndiscriminator: { propertyName: kind }";
    FOREIGN_FORMAT = "W0219", "a format that does not concern the type",
        "A format says how values of one type are written, and nothing of others. Beside another `type` it is ignored: `date-time` is for text, and a number of seconds is not such a text.",
        wrong: "type: integer\nformat: date-time",
        right: "type: integer\nformat: unixtime";
    EMPTY_TYPE = "W0225", "a list of types is empty",
        "No kind of data is one of none, so the schema would refuse every value; the list is ignored.",
        wrong: "type: []",
        right: "type: [string, 'null']";
    NO_SCHEMAS = "W0228", "a list of schemas is empty",
        "`oneOf`, `anyOf` and `allOf` have one schema at least; of none, there is nothing to say, and the list is ignored.",
        wrong: "oneOf: []",
        right: "oneOf: [{ $ref: '#/components/schemas/Cat' }]";
    REPEATED_TYPE = "W0226", "a list of types has one of them twice",
        "The types in a list differ from each other; the second has no effect.",
        wrong: "type: [string, string]",
        right: "type: string";
    ARRAY_WITHOUT_ITEMS = "W0229", "an array says nothing of its items",
        "OpenAPI 3.0 asks for `items` beside `type: array`; `items: {}` says that they may be anything. Since 3.1 it may be left out.",
        wrong: "openapi: 3.0.3\n# …\ntype: array",
        right: "openapi: 3.0.3\n# …\ntype: array\nitems: {}";
    ASTRAY_MAPPING = "W0230", "a discriminator's mapping leads to nothing",
        "What a value of the tag leads to is the name of a schema of the document, or a reference to one.",
        wrong: "discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Ctas' } }",
        right: "discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } }";
}
