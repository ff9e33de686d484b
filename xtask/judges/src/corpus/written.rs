//! What a client writes of examples whose text the document gives, `serializedValue`, against that text:
//! parameters, forms and other bodies, each put into a request by what the generated methods do.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use faircopy::Pointer;
use faircopy::internals::emit::{self, Context, ident};
use faircopy::internals::ir::{
    Api, Body, BodyArgument, Content, Location, MediaKind, Operation, Parameter, Shape, Type,
};

use super::judge::{Judge, Way};
use super::outcome::{Outcome, Verdict, dense};

/// An example with its text, in an operation.
pub(super) struct Text {
    /// Where its data stand.
    at: Pointer,
    value: Value,
    /// What is to be written.
    expected: String,
    /// What writes it, and the shape of the data.
    writer: Writer,
    /// Whether the text stands for itself, and is percent-encoded in the request.
    is_encoded_once_more: bool,
}

enum Writer {
    Parameter(Box<Parameter>),
    Body(Box<Content>, Box<Shape>),
}

/// The texts of an API, in the order of its operations.
pub(super) fn texts(api: &Api, document: &Value) -> Vec<Text> {
    let mut found = Vec::new();
    for operation in &api.operations {
        for parameter in &operation.parameters {
            of_parameter(parameter, document, &mut found);
        }
        for content in contents(operation) {
            let Some(shape) = shape(content) else {
                continue;
            };
            for (at, value, expected) in given(document, &content.source) {
                found.push(Text {
                    at,
                    value,
                    expected,
                    writer: Writer::Body(content.clone().into(), shape.clone().into()),
                    is_encoded_once_more: false,
                });
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|text| seen.insert((text.at.clone(), text.is_encoded_once_more)));
    found
}

fn of_parameter(parameter: &Parameter, document: &Value, found: &mut Vec<Text>) {
    let mut add = |owner: &Pointer, is_encoded_once_more: bool| {
        for (at, value, expected) in given(document, owner) {
            found.push(Text {
                at,
                value,
                expected,
                writer: Writer::Parameter(parameter.clone().into()),
                is_encoded_once_more,
            });
        }
    };
    add(&parameter.source, false);
    // A form is fit for a query by itself; of JSON, and of text, each character is encoded.
    let content = parameter.source.key("content");
    let media_types = content.resolve(document).and_then(Value::as_object);
    let first = media_types.and_then(|media_types| media_types.keys().next());
    if let Some(media_type) = first.filter(|_| parameter.location == Location::Querystring) {
        let is_form = parameter.encoded.is_some();
        add(&content.key(media_type), !is_form);
    }
}

fn contents(operation: &Operation) -> Vec<&Content> {
    match operation
        .body
        .as_ref()
        .map(|Body { argument, .. }| argument)
    {
        Some(BodyArgument::Single(content)) => vec![content],
        Some(BodyArgument::Several { variants, .. }) => {
            variants.iter().map(|(_, content)| content).collect()
        }
        None => Vec::new(),
    }
}

/// The shape of a body that is written of a value, less JSON, which is compared by its tokens.
fn shape(content: &Content) -> Option<&Shape> {
    match &content.kind {
        MediaKind::Xml(shape, _)
        | MediaKind::Form(shape, _)
        | MediaKind::Text(shape, _)
        | MediaKind::JsonLines(shape) => Some(shape),
        _ => None,
    }
}

/// The examples of a parameter or a media type that have data and a text: where the data stand, and both.
fn given(document: &Value, owner: &Pointer) -> Vec<(Pointer, Value, String)> {
    let examples = owner.key("examples");
    let named = examples.resolve(document).and_then(Value::as_object);
    let given = named.into_iter().flatten().filter_map(|(name, example)| {
        let target = example.get("$ref").and_then(Value::as_str);
        let at = match target {
            Some(target) => Pointer::parse(target)?,
            None => examples.key(name),
        };
        let example = at.resolve(document)?;
        let data = example.get("dataValue")?;
        let text = example.get("serializedValue")?.as_str()?;
        Some((at.key("dataValue"), data.clone(), text.to_owned()))
    });
    given.collect()
}

impl Text {
    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// The function of that name, which writes JSON as the client does.
    pub(super) fn function(&self, context: &Context<'_>, name: &str) -> TokenStream {
        let name = format_ident!("{name}");
        let value = format_ident!("value__");
        let call = quote! { call__ };
        let (decode, put, operation, place) = match &self.writer {
            Writer::Parameter(parameter) => {
                let argument = ident(&parameter.name);
                let given = emit::given(context, parameter, &value);
                let put = emit::put_parameter(context, parameter, &call);
                let put = quote! { let #argument = #given; #put };
                let operation = match parameter.location {
                    Location::Path => {
                        let path = format!("/{{{}}}", parameter.wire);
                        quote! { path: #path, }
                    }
                    _ => TokenStream::new(),
                };
                let wire = &parameter.wire;
                let place = match parameter.location {
                    Location::Path => quote! { request.uri.path().trim_start_matches('/') },
                    Location::Query | Location::Querystring => {
                        quote! { request.uri.query().unwrap_or_default() }
                    }
                    Location::Header => quote! { header(&request, #wire) },
                    Location::Cookie => quote! { header(&request, "cookie") },
                };
                (
                    one(context, &emit::handed(parameter)),
                    put,
                    operation,
                    place,
                )
            }
            Writer::Body(content, shape) => {
                let put = emit::put_content(context, content, &call);
                let lines = matches!(content.kind, MediaKind::JsonLines(_));
                let given = match shape.ty {
                    _ if lines => quote! { &#value },
                    Type::String if !shape.nullable => quote! { #value },
                    _ => emit::handed_over(context, shape, &value),
                };
                let decode = match lines {
                    true => {
                        let one = one(context, shape);
                        quote! {{
                            let items: Vec<serde_json::Value> =
                                serde_json::from_str(text).map_err(said)?;
                            let items = items.iter().map(|item| {
                                let text = &*item.to_string();
                                Ok(#one)
                            });
                            items.collect::<Result<Vec<_>, String>>()?
                        }}
                    }
                    false => one(context, shape),
                };
                let put = quote! { let body = #given; #put };
                (decode, put, quote! { method: "POST", }, quote! { body })
            }
        };
        quote! {
            fn #name(text: &str) -> Result<String, String> {
                static OPERATION: runtime::api::Operation = runtime::api::Operation {
                    #operation
                    ..runtime::api::Operation::DEFAULT
                };
                let #value = #decode;
                let (wire, client) = client();
                let mut #call = runtime::call::start(&client, &OPERATION);
                { #put }
                let (request, body) = wire.sent(#call)?;
                let _ = (&request, &body);
                Ok((#place).to_owned())
            }
        }
    }

    /// Judges what the program says of it.
    pub(super) fn outcome(&self, line: Option<&str>, judge: &Judge) -> Outcome {
        let mut parts = line.unwrap_or("the test program died\t").split('\t');
        let (problem, written) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let schema = match &self.writer {
            Writer::Parameter(parameter) => &parameter.shape.source,
            Writer::Body(_, shape) => &shape.source,
        };
        let judged = judge.judge(schema, &self.value, Way::Request);
        let is_lines = matches!(
            &self.writer,
            Writer::Body(content, _) if matches!(content.kind, MediaKind::JsonLines(_))
        );
        let complaints = match judged {
            Ok(judged) if !is_lines => judged.complaints,
            _ => Vec::new(),
        };
        let written: String = serde_json::from_str(written).unwrap_or_default();
        let (verdict, why) = match problem {
            _ if !complaints.is_empty() => (Verdict::Contradicts, complaints.join("; ")),
            "0" if self.is_expected(&written) => (Verdict::Kept, String::new()),
            "0" => {
                let expected = &self.expected;
                let why = format!("it is written as `{written}`, not as `{expected}`");
                (Verdict::Broken, why)
            }
            problem => (Verdict::Broken, problem.to_owned()),
        };
        Outcome::told(verdict, &self.at, schema, why)
    }

    fn is_expected(&self, written: &str) -> bool {
        let dense = |text: &str| text.lines().map(dense).collect::<Vec<_>>();
        match &self.writer {
            Writer::Body(content, _) if matches!(content.kind, MediaKind::JsonLines(_)) => {
                dense(written) == dense(&self.expected)
            }
            _ if self.is_encoded_once_more => decoded(written).as_deref() == Some(&self.expected),
            _ => written == self.expected,
        }
    }
}

/// Reads the data of a shape.
fn one(context: &Context<'_>, shape: &Shape) -> TokenStream {
    let (codec, ty) = (context.codec_tokens(shape), context.type_tokens(shape));
    quote! { runtime::json::decode_as::<#codec, #ty>(text).map_err(said)? }
}

/// A text that is percent-encoded.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digits = std::str::from_utf8(&digits).ok()?;
                u8::from_str_radix(digits, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// What the functions share, behind them.
pub(super) const HELP: &str = r#"
fn said(error: impl std::fmt::Display) -> String {
    error.to_string().replace(['\n', '\t'], " ")
}

/// Keeps what a client sends.
#[derive(Clone, Default)]
struct Wire(std::sync::Arc<std::sync::Mutex<Option<(http::request::Parts, String)>>>);

impl runtime::transport::Transport for Wire {
    fn send(
        &self,
        request: http::Request<runtime::transport::Body>,
    ) -> runtime::platform::BoxFuture<
        'static,
        Result<http::Response<runtime::transport::Body>, runtime::transport::TransportError>,
    > {
        let (head, body) = request.into_parts();
        let body = body.into_bytes().unwrap_or_default();
        let body = String::from_utf8_lossy(&body).into_owned();
        *self.0.lock().expect("one thread") = Some((head, body));
        let response = http::Response::new(runtime::transport::Body::empty());
        Box::pin(async move { Ok(response) })
    }
}

impl Wire {
    fn sent(&self, call: runtime::call::Call) -> Result<(http::request::Parts, String), String> {
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let outcome = tokio.map_err(said)?.block_on(call.send_raw());
        let sent = self.0.lock().expect("one thread").take();
        sent.ok_or_else(|| outcome.err().map_or_else(String::new, said))
    }
}

fn client() -> (Wire, LIBRARY::Client) {
    let wire = Wire::default();
    let client = LIBRARY::Client::builder().server("http://localhost").transport(wire.clone());
    (wire, client.build().expect("a client"))
}

fn header(request: &http::request::Parts, name: &str) -> String {
    let value = request.headers.get(name).map(|value| value.as_bytes());
    String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
}
"#;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_with_data_and_a_text_are_found_through_references() {
        let document = json!({
            "p": { "examples": {
                "a": { "dataValue": 1, "serializedValue": "p=1" },
                "b": { "$ref": "#/shared" },
                "no text": { "dataValue": 1 },
                "no data": { "serializedValue": "p=3" },
            } },
            "shared": { "dataValue": 2, "serializedValue": "p=2" },
        });
        let found = given(&document, &Pointer::root().key("p"));
        let found: Vec<_> = found
            .iter()
            .map(|(at, value, text)| (at.as_str(), value.clone(), text.as_str()))
            .collect();
        let expected = [
            ("/p/examples/a/dataValue", json!(1), "p=1"),
            ("/shared/dataValue", json!(2), "p=2"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn percent_encoded_texts_are_decoded() {
        assert_eq!(decoded("%24.a%5B1+%5D").as_deref(), Some("$.a[1+]"));
        assert_eq!(decoded("%2"), None);
    }
}
