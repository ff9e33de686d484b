//! Types to their `Validate`, and shapes to the statements that check a value.
//!
//! Statements use `out`, the violations so far, and an expression `at` for the
//! place of the value, which is what is in scope where they are printed.

mod across;
mod needs;
mod rules;
mod slots;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::constraint::{self, Subject, SubjectKind};
use crate::emit::context::{Context, Presence, ident};
use crate::emit::enumeration::unknown_variant;
use crate::ir::{
    Constraint, Enum, EnumRepr, Extras, Field, Format, Shape, Struct, Type, TypeId, TypeKind, Union,
};

pub use needs::Needs;
pub use slots::invalid;

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

    fn by_reference(&self) -> TokenStream {
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
    let change = across::of_changes(cx, id);
    quote! {
        #own
        #change
    }
}

fn own(cx: &Context<'_>, id: TypeId) -> TokenStream {
    let def = &cx.api.types[id];
    let across = across::of_value(cx, id);
    let body = match &def.kind {
        TypeKind::Struct(object) if slots::are_checked(cx, object) => {
            return slots::structure(cx, def, object, &across);
        }
        TypeKind::Struct(object) => {
            let fields = object.fields.iter().map(|field| self::field(cx, field));
            let rest = rest(cx, object);
            quote!(#(#fields)* #rest #across)
        }
        TypeKind::Enum(definition) => enumeration(definition),
        TypeKind::Union(union) => self::union(cx, union),
        TypeKind::Newtype(shape) => {
            let inner = statements(cx, shape, &Access::place(quote!(self.0)), &quote!(at));
            quote!(#(#inner)* #across)
        }
        TypeKind::Alias(_) | TypeKind::External(_) => return TokenStream::new(),
    };
    validate(&ident(&def.name), &body)
}

/// `impl Validate` with that body.
fn validate(name: &Ident, body: &TokenStream) -> TokenStream {
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
    let (subject, at) = match subject(cx, &shape.ty, value) {
        Some(subject) => (subject, at.clone()),
        None if shape.ty == Type::Format(Format::Secret) => {
            let expression = &value.expression;
            let subject = Subject {
                value: quote!(#expression.expose()),
                kind: SubjectKind::Text,
            };
            (subject, secret(at))
        }
        None => return by_json(cx, shape, value, at),
    };
    let (direct, indirect): (Vec<_>, Vec<_>) = shape
        .constraints
        .iter()
        .partition(|constraint| constraint::applies(constraint, subject.kind));
    let mut out: Vec<_> = direct
        .into_iter()
        .filter_map(|constraint| match constraint {
            Constraint::Check(index) => Some(super::check::call(cx, *index, &subject.value, &at)),
            constraint => constraint::statement(constraint, &subject, &at),
        })
        .collect();
    let indirect: Vec<_> = indirect.into_iter().cloned().collect();
    out.extend(on_json(cx, shape, value, &at, &indirect));
    out.extend(inside(cx, &shape.ty, value, &at));
    out
}

/// The checks of a value whose constraints can only be checked on its JSON.
fn by_json(cx: &Context<'_>, shape: &Shape, value: &Access, at: &TokenStream) -> Vec<TokenStream> {
    let mut out = on_json(cx, shape, value, at, &shape.constraints);
    out.extend(inside(cx, &shape.ty, value, at));
    out
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
    let value = value.by_reference();
    let encoded = match cx.codec(shape) {
        None => quote!(runtime::encoded::value(#value)),
        Some(codec) => quote!(runtime::encoded::value_as::<#codec, _>(#value)),
    };
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
                vec![quote!(runtime::check::value(#value, #at, out);)]
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
        Type::Bool
        | Type::Format(_)
        | Type::Null
        | Type::Tuple(_)
        | Type::Named(_)
        | Type::Boxed(_) => return None,
    };
    Some(Subject { value, kind })
}

/// Whether values of a type can be hashed and compared exactly as their JSON.
fn is_hashable(cx: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::F32 | Type::F64 | Type::Value => false,
        Type::List(item) | Type::Map(item) => is_hashable(cx, &item.ty),
        Type::Tuple(items) => items.iter().all(|item| is_hashable(cx, &item.ty)),
        Type::Named(id) | Type::Boxed(id) => cx.api.types[*id].derives.eq,
        Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::Decimal
        | Type::String
        | Type::Format(_)
        | Type::Null => true,
    }
}

/// What is checked of a struct beside its declared properties, each by itself.
fn rest(cx: &Context<'_>, object: &Struct) -> TokenStream {
    let extras = match &object.extras {
        Extras::Dropped => TokenStream::new(),
        Extras::Kept { name, value } => {
            let name = ident(name);
            let map = Type::Map(value.clone());
            let inner = inside(cx, &map, &Access::place(quote!(self.#name)), &quote!(at));
            quote!(#(#inner)*)
        }
        Extras::Forbidden { name } => {
            let name = ident(name);
            quote! {
                for key in self.#name.keys() {
                    runtime::check::forbidden("additionalProperties", key, at, out);
                }
            }
        }
    };
    let rules = object
        .rules
        .iter()
        .map(|rule| rules::rule(cx, object, rule));
    quote! {
        #extras
        #(#rules)*
    }
}

/// The checks of a property of `self`.
fn field(cx: &Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let place = Access::place(quote!(self.#name));
    match Presence::of(field) {
        Presence::Required | Presence::RequiredNullable => {
            let checks = property(cx, field, &field.shape, &place);
            if checks.is_empty() || is_call(&checks) {
                checks
            } else {
                quote!({ #checks })
            }
        }
        Presence::Optional | Presence::ThreeState => {
            present_property(cx, field, &quote!(&self.#name))
        }
    }
}

/// The checks of a property that may be absent, where `slot` is a reference to an `Option` or a
/// `Patch`.
fn present_property(cx: &Context<'_>, field: &Field, slot: &TokenStream) -> TokenStream {
    let there = match Presence::of(field) {
        Presence::Required | Presence::RequiredNullable => field.shape.clone(),
        Presence::Optional | Presence::ThreeState => Shape {
            nullable: false,
            ..field.shape.clone()
        },
    };
    let value = Access::reference(quote!(value));
    let checks = property(cx, field, &there, &value);
    if checks.is_empty() {
        return checks;
    }
    if Presence::of(field) != Presence::ThreeState {
        return quote! {
            if let Some(value) = #slot {
                #checks
            }
        };
    }
    let null = rules::null(cx, &field.shape, &field.wire);
    if null.is_empty() {
        return quote! {
            if let runtime::Patch::Value(value) = #slot {
                #checks
            }
        };
    }
    quote! {
        match #slot {
            runtime::Patch::Absent => {}
            runtime::Patch::Null => { #null }
            runtime::Patch::Value(value) => { #checks }
        }
    }
}

/// The checks of a property's value, at its place.
fn property(cx: &Context<'_>, field: &Field, shape: &Shape, value: &Access) -> TokenStream {
    let wire = &field.wire;
    let checks = statements(cx, shape, value, &quote!(at));
    match checks.as_slice() {
        [] => TokenStream::new(),
        [only] if is_call(only) => {
            let checks = statements(cx, shape, value, &quote!(&at.key(#wire)));
            quote!(#(#checks)*)
        }
        checks => quote! {
            let at = &at.key(#wire);
            #(#checks)*
        },
    }
}

fn enumeration(definition: &Enum) -> TokenStream {
    let limit: Vec<_> = definition
        .variants
        .iter()
        .take(20)
        .map(|variant| variant.value.to_string())
        .collect();
    let more = match definition.variants.len() {
        0..=20 => String::new(),
        number => format!(", … ({number} in all)"),
    };
    let limit = limit.join(", ") + &more;
    let text = Subject {
        value: quote!(value.get()),
        kind: match definition.repr {
            EnumRepr::String => SubjectKind::Text,
            EnumRepr::Integer => SubjectKind::Integer(crate::ir::Integer::I64),
            EnumRepr::Json => SubjectKind::Json,
        },
    };
    let at = quote!(at);
    let mut checks: Vec<_> = definition
        .constraints
        .iter()
        .filter(|constraint| constraint::applies(constraint, text.kind))
        .filter_map(|constraint| constraint::statement(constraint, &text, &at))
        .collect();
    if !definition.open {
        checks.push(match definition.repr {
            EnumRepr::String => {
                quote!(runtime::check::unknown(#limit, &runtime::check::Quoted(value.get()), at, out);)
            }
            EnumRepr::Integer => quote!(runtime::check::unknown(#limit, value.get(), at, out);),
            EnumRepr::Json => {
                quote!(runtime::check::unknown(#limit, &runtime::data::Brief(value.get()), at, out);)
            }
        });
    }
    if checks.is_empty() {
        return TokenStream::new();
    }
    let unknown = unknown_variant(definition.variants.iter().map(|variant| &variant.name));
    quote! {
        if let Self::#unknown(value) = self {
            #(#checks)*
        }
    }
}

/// The checks of the branch that a union's value is, after that no other branch of a `oneOf` fits.
fn union(cx: &Context<'_>, union: &Union) -> TokenStream {
    let exclusive = union
        .exclusive
        .then(|| quote!(runtime::union::exactly_one(self, at, out);));
    let mut arms = Vec::new();
    let mut silent = false;
    for branch in &union.branches {
        if branch.shape.ty == Type::Null {
            silent = true;
            continue;
        }
        let name = ident(&branch.name);
        let value = Access::reference(quote!(value));
        let checks = statements(cx, &branch.shape, &value, &quote!(at));
        if checks.is_empty() {
            silent = true;
        } else {
            arms.push((name, quote!(#(#checks)*)));
        }
    }
    if union.unknown {
        if union.open {
            silent = true;
        } else {
            let limit = branch_names(union);
            let unknown = unknown_variant(union.branches.iter().map(|branch| &branch.name));
            arms.push((
                unknown,
                quote!(runtime::check::unknown(#limit, &runtime::data::Brief(value.get()), at, out);),
            ));
        }
    }
    match arms.as_slice() {
        [] => exclusive.unwrap_or_default(),
        [(name, checks)] if silent => quote! {
            #exclusive
            if let Self::#name(value) = self { #checks }
        },
        _ => {
            let arms = arms
                .iter()
                .map(|(name, checks)| quote!(Self::#name(value) => { #checks }));
            let silent = silent.then(|| quote!(_ => {}));
            quote! {
                #exclusive
                match self {
                    #(#arms)*
                    #silent
                }
            }
        }
    }
}

/// What a union's value may be, for a message: its tags, or its branches.
fn branch_names(union: &Union) -> String {
    let tags = union.branches.iter().flat_map(|branch| &branch.tags);
    let tags: Vec<_> = tags.map(|tag| format!("{tag:?}")).collect();
    if tags.is_empty() {
        let names = union.branches.iter().map(|branch| branch.name.as_str());
        return names.collect::<Vec<_>>().join(", ");
    }
    tags.join(", ")
}

fn secret(at: &TokenStream) -> TokenStream {
    let at = constraint::receiver(at);
    quote!(&#at.secret())
}

/// Whether a statement is one call, so that a place may be made within it.
fn is_call(statement: &TokenStream) -> bool {
    let mut tokens = statement.clone().into_iter();
    let calls = matches!(
        tokens.next(),
        Some(TokenTree::Ident(name)) if name == "runtime" || name == "checks"
    );
    let ends =
        tokens.filter(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'));
    calls && ends.count() == 1
}

/// Whether an identifier occurs in some tokens, so that it must be bound.
fn mentions(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
