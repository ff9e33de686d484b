//! One thing that Schemathesis holds against a server.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A check that a reply did not pass.
#[derive(Debug)]
pub(super) struct Failure {
    /// `POST /pets`, with the path as the document has it; a name of its own for calls one after another.
    pub(super) operation: String,
    /// The path of the one that was called, as the document has it.
    pub(super) path: String,
    pub(super) check: String,
    pub(super) message: String,
    pub(super) request: Request,
    pub(super) status: u64,
    pub(super) media_type: String,
    /// What was wrong with the request by intent: in which place, and how.
    pub(super) intent: String,
    pub(super) reply: String,
}

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) address: String,
    pub(super) media_type: String,
    pub(super) body: Vec<u8>,
    pub(super) headers: Map<String, Value>,
}

impl Request {
    /// The lines of a header.
    pub(super) fn lines(&self, name: &str) -> Vec<&str> {
        let mut all = self.headers.iter();
        let found = all.find(|(known, _)| known.eq_ignore_ascii_case(name));
        let lines = found.and_then(|(_, lines)| lines.as_array());
        let lines = lines.into_iter().flatten();
        lines.filter_map(Value::as_str).collect()
    }
}

impl Failure {
    /// Reads a check of a case.
    pub(super) fn read(recorder: &Value, case: &str, check: &Value) -> Self {
        let failure = &check["failure_info"]["failure"];
        let sent = &recorder["interactions"][case];
        let (request, response) = (&sent["request"], &sent["response"]);
        let meta = &recorder["cases"][case]["value"]["meta"];
        Self {
            operation: text(&recorder["label"]),
            path: text(&recorder["cases"][case]["value"]["path"]),
            check: text(&check["name"]),
            message: text(&failure["message"]),
            request: Request {
                method: text(&request["method"]),
                address: text(&request["uri"]),
                media_type: header(request, "content-type"),
                body: bytes(&request["body"]),
                headers: request["headers"].as_object().cloned().unwrap_or_default(),
            },
            status: response["status_code"].as_u64().unwrap_or_default(),
            media_type: header(response, "content-type"),
            intent: format!("{} {}", meta["components"], meta["phase"]["data"]),
            reply: String::from_utf8_lossy(&bytes(&response["content"])).into_owned(),
        }
    }

    /// That a whole operation could not be asked.
    pub(super) fn of_run(recorder: &Value) -> Self {
        Self {
            operation: text(&recorder["label"]),
            path: String::new(),
            check: "run".to_owned(),
            message: "it could not be asked".to_owned(),
            request: Request::default(),
            status: 0,
            media_type: String::new(),
            intent: String::new(),
            reply: String::new(),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn header(message: &Value, name: &str) -> String {
    let headers = message["headers"].as_object().into_iter().flatten();
    let mut found = headers.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found
        .next()
        .map(|(_, values)| text(&values[0]))
        .unwrap_or_default()
}

fn bytes(content: &Value) -> Vec<u8> {
    let encoded = content["$base64"].as_str().unwrap_or_default();
    STANDARD.decode(encoded).unwrap_or_default()
}
