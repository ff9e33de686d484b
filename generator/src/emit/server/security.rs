//! The schemes of a document into the trait that judges credentials, and the root of the server.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::client::scheme;
use super::super::context::{Context, ident};
use super::super::doc;
use super::trait_name;
use crate::ir::{Name, Operation, SecurityKind};

/// What is named of the support code, the modules of operations, and the trait of the schemes.
/// Where there is a client, what carries its requests to the server without a network is named too.
pub(in crate::emit) fn root(context: &Context<'_>, has_client: bool) -> Vec<TokenStream> {
    let mut modules: BTreeMap<String, &Name> = BTreeMap::new();
    let mut traits: BTreeMap<String, usize> = BTreeMap::new();
    for operation in context.api.all_operations() {
        let module = &operation.module;
        if modules.insert(module.as_str().to_owned(), module).is_none() {
            *traits.entry(trait_name(module).to_string()).or_default() += 1;
        }
    }
    let declared = modules.values().map(|module| {
        let gate = context.gates.attribute(module);
        let name = ident(module);
        quote! { #gate pub mod #name; }
    });
    // Two modules whose names differ in underscores only have traits of one name.
    let own = modules
        .values()
        .filter(|module| traits[&trait_name(module).to_string()] == 1);
    let exported = own.map(|module| {
        let gate = context.gates.attribute(module);
        let (module, name) = (ident(module), trait_name(module));
        quote! { #gate pub use self::#module::#name; }
    });
    let mock = context.api.all_operations().next().map(|_| {
        quote! {
            #[cfg(feature = "mock")]
            mod __mock;
            #[cfg(feature = "mock")]
            pub use self::__mock::Mock;
        }
    });
    let in_memory = has_client.then(|| quote! { InMemory, });
    let mut items = vec![
        quote! { #(#declared)* },
        quote! {
            pub use crate::generated::runtime::server::{
                Asked, Caller, Context, Denied, Download, Event, Failure, Fault, Guard, HeaderMap, Identity, #in_memory Items,
                Reason, Refusal, Response, Route, Router, Server, StatusCode, Upload, items, same,
            };
            #(#exported)*
            #mock
        },
    ];
    items.extend(schemes(context));
    items
}

fn schemes(context: &Context<'_>) -> Vec<TokenStream> {
    let schemes = &context.api.security_schemes;
    if schemes.is_empty() {
        return Vec::new();
    }
    let rows = schemes.iter().map(scheme);
    let methods = schemes.iter().map(|scheme| {
        let text = scheme.description.as_deref().unwrap_or_default();
        let mut lines = doc::lines(text);
        let kind = match &scheme.kind {
            SecurityKind::Basic => "A user's name and password.",
            SecurityKind::Bearer => "A bearer token.",
            SecurityKind::Http(_) => "What follows the scheme's name in `Authorization`.",
            SecurityKind::ApiKey(..) => "A key.",
            SecurityKind::OAuth2 { .. } => "A token of OAuth 2; its scopes are in `asked`.",
            SecurityKind::OpenIdConnect { .. } => {
                "A token of OpenID Connect; its scopes are in `asked`."
            }
            SecurityKind::MutualTls => {
                "A client's certificate, which is in the extensions of the request in `asked`."
            }
        };
        lines.extend([String::new(), kind.to_owned(), String::new()]);
        lines.push(format!("Scheme: {}", doc::code(&scheme.name)));
        let docs = doc::plain(lines.iter().map(String::as_str));
        let name = ident(&scheme.method);
        let arguments = arguments(&scheme.kind).into_iter();
        let arguments = arguments.map(|(name, ty)| {
            let name = format_ident!("{name}");
            quote! { #name: #ty, }
        });
        quote! {
            #docs
            fn #name(
                &self,
                #(#arguments)*
                asked: Asked<'_>,
            ) -> impl ::std::future::Future<Output = Result<Identity, Denied>> + Send;
        }
    });
    let arms = schemes.iter().enumerate().map(|(index, scheme)| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let name = ident(&scheme.method);
        match &scheme.kind {
            SecurityKind::Basic => quote! {
                #index => {
                    let (user, password) = credential.into_basic();
                    Box::pin(async move { Security::#name(&*security, user, password, asked).await })
                }
            },
            SecurityKind::MutualTls => quote! {
                #index => Box::pin(async move { Security::#name(&*security, asked).await }),
            },
            _ => quote! {
                #index => Box::pin(async move {
                    Security::#name(&*security, credential.into_secret(), asked).await
                }),
            },
        }
    });
    vec![
        quote! {
            #[doc = " The security schemes of the document."]
            pub(crate) static SCHEMES: &[crate::generated::runtime::api::SecurityScheme] = {
                use crate::generated::runtime::api;
                &[#(#rows),*]
            };
        },
        quote! {
            #[doc = " Says who calls, by a method for each security scheme. It is asked before a body is read."]
            #[doc = ""]
            #[doc = " What a method gives is handed to handlers, as `request.context().caller()`. Compare secrets by [`same`]."]
            pub trait Security: Send + Sync + 'static {
                #(#methods)*
            }
        },
        quote! {
            #[doc = " Judges callers by [`Security`], for `Server::guard`."]
            pub fn guard(security: impl Security) -> Guard {
                let security = ::std::sync::Arc::new(security);
                Guard::new(SCHEMES, move |scheme, credential, asked| {
                    let security = ::std::sync::Arc::clone(&security);
                    match scheme {
                        #(#arms)*
                        _ => Box::pin(async { Err(Denied::Unauthorized) }),
                    }
                })
            }
        },
    ]
}

/// What the method of a scheme takes: names and types.
pub(super) fn arguments(kind: &SecurityKind) -> Vec<(&'static str, TokenStream)> {
    let secret = quote! { crate::generated::runtime::Secret };
    match kind {
        SecurityKind::Basic => vec![("user", quote! { String }), ("password", secret)],
        SecurityKind::MutualTls => Vec::new(),
        _ => vec![("secret", secret)],
    }
}

/// What an operation needs of its caller, in words.
pub(super) fn sentence(context: &Context<'_>, operation: &Operation) -> Option<String> {
    let schemes = &context.api.security_schemes;
    let alternatives: Vec<_> = operation
        .security
        .iter()
        .map(|requirement| {
            let names = requirement.iter().map(|(scheme, scopes)| {
                let name = doc::code(&schemes[*scheme].name);
                match scopes.is_empty() {
                    true => name,
                    false => format!("{name} with {}", doc::code(&scopes.join(" "))),
                }
            });
            match requirement.is_empty() {
                true => "nothing".to_owned(),
                false => names.collect::<Vec<_>>().join(" and "),
            }
        })
        .collect();
    let text = alternatives.join(", or ");
    (!text.is_empty()).then(|| format!("Callers need {text}."))
}
