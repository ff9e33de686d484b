//! What operations send and get back: parameters, bodies, responses and headers.

use std::collections::BTreeMap;

use super::super::effect::{Direction, Effect, Guards};
use super::super::event::{Anchor, Event};
use super::super::lifecycle;
use super::super::node::Node;
use super::super::rule::*;
use super::super::schema::Encoding;
use super::paths::Operation;
use super::{Area, Use, Walker};

impl<'d> Walker<'d> {
    pub(super) fn parameters(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        names: &BTreeMap<&'d str, &'d str>,
    ) {
        let mut was = parameters(old);
        let is = parameters(new);
        for ((place, name), node) in &is {
            let known = names
                .iter()
                .find(|(_, to)| *place == "path" && **to == *name);
            let before = known.map_or(*name, |(from, _)| from);
            let same = was
                .remove(&(*place, before))
                .or_else(|| was.remove(&(*place, *name)));
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
        for ((place, name), node) in was {
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
            let event = Event::new(
                &PARAMETER_REMOVED,
                Anchor::whole(&node.at),
                Anchor::near(&new.node.at),
            )
            .effect(effect)
            .subject(format!("{name} in {place}"))
            .guarded(guards);
            self.push(event, Area::Parameters, Direction::Request);
        }
    }

    fn parameter(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let unstable = self.scope.unstable;
        self.scope.unstable |= old.map().is_some_and(lifecycle::is_unstable);
        let rules = (&PARAMETER_REQUIRED, &PARAMETER_OPTIONAL);
        self.requiredness(old, new, rules, Area::Parameters, Direction::Request);
        self.promises(old, new, Area::Parameters);
        self.serialization(old, new, Area::Parameters, Direction::Request);
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
        let used = self.used(Area::Parameters, Direction::Request);
        self.described(old, new, &used);
        self.scope.unstable = unstable;
    }

    /// A parameter or header: by `schema`, or by `content`.
    fn described(&mut self, old: &Node<'d>, new: &Node<'d>, used: &Use) {
        match (old.schema("schema"), new.schema("schema")) {
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
            _ => {
                let places = (Anchor::whole(&old.at), Anchor::whole(&new.at));
                let event = Event::new(&SERIALIZATION_CHANGED, places.0, places.1);
                self.push_used(event.subject("content"), used.clone());
            }
        }
    }

    fn requiredness(
        &mut self,
        old: &Node<'d>,
        new: &Node<'d>,
        rules: (&'static Rule, &'static Rule),
        area: Area,
        direction: Direction,
    ) {
        let rule = match (old.flag("required"), new.flag("required")) {
            (false, true) => rules.0,
            (true, false) => rules.1,
            _ => return,
        };
        let place = |node: &Node<'d>| match node.value.get("required") {
            Some(_) => Anchor::value(&node.at.key("required")),
            None => Anchor::near(&node.at),
        };
        let mut event = Event::new(rule, place(old), place(new));
        event.subject = new.text("name").map(str::to_owned);
        self.push(event, area, direction);
    }

