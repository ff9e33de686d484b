//! What callers name of the support code, into exports of `generated.rs` and into the paths of docs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::runtime_files::{identifier, is_identifier};
use crate::ir::{Api, SecurityKind};

/// Items: their module, their names, and whether only a client has them.
const ITEMS: &[(&str, &[&str], bool)] = &[
    ("call::response", &["Response"], true),
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
    // What hooks and token sources are written with.
    ("platform", &["BoxError", "BoxFuture"], true),
    ("send::hook", &["Attempt", "Hook", "Outcome"], true),
    ("send::retry", &["RetryPolicy"], true),
    ("transport", &["Body", "Transport", "TransportError"], true),
    ("validate", &["Validate", "Violation", "Violations"], false),
];

/// Items that the root of the support code exports, and the modules that have them.
const ROOT_ITEMS: &[(&str, &[&str])] = &[
    ("validate::against", &["ValidateAgainst"]),
    ("value::number", &["BigInteger", "Decimal"]),
    ("value::patch", &["Patch"]),
    ("value::secret", &["Secret"]),
];

/// Modules that are exported as a whole where operations use them; their items could be called as types of a document
/// are.
const MODULES: &[&str] = &[
    "call::headers",
    "call::multipart",
    "page",
    "stream::download",
    "stream::json_lines",
    "stream::sse",
];

/// What a crate exports of the support code.
pub(super) struct Exports {
    items: Vec<(&'static str, &'static [&'static str])>,
    root_items: Vec<&'static str>,
    modules: Vec<&'static str>,
    /// Whether the crate has a client of its own type.
    own_client: bool,
}

/// What a crate has of its own where the support code is another.
const OWN_CLIENT: &[&str] = &["Client", "ClientBuilder"];

impl Exports {
    /// What a crate exports that uses some modules itself.
    pub(super) fn of(api: &Api, has_client: bool, is_shared: bool, used: &BTreeSet<&str>) -> Self {
        let items = ITEMS.iter().filter(|(_, _, client)| has_client || !client);
        // Every client has secrets: its credentials.
        let is_used =
            |module: &str| used.contains(module) || has_client && module == "value::secret";
        let root_items = ROOT_ITEMS.iter().filter(|(module, _)| is_used(module));
        let mut modules = Vec::new();
        if has_client {
            modules.extend(["api", "blocking", "error", "transport::testing"]);
            modules.extend(has_oauth2(api).then_some("credentials::oauth2"));
            modules.extend(MODULES.iter().filter(|module| used.contains(*module)));
        }
        modules.sort_unstable();
        Self {
            items: items.map(|(module, names, _)| (*module, *names)).collect(),
            root_items: root_items.flat_map(|(_, names)| *names).copied().collect(),
            modules,
            own_client: has_client && is_shared,
        }
    }

    /// The exports, each a line.
    pub(super) fn lines(&self) -> Vec<TokenStream> {
        let identifiers = |names: &[&str]| -> Vec<_> {
            names.iter().map(|name| format_ident!("{name}")).collect()
        };
        let modules = self.modules.iter().map(|module| {
            let path = path_tokens(module);
            let condition = match *module {
                "blocking" => quote! {
                    #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
                },
                "transport::testing" => quote! { #[cfg(feature = "testing")] },
                _ => TokenStream::new(),
            };
            quote! { #condition pub use runtime::#path; }
        });
        let items = self.items.iter().map(|(module, names)| {
            let is_own = |name: &&str| self.own_client && OWN_CLIENT.contains(name);
            let (own, names): (Vec<_>, Vec<_>) = names.iter().copied().partition(is_own);
            let own = (!own.is_empty()).then(|| {
                let own = identifiers(&own);
                quote! { pub use client::{#(#own),*}; }
            });
            let module = path_tokens(module);
            let names = identifiers(&names);
            quote! { #own pub use runtime::#module::{#(#names),*}; }
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
        if self.root_items.contains(&identifier(path)) {
            return rest.to_owned();
        }
        let below = |module: &str| path.strip_prefix(module)?.strip_prefix("::");
        let is_module = |module: &&&str| {
            let rest = path.strip_prefix(**module);
            rest.is_some_and(|rest| !rest.starts_with(is_identifier))
        };
        if let Some(module) = self.modules.iter().find(is_module) {
            let outer = module
                .rsplit_once("::")
                .map_or(0, |(outer, _)| outer.len() + 2);
            return format!("::{}", &path[outer..]);
        }
        let mut items = self.items.iter();
        let item = items.find_map(|(module, known)| Some((known, below(module)?)));
        let Some((known, inner)) = item else {
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

/// Whether users may log in by OAuth 2, or OpenID Connect.
pub(super) fn has_oauth2(api: &Api) -> bool {
    let is_oauth2 = |kind: &SecurityKind| {
        matches!(
            kind,
            SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. }
        )
    };
    let mut schemes = api.security_schemes.iter();
    schemes.any(|scheme| is_oauth2(&scheme.kind))
}

/// A path as tokens.
fn path_tokens(path: &str) -> TokenStream {
    let segments = path.split("::").map(|segment| format_ident!("{segment}"));
    quote! { #(#segments)::* }
}
