//! The operations of an API into the source of a program that calls each of them and tells what came back,
//! and what it sends, as values.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};

use faircopy::CrateName;
use faircopy::internals::emit::{self, Context, ident};
use faircopy::internals::ir::{
    Api, BodyArgument, Content, MediaKind, Name, Operation, Parameter, Part, Payload, SecurityKind,
    SecurityScheme, Shape, Type,
};
pub(crate) use faircopy::internals::sample::Judge;
use faircopy::internals::sample::{Extent, PLAIN, Sampler};

/// The header that has the number of a call.
pub(crate) const NUMBER: &str = "x-call";

/// What the program says of a call that no value was found for, before what the judge says.
pub(crate) const NO_VALUE: &str = "no valid value: ";

/// A program, and the calls that it makes: those for which there are values.
pub(crate) struct Program {
    pub(crate) text: String,
    pub(crate) calls: Vec<Described>,
}

/// A call, as others may make it too.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// In the header of that name.
    pub(crate) number: usize,
    /// The path's template and the method, as the document has them.
    pub(crate) path: String,
    pub(crate) method: String,
    /// The operation's id, and what is sent of it.
    pub(crate) about: String,
    /// By `place.name`.
    pub(crate) parameters: Map<String, Value>,
    /// The body, where there is one; of a form with parts, an object. Bytes are `{"bytes": text}`.
    pub(crate) body: Option<Value>,
    pub(crate) media_type: Option<String>,
}

/// Prints the program, which goes below `tests/` of the crate of that name, without a harness.
///
/// Its argument is the address of a server. It calls each operation with what is required and
/// with all that there is, in each media type of its body, with the document's own examples or
/// else with small values that `judge` finds valid. For each call it prints a line of texts set
/// apart by tabs: the operation's id, what was sent, and `ok` or what went wrong. Each call has its number
/// in a header.
pub(crate) fn program(api: &Api, name: &CrateName, judge: &Judge<'_>) -> Program {
    let context = Context::new(api).with_library(name.as_str());
    let library = format_ident!("{}", context.library());
    let mut calls = Vec::new();
    for operation in &api.operations {
        Call::all(&context, operation, judge, &mut calls);
    }
    let run = calls.iter().map(Call::run);
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
    let functions = calls
        .iter()
        .filter_map(|call| call.function.as_ref().ok().cloned());
    let text = format!(
        "{ABOUT}\n{}\n{}\n{HELP}",
        emit::print_lines([head]),
        emit::print_items([main, calls_of_all].into_iter().chain(functions))
    );
    Program {
        text,
        calls: calls
            .into_iter()
            .filter(|call| call.function.is_ok())
            .map(|call| call.described)
            .collect(),
    }
}

const ABOUT: &str = "//! Calls each operation, and tells what came back.

#![allow(deprecated, unused_imports, dead_code)]
";

const HELP: &str = r#"
fn report(operation: &str, about: &str, outcome: Result<(), String>) {
    let outcome = outcome.err().unwrap_or_else(|| "ok".to_owned());
    println!("{operation}\t{about}\t{}", outcome.replace(['\n', '\t'], " "));
}

fn failed(error: impl std::fmt::Display) -> String {
    format!("no valid argument: {error}")
}

