//! Several shapes to a Rust enum, and how its branches are told apart.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::context::{Context, Presence, ident};
use super::unknown::unknown_variant;
use super::validate::structure;
use super::{doc, model};
use crate::ir::{Branch, Discriminant, Selection, Shape, Type, TypeDef, TypeKind, Union};

/// The enum.
pub fn items(cx: &Context<'_>, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let mut notes = Vec::new();
    if let Selection::Tag(tag) = &union.selection {
        notes.push(format!(
            "The property {} tells which it is.",
            doc::code(tag)
        ));
    }
    let docs = model::docs(def, notes);
    let derive = model::derive(def, false);
    let variants = union.branches.iter().map(|branch| variant(cx, branch));
    let unknown = union.unknown.then(|| {
        let unknown = unknown_variant(union.branches.iter().map(|branch| &branch.name));
        let payload = match union.secret {
            true => quote!(runtime::Secret<::serde_json::Value>),
            false => quote!(::serde_json::Value),
        };
        quote! {
            #[doc = " Data that the document does not declare, as it is."]
            #unknown(runtime::Unknown<#payload>),
        }
    });
    vec![quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
        }
    }]
}

fn variant(cx: &Context<'_>, branch: &Branch) -> TokenStream {
    let name = ident(&branch.name);
    let mut notes = doc::notes(&branch.shape, None, None);
    if !branch.tags.is_empty() {
        let tags: Vec<_> = branch.tags.iter().map(|tag| doc::code(tag)).collect();
        notes.push(format!("Tag: {}.", tags.join(", ")));
    }
    let docs = doc::attributes(&branch.docs, &notes, None);
    let deprecated = doc::deprecated(&branch.docs);
    if branch.shape.ty == Type::Null {
        return quote!(#docs #deprecated #name,);
    }
    let ty = cx.type_tokens(&branch.shape);
    quote!(#docs #deprecated #name(#ty),)
}

/// How the union is made of its branches, read and written.
pub fn wire(cx: &Context<'_>, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let mut items: Vec<_> = conversions(cx, def, union).into_iter().collect();
    items.push(branches(cx, def, union));
    items.push(decode(cx, def, union));
    items.push(encode(cx, def, union));
    items.push(super::serde::bridge(def));
    items
}

/// `From` for each branch whose type no other branch has.
fn conversions(cx: &Context<'_>, def: &TypeDef, union: &Union) -> Option<TokenStream> {
    let name = ident(&def.name);
    let rows: Vec<_> = converted(cx, def, union)
        .map(|(variant, ty, is_boxed)| {
            let boxed = is_boxed.then(|| quote!(as Box::new));
            quote!(#variant (#ty) #boxed;)
        })
        .collect();
    (!rows.is_empty()).then(|| quote!(runtime::json::union::from! { #name; #(#rows)* }))
}

/// The public items that [`conversions`] makes a macro write, without their bodies.
pub fn signatures(cx: &Context<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let name = ident(&def.name);
    let types = converted(cx, def, union).map(|(_, ty, _)| ty);
    quote!(#(impl From<#types> for #name {})*)
}

/// The branches that values of their type become: the variant, the type, and whether the variant
/// has it in a box.
fn converted<'c>(
    cx: &'c Context<'_>,
    def: &'c TypeDef,
    union: &'c Union,
) -> impl Iterator<Item = (Ident, TokenStream, bool)> + 'c {
    let key = |branch: &Branch| conversion_key(cx, &branch.shape);
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for key in union.branches.iter().filter_map(key) {
        *uses.entry(key).or_default() += 1;
    }
    let is_only = move |key: Option<String>| key.is_some_and(|key| uses.get(&key) == Some(&1));
    let branches = union.branches.iter();
    let branches = branches.filter(move |branch| is_only(key(branch)));
    branches.filter_map(|branch| {
        let variant = ident(&branch.name);
        match &branch.shape.ty {
            Type::Boxed(id) => {
                let inner = &cx.api.types[*id];
                let ty = ident(&inner.name);
                (inner.name != def.name).then(|| (variant, quote!(#ty), true))
            }
            ty => Some((variant, cx.bare_type(ty), false)),
        }
    })
}

/// What a branch's type is, aliases seen through; none where another type could be the same.
fn conversion_key(cx: &Context<'_>, shape: &Shape) -> Option<String> {
    if shape.nullable || shape.ty == Type::Null {
        return None;
    }
    resolved(cx, &shape.ty)
}

fn resolved(cx: &Context<'_>, ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Named(id) | Type::Boxed(id) => {
            let def = &cx.api.types[*id];
            match &def.kind {
                TypeKind::Alias(shape) if shape.nullable => return None,
                TypeKind::Alias(shape) => resolved(cx, &shape.ty)?,
                // It could be any type.
                TypeKind::External(_) => return None,
                TypeKind::Struct(_)
                | TypeKind::Enum(_)
                | TypeKind::Union(_)
                | TypeKind::Newtype(_) => def.name.as_str().to_owned(),
            }
        }
        Type::List(item) => {
            let inner = resolved(cx, &item.ty)?;
            format!("[{inner}{}]", if item.nullable { "?" } else { "" })
        }
        Type::Map(value) => {
            let inner = resolved(cx, &value.ty)?;
            format!("{{{inner}{}}}", if value.nullable { "?" } else { "" })
        }
        Type::Tuple(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| resolved(cx, &item.ty)).collect();
            format!("({})", items?.join(","))
        }
        Type::Format(_)
        | Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::F32
        | Type::F64
        | Type::Decimal
        | Type::String
        | Type::Value
        | Type::Null => cx.bare_type(ty).to_string(),
    })
}

/// The table of branches, for finding the one that fits best.
fn branches(cx: &Context<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let name = ident(&def.name);
    let exclusive = union.exclusive;
    let branches = union.branches.iter().map(|branch| {
        let name = branch.name.as_str();
        let read = read(cx, branch);
        quote!((#name, |input| #read))
    });
    let discriminant = union
        .discriminant
        .as_ref()
        .map(|found| discriminant(union, found));
    // Where a tag tells, the others are tried to see that they do not fit, or not at all.
    let are_tried = union.exclusive || matches!(union.selection, Selection::BestFit);
    let required = match discriminant {
        None if are_tried => required(cx, union),
        _ => None,
    };
    quote! {
        impl runtime::json::union::Branches for #name {
            const EXCLUSIVE: bool = #exclusive;

            const BRANCHES: &'static [runtime::json::union::Branch<Self>] = &[#(#branches),*];

            #discriminant

            #required
        }
    }
}

/// The properties without which data cannot be read as a branch.
fn required_of<'c>(cx: &'c Context<'_>, branch: &'c Branch) -> BTreeSet<&'c str> {
    let Some((_, object)) = structure(cx, &branch.shape.ty) else {
        return BTreeSet::new();
    };
    let fields = object.fields.iter();
    let required = fields.filter(|field| Presence::of(field) == Presence::Required);
    required.map(|field| field.wire.as_str()).collect()
}

/// The properties that branches require, where that tells them apart.
fn required(cx: &Context<'_>, union: &Union) -> Option<TokenStream> {
    /// A bit a property.
    const MOST: usize = 64;
    let all = union.branches.iter().map(|branch| required_of(cx, branch));
    let all: Vec<BTreeSet<&str>> = all.collect();
    let properties: BTreeSet<&str> = all.iter().flatten().copied().collect();
    let tells = all.windows(2).any(|pair| pair[0] != pair[1]);
    if !tells || properties.len() > MOST {
        return None;
    }
    let mask = |own: &BTreeSet<&str>| {
        let bits = properties.iter().enumerate();
        let bits = bits.filter(|(_, name)| own.contains(*name));
        let mask: u64 = bits.map(|(index, _)| 1_u64 << index).sum();
        Literal::u64_unsuffixed(mask)
    };
    let branches = all.iter().map(mask);
    let properties = properties.iter();
    Some(quote! {
        const REQUIRED: Option<&'static runtime::json::union::required::Required> =
            Some(&runtime::json::union::required::Required {
                properties: &[#(#properties),*],
                branches: &[#(#branches),*],
            });
    })
}

/// The values by which most branches need not be tried.
fn discriminant(union: &Union, discriminant: &Discriminant) -> TokenStream {
    let property = &discriminant.property;
    let branches = union.branches.iter().zip(&discriminant.values);
    let declared = branches.map(|(branch, values)| {
        let name = branch.name.as_str();
        quote!((#name, &[#(#values),*]))
    });
    quote! {
        const DISCRIMINANT: Option<runtime::json::union::Discriminant> = Some((#property, &[#(#declared),*]));
    }
}

/// Reads a branch from `input`, as a value of the union.
fn read(cx: &Context<'_>, branch: &Branch) -> TokenStream {
    let name = ident(&branch.name);
    if branch.shape.ty == Type::Null {
        return quote!(<() as runtime::json::Decode>::decode(input).map(|()| Self::#name));
    }
    match cx.codec(&branch.shape) {
        None => quote!(runtime::json::Decode::decode(input).map(Self::#name)),
        Some(codec) => {
            quote!(<#codec as runtime::codec::Codec<_>>::decode(input).map(Self::#name))
        }
    }
}

fn decode(cx: &Context<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let name = ident(&def.name);
    let unknown = unknown_variant(union.branches.iter().map(|branch| &branch.name));
    let keep = quote! {
        runtime::json::Decode::decode(input).map(|value| Self::#unknown(runtime::Unknown::new(value)))
    };
    let best = match union.unknown {
        true if union.sole => quote!(runtime::json::union::only_fit_or(input, |input| #keep)),
        true => quote!(runtime::json::union::best_fit_or(input, |input| #keep)),
        false => quote!(runtime::json::union::best_fit(input)),
    };
    let body = match &union.selection {
        Selection::BestFit => best,
        Selection::Tag(tag) => {
            let arms = tag_arms(cx, union);
            let otherwise = union.otherwise.and_then(|index| union.branches.get(index));
            if let Some(branch) = otherwise {
                let read = read(cx, branch);
                return decode_impl(
                    &name,
                    &quote! {
                        match runtime::json::union::tag(input, #tag)?.as_deref() {
                            #(#arms)*
                            _ => #read,
                        }
                    },
                );
            }
            // A tag that no branch has: the data is kept, or the branches are tried.
            let other = union.unknown.then(|| {
                quote! {
                    Some(_) => {
                        input.note_unknown();
                        #keep
                    }
                }
            });
            quote! {
                match runtime::json::union::tag(input, #tag)?.as_deref() {
                    #(#arms)*
                    #other
                    _ => #best,
                }
            }
        }
    };
    decode_impl(&name, &body)
}

fn decode_impl(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl runtime::json::Decode for #name {
            #[inline]
            fn decode(input: &mut runtime::json::Input<'_>) -> runtime::json::Result<Self> {
                #body
            }
        }
    }
}

/// `Some("cat" | "Cat") => …`; a tag that stands twice is its first branch's.
fn tag_arms(cx: &Context<'_>, union: &Union) -> Vec<TokenStream> {
    let mut seen = BTreeSet::new();
    let mut arms = Vec::new();
    for branch in &union.branches {
        let tags: Vec<_> = branch
            .tags
            .iter()
            .filter(|tag| seen.insert(tag.as_str()))
            .collect();
        if !tags.is_empty() {
            let read = read(cx, branch);
            arms.push(quote!(Some(#(#tags)|*) => #read,));
        }
    }
    arms
}

fn encode(cx: &Context<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let name = ident(&def.name);
    let arms = union.branches.iter().map(|branch| {
        let name = ident(&branch.name);
        if branch.shape.ty == Type::Null {
            return quote!(Self::#name => output.null(),);
        }
        let value = match cx.codec(&branch.shape) {
            None => quote!(value),
            Some(codec) => quote!(&runtime::codec::With::<#codec, _>::new(value)),
        };
        let added = branch.tags.first().filter(|_| branch.adds_tag);
        match (&union.selection, added) {
            (Selection::Tag(property), Some(tag)) => {
                quote!(Self::#name(value) => output.tagged(#property, #tag, #value),)
            }
            (Selection::Tag(_) | Selection::BestFit, _) => {
                quote!(Self::#name(value) => runtime::json::Encode::encode(#value, output),)
            }
        }
    });
    let unknown = union.unknown.then(|| {
        let unknown = unknown_variant(union.branches.iter().map(|branch| &branch.name));
        quote!(Self::#unknown(value) => runtime::json::Encode::encode(value.get(), output),)
    });
    quote! {
        impl runtime::json::Encode for #name {
            #[inline]
            fn encode(&self, output: &mut runtime::json::Output) {
                match self {
                    #(#arms)*
                    #unknown
                }
            }
        }
    }
}
