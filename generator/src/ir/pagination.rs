//! How an operation's results come in pages, and where on a page things are.

use serde_json::Value;

use super::{Bound, Constraint, Location, MediaKind, Operation, Shape, Type, TypeKind, Types};
use crate::pointer::Pointer;

/// How an operation goes on to its next page.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// Pointer to the items in the body, `""` for the body itself.
    pub items: String,
    /// Pointer to a boolean in the body that says whether there are more.
    pub more: Option<String>,
    /// Where the next page is.
    pub next: NextPage,
}

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// `Link: <…>; rel="next"`.
    Link,
    /// The body holds its address.
    Url {
        /// Pointer to the address in the body.
        next: String,
    },
    /// The body holds a cursor for a parameter.
    Cursor {
        /// The parameter, by its wire name.
        parameter: String,
        /// Pointer to the next cursor in the body.
        next: String,
    },
    /// The last item holds what a parameter is set to.
    Last {
        /// The parameter, by its wire name.
        parameter: String,
        /// Pointer to it in an item, `""` for the item itself.
        key: String,
    },
    /// A parameter counts items.
    Offset {
        /// The parameter, by its wire name.
        parameter: String,
    },
    /// A parameter counts pages.
    Page {
        /// The parameter, by its wire name.
        parameter: String,
        /// The number of the first page, where it is known before one is there.
        first: Option<u64>,
        /// Pointer to the number in the body that the page says it has.
        number: Option<String>,
    },
}

impl NextPage {
    /// The parameter that leads to it.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Link | Self::Url { .. } => None,
            Self::Cursor { parameter, .. }
            | Self::Last { parameter, .. }
            | Self::Offset { parameter }
            | Self::Page { parameter, .. } => Some(parameter),
        }
    }

    /// What it is called where the user states it.
    pub fn style(&self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Url { .. } => "url",
            Self::Cursor { .. } => "cursor",
            Self::Last { .. } => "last",
            Self::Offset { .. } => "offset",
            Self::Page { .. } => "page",
        }
    }
}

impl Operation {
    /// The body of a page: JSON, and the only success.
    pub fn page(&self) -> Option<&Shape> {
        let responses = &self.responses;
        if responses.success_enum.is_some() {
            return None;
        }
        let response = responses.success.first()?;
        match &response.variants.first()?.content.as_ref()?.kind {
            MediaKind::Json(shape) => Some(shape),
            _ => None,
        }
    }
}

impl Operation {
    /// The number of the first page, where the schema of the parameter that counts pages says it: its
    /// default, or else the least number that it takes, if that is one at which people begin to count.
    pub fn first_page(&self, parameter: &str) -> Option<u64> {
        let mut parameters = self.parameters.iter();
        let stated =
            parameters.find(|it| it.location == Location::Query && it.wire == *parameter)?;
        let default = stated.default.as_ref().and_then(Value::as_u64);
        default.or_else(|| {
            let least = |least: &u64| {
                let bound = Constraint::Minimum(Bound::Integer(i128::from(*least)));
                stated.shape.constraints.contains(&bound)
            };
            [0, 1].into_iter().find(least)
        })
    }
}

impl Types {
    /// What a pointer leads to in data of a shape, by declared properties.
    pub fn reach<'t>(&'t self, shape: &'t Shape, pointer: &str) -> Option<&'t Shape> {
        let mut shape = shape;
        for token in Pointer::parse(pointer)?.tokens() {
            let (Type::Named(id) | Type::Boxed(id)) = self.unaliased(shape).ty else {
                return None;
            };
            let TypeKind::Struct(object) = &self[id].kind else {
                return None;
            };
            let mut fields = object.fields.iter();
            shape = &fields.find(|field| field.wire == token)?.shape;
        }
        Some(shape)
    }

    /// The shape that a name of names is of.
    pub fn unaliased<'t>(&'t self, shape: &'t Shape) -> &'t Shape {
        let mut shape = shape;
        // Each alias is of another type than those before it.
        for _ in 0..self.len() {
            let Type::Named(id) = shape.ty else {
                break;
            };
            let TypeKind::Alias(inner) = &self[id].kind else {
                break;
            };
            shape = inner;
        }
        shape
    }

    /// The items of the list that a pointer leads to.
    pub fn items_at<'t>(&'t self, shape: &'t Shape, pointer: &str) -> Option<&'t Shape> {
        match &self.unaliased(self.reach(shape, pointer)?).ty {
            Type::List(item) => Some(item),
            _ => None,
        }
    }
}
