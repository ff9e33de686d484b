//! Kinds of data, `null`, listed values and formats.

use serde_json::Value;

use crate::constraint::Values;
use crate::document::{Kind, Kinds, Schema, Version};
use crate::format;
use crate::pointer::Pointer;

use super::super::effect::{Effect, Guards};
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::view::Side;
use super::{Comparison, Encoding, shown};

/// Whether 3.0's keyword for `null` is said, with effect or without.
fn says_nullable(view: &super::View<'_>) -> bool {
    view.any(|keywords| {
        let value = keywords.object.and_then(|map| map.get("nullable"));
        value == Some(&Value::Bool(true))
    })
}

/// The kinds that a schema states. One that lists its values has no others, whether or not it says so.
fn stated_kinds(view: &super::View<'_>, other: &super::View<'_>) -> Kinds {
    let is_listed = |values: &Vec<&Value>| {
        let mut kinds = values.iter().map(|value| Kind::of(value));
        kinds.all(|kind| Kinds::only(kind).and(other.kinds) == Kinds::only(kind))
    };
    match view.values.as_ref().filter(|_| view.is_any) {
        Some(values) if is_listed(values) => other.kinds,
        _ => view.kinds,
    }
}

impl<'d> Comparison<'_, 'd> {
    pub(super) fn types(&mut self) {
        let old = stated_kinds(&self.old, &self.new);
        let new = stated_kinds(&self.new, &self.old);
        if old == new {
            self.null();
            return;
        }
        let effect = self.kinds_effect(old, new);
        let rule = match effect {
            Effect::Narrower => &TYPE_NARROWED,
            Effect::Wider => &TYPE_WIDENED,
            _ => &TYPE_CHANGED,
        };
        let event = self
            .event(rule, "type")
            .effect(effect)
            .from(self.kinds_text(true))
            .to(self.kinds_text(false));
        self.push(event);
        if !self.old.is_any && !self.new.is_any {
            self.null();
        }
    }

    fn null(&mut self) {
        match (self.old.nullable, self.new.nullable) {
            (false, true) | (true, false) if !self.encoding.writes_null() => {
                let event = self.nullability(&NULL_STATED);
                self.push(event);
            }
            (false, true) => {
                let event = self.nullability(&BECAME_NULLABLE);
                self.push(event);
            }
            (true, false) => {
                let event = self.nullability(&BECAME_NOT_NULLABLE);
                self.push(event);
            }
            (false, false) => self.null_stated(),
            (true, true) => {}
        }
    }

    /// What is said of null where it has no effect by the letter: readers that are less strict read it all the same.
    pub(super) fn null_stated(&mut self) {
        let is_older = |side: &Side<'_>| side.document.version == Version::V3_0;
        let are_older = is_older(&self.comparer.old) == is_older(&self.comparer.new);
        if are_older && !self.old.nullable && says_nullable(&self.old) != says_nullable(&self.new) {
            let event = self.nullability(&NULL_STATED);
            self.push(event);
        }
    }

    /// The same of what stands beside a reference, which 3.0 passes over.
    pub(super) fn null_beside(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        let said = |schema: &Schema<'d>| {
            let mut parts = schema.parts.iter();
            parts.find_map(|part| {
                part.value.get("$ref")?;
                let said = part.value.get("nullable")? == &Value::Bool(true);
                said.then(|| part.at.key("nullable"))
            })
        };
        let are_older = [&self.comparer.old, &self.comparer.new]
            .iter()
            .all(|side| side.document.version == Version::V3_0);
        let (was, is) = (said(old), said(new));
        if !are_older || was.is_some() == is.is_some() {
            return;
        }
        let place = |said: &Option<_>, schema: &Schema<'d>| match said {
            Some(at) => Anchor::value(at),
            None => Anchor::near(schema.at()),
        };
        let (before, after) = (place(&was, old), place(&is, new));
        self.push(Event::new(&NULL_STATED, before, after));
    }

    fn nullability(&self, rule: &'static Rule) -> Event {
        let (views, asked) = ([&self.old, &self.new], [&self.asked.0, &self.asked.1]);
        let said = views.map(named_null);
        let place = |side: usize| match (&said[side], &said[1 - side]) {
            (Some((at, _)), _) => Anchor::value(at),
            (None, Some(_)) => {
                // The same schema object; else what differs is said around it.
                let owns = [side, 1 - side].map(|side| views[side].all.first());
                let places = owns.map(|own| own.map(|keywords| &keywords.at));
                let is_own = places[0] == places[1] || places[0] == Some(asked[side].at());
                let own = owns[0].filter(|_| is_own).and_then(|keywords| {
                    let map = keywords.object?;
                    let name = NULLS.into_iter().find(|name| map.contains_key(*name))?;
                    Some(Anchor::value(&keywords.at.key(name)))
                });
                own.unwrap_or_else(|| Anchor::near(asked[side].at()))
            }
            (None, None) => {
                let at = NULLS.iter().find_map(|name| views[side].keyword(name));
                at.map_or_else(
                    || Anchor::near(views[side].place()),
                    |at| Anchor::value(&at),
                )
            }
        };
        Event::new(rule, place(0), place(1))
    }

    /// Text has no kinds: what says `string` takes all that an integer is written as, and a
    /// parameter that says `array` takes its one item.
    fn kinds_effect(&self, old: Kinds, new: Kinds) -> Effect {
        if old.is_empty() && !new.is_empty() {
            return Effect::Wider;
        }
        if new.is_empty() {
            return Effect::Narrower;
        }
        if old.and(new) == old {
            return Effect::Wider;
        }
        let is_text = self.encoding != Encoding::Json;
        let covers = |wide, narrow| is_text && self.covers(wide, narrow);
        match (covers(&self.new, &self.old), covers(&self.old, &self.new)) {
            (true, true) => Effect::Same,
            (true, false) => Effect::Wider,
            (false, true) => Effect::Narrower,
            (false, false) if old.and(new) == new => Effect::Narrower,
            (false, false) => Effect::Incomparable,
        }
    }

    /// Whether all text that the one side reads is read by the other as well.
    fn covers(&self, wide: &super::View<'d>, narrow: &super::View<'d>) -> bool {
        let is_free_text = |view: &super::View<'_>| {
            view.kinds.has(Kind::String)
                && view.values.is_none()
                && view.texts().is_empty()
                && view.keyword("format").is_none()
        };
        let scalars = Kinds::ANY
            .without(Kind::Array)
            .without(Kind::Object)
            .without(Kind::Null);
        let are_scalars = |kinds: Kinds| kinds.and(scalars) == kinds;
        if is_free_text(wide) && (are_scalars(narrow.kinds) || self.encoding.is_text()) {
            return true;
        }
        if self.encoding.repeats() && wide.kinds.has(Kind::Array) && are_scalars(narrow.kinds) {
            return self.item_covers(wide, narrow);
        }
        false
    }

    /// Whether a list of one item says what the item alone says, as in `a=1` for `a` and `[a]`.
    fn item_covers(&self, list: &super::View<'d>, item: &super::View<'d>) -> bool {
        let is_limited = list.arrays().count.refusal(1, "items").is_some();
        if is_limited || item.values.is_some() {
            return false;
        }
        let Some(schema) = list.all.iter().find_map(|keywords| keywords.items.clone()) else {
            return true;
        };
        let side = if std::ptr::eq(list.all.as_ptr(), self.new.all.as_ptr()) {
            &self.comparer.new
        } else {
            &self.comparer.old
        };
        let inner = super::View::read(side, &schema);
        // All that a scalar is written as is text.
        let kinds_fit = inner.kinds.and(item.kinds) == item.kinds || inner.kinds.has(Kind::String);
        let unlimited = [
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "format",
        ]
        .iter()
        .all(|keyword| inner.keyword(keyword).is_none() || item.keyword(keyword).is_some());
        kinds_fit && unlimited
    }

    fn kinds_text(&self, is_old: bool) -> String {
        let view = if is_old { &self.old } else { &self.new };
        if view.is_any {
            return "anything".to_owned();
        }
        let mut names: Vec<_> = view.kinds.iter().map(Kind::as_str).collect();
        if view.nullable {
            names.push("null");
        }
        if names.is_empty() {
            return "nothing".to_owned();
        }
        names.join(" or ")
    }

    pub(super) fn values(&mut self) {
        self.listed_values();
        self.open_values();
    }

    fn listed_values(&mut self) {
        let is_constant = |view: &super::View<'_>| view.is_constant;
        let keyword = |constant| if constant { "const" } else { "enum" };
        let anchors = (
            super::near(&self.old, keyword(self.old.is_constant)),
            super::near(&self.new, keyword(self.new.is_constant)),
        );
        let event = |rule| Event::new(rule, anchors.0.clone(), anchors.1.clone());
        // Of nothing but `null`, there is nothing else to list.
        let is_null = |view: &super::View<'_>| {
            let lists_nothing = view.values.as_ref().is_some_and(Vec::is_empty);
            view.nullable && (view.kinds.is_empty() || lists_nothing)
        };
        if is_null(&self.old) && is_null(&self.new) {
            return;
        }
        match (self.old.values.clone(), self.new.values.clone()) {
            (None, None) => {}
            (None, Some(values)) => {
                let rule = if is_constant(&self.new) {
                    &CONST_ADDED
                } else {
                    &ENUM_ADDED
                };
                self.push(event(rule).to(list(&values)));
            }
            (Some(values), None) => {
                let rule = if is_constant(&self.old) {
                    &CONST_REMOVED
                } else {
                    &ENUM_REMOVED
                };
                self.push(event(rule).from(list(&values)));
            }
            (Some(old), Some(new)) => {
                let gone = Values::missing(&old, &new);
                let come = Values::missing(&new, &old);
                let constants = is_constant(&self.old) && is_constant(&self.new);
                if constants && !gone.is_empty() {
                    self.push(event(&CONST_CHANGED).from(list(&old)).to(list(&new)));
                    return;
                }
                if !gone.is_empty() {
                    self.push(event(&ENUM_VALUE_REMOVED).from(list(&gone)));
                }
                if !come.is_empty() {
                    self.push(
                        event(&ENUM_VALUE_ADDED)
                            .to(list(&come))
                            .guarded(self.openness()),
                    );
                }
            }
        }
    }

    /// `x-extensible-enum`: more values may come at any time.
    fn open_values(&mut self) {
        const KEYWORD: &str = "x-extensible-enum";
        let read = |view: &super::View<'d>| -> Option<Vec<&'d Value>> {
            Some(view.extension(KEYWORD)?.value.as_array()?.iter().collect())
        };
        let (Some(old), Some(new)) = (read(&self.old), read(&self.new)) else {
            return;
        };
        let gone = Values::missing(&old, &new);
        let come = Values::missing(&new, &old);
        if !gone.is_empty() {
            let event = self
                .event(&OPEN_ENUM_VALUE_REMOVED, KEYWORD)
                .from(list(&gone));
            self.push(event);
        }
        if !come.is_empty() {
            let open = Guards {
                open: true,
                ..Guards::default()
            };
            let event = self
                .event(&OPEN_ENUM_VALUE_ADDED, KEYWORD)
                .to(list(&come))
                .guarded(open);
            self.push(event);
        }
    }

    fn openness(&self) -> Guards {
        let open = self.old.extension("x-extensible-enum").is_some();
        Guards {
            open,
            listed: true,
            ..Guards::default()
        }
    }

    pub(super) fn format(&mut self) {
        if !self.says(Kind::String) && !self.says(Kind::Number) && !self.says(Kind::Integer) {
            return;
        }
        let read = |view: &super::View<'d>| {
            let format = view.first("format", |keywords| keywords.format);
            // These say what the text encodes.
            format
                .map(|fact| fact.value)
                .filter(|format| content(format).is_none())
        };
        let (old, new) = (read(&self.old), read(&self.new));
        if old == new {
            return;
        }
        let is_renamed = old
            .zip(new)
            .is_some_and(|(old, new)| format::same(old, new));
        let (rule, effect) = match (old.map(format::breadth), new.map(format::breadth)) {
            _ if is_renamed => (&FORMAT_RENAMED, Effect::Same),
            (None, _) => (&FORMAT_NARROWED, Effect::Narrower),
            (_, None) => (&FORMAT_WIDENED, Effect::Wider),
            (Some(old), Some(new)) if old.0 == new.0 && old.1 > new.1 => {
                (&FORMAT_NARROWED, Effect::Narrower)
            }
            (Some(old), Some(new)) if old.0 == new.0 && old.1 < new.1 => {
                (&FORMAT_WIDENED, Effect::Wider)
            }
            _ => (&FORMAT_CHANGED, Effect::Incomparable),
        };
        let mut event = self.event(rule, "format").effect(effect);
        event.from = old.map(str::to_owned);
        event.to = new.map(str::to_owned);
        self.push(event);
    }
}

