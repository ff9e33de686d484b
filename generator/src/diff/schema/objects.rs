//! Properties of objects.

use std::collections::BTreeSet;

use crate::document::{Additional, Schema};
use crate::pointer::Pointer;

use super::super::effect::{Effect, Guards};
use super::super::event::{Anchor, Event, Visibility};
use super::super::lifecycle;
use super::super::rule::*;
use super::super::view::View;
use super::{Comparison, Edge, Sense, lost, near};

impl<'d> Comparison<'_, 'd> {
    pub(super) fn objects(&mut self) {
        let count = |view: &View<'_>| view.objects().count;
        self.counts(
            ["minProperties", "maxProperties"],
            (count(&self.old), count(&self.new)),
            0,
            [
                (&MIN_PROPERTIES_RAISED, &MIN_PROPERTIES_LOWERED),
                (&MAX_PROPERTIES_RAISED, &MAX_PROPERTIES_LOWERED),
            ],
        );
        self.properties();
        self.additional();
        let patterns =
            |view: &View<'d>| view.schemas(|keywords| keywords.pattern_properties.clone());
        self.named(
            "patternProperties",
            (patterns(&self.old), patterns(&self.new)),
            (&PATTERN_PROPERTY_ADDED, &PATTERN_PROPERTY_REMOVED),
        );
        let names = |view: &View<'d>| view.schema(|keywords| keywords.property_names.clone());
        self.optional(
            "propertyNames",
            (names(&self.old), names(&self.new)),
            (&PROPERTY_NAMES_ADDED, &PROPERTY_NAMES_REMOVED),
            Sense::Same,
        );
        let dependent =
            |view: &View<'d>| view.schemas(|keywords| keywords.dependent_schemas.clone());
        self.named(
            "dependentSchemas",
            (dependent(&self.old), dependent(&self.new)),
            (&DEPENDENT_SCHEMA_ADDED, &DEPENDENT_SCHEMA_REMOVED),
        );
        self.dependent_required();
        let rest =
            |view: &View<'d>| view.schema(|keywords| keywords.unevaluated_properties.clone());
        self.optional(
            "unevaluatedProperties",
            (rest(&self.old), rest(&self.new)),
            (
                &UNEVALUATED_PROPERTIES_ADDED,
                &UNEVALUATED_PROPERTIES_REMOVED,
            ),
            Sense::Same,
        );
    }

    fn properties(&mut self) {
        let (old, new) = (self.old.properties(), self.new.properties());
        let (was_required, is_required) = (self.old.required(), self.new.required());
        for (name, was) in &old {
            let required = was_required.get(name);
            match new.get(name) {
                Some(is) => {
                    let is_there = required.is_some() && is_required.contains_key(name);
                    self.property(name, was, is, is_there);
                    if is_there {
                        self.shown(name, was, is);
                    }
                }
                None => {
                    let is_lost = !is_required.contains_key(name);
                    self.property_removed(name, was, (required.is_some(), is_lost));
                }
            }
        }
        for (name, is) in &new {
            if !old.contains_key(name) {
                let required = is_required.contains_key(name) && !was_required.contains_key(name);
                self.property_added(name, is, required);
            }
        }
        let names: BTreeSet<_> = was_required.keys().chain(is_required.keys()).collect();
        for name in names {
            // One that is declared on one side only has been reported with its declaration.
            if old.contains_key(name) != new.contains_key(name) {
                let declared = new.contains_key(name);
                let says = if declared {
                    &is_required
                } else {
                    &was_required
                };
                if says.contains_key(name) || (!old.contains_key(name) && !declared) {
                    continue;
                }
            }
            let visibility = self.visibility(old.get(name), new.get(name));
            let event = match (was_required.get(name), is_required.get(name)) {
                (None, Some(at)) => {
                    let before = old.get(name).map(|schema| Anchor::key(schema.at()));
                    let before = before.unwrap_or_else(|| near(&self.old, "required"));
                    Event::new(&REQUIRED_ADDED, lost(before), Anchor::value(at))
                }
                (Some(at), None) => {
                    let after = new.get(name).map(|schema| Anchor::key(schema.at()));
                    let after = after.unwrap_or_else(|| near(&self.new, "required"));
                    Event::new(&REQUIRED_REMOVED, Anchor::value(at), lost(after))
                }
                _ => continue,
            };
            let unstable = self.unstable(old.get(name).or(new.get(name)), old.contains_key(name));
            let guards = Guards {
                unstable,
                ..Guards::default()
            };
            self.push(event.subject(*name).visible(visibility).guarded(guards));
        }
    }

    fn property(&mut self, name: &str, old: &Schema<'d>, new: &Schema<'d>, is_required: bool) {
        self.null_beside(old, new);
        self.element(name, old, new);
        let encoding = self.encoding.of_property(name);
        let to = self.comparer.pair(old, new, encoding);
        let visibility = self.visibility(Some(old), Some(new));
        let unstable = self.unstable(Some(old), true);
        self.pair.edges.push(Edge {
            to,
            sense: Sense::Same,
            visibility,
            unstable,
            is_beyond: false,
            is_retarget: false,
            is_exclusive: false,
            is_in_place: false,
            is_there: is_required,
        });
    }

    /// A required property that went one way only, and must go both ways now.
    fn shown(&mut self, name: &str, old: &Schema<'d>, new: &Schema<'d>) {
        let before = self.visibility(Some(old), None);
        let after = self.visibility(None, Some(new));
        if before.read_only && !after.read_only {
            let places = (Anchor::key(old.at()), Anchor::key(new.at()));
            // Responses hold it as before.
            let hidden = Visibility {
                read_only: false,
                write_only: true,
            };
            let event = Event::new(&REQUIRED_SHOWN, places.0, places.1).subject(name);
            self.push(event.visible(hidden));
        }
        if before.write_only && !after.write_only {
            let places = (Anchor::key(old.at()), Anchor::key(new.at()));
            // Requests hold it as before.
            let hidden = Visibility {
                read_only: true,
                write_only: false,
            };
            let event = Event::new(&SECRET_SHOWN, places.0, places.1).subject(name);
            self.push(event.visible(hidden));
        }
    }

    fn property_added(&mut self, name: &str, schema: &Schema<'d>, required: bool) {
        let effect = match (refused(&self.old), required) {
            // It was refused before.
            (true, false) => Effect::Wider,
            (true, true) => Effect::Incomparable,
            // What cannot be there is no member.
            _ if is_never(schema) => Effect::Narrower,
            _ => Effect::Declared { required },
        };
        let before = lost(near(&self.old, "properties"));
        let visibility = self.visibility(None, Some(schema));
        let unstable = self.unstable(Some(schema), false);
        let event = Event::new(&PROPERTY_ADDED, before, Anchor::key(schema.at()))
            .effect(effect)
            .subject(name)
            .to(if required { "required" } else { "optional" })
            .visible(visibility)
            .guarded(Guards {
                unstable,
                ..Guards::default()
            });
        self.push(event);
    }

    fn property_removed(
        &mut self,
        name: &str,
        schema: &Schema<'d>,
        (was_required, is_lost): (bool, bool),
    ) {
        let required = was_required && is_lost;
        let view = View::read(&self.comparer.old, schema);
        let mut said = view.all.iter().filter_map(|keywords| keywords.object);
        let deprecated = said.find_map(|map| Some((map, lifecycle::announced(map)?)));
        let expired = deprecated
            .as_ref()
            .is_some_and(|(map, _)| lifecycle::is_expired(map, &self.comparer.today));
        let is_promised = deprecated
            .as_ref()
            .is_some_and(|(map, _)| lifecycle::is_promised(map));
        let effect = match (refused(&self.new), required) {
            // It is refused now.
            (true, false) => Effect::Narrower,
            (true, true) => Effect::Incomparable,
            _ if is_never(schema) => Effect::Wider,
            // It was to stay until its sunset.
            _ if is_promised && !expired => Effect::Withdrawn,
            _ => Effect::Undeclared { required },
        };
        let presence = if was_required { "required" } else { "optional" };
        let before = match deprecated {
            Some((_, announced)) => format!("{presence}, {announced}"),
            None => presence.to_owned(),
        };
        let after = lost(near(&self.new, "properties"));
        let visibility = self.visibility(Some(schema), None);
        let guards = Guards {
            unstable: self.unstable(Some(schema), true),
            expired,
            ..Guards::default()
        };
        let event = Event::new(&PROPERTY_REMOVED, Anchor::key(schema.at()), after)
            .effect(effect)
            .subject(name)
            .from(before)
            .visible(visibility)
            .guarded(guards);
        self.push(event);
    }

    /// Hidden where the newest word on it says so.
    fn visibility(&self, old: Option<&Schema<'d>>, new: Option<&Schema<'d>>) -> Visibility {
        let view = match (old, new) {
            (_, Some(new)) => View::read(&self.comparer.new, new),
            (Some(old), None) => View::read(&self.comparer.old, old),
            (None, None) => return Visibility::default(),
        };
        Visibility {
            read_only: view.any(|keywords| keywords.read_only),
            write_only: view.any(|keywords| keywords.write_only),
        }
    }

    fn unstable(&self, schema: Option<&Schema<'d>>, is_old: bool) -> bool {
        let side = if is_old {
            &self.comparer.old
        } else {
            &self.comparer.new
        };
        let Some(schema) = schema else {
            return false;
        };
        let view = View::read(side, schema);
        view.all
            .iter()
            .filter_map(|keywords| keywords.object)
            .any(lifecycle::is_unstable)
    }

    fn additional(&mut self) {
        const KEYWORD: &str = "additionalProperties";
        let rule = match (self.old.additional(), self.new.additional()) {
            (None, None) | (Some(Additional::Forbidden), Some(Additional::Forbidden)) => return,
            (Some(Additional::Allowed(old)), Some(Additional::Allowed(new))) => {
                self.inside(&old, &new);
                return;
            }
            (None, Some(_)) | (_, Some(Additional::Forbidden)) => &ADDITIONAL_NARROWED,
            (Some(_), None) | (Some(Additional::Forbidden), _) => &ADDITIONAL_WIDENED,
        };
        let event = self
            .event(rule, KEYWORD)
            .from(additional_text(self.old.additional()))
            .to(additional_text(self.new.additional()));
        self.push(event);
    }

    fn dependent_required(&mut self) {
        const KEYWORD: &str = "dependentRequired";
        let read = |view: &View<'d>| {
            let mut all =
                std::collections::BTreeMap::<&'d str, (BTreeSet<&'d str>, Pointer)>::new();
            for keywords in &view.all {
                for (name, others) in &keywords.dependent_required {
                    let at = keywords.at.key(KEYWORD).key(name);
                    let entry = all.entry(name).or_insert_with(|| (BTreeSet::new(), at));
                    entry.0.extend(others);
                }
            }
            all
        };
        let (old, new) = (read(&self.old), read(&self.new));
        let names: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
        for name in names {
            let empty = BTreeSet::new();
            let was = old.get(name).map_or(&empty, |(others, _)| others);
            let is = new.get(name).map_or(&empty, |(others, _)| others);
            if was == is {
                continue;
            }
            let rule = match (was.is_subset(is), is.is_subset(was)) {
                (true, _) => &DEPENDENT_REQUIRED_ADDED,
                (_, true) => &DEPENDENT_REQUIRED_REMOVED,
                _ => &DEPENDENT_REQUIRED_CHANGED,
            };
            let place = |side: Option<&(BTreeSet<&str>, Pointer)>, near| match side {
                Some((_, at)) => Anchor::key(at),
                None => lost(near),
            };
            let near = self.places(KEYWORD);
            let places = (place(old.get(name), near.0), place(new.get(name), near.1));
            let text =
                |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
            let event = Event::new(rule, places.0, places.1).subject(name);
            self.push(event.from(text(was)).to(text(is)));
        }
    }
}

/// Whether a property that is not declared is refused, whatever it is called: a pattern may take it.
fn refused(view: &View<'_>) -> bool {
    let takes = |keywords: &crate::document::Keywords<'_>| !keywords.pattern_properties.is_empty();
    matches!(view.additional(), Some(Additional::Forbidden)) && !view.any(takes)
}

fn additional_text(additional: Option<Additional<'_>>) -> &'static str {
    match additional {
        None => "anything",
        Some(Additional::Forbidden) => "nothing",
        Some(Additional::Allowed(_)) => "a schema",
    }
}

/// Whether nothing fits a schema, as it says itself.
fn is_never(schema: &Schema<'_>) -> bool {
    let mut parts = schema.parts.iter();
    parts.any(|part| part.value == &serde_json::Value::Bool(false))
}
