//! Servers and security schemes into the static description of the API, and
//! into the constructors of its client.

use std::collections::BTreeSet;
use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc;
use crate::config::CrateName;
use crate::ir::{
    Api, ApiKeyPlace, Operation, SecurityKind, SecurityScheme, Server, ServerVariable, UserFlows,
};

/// `API`, `Client::builder`, and `Client` itself where the support code's is another crate's.
pub(super) fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let api = context.api;
    let name = CrateName::from_title(&api.title);
    let name = name.as_str();
    let servers = api.servers.iter().map(server);
    let variables = other_variables(api);
    let schemes = api.security_schemes.iter().map(scheme);
    let docs = builder_docs(context);
    let builder = match context.is_shared {
        true => quote! { ClientBuilder },
        false => quote! { runtime::client::ClientBuilder },
    };
    vec![
        quote! {
            #[doc = " What the document says of the whole API."]
            static API: api::ApiInfo = api::ApiInfo {
                name: #name,
                servers: &[#(#servers),*],
                schemes: &[#(#schemes),*],
                variables: &[#(#variables),*],
            };
        },
        own_client(context),
        quote! {
            impl Client {
                #docs
                pub fn builder() -> #builder {
                    #builder::new(&API)
                }
            }
        },
    ]
}

/// The variables that only servers of single operations have.
fn other_variables(api: &Api) -> BTreeSet<&str> {
    fn names(servers: &[Server]) -> impl Iterator<Item = &str> {
        let variables = servers.iter().flat_map(|server| &server.variables);
        variables.map(|variable| variable.name.as_str())
    }
    let known: BTreeSet<&str> = names(&api.servers).collect();
    let operations = api.operations.iter();
    let all: BTreeSet<&str> = operations
        .flat_map(|operation| names(&operation.servers))
        .collect();
    all.difference(&known).copied().collect()
}

/// A type for the operations to be methods of.
fn own_client(context: &Context<'_>) -> TokenStream {
    if !context.is_shared {
        return TokenStream::new();
    }
    quote! {
        #[doc = " Calls the API. Cheap to clone: all clones share their connections, tokens and retry budget."]
        #[derive(Clone)]
        pub struct Client(runtime::client::Client);

        runtime::client::newtype::newtype!(Client);

        #[doc = " Builds a [`Client`]."]
        pub type ClientBuilder = runtime::client::ClientBuilder<Client>;
    }
}

/// A server, as the runtime describes one.
pub(super) fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    let description = server.description.as_deref().unwrap_or_default();
    let variables = server.variables.iter().map(variable);
    quote! {
        api::Server {
            url: #url,
            description: #description,
            variables: &[#(#variables),*],
        }
    }
}

fn variable(variable: &ServerVariable) -> TokenStream {
    let ServerVariable {
        name,
        default,
        values,
    } = variable;
    quote! {
        api::ServerVariable {
            name: #name,
            default: #default,
            values: &[#(#values),*],
            description: "",
        }
    }
}

pub(super) fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.kind {
        SecurityKind::Basic => quote! { Basic },
        SecurityKind::Bearer => quote! { Bearer },
        SecurityKind::Http(scheme) => quote! { Http { scheme: #scheme } },
        SecurityKind::ApiKey(place, name) => {
            let place = match place {
                ApiKeyPlace::Header => quote! { Header },
                ApiKeyPlace::Query => quote! { Query },
                ApiKeyPlace::Cookie => quote! { Cookie },
            };
            quote! { ApiKey { location: api::KeyLocation::#place, name: #name } }
        }
        SecurityKind::OAuth2 { token_url, users } => {
            let token_url = optional(token_url.as_ref());
            let users = user_flows(users);
            quote! { OAuth2 { token_url: #token_url, users: #users } }
        }
        SecurityKind::OpenIdConnect { url } => quote! { OpenIdConnect { url: #url } },
        SecurityKind::MutualTls => quote! { MutualTls },
    };
    quote! {
        api::SecurityScheme {
            name: #name,
            kind: api::SchemeKind::#kind,
        }
    }
}

fn optional(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote! { Some(#text) },
        None => quote! { None },
    }
}

fn user_flows(flows: &UserFlows) -> TokenStream {
    let UserFlows {
        authorization_url,
        token_url,
        refresh_url,
        device_url,
    } = flows;
    let [authorization_url, token_url, refresh_url, device_url] =
        [authorization_url, token_url, refresh_url, device_url].map(|url| optional(url.as_ref()));
    quote! {
        api::UserFlows {
            authorization_url: #authorization_url,
            token_url: #token_url,
            refresh_url: #refresh_url,
            device_url: #device_url,
        }
    }
}

/// What there is to choose: servers and credentials.
fn builder_docs(context: &Context<'_>) -> TokenStream {
    let api = context.api;
    let library = context.library();
    let mut lines = vec![
        "Starts a client.".to_owned(),
        String::new(),
        "# Example".to_owned(),
        String::new(),
        "```no_run".to_owned(),
        "# fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    lines.extend(construction(api, library, None));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    if !api.servers.is_empty() {
        lines.extend([String::new(), "# Servers".to_owned(), String::new()]);
        for (index, server) in api.servers.iter().enumerate() {
            let description = server.description.as_deref().map(doc::inline);
            let description = description.filter(|text| !text.is_empty());
            let description = description.map_or_else(String::new, |text| format!(": {text}"));
            lines.push(format!(
                "* {index}, {}{description}",
                doc::code(&server.url)
            ));
        }
    }
    if !api.security_schemes.is_empty() {
        lines.extend([String::new(), "# Credentials".to_owned(), String::new()]);
        for scheme in &api.security_schemes {
            let kind = scheme_text(&scheme.kind);
            let notes = scheme
                .notes
                .iter()
                .map(|note| format!(" {}", doc::inline(note)));
            let notes: String = notes.collect();
            lines.push(format!("* {}: {kind}{notes}", doc::code(&scheme.name)));
        }
    }
    doc::plain(lines.iter().map(String::as_str))
}

/// The lines that make a client, as an example: with what an operation needs, or with what fits a scheme.
pub(super) fn construction(api: &Api, library: &str, operation: Option<&Operation>) -> Vec<String> {
    let is_relative = api
        .servers
        .first()
        .is_none_or(|server| !server.url.contains("://"));
    let server = is_relative.then(|| "    .server(\"https://api.example.com\")".to_owned());
    let credentials = match operation {
        None => {
            let schemes = 0..api.security_schemes.len();
            let mut fitting = schemes.filter_map(|scheme| credentials(api, scheme));
            fitting.next().into_iter().collect()
        }
        Some(operation) => needed(api, operation),
    };
    let uses = match credentials.is_empty() {
        false => format!("use {library}::{{Client, Credentials}};"),
        true => format!("use {library}::Client;"),
    };
    let mut lines = vec![
        uses,
        String::new(),
        "let client = Client::builder()".to_owned(),
    ];
    lines.extend(server);
    let given = credentials.into_iter();
    lines.extend(given.map(|one| format!("    .credentials(Credentials::{one})")));
    lines.push("    .build()?;".to_owned());
    if lines.len() == 4 {
        lines.truncate(2);
        lines.push("let client = Client::builder().build()?;".to_owned());
    }
    lines
}

/// What an operation needs to be called: of the alternatives the first that can be given here.
fn needed(api: &Api, operation: &Operation) -> Vec<String> {
    let alternatives = operation.security.iter();
    let mut given = alternatives.filter_map(|schemes| {
        let each = schemes.iter();
        each.map(|(scheme, _)| credentials(api, *scheme))
            .collect::<Option<Vec<String>>>()
    });
    given.next().unwrap_or_default()
}

/// The credentials of a scheme, which is named where others are of its kind.
fn credentials(api: &Api, scheme: usize) -> Option<String> {
    let constructor = |kind: &SecurityKind| match kind {
        SecurityKind::Basic => Some(("basic", "\"user\", \"secret\"")),
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => {
            Some(("bearer", "\"token\""))
        }
        SecurityKind::ApiKey(..) => Some(("api_key", "\"key\"")),
        // What a scheme such as `Digest` wants is computed by whoever has the secret.
        SecurityKind::Http(_) => Some(("bearer", "\"credential\"")),
        SecurityKind::MutualTls => None,
    };
    let scheme = api.security_schemes.get(scheme)?;
    let (method, arguments) = constructor(&scheme.kind)?;
    let written = format!("{method}({arguments})");
    let schemes = api.security_schemes.iter();
    let alike =
        schemes.filter(|other| constructor(&other.kind).is_some_and(|(other, _)| other == method));
    Some(match alike.count() {
        1 => written,
        _ => format!("{written}.for_scheme({:?})", scheme.name),
    })
}

/// What a scheme wants, in words.
fn scheme_text(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Basic => "a user's name and password.".to_owned(),
        SecurityKind::Bearer => "a bearer token.".to_owned(),
        SecurityKind::Http(scheme) => format!("HTTP authentication by {}.", doc::code(scheme)),
        SecurityKind::ApiKey(place, name) => {
            let place = match place {
                ApiKeyPlace::Header => "header",
                ApiKeyPlace::Query => "query parameter",
                ApiKeyPlace::Cookie => "cookie",
            };
            format!("a key, in the {place} {}.", doc::code(name))
        }
        SecurityKind::OAuth2 { token_url, users } => {
            let mut text = match token_url {
                Some(url) => format!("an OAuth 2 token, from {}.", doc::code(url)),
                None => "an OAuth 2 token.".to_owned(),
            };
            if let Some(url) = &users.authorization_url {
                let _ = write!(text, " Users log in at {}.", doc::code(url));
            }
            text
        }
        SecurityKind::OpenIdConnect { .. } => "a token of OpenID Connect.".to_owned(),
        SecurityKind::MutualTls => "a client certificate, by a transport of one's own.".to_owned(),
    }
}
