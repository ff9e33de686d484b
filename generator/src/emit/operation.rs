//! An operation into its static description, the client's method, the call that
//! this returns, and what comes of it.

pub(super) mod argument;
pub(super) mod body;
pub(super) mod docs;
pub(super) mod example;
mod headers;
pub(super) mod messages;
pub(super) mod multipart;
mod pagination;
pub(super) mod response;
pub(super) mod xml;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{Context, ident};
use super::{client, doc, print};
use crate::ir::{
    Body, BodyArgument, Group, Location, Operation, Parameter, Requirement, StatusMatch,
};
use crate::reserved;

/// All items of an operation.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let (name, about) = (ident(&operation.call), description(context, operation));
    let described = quote! {
        impl #name {
            const OPERATION: api::Operation = #about;
        }
    };
    let mut items = vec![described, method(context, operation)];
    items.extend(call(context, operation));
    items.extend(body::items(context, operation));
    let judged = headers::judged(context, operation);
    items.extend(response::items(context, operation, &judged));
    items.extend(pagination::items(context, operation));
    items.extend(polling(operation));
    items.extend(headers::items(context, operation));
    items
}

/// The type that has the operations of a tag, and the client's method that gives it.
pub(super) fn group(group: &Group) -> Vec<TokenStream> {
    let name = ident(&group.name);
    let method = ident(&group.method);
    let what = match group.is_called {
        true => format!("The {} of the API, as its server calls them", group.tag),
        false => format!("The operations of {}", doc::code(&group.tag)),
    };
    let about = format!(" {what}: see [`Client::{}`].", group.method.as_str());
    let gives = format!(" {what}.");
    let definition = quote! {
        #[doc = #about]
        #[derive(Clone, Copy)]
        pub struct #name<'c>(&'c Client);
    };
    let method = quote! {
        impl Client {
            #[doc = #gives]
            #[inline]
            pub fn #method(&self) -> #name<'_> {
                #name(self)
            }
        }
    };
    vec![definition, method]
}

