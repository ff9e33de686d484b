//! What several tests need: the documents of a folder, and a way to break one at random.

#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
pub(crate) mod hostile;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
/// The files with a key `openapi` in a folder and below it; others are parts of documents. Of more bytes than
/// `CORPUS_LARGEST` says, none.
pub(crate) fn documents(folder: &Path) -> Vec<PathBuf> {
    let largest = std::env::var("CORPUS_LARGEST").ok();
    let largest = largest.and_then(|text| text.parse::<u64>().ok());
    let mut found = all_documents(folder);
    if let Some(largest) = largest {
        found.retain(|path| path.metadata().is_ok_and(|found| found.len() <= largest));
    }
    found
}

#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
/// All of them, however large.
pub(crate) fn all_documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(all_documents(&path));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if text.contains("\"openapi\"") || text.lines().any(|line| line.starts_with("openapi:")) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A small generator of numbers that look random and are the same on every run.
#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
pub(crate) struct Random(u64);

#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    /// A number below `bound`, which is above zero.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        // The steps of xorshift64*.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }
}

/// Breaks one place of a document: a key renamed, a value of another type, a part removed,
/// duplicated or replaced by a reference.
#[allow(
    dead_code,
    reason = "not every test that includes this module needs it"
)]
pub(crate) fn mutate(root: &mut Value, random: &mut Random) {
    let pool = [
        "type",
        "required",
        "properties",
        "$ref",
        "get",
        "schema",
        "x-a",
        "",
        "/a",
        "200",
    ];
    let mut value = root;
    // Go down at random, and stop on the way more often the deeper it gets.
    loop {
        let is_leaf = match &*value {
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => true,
        };
        if is_leaf || random.below(8) == 0 {
            break;
        }
        value = match value {
            Value::Array(items) => {
                let index = random.below(items.len());
                &mut items[index]
            }
            Value::Object(members) => {
                let index = random.below(members.len());
                members.values_mut().nth(index).unwrap()
            }
            _ => unreachable!("a leaf has no children"),
        };
    }
    match (random.below(6), value) {
        (0, Value::Object(members)) if !members.is_empty() => {
            let key = members
                .keys()
                .nth(random.below(members.len()))
                .unwrap()
                .clone();
            let member = members.shift_remove(&key).unwrap();
            let mut renamed = key.clone();
            match random.below(3) {
                0 => drop(renamed.pop()),
                1 => renamed.insert(0, 'x'),
                _ => renamed = pool[random.below(pool.len())].to_owned(),
            }
            members.insert(renamed, member);
        }
        (1, Value::Object(members)) if !members.is_empty() => {
            let key = members
                .keys()
                .nth(random.below(members.len()))
                .unwrap()
                .clone();
            members.shift_remove(&key);
        }
        (2, Value::Object(members)) if !members.is_empty() => {
            let member = members
                .values()
                .nth(random.below(members.len()))
                .unwrap()
                .clone();
            members.insert(pool[random.below(pool.len())].to_owned(), member);
        }
        (3, Value::Array(items)) if !items.is_empty() => {
            let item = items[random.below(items.len())].clone();
            items.insert(0, item);
        }
        (4, value) => {
            let targets = [
                "#/components/schemas/Nowhere",
                "#/paths",
                "#",
                "#/info",
                "other.yaml",
                "#x",
                "",
            ];
            *value = json!({ "$ref": targets[random.below(targets.len())] });
        }
        (_, value) => {
            let others = [
                json!(null),
                json!(true),
                json!(-1),
                json!(1e300),
                json!(0.5),
                json!("text"),
                json!([]),
                json!({}),
                json!([{}, [], "a", null]),
                json!({ "a": { "b": [] } }),
            ];
            *value = others[random.below(others.len())].clone();
        }
    }
}
