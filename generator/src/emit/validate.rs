//! Types to their `Validate`, and shapes to the statements that check a value.
//!
//! Statements use `out`, the violations so far, and an expression `at` for the
//! place of the value, which is what is in scope where they are printed.

mod cel;
mod enumeration;
mod needs;
mod object;
mod properties;
mod shared;
mod tag;
mod union;

pub(super) use union::structure;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::emit::constraint::{self, Subject, SubjectKind};
use crate::emit::context::{Context, ident};
use crate::emit::inner::Inner;
use crate::format::{Integer, Secrecy};
use crate::ir::{Constraint, Shape, Type, TypeId, TypeKind};

pub use needs::Needs;
pub use object::of_presence;
pub use shared::checked_names;

/// A value in scope: an expression, and whether it is a reference to the value.
#[derive(Clone, Debug)]
pub struct Access {
    expression: TokenStream,
    is_reference: bool,
}

impl Access {
    /// A place, such as `self.name`.
    pub fn place(expression: TokenStream) -> Self {
        Self {
            expression,
            is_reference: false,
        }
    }

    /// A reference, such as a variable that a pattern has bound.
    pub fn reference(expression: TokenStream) -> Self {
        Self {
            expression,
            is_reference: true,
        }
    }

    /// A reference to the value.
    pub(super) fn by_reference(&self) -> TokenStream {
        let expression = &self.expression;
        if self.is_reference {
            expression.clone()
        } else {
            quote!(&#expression)
        }
    }

    fn by_value(&self) -> TokenStream {
        let expression = &self.expression;
        if self.is_reference {
            quote!(*#expression)
        } else {
            expression.clone()
        }
    }
}

/// `impl Validate` of a type; none for those that are not types of their own.
pub fn implementation(cx: &Context<'_>, id: TypeId) -> TokenStream {
    let own = own(cx, id);
    let change = cel::of_changes(cx, id);
    quote! {
        #own
        #change
    }
}

fn own(cx: &Context<'_>, id: TypeId) -> TokenStream {
    let def = &cx.api.types[id];
    let rules = cel::of_value(cx, id);
    let body = match &def.kind {
        TypeKind::Struct(object) if shared::are_checked(cx, object) => {
            return shared::structure(cx, def, object, &rules);
        }
        TypeKind::Struct(object) => {
            let fields = object
                .fields
                .iter()
                .map(|field| properties::field(cx, field));
            let rest = properties::rest(cx, object);
            quote!(#(#fields)* #rest #rules)
        }
        TypeKind::Enum(definition) => enumeration::body(definition),
        TypeKind::Union(union) => union::body(cx, union),
        TypeKind::Newtype(shape) => {
            let field = Inner::of(def).field();
            let value = Access::place(quote!(self.#field));
            let inner = statements(cx, shape, &value, &quote!(at));
            quote!(#(#inner)* #rules)
        }
        TypeKind::Alias(_) | TypeKind::External(_) => return TokenStream::new(),
    };
    validate(&ident(&def.name), &body)
}

/// `impl Validate` with that body, of which a program has code only where it judges such values.
fn validate(name: &Ident, body: &TokenStream) -> TokenStream {
    if body.is_empty() {
        return quote!(impl runtime::validate::Validate for #name {});
    }
    let used = |name: &str| {
        let name = Ident::new(name, Span::call_site());
        if mentions(body, &name) {
            quote!(#name)
        } else {
            quote!(_)
        }
    };
    let (at, out) = (used("at"), used("out"));
    quote! {
        impl runtime::validate::Validate for #name {
            #[inline]
            fn check(&self, #at: &runtime::validate::At<'_>, #out: &mut runtime::validate::Violations) {
                #body
            }
        }
    }
}

/// The checks of a value of a shape, which stands at `at`: an expression for a
/// reference to an `At`. Empty where nothing is to be checked.
pub fn statements(
    cx: &Context<'_>,
    shape: &Shape,
    value: &Access,
    at: &TokenStream,
) -> Vec<TokenStream> {
    if !cx.checked.shape(shape) {
        return Vec::new();
    }
    let at = &match secrecy(&shape.ty) {
        Some(_) => constraint::secret(at),
        None => at.clone(),
    };
    if !shape.nullable || shape.ty == Type::Null {
        return present(cx, shape, value, at);
    }
    let (of_null, rest): (Vec<_>, Vec<_>) = shape
        .constraints
        .iter()
        .partition(|constraint| matches!(constraint, Constraint::Check(_) | Constraint::OneOf(_)));
    // A generated check judges `null` as well; all other constraints hold for it.
    let whole = Shape {
        constraints: of_null.into_iter().cloned().collect(),
        ..shape.clone()
    };
    let inner = Shape {
        constraints: rest.into_iter().cloned().collect(),
        nullable: false,
        ..shape.clone()
    };
    let mut out = on_json(cx, &whole, value, at, &whole.constraints);
    let inner = present(cx, &inner, &Access::reference(quote!(value)), at);
    if !inner.is_empty() {
        let value = value.by_reference();
        out.push(quote! {
            if let Some(value) = #value {
                #(#inner)*
            }
        });
    }
    out
}

/// The checks of a value that is not null.
fn present(cx: &Context<'_>, shape: &Shape, value: &Access, at: &TokenStream) -> Vec<TokenStream> {
    let Some(subject) = subject(cx, &shape.ty, value) else {
        return by_json(cx, shape, value, at);
    };
    let (direct, indirect): (Vec<_>, Vec<_>) = shape
        .constraints
        .iter()
        .partition(|constraint| constraint::applies(constraint, subject.kind));
    let mut out: Vec<_> = direct
        .into_iter()
        .filter_map(|constraint| match constraint {
            Constraint::Check(index) => Some(super::check::call(cx, *index, &subject.value, at)),
            constraint => constraint::statement(constraint, &subject, at),
        })
        .collect();
    let indirect: Vec<_> = indirect.into_iter().cloned().collect();
    out.extend(on_json(cx, shape, value, at, &indirect));
    out.extend(inside(cx, &shape.ty, value, at));
    out
}

/// The checks of a value whose constraints can only be checked on its JSON.
fn by_json(cx: &Context<'_>, shape: &Shape, value: &Access, at: &TokenStream) -> Vec<TokenStream> {
    let mut out = on_json(cx, shape, value, at, &shape.constraints);
    out.extend(inside(cx, &shape.ty, value, at));
    out
}

/// The JSON that a value is encoded to.
fn encoded(cx: &Context<'_>, shape: &Shape, value: &Access) -> TokenStream {
    let value = value.by_reference();
    match cx.codec(shape) {
        None => quote!(runtime::json::encoded::value(#value)),
        Some(codec) => quote!(runtime::json::encoded::value_as::<#codec, _>(#value)),
    }
}

/// Checks of the JSON that a value is encoded to.
fn on_json(
    cx: &Context<'_>,
    shape: &Shape,
    value: &Access,
    at: &TokenStream,
    constraints: &[Constraint],
) -> Vec<TokenStream> {
    let json = Subject {
        value: quote!(json),
        kind: SubjectKind::Json,
    };
    let checks: Vec<_> = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Check(index) => Some(super::check::call(cx, *index, &json.value, at)),
            constraint => constraint::statement(constraint, &json, at),
        })
        .collect();
    if checks.is_empty() {
        return checks;
    }
    let encoded = encoded(cx, shape, value);
    vec![quote! {
        {
            let json = &#encoded;
            #(#checks)*
        }
    }]
}

/// The checks of what a value contains.
fn inside(cx: &Context<'_>, ty: &Type, value: &Access, at: &TokenStream) -> Vec<TokenStream> {
    let expression = &value.expression;
    match ty {
        Type::Boxed(id) => {
            // A reference to a box is not yet one to what it holds.
            let unboxed = if value.is_reference {
                quote!(&**#expression)
            } else {
                quote!(&*#expression)
            };
            inside(cx, &Type::Named(*id), &Access::reference(unboxed), at)
        }
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Alias(shape) => statements(cx, shape, value, at),
            TypeKind::External(_) => Vec::new(),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) => {
                if !cx.checked.ty(*id) {
                    return Vec::new();
                }
                let value = value.by_reference();
                vec![quote!(runtime::constraint::value(#value, #at, out);)]
            }
        },
        Type::List(item) => {
            let inner = statements(cx, item, &Access::reference(quote!(item)), &quote!(at));
            if inner.is_empty() {
                return inner;
            }
            vec![quote! {
                for (index, item) in #expression.iter().enumerate() {
                    let at = &#at.index(index);
                    #(#inner)*
                }
            }]
        }
        Type::Map(item) => {
            let inner = statements(cx, item, &Access::reference(quote!(item)), &quote!(at));
            if inner.is_empty() {
                return inner;
            }
            let map = value.by_reference();
            vec![quote! {
                for (key, item) in #map {
                    let at = &#at.key(key);
                    #(#inner)*
                }
            }]
        }
        Type::Tuple(items) => {
            let items = items.iter().enumerate().flat_map(|(index, item)| {
                let field = proc_macro2::Literal::usize_unsuffixed(index);
                let value = Access::place(quote!(#expression.#field));
                let inner = statements(cx, item, &value, &quote!(at));
                (!inner.is_empty()).then(|| {
                    quote! {
                        {
                            let at = &#at.index(#field);
                            #(#inner)*
                        }
                    }
                })
            });
            items.collect()
        }
        Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::F32
        | Type::F64
        | Type::Decimal
        | Type::String
        | Type::Format(_)
        | Type::Value
        | Type::Null => Vec::new(),
    }
}

/// What constraints see of a value; none where they see only its JSON.
fn subject(cx: &Context<'_>, ty: &Type, value: &Access) -> Option<Subject> {
    let expression = &value.expression;
    let (value, kind) = match ty {
        Type::Integer(integer) => (value.by_value(), SubjectKind::Integer(*integer)),
        Type::F64 => (value.by_value(), SubjectKind::Float),
        Type::F32 => {
            let value = value.by_value();
            (quote!(f64::from(#value)), SubjectKind::Float)
        }
        Type::BigInteger | Type::Decimal => (quote!(#expression.as_str()), SubjectKind::Decimal),
        Type::String => (value.by_reference(), SubjectKind::Text),
        Type::List(item) if item.ty == Type::Value => {
            (value.by_reference(), SubjectKind::ListOfValues)
        }
        Type::List(item) if is_hashable(cx, &item.ty) => (value.by_reference(), SubjectKind::List),
        Type::List(_) => (value.by_reference(), SubjectKind::ListOfFloats),
        Type::Map(_) => (value.by_reference(), SubjectKind::Map),
        Type::Value => (value.by_reference(), SubjectKind::Json),
        Type::Format(format) => {
            let kind = match format.row().secret? {
                Secrecy::Text => SubjectKind::Text,
                Secrecy::Integer => SubjectKind::Integer(Integer::I64),
                Secrecy::Number => SubjectKind::Float,
                Secrecy::Data => SubjectKind::Json,
            };
            let exposed = match kind {
                SubjectKind::Integer(_) | SubjectKind::Float => quote!(*#expression.expose()),
                _ => quote!(#expression.expose()),
            };
            (exposed, kind)
        }
        Type::Bool | Type::Null | Type::Tuple(_) | Type::Named(_) | Type::Boxed(_) => return None,
    };
    Some(Subject { value, kind })
}

/// Whether values of a type can be hashed and compared exactly as their JSON.
fn is_hashable(cx: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::F32 | Type::F64 | Type::Value => false,
        Type::Named(id) | Type::Boxed(id) => cx.api.types[*id].derives.eq,
        Type::List(_)
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::Decimal
        | Type::String
        | Type::Null => ty.inner().iter().all(|inner| is_hashable(cx, &inner.ty)),
        Type::Format(format) => format.row().eq,
    }
}

/// What a value of a type holds, if that is never shown.
fn secrecy(ty: &Type) -> Option<Secrecy> {
    match ty {
        Type::Format(format) => format.row().secret,
        _ => None,
    }
}

/// Whether an identifier occurs in some tokens, so that it must be bound.
pub fn mentions(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
