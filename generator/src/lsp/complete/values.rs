//! The values that a key may have: words of the specification, types and formats, and what the document
//! names elsewhere.

use std::collections::BTreeSet;

use lsp_types::CompletionItemKind;

use super::{Context, Offer, Place, version};
use crate::format;
use crate::grammar::{Object, Shape};
use crate::lsp::place;
use crate::lsp::tree::Id;
use crate::lsp::words;
use crate::version::Version;

/// The types of JSON Schema.
const TYPES: &[&str] = &[
    "string", "number", "integer", "boolean", "array", "object", "null",
];

/// What may stand at a value.
pub(super) fn of(place: &Place, context: &Context<'_>, shape: Option<Shape>) -> Vec<Offer> {
    let Some((last, way)) = context.way.split_last() else {
        return Vec::new();
    };
    let around = place.project.shape_at(&place.file.path, way);
    if &**last == "$ref" {
        let object = around.and_then(place::object);
        return object.map_or_else(Vec::new, |object| references(place, object));
    }
    let holder = around.and_then(place::object);
    if let Some(offers) = named(place, context, holder, last, way) {
        return offers;
    }
    match shape {
        Some(Shape::OneOf(words)) => offers(words.iter().copied(), CompletionItemKind::EnumMember),
        Some(Shape::Bool) => offers(["true", "false"], CompletionItemKind::Keyword),
        Some(Shape::NumberOrBool) if version(place) == Version::V3_0 => {
            offers(["true", "false"], CompletionItemKind::Keyword)
        }
        Some(Shape::Types) => types(place),
        Some(Shape::SchemaName) => references(place, Object::Schema),
        _ => Vec::new(),
    }
}

/// The values of keys whose shape says no more than that they are texts.
fn named(
    place: &Place,
    context: &Context<'_>,
    holder: Option<Object>,
    last: &str,
    way: &[std::borrow::Cow<'_, str>],
) -> Option<Vec<Offer>> {
    let key = way.last().map(|key| &**key);
    let outer = way.split_last().map(|(_, way)| way);
    let outer = outer.and_then(|way| place.project.shape_at(&place.file.path, way));
    let outer = outer.and_then(place::object);
    let found = match (holder, last) {
        (Some(Object::OpenApi), "openapi") => {
            offers(["3.0.4", "3.1.2", "3.2.0"], CompletionItemKind::EnumMember)
        }
        (Some(Object::Schema), "format") => formats(place, context),
        (Some(Object::SecurityScheme), "scheme") => offers(
            ["basic", "bearer", "digest"],
            CompletionItemKind::EnumMember,
        ),
        (Some(Object::Link), "operationId") => offers_of(operation_ids(place)),
        (Some(Object::Discriminator), "propertyName") => offers_of(properties(place, way)),
        _ => match (outer, key) {
            (Some(Object::Schema), Some("type")) => types(place),
            (Some(Object::Schema), Some("required")) => {
                let way = way.split_last().map_or(way, |(_, way)| way);
                let there = items(place, context);
                let names = properties_at(place, way).into_iter();
                offers_of(names.filter(|name| !there.contains(name)).collect())
            }
            (Some(Object::Operation), Some("tags")) => offers_of(tags(place)),
            _ => return None,
        },
    };
    Some(found)
}

fn offers<'w>(words: impl IntoIterator<Item = &'w str>, kind: CompletionItemKind) -> Vec<Offer> {
    let offers = words.into_iter().map(|word| Offer {
        label: word.to_owned(),
        kind,
        detail: String::new(),
        docs: None,
        below: None,
        is_deprecated: false,
    });
    offers.collect()
}

fn offers_of(names: Vec<String>) -> Vec<Offer> {
    offers(
        names.iter().map(String::as_str),
        CompletionItemKind::Reference,
    )
}

fn types(place: &Place) -> Vec<Offer> {
    let has_null = version(place) != Version::V3_0;
    let types = TYPES.iter().copied();
    let types = types.filter(|ty| has_null || *ty != "null");
    offers(types, CompletionItemKind::EnumMember)
}

/// The formats of the type that stands beside; all where there is none.
fn formats(place: &Place, context: &Context<'_>) -> Vec<Offer> {
    let (tree, text) = (&place.file.tree, place.file.str());
    let holder = tree.parent(context.node);
    let ty = holder.and_then(|holder| tree.member(text, holder, "type"));
    let ty = ty.and_then(|ty| tree.scalar(text, ty));
    let names: BTreeSet<&str> = format::known().collect();
    let fits = |name: &&str| match ty.as_deref() {
        Some(ty) => format::types(name).any(|known| known == ty),
        None => true,
    };
    let mut found = offers(
        names.into_iter().filter(fits),
        CompletionItemKind::EnumMember,
    );
    for offer in &mut found {
        let usual = || format::types(&offer.label).next();
        if let Some(ty) = ty.as_deref().or_else(usual) {
            offer.detail = words::format(ty, &offer.label).unwrap_or_default();
        }
    }
    found
}

