//! The texts of a request's parameters back into values: the other way of [`parameter`](super), for who serves.

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::parameter::read::{Data, Plain};
use crate::parameter::tree::Tree;
use crate::parameter::{QueryStyle, Style};

/// How deep names in brackets may be nested.
const MAX_DEPTH: usize = 32;

/// Why a text is not one of a parameter, in words that follow its name.
pub type Result<T> = std::result::Result<T, &'static str>;

/// Percent-decodes a text; `plus` is a space, if so told.
pub fn decoded(text: &str, plus: bool) -> Result<String> {
    let text: Cow<'_, str> = match plus && text.contains('+') {
        true => text.replace('+', " ").into(),
        false => text.into(),
    };
    let decoded = percent_decode_str(&text).decode_utf8();
    decoded.map(Cow::into_owned).map_err(|_| "is not UTF-8")
}

/// The pairs of a query, of a form or of cookies, with names decoded and values as they stand.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    pairs: Vec<(String, String)>,
    /// The places of the pairs of each name, since there may be many.
    places: BTreeMap<String, Vec<usize>>,
    plus: bool,
    /// Whether values are texts as they stand.
    plain: bool,
}

impl Pairs {
    /// Those of a query or of `application/x-www-form-urlencoded`.
    pub fn of_query(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self::of(pairs, true)
    }

    /// Those of the lines of `Cookie`.
    pub fn of_cookies<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let pairs = lines.flat_map(|line| line.split(';')).map(str::trim);
        Self::of(pairs.filter(|pair| !pair.is_empty()), false)
    }

    fn of<'a>(pairs: impl Iterator<Item = &'a str>, plus: bool) -> Self {
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        // What is no text is the name of nothing.
        let named =
            pairs.filter_map(|(key, value)| Some((decoded(key, plus).ok()?, value.to_owned())));
        Self::of_pairs(named.collect(), plus)
    }

    fn of_pairs(pairs: Vec<(String, String)>, plus: bool) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, (name, _)) in pairs.iter().enumerate() {
            places.entry(name.clone()).or_default().push(index);
        }
        Self {
            pairs,
            places,
            plus,
            plain: false,
        }
    }

    /// Names and texts as they stand.
    pub fn of_texts(pairs: Vec<(String, String)>) -> Self {
        Self {
            plain: true,
            ..Self::of_pairs(pairs, false)
        }
    }

    /// The same, with values that are texts as they stand.
    #[must_use]
    pub fn as_they_are(mut self) -> Self {
        self.plain = true;
        self
    }

    /// All names, each once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The values under a name, as they stand.
    pub fn all<'b>(&'b self, name: &str) -> impl Iterator<Item = &'b str> {
        let places = self.places.get(name).into_iter().flatten();
        places.map(|place| &*self.pairs[*place].1)
    }

    /// The only value under a name, decoded.
    ///
    /// # Errors
    ///
    /// When there are several, or it is not UTF-8.
    pub fn only(&self, name: &str) -> Result<Option<String>> {
        let mut all = self.all(name);
        match (all.next(), all.next()) {
            (Some(_), Some(_)) => Err("is there more than once"),
            (Some(value), None) => self.decode(value).map(Some),
            (None, _) => Ok(None),
        }
    }

    fn decode(&self, value: &str) -> Result<String> {
        match self.plain {
            true => Ok(value.to_owned()),
            false => decoded(value, self.plus),
        }
    }
}

/// A parameter among pairs: a query's, a form's or a cookie's. `is_other` tells which names an exploded object may take
/// beside those of its own properties.
///
/// # Errors
///
/// Why the pairs under its name are none of its style's.
pub fn pairs(
    pairs: &Pairs,
    name: &str,
    style: QueryStyle,
    explode: bool,
    data: &Data<'_>,
    is_other: &dyn Fn(&str) -> bool,
) -> Result<Option<Tree>> {
    if style.is_deep() {
        return deep(pairs, name, style);
    }
    match data {
        Data::One(plain) => {
            let text = pairs.only(name)?;
            Ok(text.map(|text| Tree::text(&text, *plain)))
        }
        Data::Object(..) if explode => exploded(pairs, data, is_other),
        Data::List(plain) if explode => {
            let all = pairs.all(name).map(|value| pairs.decode(value));
            let all: Vec<_> = all.collect::<Result<_>>()?;
            let items = all.iter().map(|text| Tree::text(text, *plain)).collect();
            Ok((!all.is_empty()).then_some(Tree::List(items)))
        }
        Data::Any if explode => {
            let all = pairs.all(name).map(|value| pairs.decode(value));
            let all: Vec<_> = all.collect::<Result<_>>()?;
            match all.as_slice() {
                [] => exploded(pairs, data, is_other),
                [one] => Ok(Some(Tree::one_or_list(one, Plain::Either))),
                several => {
                    let items = several.iter().map(|text| Tree::text(text, Plain::Either));
                    Ok(Some(Tree::List(items.collect())))
                }
            }
        }
        Data::List(_) | Data::Object(..) | Data::Any => {
            let mut all = pairs.all(name);
            let Some(text) = all.next() else {
                return Ok(None);
            };
            if all.next().is_some() {
                return Err("is there more than once");
            }
            let separators: &[&str] = match (style, pairs.plain) {
                (QueryStyle::SpaceDelimited, false) => &["%20", "+"],
                (QueryStyle::SpaceDelimited, true) => &[" "],
                (QueryStyle::PipeDelimited, false) => &["%7C", "%7c", "|"],
                (QueryStyle::PipeDelimited, true) => &["|"],
                _ => &[","],
            };
            let items = split(text, separators);
            joined(&items, false, data, &|text| pairs.decode(text)).map(Some)
        }
    }
}

