//! Whose fault a failure is. Bodies in JSON are judged once more, by a validator that neither side has; for the rest
//! there is a list of what Schemathesis does against the specifications, with the clauses.

use faircopy::Pointer;
use faircopy::internals::document::{self, Document};
use serde_json::Value;

use super::failure::Failure;
use crate::clients::Client;
use crate::corpus::judge::{Judge, Way};

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

const FAULTS: [Fault; 6] = [
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
        is_met: |failure| failure.status == 204 && failure.message.ends_with("Documented: "),
        does: "takes a reply for undocumented where the document describes none",
        clause: "OpenAPI 3.1, Operation Object: `responses` may be left out",
    },
    Fault {
        check: "ignored_auth",
        is_met: |failure| failure.message.contains("generated auth likely invalid"),
        does: "expects a stand-in to know which credentials are right",
        clause: "OpenAPI, Security Scheme Object: it says how credentials are sent, and not which there are",
    },
    Fault {
        check: "negative_data_rejection",
        is_met: |failure| {
            let is_kind = failure.intent.contains("\"incorrect_type\"");
            is_kind
                && failure.request.media_type.starts_with("multipart/")
                && !String::from_utf8_lossy(&failure.request.body).contains("filename=")
        },
        does: "takes a part that is text for another kind of data",
        clause: "OpenAPI, Encoding Object, `contentType`: parts of texts, and of lists of them, are `text/plain`, which \
                 has no kinds",
    },
    Fault {
        check: "positive_data_acceptance",
        is_met: |failure| {
            let is_query = failure.reply.contains("\"in\":\"query\"");
            let told = ["has a name without a value", "is there more than once"];
            is_query && told.iter().any(|told| failure.reply.contains(told))
        },
        does: "encodes the commas between the names and values of an object, or repeats its parameter for each name",
        clause: "RFC 6570, 3.2.8 and 2.4.2: what stands between them is not encoded, and without `explode` there is one \
                 parameter",
    },
    Fault {
        check: "positive_data_acceptance",
        is_met: |failure| matches!(failure.status, 400 | 404 | 405) && failure.reply.is_empty(),
        does: "takes the answer that a document describes, where it describes no success, for a refusal",
        clause: "OpenAPI, Responses Object: what is described is what may come; a refusal has a problem as its body",
    },
];

const VALID: Fault = Fault {
    check: "negative_data_rejection",
    is_met: |_| true,
    does: "takes data for invalid that the schema accepts",
    clause: "JSON Schema Validation, 6: what no keyword forbids is valid; `jsonschema` accepts the body too",
};

const INVALID: Fault = Fault {
    check: "positive_data_acceptance",
    is_met: |_| true,
    does: "takes data for valid that the schema refuses",
    clause: "JSON Schema Core, 10.2.1: exactly one of `oneOf`; `jsonschema` refuses the body too",
};

/// Decides on the failures of one document.
pub(super) struct Court<'c> {
    document: &'c Document,
    judge: Judge,
}

impl<'c> Court<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        let document = document::of(&client.read);
        Self {
            document,
            judge: Judge::new(document),
        }
    }

    /// What Schemathesis does wrong where it says this; none where the server is at fault, as far as one can see.
    pub(super) fn fault(&self, failure: &Failure) -> Option<&'static Fault> {
        let by_schema = match failure.check.as_str() {
            "negative_data_rejection" => (Some(true), &VALID),
            "positive_data_acceptance" => (Some(false), &INVALID),
            _ => (None, &VALID),
        };
        if let (Some(expected), fault) = by_schema
            && self.is_valid(failure) == Some(expected)
        {
            return Some(fault);
        }
        let mut faults = FAULTS.iter();
        faults.find(|fault| fault.check == failure.check && (fault.is_met)(failure))
    }

    /// Whether the schema of a JSON body accepts it, where it is the body that the failure is about.
    fn is_valid(&self, failure: &Failure) -> Option<bool> {
        let is_of_body = failure.intent.contains("\"body\"")
            && !failure.intent.contains("{\"query\"")
            && failure.request.media_type.starts_with("application/json");
        let value: Value = serde_json::from_slice(&failure.request.body).ok()?;
        let schema = self.schema(failure).filter(|_| is_of_body)?;
        let judged = self.judge.judge(&schema, &value, Way::Request).ok()?;
        Some(judged.complaints.is_empty())
    }

    fn schema(&self, failure: &Failure) -> Option<Pointer> {
        let (method, path) = failure.operation.split_once(' ')?;
        let item = Pointer::root().keys(["paths", path]);
        let item = self.document.resolved(&item);
        let body = item.keys([method.to_lowercase().as_str(), "requestBody"]);
        let content = self.document.resolved(&body).key("content");
        let content_of = content.resolve(&self.document.value)?.as_object()?;
        let name = content_of
            .keys()
            .find(|name| name.starts_with("application/json"))?;
        Some(content.keys([name.as_str(), "schema"]))
    }
}
