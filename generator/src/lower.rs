//! The document → [`ir::Api`](crate::ir::Api): every name, reference, merge and
//! union decided.

mod all_of;
mod analysis;
mod body;
mod bounds;
mod bytes;
mod called;
mod cel;
pub mod check;
mod chosen;
mod circle;
mod collision;
mod companion;
mod direction;
mod discriminant;
mod equal;
mod exclusion;
mod fixed;
mod habits;
mod idle;
mod looks;
mod lowerer;
mod merged;
mod method_name;
mod module;
mod multipart;
pub mod name;
mod naming;
mod nested_tags;
mod object;
mod operation;
mod operation_name;
mod overrides;
pub(crate) mod pagination;
mod parameter;
mod path;
mod pattern;
pub(crate) mod reach;
mod reference;
mod responses;
mod scalar;
mod schema;
mod secrecy;
mod secret;
mod security;
mod sequence;
mod shared;
mod subtypes;
mod tag;
mod titles;
mod union;
mod visibility;
mod wire;
mod words;
mod xml;

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::ir::{Api, Docs};
use direction::Direction;
pub use lowerer::Options;
use lowerer::{Form, Key, Lowerer, place_key};

/// Lowers a document.
pub fn lower(document: &Document, options: &Options, diagnostics: &mut Diagnostics) -> Api {
    let mut lowerer = Lowerer::new(document, options);
    lowerer.components();
    let security_schemes = lowerer.security_schemes();
    let operations = if options.types_only {
        Vec::new()
    } else {
        lowerer.operations(&security_schemes)
    };
    let called_back = match options.selection.is_everything() {
        true => lowerer.webhooks(),
        false => Vec::new(),
    };
    let called = match options.has_server && options.selection.is_everything() {
        true => lowerer.called(&operations, &security_schemes),
        false => Vec::new(),
    };
    lowerer.finish_deferred();
    let (checks, complaints) =
        std::mem::replace(&mut lowerer.checks, check::Builder::new(document)).finish();
    lowerer.diagnostics.extend(complaints);
    let info = &document.openapi.info;
    let mut api = Api {
        title: info.title.clone(),
        docs: Docs {
            summary: document.beyond.summary.clone(),
            description: info.description.clone(),
            ..Docs::default()
        },
        servers: lowerer.servers(&document.openapi.servers),
        security_schemes,
        types: std::mem::take(&mut lowerer.types),
        operations,
        called,
        checks,
        rules: Vec::new(),
        equal: Vec::new(),
        groups: std::mem::take(&mut lowerer.groups),
        shared: std::collections::BTreeMap::new(),
    };
    // Who has no operations wants the types themselves.
    let leaves_out = options.leave_out_unused && !api.operations.is_empty();
    if leaves_out || !options.selection.is_everything() {
        reach::prune(&mut api, &called_back);
    }
    lowerer.unite(&mut api);
    reach::assign_modules(&mut api, options.is_gated);
    analysis::run(&mut api);
    circle::complain(&api.types, &mut lowerer.diagnostics);
    exclusion::run(&mut api.types);
    discriminant::run(&mut api.types);
    fixed::run(&mut api);
    overrides::derive(&mut api, options);
    // What is not generated has no names.
    if !options.types_only && options.selection.is_everything() {
        let unused = lowerer.chosen.unused(document);
        lowerer.diagnostics.extend(unused);
        let used = lowerer.own_types.take();
        idle::warn_of_rest(document, options, &api, &used, &mut lowerer.diagnostics);
    }
    idle::warn(document, options, &mut lowerer.diagnostics);
    api.rules = cel::rules(&document.value, &api, &mut lowerer.diagnostics);
    companion::name(&mut api, &mut lowerer.names);
    titles::leave_out_names(&mut api);
    pagination::decide(&mut api, document, options, &mut lowerer.diagnostics);
    collision::warn(&api, &mut lowerer.diagnostics);
    diagnostics.extend(lowerer.diagnostics);
    document
        .exhausted()
        .into_iter()
        .for_each(|why| diagnostics.push(why));
    api
}
