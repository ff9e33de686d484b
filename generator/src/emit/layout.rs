//! Which files there are, which pieces they are made of, and what they import.
//!
//! ```text
//! generated.rs                     declares the modules, exports what callers name
//! generated/client.rs              servers, credentials
//! generated/types.rs               all types, or the modules of:
//! generated/types/<module>.rs      types
//! generated/types/<module>/wire.rs how those are read, written and judged
//! generated/checks.rs              what no type expresses, judged on JSON
//! generated/operations.rs          all operations, or the modules of:
//! generated/operations/<module>.rs operations, in folders where tags have parents
//! generated/webhooks.rs            calls that the server makes, and callbacks.rs beside it
//! generated/server.rs              the other side: security, and the modules of:
//! generated/server/<module>.rs     a trait, and what its methods take and give
//! generated/server/<module>/__mock.rs what stands in for its handlers
//! generated/runtime/               support code, unless it is a package of its own
//! ```

mod file;
mod piece;

use std::collections::{BTreeMap, BTreeSet};

use quote::{format_ident, quote};

use super::context::Context;
use super::exports::{self, Exports};
use super::paths::Paths;
use super::print::Printed;
use super::{operation, print, runtime_files, scaffold};
use crate::config::{Config, CrateName};
use crate::files::Files;
use crate::ir::{Api, Name, Operation, Type, TypeId, TypeKind};
use crate::manifest::{Manifest, Needs};
use crate::parallel;
use file::{File, FileKind, Module};
pub(super) use piece::Piece;

