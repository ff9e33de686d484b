//! An operation's example: a call built from the document's own example values.
//!
//! What no expression can be made of becomes an argument of the hidden function
//! around the example, so that every example compiles.

mod taken;
mod upload;

use std::cell::{Cell, RefCell};

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::super::context::{Context, Presence, ident};
use super::super::print;
use super::super::taken::Taken;
use super::argument;
use crate::emit::constraint::integer;
use crate::ir::{
    BodyArgument, Content, EnumRepr, Format, MediaKind, Operation, Parameter, Shape, Struct, Type,
    TypeId, TypeKind,
};

/// Beyond this many types within one another, an example teaches nothing.
const MAX_DEPTH: usize = 3;
/// Optional parameters and properties that an example shows at most.
const MAX_OPTIONAL: usize = 3;

/// The example as lines of docs, with its code fence.
pub(super) fn lines(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let call = Call::of(context, operation);
    let mut lines = vec!["```no_run".to_owned()];
    lines.extend(call.imports());
    hide_all_but_the_body(&call.function(), &mut lines);
    lines.push("```".to_owned());
    lines
}

/// The lines of an example that has a client already: hidden imports, and those that are shown. There are none where
/// the document does not give all that the call takes.
pub(in crate::emit) fn with_client(
    context: &Context<'_>,
    operation: &Operation,
) -> Option<(Vec<String>, Vec<String>)> {
    let call = Call::of(context, operation);
    if !call.given.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    hide_all_but_the_body(&call.function(), &mut lines);
    lines.retain(|line| !line.starts_with("# "));
    Some((call.imports(), lines))
}

/// What a program that calls an operation is made of.
#[cfg(feature = "cli")]
pub(in crate::emit) struct Program {
    /// The import of the types that it names, where it names any.
    pub(in crate::emit) types: TokenStream,
    /// What the document gives no value of, as arguments.
    pub(in crate::emit) given: Vec<TokenStream>,
    /// The statement that makes `response`.
    pub(in crate::emit) statement: TokenStream,
}

#[cfg(feature = "cli")]
impl Program {
    pub(in crate::emit) fn of(context: &Context<'_>, operation: &Operation) -> Self {
        let call = Call::of(context, operation);
        Self {
            types: call.types(),
            given: call.given,
            statement: call.statement,
        }
    }
}

/// A call that is an example.
struct Call<'c> {
    context: &'c Context<'c>,
    operation: &'c Operation,
    /// The arguments of the hidden function.
    given: Vec<TokenStream>,
    names_types: bool,
    statement: TokenStream,
}

