//! The pieces of a file into its text: what it declares and imports, then the pieces.

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::{Context, ident};
use crate::emit::gates::Gates;
use crate::emit::paths::Paths;
use crate::emit::print::{self, Printed};
use crate::ir::Name;

/// A file of the generator's.
pub(super) struct File<'a> {
    /// Below `src/generated/`.
    pub(super) path: String,
    /// Its first paragraph of docs.
    pub(super) about: String,
    /// The module that it is, where that is one of operations or of their types.
    pub(super) module: Option<&'a Name>,
    /// The modules that it declares.
    pub(super) modules: Vec<Module<'a>>,
    /// Whether it names types of other files.
    pub(super) names_types: bool,
    pub(super) kind: FileKind,
    pub(super) pieces: Range<usize>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum FileKind {
    /// Types, at the top or in a module of their own.
    Types {
        top: bool,
    },
    Wire,
    Checks,
    Operations,
    Client,
    Server,
}

/// A declared module.
pub(super) enum Module<'a> {
    /// Public; its items are exported along with it.
    Exported(&'a Name),
    /// Public.
    Public(&'a Name),
    /// Private.
    Wire,
    /// Private, of a feature.
    Mock,
}

impl File<'_> {
    pub(super) fn text(&self, header: &str, pieces: &[Printed], context: &Context<'_>) -> String {
        let is_shared = context.is_shared;
        let size: usize = pieces.iter().map(|piece| piece.text.len() + 1).sum();
        let mut text = String::with_capacity(size + 1024);
        text.push_str(&format!("{header}\n//! {}\n", self.about));
        if let Some(feature) = self.module.and_then(|module| context.gates.feature(module)) {
            text.push_str(&format!(
                "//!\n//! Needs the feature `{feature}`, which is on by default.\n"
            ));
        }
        if self.kind == FileKind::Checks && !context.gates.is_empty() {
            text.push_str("\n// Those of types whose tag is left out are called by none.\n#![allow(dead_code)]\n");
        }
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
            FileKind::Operations | FileKind::Client | FileKind::Checks | FileKind::Server => {}
        }
        // Modules within it import what they name.
        let imports_itself = self.kind == FileKind::Server;
        let names_checks = !imports_itself && pieces.iter().any(|piece| piece.paths.has("checks"));
        imports.extend(names_checks.then(|| quote! { use crate::generated::checks; }));
        if !imports_itself {
            imports.extend(self.runtime_import(pieces, is_shared));
        }
        // Where the support code is another crate, the client is a type of this one.
        let own_client = is_shared && self.kind == FileKind::Operations && !pieces.is_empty();
        imports.extend(own_client.then(|| quote! { use crate::generated::client::Client; }));
        imports.extend(types);
        let gates = &context.gates;
        let modules = self.modules.iter().map(|module| module.declaration(gates));
        let exports = self
            .modules
            .iter()
            .filter_map(|module| module.export(gates));
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
    fn runtime_import(&self, pieces: &[Printed], is_shared: bool) -> Option<TokenStream> {
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
        for (head, import) in [
            ("api", quote! { api }),
            ("call", quote! { call }),
            ("reply", quote! { call::reply }),
        ] {
            imports.extend((has_client && paths.has(head)).then_some(import));
        }
        if has_client && !is_shared && !pieces.is_empty() {
            imports.push(quote! { client::Client });
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
    fn declaration(&self, gates: &Gates) -> TokenStream {
        match self {
            Self::Exported(name) | Self::Public(name) => {
                let gate = gates.attribute(name);
                let name = ident(name);
                quote! { #gate pub mod #name; }
            }
            Self::Wire => quote! { mod wire; },
            Self::Mock => quote! { #[cfg(feature = "mock")] mod __mock; },
        }
    }

    fn export(&self, gates: &Gates) -> Option<TokenStream> {
        let Self::Exported(name) = self else {
            return None;
        };
        let gate = gates.attribute(name);
        let name = ident(name);
        Some(quote! { #gate pub use self::#name::*; })
    }
}