    fn serialization(&mut self, old: &Node<'d>, new: &Node<'d>, area: Area, direction: Direction) {
        let (was, is) = (written(old), written(new));
        let keys = ["style", "explode", "allowReserved"];
        for (key, (was, is)) in keys.into_iter().zip(was.into_iter().zip(is)) {
            if was == is {
                continue;
            }
            let place = |node: &Node<'d>| match node.value.get(key) {
                Some(_) => Anchor::value(&node.at.key(key)),
                None => Anchor::near(&node.at),
            };
            let event = Event::new(&SERIALIZATION_CHANGED, place(old), place(new));
            self.push(event.subject(key).from(was).to(is), area, direction);
        }
    }

    fn texts(&mut self, old: &Node<'d>, new: &Node<'d>, keys: &[&str], area: Area) {
        for key in keys {
            self.noted(old, new, key, &TEXT_CHANGED, area);
        }
    }

    fn examples(&mut self, old: &Node<'d>, new: &Node<'d>, area: Area) {
        for key in ["example", "examples"] {
            self.noted(old, new, key, &EXAMPLE_CHANGED, area);
        }
    }

    pub(super) fn body(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let area = Area::RequestBody;
        match (old.get("requestBody"), new.get("requestBody")) {
            (None, None) => {}
            (None, Some(body)) => {
                let required = body.flag("required");
                let is = Anchor::key(&new.at.key("requestBody"));
                let event = Event::new(&BODY_ADDED, Anchor::near(&old.at), is)
                    .effect(Effect::Declared { required })
                    .to(if required { "required" } else { "optional" });
                self.push(event, area, Direction::Request);
            }
            (Some(_), None) => {
                let was = Anchor::key(&old.at.key("requestBody"));
                let event = Event::new(&BODY_REMOVED, was, Anchor::near(&new.at));
                self.push(event, area, Direction::Request);
            }
            (Some(old), Some(new)) => {
                let rules = (&BODY_REQUIRED, &BODY_OPTIONAL);
                self.requiredness(&old, &new, rules, area, Direction::Request);
                self.texts(&old, &new, &["description"], area);
                self.extensions(&old, &new, area);
                let used = self.used(Area::Schema, Direction::Request);
                self.content(&old, &new, &used);
            }
        }
    }

    /// The media types of a body. Which one a response has, its caller chooses (`Accept`): what is
    /// on offer is accepted from the caller, as what may be sent is.
    fn content(&mut self, old: &Node<'d>, new: &Node<'d>, used: &Use) {
        let mut was: BTreeMap<String, Node<'d>> = contents(old);
        let mut is: BTreeMap<String, Node<'d>> = contents(new);
        let shared: Vec<String> = was
            .keys()
            .filter(|name| is.contains_key(*name))
            .cloned()
            .collect();
        for name in shared {
            let (Some(old), Some(new)) = (was.remove(&name), is.remove(&name)) else {
                continue;
            };
            self.media_type(&old, &new, &name, used);
        }
        let area = match used.status {
            Some(_) => Area::Responses,
            None => Area::RequestBody,
        };
        let offer = Use {
            direction: if self.scope.is_reversed {
                Direction::Response
            } else {
                Direction::Request
            },
            area,
            ..used.clone()
        };
        if let ([(from, before)], [(to, after)]) = (
            was.iter().collect::<Vec<_>>().as_slice(),
            is.iter().collect::<Vec<_>>().as_slice(),
        ) && let Some(effect) = related(from, to)
        {
            let event = Event::new(
                &MEDIA_TYPE_CHANGED,
                Anchor::key(&before.at),
                Anchor::key(&after.at),
            )
            .effect(effect)
            .from(from.as_str())
            .to(to.as_str());
            // What comes back may be of any type that the name takes in.
            let used = Use {
                direction: used.direction,
                ..offer
            };
            let (before, after, name) = ((*before).clone(), (*after).clone(), (*to).clone());
            self.push_used(event, used.clone());
            self.media_type(
                &before,
                &after,
                &name,
                &Use {
                    area: Area::Schema,
                    ..used
                },
            );
            return;
        }
        for (name, node) in was {
            let event = Event::new(
                &MEDIA_TYPE_REMOVED,
                Anchor::key(&node.at),
                Anchor::near(&new.at),
            );
            self.push_used(event.subject(name), offer.clone());
        }
        for (name, node) in is {
            let event = Event::new(
                &MEDIA_TYPE_ADDED,
                Anchor::near(&old.at),
                Anchor::key(&node.at),
            );
            self.push_used(event.subject(name), offer.clone());
        }
    }

    fn media_type(&mut self, old: &Node<'d>, new: &Node<'d>, name: &str, used: &Use) {
        let used = Use {
            media_type: Some(name.to_owned()),
            ..used.clone()
        };
        let area = match used.status {
            Some(_) => Area::Responses,
            None => Area::RequestBody,
        };
        let encoding = if is_json(name) {
            Encoding::Json
        } else {
            Encoding::Text
        };
        match (old.schema("schema"), new.schema("schema")) {
            (Some(old), Some(new)) => self.root(&old, &new, encoding, used.clone()),
            (None, Some(schema)) => {
                let is = Anchor::key(schema.at());
                let event = Event::new(&SCHEMA_ADDED, Anchor::near(&old.at), is);
                self.push_used(
                    event,
                    Use {
                        area,
                        ..used.clone()
                    },
                );
            }
            (Some(schema), None) => {
                let was = Anchor::key(schema.at());
                // Nobody says any more what comes: that it is less cannot be told.
                let effect = match used.direction {
                    Direction::Request => Effect::Wider,
                    Direction::Response => Effect::Unknown,
                };
                let event = Event::new(&SCHEMA_REMOVED, was, Anchor::near(&new.at));
                self.push_used(
                    event.effect(effect),
                    Use {
                        area,
                        ..used.clone()
                    },
                );
            }
            (None, None) => {}
        }
        self.examples(old, new, used.area);
        let (was, is) = (old.members("encoding"), new.members("encoding"));
        for (name, after) in &is {
            let Some((_, before)) = was.iter().find(|(other, _)| other == name) else {
                continue;
            };
            for key in [
                "contentType",
                "style",
                "explode",
                "allowReserved",
                "headers",
            ] {
                let (from, to) = (before.value.get(key), after.value.get(key));
                if from != to {
                    let places = (Anchor::whole(&before.at), Anchor::whole(&after.at));
                    let event = Event::new(&ENCODING_CHANGED, places.0, places.1);
                    self.push_used(event.subject(format!("{name}: {key}")), used.clone());
                }
            }
        }
        let names = |list: &[(&'d str, Node<'d>)]| -> Vec<&'d str> {
            list.iter().map(|(name, _)| *name).collect()
        };
        if names(&was).len() != names(&is).len() {
            let places = (Anchor::whole(&old.at), Anchor::whole(&new.at));
            let event = Event::new(&ENCODING_CHANGED, places.0, places.1);
            self.push_used(event.subject("encoding"), used);
        }
    }

    pub(super) fn responses(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let mut was: BTreeMap<&str, Node<'d>> = old.members("responses").into_iter().collect();
        let is: BTreeMap<&str, Node<'d>> = new.members("responses").into_iter().collect();
        let (old_at, new_at) = (old.at.key("responses"), new.at.key("responses"));
        for (status, node) in is {
            match was.remove(status) {
                Some(other) => self.response(&other, &node, status),
                None => {
                    let event = Event::new(
                        &STATUS_ADDED,
                        Anchor::near(&old_at),
                        Anchor::key(&new_at.key(status)),
                    )
                    .effect(Effect::Declared { required: false });
                    self.status(event, status);
                }
            }
        }
        for status in was.into_keys() {
            // A caller knows what to do with a failure by its hundred (RFC 9110, 15).
            let effect = match status.starts_with('2') {
                true => Effect::Undeclared { required: true },
                false => Effect::Same,
            };
            let event = Event::new(
                &STATUS_REMOVED,
                Anchor::key(&old_at.key(status)),
                Anchor::near(&new_at),
            );
            self.status(event.effect(effect), status);
        }
    }

    fn status(&mut self, event: Event, status: &str) {
        let used = Use {
            status: Some(status.to_owned()),
            ..self.used(Area::Responses, Direction::Response)
        };
        self.push_used(event.subject(status), used);
    }

    fn response(&mut self, old: &Node<'d>, new: &Node<'d>, status: &str) {
        self.texts(old, new, &["description"], Area::Responses);
        self.noted(old, new, "links", &LINK_CHANGED, Area::Responses);
        self.extensions(old, new, Area::Responses);
        let used = Use {
            status: Some(status.to_owned()),
            ..self.used(Area::Schema, Direction::Response)
        };
        self.content(old, new, &used);
        self.headers(
            old,
            new,
            &Use {
                area: Area::Headers,
                ..used
            },
        );
    }

    fn headers(&mut self, old: &Node<'d>, new: &Node<'d>, used: &Use) {
        let read = |node: &Node<'d>| -> BTreeMap<String, Node<'d>> {
            let members = node.members("headers").into_iter();
            let named = members.map(|(name, node)| (name.to_ascii_lowercase(), node));
            // OpenAPI: a header of this name is ignored.
            named.filter(|(name, _)| name != "content-type").collect()
        };
        let mut was = read(old);
        for (name, node) in read(new) {
            let Some(before) = was.remove(&name) else {
                let required = node.flag("required");
                let event = Event::new(
                    &HEADER_ADDED,
                    Anchor::near(&old.at),
                    Anchor::whole(&node.at),
                )
                .effect(Effect::Declared { required });
                self.push_used(event.subject(name), used.clone());
                continue;
            };
            let rules = (&HEADER_REQUIRED, &HEADER_OPTIONAL);
            self.requiredness(&before, &node, rules, Area::Headers, Direction::Response);
            self.serialization(&before, &node, Area::Headers, Direction::Response);
            self.texts(&before, &node, &["description"], Area::Headers);
            self.examples(&before, &node, Area::Headers);
            self.promises(&before, &node, Area::Headers);
            self.described(&before, &node, used);
        }
        for (name, node) in was {
            let required = node.flag("required");
            let event = Event::new(
                &HEADER_REMOVED,
                Anchor::whole(&node.at),
                Anchor::near(&new.at),
            )
            .effect(Effect::Undeclared { required });
            self.push_used(event.subject(name), used.clone());
        }
    }
}

