//! Paths that meet: a request goes to the operation of its concrete path, and to that of a template where there
//! is none (OpenAPI, Paths Object).

use std::collections::BTreeMap;

use crate::cursor::Cursor;
use crate::document::Kind;

use super::super::effect::{Direction, Effect};
use super::super::event::{Anchor, Event};
use super::super::rule::REQUESTS_DIVERTED;
use super::super::view::{Side, View};
use super::paths::Operation;
use super::{Area, Walker, operation_name, template};

/// How many segments a path may have that is looked for: each may be written or a parameter.
const SEGMENTS: usize = 8;

/// The operations of a document whose paths have parameters, by method and path without their names.
#[derive(Default)]
pub(super) struct Templates<'o, 'd>(BTreeMap<String, &'o Operation<'d>>);

impl<'o, 'd> Templates<'o, 'd> {
    pub fn new(operations: &'o [Operation<'d>]) -> Self {
        let templates = operations.iter().filter(|it| it.path.contains('{'));
        let named = |it: &'o Operation<'d>| (operation_name(&it.method, &template(it.path)), it);
        Self(templates.map(named).collect())
    }

    /// The operation that takes the requests of another, where that one is not there: of templates the one that
    /// says most of the path.
    pub fn taker(&self, operation: &Operation<'d>, side: &Side<'d>) -> Option<&'o Operation<'d>> {
        let path = template(operation.path);
        let segments: Vec<&str> = path.split('/').collect();
        let written: Vec<usize> = (0..segments.len())
            .filter(|index| !segments[*index].is_empty() && !segments[*index].contains('{'))
            .collect();
        if self.0.is_empty() || written.len() > SEGMENTS {
            return None;
        }
        let mut choices: Vec<usize> = (1..1 << written.len()).collect();
        choices.sort_by_key(|choice| choice.count_ones());
        choices.into_iter().find_map(|choice| {
            let mut asked = segments.clone();
            let chosen = written.iter().enumerate();
            let chosen = chosen.filter(|(bit, _)| choice & (1 << bit) != 0);
            let chosen: Vec<usize> = chosen.map(|(_, index)| *index).collect();
            for index in &chosen {
                asked[*index] = "{}";
            }
            let taker = self
                .0
                .get(&operation_name(&operation.method, &asked.join("/")))?;
            let names: Vec<&str> = taker.path.split('/').collect();
            let mut chosen = chosen.into_iter();
            let fits = chosen.all(|index| {
                let name = names.get(index).copied().unwrap_or_default();
                let name = name.trim_start_matches('{').trim_end_matches('}');
                may_be(side, taker, name, segments[index])
            });
            fits.then_some(*taker)
        })
    }
}

impl<'d> Walker<'d> {
    /// Tells that an operation takes requests in place of another.
    pub(super) fn diverted(&mut self, from: &Operation<'d>, to: &Operation<'d>) {
        let [was, is] = [from, to].map(|it| operation_name(&it.method, it.path));
        let places = [from, to].map(|it| Anchor::key(&it.node.at));
        let [before, after] = places;
        let event = Event::new(&REQUESTS_DIVERTED, before, after).effect(Effect::Unknown);
        let event = event.from(was).to(is);
        self.push(event, Area::Paths, Direction::Request);
    }
}

/// Whether a path parameter may be written as that segment, for what is known of its kinds and values.
fn may_be<'d>(side: &Side<'d>, operation: &Operation<'d>, name: &str, segment: &str) -> bool {
    let shared = operation.item.items("parameters").into_iter();
    let mut all = shared.chain(operation.node.items("parameters")).rev();
    let is_meant =
        |node: &Cursor<'d>| (node.text("in"), node.text("name")) == (Some("path"), Some(name));
    let schema = all.find(is_meant).and_then(|node| node.get("schema"));
    let Some(schema) = schema.and_then(|schema| side.document.schema_at(&schema.at)) else {
        return true;
    };
    let view = View::read(side, &schema);
    if let Some(values) = &view.values {
        let is_written = |value: &&serde_json::Value| match value {
            serde_json::Value::String(text) => text == segment,
            other => {
                let text = other.to_string();
                text == segment
            }
        };
        return values.iter().any(is_written);
    }
    view.kinds.iter().any(|kind| match kind {
        Kind::Integer => segment.parse::<i128>().is_ok(),
        Kind::Number => segment.parse::<f64>().is_ok(),
        Kind::Boolean => matches!(segment, "true" | "false"),
        Kind::Null => false,
        Kind::String | Kind::Array | Kind::Object => true,
    })
}
