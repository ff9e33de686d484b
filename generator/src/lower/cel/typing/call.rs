//! Operators, functions and loops.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr as Parsed, LiteralValue, operators};

use super::super::span;
use super::{Typed, Typing, name, presence, scalar, typed};
use crate::ir::cel::{Arithmetic, Comparison, Expr, Loop, Op, Part, Quantifier, Value};

impl Typing<'_> {
    pub(super) fn call(&mut self, call: &CallExpr) -> Typed {
        if let Some(target) = &call.target {
            return self.method(target, call);
        }
        let function = call.func_name.as_str();
        match (function, call.args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => self.both(left, right, true),
            (operators::LOGICAL_OR, [left, right]) => self.both(left, right, false),
            (operators::LOGICAL_NOT, [inner]) => {
                let inner = self.condition(inner)?;
                Ok(typed(Op::Not(Box::new(inner)), Value::Bool))
            }
            (operators::CONDITIONAL, [condition, then, otherwise]) => {
                self.choice(condition, then, otherwise)
            }
            (operators::NEGATE, [inner]) => self.negate(inner),
            (operators::IN, [item, list]) => self.contained(item, list),
            (operators::INDEX, [list, index]) => self.index(list, index),
            ("size", [of]) => self.size(of),
            ("timestamp", [of]) => self.timestamp(of),
            ("duration", [of]) => duration(of),
            ("double", [of]) => {
                let of = self.expression(of)?;
                match of.value {
                    Value::Float => Ok(of),
                    Value::Int => Ok(typed(Op::ToFloat(Box::new(of)), Value::Float)),
                    other => Err(format!("`double` takes a number, not {}", name(&other))),
                }
            }
            (_, [left, right]) => {
                if let Some(comparison) = comparison(function) {
                    return self.compare(comparison, left, right);
                }
                match arithmetic(function) {
                    Some(operator) => self.arithmetic(operator, left, right),
                    None => Err(unknown(function)),
                }
            }
            _ => Err(unknown(function)),
        }
    }

    fn method(&mut self, target: &IdedExpr, call: &CallExpr) -> Typed {
        let part = match (call.func_name.as_str(), call.args.as_slice()) {
            ("size", []) => return self.size(target),
            ("startsWith", [_]) => Part::Start,
            ("endsWith", [_]) => Part::End,
            ("contains", [_]) => Part::Anywhere,
            ("matches", [pattern]) => return self.matches(target, pattern),
            (function, _) => return Err(unknown(function)),
        };
        let text = self.text(target, &call.func_name)?;
        let other = self.text(&call.args[0], &call.func_name)?;
        let op = Op::Part(part, Box::new(text), Box::new(other));
        Ok(typed(op, Value::Bool))
    }

    fn text(&mut self, parsed: &IdedExpr, user: &str) -> Typed {
        let text = self.expression(parsed)?;
        match text.value {
            Value::Text => Ok(text),
            other => Err(format!("`{user}` is for texts, not for {}", name(&other))),
        }
    }

    fn matches(&mut self, target: &IdedExpr, pattern: &IdedExpr) -> Typed {
        let text = self.text(target, "matches")?;
        let Some(pattern) = literal_text(pattern) else {
            return Err("`matches` takes a pattern that is written out".to_owned());
        };
        // Patterns of CEL are RE2's, which `regex` reads as they are.
        regex::Regex::new(pattern)
            .map_err(|_| format!("`{pattern}` is not a regular expression"))?;
        let op = Op::Matches(Box::new(text), pattern.to_owned());
        Ok(typed(op, Value::Bool))
    }

    fn both(&mut self, left: &IdedExpr, right: &IdedExpr, and: bool) -> Typed {
        let first = Box::new(self.condition(left)?);
        let facts = presence::shown(left, and, &self.names());
        let second = Box::new(self.given(facts, right)?);
        if second.value != Value::Bool {
            let found = name(&second.value);
            return Err(format!("expected true or false, found {found}"));
        }
        let op = match and {
            true => Op::And(first, second),
            false => Op::Or(first, second),
        };
        Ok(typed(op, Value::Bool))
    }

    fn choice(&mut self, condition: &IdedExpr, then: &IdedExpr, otherwise: &IdedExpr) -> Typed {
        let typed_condition = self.condition(condition)?;
        let names = self.names();
        let (held, failed) = (
            presence::shown(condition, true, &names),
            presence::shown(condition, false, &names),
        );
        let then = self.given(held, then)?;
        let otherwise = self.given(failed, otherwise)?;
        if then.value != otherwise.value {
            return Err(format!(
                "`? :` gives {} or {}, which differ in type",
                name(&then.value),
                name(&otherwise.value)
            ));
        }
        not_built(&then, "`? :` can't give")?;
        not_built(&otherwise, "`? :` can't give")?;
        let value = then.value.clone();
        let op = Op::If(
            Box::new(typed_condition),
            Box::new(then),
            Box::new(otherwise),
        );
        Ok(typed(op, value))
    }

    fn negate(&mut self, inner: &IdedExpr) -> Typed {
        let inner = self.expression(inner)?;
        match inner.value {
            Value::Int | Value::Float => {
                let value = inner.value.clone();
                Ok(typed(Op::Negate(Box::new(inner)), value))
            }
            other => Err(format!("`-` is for numbers, not for {}", name(&other))),
        }
    }

    fn compare(&mut self, comparison: Comparison, left: &IdedExpr, right: &IdedExpr) -> Typed {
        let is_equal = comparison == Comparison::Equal;
        if is_equal || comparison == Comparison::NotEqual {
            match (presence::is_null(left), presence::is_null(right)) {
                (false, true) => return self.is_null(left, is_equal),
                (true, false) => return self.is_null(right, is_equal),
                _ => {}
            }
        }
        let (left, right) = widened(self.expression(left)?, self.expression(right)?);
        if is_list(&left.value)
            && is_list(&right.value)
            && (is_equal || comparison == Comparison::NotEqual)
        {
            self.same_items(&left, &right)?;
            let same = Op::SameItems(Box::new(left), Box::new(right));
            return Ok(negated(typed(same, Value::Bool), !is_equal));
        }
        if left.value != right.value {
            return Err(format!(
                "{} is compared with {}",
                name(&left.value),
                name(&right.value)
            ));
        }
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        scalar(&left.value, "a comparison")?;
        if is_order && left.value == Value::Bool {
            return Err("booleans have no order".to_owned());
        }
        let op = Op::Compare(comparison, Box::new(left), Box::new(right));
        Ok(typed(op, Value::Bool))
    }

    /// Whether a property has no value. One that is absent is as good as null: `has()` tells
    /// neither from the other.
    fn is_null(&mut self, property: &IdedExpr, is_null: bool) -> Typed {
        let Parsed::Select(select) = &property.expr else {
            return Err("`null` can only be compared with a property".to_owned());
        };
        let wire = select.field.as_str();
        let object = self.expression(&select.operand)?;
        let Value::Object(id) = object.value else {
            return Err(format!("{} has no property `{wire}`", name(&object.value)));
        };
        let (index, field) = self.field(id, wire)?;
        if select.test || !field.shape.nullable {
            return Err(format!(
                "`{wire}` is never null: ask `has()` whether it is there"
            ));
        }
        let has = typed(Op::Has(Box::new(object), index), Value::Bool);
        Ok(negated(has, is_null))
    }

    /// What the items of two lists are, which must be the same.
    fn same_items(&self, left: &Expr, right: &Expr) -> Result<Value, String> {
        let (first, second) = (self.item_of(&left.value)?, self.item_of(&right.value)?);
        if first != second {
            return Err(format!(
                "a list of which each is {} stands beside one of which each is {}",
                name(&first),
                name(&second)
            ));
        }
        scalar(&first, "such a list")?;
        Ok(first)
    }

    fn arithmetic(&mut self, operator: Arithmetic, left: &IdedExpr, right: &IdedExpr) -> Typed {
        let (left, right) = widened(self.expression(left)?, self.expression(right)?);
        if operator == Arithmetic::Add && is_list(&left.value) && is_list(&right.value) {
            let item = self.same_items(&left, &right)?;
            let chain = Op::Chain(Box::new(left), Box::new(right));
            return Ok(typed(chain, Value::Computed(Box::new(item))));
        }
        if operator == Arithmetic::Add && left.value == Value::Text && right.value == Value::Text {
            return Ok(concatenated(left, right));
        }
        use Arithmetic::{Add, Remainder, Subtract};
        let value = match (&left.value, operator, &right.value) {
            (Value::Int, _, Value::Int) => Value::Int,
            (Value::Float, Remainder, Value::Float) => {
                return Err("`%` is for integers".to_owned());
            }
            (Value::Float, _, Value::Float) => Value::Float,
            (Value::Time, Subtract, Value::Time) => Value::Span,
            (Value::Time, Add | Subtract, Value::Span) => Value::Time,
            (Value::Span, Add | Subtract, Value::Span) => Value::Span,
            (left, _, right) => {
                return Err(format!(
                    "{} can't be computed with {}",
                    name(left),
                    name(right)
                ));
            }
        };
        let op = Op::Arithmetic(operator, Box::new(left), Box::new(right));
        Ok(typed(op, value))
    }

    fn contained(&mut self, item: &IdedExpr, list: &IdedExpr) -> Typed {
        let (item, list) = (self.expression(item)?, self.expression(list)?);
        let expected = self.item_of(&list.value)?;
        if item.value != expected {
            return Err(format!(
                "{} is looked for among items of another type, {}",
                name(&item.value),
                name(&expected)
            ));
        }
        scalar(&item.value, "`in`")?;
        let is_map = matches!(list.value, Value::Map(_));
        let (item, list) = (Box::new(item), Box::new(list));
        let op = match is_map {
            true => Op::HasKey(item, list),
            false => Op::In(item, list),
        };
        Ok(typed(op, Value::Bool))
    }

    fn index(&mut self, list: &IdedExpr, index: &IdedExpr) -> Typed {
        let (list, index) = (self.expression(list)?, self.expression(index)?);
        let value = match (&list.value, &index.value) {
            (Value::List(_) | Value::Computed(_), Value::Int) => self.item_of(&list.value)?,
            (Value::Map(shape), Value::Text) => self.value_of(shape)?,
            (list, index) => {
                return Err(format!("{} has no place {}", name(list), name(index)));
            }
        };
        Ok(typed(Op::Index(Box::new(list), Box::new(index)), value))
    }

    fn size(&mut self, of: &IdedExpr) -> Typed {
        let of = self.expression(of)?;
        match of.value {
            Value::Text | Value::List(_) | Value::Computed(_) | Value::Map(_) => {
                Ok(typed(Op::Size(Box::new(of)), Value::Int))
            }
            other => Err(format!("{} has no size", name(&other))),
        }
    }

    fn timestamp(&mut self, of: &IdedExpr) -> Typed {
        let of = self.expression(of)?;
        match of.value {
            Value::Time => Ok(of),
            Value::Text => Ok(typed(Op::ParseTime(Box::new(of)), Value::Time)),
            other => Err(format!("{} is not a timestamp", name(&other))),
        }
    }

    /// A macro, which the parser has written out as a loop.
    pub(super) fn comprehension(&mut self, parsed: &ComprehensionExpr) -> Typed {
        let over = self.expression(&parsed.iter_range)?;
        let item = self.item_of(&over.value)?;
        let variable = self.variables.len();
        self.variables.push((parsed.iter_var.clone(), item));
        let looped = self.looped(parsed, over, variable);
        self.variables.truncate(variable);
        // What is known of a variable ends with it.
        let prefix = format!("#{variable}.");
        self.present.retain(|path| !path.starts_with(&prefix));
        looped
    }

    fn looped(&mut self, parsed: &ComprehensionExpr, over: Expr, variable: usize) -> Typed {
        let strange = || "a loop is none of `all`, `exists`, `exists_one`, `map` and `filter`";
        let Parsed::Call(step) = &parsed.loop_step.expr else {
            return Err(strange().to_owned());
        };
        let over = Box::new(over);
        let quantify = |quantifier, over, body: Expr| {
            let looped = Loop {
                over,
                variable,
                body: Box::new(body),
            };
            Ok(typed(Op::Quantify(quantifier, looped), Value::Bool))
        };
        match (step.func_name.as_str(), step.args.as_slice()) {
            (operators::LOGICAL_AND, [_, body]) => {
                let body = self.condition(body)?;
                quantify(Quantifier::All, over, body)
            }
            (operators::LOGICAL_OR, [_, body]) => {
                let body = self.condition(body)?;
                quantify(Quantifier::Exists, over, body)
            }
            (operators::CONDITIONAL, [body, then, _]) => {
                let typed_body = self.condition(body)?;
                if matches!(parsed.accu_init.expr, Parsed::Literal(LiteralValue::Int(_))) {
                    return quantify(Quantifier::ExistsOne, over, typed_body);
                }
                let facts = presence::shown(body, true, &self.names());
                let Some(kept) = appended(then) else {
                    return Err(strange().to_owned());
                };
                let kept = self.given(facts, kept)?;
                collect(over, variable, typed_body, kept)
            }
            (operators::ADD, _) => {
                let Some(kept) = appended(&parsed.loop_step) else {
                    return Err(strange().to_owned());
                };
                let kept = self.expression(kept)?;
                collect(over, variable, typed(Op::Bool(true), Value::Bool), kept)
            }
            _ => Err(strange().to_owned()),
        }
    }
}

