//! What the server of an API calls itself: webhooks and callbacks.

use super::{Api, Method, Name, Operation};

/// What the server calls, at an address that others give: a webhook, or a callback of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Called {
    /// Its name among the webhooks, or among the callbacks of its operation.
    pub wire: String,
    /// Of a callback, what asks for it.
    pub callback: Option<Callback>,
}

/// What asks for a callback.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// The path and the method of the operation.
    pub operation: (String, Method),
    /// What gives the address, a runtime expression: `{$request.body#/url}`.
    pub expression: String,
    /// The method of the operation's request that gives it: `on_event_url`.
    pub url: Name,
}

impl Called {
    /// What it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self.callback {
            Some(_) => "callback",
            None => "webhook",
        }
    }
}

impl Api {
    /// All operations: those that the server answers, and those that it calls.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().chain(&self.called)
    }
}
