//! Assertions about arrays to the statements that judge them.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emitter;
use crate::emit::constraint;
use crate::ir::check::Sub;

impl Emitter<'_> {
    /// Items by their index, and all others.
    pub(super) fn items(&self, prefix: &[Sub], others: Option<Sub>, notes: bool) -> TokenStream {
        let judged = |sub: &Sub| *sub != Sub::Any;
        let first = prefix.iter().enumerate().filter(|(_, sub)| judged(sub));
        let first: Vec<_> = first
            .map(|(index, sub)| {
                let call = self.call(*sub, "prefixItems");
                let get = match index {
                    0 => quote!(first()),
                    _ => quote!(get(#index)),
                };
                quote! {
                    if let Some(value) = items.#get {
                        let at = &at.index(#index);
                        #call
                    }
                }
            })
            .collect();
        let rest = others.filter(judged).map(|sub| {
            let keyword = if prefix.is_empty() {
                "items"
            } else {
                "additionalItems"
            };
            let call = self.call(sub, keyword);
            let start = prefix.len();
            let skip = (start > 0).then(|| quote!(.skip(#start)));
            quote! {
                for (index, value) in items.iter().enumerate()#skip {
                    if out.is_settled() {
                        return;
                    }
                    let at = &at.index(index);
                    #call
                }
            }
        });
        let note = notes.then(|| match others {
            Some(_) => quote!(seen.items_below(items.len());),
            None => {
                let end = prefix.len();
                quote!(seen.items_below(#end);)
            }
        });
        if first.is_empty() && rest.is_none() && note.is_none() {
            return TokenStream::new();
        }
        quote! {
            if let ::serde_json::Value::Array(items) = value {
                #(#first)*
                #rest
                #note
            }
        }
    }

    /// How many items a schema holds for.
    pub(super) fn contains(&self, schema: Sub, min: u64, max: Option<u64>) -> TokenStream {
        let schema = self.schema(schema);
        let min = constraint::count(min);
        let max = match max.map(constraint::count) {
            Some(max) => quote!(Some(#max)),
            None => quote!(None),
        };
        quote! {
            if let ::serde_json::Value::Array(items) = value {
                runtime::check::contains(items, #schema, (#min, #max), at, out, seen);
            }
        }
    }

    /// What no other assertion has spoken of.
    pub(super) fn unevaluated_items(&self, sub: Sub) -> TokenStream {
        let body = self.call(sub, "unevaluatedItems");
        quote! {
            if let ::serde_json::Value::Array(items) = value {
                for (index, value) in items.iter().enumerate() {
                    if !seen.has_item(index) {
                        let at = &at.index(index);
                        #body
                    }
                }
                seen.items_below(items.len());
            }
        }
    }
}
