//! What data must show to be shown for one edit of a schema, beside that the schema refuses them: that it is the
//! keyword that was edited which does.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::asserted::asserted;
use super::candidates::Maker;
use super::facts::Stated;
use super::judge::Judge;
use super::judged::Judged;
use super::scales::Scales;
use super::{Evidence, tells, weight};
use crate::diff::effect::Direction;
use crate::diff::schema::Encoding;
use crate::diff::view::Side;
use crate::document::{Part, Schema};
use crate::pointer::Pointer;

/// Keywords that assert something by themselves, with those that are read together with them.
const TOGETHER: [(&str, &[&str]); 18] = [
    ("minLength", &[]),
    ("maxLength", &[]),
    ("pattern", &[]),
    ("format", &["type"]),
    ("minimum", &["exclusiveMinimum"]),
    ("exclusiveMinimum", &["minimum"]),
    ("maximum", &["exclusiveMaximum"]),
    ("exclusiveMaximum", &["maximum"]),
    ("multipleOf", &[]),
    ("minItems", &[]),
    ("maxItems", &[]),
    ("uniqueItems", &[]),
    ("minProperties", &[]),
    ("maxProperties", &[]),
    ("dependentRequired", &[]),
    ("type", &["nullable"]),
    ("enum", &["nullable", "type"]),
    ("const", &[]),
];

/// What an edit is about.
#[derive(Debug)]
pub(in crate::diff) enum Point<'d> {
    /// The schema that refuses data, as far as it is about the keyword.
    Keyword { schema: Value, at: Pointer },
    /// A branch of a union, whose data are in question.
    Branch(Schema<'d>),
}

impl<'d> Point<'d> {
    /// What the keyword at a place asserts by itself; none where it asserts nothing without others.
    pub fn keyword(side: &Side<'d>, at: &Pointer) -> Option<Self> {
        let (parent, key) = (at.parent()?, at.last()?);
        let value = at.resolve(&side.document.value)?;
        let mut alone = Map::new();
        if parent.last().as_deref() == Some("required") && value.is_string() {
            // One name of the list.
            alone.insert("required".to_owned(), Value::Array(vec![value.clone()]));
            let (schema, at) = (Value::Object(alone), parent.parent()?);
            return Some(Self::Keyword { schema, at });
        }
        let (_, more) = TOGETHER.iter().find(|(known, _)| *known == key)?;
        let beside = parent.resolve(&side.document.value)?.as_object()?;
        alone.insert(key.into_owned(), value.clone());
        for other in *more {
            if let Some(value) = beside.get(*other) {
                alone.insert((*other).to_owned(), value.clone());
            }
        }
        let (schema, at) = (Value::Object(alone), parent);
        Some(Self::Keyword { schema, at })
    }
}

/// What is asked of an edit by itself.
pub(in crate::diff) struct Question<'q, 'd> {
    /// The schemas that it is of.
    pub schemas: (&'q Schema<'d>, &'q Schema<'d>),
    /// Those around them that are of the very data.
    pub around: Option<(&'q Schema<'d>, &'q Schema<'d>)>,
    pub is_forward: bool,
    pub direction: Direction,
    pub encoding: &'q Encoding,
    /// What the data must be about.
    pub point: Option<Point<'d>>,
}

impl<'e, 'd> Scales<'e, 'd> {
    /// Evidence of an edit by itself, where `known` shows that its schemas tell data apart: data that are about its
    /// point, which the schemas around tell apart as well, or a proof that a branch has none.
    pub fn answer(&self, question: &Question<'_, 'd>, known: &Value) -> Evidence {
        let Question {
            is_forward,
            direction,
            encoding,
            ..
        } = *question;
        let sides = |(old, new): (&Schema<'d>, &Schema<'d>)| -> (Stated<'e, 'd>, Stated<'e, 'd>) {
            let (old, new) = ((self.old, old.clone()), (self.new, new.clone()));
            if is_forward { (old, new) } else { (new, old) }
        };
        let judge = Judge {
            scales: self,
            direction,
        };
        let (from, to) = sides(question.schemas);
        let around = question.around.map(sides);
        let shows_inside = |value: &Value| {
            let is_about = |point| judge.is_about(point, from.0, (to.0, &to.1), value);
            question.point.as_ref().is_none_or(is_about)
                && tells(&judge, (&from, &to), value, encoding)
        };
        let shows = |value: &Value| {
            shows_inside(value)
                && around
                    .as_ref()
                    .is_none_or(|(from, to)| tells(&judge, (from, to), value, encoding))
        };
        if !self.ask([(from.0, &from.1), (to.0, &to.1)]) {
            return Evidence::Open;
        }
        if shows(known) {
            return Evidence::Witness(known.clone());
        }
        // Where those around cannot be judged, as many of them lead to one another, what the inner ones show stands.
        let is_open = around.as_ref().is_some_and(|(from, to)| {
            let is_sent = judge.judge(from.0, &from.1, known, true);
            let is_read = judge.judge(to.0, &to.1, known, false);
            is_sent != Judged::Refused && is_read != Judged::Accepted
        });
        if is_open && shows_inside(known) {
            return Evidence::Witness(known.clone());
        }
        let mut inner = from.clone();
        if let Some(Point::Branch(branch)) = &question.point {
            inner.1 = inner.1.and(branch.clone());
            let schemas = if is_forward {
                (&inner.1, &to.1)
            } else {
                (&to.1, &inner.1)
            };
            match self.weigh(schemas, is_forward, direction, encoding) {
                Evidence::Witness(value) if !shows(&value) => {}
                answered => return answered,
            }
        }
        let maker = Maker {
            scales: self,
            direction,
            sent_by_new: from.0.is_new,
            seed: None,
            is_cut: Cell::default(),
        };
        let all = [Some((inner, to.clone())), around.clone()];
        for (from, to) in all.into_iter().flatten() {
            self.start();
            let mut made = maker.make(&from, &to);
            made.sort_by_cached_key(weight);
            self.start();
            if let Some(value) = self.tried(made).find(&shows) {
                return Evidence::Witness(value);
            }
        }
        Evidence::Open
    }
}

impl<'d> Judge<'_, 'd> {
    /// Whether a datum is about the point, where the schemas tell it apart: `from` is the side of its sender, and `to`
    /// that of its reader with the schema of the whole datum.
    fn is_about(
        &self,
        point: &Point<'d>,
        from: &Side<'d>,
        (to, whole): (&Side<'d>, &Schema<'d>),
        value: &Value,
    ) -> bool {
        match point {
            Point::Keyword { schema, at } => {
                let part = Part {
                    value: schema,
                    at: at.clone(),
                    resolved: Default::default(),
                    or_null: false,
                };
                let keywords = to.document.keywords(&part);
                let hidden = match value.is_object() {
                    true => self.scales.hidden(to, whole, self.direction),
                    false => Default::default(),
                };
                asserted(self.scales, &keywords, value, &hidden) == Judged::Refused
            }
            Point::Branch(branch) => self.judge(from, branch, value, true) == Judged::Accepted,
        }
    }
}
