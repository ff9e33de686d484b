//! Operations: which stand for which, and what is said of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::cursor::Cursor;
use crate::method::{ADDITIONAL, Method};

use super::super::effect::{Direction, Effect, Guards};
use super::super::event::{Anchor, Event};
use super::super::lifecycle::{self, Promise};
use super::super::rule::*;
use super::super::schema::shown_both;
use super::servers::whole_urls;
use super::takers::Templates;
use super::{Area, Scope, Walker, operation_name, parameters_of, template};

/// How deep callbacks may nest.
const CALLBACKS: usize = 3;

/// An operation of a document.
#[derive(Clone, Debug)]
pub(super) struct Operation<'d> {
    pub method: Method,
    pub path: &'d str,
    pub item: Cursor<'d>,
    pub node: Cursor<'d>,
}

impl<'d> Walker<'d> {
    pub(super) fn paths(&mut self) {
        let old = operations(self.old.members("paths"));
        let new = operations(self.new.members("paths"));
        self.operations(&old, &new, 0);
    }

    pub(super) fn webhooks(&mut self) {
        let (old, new) = (self.old.named("webhooks"), self.new.named("webhooks"));
        self.scope.is_reversed = true;
        for (name, node) in &old {
            if !new.iter().any(|(other, _)| other == name) {
                let after = Anchor::near(&crate::pointer::Pointer::root());
                let event = Event::new(&WEBHOOK_REMOVED, Anchor::key(&node.at), after)
                    .effect(Effect::Undeclared { required: true })
                    .subject(*name);
                self.push(event, Area::Components, Direction::Request);
            }
        }
        for (name, node) in &new {
            if !old.iter().any(|(other, _)| other == name) {
                let before = Anchor::near(&crate::pointer::Pointer::root());
                let event = Event::new(&WEBHOOK_ADDED, before, Anchor::key(&node.at))
                    .effect(Effect::Declared { required: false })
                    .subject(*name);
                self.push(event, Area::Components, Direction::Request);
            }
        }
        let both = |list: &[(&'d str, Cursor<'d>)], other: &[(&'d str, Cursor<'d>)]| {
            let kept = list
                .iter()
                .filter(|(name, _)| other.iter().any(|(it, _)| it == name));
            operations(kept.cloned().collect())
        };
        let (kept_old, kept_new) = (both(&old, &new), both(&new, &old));
        self.operations(&kept_old, &kept_new, 0);
        self.scope.is_reversed = false;
    }

    fn operations(&mut self, old: &[Operation<'d>], new: &[Operation<'d>], depth: usize) {
        // In callbacks and webhooks names are no paths.
        let are_paths = depth == 0 && !self.scope.is_reversed;
        let roots = are_paths.then_some((&self.old, &self.new));
        let (pairs, gone, come) = matched(old, new, roots);
        let outer = self.scope.clone();
        for (was, is) in pairs {
            self.operation(&old[was], &new[is], depth, &outer);
        }
        self.scope = outer;
        let (was, is) = match are_paths {
            true => (Templates::new(old), Templates::new(new)),
            false => Default::default(),
        };
        for index in gone {
            let taker = is.taker(&old[index], &self.comparer.new);
            self.operation_removed(&old[index], taker);
        }
        for index in come {
            let operation = &new[index];
            let name = operation_name(&operation.method, operation.path);
            let before = Anchor::near(&self.old.at.key("paths"));
            let event = Event::new(&OPERATION_ADDED, before, Anchor::key(&operation.node.at));
            self.scope.operation.clone_from(&name);
            self.push(event.subject(name), Area::Paths, Direction::Request);
            if let Some(taken) = was.taker(operation, &self.comparer.old) {
                self.diverted(taken, operation);
            }
            self.scope.operation.clear();
        }
    }

