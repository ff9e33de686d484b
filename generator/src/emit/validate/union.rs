//! Unions to the checks of the branch that a value is, after that no other branch of a `oneOf` fits.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Access, statements, tag};
use crate::emit::constraint;
use crate::emit::context::{Context, Presence, ident};
use crate::emit::unknown::unknown_variant;
use crate::ir::{Branch, Selection, Struct, Type, TypeKind, Union};

/// The body of `check`.
pub(super) fn body(cx: &Context<'_>, union: &Union) -> TokenStream {
    let exclusive = union.exclusive.then(|| exactly_one(cx, union));
    let mut arms = Vec::new();
    let mut silent = false;
    for branch in &union.branches {
        if branch.shape.ty == Type::Null {
            silent = true;
            continue;
        }
        let name = ident(&branch.name);
        let value = Access::reference(quote!(value));
        let mut checks = statements(cx, &branch.shape, &value, &quote!(at));
        checks.extend(tag::check(cx, union, branch));
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
            let (data, at) = match union.secret {
                true => (
                    quote!(value.get().expose()),
                    constraint::secret(&quote!(at)),
                ),
                false => (quote!(value.get()), quote!(at)),
            };
            let judge = match &union.selection {
                Selection::Tag(property) => quote! {
                    runtime::check::unknown_tag(#property, #limit, #data, #at, out);
                },
                _ => quote! {
                    runtime::constraint::unknown(#limit, &runtime::check::Brief(#data), #at, out);
                },
            };
            arms.push((unknown, judge));
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

/// That exactly one branch fits; a value that has the telling property says so by itself.
fn exactly_one(cx: &Context<'_>, union: &Union) -> TokenStream {
    let judge = quote!(runtime::json::union::exactly_one(self, at, out););
    let Some(property) = &union.telling else {
        return judge;
    };
    let branches = union.branches.iter();
    let told: Vec<_> = branches
        .filter_map(|branch| told(cx, branch, property))
        .collect();
    if told.is_empty() {
        return judge;
    }
    quote! {
        if !matches!(self, #(#told)|*) {
            #judge
        }
    }
}

/// The pattern of a branch's values that have a property; none where a pattern cannot tell.
fn told(cx: &Context<'_>, branch: &Branch, property: &str) -> Option<TokenStream> {
    let name = ident(&branch.name);
    let (ty, object) = structure(cx, &branch.shape.ty)?;
    let field = object.fields.iter().find(|field| field.wire == property)?;
    let slot = ident(&field.name);
    let present = match Presence::of(field) {
        Presence::Required => return Some(quote!(Self::#name(_))),
        Presence::RequiredNullable | Presence::Optional => quote!(Some(_)),
        Presence::ThreeState => quote!(runtime::Patch::Value(_)),
    };
    // Patterns do not see into a `Box`.
    let is_boxed = matches!(branch.shape.ty, Type::Boxed(_));
    let ty = cx.bare_type(ty);
    (!is_boxed).then(|| quote!(Self::#name(#ty { #slot: #present, .. })))
}

pub(in crate::emit) fn structure<'c>(
    cx: &'c Context<'_>,
    ty: &'c Type,
) -> Option<(&'c Type, &'c Struct)> {
    let (Type::Named(id) | Type::Boxed(id)) = ty else {
        return None;
    };
    match &cx.api.types[*id].kind {
        TypeKind::Struct(object) => Some((ty, object)),
        TypeKind::Alias(shape) => structure(cx, &shape.ty),
        TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) | TypeKind::External(_) => {
            None
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