fn collect(over: Box<Expr>, variable: usize, body: Expr, kept: Expr) -> Typed {
    if !matches!(kept.value, Value::Object(_)) {
        scalar(&kept.value, "a list of a rule")?;
    }
    not_built(&kept, "a list can't keep")?;
    let value = Value::Computed(Box::new(kept.value.clone()));
    let looped = Loop {
        over,
        variable,
        body: Box::new(body),
    };
    Ok(typed(Op::Collect(looped, Box::new(kept)), value))
}

fn is_list(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Computed(_))
}

fn negated(expr: Expr, negate: bool) -> Expr {
    match negate {
        true => typed(Op::Not(Box::new(expr)), Value::Bool),
        false => expr,
    }
}

/// `a + b + c` of texts, as one.
fn concatenated(left: Expr, right: Expr) -> Expr {
    let mut parts = Vec::new();
    for part in [left, right] {
        match part.op {
            Op::Concat(inner) => parts.extend(inner),
            _ => parts.push(part),
        }
    }
    typed(Op::Concat(parts), Value::Text)
}

/// Refuses a text that is put together, where it would have to outlive what holds it.
fn not_built(expr: &Expr, user: &str) -> Result<(), String> {
    match expr.op {
        Op::Concat(_) => Err(format!("{user} a text that is put together")),
        _ => Ok(()),
    }
}

