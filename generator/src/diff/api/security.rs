//! Who may call: security requirements and schemes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cursor::Cursor;

use super::super::effect::{Direction, Effect};
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::{Area, Walker};

/// Schemes that are needed together, with their scopes.
type Alternative<'d> = BTreeMap<&'d str, BTreeSet<&'d str>>;

impl<'d> Walker<'d> {
    /// What credentials an operation needs: its own requirements, else the document's.
    pub(super) fn requirements(&mut self, old: &Cursor<'d>, new: &Cursor<'d>) {
        let side = |node: &Cursor<'d>, root: &Cursor<'d>| {
            let holder = if node.value.get("security").is_some() {
                node
            } else {
                root
            };
            (alternatives(holder), holder.clone())
        };
        let (was, old_holder) = side(old, &self.old);
        let was: BTreeSet<Alternative<'d>> = was
            .into_iter()
            .map(|alternative| {
                let schemes = alternative.into_iter();
                let renamed = |name| self.renamed_schemes.get(name).copied().unwrap_or(name);
                schemes
                    .map(|(name, scopes)| (self.twin(renamed(name)), scopes))
                    .collect()
            })
            .collect();
        let (is, new_holder) = side(new, &self.new);
        let is: BTreeSet<Alternative<'d>> = is
            .into_iter()
            .map(|alternative| {
                let schemes = alternative.into_iter();
                schemes
                    .map(|(name, scopes)| (self.twin(name), scopes))
                    .collect()
            })
            .collect();
        if was == is {
            return;
        }
        let place = |holder: &Cursor<'d>| match holder.value.get("security") {
            Some(_) => Anchor::key(&holder.at.key("security")),
            None => Anchor::near(&holder.at),
        };
        let event = |rule| Event::new(rule, place(&old_holder), place(&new_holder));
        let is_open = |list: &BTreeSet<Alternative<'d>>| {
            list.is_empty() || list.iter().any(BTreeMap::is_empty)
        };
        let mut events = Vec::new();
        match (is_open(&was), is_open(&is)) {
            (true, true) => {}
            (true, false) => events.push(event(&SECURITY_ADDED).to(all_text(&is))),
            (false, true) => events.push(event(&SECURITY_REMOVED).from(all_text(&was))),
            (false, false) => {
                // What another alternative asks less for is missed by nobody.
                let gone = was.iter().filter(|one| !is_met(one, &is));
                let mut come: Vec<_> = is.iter().filter(|one| !is_met(one, &was)).collect();
                for alternative in gone {
                    let schemes = |one: &Alternative<'d>| one.keys().copied().collect::<Vec<_>>();
                    let same = come
                        .iter()
                        .position(|other| schemes(other) == schemes(alternative));
                    // It needs more scopes: with others it would have been met.
                    let narrower = is
                        .iter()
                        .find(|other| schemes(other) == schemes(alternative));
                    let other = match (same, narrower) {
                        (Some(same), _) => come.remove(same),
                        (None, Some(other)) => other,
                        (None, None) => {
                            let more = is.iter().find(|other| is_within(alternative, other));
                            if let Some(more) = more {
                                let mut more = more.clone();
                                more.retain(|name, _| !alternative.contains_key(name));
                                events.push(event(&ALTERNATIVE_NARROWED).to(text(&more)));
                                continue;
                            }
                            events.push(event(&ALTERNATIVE_REMOVED).from(text(alternative)));
                            continue;
                        }
                    };
                    let (lost, gained) = (scopes(alternative, other), scopes(other, alternative));
                    if !gained.is_empty() {
                        events.push(event(&SCOPE_ADDED).to(gained.join(", ")));
                    }
                    if !lost.is_empty() {
                        events.push(event(&SCOPE_REMOVED).from(lost.join(", ")));
                    }
                }
                // What is asked less for than before is told of what asked for more.
                come.retain(|one| {
                    let same = was.iter().find(|other| other.keys().eq(one.keys()));
                    let Some(other) = same.filter(|other| is_within(one, other)) else {
                        return true;
                    };
                    events.push(event(&SCOPE_REMOVED).from(scopes(other, one).join(", ")));
                    false
                });
                let added = come
                    .into_iter()
                    .map(|one| event(&ALTERNATIVE_ADDED).to(text(one)));
                events.extend(added);
            }
        }
        for event in events {
            self.push(event, Area::Security, Direction::Request);
        }
    }

    /// The first of the new schemes that say what one says.
    fn twin(&self, name: &'d str) -> &'d str {
        self.twin_schemes.get(name).copied().unwrap_or(name)
    }

    /// The schemes that requirements name.
    pub(super) fn schemes(&mut self) {
        let read = |root: &Cursor<'d>| -> BTreeMap<&'d str, Cursor<'d>> {
            let components = root.get("components");
            let schemes = components.map(|components| components.named("securitySchemes"));
            schemes.unwrap_or_default().into_iter().collect()
        };
        let root = crate::pointer::Pointer::root().keys(["components", "securitySchemes"]);
        let mut was = read(&self.old);
        let is = read(&self.new);
        self.renamed_schemes = renamed(&was, &is);
        self.twin_schemes = twins(&is);
        for (name, node) in is {
            match was.remove(name) {
                Some(before) => self.scheme(&before, &node, name),
                None => {
                    let event =
                        Event::new(&SCHEME_ADDED, Anchor::near(&root), Anchor::key(&node.at));
                    self.push(event.subject(name), Area::Security, Direction::Request);
                }
            }
        }
        for (name, node) in was {
            let event = Event::new(&SCHEME_REMOVED, Anchor::key(&node.at), Anchor::near(&root));
            self.push(event.subject(name), Area::Security, Direction::Request);
        }
    }

    /// Whether anything required a scheme.
    fn is_required(&self, name: &str) -> bool {
        all_alternatives(&self.old).any(|schemes| schemes.contains_key(name))
    }

    fn scheme(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, name: &str) {
        let differs = |key| said(old, key) != said(new, key);
        for key in ["type", "name", "in", "scheme", "openIdConnectUrl"] {
            let (was, is) = (old.value.get(key), new.value.get(key));
            // Elsewhere a name is read otherwise: that it goes elsewhere says it all.
            let is_told = key == "name" && differs("in");
            if differs(key) && !is_told {
                let mut event = Event::new(
                    &SCHEME_CHANGED,
                    Anchor::whole(&old.at),
                    Anchor::whole(&new.at),
                );
                // Who asks for it by its other name is told so.
                if !self.is_required(name) || self.renamed_schemes.contains_key(name) {
                    event = event.effect(Effect::Same);
                }
                event.from = was.map(super::super::schema::shown);
                event.to = is.map(super::super::schema::shown);
                let subject = format!("{name}: {key}");
                self.push(event.subject(subject), Area::Security, Direction::Request);
            }
        }
        self.flows(old, new, name);
        self.noted(old, new, "flows", &FLOW_CHANGED, Area::Security);
        self.noted(old, new, "bearerFormat", &TEXT_CHANGED, Area::Security);
        self.noted(old, new, "description", &TEXT_CHANGED, Area::Security);
        self.extensions(old, new, Area::Security);
    }
}

