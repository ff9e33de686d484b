//! Formats that say how large a number is: to the numbers of Rust.

use std::ops::RangeInclusive;

use proc_macro2::{Ident, Span};

/// A number of Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// An integer of Rust.
    Integer(Integer),
    /// An integer of any size.
    BigInteger,
    /// A decimal that keeps its digits.
    Decimal,
    /// `f32`
    F32,
    /// `f64`
    F64,
}

/// Rust's integer types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// 8 bits, signed
    I8,
    /// 16 bits, signed
    I16,
    /// 32 bits, signed
    I32,
    /// 64 bits, signed
    I64,
    /// 8 bits, unsigned
    U8,
    /// 16 bits, unsigned
    U16,
    /// 32 bits, unsigned
    U32,
    /// 64 bits, unsigned
    U64,
}

impl Integer {
    /// Its name in Rust, the least integer that it holds, and the greatest.
    const fn row(self) -> (&'static str, i128, i128) {
        match self {
            Self::I8 => ("i8", i8::MIN as i128, i8::MAX as i128),
            Self::I16 => ("i16", i16::MIN as i128, i16::MAX as i128),
            Self::I32 => ("i32", i32::MIN as i128, i32::MAX as i128),
            Self::I64 => ("i64", i64::MIN as i128, i64::MAX as i128),
            Self::U8 => ("u8", 0, u8::MAX as i128),
            Self::U16 => ("u16", 0, u16::MAX as i128),
            Self::U32 => ("u32", 0, u32::MAX as i128),
            Self::U64 => ("u64", 0, u64::MAX as i128),
        }
    }

    /// The Rust type.
    pub fn rust(self) -> Ident {
        Ident::new(self.row().0, Span::call_site())
    }

    /// The integers that it holds.
    pub fn range(self) -> RangeInclusive<i128> {
        let (_, min, max) = self.row();
        min..=max
    }
}

const INTEGER: &[&str] = &["integer"];
const NUMBER: &[&str] = &["number"];
const EITHER: &[&str] = &["integer", "number"];

/// The names of one format, the `type`s beside which it means that, and the number.
type Row = (&'static [&'static str], &'static [&'static str], Number);

const TABLE: &[Row] = &[
    (&["int8"], EITHER, Number::Integer(Integer::I8)),
    (&["int16"], EITHER, Number::Integer(Integer::I16)),
    (&["int32"], EITHER, Number::Integer(Integer::I32)),
    (&["int64"], EITHER, Number::Integer(Integer::I64)),
    (&["uint8"], EITHER, Number::Integer(Integer::U8)),
    (&["uint16"], EITHER, Number::Integer(Integer::U16)),
    (&["uint32", "uint"], EITHER, Number::Integer(Integer::U32)),
    (&["uint64"], EITHER, Number::Integer(Integer::U64)),
    (&["bigint", "big-integer"], EITHER, Number::BigInteger),
    (&["int128"], EITHER, Number::BigInteger),
    (&["uint128"], EITHER, Number::BigInteger),
    (&["decimal"], NUMBER, Number::Decimal),
    (&["decimal128"], NUMBER, Number::Decimal),
    (&["double-int"], NUMBER, Number::Decimal),
    (&["double-int"], INTEGER, Number::Integer(Integer::I64)),
    (&["sf-integer"], EITHER, Number::Integer(Integer::I64)),
    (&["sf-decimal"], NUMBER, Number::Decimal),
    (&["float"], NUMBER, Number::F32),
    (&["double"], NUMBER, Number::F64),
];

fn row(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|(names, ..)| names.contains(&name))
}

/// The number that a `type` and a `format` mean.
pub(super) fn find(ty: &str, name: &str) -> Option<Number> {
    let mut rows = TABLE.iter().filter(|(names, ..)| names.contains(&name));
    let (.., number) = rows.find(|(_, types, _)| types.contains(&ty))?;
    Some(*number)
}

/// Whether two names are those of one format.
pub(super) fn same(one: &str, other: &str) -> bool {
    row(one).is_some_and(|(names, ..)| names.contains(&other))
}

/// The names of all formats of numbers.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().flat_map(|(names, ..)| names.iter().copied())
}

/// Which numbers a format is one of, and how many of them it takes in.
pub(super) fn breadth(name: &str) -> Option<(&'static str, u8)> {
    let (.., number) = row(name)?;
    match number {
        Number::Integer(integer) => {
            let range = integer.range();
            let family = if *range.start() < 0 {
                "signed"
            } else {
                "unsigned"
            };
            // The number of bits of the greatest tells the sizes apart.
            let bits = 128 - range.end().leading_zeros();
            Some((family, u8::try_from(bits).unwrap_or(u8::MAX)))
        }
        Number::F32 => Some(("float", 0)),
        Number::F64 => Some(("float", 1)),
        Number::BigInteger | Number::Decimal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_fewer_integers_is_narrower() {
        let rank = |name| breadth(name).unwrap();
        assert!(rank("int8") < rank("int16") && rank("int32") < rank("int64"));
        assert!(rank("uint8") < rank("uint") && rank("uint32") < rank("uint64"));
        assert_eq!(rank("uint"), rank("uint32"));
        assert_ne!(rank("int32").0, rank("uint32").0);
        assert_eq!(breadth("bigint"), None);
    }

    #[test]
    fn some_formats_mean_something_beside_one_type_alone() {
        assert_eq!(find("integer", "int8"), Some(Number::Integer(Integer::I8)));
        assert_eq!(find("number", "int8"), Some(Number::Integer(Integer::I8)));
        assert_eq!(find("integer", "float"), None);
        assert_eq!(find("number", "uint"), Some(Number::Integer(Integer::U32)));
    }
}
