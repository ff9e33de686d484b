//! What the elements of XML are called where no `xml` says it: since OpenAPI 3.2 what a property refers to is an
//! element of its own name, before it was one of the property's.

use serde_json::Value;

use super::super::event::{Anchor, Event};
use super::super::rule::XML_CHANGED;
use super::super::view::{Side, View};
use super::{Comparison, Encoding};
use crate::document::{Kind, Schema};
use crate::keyword::only_describes;
use crate::version::Version;

/// How deep lists may be in lists.
const DEPTH: usize = 8;

impl<'d> Comparison<'_, 'd> {
    /// Tells where a property's element, or those of its items, have another name than before.
    pub(super) fn element(&mut self, property: &str, old: &Schema<'d>, new: &Schema<'d>) {
        // Only XML has names for what is within.
        if self.encoding != Encoding::Xml {
            return;
        }
        let was = inferred(&self.comparer.old, property, old, DEPTH);
        let is = inferred(&self.comparer.new, property, new, DEPTH);
        // What `xml` says is compared with the schemas.
        let (Some(was), Some(is)) = (was, is) else {
            return;
        };
        if was != is {
            let places = (Anchor::key(old.at()), Anchor::key(new.at()));
            let event = Event::new(&XML_CHANGED, places.0, places.1).subject("name");
            let event = Event {
                from: Some(was),
                to: Some(is),
                ..event
            };
            self.push(event);
        }
    }
}

/// The name of an element that what describes its data does not name.
fn inferred<'d>(
    side: &Side<'d>,
    property: &str,
    schema: &Schema<'d>,
    depth: usize,
) -> Option<String> {
    if let Some(name) = stated_beside(schema) {
        return Some(name.to_owned());
    }
    let view = View::read(side, schema);
    let xml = view.first("xml", |keywords| keywords.object?.get("xml"));
    let xml = xml.map(|fact| fact.value);
    let stated = xml.and_then(|xml| xml.get("name")?.as_str());
    if view.kinds.single() == Some(Kind::Array) {
        let says = |key: &str, value: Value| xml.and_then(|xml| xml.get(key)) == Some(&value);
        let is_wrapped = says("wrapped", true.into()) || says("nodeType", "element".into());
        let list = stated.filter(|_| is_wrapped).unwrap_or(property);
        let items = view.schema(|keywords| keywords.items.clone())?;
        return inferred(side, list, &items, depth.checked_sub(1)?);
    }
    if stated.is_some() {
        return None;
    }
    let referred = (side.document.version >= Version::V3_2).then(|| referred(side, schema));
    Some(referred.flatten().unwrap_or_else(|| property.to_owned()))
}

/// The name that is stated beside a reference, so that it concerns this place alone.
pub(super) fn stated_beside<'d>(schema: &Schema<'d>) -> Option<&'d str> {
    let members = schema.single()?.value.as_object()?;
    let refers = members.contains_key("$ref") || members.contains_key("allOf");
    members.get("xml").filter(|_| refers)?.get("name")?.as_str()
}

/// The name of what a schema refers to and says no more of.
fn referred(side: &Side<'_>, schema: &Schema<'_>) -> Option<String> {
    let members = schema.single()?.value.as_object()?;
    let reference = members.get("$ref").and_then(Value::as_str)?;
    let is_plain = members
        .keys()
        .all(|key| key == "$ref" || only_describes(key));
    let target = side.document.target(reference).filter(|_| is_plain)?;
    target.last().map(|name| name.into_owned())
}
