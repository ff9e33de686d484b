//! How an operation's results come in pages: as the user says, as the document says, or as it looks.

mod extensions;
mod habits;

use serde_json::Value;

use super::Options;
use crate::config::{PageStyle, Paged, Pages, Selection};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::Document;
use crate::ir::{Api, Location, NextPage, Operation, Pagination, Shape, Type, TypeKind};
use crate::pointer::Pointer;

/// Decides for each operation, and says which choices concern none.
pub(super) fn decide(
    api: &mut Api,
    document: &Document,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    if options.pagination.is_empty() {
        return;
    }
    let mut used = vec![Used::Never; options.pagination.len()];
    for index in 0..api.operations.len() {
        let operation = &api.operations[index];
        let Some((at, choice)) = chosen(operation, options) else {
            continue;
        };
        let pagination = match choice {
            Paged::Never => None,
            Paged::Recognised => {
                diagnostics.extend(unusable(document, api, operation));
                operation
                    .pagination
                    .clone()
                    .or_else(|| recognised(document, api, operation).map(|(found, _)| found))
            }
            Paged::Stated(pages) => {
                let stated = stated(pages);
                match fits(api, operation, &stated) {
                    Ok(()) => Some(stated),
                    Err(problem) => {
                        let message =
                            format!("the pages of `{}` are not found: {problem}", operation.id);
                        diagnostics.push(
                            Diagnostic::new(codes::UNMATCHED_CHOICE, message)
                                .at_key(&operation.source, "the operation is here")
                                .help("`faircopy explain pagination --spec FILE` lists what is recognised"),
                        );
                        None
                    }
                }
            }
        };
        let is_recognised = *choice != Paged::Recognised || pagination.is_some();
        used[at] = used[at].max(match is_recognised {
            true => Used::Found,
            false => Used::Matched,
        });
        api.operations[index].pagination = pagination;
    }
    for ((pattern, _), used) in options.pagination.iter().zip(used) {
        let problem = match used {
            Used::Never => "decides for no operation",
            Used::Matched => "recognises no pages in any of its operations",
            Used::Found => continue,
        };
        let message = format!("`{pattern}` in `pagination` {problem}");
        let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message);
        diagnostics
            .push(diagnostic.at_key(&Pointer::root().key("paths"), "the operations are here"));
    }
}

/// What a choice did.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Used {
    Never,
    /// It is that of an operation, in which nothing was recognised.
    Matched,
    Found,
}

/// The warning for an extension that says of an operation what it has not.
fn unusable(document: &Document, api: &Api, operation: &Operation) -> Option<Diagnostic> {
    let written = operation.source.resolve(&document.value)?;
    let name = extensions::NAMES
        .into_iter()
        .find(|name| written.get(*name).is_some())?;
    let problem = match extensions::stated(written) {
        Some((pagination, _)) => fits(api, operation, &pagination).err()?,
        // By a null Azure says that all is on one page.
        None if written[name]
            .get("nextLinkName")
            .is_some_and(Value::is_null) =>
        {
            return None;
        }
        None => "what it says is not understood".to_owned(),
    };
    let message = format!("the pages that `{name}` describes are not found: {problem}");
    let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message);
    Some(diagnostic.at_key(&operation.source.key(name), "this has no effect"))
}

/// The choice that an operation's name matches most narrowly: by most characters other than `*`.
fn chosen<'o>(operation: &Operation, options: &'o Options) -> Option<(usize, &'o Paged)> {
    let (method, path) = (operation.method.as_str(), operation.path.as_str());
    let choices = options.pagination.iter().enumerate();
    let named =
        choices.filter(|(_, (pattern, _))| Selection::names(pattern, &operation.id, method, path));
    let narrowest = named.max_by_key(|(_, (pattern, _))| {
        let stars = pattern.matches('*').count();
        (pattern.len() - stars, std::cmp::Reverse(stars))
    });
    narrowest.map(|(at, (_, choice))| (at, choice))
}

