//! How values travel: as which text or bytes one is written, and what a text is read as. The one
//! table of it, by place, by what the document states there, and by the kind of data.

use std::cell::Cell;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{EnumRepr, Extras, Shape, Style, Type, TypeId, TypeKind, Types};
use crate::media::{self, Family};

/// What a single text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// A string.
    Text,
    /// A number or a boolean, which is JSON as it is.
    Json,
    /// Whichever of the two the type takes.
    Either,
}

impl Plain {
    fn or(self, other: Self) -> Self {
        match self == other {
            true => self,
            false => Self::Either,
        }
    }
}

/// The kinds of data that serializations tell apart, `null` aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A string, a number or a boolean.
    One(Plain),
    /// A list of those.
    List(Plain),
    /// An object of those: declared properties, and what the others are.
    Object(IndexMap<String, Plain>, Plain),
    /// A list that holds lists or objects.
    NestedList,
    /// An object that holds lists or objects.
    NestedObject,
    /// Bytes: a file.
    Bytes,
    /// Only a value tells.
    Any,
}

/// Where a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a path, a query, a header or a cookie of a request, or in a header of a response.
    Parameter,
    /// In a property of `application/x-www-form-urlencoded`.
    Field,
    /// In a part of `multipart/form-data` and its like.
    Part,
    /// In one of the parts of a list, which has one for each item.
    Item,
    /// As a body of text.
    Text,
}

/// What the document states of a value's serialization.
#[derive(Clone, Copy, Debug, Default)]
pub struct Statement<'a> {
    /// A style, where it is stated or the place has one by default.
    pub style: Option<Styled>,
    /// A media type, a range or a list of them.
    pub media_type: Option<&'a str>,
}

/// A style, as the Style Examples of the specification have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Styled {
    /// What stands between items and properties.
    pub style: Style,
    /// Whether each becomes a parameter of its own.
    pub explode: bool,
    /// Whether reserved characters are left as they are.
    pub allow_reserved: bool,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// As JSON, whatever it is.
    Json,
    /// As one text, which is read back as what it stands for.
    Text(Plain),
    /// In a style.
    Styled(Styled),
    /// By what the value is: a text, an entry an item of a list, an object as JSON.
    Content,
    /// As bytes.
    Bytes,
}

/// How a value is written in a place, and what is wrong with that, in words that follow "it".
pub fn decide(place: Place, stated: Statement<'_>, data: &Data) -> (Wire, Option<&'static str>) {
    let is_json = stated.media_type.is_some_and(|text| {
        let mut types = text.split(',').map(|one| media::family(one.trim()));
        match data {
            // A single value is JSON where nothing else is allowed.
            Data::One(_) | Data::Any => types.all(|family| family == Family::Json),
            _ => types.any(|family| family == Family::Json),
        }
    });
    match (place, data) {
        (_, Data::Bytes) => (Wire::Bytes, None),
        (Place::Text, Data::One(plain)) => (Wire::Text(*plain), None),
        (Place::Text, _) => (
            Wire::Text(Plain::Text),
            Some("has a schema that says nothing of a text"),
        ),
        _ => match stated.style {
            Some(styled) => (Wire::Styled(styled), undefined(styled, data)),
            None if is_json => (Wire::Json, None),
            None => (content(place, data), None),
        },
    }
}

/// What a value is without a style or a media type.
fn content(place: Place, data: &Data) -> Wire {
    match (place, data) {
        (Place::Part | Place::Item, Data::Object(..) | Data::NestedObject) => Wire::Json,
        (Place::Item, Data::List(_) | Data::NestedList) => Wire::Json,
        _ => Wire::Content,
    }
}

/// Why a style has no form for data of a kind.
fn undefined(styled: Styled, data: &Data) -> Option<&'static str> {
    match (styled.style, data) {
        (style, Data::One(_)) if style.is_deep() => {
            Some("is no object, of which alone `deepObject` says how it is written")
        }
        (Style::DeepObject, Data::List(_) | Data::NestedList) => {
            Some("is a list, of which `deepObject` does not say how it is written")
        }
        (style, Data::Any) if style.is_deep() => {
            Some("need not be an object, of which alone `deepObject` says how it is written")
        }
        (style, _) if style.is_deep() => None,
        (_, Data::NestedList) => Some("holds lists or objects, which no style can say in a list"),
        (_, Data::NestedObject) => {
            Some("holds lists or objects, which its style cannot say in an object")
        }
        (Style::SpaceDelimited | Style::PipeDelimited, Data::List(_)) if styled.explode => {
            Some("is exploded, so that nothing is left to delimit")
        }
        _ => None,
    }
}

/// How many names of types lead to each other before only a value tells what it is.
const DEPTH: usize = 32;

/// How many types and fields are looked at before only a value tells: unions whose branches lead to the
/// same types again and again have more ways through them than anyone can go.
const LOOKS: usize = 1024;

impl Types {
    /// The kind of data that a shape has.
    pub fn data(&self, shape: &Shape) -> Data {
        Reader::new(self).data(shape, DEPTH)
    }

