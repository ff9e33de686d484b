//! Assertions about objects to the statements that judge them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, mentions};
use crate::emit::constraint;
use crate::ir::check::{Assertion, Sub};

impl Emitter<'_> {
    /// An assertion about an object, which is in scope as `object`.
    pub(super) fn object(&self, assertion: &Assertion, notes: bool) -> TokenStream {
        match assertion {
            Assertion::Required(names) => {
                quote!(runtime::check::required(object, &[#(#names),*], at, out);)
            }
            Assertion::DependentRequired(name, others) => quote! {
                runtime::check::dependent_required(object, #name, &[#(#others),*], at, out);
            },
            Assertion::DependentSchema(name, sub) => {
                let call = self.assertion(&Assertion::Same(*sub), notes);
                quote! {
                    if object.contains_key(#name) {
                        #call
                    }
                }
            }
            Assertion::PropertyNames(sub) => {
                let schema = self.schema(*sub);
                quote! {
                    for key in object.keys() {
                        runtime::check::property_name(key, #schema, &at.key(key), out);
                    }
                }
            }
            Assertion::Properties {
                named,
                patterns,
                others,
            } => self.properties(named, patterns, *others, notes),
            _ => TokenStream::new(),
        }
    }

    fn properties(
        &self,
        named: &[(String, Sub)],
        patterns: &[(crate::ir::Pattern, Sub)],
        others: Option<Sub>,
        notes: bool,
    ) -> TokenStream {
        let note = notes.then(|| quote!(seen.key(key);));
        if patterns.is_empty() {
            return self.named_properties(named, others, note.as_ref());
        }
        // Whether a key is known matters where the others are judged, or noted differently.
        let tracks = note.is_some() || others.is_some_and(|sub| sub != Sub::Any);
        let is_known = tracks.then(|| quote!(known = true;));
        let start = tracks.then(|| quote!(let mut known = false;));
        let names = named.iter().map(|(name, _)| name);
        let calls = named.iter().map(|(_, sub)| self.call(*sub, "properties"));
        let named = (!named.is_empty()).then(|| {
            quote! {
                match key.as_str() {
                    #(#names => { #is_known #calls })*
                    _ => {}
                }
            }
        });
        let patterns = patterns.iter().map(|(pattern, sub)| {
            let compiled = constraint::pattern::compiled(pattern);
            let call = self.call(*sub, "patternProperties");
            quote! {
                {
                    #compiled
                    if runtime::check::concerns(&PATTERN, key, at, out) {
                        #is_known
                        #call
                    }
                }
            }
        });
        let last = match others.map(|sub| self.call(sub, "additionalProperties")) {
            None => note.map(|note| quote!(if known { #note })),
            Some(others) => {
                let others = (!others.is_empty()).then(|| quote!(if !known { #others }));
                Some(quote!(#others #note))
            }
        };
        let body = quote!(#named #(#patterns)* #last);
        let at = mentions(&body, "at").then(|| quote!(let at = &at.key(key);));
        let entries = if mentions(&body, "value") {
            quote!((key, value) in object)
        } else {
            quote!(key in object.keys())
        };
        quote! {
            for #entries {
                #at
                #start
                #body
            }
        }
    }

    /// Without patterns, each property is looked up, or each key is matched.
    fn named_properties(
        &self,
        named: &[(String, Sub)],
        others: Option<Sub>,
        note: Option<&TokenStream>,
    ) -> TokenStream {
        if named.is_empty() && matches!((others, note), (None, _) | (Some(Sub::Any), None)) {
            return TokenStream::new();
        }
        let judged = |sub: &Sub| note.is_some() || *sub != Sub::Any;
        let looks_up = note.is_none() && matches!(others, None | Some(Sub::Any));
        if looks_up {
            let lookups = named
                .iter()
                .filter(|(_, sub)| judged(sub))
                .map(|(name, sub)| {
                    let call = self.call(*sub, "properties");
                    quote! {
                        if let Some(value) = object.get(#name) {
                            let at = &at.key(#name);
                            #call
                        }
                    }
                });
            return quote!(#(#lookups)*);
        }
        // Names with nothing to check share an arm.
        let plain: Vec<_> = named
            .iter()
            .filter(|(_, sub)| *sub == Sub::Any)
            .map(|(name, _)| name)
            .collect();
        let plain = (!plain.is_empty()).then(|| quote!(#(#plain)|* => { #note }));
        let arms = named
            .iter()
            .filter(|(_, sub)| *sub != Sub::Any)
            .map(|(name, sub)| {
                let call = self.call(*sub, "properties");
                quote!(#name => { #call #note })
            });
        let last = match others {
            None => TokenStream::new(),
            Some(sub) => {
                let call = self.call(sub, "additionalProperties");
                quote!(#call #note)
            }
        };
        let body = quote! {
            match key.as_str() {
                #(#arms)*
                #plain
                _ => { #last }
            }
        };
        let body = if named.is_empty() { last } else { body };
        let at = mentions(&body, "at").then(|| quote!(let at = &at.key(key);));
        let entries = if mentions(&body, "value") {
            quote!((key, value) in object)
        } else {
            quote!(key in object.keys())
        };
        quote! {
            for #entries {
                #at
                #body
            }
        }
    }

    /// What no other assertion has spoken of.
    pub(super) fn unevaluated_properties(&self, sub: Sub) -> TokenStream {
        let body = self.call(sub, "unevaluatedProperties");
        quote! {
            if let serde_json::Value::Object(object) = value {
                for (key, value) in object {
                    if !seen.has_key(key) {
                        let at = &at.key(key);
                        #body
                    }
                }
                seen.all_keys();
            }
        }
    }
}
