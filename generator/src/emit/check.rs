//! Checks of JSON data to functions over `&serde_json::Value`, one a schema.

mod array;
pub(super) mod noting;
mod object;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::constraint::{self, Subject, SubjectKind};
use crate::emit::context::{Context, ident};
use crate::emit::doc;
use crate::ir::Constraint;
use crate::ir::check::{Assertion, Check, Checks, Sub};
use crate::json::Kind;
use noting::noting;

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
    let check = &cx.api.checks.0[index as usize];
    let name = ident(&check.name);
    let at = match check.secret {
        true => constraint::secret(at),
        false => at.clone(),
    };
    quote!(checks::#name(#value, #at, out, &mut runtime::check::Seen::off());)
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
                    let seen = &mut runtime::check::Seen::on();
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
                #seen: &mut runtime::check::Seen<'v>,
            ) {
                #body
            }
        }
    }

    fn assertion(&self, assertion: &Assertion, notes: bool) -> TokenStream {
        match assertion {
            Assertion::Never => quote!(runtime::check::never(value, "false", at, out);),
            Assertion::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| kind_constant(*kind));
                quote!(runtime::check::kinds(value, #(#kinds)|*, at, out);)
            }
            Assertion::Constraint(constraint) => constraint_on_json(constraint),
            Assertion::Same(sub) => match sub {
                Sub::Any => TokenStream::new(),
                Sub::Never => quote!(runtime::check::never(value, "false", at, out);),
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
                quote!(runtime::check::any_of(value, &[#branches], at, out, seen);)
            }
            Assertion::OneOf(branches) => {
                let branches = self.branches(branches);
                quote!(runtime::check::exactly_one_of(value, &[#branches], at, out, seen);)
            }
            Assertion::Not(sub) => {
                let schema = self.schema(*sub);
                quote!(runtime::check::not(value, #schema, at, out);)
            }
            Assertion::Condition {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.schema(*condition);
                let (then, otherwise) = (self.optional(*then), self.optional(*otherwise));
                quote! {
                    runtime::check::if_then_else(value, #condition, (#then, #otherwise), at, out, seen);
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
            Assertion::Contains { schema, min, max } => self.contains(*schema, *min, *max),
            Assertion::UnevaluatedProperties(sub) => self.unevaluated_properties(*sub),
            Assertion::UnevaluatedItems(sub) => self.unevaluated_items(*sub),
        }
    }

    /// A call on another value, `value` at `at`; `keyword` says why it is not allowed.
    fn call(&self, sub: Sub, keyword: &str) -> TokenStream {
        match sub {
            Sub::Any => TokenStream::new(),
            Sub::Never => quote!(runtime::check::never(value, #keyword, at, out);),
            Sub::Check(index) => {
                let name = self.name(index);
                quote!(#name(value, at, out, &mut runtime::check::Seen::off());)
            }
        }
    }

    /// A schema as a function.
    fn schema(&self, sub: Sub) -> TokenStream {
        match sub {
            Sub::Any => quote!(runtime::check::anything),
            Sub::Never => quote!(runtime::check::nothing),
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
        Kind::Null => quote!(runtime::check::kind::NULL),
        Kind::Boolean => quote!(runtime::check::kind::BOOLEAN),
        Kind::Integer => quote!(runtime::check::kind::INTEGER),
        Kind::Number => quote!(runtime::check::kind::NUMBER),
        Kind::String => quote!(runtime::check::kind::STRING),
        Kind::Array => quote!(runtime::check::kind::ARRAY),
        Kind::Object => quote!(runtime::check::kind::OBJECT),
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
