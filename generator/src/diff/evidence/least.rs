//! A schema to the least data that it accepts: of objects the members that must be there and no
//! others, of unions each branch once. It costs what there is to read, where trying more multiplies.

use serde_json::{Map, Value, json};

use super::candidates::scalars;
use super::facts::Stated;
use super::judge::Judge;
use super::judged::Judged;
use super::scales::Scales;
use crate::diff::effect::Direction;
use crate::diff::view::{Side, View};
use crate::document::{Kind, Part, Schema};

/// How deep data nest.
const DEPTH: usize = 12;
/// The most items that a list is given.
const ITEMS: u64 = 16;
/// The most branches of a union that are looked at.
const BRANCHES: usize = 256;

/// Makes the least data.
pub(super) struct Least<'p, 'e, 'd> {
    pub scales: &'p Scales<'e, 'd>,
    pub direction: Direction,
}

impl<'e, 'd> Least<'_, 'e, 'd> {
    /// The least data of a schema, and those of each branch that is not on the other side as well.
    pub fn of(&self, from: &Stated<'e, 'd>, to: &Stated<'e, 'd>) -> Vec<Value> {
        let (side, schema) = from;
        let view = View::read(side, schema);
        let branches = view.groups.iter().flat_map(|group| &group.branches);
        let others = View::read(to.0, &to.1);
        let others: Vec<Part<'d>> = others
            .groups
            .iter()
            .flat_map(|group| &group.branches)
            .flat_map(|branch| to.0.parts(branch))
            .collect();
        let is_new = |branch: &&Schema<'d>| {
            let parts = side.parts(branch);
            let is_there = |part: &Part<'d>| {
                let mut others = others.iter();
                others.any(|other| {
                    other.at == part.at && self.scales.are_same(part, other, to.0.is_new)
                })
            };
            !parts.iter().all(is_there)
        };
        let mut made: Vec<Value> = branches
            .take(BRANCHES)
            .filter(is_new)
            .filter_map(|branch| self.value(side, branch, DEPTH))
            .collect();
        made.extend(self.value(side, schema, DEPTH));
        made
    }

    fn value(&self, side: &'e Side<'d>, schema: &Schema<'d>, depth: usize) -> Option<Value> {
        if depth == 0 || !self.scales.step() {
            return None;
        }
        let view = View::read(side, schema);
        if !self.scales.steps(view.all.len()) {
            return None;
        }
        if let Some(values) = &view.values {
            let first = values.first().map(|value| (*value).clone());
            return first.or(view.nullable.then_some(Value::Null));
        }
        let branch = view.groups.iter().find_map(|group| {
            let mut branches = group.branches.iter();
            branches.find_map(|branch| self.value(side, branch, depth - 1))
        });
        let needs = !view.required().is_empty();
        if view.kinds.has(Kind::Object) && (needs || !view.is_any) {
            let mut members = self.members(side, &view, depth)?;
            if let Some(Value::Object(more)) = branch {
                members.extend(more);
            }
            return Some(Value::Object(members));
        }
        if branch.is_some() {
            return branch;
        }
        if view.is_any {
            return Some(json!({}));
        }
        if view.kinds.has(Kind::Array) {
            return self.list(side, &view, depth);
        }
        if view.kinds.is_empty() {
            return view.nullable.then_some(Value::Null);
        }
        if view.kinds.has(Kind::Boolean) {
            return Some(json!(true));
        }
        let judge = Judge {
            scales: self.scales,
            direction: self.direction,
        };
        let stated = (side, schema.clone());
        let is_accepted =
            |value: &Value| judge.judge(side, schema, value, true) == Judged::Accepted;
        scalars(&stated).into_iter().find(is_accepted)
    }

    fn members(
        &self,
        side: &'e Side<'d>,
        view: &View<'d>,
        depth: usize,
    ) -> Option<Map<String, Value>> {
        let properties = view.properties();
        let mut members = Map::new();
        for name in view.required().keys() {
            let value = match properties.get(name) {
                Some(schema) => self.value(side, schema, depth - 1)?,
                None => json!("x"),
            };
            members.insert((*name).to_owned(), value);
        }
        Some(members)
    }

    fn list(&self, side: &'e Side<'d>, view: &View<'d>, depth: usize) -> Option<Value> {
        let (least, _) = view.arrays().count.limits();
        let least = least.unwrap_or_default();
        if least == 0 {
            return Some(json!([]));
        }
        let item = view.schema(|keywords| keywords.items.clone());
        let item = match item {
            Some(schema) => self.value(side, &schema, depth - 1)?,
            None => json!({}),
        };
        (0..least.min(ITEMS)).map(|_| Some(item.clone())).collect()
    }
}
