//! The checks of JSON data by several schemas: `not`, `anyOf`, `oneOf`, `if`.

use std::fmt;

use serde_json::Value;

use crate::budget::{self, Probes, Share};
use crate::check::{Brief, Schema, Seen};
use crate::validate::{At, Branch, Violations};

/// `not`.
pub fn not(value: &Value, schema: Schema, at: &At<'_>, out: &mut Violations) {
    let _share = Share::take(0);
    let fits = holds(schema, value);
    if budget::is_out() {
        return too_intricate("not", at, out);
    }
    if fits {
        let value = Brief(value);
        let found = format_args!("{value} does");
        out.add(at, "not", &"not fit the schema of `not`", &found);
    }
}

/// `anyOf`, each schema with a name for messages.
pub fn any_of<'v>(
    value: &'v Value,
    schemas: &[(&'static str, Schema)],
    at: &At<'_>,
    out: &mut Violations,
    seen: &mut Seen<'v>,
) {
    let _share = Share::take(0);
    let fitting = fitting(value, schemas, !seen.is_on(), seen);
    if budget::is_out() {
        return too_intricate("anyOf", at, out);
    }
    if fitting == 0 {
        let names = Names(schemas);
        let limit = format_args!("fit one of {names}");
        let branches = || branches(value, schemas, at);
        out.add_union(at, "anyOf", &limit, &"fits none", branches);
    }
}

/// `oneOf`, each schema with a name for messages.
pub fn exactly_one_of<'v>(
    value: &'v Value,
    schemas: &[(&'static str, Schema)],
    at: &At<'_>,
    out: &mut Violations,
    seen: &mut Seen<'v>,
) {
    let _share = Share::take(0);
    let fitting = fitting(value, schemas, false, seen);
    if budget::is_out() {
        return too_intricate("oneOf", at, out);
    }
    if fitting != 1 {
        let names = Names(schemas);
        let limit = format_args!("fit exactly one of {names}");
        if fitting == 0 {
            let branches = || branches(value, schemas, at);
            out.add_union(at, "oneOf", &limit, &"fits none", branches);
        } else {
            out.add(at, "oneOf", &limit, &format_args!("fits {fitting} of them"));
        }
    }
}

/// `if`, `then`, `else`.
pub fn if_then_else<'v>(
    value: &'v Value,
    condition: Schema,
    (then, otherwise): (Option<Schema>, Option<Schema>),
    at: &At<'_>,
    out: &mut Violations,
    seen: &mut Seen<'v>,
) {
    let _share = Share::take(0);
    let mut mine = seen.fresh();
    let fits = probe(condition, value, &mut mine);
    if budget::is_out() {
        return too_intricate("if", at, out);
    }
    let next = if fits {
        seen.merge(mine);
        then
    } else {
        otherwise
    };
    if let Some(next) = next {
        next(value, at, out, seen);
    }
}

/// Whether a schema holds for a value.
#[must_use]
pub fn holds(schema: Schema, value: &Value) -> bool {
    probe(schema, value, &mut Seen::off())
}

/// Whether a schema holds for a value, of which it notes what it speaks of.
///
/// What was found is remembered where nobody asks for these notes: a schema within itself would else
/// judge a value once for each way that leads to it.
fn probe<'v>(schema: Schema, value: &'v Value, seen: &mut Seen<'v>) -> bool {
    let _share = Share::take(0);
    let size = match value {
        Value::Array(items) => items.len(),
        Value::Object(object) => object.len(),
        _ => 0,
    };
    if !budget::spend(size + 1) || budget::is_deep(budget::base()) {
        budget::exhaust();
        return false;
    }
    let probes = Probes::enter();
    let key = (schema as usize, std::ptr::from_ref(value).addr());
    if let Some(known) = probes.known(key).filter(|_| !seen.is_on()) {
        return known;
    }
    let mut out = Violations::probe();
    schema(value, &At::ROOT, &mut out, seen);
    if !seen.is_on() {
        probes.note(key, out.is_empty());
    }
    out.is_empty()
}

/// Reports that telling takes more than may be spent, which is no proof that the keyword holds.
#[cold]
pub(super) fn too_intricate(keyword: &'static str, at: &At<'_>, out: &mut Violations) {
    let limit = format_args!("be simple enough for `{keyword}` to be judged");
    out.add(at, "anyOf", &limit, &"is not");
}

fn fitting<'v>(
    value: &'v Value,
    schemas: &[(&'static str, Schema)],
    first_only: bool,
    seen: &mut Seen<'v>,
) -> usize {
    let mut count = 0;
    for (_, schema) in schemas {
        let mut mine = seen.fresh();
        if probe(*schema, value, &mut mine) {
            count += 1;
            seen.merge(mine);
            if first_only {
                break;
            }
        }
    }
    count
}

/// Why a value fits none of the schemas; of unions within unions only those that are not too far in,
/// since each level has as many more to say.
fn branches(value: &Value, schemas: &[(&'static str, Schema)], at: &At<'_>) -> Vec<Branch> {
    const SHOWN: u32 = 4;
    let Some(_level) = budget::Level::below(SHOWN) else {
        return Vec::new();
    };
    schemas
        .iter()
        .map(|(name, schema)| {
            let mut violations = Violations::new();
            schema(value, at, &mut violations, &mut Seen::off());
            Branch::new(name, violations)
        })
        .collect()
}

struct Names<'a>(&'a [(&'static str, Schema)]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, _)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{name}")?;
        }
        Ok(())
    }
}
