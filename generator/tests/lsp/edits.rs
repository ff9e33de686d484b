//! Edits at random: after each, the diagnostics are those of `lint` on the same text, and every other
//! request has an answer.

use std::path::Path;

use fastrand::Rng;
use serde_json::{Value, json};

use crate::client::{Client, position};
use crate::expected;

const YAML: &str = include_str!("pets.yaml");
const JSON: &str = include_str!("pets.json");

/// What is typed.
const PIECES: &[&str] = &[
    "\n",
    " ",
    "  ",
    ":",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "'",
    "#",
    "|",
    "&a ",
    "*a",
    "? ",
    "ü",
    "😀",
    "type: string\n",
    "required: [x]",
    "\"type\": \"integer\",",
    "nullable",
    "$ref: ",
    "'#/components/schemas/Pet'",
    "\"$ref\": \"#/components/schemas/Pet\"",
    "operationId: list\n",
    "description: ä\n",
    "\t",
    "null",
    "0",
    "get:\n",
    "x-y: 1\n",
    "allOf:\n- ",
    "!!str ",
    "<<: ",
];

/// A text, edited so often, without losing what it was for long.
fn edit(client: &mut Client, name: &str, original: &str, seed: u64, edits: usize) {
    let mut random = Rng::with_seed(seed);
    client.open(name, original);
    let uri = client.uri(name);
    for number in 0..=edits {
        let text = client.text(name).to_owned();
        let found = expected::sorted(client.diagnostics(name));
        let wanted = expected::of(name, &text, &uri);
        assert_eq!(
            found,
            wanted,
            "seed {seed}, after {number} edits:\n{}",
            shown(&text)
        );
        client.told.clear();
        ask(client, name, &text, &mut random);
        if random.u8(..8) == 0 {
            client.replace(name, original);
            continue;
        }
        let start = boundary(&text, random.usize(..=text.len()));
        let longest = if random.bool() { 0 } else { 12 };
        let end = boundary(&text, (start + random.usize(..=longest)).min(text.len()));
        let new = match random.u8(..4) {
            // What is elsewhere in the text.
            0 => {
                let from = boundary(&text, random.usize(..=text.len()));
                let to = boundary(&text, (from + random.usize(..80)).min(text.len()));
                text[from..to].to_owned()
            }
            1 => String::new(),
            _ => PIECES[random.usize(..PIECES.len())].to_owned(),
        };
        client.edit(name, start..end.max(start), &new);
    }
    client.close(name);
}

/// Asks for everything at a place at random.
fn ask(client: &mut Client, name: &str, text: &str, random: &mut Rng) {
    let place = position(text, boundary(text, random.usize(..=text.len())));
    for method in ["completion", "hover", "definition", "prepareRename"] {
        client.at(method, name, &place);
    }
    let mut params = client.place(name, &place);
    params["context"] = json!({ "includeDeclaration": true });
    client.request("textDocument/references", params);
    let mut params = client.place(name, &place);
    params["newName"] = "Other".into();
    // What has no name is not renamed, which is no fault.
    let answer = client.attempt("textDocument/rename", params);
    assert_ne!(answer["error"]["code"], -32603, "{answer}");
    let document = json!({ "uri": client.uri(name) });
    for method in ["documentSymbol", "foldingRange"] {
        let params = json!({ "textDocument": document });
        client.request(&format!("textDocument/{method}"), params);
    }
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": place });
    let params = json!({
        "textDocument": document, "range": range, "context": { "diagnostics": [] },
    });
    client.request("textDocument/codeAction", params);
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn shown(text: &str) -> Value {
    // A long text would hide what is said of it.
    match text.len() < 10_000 {
        true => text.into(),
        false => format!("{} bytes", text.len()).into(),
    }
}

#[test]
fn after_each_of_many_edits_the_diagnostics_are_those_of_lint() {
    let mut client = Client::new(&[]);
    for seed in 0..3 {
        edit(&mut client, "pets.yaml", YAML, seed, 60);
        edit(&mut client, "pets.json", JSON, seed, 60);
    }
    assert!(client.done());
}

/// With `SPEC_CORPUS`, a folder of documents: 500 edits of each of ten of them, of no more than 100 kB,
/// since each edit is linted twice. `SPEC_EDITS` is another number.
///
/// ```console
/// SPEC_CORPUS=… cargo test --release -p faircopy --test lsp -- --ignored edits_of_documents
/// ```
#[test]
#[ignore = "thousands of edits"]
fn edits_of_documents_of_others_are_followed() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS") else {
        println!("skipped: SPEC_CORPUS names no folder");
        return;
    };
    let edits = std::env::var("SPEC_EDITS").map_or(500, |edits| edits.parse().unwrap());
    let documents = chosen(Path::new(&folder));
    assert_eq!(documents.len(), 10);
    let mut client = Client::new(&[]);
    for (number, (name, text)) in documents.iter().enumerate() {
        edit(&mut client, name, text, number as u64, edits);
        println!("{name}: {edits} edits");
    }
    assert!(client.done());
}

/// The five largest documents in YAML and in JSON that are small enough.
fn chosen(folder: &Path) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_document = text.contains("openapi") || text.contains("swagger");
        if is_document && text.len() < 100_000 && !text.contains('\r') {
            found.push((name, text));
        }
    }
    found.sort_by_key(|(name, text)| (std::cmp::Reverse(text.len()), name.clone()));
    let of = |end: &str| {
        let named = found.iter().filter(|(name, _)| name.ends_with(end));
        named.take(5).cloned().collect::<Vec<_>>()
    };
    [of(".yaml"), of(".json")].concat()
}
