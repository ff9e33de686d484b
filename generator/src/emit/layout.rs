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
//! generated/operations/<module>.rs operations
//! generated/runtime/               support code
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, ident};
use super::exports::Exports;
use super::paths::Paths;
use super::print::Printed;
use super::{Files, Manifest, client, operation, print, runtime_files, scaffold};
use crate::config::{Config, CrateName};
use crate::ir::{Api, Name, Operation, Shape, Type, TypeDef, TypeId, TypeKind};

/// The files, before their pieces are printed.
pub(super) struct Layout<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    files: Vec<File<'a>>,
    has_client: bool,
}

/// What is built and printed at once.
pub(super) enum Piece<'a> {
    /// A type's definition and its builder.
    Type(TypeId),
    /// How a type is read, written and judged.
    Wire(TypeId),
    /// An operation.
    Operation(&'a Operation),
    /// The check of that index.
    Check(usize),
    /// Servers, security schemes and the client's constructors.
    Client,
}

/// A file of the generator's.
struct File<'a> {
    /// Below `src/generated/`.
    path: String,
    /// Its first paragraph of docs.
    about: String,
    /// The modules that it declares.
    modules: Vec<Module<'a>>,
    /// Whether it names types of other files.
    names_types: bool,
    kind: FileKind,
    pieces: Range<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum FileKind {
    /// Types, at the top or in a module of their own.
    Types {
        top: bool,
    },
    Wire,
    Checks,
    Operations,
    Client,
}

/// A declared module.
enum Module<'a> {
    /// Public; its items are exported along with it.
    Exported(&'a Name),
    /// Public.
    Public(&'a Name),
    /// Private.
    Wire,
}

impl<'a> Layout<'a> {
    pub(super) fn new(api: &'a Api, config: &Config) -> Self {
        let mut layout = Self {
            pieces: Vec::new(),
            files: Vec::new(),
            has_client: !config.types_only,
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
            let name = file_name(module);
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
        let about = "The operations, each a method of the client and the call that it returns.";
        if modules.len() != 1 {
            self.add("operations.rs", about, FileKind::Operations, []);
            self.last().modules = modules.keys().copied().map(Module::Public).collect();
        }
        for (module, operations) in &modules {
            let name = file_name(module);
            let (path, about) = match modules.len() {
                1 => ("operations.rs".to_owned(), about.to_owned()),
                _ => (
                    format!("operations/{name}.rs"),
                    format!("Operations: {}.", spaced(name)),
                ),
            };
            self.add(
                &path,
                &about,
                FileKind::Operations,
                operations.iter().copied().map(Piece::Operation),
            );
            self.last().names_types = operations
                .iter()
                .any(|operation| operation::names_types(operation));
        }
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
                file.text(&header, &pieces),
            );
        }
        let mut used = paths.runtime;
        // These are imported, so that paths start with them.
        used.extend(
            ["api", "call", "reply"]
                .map(str::to_owned)
                .into_iter()
                .filter(|_| self.has_client),
        );
        used.extend(runtime_files::always(self.has_client).map(str::to_owned));
        used.extend(context.modules().map(|module| module.as_str().to_owned()));
        let exports = Exports::of(context.api, self.has_client, &used);
        owned.insert("src/generated.rs".to_owned(), self.root(&header, &exports));
        let roots = used.iter().map(String::as_str);
        let in_docs = |text: &str| exports.in_docs(text, context.library());
        let runtime = runtime_files::collect(roots, &header, in_docs);
        for (path, text) in runtime.files {
            owned.insert(format!("src/generated/{path}"), text);
        }
        let mut crates = runtime.crates;
        crates.extend(paths.heads);
        crates.extend(context.crates().map(|name| name.as_str().replace('-', "_")));
        Files {
            owned,
            library: scaffold::library(context, config),
            manifest: Manifest::new(
                name.as_str().to_owned(),
                scaffold::description(context.api, config),
                &crates,
                &runtime.features,
            ),
        }
    }

    /// `generated.rs`: declarations and exports.
    fn root(&self, header: &str, exports: &Exports) -> String {
        let client = self
            .has_client
            .then(|| quote! { mod client; pub mod operations; });
        let has_checks = self.files.iter().any(|file| file.kind == FileKind::Checks);
        let checks = has_checks.then(|| quote! { mod checks; });
        let has_types = self.files.iter().any(|file| file.path == "types.rs");
        let types = has_types.then(|| quote! { pub mod types; });
        let modules = quote! {
            #checks
            #client
            #[doc(hidden)]
            pub mod runtime;
            #types
        };
        let modules = print::lines([modules]);
        let exports = print::lines(
            exports
                .lines()
                .into_iter()
                .chain(has_types.then(|| quote! { pub use types::*; })),
        );
        format!("{header}\n{ROOT_DOC}\n{modules}\n{exports}")
    }
}

/// The docs and attributes of `generated.rs`.
const ROOT_DOC: &str = "//! The API as its document describes it.

// Deprecated things are generated too; only their callers are warned.
#![allow(deprecated)]
// What a document calls things, and how large it makes them, is not ours to mend.
#![allow(
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::should_implement_trait,
    clippy::type_complexity,
    clippy::wrong_self_convention
)]
";

impl Piece<'_> {
    pub(super) fn items(&self, context: &Context<'_>) -> Vec<TokenStream> {
        match self {
            Self::Type(id) => super::types::definition(context, *id),
            Self::Wire(id) => super::types::wire(context, *id),
            Self::Operation(operation) => operation::items(context, operation),
            Self::Check(index) => vec![super::check::function(context, *index)],
            Self::Client => client::items(context),
        }
    }
}

