//! The operations of an API into the source of a program that calls each of them and tells what came back.

mod sample;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::context::{Context, ident};
use super::operation::{argument, multipart};
use super::print;
use crate::config::CrateName;
use crate::ir::{
    Api, BodyArgument, Content, MediaKind, Name, Operation, Parameter, Part, Payload, SecurityKind,
    SecurityScheme, Shape,
};
use sample::{Extent, Sampler};

/// Prints the program, which goes below `tests/` of the crate of that name, without a harness.
///
/// Its argument is the address of a server. It calls each operation with what is required and
/// with all that there is, in each media type of its body, with the document's own examples or
/// else with the smallest values that are valid. For each call it prints a line of texts set apart
/// by tabs: the operation's id, what was sent, and `ok` or what went wrong.
pub fn program(api: &Api, name: &CrateName) -> String {
    let context = Context::new(api).with_library(name.as_str());
    let library = format_ident!("{}", context.library());
    let calls: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| Call::all(&context, operation))
        .collect();
    let run = calls.iter().map(|call| {
        let Call {
            operation,
            about,
            names,
            ..
        } = call;
        let (first, others) = (names.first(), names.get(1..).unwrap_or_default());
        quote! {
            let mut outcome = #first(&client).await;
            #(if fits_several_branches(&outcome) { outcome = #others(&client).await; })*
            report(#operation, #about, outcome);
        }
    });
    let credentials = api.security_schemes.iter().filter_map(credentials);
    let main = quote! {
        fn main() {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(calls());
        }
    };
    let calls_of_all = quote! {
        async fn calls() {
            let server = std::env::args().nth(1).expect("the address of a server");
            let client = #library::Client::builder()
                .server(server)
                .retry_budget(0)
                .timeout(std::time::Duration::from_secs(2))
                #(.credentials(#credentials))*
                .build()
                .expect("a client");
            #(#run)*
        }
    };
    let types = (!api.types.is_empty()).then(|| quote! { use #library::types::*; });
    let head = quote! {
        use #library::runtime;
        #types
    };
    let functions = calls.iter().flat_map(|call| call.functions.iter().cloned());
    format!(
        "{ABOUT}\n{}\n{}\n{HELP}",
        print::lines([head]),
        print::items([main, calls_of_all].into_iter().chain(functions))
    )
}

const ABOUT: &str = "//! Calls each operation, and tells what came back.

#![allow(deprecated, unused_imports, unused_mut, dead_code)]
";

const HELP: &str = r#"
fn report(operation: &str, about: &str, outcome: Result<(), String>) {
    let outcome = outcome.err().unwrap_or_else(|| "ok".to_owned());
    println!("{operation}\t{about}\t{}", outcome.replace(['\n', '\t'], " "));
}

/// Values that are made for one branch of a `oneOf` may well fit another; then another value is tried.
fn fits_several_branches(outcome: &Result<(), String>) -> bool {
    matches!(outcome, Err(text) if text.contains("oneOf"))
}

fn failed(error: impl std::fmt::Display) -> String {
    format!("no valid argument: {error}")
}

fn judge<T, E: std::fmt::Debug>(
    outcome: Result<runtime::reply::Response<T>, runtime::error::Error<E>>,
) -> Result<(), String> {
    let headers = match &outcome {
        Ok(response) => Some(response.headers()),
        Err(error) => error.headers(),
    };
    let violations = headers.and_then(|headers| headers.get("sl-violations"));
    if let Some(violations) = violations {
        return Err(format!("refused: {}", String::from_utf8_lossy(violations.as_bytes())));
    }
    match outcome {
        // A failure that the document describes is an answer, which was decoded.
        Ok(_) | Err(runtime::error::Error::Api { .. }) => Ok(()),
        Err(error) => Err(match error.raw() {
            Some(raw) => format!("{error}: {}", String::from_utf8_lossy(raw)),
            None => format!("{error}: {error:?}"),
        }),
    }
}
"#;

/// What the builder takes for a scheme.
fn credentials(scheme: &SecurityScheme) -> Option<TokenStream> {
    let name = &scheme.name;
    let credentials = match scheme.kind {
        SecurityKind::Basic => quote! { basic("user", "secret") },
        SecurityKind::ApiKey(..) => quote! { api_key("secret") },
        SecurityKind::Bearer
        | SecurityKind::Http(_)
        | SecurityKind::OAuth2 { .. }
        | SecurityKind::OpenIdConnect => quote! { bearer("secret") },
        SecurityKind::MutualTls => return None,
    };
    Some(quote! { runtime::credentials::Credentials::#credentials.for_scheme(#name) })
}

/// Which branches of unions are tried, one after the other.
const BRANCHES: usize = 5;

/// One call of an operation.
struct Call {
    operation: String,
    /// What is sent.
    about: String,
    /// The functions that make it: the first, and others with values of other branches.
    names: Vec<Ident>,
    functions: Vec<TokenStream>,
}

/// A body in one of its media types: of several, with the enum and its variant.
#[derive(Clone, Copy)]
struct Sent<'c> {
    variant: Option<(&'c Name, &'c Name)>,
    content: &'c Content,
}

impl Call {
    /// With what is required and with all, in each media type.
    fn all(context: &Context<'_>, operation: &Operation) -> Vec<Self> {
        let mut calls = Vec::new();
        for body in bodies(operation) {
            for extent in [Extent::Required, Extent::All] {
                let number = calls.len();
                calls.push(Self::of(context, operation, body, extent, number));
            }
        }
        calls
    }

    fn of(
        context: &Context<'_>,
        operation: &Operation,
        body: Option<Sent<'_>>,
        extent: Extent,
        number: usize,
    ) -> Self {
        let is_required = operation.body.as_ref().is_some_and(|body| body.required);
        let body = body.filter(|_| is_required || extent == Extent::All);
        let sent = body.map(|body| format!(", {}", body.content.media_type));
        let mut call = Self {
            operation: operation.id.clone(),
            about: format!("{}{}", extent.text(), sent.unwrap_or_default()),
            names: Vec::new(),
            functions: Vec::new(),
        };
        let plain = operation.name.as_str().trim_start_matches("r#");
        let library = format_ident!("{}", context.library());
        let module = super::operation_module(context, operation);
        let mut known = BTreeSet::new();
        let extents = [extent, Extent::Required].into_iter();
        for (extent_of_values, branch) in
            extents.flat_map(|extent| (0..BRANCHES).map(move |branch| (extent, branch)))
        {
            let sampler = Sampler {
                api: context.api,
                extent: extent_of_values,
                branch,
            };
            let statements = Arguments::of(context, operation, body, extent, sampler);
            if !known.insert(statements.to_string()) {
                continue;
            }
            let name = format_ident!("{plain}_{number}_{}", call.names.len());
            call.functions.push(quote! {
                async fn #name(client: &#library::Client) -> Result<(), String> {
                    use #library::operations::#module *;
                    #statements
                }
            });
            call.names.push(name);
        }
        call
    }
}

fn bodies(operation: &Operation) -> Vec<Option<Sent<'_>>> {
    let sent = |variant, content| Some(Sent { variant, content });
    match operation.body.as_ref().map(|body| &body.argument) {
        None => vec![None],
        Some(BodyArgument::Single(content)) => vec![sent(None, content)],
        Some(BodyArgument::Several { name, variants }) => variants
            .iter()
            .map(|(variant, content)| sent(Some((name, variant)), content))
            .collect(),
    }
}

/// The arguments of a call, as they are put together.
struct Arguments<'c> {
    context: &'c Context<'c>,
    sampler: Sampler<'c>,
    /// The statements that read the arguments.
    read: Vec<TokenStream>,
}