/// A text at each of several separators.
fn split<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let mut items = vec![text];
    for separator in separators {
        items = items
            .iter()
            .flat_map(|item| item.split(separator))
            .collect();
    }
    items
}

/// What stands in one text: items, or properties as `key,value` or as `key=value`.
fn joined(
    items: &[&str],
    explode: bool,
    data: &Data<'_>,
    decode: &dyn Fn(&str) -> Result<String>,
) -> Result<Tree> {
    let whole = |plain| Ok(Tree::text(&decode(&items.join(","))?, plain));
    match data {
        Data::One(plain) => whole(*plain),
        Data::Any if items.len() == 1 => Ok(Tree::one_or_list(&decode(items[0])?, Plain::Either)),
        Data::List(_) | Data::Any => {
            let plain = data.property("");
            let items = items
                .iter()
                .map(|item| Ok(Tree::text(&decode(item)?, plain)));
            Ok(Tree::List(items.collect::<Result<_>>()?))
        }
        // An object that has no properties has nothing to be written.
        Data::Object(..) if items == [""] => Ok(Tree::Object(Vec::new())),
        Data::Object(..) => {
            let mut properties = Vec::new();
            let mut rest = items.iter().copied();
            while let Some(key) = rest.next() {
                let (key, value) = match explode {
                    true => key.split_once('='),
                    false => rest.next().map(|value| (key, value)),
                }
                .ok_or("has a name without a value")?;
                let key = decode(key)?;
                let value = Tree::text(&decode(value)?, data.property(&key));
                properties.push((key, value));
            }
            Ok(Tree::Object(properties))
        }
    }
}

/// An object whose properties are parameters of their own.
fn exploded(
    pairs: &Pairs,
    data: &Data<'_>,
    is_other: &dyn Fn(&str) -> bool,
) -> Result<Option<Tree>> {
    let known: &[(&str, Plain)] = match data {
        Data::Object(known, _) => known,
        _ => &[],
    };
    let mut properties = Vec::new();
    for (key, value) in &pairs.pairs {
        if known.iter().any(|(name, _)| name == key) || is_other(key) {
            let value = Tree::text(&pairs.decode(value)?, data.property(key));
            properties.push((key.clone(), value));
        }
    }
    Ok((!properties.is_empty()).then_some(Tree::Object(properties)))
}

/// What stands under names in brackets.
#[derive(Default)]
struct Node {
    texts: Vec<String>,
    inner: Vec<(String, Node)>,
    /// The places of the names within.
    places: BTreeMap<String, usize>,
}

fn deep(pairs: &Pairs, name: &str, style: QueryStyle) -> Result<Option<Tree>> {
    let mut root = Node::default();
    for (key, value) in &pairs.pairs {
        let Some(path) = key.strip_prefix(name) else {
            continue;
        };
        let steps = match path {
            "" => Vec::new(),
            path if path.starts_with('[') => brackets(path)?,
            _ => continue,
        };
        let mut node = &mut root;
        for step in steps {
            let at = node.places.get(step).copied();
            let at = at.unwrap_or_else(|| {
                node.inner.push((step.to_owned(), Node::default()));
                let at = node.inner.len() - 1;
                node.places.insert(step.to_owned(), at);
                at
            });
            node = &mut node.inner[at].1;
        }
        node.texts.push(pairs.decode(value)?);
    }
    match root.texts.is_empty() && root.inner.is_empty() {
        true => Ok(None),
        false => root.tree(style).map(Some),
    }
}

