//! A schema → the Rust type that holds its data, and what is checked of it.

use serde_json::Value;

use super::all_of::{Merged, merge, same};
use super::check::Select;
use super::name::{self, Case, Scope};
use super::{Direction, Key, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Additional, Kind, Kinds, Schema};
use crate::ir::{
    Bound, Constraint, Docs, Enum, EnumRepr, Extras, Field, Format, Integer, Rule, Shape, Struct,
    Type, TypeKind, Variant,
};
use crate::pattern;
use crate::pointer::Pointer;

/// What a schema comes to, before it has a name.
pub(super) enum Form {
    /// A type that needs no definition.
    Shape(Shape),
    /// A definition, and whether `null` is allowed beside it.
    Definition(TypeKind, bool),
}

impl<'d> Lowerer<'d> {
    /// The type of a schema where it is used.
    pub(super) fn shape(&mut self, schema: &Schema<'d>, direction: Direction) -> Shape {
        if let Some((target, nullable)) = self.wrapped_reference(schema) {
            return self
                .reference(&target, schema.at(), direction)
                .or_null(nullable);
        }
        let direction = self.effective(schema.parts.iter().map(|part| &part.at), direction);
        let places = schema
            .parts
            .iter()
            .map(|part| (part.at.clone(), part.without_unions))
            .collect();
        let key: Key = (places, direction);
        if let Some(known) = self.known(schema, &key) {
            return known;
        }
        let merged = merge(self.document, schema, &mut self.diagnostics);
        self.open.insert(key.clone(), None);
        let shape = match self.form(&merged, direction) {
            Form::Shape(shape) => match self.open.get(&key) {
                // Something inside had to name this schema, so it gets a type after all.
                Some(Some(id)) => {
                    let nullable = shape.nullable;
                    self.types[*id].kind = TypeKind::Newtype(Shape {
                        nullable: false,
                        ..shape
                    });
                    Shape::new(Type::Named(*id), schema.at().clone()).or_null(nullable)
                }
                _ => shape,
            },
            Form::Definition(kind, nullable) => self
                .define_inline(&merged, kind, key.clone())
                .or_null(nullable),
        };
        self.open.remove(&key);
        shape
    }

    /// Decides what keywords come to.
    pub(super) fn form(&mut self, merged: &Merged<'d>, direction: Direction) -> Form {
        let at = merged.places.first().cloned().unwrap_or_default();
        if merged.never {
            return Form::Shape(self.judged(merged));
        }
        if let Some(form) = self.enumeration(merged, &at) {
            return form;
        }
        if let Some(form) = self.extensible(merged) {
            return form;
        }
        if !merged.unions.is_empty() {
            return self.unions(merged, direction);
        }
        let kinds = merged
            .types
            .as_ref()
            .map_or_else(|| self.inferred_kinds(merged), |(kinds, _)| *kinds);
        let nullable = kinds.has(Kind::Null) && kinds != Kinds::ANY;
        let kinds_without_null = if nullable {
            kinds.without(Kind::Null)
        } else {
            kinds
        };
        if nullable && kinds_without_null.is_empty() {
            return Form::Shape(Shape::new(Type::Null, at));
        }
        let form = match kinds_without_null.single() {
            None if kinds == Kinds::ANY => Form::Shape(self.judged(merged)),
            None => self.union_of_kinds(merged, kinds_without_null, direction),
            Some(Kind::Null) => Form::Shape(Shape::new(Type::Null, at)),
            Some(Kind::Boolean) => Form::Shape(Shape::new(Type::Bool, at)),
            Some(Kind::Integer) => Form::Shape(self.number(merged, at, true)),
            Some(Kind::Number) => Form::Shape(self.number(merged, at, false)),
            Some(Kind::String) => Form::Shape(self.string(merged, at)),
            Some(Kind::Array) => Form::Shape(self.array(merged, at, direction)),
            Some(Kind::Object) => self.object(merged, at, direction),
        };
        match form {
            Form::Shape(mut shape) => {
                shape.nullable |= nullable && shape.ty != Type::Value;
                if kinds_without_null.single().is_some() {
                    self.leftover(merged, &mut shape.constraints);
                }
                Form::Shape(shape)
            }
            Form::Definition(kind, null) => Form::Definition(kind, null || nullable),
        }
    }

