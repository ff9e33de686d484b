//! Checks of JSON data to functions over `&serde_json::Value`, one a schema.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::constraint::{self, Subject, SubjectKind};
use crate::emit::context::{Context, ident};
use crate::emit::doc;
use crate::ir::Constraint;
use crate::ir::check::{Assertion, Check, Checks, Kind, Sub};

/// The function of a check.
pub fn function(cx: &Context<'_>, index: usize) -> TokenStream {
    let emitter = Emitter {
        checks: &cx.api.checks.0,
        noting: &cx.noting,
    };
    emitter.function(index)
}

/// The text of all functions, without imports: for checks that belong to no types.
pub fn print(checks: &Checks) -> String {
    let noting = noting(checks);
    let emitter = Emitter {
        checks: &checks.0,
        noting: &noting,
    };
    super::print::items((0..checks.0.len()).map(|index| emitter.function(index)))
}

/// A call of a check on the JSON that `value` is a reference to.
pub fn call(cx: &Context<'_>, index: u32, value: &TokenStream, at: &TokenStream) -> TokenStream {
    let name = ident(&cx.api.checks.0[index as usize].name);
    quote!(checks::#name(#value, #at, out, &mut runtime::data::Seen::off());)
}

/// The checks that must note what they speak of, because one that asks leads to them.
pub fn noting(checks: &Checks) -> BTreeSet<u32> {
    let checks = checks.0.as_slice();
    let mut noting = BTreeSet::new();
    let mut pending: Vec<u32> = (0..)
        .zip(checks)
        .filter(|(_, check)| check.asks())
        .map(|(index, _)| index)
        .collect();
    while let Some(index) = pending.pop() {
        if noting.insert(index) {
            for assertion in &checks[index as usize].assertions {
                pending.extend(
                    assertion
                        .in_place()
                        .into_iter()
                        .filter_map(|sub| match sub {
                            Sub::Check(next) => Some(next),
                            Sub::Any | Sub::Never => None,
                        }),
                );
            }
        }
    }
    noting
}

struct Emitter<'a> {
    checks: &'a [Check],
    noting: &'a BTreeSet<u32>,
}

