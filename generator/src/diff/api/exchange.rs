//! What operations send and get back: parameters here, bodies and responses below.

mod content;
mod encodings;
mod media_types;
mod responses;

use std::collections::BTreeMap;

use crate::cursor::Cursor;
use crate::document::{Kind, Kinds, Schema};
use crate::parameter::{Location, explodes};

use super::super::effect::{Direction, Effect, Guards};
use super::super::event::{Anchor, Event};
use super::super::lifecycle;
use super::super::rule::*;
use super::super::schema::Encoding;
use super::super::view::{Side, View};
use super::paths::Operation;
use super::{Area, Use, Walker};

/// How many branches of unions are looked through.
const BRANCHES: usize = 64;

impl<'d> Walker<'d> {
    pub(super) fn parameters(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        names: &BTreeMap<&'d str, &'d str>,
    ) {
        let mut was = parameters(old);
        let is = parameters(new);
        let names = &self.with_nameless(names, &was, &is);
        for ((place, key), (name, node)) in &is {
            let known = names.get(&(*place, *name));
            let before = known.map_or(key.clone(), |from| (*from).to_owned());
            let same = was
                .remove(&(*place, before))
                .or_else(|| was.remove(&(*place, key.clone())))
                .map(|(_, node)| node);
            match same {
                Some(other) => self.parameter(&other, node),
                None => {
                    let required = node.flag("required");
                    let event = Event::new(
                        &PARAMETER_ADDED,
                        Anchor::near(&old.node.at),
                        Anchor::whole(&node.at),
                    )
                    .effect(Effect::Declared { required })
                    .subject(format!("{name} in {place}"))
                    .to(if required { "required" } else { "optional" });
                    self.push(event, Area::Parameters, Direction::Request);
                }
            }
        }
        for ((place, _), (name, node)) in was {
            let map = node.map();
            let guards = Guards {
                expired: map.is_some_and(|map| lifecycle::is_expired(map, self.today())),
                unstable: map.is_some_and(lifecycle::is_unstable),
                ..Guards::default()
            };
            let is_promised = map.is_some_and(lifecycle::is_promised);
            let effect = match is_promised && !guards.expired {
                // It was to stay until its sunset.
                true => Effect::Withdrawn,
                false => Effect::Undeclared {
                    required: node.flag("required"),
                },
            };
            let mut event = Event::new(
                &PARAMETER_REMOVED,
                Anchor::whole(&node.at),
                Anchor::near(&new.node.at),
            )
            .effect(effect)
            .subject(format!("{name} in {place}"))
            .guarded(guards);
            event.from = map.and_then(lifecycle::announced);
            self.push(event, Area::Parameters, Direction::Request);
        }
    }

