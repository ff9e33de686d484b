//! Responses: their one schema becomes that of each media type, and their headers hold schemas.

use serde_json::{Map, Value, json};

use super::{Spot, Stated, Upgrade};

impl Upgrade<'_> {
    /// The responses that others refer to; what they are written in is what the document says for all.
    pub(super) fn shared_responses(&mut self) -> Map<String, Value> {
        let spot = self.component("responses", "responses");
        let produces = self.stated("produces");
        let entries = self.map("responses").map(|(name, response)| {
            let spot = self.entry(&spot, name);
            let response = self.response(response, produces.as_ref(), &spot);
            (name.clone(), response)
        });
        entries.collect()
    }

    /// The responses of an operation, with what it says of their media types itself.
    pub(super) fn responses(
        &mut self,
        responses: &Value,
        own: Option<Stated<'_>>,
        spot: &Spot,
    ) -> Value {
        let Value::Object(members) = responses else {
            return responses.clone();
        };
        let has_own = own.is_some();
        let produces = own.or_else(|| self.stated("produces"));
        let produces = produces.as_ref();
        let responses = members.iter().map(|(status, response)| {
            let spot = spot.key(status);
            let new = match status.starts_with("x-") {
                true => response.clone(),
                false => match has_own.then(|| self.shared(response)).flatten() {
                    // The one that is shared is written in something else here.
                    Some((shared, old)) if shared.get("schema").is_some() => {
                        let spot = Spot { old, ..spot };
                        self.moves.add(spot.new.clone(), spot.old.clone());
                        self.response(shared, produces, &spot)
                    }
                    _ => self.response(response, produces, &spot),
                },
            };
            (status.clone(), new)
        });
        Value::Object(responses.collect())
    }

    fn response(&mut self, response: &Value, produces: Option<&Stated<'_>>, spot: &Spot) -> Value {
        let Value::Object(members) = response else {
            return response.clone();
        };
        if members.contains_key("$ref") {
            self.references.push(spot.new.key("$ref"));
            return response.clone();
        }
        let mut new = members.clone();
        let schema = new.shift_remove("schema");
        let examples = new.shift_remove("examples");
        if let Some(headers) = new.get_mut("headers") {
            *headers = self.headers(headers, &spot.key("headers"));
        }
        if schema.is_some() || examples.is_some() {
            let content = self.content(schema.as_ref(), examples.as_ref(), produces, spot);
            new.insert("content".to_owned(), content);
        }
        new.into()
    }

    /// A response's content by media type. Without a word on these it is JSON, but for files.
    fn content(
        &mut self,
        schema: Option<&Value>,
        examples: Option<&Value>,
        produces: Option<&Stated<'_>>,
        spot: &Spot,
    ) -> Value {
        let is_file = schema.is_some_and(|schema| schema.get("type") == Some(&json!("file")));
        let examples = examples.and_then(Value::as_object);
        let mut types = produces.map(Stated::media_types).unwrap_or_default();
        match schema {
            None => types.clear(),
            Some(_) if types.is_empty() => {
                let name = match is_file {
                    true => "application/octet-stream",
                    false => "application/json",
                };
                types.push((name, None));
            }
            Some(_) => {}
        }
        for name in examples.into_iter().flat_map(Map::keys) {
            if !types.iter().any(|(known, _)| known == name) {
                types.push((name, Some(spot.old.keys(["examples", name]))));
            }
        }
        let content = types.into_iter().map(|(name, listed)| {
            let at = spot.new.keys(["content", name]);
            self.place_media_type(at.clone(), listed);
            let mut media_type = Map::new();
            if let Some(schema) = schema {
                let spot = Spot {
                    old: spot.old.key("schema"),
                    new: at.key("schema"),
                };
                self.moves.add(spot.new.clone(), spot.old.clone());
                media_type.insert("schema".to_owned(), self.schema(schema, &spot));
            }
            if let Some(example) = examples.and_then(|examples| examples.get(name)) {
                let old = spot.old.keys(["examples", name]);
                self.moves.add(at.key("example"), old);
                media_type.insert("example".to_owned(), example.clone());
            }
            (name.to_owned(), Value::Object(media_type))
        });
        Value::Object(content.collect())
    }

    fn headers(&mut self, headers: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = headers else {
            return headers.clone();
        };
        let headers = members.iter().map(|(name, header)| {
            let spot = spot.key(name);
            let new = match header {
                Value::Object(members) if !members.contains_key("schema") => {
                    let mut new = members.clone();
                    let at = spot.new.key("schema");
                    let (schema, _) = self.held(&mut new, "header", &spot.old, at);
                    new.insert("schema".to_owned(), schema);
                    new.into()
                }
                other => other.clone(),
            };
            (name.clone(), new)
        });
        Value::Object(headers.collect())
    }
}
