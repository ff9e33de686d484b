//! Two APIs to the definitions whose code cannot differ, so that it need not be printed.
//!
//! What is printed for a definition depends on the definition itself, and on what the emitters ask
//! of the types that it names: of a struct or a union only what it is called, what it derives and
//! whether there is anything to check, of an alias what is behind it. So a definition is alike where
//! it is equal, and what is asked of those types is. A test compares with and without this.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::context::Context;
use crate::emit::operation_module;
use crate::ir::{Api, Name, Operation, TypeDef, TypeId, TypeKind};
use crate::lower::reach::{closure, named_by, renumber};

/// The names of the types and of the operations' methods that are alike.
#[derive(Debug, Default)]
pub(crate) struct Unchanged {
    types: BTreeSet<String>,
    operations: BTreeSet<String>,
}

impl Unchanged {
    /// Compares what the APIs hold under the same names.
    pub fn new(old: &Context<'_>, new: &Context<'_>) -> Self {
        if old.api.checks != new.api.checks {
            // Checks are known by their numbers, which are others now.
            return Self::default();
        }
        let changed = Changed::new(old, new);
        Self {
            types: types(new.api, &changed),
            operations: operations(old, new, &changed),
        }
    }

    /// Whether the type of that name is alike.
    pub fn has_type(&self, name: &Name) -> bool {
        self.types.contains(name.as_str())
    }

    /// Whether the operation whose method has that path is alike.
    pub fn has_operation(&self, path: &str) -> bool {
        self.operations.contains(path)
    }
}

/// The new types that differ from the old ones of their names.
struct Changed {
    all: BTreeSet<TypeId>,
    /// Those whose difference shows where they are named.
    shown: BTreeSet<TypeId>,
}

impl Changed {
    fn new(old: &Context<'_>, new: &Context<'_>) -> Self {
        let by_name = by_name(old.api);
        let places = places(&by_name, new.api);
        let mut changed = Self {
            all: BTreeSet::new(),
            shown: BTreeSet::new(),
        };
        for (id, def) in new.api.types.iter() {
            let Some(before) = by_name.get(def.name.as_str()) else {
                changed.all.insert(id);
                changed.shown.insert(id);
                continue;
            };
            let was = &old.api.types[*before];
            let mut renumbered = def.clone();
            let kind = &mut renumbered.kind;
            kind.each_shape_mut(&mut |shape| renumber(shape, &places));
            let is_hidden = match (&was.kind, &renumbered.kind) {
                (TypeKind::Struct(_), TypeKind::Struct(_))
                | (TypeKind::Union(_), TypeKind::Union(_)) => was.derives == def.derives,
                (was, is) => was == is,
            };
            if !is_hidden || old.checked.ty(*before) != new.checked.ty(id) {
                changed.shown.insert(id);
            }
            if renumbered != *was || changed.shown.contains(&id) {
                changed.all.insert(id);
            }
        }
        changed.add_rules(old, new);
        changed.add_aliases(new);
        changed
    }

    /// Rules between fields are printed with the types that they are about.
    fn add_rules(&mut self, old: &Context<'_>, new: &Context<'_>) {
        for context in [old, new] {
            let ruled = context.api.rules.iter();
            for id in ruled.flat_map(|rule| [rule.on, rule.against.unwrap_or(rule.on)]) {
                let name = &context.api.types[id].name;
                let types = new.api.types.iter().filter(|(_, def)| def.name == *name);
                let ids: Vec<_> = types.map(|(id, _)| id).collect();
                self.all.extend(&ids);
                self.shown.extend(&ids);
            }
        }
    }

    /// Aliases are seen through, and so show what their types do.
    fn add_aliases(&mut self, new: &Context<'_>) {
        let aliases = new.api.types.iter();
        let aliases = aliases.filter(|(_, def)| matches!(def.kind, TypeKind::Alias(_)));
        let mut users: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        for (alias, def) in aliases {
            for used in names(def) {
                users.entry(used).or_default().push(alias);
            }
        }
        let mut pending: Vec<TypeId> = self.shown.iter().copied().collect();
        while let Some(shown) = pending.pop() {
            for alias in users.remove(&shown).unwrap_or_default() {
                self.all.insert(alias);
                if self.shown.insert(alias) {
                    pending.push(alias);
                }
            }
        }
    }
}

fn types(api: &Api, changed: &Changed) -> BTreeSet<String> {
    let alike = api
        .types
        .iter()
        .filter(|(id, def)| !changed.all.contains(id) && names(def).is_disjoint(&changed.shown));
    alike.map(|(_, def)| def.name.as_str().to_owned()).collect()
}

fn operations(old: &Context<'_>, new: &Context<'_>, changed: &Changed) -> BTreeSet<String> {
    let places = places(&by_name(old.api), new.api);
    let operations = old.api.operations.iter();
    let was: BTreeMap<String, &Operation> = operations
        .map(|operation| (old.api.method_path(operation), operation))
        .collect();
    let same_schemes = old.api.security_schemes == new.api.security_schemes;
    let module = |context, operation| operation_module(context, operation).to_string();
    let alike = new.api.operations.iter().filter(|operation| {
        let Some(before) = was.get(&new.api.method_path(operation)) else {
            return false;
        };
        let mut renumbered = (*operation).clone();
        renumbered.each_shape_mut(&mut |shape| renumber(shape, &places));
        renumbered == **before
            && asks_the_same(new.api, operation, changed)
            && (same_schemes || operation.security.is_empty())
            && module(old, before) == module(new, operation)
    });
    alike.map(|one| new.api.method_path(one)).collect()
}

