//! A document to its outline, and to the ranges that may be folded.

use lsp_types::{DocumentSymbol, FoldingRange, SymbolKind};

use super::text::number;
use super::tree::{Id, Kind};
use super::workspace::File;
use crate::method::Method;

/// The outline: what is called, and the components.
pub(super) fn symbols(file: &File) -> Vec<DocumentSymbol> {
    below(file, Id::ROOT, Level::Root)
}

/// How far down a member is.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Root,
    /// Of paths or webhooks.
    Paths,
    PathItem,
    Components,
    Kind,
    Schemas,
    Properties,
    Leaf,
}

fn below(file: &File, node: Id, level: Level) -> Vec<DocumentSymbol> {
    if level == Level::Leaf {
        return Vec::new();
    }
    let children = file.tree.children(node);
    children
        .filter_map(|child| symbol(file, child, level))
        .collect()
}

fn symbol(file: &File, node: Id, level: Level) -> Option<DocumentSymbol> {
    let (tree, text) = (&file.tree, file.str());
    let key = tree.key_span(node)?;
    let name = tree.key(text, node)?;
    let (inner, kind) = match (level, &*name) {
        (Level::Root, "paths" | "webhooks" | "x-ms-paths") => (Level::Paths, SymbolKind::Namespace),
        (Level::Root, "components") => (Level::Components, SymbolKind::Namespace),
        (Level::Root, "definitions" | "$defs") | (Level::Components, "schemas") => {
            (Level::Schemas, SymbolKind::Namespace)
        }
        (Level::Root, "properties") => (Level::Properties, SymbolKind::Namespace),
        (Level::Root, "parameters" | "responses" | "securityDefinitions")
        | (Level::Components, _) => (Level::Kind, SymbolKind::Namespace),
        (Level::Root, _) => (Level::Leaf, SymbolKind::Property),
        (Level::Paths, _) => (Level::PathItem, SymbolKind::Module),
        (Level::PathItem, key) if Method::of_key(key).is_some() => {
            (Level::Leaf, SymbolKind::Method)
        }
        (Level::PathItem, _) => return None,
        (Level::Schemas, _) => (Level::Properties, SymbolKind::Class),
        (Level::Kind, _) => (Level::Leaf, SymbolKind::Object),
        (Level::Properties, _) => (Level::Leaf, SymbolKind::Field),
        (Level::Leaf, _) => return None,
    };
    let detail = match kind {
        SymbolKind::Method => tree.member(text, node, "operationId"),
        SymbolKind::Field => tree.member(text, node, "type"),
        _ => None,
    };
    let detail = detail.and_then(|detail| tree.scalar(text, detail));
    let children = match kind {
        SymbolKind::Class => {
            let properties = tree.member(text, node, "properties");
            let properties = properties.filter(|id| tree.extent(*id).start > key.start);
            properties.map_or_else(Vec::new, |properties| below(file, properties, inner))
        }
        _ => below(file, node, inner),
    };
    #[allow(deprecated, reason = "the type has the field")]
    Some(DocumentSymbol {
        // A name of no letters is refused by clients.
        name: if name.trim().is_empty() {
            "''".to_owned()
        } else {
            name.into_owned()
        },
        detail: detail.map(std::borrow::Cow::into_owned),
        kind,
        tags: None,
        deprecated: None,
        range: file.text.range(tree.extent(node)),
        selection_range: file.text.range(key),
        children: (!children.is_empty()).then_some(children),
    })
}

/// What of a text may be folded: the members of several lines, and of too many the outermost.
pub(super) fn folds(file: &File, most: usize) -> Vec<FoldingRange> {
    let tree = &file.tree;
    let mut depths: Vec<usize> = Vec::new();
    let mut ranges = Vec::new();
    for id in tree.all() {
        let depth = tree
            .parent(id)
            .map_or(0, |parent| depths[parent.index()] + 1);
        depths.push(depth);
        let is_long = matches!(tree.kind(id), Kind::Mapping | Kind::Sequence | Kind::Block);
        if !is_long || (id == Id::ROOT && !tree.is_flow(id)) {
            continue;
        }
        let extent = tree.extent(id);
        let first = file.text.line(extent.start);
        let mut last = file.text.line(extent.end);
        if tree.is_flow(id) && tree.kind(id) != Kind::Block {
            // The line with the closing bracket stays.
            last = last.saturating_sub(1);
        }
        if last > first {
            let mut range = FoldingRange::default();
            (range.start_line, range.end_line) = (number(first), number(last));
            ranges.push((depth, range));
        }
    }
    if ranges.len() > most {
        ranges.sort_by_key(|(depth, _)| *depth);
        ranges.truncate(most);
        ranges.sort_by_key(|(_, range)| range.start_line);
    }
    ranges.into_iter().map(|(_, range)| range).collect()
}
