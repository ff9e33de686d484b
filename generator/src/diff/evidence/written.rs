//! Data as they are written: text has no kinds, so that its reader may take for another value what a sender wrote.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::facts::{Facts, Stated};
use super::judge::Judge;
use super::judged::Judged;
use super::proof::Prover;
use super::scales::Scales;
use crate::diff::effect::Direction;
use crate::diff::schema::Encoding;
use crate::document::{Kind, Schema};
use crate::pointer::Pointer;

/// How many readings of the members of a form are tried.
const READINGS: usize = 64;

/// What numbers are written as.
static NUMBER: LazyLock<Value> = LazyLock::new(|| json!({ "type": "string", "minLength": 1 }));
/// What is made of parts may be written as nothing.
static TEXT: LazyLock<Value> = LazyLock::new(|| json!({ "type": "string" }));
/// What booleans are written as.
static FLAG: LazyLock<Value> =
    LazyLock::new(|| json!({ "type": "string", "enum": ["true", "false"] }));

impl<'e, 'd> Scales<'e, 'd> {
    /// Whether all data are read as ones that are accepted, kind by kind: as what they are, as the text that they are
    /// written as, or as a list of one.
    pub(super) fn reads_texts<'s>(
        &'s self,
        facts: &Facts<'s, 'd>,
        goal: &Stated<'s, 'd>,
        direction: Direction,
        encoding: &Encoding,
    ) -> bool
    where
        's: 'e,
    {
        let sent_by_new = !goal.0.is_new;
        let proves = |facts: &Facts<'s, 'd>| {
            self.start();
            Prover::new(self, direction, sent_by_new).proves_whole(facts, goal)
        };
        facts.each_kind().into_iter().all(|kind| {
            let own = facts.of_kind(kind);
            own.never
                || kind == Kind::Null && !encoding.writes_null()
                || proves(&own)
                || written(kind, encoding).is_some_and(|text| {
                    let at = Pointer::root().key("text");
                    proves(&Facts::gather([(goal.0, Schema::new(text, at))]))
                })
                || encoding.repeats() && is_scalar(kind) && proves(&own.as_only_item())
        })
    }

    /// Whether all values are read as ones that are accepted, where there are few.
    pub(super) fn reads_all<'s>(
        &'s self,
        judge: &Judge<'_, 'd>,
        (facts, from): (&Facts<'s, 'd>, &Stated<'s, 'd>),
        to: &Stated<'s, 'd>,
        encoding: &Encoding,
    ) -> bool
    where
        's: 'e,
    {
        self.start();
        let values = Prover::new(self, judge.direction, from.0.is_new).few(facts);
        values.is_some_and(|values| {
            let sent = values
                .iter()
                .filter(|value| judge.judge(from.0, &from.1, value, true) != Judged::Refused);
            sent.into_iter().all(|value| {
                let read = as_written(value, encoding);
                let mut read = read.iter();
                read.any(|value| judge.judge(to.0, &to.1, value, false) == Judged::Accepted)
            })
        })
    }
}

fn is_scalar(kind: Kind) -> bool {
    !matches!(kind, Kind::Null | Kind::Array | Kind::Object)
}

/// What holds of the texts that data of a kind are written as, where they are written as text.
fn written(kind: Kind, encoding: &Encoding) -> Option<&'static Value> {
    match kind {
        Kind::Integer | Kind::Number => Some(&NUMBER),
        Kind::Boolean => Some(&FLAG),
        Kind::Array | Kind::Object if encoding.is_text() => Some(&TEXT),
        Kind::Array | Kind::Object | Kind::Null | Kind::String => None,
    }
}

/// Whether there is a way to write a value: in parameters and forms there is none for `null`.
pub(super) fn may_be_written(value: &Value, encoding: &Encoding) -> bool {
    match (encoding, value) {
        (Encoding::Json | Encoding::Text | Encoding::Xml, _) => true,
        (_, Value::Null) => false,
        (_, Value::Array(items)) => items.iter().all(|item| may_be_written(item, encoding)),
        (_, Value::Object(members)) => members
            .iter()
            .all(|(name, value)| may_be_written(value, &encoding.of_property(name))),
        _ => true,
    }
}

/// A value as its receiver may read it.
pub(super) fn as_written(value: &Value, encoding: &Encoding) -> Vec<Value> {
    let mut all = vec![value.clone()];
    if *encoding == Encoding::Json {
        return all;
    }
    match value {
        Value::Object(members) => all.extend(readings(members, encoding)),
        value => all.extend(SPELLINGS.map(|spell| respelt(value, spell))),
    }
    // A text is written as it is, and all else that has no text of its own as JSON.
    if encoding.is_text() && !value.is_string() {
        all.push(Value::from(value.to_string()));
    }
    if encoding.repeats() {
        // A list of one is written as its item.
        let more: Vec<Value> = all
            .iter()
            .filter_map(|value| match value {
                Value::Array(items) => match items.as_slice() {
                    [item] => Some(item.clone()),
                    _ => None,
                },
                Value::Object(_) => None,
                item => Some(Value::Array(vec![item.clone()])),
            })
            .collect();
        all.extend(more);
    }
    all
}

/// How an object's members may be read: all in one way, and each in each of its ways, where these are few.
fn readings(members: &Map<String, Value>, encoding: &Encoding) -> Vec<Value> {
    let alike = SPELLINGS.map(|spell| {
        let spelt = members.iter().map(|(name, value)| {
            let value = match encoding.of_property(name) {
                Encoding::Json => value.clone(),
                _ => respelt(value, spell),
            };
            (name.clone(), value)
        });
        Value::Object(spelt.collect())
    });
    let mut all = alike.to_vec();
    let each = members.iter().map(|(name, value)| {
        let mut ways = as_written(value, &encoding.of_property(name));
        ways.dedup();
        (name, ways)
    });
    let each: Vec<_> = each.collect();
    let count = each
        .iter()
        .fold(1_usize, |count, (_, ways)| count.saturating_mul(ways.len()));
    if count <= READINGS {
        let mut made = vec![Map::new()];
        for (name, ways) in each {
            let more = made.iter().flat_map(|object| {
                ways.iter().map(|value| {
                    let mut object = object.clone();
                    object.insert(name.clone(), value.clone());
                    object
                })
            });
            made = more.collect();
        }
        all.extend(made.into_iter().map(Value::Object));
        return all;
    }
    // One at a time, and all that are read as lists.
    let as_list = |ways: &[Value], value: &Value| {
        let list = ways.iter().find(|way| way.is_array());
        list.unwrap_or(value).clone()
    };
    let lists = each.iter().map(|(name, ways)| {
        let value = as_list(ways, &members[name.as_str()]);
        ((*name).clone(), value)
    });
    all.push(Value::Object(lists.collect()));
    let mut left = READINGS;
    for (name, ways) in each {
        for value in ways.into_iter().skip(1).take(left) {
            left -= 1;
            let mut object = members.clone();
            object.insert(name.clone(), value);
            all.push(Value::Object(object));
        }
    }
    all
}

/// A scalar as text, and text as the scalar that it may be.
const SPELLINGS: [fn(&Value) -> Value; 2] = [
    |value| match value {
        Value::String(_) | Value::Null => value.clone(),
        other => Value::from(other.to_string()),
    },
    |value| match value {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        other => other.clone(),
    },
];

fn respelt(value: &Value, spell: fn(&Value) -> Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| respelt(item, spell)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), respelt(value, spell)))
            .collect(),
        scalar => spell(scalar),
    }
}
