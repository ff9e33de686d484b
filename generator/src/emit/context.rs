//! What every emitter needs: the API, and how names and shapes read as Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::emit::gates::Gates;
use crate::emit::validate::Needs;
use crate::ir::{Api, Field, Name, Operation, Samples, Shape, Type, TypeDef, TypeId, TypeKind};

/// The API, and what is asked of it more than once.
pub struct Context<'a> {
    /// What is printed.
    pub api: &'a Api,
    /// Which types have anything to check.
    pub checked: Needs,
    /// Which checks note what they speak of.
    pub noting: BTreeSet<u32>,
    /// What builders are called after other names of their types, and what they are called.
    pub(super) other_builders: BTreeMap<TypeId, (&'a Name, &'a Name)>,
    /// Types that are bodies of failures, with the places where these say in words what is wrong.
    pub failures: BTreeMap<TypeId, Vec<String>>,
    /// Whether the support code is a package of its own.
    pub is_shared: bool,
    /// What stands behind features of tags.
    pub gates: Arc<Gates>,
    library: String,
    /// Whether paths of the document's types begin with their module, since they are not imported.
    by_module: bool,
    /// What stands in for a server replies.
    pub(super) samples: Option<&'a Samples>,
}

/// Whether a property must be there, and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, where `None` is `null`.
    RequiredNullable,
    /// `Option<T>`, where `None` is absent.
    Optional,
    /// `Patch<T>`: absent, `null` or a value.
    ThreeState,
}

impl Presence {
    /// How a property is present.
    pub fn of(field: &Field) -> Self {
        match (field.required, field.shape.nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::ThreeState,
        }
    }
}

impl<'a> Context<'a> {
    /// Nothing printed yet.
    pub fn new(api: &'a Api) -> Self {
        Self {
            api,
            checked: Needs::of(api),
            noting: super::check::noting::noting(&api.checks),
            other_builders: other_builders(api),
            failures: BTreeMap::new(),
            is_shared: false,
            gates: Arc::default(),
            library: "api_client".to_owned(),
            by_module: false,
            samples: None,
        }
    }

    /// The same for a crate of that name in code.
    #[must_use]
    pub fn with_library(mut self, name: &str) -> Self {
        self.library = name.replace('-', "_");
        self
    }

    /// The same for a crate that has a client, whose failures can be displayed.
    #[must_use]
    pub fn with_client(mut self) -> Self {
        self.failures = super::operation::messages::of_types(self.api);
        self
    }

    /// The same for code that names types by their module, beside names of its own.
    #[must_use]
    pub fn by_module(mut self) -> Self {
        self.by_module = true;
        self
    }

    /// What code calls the crate that is printed.
    pub fn library(&self) -> &str {
        &self.library
    }