/// The keyword of 3.1 that says what a format of 3.0 says of the content of a text, and what it says.
pub(super) fn content(format: &str) -> Option<(&'static str, &'static str)> {
    match format {
        "byte" | "base64" => Some(("contentEncoding", "base64")),
        "binary" => Some(("contentMediaType", "application/octet-stream")),
        _ => None,
    }
}

fn list(values: &[&Value]) -> String {
    const SHOWN: usize = 8;
    let mut texts: Vec<_> = values
        .iter()
        .take(SHOWN)
        .map(|value| shown(value))
        .collect();
    if values.len() > SHOWN {
        texts.push(format!("{} more", values.len() - SHOWN));
    }
    texts.join(", ")
}

/// The keywords that may name `null`.
const NULLS: [&str; 5] = ["nullable", "type", "anyOf", "oneOf", "enum"];

/// The first keyword that names `null`, and its name.
fn named_null(view: &super::View<'_>) -> Option<(Pointer, &'static str)> {
    let is_null = |value: &Value| value.is_null() || value == "null";
    let holds = |value: &Value, is: &dyn Fn(&Value) -> bool| {
        is(value) || value.as_array().is_some_and(|list| list.iter().any(is))
    };
    let is_branch = |value: &Value| value.get("type").is_some_and(|kind| holds(kind, &is_null));
    view.all.iter().find_map(|keywords| {
        let map = keywords.object?;
        let names = |name: &str| match (name, map.get(name)) {
            (_, None) => false,
            ("nullable", Some(value)) => value == &Value::Bool(true),
            ("type" | "enum", Some(value)) => holds(value, &is_null),
            (_, Some(value)) => holds(value, &is_branch),
        };
        let name = NULLS.into_iter().find(|name| names(name))?;
        Some((keywords.at.key(name), name))
    })
}
