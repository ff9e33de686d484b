//! The API into its other side: a trait for each module of operations, what each method takes and
//! gives, and the routes that lead to them.
//!
//! What is generated is thin: tables, types, and a shell for each operation that reads a request and
//! writes a reply. The way between is the support code's, once for all.

mod called;
mod check;
mod content;
mod data;
pub(super) mod mock;
mod multipart;
mod reply;
mod request;
mod security;

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::context::{Context, ident};
use super::doc;
use super::operation::{contents, description};
use crate::ir::{Api, Body, BodyArgument, Content, MediaKind, Name, Operation};

use crate::pointer::Pointer;
use content::why_unread;

pub use multipart::variants as part_variants;
pub use reply::{ReplyVariant, replies};
pub(super) use security::root;

/// The media types of a body that are read, with their variants where there are several.
pub fn readable(body: &Body) -> Vec<(Option<&Name>, &Content)> {
    let all: Vec<(Option<&Name>, &Content)> = match &body.argument {
        BodyArgument::Single(content) => vec![(None, content)],
        BodyArgument::Several { variants, .. } => variants
            .iter()
            .map(|(name, content)| (Some(name), content))
            .collect(),
    };
    let all = all.into_iter();
    all.filter(|(_, content)| why_unread(content).is_none())
        .collect()
}

/// All that a body may come as: those of callers, and the other media types of the same data, each with the variant
/// that it becomes.
fn all_readable(body: &Body) -> Vec<(Option<&Name>, &Content)> {
    let mut all = readable(body);
    let others = body.alternatives.iter().filter_map(|other| {
        let variant = match &body.argument {
            BodyArgument::Single(_) => None,
            BodyArgument::Several { variants, .. } => Some(&variants.get(other.of)?.0),
        };
        Some((variant, &other.content))
    });
    all.extend(others);
    all
}

/// Why an operation is not served: what it has that is not read yet.
pub fn why_unserved(operation: &Operation) -> Option<&'static str> {
    let body = operation.body.as_ref()?;
    match readable(body).is_empty() {
        true => contents(body).into_iter().find_map(why_unread),
        false => None,
    }
}

/// Whether a part of a body has parts of its own, which only the client knows as such.
fn has_nested_parts(content: &Content) -> bool {
    match &content.kind {
        MediaKind::Multipart { parts, .. } => parts.iter().any(|part| part.nested.is_some()),
        _ => false,
    }
}

/// The operations that are not served as the document says: what each has that is not read yet, and
/// what comes of that.
pub fn unserved(api: &Api) -> impl Iterator<Item = (&Pointer, &'static str, &'static str)> {
    let shadowed = shadowed(api);
    let operations = api.all_operations();
    operations.filter_map(move |operation| {
        let is_it = |other: &&Operation| std::ptr::eq(*other, operation);
        if shadowed.iter().any(is_it) {
            let why = "the method and the path of another one";
            return Some((
                &operation.source,
                why,
                "requests reach the first of the two",
            ));
        }
        let at = &operation.source;
        if let Some(why) = why_unserved(operation) {
            return Some((at, why, "its route answers with 501"));
        }
        let all = || operation.body.iter().flat_map(contents);
        if let Some(why) = all().find_map(why_unread) {
            return Some((at, why, "that media type is answered with 415"));
        }
        all().any(has_nested_parts).then_some((
            at,
            "a part with parts of its own",
            "its handler reads the part as a file",
        ))
    })
}

/// The operations whose requests cannot be told from those of one before: what follows `#` in a path is not sent,
/// and the names in braces are not either.
pub fn shadowed(api: &Api) -> Vec<&Operation> {
    let mut known = BTreeSet::new();
    let again = api.all_operations().filter(|operation| {
        let mut path = String::new();
        for (index, piece) in operation.path_template.split(['{', '}']).enumerate() {
            path.push_str(if index % 2 == 0 { piece } else { "{}" });
        }
        let called = operation.called.as_ref().map(|called| called.kind());
        let method = operation.method.as_str();
        !known.insert((called, method, path, &operation.query_template))
    });
    again.collect()
}

/// The trait of a module's operations: `PetsApi`.
pub fn trait_name(module: &Name) -> Ident {
    use heck::ToUpperCamelCase;
    format_ident!("{}Api", module.plain().to_upper_camel_case())
}

