//! An operation into a whole program that calls it by the generated client.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::Context;
use super::operation::example::Program;
use super::print;
use crate::ir::{Api, Operation, SecurityKind, SecurityScheme};

/// The program. What the document gives no value of is an argument of its function.
pub fn sample(context: &Context<'_>, operation: &Operation, server: Option<&str>) -> String {
    let program = Program::of(context, operation);
    let library = format_ident!("{}", context.library());
    let credentials = credentials(context.api, operation);
    let client = match credentials.is_empty() {
        true => quote! { use #library::Client; },
        false => quote! { use #library::{Client, Credentials}; },
    };
    let first = operation.servers.first().or(context.api.servers.first());
    let is_relative = first.is_none_or(|server| !server.url.contains("://"));
    let server = server.or(is_relative.then_some("https://api.example.com"));
    let server = server.map(|server| quote! { .server(#server) });
    let Program {
        types,
        given,
        statement,
    } = program;
    let (attribute, name) = match given.is_empty() {
        true => (quote! { #[tokio::main] }, format_ident!("main")),
        false => (TokenStream::new(), format_ident!("example")),
    };
    let imports = print::lines([client, types]);
    let function = print::items([quote! {
        #attribute
        async fn #name(#(#given),*) -> Result<(), Box<dyn std::error::Error>> {
            let client = Client::builder() #server #(.credentials(#credentials))* .build()?;
            #statement
            println!("{response:?}");
            Ok(())
        }
    }]);
    format!("{imports}\n{function}")
}

/// What an operation needs to be called, from the environment: of the alternatives the first that can be
/// given here.
fn credentials(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut given = operation.security.iter().filter_map(|schemes| {
        let each = schemes.iter();
        each.map(|(scheme, _)| credential(api, *scheme))
            .collect::<Option<Vec<_>>>()
    });
    given.next().unwrap_or_default()
}

/// The credentials of a scheme, which is named where others are of its kind.
fn credential(api: &Api, scheme: usize) -> Option<TokenStream> {
    let constructor = |scheme: &SecurityScheme| match &scheme.kind {
        SecurityKind::Basic => Some(("basic", ["USERNAME", "PASSWORD"].as_slice())),
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => {
            Some(("bearer", ["TOKEN"].as_slice()))
        }
        SecurityKind::ApiKey(..) => Some(("api_key", ["KEY"].as_slice())),
        SecurityKind::Http(_) | SecurityKind::MutualTls => None,
    };
    let scheme = api.security_schemes.get(scheme)?;
    let (name, values) = constructor(scheme)?;
    let values = values.iter().map(|what| {
        let variable = variable(scheme, what);
        quote! { std::env::var(#variable)? }
    });
    let method = format_ident!("{name}");
    let mut written = quote! { Credentials::#method(#(#values),*) };
    let schemes = api.security_schemes.iter().filter_map(constructor);
    if schemes.filter(|(other, _)| *other == name).count() > 1 {
        let scheme = &scheme.name;
        written.extend(quote! { .for_scheme(#scheme) });
    }
    Some(written)
}

/// `BASIC_AUTH_PASSWORD`: what a credential of a scheme is called in the environment of samples.
pub fn variable(scheme: &SecurityScheme, what: &str) -> String {
    let ascii = deunicode::deunicode(&scheme.name);
    let name: String = heck::AsShoutySnakeCase(&ascii).to_string();
    let is_kept = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let name: String = name.chars().filter(is_kept).collect();
    let name = match name.trim_matches('_') {
        "" => "API".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("API_{name}"),
        name => name.to_owned(),
    };
    match name == what || name.ends_with(&format!("_{what}")) {
        true => name,
        false => format!("{name}_{what}"),
    }
}
