//! The API into what is written once and then belongs to the user: `src/lib.rs`
//! with the crate's front page, and the words in `Cargo.toml`.

use super::context::Context;
use super::operation::example;
use super::{client, doc, exports};
use crate::config::Config;
use crate::ir::Api;

/// `src/lib.rs`.
pub(super) fn library(context: &Context<'_>, config: &Config) -> String {
    let api = context.api;
    let mut page = vec![format!("{}.", description(api, config))];
    if let Some(text) = &api.docs.description {
        page.push(String::new());
        page.extend(doc::lines(text));
    }
    if config.has_client() {
        page.extend(quick_start(context));
        page.extend(features(context, config.has_server()));
    }
    let mut library = String::new();
    for line in page {
        let line = format!("//! {line}");
        library.push_str(line.trim_end());
        library.push('\n');
    }
    library.push_str(
        "\n// Generated code is laid out by its generator.\n#[rustfmt::skip]\nmod generated;\n\npub use generated::*;\n",
    );
    library
}

/// The package's description, in one line.
pub(super) fn description(api: &Api, config: &Config) -> String {
    let title = doc::inline(&api.title);
    let title = title.trim_end_matches('.');
    match (config.has_client(), config.has_server()) {
        (false, false) => format!("Types of {title}"),
        (true, false) => format!("A client of {title}"),
        (true, true) => format!("A client and a server of {title}"),
        (false, true) => format!("A server of {title}"),
    }
}

/// `examples/mock.rs`, of a crate that was just made: the program that serves what stands in for the API.
pub(super) fn mock(config: &Config, context: &Context<'_>) -> Option<String> {
    let library = context.library();
    let program = format!(
        "\
//! Serves what stands in for the API: `cargo run --features mock --example mock -- 127.0.0.1:8080`.
//!
//! A request chooses by its header `Prefer`: `Prefer: code=404` a status, `Prefer: example=cat` an example.

#[cfg(feature = \"mock\")]
fn main() -> std::io::Result<()> {{
    {library}::server::Mock::run()
}}

#[cfg(not(feature = \"mock\"))]
fn main() {{
    println!(\"It needs the feature `mock`.\");
}}
"
    );
    let is_needed = config.has_server() && context.api.all_operations().next().is_some();
    is_needed.then_some(program)
}

/// `README.md`, of a crate that was just made.
pub(super) fn readme(context: &Context<'_>, config: &Config, name: &str, spec: &str) -> String {
    // The server stands behind a feature, so that who only calls pays nothing.
    let server = match (config.has_server(), config.has_client()) {
        (true, false) => ", features = [\"server\"] }",
        (true, true) => " }   # for its server: `features = [\"server\"]`",
        (false, _) => " }",
    };
    let mut lines = vec![
        format!("# {name}"),
        String::new(),
        format!("{}.", description(context.api, config)),
        String::new(),
        "```toml".to_owned(),
        "[dependencies]".to_owned(),
        format!("{name} = {{ path = \"{name}\"{server}"),
        "```".to_owned(),
    ];
    if config.has_client() {
        lines.extend([String::new(), "```rust".to_owned()]);
        let example = example(context);
        let shown = example
            .iter()
            .filter_map(|line| match line.strip_prefix("# ") {
                Some(hidden) => hidden.starts_with("use ").then_some(hidden),
                None => Some(line.as_str()),
            });
        lines.extend(shown.map(str::to_owned));
        lines.push("```".to_owned());
    }
    let regenerate = format!(
        "
`cargo doc --open` says the rest.

`src/generated.rs` and `src/generated/` are the generator's:

```console
$ faircopy generate --spec {spec} --out .
```

writes them again, and keeps its dependencies in `Cargo.toml` in step. All else, this file too, is yours."
    );
    lines.extend(regenerate.lines().map(str::to_owned));
    lines.join("\n") + "\n"
}

/// How a client is made and called, with lines that docs hide.
fn example(context: &Context<'_>) -> Vec<String> {
    let operations = context.api.operations.iter();
    let mut current: Vec<_> = operations
        .filter(|operation| !operation.docs.deprecated)
        .collect();
    // What is tried first had better change nothing.
    current.sort_by_key(|operation| !operation.method.is_safe());
    let called = current.into_iter().find_map(|operation| {
        let (imports, call) = example::with_client(context, operation)?;
        Some((Some(operation), imports, call))
    });
    let (operation, imports, call) = called.unwrap_or_default();
    let mut lines = imports;
    lines.push("# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.extend(client::construction(
        context.api,
        context.library(),
        operation,
    ));
    lines.extend((!call.is_empty()).then(String::new));
    lines.extend(call);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    lines
}

fn quick_start(context: &Context<'_>) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        "# Quick start".to_owned(),
        String::new(),
        "```no_run".to_owned(),
    ];
    lines.extend(example(context));
    let rest = "\
```

Every operation is a method of [`Client`]. It takes what is required, and returns a call with
a setter for each optional parameter; the call is sent when it is awaited. What comes back is a
[`Response`] that derefs to its body.

# Credentials

[`Credentials`] go to the client's builder, and are sent to the API's own servers only. Each
operation says which it needs; without them it fails before anything is sent.

# Errors

A call fails with an [`Error`], whose variants tell what happened. `Invalid`: the request breaks
the document's constraints, and nothing was sent. `Api`: the server answered with a failure that
the document describes, typed by status. `Transport` and `Timeout`: there is no answer.
Every type can be judged on its own by [`Validate::validate`].";
    lines.extend(rest.lines().map(str::to_owned));
    lines
}

/// The features that the crate has.
fn features(context: &Context<'_>, has_server: bool) -> Vec<String> {
    let mut text = "
# Features

`rustls`, which is on, `rustls-ring` or `native-tls`: TLS. `http2`, `gzip` and `system-proxy`: what else the
network may do. `tower` and `reqwest-middleware`: what may carry requests beside reqwest. `blocking`: a call's
`send_blocking`, for programs without an async runtime. `tracing`: a span for each attempt. `testing`: a
[`Transport`] that stands in for the server in tests. `serialize-violations`: [`Violations`] for `serde`."
        .to_owned();
    if exports::has_oauth2(context.api) {
        text.push_str("\n`login`: logging users in by OAuth 2 or OpenID Connect.");
    }
    if has_server {
        text.push_str(
            "\n`server`: the other side, for axum. `mock`: a server that replies with examples.",
        );
    }
    if !context.gates.is_empty() {
        text.push_str(
            "\n\nThe operations of each tag, and the types that only they have, stand behind a feature that is \
             called like\nthe tag. All are on; without default features only those that are named are built.",
        );
    }
    text.lines().map(str::to_owned).collect()
}
