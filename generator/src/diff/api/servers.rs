//! Where requests go: the servers of an operation replace those of its path, which replace those of
//! the document.

use crate::cursor::Cursor;

use super::super::effect::{Direction, Effect};
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::paths::Operation;
use super::{Area, Walker, template};

/// What operations make of the servers of the documents.
#[derive(Debug, Default)]
pub(super) struct SharedServers {
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
    list: Vec<(String, Cursor<'d>)>,
}

impl<'d> Servers<'d> {
    fn of(root: &Cursor<'d>, operation: &Operation<'d>) -> Self {
        let has = |node: &&Cursor<'d>| !node.items("servers").is_empty();
        let own = [&operation.node, &operation.item].into_iter().find(has);
        let holder = own.unwrap_or(root);
        Self {
            list: listed(holder),
            is_shared: own.is_none(),
            holder: holder.clone(),
        }
    }

    fn urls(&self) -> Vec<&str> {
        self.list.iter().map(|(url, _)| url.as_str()).collect()
    }

    /// Where requests of a path go, the names of its parameters apart.
    fn whole(&self, path: &str) -> Vec<String> {
        let urls = self.list.iter();
        let mut all: Vec<_> = urls
            .map(|(url, _)| template(&format!("{url}{path}")))
            .collect();
        all.sort_unstable();
        all
    }
}

fn listed<'d>(holder: &Cursor<'d>) -> Vec<(String, Cursor<'d>)> {
    let servers = holder.items("servers").into_iter();
    let named = servers.filter_map(|server| Some((normalized(server.text("url")?), server)));
    let mut listed: Vec<_> = named.collect();
    if listed.is_empty() {
        // OpenAPI Object, `servers`: without any, there is one with the URL `/`.
        listed.push((String::new(), holder.clone()));
    }
    listed
}

/// A server's URL in one spelling: scheme and host know no letter case, and a scheme's own port need
/// not be said (RFC 3986, 6.2).
fn normalized(url: &str) -> String {
    let url = url.trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let scheme = scheme.to_ascii_lowercase();
    // Names of variables do know letter case.
    let host = match host.contains('{') {
        true => host.to_owned(),
        false => host.to_ascii_lowercase(),
    };
    let port = match scheme.as_str() {
        "http" | "ws" => ":80",
        "https" | "wss" => ":443",
        _ => ":",
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    format!("{scheme}://{host}{path}")
}

impl<'d> Walker<'d> {
    /// Compares where the requests of an operation go; `true` where they go to the same URLs.
    pub(super) fn own_servers(&mut self, old: &Operation<'d>, new: &Operation<'d>) -> bool {
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
        let of = |root: &Cursor<'d>| Servers {
            list: listed(root),
            is_shared: true,
            holder: root.clone(),
        };
        let (was, is) = (of(&self.old), of(&self.new));
        // A base that moved into the paths is the same place.
        let is_told = shared.by > 0 && shared.moved == 0 && was.urls() != is.urls();
        self.servers(&was, &is, !is_told);
    }

    fn servers(&mut self, old: &Servers<'d>, new: &Servers<'d>, are_urls_told: bool) {
        let place = |servers: &Servers<'d>| Anchor::near(&servers.holder.at.key("servers"));
        let whole = |servers: &Servers<'d>, node: &Cursor<'d>| match servers.holder.at == node.at {
            true => Anchor::near(&node.at),
            false => Anchor::whole(&node.at),
        };
        // One that left and one that came are one with another URL.
        let only = |mine: &Servers<'d>, others: &Servers<'d>| {
            let others = others.urls();
            let list = mine.list.iter();
            let mut alone = list.filter(|(url, _)| !others.contains(&url.as_str()));
            match (alone.next(), alone.next()) {
                (Some((url, node)), None) => Some((url.clone(), node.clone())),
                _ => None,
            }
        };
        let moved = only(old, new).zip(only(new, old));
        if let Some(((from, before), (to, after))) = moved.filter(|_| are_urls_told) {
            let event = Event::new(&SERVER_MOVED, whole(old, &before), whole(new, &after))
                .from(shown(&from))
                .to(shown(&to));
            self.push(event, Area::Servers, Direction::Request);
            return self.same_servers(old, new);
        }
        for (url, node) in &old.list {
            if are_urls_told && !new.urls().contains(&url.as_str()) {
                let event = Event::new(&SERVER_REMOVED, whole(old, node), place(new));
                self.push(event.subject(shown(url)), Area::Servers, Direction::Request);
            }
        }
        for (url, node) in &new.list {
            if are_urls_told && !old.urls().contains(&url.as_str()) {
                let event = Event::new(&SERVER_ADDED, place(old), whole(new, node));
                self.push(event.subject(shown(url)), Area::Servers, Direction::Request);
            }
        }
        self.same_servers(old, new);
    }

    /// Compares what is said of the servers that are on both sides.
    fn same_servers(&mut self, old: &Servers<'d>, new: &Servers<'d>) {
        for (url, node) in &new.list {
            let Some((_, before)) = old.list.iter().find(|(known, _)| known == url) else {
                continue;
            };
            if url.is_empty() && (before.at == old.holder.at || node.at == new.holder.at) {
                continue;
            }
            self.noted(before, node, "description", &TEXT_CHANGED, Area::Servers);
            if before.value.get("variables") != node.value.get("variables") {
                let places = (Anchor::whole(&before.at), Anchor::whole(&node.at));
                let event = Event::new(&SERVER_CHANGED, places.0, places.1).effect(Effect::Unknown);
                self.push(event.subject(url), Area::Servers, Direction::Request);
            }
        }
    }
}

fn shown(url: &str) -> &str {
    if url.is_empty() { "/" } else { url }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_compared_in_one_spelling() {
        assert_eq!(
            normalized("HTTPS://A.Example:443/V1/"),
            "https://a.example/V1"
        );
        assert_eq!(normalized("http://a.example:8080"), "http://a.example:8080");
        assert_eq!(
            normalized("https://{Tenant}.example/v1"),
            "https://{Tenant}.example/v1"
        );
        assert_eq!(normalized("/"), "");
    }
}
