//! A shape into data that it accepts: the document's own example, or the smallest there is.

mod replies;

use std::cell::Cell;
use std::iter;

use serde_json::{Map, Number, Value, json};

use crate::format;
use crate::ir::{
    Api, Bound, Constraint, EnumRepr, Extras, Selection, Shape, Struct, Type, TypeId, TypeKind,
    Union,
};
use crate::pattern::matching;
use crate::pointer::Pointer;

pub use replies::replies;

/// Says what the schema at a place holds against a value.
pub type Judge<'a> = dyn Fn(&Pointer, &Value) -> Result<(), String> + 'a;

/// Beyond this many types within one another, only what is required is filled in.
const MAX_DEPTH: usize = 4;

/// Beyond this many, nothing is: the type has no finite data on this way.
const DEEPEST: usize = 32;

/// How many values one of them is made of, at most.
const STEPS: usize = 20_000;

/// How much of what may be there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What must be.
    Required,
    /// That, and what the document gives an example of.
    Given,
    /// Everything.
    All,
}

impl Extent {
    /// Its name, for messages.
    pub fn text(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Given => "given",
            Self::All => "all",
        }
    }
}

/// How many items a list is given, whatever it asks for.
const MOST_ITEMS: usize = 1_000;

/// How many letters a text is given, whatever it asks for.
const LONGEST: usize = 100_000;

/// Which branches of unions are tried, one after the other.
const BRANCHES: usize = 8;

/// Makes data.
#[derive(Clone, Copy)]
pub struct Sampler<'a> {
    /// What shapes refer to.
    pub api: &'a Api,
    /// What data must please.
    pub judge: &'a Judge<'a>,
    /// How much of objects is filled in.
    pub extent: Extent,
    /// Which branch of a union is chosen, counted round.
    pub branch: usize,
    /// A text where any is allowed.
    pub text: &'static str,
}

/// The plainest text.
pub const PLAIN: &str = "value";

impl Sampler<'_> {
    /// A value of that shape that the judge accepts: the example, or else one of a branch of the
    /// unions in it, with all that it may have or with what it must.
    ///
    /// # Errors
    ///
    /// What the judge says of the first value that was tried, where it accepts none.
    pub fn value(&self, shape: &Shape, example: Option<&Value>) -> Result<Value, String> {
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
    pub fn values(&self, shape: &Shape, examples: &[Value], most: usize) -> Vec<Value> {
        let examples = examples.iter().filter(|value| self.fits(&shape.ty, value));
        let made = self.tries(shape, self.extent);
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
            sampler.made_whole(shape)
        })
    }

    fn made_whole(&self, shape: &Shape) -> Value {
        let maker = Maker {
            sampler: *self,
            left: Cell::new(STEPS),
        };
        maker.shape(shape, None, 0)
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

/// Makes one value.
struct Maker<'a> {
    sampler: Sampler<'a>,
    /// How many more parts it may have.
    left: Cell<usize>,
}

impl Maker<'_> {
    fn shape(&self, shape: &Shape, example: Option<&Value>, depth: usize) -> Value {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if left == 0 || depth > DEEPEST {
            return Value::Null;
        }
        match example.filter(|value| self.sampler.fits(&shape.ty, value)) {
            Some(value) => value.clone(),
            None if shape.nullable && depth > MAX_DEPTH => Value::Null,
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
            Type::String => text(constraints, self.sampler.text),
            Type::Format(format) => format.row().sample(),
            Type::Value => json!("value"),
            Type::Null => Value::Null,
            Type::List(item) => {
                let least = constraints.iter().find_map(|constraint| match constraint {
                    Constraint::MinItems(least) => usize::try_from(*least).ok(),
                    _ => None,
                });
                // What holds itself ends where it may.
                let least = match depth < MAX_DEPTH {
                    true => least.unwrap_or(1).max(1),
                    false => least.unwrap_or(0),
                };
                let is_distinct = constraints.contains(&Constraint::UniqueItems);
                self.items(item, least.min(MOST_ITEMS), is_distinct, depth)
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
        let def = &self.sampler.api.types[id];
        let example = def.docs.examples.first();
        if let Some(example) = example.filter(|value| self.sampler.fits_named(id, value)) {
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

    /// Items that are alike, or that differ where they must.
    fn items(&self, item: &Shape, count: usize, is_distinct: bool, depth: usize) -> Value {
        let first = match count {
            0 => return json!([]),
            _ => self.shape(item, None, depth + 1),
        };
        if !is_distinct {
            return Value::Array(vec![first; count]);
        }
        let values = match &item.ty {
            Type::Named(id) | Type::Boxed(id) => match &self.sampler.api.types[*id].kind {
                TypeKind::Enum(it) => it.variants.iter().map(|it| it.value.clone()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let others = (1..count).map(|at| match (values.get(at), &first) {
            (Some(value), _) => value.clone(),
            (None, Value::String(text)) => json!(format!("{text}{at}")),
            (None, Value::Number(number)) => match number.as_i64() {
                Some(number) => json!(number.saturating_add(at as i64)),
                None => first.clone(),
            },
            (None, _) => first.clone(),
        });
        Value::Array(iter::once(first.clone()).chain(others).collect())
    }

    fn object(&self, object: &Struct, depth: usize) -> Value {
        let is_all = self.sampler.extent == Extent::All && depth < MAX_DEPTH;
        let mut map = Map::new();
        for field in &object.fields {
            let example = field.docs.examples.first();
            let is_there = match self.sampler.extent {
                Extent::Required => false,
                Extent::Given => depth < MAX_DEPTH && example.is_some(),
                Extent::All => is_all && !field.read_only,
            };
            if field.required || is_there {
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
        let Some(branch) = union.branches.iter().cycle().nth(self.sampler.branch) else {
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
    let mut patterns = Vec::new();
    for constraint in constraints {
        match constraint {
            Constraint::MinLength(length) => least = *length,
            Constraint::MaxLength(length) => most = *length,
            Constraint::Format(it) => judge = Some(*it),
            Constraint::Pattern(pattern) => patterns.push(pattern),
            _ => {}
        }
    }
    let sample = judge.and_then(|judge| format::sample(judge.name));
    let length = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
    let fitted = |text: &str| {
        let mut text: String = text.chars().take(length(most)).collect();
        let missing = length(least)
            .min(LONGEST)
            .saturating_sub(text.chars().count());
        let last = text.chars().next_back().unwrap_or('a');
        text.extend(iter::repeat_n(last, missing));
        text
    };
    let is_matched = |text: &String| {
        let mut regexes = patterns.iter().filter_map(|pattern| pattern.regex());
        regexes.all(|regex| regex.is_match(text))
    };
    let usual = match sample {
        Some(sample) => sample.to_owned(),
        None => fitted(usual),
    };
    if is_matched(&usual) {
        return Value::String(usual);
    }
    let made = patterns
        .iter()
        .flat_map(|pattern| matching(&pattern.source));
    let mut made = made.map(|text| fitted(&text));
    Value::String(made.find(is_matched).unwrap_or(usual))
}
