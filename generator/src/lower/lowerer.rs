//! What is known of a document while it is lowered, and the types that are made of it so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::all_of::{Merged, merge};
use super::bounds::{NESTING, Products};
use super::check::{self, Select};
use super::chosen::Chosen;
use super::direction::Direction;
use super::looks::Looks;
use super::name::{self, Case, Scope};
use super::operation_name::{OperationName, operation_names};
use super::secrecy::Secrets;
use super::visibility::Visibility;
use super::words::Word;
use crate::config::{DeepLists, Derives, Merge, Names, Paged, Selection};
use crate::diagnostics::Diagnostics;
use crate::document::{Document, Groups, Hierarchy, Kind, Kinds, Part, PartKey, Schema};
use crate::format::Dates;
use crate::ir::{
    Constraint, Docs, EnumRepr, Group, Name, Shape, Type, TypeDef, TypeId, TypeKind, Types,
};
use crate::method::Method;
use crate::pointer::Pointer;
use crate::reserved;

/// How a document is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// To the letter: undeclared keys are kept and judged, and no type is inferred.
    pub exact: bool,
    /// Whether operations are left out.
    pub types_only: bool,
    /// Whether what the server calls, webhooks and callbacks, are lowered as operations are, and not only
    /// the types of what it sends.
    pub has_server: bool,
    /// Whether modules of operations stand behind features of their own, with the types that only they
    /// reach.
    pub is_gated: bool,
    /// Which operations are lowered; with a choice, only the types that they reach.
    pub selection: Selection,
    /// Derives beyond those that are chosen here.
    pub derives: Derives,
    /// The crate whose types dates and times have.
    pub dates: Dates,
    /// Rust types of the user's own, by `format`.
    pub own_formats: BTreeMap<String, String>,
    /// Rust types of the user's own, by component schema.
    pub schemas: BTreeMap<String, String>,
    /// Where another kind of dates and times is chosen: the table, and the key in it.
    pub date_times: Vec<(&'static str, String)>,
    /// Names of the user's own, by component schema or JSON pointer.
    pub renames: BTreeMap<String, String>,
    /// What operations are called.
    pub names: Names,
    /// Whether inline schemas that are equal become one type.
    pub merge: Merge,
    /// Whether types that nothing uses are left out.
    pub leave_out_unused: bool,
    /// How lists are written under `deepObject`, where the user has said so.
    pub deep_lists: Option<DeepLists>,
    /// Media types that are taken before others where a body has several.
    pub media: Vec<String>,
    /// How results come in pages, by patterns of operations.
    pub pagination: BTreeMap<String, Paged>,
}

/// What a schema comes to, before it has a name.
pub(super) enum Form {
    /// A type that needs no definition.
    Shape(Shape),
    /// A definition, and whether `null` is allowed beside it.
    Definition(TypeKind, bool),
}

/// What tells schemas apart: the places they are made of, and the direction.
pub(super) type Key = (Vec<PartKey>, Direction);

pub(super) fn place_key(at: &Pointer, direction: Direction) -> Key {
    (vec![(at.clone(), Groups::default(), false)], direction)
}

