//! What must hold as sentences: `1 to 64 characters.`

use super::code;
use crate::constraint;
use crate::ir::{Constraint, ObjectConstraint, Shape, Type};

/// What a shape's constraints say; those of a list's items last.
pub fn sentences(shape: &Shape) -> Vec<String> {
    let mut out: Vec<_> = constraint::sentence(&shape.constraints)
        .into_iter()
        .collect();
    let (prefix, inner) = match &shape.ty {
        Type::List(item) => ("Each item:", item),
        Type::Map(value) => ("Each value:", value),
        Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::F32
        | Type::F64
        | Type::Decimal
        | Type::String
        | Type::Format(_)
        | Type::Value
        | Type::Null
        | Type::Tuple(_)
        | Type::Named(_)
        | Type::Boxed(_) => return out,
    };
    let inner = sentences(inner).join(" ");
    if !inner.is_empty() {
        out.push(format!("{prefix} {}", lowercase_first(&inner)));
    }
    out
}

/// What must hold between properties, a sentence for each rule.
pub fn object_constraints(constraints: &[ObjectConstraint]) -> Vec<String> {
    constraints.iter().filter_map(object_constraint).collect()
}

fn object_constraint(constraint: &ObjectConstraint) -> Option<String> {
    match constraint {
        ObjectConstraint::AnyGroup(groups) => Some(format!(
            "At least one of {} must be present.",
            alternatives(groups)
        )),
        ObjectConstraint::OneGroup(groups) => Some(format!(
            "Exactly one of {} must be present.",
            alternatives(groups)
        )),
        ObjectConstraint::NotGroup(group) => Some(match group.as_slice() {
            [only] => format!("{} must not be present.", code(only)),
            _ => format!("{} must not be present together.", listed(group, "and")),
        }),
        ObjectConstraint::Dependent(first, others) => Some(format!(
            "With {}, {} must be present too.",
            code(first),
            listed(others, "and")
        )),
        ObjectConstraint::Required(name) => Some(format!("{} must be present.", code(name))),
        ObjectConstraint::MinProperties(limit) => {
            constraint::sentence(&[Constraint::MinProperties(*limit)])
        }
        ObjectConstraint::MaxProperties(limit) => {
            constraint::sentence(&[Constraint::MaxProperties(*limit)])
        }
        ObjectConstraint::PropertyNames(names) => {
            let names = constraint::sentence(names)?;
            Some(format!(
                "Each further property's name: {}",
                lowercase_first(&names)
            ))
        }
        ObjectConstraint::Check(_) => None,
    }
}

fn alternatives(groups: &[Vec<String>]) -> String {
    if let [one] = groups {
        return listed(one, "and");
    }
    if groups.iter().all(|group| group.len() == 1) {
        return listed(&groups.concat(), "or");
    }
    let groups: Vec<_> = groups.iter().map(|group| listed(group, "with")).collect();
    groups.join(", or ")
}

/// Names as code: `a`, `b` or `c`.
fn listed(names: &[String], word: &str) -> String {
    let names: Vec<_> = names.iter().map(|name| code(name)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} {word} {last}", before.join(", ")),
        None => String::new(),
    }
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

    fn shape(ty: Type, constraints: Vec<Constraint>) -> Shape {
        Shape {
            ty,
            nullable: false,
            constraints,
            source: Pointer::root(),
        }
    }

    #[test]
    fn what_holds_for_items_says_so() {
        let item = shape(Type::String, vec![Constraint::MaxLength(3)]);
        let list = shape(Type::List(Box::new(item)), vec![Constraint::MinItems(1)]);
        assert_eq!(
            sentences(&list).join(" "),
            "At least 1 item. Each item: at most 3 characters."
        );
    }

    #[test]
    fn object_constraints_read_as_sentences() {
        let group = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let said = object_constraints(&[
            ObjectConstraint::AnyGroup(vec![group(&["a"]), group(&["b"]), group(&["c"])]),
            ObjectConstraint::OneGroup(vec![group(&["a", "b"]), group(&["c"])]),
            ObjectConstraint::NotGroup(group(&["a", "b"])),
            ObjectConstraint::Dependent("a".into(), group(&["b"])),
        ]);
        assert_eq!(
            said,
            [
                "At least one of `a`, `b` or `c` must be present.",
                "Exactly one of `a` with `b`, or `c` must be present.",
                "`a` and `b` must not be present together.",
                "With `a`, `b` must be present too.",
            ]
        );
    }
}