/// The trait of a module's operations, and their routes.
pub(super) fn module(context: &Context<'_>, operations: &[&Operation]) -> Vec<TokenStream> {
    let Some(first) = operations.first() else {
        return Vec::new();
    };
    let name = trait_name(&first.module);
    let served: Vec<_> = operations
        .iter()
        .filter(|operation| why_unserved(operation).is_none())
        .collect();
    let methods = served.iter().map(|operation| {
        let docs = method_docs(context, operation);
        let deprecated = doc::deprecated(&operation.docs);
        let method = ident(&operation.name);
        // Whoever is called handles what it has asked for.
        let end = match operation.called {
            None => quote! { ; },
            Some(_) => {
                let body = called::default_body();
                quote! { { #body } }
            }
        };
        quote! {
            #docs
            #deprecated
            fn #method(
                &self,
                request: #method::Request,
            ) -> impl ::std::future::Future<Output = Result<#method::Reply, crate::generated::runtime::server::Failure>> + Send #end
        }
    });
    let docs = trait_docs(context, &name, operations);
    let routes = operations.iter().map(|operation| {
        let method = ident(&operation.name);
        match why_unserved(operation) {
            Some(_) => quote! {
                crate::generated::runtime::server::Route::unserved(&#method::OPERATION)
            },
            // The trait is named, since those of the prelude may have methods of the same name.
            None => quote! {
                {
                    let api = ::std::sync::Arc::clone(&api);
                    crate::generated::runtime::server::Route::new(&#method::OPERATION, move |incoming| {
                        let api = ::std::sync::Arc::clone(&api);
                        async move {
                            let (request, replying) = #method::Request::read(incoming)?;
                            #name::#method(&*api, request).await?.write(replying)
                        }
                    })
                }
            },
        }
    });
    let api = match served.is_empty() {
        true => quote! { _ },
        false => quote! { api },
    };
    let shared = (!served.is_empty()).then(|| quote! { let api = ::std::sync::Arc::new(api); });
    let about = format!(" The routes of [`{name}`], for `Server::serve`.");
    let mut items = vec![
        quote! {
            #docs
            pub trait #name: Send + Sync + 'static {
                #(#methods)*
            }
        },
        quote! {
            #[doc = #about]
            pub fn routes(#api: impl #name) -> Vec<crate::generated::runtime::server::Route> {
                #shared
                Vec::from([#(#routes),*])
            }
        },
    ];
    if first.called.is_some() {
        items.extend(called::routes(operations));
    }
    items
}

/// The module of an operation: its table, what its method takes, and what it gives.
pub(super) fn operation(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let name = ident(&operation.name);
    let about = format!(" What `{}` takes and gives.", operation.name.as_str());
    let mut items = vec![table(context, operation)];
    if why_unserved(operation).is_none() {
        items.extend(request::items(context, operation));
        let contents = operation.body.iter().flat_map(readable);
        let contents = contents.map(|(_, content)| content);
        items.extend(multipart::items(context, contents));
        items.extend(reply::items(context, operation));
    }
    let body = quote! { #(#items)* };
    let imports = imports(&body);
    vec![quote! {
        #[doc = #about]
        pub mod #name {
            #imports
            #body
        }
    }]
}

/// What the code of an operation names.
fn imports(code: &TokenStream) -> TokenStream {
    let text = code.to_string();
    let names = |name: &str| {
        let before = |at: usize| text[..at].chars().next_back();
        text.match_indices(name).any(|(at, _)| {
            let is_start = before(at).is_none_or(|last| !last.is_alphanumeric() && last != '_');
            is_start && text[at + name.len()..].starts_with(" ::")
        })
    };
    let found = ["api", "checks", "runtime", "types"].map(names);
    let [api, checks, runtime, types] = found;
    let checks = checks.then(|| quote! { use crate::generated::checks; });
    let types = types.then(|| quote! { use crate::generated::types; });
    let runtime = runtime.then(|| quote! { use crate::generated::runtime; });
    let api = api.then(|| quote! { use crate::generated::runtime::api; });
    quote! { #checks #runtime #api #types }
}

/// `static OPERATION`
fn table(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let about = description(context, operation);
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| data::parameter(context, parameter));
    let reserved = data::reserved(context, operation);
    let is_optional = operation.body.as_ref().is_some_and(|body| !body.required);
    let contents = operation.body.iter().flat_map(all_readable);
    let contents = contents.map(|(_, content)| {
        let media_type = &content.media_type;
        let streamed = content::served(context, content, 0).read.streamed;
        let streamed = streamed.then(|| quote! { streamed: true, });
        let absent = is_optional && content::is_never_empty(content);
        let absent = absent.then(|| quote! { absent_if_empty: true, });
        quote! {
            runtime::server::Content {
                media_type: #media_type,
                #streamed
                #absent
                ..runtime::server::Content::DEFAULT
            }
        }
    });
    // Who asks for nothing has nobody to ask.
    let schemes = match operation.security.iter().any(|all| !all.is_empty()) {
        true => quote! { crate::generated::server::SCHEMES },
        false => quote! { &[] },
    };
    let replies = reply::accepted(operation);
    quote! {
        pub(super) static OPERATION: runtime::server::Operation = runtime::server::Operation {
            about: #about,
            parameters: &[#(#parameters),*],
            reserved: &[#(#reserved),*],
            bodies: &[#(#contents),*],
            schemes: #schemes,
            replies: &[#(#replies),*],
        };
    }
}

fn method_docs(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let mut docs = doc::attributes(&operation.docs, &[], None);
    let route = match operation.called {
        Some(_) => called::what(operation),
        None => doc::code(&format!("{} {}", operation.method.as_str(), operation.path)),
    };
    let mut lines = Vec::new();
    if docs.is_empty() {
        lines.push(format!("Answers {route}."));
    }
    if operation.called.is_some() {
        let unless = [
            "",
            "It is answered with 501 unless there is something of one's own.",
        ];
        lines.extend(unless.map(str::to_owned));
    }
    let schemes = security::sentence(context, operation);
    lines.extend(schemes.into_iter().flat_map(|line| [String::new(), line]));
    lines.push(String::new());
    lines.push(format!(
        "Source: {route}, {}",
        doc::code(&operation.source.to_string())
    ));
    docs.extend(doc::plain(lines.iter().map(String::as_str)));
    docs
}

/// How many operations an example has at most.
const EXAMPLE: usize = 4;

fn trait_docs(context: &Context<'_>, name: &Ident, operations: &[&Operation]) -> TokenStream {
    let first = operations.first().and_then(|it| it.called.as_ref());
    let mut lines = vec![
        match first {
            None => "Answers requests, a method an operation.".to_owned(),
            Some(called) => format!("Receives the {}s of the API, a method each.", called.kind()),
        },
        String::new(),
        "A request reaches its method once it is what the document says, and read into types."
            .to_owned(),
    ];
    let unserved = operations
        .iter()
        .filter_map(|operation| Some((operation, why_unserved(operation)?)));
    for (operation, why) in unserved {
        let route = format!("{} {}", operation.method.as_str(), operation.path);
        lines.push(String::new());
        lines.push(format!(
            "Not served yet, and answered with 501: {}, which has {why}.",
            doc::code(&route)
        ));
    }
    let served: Vec<_> = operations
        .iter()
        .filter(|operation| why_unserved(operation).is_none())
        .collect();
    if !served.is_empty() && served.len() <= EXAMPLE {
        let library = context.library();
        let module = operations[0].module.as_str();
        lines.extend([
            String::new(),
            "# Example".to_owned(),
            String::new(),
            "```".to_owned(),
            format!("use {library}::server::{module}::{{self, {name}}};"),
            format!("use {library}::server::{{Failure, Server}};"),
            String::new(),
            "struct Service;".to_owned(),
            String::new(),
            format!("impl {name} for Service {{"),
        ]);
        for operation in served {
            let method = operation.name.as_str();
            lines.extend([
                format!("    async fn {method}("),
                "        &self,".to_owned(),
                format!("        request: {module}::{method}::Request,"),
                format!("    ) -> Result<{module}::{method}::Reply, Failure> {{"),
                "        let _ = request;".to_owned(),
                "        Err(Failure::new(\"not written yet\"))".to_owned(),
                "    }".to_owned(),
            ]);
        }
        lines.extend([
            "}".to_owned(),
            String::new(),
            format!("let router = Server::new().serve({module}::routes(Service)).router();"),
            "# let _ = router;".to_owned(),
            "```".to_owned(),
        ]);
    }
    doc::plain(lines.iter().map(String::as_str))
}
