//! An expression of CEL → a typed one, or why it has no type.

mod call;
mod presence;

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::{Expr as Parsed, LiteralValue, SelectExpr};

use crate::format::InRules;
use crate::ir::cel::{Expr, Op, Value};
use crate::ir::{Api, EnumRepr, Field, Shape, Type, TypeId, TypeKind};

/// What `self` and `current` are.
pub(super) struct Roots {
    pub(super) own: TypeId,
    /// The type of the present state, and what rules call it.
    pub(super) current: Option<(TypeId, &'static str)>,
}

/// Types expressions; what is known to be present is scoped like the variables.
pub(super) struct Typing<'a> {
    api: &'a Api,
    roots: &'a Roots,
    /// The variables of loops, outermost first.
    variables: Vec<(String, Value)>,
    /// Properties that are known to be there, by their paths.
    present: BTreeSet<String>,
}

type Typed = Result<Expr, String>;

impl<'a> Typing<'a> {
    pub(super) fn new(api: &'a Api, roots: &'a Roots) -> Self {
        Self {
            api,
            roots,
            variables: Vec::new(),
            present: BTreeSet::new(),
        }
    }

    /// An expression that is true or false.
    pub(super) fn condition(&mut self, parsed: &IdedExpr) -> Typed {
        let typed = self.expression(parsed)?;
        match typed.value {
            Value::Bool => Ok(typed),
            other => Err(format!(
                "expected true or false in a rule, found {}",
                name(&other)
            )),
        }
    }

    fn expression(&mut self, parsed: &IdedExpr) -> Typed {
        match &parsed.expr {
            Parsed::Literal(literal) => self::literal(literal),
            Parsed::Ident(name) => self.identifier(name),
            Parsed::Select(select) => self.select(select),
            Parsed::Call(call) => self.call(call),
            Parsed::Comprehension(comprehension) => self.comprehension(comprehension),
            Parsed::List(list) => self.list(&list.elements),
            Parsed::Map(_) | Parsed::Struct(_) => {
                Err("a rule can't build maps or messages".to_owned())
            }
            Parsed::Unspecified => Err("a part of the rule is missing".to_owned()),
        }
    }

    fn identifier(&self, name: &str) -> Typed {
        let bound = self.variables.iter().rposition(|(known, _)| known == name);
        if let Some(index) = bound {
            return Ok(typed(Op::Variable(index), self.variables[index].1.clone()));
        }
        if name == "self" {
            return self.root(Op::Own(self.roots.own), self.roots.own);
        }
        match self.roots.current {
            Some((id, known)) if name == known => self.root(Op::Current(id), id),
            None if name == "current" => Err(
                "`current` is only known to rules that say `against` which schema they judge a change"
                    .to_owned(),
            ),
            _ => Err(format!("`{name}` is not known in a rule")),
        }
    }

    fn root(&self, op: Op, id: TypeId) -> Typed {
        let value = match &self.api.types[id].kind {
            TypeKind::Newtype(shape) => self.value_of(shape)?,
            TypeKind::Struct(_) => Value::Object(id),
            _ => return Err("rules are only about objects and named values".to_owned()),
        };
        Ok(typed(op, value))
    }

    /// `a.b`, and `has(a.b)`
    fn select(&mut self, select: &SelectExpr) -> Typed {
        let object = self.expression(&select.operand)?;
        let wire = select.field.as_str();
        let Value::Object(id) = object.value else {
            return Err(format!("{} has no property `{wire}`", name(&object.value)));
        };
        let (index, field) = self.field(id, wire)?;
        if select.test {
            return Ok(typed(Op::Has(Box::new(object), index), Value::Bool));
        }
        let is_sure = field.required && !field.shape.nullable;
        if !is_sure {
            let path = presence::path(&select.operand, wire, &self.names());
            if !path.is_some_and(|path| self.present.contains(&path)) {
                return Err(format!(
                    "`{wire}` may be absent: ask `has()` before it is used"
                ));
            }
        }
        let value = self.value_of(&Shape {
            nullable: false,
            ..field.shape.clone()
        })?;
        Ok(typed(Op::Field(Box::new(object), index), value))
    }

    fn field(&self, id: TypeId, wire: &str) -> Result<(usize, &'a Field), String> {
        let def = &self.api.types[id];
        let TypeKind::Struct(object) = &def.kind else {
            return Err(format!(
                "`{wire}` is not a property of what is not an object"
            ));
        };
        let known = object.fields.iter().position(|field| field.wire == wire);
        known
            .map(|index| (index, &object.fields[index]))
            .ok_or_else(|| {
                let owner = def.wire_name.as_deref().unwrap_or(def.name.as_str());
                format!("`{owner}` declares no property `{wire}`")
            })
    }

