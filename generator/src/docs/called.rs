//! What a server sends to its users' own addresses: webhooks have a page, and callbacks stand at the operation that
//! asks for them.

use maud::{Markup, html};

use super::link;
use super::operation::{Operations, description, status};
use super::page::method;
use super::shape::text;
use super::site::Site;
use crate::ir::{Called, Operation};

fn webhooks<'a>(site: &Site<'a>) -> impl Iterator<Item = (&'a Called, &'a Operation)> {
    let all = site.api.called.iter();
    all.filter_map(|operation| {
        let called = operation.called.as_ref()?;
        called.callback.is_none().then_some((called, operation))
    })
}

/// The page of the webhooks.
pub fn page(operations: &Operations<'_>) -> Markup {
    html! {
        h1 { "Webhooks" }
        p { "Requests that the service sends to an address of yours." }
        @for (called, operation) in webhooks(operations.shapes.site) {
            section {
                h2 { code { (called.wire) } }
                (operations.called(operation))
            }
        }
    }
}

impl Operations<'_> {
    /// What the service sends because of an operation.
    pub(super) fn callbacks(&self, operation: &Operation) -> Markup {
        let all = self.shapes.site.callbacks(operation).iter();
        let all: Vec<_> = all
            .filter_map(|one| {
                let called = one.called.as_ref()?;
                Some((called, called.callback.as_ref()?, *one))
            })
            .collect();
        html! {
            @if !all.is_empty() {
                h2 id="callbacks" { "Callbacks" }
                p { "Requests that the service sends because of this one." }
            }
            @for (called, callback, one) in all {
                section {
                    h3 { code { (called.wire) } }
                    p.rules { "To the address " code { (callback.expression) } "." }
                    (self.called(one))
                }
            }
        }
    }

    /// What is sent, and what may be answered.
    fn called(&self, operation: &Operation) -> Markup {
        let responses = &operation.responses;
        let answers = responses.success.iter().chain(&responses.errors);
        html! {
            p.route {
                (method(operation.method.as_str()))
                @if let Some(summary) = &operation.docs.summary {
                    " " (super::markdown::inline(summary))
                }
            }
            @if operation.docs.deprecated { p.deprecated { "This operation is deprecated." } }
            (description(operation))
            @if !operation.parameters.is_empty() {
                (self.shapes.table("Parameters", operation.parameters.iter().map(|it| self.parameter(it, false))))
            }
            @if let Some(body) = &operation.body { (self.contents(body)) }
            p.rules { "To be answered with:" }
            ul.branches {
                @for response in answers {
                    @let (code, words) = status(response.status);
                    li {
                        code { (code) } " " (words)
                        (text(&response.docs))
                        (link::list(self.shapes.site, response))
                    }
                }
            }
        }
    }
}
