//! Expressions for what setters take: texts and items as they are written by hand.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::super::super::taken::Taken;
use super::super::argument;
use super::{Example, MAX_OPTIONAL, text};
use crate::ir::{Parameter, Type};

impl Example<'_> {
    /// An expression for a parameter; the document's value where it fits.
    pub(super) fn parameter(
        &self,
        parameter: &Parameter,
        value: Option<&Value>,
    ) -> Option<TokenStream> {
        let shape = argument::handed(parameter);
        let value = value.filter(|value| self.fits(&shape.ty, value));
        match argument::taken(self.context, &shape) {
            Taken::Plain => self.borrowed(&shape, value),
            taken => self.set(&shape.ty, &taken, value, 0),
        }
    }

    /// An expression for what a setter takes; `value` fits the type.
    pub(super) fn set(
        &self,
        ty: &Type,
        taken: &Taken,
        value: Option<&Value>,
        depth: usize,
    ) -> Option<TokenStream> {
        match (self.unaliased(ty), taken) {
            (Type::String, _) => {
                let text = text(value);
                Some(quote! { #text })
            }
            (Type::List(item), Taken::Items { into, .. }) => {
                // What says of no item what it is says nothing to the compiler either.
                let is_empty = |value: &&Value| value.as_array().is_some_and(Vec::is_empty);
                let value = value.filter(|value| !(*into && is_empty(value)));
                let items = match self.unaliased(&item.ty) {
                    Type::String if !item.nullable => {
                        let given = value.and_then(Value::as_array);
                        let texts: Vec<_> = match given {
                            Some(items) => items.iter().take(MAX_OPTIONAL).map(Some).collect(),
                            None => vec![None],
                        };
                        let texts = texts.into_iter().map(text);
                        texts.map(ToTokens::into_token_stream).collect()
                    }
                    _ => self.items(ty, value, depth)?,
                };
                Some(quote! { [#(#items),*] })
            }
            (ty, _) => self.owned(ty, value, depth),
        }
    }
}