    fn operation_removed(&mut self, operation: &Operation<'d>, taker: Option<&Operation<'d>>) {
        let name = operation_name(&operation.method, operation.path);
        let path = self.new.at.keys(["paths", operation.path]);
        let survives = path.resolve(self.new.value).is_some();
        let after = Anchor::near(&if survives {
            path
        } else {
            self.new.at.key("paths")
        });
        let today = self.today().to_owned();
        let map = operation.node.map();
        let guards = Guards {
            expired: map.is_some_and(|map| lifecycle::is_expired(map, &today)),
            unstable: map.is_some_and(lifecycle::is_unstable),
            ..Guards::default()
        };
        let mut event = Event::new(&OPERATION_REMOVED, Anchor::key(&operation.node.at), after)
            .subject(name.clone())
            .guarded(guards);
        event.from = map.and_then(lifecycle::announced);
        self.scope.operation = name;
        if let Some(taker) = taker {
            event = event.effect(Effect::Unknown);
            self.diverted(operation, taker);
        }
        self.push(event, Area::Paths, Direction::Request);
        self.scope.operation.clear();
    }

    fn operation(&mut self, old: &Operation<'d>, new: &Operation<'d>, depth: usize, outer: &Scope) {
        let outer_scope = std::mem::replace(
            &mut self.scope,
            Scope {
                operation: match outer.operation.is_empty() {
                    true => operation_name(&new.method, new.path),
                    false => format!(
                        "{} ▸ {}",
                        outer.operation,
                        operation_name(&new.method, new.path)
                    ),
                },
                unstable: outer.unstable || old.node.map().is_some_and(lifecycle::is_unstable),
                is_reversed: outer.is_reversed,
                is_there: false,
            },
        );
        let goes_there = depth == 0 && !outer.is_reversed && self.own_servers(old, new);
        if self.is_unchanged(old, new) {
            self.scope = outer_scope;
            return;
        }
        let names = self.renamed(old, new, goes_there, depth);
        self.about(old, new);
        self.promises(&old.node, &new.node, Area::Paths);
        self.parameters(old, new, &names);
        self.body(&old.node, &new.node);
        self.responses(&old.node, &new.node);
        self.requirements(&old.node, &new.node);
        if depth < CALLBACKS {
            self.callbacks(&old.node, &new.node, depth);
        }
    }

    /// Whether nothing that is said of an operation can differ, so that there is nothing to compare.
    fn is_unchanged(&self, old: &Operation<'d>, new: &Operation<'d>) -> bool {
        let covers = |was: Option<&_>, is: Option<&_>| match (was, is) {
            (Some(was), Some(is)) => self.comparer.unchanged.covers(was, is),
            (None, None) => true,
            _ => false,
        };
        // What the path item says holds for each of its operations.
        let shared = |operation: &Operation<'d>| -> BTreeSet<&'d str> {
            let keys = operation.item.map().into_iter().flat_map(|map| map.keys());
            keys.map(String::as_str)
                .filter(|key| Method::of_key(key).is_none() && *key != ADDITIONAL)
                .collect()
        };
        (&old.method, old.path) == (&new.method, new.path)
            && self.renamed_schemes.is_empty()
            && covers(
                self.old.value.get("security"),
                self.new.value.get("security"),
            )
            && covers(Some(old.node.value), Some(new.node.value))
            && shared(old)
                .union(&shared(new))
                .all(|key| covers(old.item.value.get(*key), new.item.value.get(*key)))
    }

    /// Reports where an operation moved, and which of its path parameters have another name.
    fn renamed(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        goes_there: bool,
        depth: usize,
    ) -> BTreeMap<&'d str, &'d str> {
        // What stands in braces in the address of a callback is no name, but where it is read.
        let moved = match depth {
            0 => template(old.path) != template(new.path),
            _ => old.path != new.path,
        };
        if moved && !goes_there || old.method != new.method {
            let event = Event::new(
                &OPERATION_MOVED,
                Anchor::key(&old.node.at),
                Anchor::key(&new.node.at),
            )
            .from(operation_name(&old.method, old.path))
            .to(operation_name(&new.method, new.path));
            self.push(event, Area::Paths, Direction::Request);
            return BTreeMap::new();
        }
        let mut names = BTreeMap::new();
        for (was, is) in parameters_of(old.path)
            .into_iter()
            .zip(parameters_of(new.path))
        {
            // Whose name is sent is another parameter under another name.
            if was != is && self.sends_name((old, was), (new, is)) {
                continue;
            }
            names.insert(was, is);
            if was != is {
                let places = (Anchor::key(&old.item.at), Anchor::key(&new.item.at));
                let event = Event::new(&PARAMETER_RENAMED, places.0, places.1)
                    .from(was)
                    .to(is);
                self.push(event.subject(is), Area::Parameters, Direction::Request);
            }
        }
        names
    }