/// The names in `[a][b]`.
fn brackets(path: &str) -> Result<Vec<&str>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let inner = rest
            .strip_prefix('[')
            .ok_or("has a name with text between brackets")?;
        let (step, after) = inner
            .split_once(']')
            .ok_or("has a bracket that does not end")?;
        steps.push(step);
        rest = after;
        if steps.len() > MAX_DEPTH {
            return Err("is nested too deeply");
        }
    }
    Ok(steps)
}

impl Node {
    fn tree(self, style: QueryStyle) -> Result<Tree> {
        if self.inner.is_empty() {
            return Ok(match self.texts.as_slice() {
                [one] => Tree::one_or_list(one, Plain::Either),
                several => {
                    let items = several.iter().map(|text| Tree::text(text, Plain::Either));
                    Tree::List(items.collect())
                }
            });
        }
        if !self.texts.is_empty() {
            return Err("is a value and an object at once");
        }
        // A list's items are under no name, or under numbers from zero.
        let mut names = self.inner.iter().map(|(name, _)| &**name).enumerate();
        let is_list = match style {
            QueryStyle::DeepBrackets => names.all(|(_, name)| name.is_empty()),
            QueryStyle::DeepIndices => names.all(|(index, name)| name.parse() == Ok(index)),
            _ => false,
        };
        let mut inner = self.inner;
        if is_list && style == QueryStyle::DeepBrackets {
            let node = inner.pop().map(|(_, node)| node).unwrap_or_default();
            return match node.inner.is_empty() {
                true => {
                    let items = node.texts.iter();
                    let items = items.map(|text| Tree::text(text, Plain::Either));
                    Ok(Tree::List(items.collect()))
                }
                false => Ok(Tree::List(vec![node.tree(style)?])),
            };
        }
        if is_list {
            let items = inner.into_iter().map(|(_, node)| node.tree(style));
            return items.collect::<Result<_>>().map(Tree::List);
        }
        let properties = inner.into_iter();
        let properties = properties.map(|(name, node)| Ok((name, node.tree(style)?)));
        properties.collect::<Result<_>>().map(Tree::Object)
    }
}

/// A parameter of a path, from its text as it stands there.
///
/// # Errors
///
/// Why the text is none of its style's.
pub fn path(text: &str, name: &str, style: Style, explode: bool, data: &Data<'_>) -> Result<Tree> {
    let decode = |text: &str| decoded(text, false);
    let items = |text, separator| match data {
        Data::One(_) => vec![text],
        _ => split(text, &[separator]),
    };
    match style {
        Style::Simple => joined(&items(text, ","), explode, data, &decode),
        Style::Label => {
            let text = text.strip_prefix('.').ok_or("does not begin with `.`")?;
            let separator = if explode { "." } else { "," };
            joined(&items(text, separator), explode, data, &decode)
        }
        Style::Matrix => {
            let text = text.strip_prefix(';').ok_or("does not begin with `;`")?;
            let is_properties = explode && matches!(data, Data::Object(..));
            if is_properties {
                let pairs = text.split(';').map(|pair| {
                    // What is empty has its name alone.
                    match pair.contains('=') {
                        true => pair.to_owned(),
                        false => format!("{pair}="),
                    }
                });
                let pairs: Vec<String> = pairs.collect();
                let pairs: Vec<_> = pairs.iter().map(String::as_str).collect();
                return joined(&pairs, true, data, &decode);
            }
            let pairs = match explode {
                true => split(text, &[";"]),
                false => vec![text],
            };
            let mut values = Vec::new();
            for pair in pairs {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                if decode(key)? != name {
                    return Err("has another name than its own");
                }
                values.push(value);
            }
            if !explode {
                values = items(values[0], ",");
            }
            joined(&values, false, data, &decode)
        }
    }
}

/// A header's parameter, from its text.
///
/// # Errors
///
/// Why the text is none of its style's.
pub fn header(text: &str, explode: bool, data: &Data<'_>) -> Result<Tree> {
    let as_it_is = |text: &str| Ok(text.to_owned());
    match data {
        Data::One(_) | Data::Any => joined(&[text], explode, data, &as_it_is),
        _ => {
            let items = super::read::elements(text);
            joined(&items, explode, data, &as_it_is)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What nothing was written of is nothing: an object without properties, and no name without a value.
    #[test]
    fn an_empty_text_is_an_object_without_properties() {
        let data = Data::Object(&[("a", Plain::Text)], Plain::Text);
        for explode in [false, true] {
            let read = header("", explode, &data).map(|tree| format!("{tree:?}"));
            let none = format!("{:?}", Tree::Object(Vec::new()));
            assert_eq!(read, Ok(none), "{explode}");
        }
        assert!(header("a", false, &data).is_err());
    }
}
