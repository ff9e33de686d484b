//! The language server as an editor sees it: each feature over the protocol, on texts in YAML and JSON,
//! and edits at random, after which its diagnostics are those of `lint`.

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/completion.rs"]
mod completion;
#[path = "lsp/diagnostics.rs"]
mod diagnostics;
#[path = "lsp/edits.rs"]
mod edits;
#[path = "lsp/expected.rs"]
mod expected;
#[path = "lsp/lifetime.rs"]
mod lifetime;
#[path = "lsp/navigation.rs"]
mod navigation;
