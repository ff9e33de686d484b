//! Enums, numbers and strings.

use super::Form;
use super::Lowerer;
use super::all_of::Merged;
use super::name::{Case, Scope};
use super::pattern::usable_pattern;
use super::words::value_words;
use crate::constraint::Fact;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::Kind;
use crate::format::{self, Format, Meaning};
use crate::ir::{Constraint, Docs, Enum, EnumRepr, Integer, Shape, Type, TypeKind, Variant};
use crate::json::{Bound, canonical};
use crate::pointer::Pointer;
use crate::reserved;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The type that holds all integers within these bounds: 64 bits, and more only where a bound, the
/// default or an example asks for more.
fn holding(merged: &Merged<'_>) -> Type {
    let integers = merged.numbers.clone().of_integers();
    let bounds = [integers.low, integers.high].map(|end| end.map(|end| end.bound));
    // Of what it shows, all is held too.
    let shown = merged.notes.default.iter().chain(&merged.notes.examples);
    let shown: Vec<Bound> = shown.filter_map(|value| Bound::read(value)).collect();
    let are_within = |integer: Integer| {
        let range = integer.range();
        let holds = |bound: &Bound| match bound {
            Bound::Integer(bound) => range.contains(bound),
            Bound::Decimal(_) => false,
        };
        let is_whole = |bound: &&Bound| {
            matches!(bound, Bound::Integer(_)) || bound.as_f64().abs() > i128::MAX as f64
        };
        let steps = integers.multiples.iter().map(|step| &step.value);
        bounds.iter().flatten().all(holds)
            && steps.filter(is_whole).all(holds)
            && shown.iter().filter(is_whole).all(holds)
    };
    if are_within(Integer::I64) {
        return Type::Integer(Integer::I64);
    }
    let has_both = bounds.iter().all(Option::is_some);
    match has_both && are_within(Integer::U64) {
        true => Type::Integer(Integer::U64),
        false => Type::BigInteger,
    }
}

/// A whole number as such, where it is written with a fraction of nothing: `1.0` is 1.
fn without_fraction(value: &Value) -> Value {
    // Beyond, a double is not every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = value.as_f64().filter(|_| value.is_f64());
    let whole = whole.filter(|number| number.fract() == 0.0 && number.abs() < EXACT);
    match whole {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "it is whole, and small enough"
        )]
        Some(number) => Value::from(number as i64),
        None => value.clone(),
    }
}

/// Values, each once, in their order.
fn distinct<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<&'v Value> {
    let mut known = BTreeSet::new();
    let values = values.into_iter();
    values
        .filter(|value| known.insert(canonical(value)))
        .collect()
}

