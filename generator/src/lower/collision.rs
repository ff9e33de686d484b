//! Names that are not what the document's names ask for, because another thing has that name, to
//! warnings that say what became of them.

use std::collections::BTreeMap;

use super::name::{Case, identifier};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Field, Name, Operation, TypeDef, TypeKind, Variant};
use crate::pointer::Pointer;

/// Something that has a name in the document.
struct Named<'a> {
    what: &'static str,
    wire: &'a str,
    name: &'a Name,
    source: Pointer,
    case: Case,
}

/// Warns of every type, property, allowed value and operation whose name was numbered.
pub(super) fn warn(api: &Api, diagnostics: &mut Diagnostics) {
    let types: Vec<Named<'_>> = api
        .types
        .iter()
        .filter_map(|(_, def)| component(def))
        .collect();
    let operations: Vec<Named<'_>> = api.operations.iter().map(operation).collect();
    let members = api.types.iter().map(|(_, def)| match &def.kind {
        TypeKind::Struct(of) => of.fields.iter().map(field).collect(),
        TypeKind::Enum(of) => of
            .variants
            .iter()
            .filter_map(|one| variant(one, def))
            .collect(),
        _ => Vec::new(),
    });
    for scope in [types, operations].into_iter().chain(members) {
        let holders = scope.iter().map(|named| (named.name.as_str(), named));
        // Of one name the first is told.
        let holders: BTreeMap<&str, &Named<'_>> = holders.rev().collect();
        diagnostics.extend(scope.iter().filter_map(|named| numbered(named, &holders)));
    }
}

fn component(def: &TypeDef) -> Option<Named<'_>> {
    let parent = def.source.parent()?;
    let wire = def.wire_name.as_deref()?;
    // The second type of a schema that differs by direction has a name that says so.
    let is_first = !def
        .name
        .as_str()
        .starts_with(&identifier(&format!("{wire} Request"), Case::Camel));
    (parent.as_str() == "/components/schemas" && is_first).then(|| Named {
        what: "schema",
        wire,
        name: &def.name,
        source: def.source.clone(),
        case: Case::Camel,
    })
}

fn operation(operation: &Operation) -> Named<'_> {
    Named {
        what: "operation",
        wire: &operation.id,
        name: &operation.name,
        source: operation.source.clone(),
        case: Case::Snake,
    }
}

fn field(field: &Field) -> Named<'_> {
    Named {
        what: "property",
        wire: &field.wire,
        name: &field.name,
        source: field.shape.source.clone(),
        case: Case::Snake,
    }
}

fn variant<'a>(variant: &'a Variant, def: &TypeDef) -> Option<Named<'a>> {
    Some(Named {
        what: "value",
        wire: variant.value.as_str()?,
        name: &variant.name,
        source: def.source.clone(),
        case: Case::Camel,
    })
}

/// The warning for a name that is what it asks for with a number behind it.
fn numbered(named: &Named<'_>, holders: &BTreeMap<&str, &Named<'_>>) -> Option<Diagnostic> {
    let Named {
        what, wire, name, ..
    } = named;
    let wanted = identifier(wire, named.case);
    let added = name.as_str().strip_prefix(&wanted)?;
    let number = added.trim_start_matches(['_', 'N']);
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let message = format!("the {what} `{wire}` becomes `{}`", name.as_str());
    let diagnostic = Diagnostic::new(codes::NUMBERED_NAME, message);
    let holder = holders.get(wanted.as_str());
    let holder = holder.filter(|other| other.source != named.source);
    let label = |text: String| diagnostic.clone().at_whole(&named.source, text);
    Some(match holder {
        Some(holder) => label(format!("`{wanted}` is taken")).also(
            crate::diagnostics::Place::node(&holder.source, crate::diagnostics::On::Whole),
            "by this",
        ),
        None => label(format!("`{wanted}` means something else in generated code")),
    })
}
