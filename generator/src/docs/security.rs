//! How to authenticate: what each scheme asks for, and which of them an operation needs.

use maud::{Markup, html};

use super::Site;
use super::markdown;
use crate::emit;
use crate::ir::{ApiKeyPlace, Operation, SecurityKind, SecurityScheme};

/// All schemes, for the overview.
pub fn schemes(site: &Site<'_>) -> Markup {
    let schemes = &site.api.security_schemes;
    html! {
        @if !schemes.is_empty() {
            h2 id="authentication" { "Authentication" }
            dl {
                @for (index, scheme) in schemes.iter().enumerate() {
                    dt id=(anchor(index)) { code { (scheme.name) } }
                    dd {
                        p { (kind(&scheme.kind)) }
                        @if let Some(text) = &scheme.description { (markdown::block(text)) }
                        @for note in &scheme.notes { p.rules { (markdown::inline(note)) } }
                        (variables(scheme))
                    }
                }
            }
        }
    }
}

fn anchor(index: usize) -> String {
    format!("scheme-{}", index + 1)
}

/// What samples read the credentials of a scheme from.
fn variables(scheme: &SecurityScheme) -> Markup {
    let what: &[&str] = match &scheme.kind {
        SecurityKind::Basic => &["USERNAME", "PASSWORD"],
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => {
            &["TOKEN"]
        }
        SecurityKind::Http(_) => &["CREDENTIALS"],
        SecurityKind::ApiKey(..) => &["KEY"],
        SecurityKind::MutualTls => &[],
    };
    html! {
        @if !what.is_empty() {
            p.rules {
                "Samples read it from the environment: "
                @for (index, what) in what.iter().enumerate() {
                    @if index > 0 { ", " }
                    code { (emit::variable(scheme, what)) }
                }
                "."
            }
        }
    }
}

/// What a scheme asks for.
fn kind(kind: &SecurityKind) -> Markup {
    html! {
        @match kind {
            SecurityKind::Basic => { "HTTP Basic: a user's name and password." }
            SecurityKind::Bearer => { "A bearer token, in the header " code { "Authorization" } "." }
            SecurityKind::Http(scheme) => {
                "HTTP authentication by " code { (scheme) } ", in the header " code { "Authorization" } "."
            }
            SecurityKind::ApiKey(place, name) => {
                "A key, in the "
                (match place {
                    ApiKeyPlace::Header => "header",
                    ApiKeyPlace::Query => "query parameter",
                    ApiKeyPlace::Cookie => "cookie",
                })
                " " code { (name) } "."
            }
            SecurityKind::OAuth2 { token_url, users } => {
                "An OAuth 2 token, as a bearer token in the header " code { "Authorization" } "."
                @if let Some(url) = token_url { " A client's token comes from " code { (url) } "." }
                @if let Some(url) = &users.authorization_url { " Users log in at " code { (url) } "." }
            }
            SecurityKind::OpenIdConnect { url } => {
                "A token of OpenID Connect, whose provider describes itself at " code { (url) } "."
            }
            SecurityKind::MutualTls => { "A client certificate." }
        }
    }
}

/// What an operation needs, with links to how that is given.
pub fn needs(site: &Site<'_>, operation: &Operation) -> Markup {
    let schemes = &site.api.security_schemes;
    let last = operation.security.len().saturating_sub(1);
    html! {
        @if !operation.security.is_empty() {
            p.security {
                "Credentials: "
                @for (index, requirement) in operation.security.iter().enumerate() {
                    @if index > 0 { "; or " }
                    @if requirement.is_empty() { "none" }
                    @for (at, (scheme, scopes)) in requirement.iter().enumerate() {
                        @if at > 0 { " and " }
                        @if let Some(it) = schemes.get(*scheme) {
                            a href=(format!("index.html#{}", anchor(*scheme))) { (it.name) }
                        }
                        @if !scopes.is_empty() { " with " }
                        @for (at, scope) in scopes.iter().enumerate() {
                            @if at > 0 { ", " }
                            code { (scope) }
                        }
                    }
                    @if index == last { "." }
                }
            }
        }
    }
}
