//! A place in a text, however half it is written, to what its author is about to write there: a key of a
//! mapping, or a value.

use std::borrow::Cow;
use std::ops::Range;

use super::tree::{Id, Kind};
use super::workspace::File;

/// What is about to be written.
#[derive(Debug)]
pub(super) struct Context<'t> {
    /// The way to the mapping whose key it is, or to the value.
    pub(super) way: Vec<Cow<'t, str>>,
    pub(super) wanted: Wanted,
    /// The mapping, or the member whose value it is.
    pub(super) node: Id,
    /// The bytes that are replaced.
    pub(super) replaced: Range<usize>,
    pub(super) style: Style,
    /// Whether a colon follows already.
    pub(super) has_colon: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Key,
    Value,
    /// A value in a line of its own, which may as well be the first key of a mapping.
    Either,
}

/// How mappings are written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Json,
    /// Brackets in YAML.
    Flow,
    /// Lines with an indentation.
    Block,
}

/// What is about to be written at a byte; `None` in comments and in texts of several lines.
pub(super) fn at(file: &File, offset: usize) -> Option<Context<'_>> {
    let text = file.str();
    let line_start = file.text.line_start(file.text.line(offset));
    if is_comment(&text[line_start..offset]) {
        return None;
    }
    let around = around(file, offset);
    let inner = file.tree.innermost(offset);
    if file.tree.kind(inner) == Kind::Block && file.tree.value_span(inner).start < line_start {
        return None;
    }
    let is_flow = |id: &Id| {
        let is_collection = matches!(file.tree.kind(*id), Kind::Mapping | Kind::Sequence);
        is_collection && file.tree.is_flow(*id)
    };
    let flow = std::iter::successors(Some(around), |id| file.tree.parent(*id)).find(is_flow);
    match flow {
        Some(flow) => in_brackets(file, offset, around, flow),
        None => in_lines(file, offset, line_start),
    }
}

/// Whether a line is in a comment at its end.
fn is_comment(before: &str) -> bool {
    let is_start = before.trim_start().starts_with('#');
    // A mark in quotes is none.
    let mark = before.rfind(" #");
    let is_quoted = |mark: usize| {
        let before = &before[..mark];
        ['\'', '"']
            .iter()
            .any(|quote| before.matches(*quote).count() % 2 == 1)
    };
    is_start || mark.is_some_and(|mark| !is_quoted(mark))
}

/// The innermost node that a byte is in, where brackets without an end go on to the end of the text.
fn around(file: &File, offset: usize) -> Id {
    let (tree, text) = (&file.tree, file.str());
    let mut at = tree.last_before(offset.saturating_sub(1));
    loop {
        let extent = tree.extent(at);
        let value = tree.value_span(at);
        let is_open = match tree.kind(at) {
            Kind::Mapping | Kind::Sequence if tree.is_flow(at) => {
                let closing = if tree.kind(at) == Kind::Mapping {
                    '}'
                } else {
                    ']'
                };
                let is_closed = value.len() > 1 && text[value.clone()].ends_with(closing);
                value.start < offset && (offset < value.end || !is_closed)
            }
            Kind::Mapping | Kind::Sequence => extent.start < offset && offset <= extent.end,
            _ => extent.start < offset && offset <= extent.end,
        };
        match tree.parent(at) {
            Some(parent) if !is_open => at = parent,
            _ => return at,
        }
    }
}

fn in_brackets(file: &File, offset: usize, around: Id, flow: Id) -> Option<Context<'_>> {
    let (tree, text) = (&file.tree, file.str());
    let style = match text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '['])
    {
        true => Style::Json,
        false => Style::Flow,
    };
    let context = |way: Id, wanted: Wanted, replaced: Range<usize>| Context {
        way: tree.tokens(text, way),
        wanted,
        node: way,
        has_colon: text[replaced.end..]
            .trim_start_matches([' ', '\t'])
            .starts_with(':'),
        replaced,
        style,
    };
    let key = tree.key_span(around).filter(|_| around != flow);
    if let Some(key) = key.filter(|key| key.start < offset && offset <= key.end) {
        return Some(context(tree.parent(around)?, Wanted::Key, key));
    }
    let value = tree.value_span(around);
    let is_scalar = matches!(tree.kind(around), Kind::Plain | Kind::Single | Kind::Double);
    if is_scalar && value.start < offset && offset <= value.end {
        return Some(context(around, Wanted::Value, value));
    }
    // Between two: what stands before it tells.
    let start = tree.value_span(flow).start;
    let before = text.get(start..offset)?.trim_end();
    let last = tree
        .children(flow)
        .take_while(|child| tree.extent(*child).start < offset)
        .last();
    let here = offset..offset;
    match tree.kind(flow) {
        Kind::Mapping if before.ends_with(':') => Some(context(last?, Wanted::Value, here)),
        Kind::Mapping => Some(context(flow, Wanted::Key, here)),
        _ => {
            let index = tree
                .children(flow)
                .take_while(|child| tree.extent(*child).start < offset);
            let mut context = context(flow, Wanted::Value, here);
            context.way.push(Cow::Owned(index.count().to_string()));
            Some(context)
        }
    }
}