/// Whether all that is asked of the types that an operation names is as it was.
fn asks_the_same(api: &Api, operation: &Operation, changed: &Changed) -> bool {
    let own = named_by(operation);
    match operation.pagination {
        // The items of a page are found deep inside of what comes back.
        Some(_) => closure(&api.types, own).is_disjoint(&changed.all),
        None => own.is_disjoint(&changed.shown),
    }
}

fn by_name(api: &Api) -> BTreeMap<&str, TypeId> {
    let all = api.types.iter();
    all.map(|(id, def)| (def.name.as_str(), id)).collect()
}

/// The new types' places to the old ones'; those that are new are nowhere.
fn places(old: &BTreeMap<&str, TypeId>, new: &Api) -> BTreeMap<TypeId, TypeId> {
    const NOWHERE: TypeId = TypeId(u32::MAX);
    let all = new.types.iter().map(|(id, def)| {
        let was = old.get(def.name.as_str()).copied();
        (id, was.unwrap_or(NOWHERE))
    });
    all.collect()
}

/// The types that a definition names.
fn names(def: &TypeDef) -> BTreeSet<TypeId> {
    let mut out = BTreeSet::new();
    let kind = &def.kind;
    kind.each_shape(&mut |shape| shape.each_named(&mut |id| out.extend([id])));
    out
}

#[cfg(test)]
mod tests {
    use super::super::{compare, compare_but};
    use super::*;
    use crate::config::Config;
    use crate::diff::load;
    use crate::source::MapLoader;

    const BASE: &str = r##"
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters:
        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }
        - { name: code, in: query, required: true, schema: { $ref: '#/components/schemas/Code' } }
      responses:
        '200':
          description: Pets.
          headers: { X-Kind: { schema: { $ref: '#/components/schemas/Kind' } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Pets' } } }
    post:
      operationId: addPet
      tags: [pets]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Owned' } } }
      responses: { '204': { description: Added. } }
components:
  schemas:
    Code: { type: string }
    Kind: { type: string, enum: [cat, dog] }
    Inner: { type: object, properties: { size: { type: integer } } }
    Pet:
      type: object
      required: [id]
      properties:
        id: { $ref: '#/components/schemas/Code' }
        kind: { $ref: '#/components/schemas/Kind' }
        inner: { $ref: '#/components/schemas/Inner' }
    Pets: { type: array, items: { $ref: '#/components/schemas/Pet' } }
    Owned:
      oneOf:
        - $ref: '#/components/schemas/Pet'
        - $ref: '#/components/schemas/Code'
        - { type: string, format: date }
"##;

    /// What is replaced in the document, and by what.
    const EDITS: [(&str, &str); 12] = [
        (
            "Code: { type: string }",
            "Code: { type: string, maxLength: 9 }",
        ),
        ("Code: { type: string }", "Code: { type: integer }"),
        (
            "Code: { type: string }",
            "Code: { type: [string, 'null'], format: date }",
        ),
        ("enum: [cat, dog]", "enum: [cat, dog, cow]"),
        (
            "{ type: string, enum: [cat, dog] }",
            "{ type: integer, enum: [1, 2] }",
        ),
        ("size: { type: integer }", "size: { type: number }"),
        (
            "size: { type: integer }",
            "size: { type: integer, minimum: 1 }",
        ),
        ("Inner", "Outer"),
        ("  schemas:\n", "  schemas:\n    pet: { type: object }\n"),
        (
            "  schemas:\n",
            "  schemas:\n    ListPetsHeaders: { type: object }\n",
        ),
        (
            "operationId: addPet\n      tags: [pets]",
            "operationId: addPet\n      tags: [more]",
        ),
        ("        - { type: string, format: date }\n", ""),
    ];

    fn api(text: &str) -> Api {
        let loader = MapLoader::from_iter([("shop.yaml", text)]);
        let loaded = load(&loader, "shop.yaml", &Config::default());
        loaded.unwrap().api.unwrap()
    }

    fn assert_nothing_is_missed(old: &Api, new: &Api, what: &str) {
        let quick = compare(old, new);
        let full = compare_but(
            &Unchanged::default(),
            &Context::new(old),
            &Context::new(new),
        );
        assert_eq!(
            format!("{:#?}", quick.changes),
            format!("{:#?}", full.changes),
            "{what}"
        );
    }

    #[test]
    fn what_is_left_out_does_not_differ() {
        let mut apis = vec![("none".to_owned(), api(BASE))];
        for (from, to) in EDITS {
            assert!(BASE.contains(from), "{from}");
            apis.push((format!("{from} to {to}"), api(&BASE.replace(from, to))));
        }
        for (was, old) in &apis {
            for (is, new) in &apis {
                assert_nothing_is_missed(old, new, &format!("{was}; {is}"));
            }
        }
        let (old, new) = (Context::new(&apis[0].1), Context::new(&apis[4].1));
        let alike = Unchanged::new(&old, &new);
        assert!(alike.has_type(&Name::new("Owned")) && !alike.has_type(&Name::new("Kind")));
    }

    #[test]
    fn what_is_left_out_of_published_documents_does_not_differ() {
        let Some(folder) = std::env::var_os("SPEC_HISTORY").map(std::path::PathBuf::from) else {
            println!("skipped: SPEC_HISTORY names no folder");
            return;
        };
        let mut known: Option<(String, Api)> = None;
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
        paths.sort_by_key(std::fs::DirEntry::file_name);
        for entry in paths {
            let name = entry.file_name().into_string().unwrap();
            if name.ends_with(".md") {
                continue;
            }
            let api = api(&std::fs::read_to_string(entry.path()).unwrap());
            if let Some((before, old)) = known.replace((name.clone(), api)) {
                let new = &known.as_ref().unwrap().1;
                assert_nothing_is_missed(&old, new, &format!("{before} to {name}"));
            }
        }
    }
}
