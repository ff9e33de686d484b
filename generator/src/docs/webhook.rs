//! What a server sends to its users' own addresses: `webhooks`, or what was written so before 3.1.

use maud::{Markup, html};
use serde_json::{Map, Value};

use super::markdown;
use super::page::method;
use super::shape::Shapes;
use super::site::{Site, title};
use crate::ir::Method;
use crate::pointer::Pointer;

/// The keys of the document that hold them.
const KEYS: [&str; 2] = ["webhooks", "x-webhooks"];

fn of<'a>(site: &Site<'a>) -> impl Iterator<Item = (Pointer, &'a str, &'a Map<String, Value>)> {
    let document = &site.document.value;
    KEYS.into_iter().flat_map(move |key| {
        let items = document.get(key).and_then(Value::as_object);
        items.into_iter().flatten().filter_map(move |(name, item)| {
            let at = Pointer::root().keys([key, name]);
            let reference = item.get("$ref").and_then(Value::as_str);
            match reference.and_then(Pointer::parse) {
                None => Some((at, name.as_str(), item.as_object()?)),
                Some(target) => {
                    let item = target.resolve(document)?.as_object()?;
                    Some((target, name.as_str(), item))
                }
            }
        })
    })
}

/// Whether there is any.
pub fn any(site: &Site<'_>) -> bool {
    of(site).next().is_some()
}

/// Their page.
pub fn page(shapes: &Shapes<'_>) -> Markup {
    let hooks = of(shapes.site);
    html! {
        h1 { "Webhooks" }
        p { "Requests that the service sends to an address of yours." }
        @for (at, name, item) in hooks {
            section {
                h2 { code { (name) } }
                @for one in Method::ALL {
                    @if let Some(operation) = one.key().and_then(|key| item.get(key)) {
                        (hook(shapes, &at.key(one.key().unwrap_or_default()), &one, operation))
                    }
                }
            }
        }
    }
}

fn hook(shapes: &Shapes<'_>, at: &Pointer, with: &Method, operation: &Value) -> Markup {
    let text = |key: &str| operation.get(key).and_then(Value::as_str);
    let body = operation.get("requestBody");
    let reference = body.and_then(|body| body.get("$ref")?.as_str());
    let place = match reference.and_then(Pointer::parse) {
        Some(target) => target,
        None => at.key("requestBody"),
    };
    let body = place.resolve(&shapes.site.document.value);
    let contents = body.and_then(|body| body.get("content")?.as_object());
    html! {
        p.route {
            (method(with.as_str()))
            @if let Some(summary) = text("summary") { " " (markdown::inline(summary)) }
        }
        @if let Some(description) = text("description") { (markdown::block(description)) }
        @for media_type in contents.into_iter().flat_map(Map::keys) {
            p.media { code { (media_type) } }
            @if let Some(id) = shapes.site.type_at(&place.keys(["content", media_type, "schema"])) {
                @match shapes.site.schemas.get(&id) {
                    Some(page) => p.type {
                        a href=(page) { (title(&shapes.site.api.types[id])) }
                    },
                    None => (shapes.definition(id)),
                }
            }
        }
    }
}
