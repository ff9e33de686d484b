//! What frameworks and their documents do against the specification, or lose: the whole list. A call
//! that meets such a fault is counted apart, and never as right; a fault that no call meets any more is
//! an error.

/// Something that a server does wrong.
pub(super) struct Fault {
    pub(super) framework: &'static str,
    /// The operations that it does it in: those whose names contain one of these.
    operations: &'static [&'static str],
    /// What the calls send that it does it of: one of these.
    of: &'static [&'static str],
    /// What then comes of them.
    says: &'static str,
    /// What it does.
    pub(super) does: &'static str,
    /// The line of its code or of the server's, and the clause of a specification.
    pub(super) because: &'static str,
}

const LATIN_1: &str =
    "RFC 9110, 5.5: octets beyond ASCII are opaque; the document's text is Unicode";

pub(super) const FAULTS: [Fault; 29] = [
    Fault {
        framework: "drf",
        operations: &["read_path"],
        of: &["/"],
        says: "status 404",
        does: "takes an escaped slash in a path for one that separates",
        because: "wsgiref/simple_server.py: `env['PATH_INFO'] = urllib.parse.unquote(path, 'iso-8859-1')`, as PEP \
                  3333 has it; RFC 3986, 2.2",
    },
    Fault {
        framework: "drf",
        operations: &["read_others"],
        of: &[""],
        says: "%",
        does: "hands out cookies as they are written",
        because: "django/http/cookie.py: `parse_cookie`; Parameter Object, `style`: that of cookies is `form`, which \
                  RFC 6570, 3.2.8, percent-encodes",
    },
    Fault {
        framework: "fastapi",
        operations: &["read_path"],
        of: &["/"],
        says: "status 404",
        does: "takes an escaped slash in a path for one that separates",
        because: "uvicorn, protocols/http/h11_impl.py: `path = unquote(raw_path.decode(\"ascii\"))`; RFC 3986, 2.2",
    },
    Fault {
        framework: "fastapi",
        operations: &["read_query_formats"],
        of: &["all", "Integer"],
        says: "\"either\":\"",
        does: "takes whatever a query has for a string, where a string is one of the branches",
        because: "app.py: `either: int | bool | str | None`, which pydantic reads in its smart mode: of the \
                  branches, the one that is the type of the text as it is",
    },
    Fault {
        framework: "fastapi",
        operations: &["read_query_formats"],
        of: &["three"],
        says: "literal_error",
        does: "does not find a number among allowed values, since a query has only text",
        because: "app.py: `kind: Literal[\"a\", \"b\", 3] | None`, of which pydantic converts nothing",
    },
    Fault {
        framework: "fastapi",
        operations: &["read_headers"],
        of: &["é", "✓"],
        says: "the server saw",
        does: "reads headers as Latin-1",
        because: LATIN_1,
    },
    Fault {
        framework: "fastapi",
        operations: &["read_header_lists"],
        of: &["two"],
        says: "[\"a,b c\"]",
        does: "takes a line of a header for one item of a list",
        because: "fastapi/dependencies/utils.py: `values.getlist(alias)`; Parameter Object, Style Examples: the \
                  items of `simple` are set apart by commas",
    },
    Fault {
        framework: "fastapi",
        operations: &["read_cookies"],
        of: &[""],
        says: "%",
        does: "hands out cookies as they are written",
        because: "starlette/requests.py: `cookie_parser`; Parameter Object, `style`: that of cookies is `form`, \
                  which RFC 6570, 3.2.8, percent-encodes",
    },
    Fault {
        framework: "fastapi",
        operations: &["write_file"],
        of: &["named"],
        says: "%22a%22",
        does: "leaves quotes in the names of files escaped",
        because: "python_multipart/multipart.py: `parse_options_header`; HTML, multipart form data: `\"` is `%22`",
    },
    Fault {
        framework: "fastapi",
        operations: &["secure_basic"],
        of: &["ä"],
        says: "status 401",
        does: "knows only passwords in ASCII",
        because: "fastapi/security/http.py: `b64decode(param).decode(\"ascii\")`; RFC 7617, 2.1",
    },
    Fault {
        framework: "fastify",
        operations: &["read_path", "write_map"],
        of: &[
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
        ],
        says: "00",
        does: "reads integers beyond 2^53 inexactly",
        because: "ECMA-262, 6.1.6.1: numbers are of 64 bits in binary floating point",
    },
    Fault {
        framework: "fastify",
        operations: &["read_headers"],
        of: &["é", "✓"],
        says: "the server saw",
        does: "reads headers as Latin-1",
        because: LATIN_1,
    },
    Fault {
        framework: "fastify",
        operations: &["write_json"],
        of: &["either"],
        says: "\"either\":1",
        does: "makes an integer of a string in JSON, where an integer is another branch",
        because: "app.mjs: `coerceTypes: 'array'`, which Fastify has for bodies too",
    },
    Fault {
        framework: "fastify",
        operations: &["change"],
        of: &["empty"],
        says: "\"name\":null",
        does: "makes null of an empty string and of 0 in JSON, where null is another branch",
        because: "app.mjs: `coerceTypes: 'array'`, which Fastify has for bodies too",
    },
    Fault {
        framework: "litestar",
        operations: &["read_path"],
        of: &["/"],
        says: "status 404",
        does: "takes an escaped slash in a path for one that separates",
        because: "uvicorn, protocols/http/h11_impl.py: `path = unquote(raw_path.decode(\"ascii\"))`; RFC 3986, 2.2",
    },
    Fault {
        framework: "litestar",
        operations: &["read_query"],
        of: &["Integer"],
        says: "\"either\":\"",
        does: "takes whatever a query has for a string, where a string is one of the branches",
        because: "app.py: `either: int | str | None`, of which msgspec takes the branch that is the type of the text as \
                  it is",
    },
    Fault {
        framework: "litestar",
        operations: &["read_others"],
        of: &["é"],
        says: "the server saw",
        does: "reads headers as Latin-1",
        because: LATIN_1,
    },
    Fault {
        framework: "litestar",
        operations: &["read_query", "write_json"],
        of: &["clock"],
        says: "Invalid RFC3339 encoded time",
        does: "documents a time of day as a duration",
        because: "litestar/_openapi/schema_generation/schema.py: `time: Schema(type=OpenAPIType.STRING, \
                  format=OpenAPIFormat.DURATION)`",
    },
    Fault {
        framework: "nestjs",
        operations: &["read_path", "read_single", "read_headers", "write_map"],
        of: &[
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
        ],
        says: "00",
        does: "reads integers beyond 2^53 inexactly",
        because: "ECMA-262, 6.1.6.1: numbers are of 64 bits in binary floating point",
    },
    Fault {
        framework: "nestjs",
        operations: &["read_query", "write_form"],
        of: &["123456"],
        says: "59.123Z",
        does: "reads the milliseconds of a time, and loses what is finer",
        because: "parameters.ts: `moment?: Date`; ECMA-262, 21.4.1.1: times are in milliseconds",
    },
    Fault {
        framework: "nestjs",
        operations: &["read_headers"],
        of: &["é", "✓"],
        says: "the server saw",
        does: "reads headers as Latin-1",
        because: LATIN_1,
    },
    Fault {
        framework: "nestjs",
        operations: &["write_both"],
        of: &[".", "e"],
        says: "numeric string is expected",
        does: "documents a parameter that has to be an integer as any number",
        because: "@nestjs/swagger, services/parameter-metadata-accessor.js: `Reflect.getMetadata(PARAMTYPES_METADATA, ..)`, \
                  which has `Number`, and not what `ParseIntPipe` asks for",
    },
    Fault {
        framework: "nestjs",
        operations: &["write_file"],
        of: &["é"],
        says: "Ã©",
        does: "reads the names of files as Latin-1",
        because: "multer/index.js: `options.defParamCharset || 'latin1'`; HTML, multipart form data: names are in the encoding of the form, UTF-8",
    },
    Fault {
        framework: "utoipa",
        operations: &["read_query"],
        of: &["\"\""],
        says: "the server saw",
        does: "takes an empty text in a query for none, where it may be left out",
        because: "serde_html_form, de/part.rs: `deserialize_option` visits none where the value `is_empty`; RFC 6570, \
                  3.2.8: `?a=` is the empty string",
    },
    Fault {
        framework: "utoipa",
        operations: &["read_query"],
        of: &["Empty"],
        says: "unknown variant `Empty`",
        does: "documents a value that is the empty string by the name that it has in Rust",
        because: "utoipa-gen, component.rs: `to.and_then(|to| if !to.is_empty() { Some(to) } else { None })`",
    },
    Fault {
        framework: "utoipa",
        operations: &["write_json"],
        of: &["by number"],
        says: "propertyNames",
        does: "documents names of properties as integers, which no name is",
        because: "utoipa-gen, component.rs: `.property_names(Some(..))` of the key's type; JSON Schema 2020-12, 10.3.2.4: \
                  names are strings",
    },
    Fault {
        framework: "utoipa",
        operations: &["write_naive"],
        of: &["local"],
        says: "trailing input",
        does: "documents a time without an offset as one that has it",
        because: "utoipa-gen, schema_type.rs: `\"DateTime\" | \"NaiveDateTime\" => Self::DateTime`; RFC 3339, 5.6",
    },
    Fault {
        framework: "utoipa",
        operations: &["write_flat"],
        of: &["dog"],
        says: "missing field `barks`",
        does: "reads a property of two flattened types for the first of them alone",
        because: "bodies.rs: `#[serde(flatten)]` twice, of which the first takes what it reads; utoipa has `allOf` of \
                  both",
    },
    Fault {
        framework: "utoipa",
        operations: &["answer_unsigned"],
        of: &["2^63"],
        says: "expected an integer of 64 bits",
        does: "documents an unsigned integer of 64 bits as a signed one",
        because: "utoipa-gen, schema_type.rs: `\"u64\" => Self::Int64`; OpenAPI, Data Type Format: `int64` is signed",
    },
];

/// Which fault makes this of a call.
pub(super) fn find(framework: &str, operation: &str, about: &str, says: &str) -> Option<usize> {
    FAULTS.iter().position(|fault| {
        fault.framework == framework
            && fault
                .operations
                .iter()
                .any(|known| operation.contains(known))
            && fault.of.iter().any(|of| about.contains(of))
            && says.contains(fault.says)
    })
}
