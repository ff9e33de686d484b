//! Texts back into values, by OpenAPI's table of styles and RFC 6570: which JSON a parameter or a field may stand for.
//!
//! A text has no kind of its own, so that `0` is a number where one is asked for, and a string where that is. Where the
//! specifications leave open what a text means, nothing is said.

use std::collections::BTreeSet;

use faircopy::Pointer;
use faircopy::internals::document::Document;
use serde_json::{Map, Value};

use super::wire::{Pair, decoded};

/// What a document says of how a value is written.
pub(super) struct Style<'s> {
    pub(super) name: &'s str,
    pub(super) style: &'s str,
    pub(super) explode: bool,
    pub(super) schema: Pointer,
}

/// What some texts stand for.
#[derive(Debug, PartialEq)]
pub(super) enum Reading {
    /// There is none under that name.
    Absent,
    /// Nothing that the style writes.
    Broken,
    /// Any of these.
    Values(Vec<Value>),
    /// The specifications say nothing of it, or several things.
    Undefined,
    /// This does not see what the schema asks for.
    Unknown,
}

/// What a value is made of.
enum Shape {
    Plain,
    List,
    Object,
}

/// Reads texts by a document's schemas.
#[derive(Clone, Copy)]
pub(super) struct Styles<'d>(pub(super) &'d Document);