/// The files, before their pieces are printed.
pub(super) struct Layout<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    files: Vec<File<'a>>,
    has_client: bool,
    has_server: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(api: &'a Api, config: &Config) -> Self {
        let mut layout = Self {
            pieces: Vec::new(),
            files: Vec::new(),
            has_client: config.has_client(),
            has_server: config.has_server(),
        };
        layout.add_types(api);
        let checks = 0..api.checks.0.len();
        if !checks.is_empty() {
            let about = "What no type expresses, judged on JSON data.";
            layout.add(
                "checks.rs",
                about,
                FileKind::Checks,
                checks.map(Piece::Check),
            );
        }
        if layout.has_client {
            layout.add_operations(api);
            layout.add(
                "client.rs",
                "Where the API is served, and how a client of it is made.",
                FileKind::Client,
                [Piece::Client],
            );
        }
        if layout.has_server {
            layout.add_server(api);
        }
        if layout.has_server && layout.has_client {
            layout.add_called(api);
        }
        layout
    }

    fn add_types(&mut self, api: &'a Api) {
        let modules = grouped(api.types.iter().map(|(id, def)| (&def.module, id)));
        if modules.len() > 1 {
            self.add(
                "types.rs",
                "The types of requests and responses.",
                FileKind::Types { top: true },
                [],
            );
            self.last().modules = modules.keys().copied().map(Module::Exported).collect();
        }
        for (module, ids) in &modules {
            let name = module.plain();
            let (stem, about) = match modules.len() {
                1 => (
                    "types".to_owned(),
                    "The types of requests and responses.".to_owned(),
                ),
                _ => (format!("types/{name}"), format!("Types: {}.", spaced(name))),
            };
            let kind = FileKind::Types {
                top: modules.len() == 1,
            };
            self.add(
                &format!("{stem}.rs"),
                &about,
                kind,
                ids.iter().copied().map(Piece::Type),
            );
            let file = self.last();
            file.module = Some(module);
            file.names_types = modules.len() > 1 && ids.iter().any(|id| names_another(api, *id));
            let has_code = |id: &&TypeId| {
                !matches!(
                    api.types[**id].kind,
                    TypeKind::Alias(_) | TypeKind::External(_)
                )
            };
            let with_code: Vec<_> = ids.iter().filter(has_code).copied().collect();
            if !with_code.is_empty() {
                file.modules.push(Module::Wire);
                let about = "How these types are read, written and judged.";
                self.add(
                    &format!("{stem}/wire.rs"),
                    about,
                    FileKind::Wire,
                    with_code.into_iter().map(Piece::Wire),
                );
            }
        }
    }

    fn add_operations(&mut self, api: &'a Api) {
        let modules = grouped(
            api.operations
                .iter()
                .map(|operation| (&operation.module, operation)),
        );
        if let [operations] = modules.values().collect::<Vec<_>>().as_slice() {
            self.add_operations_file(api, "operations.rs", OPERATIONS, operations);
            return;
        }
        // Each with the modules above it, which may have no operations of their own.
        let mut tree: BTreeMap<Vec<&'a Name>, Vec<&'a Operation>> = BTreeMap::new();
        for (module, operations) in modules {
            let parents = operations.first().into_iter().flat_map(|it| &it.parents);
            let path: Vec<&Name> = parents.chain([module]).collect();
            for depth in 0..path.len() {
                tree.entry(path[..depth].to_vec()).or_default();
            }
            tree.insert(path, operations);
        }
        tree.entry(Vec::new()).or_default();
        let mut inner: BTreeMap<&[&'a Name], Vec<Module<'a>>> = BTreeMap::new();
        for path in tree.keys() {
            if let Some((name, outer)) = path.split_last() {
                inner.entry(outer).or_default().push(Module::Public(name));
            }
        }
        for (path, operations) in &tree {
            let names: Vec<&str> = path.iter().map(|name| name.plain()).collect();
            let file = [&["operations"], names.as_slice()].concat().join("/");
            let about = match names.last() {
                None => OPERATIONS.to_owned(),
                Some(name) => format!("Operations: {}.", spaced(name)),
            };
            self.add_operations_file(api, &format!("{file}.rs"), &about, operations);
            self.last().modules = inner.remove(path.as_slice()).unwrap_or_default();
            self.last().module = path.last().copied();
        }
    }

    fn add_server(&mut self, api: &'a Api) {
        let about = "The other side of the API: what it takes to serve it.";
        let root = Piece::Server(self.has_client);
        self.add("server.rs", about, FileKind::Server, [root]);
        // Where there is nothing to call, there is nothing to stand in for, and no feature of it.
        if api.all_operations().next().is_some() {
            let (path, about) = ("server/__mock.rs", "What stands in for the API.");
            self.add(path, about, FileKind::Server, [Piece::MockRoot]);
        }
        let operations = api.all_operations();
        let operations = operations.map(|operation| (&operation.module, operation));
        for (module, operations) in grouped(operations) {
            let name = module.plain();
            let path = format!("server/{name}.rs");
            let about = match operations.first().and_then(|it| it.called.as_ref()) {
                None => format!("What serves: {}.", spaced(name)),
                Some(called) => format!("What receives the {}s of the API.", called.kind()),
            };
            let each = operations.clone().into_iter().map(Piece::ServedOperation);
            let pieces = std::iter::once(Piece::Served(operations.clone())).chain(each);
            self.add(&path, &about, FileKind::Server, pieces);
            self.last().module = Some(module);
            self.last().modules.push(Module::Mock);
            let path = format!("server/{name}/__mock.rs");
            let about = format!("What stands in for: {}.", spaced(name));
            self.add(&path, &about, FileKind::Server, [Piece::Mock(operations)]);
        }
    }

    fn add_called(&mut self, api: &'a Api) {
        let called = api.called.iter();
        for operations in grouped(called.map(|it| (&it.module, it))).values() {
            let Some(called) = operations.first().and_then(|it| it.called.as_ref()) else {
                continue;
            };
            let kind = format!("{}s", called.kind());
            let about = format!(
                "The {kind} of the API, each a method that calls it, and the call that it returns."
            );
            self.add_operations_file(api, &format!("{kind}.rs"), &about, operations);
        }
    }

    fn add_operations_file(
        &mut self,
        api: &'a Api,
        path: &str,
        about: &str,
        operations: &[&'a Operation],
    ) {
        let module = operations.first().map(|operation| &operation.module);
        let group = module.and_then(|module| api.groups.get(module));
        let pieces = operations.iter().copied().map(Piece::Operation);
        let pieces = group.map(Piece::Group).into_iter().chain(pieces);
        self.add(path, about, FileKind::Operations, pieces);
        let names_types = |operation: &&Operation| operation::names_types(operation);
        self.last().names_types = operations.iter().any(names_types);
    }

    fn add(
        &mut self,
        path: &str,
        about: &str,
        kind: FileKind,
        pieces: impl IntoIterator<Item = Piece<'a>>,
    ) {
        let start = self.pieces.len();
        self.pieces.extend(pieces);
        self.files.push(File {
            path: path.to_owned(),
            about: about.to_owned(),
            module: None,
            modules: Vec::new(),
            names_types: false,
            kind,
            pieces: start..self.pieces.len(),
        });
    }

    fn last(&mut self) -> &mut File<'a> {
        let last = self.files.len() - 1;
        &mut self.files[last]
    }

    /// The text of each piece, in their order.
    pub(super) fn printed(&self, context: &Context<'_>, served: &Context<'_>) -> Vec<Printed> {
        parallel::each(&self.pieces, |piece| {
            let context = if piece.is_served() { served } else { context };
            print::piece(piece.items(context))
        })
    }

    /// Puts the printed pieces into their files, and beside them what they need.
    pub(super) fn assemble(
        &self,
        context: &Context<'_>,
        printed: Vec<Printed>,
        config: &Config,
        name: &CrateName,
        spec: &str,
    ) -> Files {
        let spec: String = spec
            .chars()
            .filter(|character| !character.is_control())
            .collect();
        let header = format!("// @generated by faircopy from {spec}. Do not edit.");
        let mut owned = BTreeMap::new();
        let mut paths = Paths::default();
        // Pieces are in the order of their files; each makes room when its file is complete.
        let mut printed = printed.into_iter();
        for file in &self.files {
            let pieces: Vec<_> = printed.by_ref().take(file.pieces.len()).collect();
            for piece in &pieces {
                paths.extend(&piece.paths);
            }
            owned.insert(
                format!("src/generated/{}", file.path),
                file.text(&header, &pieces, context),
            );
        }
        let named = paths.runtime.iter().map(String::as_str);
        let named = named.filter_map(runtime_files::module);
        let mut used: BTreeSet<&str> = named.collect();
        // These are imported, so that paths start with them.
        let imported = ["api", "call", "call::reply"].into_iter();
        used.extend(imported.filter(|_| self.has_client));
        // Its methods are called without its name.
        let reads_xml = self.has_client && used.contains("xml");
        used.extend(reads_xml.then_some("call::xml"));
        used.extend(self.has_server.then_some("server"));
        used.extend(runtime_files::always(self.has_client));
        let logs_in = self.has_client && exports::has_oauth2(context.api);
        used.extend(runtime_files::LOGIN.into_iter().filter(|_| logs_in));
        used.extend(format_modules(context.api));
        let exports = Exports::of(context.api, self.has_client, context.is_shared, &used);
        owned.insert(
            "src/generated.rs".to_owned(),
            self.root(&header, &exports, context),
        );
        let runtime = runtime_files::collect(used);
        let mut crates = paths.heads;
        if context.is_shared {
            crates.extend(runtime.expanded);
        } else {
            let in_docs = |text: &str| exports.in_docs(text, context.library());
            for (path, text) in runtime.files(&header, in_docs) {
                owned.insert(format!("src/generated/{path}"), text);
            }
            crates.extend(runtime.crates);
        }
        let needs = Needs {
            crates,
            features: runtime.features,
            modules: runtime.gates,
            client: self.has_client,
            tags: context.gates.all(),
        };
        let description = scaffold::description(context.api, config);
        Files {
            owned,
            library: scaffold::library(context, config),
            readme: scaffold::readme(context, config, name.as_str(), &spec),
            mock: scaffold::mock(config, context),
            manifest: Manifest::new(
                name.as_str().to_owned(),
                description,
                &needs,
                &config.runtime,
            ),
        }
    }

    /// `generated.rs`: declarations and exports.
    fn root(&self, header: &str, exports: &Exports, context: &Context<'_>) -> String {
        let client = self
            .has_client
            .then(|| quote! { mod client; pub mod operations; });
        let has_checks = self.files.iter().any(|file| file.kind == FileKind::Checks);
        let checks = has_checks.then(|| quote! { mod checks; });
        let has_types = self.files.iter().any(|file| file.path == "types.rs");
        let types = has_types.then(|| quote! { pub mod types; });
        let runtime = match context.is_shared {
            true => quote! { pub use faircopy_runtime as runtime; },
            false => quote! { pub mod runtime; },
        };
        let server = self.has_server.then(|| {
            quote! {
                #[cfg(all(feature = "server", not(target_family = "wasm")))]
                pub mod server;
            }
        });
        let called = ["callbacks", "webhooks"].into_iter().filter(|kind| {
            let path = format!("{kind}.rs");
            self.files.iter().any(|file| file.path == path)
        });
        let called = called.map(|kind| {
            let kind = format_ident!("{kind}");
            quote! {
                #[cfg(all(feature = "server", not(target_family = "wasm")))]
                pub mod #kind;
            }
        });
        let modules = quote! {
            #(#called)*
            #checks
            #client
            #[doc(hidden)]
            #runtime
            #server
            #types
        };
        let modules = print::lines([modules]);
        // Without a feature of its tags, a crate has no types.
        let may_be_empty = (!context.gates.is_empty()).then(|| quote! { #[allow(unused_imports)] });
        let exports = print::lines(
            exports
                .lines()
                .into_iter()
                .chain(has_types.then(|| quote! { #may_be_empty pub use types::*; })),
        );
        format!("{header}\n{ROOT_DOC}\n{modules}\n{exports}")
    }
}

/// The docs of the operations' module.
const OPERATIONS: &str =
    "The operations, each a method of the client and the call that it returns.";

/// The docs and attributes of `generated.rs`.
const ROOT_DOC: &str = "//! The API as its document describes it.

// Deprecated things are generated too; only their callers are warned.
#![allow(deprecated)]
// What a document does not describe has no docs.
#![allow(missing_docs)]
// What a document calls things, how large it makes them, and how it describes them is not ours to
// mend.
#![allow(
    clippy::disallowed_names,
    clippy::doc_markdown,
    clippy::doc_lazy_continuation,
    clippy::doc_overindented_list_items,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::module_inception,
    clippy::should_implement_trait,
    clippy::too_many_arguments,
    clippy::type_complexity,
    clippy::wrong_self_convention
)]
// Checks stand below the kind of data that they are of, be it one check or many.
#![allow(clippy::collapsible_if)]
";

/// Things by their modules, in the order of the modules' names.
fn grouped<'a, T>(things: impl Iterator<Item = (&'a Name, T)>) -> BTreeMap<&'a Name, Vec<T>> {
    let mut groups: BTreeMap<&Name, Vec<T>> = BTreeMap::new();
    for (module, thing) in things {
        groups.entry(module).or_default().push(thing);
    }
    groups
}

/// A module's name as words.
fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// The modules of the support code that read and write the formats of an API: the code calls them
/// by traits of the Rust types, and so does not name them.
fn format_modules(api: &Api) -> impl Iterator<Item = &'static str> {
    let mut modules = BTreeSet::new();
    api.each_shape(&mut |shape| {
        shape.each_within(&mut |shape| {
            if let Type::Format(format) = shape.ty {
                modules.extend(format.row().module);
            }
        });
    });
    modules.into_iter()
}

/// Whether a type's definition names a type of another module.
fn names_another(api: &Api, id: TypeId) -> bool {
    let def = &api.types[id];
    let mut found = false;
    def.kind.each_shape(&mut |shape| {
        shape.each_named(&mut |other| found |= api.types[other].module != def.module);
    });
    found
}