impl<'d> Walker<'d> {
    /// The ways to obtain a token that are there no more, for any scope or for some: who obtained one so cannot any
    /// longer.
    fn flows(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, name: &str) {
        let is = new.get("flows");
        for (flow, node) in old.members("flows") {
            if let Some(stays) = is.as_ref().and_then(|is| is.get(flow)) {
                self.scopes(&node, &stays, (name, flow));
                continue;
            }
            let gone = is.as_ref().map_or(&new.at, |is| &is.at);
            let event = Event::new(&FLOW_REMOVED, Anchor::key(&node.at), Anchor::near(gone));
            let event = event.subject(format!("{name}: {flow}"));
            self.push(event, Area::Security, Direction::Request);
        }
    }

    /// Scopes of a flow that are there no more, of those that something still requires.
    fn scopes(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, (name, flow): (&str, &str)) {
        let is = new.get("scopes");
        let mut gone = old.members("scopes");
        gone.retain(|(scope, _)| is.as_ref().is_none_or(|is| is.get(scope).is_none()));
        if gone.is_empty() {
            return;
        }
        let asked: BTreeSet<&str> = all_alternatives(&self.new)
            .filter_map(|mut schemes| schemes.remove(name))
            .flatten()
            .collect();
        let place = is.as_ref().map_or(&new.at, |is| &is.at);
        for (scope, node) in gone.iter().filter(|(scope, _)| asked.contains(scope)) {
            let places = (Anchor::key(&node.at), Anchor::near(place));
            let event = Event::new(&FLOW_SCOPE_REMOVED, places.0, places.1);
            let event = event.subject(format!("{name}: {flow}, {scope}"));
            self.push(event, Area::Security, Direction::Request);
        }
    }
}

