//! A document with a hostile string in every place that holds text.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

const TEMPLATE: &str = include_str!("../hostile/everywhere.yaml");

/// Strings that end what they stand in, in one language or another. All of them would make an item
/// `planted`, or write a file of this name.
pub(crate) const STRINGS: &[&str] = &[
    "*/ fn planted() {} /*",
    "\"; } fn planted() { let _ = \"",
    "\"#; fn planted() {} r#\"",
    "\"###; fn planted() {} r###\"",
    "a line\nfn planted() {}\n",
    "a line\r\n#[doc = \"\"] pub fn planted() {}\r",
    "{{ fn planted }} {} {0} {fn_planted:?}",
    "#[doc(hidden)] #![allow(all)] pub fn planted() {}",
    "\\\" fn planted() {} \\",
    "' fn planted() {} '\\''",
    "\u{202e} fn planted() {} \u{2066}\u{200f}\u{2069}",
    "\0 fn planted() {} \u{1b}[2J\u{7f}\u{85}",
    "```\nfn planted() {}\nstd::fs::write(\"planted\", \"\").unwrap();\n```\n",
    "```rust\nstd::fs::write(\"planted\", \"\").unwrap();\n",
    "~~~\nstd::fs::write(\"planted\", \"\").unwrap();\n~~~\n",
    "text\n\n    std::fs::write(\"planted\", \"\").unwrap();\n\n\tfn planted() {}\n",
    "> ```\n> std::fs::write(\"planted\", \"\").unwrap();\n> ```\n",
    "- item\n\n      std::fs::write(\"planted\", \"\").unwrap();\n",
    "````\n```\nfn planted() {}\n````\n",
    "../../../fn/planted",
    "/etc/fn planted",
    "..\\..\\fn planted",
    "\u{2028}fn planted() {}\u{2029}\u{feff}",
    "[fn planted](crate::planted) <script>fn planted()</script> <!-- fn planted",
    "include_str!(\"/etc/passwd\") fn planted",
    "::warning::fn planted%0A::error::fn planted",
];

/// The document with what `fill` says for each place, by its name.
pub(crate) fn document(fill: impl Fn(&str) -> String) -> Value {
    filled(&template(), &fill)
}

/// The names of all places.
pub(crate) fn places() -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for piece in TEMPLATE.split('@').skip(1).step_by(2) {
        places.insert(piece.to_owned());
    }
    // The comment at the head has one of its own.
    places.remove("place");
    places
}

fn template() -> Value {
    let text: String = TEMPLATE
        .lines()
        .skip(1)
        .map(|line| format!("{line}\n"))
        .collect();
    serde_yaml::from_str(&text).unwrap()
}

fn filled(value: &Value, fill: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(text_filled(text, fill)),
        Value::Array(items) => items.iter().map(|item| filled(item, fill)).collect(),
        Value::Object(members) => {
            let mut out = Map::new();
            for (key, value) in members {
                out.insert(text_filled(key, fill), filled(value, fill));
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

fn text_filled(text: &str, fill: &impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('@').enumerate() {
        match (index % 2, piece) {
            (0, plain) => out.push_str(plain),
            // A pattern must be one: the string is what it matches.
            (_, "pattern") => out.push_str(&regex::escape(&fill(piece))),
            // Braces would end the name in the path.
            (_, "path-parameter" | "server-variable" | "path" | "server-url") => {
                out.push_str(&fill(piece).replace(['{', '}'], ""));
            }
            // A star makes a range of media types, which callers choose from.
            (_, "media-type") => out.push_str(&fill(piece).replace('*', "")),
            (_, place) => out.push_str(&fill(place)),
        }
    }
    out
}
