//! The overview: what the API is, where it is, how to authenticate, and what it can do.

use maud::{Markup, html};
use serde_json::Value;

use super::markdown;
use super::page::method;
use super::security;
use super::shape::text;
use super::site::{Site, Tag};
use crate::ir::Server;

/// Beyond this many operations, a tag's are listed on its own page alone.
const MOST_LISTED: usize = 150;

/// The overview.
pub fn page(site: &Site<'_>) -> Markup {
    let api = site.api;
    let count: usize = site.tags.iter().map(|tag| tag.operations.len()).sum();
    html! {
        h1 { (api.title) }
        (about(&site.document.value))
        (text(&api.docs))
        (servers(&api.servers))
        (security::schemes(site))
        @if !site.tags.is_empty() {
            h2 id="operations" { "Operations" }
            @for tag in &site.tags {
                h3 { a href=(tag.page) { (tag.name) } }
                @if let Some(text) = &tag.description { (markdown::block(text)) }
                @if count <= MOST_LISTED { (operations(tag)) }
                @else { p.rules { (tag.operations.len()) " operations" } }
            }
        }
    }
}

/// The page of a tag.
pub fn tag(tag: &Tag<'_>) -> Markup {
    html! {
        h1 { (tag.name) }
        @if let Some(text) = &tag.description { (markdown::block(text)) }
        (operations(tag))
    }
}

fn operations(tag: &Tag<'_>) -> Markup {
    html! {
        ul.operations {
            @for (operation, page) in &tag.operations {
                li {
                    a href=(page) { (super::operation::title(operation)) }
                    " "
                    span.route { (method(operation.method.as_str())) " " code { (operation.path) } }
                    @if operation.docs.deprecated { " " span.mark { "deprecated" } }
                }
            }
        }
    }
}

/// The version, and whom to ask.
fn about(document: &Value) -> Markup {
    let info = document.get("info").unwrap_or(&Value::Null);
    let text = |owner: &Value, key: &str| owner.get(key).and_then(Value::as_str).map(str::to_owned);
    let contact = info.get("contact").unwrap_or(&Value::Null);
    let license = info.get("license").unwrap_or(&Value::Null);
    let linked = |name: Option<String>, address: Option<String>| {
        let shown = name.or(address.clone());
        let address = address.and_then(|it| markdown::safe_link(&it).map(str::to_owned));
        html! {
            @match (shown, address) {
                (Some(shown), Some(address)) => a href=(address) rel="noopener noreferrer" { (shown) },
                (Some(shown), None) => (shown),
                (None, _) => {},
            }
        }
    };
    let mail = text(contact, "email").map(|it| format!("mailto:{it}"));
    html! {
        p.rules {
            @if let Some(version) = text(info, "version") { "Version " (version) ". " }
            @if contact.is_object() {
                "Contact: " (linked(text(contact, "name").or(text(contact, "email")), text(contact, "url").or(mail))) ". "
            }
            @if license.is_object() {
                "Licence: " (linked(text(license, "name"), text(license, "url"))) ". "
            }
            @if let Some(terms) = text(info, "termsOfService") {
                (linked(Some("Terms of service".to_owned()), Some(terms)))
            }
        }
    }
}

/// Addresses, with what their variables may be.
fn servers(servers: &[Server]) -> Markup {
    html! {
        h2 id="servers" { "Servers" }
        ul {
            @for server in servers {
                li {
                    code { (server.url) }
                    @if let Some(text) = &server.description { ": " (markdown::inline(text)) }
                    @if !server.variables.is_empty() {
                        ul {
                            @for variable in &server.variables {
                                li {
                                    code { (variable.name) }
                                    ", by default " code { (variable.default) }
                                    @if !variable.values.is_empty() {
                                        ", one of "
                                        @for (index, value) in variable.values.iter().enumerate() {
                                            @if index > 0 { ", " }
                                            code { (value) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
