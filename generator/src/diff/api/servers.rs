//! Where requests go: the servers of an operation replace those of its path, which replace those of
//! the document.

use std::collections::{BTreeMap, BTreeSet};

use crate::cursor::Cursor;

use super::super::effect::{Direction, Effect};
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::schema::shown_both;
use super::paths::Operation;
use super::{Area, Walker, template};

mod urls;

use urls::{all_covered, normalized, spelt_out};

/// What operations make of the servers of the documents.
#[derive(Debug, Default)]
pub(super) struct SharedServers {
    /// Whether those of both documents stand for the same URLs, once that was asked.
    are_same: Option<bool>,
    /// Operations that take them from both documents.
    by: usize,
    /// Of those, the ones whose whole URL is another.
    moved: usize,
    /// Operations that take them from one document alone, or from none.
    others: usize,
}

/// The servers that count, and who has them.
struct Servers<'d> {
    holder: Cursor<'d>,
    is_shared: bool,
    list: Vec<Server<'d>>,
    /// The place in the list of the first server of each URL, the names of its variables apart.
    by_template: BTreeMap<String, usize>,
}

/// One server.
struct Server<'d> {
    /// Its URL in one spelling, with its variables.
    url: String,
    /// The same without the names of these.
    template: String,
    /// All URLs that it stands for; `{}` where a variable may be anything.
    urls: BTreeSet<String>,
    node: Cursor<'d>,
}

impl<'d> Servers<'d> {
    fn of(root: &Cursor<'d>, operation: &Operation<'d>) -> Self {
        let has = |node: &&Cursor<'d>| !node.items("servers").is_empty();
        let own = [&operation.node, &operation.item].into_iter().find(has);
        Self::at(own.unwrap_or(root), own.is_none())
    }

    fn at(holder: &Cursor<'d>, is_shared: bool) -> Self {
        let list = listed(holder);
        let mut by_template = BTreeMap::new();
        for (index, server) in list.iter().enumerate() {
            let first = by_template.entry(server.template.clone());
            first.or_insert(index);
        }
        Self {
            holder: holder.clone(),
            is_shared,
            list,
            by_template,
        }
    }

    /// Whether an operation takes them from the document.
    fn are_shared(operation: &Operation<'d>) -> bool {
        let holders = [&operation.node, &operation.item];
        holders.iter().all(|node| node.items("servers").is_empty())
    }

    /// All URLs of all servers.
    fn urls(&self) -> BTreeSet<&str> {
        let servers = self.list.iter();
        servers
            .flat_map(|server| server.urls.iter().map(String::as_str))
            .collect()
    }

    /// Where requests of a path go, the names of its parameters apart.
    fn whole(&self, path: &str) -> BTreeSet<String> {
        let urls = self.urls().into_iter();
        urls.map(|url| template(&format!("{url}{path}"))).collect()
    }

    /// The server whose URL is the same but for the names of its variables.
    fn like(&self, server: &Server<'d>) -> Option<&Server<'d>> {
        self.list.get(*self.by_template.get(&server.template)?)
    }
}

/// The URLs that requests of an operation go to.
pub(super) fn whole_urls<'d>(root: &Cursor<'d>, operation: &Operation<'d>) -> Vec<String> {
    let whole = Servers::of(root, operation).whole(operation.path);
    whole.into_iter().collect()
}

fn listed<'d>(holder: &Cursor<'d>) -> Vec<Server<'d>> {
    let servers = holder.items("servers").into_iter();
    let named = servers.filter_map(|node| {
        let url = node.text("url")?;
        let (url, urls) = (normalized(url), spelt_out(url, &node));
        Some(Server {
            template: template(&url),
            url,
            urls,
            node,
        })
    });
    let mut listed: Vec<_> = named.collect();
    if listed.is_empty() {
        // OpenAPI Object, `servers`: without any, there is one with the URL `/`.
        listed.push(Server {
            url: String::new(),
            template: String::new(),
            urls: BTreeSet::from([String::new()]),
            node: holder.clone(),
        });
    }
    listed
}

impl<'d> Walker<'d> {
    /// Compares where the requests of an operation go; `true` where they go to the same URLs.
    pub(super) fn own_servers(&mut self, old: &Operation<'d>, new: &Operation<'d>) -> bool {
        // Most operations are where they were, and take the servers from the document.
        if old.path == new.path && Servers::are_shared(old) && Servers::are_shared(new) {
            let are_same = self.shared_servers.are_same.unwrap_or_else(|| {
                Servers::of(&self.old, old).whole("") == Servers::of(&self.new, new).whole("")
            });
            self.shared_servers.are_same = Some(are_same);
            self.shared_servers.by += 1;
            self.shared_servers.moved += usize::from(!are_same);
            return are_same;
        }
        let was = Servers::of(&self.old, old);
        let is = Servers::of(&self.new, new);
        let is_same = was.whole(old.path) == is.whole(new.path);
        if was.is_shared && is.is_shared {
            self.shared_servers.by += 1;
            self.shared_servers.moved += usize::from(!is_same);
            return is_same;
        }
        self.shared_servers.others += 1;
        let is_told = is_same && old.path != new.path;
        self.servers(&was, &is, !is_told);
        is_same
    }

