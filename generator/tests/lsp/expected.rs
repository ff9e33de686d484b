//! What `lint` says of a text, in the terms of the protocol.

use faircopy::source::MapLoader;
use faircopy::{Config, check, report};
use serde_json::{Value, json};

/// The diagnostics of a text by itself, in an order of their own.
pub fn of(name: &str, text: &str, uri: &str) -> Vec<Value> {
    let loader = MapLoader::from_iter([(name, text)]);
    let (diagnostics, sources) = check(&loader, name, &Config::default());
    let lines = report::json(&diagnostics, &sources, "");
    let told = lines.lines().map(|line| {
        let found: Value = serde_json::from_str(line).unwrap();
        let places = found["places"].as_array().unwrap();
        let first = places.first().cloned().unwrap_or_default();
        let words = [&found["message"], &first["text"], &found["help"]];
        let words = words.iter().filter_map(|words| words.as_str());
        let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
        let related = places.iter().skip(1).map(|place| {
            let words = match place["text"].as_str() {
                Some("") | None => "concerned too",
                Some(words) => words,
            };
            json!({ "location": { "uri": uri, "range": range(text, place) }, "message": words })
        });
        let related: Vec<Value> = related.collect();
        let severity = if found["severity"] == "error" { 1 } else { 2 };
        let mut told = json!({
            "code": found["code"], "severity": severity, "source": "faircopy",
            "message": words.join("\n"), "range": range(text, &first),
        });
        if !related.is_empty() {
            told["relatedInformation"] = related.into();
        }
        told
    });
    sorted(told.collect())
}

/// In an order that does not depend on who told them, and none twice.
pub fn sorted(mut told: Vec<Value>) -> Vec<Value> {
    told.sort_by_key(|told| {
        let parts = ["code", "message", "range", "relatedInformation"];
        // The order of the keys within is not the same on both sides.
        let parts = parts.map(|part| {
            let mut letters: Vec<char> = told[part].to_string().chars().collect();
            letters.sort_unstable();
            (told[part].as_str().map(str::to_owned), letters)
        });
        let start = &told["range"]["start"];
        (start["line"].as_u64(), start["character"].as_u64(), parts)
    });
    told.dedup();
    told
}

fn range(text: &str, place: &Value) -> Value {
    let position = |line: &Value, column: &Value| {
        let lines: Vec<&str> = text.split('\n').collect();
        let number = usize::try_from(line.as_u64().unwrap_or(1) - 1).unwrap();
        let column = usize::try_from(column.as_u64().unwrap_or(1) - 1).unwrap();
        let number = number.min(lines.len() - 1);
        let line = lines[number].trim_end_matches('\r');
        let before: String = line.chars().take(column).collect();
        json!({ "line": number, "character": before.encode_utf16().count() })
    };
    json!({
        "start": position(&place["line"], &place["column"]),
        "end": position(&place["endLine"], &place["endColumn"]),
    })
}