fn in_lines(file: &File, offset: usize, line_start: usize) -> Option<Context<'_>> {
    let (tree, text) = (&file.tree, file.str());
    let line = file.text.line_text(file.text.line(offset));
    let before = &text[line_start..offset];
    let mut column = before.len() - before.trim_start_matches(' ').len();
    let mut dash = None;
    while before[column..].starts_with("- ") {
        dash = Some(column);
        column += 2;
        column += before[column..].len() - before[column..].trim_start_matches(' ').len();
    }
    let start = line_start + column;
    let context = |node: Id, wanted: Wanted, replaced: Range<usize>| Context {
        way: tree.tokens(text, node),
        wanted,
        node,
        has_colon: text[replaced.end..]
            .trim_start_matches([' ', '\t'])
            .starts_with(':'),
        replaced,
        style: Style::Block,
    };
    let is_here = |id: &Id| {
        let key = tree.key_span(*id);
        key.map_or_else(|| tree.value_span(*id).start, |key| key.start) == start && *id != Id::ROOT
    };
    // What starts at the same place, the innermost first.
    let last = tree.last_before(start);
    let here = std::iter::successors(Some(last), |id| tree.parent(*id)).find(is_here);
    let rest = line[(offset - line_start).min(line.len())..].trim_end();
    if let Some(key) = here.and_then(|id| tree.key_span(id)) {
        let id = here?;
        if offset <= key.end {
            return Some(context(tree.parent(id)?, Wanted::Key, key));
        }
        let behind = &text[key.end..offset];
        if !behind.trim_start().starts_with(':') {
            return None;
        }
        let value = tree.value_span(id);
        let is_scalar = matches!(tree.kind(id), Kind::Plain | Kind::Single | Kind::Double);
        let is_in_line = value.start >= line_start && value.end <= line_start + line.len();
        let replaced = match is_scalar && is_in_line && value.start <= offset {
            true => value,
            false => offset..offset,
        };
        return Some(context(id, Wanted::Value, replaced));
    }
    // A word of its own: half of a key, or a value.
    let word = (start..(offset + rest.len()).max(start)).start..offset + rest.len();
    if start < word.end && start <= offset {
        if let Some(id) = here.filter(|id| tree.key_span(*id).is_none()) {
            return Some(context(id, Wanted::Either, word));
        }
        let holder = last;
        let is_value = tree.value_span(holder).start == start;
        if is_value {
            return Some(context(holder, Wanted::Either, word));
        }
    }
    if let Some(dash) = dash {
        let item = tree.last_before(line_start + dash);
        return Some(context(item, Wanted::Either, word));
    }
    let column = if word.is_empty() {
        before.len()
    } else {
        column
    };
    let node = container(file, line_start, column)?;
    let wanted = match tree.kind(node) {
        Kind::Mapping => Wanted::Key,
        _ => Wanted::Either,
    };
    Some(context(node, wanted, word))
}

/// The mapping, or what has no value yet, that a line in a column belongs to.
fn container(file: &File, line_start: usize, column: usize) -> Option<Id> {
    let tree = &file.tree;
    if line_start == 0 {
        return Some(Id::ROOT);
    }
    let mut at = tree.last_before(line_start - 1);
    loop {
        let Some(parent) = tree.parent(at) else {
            return Some(at);
        };
        let start = tree.extent(at).start;
        let own = start - file.text.line_start(file.text.line(start));
        if own == column && tree.kind(parent) == Kind::Mapping {
            return Some(parent);
        }
        if own < column {
            // It is within this one.
            return match tree.kind(at) {
                Kind::Sequence => None,
                _ => Some(at),
            };
        }
        at = parent;
    }
}
