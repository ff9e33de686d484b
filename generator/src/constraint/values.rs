//! `enum` and `const`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Conflict, Refusal};
use crate::ir::Constraint;
use crate::json::{canonical, equal};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// Which values are allowed, of whatever kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Values<'d> {
    /// The only ones, in the order of the list that names them first. None allows any.
    pub(crate) listed: Option<Vec<&'d Value>>,
    /// Where the list was last narrowed.
    pub(crate) at: Pointer,
    /// Where `const` stands, if one of those that narrow it is a `const`.
    pub(crate) constant: Option<Pointer>,
    /// Two lists that have nothing in common.
    pub(crate) conflict: Option<Conflict>,
}

impl<'d> Values<'d> {
    pub(crate) fn read(reader: &Reader<'d, '_>) -> Self {
        let listed = reader.array("enum").map(|values| values.iter().collect());
        let mut values = Self::new(listed, reader, "enum");
        if let Some(constant) = reader.get("const") {
            let mut only = Self::new(Some(vec![constant]), reader, "const");
            only.constant = Some(only.at.clone());
            values.and(&only);
        }
        values
    }

    fn new(listed: Option<Vec<&'d Value>>, reader: &Reader<'d, '_>, key: &str) -> Self {
        Self {
            at: match listed {
                Some(_) => reader.place(key),
                None => Pointer::root(),
            },
            listed,
            ..Self::default()
        }
    }

    /// Adds what holds as well.
    pub(crate) fn and(&mut self, other: &Self) {
        let Some(values) = &other.listed else {
            return;
        };
        if let Some(mine) = &mut self.listed {
            let was_empty = mine.is_empty();
            let its: BTreeSet<_> = values.iter().map(|value| canonical(value)).collect();
            mine.retain(|value| its.contains(&canonical(value)));
            if mine.is_empty() && !was_empty && self.conflict.is_none() {
                self.conflict = Some(Conflict {
                    one: other.at.clone(),
                    other: self.at.clone(),
                    relation: "has nothing in common with",
                });
            }
        } else {
            self.listed = Some(values.clone());
        }
        self.at.clone_from(&other.at);
        self.constant = self.constant.take().or_else(|| other.constant.clone());
        self.conflict = self.conflict.take().or_else(|| other.conflict.clone());
    }

    /// Allows `null` as well.
    pub(crate) fn allow_null(&mut self) {
        static NULL: Value = Value::Null;
        let listed = self.listed.as_mut();
        // Of an empty list, lint has said that it is ignored.
        let listed = listed.filter(|values| !values.is_empty());
        if let Some(values) = listed.filter(|values| !values.iter().any(|value| value.is_null())) {
            values.push(&NULL);
        }
    }

    /// Whether no value is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_none()
    }

    /// What is wrong with a value. Of an empty list, lint has said that it is ignored.
    pub(crate) fn refusal(&self, value: &Value) -> Option<Refusal> {
        let listed = self.listed.as_ref()?;
        if listed.iter().any(|other| equal(other, value)) {
            return None;
        }
        let (at, reason) = match (&self.constant, listed.as_slice()) {
            (Some(at), [only]) => (at, format!("only {only} is allowed")),
            (_, []) if self.conflict.is_none() => return None,
            _ => (&self.at, "it is none of the values in `enum`".to_owned()),
        };
        Some(Refusal {
            at: at.clone(),
            reason,
        })
    }

    /// The values of `these` that are none of `those`.
    pub(crate) fn missing<'v>(these: &[&'v Value], those: &[&Value]) -> Vec<&'v Value> {
        let those: BTreeSet<_> = those.iter().map(|value| canonical(value)).collect();
        let is_missing = |value: &&Value| !those.contains(&canonical(value));
        these.iter().copied().filter(is_missing).collect()
    }

    /// What the IR says.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        let listed = self.listed.as_ref();
        let listed = listed.map(|values| values.iter().map(|value| (*value).clone()).collect());
        listed.into_iter().map(Constraint::OneOf).collect()
    }
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let texts: Vec<String> = constraints.iter().find_map(|constraint| match constraint {
        Constraint::OneOf(values) => Some(values.iter().map(Value::to_string).collect()),
        Constraint::OneOfDigits(texts) => Some(texts.clone()),
        _ => None,
    })?;
    let shown = texts.iter().take(10).map(|text| super::pattern::code(text));
    let shown: Vec<_> = shown.collect();
    let more = if texts.len() > 10 { ", …" } else { "" };
    Some(match shown.as_slice() {
        [] => "No value is valid.".to_owned(),
        [only] => format!("Always {only}."),
        _ => format!("One of {}{more}.", shown.join(", ")),
    })
}