/// The parameters of an operation and its path, by place and name.
fn parameters<'d>(operation: &Operation<'d>) -> BTreeMap<(&'d str, &'d str), Node<'d>> {
    let shared = operation.item.items("parameters");
    let own = operation.node.items("parameters");
    let all = shared.into_iter().chain(own);
    all.filter_map(|node| {
        let key = (node.text("in")?, node.text("name")?);
        // OpenAPI: these are ignored, since media types and security say what they hold.
        let is_ignored = key.0 == "header"
            && ["accept", "content-type", "authorization"]
                .iter()
                .any(|name| key.1.eq_ignore_ascii_case(name));
        (!is_ignored).then_some((key, node))
    })
    .collect()
}

/// Style, explode and allowReserved, with what their lack amounts to.
fn written(node: &Node<'_>) -> [String; 3] {
    let place = node.text("in").unwrap_or("header");
    let usual = match place {
        "query" | "cookie" => "form",
        _ => "simple",
    };
    let style = node.text("style").unwrap_or(usual);
    let explode = node
        .value
        .get("explode")
        .and_then(serde_json::Value::as_bool);
    let explode = explode.unwrap_or(style == "form");
    let reserved = node.flag("allowReserved");
    [style.to_owned(), explode.to_string(), reserved.to_string()]
}

