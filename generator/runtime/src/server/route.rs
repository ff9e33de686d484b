//! The path of a request to the operations that are there, and the texts that it has for the names in braces.
//!
//! A tree with a level a segment. Literals come before what has names, and those that are fixed in part before those that
//! are not; where the rest of the path does not fit, the next one is tried. A request goes through each node once at most.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::parameter::parse::decoded;

/// A route, and the names that its path has in braces, in their order.
pub(crate) type Named<T> = (Vec<&'static str>, T);

/// Routes by the segments of their paths.
#[derive(Default)]
pub(crate) struct Tree<T> {
    /// What ends here: the names of its path, in their order, and the route.
    here: Vec<Named<T>>,
    literals: BTreeMap<String, Tree<T>>,
    /// The texts around names, with the most text first.
    patterns: Vec<(Vec<String>, Tree<T>)>,
}

/// What a path leads to: the routes there, and the texts for their names.
pub(crate) struct Found<'t, 'p, T> {
    pub(crate) routes: &'t [Named<T>],
    pub(crate) texts: Vec<&'p str>,
}

impl<T> Tree<T> {
    pub(crate) fn new() -> Self {
        Self {
            here: Vec::new(),
            literals: BTreeMap::new(),
            patterns: Vec::new(),
        }
    }

    /// Adds a route at a path with names in braces, percent-encoded outside of them.
    pub(crate) fn insert(&mut self, path: &'static str, route: T) {
        let mut names = Vec::new();
        let mut node = self;
        for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
            let mut around = Vec::new();
            let mut rest = segment;
            while let Some((before, after)) = rest.split_once('{') {
                let (name, after) = after.split_once('}').unwrap_or((after, ""));
                around.push(plain(before).into_owned());
                names.push(name);
                rest = after;
            }
            around.push(plain(rest).into_owned());
            node = node.step(around);
        }
        node.here.push((names, route));
    }

    /// Adds a route at a path without names: a brace in it is itself.
    pub(crate) fn insert_plain(&mut self, path: &str, route: T) {
        let segments = path.strip_prefix('/').unwrap_or(path).split('/');
        let node = segments.fold(self, |node, segment| {
            node.step(vec![plain(segment).into_owned()])
        });
        node.here.push((Vec::new(), route));
    }

    fn step(&mut self, mut around: Vec<String>) -> &mut Self {
        if around.len() == 1 {
            let literal = around.pop().unwrap_or_default();
            return self.literals.entry(literal).or_insert_with(Self::new);
        }
        let known = self.patterns.iter().position(|(known, _)| *known == around);
        let at = known.unwrap_or_else(|| {
            let fixed = |around: &[String]| around.iter().map(String::len).sum::<usize>();
            let length = fixed(&around);
            let at = self
                .patterns
                .partition_point(|(known, _)| fixed(known) >= length);
            self.patterns.insert(at, (around, Self::new()));
            at
        });
        &mut self.patterns[at].1
    }

    /// What a path leads to, as it stands in a request.
    pub(crate) fn find<'t, 'p>(&'t self, path: &'p str) -> Option<Found<'t, 'p, T>> {
        let mut texts = Vec::new();
        let path = path.strip_prefix('/').unwrap_or(path);
        let routes = self.search(Some(path), &mut texts)?;
        Some(Found { routes, texts })
    }

    /// The same for what is left of a path; nothing where it is at its end.
    fn search<'t, 'p>(
        &'t self,
        path: Option<&'p str>,
        texts: &mut Vec<&'p str>,
    ) -> Option<&'t [Named<T>]> {
        let Some(path) = path else {
            return (!self.here.is_empty()).then_some(&self.here);
        };
        let (segment, rest) = match path.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (path, None),
        };
        let plain = Plain::of(segment);
        let found = plain.text().and_then(|text| self.literals.get(text));
        if let Some(found) = found.and_then(|node| node.search(rest, texts)) {
            return Some(found);
        }
        for (around, node) in &self.patterns {
            let before = texts.len();
            if fits(&plain, around, texts)
                && let Some(found) = node.search(rest, texts)
            {
                return Some(found);
            }
            texts.truncate(before);
        }
        None
    }
}

/// A text of a path without percent-encoding, as far as it is text.
fn plain(text: &str) -> Cow<'_, str> {
    match text.contains('%') {
        true => Cow::Owned(decoded(text, false).unwrap_or_else(|_| text.to_owned())),
        false => Cow::Borrowed(text),
    }
}

/// A segment of a request's path, and the same without percent-encoding.
struct Plain<'p> {
    segment: &'p str,
    /// Where it differs: the bytes, and the place in the segment of each of them and of their end.
    decoded: Option<(Vec<u8>, Vec<usize>)>,
}

impl<'p> Plain<'p> {
    fn of(segment: &'p str) -> Self {
        let mut plain = Self {
            segment,
            decoded: None,
        };
        if !segment.contains('%') {
            return plain;
        }
        let (mut bytes, mut places) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < segment.len() {
            places.push(at);
            let hex = segment
                .get(at..at + 3)
                .and_then(|text| text.strip_prefix('%'));
            let digits = hex.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
            let byte = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
            bytes.push(byte.unwrap_or(segment.as_bytes()[at]));
            at += if byte.is_some() { 3 } else { 1 };
        }
        places.push(segment.len());
        plain.decoded = Some((bytes, places));
        plain
    }