/// References to what a document has of an object, and to the files beside it.
fn references(place: &Place, object: Object) -> Vec<Offer> {
    let Some(root) = place.project.root_file() else {
        return Vec::new();
    };
    let before = match root.path == place.file.path {
        true => String::new(),
        false => relative(place, &root.path).unwrap_or_default(),
    };
    let Some(home) = place::home(object, place.project.is_swagger) else {
        return Vec::new();
    };
    let components = names(place, object);
    let components = components
        .iter()
        .map(|name| format!("{before}{}", home.key(name)));
    let others = place.project.files.keys();
    let others = others.filter(|path| **path != place.file.path && **path != root.path);
    let others = others.filter_map(|path| relative(place, path));
    offers_of(components.chain(others).collect())
}

/// The way to a file from the one that a place is in.
fn relative(place: &Place, to: &std::path::Path) -> Option<String> {
    let folder = place.file.path.parent()?;
    let shared = folder.ancestors().find(|folder| to.starts_with(folder))?;
    let up = folder.strip_prefix(shared).ok()?.components().count();
    let down = to
        .strip_prefix(shared)
        .ok()?
        .to_string_lossy()
        .replace('\\', "/");
    let start = if up == 0 {
        "./".to_owned()
    } else {
        "../".repeat(up)
    };
    Some(format!("{start}{down}"))
}

/// The names of the components of a kind.
pub(super) fn names(place: &Place, object: Object) -> Vec<String> {
    let home = match (object, place.project.is_swagger) {
        (Object::SecurityScheme, true) => {
            Some(crate::pointer::Pointer::root().key("securityDefinitions"))
        }
        (object, is_swagger) => place::home(object, is_swagger),
    };
    let root = place.project.root_file();
    let found = root.zip(home).and_then(|(root, home)| {
        let node = root.tree.find(root.str(), &home)?;
        let children = root.tree.children(node);
        let names = children.filter_map(|child| root.tree.key(root.str(), child));
        Some(names.map(std::borrow::Cow::into_owned).collect())
    });
    found.unwrap_or_default()
}

fn tags(place: &Place) -> Vec<String> {
    let found = place.project.root_file().and_then(|root| {
        let (tree, text) = (&root.tree, root.str());
        let tags = tree.member(text, Id::ROOT, "tags")?;
        let names = tree.children(tags).filter_map(|tag| {
            let name = tree.member(text, tag, "name")?;
            Some(tree.scalar(text, name)?.into_owned())
        });
        Some(names.collect())
    });
    found.unwrap_or_default()
}

fn operation_ids(place: &Place) -> Vec<String> {
    let files = place.project.files.values().map(|member| &member.file);
    let ids = files.flat_map(|file| {
        let (tree, text) = (&file.tree, file.str());
        let is_id = move |id: &Id| tree.key(text, *id).as_deref() == Some("operationId");
        let nodes = tree.all().filter(is_id);
        nodes.filter_map(move |id| {
            let way = tree.tokens(text, id);
            let is_link = way.iter().any(|key| key == "links");
            let id = tree.scalar(text, id)?;
            (!is_link).then(|| id.into_owned())
        })
    });
    ids.collect()
}

/// The properties that a schema with a discriminator declares.
fn properties(place: &Place, way: &[std::borrow::Cow<'_, str>]) -> Vec<String> {
    let Some((_, schema)) = way.split_last() else {
        return Vec::new();
    };
    properties_at(place, schema)
}

fn properties_at(place: &Place, way: &[std::borrow::Cow<'_, str>]) -> Vec<String> {
    let (tree, text) = (&place.file.tree, place.file.str());
    let keys = way.iter().map(|key| &**key).chain(["properties"]);
    let at = crate::pointer::Pointer::root().keys(keys);
    let Some(node) = tree.find(text, &at) else {
        return Vec::new();
    };
    let names = tree
        .children(node)
        .filter_map(|child| tree.key(text, child));
    names.map(std::borrow::Cow::into_owned).collect()
}

/// The texts that are in the list of a value already.
fn items(place: &Place, context: &Context<'_>) -> BTreeSet<String> {
    let (tree, text) = (&place.file.tree, place.file.str());
    let list = match tree.kind(context.node) {
        crate::lsp::tree::Kind::Sequence => Some(context.node),
        _ => tree.parent(context.node),
    };
    let items = list.into_iter().flat_map(|list| tree.children(list));
    let others = items.filter(|item| *item != context.node);
    others
        .filter_map(|item| Some(tree.scalar(text, item)?.into_owned()))
        .collect()
}
