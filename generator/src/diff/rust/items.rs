//! A lowered API to its public items, read off the tokens that the emitters make.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::emit::context::Context;
use crate::emit::{
    operation_items, operation_module, operation_signatures, type_items, type_signatures,
};
use crate::ir::{Operation, TypeDef, TypeId};
use crate::pointer::Pointer;

use super::stripped::{without_blocks, without_bodies};
use super::unchanged::Unchanged;
use super::wires::{Wires, operation_wires, type_wires};

/// All that is generated for one definition of the document.
pub(crate) struct Printed<'a> {
    /// Where the document has it.
    pub source: &'a Pointer,
    /// Its code in pieces, as text and as tokens.
    pieces: Vec<(String, TokenStream)>,
    /// A method's name, and the path of the module that its call and its error are in.
    method: Option<(String, Item)>,
    /// What an operation is called in the document.
    id: Option<&'a str>,
    wires: Wires,
    places: &'a Places<'a>,
}

/// The names of the types, and what they are called, by where the document has them.
#[derive(Default)]
struct Places<'a> {
    types: BTreeSet<&'a str>,
    names: BTreeMap<&'a Pointer, &'a str>,
}

impl<'a> Printed<'a> {
    fn new(
        tokens: Vec<TokenStream>,
        source: &'a Pointer,
        wires: Wires,
        places: &'a Places<'a>,
    ) -> Self {
        let pieces = tokens.into_iter().map(|piece| (piece.to_string(), piece));
        Self {
            source,
            pieces: pieces.collect(),
            method: None,
            id: None,
            wires,
            places,
        }
    }

    /// The text of all its pieces.
    pub fn texts(&self) -> BTreeSet<&str> {
        let pieces = self.pieces.iter().map(|(text, _)| text.as_str());
        let path = self.method.iter().map(|(_, path)| path.text.as_str());
        pieces.chain(path).collect()
    }

    /// Its public items, by path, but those of pieces of those texts.
    pub fn items(&self, but: &BTreeSet<&str>) -> BTreeMap<String, Item> {
        let mut reader = Reader {
            items: BTreeMap::new(),
            wires: &self.wires,
            places: self.places,
        };
        let pieces = self.pieces.iter();
        for (_, tokens) in pieces.filter(|(text, _)| !but.contains(text.as_str())) {
            reader.piece(tokens);
        }
        let path = self.method.iter();
        for (name, path) in path.filter(|(_, path)| !but.contains(path.text.as_str())) {
            reader.items.insert(name.clone(), path.clone());
        }
        reader.items
    }

    /// Whether its name was that of something else before, which is still there.
    pub fn means_otherwise(&self, before: &Self) -> bool {
        if self.source == before.source {
            return false;
        }
        match (self.id, before.id) {
            (Some(is), Some(was)) => is != was,
            _ => {
                let is_component = |at: &Pointer| {
                    at.parent()
                        .is_some_and(|parent| parent.as_str() == "/components/schemas")
                };
                // What is called otherwise in the document, and is the same, is no other thing.
                [self, before].iter().all(|one| is_component(one.source))
                    && self.places.names.contains_key(before.source)
            }
        }
    }

    /// What it is called, and where the document has it.
    pub fn meaning(&self) -> String {
        format!("{} // {}", self.declaration(), self.source)
    }

    /// Its first line: a type's own, or that of an operation's method.
    pub fn declaration(&self) -> String {
        let is_said = |path: &str| self.method.is_none() || path.contains("Client::");
        let mut reader = Reader {
            items: BTreeMap::new(),
            wires: &self.wires,
            places: self.places,
        };
        for (_, tokens) in &self.pieces {
            match self.method {
                Some(_) => reader.piece(tokens),
                // Of a type it says nothing of what is in it.
                None => reader.file(without_blocks(tokens)),
            }
            let mut items = reader.items.iter();
            if let Some((_, first)) = items.find(|(path, _)| is_said(path)) {
                return first.text.clone();
            }
        }
        String::new()
    }
}

/// A public item.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// How it is declared.
    pub text: String,
    /// The property, parameter or value that it comes from.
    pub wire: Option<String>,
    /// The generated types that it names.
    pub names: Vec<String>,
    /// A method's arguments, by name.
    arguments: Option<Vec<(String, String)>>,
    /// What it returns.
    output: String,
}

impl Item {
    /// How it is declared, and what it is of.
    pub fn meaning(&self) -> String {
        match &self.wire {
            Some(wire) => format!("{} // {wire}", self.text),
            None => self.text.clone(),
        }
    }