    /// By place and new name, the old names of parameters that have another: those of the path that are known, and those
    /// whose name is not sent, as their value is the whole query string or their properties stand in their place.
    fn with_nameless(
        &self,
        names: &BTreeMap<&'d str, &'d str>,
        was: &Parameters<'d>,
        is: &Parameters<'d>,
    ) -> BTreeMap<(&'d str, &'d str), &'d str> {
        let in_path = names.iter().map(|(from, to)| (("path", *to), *from));
        let mut all: BTreeMap<_, _> = in_path.collect();
        let nameless = |side: &Side<'d>, own: &Parameters<'d>, others: &Parameters<'d>| {
            let own = own.iter().filter(|(key, _)| !others.contains_key(*key));
            let own = own.filter(|(_, (_, node))| !is_named(side, node));
            let own = own.map(|((place, _), (name, _))| (*place, *name));
            own.collect::<Vec<_>>()
        };
        let gone = nameless(&self.comparer.old, was, is);
        let come = nameless(&self.comparer.new, is, was);
        for (place, name) in &come {
            let mut mine = come.iter().filter(|(other, _)| other == place);
            let mut its = gone.iter().filter(|(other, _)| other == place);
            // Of several, nothing tells which is which.
            if let (Some(_), None, Some((_, from)), None) =
                (mine.next(), mine.next(), its.next(), its.next())
            {
                all.insert((*place, *name), *from);
            }
        }
        all
    }

    /// Whether parameters of the path are sent by their names, by that one in the old document or by this one in the new.
    /// By `matrix` they are, but for objects whose properties stand there in its place (RFC 6570, 3.2.7).
    pub(super) fn sends_name(
        &self,
        old: (&Operation<'d>, &str),
        new: (&Operation<'d>, &str),
    ) -> bool {
        let sends = |side: &Side<'d>, (operation, name): (&Operation<'d>, &str)| {
            let all = parameters(operation);
            let Some((_, node)) = all.get(&("path", name.to_owned())) else {
                return false;
            };
            let [style, explode, _] = written(node);
            let is_object = || {
                let schema = Schema::member(node, "schema");
                let kinds = schema.map(|schema| View::read(side, &schema).kinds);
                kinds.and_then(Kinds::single) == Some(Kind::Object)
            };
            style == "matrix" && !(explode == "true" && is_object())
        };
        sends(&self.comparer.old, old) || sends(&self.comparer.new, new)
    }

    fn parameter(&mut self, old: &Cursor<'d>, new: &Cursor<'d>) {
        let unstable = self.scope.unstable;
        self.scope.unstable |= old.map().is_some_and(lifecycle::is_unstable);
        let rules = (&PARAMETER_REQUIRED, &PARAMETER_OPTIONAL);
        let used = self.used(Area::Parameters, Direction::Request);
        self.requiredness(old, new, rules, &used);
        self.promises(old, new, Area::Parameters);
        self.serialization(old, new, &used);
        let empty = (old.flag("allowEmptyValue"), new.flag("allowEmptyValue"));
        let rule = match empty {
            (false, true) => Some(&EMPTY_ALLOWED),
            (true, false) => Some(&EMPTY_FORBIDDEN),
            _ => None,
        };
        if let Some(rule) = rule {
            let event = Event::new(rule, Anchor::whole(&old.at), Anchor::whole(&new.at));
            self.push(event, Area::Parameters, Direction::Request);
        }
        self.texts(old, new, &["description"], Area::Parameters);
        self.examples(old, new, Area::Parameters);
        self.extensions(old, new, Area::Parameters);
        self.scope.is_there = [old, new].iter().all(|node| node.flag("required"));
        self.described(old, new, &used);
        self.scope.is_there = false;
        self.scope.unstable = unstable;
    }

    /// A parameter or header: by `schema`, or by `content`.
    fn described(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, used: &Use) {
        match (Schema::member(old, "schema"), Schema::member(new, "schema")) {
            (Some(before), Some(after)) => {
                let is_repeated = [old, new].into_iter().all(|node| {
                    let [style, explode, _] = written(node);
                    style == "form" && explode == "true"
                });
                let encoding = if is_repeated {
                    Encoding::Repeated
                } else {
                    Encoding::Parameter
                };
                self.root(&before, &after, encoding, used.clone());
            }
            (None, None) => self.content(old, new, used),
            (before, after) if self.are_plain([(old, &before), (new, &after)]) => {
                let schema = |node: &Cursor<'d>, own| -> Option<Schema<'d>> {
                    Option::or(own, content_schema(node))
                };
                if let (Some(before), Some(after)) = (schema(old, before), schema(new, after)) {
                    self.root(&before, &after, Encoding::Parameter, used.clone());
                }
            }
            _ => {
                let place = |node: &Cursor<'d>| match node.get("schema") {
                    Some(_) => Anchor::key(&node.at.key("schema")),
                    None => Anchor::key(&node.at.key("content")),
                };
                let places = (place(old), place(new));
                let event = Event::new(&SERIALIZATION_CHANGED, places.0, places.1);
                self.push_used(event.subject("content"), used.clone());
            }
        }
    }

    /// Whether what one side describes by `schema`, and the other as JSON, is written alike: numbers and booleans are.
    fn are_plain(&self, sides: [(&Cursor<'d>, &Option<Schema<'d>>); 2]) -> bool {
        let documents = [&self.comparer.old, &self.comparer.new];
        let all = documents.into_iter().zip(sides);
        all.into_iter().all(|(side, (node, own))| {
            let schema = own.clone().or_else(|| content_schema(node));
            schema.is_some_and(|schema| {
                let kinds = [Kind::String, Kind::Array, Kind::Object, Kind::Null];
                is_whole(side, &schema, &kinds) && !View::read(side, &schema).nullable
            })
        })
    }

    fn requiredness(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        rules: (&'static Rule, &'static Rule),
        used: &Use,
    ) {
        let rule = match (old.flag("required"), new.flag("required")) {
            (false, true) => rules.0,
            (true, false) => rules.1,
            _ => return,
        };
        let place = |node: &Cursor<'d>| match node.value.get("required") {
            Some(_) => Anchor::value(&node.at.key("required")),
            None => Anchor::near(&node.at),
        };
        let mut event = Event::new(rule, place(old), place(new));
        event.subject = new.text("name").map(str::to_owned);
        self.push_used(event, used.clone());
    }

    fn serialization(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, used: &Use) {
        let (was, is) = (written(old), written(new));
        let keys = ["style", "explode", "allowReserved"];
        // With commas between them, items are alike however they are exploded.
        let is_simple = was[0] == "simple" && is[0] == "simple";
        let kinds: &[Kind] = match is_simple {
            true => &[Kind::Object],
            false => &[Kind::Array, Kind::Object],
        };
        let is_single = self.are_single(old, new);
        let is_whole = self.are_whole(old, new, kinds) || is_single;
        // One item has nothing beside it to be set apart from.
        let is_bare = |style: &str| ["form", "spaceDelimited", "pipeDelimited"].contains(&style);
        let is_one =
            (is_single || self.are_whole(old, new, kinds)) && is_bare(&was[0]) && is_bare(&is[0]);
        // Integers and booleans hold no characters that are reserved.
        let reserved = [Kind::Array, Kind::Object, Kind::String, Kind::Number];
        let is_plain = self.are_whole(old, new, &reserved);
        for (key, (was, is)) in keys.into_iter().zip(was.into_iter().zip(is)) {
            // What has no parts cannot be written part by part.
            if was == is || key == "explode" && is_whole || key == "style" && is_one {
                continue;
            }
            let place = |node: &Cursor<'d>| match node.value.get(key) {
                Some(_) => Anchor::value(&node.at.key(key)),
                None => Anchor::near(&node.at),
            };
            let event = Event::new(&SERIALIZATION_CHANGED, place(old), place(new));
            let is_allowed = is == "true";
            let event = event.subject(key).from(was).to(is);
            let event = match key {
                "allowReserved" if is_plain => event.effect(Effect::Same),
                "allowReserved" => event.effect(may_stand_reserved(is_allowed)),
                _ => event,
            };
            self.push_used(event, used.clone());
        }
    }

    /// Whether what both describe is a list of one at most, which is written alike however it is exploded.
    fn are_single(&self, old: &Cursor<'d>, new: &Cursor<'d>) -> bool {
        let sides = [(&self.comparer.old, old), (&self.comparer.new, new)];
        sides.into_iter().all(|(side, node)| {
            Schema::member(node, "schema").is_some_and(|schema| {
                let view = View::read(side, &schema);
                let (_, most) = view.arrays().count.limits();
                !view.is_any && !view.kinds.has(Kind::Object) && most.is_some_and(|most| most <= 1)
            })
        })
    }

    /// Whether what both describe is of none of the kinds that have parts.
    fn are_whole(&self, old: &Cursor<'d>, new: &Cursor<'d>, kinds: &[Kind]) -> bool {
        let sides = [(&self.comparer.old, old), (&self.comparer.new, new)];
        sides.into_iter().all(|(side, node)| {
            Schema::member(node, "schema").is_some_and(|schema| is_whole(side, &schema, kinds))
        })
    }

    fn texts(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, keys: &[&str], area: Area) {
        for key in keys {
            self.noted(old, new, key, &TEXT_CHANGED, area);
        }
    }

    fn examples(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, area: Area) {
        for key in ["example", "examples"] {
            self.noted(old, new, key, &EXAMPLE_CHANGED, area);
        }
    }
}