    /// The kinds that a schema without `type` is meant for. `exact` infers nothing.
    fn inferred_kinds(&self, merged: &Merged<'d>) -> Kinds {
        let object = !merged.properties.is_empty() || merged.additional.is_some();
        let array = merged.items.is_some();
        match (object, array) {
            _ if self.options.exact => Kinds::ANY,
            (true, false) => Kinds::only(Kind::Object),
            (false, true) => Kinds::only(Kind::Array),
            _ => Kinds::ANY,
        }
    }

    /// Any JSON, judged by a generated function where the schema says anything.
    pub(super) fn judged(&mut self, merged: &Merged<'d>) -> Shape {
        let at = merged.places.first().cloned().unwrap_or_default();
        let mut shape = Shape::new(Type::Value, at);
        if merged.says_anything() {
            shape.constraints.push(self.judge(merged));
        }
        shape
    }

    /// A check of what the type and its constraints do not judge.
    fn leftover(&mut self, merged: &Merged<'d>, constraints: &mut Vec<Constraint>) {
        if merged.leftover || !merged.nots.is_empty() {
            constraints.extend(self.judge_some(merged, LEFTOVER).map(Constraint::Check));
        }
    }

    fn enumeration(&mut self, merged: &Merged<'d>, at: &Pointer) -> Option<Form> {
        let (values, _) = merged.values.as_ref()?;
        if values.is_empty() && !merged.never && !self.options.exact {
            return None;
        }
        let allowed = |value: &&&Value| {
            merged
                .types
                .as_ref()
                .is_none_or(|(kinds, _)| kinds.has(Kind::of(value)))
        };
        // A schema that states a type and lists values of another one contradicts itself; where no
        // value is left the list is what the author meant.
        let mut fitting: Vec<&Value> = values.iter().filter(allowed).copied().collect();
        if fitting.is_empty() {
            if self.options.exact {
                return Some(Form::Shape(self.judged(merged)));
            }
            fitting.clone_from(values);
        }
        let nullable = fitting.iter().any(|value| value.is_null());
        fitting.retain(|value| !value.is_null());
        if fitting.is_empty() {
            return Some(Form::Shape(Shape::new(Type::Null, at.clone())));
        }
        let mut distinct: Vec<&Value> = Vec::with_capacity(fitting.len());
        for value in fitting {
            if !distinct.iter().any(|known| same(known, value)) {
                distinct.push(value);
            }
        }
        if distinct
            .iter()
            .any(|value| value.is_array() || value.is_object())
            || !merged.unions.is_empty()
        {
            return Some(Form::Shape(self.judged(merged)));
        }
        if distinct.iter().all(|value| value.is_boolean()) {
            let mut shape = Shape::new(Type::Bool, at.clone());
            shape.nullable = nullable;
            if distinct.len() == 1 {
                shape
                    .constraints
                    .push(Constraint::OneOf(distinct.into_iter().cloned().collect()));
            }
            return Some(Form::Shape(shape));
        }
        let mut constraints = Vec::new();
        self.leftover(merged, &mut constraints);
        let definition = self.enum_of(&distinct, merged, false, constraints);
        Some(Form::Definition(TypeKind::Enum(definition), nullable))
    }