    /// Compares the servers of the documents, for all operations that take them.
    pub(super) fn document_servers(&mut self) {
        let shared = std::mem::take(&mut self.shared_servers);
        if shared.by == 0 && shared.others > 0 {
            return;
        }
        let (was, is) = (Servers::at(&self.old, true), Servers::at(&self.new, true));
        // A base that moved into the paths is the same place.
        let is_told = shared.by > 0 && shared.moved == 0 && was.urls() != is.urls();
        let known = self.found.len();
        self.servers(&was, &is, !is_told);
        if shared.by == 0 {
            // There is no operation whose requests could go there.
            for located in &mut self.found[known..] {
                located.event.effect = Effect::Same;
            }
        }
    }

    fn servers(&mut self, old: &Servers<'d>, new: &Servers<'d>, are_urls_told: bool) {
        if are_urls_told {
            self.other_servers(old, new);
        }
        for server in &new.list {
            let Some(before) = old.like(server) else {
                continue;
            };
            let is_default = before.node.at == old.holder.at || server.node.at == new.holder.at;
            if !is_default {
                self.same_server(before, server);
            }
        }
    }

    /// Servers that are on one side only.
    fn other_servers(&mut self, old: &Servers<'d>, new: &Servers<'d>) {
        let place = |servers: &Servers<'d>| Anchor::near(&servers.holder.at.key("servers"));
        let whole = |servers: &Servers<'d>, node: &Cursor<'d>| match servers.holder.at == node.at {
            true => Anchor::near(&node.at),
            false => Anchor::whole(&node.at),
        };
        let gone: Vec<_> = old
            .list
            .iter()
            .filter(|it| new.like(it).is_none())
            .collect();
        let come: Vec<_> = new
            .list
            .iter()
            .filter(|it| old.like(it).is_none())
            .collect();
        let covers =
            |servers: &Servers<'d>, server: &Server<'d>| all_covered(&server.urls, &servers.urls());
        // One that left and one that came are one with another URL.
        if let ([from], [to]) = (gone.as_slice(), come.as_slice()) {
            let effect = match (covers(new, from), covers(old, to)) {
                (true, true) => Effect::Same,
                (true, false) => Effect::Wider,
                (false, true) => Effect::Narrower,
                (false, false) => Effect::Incomparable,
            };
            let places = (whole(old, &from.node), whole(new, &to.node));
            let event = Event::new(&SERVER_MOVED, places.0, places.1)
                .effect(effect)
                .from(shown(&from.url))
                .to(shown(&to.url));
            return self.push(event, Area::Servers, Direction::Request);
        }
        // What others stand for as well is not missed.
        let effect = |is_covered: bool, effect: Effect| match is_covered {
            true => Effect::Same,
            false => effect,
        };
        for server in gone {
            let effect = effect(covers(new, server), Effect::Narrower);
            let event = Event::new(&SERVER_REMOVED, whole(old, &server.node), place(new));
            let event = event.effect(effect).subject(shown(&server.url));
            self.push(event, Area::Servers, Direction::Request);
        }
        for server in come {
            let effect = effect(covers(old, server), Effect::Wider);
            let event = Event::new(&SERVER_ADDED, place(old), whole(new, &server.node));
            let event = event.effect(effect).subject(shown(&server.url));
            self.push(event, Area::Servers, Direction::Request);
        }
    }

    /// Compares what is said of a server that is on both sides.
    fn same_server(&mut self, old: &Server<'d>, new: &Server<'d>) {
        self.noted(
            &old.node,
            &new.node,
            "description",
            &TEXT_CHANGED,
            Area::Servers,
        );
        let variables = |server: &Server<'d>| server.node.value.get("variables");
        if variables(old) == variables(new) {
            return;
        }
        let urls = |server: &Server<'d>| -> BTreeSet<String> { server.urls.clone() };
        let (was, is) = (urls(old), urls(new));
        let covers = |all: &BTreeSet<String>, some: &BTreeSet<String>| {
            let all = all.iter().map(String::as_str).collect();
            all_covered(some, &all)
        };
        let effect = match (covers(&is, &was), covers(&was, &is)) {
            (true, true)
                if urls::defaults(old.node.clone()) == urls::defaults(new.node.clone()) =>
            {
                Effect::Annotation
            }
            (true, true) => Effect::Unknown,
            (true, false) => Effect::Wider,
            (false, true) => Effect::Narrower,
            (false, false) => Effect::Incomparable,
        };
        let places = (Anchor::whole(&old.node.at), Anchor::whole(&new.node.at));
        let mut event = Event::new(&SERVER_CHANGED, places.0, places.1).effect(effect);
        (event.from, event.to) = shown_both(variables(old), variables(new));
        self.push(
            event.subject(new.url.as_str()),
            Area::Servers,
            Direction::Request,
        );
    }
}

fn shown(url: &str) -> &str {
    if url.is_empty() { "/" } else { url }
}
