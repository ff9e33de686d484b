//! `00xx`: reading files, and following references between them.

use super::codes;

codes! {
    SOURCE =>
    UNREADABLE = "E0001", "a file cannot be read",
        "The document, or a file that it refers to, does not exist, is a folder, or may not be read.",
        wrong: "$ref: './schemas/pett.yaml'",
        right: "$ref: './schemas/pet.yaml'";
    NOT_UTF8 = "E0002", "a file is not UTF-8 text",
        "OpenAPI documents are UTF-8. Other encodings, UTF-16 among them, have to be converted first.",
        wrong: "title: \\xe9t\\xe9",
        right: "title: été";
    EMPTY = "E0003", "a file is empty",
        "A file with nothing in it, or with nothing but comments, describes no API.",
        wrong: "# to be written",
        right: "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}";
    SYNTAX = "E0004", "a file is neither YAML nor JSON",
        "The text breaks the grammar of its format, so nothing can be said about what it holds.",
        wrong: "paths: [",
        right: "paths: {}";
    SEVERAL_DOCUMENTS = "E0005", "a file holds several YAML documents",
        "A line of `---` starts another document, and an OpenAPI document is exactly one.",
        wrong: "openapi: 3.0.3\n---\nopenapi: 3.0.3",
        right: "openapi: 3.0.3";
    DUPLICATE_KEY = "E0006", "a key stands twice in a mapping",
        "Only one of the two values can be meant, and readers differ in which one they take.",
        wrong: "type: string\ntype: integer",
        right: "type: integer";
    TOO_MANY_BYTES = "E0007", "a file is larger than allowed",
        "Files above the limit are refused before they are read, so that no document can use up the memory.",
        wrong: "(a file of 100 MB)",
        right: "faircopy generate --max-bytes 200000000 …";
    TOO_MANY_NODES = "E0008", "a document has more values than allowed",
        "Values are counted after YAML aliases are expanded, and after what references put in place is, because a few aliases of aliases can stand for billions of values. There may be as many as the files have bytes, and 100,000 more.",
        wrong: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        right: "faircopy generate --max-nodes 10000000 …";
    TOO_DEEP = "E0009", "a document is nested deeper than allowed",
        "Deep nesting uses up the stack; no document written for people comes near the limit.",
        wrong: "[[[[[[[[…]]]]]]]]",
        right: "a schema in `components`, and a `$ref` to it";
    KEY_NOT_TEXT = "E0010", "a key is not text",
        "The keys of a mapping must be text, or a number, boolean or null that is read as its text, as in `200:`.",
        wrong: "? [a, b]\n: 1",
        right: "'a, b': 1";
    LONG_KEYS = "E0011", "a document has more below long keys than allowed",
        "Each value has an address, which all keys around it are part of: a key of 100,000 characters, and 10,000 values below it, are addresses of a gigabyte. On the average an address may have 100 bytes, which no document written for people comes near.",
        wrong: "paths: { /aaaaaaaa…: { get: … } }",
        right: "faircopy generate --max-nodes 10000000 …";
    NOT_FINITE = "W0012", "a number that JSON does not have",
        "YAML has an infinity and a value that is no number; JSON, in which data are sent, has neither. Such a value is read as the text that it is written as, so that no number is one of them; and so is a number that is larger than 64 bits in binary floating point can be.",
        wrong: "enum: [.nan, 1]",
        right: "enum: ['.nan', 1]";
    REMOTE_REFERENCE = "E0050", "a reference leads to another host",
        "Nothing is fetched while code is generated: the same inputs must give the same code, and a document must not be able to make a request.",
        wrong: "$ref: 'https://example.com/pet.yaml'",
        right: "$ref: './pet.yaml'";
    OUTSIDE_ROOT = "E0051", "a reference leads out of the document's folder",
        "Only files in the folder of the document, and below it, are read.",
        wrong: "$ref: '../../../etc/passwd'",
        right: "$ref: './schemas/pet.yaml'";
    DANGLING_REFERENCE = "E0052", "a reference leads to nothing",
        "There is no value at the place that the reference names.",
        wrong: "$ref: '#/components/schemas/Pett'",
        right: "$ref: '#/components/schemas/Pet'";
    TOO_MANY_REFERENCES = "E0053", "more references are followed than allowed",
        "References into other files are counted, because each may lead to more of them.",
        wrong: "(ten million references)",
        right: "faircopy generate --max-references 10000000 …";
    BAD_REFERENCE = "E0054", "a reference cannot be read",
        "A `$ref` is text: an optional file name, then `#` and a JSON pointer, in which `/` in a key is written `~1`.",
        wrong: "$ref: '#components.schemas.Pet'",
        right: "$ref: '#/components/schemas/Pet'";
    WRONG_KIND = "E0055", "a reference leads to a part of another kind",
        "What a reference leads to must be what the place calls for: a schema where a schema is meant, a response where a response is.",
        wrong: "schema:\n  $ref: '#/components/parameters/Limit'",
        right: "schema:\n  $ref: '#/components/schemas/Limit'";
    REFERENCE_CYCLE = "E0056", "references lead in a circle",
        "Each reference only leads to the next one, so there is nothing that they all stand for.",
        wrong: "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }",
        right: "A: { $ref: '#/components/schemas/B' }\nB: { type: string }";
    MISSING_SCHEMA = "W0057", "a schema is referred to that is nowhere",
        "Nothing in the document has a similar name, so that the author seems to have left the schema out. Any value is allowed in its place.",
        wrong: "$ref: '#/components/schemas/Pet'",
        right: "$ref: '#/components/schemas/Pet'\n# and, under components:\nschemas:\n  Pet: { type: object }";
    REMOTE_UNUSED = "W0058", "a component that nothing uses leads to another host",
        "Nothing is fetched while code is generated. Nothing refers to the component, so the code does not depend on what it would be.",
        wrong: "components:\n  schemas:\n    Pet: { $ref: 'https://example.com/pet.yaml' }",
        right: "components:\n  schemas:\n    Pet: { $ref: './pet.yaml' }";
    BROKEN_OVERLAY = "E0060", "an overlay cannot be understood",
        "An overlay is a mapping with `overlay: 1.1.0`, `info` and a list of `actions`; each action has a `target` in JSONPath, and an `update`, a `copy` of another part, or `remove: true`. What is merged is of the kind of what it is merged into.",
        wrong: "actions:\n  - targets: $.info",
        right: "actions:\n  - target: $.info\n    update: { title: Pets }";
    OVERLAY_WITHOUT_MATCH = "W0061", "an action of an overlay matches nothing",
        "The document has nothing at the action's target, so the action has no effect. Most often the document has moved on, and the overlay has not.",
        wrong: "- target: $.paths['/pet']\n  remove: true",
        right: "- target: $.paths['/pets']\n  remove: true";
    ODD_OVERLAY = "W0062", "an overlay does not keep to its version",
        "The specification asks for `info` and for one action at least, `copy` came with 1.1, and later versions than 1.1 are not known. What is meant is clear, so it is done.",
        wrong: "overlay: 1.0.0\nactions:\n  - { target: $.paths['/b'], copy: $.paths['/a'] }",
        right: "overlay: 1.1.0\ninfo: { title: Copies, version: '1' }\nactions:\n  - { target: $.paths['/b'], copy: $.paths['/a'] }";
    SEVERAL_BODIES = "E0070", "an operation of Swagger 2.0 has two bodies",
        "A request has one body: one parameter with `in: body`, or the fields of one form, which are all parameters with `in: formData`.",
        wrong: "parameters:\n  - { in: body, name: pet, schema: { type: object } }\n  - { in: formData, name: photo, type: file }",
        right: "parameters:\n  - { in: formData, name: pet, type: string }\n  - { in: formData, name: photo, type: file }";
    COLLECTION_FORMAT = "W0071", "a list of Swagger 2.0 is written by the caller",
        "OpenAPI 3 has no word for lists that are separated by tabs, for other separators than commas in paths and headers, for lists in a part of `multipart/form-data` that are not a part for each item, nor for lists of lists. Such a parameter is text, which its caller writes.",
        wrong: "- { in: query, name: ids, type: array, items: { type: string }, collectionFormat: tsv }",
        right: "- { in: query, name: ids, type: array, items: { type: string }, collectionFormat: pipes }";
    NOT_SWAGGER = "W0072", "Swagger 2.0 does not have what stands here",
        "It is read as later versions say it where they do, which other tools may not do in a document of 2.0.",
        wrong: "swagger: '2.0'\n# …\n- { in: cookie, name: session, type: string }",
        right: "openapi: 3.0.3\n# …\n- { in: cookie, name: session, schema: { type: string } }";
    NOT_IN_TARGET = "E0080", "the version that is asked for cannot say it",
        "A bundle in an older version of OpenAPI says the same as the document, or nothing is written.",
        wrong: "# faircopy bundle --target 3.0\nif: { required: [a] }\nthen: { required: [b] }",
        right: "# faircopy bundle --target 3.1\nif: { required: [a] }\nthen: { required: [b] }";
    LEFT_OUT_OF_BUNDLE = "W0081", "words are left out of a bundle",
        "An older version of OpenAPI has no place for these words; what the document means is the same without them.",
        wrong: "# faircopy bundle --target 3.0\ninfo: { title: Pets, version: '1', summary: All about pets. }",
        right: "info: { title: Pets, version: '1', description: All about pets. }";
}