/// What it does to the texts that may be sent that reserved characters may stand in them as they are, or may no more:
/// encoded ones may be sent either way.
fn may_stand_reserved(is_allowed: bool) -> Effect {
    match is_allowed {
        true => Effect::Wider,
        false => Effect::Narrower,
    }
}

/// Whether a parameter's name is sent with its value.
fn is_named<'d>(side: &Side<'d>, node: &Cursor<'d>) -> bool {
    match node.text("in") {
        Some("querystring") => false,
        Some("query") => {
            let [style, explode, _] = written(node);
            let is_object = || {
                let schema = Schema::member(node, "schema");
                let kinds = schema.map(|schema| View::read(side, &schema).kinds);
                kinds.and_then(Kinds::single) == Some(Kind::Object)
            };
            !(style == "form" && explode == "true" && is_object())
        }
        _ => true,
    }
}

/// Whether data are of none of the kinds that have parts, in any branch.
fn is_whole<'d>(side: &Side<'d>, schema: &Schema<'d>, kinds: &[Kind]) -> bool {
    let mut pending = vec![schema.clone()];
    for _ in 0..BRANCHES {
        let Some(schema) = pending.pop() else {
            return true;
        };
        let view = View::read(side, &schema);
        let is_told = !view.is_any && !kinds.iter().any(|kind| view.kinds.has(*kind));
        match view.groups.first() {
            _ if is_told => {}
            Some(group) => pending.extend(group.branches.iter().cloned()),
            None => return false,
        }
    }
    false
}

