//! Which properties a condition shows to be present, where it holds and where it doesn't.

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::{Expr as Parsed, LiteralValue, operators};

/// The path of a property: `self.a.b`; a variable by its number, so that two of one name differ.
pub(super) fn path(operand: &IdedExpr, field: &str, variables: &[&str]) -> Option<String> {
    let root = match &operand.expr {
        Parsed::Ident(name) => match variables.iter().rposition(|known| known == name) {
            Some(index) => format!("#{index}"),
            None => name.clone(),
        },
        Parsed::Select(select) if !select.test => path(&select.operand, &select.field, variables)?,
        _ => return None,
    };
    Some(format!("{root}.{field}"))
}

/// What is present where a condition is `outcome`.
pub(super) fn shown(condition: &IdedExpr, outcome: bool, variables: &[&str]) -> BTreeSet<String> {
    match &condition.expr {
        Parsed::Select(select) if select.test && outcome => {
            let own = path(&select.operand, &select.field, variables);
            own.into_iter().collect()
        }
        Parsed::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::EQUALS, [left, right]) if !outcome => not_null(left, right, variables),
            (operators::NOT_EQUALS, [left, right]) if outcome => not_null(left, right, variables),
            (operators::LOGICAL_NOT, [inner]) => shown(inner, !outcome, variables),
            (operators::LOGICAL_AND, parts) if outcome => all(parts, outcome, variables),
            (operators::LOGICAL_OR, parts) if !outcome => all(parts, outcome, variables),
            _ => BTreeSet::new(),
        },
        _ => BTreeSet::new(),
    }
}

/// The literal `null`.
pub(super) fn is_null(parsed: &IdedExpr) -> bool {
    matches!(parsed.expr, Parsed::Literal(LiteralValue::Null))
}

/// The property that is compared with `null`, and isn't.
fn not_null(left: &IdedExpr, right: &IdedExpr, variables: &[&str]) -> BTreeSet<String> {
    let property = match (is_null(left), is_null(right)) {
        (false, true) => left,
        (true, false) => right,
        _ => return BTreeSet::new(),
    };
    let Parsed::Select(select) = &property.expr else {
        return BTreeSet::new();
    };
    let own = path(&select.operand, &select.field, variables);
    own.into_iter().collect()
}

fn all(parts: &[IdedExpr], outcome: bool, variables: &[&str]) -> BTreeSet<String> {
    parts
        .iter()
        .flat_map(|part| shown(part, outcome, variables))
        .collect()
}