/// What the document's extension of our own says: `x-pagination: { style, parameter, next, items, more }`.
pub(super) fn own(extension: &Value) -> Option<Pagination> {
    let text = |key: &str| {
        let value = extension.get(key).and_then(Value::as_str);
        value.map(str::to_owned)
    };
    let pages = Pages {
        style: text("style")?.parse().ok()?,
        parameter: text("parameter"),
        next: text("next"),
        items: text("items").unwrap_or_default(),
        more: text("more"),
        first: extension.get("first").and_then(Value::as_u64),
    };
    pages.check().ok()?;
    Some(stated(&pages))
}

fn stated(pages: &Pages) -> Pagination {
    let parameter = pages.parameter.clone().unwrap_or_default();
    let number = pages.next.clone();
    let next = number.clone().unwrap_or_default();
    Pagination {
        items: pages.items.clone(),
        more: pages.more.clone(),
        next: match pages.style {
            PageStyle::Link => NextPage::Link,
            PageStyle::Url => NextPage::Url { next },
            PageStyle::Cursor => NextPage::Cursor { parameter, next },
            PageStyle::Last => NextPage::Last {
                parameter,
                key: next,
            },
            PageStyle::Offset => NextPage::Offset { parameter },
            PageStyle::Page => NextPage::Page {
                parameter,
                first: pages.first,
                number,
            },
        },
    }
}

/// How an operation's results come in pages by what others' extensions say or by how it looks, and what
/// tells so.
pub(crate) fn recognised(
    document: &Document,
    api: &Api,
    operation: &Operation,
) -> Option<(Pagination, &'static str)> {
    let written = operation.source.resolve(&document.value);
    let stated = written.and_then(extensions::stated);
    let stated = stated.filter(|(pagination, _)| fits(api, operation, pagination).is_ok());
    stated.or_else(|| {
        let found = habits::recognised(api, operation)?;
        fits(api, operation, &found).ok()?;
        Some((found, "its parameters and body"))
    })
}

/// Whether an operation has all that paging needs.
fn fits(api: &Api, operation: &Operation, pagination: &Pagination) -> Result<(), String> {
    let page = operation
        .page()
        .ok_or("it has no single success that is JSON")?;
    let Some(item) = api.types.items_at(page, &pagination.items) else {
        return Err(format!("there is no list at `{}`", pagination.items));
    };
    if let Some(parameter) = pagination.next.parameter() {
        let mut parameters = operation.parameters.iter();
        if !parameters.any(|it| it.location == Location::Query && it.wire == parameter) {
            return Err(format!("there is no query parameter `{parameter}`"));
        }
    }
    let next = match &pagination.next {
        NextPage::Url { next } | NextPage::Cursor { next, .. } => Some((page, next)),
        NextPage::Last { key, .. } => Some((item, key)),
        NextPage::Page {
            number: Some(number),
            ..
        } => Some((page, number)),
        NextPage::Link | NextPage::Offset { .. } | NextPage::Page { .. } => None,
    };
    if let Some((from, next)) = next {
        let found = api.types.reach(from, next);
        if !found.is_some_and(|shape| is_scalar(api, shape)) {
            return Err(format!("there is no text or number at `{next}`"));
        }
    }
    if let Some(more) = &pagination.more {
        let found = api.types.reach(page, more);
        if found.is_none_or(|shape| api.types.unaliased(shape).ty != Type::Bool) {
            return Err(format!("there is no boolean at `{more}`"));
        }
    }
    Ok(())
}

/// Whether values of a shape are texts or numbers, which a query can hold.
fn is_scalar(api: &Api, shape: &Shape) -> bool {
    match &api.types.unaliased(shape).ty {
        Type::String
        | Type::Integer(_)
        | Type::BigInteger
        | Type::F32
        | Type::F64
        | Type::Decimal => true,
        Type::Format(format) => format.row().secret.is_none(),
        Type::Named(id) | Type::Boxed(id) => match &api.types[*id].kind {
            TypeKind::Newtype(shape) => {
                !matches!(shape.ty, Type::Named(_)) && is_scalar(api, shape)
            }
            TypeKind::Enum(_) => true,
            _ => false,
        },
        _ => false,
    }
}
