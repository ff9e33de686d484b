//! A datum and a schema to whether the schema accepts it, by the letter of the document: what the
//! generated code enforces that was made with `exact`, for data that goes one way.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::asserted::asserted;
use super::judged::Judged::{self, Accepted, Open, Refused};
use super::scales::Scales;
use crate::diff::effect::Direction;
use crate::diff::view::Side;
use crate::document::{Additional, Keywords, Part, Schema};

/// How deep schemas of one datum are followed.
const DEPTH: usize = 40;

/// Judges data that goes one way.
pub(super) struct Judge<'e, 'd> {
    pub scales: &'e Scales<'e, 'd>,
    pub direction: Direction,
}

/// What is known where a datum is judged.
struct Context<'c, 'd> {
    side: &'c Side<'d>,
    /// The properties that do not go this way.
    hidden: Rc<BTreeSet<&'d str>>,
    /// Whether the data are the sender's, who leaves those out.
    is_sender: bool,
    /// The schemas with an `$id` that were entered, the outermost first: they bind `$dynamicRef`.
    scope: Vec<Part<'d>>,
    depth: usize,
}

impl<'d> Context<'_, 'd> {
    fn deeper(&self, part: &Part<'d>) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        let mut scope = self.scope.clone();
        if self.side.is_dynamic && part.value.get("$id").is_some() {
            scope.push(part.clone());
        }
        Some(Self {
            hidden: self.hidden.clone(),
            scope,
            depth,
            ..*self
        })
    }
}

