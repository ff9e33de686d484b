//! The text of a document into its elements, with their namespaces. What could make a small text a large one is
//! refused: types of documents, and with them entities.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::xml::INSTANCE;
use crate::xml::read::XmlError;

/// How deep elements may nest.
const DEPTH: usize = 100;

/// A name, with what its prefix stands for.
#[derive(Debug, Default)]
pub(super) struct Name {
    pub local: String,
    /// May be empty.
    pub prefix: String,
    /// Nothing where its prefix is declared nowhere; an attribute without a prefix has none either.
    pub namespace: Option<Rc<str>>,
}

/// An element, as it stands.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: Name,
    pub attributes: Vec<(Name, String)>,
    pub children: Vec<Element>,
    /// All text in it, that of its children aside.
    pub text: String,
    /// How much of the text of the element that it is in stands before it.
    before: usize,
}

impl Element {
    /// Whether it says that it is null.
    pub fn is_nil(&self) -> bool {
        let mut attributes = self.attributes.iter();
        attributes.any(|(name, value)| {
            name.local == "nil" && !name.prefix.is_empty() && matches!(&**value, "true" | "1")
        })
    }

    /// The attributes, those aside that XML Schema has for any element.
    pub fn own_attributes(&self) -> impl Iterator<Item = &(Name, String)> {
        let of_instances = |name: &Name| name.namespace.as_deref() == Some(INSTANCE);
        let attributes = self.attributes.iter();
        attributes.filter(move |(name, _)| !of_instances(name))
    }

    /// The text in front of a child, and behind the child before it; behind the last one, that of its number.
    pub fn text_before(&self, child: usize) -> &str {
        let end = |child: usize| self.children.get(child).map(|it| it.before);
        let from = match child.checked_sub(1) {
            Some(previous) => end(previous).unwrap_or(self.text.len()),
            None => 0,
        };
        let to = end(child).unwrap_or(self.text.len());
        self.text.get(from..to).unwrap_or_default()
    }
}

/// What prefixes stand for where the reader is.
#[derive(Default)]
struct Namespaces {
    bound: BTreeMap<String, Vec<Rc<str>>>,
    /// The prefixes that each open element declares.
    declared: Vec<Vec<String>>,
}

impl Namespaces {
    fn declare(&mut self, prefix: &str, namespace: &str, declared: &mut Vec<String>) {
        let bound = self.bound.entry(prefix.to_owned()).or_default();
        bound.push(Rc::from(namespace));
        declared.push(prefix.to_owned());
    }

    fn leave(&mut self) {
        for prefix in self.declared.pop().unwrap_or_default() {
            if let Some(bound) = self.bound.get_mut(&prefix) {
                bound.pop();
            }
        }
    }

    fn name(&self, written: &str, is_attribute: bool) -> Name {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let bound = self.bound.get(prefix).and_then(|bound| bound.last());
        let is_unbound = is_attribute && prefix.is_empty();
        Name {
            local: local.to_owned(),
            prefix: prefix.to_owned(),
            namespace: bound.filter(|_| !is_unbound).cloned(),
        }
    }

    /// An element that begins, whose declarations hold until `leave`.
    fn enter(&mut self, start: &BytesStart<'_>, before: usize) -> Result<Element, XmlError> {
        let mut found = Vec::new();
        let mut declared = Vec::new();
        let mut attributes = start.attributes();
        let mut seen = BTreeSet::new();
        // The parser's own check compares each with each.
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.map_err(wrong)?;
            let name = attribute.key.as_ref().to_owned();
            if !seen.insert(name.clone()) {
                return Err(wrong("an element has an attribute twice"));
            }
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(wrong)?;
            match name.strip_prefix("xmlns") {
                Some("") => self.declare("", &value, &mut declared),
                Some(prefix) if prefix.starts_with(':') => {
                    self.declare(&prefix[1..], &value, &mut declared);
                }
                _ => found.push((name, value.into_owned())),
            }
        }
        self.declared.push(declared);
        let attributes = found.into_iter();
        let attributes = attributes.map(|(name, value)| (self.name(&name, true), value));
        Ok(Element {
            name: self.name(start.name().as_ref(), false),
            attributes: attributes.collect(),
            before,
            ..Element::default()
        })
    }
}

pub(super) fn wrong(error: impl fmt::Display) -> XmlError {
    XmlError(error.to_string())
}

/// The root of a document.
pub(super) fn parse(text: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(text);
    let mut namespaces = Namespaces::default();
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let before = open.last().map_or(0, |outer| outer.text.len());
        match reader.read_event().map_err(wrong)? {
            Event::Start(start) => {
                if open.len() == DEPTH {
                    return Err(wrong(format!("elements nest deeper than {DEPTH}")));
                }
                open.push(namespaces.enter(&start, before)?);
            }
            Event::Empty(start) => {
                let element = namespaces.enter(&start, before)?;
                namespaces.leave();
                close(element, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let element = open
                    .pop()
                    .ok_or_else(|| wrong("an element ends that never began"))?;
                namespaces.leave();
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => add(&mut open, &text.xml10_content())?,
            Event::CData(text) => add(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(wrong)?;
                let text = match (character, &*reference.xml10_content()) {
                    (Some(character), _) => character.to_string(),
                    (None, "lt") => "<".to_owned(),
                    (None, "gt") => ">".to_owned(),
                    (None, "amp") => "&".to_owned(),
                    (None, "apos") => "'".to_owned(),
                    (None, "quot") => "\"".to_owned(),
                    (None, _) => return Err(wrong("it names an entity that XML does not have")),
                };
                add(&mut open, &text)?;
            }
            Event::DocType(_) => {
                return Err(wrong("it states a type of document, which is refused"));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(wrong("it has no element that is whole")),
    }
}

fn close(
    element: Element,
    open: &mut [Element],
    root: &mut Option<Element>,
) -> Result<(), XmlError> {
    match open.last_mut() {
        Some(outer) => outer.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(wrong("it has several roots")),
    }
    Ok(())
}

fn add(open: &mut [Element], text: &str) -> Result<(), XmlError> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(wrong("it has text outside of its root")),
    }
    Ok(())
}
