//! Whose fault a failure is. Whether what was sent is what the document asks for is judged once more, by readers that
//! neither side has; for the rest there is a list of what Schemathesis does against the specifications, with the clauses.

use faircopy::Read;
use faircopy::internals::document::{self, Document};
use serde_json::Value;

use super::datum::{Datum, Reader};
use super::failure::Failure;
use super::wire;
use crate::corpus::judge::Judge;

/// Something that Schemathesis does wrong.
pub(super) struct Fault {
    /// The check.
    check: &'static str,
    /// Whether it is this.
    is_met: fn(&Failure) -> bool,
    /// What it does.
    pub(super) does: &'static str,
    /// What the specification says instead.
    pub(super) clause: &'static str,
}

/// The statuses of refusals that servers made of a document send.
const REFUSALS: [u64; 9] = [400, 401, 403, 404, 405, 406, 413, 415, 422];

const FAULTS: [Fault; 5] = [
    Fault {
        check: "status_code_conformance",
        is_met: |failure| {
            REFUSALS.contains(&failure.status) && failure.media_type == "application/problem+json"
        },
        does: "takes a refusal that the document does not describe for a fault",
        clause: "OpenAPI, Responses Object: the documentation is not expected to cover all possible status codes",
    },
    Fault {
        check: "status_code_conformance",
        is_met: |failure| failure.status == 204 && !describes_success(&failure.message),
        does: "takes a success for undocumented where the document describes none",
        clause: "OpenAPI, Responses Object: the documentation is not expected to cover all possible status codes; in 3.1 \
                 `responses` may be left out",
    },
    Fault {
        check: "ignored_auth",
        is_met: |failure| {
            let guessed = [
                "generated auth likely invalid",
                "invalid credentials provided",
            ];
            guessed
                .iter()
                .any(|guessed| failure.message.contains(guessed))
        },
        does: "expects a stand-in to know which credentials are right",
        clause: "OpenAPI, Security Scheme Object: it says how credentials are sent, and not which there are",
    },
    Fault {
        check: "use_after_free",
        is_met: |failure| (200..300).contains(&failure.status),
        does: "expects a stand-in to forget what was deleted",
        clause: "RFC 9110, 9.3.5: the representations of what is deleted might or might not be destroyed",
    },
    Fault {
        check: "positive_data_acceptance",
        is_met: is_large,
        does: "sends integers of more than 64 bits",
        clause: "RFC 8259, 9: an implementation may set limits on the range of numbers",
    },
];

/// Whether one of the documented statuses that a message lists is a success or leads to one.
fn describes_success(message: &str) -> bool {
    let (_, documented) = message.rsplit_once("Documented:").unwrap_or_default();
    let mut all = documented.split(',').map(str::trim);
    all.any(|status| status.starts_with(['2', '3']) || status == "default")
}

/// Whether all that a refusal tells of are integers that 64 bits do not hold.
fn is_large(failure: &Failure) -> bool {
    let reply: Value = serde_json::from_str(&failure.reply).unwrap_or_default();
    let mut sent: Value = serde_json::from_slice(&failure.request.body).unwrap_or_default();
    if let Some(parts) = wire::parts(&failure.request) {
        let numbers = parts.into_iter();
        let numbers =
            numbers.map(|(name, text)| (name, serde_json::from_str(&text).unwrap_or_default()));
        sent = Value::Object(numbers.collect());
    }
    let is_large = |fault: &Value| {
        let number = fault["pointer"].as_str().and_then(|at| sent.pointer(at));
        let number = number.filter(|number| !number.is_i64() && !number.is_u64());
        let number = number.and_then(Value::as_f64);
        fault["in"] == "body" && number.is_some_and(|number| number.abs() >= 2_f64.powi(63))
    };
    let faults = reply["errors"].as_array();
    faults.is_some_and(|faults| !faults.is_empty() && faults.iter().all(is_large))
}

const VALID: Fault = Fault {
    check: "negative_data_rejection",
    is_met: |_| true,
    does: "takes a body for invalid that its schema accepts",
    clause: "JSON Schema Validation, 6: what no keyword forbids is valid; `jsonschema` accepts the body too",
};

const WRITTEN: Fault = Fault {
    check: "negative_data_rejection",
    is_met: |_| true,
    does: "takes data for invalid of which the wire says something valid: numbers, `null` and lists as the texts that they \
           become",
    clause: "RFC 6570, 2.4, and OpenAPI, Style Values and Encoding Object: what is expanded or is a part is a text, \
             which has no kind; read back by the table of styles, `jsonschema` accepts all of it",
};

