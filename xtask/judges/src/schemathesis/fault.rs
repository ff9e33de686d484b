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

const FAULTS: [Fault; 1] = [Fault {
    check: "status_code_conformance",
    is_met: |failure| {
        REFUSALS.contains(&failure.status) && failure.media_type == "application/problem+json"
    },
    does: "takes a refusal that the document does not describe for a fault",
    clause: "OpenAPI, Responses Object: the documentation is not expected to cover all possible status codes",
}];

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