/// The own types that something of the document has: the table they are chosen in, and the key.
pub(super) type OwnTypes = BTreeSet<(&'static str, String)>;

/// What lowers one document.
pub(super) struct Lowerer<'d> {
    pub(super) document: &'d Document,
    pub(super) options: &'d Options,
    pub(super) diagnostics: Diagnostics,
    /// Takes what a second look at a schema would report again.
    pub(super) silent: Diagnostics,
    /// Schemas that were looked at.
    pub(super) looks: Looks<'d>,
    pub(super) types: Types,
    /// Names of types, for the whole crate.
    pub(super) names: Scope,
    /// Types of schemas that have one.
    pub(super) known: BTreeMap<Key, TypeId>,
    /// Inline schemas being lowered, and their types where one had to be named to end a recursion.
    pub(super) open: BTreeMap<Key, Option<TypeId>>,
    /// Whether a place's schema allows `null`.
    pub(super) nullable: BTreeMap<Pointer, bool>,
    pub(super) visibility: Visibility,
    /// The schemas that others extend by `allOf`, told apart by a discriminator.
    pub(super) hierarchy: Hierarchy,
    /// The name of each operation, by path and method.
    pub(super) operation_names: BTreeMap<(String, Method), OperationName>,
    /// The types that have the operations of tags, by their modules.
    pub(super) groups: BTreeMap<Name, Group>,
    /// The names that the user chose.
    pub(super) chosen: Chosen,
    /// The user's own types that something has.
    pub(super) own_types: RefCell<OwnTypes>,
    /// What the branches of unions are called by, by the places that list them.
    pub(super) branch_words: RefCell<BTreeMap<Pointer, Rc<[Option<Word>]>>>,
    /// The user's types for formats.
    pub(super) format_types: BTreeMap<String, TypeId>,
    /// Schemas that a generated check judges.
    pub(super) checks: check::Builder<'d>,
    /// What must not be shown.
    pub(super) secrets: Rc<Secrets>,
    /// Unions of one branch that are being lowered in its place, from the outermost on.
    pub(super) unwrapped: Vec<Pointer>,
    pub(super) depth: usize,
    /// How much of what multiplies may still be written out.
    pub(super) products: Products,
    /// How many inline schemas are being lowered, each inside the one before.
    pub(super) nesting: usize,
    /// Schemas whose types have names, and are defined once this one is.
    pub(super) deferred: Vec<(TypeId, Schema<'d>, Direction)>,
    /// How many schemas are being followed, each from inside the one before.
    pub(super) followed: usize,
    /// What is called by the object whose property is being lowered, of which several places say something:
    /// the object's own name, and the property's.
    pub(super) property: Option<(String, String)>,
    /// Whether it is the server that sends requests, and others that reply.
    pub(super) is_called: bool,
    /// Whether references from a place lead nowhere but to each other.
    pub(super) endless: BTreeMap<Pointer, bool>,
    /// The unions that list themselves.
    pub(super) complained: BTreeSet<Pointer>,
    /// Whether a schema's data are objects only.
    pub(super) objects: BTreeMap<Vec<PartKey>, bool>,
}

impl<'d> Lowerer<'d> {
    pub(super) fn new(document: &'d Document, options: &'d Options) -> Self {
        let chosen = Chosen::new(&options.renames);
        let mut diagnostics = Diagnostics::new();
        let operation_names = operation_names(document, &options.names, &chosen, &mut diagnostics);
        let hierarchy = Hierarchy::new(document);
        let secrets = Rc::new(Secrets::new(document));
        Self {
            document,
            options,
            diagnostics,
            silent: Diagnostics::new(),
            looks: Looks::new(document),
            types: Types::default(),
            names: Scope::reserving(reserved::TYPES),
            known: BTreeMap::new(),
            open: BTreeMap::new(),
            nullable: BTreeMap::new(),
            visibility: Visibility::new(document, &hierarchy),
            hierarchy,
            operation_names,
            groups: BTreeMap::new(),
            chosen,
            own_types: RefCell::default(),
            branch_words: RefCell::default(),
            format_types: BTreeMap::new(),
            checks: check::Builder::new(document).with_secrets(&secrets),
            secrets,
            unwrapped: Vec::new(),
            depth: 0,
            products: Products::new(document),
            nesting: 0,
            deferred: Vec::new(),
            followed: 0,
            property: None,
            is_called: false,
            endless: BTreeMap::new(),
            complained: BTreeSet::new(),
            objects: BTreeMap::new(),
        }
    }

    /// Names all component schemas, then lowers them. Those that are reached both ways and differ
    /// have a type for each way.
    pub(super) fn components(&mut self) {
        let root = Pointer::root().keys(["components", "schemas"]);
        let Some(schemas) = root
            .resolve(&self.document.value)
            .and_then(|schemas| schemas.as_object())
        else {
            return;
        };
        let mut wires: Vec<&str> = schemas.keys().map(String::as_str).collect();
        wires.sort_unstable();
        let names = self.component_names(&root, &wires);
        let mut reserved = Vec::new();
        for (wire, name) in wires.iter().zip(names) {
            let at = root.key(wire);
            let direction = self.visibility.only_direction(&at);
            let id = self.reserve(name, Some(wire), &at, direction);
            reserved.push((id, at, direction));
        }
        for wire in &wires {
            let at = root.key(wire);
            if self.visibility.is_split(&at) {
                let name = self.names.take(
                    &name::identifier(&format!("{wire} Request"), Case::Camel),
                    Case::Camel,
                );
                let id = self.reserve(name, Some(wire), &at, Direction::Request);
                reserved.push((id, at, Direction::Request));
            }
        }
        for (id, at, direction) in reserved {
            self.fill(id, &at, direction);
        }
    }

    /// Names of component schemas, in their order; those that the user chose come first.
    pub(super) fn component_names(&mut self, root: &Pointer, wires: &[&str]) -> Vec<Name> {
        let mut chosen: BTreeMap<&str, Name> = BTreeMap::new();
        for wire in wires {
            let at = root.key(wire);
            if self.chosen.name(&at, Case::Camel).is_some() {
                chosen.insert(wire, self.type_name(wire, &at));
            }
        }
        let others: Vec<&str> = wires
            .iter()
            .copied()
            .filter(|wire| !chosen.contains_key(wire))
            .collect();
        let mut others = name::allocate(&others, Case::Camel, &mut self.names).into_iter();
        wires
            .iter()
            .filter_map(|wire| chosen.remove(wire).or_else(|| others.next()))
            .collect()
    }

    /// A type with a name and no definition yet.
    pub(super) fn reserve(
        &mut self,
        name: Name,
        wire: Option<&str>,
        at: &Pointer,
        direction: Direction,
    ) -> TypeId {
        let wire_name = wire
            .filter(|wire| *wire != name.as_str())
            .map(str::to_owned);
        let id = self.types.push(TypeDef {
            wire_name,
            ..TypeDef::undecided(name, at)
        });
        self.known.insert(place_key(at, direction), id);
        id
    }

    /// Gives a reserved type its definition.
    pub(super) fn fill(&mut self, id: TypeId, at: &Pointer, direction: Direction) {
        let Some(schema) = self.document.schema_at(at) else {
            return;
        };
        let mut docs = Docs::default();
        if let Some(own) = self.own_schema(at) {
            self.types[id].kind = own;
            return;
        }
        let kind = match self.wrapped_reference(&schema) {
            Some((target, _)) if self.leads_to_itself(&target) => {
                TypeKind::Alias(Shape::new(Type::Value, at.clone()))
            }
            Some((target, _)) => {
                docs = Self::docs(&self.look(&schema).notes);
                let mut shape = self.reference(&target, at, direction);
                shape.nullable = false;
                TypeKind::Alias(shape)
            }
            None => {
                let merged = merge(self.document, &schema, &mut self.diagnostics);
                docs = Self::docs(&merged.notes);
                let form = self.form(&merged, direction);
                match self.any_subtype(&schema, &merged, form, direction) {
                    Form::Definition(kind, _) => kind,
                    Form::Shape(mut shape) => {
                        // Uses say whether null is allowed; the type itself is what else is allowed.
                        shape.nullable = false;
                        let plain = shape.constraints.is_empty();
                        if plain {
                            TypeKind::Alias(shape)
                        } else {
                            TypeKind::Newtype(shape)
                        }
                    }
                }
            }
        };
        self.types[id].docs = docs;
        self.types[id].kind = kind;
    }

    /// The type of an inline schema that was already made, or that is being made around this one.
    pub(super) fn known(&mut self, schema: &Schema<'d>, key: &Key) -> Option<Shape> {
        let at = schema.at().clone();
        let id = match (self.known.get(key), self.open.get(key)) {
            (Some(id), _) => *id,
            (None, Some(Some(id))) => *id,
            (None, Some(None)) => {
                let wire = self.inline_name(&schema.parts, key.1);
                let name = self.type_name(&wire, &at);
                let id = self.types.push(TypeDef::undecided(name, &at));
                self.open.insert(key.clone(), Some(id));
                id
            }
            (None, None) => return None,
        };
        let merged = self.look(schema);
        let nullable = self.merged_allows_null(&merged);
        Some(Shape::new(Type::Named(id), at).or_null(nullable))
    }

    /// Defines the type of an inline schema.
    pub(super) fn define_inline(&mut self, merged: &Merged<'d>, kind: TypeKind, key: Key) -> Shape {
        let docs = Self::docs(&merged.notes);
        let at = merged.parts[merged.parts.len() - 1].at.clone();
        let shape = match self.open.get(&key) {
            Some(Some(id)) => {
                self.types[*id].docs = docs;
                self.types[*id].kind = kind;
                Shape::new(Type::Named(*id), at)
            }
            _ => {
                let wire = self.inline_name(&merged.parts, key.1);
                self.define(&wire, &at, kind, docs)
            }
        };
        if let Type::Named(id) = &shape.ty {
            self.known.insert(key, *id);
        }
        shape
    }

    /// Adds a type.
    pub(super) fn define(&mut self, wire: &str, at: &Pointer, kind: TypeKind, docs: Docs) -> Shape {
        let name = self.type_name(wire, at);
        let id = self.types.push(TypeDef {
            docs,
            kind,
            ..TypeDef::undecided(name, at)
        });
        Shape::new(Type::Named(id), at.clone())
    }

    /// A check of all that a schema says.
    pub(super) fn judge(&mut self, merged: &Merged<'d>) -> Constraint {
        Constraint::Check(self.checks.add(&Schema {
            parts: merged.parts.clone(),
        }))
    }

    /// A check of some of a schema's keywords, wherever it includes them from; none where it has
    /// none of them.
    pub(super) fn judge_some(&mut self, merged: &Merged<'d>, select: Select) -> Option<u32> {
        let parts = merged.places.iter().filter_map(|at| {
            let value = at.resolve(&self.document.value)?;
            Some(Part {
                value,
                at: at.clone(),
                resolved: Groups::default(),
                or_null: false,
            })
        });
        self.checks.add_rest(
            &Schema {
                parts: parts.collect(),
            },
            select,
        )
    }

    /// The direction, where it makes a difference for one of these places.
    pub(super) fn effective<'p>(
        &self,
        mut places: impl Iterator<Item = &'p Pointer>,
        direction: Direction,
    ) -> Direction {
        let differs = direction != Direction::Both
            && places.any(|at| self.visibility.differs(self.document, at));
        if differs { direction } else { Direction::Both }
    }

    /// Whether a property goes that way.
    pub(super) fn travels(&mut self, schema: &Schema<'d>, direction: Direction) -> bool {
        if direction == Direction::Both {
            return true;
        }
        let notes = &self.look(schema).notes;
        match direction {
            Direction::Both => true,
            Direction::Request => !notes.read_only,
            Direction::Response => !notes.write_only,
        }
    }

    pub(super) fn is_defined(&self, shape: &Shape) -> bool {
        matches!(shape.ty, Type::Named(_) | Type::Boxed(_))
    }

    /// The kinds of data that a type holds. Types already seen add nothing, so a type that
    /// contains itself is counted once.
    pub(super) fn kinds_of(&self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> Kinds {
        self.kinds_within(ty, seen, 0)
    }

    fn kinds_within(&self, ty: &Type, seen: &mut BTreeSet<TypeId>, depth: usize) -> Kinds {
        match ty {
            Type::Bool => Kinds::only(Kind::Boolean),
            Type::Integer(_) | Type::BigInteger => Kinds::only(Kind::Integer),
            Type::F32 | Type::F64 | Type::Decimal => Kinds::only(Kind::Number),
            ty if ty.is_any() => Kinds::ANY,
            Type::Format(format) if !format.row().is_text() => Kinds::only(Kind::Number),
            Type::String | Type::Format(_) => Kinds::only(Kind::String),
            Type::Value => Kinds::ANY,
            Type::Null => Kinds::only(Kind::Null),
            Type::List(_) | Type::Tuple(_) => Kinds::only(Kind::Array),
            Type::Map(_) => Kinds::only(Kind::Object),
            Type::Named(_) | Type::Boxed(_) if depth == NESTING => Kinds::ANY,
            Type::Named(id) | Type::Boxed(id) if !seen.insert(*id) => Kinds::NONE,
            Type::Named(id) | Type::Boxed(id) => match &self.types[*id].kind {
                TypeKind::Struct(_) => Kinds::only(Kind::Object),
                TypeKind::Enum(definition) => match definition.repr {
                    EnumRepr::String => Kinds::only(Kind::String),
                    EnumRepr::Integer => Kinds::only(Kind::Integer),
                    EnumRepr::Json => Kinds::ANY,
                },
                TypeKind::Union(union) => union.branches.iter().fold(Kinds::NONE, |all, branch| {
                    all.or(self.kinds_within(&branch.shape.ty, seen, depth + 1))
                }),
                TypeKind::Newtype(shape) | TypeKind::Alias(shape) => {
                    self.kinds_within(&shape.ty, seen, depth + 1)
                }
                TypeKind::External(_) => Kinds::ANY,
            },
        }
    }
}

impl TypeDef {
    /// A type with a name and no definition yet.
    pub(super) fn undecided(name: Name, at: &Pointer) -> Self {
        Self {
            name,
            wire_name: None,
            source: at.clone(),
            docs: Docs::default(),
            kind: TypeKind::Alias(Shape::new(Type::Value, at.clone())),
            module: Name::new("types"),
            derives: crate::ir::Derives::default(),
        }
    }
}

impl Shape {
    /// A type without constraints.
    pub fn new(ty: Type, source: Pointer) -> Self {
        Self {
            ty,
            nullable: false,
            constraints: Vec::new(),
            source,
        }
    }

    pub(super) fn or_null(mut self, nullable: bool) -> Self {
        self.nullable |= nullable && !self.ty.is_any() && self.ty != Type::Null;
        self
    }
}
