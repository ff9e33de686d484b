//! Lists, maps and texts as rules see them: their sizes, items and loops.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Printer, Raw, variable};
use crate::ir::cel::{Expr, Loop, Op, Quantifier, Value};

impl Printer<'_> {
    pub(super) fn index(&self, list: &Expr, index: &Expr) -> TokenStream {
        let (tokens, key) = (self.operand(list, 7), self.print(index));
        let item = match index.op {
            Op::Int(0) => quote!(#tokens.first()?),
            Op::Int(value) if value > 0 => quote!(#tokens.get(#key)?),
            _ if index.value == Value::Int => {
                quote!(#tokens.get(usize::try_from(#key).ok()?)?)
            }
            _ => quote!(#tokens.get(#key)?),
        };
        match &list.value {
            Value::Map(shape) | Value::List(shape) => self.value(shape, &Raw::reference(item)),
            _ => quote!(*#item),
        }
    }

    pub(super) fn size(&self, of: &Expr) -> TokenStream {
        let tokens = self.operand(of, 7);
        match of.value {
            Value::Text => quote!(runtime::cel::size(#tokens.chars().count())?),
            _ => quote!(runtime::cel::size(#tokens.len())?),
        }
    }

    /// An iterator over the items of a list, and the statement that makes values of its variable.
    pub(super) fn items(
        &self,
        list: &Expr,
        number: usize,
        name: &str,
    ) -> (TokenStream, TokenStream) {
        let tokens = self.print(list);
        let variable = match name {
            "" => variable(number),
            name => format_ident!("{name}"),
        };
        let bind = match &list.value {
            Value::List(shape) => {
                let value = self.value(shape, &Raw::reference(quote!(#variable)));
                if variable == value.to_string() {
                    TokenStream::new()
                } else {
                    quote!(let #variable = #value;)
                }
            }
            Value::Map(_) => {
                let bind = quote!(let #variable = #variable.as_str(););
                return (quote!(#tokens.keys()), bind);
            }
            _ => quote!(let #variable = *#variable;),
        };
        (quote!(#tokens.iter()), bind)
    }

    pub(super) fn quantify(&self, quantifier: Quantifier, looped: &Loop) -> TokenStream {
        let (items, bind) = self.items(&looped.over, looped.variable, "");
        let variable = variable(looped.variable);
        let body = self.print(&looped.body);
        let function = format_ident!(
            "{}",
            match quantifier {
                Quantifier::All => "all",
                Quantifier::Exists => "exists",
                Quantifier::ExistsOne => "exists_one",
            }
        );
        quote!(runtime::cel::#function(#items, |#variable| { #bind Some(#body) })?)
    }

    pub(super) fn collect(&self, looped: &Loop, kept: &Expr) -> TokenStream {
        let (items, bind) = self.items(&looped.over, looped.variable, "");
        let variable = variable(looped.variable);
        let kept = self.print(kept);
        let kept = match &looped.body.op {
            Op::Bool(true) => quote!(Some(Some(#kept))),
            _ => {
                let condition = self.print(&looped.body);
                quote!(Some(if #condition { Some(#kept) } else { None }))
            }
        };
        quote!(runtime::cel::collect(#items, |#variable| { #bind #kept })?)
    }

    /// An iterator over what a list holds; each item is none where it cannot be computed.
    pub(super) fn sequence(&self, list: &Expr) -> TokenStream {
        let (items, bind) = self.items(list, 0, "found");
        if bind.is_empty() {
            return quote!(#items.map(Some));
        }
        quote!(#items.map(|found| { #bind Some(found) }))
    }
}