    /// Strings with `x-extensible-enum`: the values known today, and any other.
    fn extensible(&mut self, merged: &Merged<'d>) -> Option<Form> {
        let kinds = merged.types.as_ref().map(|(kinds, _)| *kinds)?;
        let listed = merged.notes.extension("x-extensible-enum")?.as_array()?;
        let plain =
            kinds.without(Kind::Null).single() == Some(Kind::String) && merged.unions.is_empty();
        if !plain || listed.is_empty() || !listed.iter().all(Value::is_string) {
            return None;
        }
        let mut values: Vec<&Value> = Vec::with_capacity(listed.len());
        for value in listed {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let mut constraints = self.text_constraints(merged);
        self.leftover(merged, &mut constraints);
        let definition = self.enum_of(&values, merged, true, constraints);
        Some(Form::Definition(
            TypeKind::Enum(definition),
            kinds.has(Kind::Null),
        ))
    }

    /// An enum of scalar values, with the names that extensions give them.
    pub(super) fn enum_of(
        &mut self,
        values: &[&Value],
        merged: &Merged<'d>,
        open: bool,
        constraints: Vec<Constraint>,
    ) -> Enum {
        let repr = if values.iter().all(|value| value.is_string()) {
            EnumRepr::String
        } else if values.iter().all(|value| value.is_i64()) {
            EnumRepr::Integer
        } else {
            EnumRepr::Json
        };
        let texts: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let listed = ["x-enum-varnames", "x-enumNames", "x-enum-names"]
                    .into_iter()
                    .find_map(|key| merged.notes.extension(key)?.get(index)?.as_str());
                let mapped = || {
                    merged.notes.extension("x-ms-enum").and_then(|ms| {
                        let entries = ms.get("values")?.as_array()?;
                        entries
                            .iter()
                            .find(|entry| entry.get("value") == Some(value))?
                            .get("name")?
                            .as_str()
                    })
                };
                match listed.or_else(mapped) {
                    Some(name) => name.to_owned(),
                    None => match value {
                        Value::String(text) => text.clone(),
                        Value::Number(number) if number.to_string().starts_with('-') => {
                            format!("minus {}", &number.to_string()[1..])
                        }
                        Value::Number(number) => format!("value {number}").replace('.', " point "),
                        other => other.to_string(),
                    },
                }
            })
            .collect();
        let mut scope = Scope::reserving(["Unknown", "Self"]);
        let wires: Vec<&str> = texts.iter().map(String::as_str).collect();
        let names = name::allocate(&wires, Case::Camel, &mut scope);
        let variants = values
            .iter()
            .zip(names)
            .enumerate()
            .map(|(index, (value, name))| Variant {
                name,
                value: (*value).clone(),
                docs: Docs {
                    description: ["x-enum-descriptions", "x-enumDescriptions"]
                        .into_iter()
                        .find_map(|key| {
                            let extension = merged.notes.extension(key)?;
                            let text = extension
                                .get(index)
                                .or_else(|| extension.get(value.as_str()?))?;
                            text.as_str().map(str::to_owned)
                        }),
                    ..Docs::default()
                },
            });
        Enum {
            variants: variants.collect(),
            open,
            repr,
            constraints,
        }
    }

    fn number(&mut self, merged: &Merged<'d>, at: Pointer, integer: bool) -> Shape {
        if let Some(own) = self.own_format(merged.format, &at) {
            return own;
        }
        let ty = match (merged.format, integer) {
            (Some("unixtime" | "unix-time"), _) => Type::Format(Format::UnixTime),
            (Some("int8"), true) => Type::Integer(Integer::I8),
            (Some("int16"), true) => Type::Integer(Integer::I16),
            (Some("int32"), _) => Type::Integer(Integer::I32),
            (Some("int64"), _) | (None, true) => Type::Integer(Integer::I64),
            (Some("uint8"), _) => Type::Integer(Integer::U8),
            (Some("uint16"), _) => Type::Integer(Integer::U16),
            (Some("uint32" | "uint"), _) => Type::Integer(Integer::U32),
            (Some("uint64"), _) => Type::Integer(Integer::U64),
            (Some("bigint" | "big-integer" | "int128" | "uint128"), _) => Type::BigInteger,
            (Some("decimal" | "decimal128" | "double-int"), false) => Type::Decimal,
            (Some("float"), false) => Type::F32,
            (Some(_), true) => Type::Integer(Integer::I64),
            (_, false) => Type::F64,
        };
        let mut shape = Shape::new(ty, at);
        shape.constraints = range_constraints(merged);
        shape
    }

    fn string(&mut self, merged: &Merged<'d>, at: Pointer) -> Shape {
        if let Some(own) = self.own_format(merged.format, &at) {
            return own;
        }
        let constraints = self.text_constraints(merged);
        let ty = match merged.format {
            // A type of its own for the format would hide the text that these look at.
            _ if !constraints.is_empty() && merged.format != Some("password") => Type::String,
            Some("date-time") => Type::Format(Format::DateTime),
            Some("date") => Type::Format(Format::Date),
            Some("uuid") => Type::Format(Format::Uuid),
            Some("byte") => Type::Format(Format::Byte),
            Some("password") => Type::Format(Format::Secret),
            Some("ipv4") => Type::Format(Format::Ipv4),
            Some("ipv6") => Type::Format(Format::Ipv6),
            None if merged.notes.content_encoding == Some("base64") => Type::Format(Format::Byte),
            _ => Type::String,
        };
        let ty = if self.options.formats {
            ty
        } else {
            Type::String
        };
        let mut shape = Shape::new(ty, at);
        shape.constraints = constraints;
        if let (Type::String, Some(format), true) = (&shape.ty, merged.format, self.options.formats)
            && let Some(known) = CHECKED_FORMATS.iter().find(|known| **known == format)
        {
            shape.constraints.push(Constraint::Format(known));
        }
        shape
    }

    /// `minLength`, `maxLength`, `pattern`.
    pub(super) fn text_constraints(&mut self, merged: &Merged<'d>) -> Vec<Constraint> {
        let mut out = Vec::new();
        out.extend(
            merged
                .length
                .min
                .as_ref()
                .map(|(limit, _)| Constraint::MinLength(*limit)),
        );
        out.extend(
            merged
                .length
                .max
                .as_ref()
                .map(|(limit, _)| Constraint::MaxLength(*limit)),
        );
        for (source, at) in &merged.patterns {
            match pattern::translate(source) {
                Ok(pattern) => out.push(Constraint::Pattern(pattern)),
                Err(reason) => self.diagnostics.push(
                    Diagnostic::new(
                        codes::UNUSABLE_PATTERN,
                        format!("the pattern `{source}` cannot be used"),
                    )
                    .at_value(at, reason.to_string()),
                ),
            }
        }
        out
    }

    fn array(&mut self, merged: &Merged<'d>, at: Pointer, direction: Direction) -> Shape {
        let mut constraints = Vec::new();
        constraints.extend(
            merged
                .item_count
                .min
                .as_ref()
                .map(|(limit, _)| Constraint::MinItems(*limit)),
        );
        constraints.extend(
            merged
                .item_count
                .max
                .as_ref()
                .map(|(limit, _)| Constraint::MaxItems(*limit)),
        );
        if merged.unique_items {
            constraints.push(Constraint::UniqueItems);
        }
        let ty = if merged.prefix_items.is_empty() {
            let item = match &merged.items {
                Some(items) => self.shape(items, direction),
                None => Shape::new(Type::Value, at.clone()),
            };
            Type::List(Box::new(item))
        } else if let (Some((min, _)), true) = (&merged.item_count.min, closed_tuple(merged)) {
            debug_assert!(*min as usize == merged.prefix_items.len());
            constraints.retain(|constraint| *constraint == Constraint::UniqueItems);
            Type::Tuple(
                merged
                    .prefix_items
                    .iter()
                    .map(|item| self.shape(item, direction))
                    .collect(),
            )
        } else {
            constraints.extend(
                self.judge_some(merged, Select::ITEMS)
                    .map(Constraint::Check),
            );
            Type::List(Box::new(Shape::new(Type::Value, at.clone())))
        };
        Shape {
            ty,
            nullable: false,
            constraints,
            source: at,
        }
    }

    fn object(&mut self, merged: &Merged<'d>, at: Pointer, direction: Direction) -> Form {
        let kept: Vec<_> = merged
            .properties
            .iter()
            .filter(|(_, schema)| self.travels(schema, direction))
            .collect();
        let forbidden = matches!(merged.additional, Some(Additional::Forbidden));
        let several_closings = merged.closed_by.0 > 0 && merged.closed_by.1 > 1;
        if kept.is_empty()
            && merged.properties.is_empty()
            && !(forbidden && merged.pattern_properties.is_empty())
        {
            return Form::Shape(self.map(merged, at, direction));
        }
        let mut scope = Scope::reserving(["build", "builder"]);
        let names = self.field_names(&kept, &mut scope);
        let mut fields = Vec::with_capacity(kept.len());
        for ((wire, schema), name) in kept.into_iter().zip(names) {
            fields.push(self.field(wire, schema, name, merged, direction));
        }
        let mut rules = Vec::new();
        let declared = |name: &str| fields.iter().any(|field| field.wire == name);
        let dropped = |name: &str| {
            merged.properties.iter().any(|(known, _)| *known == name) && !declared(name)
        };
        let undeclared = merged
            .required
            .iter()
            .filter(|name| !declared(name) && !dropped(name));
        rules.extend(undeclared.map(|name| Rule::Required((*name).to_owned())));
        rules.extend(
            merged
                .property_count
                .min
                .as_ref()
                .map(|(limit, _)| Rule::MinProperties(*limit)),
        );
        rules.extend(
            merged
                .property_count
                .max
                .as_ref()
                .map(|(limit, _)| Rule::MaxProperties(*limit)),
        );
        rules.extend(merged.dependent_required.iter().map(|(name, others)| {
            Rule::Dependent(
                (*name).to_owned(),
                others.iter().map(|&other| other.to_owned()).collect(),
            )
        }));
        let known: Vec<_> = merged.properties.iter().map(|(name, _)| *name).collect();
        // What is dropped cannot be judged.
        let needs_extras = self.options.exact
            || rules.iter().any(|rule| rule.names_other_than(&known))
            || merged.names_undeclared
            || merged
                .property_count
                .min
                .as_ref()
                .is_some_and(|(limit, _)| *limit > known.len() as u64)
            || merged.leftover
            || !merged.property_names.is_empty()
            || !merged.pattern_properties.is_empty();
        let mut extras_name = || scope.take("additional_properties", Case::Snake);
        let extras = match &merged.additional {
            Some(Additional::Allowed(schema))
                if !several_closings && merged.pattern_properties.is_empty() =>
            {
                let name = extras_name();
                Extras::Kept {
                    name,
                    value: Box::new(self.shape(schema, direction)),
                }
            }
            Some(Additional::Forbidden)
                if !several_closings && merged.pattern_properties.is_empty() =>
            {
                if self.options.exact {
                    Extras::Forbidden {
                        name: extras_name(),
                    }
                } else {
                    Extras::Dropped
                }
            }
            _ if needs_extras => {
                let name = extras_name();
                Extras::Kept {
                    name,
                    value: Box::new(Shape::new(Type::Value, at.clone())),
                }
            }
            _ => Extras::Dropped,
        };
        let forbidden_groups = self.forbidden_groups(merged, &fields);
        let judged = merged.leftover
            || (!merged.nots.is_empty() && forbidden_groups.is_none())
            || !merged.property_names.is_empty()
            || !merged.pattern_properties.is_empty()
            || (several_closings && self.options.exact);
        if judged {
            let closings = if several_closings {
                Select::PROPERTIES
            } else {
                Select::PROPERTY_NAMES
            };
            let check = self.judge_some(merged, Select::INEXPRESSIBLE.or(closings));
            rules.extend(check.map(Rule::Check));
        } else {
            let groups = forbidden_groups.into_iter().flatten();
            rules.extend(groups.map(Rule::NotGroup));
        }
        Form::Definition(
            TypeKind::Struct(Struct {
                fields,
                extras,
                rules,
            }),
            false,
        )
    }

    /// The groups of properties that must not all be there, where every `not` says only that, and
    /// of properties that the type knows.
    fn forbidden_groups(&self, merged: &Merged<'d>, fields: &[Field]) -> Option<Vec<Vec<String>>> {
        let is_field = |name: &String| fields.iter().any(|field| field.wire == *name);
        let group = |schema| {
            let names = self.only_required(schema)?;
            names.iter().all(is_field).then_some(names)
        };
        merged.nots.iter().map(group).collect()
    }

    fn field(
        &mut self,
        wire: &str,
        schema: &Schema<'d>,
        name: crate::ir::Name,
        owner: &Merged<'d>,
        direction: Direction,
    ) -> Field {
        let shape = self.shape(schema, direction);
        let notes = merge(self.document, schema, &mut self.silent).notes;
        let mut docs = Self::docs(&notes);
        if self.wrapped_reference(schema).is_some() {
            // The type behind the reference carries its own description.
            docs = Docs {
                description: docs.description.filter(|_| !self.is_defined(&shape)),
                ..Docs::default()
            };
        }
        Field {
            name,
            wire: wire.to_owned(),
            docs,
            shape,
            required: owner.required.contains(&wire),
            default: notes.default.cloned(),
            read_only: notes.read_only,
            write_only: notes.write_only,
        }
    }

    /// An object without declared properties.
    fn map(&mut self, merged: &Merged<'d>, at: Pointer, direction: Direction) -> Shape {
        let mut constraints = Vec::new();
        let value = match (&merged.additional, merged.pattern_properties.as_slice()) {
            (Some(Additional::Allowed(schema)), []) => self.shape(schema, direction),
            (Some(Additional::Forbidden), [(_, schema)]) => self.shape(schema, direction),
            _ => Shape::new(Type::Value, at.clone()),
        };
        constraints.extend(
            merged
                .property_count
                .min
                .as_ref()
                .map(|(limit, _)| Constraint::MinProperties(*limit)),
        );
        constraints.extend(
            merged
                .property_count
                .max
                .as_ref()
                .map(|(limit, _)| Constraint::MaxProperties(*limit)),
        );
        let judged = !merged.pattern_properties.is_empty()
            || !merged.property_names.is_empty()
            || !merged.required.is_empty()
            || !merged.dependent_required.is_empty();
        if judged {
            constraints.extend(self.judge_some(merged, NAMES).map(Constraint::Check));
        }
        Shape {
            ty: Type::Map(Box::new(value)),
            nullable: false,
            constraints,
            source: at,
        }
    }

    /// Annotations as docs.
    pub(super) fn docs(notes: &super::all_of::Annotations<'d>) -> Docs {
        Docs {
            summary: notes.title.map(str::to_owned),
            description: notes.description.map(str::to_owned),
            external: notes.external_docs.map(str::to_owned),
            notes: Vec::new(),
            deprecated: notes.deprecated,
            examples: notes
                .examples
                .iter()
                .map(|value| (*value).clone())
                .collect(),
        }
    }
}

