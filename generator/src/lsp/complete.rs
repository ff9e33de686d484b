//! What may be written at a place: the keys of the object there, by the tables of the specification, and
//! the values of a key.

mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, InsertTextFormat, MarkupContent,
    MarkupKind, TextEdit,
};
use serde_json::Value;

use super::asked::Place;
use super::context::{self, Context, Style, Wanted};
use super::place;
use super::state::State;
use super::tree::{Id, Kind};
use super::words;
use crate::grammar::{Field, Need, Object, Shape};
use crate::media;
use crate::version::Version;

/// Something that may be written.
struct Offer {
    label: String,
    kind: CompletionItemKind,
    detail: String,
    docs: Option<String>,
    /// What stands at a key; `None` for a value.
    below: Option<Shape>,
    is_deprecated: bool,
}

/// What may be written at a place.
pub(super) fn items(state: &State, place: &Place) -> Vec<CompletionItem> {
    let Some(context) = context::at(&place.file, place.offset) else {
        return Vec::new();
    };
    let shape = place.project.shape_at(&place.file.path, &context.way);
    let mut offers = Vec::new();
    if matches!(context.wanted, Wanted::Key | Wanted::Either)
        && let Some(shape) = shape
    {
        offers = keys(place, &context, shape);
    }
    if matches!(context.wanted, Wanted::Value | Wanted::Either) {
        offers.extend(values::of(place, &context, shape));
    }
    let written = offers.into_iter().enumerate();
    let writer = Writer {
        place,
        context: &context,
        takes_snippets: state.takes_snippets,
    };
    written
        .map(|(number, offer)| writer.item(number, offer))
        .collect()
}

/// The version that the document of a place states.
pub(super) fn version(place: &Place) -> Version {
    let root = place.project.root_file();
    let stated = root.and_then(|root| {
        let member = root.tree.member(root.str(), Id::ROOT, "openapi")?;
        Some(root.tree.scalar(root.str(), member)?.into_owned())
    });
    place::version(stated.as_deref())
}

/// The keys that an object may have beside those that it has.
fn keys(place: &Place, context: &Context<'_>, shape: Shape) -> Vec<Offer> {
    let (tree, text) = (&place.file.tree, place.file.str());
    let children = tree.children(context.node).filter(|child| {
        // The one that is being written is not there yet.
        tree.key_span(*child)
            .is_none_or(|key| key != context.replaced)
    });
    let there: BTreeSet<Cow<'_, str>> = match tree.kind(context.node) {
        Kind::Mapping => children.filter_map(|child| tree.key(text, child)).collect(),
        _ => BTreeSet::new(),
    };
    let mut offers = Vec::new();
    if let Some(object) = place::object(shape) {
        let version = version(place);
        let excluded = |name: &str| {
            let pairs = object.exclusions().iter();
            pairs.into_iter().any(|(one, other)| {
                (*one == name && there.contains(*other)) || (*other == name && there.contains(*one))
            })
        };
        let fields = object.fields().iter().filter(|field| {
            field.is_in(version) && !there.contains(field.name) && !excluded(field.name)
        });
        let mut fields: Vec<&Field> = fields.collect();
        fields.sort_by_key(|field| field.may_be_missing(version));
        offers.extend(
            fields
                .into_iter()
                .map(|field| offer(object, field, version)),
        );
        if place::takes_reference(shape) && there.is_empty() {
            offers.push(Offer {
                label: "$ref".to_owned(),
                kind: CompletionItemKind::Property,
                detail: "a reference".to_owned(),
                docs: words::of(object, "$ref").map(str::to_owned),
                below: Some(Shape::Text),
                is_deprecated: false,
            });
        }
    }
    let names: Vec<String> = match shape {
        Shape::Object(Object::Responses | Object::SwaggerResponses) => words::STATUSES
            .iter()
            .map(|(status, _)| (*status).to_owned())
            .collect(),
        Shape::Object(Object::SecurityRequirement) => values::names(place, Object::SecurityScheme),
        Shape::Map(Shape::RefOr(Object::MediaType)) => media::usual().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let below = place::step(shape, "");
    offers.extend(
        names
            .into_iter()
            .filter(|name| !there.contains(name.as_str()))
            .map(|name| {
                let status = words::STATUSES.iter().find(|(status, _)| *status == name);
                Offer {
                    detail: status.map_or("", |(_, words)| words).to_owned(),
                    label: name,
                    kind: CompletionItemKind::Property,
                    docs: None,
                    below,
                    is_deprecated: false,
                }
            }),
    );
    offers
}

