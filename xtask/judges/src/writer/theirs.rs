//! swagger-client: installed by npm, and what it writes of calls.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::listener::Request;
use crate::calls::Described;
use crate::npm;

/// Which one: `super::fault` lists the faults of this one.
const PACKAGE: &str = "swagger-client";
const VERSION: &str = "3.38.4";

/// An installed swagger-client.
pub(super) struct Theirs {
    program: PathBuf,
}

impl Theirs {
    /// Installs it into a folder, unless it is there.
    ///
    /// # Errors
    ///
    /// What npm could not do.
    pub(super) fn install(folder: &Path) -> Result<Self, String> {
        npm::installed(folder, PACKAGE, VERSION)?;
        // It looks for its packages where it stands.
        let program = folder.join("requests.mjs");
        let source = xtask::root().join("xtask/judges/writer/requests.mjs");
        let text = std::fs::read_to_string(&source)
            .map_err(|error| format!("{}: {error}", source.display()))?;
        xtask::write(&program, &text)?;
        Ok(Self { program })
    }

    /// The requests that it makes of calls, by their numbers; or why it makes none.
    pub(super) fn requests(
        &self,
        document: &Value,
        calls: &[Described],
    ) -> Result<BTreeMap<usize, Result<Request, String>>, String> {
        let input =
            json!({ "document": document, "calls": calls.iter().map(call).collect::<Vec<_>>() });
        let failed = |error: std::io::Error| format!("node: {error}");
        let mut process = Command::new("node")
            .arg(&self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        // All is read before anything is written, so that neither waits for the other.
        if let Some(mut pipe) = process.stdin.take() {
            pipe.write_all(input.to_string().as_bytes())
                .map_err(failed)?;
        }
        let output = process.wait_with_output().map_err(failed)?;
        let written: Vec<Value> = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{PACKAGE}: {error}"))?;
        let numbers = calls.iter().map(|call| call.number);
        Ok(numbers.zip(written.iter().map(request)).collect())
    }
}

fn call(call: &Described) -> Value {
    let mut value = json!({
        "path": call.path,
        "method": call.method,
        "parameters": call.parameters,
    });
    if let (Some(body), Some(media_type)) = (&call.body, &call.media_type) {
        value["body"] = body.clone();
        value["mediaType"] = media_type.as_str().into();
    }
    value
}

fn request(value: &Value) -> Result<Request, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(error) = value.get("error") {
        return Err(text(error));
    }
    let headers = value["headers"].as_array().into_iter().flatten();
    Ok(Request {
        method: text(&value["method"]),
        target: text(&value["target"]),
        headers: headers
            .map(|header| (text(&header[0]).to_ascii_lowercase(), text(&header[1])))
            .collect(),
        body: bytes(&text(&value["body"])),
    })
}

/// The bytes of a text in base16, which is well-formed.
fn bytes(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    let digit = |letter: &u8| char::from(*letter).to_digit(16).unwrap_or_default();
    let byte = |pair: &[u8]| {
        pair.iter()
            .fold(0, |value, letter| value * 16 + digit(letter))
    };
    pairs
        .filter_map(|pair| u8::try_from(byte(pair)).ok())
        .collect()
}
