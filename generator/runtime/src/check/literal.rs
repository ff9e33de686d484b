//! JSON values and limits as constants of a program, compared with data without allocating.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde_json::{Number, Value};

/// A number that a document states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// An integer.
    Integer(i128),
    /// Any other number.
    Float(f64),
}

impl Limit {
    /// What a JSON number is.
    #[must_use]
    pub fn of(number: &Number) -> Self {
        if let Some(integer) = number.as_i64() {
            Self::Integer(integer.into())
        } else if let Some(integer) = number.as_u64() {
            Self::Integer(integer.into())
        } else {
            Self::Float(number.as_f64().unwrap_or(f64::NAN))
        }
    }

    /// The exact order of two numbers; none with NaN.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
            (Self::Integer(a), Self::Float(b)) => compare_mixed(a, b),
            (Self::Float(a), Self::Integer(b)) => compare_mixed(b, a).map(Ordering::reverse),
        }
    }

    /// Whether this is a whole multiple of a divisor above 0, exactly.
    #[must_use]
    pub fn is_multiple_of(self, divisor: Self) -> bool {
        match (self.integer(), divisor.integer()) {
            (Some(value), Some(divisor)) => divisor != 0 && value % divisor == 0,
            _ => crate::constraint::digits::is_float_multiple(self.float(), divisor.float()),
        }
    }

    /// Equal numbers have equal hashes, and others as good as never the same: a float that is an
    /// integer counts as that, and large integers are not told apart by floats.
    pub(crate) fn hash(self, hasher: &mut impl Hasher) {
        match self.integer() {
            Some(integer) => integer.hash(hasher),
            None => self.float().to_bits().hash(hasher),
        }
    }

    fn integer(self) -> Option<i128> {
        match self {
            Self::Integer(integer) => Some(integer),
            Self::Float(float) if float.fract() == 0.0 && float.abs() < 1e38 => Some(float as i128),
            Self::Float(_) => None,
        }
    }

    fn float(self) -> f64 {
        match self {
            Self::Integer(integer) => integer as f64,
            Self::Float(float) => float,
        }
    }
}

/// The order of an integer and a float, without rounding the integer.
fn compare_mixed(integer: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // Beyond the range of `i128`, the sign decides; within it, the cast truncates exactly.
    if float >= 1e38 {
        return Some(Ordering::Less);
    }
    if float <= -1e38 {
        return Some(Ordering::Greater);
    }
    let whole = float as i128;
    Some(integer.cmp(&whole).then_with(|| {
        let rest = float.fract();
        0.0_f64.partial_cmp(&rest).unwrap_or(Ordering::Equal)
    }))
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => write!(f, "{integer}"),
            Self::Float(float) => write!(f, "{float:?}"),
        }
    }
}

/// A JSON value that a document states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Limit),
    /// A string.
    Text(&'static str),
    /// An array.
    List(&'static [Literal]),
    /// An object, its keys distinct.
    Object(&'static [(&'static str, Literal)]),
}

impl Literal {
    /// JSON equality: numbers are equal by value, objects whatever the order of their keys.
    #[must_use]
    pub fn equals(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(a), Value::Bool(b)) => a == b,
            (Self::Number(a), Value::Number(b)) => a.compare(Limit::of(b)) == Some(Ordering::Equal),
            (Self::Text(a), Value::String(b)) => a == b,
            (Self::List(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
            }
            (Self::Object(a), Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .all(|(key, a)| b.get(*key).is_some_and(|b| a.equals(b)))
            }
            _ => false,
        }
    }
}

impl fmt::Display for Literal {
    /// As JSON writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => write!(f, "{}", crate::constraint::Quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                write_list(f, items)?;
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{key:?}:{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Literals as a list in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a>(pub &'a [Literal]);

impl fmt::Display for Choice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(f, self.0)
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, items: &[Literal]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index == 20 {
            return write!(f, ", … ({} in all)", items.len());
        }
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_compare_across_kinds() {
        for (a, b, order) in [
            (Limit::Integer(1), Limit::Float(1.0), Ordering::Equal),
            (Limit::Integer(-1), Limit::Float(-1.5), Ordering::Greater),
            (Limit::Integer(1), Limit::Float(1.5), Ordering::Less),
            (Limit::Integer(0), Limit::Float(-0.5), Ordering::Greater),
            (
                Limit::Integer(9_007_199_254_740_993),
                Limit::Float(9_007_199_254_740_992.0),
                Ordering::Greater,
            ),
            (
                Limit::Integer(i128::MAX),
                Limit::Float(1e308),
                Ordering::Less,
            ),
            (Limit::Integer(0), Limit::Float(-1e308), Ordering::Greater),
        ] {
            assert_eq!(a.compare(b), Some(order), "{a} and {b}");
            assert_eq!(b.compare(a), Some(order.reverse()), "{b} and {a}");
        }
    }

    #[test]
    fn literals_equal_data_by_value() {
        const OBJECT: Literal = Literal::Object(&[
            (
                "a",
                Literal::List(&[Literal::Number(Limit::Integer(1)), Literal::Null]),
            ),
            ("b", Literal::Text("x")),
        ]);
        assert!(OBJECT.equals(&json!({"b": "x", "a": [1.0, null]})));
        assert!(!OBJECT.equals(&json!({"b": "x", "a": [true, null]})));
        assert!(!OBJECT.equals(&json!({"b": "x"})));
        assert_eq!(OBJECT.to_string(), r#"{"a":[1, null],"b":"x"}"#);
    }
}
