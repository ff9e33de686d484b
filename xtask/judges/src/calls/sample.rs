//! A shape into a value that is valid: the document's own example, or the smallest there is.

use std::iter;

use serde_json::{Map, Number, Value, json};

use super::Judge;
use faircopy::internals::format;
use faircopy::internals::ir::{
    Api, Bound, Constraint, EnumRepr, Extras, Selection, Shape, Struct, Type, TypeId, TypeKind,
    Union,
};

/// Beyond this many types within one another, only what is required is filled in.
const MAX_DEPTH: usize = 4;

/// How much of what may be sent is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Required,
    All,
}

impl Extent {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::All => "all",
        }
    }
}

/// Which branches of unions are tried, one after the other.
const BRANCHES: usize = 8;

#[derive(Clone, Copy)]
pub(crate) struct Sampler<'a> {
    pub(crate) api: &'a Api,
    pub(crate) judge: &'a Judge<'a>,
    pub(crate) extent: Extent,
    /// Which branch of a union is chosen, counted round.
    pub(crate) branch: usize,
    /// A text where any is allowed.
    pub(crate) text: &'static str,
}

/// The plainest text.
pub(crate) const PLAIN: &str = "value";

impl Sampler<'_> {
    /// A value of that shape that the judge accepts: the example, or else one of a branch of the
    /// unions in it, with all that it may have or with what it must.
    ///
    /// # Errors
    ///
    /// What the judge says of the first value that was tried, where it accepts none.
    pub(crate) fn value(&self, shape: &Shape, example: Option<&Value>) -> Result<Value, String> {
        let example = example.filter(|value| self.fits(&shape.ty, value)).cloned();
        let made = self.tries(shape, self.extent);
        let mut first = None;
        for value in example.into_iter().chain(made) {
            match (self.judge)(&shape.source, &value) {
                Ok(()) => return Ok(value),
                Err(why) => first = first.or(Some(why)),
            }
        }
        Err(first.unwrap_or_default())
    }

    /// Several values of that shape that the judge accepts: examples, then made ones, each once.
    pub(crate) fn values(&self, shape: &Shape, examples: &[Value], most: usize) -> Vec<Value> {
        let examples = examples.iter().filter(|value| self.fits(&shape.ty, value));
        let made = self.tries(shape, Extent::All);
        let mut tried: Vec<Value> = Vec::new();
        let mut found = Vec::new();
        for value in examples.cloned().chain(made) {
            if found.len() >= most {
                break;
            }
            if !tried.contains(&value) {
                if (self.judge)(&shape.source, &value).is_ok() {
                    found.push(value.clone());
                }
                tried.push(value);
            }
        }
        found
    }

    /// Values of a shape, of each branch in turn: of that extent, then with what must be there.
    fn tries(&self, shape: &Shape, extent: Extent) -> impl Iterator<Item = Value> {
        let extents = [extent, Extent::Required].into_iter();
        let tries = extents.flat_map(|extent| (0..BRANCHES).map(move |branch| (extent, branch)));
        tries.map(move |(extent, branch)| {
            let sampler = Self {
                extent,
                branch,
                ..*self
            };
            sampler.shape(shape, None, 0)
        })
    }

    fn shape(&self, shape: &Shape, example: Option<&Value>, depth: usize) -> Value {
        match example.filter(|value| self.fits(&shape.ty, value)) {
            Some(value) => value.clone(),
            None => self.made(&shape.ty, &shape.constraints, depth),
        }
    }

    fn made(&self, ty: &Type, constraints: &[Constraint], depth: usize) -> Value {
        let one_of = constraints.iter().find_map(|constraint| match constraint {
            Constraint::OneOf(values) => values.first(),
            _ => None,
        });
        if let Some(value) = one_of {
            return value.clone();
        }
        match ty {
            Type::Bool => json!(true),
            Type::Integer(_) | Type::BigInteger => integer(constraints),
            Type::F32 | Type::F64 | Type::Decimal => number(constraints),
            Type::String => text(constraints, self.text),
            Type::Format(format) => format.row().sample(),
            Type::Value => json!("value"),
            Type::Null => Value::Null,
            Type::List(item) => {
                let least = constraints.iter().find_map(|constraint| match constraint {
                    Constraint::MinItems(least) => usize::try_from(*least).ok(),
                    _ => None,
                });
                let item = self.shape(item, None, depth + 1);
                Value::Array(vec![item; least.unwrap_or(1).max(1)])
            }
            Type::Tuple(items) => items
                .iter()
                .map(|item| self.shape(item, None, depth + 1))
                .collect(),
            Type::Map(value) => json!({ "key": self.shape(value, None, depth + 1) }),
            Type::Named(id) | Type::Boxed(id) => self.named(*id, depth),
        }
    }

    fn named(&self, id: TypeId, depth: usize) -> Value {
        let def = &self.api.types[id];
        let example = def.docs.examples.first();
        if let Some(example) = example.filter(|value| self.fits_named(id, value)) {
            return example.clone();
        }
        match &def.kind {
            TypeKind::Struct(object) => self.object(object, depth),
            TypeKind::Enum(it) => match (it.variants.first(), it.repr) {
                (Some(variant), _) => variant.value.clone(),
                (None, EnumRepr::Integer) => json!(1),
                (None, _) => json!("value"),
            },
            TypeKind::Union(union) => self.union(union, depth),
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => self.shape(shape, None, depth),
            TypeKind::External(_) => Value::Null,
        }
    }

    fn object(&self, object: &Struct, depth: usize) -> Value {
        let is_all = self.extent == Extent::All && depth < MAX_DEPTH;
        let mut map = Map::new();
        for field in &object.fields {
            let is_sent = field.required || is_all && !field.read_only;
            if is_sent {
                let example = field.docs.examples.first();
                let value = self.shape(&field.shape, example, depth + 1);
                map.insert(field.wire.clone(), value);
            }
        }
        if let Extras::Kept { value, .. } = &object.extras
            && is_all
            && object.fields.is_empty()
        {
            map.insert("key".to_owned(), self.shape(value, None, depth + 1));
        }
        Value::Object(map)
    }

    /// A branch, with its tag.
    fn union(&self, union: &Union, depth: usize) -> Value {
        let Some(branch) = union.branches.iter().cycle().nth(self.branch) else {
            return Value::Null;
        };
        let mut value = self.shape(&branch.shape, None, depth + 1);
        if let (Selection::Tag(property), Some(tag), Value::Object(map)) =
            (&union.selection, branch.tags.first(), &mut value)
        {
            map.insert(property.clone(), json!(tag));
        }
        value
    }

    /// Whether an example is of the shape that it is an example of.
    fn fits(&self, ty: &Type, value: &Value) -> bool {
        match ty {
            Type::Bool => value.is_boolean(),
            Type::Integer(_) => value.is_i64() || value.is_u64(),
            Type::F32 | Type::F64 => value.is_number(),
            Type::String => value.is_string(),
            Type::List(item) => value
                .as_array()
                .is_some_and(|items| items.iter().all(|value| self.fits(&item.ty, value))),
            Type::Map(_) => value.is_object(),
            Type::Named(id) | Type::Boxed(id) => self.fits_named(*id, value),
            Type::Value => true,
            Type::Null => value.is_null(),
            Type::Format(format) if format.row().is_text() => value.is_string(),
            Type::Format(_) => value.is_i64(),
            Type::Tuple(_) | Type::BigInteger | Type::Decimal => false,
        }
    }

    fn fits_named(&self, id: TypeId, value: &Value) -> bool {
        match &self.api.types[id].kind {
            TypeKind::Struct(object) => object.fields.iter().all(|field| {
                value.get(&field.wire).map_or(!field.required, |value| {
                    field.shape.nullable && value.is_null() || self.fits(&field.shape.ty, value)
                })
            }),
            TypeKind::Enum(it) => it.variants.iter().any(|variant| variant.value == *value),
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => self.fits(&shape.ty, value),
            TypeKind::Union(union) => union
                .branches
                .iter()
                .any(|branch| self.fits(&branch.shape.ty, value)),
            TypeKind::External(_) => false,
        }
    }
}