impl Styles<'_> {
    /// A text of a path.
    pub(super) fn path(&self, style: &Style<'_>, text: &str) -> Reading {
        let (start, separator) = match (style.style, style.explode) {
            ("label", true) => (".", "."),
            ("label", false) => (".", ","),
            ("matrix", _) => return self.matrix(style, text),
            _ => ("", ","),
        };
        match text.strip_prefix(start) {
            Some(text) => self.joined(style, text, &[separator], style.explode),
            None => Reading::Broken,
        }
    }

    fn matrix(&self, style: &Style<'_>, text: &str) -> Reading {
        let Some(text) = text.strip_prefix(';') else {
            return Reading::Broken;
        };
        let all = text
            .split(';')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let all: Vec<_> = all.collect();
        let named = all
            .iter()
            .all(|(name, _)| decoded(name, false) == style.name);
        let values: Vec<_> = all.iter().map(|(_, value)| *value).collect();
        match (self.shape(&style.schema), style.explode) {
            (Some(Shape::Object), true) => {
                let all = all
                    .iter()
                    .map(|(name, value)| (decoded(name, false), decoded(value, false)));
                self.object(&style.schema, all.collect())
            }
            (None, _) => Reading::Unknown,
            _ if !named => Reading::Broken,
            (Some(Shape::List), true) => self.list(&style.schema, &values, false),
            _ if values.len() > 1 => Reading::Broken,
            _ => self.joined(style, values[0], &[","], false),
        }
    }

    /// A header's text. Commas within quotes separate nothing by RFC 9110, and do by RFC 6570.
    pub(super) fn header(&self, style: &Style<'_>, text: &str) -> Reading {
        match self.shape(&style.schema) {
            Some(Shape::Plain) => Reading::Values(self.plain(&style.schema, text)),
            Some(_) if text.contains('"') => Reading::Undefined,
            _ => self.split(style, text, &[","], style.explode, &|text| {
                text.trim_matches([' ', '\t']).to_owned()
            }),
        }
    }

    /// The pairs under a name, of a query, of cookies or of a form. `others` are the names of everything else there.
    pub(super) fn pairs(
        &self,
        style: &Style<'_>,
        pairs: &[Pair],
        others: &BTreeSet<String>,
    ) -> Reading {
        let own = pairs.iter().filter(|(name, _)| name == style.name);
        let own: Vec<&str> = own.map(|(_, value)| value.as_str()).collect();
        let Some(shape) = self.shape(&style.schema) else {
            return Reading::Unknown;
        };
        match (shape, style.style, style.explode) {
            (_, "deepObject", _) => self.deep(style, pairs),
            (Shape::Object, "form", true) => {
                let known = |name: &str| style.schema_of(self, name).is_some();
                let all = pairs.iter().filter(|(name, _)| {
                    known(name) || !others.contains(name.split('[').next().unwrap_or_default())
                });
                let all = all.map(|(name, value)| (name.clone(), decoded(value, true)));
                let all: Vec<Pair> = all.collect();
                match all.is_empty() {
                    true => Reading::Absent,
                    false => self.object(&style.schema, all),
                }
            }
            _ if own.is_empty() => Reading::Absent,
            (Shape::List, _, true) => self.list(&style.schema, &own, true),
            (Shape::Object, _, true) => Reading::Undefined,
            _ if own.len() > 1 => Reading::Broken,
            (Shape::Plain, _, _) => {
                Reading::Values(self.plain(&style.schema, &decoded(own[0], true)))
            }
            (_, "spaceDelimited", _) => self.separated(style, own[0], &["%20", "+"]),
            (_, "pipeDelimited", _) => self.separated(style, own[0], &["%7C", "%7c", "|"]),
            _ => self.separated(style, own[0], &[","]),
        }
    }

    fn separated(&self, style: &Style<'_>, text: &str, separators: &[&str]) -> Reading {
        self.split(style, text, separators, false, &|text| decoded(text, true))
    }

    /// What stands in one text of a path.
    fn joined(&self, style: &Style<'_>, text: &str, separators: &[&str], explode: bool) -> Reading {
        match self.shape(&style.schema) {
            Some(Shape::Plain) => Reading::Values(self.plain(&style.schema, &decoded(text, false))),
            _ => self.split(style, text, separators, explode, &|text| {
                decoded(text, false)
            }),
        }
    }

    /// A list, or an object as `name,value` or as `name=value`.
    fn split(
        &self,
        style: &Style<'_>,
        text: &str,
        separators: &[&str],
        explode: bool,
        decode: &dyn Fn(&str) -> String,
    ) -> Reading {
        let mut items = vec![text];
        for separator in separators {
            items = items
                .iter()
                .flat_map(|item| item.split(separator))
                .collect();
        }
        let decoded: Vec<String> = items.iter().map(|item| decode(item)).collect();
        match self.shape(&style.schema) {
            Some(Shape::List) => {
                let items: Vec<_> = decoded.iter().map(String::as_str).collect();
                self.list_of(&style.schema, &items)
            }
            // An object without properties is written as nothing.
            Some(Shape::Object) if text.is_empty() => {
                Reading::Values(vec![Value::Object(Map::new())])
            }
            Some(Shape::Object) if explode => {
                let pairs = items.iter().map(|item| item.split_once('='));
                let pairs =
                    pairs.map(|pair| pair.map(|(name, value)| (decode(name), decode(value))));
                match pairs.collect::<Option<Vec<_>>>() {
                    Some(pairs) => self.object(&style.schema, pairs),
                    None => Reading::Broken,
                }
            }
            Some(Shape::Object) if decoded.len() % 2 == 1 => Reading::Broken,
            Some(Shape::Object) => {
                let pairs = decoded
                    .chunks(2)
                    .map(|pair| (pair[0].clone(), pair[1].clone()));
                self.object(&style.schema, pairs.collect())
            }
            Some(Shape::Plain) | None => Reading::Unknown,
        }
    }

    /// `name[property]=value`. Deeper names are not described.
    fn deep(&self, style: &Style<'_>, pairs: &[Pair]) -> Reading {
        let mut properties = Vec::new();
        for (name, value) in pairs {
            let Some(rest) = name
                .strip_prefix(style.name)
                .and_then(|rest| rest.strip_prefix('['))
            else {
                continue;
            };
            match rest.strip_suffix(']') {
                Some(property) if !property.contains(['[', ']']) => {
                    properties.push((property.to_owned(), decoded(value, true)));
                }
                _ => return Reading::Undefined,
            }
        }
        match properties.is_empty() {
            true => Reading::Absent,
            false => self.object(&style.schema, properties),
        }
    }

    fn list(&self, schema: &Pointer, items: &[&str], plus: bool) -> Reading {
        let items: Vec<_> = items.iter().map(|item| decoded(item, plus)).collect();
        let items: Vec<_> = items.iter().map(String::as_str).collect();
        self.list_of(schema, &items)
    }

    fn list_of(&self, schema: &Pointer, items: &[&str]) -> Reading {
        let item = self.0.resolved(&schema.key("items"));
        let all = items.iter().map(|text| self.one(&item, text));
        let mut values = vec![Value::Array(all.collect())];
        // Nothing is written of a list without items, as of one with an empty text.
        if items == [""] {
            values.push(Value::Array(Vec::new()));
        }
        Reading::Values(values)
    }

    fn object(&self, schema: &Pointer, pairs: Vec<Pair>) -> Reading {
        let mut object = Map::new();
        for (name, text) in pairs {
            let value = match self.property(schema, &name) {
                Some(property) => self.one(&property, &text),
                None => Value::String(text),
            };
            // A name that stands twice is the name of nothing that an object has.
            if object.insert(name, value).is_some() {
                return Reading::Broken;
            }
        }
        Reading::Values(vec![Value::Object(object)])
    }

    /// The schema of a property.
    pub(super) fn property(&self, schema: &Pointer, name: &str) -> Option<Pointer> {
        let schema = self.0.resolved(schema);
        let declared = schema.keys(["properties", name]);
        let other = schema.key("additionalProperties");
        let mut all = [declared, other].into_iter();
        all.find(|at| at.resolve(&self.0.value).is_some_and(Value::is_object))
            .map(|at| self.0.resolved(&at))
    }

    /// What a text may be: what is asked for, or a string.
    pub(super) fn plain(&self, schema: &Pointer, text: &str) -> Vec<Value> {
        vec![self.one(schema, text), Value::from(text)]
    }

    /// A text as what is asked for, if it is that.
    fn one(&self, schema: &Pointer, text: &str) -> Value {
        let string = || Value::from(text);
        if text.trim() != text || self.kinds(schema, 8).contains("string") {
            return string();
        }
        match serde_json::from_str::<Value>(text) {
            Ok(value) if !value.is_string() && !value.is_array() && !value.is_object() => value,
            _ => string(),
        }
    }

    fn shape(&self, schema: &Pointer) -> Option<Shape> {
        let kinds = self.kinds(schema, 8);
        let is_whole = |kind| kinds.iter().all(|known| [kind, "null"].contains(known));
        match () {
            () if kinds.is_empty() => None,
            () if !kinds.contains("array") && !kinds.contains("object") => Some(Shape::Plain),
            () if is_whole("array") => Some(Shape::List),
            () if is_whole("object") => Some(Shape::Object),
            () => None,
        }
    }

    /// The kinds of data that a schema names; none where it does not say.
    pub(super) fn kinds(&self, schema: &Pointer, depth: usize) -> BTreeSet<&str> {
        let at = self.0.resolved(schema);
        let Some(found) = at.resolve(&self.0.value).filter(|_| depth > 0) else {
            return BTreeSet::new();
        };
        let mut kinds = BTreeSet::new();
        match &found["type"] {
            Value::String(kind) => {
                kinds.insert(kind.as_str());
            }
            Value::Array(list) => kinds.extend(list.iter().filter_map(Value::as_str)),
            _ => {
                for keyword in ["oneOf", "anyOf", "allOf"] {
                    let count = found[keyword].as_array().map_or(0, Vec::len);
                    let branches = (0..count).map(|index| at.key(keyword).index(index));
                    kinds.extend(branches.flat_map(|branch| self.kinds(&branch, depth - 1)));
                }
            }
        }
        kinds
    }
}

