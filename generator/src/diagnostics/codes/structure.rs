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
        "Documents of OpenAPI 3.0, 3.1 and 3.2 are understood.",
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
    OTHER_VERSION = "W0115", "a key belongs to another version of the specification",
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
        "Paths have `simple`, `label` and `matrix`; queries `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`; headers `simple`; cookies `form` and, since OpenAPI 3.2, `cookie`. Another style is ignored.",
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
    EXCLUSIVE_KEYS = "W0123", "two keys stand together of which only one may",
        "The specification lets the one or the other of them stand here, since they say the same in two ways, or things that cannot both be true.",
        wrong: "example: bear\nexamples:\n  a bear: { value: bear }",
        right: "examples:\n  a bear: { value: bear }";
    FLAG_WITHOUT_EFFECT = "W0124", "a flag has no effect in the place of the parameter",
        "`allowReserved` spares characters their percent-encoding, and there is none in headers and in cookies of the style `cookie`. `allowEmptyValue` is of parameters in a query only.",
        wrong: "in: header\nallowReserved: true",
        right: "in: header";
    NOTHING_DESCRIBED = "W0125", "a document describes nothing",
        "A document has `paths`, `components` or `webhooks`, or several of them.",
        wrong: "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }",
        right: "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: {}";
    EMPTY_SERVER_ENUM = "W0126", "a variable of a server has an empty list of values",
        "Nothing could be written in the variable's place then, so it is read as if there were no list.",
        wrong: "variables:\n  region: { enum: [], default: eu }",
        right: "variables:\n  region: { enum: [eu, us], default: eu }";
    BAD_NAME = "W0127", "a name breaks the syntax of its place",
        "The name of a header is a token: letters, digits, and ``!#$%&'*+-.^_`|~``. The name of a path parameter stands between braces, so it has none. The name of a component is letters, digits, `.`, `-` and `_`. A name of XML starts with a letter or `_`.",
        wrong: "headers:\n  Rate=Limit: { schema: { type: integer } }",
        right: "headers:\n  Rate-Limit: { schema: { type: integer } }";
    BAD_METHOD = "E0128", "a key of `additionalOperations` is no additional method",
        "The key is the method as it is sent, so it is a token; and methods that have a key of their own in a path item, such as `post` for POST, stand there.",
        wrong: "additionalOperations:\n  POST: { responses: {} }",
        right: "post: { responses: {} }\nadditionalOperations:\n  COPY: { responses: {} }";
    QUERY_WITHOUT_CONTENT = "E0129", "a parameter that is the whole query has no `content`",
        "A parameter with `in: querystring` is the query as one value, written in the media type that its `content` names.",
        wrong: "in: querystring\nname: filter\nschema: { type: object }",
        right: "in: querystring\nname: filter\ncontent:\n  application/json:\n    schema: { type: object }";
    SEVERAL_CONTENTS = "W0130", "a parameter has content of several media types, or of none",
        "Nothing could say which of them was meant, so the specification has exactly one. The first is taken.",
        wrong: "content:\n  application/json: {}\n  text/plain: {}",
        right: "content:\n  application/json: {}";
    BAD_URI = "W0131", "a text is not a URI where one is called for",
        "Addresses are URIs, or references relative to the document's; `$self` names a document, so it has no fragment, and `jsonSchemaDialect` is a whole URI. The text is kept as it is written.",
        wrong: "externalDocs: { url: 'see the wiki' }",
        right: "externalDocs: { url: https://pets.example/wiki }";
    SERVER_ADDRESS = "W0132", "a server's address has a query or a fragment",
        "Paths are put behind the address of a server, so nothing may stand between.",
        wrong: "servers:\n  - url: https://pets.example/?version=1",
        right: "servers:\n  - url: https://pets.example/v1";
    SERVER_VARIABLES = "W0133", "the variables of a server are not those of its address",
        "Each name in braces stands in the address once, and its server describes it.",
        wrong: "servers:\n  - url: https://{region}.pets.example",
        right: "servers:\n  - url: https://{region}.pets.example\n    variables:\n      region: { default: eu }";
    DEFAULT_NOT_LISTED = "W0134", "the default of a server's variable is not one of its values",
        "Where a variable lists its values, its default is one of them.",
        wrong: "variables:\n  region: { enum: [eu, us], default: de }",
        right: "variables:\n  region: { enum: [eu, us], default: eu }";
    REPEATED_SERVER_NAME = "W0135", "two servers have one name",
        "The names of servers tell them apart.",
        wrong: "servers:\n  - { url: https://a.example, name: main }\n  - { url: https://b.example, name: main }",
        right: "servers:\n  - { url: https://a.example, name: main }\n  - { url: https://b.example, name: spare }";
    NO_RESPONSES = "W0136", "an operation has no responses",
        "An operation that states its responses has at least one. Any success is read as one without a body.",
        wrong: "responses: {}",
        right: "responses:\n  '204': { description: Done. }";
    STATUS_WITHOUT_CLASS = "W0137", "a status is in none of HTTP's classes",
        "Statuses go from 100 to 599. What is above is read where a server sends it.",
        wrong: "responses:\n  '600': { description: Odd. }",
        right: "responses:\n  '500': { description: Odd. }";
    LOOSE_PREFIX = "W0138", "a prefix of XML stands for no namespace",
        "A prefix is short for the namespace beside it. Without one, what is written is no XML with namespaces, which readers refuse.",
        wrong: "xml: { prefix: p }",
        right: "xml: { prefix: p, namespace: https://pets.example/xml }";
}
