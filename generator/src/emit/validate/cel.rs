//! Rules across fields to the statements that judge them.
//!
//! A condition is printed as the body of a closure that returns an `Option<bool>`: what cannot be
//! computed ends it with `?`.

mod list;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::context::{Context, Presence, ident};
use crate::format::InRules;
use crate::ir::cel::{Arithmetic, CelRule, Comparison, Expr, Op, Part, Value};
use crate::ir::{Integer, Shape, Type, TypeId, TypeKind};

/// The statements that judge a value of a type by itself.
pub(super) fn of_value(cx: &Context<'_>, id: TypeId) -> TokenStream {
    let rules = cx.api.rules.iter();
    rules
        .filter(|rule| rule.on == id && rule.against.is_none())
        .map(|rule| statement(cx, rule))
        .collect()
}

/// `impl ValidateAgainst`, for each type of a present state that rules name.
pub(super) fn of_changes(cx: &Context<'_>, id: TypeId) -> TokenStream {
    let own = || cx.api.rules.iter().filter(|rule| rule.on == id);
    let mut states: Vec<TypeId> = own().filter_map(|rule| rule.against).collect();
    states.sort_unstable();
    states.dedup();
    let name = ident(&cx.api.types[id].name);
    let implementations = states.into_iter().map(|state| {
        let rules = own().filter(|rule| rule.against == Some(state));
        let statements = rules.map(|rule| statement(cx, rule));
        let state = ident(&cx.api.types[state].name);
        quote! {
            impl runtime::ValidateAgainst<#state> for #name {
                fn check_against(
                    &self,
                    current: &#state,
                    at: &runtime::validate::At<'_>,
                    out: &mut runtime::validate::Violations,
                ) {
                    #(#statements)*
                }
            }
        }
    });
    implementations.collect()
}