impl<'c> Call<'c> {
    fn of(context: &'c Context<'c>, operation: &'c Operation) -> Self {
        let mut example = Example {
            context,
            given: Vec::new(),
            names_types: Cell::new(false),
            before: RefCell::default(),
        };
        let parameters = operation.parameters.iter();
        let parameters = parameters.filter(|parameter| parameter.fixed.is_none());
        let (required, optional): (Vec<_>, Vec<_>) =
            parameters.partition(|parameter| parameter.required);
        let mut arguments = Vec::new();
        if operation.called.is_some() {
            arguments.push(quote! { "https://receiver.example/hook" });
        }
        for parameter in required {
            arguments.push(example.argument(parameter));
        }
        let body = operation.body.as_ref();
        if let Some(body) = body.filter(|body| body.required) {
            arguments.push(example.body(&body.argument));
        }
        let setters = optional
            .into_iter()
            .filter_map(|parameter| example.setter(parameter))
            .take(MAX_OPTIONAL);
        let setters: Vec<_> = setters
            .chain(Example::media_type_setter(operation))
            .collect();
        let method = ident(&operation.name);
        let group = context.api.groups.get(&operation.module);
        let group = group.map(|group| ident(&group.method));
        let group = group.map(|group| quote! { .#group() });
        let before = example.before.take();
        let statement = quote! {
            #(#before)*
            let response = client #group .#method(#(#arguments),*) #(#setters)* .await?;
        };
        Self {
            context,
            operation,
            given: example.given,
            names_types: example.names_types.get(),
            statement,
        }
    }

    /// Hidden lines that import the types that the example names.
    fn imports(&self) -> Vec<String> {
        let imports = print::lines([self.types()]);
        imports.lines().map(|line| format!("# {line}")).collect()
    }

    fn types(&self) -> TokenStream {
        if !self.names_types {
            return TokenStream::new();
        }
        let library = format_ident!("{}", self.context.library());
        let module = match &self.operation.called {
            None => {
                let module = self.context.operations_module(self.operation);
                quote! { operations::#module }
            }
            Some(called) => {
                let module = format_ident!("{}s", called.kind());
                quote! { #module:: }
            }
        };
        quote! { use #library::{#module *, runtime, types::*}; }
    }

    fn function(&self) -> String {
        let library = format_ident!("{}", self.context.library());
        let Self {
            given, statement, ..
        } = self;
        print::items([quote! {
            async fn example(client: &#library::Client, #(#given),*) -> Result<(), Box<dyn ::std::error::Error>> {
                #statement
                Ok(())
            }
        }])
    }
}

/// Adds a function's lines, of which only its body is shown, without its last expression.
fn hide_all_but_the_body(function: &str, lines: &mut Vec<String>) {
    let mut in_body = false;
    for line in function.lines() {
        match line.strip_prefix("    ") {
            Some(line) if in_body && line != "Ok(())" => lines.push(line.to_owned()),
            _ => lines.push(format!("# {line}")),
        }
        // The signature ends at the first line that ends with a brace.
        in_body |= line.ends_with('{');
    }
}

struct Example<'c> {
    context: &'c Context<'c>,
    /// The arguments of the hidden function.
    given: Vec<TokenStream>,
    /// Whether the example names types of the crate.
    names_types: Cell<bool>,
    /// Statements before the call.
    before: RefCell<Vec<TokenStream>>,
}

impl Example<'_> {
    fn argument(&mut self, parameter: &Parameter) -> TokenStream {
        let example = parameter.docs.examples.first();
        if let Some(value) = self.parameter(parameter, example) {
            return value;
        }
        // `client_` is no parameter's name.
        let name = match parameter.name.as_str() {
            "client" => format_ident!("client_"),
            _ => ident(&parameter.name),
        };
        let ty = argument::owned_parameter_type(self.context, parameter);
        self.given(&name, ty)
    }

    /// A setter, where the document gives a value for it.
    fn setter(&self, parameter: &Parameter) -> Option<TokenStream> {
        if parameter.docs.deprecated {
            return None;
        }
        let value = parameter
            .docs
            .examples
            .first()
            .or(parameter.default.as_ref())?;
        if !self.fits(&parameter.shape.ty, value) {
            return None;
        }
        let value = self.parameter(parameter, Some(value))?;
        let setter = ident(&parameter.name);
        Some(quote! { .#setter(#value) })
    }

    fn body(&mut self, body: &BodyArgument) -> TokenStream {
        let name = format_ident!("body");
        match body {
            BodyArgument::Single(content) => self
                .content(content)
                .unwrap_or_else(|ty| self.given(&name, ty)),
            BodyArgument::Several { name: ty, .. } => {
                let ty = ident(ty);
                self.given(&name, quote! { #ty })
            }
        }
    }

    /// A body, or the type of one that must be given.
    fn content(&self, content: &Content) -> Result<TokenStream, TokenStream> {
        match &content.kind {
            MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Form(shape, _) => {
                let value = self.borrowed(shape, content.examples.first());
                value.ok_or_else(|| argument::argument_type(self.context, shape))
            }
            MediaKind::Text(shape, _) if shape.ty == Type::String => Ok(quote! { "…" }),
            MediaKind::Text(shape, _) => {
                let value = self.borrowed(shape, content.examples.first());
                value.ok_or_else(|| argument::argument_type(self.context, shape))
            }
            MediaKind::Base64 => Ok(quote! { b"\x00\x01".to_vec() }),
            MediaKind::Bytes
            | MediaKind::EventStream(..)
            | MediaKind::TypedEvents(..)
            | MediaKind::PartStream(_) => Ok(quote! { b"\x00\x01".to_vec() }),
            MediaKind::JsonLines(shape) => {
                let ty = self.context.type_tokens(shape);
                Err(quote! { &[#ty] })
            }
            MediaKind::Multipart { name, parts, .. } => {
                let name = ident(name);
                self.upload(&name, parts).ok_or_else(|| quote! { #name })
            }
        }
    }

    fn given(&mut self, name: &proc_macro2::Ident, ty: TokenStream) -> TokenStream {
        self.names_types.set(true);
        self.given.push(quote! { #name: #ty });
        quote! { #name }
    }

    /// An expression for an argument of that shape; the document's value where it fits.
    fn borrowed(&self, shape: &Shape, value: Option<&Value>) -> Option<TokenStream> {
        let value = value.filter(|value| self.fits(&shape.ty, value));
        let ty = self.unaliased(&shape.ty);
        let is_copy = argument::is_by_value(self.context, ty);
        let bare = match ty {
            Type::String => {
                let text = text(value);
                quote! { #text }
            }
            Type::List(_) if self.context.codec(shape).is_none() => {
                let items = self.items(ty, value, 0)?;
                quote! { &[#(#items),*] }
            }
            _ if is_copy => self.owned(ty, value, 0)?,
            _ => {
                let value = self.owned(ty, value, 0)?;
                quote! { &#value }
            }
        };
        if !shape.nullable {
            return Some(bare);
        }
        // By a codec, the whole `Option` is borrowed.
        match self.context.codec(shape) {
            Some(_) if !is_copy => None,
            _ => Some(quote! { Some(#bare) }),
        }
    }

    /// An expression of that type; `value` fits it.
    fn owned(&self, ty: &Type, value: Option<&Value>, depth: usize) -> Option<TokenStream> {
        match self.unaliased(ty) {
            Type::Bool => {
                let value = value.and_then(Value::as_bool).unwrap_or(true);
                Some(quote! { #value })
            }
            Type::Integer(_) => Some(integer(value.and_then(Value::as_i64).unwrap_or(1).into())),
            Type::F32 | Type::F64 => {
                let value = value
                    .and_then(Value::as_f64)
                    .filter(|value| value.is_finite());
                let literal = Literal::f64_unsuffixed(value.unwrap_or(1.0));
                Some(quote! { #literal })
            }
            Type::String => {
                let text = text(value);
                Some(quote! { #text.to_owned() })
            }
            Type::Format(format) => Some(format_value(*format, value)),
            Type::List(_) => {
                let items = self.items(ty, value, depth)?;
                Some(quote! { vec![#(#items),*] })
            }
            Type::Map(_) => Some(quote! { ::std::collections::BTreeMap::new() }),
            Type::Value => Some(quote! { ::serde_json::Value::Null }),
            Type::Null => Some(quote! { () }),
            Type::Named(id) => self.named(*id, value, depth),
            Type::Boxed(_) | Type::Tuple(_) | Type::BigInteger | Type::Decimal => None,
        }
    }

    /// The items of a list, a few of them.
    fn items(&self, ty: &Type, value: Option<&Value>, depth: usize) -> Option<Vec<TokenStream>> {
        let Type::List(item) = self.unaliased(ty) else {
            return None;
        };
        let given = value.and_then(Value::as_array);
        let values: Vec<_> = match given {
            Some(values) => values.iter().take(MAX_OPTIONAL).map(Some).collect(),
            None => vec![None],
        };
        let item = |value: Option<&Value>| {
            let owned = self.owned(&item.ty, value.filter(|value| !value.is_null()), depth + 1)?;
            Some(if item.nullable {
                quote! { Some(#owned) }
            } else {
                owned
            })
        };
        values.into_iter().map(item).collect()
    }

    /// A value of a generated type.
    fn named(&self, id: TypeId, value: Option<&Value>, depth: usize) -> Option<TokenStream> {
        let def = &self.context.api.types[id];
        let name = ident(&def.name);
        let value = value.or_else(|| {
            def.docs
                .examples
                .first()
                .filter(|value| self.fits_named(id, value))
        });
        self.names_types.set(true);
        match &def.kind {
            TypeKind::Enum(it) if it.repr == EnumRepr::String => {
                let given = it
                    .variants
                    .iter()
                    .find(|variant| Some(&variant.value) == value);
                let variant = ident(&given.or(it.variants.first())?.name);
                Some(quote! { #name::#variant })
            }
            TypeKind::Struct(object) if depth < MAX_DEPTH => {
                self.object(&name, object, value, depth)
            }
            TypeKind::Struct(_)
            | TypeKind::Enum(_)
            | TypeKind::Union(_)
            | TypeKind::Newtype(_)
            | TypeKind::Alias(_)
            | TypeKind::External(_) => None,
        }
    }

    /// A struct by its builder: what is required, and a few of the properties that have examples.
    fn object(
        &self,
        name: &proc_macro2::Ident,
        object: &Struct,
        value: Option<&Value>,
        depth: usize,
    ) -> Option<TokenStream> {
        let mut setters = Vec::new();
        let mut optional = 0;
        for field in object.fields.iter().filter(|field| field.fixed.is_none()) {
            let given = value
                .and_then(|value| value.get(&field.wire))
                .or(field.docs.examples.first());
            let given = given.filter(|value| self.fits(&field.shape.ty, value));
            let is_shown = field.required
                || given.is_some()
                    && optional < MAX_OPTIONAL
                    && !field.docs.deprecated
                    && !field.read_only;
            if !is_shown {
                continue;
            }
            let ty = &field.shape.ty;
            let taken = match Presence::of(field) {
                Presence::RequiredNullable => Taken::Plain,
                _ => Taken::of(self.context, ty),
            };
            let value = match self.set(ty, &taken, given, depth + 1) {
                Some(value) => value,
                None if field.required => return None,
                None => continue,
            };
            optional += usize::from(!field.required);
            let setter = ident(&field.name);
            setters.push(quote! { .#setter(#value) });
        }
        Some(quote! { #name::builder() #(#setters)* .build()? })
    }

    fn unaliased<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Named(id) => match &self.context.api.types[*id].kind {
                TypeKind::Alias(shape) => self.unaliased(&shape.ty),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// Whether an example is of the shape that it is an example of.
    fn fits(&self, ty: &Type, value: &Value) -> bool {
        match self.unaliased(ty) {
            Type::Bool => value.is_boolean(),
            Type::Integer(integer) => value
                .as_i64()
                .is_some_and(|value| integer.range().contains(&value.into())),
            Type::F32 | Type::F64 => value.is_number(),
            Type::String => value.is_string(),
            Type::Format(format) if format.row().is_text() => value.is_string(),
            Type::Format(_) => value.is_i64(),
            Type::List(item) => value.as_array().is_some_and(|items| {
                items
                    .iter()
                    .all(|value| item.nullable && value.is_null() || self.fits(&item.ty, value))
            }),
            Type::Map(_) => value.is_object(),
            Type::Named(id) => self.fits_named(*id, value),
            Type::Value => true,
            Type::Null => value.is_null(),
            Type::Boxed(_) | Type::Tuple(_) | Type::BigInteger | Type::Decimal => false,
        }
    }

    fn fits_named(&self, id: TypeId, value: &Value) -> bool {
        match &self.context.api.types[id].kind {
            TypeKind::Struct(_) => value.is_object(),
            TypeKind::Enum(it) => it.variants.iter().any(|variant| variant.value == *value),
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => self.fits(&shape.ty, value),
            TypeKind::Union(_) | TypeKind::External(_) => false,
        }
    }
}

/// A text to show: the document's, if it is short and plain.
fn text(value: Option<&Value>) -> Literal {
    let is_plain = |text: &&str| {
        text.chars().count() <= 60
            && text
                .chars()
                .all(|c| c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric())
    };
    let text = value.and_then(Value::as_str).filter(is_plain);
    Literal::string(text.unwrap_or("…"))
}

/// A value of a format's Rust type.
fn format_value(format: Format, value: Option<&Value>) -> TokenStream {
    let row = format.row();
    let given = if row.is_text() {
        text(value).to_token_stream()
    } else {
        let sample = || row.sample.parse().ok();
        let number = value.and_then(Value::as_i64).or_else(sample);
        integer(number.unwrap_or_default().into())
    };
    (row.example)(&given)
}
