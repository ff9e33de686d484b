//! Enums to the check of a value that the document does not list.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constraint::{self, Subject, SubjectKind};
use crate::emit::unknown::unknown_variant;
use crate::ir::{Enum, EnumRepr};

/// The body of `check`.
pub(super) fn body(definition: &Enum) -> TokenStream {
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
                quote!(runtime::constraint::unknown(#limit, &runtime::constraint::Quoted(value.get()), at, out);)
            }
            EnumRepr::Integer => quote!(runtime::constraint::unknown(#limit, value.get(), at, out);),
            EnumRepr::Json => {
                quote!(runtime::constraint::unknown(#limit, &runtime::check::Brief(value.get()), at, out);)
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
