//! The variant of what a document does not declare.

use proc_macro2::{Ident, Span};

use crate::ir::Name;

/// The variant for what the document does not declare; `Unknown` unless that is taken.
pub fn unknown_variant<'a>(names: impl Iterator<Item = &'a Name>) -> Ident {
    let names: Vec<_> = names.map(Name::as_str).collect();
    let mut unknown = "Unknown".to_owned();
    for other in ["Unrecognized", "Undeclared"] {
        if names.contains(&unknown.as_str()) {
            unknown = other.to_owned();
        }
    }
    while names.contains(&unknown.as_str()) {
        unknown.push('_');
    }
    Ident::new(&unknown, Span::call_site())
}