    fn about(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        self.noted(
            &old.node,
            &new.node,
            "operationId",
            &OPERATION_ID_CHANGED,
            Area::Paths,
        );
        for key in ["summary", "description", "externalDocs"] {
            self.noted(&old.node, &new.node, key, &TEXT_CHANGED, Area::Paths);
        }
        for key in ["summary", "description"] {
            self.noted(&old.item, &new.item, key, &TEXT_CHANGED, Area::Paths);
        }
        let tags = |node: &Cursor<'d>| -> BTreeSet<&'d str> {
            let list = node.value.get("tags").and_then(serde_json::Value::as_array);
            list.into_iter()
                .flatten()
                .filter_map(serde_json::Value::as_str)
                .collect()
        };
        if tags(&old.node) != tags(&new.node) {
            self.noted(&old.node, &new.node, "tags", &TAGS_CHANGED, Area::Tags);
        }
        self.extensions(&old.node, &new.node, Area::Paths);
    }

    /// Reports that what is said at a key of an object is another, if it is.
    pub(super) fn noted(
        &mut self,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
        key: &str,
        rule: &'static Rule,
        area: Area,
    ) {
        let (was, is) = (old.value.get(key), new.value.get(key));
        if was == is {
            return;
        }
        let place = |node: &Cursor<'d>, value: Option<_>| match value {
            Some(_) => Anchor::value(&node.at.key(key)),
            None => Anchor::near(&node.at),
        };
        let mut event = Event::new(rule, place(old, was.as_ref()), place(new, is.as_ref()));
        event.subject = Some(key.to_owned());
        (event.from, event.to) = shown_both(was, is);
        self.push(event, area, Direction::Request);
    }

    /// Reports extensions that no other rule reads.
    pub(super) fn extensions(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, area: Area) {
        let keys = |node: &Cursor<'d>| -> BTreeSet<&'d str> {
            let keys = node.map().into_iter().flat_map(|map| map.keys());
            let is_free = |key: &str| {
                key.starts_with("x-") && !matches!(key, "x-sunset" | "x-stability-level")
            };
            keys.map(String::as_str)
                .filter(|key| is_free(key))
                .collect()
        };
        let all: BTreeSet<_> = keys(old).into_iter().chain(keys(new)).collect();
        for key in all {
            self.noted(old, new, key, &EXTENSION_CHANGED, area);
        }
    }

    pub(super) fn promises(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, area: Area) {
        let (Some(was), Some(is)) = (old.map(), new.map()) else {
            return;
        };
        let old = Promise {
            map: was,
            at: &old.at,
        };
        let new = Promise {
            map: is,
            at: &new.at,
        };
        for event in lifecycle::compare(old, new) {
            self.push(event, area, Direction::Request);
        }
    }

    fn callbacks(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, depth: usize) {
        let was = old.named("callbacks");
        let mut is = new.named("callbacks");
        called_alike(&was, &mut is);
        for (name, node) in &was {
            if !is.iter().any(|(other, _)| other == name) {
                let event = Event::new(
                    &CALLBACK_REMOVED,
                    Anchor::key(&node.at),
                    Anchor::near(&new.at),
                )
                .effect(Effect::Undeclared { required: false });
                self.push(event.subject(*name), Area::Paths, Direction::Response);
            }
        }
        for (name, node) in &is {
            let Some((_, before)) = was.iter().find(|(other, _)| other == name) else {
                let event = Event::new(
                    &CALLBACK_ADDED,
                    Anchor::near(&old.at),
                    Anchor::key(&node.at),
                )
                .effect(Effect::Declared { required: false });
                self.push(event.subject(*name), Area::Paths, Direction::Response);
                continue;
            };
            let scope = self.scope.clone();
            self.scope.is_reversed = !scope.is_reversed;
            let (before, after) = (operations(before.entries()), operations(node.entries()));
            self.operations(&before, &after, depth + 1);
            self.scope = scope;
        }
    }
}