impl<'d> Judge<'_, 'd> {
    /// Whether a schema accepts a datum.
    pub fn judge(
        &self,
        side: &Side<'d>,
        schema: &Schema<'d>,
        value: &Value,
        is_sender: bool,
    ) -> Judged {
        let context = Context {
            is_sender,
            side,
            hidden: Rc::default(),
            scope: Vec::new(),
            depth: DEPTH,
        };
        self.inside(&context, schema, value)
    }

    /// Judges a datum of its own: a whole one, a property, an item.
    fn inside(&self, context: &Context<'_, 'd>, schema: &Schema<'d>, value: &Value) -> Judged {
        let hidden = match value.is_object() {
            true => self.scales.hidden(context.side, schema, self.direction),
            false => Rc::default(),
        };
        let context = Context {
            hidden,
            scope: context.scope.clone(),
            ..*context
        };
        self.schema(&context, schema, value)
    }

    fn schema(&self, context: &Context<'_, 'd>, schema: &Schema<'d>, value: &Value) -> Judged {
        let parts = schema.parts.iter();
        least(parts.map(|part| self.part(context, part, value)))
    }

    fn part(&self, context: &Context<'_, 'd>, part: &Part<'d>, value: &Value) -> Judged {
        if let Value::Bool(allowed) = part.value {
            return Judged::of(*allowed);
        }
        let Some(context) = context.deeper(part).filter(|_| self.scales.has_steps()) else {
            return Open;
        };
        let keywords = context.side.keywords(part);
        if !self.scales.looks(looks(&keywords, value)) {
            return Open;
        }
        let own = self.own(&context, &keywords, value);
        if own == Refused {
            return Refused;
        }
        own.min(self.in_place(&context, &keywords, value))
    }

    /// What the keywords of one schema object say themselves, of the datum and of its members.
    fn own(&self, context: &Context<'_, 'd>, keywords: &Keywords<'d>, value: &Value) -> Judged {
        let asserted = asserted(self.scales, keywords, value, &context.hidden);
        if asserted == Refused {
            return Refused;
        }
        asserted.min(match value {
            Value::String(text) => self.content(context, keywords, text),
            Value::Array(items) => self.array(context, keywords, items),
            Value::Object(members) => self.object(context, keywords, members),
            Value::Null | Value::Bool(_) | Value::Number(_) => Accepted,
        })
    }

    fn content(&self, context: &Context<'_, 'd>, keywords: &Keywords<'d>, text: &str) -> Judged {
        let schema = super::sizes::content_schema(keywords);
        match (schema, serde_json::from_str::<Value>(text)) {
            (Some(schema), Ok(content)) => self.inside(context, &schema, &content),
            _ => Accepted,
        }
    }

    fn array(&self, context: &Context<'_, 'd>, keywords: &Keywords<'d>, items: &[Value]) -> Judged {
        let schema_of = |index: usize| {
            let prefix = keywords.prefix_items.get(index);
            prefix.or(keywords.items.as_ref())
        };
        let items_judged = items.iter().enumerate().map(|(index, item)| {
            schema_of(index).map_or(Accepted, |schema| self.inside(context, schema, item))
        });
        least(items_judged).min(self.contains(context, keywords, items))
    }

    fn contains(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        items: &[Value],
    ) -> Judged {
        let Some(schema) = &keywords.contains else {
            return Accepted;
        };
        let judged: Vec<_> = items
            .iter()
            .map(|item| self.inside(context, schema, item))
            .collect();
        let count =
            |wanted: Judged| judged.iter().filter(|judged| **judged == wanted).count() as u64;
        let (fit, open) = (count(Accepted), count(Open));
        let (least, most) = keywords.contained.limits();
        let (least, most) = (least.unwrap_or(1), most.unwrap_or(u64::MAX));
        match (
            fit + open < least || fit > most,
            fit >= least && fit + open <= most,
        ) {
            (true, _) => Refused,
            (_, true) => Accepted,
            _ => Open,
        }
    }

    fn object(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        members: &Map<String, Value>,
    ) -> Judged {
        let properties = members
            .iter()
            .map(|(name, value)| self.property(context, keywords, name, value));
        let names = keywords.property_names.as_ref().map_or(Accepted, |schema| {
            let names = members.keys();
            least(names.map(|name| self.inside(context, schema, &Value::from(name.as_str()))))
        });
        least(properties).min(names)
    }

    fn property(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        name: &str,
        value: &Value,
    ) -> Judged {
        if context.hidden.contains(name) {
            // One that is closed takes nothing but what goes this way.
            let is_closed = matches!(keywords.additional, Some(Additional::Forbidden));
            return Judged::of(!context.is_sender && !is_closed);
        }
        let mut is_known = false;
        let mut judged = Accepted;
        if let Some(schema) = keywords.property(name) {
            is_known = true;
            judged = judged.min(self.inside(context, &schema, value));
        }
        for (pattern, schema) in &keywords.pattern_properties {
            match self.scales.is_match(pattern, name) {
                Some(true) => {
                    is_known = true;
                    judged = judged.min(self.inside(context, schema, value));
                }
                Some(false) => {}
                None => {
                    is_known = true;
                    judged = judged.min(Open);
                }
            }
        }
        match &keywords.additional {
            Some(Additional::Forbidden) if !is_known => Refused,
            Some(Additional::Allowed(schema)) if !is_known => {
                judged.min(self.inside(context, schema, value))
            }
            _ => judged,
        }
    }

    /// What other schemas say of the same datum.
    fn in_place(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        value: &Value,
    ) -> Judged {
        let same = |schema: &Schema<'d>| self.schema(context, schema, value);
        let mut judged = least(keywords.all_of.iter().map(same));
        if judged == Refused {
            return Refused;
        }
        judged = judged.min(least(self.referred(context, keywords).iter().map(same)));
        if judged == Refused {
            return Refused;
        }
        if !keywords.any_of.is_empty() {
            judged = judged.min(any_of(keywords.any_of.iter().map(same)));
        }
        if !keywords.one_of.is_empty() {
            let told = self.told(context, keywords, value);
            judged = judged.min(match told {
                Some(branch) => same(branch),
                None => exactly_one(keywords.one_of.iter().map(same)),
            });
        }
        if let Some(schema) = &keywords.not {
            judged = judged.min(same(schema).not());
        }
        if let Some(condition) = &keywords.if_ {
            let then = || keywords.then.as_ref().map_or(Accepted, same);
            let otherwise = || keywords.else_.as_ref().map_or(Accepted, same);
            judged = judged.min(match same(condition) {
                Accepted => then(),
                Refused => otherwise(),
                Open => then().min(otherwise()).min(Open),
            });
        }
        if let Value::Object(members) = value {
            let dependent = keywords.dependent_schemas.iter();
            let active = dependent.filter(|(name, _)| members.contains_key(*name));
            judged = judged.min(least(active.map(|(_, schema)| same(schema))));
        }
        if judged == Refused {
            return Refused;
        }
        judged.min(self.unevaluated(context, keywords, value))
    }

    /// The branch that the discriminator tells: who reads such data looks at no other.
    fn told<'k>(
        &self,
        context: &Context<'_, 'd>,
        keywords: &'k Keywords<'d>,
        value: &Value,
    ) -> Option<&'k Schema<'d>> {
        let discriminator = keywords.discriminator.as_ref()?;
        let tag = value.get(discriminator.property)?.as_str()?;
        context.side.told(discriminator, &keywords.one_of, tag)
    }

    /// What is included by `$ref` and `$dynamicRef`.
    fn referred(&self, context: &Context<'_, 'd>, keywords: &Keywords<'d>) -> Vec<Schema<'d>> {
        let reference = context.side.target(keywords);
        let dynamic = keywords.dynamic_reference;
        let dynamic = dynamic.and_then(|to| context.side.bound(to, &context.scope));
        reference.into_iter().chain(dynamic).collect()
    }

    fn unevaluated(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        value: &Value,
    ) -> Judged {
        match (
            value,
            &keywords.unevaluated_properties,
            &keywords.unevaluated_items,
        ) {
            (Value::Object(members), Some(schema), _) => {
                let rest = members.iter().filter(|(name, _)| {
                    !context.hidden.contains(name.as_str())
                        && !self.evaluates(context, keywords, value, &|keywords, asks| {
                            self.speaks_of(keywords, name)
                                || asks && keywords.unevaluated_properties.is_some()
                        })
                });
                least(rest.map(|(_, value)| self.inside(context, schema, value)))
            }
            (Value::Array(items), _, Some(schema)) => {
                let rest = items.iter().enumerate().filter(|(index, _)| {
                    !self.evaluates(context, keywords, value, &|keywords, asks| {
                        keywords.items.is_some()
                            || keywords.prefix_items.len() > *index
                            || asks && keywords.unevaluated_items.is_some()
                            || keywords.contains.as_ref().is_some_and(|schema| {
                                self.inside(context, schema, &items[*index]) != Refused
                            })
                    })
                });
                least(rest.map(|(_, value)| self.inside(context, schema, value)))
            }
            _ => Accepted,
        }
    }

    fn speaks_of(&self, keywords: &Keywords<'d>, name: &str) -> bool {
        keywords.declares(name)
            || keywords.additional.is_some()
            || keywords
                .pattern_properties
                .iter()
                .any(|(pattern, _)| self.scales.is_match(pattern, name) != Some(false))
    }

    /// Whether the keywords beside an `unevaluated…`, or a schema that holds for the same datum,
    /// speak of a member. `speaks` is told whether an `unevaluated…` among them counts: the one in question
    /// does not.
    fn evaluates(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        value: &Value,
        speaks: &dyn Fn(&Keywords<'d>, bool) -> bool,
    ) -> bool {
        speaks(keywords, false) || self.evaluated_inside(context, keywords, value, speaks)
    }

    fn evaluated_inside(
        &self,
        context: &Context<'_, 'd>,
        keywords: &Keywords<'d>,
        value: &Value,
        speaks: &dyn Fn(&Keywords<'d>, bool) -> bool,
    ) -> bool {
        let referred = self.referred(context, keywords);
        let unions = keywords.any_of.iter().chain(&keywords.one_of);
        let condition = keywords
            .if_
            .iter()
            .chain(&keywords.then)
            .chain(&keywords.else_);
        let dependent = keywords.dependent_schemas.iter();
        let dependent = dependent.filter(|(name, _)| value.get(name).is_some());
        let maybe = unions.chain(condition);
        let maybe = maybe.chain(dependent.map(|(_, schema)| schema));
        let holding = maybe.filter(|schema| self.schema(context, schema, value) == Accepted);
        let parts = referred
            .iter()
            .chain(&keywords.all_of)
            .chain(holding)
            .flat_map(|schema| &schema.parts);
        let mut parts = parts.filter_map(|part| Some((part, context.deeper(part)?)));
        parts.any(|(part, context)| {
            let keywords = context.side.keywords(part);
            self.scales.step()
                && (speaks(&keywords, true)
                    || self.evaluated_inside(&context, &keywords, value, speaks))
        })
    }
}

/// What is looked at of a schema object by itself: names that must be there, values that are listed, and a datum's
/// members.
fn looks(keywords: &Keywords<'_>, value: &Value) -> usize {
    let listed = keywords.values.listed.as_ref().map_or(0, Vec::len);
    listed
        + match value {
            Value::Object(members) => {
                let asked = keywords.required.len() + keywords.dependent_required.len();
                asked + keywords.dependent_schemas.len() + members.len()
            }
            Value::Array(items) => items.len(),
            Value::String(text) => text.len() / 4,
            _ => 0,
        }
}

/// The worst of several judgements that all count.
fn least(judged: impl Iterator<Item = Judged>) -> Judged {
    let mut worst = Accepted;
    for judged in judged {
        worst = worst.min(judged);
        if worst == Refused {
            break;
        }
    }
    worst
}

/// What any branch that accepts a datum settles, whatever the rest say.
fn any_of(judged: impl Iterator<Item = Judged>) -> Judged {
    let mut best = Refused;
    for judged in judged {
        best = best.max(judged);
        if best == Accepted {
            break;
        }
    }
    best
}

fn exactly_one(judged: impl Iterator<Item = Judged>) -> Judged {
    let (mut fit, mut open) = (0, false);
    for judged in judged {
        fit += usize::from(judged == Accepted);
        open |= judged == Open;
        if fit > 1 {
            return Refused;
        }
    }
    match (open, fit) {
        (true, _) => Open,
        (false, fit) => Judged::of(fit == 1),
    }
}
