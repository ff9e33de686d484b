//! What callers name of the support code, into exports of `generated.rs` and into the paths of docs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::runtime_files::identifier;
use crate::ir::{Api, SecurityKind};

/// Items: their module, their names, and whether only a client has them.
const ITEMS: &[(&str, &[&str], bool)] = &[
    ("body", &["Body"], true),
    (
        "client",
        &["BuildError", "Client", "ClientBuilder", "Limits"],
        true,
    ),
    (
        "credentials",
        &["Credentials", "TokenRequest", "TokenSource"],
        true,
    ),
    ("error", &["Error", "TimeLimit"], true),
    ("hook", &["Attempt", "Hook", "Outcome"], true),
    // What hooks and token sources are written with.
    ("platform", &["BoxError", "BoxFuture"], true),
    ("reply", &["Response"], true),
    ("retry", &["RetryPolicy"], true),
    ("transport", &["Transport", "TransportError"], true),
    ("validate", &["Validate", "Violation", "Violations"], false),
];

/// Items that the root of the support code exports, and the modules that have them.
const ROOT_ITEMS: &[(&str, &[&str])] = &[
    ("against", &["ValidateAgainst"]),
    ("number", &["BigInteger", "Decimal"]),
    ("patch", &["Patch"]),
    ("secret", &["Secret"]),
];

/// Modules that are exported as a whole where operations use them; their items could be called as types of a document
/// are.
const MODULES: &[&str] = &["download", "json_lines", "multipart", "page", "sse"];

/// What a crate exports of the support code.
pub(super) struct Exports {
    items: Vec<(&'static str, &'static [&'static str])>,
    root_items: Vec<&'static str>,
    modules: Vec<&'static str>,
}

impl Exports {
    /// What a crate exports that uses some modules itself.
    pub(super) fn of(api: &Api, has_client: bool, used: &BTreeSet<String>) -> Self {
        let items = ITEMS.iter().filter(|(_, _, client)| has_client || !client);
        // Every client has secrets: its credentials.
        let is_used = |module: &str, items: &[&str]| {
            let is_named = |name: &&str| used.contains(*name);
            is_named(&module) || items.iter().any(is_named) || has_client && module == "secret"
        };
        let root_items = ROOT_ITEMS.iter();
        let root_items = root_items.filter(|(module, items)| is_used(module, items));
        let mut modules = Vec::new();
        if has_client {
            modules.extend(["api", "blocking", "testing"]);
            let is_oauth2 = |kind: &SecurityKind| matches!(kind, SecurityKind::OAuth2 { .. });
            let mut schemes = api.security_schemes.iter();
            modules.extend(
                schemes
                    .any(|scheme| is_oauth2(&scheme.kind))
                    .then_some("oauth2"),
            );
            modules.extend(MODULES.iter().filter(|module| used.contains(**module)));
        }
        modules.sort_unstable();
        Self {
            items: items.map(|(module, names, _)| (*module, *names)).collect(),
            root_items: root_items.flat_map(|(_, names)| *names).copied().collect(),
            modules,
        }
    }

    /// The exports, each a line.
    pub(super) fn lines(&self) -> Vec<TokenStream> {
        let identifiers = |names: &[&str]| -> Vec<_> {
            names.iter().map(|name| format_ident!("{name}")).collect()
        };
        let modules = self.modules.iter().map(|module| {
            let name = format_ident!("{module}");
            let condition = match *module {
                "blocking" => quote! {
                    #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
                },
                "testing" => quote! { #[cfg(feature = "testing")] },
                _ => TokenStream::new(),
            };
            quote! { #condition pub use runtime::#name; }
        });
        let items = self.items.iter().map(|(module, names)| {
            let module = format_ident!("{module}");
            let names = identifiers(names);
            quote! { pub use runtime::#module::{#(#names),*}; }
        });
        let root_items = identifiers(&self.root_items);
        let root_items = root_items
            .into_iter()
            .map(|name| quote! { pub use runtime::#name; });
        items.chain(root_items).chain(modules).collect()
    }

    /// The text of a module of the support code, with paths in its docs as a caller of `library` writes them.
    pub(super) fn in_docs(&self, text: &str, library: &str) -> String {
        let mut parts = text.split("faircopy_runtime");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for rest in parts {
            out.push_str(library);
            out.push_str(&self.path(rest));
        }
        out
    }

    /// What follows the name of the support code's package, for it to follow the name of a crate.
    fn path(&self, rest: &str) -> String {
        let whole = || format!("::runtime{rest}");
        let Some(path) = rest.strip_prefix("::") else {
            return whole();
        };
        let name = identifier(path);
        if self.modules.contains(&name) || self.root_items.contains(&name) {
            return rest.to_owned();
        }
        let item = self.items.iter().find(|(module, _)| *module == name);
        let Some(((_, known), inner)) = item.zip(path[name.len()..].strip_prefix("::")) else {
            return whole();
        };
        let list = inner
            .strip_prefix('{')
            .and_then(|list| list.split('}').next());
        let is_known = match list {
            Some(list) => list.split(',').all(|name| known.contains(&name.trim())),
            None => known.contains(&identifier(inner)),
        };
        match is_known {
            true => format!("::{inner}"),
            false => whole(),
        }
    }
}