/// Gives callbacks whose keys are others the old ones, which are names in the document alone, where they are called at
/// the same addresses.
fn called_alike<'d>(was: &[(&'d str, Cursor<'d>)], is: &mut [(&'d str, Cursor<'d>)]) {
    let addresses = |node: &Cursor<'d>| -> BTreeSet<&'d str> {
        let entries = node.entries().into_iter();
        entries.map(|(address, _)| address).collect()
    };
    let known: BTreeSet<&str> = is.iter().map(|(name, _)| *name).collect();
    let gone = was.iter().filter(|(name, _)| !known.contains(name));
    let mut gone: Vec<_> = gone.map(|(name, node)| (*name, addresses(node))).collect();
    let kept: BTreeSet<&str> = was.iter().map(|(name, _)| *name).collect();
    for (name, node) in is.iter_mut().filter(|(name, _)| !kept.contains(name)) {
        let own = addresses(node);
        let found = gone.iter().position(|(_, its)| *its == own);
        if let Some(found) = found.filter(|_| !own.is_empty()) {
            *name = gone.remove(found).0;
        }
    }
}

/// Pairs of numbers, and the numbers left over on each side.
type Matches = (Vec<(usize, usize)>, Vec<usize>, Vec<usize>);

/// The operations of path items.
fn operations<'d>(items: Vec<(&'d str, Cursor<'d>)>) -> Vec<Operation<'d>> {
    let mut operations = Vec::new();
    for (path, item) in items {
        for (method, node) in item.operations() {
            operations.push(Operation {
                method,
                path,
                item: item.clone(),
                node,
            });
        }
    }
    operations.sort_by(|one, other| (one.path, &one.method).cmp(&(other.path, &other.method)));
    operations
}

/// What an operation is matched by, the root of its document beside it.
type Key<'d> = fn(&Operation<'d>, Option<&Cursor<'d>>) -> Option<String>;

/// Matches by path, then by path template, then by where requests go, then by operationId.
fn matched<'d>(
    old: &[Operation<'d>],
    new: &[Operation<'d>],
    roots: Option<(&Cursor<'d>, &Cursor<'d>)>,
) -> Matches {
    let mut free_old: BTreeSet<_> = (0..old.len()).collect();
    let mut free_new: BTreeSet<_> = (0..new.len()).collect();
    let mut pairs = Vec::new();
    let keys: [Key<'d>; 4] = [
        |operation, _| Some(operation_name(&operation.method, operation.path)),
        |operation, _| Some(operation_name(&operation.method, &template(operation.path))),
        |operation, root| {
            let urls = whole_urls(root?, operation).join(" ");
            Some(operation_name(&operation.method, &urls))
        },
        |operation, _| operation.node.text("operationId").map(str::to_owned),
    ];
    for key in keys {
        let by_key: BTreeMap<String, usize> = free_new
            .iter()
            .rev()
            .filter_map(|index| Some((key(&new[*index], roots.map(|roots| roots.1))?, *index)))
            .collect();
        for was in free_old.clone() {
            let key = key(&old[was], roots.map(|roots| roots.0));
            let found = key.and_then(|key| by_key.get(&key).copied());
            if let Some(is) = found.filter(|is| free_new.remove(is)) {
                free_old.remove(&was);
                pairs.push((was, is));
            }
        }
    }
    pairs.sort_unstable();
    (
        pairs,
        free_old.into_iter().collect(),
        free_new.into_iter().collect(),
    )
}