    /// Whether callers of the old one compile with this one, and mean the same: arguments may have
    /// other names, but not another order.
    pub fn is_compatible(&self, old: &Item) -> bool {
        let (Some(mine), Some(its)) = (&self.arguments, &old.arguments) else {
            return false;
        };
        let takes = |((_, mine), (_, its)): (&(String, String), &(String, String))| {
            mine == its || takes_more(mine, its)
        };
        let takes_all = mine.len() == its.len() && mine.iter().zip(its).all(takes);
        let names = |list: &[(String, String)]| -> Vec<String> {
            list.iter().map(|(name, _)| name.clone()).collect()
        };
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list
        };
        let reordered = names(mine) != names(its) && sorted(names(mine)) == sorted(names(its));
        takes_all && self.output == old.output && !reordered
    }
}

/// Whether an argument takes all that another did: what was taken as it is may be taken as anything that becomes
/// it, or `null` beside it, and so may the items of a list.
fn takes_more(mine: &str, its: &str) -> bool {
    let item = |of: &str| {
        let of = of.strip_prefix("impl IntoIterator<Item = ")?;
        of.strip_suffix('>').map(str::to_owned)
    };
    if let (Some(mine), Some(its)) = (item(mine), item(its)) {
        return mine == format!("impl Into<{its}>");
    }
    mine == format!("impl Into<{its}>") || mine == format!("impl Into<runtime::OrNull<{its}>>")
}

/// The definitions of an API but those that are alike, by the name of their type or method.
pub(crate) struct Definitions<'a> {
    context: &'a Context<'a>,
    known: BTreeMap<String, Known<'a>>,
    places: Places<'a>,
}