impl Emitter<'_> {
    fn function(&self, index: usize) -> TokenStream {
        let check = &self.checks[index];
        let name = ident(&check.name);
        let doc = format!(" {}", doc::code(&check.source.to_string()));
        let notes = u32::try_from(index).is_ok_and(|index| self.noting.contains(&index));
        let body = check
            .assertions
            .iter()
            .map(|assertion| self.assertion(assertion, notes));
        let body = quote!(#(#body)*);
        let (body, seen) = if check.asks() {
            (
                quote! {
                    let outer = seen;
                    let seen = &mut runtime::data::Seen::on();
                    #body
                    outer.merge(std::mem::take(seen));
                },
                quote!(seen),
            )
        } else if mentions(&body, "seen") {
            (body, quote!(seen))
        } else {
            (body, quote!(_))
        };
        let used = |name: &str| {
            if mentions(&body, name) {
                let name = Ident::new(name, Span::call_site());
                quote!(#name)
            } else {
                quote!(_)
            }
        };
        let (value, at, out) = (used("value"), used("at"), used("out"));
        quote! {
            #[doc = #doc]
            pub fn #name<'v>(
                #value: &'v serde_json::Value,
                #at: &runtime::validate::At<'_>,
                #out: &mut runtime::validate::Violations,
                #seen: &mut runtime::data::Seen<'v>,
            ) {
                #body
            }
        }
    }

    fn assertion(&self, assertion: &Assertion, notes: bool) -> TokenStream {
        match assertion {
            Assertion::Never => quote!(runtime::data::never(value, "false", at, out);),
            Assertion::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| kind_constant(*kind));
                quote!(runtime::data::kinds(value, #(#kinds)|*, at, out);)
            }
            Assertion::Constraint(constraint) => constraint_on_json(constraint),
            Assertion::Same(sub) => match sub {
                Sub::Any => TokenStream::new(),
                Sub::Never => quote!(runtime::data::never(value, "false", at, out);),
                Sub::Check(index) => {
                    let name = self.name(*index);
                    quote!(#name(value, at, out, seen);)
                }
            },
            Assertion::Notes(sub) => {
                let schema = self.schema(*sub);
                quote! {
                    #schema(value, at, &mut runtime::validate::Violations::probe(), seen);
                }
            }
            Assertion::AnyOf(branches) => {
                let branches = self.branches(branches);
                quote!(runtime::data::any_of(value, &[#branches], at, out, seen);)
            }
            Assertion::OneOf(branches) => {
                let branches = self.branches(branches);
                quote!(runtime::data::exactly_one_of(value, &[#branches], at, out, seen);)
            }
            Assertion::Not(sub) => {
                let schema = self.schema(*sub);
                quote!(runtime::data::not(value, #schema, at, out);)
            }
            Assertion::Condition {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.schema(*condition);
                let (then, otherwise) = (self.optional(*then), self.optional(*otherwise));
                quote! {
                    runtime::data::if_then_else(value, #condition, (#then, #otherwise), at, out, seen);
                }
            }
            Assertion::Required(_)
            | Assertion::DependentRequired(..)
            | Assertion::DependentSchema(..)
            | Assertion::Properties { .. }
            | Assertion::PropertyNames(_) => {
                let body = self.object(assertion, notes);
                quote! {
                    if let serde_json::Value::Object(object) = value {
                        #body
                    }
                }
            }
            Assertion::Items { prefix, others } => self.items(prefix, *others, notes),
            Assertion::Contains { schema, min, max } => {
                let schema = self.schema(*schema);
                let min = constraint::count(*min);
                let max = match max {
                    Some(max) => {
                        let max = constraint::count(*max);
                        quote!(Some(#max))
                    }
                    None => quote!(None),
                };
                quote! {
                    if let serde_json::Value::Array(items) = value {
                        runtime::data::contains(items, #schema, (#min, #max), at, out, seen);
                    }
                }
            }
            Assertion::UnevaluatedProperties(sub) => {
                let body = self.call(*sub, "unevaluatedProperties");
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
            Assertion::UnevaluatedItems(sub) => {
                let body = self.call(*sub, "unevaluatedItems");
                quote! {
                    if let serde_json::Value::Array(items) = value {
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
    }

    /// An assertion about an object, which is in scope as `object`.
    fn object(&self, assertion: &Assertion, notes: bool) -> TokenStream {
        match assertion {
            Assertion::Required(names) => {
                quote!(runtime::data::required(object, &[#(#names),*], at, out);)
            }
            Assertion::DependentRequired(name, others) => quote! {
                runtime::data::dependent_required(object, #name, &[#(#others),*], at, out);
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
                        runtime::data::property_name(key, #schema, &at.key(key), out);
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
                    if runtime::pattern::Pattern::is_match(&PATTERN, key) {
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

    fn items(&self, prefix: &[Sub], others: Option<Sub>, notes: bool) -> TokenStream {
        let judged = |sub: &Sub| *sub != Sub::Any;
        let first = prefix.iter().enumerate().filter(|(_, sub)| judged(sub));
        let first: Vec<_> = first
            .map(|(index, sub)| {
                let call = self.call(*sub, "prefixItems");
                quote! {
                    if let Some(value) = items.get(#index) {
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
            if let serde_json::Value::Array(items) = value {
                #(#first)*
                #rest
                #note
            }
        }
    }

    /// A call on another value, `value` at `at`; `keyword` says why it is not allowed.
    fn call(&self, sub: Sub, keyword: &str) -> TokenStream {
        match sub {
            Sub::Any => TokenStream::new(),
            Sub::Never => quote!(runtime::data::never(value, #keyword, at, out);),
            Sub::Check(index) => {
                let name = self.name(index);
                quote!(#name(value, at, out, &mut runtime::data::Seen::off());)
            }
        }
    }

    /// A schema as a function.
    fn schema(&self, sub: Sub) -> TokenStream {
        match sub {
            Sub::Any => quote!(runtime::data::anything),
            Sub::Never => quote!(runtime::data::nothing),
            Sub::Check(index) => {
                let name = self.name(index);
                quote!(#name)
            }
        }
    }

    fn optional(&self, sub: Sub) -> TokenStream {
        match sub {
            Sub::Any => quote!(None),
            Sub::Never | Sub::Check(_) => {
                let schema = self.schema(sub);
                quote!(Some(#schema))
            }
        }
    }

    fn branches(&self, branches: &[(String, Sub)]) -> TokenStream {
        let names = branches.iter().map(|(name, _)| name);
        let schemas = branches.iter().map(|(_, sub)| self.schema(*sub));
        quote!(#((#names, #schemas)),*)
    }

    fn name(&self, index: u32) -> Ident {
        ident(&self.checks[index as usize].name)
    }
}

fn constraint_on_json(constraint: &Constraint) -> TokenStream {
    let subject = Subject {
        value: quote!(value),
        kind: SubjectKind::Json,
    };
    constraint::statement(constraint, &subject, &quote!(at)).unwrap_or_default()
}

fn kind_constant(kind: Kind) -> TokenStream {
    match kind {
        Kind::Null => quote!(runtime::data::kind::NULL),
        Kind::Boolean => quote!(runtime::data::kind::BOOLEAN),
        Kind::Integer => quote!(runtime::data::kind::INTEGER),
        Kind::Number => quote!(runtime::data::kind::NUMBER),
        Kind::String => quote!(runtime::data::kind::STRING),
        Kind::Array => quote!(runtime::data::kind::ARRAY),
        Kind::Object => quote!(runtime::data::kind::OBJECT),
    }
}

/// Whether an identifier occurs in some tokens, so that it must be bound.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), name),
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}
