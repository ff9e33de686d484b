//! Constraints of one value into the statements that check them, a file a family.

mod array;
mod format;
mod literal;
mod number;
mod object;
pub(super) mod pattern;
mod subject;
mod text;
mod values;

use proc_macro2::TokenStream;

pub(super) use literal::{count, integer, literal};
pub use subject::{Subject, SubjectKind, receiver, secret};

use crate::ir::Constraint;

/// Whether a constraint can be checked on such a subject; where not, on its JSON.
pub fn applies(constraint: &Constraint, kind: SubjectKind) -> bool {
    use SubjectKind as Kind;
    match constraint {
        Constraint::MinLength(_)
        | Constraint::MaxLength(_)
        | Constraint::Pattern(_)
        | Constraint::Format(_) => matches!(kind, Kind::Text | Kind::Json),
        Constraint::Minimum(_)
        | Constraint::ExclusiveMinimum(_)
        | Constraint::Maximum(_)
        | Constraint::ExclusiveMaximum(_)
        | Constraint::MultipleOf(_) => {
            matches!(
                kind,
                Kind::Integer(_) | Kind::Float | Kind::Decimal | Kind::Json
            )
        }
        Constraint::MinItems(_) | Constraint::MaxItems(_) => matches!(
            kind,
            Kind::List | Kind::ListOfFloats | Kind::ListOfValues | Kind::Json
        ),
        Constraint::UniqueItems => matches!(kind, Kind::List | Kind::ListOfValues | Kind::Json),
        // What is not a datum has no properties by name.
        Constraint::UniqueBy(_) => kind == Kind::Json,
        Constraint::MinProperties(_)
        | Constraint::MaxProperties(_)
        | Constraint::PropertyNames(_) => matches!(kind, Kind::Map | Kind::Json),
        Constraint::OneOf(_) => matches!(
            kind,
            Kind::Integer(_) | Kind::Float | Kind::Decimal | Kind::Text | Kind::Json
        ),
        Constraint::OneOfDigits(_) => kind == Kind::Decimal,
        Constraint::Check(_) => kind == Kind::Json,
    }
}

/// The statement that checks one constraint of a subject, at the place that
/// `at` is an expression for. None where it always holds.
pub fn statement(
    constraint: &Constraint,
    subject: &Subject,
    at: &TokenStream,
) -> Option<TokenStream> {
    match constraint {
        Constraint::MinLength(limit) => Some(text::check("min_length", *limit, subject, at)),
        Constraint::MaxLength(limit) => Some(text::check("max_length", *limit, subject, at)),
        Constraint::Pattern(pattern) => Some(pattern::check(pattern, subject, at)),
        Constraint::Format(judge) => Some(format::check(judge, subject, at)),
        Constraint::Minimum(bound) => number::check("minimum", *bound, subject, at),
        Constraint::ExclusiveMinimum(bound) => {
            number::check("exclusive_minimum", *bound, subject, at)
        }
        Constraint::Maximum(bound) => number::check("maximum", *bound, subject, at),
        Constraint::ExclusiveMaximum(bound) => {
            number::check("exclusive_maximum", *bound, subject, at)
        }
        Constraint::MultipleOf(bound) => number::multiple_of(*bound, subject, at),
        Constraint::MinItems(limit) => Some(array::check("min_items", *limit, subject, at)),
        Constraint::MaxItems(limit) => Some(array::check("max_items", *limit, subject, at)),
        Constraint::UniqueItems => Some(array::unique(subject, at)),
        Constraint::UniqueBy(keys) => Some(array::unique_by(keys, subject, at)),
        Constraint::MinProperties(limit) => {
            Some(object::check("min_properties", *limit, subject, at))
        }
        Constraint::MaxProperties(limit) => {
            Some(object::check("max_properties", *limit, subject, at))
        }
        Constraint::PropertyNames(names) => object::names(names, subject, at),
        Constraint::OneOf(values) => Some(values::check(values, subject, at)),
        Constraint::OneOfDigits(texts) => Some(values::of_digits(texts, subject, at)),
        // The name of the check's function is the caller's to know.
        Constraint::Check(_) => None,
    }
}
