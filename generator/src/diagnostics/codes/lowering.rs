//! `05xx`: what the document says together leaves no right Rust, or less than it says.

use super::codes;

codes! {
    LOWERING =>
    CONFLICTING_ALL_OF = "W0501", "parts of a schema exclude each other",
        "An `allOf` holds where all of its branches do. Here two of them cannot hold at once, so no value is valid, and validation of the type always fails.",
        wrong: "allOf:\n  - { type: string }\n  - { type: integer }",
        right: "oneOf:\n  - { type: string }\n  - { type: integer }";
    UNUSABLE_PATTERN = "E0503", "no engine runs this pattern",
        "A `pattern` is a regular expression of ECMA-262. It is translated when code is generated, and run by `regex`, in linear time, or by `fancy-regex` where it has look-around or back-references. This one is not a regular expression, or neither can run it.",
        wrong: "pattern: '('",
        right: "pattern: '\\('";
    XML_AS_TEXT = "W0504", "XML is passed as text",
        "The body is sent or received as a string of XML; its schema is not used.",
        wrong: "content:\n  application/xml:\n    schema: { $ref: '#/components/schemas/Pet' }",
        right: "content:\n  application/json:\n    schema: { $ref: '#/components/schemas/Pet' }";
    DISCRIMINATOR_UNUSED = "W0505", "the discriminator cannot tell the branches apart",
        "A discriminator names a property whose value chooses the branch. Here a branch is not an object, or two share a value, so branches are chosen by the data that fits best.",
        wrong: "oneOf:\n  - { type: string }\n  - { $ref: '#/components/schemas/Cat' }\ndiscriminator: { propertyName: kind }",
        right: "oneOf:\n  - { $ref: '#/components/schemas/Dog' }\n  - { $ref: '#/components/schemas/Cat' }\ndiscriminator: { propertyName: kind }";
    NUMBERED_NAME = "W0506", "a name is numbered, since another thing has it",
        "Two names of the document lead to one identifier of Rust, or to one that the generated code itself needs. One of them has a number behind it; which one does not depend on the order of the document. The document's own name is in the docs of the item, and a name of your choice can be given in `faircopy.toml`, under `renames`.",
        wrong: "components:\n  schemas:\n    petId: { type: string }\n    pet_id: { type: string }",
        right: "components:\n  schemas:\n    petId: { type: string }\n    petName: { type: string }";
    UNMATCHED_CHOICE = "W0507", "a choice of the configuration concerns nothing",
        "`renames` and `schemas` in `faircopy.toml` name component schemas, or places by JSON pointer; `tags` and `operations`, there or as flags, name tags and operations. Nothing in the document has this name, so that the choice has no effect.",
        wrong: "[renames]\nPett = \"Animal\"",
        right: "[renames]\nPet = \"Animal\"";
}