/// The alternatives of credentials that anything in a document states.
fn all_alternatives<'d>(root: &Cursor<'d>) -> impl Iterator<Item = Alternative<'d>> {
    let items = root.members("paths").into_iter();
    let operations = items.flat_map(|(_, item)| item.operations());
    let stated = operations.flat_map(|(_, operation)| alternatives(&operation));
    alternatives(root).into_iter().chain(stated)
}

/// What a scheme says at a key, in one spelling: names of schemes and of headers know no letter case
/// (RFC 9110, 5.1 and 11.1).
fn said(scheme: &Cursor<'_>, key: &str) -> Option<Value> {
    let value = scheme.value.get(key)?;
    let is_header = scheme.text("in") == Some("header");
    match value {
        Value::String(text) if key == "scheme" || key == "name" && is_header => {
            Some(Value::from(text.to_lowercase()))
        }
        value => Some(value.clone()),
    }
}

/// The schemes that have another name now, as what they say shows.
fn renamed<'d>(
    old: &BTreeMap<&'d str, Cursor<'d>>,
    new: &BTreeMap<&'d str, Cursor<'d>>,
) -> BTreeMap<&'d str, &'d str> {
    let stayed = |name: &str| {
        let both = old.get(name).zip(new.get(name));
        both.is_some_and(|(old, new)| is_same(old, new))
    };
    let gone = old.iter().filter(|(name, _)| !stayed(name));
    let pairs = gone.filter_map(|(name, node)| {
        let mut come = new.iter().filter(|(name, _)| !stayed(name));
        let other = come.find(|(_, other)| is_same(node, other));
        // Its twin may have stayed.
        let other = other.or_else(|| new.iter().find(|(_, other)| is_same(node, other)))?;
        Some((*name, *other.0))
    });
    pairs.collect()
}

/// The schemes that say the same as another of a name before theirs.
fn twins<'d>(schemes: &BTreeMap<&'d str, Cursor<'d>>) -> BTreeMap<&'d str, &'d str> {
    let pairs = schemes.iter().filter_map(|(name, node)| {
        let first = schemes.iter().find(|(_, other)| is_same(node, other))?;
        (first.0 != name).then_some((*name, *first.0))
    });
    pairs.collect()
}

/// Whether two schemes ask for the same, texts apart.
fn is_same(one: &Cursor<'_>, other: &Cursor<'_>) -> bool {
    let keys = ["type", "name", "in", "scheme", "openIdConnectUrl", "flows"];
    keys.iter().all(|key| said(one, key) == said(other, key))
}

fn alternatives<'d>(holder: &Cursor<'d>) -> BTreeSet<Alternative<'d>> {
    let list = holder.value.get("security").and_then(Value::as_array);
    let maps = list.into_iter().flatten().filter_map(Value::as_object);
    maps.map(|map| {
        let schemes = map.iter().map(|(name, scopes)| {
            let scopes = scopes
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            (name.as_str(), scopes.collect())
        });
        schemes.collect()
    })
    .collect()
}

/// The scopes that the one needs and the other does not.
fn scopes<'d>(one: &Alternative<'d>, other: &Alternative<'d>) -> Vec<&'d str> {
    let all = one.iter().flat_map(|(name, scopes)| {
        let known = other.get(name);
        scopes
            .iter()
            .filter(move |scope| !known.is_some_and(|known| known.contains(*scope)))
    });
    all.copied().collect()
}

/// Whether whoever has what an alternative asks for meets one of others.
fn is_met(one: &Alternative<'_>, others: &BTreeSet<Alternative<'_>>) -> bool {
    others.iter().any(|other| is_within(other, one))
}

/// Whether an alternative asks for nothing that another does not ask for.
fn is_within(less: &Alternative<'_>, more: &Alternative<'_>) -> bool {
    less.iter()
        .all(|(name, scopes)| more.get(name).is_some_and(|known| scopes.is_subset(known)))
}

fn text(alternative: &Alternative<'_>) -> String {
    let names: Vec<_> = alternative.keys().copied().collect();
    names.join(" and ")
}

fn all_text(alternatives: &BTreeSet<Alternative<'_>>) -> String {
    let texts: Vec<_> = alternatives.iter().map(text).collect();
    texts.join(", or ")
}
