//! Constraints of one value: into one set for `allOf`, into a sentence for the
//! docs, and into the statements that check them. One file a family.

mod format;
mod items;
mod length;
mod literal;
pub mod pattern;
mod properties;
mod range;
mod values;

use proc_macro2::{TokenStream, TokenTree};

pub(crate) use literal::integer;
pub use literal::{count, literal, number};

use crate::ir::{Bound, Constraint, Integer};

/// Two constraints that no value meets together.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The one on the left.
    pub left: Constraint,
    /// The one on the right.
    pub right: Constraint,
}

/// What holds for a value for which both sets hold.
///
/// # Errors
///
/// The first two constraints that exclude each other.
pub fn intersect(
    left: &[Constraint],
    right: &[Constraint],
) -> Result<Vec<Constraint>, Box<Conflict>> {
    let mut out = left.to_vec();
    for constraint in right {
        add(&mut out, constraint)?;
    }
    match contradiction(&out) {
        None => Ok(out),
        Some((left, right)) => Err(Box::new(Conflict {
            left: out[left].clone(),
            right: out[right].clone(),
        })),
    }
}

/// The first two constraints of one set that exclude each other, by their indices.
pub fn contradiction(constraints: &[Constraint]) -> Option<(usize, usize)> {
    constraints.iter().enumerate().find_map(|(left, a)| {
        let exclude = |b: &Constraint| {
            length::exclude(a, b)
                || range::exclude(a, b)
                || items::exclude(a, b)
                || properties::exclude(a, b)
        };
        let right = constraints.iter().position(exclude)?;
        Some((left, right))
    })
}

/// Adds one constraint to a set: to the one of the same keyword where there is one.
fn add(out: &mut Vec<Constraint>, new: &Constraint) -> Result<(), Box<Conflict>> {
    for old in out.iter_mut() {
        if old == new {
            return Ok(());
        }
        let merged = length::merge(old, new)
            .or_else(|| range::merge(old, new))
            .or_else(|| items::merge(old, new))
            .or_else(|| properties::merge(old, new));
        if let Some(merged) = merged {
            *old = merged;
            return Ok(());
        }
        if let Some(merged) = values::merge(old, new) {
            *old = merged.ok_or_else(|| {
                Box::new(Conflict {
                    left: old.clone(),
                    right: new.clone(),
                })
            })?;
            return Ok(());
        }
    }
    out.push(new.clone());
    Ok(())
}

/// What the constraints ask for, in English: `1 to 64 characters. Matches `^a`.`
///
/// None where there is nothing to say.
pub fn sentence(constraints: &[Constraint]) -> Option<String> {
    let sentences = [
        length::sentence(constraints),
        range::sentence(constraints),
        items::sentence(constraints),
        properties::sentence(constraints),
        format::sentence(constraints),
        pattern::sentence(constraints),
        values::sentence(constraints),
    ];
    let sentences: Vec<_> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What is checked: a value of the generated code.
#[derive(Clone, Debug)]
pub struct Subject {
    /// An expression for it, as the kind says.
    pub value: TokenStream,
    /// What the expression is.
    pub kind: SubjectKind,
}

/// What the expression of a [`Subject`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// An integer of Rust.
    Integer(Integer),
    /// An `f64`.
    Float,
    /// A `&str` of a number of any size.
    Decimal,
    /// A `&str`.
    Text,
    /// A `&[T]` whose items can be hashed.
    List,
    /// A `&[T]` whose items cannot be hashed.
    ListOfFloats,
    /// A `&[serde_json::Value]`.
    ListOfValues,
    /// A `&BTreeMap<String, T>`.
    Map,
    /// A `&serde_json::Value`.
    Json,
}

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
        Constraint::MinProperties(_)
        | Constraint::MaxProperties(_)
        | Constraint::PropertyNames(_) => matches!(kind, Kind::Map | Kind::Json),
        Constraint::OneOf(_) => matches!(
            kind,
            Kind::Integer(_) | Kind::Float | Kind::Decimal | Kind::Text | Kind::Json
        ),
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
        Constraint::MinLength(limit) => Some(length::check("min_length", *limit, subject, at)),
        Constraint::MaxLength(limit) => Some(length::check("max_length", *limit, subject, at)),
        Constraint::Pattern(pattern) => Some(pattern::check(pattern, subject, at)),
        Constraint::Format(judge) => Some(format::check(judge, subject, at)),
        Constraint::Minimum(bound) => range::check("minimum", *bound, subject, at),
        Constraint::ExclusiveMinimum(bound) => {
            range::check("exclusive_minimum", *bound, subject, at)
        }
        Constraint::Maximum(bound) => range::check("maximum", *bound, subject, at),
        Constraint::ExclusiveMaximum(bound) => {
            range::check("exclusive_maximum", *bound, subject, at)
        }
        Constraint::MultipleOf(bound) => range::multiple_of(*bound, subject, at),
        Constraint::MinItems(limit) => Some(items::check("min_items", *limit, subject, at)),
        Constraint::MaxItems(limit) => Some(items::check("max_items", *limit, subject, at)),
        Constraint::UniqueItems => Some(items::unique(subject, at)),
        Constraint::MinProperties(limit) => {
            Some(properties::check("min_properties", *limit, subject, at))
        }
        Constraint::MaxProperties(limit) => {
            Some(properties::check("max_properties", *limit, subject, at))
        }
        Constraint::PropertyNames(names) => properties::names(names, subject, at),
        Constraint::OneOf(values) => Some(values::check(values, subject, at)),
        // The name of the check's function is the caller's to know.
        Constraint::Check(_) => None,
    }
}

/// An expression to call a method on: a method takes the reference by itself.
pub fn receiver(expression: &TokenStream) -> TokenStream {
    let mut tokens = expression.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '&' => tokens.collect(),
        _ => expression.clone(),
    }
}

/// `1 character`, `2 characters`
fn counted(number: u64, noun: &str) -> String {
    let plural = match (number, noun) {
        (1, _) => noun.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", grouped(i128::from(number)))
}

/// `1 to 64 characters.`
fn counts(min: Option<u64>, max: Option<u64>, noun: &str) -> Option<String> {
    Some(match (min.filter(|min| *min > 0), max) {
        (None, None) => return None,
        (Some(min), None) => format!("At least {}.", counted(min, noun)),
        (None, Some(max)) => format!("At most {}.", counted(max, noun)),
        (Some(min), Some(max)) if min == max => format!("Exactly {}.", counted(min, noun)),
        (Some(min), Some(max)) => {
            format!("{} to {}.", grouped(i128::from(min)), counted(max, noun))
        }
    })
}

/// An integer with commas: `1,000,000`.
fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number for a reader.
fn shown(bound: Bound) -> String {
    match bound {
        Bound::Integer(integer) => grouped(integer),
        Bound::Decimal(decimal) => decimal.to_string(),
    }
}

/// The first that a function finds in a set.
fn first<'c, T>(
    constraints: &'c [Constraint],
    find: impl Fn(&'c Constraint) -> Option<T>,
) -> Option<T> {
    constraints.iter().find_map(find)
}

#[cfg(test)]
mod tests;