/// What gives the states of what a call began, where the server may say that it goes on.
fn polling(operation: &Operation) -> Option<TokenStream> {
    let mut success = operation.responses.success.iter();
    let goes_on = success.any(|response| response.status == StatusMatch::Exact(202));
    let call = ident(&operation.call);
    goes_on.then(|| quote! { runtime::poll::polling!(#call); })
}

/// What macros write for the caller to use, without the bodies.
pub(super) fn signatures(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let headers = headers::signatures(context, operation);
    let call = ident(&operation.call);
    let states = polling(operation).map(|_| {
        quote! { impl #call { pub fn polling<T>(self) -> runtime::poll::Polling<Self, T> {} } }
    });
    quote! { #headers #states }
}

/// Whether an operation's code names a generated type.
pub(super) fn names_types(operation: &Operation) -> bool {
    let mut found = false;
    operation.each_shape(&mut |shape| shape.each_named(&mut |_| found = true));
    found
}

/// The media types of a body.
pub(super) fn contents(body: &Body) -> Vec<&crate::ir::Content> {
    match &body.argument {
        BodyArgument::Single(content) => vec![content],
        BodyArgument::Several { variants, .. } => {
            variants.iter().map(|(_, content)| content).collect()
        }
    }
}

/// `api::Operation { … }`
pub(super) fn description(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let method = operation.method.as_str();
    let path = &operation.path_template;
    let mut fields = Vec::new();
    if !operation.query_template.is_empty() {
        let query = &operation.query_template;
        fields.push(quote! { query: #query });
    }
    if operation.idempotent {
        fields.push(quote! { idempotent: true });
    }
    if !operation.security.is_empty() {
        let alternatives = operation.security.iter().map(requirement);
        fields.push(quote! { security: &[#(#alternatives),*] });
    }
    if !operation.servers.is_empty() {
        let servers = operation.servers.iter().map(client::server);
        fields.push(quote! { servers: &[#(#servers),*] });
    }
    let accept = response::accept(operation);
    if !accept.is_empty() {
        fields.push(quote! { accept: #accept });
    }
    if let Some(reply) = response::reply_body(operation) {
        fields.push(quote! { reply: #reply });
        let bare = response::bare_statuses(operation);
        if !bare.is_empty() {
            fields.push(quote! { bare: &[#(#bare),*] });
        }
    }
    if !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter().map(parameter_info);
        fields.push(quote! { parameters: &[#(#parameters),*] });
    }
    if let Some(body) = &operation.body {
        let mut types: Vec<&String> = Vec::new();
        for content in contents(body) {
            if !types.contains(&&content.media_type) {
                types.push(&content.media_type);
            }
        }
        fields.push(quote! { request_types: &[#(#types),*] });
        if body.required {
            fields.push(quote! { request_required: true });
        }
    }
    let messages = messages::places(context, operation);
    if !messages.is_empty() {
        fields.push(quote! { messages: &[#(#messages),*] });
    }
    quote! {
        api::Operation {
            id: #id,
            method: #method,
            path: #path,
            #(#fields,)*
            ..api::Operation::DEFAULT
        }
    }
}

fn requirement(requirement: &Requirement) -> TokenStream {
    let uses = requirement.iter().map(|(scheme, scopes)| {
        let scheme = proc_macro2::Literal::usize_unsuffixed(*scheme);
        quote! { api::SchemeUse { scheme: #scheme, scopes: &[#(#scopes),*] } }
    });
    quote! { &[#(#uses),*] }
}

fn parameter_info(parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire;
    let required = parameter.required;
    let location = match parameter.location {
        Location::Path => quote! { Path },
        Location::Query if argument::spreads(parameter) => quote! { QueryAny },
        Location::Querystring => quote! { QueryAny },
        Location::Query => quote! { Query },
        Location::Header => quote! { Header },
        Location::Cookie => quote! { Cookie },
    };
    let constructor = if required {
        quote! { required }
    } else {
        quote! { optional }
    };
    quote! { api::#constructor(api::ParameterLocation::#location, #name) }
}

/// `impl Client { pub fn list_pets(&self, …) -> ListPets { … } }`
fn method(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let docs = docs::method(context, operation);
    let deprecated = doc::deprecated(&operation.docs);
    let name = ident(&operation.name);
    let call = ident(&operation.call);
    let required: Vec<_> = operation
        .parameters
        .iter()
        .filter(|it| it.required)
        .collect();
    let asked = required.iter().filter(|it| it.is_argument());
    let arguments = asked.map(|parameter| argument::declaration(context, parameter));
    let encode: Vec<_> = required
        .iter()
        .map(|parameter| argument::encode(context, parameter, &quote! { __call }))
        .collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    let body_argument = body.map(|body| body::declaration(context, body));
    let body_encode = body.map(|body| body::encode(context, body, &quote! { __call }));
    let arguments: Vec<_> = arguments.chain(body_argument).collect();
    let encode: TokenStream = encode.into_iter().chain(body_encode).collect();
    let group = context.api.groups.get(&operation.module);
    let (owner, client) = match group.map(|group| ident(&group.name)) {
        None => (quote! { Client }, quote! { self }),
        Some(group) => (quote! { #group<'_> }, quote! { self.0 }),
    };
    let (address, start) = match operation.called {
        None => (None, quote! { call::start(#client, &#call::OPERATION) }),
        Some(_) => {
            let url = format_ident!("{}", reserved::ADDRESS);
            let start = quote! {
                runtime::call::address::start_at(#client, &#call::OPERATION, #url.as_ref())
            };
            (Some(quote! { #url: impl AsRef<str> }), start)
        }
    };
    let all = address.into_iter().chain(arguments);
    // The arguments have the document's names, none of which has two underscores in a row.
    let start = if encode.is_empty() {
        quote! { #call(#start) }
    } else {
        quote! {
            let mut __call = #start;
            #encode
            #call(__call)
        }
    };
    quote! {
        impl #owner {
            #docs
            #deprecated
            #[inline]
            pub fn #name(&self, #(#all),*) -> #call {
                #start
            }
        }
    }
}

/// The call's type, with a setter for each optional parameter and what all calls have.
fn call(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let call = ident(&operation.call);
    let method = context.api.method_path(operation);
    let about = format!(" A call of [`{method}`], sent when it is awaited.");
    let error = match operation.responses.errors.is_empty() {
        true => doc::code("Error"),
        false => type_text("Error", &response::error(operation)),
    };
    let output = type_text("Response", &response::output(context, operation));
    let outcome = format!(" Gives a {output}, or an {error}.");
    let optional = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required);
    let mut setters: Vec<_> = optional
        .map(|parameter| argument::setter(context, parameter))
        .collect();
    let body = operation.body.as_ref().filter(|body| !body.required);
    setters.extend(body.map(|body| body::setter(context, body)));
    setters.extend(body::content_type_setter(operation));
    let setters = if setters.is_empty() {
        TokenStream::new()
    } else {
        quote! { impl #call { #(#setters)* } }
    };
    vec![
        quote! {
            #[doc = #about]
            #[doc = ""]
            #[doc = #outcome]
            #[must_use = "a call does nothing until it is awaited"]
            pub struct #call(call::Call);
        },
        setters,
        quote! { call::call!(#call); },
    ]
}

/// A type of one argument in docs, without the module that holds the support code.
fn type_text(outer: &str, argument: &TokenStream) -> String {
    let outer = format_ident!("{outer}");
    let alias = print::lines([quote! { type Text = #outer<#argument>; }]);
    let words: Vec<_> = alias.split_whitespace().collect();
    let text = words.join(" ").replace("runtime::stream::", "");
    let text = text.replace("runtime::", "");
    let text = text
        .replace("<::", "<")
        .replace("(::", "(")
        .replace(" ::", " ");
    // What is too long for a line of code is set on several.
    let text = text.replace("< ", "<").replace(", >", ">");
    let text = text
        .trim_start_matches("type Text = ")
        .trim_end_matches(';');
    doc::code(text)
}