/// What no type judges, objects aside.
const LEFTOVER: Select = Select::NOT
    .or(Select::CONDITION)
    .or(Select::CONTAINS)
    .or(Select::DEPENDENT_SCHEMAS)
    .or(Select::UNEVALUATED);

/// What a map's type does not judge of its keys.
const NAMES: Select = Select::REQUIRED
    .or(Select::PATTERN_PROPERTIES)
    .or(Select::PROPERTY_NAMES)
    .or(Select::DEPENDENT_REQUIRED);

/// Formats of strings that are checked; the others are annotations.
const CHECKED_FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// `minimum` and its kin, in the order of the specification.
fn range_constraints(merged: &Merged<'_>) -> Vec<Constraint> {
    let mut out = Vec::new();
    if let Some((bound, exclusive, _)) = &merged.range.low {
        out.push(if *exclusive {
            Constraint::ExclusiveMinimum(*bound)
        } else {
            Constraint::Minimum(*bound)
        });
    }
    if let Some((bound, exclusive, _)) = &merged.range.high {
        out.push(if *exclusive {
            Constraint::ExclusiveMaximum(*bound)
        } else {
            Constraint::Maximum(*bound)
        });
    }
    let positive = |bound: &&Bound| bound.as_f64() > 0.0;
    out.extend(
        merged
            .multiples
            .iter()
            .filter(positive)
            .map(|bound| Constraint::MultipleOf(*bound)),
    );
    out
}

/// Whether an array always has exactly the items of its `prefixItems`.
fn closed_tuple(merged: &Merged<'_>) -> bool {
    let length = merged.prefix_items.len() as u64;
    let closed = merged.items.as_ref().is_some_and(|items| {
        items
            .parts
            .iter()
            .any(|part| part.value == &Value::Bool(false))
    });
    let full = merged
        .item_count
        .min
        .as_ref()
        .is_some_and(|(min, _)| *min == length);
    let bounded = merged
        .item_count
        .max
        .as_ref()
        .is_some_and(|(max, _)| *max == length);
    // Rust's traits stop at tuples of twelve.
    full && (closed || bounded) && (2..=12).contains(&length)
}