fn judge<T, E: std::fmt::Debug>(
    outcome: Result<runtime::call::response::Response<T>, runtime::error::Error<E>>,
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
pub(crate) fn credentials(scheme: &SecurityScheme) -> Option<TokenStream> {
    let name = &scheme.name;
    let credentials = match scheme.kind {
        SecurityKind::Basic => quote! { basic("user", "secret") },
        SecurityKind::ApiKey(..) => quote! { api_key("secret") },
        SecurityKind::Bearer
        | SecurityKind::Http(_)
        | SecurityKind::OAuth2 { .. }
        | SecurityKind::OpenIdConnect { .. } => quote! { bearer("secret") },
        SecurityKind::MutualTls => return None,
    };
    Some(quote! { runtime::credentials::Credentials::#credentials.for_scheme(#name) })
}

/// One call of an operation.
struct Call {
    operation: String,
    /// What is sent.
    about: String,
    /// The function that makes it.
    name: Ident,
    /// Its definition, or why there is no value to make it with.
    function: Result<TokenStream, String>,
    described: Described,
}

/// A body in one of its media types: of several, with the enum and its variant.
#[derive(Clone, Copy)]
struct Sent<'c> {
    variant: Option<(&'c Name, &'c Name)>,
    content: &'c Content,
}

impl Call {
    /// Adds calls with what is required and with all, in each media type.
    fn all(context: &Context<'_>, operation: &Operation, judge: &Judge<'_>, calls: &mut Vec<Self>) {
        for body in bodies(operation) {
            for extent in [Extent::Required, Extent::All] {
                let number = calls.len();
                let sampler = Sampler {
                    api: context.api,
                    judge,
                    extent,
                    branch: 0,
                    text: PLAIN,
                };
                calls.push(Self::of(context, operation, body, sampler, number));
            }
        }
    }

    fn of(
        context: &Context<'_>,
        operation: &Operation,
        body: Option<Sent<'_>>,
        sampler: Sampler<'_>,
        number: usize,
    ) -> Self {
        let extent = sampler.extent;
        let is_required = operation.body.as_ref().is_some_and(|body| body.required);
        let body = body.filter(|_| is_required || extent == Extent::All);
        let sent = body.map(|body| format!(", {}", body.content.media_type));
        let plain = operation.name.as_str().trim_start_matches("r#");
        let name = format_ident!("{plain}_{number}");
        let library = format_ident!("{}", context.library());
        let module = emit::operation_module(context, operation);
        let mut described = Described {
            number,
            path: operation.path.clone(),
            method: operation.method.as_str().to_owned(),
            about: format!("{} ({})", operation.id, extent.text()),
            parameters: Map::new(),
            body: None,
            media_type: body.map(|body| body.content.media_type.clone()),
        };
        let statements = Arguments::of(context, operation, body, sampler, number, &mut described);
        let function = statements.map(|statements| {
            quote! {
                async fn #name(client: &#library::Client) -> Result<(), String> {
                    use #library::operations::#module *;
                    #statements
                }
            }
        });
        Self {
            operation: operation.id.clone(),
            about: format!("{}{}", extent.text(), sent.unwrap_or_default()),
            name,
            function,
            described,
        }
    }

    /// The statement that makes the call, and tells what came of it.
    fn run(&self) -> TokenStream {
        let Self {
            operation,
            about,
            name,
            function,
            ..
        } = self;
        match function {
            Ok(_) => quote! { report(#operation, #about, #name(&client).await); },
            Err(why) => {
                let why = format!("{NO_VALUE}{why}");
                quote! { report(#operation, #about, Err(#why.to_owned())); }
            }
        }
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
    /// The value of the last of them.
    last: Value,
}

impl<'c> Arguments<'c> {
    /// The statements of a call, or why there is no value for one of its arguments.
    fn of(
        context: &'c Context<'c>,
        operation: &Operation,
        body: Option<Sent<'_>>,
        sampler: Sampler<'c>,
        number: usize,
        described: &mut Described,
    ) -> Result<TokenStream, String> {
        let is_all = sampler.extent == Extent::All;
        let mut it = Self {
            context,
            sampler,
            read: Vec::new(),
            last: Value::Null,
        };
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for parameter in &operation.parameters {
            if !parameter.required && !is_all {
                continue;
            }
            let name = format!("{}.{}", parameter.location.as_str(), parameter.wire);
            if let Some(fixed) = &parameter.fixed {
                described.parameters.insert(name, fixed.clone());
                continue;
            }
            let value = it.parameter(parameter)?;
            described.parameters.insert(name, it.last.take());
            if parameter.required {
                arguments.push(value);
            } else {
                let setter = ident(&parameter.name);
                setters.push(quote! { .#setter(#value) });
            }
        }
        if let Some(body) = body {
            let value = it.body(body)?;
            described.body = Some(it.last.take());
            match operation.body.as_ref().is_some_and(|body| body.required) {
                true => arguments.push(value),
                false => setters.push(quote! { .body(#value) }),
            }
        }
        let method = ident(&operation.name);
        let number = number.to_string();
        let read = &it.read;
        Ok(quote! {
            #(#read)*
            judge(client.#method(#(#arguments),*) #(#setters)* .header(#NUMBER, #number).await)
        })
    }

    /// Always with all that there is: an object without properties cannot be said in a path.
    fn parameter(&mut self, parameter: &Parameter) -> Result<TokenStream, String> {
        let extent = std::mem::replace(&mut self.sampler.extent, Extent::All);
        let shape = emit::handed(parameter);
        let name = self.owned(&shape, parameter.docs.examples.first());
        self.sampler.extent = extent;
        Ok(emit::given(self.context, parameter, &name?))
    }

    /// An argument of that shape.
    fn shape(&mut self, shape: &Shape, example: Option<&Value>) -> Result<TokenStream, String> {
        let name = self.owned(shape, example)?;
        Ok(emit::handed_over(self.context, shape, &name))
    }

    /// The name of a variable of that shape.
    fn owned(&mut self, shape: &Shape, example: Option<&Value>) -> Result<Ident, String> {
        let name = format_ident!("value_{}", self.read.len());
        self.last = self.sampler.value(shape, example)?;
        let text = Literal::string(&self.last.to_string());
        let ty = self.context.type_tokens(shape);
        let codec = self.context.codec_tokens(shape);
        self.read.push(quote! {
            let #name = runtime::json::decode_as::<#codec, #ty>(#text).map_err(failed)?;
        });
        Ok(name)
    }

    fn body(&mut self, body: Sent<'_>) -> Result<TokenStream, String> {
        let Sent { variant, content } = body;
        let example = content.examples.first();
        let Some((name, variant)) = variant else {
            return match &content.kind {
                MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Form(shape, _) => {
                    self.shape(shape, example)
                }
                MediaKind::Text(shape, _) if shape.ty != Type::String => self.shape(shape, example),
                MediaKind::JsonLines(_) => {
                    let value = self.content(content)?;
                    Ok(quote! { &#value })
                }
                _ => self.content(content),
            };
        };
        let (name, variant) = (ident(name), ident(variant));
        let value = self.content(content)?;
        let convert = matches!(
            content.kind,
            MediaKind::Bytes
                | MediaKind::Base64
                | MediaKind::EventStream(..)
                | MediaKind::TypedEvents(..)
                | MediaKind::PartStream(_)
        )
        .then(|| quote! { .into() });
        Ok(quote! { #name::#variant(#value #convert) })
    }

    /// A body that is owned.
    fn content(&mut self, content: &Content) -> Result<TokenStream, String> {
        let example = content.examples.first();
        Ok(match &content.kind {
            MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Form(shape, _) => {
                let name = self.owned(shape, example)?;
                quote! { #name }
            }
            MediaKind::JsonLines(shape) => {
                let name = self.owned(shape, None)?;
                self.last = json!([self.last]);
                quote! { vec![#name] }
            }
            MediaKind::Text(shape, _) => {
                let name = self.owned(shape, example)?;
                quote! { #name }
            }
            MediaKind::Base64
            | MediaKind::Bytes
            | MediaKind::EventStream(..)
            | MediaKind::TypedEvents(..)
            | MediaKind::PartStream(_) => {
                self.last = json!({ "bytes": "bytes" });
                quote! { b"bytes".to_vec() }
            }
            MediaKind::Multipart { name, parts, .. } => self.multipart(name, parts)?,
        })
    }

    fn multipart(&mut self, name: &Name, parts: &[Part]) -> Result<TokenStream, String> {
        let form = format_ident!("form");
        let name = ident(name);
        let mut arguments = Vec::new();
        let mut set = Vec::new();
        let mut values = Map::new();
        for part in parts.iter().filter(|part| part.fixed.is_none()) {
            let field = ident(&part.name);
            if !part.required && self.sampler.extent != Extent::All {
                continue;
            }
            let value = self.part(part)?;
            let last = self.last.take();
            let wire = if part.any_name { "other" } else { &part.wire };
            values.insert(
                wire.to_owned(),
                match part.list {
                    Some(_) => json!([last]),
                    None => last,
                },
            );
            match part.required {
                true => arguments.push(value),
                false => set.push(quote! { #form.#field = #value; }),
            }
        }
        self.last = Value::Object(values);
        let mutable = (!set.is_empty()).then(|| quote! { mut });
        self.read.push(quote! {
            let #mutable #form = #name::new(#(#arguments),*);
            #(#set)*
        });
        Ok(quote! { #form })
    }

    fn part(&mut self, part: &Part) -> Result<TokenStream, String> {
        let value = match &part.payload {
            Payload::File => {
                self.last = json!({ "bytes": "bytes" });
                quote! { runtime::call::multipart::File::new(b"bytes".to_vec()) }
            }
            Payload::Value(shape) => {
                let shape = emit::present(shape);
                let value = self.owned(&shape, part.docs.examples.first())?;
                quote! { #value }
            }
        };
        let value = match (part.any_name, part.list.is_some()) {
            (true, true) => quote! { vec![#value] },
            _ => value,
        };
        Ok(match (part.list.is_some(), part.required) {
            _ if part.any_name => quote! { [("other".to_owned(), #value)].into() },
            (true, _) => quote! { vec![#value] },
            (false, true) => value,
            (false, false) => quote! { Some(#value) },
        })
    }
}
