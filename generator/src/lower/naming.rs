//! What a type without a name of its own is called: after the place where its
//! schema stands, so that a change elsewhere does not rename it.

use std::borrow::Cow;
use std::rc::Rc;

use super::chosen::component;
use super::equal;
use super::name::{self, Case};
use super::operation_name::from_path;
use super::words::{Word, words};
use super::{Direction, Lowerer};
use crate::document::Part;
use crate::ir::{Api, TypeDef};
use crate::keyword::{Applied, Form, applied, form};
use crate::method::{ADDITIONAL, Method};
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// What an inline schema's type is called.
    pub(super) fn inline_name(&self, parts: &[Part<'d>], direction: Direction) -> String {
        let at = &parts[parts.len() - 1].at;
        let owner = &parts[0].at;
        if let Some((owner, wire)) = &self.property
            && parts.len() > 1
            && parts.iter().all(|part| is_property(&part.at, wire))
        {
            return format!("{owner} {wire}");
        }
        // Of a schema combined with branches, each of them tells it apart.
        if let [_, branches @ ..] = parts
            && branches.len() > 1
            && let Some(words) = self.words_of_combined(owner, branches, direction)
        {
            return words;
        }
        if parts.len() > 1 && !at.starts_with(owner) {
            return format!(
                "{} {}",
                self.name_at(owner, direction, None),
                at.last().unwrap_or_default()
            );
        }
        self.name_at(at, direction, None)
    }

    /// The words of a schema combined with branches of unions; none where others are combined.
    fn words_of_combined(
        &self,
        owner: &Pointer,
        branches: &[Part<'d>],
        direction: Direction,
    ) -> Option<String> {
        let mut words = vec![self.name_at(owner, direction, None)];
        for branch in branches {
            let at = &branch.at;
            let list = at.parent()?;
            let is_branch = list
                .last()
                .is_some_and(|keyword| matches!(&*keyword, "oneOf" | "anyOf"));
            words.push(match is_branch {
                true => self.branch_words(at, &list.last()?, &at.last()?),
                false => component(at)?,
            });
        }
        Some(words.join(" "))
    }

    /// The words of a place, for an identifier to be made of.
    pub(super) fn name_at(
        &self,
        at: &Pointer,
        direction: Direction,
        extra: Option<&str>,
    ) -> String {
        let tokens: Vec<String> = at.tokens().map(std::borrow::Cow::into_owned).collect();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (mut words, rest) = self.owner(&tokens, at);
        let mut place = at_prefix(&tokens, tokens.len() - rest.len());
        let mut rest = rest.iter().peekable();
        while let Some(token) = rest.next() {
            place = place.key(token);
            match *token {
                _ if *token == "headers" || form(token) == Some(Form::SchemasByName) => {
                    if let Some(name) = rest.next() {
                        place = place.key(name);
                        words.push((*name).to_owned());
                    }
                }
                "allOf" => {
                    if let Some(index) = rest.next() {
                        place = place.key(index);
                    }
                }
                _ if form(token) == Some(Form::Schema) => match applied(token) {
                    Some(Applied::Items) => words.push("Item".to_owned()),
                    Some(Applied::Properties) => words.push("Value".to_owned()),
                    _ => {}
                },
                _ if form(token) == Some(Form::Schemas) => {
                    if let Some(index) = rest.next() {
                        place = place.key(index);
                        words.push(self.branch_words(&place, token, index));
                    }
                }
                "content" => {
                    if let Some(media) = rest.next() {
                        place = place.key(media);
                        if !media.contains("json") {
                            words.push(
                                media
                                    .rsplit('/')
                                    .next()
                                    .unwrap_or_default()
                                    .replace("x-www-form-urlencoded", "form"),
                            );
                        }
                    }
                }
                "responses" => {
                    if let Some(status) = rest.next() {
                        words.push(status_word(status));
                    }
                }
                // An expression and a method, which are no words.
                "callbacks" => {
                    let name = rest.next();
                    let inner = name.into_iter().chain(rest.by_ref().take(2));
                    for (index, token) in inner.enumerate() {
                        place = place.key(token);
                        words.extend((index == 0).then(|| (*token).to_owned()));
                    }
                }
                "requestBody" => words.push("Request".to_owned()),
                "itemSchema" => words.push("Item".to_owned()),
                "parameters" => {
                    if let Some(index) = rest.next() {
                        let name = place
                            .key(index)
                            .key("name")
                            .resolve(&self.document.value)
                            .and_then(|name| name.as_str());
                        words.push(name.unwrap_or(index).to_owned());
                    }
                }
                "not" | "if" | "then" | "else" | "schema" => {}
                other => words.push(other.to_owned()),
            }
        }
        words.extend(extra.map(str::to_owned));
        if direction == Direction::Request && self.visibility.is_split(&at_prefix(&tokens, 3)) {
            words.push("Request".to_owned());
        }
        words.join(" ")
    }

    /// The words of what owns a place: a component or an operation; and the tokens below it.
    fn owner<'t>(&self, tokens: &'t [&'t str], at: &Pointer) -> (Vec<String>, &'t [&'t str]) {
        match tokens {
            ["components", "parameters", name, rest @ ..] => {
                (vec![(*name).to_owned(), "Parameter".to_owned()], rest)
            }
            ["components", "headers", name, rest @ ..] => {
                (vec![(*name).to_owned(), "Header".to_owned()], rest)
            }
            ["components", "responses", name, rest @ ..] => {
                let word = if name.to_ascii_lowercase().contains("response") {
                    "Body"
                } else {
                    "Response"
                };
                (vec![(*name).to_owned(), word.to_owned()], rest)
            }
            ["components", "requestBodies", name, rest @ ..] => {
                let word = if name.to_ascii_lowercase().contains("body") {
                    "Payload"
                } else {
                    "Body"
                };
                (vec![(*name).to_owned(), word.to_owned()], rest)
            }
            ["components", _, name, rest @ ..] => (vec![(*name).to_owned()], rest),
            ["paths" | "webhooks", path, "parameters", rest @ ..] => {
                let mut words = path
                    .split('/')
                    .filter(|segment| !segment.starts_with('{') && !segment.is_empty());
                let name = rest.first().and_then(|index| {
                    let place = at_prefix(tokens, 3).key(index).key("name");
                    place.resolve(&self.document.value)?.as_str()
                });
                let words = words
                    .next_back()
                    .into_iter()
                    .chain(name)
                    .map(str::to_owned)
                    .collect();
                (words, rest.get(1..).unwrap_or_default())
            }
            ["paths", path, ADDITIONAL, token, rest @ ..] => {
                let method = Method::additional(token);
                (vec![self.words_of(path, token, method)], rest)
            }
            ["paths", path, key, rest @ ..] => {
                let method = Method::of_key(key);
                (vec![self.words_of(path, key, method)], rest)
            }
            ["webhooks", name, ADDITIONAL, _, rest @ ..] => (vec![(*name).to_owned()], rest),
            ["webhooks", name, _, rest @ ..] => (vec![(*name).to_owned()], rest),
            [] => (vec!["Document".to_owned()], &[]),
            [.., last] => {
                let _ = at;
                (vec![(*last).to_owned()], &[])
            }
        }
    }

    /// What the type of an error is called without its operation: by its case, and what it is within it.
    fn common_name(&self, def: &TypeDef) -> Option<String> {
        let tokens: Vec<String> = def.source.tokens().map(Cow::into_owned).collect();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (owner, rest) = self.owner(&tokens, &def.source);
        let ["responses", status, ..] = rest else {
            return None;
        };
        if tokens.first() != Some(&"paths") || !is_error(status) {
            return None;
        }
        let owner = name::identifier(&owner.join(" "), Case::Camel);
        let case = name::identifier(&status_word(status), Case::Camel);
        let within = def
            .name
            .as_str()
            .strip_prefix(&owner)?
            .strip_prefix(&case)?;
        let is_numbered = within.ends_with(|last: char| last.is_ascii_digit());
        let case = match *status {
            "default" => "DefaultError",
            _ => &case,
        };
        (!is_numbered).then(|| format!("{case}{within}"))
    }

    /// Makes one type of inline schemas that are equal.
    pub(super) fn unite(&mut self, api: &mut Api) {
        let mut names = std::mem::take(&mut self.names);
        let derived = self.options.derives.types.keys();
        let rules = equal::Rules {
            document: &self.document.value,
            merge: self.options.merge,
            kept: derived.map(String::as_str).collect(),
            common: &|def| self.common_name(def),
        };
        equal::run(api, &mut names, &rules);
        self.names = names;
    }

    /// The name of an operation, or else what its key and path say.
    fn words_of(&self, path: &str, key: &str, method: Option<Method>) -> String {
        let name = method.and_then(|method| self.operation_names.get(&(path.to_owned(), method)));
        name.map_or_else(|| from_path(key, path), |name| name.whole.clone())
    }

    /// What a branch is called by, or else its number.
    fn branch_words(&self, place: &Pointer, keyword: &str, index: &str) -> String {
        let place = index.parse::<usize>().ok().zip(place.parent());
        let Some((index, list)) = place else {
            return index.to_owned();
        };
        let keyword = match keyword {
            "oneOf" => "Variant",
            "anyOf" => "Option",
            _ => return format!("Item{}", index + 1),
        };
        let words = self.words_of_branches(&list);
        let word = words.get(index).and_then(Option::as_ref);
        word.map_or_else(
            || format!("{keyword}{}", index + 1),
            |word| word.text.clone(),
        )
    }

    /// What the branches that are listed at a place are called by.
    pub(super) fn words_of_branches(&self, list: &Pointer) -> Rc<[Option<Word>]> {
        if let Some(known) = self.branch_words.borrow().get(list) {
            return known.clone();
        }
        let words: Rc<[Option<Word>]> = words(self.document, list).into();
        let mut known = self.branch_words.borrow_mut();
        known.insert(list.clone(), words.clone());
        words
    }
}

fn at_prefix(tokens: &[&str], length: usize) -> Pointer {
    Pointer::root().keys(tokens.iter().take(length).copied())
}

/// Whether a status is that of an error, or of all that have no response of their own.
fn is_error(status: &str) -> bool {
    status == "default" || status.starts_with(['4', '5'])
}

/// What a status is called in a type's name.
pub(super) fn status_word(status: &str) -> String {
    match status {
        "200" | "201" | "202" => "Response".to_owned(),
        "default" => "Default".to_owned(),
        _ => match status.parse::<u16>() {
            Ok(code) => super::responses::reason(code)
                .map_or_else(|| format!("Status{code}"), str::to_owned),
            Err(_) => format!("Status{}", status.to_ascii_uppercase()),
        },
    }
}

/// Whether a place is that of a property of this name.
fn is_property(at: &Pointer, wire: &str) -> bool {
    let parent = at.parent().unwrap_or_default();
    at.last().is_some_and(|last| last == wire)
        && parent.last().is_some_and(|last| last == "properties")
}