fn offer(object: Object, field: &Field, version: Version) -> Offer {
    let mut detail = words::shape(field.shape);
    if field.need != Need::Optional && !field.may_be_missing(version) {
        detail.push_str(", required");
    }
    Offer {
        label: field.name.to_owned(),
        kind: CompletionItemKind::Property,
        detail,
        docs: words::of(object, field.name).map(str::to_owned),
        below: Some(field.shape),
        is_deprecated: false,
    }
}

/// Writes offers as the place has it.
struct Writer<'p> {
    place: &'p Place,
    context: &'p Context<'p>,
    takes_snippets: bool,
}

impl Writer<'_> {
    fn item(&self, number: usize, offer: Offer) -> CompletionItem {
        let (text, is_snippet) = match offer.below {
            Some(below) => self.key(&offer.label, below),
            None => (self.value(&offer), false),
        };
        let replaced = self.context.replaced.clone();
        let quote = self.place.file.str()[replaced.clone()].chars().next();
        let quote = quote.filter(|quote| matches!(quote, '"' | '\''));
        // Clients compare it with what is replaced.
        let filter = quote.map(|quote| format!("{quote}{}", offer.label));
        let range = self.place.file.text.range(replaced);
        let docs = offer
            .docs
            .map(|docs| MarkupContent::new(MarkupKind::Markdown, docs).into());
        CompletionItem {
            kind: Some(offer.kind),
            detail: (!offer.detail.is_empty()).then_some(offer.detail),
            documentation: docs,
            tags: offer
                .is_deprecated
                .then(|| vec![CompletionItemTag::Deprecated]),
            sort_text: Some(format!("{number:05}")),
            filter_text: filter,
            insert_text_format: is_snippet.then_some(InsertTextFormat::Snippet),
            text_edit: Some(TextEdit::new(range, text).into()),
            label: offer.label,
            ..CompletionItem::default()
        }
    }

    /// The text of a key with what follows it, and whether that is a snippet.
    fn key(&self, name: &str, below: Shape) -> (String, bool) {
        let written = match self.context.style {
            Style::Json => Value::from(name).to_string(),
            _ => quoted(name),
        };
        if self.context.has_colon {
            return (written, false);
        }
        let is_collection = matches!(
            below,
            Shape::Object(_)
                | Shape::RefOr(_)
                | Shape::Map(_)
                | Shape::List(_)
                | Shape::SchemaOrBool
        );
        match self.context.style {
            Style::Block if is_collection => (format!("{written}:"), false),
            Style::Block | Style::Flow => (format!("{written}: "), false),
            Style::Json => {
                let around = match below {
                    Shape::List(_) => "[]",
                    _ if is_collection => "{}",
                    Shape::Text
                    | Shape::Uri(_)
                    | Shape::OneOf(_)
                    | Shape::Types
                    | Shape::SchemaName => "\"\"",
                    _ => "",
                };
                if !self.takes_snippets || around.is_empty() {
                    return (format!("{written}: {around}"), false);
                }
                let (open, close) = around.split_at(1);
                let close = close.replace('}', "\\}");
                let written = written.replace('$', "\\$");
                (format!("{written}: {open}$0{close}"), true)
            }
        }
    }

    fn value(&self, offer: &Offer) -> String {
        let text = &offer.label;
        let is_word = offer.kind == CompletionItemKind::Keyword;
        match self.context.style {
            Style::Json if is_word => text.clone(),
            Style::Json => Value::from(text.as_str()).to_string(),
            _ if is_word => text.clone(),
            _ => {
                let replaced = &self.place.file.str()[self.context.replaced.clone()];
                match replaced.chars().next() {
                    Some('"') => Value::from(text.as_str()).to_string(),
                    _ => quoted(text),
                }
            }
        }
    }
}

/// A text as YAML writes it, in quotes where it would else mean something other.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "$_./-+*{}".contains(letter);
    let starts = |letter: char| letter.is_ascii_alphabetic() || "$_/".contains(letter);
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match text.starts_with(starts) && text.chars().all(is_plain) && !is_word {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}