    fn bytes(&self) -> &[u8] {
        match &self.decoded {
            Some((bytes, _)) => bytes,
            None => self.segment.as_bytes(),
        }
    }

    /// It as a text; as it stands where it is none.
    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes())
            .ok()
            .or(Some(self.segment))
    }

    /// What stands in the segment for some of the bytes.
    fn between(&self, start: usize, end: usize) -> Option<&'p str> {
        match &self.decoded {
            Some((_, places)) => self.segment.get(*places.get(start)?..*places.get(end)?),
            None => self.segment.get(start..end),
        }
    }
}

/// Whether a segment has these texts, percent-encoded or not, with something between each two, which is added to `texts`
/// as it stands. The shortest that fits is taken, so that most is left for the rest.
fn fits<'p>(segment: &Plain<'p>, around: &[String], texts: &mut Vec<&'p str>) -> bool {
    let Some((first, rest)) = around.split_first() else {
        return false;
    };
    let all = segment.bytes();
    if !all.starts_with(first.as_bytes()) {
        return false;
    }
    let mut start = first.len();
    for (index, text) in rest.iter().enumerate() {
        let left = &all[start..];
        let is_last = index + 1 == rest.len();
        let length = match is_last {
            true => left.strip_suffix(text.as_bytes()).map(<[u8]>::len),
            false => find(left, text.as_bytes()),
        };
        let found = length.filter(|length| *length > 0);
        let found =
            found.and_then(|length| Some((length, segment.between(start, start + length)?)));
        let Some((length, found)) = found else {
            return false;
        };
        texts.push(found);
        start += length + text.len();
    }
    true
}

/// Where some bytes stand in others, after at least one character.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let is_start = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (1..=bytes.len())
        .filter(is_start)
        .find(|at| bytes[*at..].starts_with(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_most_specific_route() {
        let mut tree = Tree::new();
        for path in [
            "/",
            "/pets",
            "/pets/mine",
            "/pets/{id}",
            "/pets/{id}.json",
            "/pets/{id}/toys/{toy}",
            "/pets/mine/toys",
            "/files/{name}.{ending}",
            "/a%20b/{x}:run",
            "/größe-{x}",
        ] {
            tree.insert(path, path);
        }
        for (path, expected) in [
            ("/", Some(("/", vec![]))),
            ("/pets", Some(("/pets", vec![]))),
            ("/pets/", None),
            ("/pets/mine", Some(("/pets/mine", vec![]))),
            ("/pets/%6Dine", Some(("/pets/mine", vec![]))),
            ("/pets/7", Some(("/pets/{id}", vec!["7"]))),
            ("/pets/7.json", Some(("/pets/{id}.json", vec!["7"]))),
            ("/pets/.json", Some(("/pets/{id}", vec![".json"]))),
            // A literal leads nowhere, so that what has a name is tried.
            (
                "/pets/mine/toys/b%2Fc",
                Some(("/pets/{id}/toys/{toy}", vec!["mine", "b%2Fc"])),
            ),
            (
                "/files/a.tar.gz",
                Some(("/files/{name}.{ending}", vec!["a", "tar.gz"])),
            ),
            ("/a%20b/ä:run", Some(("/a%20b/{x}:run", vec!["ä"]))),
            ("/a%20b/:run", None),
            // The same text, encoded or not, is around what has a name.
            ("/pets/7%2Ejson", Some(("/pets/{id}.json", vec!["7"]))),
            (
                "/a b/%C3%A4%3arun",
                Some(("/a%20b/{x}:run", vec!["%C3%A4"])),
            ),
            ("/gr%C3%B6%C3%9Fe-%35", Some(("/größe-{x}", vec!["%35"]))),
            ("/größe-5", Some(("/größe-{x}", vec!["5"]))),
            ("/gr%C3%B6%C3%9Fe-", None),
            (
                "/files/%FF.%zz",
                Some(("/files/{name}.{ending}", vec!["%FF", "%zz"])),
            ),
            ("/none", None),
        ] {
            let found = tree.find(path);
            let found = found.map(|found| (found.routes[0].1, found.texts));
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn a_path_of_ones_own_has_no_names() {
        let mut tree = Tree::new();
        tree.insert_plain("/hooks/{id}", "braces");
        tree.insert_plain("no%20slash", "space");
        for (path, expected) in [
            ("/hooks/%7Bid%7D", Some("braces")),
            ("/hooks/7", None),
            ("/no%20slash", Some("space")),
        ] {
            let found = tree.find(path).map(|found| found.routes[0].1);
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn many_nodes_are_each_tried_once() {
        let mut tree = Tree::new();
        let mut paths = vec![String::new()];
        for _ in 0..10 {
            paths = paths
                .iter()
                .flat_map(|path| [format!("{path}/a"), format!("{path}/{{x}}")])
                .collect();
        }
        for path in paths {
            tree.insert(String::leak(path), ());
        }
        assert!(tree.find(&"/a".repeat(11)).is_none());
        assert!(tree.find(&"/a".repeat(10)).is_some());
    }
}
