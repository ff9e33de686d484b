//! Where swagger-client differs by its own fault, or where the specification leaves a choice: the whole
//! list. A difference that is not in it is ours to mend; an entry that nothing shows any more is an error.

/// A difference that is not ours.
pub(super) struct Fault {
    /// The calls that it is met in: those whose documents and operations contain this.
    of: &'static str,
    /// The aspect of the request: `query`, `body`, a header.
    aspect: &'static str,
    /// What their request has there, as JSON.
    theirs: &'static str,
    /// What swagger-client does.
    pub(super) does: &'static str,
    /// What the specification says instead.
    pub(super) clause: &'static str,
}

pub(super) const FAULTS: [Fault; 8] = [
    Fault {
        of: "",
        aspect: "cookie",
        theirs: "",
        does: "keeps one cookie of several, and escapes what sets items apart",
        clause: "RFC 6265, 4.2.1: pairs are set apart by semicolons; RFC 6570, 3.2.8: items of `form` by commas",
    },
    Fault {
        of: "",
        aspect: "body",
        theirs: "\"content\":\"{\\\"foo\\\"",
        does: "says of parts that are JSON that they are text",
        clause: "Encoding Object, `contentType`: that of an object is `application/json`",
    },
    Fault {
        of: "readme-3.0",
        aspect: "body",
        theirs: "form-data; name=",
        does: "heeds styles of parts in OpenAPI 3.0",
        clause: "Encoding Object of 3.0, `style`: ignored unless the media type is \
                 `application/x-www-form-urlencoded`",
    },
    Fault {
        of: "readme-3.1-parameters-style",
        aspect: "body",
        theirs: "\"foo,value,bar,value\"",
        does: "sets items of objects apart by commas in parts, whatever their style",
        clause: "Parameter Object, Style Examples: `spaceDelimited` and `pipeDelimited` have a form for objects",
    },
    Fault {
        of: "Delimited",
        aspect: "query",
        theirs: "object=name,value,description,value",
        does: "sets items of objects apart by commas in queries, whatever their style",
        clause: "Parameter Object, Style Examples: `spaceDelimited` and `pipeDelimited` have a form for objects",
    },
    Fault {
        of: "label",
        aspect: "path",
        theirs: "/.name.value.description.value",
        does: "sets items of `label` apart by dots where it does not explode",
        clause: "Parameter Object, Style Examples, corrected in 3.0.4 and 3.1.1: by commas, as RFC 6570, 3.2.5",
    },
    Fault {
        of: "",
        aspect: "request",
        theirs: "GET/HEAD method cannot have body",
        does: "makes no GET with a body",
        clause: "Fetch, Request: a TypeError; RFC 9110, 9.3.1, only says that such content has no meaning by itself",
    },
    Fault {
        of: "PUT /requestBody",
        aspect: "body",
        theirs: "$ref",
        does: "sends what the type of the body does not have, since it has no types",
        clause: "Example Object, `value`: the example's is a reference, which stands there for itself",
    },
];

/// Which fault makes a difference.
pub(super) fn find(call: &str, aspect: &str, theirs: &str) -> Option<usize> {
    FAULTS.iter().position(|fault| {
        call.contains(fault.of) && aspect == fault.aspect && theirs.contains(fault.theirs)
    })
}
