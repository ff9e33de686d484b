//! What a response leads on to: `links`, each to an operation, with what its parameters are taken from.

use maud::{Markup, html};
use serde_json::{Map, Value};

use super::markdown;
use super::operation::title;
use super::site::Site;
use crate::ir::{Operation, Response};
use crate::pointer::Pointer;

/// The links of a response.
pub fn list(site: &Site<'_>, response: &Response) -> Markup {
    let stated = resolved(site, &response.source);
    let links = stated.and_then(|(at, response)| {
        let links = response.get("links")?.as_object()?;
        Some((at.key("links"), links))
    });
    let Some((at, links)) = links.filter(|(_, links)| !links.is_empty()) else {
        return html! {};
    };
    html! {
        p.rules { "It leads on to:" }
        ul.links {
            @for name in links.keys() {
                @if let Some((_, link)) = resolved(site, &at.key(name)) {
                    li { (self::link(site, name, link)) }
                }
            }
        }
    }
}

fn link(site: &Site<'_>, name: &str, link: &Map<String, Value>) -> Markup {
    let text = |key: &str| link.get(key).and_then(Value::as_str);
    let target = target(site, link);
    let parameters = link.get("parameters").and_then(Value::as_object);
    let body = link.get("requestBody");
    html! {
        code { (name) }
        @match target {
            Some((operation, page)) => { ", " a href=(page) { (title(operation)) } }
            None => {
                @if let Some(elsewhere) = text("operationId").or(text("operationRef")) {
                    ", " code { (elsewhere) }
                }
            }
        }
        @for (parameter, value) in parameters.into_iter().flatten() {
            ", with " code { (parameter) } " from " code { (expression(value)) }
        }
        @if let Some(body) = body { ", with the body " code { (expression(body)) } }
        @if let Some(description) = text("description") { (markdown::block(description)) }
    }
}

/// A runtime expression as it is written, and any other value as JSON.
fn expression(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The operation that a link leads to, with its page, where it is one of the document's.
fn target<'s>(site: &'s Site<'_>, link: &Map<String, Value>) -> Option<(&'s Operation, &'s str)> {
    let text = |key: &str| link.get(key).and_then(Value::as_str);
    match (text("operationId"), text("operationRef")) {
        (Some(id), _) => site.operation(id),
        (None, Some(reference)) => site.operation_at(&Pointer::parse(reference)?),
        (None, None) => None,
    }
}

/// The object at a place, or where its references lead.
fn resolved<'a>(site: &Site<'a>, at: &Pointer) -> Option<(Pointer, &'a Map<String, Value>)> {
    let at = site.document.resolved(at);
    let object = at.resolve(&site.document.value)?.as_object()?;
    Some((at, object))
}
