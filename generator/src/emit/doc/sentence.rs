//! Constraints as sentences: `1 to 64 characters.`

use super::code;
use crate::ir::{Bound, Constraint, Shape, Type};

/// What a shape's constraints say, a sentence each; those of a list's items last.
pub fn sentences(shape: &Shape) -> Vec<String> {
    let mut out = of_constraints(&shape.constraints);
    let (prefix, inner) = match &shape.ty {
        Type::List(item) => ("Each item: ", item),
        Type::Map(value) => ("Each value: ", value),
        _ => return out,
    };
    out.extend(sentences(inner).into_iter().map(|sentence| {
        if sentence.starts_with("Each") {
            sentence
        } else {
            format!("{prefix}{}", lowercase_first(&sentence))
        }
    }));
    out
}

fn of_constraints(constraints: &[Constraint]) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(count(
        constraints,
        "character",
        "characters",
        |constraint| match constraint {
            Constraint::MinLength(limit) => (Some(*limit), None),
            Constraint::MaxLength(limit) => (None, Some(*limit)),
            _ => (None, None),
        },
    ));
    out.extend(range(constraints));
    out.extend(count(
        constraints,
        "item",
        "items",
        |constraint| match constraint {
            Constraint::MinItems(limit) => (Some(*limit), None),
            Constraint::MaxItems(limit) => (None, Some(*limit)),
            _ => (None, None),
        },
    ));
    out.extend(count(
        constraints,
        "property",
        "properties",
        |constraint| match constraint {
            Constraint::MinProperties(limit) => (Some(*limit), None),
            Constraint::MaxProperties(limit) => (None, Some(*limit)),
            _ => (None, None),
        },
    ));
    out.extend(constraints.iter().filter_map(other));
    out
}

/// The constraints that are a sentence by themselves.
fn other(constraint: &Constraint) -> Option<String> {
    match constraint {
        Constraint::Pattern(pattern) => Some(format!("Must match {}.", code(&pattern.source))),
        Constraint::Format(format) => Some(format!("Format: {}.", code(format))),
        Constraint::MultipleOf(bound) => Some(format!("A multiple of {}.", number(*bound))),
        Constraint::UniqueItems => Some("No two items are equal.".to_owned()),
        Constraint::PropertyNames(of_each) => {
            let each = of_constraints(of_each);
            (!each.is_empty()).then(|| format!("Each key: {}", lowercase_first(&each.join(" "))))
        }
        Constraint::OneOf(values) => {
            let values: Vec<_> = values
                .iter()
                .take(16)
                .map(|value| code(&value.to_string()))
                .collect();
            Some(match values.as_slice() {
                [only] => format!("Always {only}."),
                _ => format!("One of {}.", values.join(", ")),
            })
        }
        Constraint::MinLength(_)
        | Constraint::MaxLength(_)
        | Constraint::Minimum(_)
        | Constraint::ExclusiveMinimum(_)
        | Constraint::Maximum(_)
        | Constraint::ExclusiveMaximum(_)
        | Constraint::MinItems(_)
        | Constraint::MaxItems(_)
        | Constraint::MinProperties(_)
        | Constraint::MaxProperties(_)
        | Constraint::Check(_) => None,
    }
}

fn count(
    constraints: &[Constraint],
    one: &str,
    many: &str,
    limits: impl Fn(&Constraint) -> (Option<u64>, Option<u64>),
) -> Option<String> {
    let least = constraints
        .iter()
        .filter_map(|constraint| limits(constraint).0)
        .max();
    let most = constraints
        .iter()
        .filter_map(|constraint| limits(constraint).1)
        .min();
    let noun = |count: u64| if count == 1 { one } else { many };
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => {
            format!("Exactly {} {}.", grouped(least.into()), noun(least))
        }
        (None | Some(0), Some(most)) => format!("At most {} {}.", grouped(most.into()), noun(most)),
        (Some(least), Some(most)) => format!(
            "{} to {} {many}.",
            grouped(least.into()),
            grouped(most.into())
        ),
        (Some(least), None) if least > 0 => {
            format!("At least {} {}.", grouped(least.into()), noun(least))
        }
        (Some(_) | None, None) => return None,
    })
}

fn range(constraints: &[Constraint]) -> Option<String> {
    let least = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Minimum(bound) => Some((number(*bound), true)),
        Constraint::ExclusiveMinimum(bound) => Some((number(*bound), false)),
        _ => None,
    });
    let most = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Maximum(bound) => Some((number(*bound), true)),
        Constraint::ExclusiveMaximum(bound) => Some((number(*bound), false)),
        _ => None,
    });
    Some(match (least, most) {
        (Some((least, true)), Some((most, true))) => format!("{least} to {most}."),
        (Some((least, true)), None) => format!("{least} or more."),
        (Some((least, false)), None) => format!("More than {least}."),
        (None, Some((most, true))) => format!("{most} or less."),
        (None, Some((most, false))) => format!("Less than {most}."),
        (Some((least, true)), Some((most, false))) => {
            format!("{least} or more, and less than {most}.")
        }
        (Some((least, false)), Some((most, true))) => {
            format!("More than {least}, and {most} or less.")
        }
        (Some((least, false)), Some((most, false))) => {
            format!("More than {least}, and less than {most}.")
        }
        (None, None) => return None,
    })
}

fn number(bound: Bound) -> String {
    match bound {
        Bound::Integer(value) => grouped(value),
        Bound::Float(value) => value.to_string(),
    }
}

/// An integer with commas between its thousands.
fn grouped(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn lowercase_first(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;

    fn said(ty: Type, constraints: Vec<Constraint>) -> String {
        sentences(&Shape {
            ty,
            nullable: false,
            constraints,
            source: Pointer::root(),
        })
        .join(" ")
    }

    #[test]
    fn lengths_read_as_one_sentence() {
        use Constraint::{MaxLength, MinLength};
        assert_eq!(
            said(Type::String, vec![MinLength(1), MaxLength(64)]),
            "1 to 64 characters."
        );
        assert_eq!(
            said(Type::String, vec![MinLength(8), MaxLength(8)]),
            "Exactly 8 characters."
        );
        assert_eq!(
            said(Type::String, vec![MinLength(1)]),
            "At least 1 character."
        );
        assert_eq!(
            said(Type::String, vec![MinLength(0), MaxLength(10)]),
            "At most 10 characters."
        );
    }

    #[test]
    fn bounds_have_thousands() {
        use Constraint::{ExclusiveMaximum, Minimum, MultipleOf};
        let bound = Bound::Integer;
        assert_eq!(
            said(
                Type::F64,
                vec![Minimum(bound(1_000_000)), MultipleOf(bound(1_000_000_000))]
            ),
            "1,000,000 or more. A multiple of 1,000,000,000."
        );
        assert_eq!(
            said(
                Type::F64,
                vec![Minimum(bound(-1000)), ExclusiveMaximum(Bound::Float(0.5))]
            ),
            "-1,000 or more, and less than 0.5."
        );
    }

    #[test]
    fn what_holds_for_items_says_so() {
        let item = Shape {
            ty: Type::String,
            nullable: false,
            constraints: vec![Constraint::MaxLength(3)],
            source: Pointer::root(),
        };
        assert_eq!(
            said(
                Type::List(Box::new(item)),
                vec![Constraint::MinItems(1), Constraint::UniqueItems]
            ),
            "At least 1 item. No two items are equal. Each item: at most 3 characters."
        );
    }
}