fn contents<'d>(node: &Node<'d>) -> BTreeMap<String, Node<'d>> {
    let members = node.members("content").into_iter();
    members
        .map(|(name, node)| (normalized(name), node))
        .collect()
}

/// A media type without the spaces and letter case that mean nothing.
fn normalized(name: &str) -> String {
    let mut pieces = name.split(';').map(str::trim);
    let mut text = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let mut parameters: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
    parameters.sort_unstable();
    for parameter in parameters {
        text.push_str("; ");
        text.push_str(parameter);
    }
    text
}

/// How one media type relates to another that stands for it, as `application/problem+json` does
/// for `application/json`; `None` when they have nothing to do with each other.
fn related(old: &str, new: &str) -> Option<Effect> {
    let parts = |name: &'_ str| -> (String, String) {
        let bare = name.split(';').next().unwrap_or_default();
        let (top, sub) = bare.split_once('/').unwrap_or((bare, ""));
        (top.to_owned(), sub.to_owned())
    };
    let ((old_top, old_sub), (new_top, new_sub)) = (parts(old), parts(new));
    if old_top != new_top {
        return None;
    }
    let suffix = |sub: &str| sub.rsplit_once('+').map(|(_, suffix)| suffix.to_owned());
    let (old_suffix, new_suffix) = (suffix(&old_sub), suffix(&new_sub));
    if old_sub == new_sub {
        return Some(Effect::Same);
    }
    if old_suffix.as_deref() == Some(&new_sub) {
        return Some(Effect::Wider);
    }
    if new_suffix.as_deref() == Some(&old_sub) {
        return Some(Effect::Narrower);
    }
    (old_suffix.is_some() && old_suffix == new_suffix).then_some(Effect::Same)
}

fn is_json(name: &str) -> bool {
    let bare = name.split(';').next().unwrap_or_default();
    bare.ends_with("json") || bare.contains("json-seq") || bare.contains("ndjson") || bare == "*/*"
}
