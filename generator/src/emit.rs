//! The API into the files of a crate: which files there are, what stands in
//! them, and how they are printed.
//!
//! A file is made of pieces: a type, its wire code, an operation. Each piece is
//! built and printed on its own, so that threads can share the work and
//! so that items are set apart by blank lines.

use proc_macro2::TokenStream;

use std::sync::Arc;

use crate::config::{Config, CrateName, Features, Runtime};
use crate::files::Files;
use crate::ir;

pub mod check;
mod client;
mod constraint;
pub mod context;
pub mod doc;
pub mod enumeration;
mod exports;
mod fixed;
mod gates;
mod inner;
mod layout;
pub mod model;
pub mod object;
mod operation;
mod paths;
mod print;
mod runtime_files;
#[cfg(feature = "cli")]
mod sample;
mod scaffold;
pub mod serde;
mod server;
mod taken;
mod types;
pub mod union;
mod unknown;
pub mod validate;

pub use operation::argument::{encode as put_parameter, given, handed, handed_over};
pub use operation::body::put_content;
pub use operation::multipart::present;
pub use operation::xml::tables as xml_tables;
pub use print::{items as print_items, lines as print_lines};
#[cfg(feature = "cli")]
pub use sample::{sample, variable};
pub use server::{
    ReplyVariant, part_variants, readable, replies, shadowed, trait_name, unserved, why_unserved,
};
pub(crate) use taken::Kind as TakenKind;

/// Prints an API, and what stands in for its server replies of `samples`; `spec` is the document's file name, for the files' first lines.
pub fn files(api: &ir::Api, samples: &ir::Samples, config: &Config, spec: &str) -> Files {
    let name = match &config.name {
        Some(name) => name.clone(),
        None => CrateName::from_title(&api.title),
    };
    let mut context = context::Context::new(api).with_library(name.as_str());
    if config.has_client() {
        context = context.with_client();
    }
    context.is_shared = config.runtime != Runtime::Copied;
    if config.features == Features::Tags && !config.types_only {
        context.gates = Arc::new(gates::Gates::of(api));
    }
    let layout = layout::Layout::new(api, config);
    let served = config.has_server().then(|| {
        let mut served = context::Context::new(api).with_library(name.as_str());
        served.gates = Arc::clone(&context.gates);
        served.samples = Some(samples);
        served.by_module()
    });
    let printed = layout.printed(&context, served.as_ref().unwrap_or(&context));
    layout.assemble(&context, printed, config, &name, spec)
}

/// A type's definition, and how it is read, written and judged, as tokens.
pub(crate) fn type_items(
    context: &context::Context<'_>,
    id: ir::TypeId,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    (types::definition(context, id), types::wire(context, id))
}

/// The public items that macros write for a type, without their bodies.
pub(crate) fn type_signatures(
    context: &context::Context<'_>,
    def: &ir::TypeDef,
) -> Vec<TokenStream> {
    match &def.kind {
        ir::TypeKind::Struct(structure) => vec![object::signatures(context, def, structure)],
        ir::TypeKind::Enum(values) => vec![enumeration::signatures(def, values)],
        ir::TypeKind::Union(union) => vec![union::signatures(context, def, union)],
        ir::TypeKind::Newtype(_) | ir::TypeKind::Alias(_) | ir::TypeKind::External(_) => Vec::new(),
    }
}

/// An operation's items, as tokens.
pub(crate) fn operation_items(
    context: &context::Context<'_>,
    operation: &ir::Operation,
) -> Vec<TokenStream> {
    operation::items(context, operation)
}

/// The public items that macros write for an operation, without their bodies.
pub(crate) fn operation_signatures(
    context: &context::Context<'_>,
    operation: &ir::Operation,
) -> TokenStream {
    operation::signatures(context, operation)
}

/// The module of an operation's items below `operations`, as the start of a path.
pub fn operation_module(context: &context::Context<'_>, operation: &ir::Operation) -> TokenStream {
    context.operations_module(operation)
}
