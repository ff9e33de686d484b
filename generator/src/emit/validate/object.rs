//! What must hold between the properties of an object.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::effort;
use crate::emit::check;
use crate::emit::constraint::{self, Subject, SubjectKind};
use crate::emit::context::{Context, Presence, ident};
use crate::ir::{Constraint, Extras, Field, ObjectConstraint, Shape, Struct};

/// An object with its properties by name, which are looked up for each name in its rules.
pub(super) struct Members<'o> {
    object: &'o Struct,
    fields: BTreeMap<&'o str, &'o Field>,
}

impl<'o> Members<'o> {
    pub(super) fn of(object: &'o Struct) -> Self {
        let fields = object.fields.iter();
        Self {
            object,
            fields: fields.map(|field| (field.wire.as_str(), field)).collect(),
        }
    }

    /// A declared property.
    fn field(&self, name: &str) -> Option<&'o Field> {
        effort::spend(1);
        self.fields.get(name).copied()
    }

    /// Whether a property is present in every value.
    fn is_sure(&self, name: &str) -> bool {
        self.field(name).is_some_and(|field| field.required)
    }

    /// Whether a property is present, as an expression.
    fn present(&self, name: &str) -> TokenStream {
        match (self.field(name), extras(self.object)) {
            (Some(field), _) => is_present(field),
            (None, Some(extras)) => quote!(self.#extras.contains_key(#name)),
            (None, None) => quote!(false),
        }
    }

    /// How many properties there are, as an expression.
    fn count(&self) -> TokenStream {
        let is_always = |field: &&Field| {
            matches!(
                Presence::of(field),
                Presence::Required | Presence::RequiredNullable
            )
        };
        let (sure, optional): (Vec<_>, Vec<_>) = self.object.fields.iter().partition(is_always);
        let sure = (!sure.is_empty()).then(|| {
            let sure = proc_macro2::Literal::usize_unsuffixed(sure.len());
            quote!(#sure)
        });
        let optional = optional.into_iter().map(|field| {
            let present = is_present(field);
            quote!(usize::from(#present))
        });
        let extras = extras(self.object).map(|extras| quote!(self.#extras.len()));
        let terms: Vec<_> = sure.into_iter().chain(optional).chain(extras).collect();
        if terms.is_empty() {
            return quote!(0);
        }
        quote!(#(#terms)+*)
    }
}

/// Whether a declared property is present, as an expression.
fn is_present(field: &Field) -> TokenStream {
    let place = ident(&field.name);
    match Presence::of(field) {
        Presence::Required | Presence::RequiredNullable => quote!(true),
        Presence::Optional => quote!(self.#place.is_some()),
        Presence::ThreeState => quote!(!self.#place.is_absent()),
    }
}

/// The statement that checks a rule of `self`.
pub(super) fn constraint(
    cx: &Context<'_>,
    object: &Members<'_>,
    constraint: &ObjectConstraint,
) -> TokenStream {
    let members = |name: &str| (!object.is_sure(name)).then(|| object.present(name));
    match constraint {
        ObjectConstraint::AnyGroup(_)
        | ObjectConstraint::OneGroup(_)
        | ObjectConstraint::NotGroup(_)
        | ObjectConstraint::Dependent(..) => of_presence(constraint, &members),
        ObjectConstraint::MinProperties(limit) => {
            let (count, limit) = (object.count(), constraint::count(*limit));
            quote!(runtime::constraint::min_properties(#count, #limit, at, out);)
        }
        ObjectConstraint::MaxProperties(limit) => {
            let (count, limit) = (object.count(), constraint::count(*limit));
            quote!(runtime::constraint::max_properties(#count, #limit, at, out);)
        }
        ObjectConstraint::PropertyNames(names) => property_names(object.object, names),
        ObjectConstraint::Required(name) => {
            let present = object.present(name);
            quote! {
                if !#present {
                    runtime::constraint::missing(#name, at, out);
                }
            }
        }
        ObjectConstraint::Check(index) => {
            let call = check::call(cx, *index, &quote!(json), &quote!(at));
            quote! {
                {
                    let json = &runtime::json::encoded::value(self);
                    #call
                }
            }
        }
    }
}

/// The statement that checks which of several members are there; nothing where another rule is meant.
///
/// `members` tells whether one is there, as an expression, or nothing where it always is.
pub fn of_presence(
    constraint: &ObjectConstraint,
    members: &dyn Fn(&str) -> Option<TokenStream>,
) -> TokenStream {
    match constraint {
        ObjectConstraint::AnyGroup(groups) => {
            let complete = groups.iter().map(|group| complete(members, group));
            // One that is always complete is enough.
            let Some(complete) = complete.collect::<Option<Vec<_>>>() else {
                return TokenStream::new();
            };
            let (complete, names) = (any(&complete), names(groups));
            quote!(runtime::constraint::any_group(#complete, #names, at, out);)
        }
        ObjectConstraint::OneGroup(groups) => {
            let complete = groups.iter().map(|group| sure(complete(members, group)));
            let names = names(groups);
            quote!(runtime::constraint::one_group(&[#(#complete),*], #names, at, out);)
        }
        ObjectConstraint::NotGroup(group) => {
            let (complete, names) = (
                sure(complete(members, group)),
                names(std::slice::from_ref(group)),
            );
            quote!(runtime::constraint::not_group(#complete, #names, at, out);)
        }
        ObjectConstraint::Dependent(name, others) => {
            let is_there = |name: &str| members(name).unwrap_or_else(|| quote!(true));
            let present = is_there(name);
            let others = others.iter().map(|other| {
                let present = is_there(other);
                quote!((#other, #present))
            });
            quote!(runtime::constraint::dependent(#name, #present, &[#(#others),*], at, out);)
        }
        ObjectConstraint::MinProperties(_)
        | ObjectConstraint::MaxProperties(_)
        | ObjectConstraint::PropertyNames(_)
        | ObjectConstraint::Required(_)
        | ObjectConstraint::Check(_) => TokenStream::new(),
    }
}

/// The checks of a property that is `null`, for the constraints that judge that too.
pub(super) fn null(cx: &Context<'_>, shape: &Shape, wire: &str) -> TokenStream {
    let at = quote!(&at.key(#wire));
    let null = Subject {
        value: quote!(&::serde_json::Value::Null),
        kind: SubjectKind::Json,
    };
    let checks = shape
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Check(index) => Some(check::call(cx, *index, &null.value, &at)),
            Constraint::OneOf(_) => constraint::statement(constraint, &null, &at),
            _ => None,
        });
    checks.collect()
}

/// Whether all members of a group are present, as terms that `&&` may stand between; none where
/// they always are.
fn complete(
    members: &dyn Fn(&str) -> Option<TokenStream>,
    group: &[String],
) -> Option<Vec<TokenStream>> {
    let terms: Vec<_> = group.iter().filter_map(|name| members(name)).collect();
    (!terms.is_empty()).then_some(terms)
}

fn sure(terms: Option<Vec<TokenStream>>) -> TokenStream {
    terms.map_or_else(|| quote!(true), |terms| quote!(#(#terms)&&*))
}

/// Whether one of several groups is complete.
fn any(groups: &[Vec<TokenStream>]) -> TokenStream {
    let groups = groups.iter().map(|terms| match terms.as_slice() {
        [_, _, ..] if groups.len() > 1 => quote!((#(#terms)&&*)),
        terms => quote!(#(#terms)&&*),
    });
    quote!(#(#groups)||*)
}

/// Groups of properties as a message names them: `` `a`, `b` with `c` ``
fn names(groups: &[Vec<String>]) -> String {
    let group = |group: &Vec<String>| {
        let names: Vec<_> = group.iter().map(|name| format!("`{name}`")).collect();
        names.join(" with ")
    };
    groups.iter().map(group).collect::<Vec<_>>().join(", ")
}

fn property_names(object: &Struct, names: &[Constraint]) -> TokenStream {
    let Some(extras) = extras(object) else {
        return TokenStream::new();
    };
    let map = Subject {
        value: quote!(self.#extras),
        kind: SubjectKind::Map,
    };
    let names = Constraint::PropertyNames(names.to_vec());
    constraint::statement(&names, &map, &quote!(at)).unwrap_or_default()
}

fn extras(object: &Struct) -> Option<proc_macro2::Ident> {
    match &object.extras {
        Extras::Dropped => None,
        Extras::Kept { name, .. } | Extras::Forbidden { name } => Some(ident(name)),
    }
}
