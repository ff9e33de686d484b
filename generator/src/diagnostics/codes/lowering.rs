//! `05xx`: what the document says together leaves no right Rust, or less than it says.

use super::codes;

codes! {
    LOWERING =>
    CONFLICTING_ALL_OF = "W0501", "parts of a schema exclude each other",
        "An `allOf` holds where all of its branches do. Here two of them cannot hold at once, so no value is valid, and validation of the type always fails.",
        wrong: "allOf:\n  - { type: string }\n  - { type: integer }",
        right: "oneOf:\n  - { type: string }\n  - { type: integer }";
    UNUSABLE_PATTERN = "W0523", "a pattern is not enforced",
        "A `pattern` is a regular expression of ECMA-262, with its annex B. Where it is not, it is read as Java, Ruby, Python or PCRE have it, if they all mean the same. This one has no clear meaning, or nothing can run it within bounds: any text passes.",
        wrong: "pattern: '('",
        right: "pattern: '\\('";
    XML_AS_TEXT = "W0504", "XML is left out, or passed as text",
        "Where JSON is offered beside XML, JSON is taken, unless `media` in `faircopy.toml` says otherwise. A body in XML whose schema is of no object or list is sent or received as a string, and its schema is not used.",
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
    CONTENDED_NAME = "W0528", "several operations ask for one name",
        "`names = \"auto\"` and the keys of `[names]` make a short name of each operation. Where they make one name of two, the operation whose path is shorter has it, and the other keeps the name that the document gives it. An operation that is added later may have a path that is shorter still, and a call that compiled is then another: `renames` in `faircopy.toml` settles it, and `methods = \"tag\"` lets tags have methods of one name.",
        wrong: "/items: { get: { operationId: list_items_get } }\n/users: { get: { operationId: list_users_get } }",
        right: "[renames]\n\"#/paths/~1items/get\" = \"list_items\"\n\"#/paths/~1users/get\" = \"list_users\"";
    NOT_WRITTEN_OUT = "W0512", "a combination of schemas is too large to become a type",
        "What schemas say together is written out as a type, and combinations may multiply: each part of an `allOf` with each branch of a union, or a chain of schemas that each add to the one before. Beyond what is in proportion to the document, the data stay any JSON, which the whole schema judges.",
        wrong: "A0:\n  allOf:\n  - $ref: '#/components/schemas/A1'\n  - properties: { p0: { type: string } }\n(and so on, a thousand times)",
        right: "A0:\n  properties: { p0: { type: string }, p1: { type: string } }";
    FORBIDDEN_ELSEWHERE = "W0521", "`additionalProperties` forbids what another part declares",
        "To the letter, `additionalProperties` counts only the `properties` and `patternProperties` of the very schema that it stands in, and not those of an `allOf`, a branch or a reference beside it. Data with such a property are never valid then, which their author will not have meant: the type has the property, and with `--exact` it is judged by the letter.",
        wrong: "additionalProperties: false\nallOf:\n  - properties: { name: { type: string } }",
        right: "unevaluatedProperties: false\nallOf:\n  - properties: { name: { type: string } }";
    LISTS_ITSELF = "W0509", "a union lists itself among its branches",
        "What is valid for the union is valid for it already, so that branch says nothing. It is left out of the type, which would try itself for the same value without end.",
        wrong: "Pet:\n  oneOf:\n  - $ref: '#/components/schemas/Pet'\n  - $ref: '#/components/schemas/Dog'",
        right: "Pet:\n  oneOf:\n  - $ref: '#/components/schemas/Cat'\n  - $ref: '#/components/schemas/Dog'";
    TOO_DEEP_SCHEMAS = "E0510", "schemas lead to others too deeply",
        "To know whether a schema allows `null`, the schemas that it is a union of have to be known, and those of theirs. Chains of them longer than any author writes are refused, since they would use up the stack.",
        wrong: "A0: { oneOf: [{ $ref: '#/components/schemas/A1' }, { type: string }] }\n(and so on, a thousand times)",
        right: "A0: { oneOf: [{ $ref: '#/components/schemas/A999' }, { type: string }] }";
    TOO_MANY_STEPS = "E0511", "a document takes more steps than allowed",
        "Steps are the schemas that are read and the references that are followed. A small document can make a great many, where its schemas include and combine each other. By default there are as many as several times what published documents of the same size take.",
        wrong: "(schemas that include each other in every combination)",
        right: "faircopy generate --max-steps 1000000000 …";
    SHOWN_SECRET = "W0520", "a secret cannot be hidden here",
        "What the document calls a password is never shown: not by `Debug`, not in errors, not in violations. That takes a type of its own, which the names of properties and the headers of responses do not have; and data that may be read as another branch of a union, whose type is used elsewhere too, is shown as that type shows it.",
        wrong: "type: object\npropertyNames: { format: password }",
        right: "type: array\nitems: { type: string, format: password }";
    NOT_DECODED = "W0525", "an encoding that is not undone",
        "`contentEncoding` says that a text stands for other data. What is `base64` or `base64url` is decoded and encoded: its type is bytes. What is in another encoding is the text as it travels, which callers decode and encode themselves.",
        wrong: "type: string\ncontentEncoding: quoted-printable",
        right: "type: string\ncontentEncoding: base64";
    UNNAMED_PARTS = "W0526", "parts of other names are not sent",
        "A body in parts has a field for each property that it declares. What `additionalProperties` or `patternProperties` allow besides has no name that a field could have: clients do not send it, and servers do not read it.",
        wrong: "multipart/form-data:\n  schema: { type: object, additionalProperties: { type: string, format: binary } }",
        right: "multipart/form-data:\n  schema: { type: object, properties: { files: { type: array, items: { type: string, format: binary } } } }";
    BYTES_NOT_JUDGED = "W0529", "a constraint of bytes is not judged",
        "A body or a part of bytes may be a file of any size, which is sent and read as a stream. What its schema says of a text, such as a length, is for the caller to see to.",
        wrong: "application/octet-stream:\n  schema: { type: string, maxLength: 1000 }",
        right: "application/octet-stream: {}";
    SEQUENCE_NOT_JUDGED = "W0530", "a sequence is not judged as a whole",
        "The items of a sequential media type are written and read one by one, each judged by its own schema. What `schema` says of all of them together, such as how many they are, would be known at their end alone: it is for the caller to see to.",
        wrong: "application/jsonl:\n  schema: { type: array, maxItems: 10, items: { type: integer } }",
        right: "application/jsonl:\n  itemSchema: { type: integer }";
    NO_CONTENT = "W0527", "a status that has no content is given some",
        "HTTP ends responses of the statuses 204 and 304 with their headers, and those of 205 have no content either (RFC 9110, 15.3.5, 15.3.6, 15.4.5). What the document says of it is left out: nothing could be read.",
        wrong: "'204':\n  description: Gone\n  content: { application/json: { schema: { type: object } } }",
        right: "'204': { description: Gone }";
    LEFT_OUT = "W0524", "a part of the document is left out",
        "With `--keep-going`, or `keep-going = true` in `faircopy.toml`, the least that is wrong is left out, and what is left is generated: a keyword of a schema, what a schema says, a header, a response, an operation. The message says what, and what is wrong with it.",
        wrong: "properties:\n  name: { $ref: '#/components/schemas/Nmae' }",
        right: "properties:\n  name: { $ref: '#/components/schemas/Name' }";
    UNMATCHED_CHOICE = "W0507", "a choice of the configuration concerns nothing",
        "`renames` and `schemas` in `faircopy.toml` name component schemas, or places by JSON pointer; `tags` and `operations`, there or as flags, name tags and operations; `formats`, `derives`, `pagination` and the patterns of `names` are for what has such a format, name or habit. Nothing in the document has it, so that the choice has no effect.",
        wrong: "[renames]\nPett = \"Animal\"",
        right: "[renames]\nPet = \"Animal\"";
}