    /// The module of an operation below `operations`, as the start of a path.
    pub fn operations_module(&self, operation: &Operation) -> TokenStream {
        // Operations are in the order of their modules.
        let operations = &self.api.operations;
        let (first, last) = (operations.first(), operations.last());
        if first.map(|it| &it.module) == last.map(|it| &it.module) {
            return TokenStream::new();
        }
        let path = operation.parents.iter().chain([&operation.module]);
        let path = path.map(ident);
        quote! { #(#path::)* }
    }

    /// What a property is in its struct: [`Presence`] around the type of its values.
    pub fn field_type(&self, field: &Field) -> TokenStream {
        let ty = self.bare_type(&field.shape.ty);
        match Presence::of(field) {
            Presence::Required => ty,
            Presence::RequiredNullable | Presence::Optional => quote!(Option<#ty>),
            Presence::ThreeState => quote!(runtime::Patch<#ty>),
        }
    }

    /// What a generated type is, beyond aliases.
    pub fn definition(&self, ty: &Type) -> Option<&'a TypeDef> {
        let mut id = ty.id()?;
        for _ in 0..self.api.types.len() {
            match &self.api.types[id].kind {
                TypeKind::Alias(Shape { ty, .. }) => id = ty.id()?,
                _ => return Some(&self.api.types[id]),
            }
        }
        None
    }

    /// A shape's Rust type; a nullable one is an `Option`.
    pub fn type_tokens(&self, shape: &Shape) -> TokenStream {
        let ty = self.bare_type(&shape.ty);
        if shape.nullable && shape.ty != Type::Null {
            quote!(Option<#ty>)
        } else {
            ty
        }
    }

    /// A type without regard to `null`.
    pub fn bare_type(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::Integer(integer) => integer.rust().into_token_stream(),
            Type::BigInteger => quote!(runtime::BigInteger),
            Type::F32 => quote!(f32),
            Type::F64 => quote!(f64),
            Type::Decimal => quote!(runtime::Decimal),
            Type::String => quote!(String),
            Type::Format(format) => (format.row().rust)(),
            Type::Value => quote!(::serde_json::Value),
            Type::Null => quote!(()),
            Type::List(item) => {
                let item = self.type_tokens(item);
                quote!(Vec<#item>)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.type_tokens(item));
                quote!((#(#items,)*))
            }
            Type::Map(value) => {
                let value = self.type_tokens(value);
                quote!(::std::collections::BTreeMap<String, #value>)
            }
            Type::Named(id) => {
                let (types, name) = (
                    self.by_module.then(|| quote!(types::)),
                    ident(&self.api.types[*id].name),
                );
                quote!(#types #name)
            }
            Type::Boxed(id) => {
                let (types, name) = (
                    self.by_module.then(|| quote!(types::)),
                    ident(&self.api.types[*id].name),
                );
                quote!(Box<#types #name>)
            }
        }
    }

    /// How a shape is read and written, where that is not what its Rust type says.
    ///
    /// `None` is the type's own `Decode` and `Encode`. For a nullable shape the codec
    /// is that of the `Option`.
    pub fn codec(&self, shape: &Shape) -> Option<TokenStream> {
        let codec = self.bare_codec(&shape.ty)?;
        Some(if shape.nullable {
            quote!(runtime::codec::Nullable<#codec>)
        } else {
            codec
        })
    }

    /// As [`Self::codec`], with the name of the plain codec where that is meant.
    pub fn codec_tokens(&self, shape: &Shape) -> TokenStream {
        self.codec(shape)
            .unwrap_or_else(|| quote!(runtime::codec::Plain))
    }

    /// As [`Self::codec`], without regard to `null`.
    pub fn bare_codec(&self, ty: &Type) -> Option<TokenStream> {
        match ty {
            Type::Format(format) => format.row().codec.map(|codec| codec()),
            Type::List(item) => {
                let item = self.codec(item)?;
                Some(quote!(runtime::codec::List<#item>))
            }
            Type::Map(value) => {
                let value = self.codec(value)?;
                Some(quote!(runtime::codec::Map<#value>))
            }
            Type::Tuple(items) => {
                if items.iter().all(|item| self.codec(item).is_none()) {
                    return None;
                }
                let items = items.iter().map(|item| self.codec_tokens(item));
                Some(quote!((#(#items,)*)))
            }
            Type::Named(id) | Type::Boxed(id) => match &self.api.types[*id].kind {
                // An alias is another name of a type, and brings no code of its own.
                TypeKind::Alias(shape) => boxed(ty, self.codec(shape)?),
                TypeKind::External(_) => boxed(ty, quote!(runtime::codec::Serde)),
                TypeKind::Struct(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => None,
            },
            Type::Bool
            | Type::Integer(_)
            | Type::BigInteger
            | Type::F32
            | Type::F64
            | Type::Decimal
            | Type::String
            | Type::Value
            | Type::Null => None,
        }
    }
}

fn other_builders(api: &Api) -> BTreeMap<TypeId, (&Name, &Name)> {
    let mut builders = BTreeMap::new();
    for equal in &api.equal {
        if let TypeKind::Struct(object) = &api.types[equal.id].kind {
            let members = equal.members.iter();
            let named = members.filter_map(|one| Some((one.id, one.builder.as_ref()?)));
            builders.extend(named.map(|(id, name)| (id, (name, &object.builder))));
        }
    }
    builders
}

/// The codec of a generated type, behind a box where the type is.
fn boxed(ty: &Type, codec: TokenStream) -> Option<TokenStream> {
    Some(match ty {
        Type::Boxed(_) => quote!(runtime::codec::Boxed<#codec>),
        _ => codec,
    })
}

/// An allocated name as a token.
pub fn ident(name: &Name) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}