fn integer(constraints: &[Constraint]) -> Value {
    let least = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Minimum(Bound::Integer(bound)) => i64::try_from(*bound).ok(),
        Constraint::ExclusiveMinimum(Bound::Integer(bound)) => i64::try_from(*bound + 1).ok(),
        _ => None,
    });
    let most = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Maximum(Bound::Integer(bound)) => i64::try_from(*bound).ok(),
        Constraint::ExclusiveMaximum(Bound::Integer(bound)) => i64::try_from(*bound - 1).ok(),
        _ => None,
    });
    let multiple = constraints.iter().find_map(|constraint| match constraint {
        Constraint::MultipleOf(Bound::Integer(of)) => i64::try_from(*of).ok(),
        _ => None,
    });
    let value = least.or(most.map(|most| most.min(1))).unwrap_or(1);
    let value = multiple.map_or(value, |of| {
        value.checked_add(of - 1).map_or(value, |it| it / of * of)
    });
    json!(value)
}

fn number(constraints: &[Constraint]) -> Value {
    let least = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Minimum(bound @ Bound::Decimal(_)) => Some(bound.as_f64()),
        Constraint::ExclusiveMinimum(bound @ Bound::Decimal(_)) => Some(bound.as_f64() + 1.0),
        _ => None,
    });
    match least.and_then(Number::from_f64) {
        Some(number) => Value::Number(number),
        None => integer(constraints),
    }
}

fn text(constraints: &[Constraint], usual: &str) -> Value {
    let (mut least, mut most, mut judge) = (0, u64::MAX, None);
    for constraint in constraints {
        match constraint {
            Constraint::MinLength(length) => least = *length,
            Constraint::MaxLength(length) => most = *length,
            Constraint::Format(it) => judge = Some(*it),
            _ => {}
        }
    }
    let mut text = judge
        .and_then(|judge| format::sample(judge.name))
        .unwrap_or(usual)
        .to_owned();
    if judge.is_none() {
        let length = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
        text = text.chars().take(length(most)).collect();
        let missing = length(least).saturating_sub(text.chars().count());
        text.extend(iter::repeat_n('a', missing));
    }
    Value::String(text)
}
