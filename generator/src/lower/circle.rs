//! Unions that a value is a branch of only if it is one already: reading it by such a type would try
//! the type itself for the same value, without end.

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Type, TypeDef, TypeId, TypeKind, Types};

/// Complains of each union whose branch leads back to it.
pub(super) fn complain(types: &Types, diagnostics: &mut Diagnostics) {
    let mut state = vec![State::New; types.len()];
    for (start, _) in types.iter() {
        // A stack of our own, since a document may chain any number of unions.
        let mut stack = vec![(start, false)];
        while let Some((id, is_left)) = stack.pop() {
            let index = id.0 as usize;
            if is_left {
                state[index] = State::Done;
                continue;
            }
            if state[index] != State::New {
                continue;
            }
            state[index] = State::Open;
            stack.push((id, true));
            let mut closes = false;
            for next in same_value(&types[id]) {
                match state[next.0 as usize] {
                    State::New => stack.push((next, false)),
                    State::Open => closes = true,
                    State::Done => {}
                }
            }
            if closes {
                let source = &types[id].source;
                let message = format!("{source} refers to itself without end");
                let diagnostic = Diagnostic::new(codes::ENDLESS, message);
                diagnostics.push(
                    diagnostic.at_key(source, "one of its branches is a union that it is in"),
                );
            }
        }
    }
}

/// The types that a value of a type is a value of too.
fn same_value(def: &TypeDef) -> Vec<TypeId> {
    let shapes = match &def.kind {
        TypeKind::Union(union) => union.branches.iter().map(|branch| &branch.shape).collect(),
        TypeKind::Newtype(shape) | TypeKind::Alias(shape) => vec![shape],
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::External(_) => Vec::new(),
    };
    let named = shapes.into_iter().filter_map(|shape| match shape.ty {
        Type::Named(id) | Type::Boxed(id) => Some(id),
        _ => None,
    });
    named.collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// Its branches are being followed.
    Open,
    Done,
}