/// The parameters of an operation and its path, by place and name. Names of headers know no letter
/// case (RFC 9110, 5.1).
type Parameters<'d> = BTreeMap<(&'d str, String), (&'d str, Cursor<'d>)>;

fn parameters<'d>(operation: &Operation<'d>) -> Parameters<'d> {
    let shared = operation.item.items("parameters");
    let own = operation.node.items("parameters");
    let all = shared.into_iter().chain(own);
    all.filter_map(|node| {
        let (place, name) = (node.text("in")?, node.text("name")?);
        // OpenAPI: these are ignored, since media types and security say what they hold.
        let is_ignored = Location::parse(place).is_some_and(|place| place.ignores(name));
        let key = match place {
            "header" => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        (!is_ignored).then_some(((place, key), (name, node)))
    })
    .collect()
}

/// The schema of what is written as JSON, where that is all that a parameter or header may hold.
fn content_schema<'d>(node: &Cursor<'d>) -> Option<Schema<'d>> {
    match node.named("content").as_slice() {
        [(name, only)] if content::is_json(name) => Schema::member(only, "schema"),
        _ => None,
    }
}

/// Style, explode and allowReserved, with what their lack amounts to.
fn written(node: &Cursor<'_>) -> [String; 3] {
    let place = node.text("in").and_then(Location::parse);
    let usual = place.unwrap_or(Location::Header).style(None);
    let style = node.text("style").unwrap_or(usual);
    let explode = node.stated_flag("explode");
    let explode = explode.unwrap_or_else(|| explodes(style));
    let reserved = node.flag("allowReserved");
    [style.to_owned(), explode.to_string(), reserved.to_string()]
}