impl<'c> Arguments<'c> {
    /// The statements of a call.
    fn of(
        context: &'c Context<'c>,
        operation: &Operation,
        body: Option<Sent<'_>>,
        extent: Extent,
        sampler: Sampler<'c>,
    ) -> TokenStream {
        let mut it = Self {
            context,
            sampler,
            read: Vec::new(),
        };
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for parameter in &operation.parameters {
            if parameter.required {
                arguments.push(it.parameter(parameter));
            } else if extent == Extent::All {
                let value = it.parameter(parameter);
                let setter = ident(&parameter.name);
                setters.push(quote! { .#setter(#value) });
            }
        }
        if let Some(body) = body {
            let value = it.body(body);
            match operation.body.as_ref().is_some_and(|body| body.required) {
                true => arguments.push(value),
                false => setters.push(quote! { .body(#value) }),
            }
        }
        let method = ident(&operation.name);
        let read = &it.read;
        quote! {
            #(#read)*
            judge(client.#method(#(#arguments),*) #(#setters)* .await)
        }
    }

    /// Always with all that there is: an object without properties cannot be said in a path.
    fn parameter(&mut self, parameter: &Parameter) -> TokenStream {
        let extent = std::mem::replace(&mut self.sampler.extent, Extent::All);
        let value = self.shape(&parameter.shape, parameter.docs.examples.first());
        self.sampler.extent = extent;
        value
    }

    /// An argument of that shape.
    fn shape(&mut self, shape: &Shape, example: Option<&Value>) -> TokenStream {
        let name = self.owned(shape, example);
        argument::handed_over(self.context, shape, &name)
    }

    /// The name of a variable of that shape.
    fn owned(&mut self, shape: &Shape, example: Option<&Value>) -> Ident {
        let name = format_ident!("value_{}", self.read.len());
        let text = Literal::string(&self.sampler.value(shape, example).to_string());
        let ty = self.context.type_tokens(shape);
        let codec = self.context.codec_tokens(shape);
        self.read.push(quote! {
            let #name = runtime::de::decode_as::<#codec, #ty>(#text).map_err(failed)?;
        });
        name
    }

    fn body(&mut self, body: Sent<'_>) -> TokenStream {
        let Sent { variant, content } = body;
        let example = content.examples.first();
        let Some((name, variant)) = variant else {
            return match &content.kind {
                MediaKind::Json(shape) | MediaKind::Form(shape, _) => self.shape(shape, example),
                _ => {
                    let value = self.content(content);
                    match content.kind {
                        MediaKind::JsonLines(_) => quote! { &#value },
                        _ => value,
                    }
                }
            };
        };
        let (name, variant) = (ident(name), ident(variant));
        let value = self.content(content);
        let convert = matches!(content.kind, MediaKind::Bytes | MediaKind::EventStream(_))
            .then(|| quote! { .into() });
        quote! { #name::#variant(#value #convert) }
    }

    /// A body that is owned.
    fn content(&mut self, content: &Content) -> TokenStream {
        let example = content.examples.first();
        match &content.kind {
            MediaKind::Json(shape) | MediaKind::Form(shape, _) => {
                let name = self.owned(shape, example);
                quote! { #name }
            }
            MediaKind::JsonLines(shape) => {
                let name = self.owned(shape, None);
                quote! { vec![#name] }
            }
            MediaKind::Text => {
                let text = example.and_then(Value::as_str).unwrap_or("text");
                quote! { #text.to_owned() }
            }
            MediaKind::Bytes | MediaKind::EventStream(_) => quote! { b"bytes".to_vec() },
            MediaKind::Multipart { name, parts } => self.multipart(name, parts),
        }
    }

    fn multipart(&mut self, name: &Name, parts: &[Part]) -> TokenStream {
        let form = format_ident!("form");
        let name = ident(name);
        let mut arguments = Vec::new();
        let mut set = Vec::new();
        for part in parts {
            let value = match &part.payload {
                Payload::File => quote! { runtime::multipart::File::new(b"bytes".to_vec()) },
                Payload::Text(shape) | Payload::Json(shape) => {
                    let shape = multipart::present(shape);
                    let value = self.owned(&shape, part.docs.examples.first());
                    quote! { #value }
                }
            };
            let value = match (part.repeated, part.required) {
                (true, _) => quote! { vec![#value] },
                (false, true) => value,
                (false, false) => quote! { Some(#value) },
            };
            let field = ident(&part.name);
            match (part.required, self.sampler.extent) {
                (true, _) => arguments.push(value),
                (false, Extent::All) => set.push(quote! { #form.#field = #value; }),
                (false, Extent::Required) => {}
            }
        }
        self.read.push(quote! {
            let mut #form = #name::new(#(#arguments),*);
            #(#set)*
        });
        quote! { #form }
    }
}