    /// What a rule sees of a value of some shape.
    fn value_of(&self, shape: &Shape) -> Result<Value, String> {
        if shape.nullable {
            return Err("a rule can't use items that may be null".to_owned());
        }
        Ok(match &shape.ty {
            Type::Bool => Value::Bool,
            Type::Integer(_) => Value::Int,
            Type::F32 | Type::F64 => Value::Float,
            Type::String => Value::Text,
            Type::Format(format) => match format.row().rule {
                Some(InRules::Time) => Value::Time,
                Some(InRules::Seconds) => Value::Int,
                None => {
                    let name = format.row().name();
                    return Err(format!("a rule can't use a value of the format `{name}`"));
                }
            },
            Type::List(item) => Value::List(item.clone()),
            Type::Map(item) => Value::Map(item.clone()),
            Type::Named(id) | Type::Boxed(id) => match &self.api.types[*id].kind {
                TypeKind::Struct(_) => Value::Object(*id),
                TypeKind::Enum(definition) => match definition.repr {
                    EnumRepr::String => Value::Text,
                    EnumRepr::Integer => Value::Int,
                    EnumRepr::Json => return Err("a rule can't use a mixed enum".to_owned()),
                },
                TypeKind::Newtype(inner) | TypeKind::Alias(inner) => self.value_of(inner)?,
                TypeKind::Union(_) => return Err("a rule can't use a union".to_owned()),
                TypeKind::External(_) => {
                    return Err("a rule can't use a type of one's own".to_owned());
                }
            },
            Type::BigInteger | Type::Decimal => {
                return Err("a rule can't use numbers beyond 64 bits".to_owned());
            }
            Type::Value | Type::Null | Type::Tuple(_) => {
                return Err("a rule can't use data of any type".to_owned());
            }
        })
    }

    fn list(&mut self, elements: &[IdedExpr]) -> Typed {
        let items: Vec<Expr> = elements
            .iter()
            .map(|element| self.expression(element))
            .collect::<Result<_, _>>()?;
        let Some(first) = items.first() else {
            return Err("an empty list has no type in a rule".to_owned());
        };
        let value = first.value.clone();
        if items.iter().any(|item| item.value != value) {
            return Err("the items of a list differ in type".to_owned());
        }
        scalar(&value, "a list of a rule")?;
        Ok(typed(Op::List(items), Value::Computed(Box::new(value))))
    }

    /// What the items of a list, or the keys of a map, are.
    fn item_of(&self, list: &Value) -> Result<Value, String> {
        match list {
            Value::List(shape) => self.value_of(shape),
            Value::Computed(item) => Ok((**item).clone()),
            Value::Map(_) => Ok(Value::Text),
            other => Err(format!("expected a list, found {}", name(other))),
        }
    }

    /// The names of the variables in scope, outermost first.
    fn names(&self) -> Vec<&str> {
        self.variables
            .iter()
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Types an expression where some properties are known to be present.
    fn given(&mut self, facts: BTreeSet<String>, parsed: &IdedExpr) -> Typed {
        let before = self.present.clone();
        self.present.extend(facts);
        let typed = self.expression(parsed);
        self.present = before;
        typed
    }
}

fn literal(literal: &LiteralValue) -> Typed {
    Ok(match literal {
        LiteralValue::Boolean(value) => typed(Op::Bool(*value.inner()), Value::Bool),
        LiteralValue::Int(value) => typed(Op::Int(*value.inner()), Value::Int),
        LiteralValue::UInt(value) => {
            let value = i64::try_from(*value.inner())
                .map_err(|_| "a number is beyond 64 bits".to_owned())?;
            typed(Op::Int(value), Value::Int)
        }
        LiteralValue::Double(value) => typed(Op::Float(*value.inner()), Value::Float),
        LiteralValue::String(value) => typed(Op::Text(value.inner().to_owned()), Value::Text),
        LiteralValue::Bytes(_) => return Err("a rule can't use bytes".to_owned()),
        LiteralValue::Null => {
            return Err("`null` can only be compared with a property that may be null".to_owned());
        }
    })
}

fn typed(op: Op, value: Value) -> Expr {
    Expr { op, value }
}

/// Refuses what is no single value.
fn scalar(value: &Value, user: &str) -> Result<(), String> {
    match value {
        Value::Bool | Value::Int | Value::Float | Value::Text | Value::Time | Value::Span => Ok(()),
        other => Err(format!("{user} can't hold {}", name(other))),
    }
}

/// A kind of value, for a message.
fn name(value: &Value) -> &'static str {
    match value {
        Value::Bool => "a boolean",
        Value::Int => "an integer",
        Value::Float => "a number with a fraction",
        Value::Text => "a text",
        Value::Time => "a timestamp",
        Value::Span => "a duration",
        Value::Object(_) => "an object",
        Value::List(_) | Value::Computed(_) => "a list",
        Value::Map(_) => "a map",
    }
}