const TOLD: Fault = Fault {
    check: "negative_data_rejection",
    is_met: |_| true,
    does: "breaks branches that the tag does not name",
    clause: "OpenAPI 3.0, Discriminator Object: it is a hint that shortens validation and the choice of the schema; \
             `jsonschema` accepts the body as the branch that its tag names",
};

const XML: Fault = Fault {
    check: "negative_data_rejection",
    is_met: |_| true,
    does: "takes data for invalid that XML writes as it writes valid data: what they were has no kind there",
    clause: "XML Schema 2, 3.2.2.1: 0 and 1 are booleans; OpenAPI, XML Object: it says nothing of text that stands in \
             place of the elements of an object",
};

const INVALID: Fault = Fault {
    check: "positive_data_acceptance",
    is_met: |_| true,
    does: "takes a body for valid that its schema refuses",
    clause: "JSON Schema Core, 10.2.1: exactly one of `oneOf`; `jsonschema` refuses the body too",
};

const UNWRITTEN: Fault = Fault {
    check: "positive_data_acceptance",
    is_met: |_| true,
    does: "takes data for valid of which the wire says something else: separators encoded, or within values; names \
           without values, or twice; percent signs as they are",
    clause: "RFC 6570, 2.4.2 and 3.2: what stands between values is not encoded, and what a value has of it is; without \
             `explode` there is one parameter",
};

const PARTS: Fault = Fault {
    check: "positive_data_acceptance",
    is_met: |_| true,
    does: "writes bodies that are none in parts: control characters in the names of parts",
    clause: "RFC 7578, 4.2, with RFC 2183 and 2045, 5.1: a name is a token or a quoted string, which have none",
};

const REPLY: Fault = Fault {
    check: "response_schema_conformance",
    is_met: |_| true,
    does: "takes `writeOnly` for an assertion: a reply is invalid to it that its schema accepts",
    clause: "JSON Schema Validation, 9 and 9.4: `writeOnly` is an annotation; `jsonschema` accepts the reply",
};

const UNDEFINED: Fault = Fault {
    check: "",
    is_met: |_| true,
    does: "judges what the specification leaves open: values within values of a style, names with brackets, quotes in \
           lists of a header",
    clause: "OpenAPI, Style Values: of nested values, and of values that have what separates them, the behaviour is not \
             defined",
};

/// Decides on the failures of one document.
pub(super) struct Court<'c> {
    document: &'c Document,
    judge: Judge,
}

impl<'c> Court<'c> {
    pub(super) fn new(read: &'c Read) -> Self {
        let document = document::of(read);
        Self {
            document,
            judge: Judge::new(document),
        }
    }

    /// What Schemathesis does wrong where it says this; none where the server is at fault, as far as one can see.
    pub(super) fn fault(&self, failure: &Failure) -> Option<&'static Fault> {
        let reader = Reader {
            document: self.document,
            judge: &self.judge,
        };
        let wrong = failure.intent.matches("\"mode\":\"negative\"").count();
        let is_of_body = wrong == 1 && failure.intent.contains("\"body\":{\"mode\":\"negative\"}");
        let is_of = |kind: &str| is_of_body && failure.request.media_type.starts_with(kind);
        let by_datum = match failure.check.as_str() {
            "negative_data_rejection" => match reader.judge(failure) {
                Some(Datum::Fits) if is_of("application/json") => Some(&VALID),
                Some(Datum::Fits | Datum::Undefined) if is_of("application/xml") => Some(&XML),
                Some(Datum::Fits) => Some(&WRITTEN),
                Some(Datum::Told) => Some(&TOLD),
                Some(Datum::Undefined) => Some(&UNDEFINED),
                _ => None,
            },
            "positive_data_acceptance" => match reader.judge_refused(failure) {
                Some(Datum::JsonBreaks) => Some(&INVALID),
                Some(Datum::TextBreaks) => Some(&UNWRITTEN),
                Some(Datum::NoParts) => Some(&PARTS),
                Some(Datum::Undefined) => Some(&UNDEFINED),
                _ => None,
            },
            "response_schema_conformance" => {
                (reader.accepts_reply(failure) == Some(true)).then_some(&REPLY)
            }
            _ => None,
        };
        let mut faults = FAULTS.iter();
        let by_list =
            || faults.find(|fault| fault.check == failure.check && (fault.is_met)(failure));
        by_datum.or_else(by_list)
    }
}