impl File<'_> {
    fn text(&self, header: &str, pieces: &[Printed]) -> String {
        let size: usize = pieces.iter().map(|piece| piece.text.len() + 1).sum();
        let mut text = String::with_capacity(size + 1024);
        text.push_str(&format!("{header}\n//! {}\n", self.about));
        let mut imports = Vec::new();
        let mut types = None;
        match self.kind {
            FileKind::Types { top: true } => {}
            FileKind::Types { top: false } if self.names_types => {
                imports.push(quote! { use super::*; })
            }
            FileKind::Types { top: false } => {}
            FileKind::Wire => imports.push(quote! { use super::*; }),
            FileKind::Operations if self.names_types => {
                types = Some(quote! { use crate::generated::types::*; });
            }
            FileKind::Operations | FileKind::Client | FileKind::Checks => {}
        }
        let names_checks = pieces.iter().any(|piece| piece.paths.has("checks"));
        imports.extend(names_checks.then(|| quote! { use crate::generated::checks; }));
        imports.extend(self.runtime_import(pieces));
        imports.extend(types);
        let modules = self.modules.iter().map(Module::declaration);
        let exports = self.modules.iter().filter_map(Module::export);
        for part in [
            print::lines(imports),
            print::lines(modules),
            print::lines(exports),
        ] {
            if !part.is_empty() {
                text.push('\n');
                text.push_str(&part);
            }
        }
        for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
            text.push('\n');
            text.push_str(&piece.text);
        }
        text
    }

    /// `use crate::generated::runtime::{self, api, …};`, as far as code names them.
    fn runtime_import(&self, pieces: &[Printed]) -> Option<TokenStream> {
        let mut paths = Paths::default();
        for piece in pieces {
            paths.extend(&piece.paths);
        }
        let has_client = matches!(self.kind, FileKind::Operations | FileKind::Client);
        let mut imports = Vec::new();
        // What gives a call its methods names it too.
        if paths.has("runtime") || paths.has("call") && has_client {
            imports.push(quote! { self });
        }
        for module in ["api", "call"] {
            if has_client && paths.has(module) {
                let module = quote::format_ident!("{module}");
                imports.push(quote! { #module });
            }
        }
        if has_client && !pieces.is_empty() {
            imports.push(quote! { client::Client });
        }
        if has_client && paths.has("reply") {
            imports.push(quote! { reply });
        }
        match imports.as_slice() {
            [] => None,
            [_] if paths.has("runtime") => Some(quote! { use crate::generated::runtime; }),
            [import] => Some(quote! { use crate::generated::runtime::#import; }),
            _ => Some(quote! { use crate::generated::runtime::{#(#imports),*}; }),
        }
    }
}

impl Module<'_> {
    fn declaration(&self) -> TokenStream {
        match self {
            Self::Exported(name) | Self::Public(name) => {
                let name = ident(name);
                quote! { pub mod #name; }
            }
            Self::Wire => quote! { mod wire; },
        }
    }

    fn export(&self) -> Option<TokenStream> {
        let Self::Exported(name) = self else {
            return None;
        };
        let name = ident(name);
        Some(quote! { pub use self::#name::*; })
    }
}

/// The module of an operation below `operations`, as the start of a path.
pub(super) fn operations_module(api: &Api, operation: &Operation) -> TokenStream {
    // Operations are in the order of their modules.
    let (first, last) = (api.operations.first(), api.operations.last());
    if first.map(|it| &it.module) == last.map(|it| &it.module) {
        return TokenStream::new();
    }
    let module = ident(&operation.module);
    quote! { #module:: }
}

/// Things by their modules, in the order of the modules' names.
fn grouped<'a, T>(things: impl Iterator<Item = (&'a Name, T)>) -> BTreeMap<&'a Name, Vec<T>> {
    let mut groups: BTreeMap<&Name, Vec<T>> = BTreeMap::new();
    for (module, thing) in things {
        groups.entry(module).or_default().push(thing);
    }
    groups
}

/// A module's file, without `.rs`.
fn file_name(module: &Name) -> &str {
    module
        .as_str()
        .strip_prefix("r#")
        .unwrap_or(module.as_str())
}

/// A module's name as words.
fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// Whether a type's definition names a type of another module.
fn names_another(api: &Api, id: TypeId) -> bool {
    let def = &api.types[id];
    let mut found = false;
    for_each_shape(def, |shape| {
        each_named(&shape.ty, &mut |other| {
            found |= api.types[other].module != def.module
        });
    });
    found
}

fn for_each_shape(def: &TypeDef, mut visit: impl FnMut(&Shape)) {
    match &def.kind {
        TypeKind::Struct(object) => {
            object.fields.iter().for_each(|field| visit(&field.shape));
            if let crate::ir::Extras::Kept { value, .. } = &object.extras {
                visit(value);
            }
        }
        TypeKind::Union(union) => union
            .branches
            .iter()
            .for_each(|branch| visit(&branch.shape)),
        TypeKind::Newtype(shape) | TypeKind::Alias(shape) => visit(shape),
        TypeKind::Enum(_) | TypeKind::External(_) => {}
    }
}

/// Calls `visit` with every generated type that a type names.
pub(super) fn each_named(ty: &Type, visit: &mut impl FnMut(TypeId)) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => visit(*id),
        Type::List(shape) | Type::Map(shape) => each_named(&shape.ty, visit),
        Type::Tuple(shapes) => shapes.iter().for_each(|shape| each_named(&shape.ty, visit)),
        Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::F32
        | Type::F64
        | Type::Decimal
        | Type::String
        | Type::Format(_)
        | Type::Value
        | Type::Null => {}
    }
}