/// The item of `list + [item]`.
fn appended(parsed: &IdedExpr) -> Option<&IdedExpr> {
    let Parsed::Call(call) = &parsed.expr else {
        return None;
    };
    let Parsed::List(list) = &call.args.get(1)?.expr else {
        return None;
    };
    list.elements.first()
}

/// An integer beside a number with a fraction is one, too.
fn widened(left: Expr, right: Expr) -> (Expr, Expr) {
    let float = |expr: Expr| typed(Op::ToFloat(Box::new(expr)), Value::Float);
    match (&left.value, &right.value) {
        (Value::Int, Value::Float) => (float(left), right),
        (Value::Float, Value::Int) => (left, float(right)),
        _ => (left, right),
    }
}

fn duration(of: &IdedExpr) -> Typed {
    let Some(text) = literal_text(of) else {
        return Err("`duration` takes a text that is written out".to_owned());
    };
    let span = span::parse(text).ok_or_else(|| format!("`{text}` is not a duration"))?;
    Ok(typed(Op::Span(span), Value::Span))
}

fn literal_text(parsed: &IdedExpr) -> Option<&str> {
    match &parsed.expr {
        Parsed::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

fn comparison(function: &str) -> Option<Comparison> {
    Some(match function {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn arithmetic(function: &str) -> Option<Arithmetic> {
    Some(match function {
        operators::ADD => Arithmetic::Add,
        operators::SUBSTRACT => Arithmetic::Subtract,
        operators::MULTIPLY => Arithmetic::Multiply,
        operators::DIVIDE => Arithmetic::Divide,
        operators::MODULO => Arithmetic::Remainder,
        _ => return None,
    })
}

fn unknown(function: &str) -> String {
    format!("rules have no function `{function}` for that")
}