impl<'d> Lowerer<'d> {
    pub(super) fn enumeration(&mut self, merged: &Merged<'d>, at: &Pointer) -> Option<Form> {
        let values = merged.values.listed.as_ref()?;
        if values.is_empty() && !merged.never && !self.options.exact {
            return None;
        }
        // To the letter, a listed value may still break what else the schema says.
        if self.options.exact
            && (merged.says_anything_of_scalars() || merged.says_anything_of_objects())
        {
            return Some(Form::Shape(self.judged(merged)));
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
        let distinct = distinct(fitting);
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
        if let Some(mut shape) = self.of_all_digits(&distinct, merged, at) {
            self.leftover(merged, &mut shape.constraints);
            return Some(Form::Shape(shape.or_null(nullable)));
        }
        let mut constraints = Vec::new();
        self.leftover(merged, &mut constraints);
        let definition = self.enum_of(&distinct, merged, false, constraints);
        Some(Form::Definition(TypeKind::Enum(definition), nullable))
    }

    /// Listed numbers with all their digits, where a double would lose some.
    fn of_all_digits(&self, values: &[&Value], merged: &Merged<'d>, at: &Pointer) -> Option<Shape> {
        let are_numbers = values.iter().all(|value| value.is_number());
        if !are_numbers || !self.document.loses_digits() {
            return None;
        }
        let mut digits: BTreeMap<*const Value, &str> = BTreeMap::new();
        for place in &merged.places {
            let listed = place.key("enum");
            let count = listed
                .resolve(&self.document.value)
                .and_then(Value::as_array);
            let items = (0..count.map_or(0, Vec::len)).map(|index| listed.index(index));
            for at in items.chain([place.key("const")]) {
                let value = at.resolve(&self.document.value);
                let text = self.document.digits(&at);
                digits.extend(value.map(std::ptr::from_ref).zip(text));
            }
        }
        let text = |value: &&Value| digits.get(&std::ptr::from_ref(*value)).copied();
        values.iter().find_map(text)?;
        let texts = values.iter().map(|value| match text(value) {
            Some(text) => text.to_owned(),
            None => value.to_string(),
        });
        let kinds = merged.types.as_ref().map(|(kinds, _)| *kinds);
        let ty = match kinds.is_some_and(|kinds| !kinds.has(Kind::Number)) {
            true => Type::BigInteger,
            false => Type::Decimal,
        };
        let mut shape = Shape::new(ty, at.clone());
        shape.constraints = vec![Constraint::OneOfDigits(texts.collect())];
        Some(shape)
    }

    /// Strings with `x-extensible-enum`: the values known today, and any other.
    pub(super) fn extensible(&mut self, merged: &Merged<'d>) -> Option<Form> {
        let kinds = merged.types.as_ref().map(|(kinds, _)| *kinds)?;
        let listed = merged.notes.extension("x-extensible-enum")?.as_array()?;
        let plain =
            kinds.without(Kind::Null).single() == Some(Kind::String) && merged.unions.is_empty();
        if !plain || listed.is_empty() || !listed.iter().all(Value::is_string) {
            return None;
        }
        let values = distinct(listed);
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
        self.enum_named(values, merged, open, constraints, &|_| None)
    }

    /// An enum of scalar values, some of which have names.
    pub(super) fn enum_named(
        &mut self,
        values: &[&Value],
        merged: &Merged<'d>,
        open: bool,
        constraints: Vec<Constraint>,
        named: &dyn Fn(&Value) -> Option<String>,
    ) -> Enum {
        // A value that joins the list may have one.
        let kinds = merged.types.as_ref();
        let may_have_fraction = kinds.is_some_and(|(kinds, _)| kinds.has(Kind::Number));
        let plain: Vec<Value> = values.iter().map(|value| without_fraction(value)).collect();
        let repr = if values.iter().all(|value| value.is_string()) {
            EnumRepr::String
        } else if plain.iter().all(Value::is_i64) && !may_have_fraction {
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
                let stated = listed.or_else(mapped).map(str::to_owned);
                stated
                    .or_else(|| named(value))
                    .unwrap_or_else(|| value_words(&plain[index]))
            })
            .collect();
        let mut scope = Scope::reserving(reserved::VARIANTS);
        let asked = values.iter().zip(&texts);
        let asked: Vec<_> = asked
            .map(|(value, text)| (text.as_str(), self.place_of_value(value, merged)))
            .collect();
        let names = self.names_of(&asked, Case::Camel, &mut scope);
        let variants = values
            .iter()
            .zip(names)
            .enumerate()
            .map(|(index, (value, name))| Variant {
                name,
                value: plain[index].clone(),
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

    /// Where a value is listed; nowhere if the user names nothing, who alone asks for it.
    fn place_of_value(&self, value: &Value, merged: &Merged<'d>) -> Pointer {
        let places = merged.places.iter();
        let mut places = places.filter(|_| !self.options.renames.is_empty());
        let found = places.find_map(|at| {
            let listed = at.key("enum").resolve(&self.document.value)?.as_array()?;
            let index = listed.iter().position(|one| one == value)?;
            Some(at.key("enum").index(index))
        });
        found.unwrap_or_default()
    }

    pub(super) fn number(&mut self, merged: &Merged<'d>, at: Pointer, integer: bool) -> Shape {
        if let Some(own) = self.own_format(merged.format, &at) {
            return own;
        }
        let ty = if integer { "integer" } else { "number" };
        let meaning = merged.format.and_then(|name| format::find(ty, name));
        let ty = match meaning {
            Some(Meaning::Typed(format)) => Type::Format(format.by(self.options.dates)),
            Some(Meaning::Sized(number)) => number.into(),
            Some(Meaning::Judged(_)) | None if integer => holding(merged),
            Some(Meaning::Judged(_)) | None => Type::F64,
        };
        let numbers = match ty {
            Type::Integer(_) | Type::BigInteger => merged.numbers.clone().of_integers(),
            _ => merged.numbers.clone(),
        };
        let mut shape = Shape::new(ty, at);
        shape.constraints = numbers.constraints();
        shape
    }

    pub(super) fn string(&mut self, merged: &Merged<'d>, at: Pointer) -> Shape {
        if let Some(own) = self.own_format(merged.format, &at) {
            return own;
        }
        let constraints = self.text_constraints(merged);
        let typed = match merged.format.map(|name| format::find("string", name)) {
            Some(Some(Meaning::Typed(format))) => Some(format.by(self.options.dates)),
            None => self.encoded(merged, &at),
            _ => None,
        };
        // A type of its own for the format would hide the text that constraints look at, but for bytes, of which
        // there is one text.
        let is_seen = |format: &Format| {
            let row = format.row();
            row.secret.is_some() || row.content_encoding.is_some()
        };
        let typed = typed.filter(|format| constraints.is_empty() || is_seen(format));
        let ty = typed.map_or(Type::String, Type::Format);
        let mut shape = Shape::new(ty, at);
        shape.constraints = constraints;
        if let (Type::String, Some(format)) = (&shape.ty, merged.format) {
            let known = format::text::judge(format, self.options.exact);
            shape.constraints.extend(known.map(Constraint::Format));
        }
        shape
    }

    /// The format of a text that stands for bytes by its `contentEncoding`.
    fn encoded(&mut self, merged: &Merged<'d>, at: &Pointer) -> Option<Format> {
        let encoding = merged.notes.content_encoding?;
        let format = format::encoded(encoding);
        if format.is_none() {
            self.complain_of_encoding(encoding, at);
        }
        format
    }

    /// Complains of an encoding that is not undone, unless it leaves data as they are (RFC 2045, 6.2).
    pub(super) fn complain_of_encoding(&mut self, encoding: &str, at: &Pointer) {
        let is_identity = ["7bit", "8bit", "binary"].contains(&encoding);
        if !is_identity && self.complained.insert(at.key("contentEncoding")) {
            let message = format!("`contentEncoding: {encoding}` is not undone");
            let diagnostic = Diagnostic::new(codes::NOT_DECODED, message);
            self.diagnostics
                .push(diagnostic.at_key(at, "callers see the text as it travels"));
        }
    }

    /// `minLength`, `maxLength`, `pattern`.
    pub(super) fn text_constraints(&mut self, merged: &Merged<'d>) -> Vec<Constraint> {
        let diagnostics = &mut self.diagnostics;
        let translate = |fact: &Fact<&str>| usable_pattern(fact.value, &fact.at, diagnostics);
        merged.texts.constraints(translate)
    }
}
