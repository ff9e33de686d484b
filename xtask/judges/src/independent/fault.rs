//! Differences that are the client's own, each with the clause that says so.

use super::client::Caller;

/// What a client does otherwise than the document asks for.
pub(super) struct Fault {
    caller: Caller,
    /// The case, by its name.
    case: &'static str,
    /// What is said of the difference.
    shows: &'static str,
    pub(super) clause: &'static str,
}

const SIMPLE: &str = "Parameter Object, Style Values, and RFC 6570, 3.2.2: the items of an array in a path are set apart by \
    commas; it writes the `str` of a list of Python";

const NO_MODULE: &str = "OpenAPI Object, Request Body Object: an operation may have any media type; the module of this one is \
    not written, or does not load";

/// All that are known.
pub(super) const FAULTS: &[Fault] = &[
    Fault {
        caller: Caller::OpenapiFetch,
        case: "paths with numbers that no double has",
        shows: "expected an integer of 64 bits",
        clause: "RFC 8259, 6: a double, as JavaScript has, is not exact beyond 2^53; it writes the one next to it, \
                 which `int64` of the Format Registry has not",
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "paths with what sets parts of URLs apart",
        shows: "\"list\":[\"['a b', 'ü', '-']\"]",
        clause: SIMPLE,
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "paths with numbers that no double has",
        shows: "\"list\":[\"['x']\"]",
        clause: SIMPLE,
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "labels",
        shows: "does not begin with `.`",
        clause: "Parameter Object, Style Values, and RFC 6570, 3.2.5 and 3.2.7: `label` begins with a point and `matrix` \
                 with a semicolon; it writes neither",
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "styles",
        shows: "is there more than once",
        clause: "Parameter Object, `explode`: where it is false, an array is one value; it writes one for each item",
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "a text",
        shows: "No module named 'independent.api.bodies.texts'",
        clause: NO_MODULE,
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "one of several media types",
        shows: "name 'Unset' is not defined",
        clause: NO_MODULE,
    },
    Fault {
        caller: Caller::OpenapiPythonClient,
        case: "another of several media types",
        shows: "name 'Unset' is not defined",
        clause: NO_MODULE,
    },
];

impl Fault {
    /// The one that a difference is of.
    pub(super) fn of(caller: Caller, case: &str, difference: &str) -> Option<&'static Self> {
        FAULTS.iter().find(|fault| {
            fault.caller == caller && fault.case == case && difference.contains(fault.shows)
        })
    }
}