    /// The properties of an object, and what the text of each stands for, where it may have others
    /// besides. Each type is looked at once.
    pub fn properties(&self, shape: &Shape) -> (IndexMap<String, Plain>, bool) {
        let reader = Reader::new(self);
        let (mut known, mut is_open) = (IndexMap::new(), false);
        let (mut seen, mut open) = (BTreeSet::new(), vec![shape]);
        while let Some(shape) = open.pop() {
            is_open |= matches!(shape.ty, Type::Map(_) | Type::Value);
            let Some(id) = shape.ty.id().filter(|id| seen.insert(*id)) else {
                continue;
            };
            match &self[id].kind {
                TypeKind::Newtype(inner) | TypeKind::Alias(inner) => open.push(inner),
                TypeKind::Union(union) => {
                    open.extend(union.branches.iter().rev().map(|branch| &branch.shape));
                }
                TypeKind::Struct(object) => {
                    is_open |= !matches!(object.extras, Extras::Dropped);
                    for field in &object.fields {
                        let plain = match reader.data(&field.shape, DEPTH) {
                            Data::One(plain) => plain,
                            _ => Plain::Either,
                        };
                        add(&mut known, field.wire.clone(), plain);
                    }
                }
                TypeKind::External(_) => is_open = true,
                TypeKind::Enum(_) => {}
            }
            if seen.len() + known.len() > LOOKS {
                return (IndexMap::new(), true);
            }
        }
        (known, is_open)
    }
}

/// What finds the kind of data that a shape has.
struct Reader<'t> {
    types: &'t Types,
    /// How many types and fields it may still look at.
    looks: Cell<usize>,
}

impl<'t> Reader<'t> {
    fn new(types: &'t Types) -> Self {
        let looks = Cell::new(LOOKS);
        Self { types, looks }
    }

    fn data(&self, shape: &Shape, depth: usize) -> Data {
        let Some(left) = self.looks.get().checked_sub(1) else {
            return Data::Any;
        };
        self.looks.set(left);
        match &shape.ty {
            Type::Bool
            | Type::Integer(_)
            | Type::BigInteger
            | Type::F32
            | Type::F64
            | Type::Decimal => Data::One(Plain::Json),
            Type::String | Type::Null => Data::One(Plain::Text),
            Type::Format(format) => {
                let of_text = format.row().names.iter().any(|(kind, _)| *kind == "string");
                Data::One(if of_text { Plain::Text } else { Plain::Json })
            }
            Type::Value => Data::Any,
            Type::List(item) => list(std::iter::once(self.data(item, depth))),
            Type::Tuple(items) => list(items.iter().map(|item| self.data(item, depth))),
            Type::Map(value) => match self.data(value, depth) {
                Data::One(plain) => Data::Object(IndexMap::new(), plain),
                Data::Any | Data::Bytes => Data::Object(IndexMap::new(), Plain::Either),
                _ => Data::NestedObject,
            },
            Type::Named(_) | Type::Boxed(_) if depth == 0 => Data::Any,
            Type::Named(id) | Type::Boxed(id) => self.data_of(*id, depth - 1),
        }
    }

    fn data_of(&self, id: TypeId, depth: usize) -> Data {
        match &self.types[id].kind {
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => self.data(shape, depth),
            TypeKind::External(_) => Data::Any,
            TypeKind::Enum(values) => Data::One(match values.repr {
                EnumRepr::String => Plain::Text,
                EnumRepr::Integer => Plain::Json,
                EnumRepr::Json => Plain::Either,
            }),
            TypeKind::Union(union) => {
                let branches = union.branches.iter();
                let branches = branches.filter(|branch| branch.shape.ty != Type::Null);
                let all = branches.map(|branch| self.data(&branch.shape, depth));
                all.reduce(both).unwrap_or(Data::Any)
            }
            TypeKind::Struct(object) => {
                let mut properties = IndexMap::new();
                for field in &object.fields {
                    let plain = match self.data(&field.shape, depth.min(2)) {
                        Data::One(plain) => plain,
                        Data::Any | Data::Bytes => Plain::Either,
                        _ => return Data::NestedObject,
                    };
                    properties.insert(field.wire.clone(), plain);
                }
                Data::Object(properties, Plain::Either)
            }
        }
    }
}

/// The kind of a list of such items.
fn list(items: impl Iterator<Item = Data>) -> Data {
    let plains = items.map(|item| match item {
        Data::One(plain) => Some(plain),
        Data::Any | Data::Bytes => Some(Plain::Either),
        _ => None,
    });
    match plains.collect::<Option<Vec<_>>>() {
        None => Data::NestedList,
        Some(plains) => {
            let plain = plains.into_iter().reduce(Plain::or);
            Data::List(plain.unwrap_or(Plain::Either))
        }
    }
}

/// Adds a property that is of that kind in one of several objects.
fn add(known: &mut IndexMap<String, Plain>, name: String, plain: Plain) {
    let of_name = known.entry(name);
    of_name
        .and_modify(|known| *known = known.or(plain))
        .or_insert(plain);
}

/// The kind of what is of one of two.
fn both(one: Data, other: Data) -> Data {
    match (one, other) {
        (Data::One(one), Data::One(other)) => Data::One(one.or(other)),
        (Data::List(one), Data::List(other)) => Data::List(one.or(other)),
        (Data::Object(mut one, rest), Data::Object(other, others)) => {
            for (name, plain) in other {
                add(&mut one, name, plain);
            }
            Data::Object(one, rest.or(others))
        }
        (one, other) if one == other => one,
        (Data::Object(..) | Data::NestedObject, Data::Object(..) | Data::NestedObject) => {
            Data::NestedObject
        }
        (Data::List(_) | Data::NestedList, Data::List(_) | Data::NestedList) => Data::NestedList,
        _ => Data::Any,
    }
}
