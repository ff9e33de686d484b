//! `03xx`: paths, operations, parameters and security.

use super::codes;

codes! {
    OPERATION =>
    DUPLICATE_OPERATION_ID = "W0301", "two operations have the same operationId",
        "An `operationId` is the name of one operation. The second one gets a name made from it and what tells the two apart.",
        wrong: "/cats: { get: { operationId: list } }\n/dogs: { get: { operationId: list } }",
        right: "/cats: { get: { operationId: listCats } }\n/dogs: { get: { operationId: listDogs } }";
    UNDECLARED_PATH_PARAMETER = "W0302", "a part of a path in braces is not declared",
        "Each part of a path in braces needs a parameter of that name with `in: path`. Without one it is taken to be text.",
        wrong: "/pets/{id}: { get: { responses: {} } }",
        right: "/pets/{id}:\n  parameters: [{ name: id, in: path, required: true, schema: { type: string } }]";
    UNUSED_PATH_PARAMETER = "W0303", "a path parameter is not in the path",
        "There is no `{name}` in the path to put the parameter's value into, so it is left out.",
        wrong: "/pets:\n  get:\n    parameters: [{ name: id, in: path, required: true, schema: {} }]",
        right: "/pets/{id}:\n  get:\n    parameters: [{ name: id, in: path, required: true, schema: {} }]";
    DUPLICATE_PARAMETER = "W0304", "a parameter is declared twice",
        "A name may stand once for each place (`path`, `query`, `header`, `cookie`) in a list of parameters. The first is taken.",
        wrong: "- { name: limit, in: query, schema: {} }\n- { name: limit, in: query, schema: {} }",
        right: "- { name: limit, in: query, schema: {} }";
    UNDEFINED_SECURITY_SCHEME = "W0305", "a security scheme is not defined",
        "Security requirements name schemes of `components.securitySchemes`. An alternative that needs an unknown scheme is left out.",
        wrong: "security: [{ apiKey: [] }]",
        right: "components:\n  securitySchemes:\n    apiKey: { type: apiKey, in: header, name: X-Key }\nsecurity: [{ apiKey: [] }]";
    AMBIGUOUS_PATHS = "W0306", "two paths differ only in the names of their parameters",
        "Both match the same URLs, so a server cannot tell them apart.",
        wrong: "/pets/{id}: {}\n/pets/{name}: {}",
        right: "/pets/{id}: {}\n/pets/by-name/{name}: {}";
    BODY_WITHOUT_MEANING = "W0307", "a body in a GET, HEAD, DELETE or TRACE request",
        "HTTP gives a body no meaning in such requests, and what lies between may drop it. It is sent all the same.",
        wrong: "get: { requestBody: { content: {} } }",
        right: "post: { requestBody: { content: {} } }";
    DUPLICATE_STATUS = "W0308", "a status stands twice",
        "`2XX` and `2xx` are the same range; the first is taken.",
        wrong: "2XX: { description: Done. }\n2xx: { description: Done. }",
        right: "2XX: { description: Done. }";
    REPEATED_TEMPLATE_NAME = "W0309", "a path names a parameter twice",
        "Both places get the same value.",
        wrong: "/pets/{id}/toys/{id}: {}",
        right: "/pets/{petId}/toys/{toyId}: {}";
    PATH_WITH_QUERY = "W0310", "a path has a query",
        "The keys of `paths` are paths. What follows a `?` is sent as the start of the query, less the pairs whose names parameters have.",
        wrong: "/pets?kind=dog: { get: {} }",
        right: "/pets:\n  get:\n    parameters: [{ name: kind, in: query, required: true, schema: { const: dog } }]";
    PATH_WITH_FRAGMENT = "W0311", "a path has a fragment",
        "What follows a `#` in a URL is for whoever shows a document, and never reaches a server. It is left out.",
        wrong: "/pets#list: { get: {} }",
        right: "/pets: { get: {} }";
    UNDEFINED_SERIALIZATION = "W0312", "the specification does not say how a value is written",
        "`style` and `explode` are defined for some kinds of data only. What is sent otherwise is a guess at what the server reads; where its lists are to be `a[]=1` or `a[0]=1`, say so in `faircopy.toml`, by `deep-object-lists`.",
        wrong: "name: ids\nin: query\nstyle: deepObject\nschema: { type: array, items: { type: string } }",
        right: "name: ids\nin: query\nstyle: form\nschema: { type: array, items: { type: string } }";
    SCHEMA_OF_TEXT = "W0313", "a schema says nothing of a text",
        "A body of text is a string, a number, a boolean or one of several values. Where its schema asks for an object or a list, there is nothing that it could judge.",
        wrong: "text/csv:\n  schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }",
        right: "text/csv:\n  schema: { type: string }";
    CHALLENGED_SCHEME = "W0314", "an HTTP scheme is not computed",
        "Of the schemes of HTTP's registry, the client knows `basic` and `bearer`. Of another one it sends the credential as it is given, after the scheme's name; a scheme that answers a server's challenge, such as Digest, needs a hook that makes the answer.",
        wrong: "type: http\nscheme: digest",
        right: "type: http\nscheme: bearer";
    QUERY_STATED_TWICE = "E0315", "a parameter that is the whole query stands beside others",
        "A parameter with `in: querystring` is the whole query, so an operation has one of them and none with `in: query`, counting those of its path.",
        wrong: "- { name: filter, in: querystring, content: { application/json: {} } }\n- { name: limit, in: query, schema: { type: integer } }",
        right: "- { name: filter, in: querystring, content: { application/json: {} } }";
    DUPLICATE_TAG = "W0316", "a tag is described twice",
        "Each name stands once in the document's list of tags.",
        wrong: "tags:\n  - { name: pets }\n  - { name: pets, description: Pets. }",
        right: "tags:\n  - { name: pets, description: Pets. }";
    BAD_PARENT = "W0317", "a tag has a parent that cannot be one",
        "The parent of a tag is the name of another tag that the document describes, and no tag is above itself.",
        wrong: "tags:\n  - { name: cats, parent: pets }",
        right: "tags:\n  - { name: pets }\n  - { name: cats, parent: pets }";
    CONTENT_AS_TEXT = "W0319", "content of some media type is passed as text, or as a file",
        "Under `content`, a parameter or a header is typed where it is JSON, where it is a single value of text, and, for a whole query, where it is a form of an object. Anything else is a string that the caller writes, or reads, in that media type. So is a part of `multipart/form-data` and its like, which is a file then: one in XML, say.",
        wrong: "name: filter\nin: query\ncontent:\n  application/xml:\n    schema: { $ref: '#/components/schemas/Filter' }",
        right: "name: filter\nin: query\ncontent:\n  application/json:\n    schema: { $ref: '#/components/schemas/Filter' }";
    ITEMS_UNTYPED = "W0320", "the items of a sequence are not typed",
        "`itemSchema` describes the items of a sequence. Those of `text/event-stream` are typed in responses, those of JSON lines, of JSON text sequences and of `multipart/*` everywhere. Any other body is passed as it would be without.",
        wrong: "application/json:\n  itemSchema: { $ref: '#/components/schemas/Entry' }",
        right: "application/jsonl:\n  itemSchema: { $ref: '#/components/schemas/Entry' }";
    BYTE_BODY = "W0321", "a whole body is in the format `byte`",
        "`byte` is base64 in a text, so that such a body is encoded when it is sent and decoded when it is read, as `contentEncoding: base64` says it since OpenAPI 3.1. Many documents mean the bytes as they are, which is `binary`.",
        wrong: "image/png:\n  schema: { type: string, format: byte }",
        right: "image/png:\n  schema: { type: string, format: binary }";
    ENCODING_WITHOUT_EFFECT = "W0322", "an encoding has no effect",
        "Bodies of `multipart` have parts and forms have fields, of which each property is one, and `encoding` says by their names how they are written. `prefixEncoding` and `itemEncoding` say it of parts without names.",
        wrong: "application/json:\n  encoding: { photo: { contentType: image/png } }",
        right: "multipart/form-data:\n  schema: { type: object, properties: { photo: {} } }\n  encoding: { photo: { contentType: image/png } }";
    ASTRAY_LINK = "W0323", "a link leads astray",
        "A link names an operation of the document by its `operationId`, and parameters that this operation takes.",
        wrong: "links:\n  owner: { operationId: getOwnr }",
        right: "links:\n  owner: { operationId: getOwner }";
    BAD_EXPRESSION = "W0324", "a runtime expression cannot be read",
        "In the key of a callback, and in what a link says of parameters, `$request.…` and its like stand for a part of a message: `$url`, `$method`, `$statusCode`, and of `$request` and `$response` `header.`, `query.`, `path.` and a name, or `body` and a pointer after `#`.",
        wrong: "callbacks:\n  onEvent:\n    '{$request.body/url}': {}",
        right: "callbacks:\n  onEvent:\n    '{$request.body#/url}': {}";
    UNSERVED_OPERATION = "W0318", "an operation is not served yet",
        "The generated server does not read all that the client sends: not bodies in parts that are of several shapes, and none whose parts have no names while some of them may be missing. Nor can it tell operations apart whose method and path are the same but for what follows `#`, or for the names in braces: the first one gets the requests. An operation that has nothing else has a route that answers with 501, and no method in its module's trait, whose docs list it; where a body may have other media types too, those are read, and the others are answered with 415. A part that has parts of its own is typed where it is sent, and handed to a handler as the file that it is.",
        wrong: "requestBody:\n  content:\n    multipart/form-data:\n      schema: { oneOf: [{ required: [a], properties: { a: {} } }, { required: [b], properties: { b: {} } }] }",
        right: "requestBody:\n  content:\n    multipart/form-data:\n      schema: { type: object, properties: { a: {}, b: {} } }";
}
