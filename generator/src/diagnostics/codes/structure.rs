//! `01xx`: keys, types and parts of the objects of the OpenAPI specification.

use super::codes;

codes! {
    STRUCTURE =>
    NOT_OPENAPI = "E0101", "the document does not say that it is OpenAPI",
        "An OpenAPI document is a mapping whose key `openapi` holds the version of the specification.",
        wrong: "info: { title: Pets }",
        right: "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }";
    SWAGGER = "E0102", "the document is Swagger before 2.0",
        "Swagger 2.0 is read as OpenAPI 3.0; what came before it is built differently, and no longer in use.",
        wrong: "swagger: '1.2'",
        right: "swagger: '2.0'";
    UNSUPPORTED_VERSION = "E0103", "the version of the specification is not supported",
        "Documents of OpenAPI 3.0 and 3.1 are understood.",
        wrong: "openapi: 4.0.0",
        right: "openapi: 3.1.0";
    WRONG_TYPE = "E0104", "a value is of the wrong type",
        "The code depends on this value, and nothing can be made of what stands there.",
        wrong: "properties: [id, name]",
        right: "properties:\n  id: { type: string }\n  name: { type: string }";
    MISSING_PART = "E0105", "a part is missing without which the rest says nothing",
        "The specification requires the part, and nothing can stand in for it.",
        wrong: "parameters:\n  - in: query\n    schema: { type: integer }",
        right: "parameters:\n  - in: query\n    name: limit\n    schema: { type: integer }";
    NOT_ALLOWED_VALUE = "E0106", "a value is none of those that are allowed",
        "The specification lists the values that may stand here, and the code depends on which it is.",
        wrong: "in: querry",
        right: "in: query";
    MISSPELT_KEY = "E0107", "a key is misspelt",
        "The key has no meaning where it stands, but one that is almost the same has, is not there, and would take the value. Without it the code would leave out what the document means to say.",
        wrong: "type: object\nrequierd: [token]",
        right: "type: object\nrequired: [token]";
    UNKNOWN_KEY = "W0108", "a key has no meaning where it stands",
        "The specification gives the key no meaning in this object, so it is ignored. Keys that start with `x-` are free for extensions.",
        wrong: "info:\n  title: Pets\n  maintainer: Zoe",
        right: "info:\n  title: Pets\n  x-maintainer: Zoe";
    IGNORED_VALUE = "W0109", "a value of the wrong type is ignored",
        "What stands here only documents, and is not of the type that the specification calls for, so it is left out.",
        wrong: "tags:\n  - name: pets\n    description: { text: All about pets }",
        right: "tags:\n  - name: pets\n    description: All about pets";
    READ_AS = "W0110", "a value is read as another type",
        "What is meant is clear although the type is wrong: a number or boolean where text is meant, or the other way round.",
        wrong: "info:\n  title: Pets\n  version: 1.0",
        right: "info:\n  title: Pets\n  version: '1.0'";
    MISSING_WORDS = "W0111", "a part is missing that the specification requires",
        "The code doesn't depend on the part, so something empty stands in for it.",
        wrong: "responses:\n  '200': {}",
        right: "responses:\n  '200':\n    description: The pets.";
    EMPTY_VALUE = "W0112", "a key has no value",
        "A key without a value is read as if it were not there.",
        wrong: "description:",
        right: "description: A pet.";
    INVALID_STATUS = "E0113", "a status is neither a number nor a range",
        "The keys of `responses` are statuses from 100 to 599, ranges such as `2XX`, and `default`.",
        wrong: "responses:\n  2xy: { description: Done. }",
        right: "responses:\n  2XX: { description: Done. }";
    PATH_WITHOUT_SLASH = "E0114", "a path does not start with a slash",
        "The keys of `paths` are appended to the server's URL, so they start with `/`.",
        wrong: "paths:\n  pets: {}",
        right: "paths:\n  /pets: {}";
    OTHER_VERSION = "W0115", "a key belongs to the other version of the specification",
        "What is meant is clear, so it is honoured, but other tools may not know it in a document of this version.",
        wrong: "openapi: 3.0.3\n# …\nconst: dog",
        right: "openapi: 3.0.3\n# …\nenum: [dog]";
    REFERENCE_SIBLINGS = "W0116", "keys beside a reference are ignored",
        "In OpenAPI 3.0 a reference stands alone: what is written beside it has no effect. OpenAPI 3.1 allows it in schemas.",
        wrong: "$ref: '#/components/schemas/Pet'\nnullable: true",
        right: "nullable: true\nallOf:\n  - $ref: '#/components/schemas/Pet'";
    LOOSE_PARAMETER = "W0117", "a parameter holds its schema's keys itself",
        "Since OpenAPI 3.0 the type of a parameter or header stands in its `schema`; it is read as if it did.",
        wrong: "- name: limit\n  in: query\n  type: integer",
        right: "- name: limit\n  in: query\n  schema: { type: integer }";
    SCHEMALESS_PARAMETER = "W0118", "a parameter has neither a schema nor content",
        "Nothing says what values it takes, so it takes any.",
        wrong: "- name: limit\n  in: query",
        right: "- name: limit\n  in: query\n  schema: { type: integer }";
    SCHEMA_AND_CONTENT = "W0119", "a parameter has both a schema and content",
        "The two are ways to say the same thing, and only one may be there. The schema is taken.",
        wrong: "schema: { type: string }\ncontent: { application/json: {} }",
        right: "schema: { type: string }";
    WRONG_STYLE = "W0120", "a style does not go with the place of the parameter",
        "Paths have `simple`, `label` and `matrix`; queries `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`; headers `simple`; cookies `form`. Another style is ignored.",
        wrong: "in: header\nstyle: form",
        right: "in: header\nstyle: simple";
    OPTIONAL_PATH_PARAMETER = "W0121", "a path parameter is not required",
        "A path has a gap without it, so a path parameter is always required, and says so.",
        wrong: "- name: id\n  in: path\n  schema: { type: string }",
        right: "- name: id\n  in: path\n  required: true\n  schema: { type: string }";
    BAD_ALLOWANCE = "W0122", "`x-faircopy-allow` allows nothing",
        "`x-faircopy-allow` is a list of codes of warnings, and silences them for what it stands in and all below. Errors cannot be allowed: there is no right code to write then.",
        wrong: "x-faircopy-allow: [E0104]",
        right: "x-faircopy-allow: [W0212]";
}