fn statement(cx: &Context<'_>, rule: &CelRule) -> TokenStream {
    let keys = rule.path.iter().map(|key| quote!(.key(#key)));
    let at = match rule.path.is_empty() {
        true => quote!(at),
        false => quote!(&at #(#keys)*),
    };
    let printer = Printer { cx };
    let condition = printer.print(&rule.condition);
    let message = &rule.message;
    quote!(runtime::cel::hold(|| Some(#condition), #message, #at, out);)
}

/// A place of the data: an expression for it, or for a reference to it.
struct Raw {
    tokens: TokenStream,
    is_reference: bool,
}

impl Raw {
    fn reference(tokens: TokenStream) -> Self {
        Self {
            tokens,
            is_reference: true,
        }
    }

    fn by_value(&self) -> TokenStream {
        let tokens = &self.tokens;
        match self.is_reference {
            true => quote!(*#tokens),
            false => tokens.clone(),
        }
    }

    fn by_reference(&self) -> TokenStream {
        let tokens = &self.tokens;
        match self.is_reference {
            true => tokens.clone(),
            false => quote!(&#tokens),
        }
    }
}

struct Printer<'a> {
    cx: &'a Context<'a>,
}

impl Printer<'_> {
    /// An expression of Rust for the value.
    fn print(&self, expr: &Expr) -> TokenStream {
        match &expr.op {
            Op::Bool(value) => quote!(#value),
            Op::Int(value) => integer(*value),
            Op::Float(value) => {
                let value = Literal::f64_unsuffixed(*value);
                quote!(#value)
            }
            Op::Text(value) => quote!(#value),
            Op::Span(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(time::Duration::nanoseconds(#value))
            }
            Op::Own(id) => self.root(*id, quote!(self)),
            Op::Current(id) => self.root(*id, quote!(current)),
            Op::Variable(index) => {
                let name = variable(*index);
                quote!(#name)
            }
            Op::Field(object, index) => self.field(object, *index),
            Op::Has(object, index) => self.has(object, *index, true),
            Op::Not(inner) => match &inner.op {
                Op::Has(object, index) => self.has(object, *index, false),
                _ => {
                    let inner = self.operand(inner, 6);
                    quote!(!#inner)
                }
            },
            Op::And(left, right) => {
                let (left, right) = (self.operand(left, 2), self.operand(right, 3));
                quote!(#left && #right)
            }
            Op::Or(left, right) => {
                let (left, right) = (self.operand(left, 1), self.operand(right, 2));
                quote!(#left || #right)
            }
            Op::If(condition, then, otherwise) => {
                let condition = self.print(condition);
                let (then, otherwise) = (self.print(then), self.print(otherwise));
                quote!(if #condition { #then } else { #otherwise })
            }
            Op::Compare(comparison, left, right) => {
                let (left, right) = (self.operand(left, 4), self.operand(right, 4));
                match comparison {
                    Comparison::Equal => quote!(#left == #right),
                    Comparison::NotEqual => quote!(#left != #right),
                    Comparison::Less => quote!(#left < #right),
                    Comparison::LessOrEqual => quote!(#left <= #right),
                    Comparison::Greater => quote!(#left > #right),
                    Comparison::GreaterOrEqual => quote!(#left >= #right),
                }
            }
            Op::Arithmetic(operator, left, right) => self.arithmetic(*operator, left, right),
            Op::Concat(parts) => {
                let parts = parts.iter().map(|part| self.print(part));
                quote!([#(#parts),*].concat().as_str())
            }
            Op::Chain(left, right) => {
                let (left, right) = (self.sequence(left), self.sequence(right));
                quote!(runtime::cel::joined(#left, #right)?)
            }
            Op::SameItems(left, right) => {
                let (left, right) = (self.sequence(left), self.sequence(right));
                quote!(runtime::cel::same_items(#left, #right)?)
            }
            Op::Negate(inner) => {
                let operand = self.operand(inner, 6);
                match inner.value {
                    Value::Int => quote!(#operand.checked_neg()?),
                    _ => quote!(-#operand),
                }
            }
            Op::In(item, list) => {
                let wanted = self.print(item);
                let (list, bind) = self.items(list, 0, "found");
                quote!(runtime::cel::exists(#list, |found| { #bind Some(found == #wanted) })?)
            }
            Op::HasKey(key, map) => {
                let (key, map) = (self.print(key), self.print(map));
                quote!(#map.contains_key(#key))
            }
            Op::Index(list, index) => self.index(list, index),
            Op::Size(of) => self.size(of),
            Op::Part(part, text, other) => {
                let (text, other) = (self.operand(text, 7), self.print(other));
                match part {
                    Part::Start => quote!(#text.starts_with(#other)),
                    Part::End => quote!(#text.ends_with(#other)),
                    Part::Anywhere => quote!(#text.contains(#other)),
                }
            }
            Op::Matches(text, pattern) => {
                let text = self.print(text);
                quote! {{
                    static PATTERN: runtime::pattern::Linear =
                        runtime::pattern::Linear::new(#pattern, #pattern);
                    PATTERN.is_match(#text)
                }}
            }
            Op::Quantify(quantifier, looped) => self.quantify(*quantifier, looped),
            Op::Collect(looped, kept) => self.collect(looped, kept),
            Op::List(items) => {
                let items = items.iter().map(|item| self.print(item));
                quote!([#(#items),*])
            }
            Op::ParseTime(text) => {
                let text = self.print(text);
                quote!(runtime::cel::time::timestamp(#text)?)
            }
            Op::ToFloat(inner) => match inner.op {
                Op::Int(value) => {
                    #[allow(clippy::cast_precision_loss, reason = "CEL asks for that")]
                    let value = Literal::f64_unsuffixed(value as f64);
                    quote!(#value)
                }
                _ => {
                    let inner = self.operand(inner, 6);
                    quote!((#inner as f64))
                }
            },
        }
    }

    /// As part of a larger expression that binds that tightly: in parentheses where it must be.
    fn operand(&self, expr: &Expr, least: u8) -> TokenStream {
        let tokens = self.print(expr);
        if binding(expr) < least {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    /// A value that a rule is about; a named one is got out of its newtype.
    fn root(&self, id: TypeId, tokens: TokenStream) -> TokenStream {
        let shape = Shape {
            ty: Type::Named(id),
            nullable: false,
            constraints: Vec::new(),
            source: self.cx.api.types[id].source.clone(),
        };
        self.value(&shape, &Raw::reference(tokens))
    }

    fn field(&self, object: &Expr, index: usize) -> TokenStream {
        let Some(field) = self.declared(object, index) else {
            return quote!(None?);
        };
        let owner = self.print(object);
        let name = ident(&field.name);
        let copied = self.is_copied(&field.shape);
        let raw = match (Presence::of(field), copied) {
            (Presence::Required, _) => Raw {
                tokens: quote!(#owner.#name),
                is_reference: false,
            },
            (Presence::Optional | Presence::RequiredNullable, true) => Raw {
                tokens: quote!(#owner.#name?),
                is_reference: false,
            },
            (Presence::Optional | Presence::RequiredNullable, false) => {
                Raw::reference(quote!(#owner.#name.as_ref()?))
            }
            (Presence::ThreeState, _) => Raw::reference(quote!(#owner.#name.value()?)),
        };
        self.value(&field.shape, &raw)
    }

    /// Whether a property is there, or isn't.
    fn has(&self, object: &Expr, index: usize, is_there: bool) -> TokenStream {
        let Some(field) = self.declared(object, index) else {
            return quote!(false);
        };
        let owner = self.print(object);
        let name = ident(&field.name);
        let method = match is_there {
            true => quote!(is_some),
            false => quote!(is_none),
        };
        match Presence::of(field) {
            Presence::Required => quote!(#is_there),
            Presence::Optional | Presence::RequiredNullable => quote!(#owner.#name.#method()),
            Presence::ThreeState => quote!(#owner.#name.value().#method()),
        }
    }

    fn declared(&self, object: &Expr, index: usize) -> Option<&crate::ir::Field> {
        let Value::Object(id) = object.value else {
            return None;
        };
        match &self.cx.api.types[id].kind {
            TypeKind::Struct(object) => object.fields.get(index),
            _ => None,
        }
    }

    /// What a rule computes with, of a value of some shape.
    fn value(&self, shape: &Shape, raw: &Raw) -> TokenStream {
        let tokens = &raw.tokens;
        match &shape.ty {
            Type::Integer(Integer::I64) | Type::Bool | Type::F64 => raw.by_value(),
            Type::Format(format) if format.row().rule == Some(InRules::Seconds) => {
                quote!(#tokens.unix_timestamp())
            }
            Type::Format(_) => raw.by_value(),
            Type::Integer(Integer::U64) => {
                let value = raw.by_value();
                quote!(i64::try_from(#value).ok()?)
            }
            Type::Integer(_) => {
                let value = raw.by_value();
                quote!(i64::from(#value))
            }
            Type::F32 => {
                let value = raw.by_value();
                quote!(f64::from(#value))
            }
            Type::String => quote!(#tokens.as_str()),
            Type::Named(id) | Type::Boxed(id) => match &self.cx.api.types[*id].kind {
                TypeKind::Struct(_) if matches!(shape.ty, Type::Boxed(_)) && raw.is_reference => {
                    quote!((&**#tokens))
                }
                TypeKind::Struct(_) if raw.is_reference => tokens.clone(),
                TypeKind::Struct(_) => quote!(#tokens),
                TypeKind::Enum(definition) => match definition.repr {
                    crate::ir::EnumRepr::Integer => quote!(#tokens.value()),
                    _ => quote!(#tokens.as_str()),
                },
                TypeKind::Newtype(inner) => {
                    let got = match (&inner.ty, self.cx.api.types[*id].derives.copy) {
                        (Type::String, _) => return quote!(#tokens.get()),
                        (_, true) => Raw {
                            tokens: quote!(#tokens.get()),
                            is_reference: false,
                        },
                        (_, false) => Raw::reference(quote!(#tokens.get())),
                    };
                    self.value(inner, &got)
                }
                TypeKind::Alias(inner) => self.value(inner, raw),
                TypeKind::Union(_) | TypeKind::External(_) => raw.by_reference(),
            },
            Type::List(_) | Type::Map(_) => tokens.clone(),
            Type::BigInteger | Type::Decimal | Type::Value | Type::Null | Type::Tuple(_) => {
                raw.by_reference()
            }
        }
    }

    fn is_copied(&self, shape: &Shape) -> bool {
        match &shape.ty {
            Type::Bool | Type::Integer(_) | Type::F32 | Type::F64 => true,
            Type::Format(format) => format.row().copy,
            Type::Named(id) => match &self.cx.api.types[*id].kind {
                TypeKind::Alias(inner) => self.is_copied(inner),
                _ => self.cx.api.types[*id].derives.copy,
            },
            _ => false,
        }
    }

    fn arithmetic(&self, operator: Arithmetic, left: &Expr, right: &Expr) -> TokenStream {
        let place = match operator {
            Arithmetic::Add | Arithmetic::Subtract => 4,
            Arithmetic::Multiply | Arithmetic::Divide | Arithmetic::Remainder => 5,
        };
        let is_checked = !matches!(
            (&left.value, &right.value),
            (Value::Float, _) | (Value::Time, Value::Time)
        );
        if is_checked {
            let first = match left.op {
                // A method needs to know the type of a literal.
                Op::Int(value) => quote!(#value),
                _ => self.operand(left, 7),
            };
            let second = self.print(right);
            let method = format_ident!(
                "{}",
                match operator {
                    Arithmetic::Add => "checked_add",
                    Arithmetic::Subtract => "checked_sub",
                    Arithmetic::Multiply => "checked_mul",
                    Arithmetic::Divide => "checked_div",
                    Arithmetic::Remainder => "checked_rem",
                }
            );
            return quote!(#first.#method(#second)?);
        }
        let (first, second) = (self.operand(left, place), self.operand(right, place + 1));
        match operator {
            Arithmetic::Add => quote!(#first + #second),
            Arithmetic::Subtract => quote!(#first - #second),
            Arithmetic::Multiply => quote!(#first * #second),
            Arithmetic::Divide => quote!(#first / #second),
            Arithmetic::Remainder => quote!(#first % #second),
        }
    }
}

/// How tightly an expression of Rust binds: 7 where nothing can come between.
fn binding(expr: &Expr) -> u8 {
    match &expr.op {
        Op::If(..) => 0,
        Op::Or(..) => 1,
        Op::And(..) => 2,
        Op::Compare(..) => 3,
        Op::Arithmetic(..) if expr.value == Value::Int => 7,
        Op::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..) => 4,
        Op::Arithmetic(..) => 5,
        Op::Not(inner) if matches!(inner.op, Op::Has(..)) => 7,
        Op::Not(_) | Op::Negate(_) => 6,
        Op::Int(value) if *value < 0 => 6,
        Op::Float(value) if *value < 0.0 => 6,
        _ => 7,
    }
}

/// A literal, of a type that is inferred wherever one would be of 32 bits.
fn integer(value: i64) -> TokenStream {
    match i32::try_from(value) {
        Ok(value) => {
            let value = Literal::i32_unsuffixed(value);
            quote!(#value)
        }
        Err(_) => quote!(#value),
    }
}

/// The variable of a loop.
fn variable(index: usize) -> Ident {
    match index {
        0 => format_ident!("item"),
        index => format_ident!("item_{index}"),
    }
}
