//! How much the model of a document would hold, references followed: components that many refer to are
//! copied for each, so that a small document could come to more than there is memory for.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Refusal, path_items};
use crate::cursor::Cursor;

/// What any document may come to, however small, in parts: parameters, headers, media types and the like.
const FREE: u64 = 100_000;

/// How many parts an operation is worth: it takes several kilobytes.
const OPERATION: u64 = 8;

/// Refuses a document of which the model would hold more parts than it has values, and so many besides.
pub(super) fn limited(root: &Cursor<'_>) -> Result<(), Refusal> {
    let security = root.value.get("security").and_then(Value::as_array);
    let mut extent = Extent {
        alternatives: security.map_or(0, |all| all.len() as u64),
        ..Extent::default()
    };
    let webhooks = ["webhooks", "x-webhooks"]
        .map(|key| root.named(key))
        .concat();
    let paths = path_items(root).into_iter().chain(webhooks);
    let mut all = 0_u64;
    for (_, item) in paths {
        all = all.saturating_add(extent.of(&item, Extent::item));
    }
    if all <= FREE || all <= values(root.value).saturating_add(FREE) {
        return Ok(());
    }
    let reason = format!(
        "its operations come to {all} parameters, headers, media types and the like where references \
         are followed, which is more than a document of this size may have"
    );
    Err((root.at.key("paths"), reason))
}

/// What was counted, by where it is in memory: each component once.
#[derive(Default)]
struct Extent {
    /// How many alternatives of security schemes the document has for all operations.
    alternatives: u64,
    known: BTreeMap<*const Value, u64>,
}

impl Extent {
    fn of(&mut self, found: &Cursor<'_>, count: fn(&mut Self, &Cursor<'_>) -> u64) -> u64 {
        let key = std::ptr::from_ref(found.value);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // One that leads to itself is nothing more for that.
        self.known.insert(key, 0);
        let counted = count(self, found).saturating_add(1);
        self.known.insert(key, counted);
        counted
    }

    fn all<'c>(
        &mut self,
        found: impl IntoIterator<Item = Cursor<'c>>,
        count: fn(&mut Self, &Cursor<'_>) -> u64,
    ) -> u64 {
        let each = found.into_iter().map(|found| self.of(&found, count));
        each.fold(0, u64::saturating_add)
    }

    fn item(&mut self, item: &Cursor<'_>) -> u64 {
        let parameters = self.all(item.items("parameters"), Self::content);
        let operations = item
            .operations()
            .into_iter()
            .map(|(_, operation)| operation);
        parameters.saturating_add(self.all(operations, Self::operation))
    }

    fn operation(&mut self, operation: &Cursor<'_>) -> u64 {
        let of = |key: &str| operation.named(key).into_iter().map(|(_, found)| found);
        [
            OPERATION,
            self.security(operation),
            self.all(operation.items("parameters"), Self::content),
            self.all(operation.get("requestBody"), Self::content),
            self.all(of("responses"), Self::response),
            self.all(of("callbacks"), Self::callback),
        ]
        .into_iter()
        .fold(0, u64::saturating_add)
    }

    /// The schemes of its alternatives, or of those that the document has for all.
    fn security(&self, operation: &Cursor<'_>) -> u64 {
        match operation.value.get("security").and_then(Value::as_array) {
            Some(own) => own.len() as u64,
            None => self.alternatives,
        }
    }

    fn callback(&mut self, callback: &Cursor<'_>) -> u64 {
        let items = callback.entries().into_iter().map(|(_, item)| item);
        self.all(items, Self::item)
    }

    fn response(&mut self, response: &Cursor<'_>) -> u64 {
        let of = |key: &str| response.named(key).into_iter().map(|(_, found)| found);
        let headers = self.all(of("headers"), Self::content);
        let links = of("links").count() as u64;
        headers
            .saturating_add(links)
            .saturating_add(self.content(response))
    }

    /// The media types of what has `content`, and the headers of their encodings.
    fn content(&mut self, owner: &Cursor<'_>) -> u64 {
        let media = owner.named("content").into_iter().map(|(_, found)| found);
        self.all(media, |extent, media| {
            let encodings = media.named("encoding").into_iter().map(|(_, found)| found);
            extent.all(encodings, |extent, encoding| {
                let headers = encoding.named("headers").into_iter();
                extent.all(headers.map(|(_, header)| header), Self::content)
            })
        })
    }
}

/// How many values there are in one.
fn values(value: &Value) -> u64 {
    let (mut count, mut open) = (0, vec![value]);
    while let Some(value) = open.pop() {
        count += 1;
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    /// Operations that all refer to one response of as many headers.
    fn document(operations: usize, headers: usize) -> Value {
        let headers: Map<String, Value> = (0..headers)
            .map(|i| (format!("X-{i}"), json!({ "schema": { "type": "string" } })))
            .collect();
        let answer = json!({ "$ref": "#/components/responses/R" });
        let paths: Map<String, Value> = (0..operations)
            .map(|i| {
                (
                    format!("/{i}"),
                    json!({ "get": { "responses": { "200": answer } } }),
                )
            })
            .collect();
        json!({
            "paths": paths,
            "components": { "responses": { "R": { "description": "", "headers": headers } } },
        })
    }

    #[test]
    fn what_many_refer_to_counts_for_each() {
        assert!(limited(&Cursor::new(&document(100, 100))).is_ok());
        let refused = limited(&Cursor::new(&document(1_000, 1_000))).unwrap_err();
        assert_eq!(refused.0.to_string(), "#/paths");
        assert!(refused.1.contains("1011000 parameters"), "{}", refused.1);
    }

    #[test]
    fn what_a_document_writes_itself_is_never_too_much() {
        let parameters: Vec<Value> = (0..200_000)
            .map(|i| json!({ "name": i.to_string(), "in": "query", "schema": {} }))
            .collect();
        let large = json!({ "paths": { "/a": { "get": { "parameters": parameters } } } });
        assert!(limited(&Cursor::new(&large)).is_ok());
    }
}