enum Known<'a> {
    Type(TypeId, &'a TypeDef),
    Operation(&'a Operation),
}

impl<'a> Definitions<'a> {
    /// Finds them; each is printed when it is read.
    pub fn new(context: &'a Context<'a>, alike: &Unchanged) -> Self {
        let api = context.api;
        let types = api.types.iter();
        let types = types.filter(|(_, def)| !alike.has_type(&def.name));
        let types = types.map(|(id, def)| (def.name.as_str().to_owned(), Known::Type(id, def)));
        let operations = api.operations.iter();
        let operations = operations.filter(|one| !alike.has_operation(&api.method_path(one)));
        let operations = operations.map(|one| (api.method_path(one), Known::Operation(one)));
        let mut places = Places::default();
        for (_, def) in api.types.iter() {
            places.types.insert(def.name.as_str());
            places.names.insert(&def.source, def.name.as_str());
        }
        Self {
            context,
            known: types.chain(operations).collect(),
            places,
        }
    }

    /// Their names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// Whether there is one of that name.
    pub fn has(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// All that is generated for the one of that name.
    pub fn printed(&self, name: &str) -> Option<Printed<'_>> {
        Some(match self.known.get(name)? {
            Known::Type(id, def) => self.read_type(*id, def),
            Known::Operation(operation) => self.read_operation(operation),
        })
    }

    fn read_type(&self, id: TypeId, def: &'a TypeDef) -> Printed<'_> {
        let (public, wire) = type_items(self.context, id);
        let written_by_macros = type_signatures(self.context, def);
        let all = [public, wire, written_by_macros].concat();
        Printed::new(all, &def.source, type_wires(def), &self.places)
    }

    fn read_operation(&self, operation: &'a Operation) -> Printed<'_> {
        let mut tokens = operation_items(self.context, operation);
        tokens.push(operation_signatures(self.context, operation));
        let wires = operation_wires(operation);
        let printed = Printed::new(tokens, &operation.source, wires, &self.places);
        let module = operation_module(self.context, operation);
        let at = format!("operations::{}{}", spaced(&module), operation.call.as_str());
        // Its call and its error are named by their path.
        let path = Item {
            text: at,
            wire: None,
            names: Vec::new(),
            arguments: None,
            output: String::new(),
        };
        Printed {
            method: Some((format!("{}: path", operation.call.as_str()), path)),
            id: Some(&operation.id),
            ..printed
        }
    }
}

struct Reader<'r> {
    items: BTreeMap<String, Item>,
    wires: &'r Wires,
    places: &'r Places<'r>,
}

impl Reader<'_> {
    fn piece(&mut self, tokens: &TokenStream) {
        self.file(without_bodies(tokens));
    }

    fn file(&mut self, tokens: TokenStream) {
        if let Ok(file) = syn::parse2::<syn::File>(tokens) {
            file.items.iter().for_each(|item| self.item(item));
        }
    }

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => self.structure(item),
            syn::Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
            syn::Item::Type(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                let text = format!("pub type {name} = {}", spaced(&item.ty));
                self.add(&name, text, None);
            }
            syn::Item::Impl(item) => self.implementation(item),
            _ => {}
        }
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        let name = item.ident.to_string();
        self.add(&name, format!("pub struct {name}"), None);
        self.derives(&name, &item.attrs, &spaced(&item.fields));
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let Some(ident) = &field.ident else {
                continue;
            };
            let text = format!("pub {ident}: {}", spaced(&field.ty));
            self.add(&format!("{name}.{ident}"), text, Some(&ident.to_string()));
        }
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let name = item.ident.to_string();
        self.add(&name, format!("pub enum {name}"), None);
        self.derives(&name, &item.attrs, &spaced(&item.variants));
        for variant in &item.variants {
            let fields = spaced(&variant.fields);
            let path = format!("{name}::{}", variant.ident);
            let text = format!("{}{fields}", variant.ident);
            self.add(&path, text, Some(&variant.ident.to_string()));
        }
    }

    /// What can be derived depends on the parts, so those are what it names.
    fn derives(&mut self, name: &str, attributes: &[syn::Attribute], parts: &str) {
        let names = self.named(parts);
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            for path in attribute.parse_args_with(parser).into_iter().flatten() {
                let derived = spaced(&path);
                let path = format!("{name}: {derived}");
                self.add(&path, format!("#[derive({derived})]"), None);
                if let Some(item) = self.items.get_mut(&path) {
                    item.names.clone_from(&names);
                }
            }
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let ty = spaced(&item.self_ty);
        if let Some((path, _)) = &item.trait_ {
            let name = spaced(path);
            self.add(
                &format!("{ty}: {name}"),
                format!("impl {name} for {ty}"),
                None,
            );
            for inner in &item.items {
                if let syn::ImplItem::Type(inner) = inner {
                    let path = format!("{ty}: {name}::{}", inner.ident);
                    self.add(
                        &path,
                        format!("type {} = {}", inner.ident, spaced(&inner.ty)),
                        None,
                    );
                }
            }
            return;
        }
        for inner in &item.items {
            let syn::ImplItem::Fn(method) = inner else {
                continue;
            };
            if is_public(&method.vis) {
                self.method(&ty, &method.sig);
            }
        }
    }

    fn method(&mut self, ty: &str, signature: &syn::Signature) {
        let name = signature.ident.to_string();
        let path = format!("{ty}::{name}");
        let mut arguments = Vec::new();
        for input in &signature.inputs {
            match input {
                // `mut self` is `self` to callers.
                syn::FnArg::Receiver(receiver) => {
                    let by = if spaced(receiver).starts_with('&') {
                        "&self"
                    } else {
                        "self"
                    };
                    arguments.push((by.to_owned(), by.to_owned()));
                }
                syn::FnArg::Typed(typed) => {
                    let mut pattern = spaced(&typed.pat);
                    if let Some(bare) = pattern.strip_prefix("mut ") {
                        pattern = bare.to_owned();
                    }
                    arguments.push((pattern, spaced(&typed.ty)));
                }
            }
        }
        let shown: Vec<_> = arguments
            .iter()
            .map(|(name, ty)| {
                if name == ty {
                    name.clone()
                } else {
                    format!("{name}: {ty}")
                }
            })
            .collect();
        let output = spaced(&signature.output);
        let text = format!("pub fn {name}({}) {output}", shown.join(", "));
        self.add(&path, text.trim_end().to_owned(), Some(&name));
        if let Some(item) = self.items.get_mut(&path) {
            item.arguments = Some(arguments);
            item.output = output;
        }
    }

    /// The generated types that Rust names.
    fn named(&self, rust: &str) -> Vec<String> {
        // What an iterator gives is no type of that name.
        let rust = rust.replace("<Item = ", "<");
        let words = rust.split(|character: char| !character.is_alphanumeric() && character != '_');
        words
            .filter(|word| self.places.types.contains(word))
            .map(str::to_owned)
            .collect()
    }

    fn add(&mut self, path: &str, text: String, rust: Option<&str>) {
        let names = self.named(&text);
        let wire = rust.and_then(|name| {
            // Setters have the names of their fields, `build_` and `note_null` those of theirs.
            let bare = name.trim_end_matches('_');
            let null = bare.strip_suffix("_null").unwrap_or(bare);
            let known = [path, name, bare, null]
                .into_iter()
                .find_map(|name| self.wires.get(name));
            known.cloned()
        });
        self.items.insert(
            path.to_owned(),
            Item {
                text,
                wire,
                names,
                arguments: None,
                output: String::new(),
            },
        );
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// Tokens as a person would write them, near enough.
fn spaced(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let mut shown = String::with_capacity(text.len());
    let mut pieces = text.split(' ').peekable();
    while let Some(piece) = pieces.next() {
        // `::time::Date` is `time::Date` to whoever reads of it.
        let goes_on = |last: char| last.is_alphanumeric() || matches!(last, '_' | '>');
        if piece == "::" && !shown.ends_with(goes_on) {
            continue;
        }
        shown.push_str(piece);
        let Some(next) = pieces.peek() else { break };
        let opens = ["::", "<", "&", "(", "["]
            .iter()
            .any(|end| piece.ends_with(end));
        let closes = ["::", "<", ">", ",", "(", ")", "]"]
            .iter()
            .any(|start| next.starts_with(start));
        if !opens && !closes {
            shown.push(' ');
        }
    }
    shown
}
