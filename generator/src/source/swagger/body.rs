//! Parameters of the body and of forms to one request body.

use serde_json::{Map, Value, json};

use super::parameter::Place;
use super::{Spot, Stated, Upgrade};
use crate::pointer::Pointer;

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A parameter of a body or of a form.
#[derive(Clone)]
pub(super) struct Given<'o> {
    pub(super) members: &'o Map<String, Value>,
    /// Where these stand, in the old document.
    pub(super) at: Pointer,
    /// The reference to them, where they are shared.
    pub(super) referred: Option<&'o Value>,
    /// Where the operation has them, or the reference.
    pub(super) written: Pointer,
}

impl Given<'_> {
    fn place(&self) -> Option<&str> {
        self.members.get("in")?.as_str()
    }

    fn name(&self) -> Option<&str> {
        self.members.get("name")?.as_str()
    }

    fn is_file(&self) -> bool {
        self.members.get("type").is_some_and(|kind| kind == "file")
    }

    /// Whether an operation that has this does not have another from its path.
    pub(super) fn replaces(&self, other: &Given<'_>) -> bool {
        self.place() == other.place()
            && (self.place() == Some("body") || self.name() == other.name())
    }
}

impl Upgrade<'_> {
    /// The request body that these parameters are together; `own` is what the operation says itself of
    /// the media types that it takes.
    pub(super) fn request_body(
        &mut self,
        given: Vec<Given<'_>>,
        own: Option<Stated<'_>>,
        operation: &Spot,
    ) -> Option<Value> {
        let first = given.first()?;
        let new = operation.new.key("requestBody");
        let is_body = |given: &&Given<'_>| given.place() == Some("body");
        let second = match is_body(&first) {
            true => given.get(1),
            false => given.iter().find(is_body),
        };
        if let Some(second) = second {
            self.too_many_bodies(second);
        }
        if !is_body(&first) {
            let fields: Vec<&Given<'_>> = given.iter().filter(|given| !is_body(given)).collect();
            return Some(self.form(&fields, own, &new));
        }
        match first.referred {
            // The shared one is of the media types that the document states for all.
            Some(reference) if own.is_none() => {
                self.moves.add(new.clone(), first.written.clone());
                self.references.push(new.key("$ref"));
                Some(reference.clone())
            }
            _ => Some(self.body(first.members, &first.at, own, &new)),
        }
    }

    /// A request body of one schema. Without a word on its media types it is JSON.
    pub(super) fn body(
        &mut self,
        members: &Map<String, Value>,
        old: &Pointer,
        own: Option<Stated<'_>>,
        new: &Pointer,
    ) -> Value {
        self.moves.add(new.clone(), old.clone());
        let types = own.or_else(|| self.stated("consumes"));
        let types = types.map(|stated| stated.media_types());
        let mut body = members.clone();
        for key in ["name", "in"] {
            body.shift_remove(key);
        }
        let schema = body.shift_remove("schema");
        let mut types = types.unwrap_or_default();
        if types.is_empty() {
            types.push(("application/json", None));
        }
        let content = types.into_iter().map(|(name, listed)| {
            self.place_media_type(new.keys(["content", name]), listed);
            let spot = Spot {
                old: old.key("schema"),
                new: new.keys(["content", name, "schema"]),
            };
            let media_type = match &schema {
                Some(schema) => {
                    self.moves.add(spot.new.clone(), spot.old.clone());
                    json!({ "schema": self.schema(schema, &spot) })
                }
                None => json!({}),
            };
            (name.to_owned(), media_type)
        });
        let content: Map<String, Value> = content.collect();
        body.insert("content".to_owned(), content.into());
        body.into()
    }

    /// A request body that is a form, by each of its media types.
    fn form(&mut self, fields: &[&Given<'_>], own: Option<Stated<'_>>, new: &Pointer) -> Value {
        let written = fields.first().map(|first| first.written.clone());
        let written = written.unwrap_or_default();
        self.moves.add(new.clone(), written.clone());
        let has_files = fields.iter().any(|field| field.is_file());
        let types = own.or_else(|| self.stated("consumes"));
        let types = types.map(|stated| stated.media_types());
        let mut types = types.unwrap_or_default();
        types.retain(|(name, _)| {
            name.starts_with(MULTIPART) || name.starts_with(URLENCODED) && !has_files
        });
        if types.is_empty() {
            let name = if has_files { MULTIPART } else { URLENCODED };
            types.push((name, None));
        }
        let content = types.into_iter().map(|(name, listed)| {
            self.place_media_type(new.keys(["content", name]), listed);
            // The object that the fields are of is written nowhere.
            self.moves
                .add(new.keys(["content", name, "schema"]), written.clone());
            let place = match name.starts_with(MULTIPART) {
                true => Place::MULTIPART,
                false => Place::FORM,
            };
            let media_type = self.fields(fields, place, &new.keys(["content", name]));
            (name.to_owned(), media_type)
        });
        let content: Map<String, Value> = content.collect();
        let is_required = fields
            .iter()
            .any(|field| field.members.get("required") == Some(&json!(true)));
        match is_required {
            true => json!({ "required": true, "content": content }),
            false => json!({ "content": content }),
        }
    }

    /// The fields of a form as the properties of an object, and how its lists are written.
    fn fields(&mut self, fields: &[&Given<'_>], place: &str, new: &Pointer) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let mut encoding = Map::new();
        for field in fields {
            let Some(name) = field.name() else {
                continue;
            };
            let mut rest = field.members.clone();
            let spot = Spot {
                old: field.at.clone(),
                new: new.keys(["schema", "properties", name]),
            };
            let (mut schema, listed) = self.held(&mut rest, place, &spot.old, spot.new);
            // Exploded is what a form is without a word.
            if let Some(listed) = listed.filter(|listed| listed.style != "form" || !listed.explode)
            {
                self.moves.add(new.keys(["encoding", name]), spot.old);
                let style = json!({ "style": listed.style, "explode": listed.explode });
                encoding.insert(name.to_owned(), style);
            }
            if rest.get("required") == Some(&json!(true)) {
                required.push(name);
            }
            for (key, value) in rest {
                let is_fields = [
                    "name",
                    "in",
                    "required",
                    "allowEmptyValue",
                    "collectionFormat",
                ];
                if !is_fields.contains(&key.as_str()) {
                    schema[key] = value;
                }
            }
            properties.insert(name.to_owned(), schema);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        match encoding.is_empty() {
            true => json!({ "schema": schema }),
            false => json!({ "schema": schema, "encoding": encoding }),
        }
    }
}