impl Style<'_> {
    fn schema_of(&self, styles: &Styles<'_>, name: &str) -> Option<Pointer> {
        let at = styles.0.resolved(&self.schema).keys(["properties", name]);
        at.resolve(&styles.0.value).map(|_| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faircopy::internals::Version;
    use serde_json::json;

    fn read(schema: Value, read: impl FnOnce(&Styles<'_>, Pointer) -> Reading) -> Reading {
        let document = json!({
            "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": {},
            "components": { "schemas": { "It": schema } },
        });
        let document = Document::new(document, Version::V3_0).unwrap();
        let at = Pointer::root().keys(["components", "schemas", "It"]);
        read(&Styles(&document), at)
    }

    fn of_path(schema: &Value, style: &str, explode: bool, text: &str) -> Reading {
        read(schema.clone(), |styles, schema| {
            let name = "p";
            styles.path(
                &Style {
                    name,
                    style,
                    explode,
                    schema,
                },
                text,
            )
        })
    }

    fn values(all: &[Value]) -> Reading {
        Reading::Values(all.to_vec())
    }

    #[test]
    fn paths_are_read_by_their_styles() {
        let number = json!({ "type": "integer" });
        let list = json!({ "type": "array", "items": number });
        let object = json!({ "type": "object", "properties": { "a": number } });
        for (schema, style, explode, text, expected) in [
            (
                &number,
                "simple",
                false,
                "0",
                values(&[json!(0), json!("0")]),
            ),
            (
                &number,
                "label",
                false,
                ".0",
                values(&[json!(0), json!("0")]),
            ),
            (&number, "label", false, "0", Reading::Broken),
            (
                &number,
                "matrix",
                false,
                ";p=0",
                values(&[json!(0), json!("0")]),
            ),
            (&number, "matrix", false, ";q=0", Reading::Broken),
            (
                &list,
                "simple",
                false,
                "1,x%2C",
                values(&[json!([1, "x,"])]),
            ),
            (&list, "label", true, ".", values(&[json!([""]), json!([])])),
            (&list, "matrix", true, ";p=1;p=2", values(&[json!([1, 2])])),
            (&list, "matrix", false, ";p=1,2", values(&[json!([1, 2])])),
            (
                &object,
                "simple",
                false,
                "a,1,b,2",
                values(&[json!({ "a": 1, "b": "2" })]),
            ),
            (&object, "simple", false, "a", Reading::Broken),
            (&object, "label", true, ".a=1.b=0.5", Reading::Broken),
            (&object, "label", true, ".=5", values(&[json!({ "": "5" })])),
            (
                &object,
                "matrix",
                true,
                ";a=1;b",
                values(&[json!({ "a": 1, "b": "" })]),
            ),
            (&object, "matrix", true, ";a=1;a=2", Reading::Broken),
        ] {
            assert_eq!(
                of_path(schema, style, explode, text),
                expected,
                "{style} {text}"
            );
        }
    }

    #[test]
    fn pairs_are_read_by_their_styles() {
        let object = json!({ "type": "object", "properties": { "a": { "type": "boolean" } } });
        let list = json!({ "type": "array", "items": { "type": "string" } });
        let anything = json!({});
        for (schema, style, explode, query, expected) in [
            (
                &object,
                "form",
                true,
                "a=true&b=+&q=1",
                values(&[json!({ "a": true, "b": " " })]),
            ),
            (&object, "form", true, "a=true&a=false", Reading::Broken),
            (&object, "form", true, "q=1", Reading::Absent),
            (&object, "form", false, "p=a%2Ctrue", Reading::Broken),
            (
                &object,
                "form",
                false,
                "p=a,true",
                values(&[json!({ "a": true })]),
            ),
            (
                &object,
                "deepObject",
                true,
                "p%5Ba%5D=true",
                values(&[json!({ "a": true })]),
            ),
            (
                &object,
                "deepObject",
                true,
                "p[a][b]=true",
                Reading::Undefined,
            ),
            (
                &list,
                "form",
                true,
                "p=1&p=a%2Cb",
                values(&[json!(["1", "a,b"])]),
            ),
            (
                &list,
                "pipeDelimited",
                false,
                "p=1%7C2|3",
                values(&[json!(["1", "2", "3"])]),
            ),
            (&list, "spaceDelimited", false, "p=1&p=2", Reading::Broken),
            (&anything, "form", true, "p=1", Reading::Unknown),
        ] {
            let found = read(schema.clone(), |styles, schema| {
                let style = Style {
                    name: "p",
                    style,
                    explode,
                    schema,
                };
                let others = BTreeSet::from(["q".to_owned()]);
                styles.pairs(&style, &super::super::wire::pairs(query), &others)
            });
            assert_eq!(found, expected, "{style} {query}");
        }
    }
}
