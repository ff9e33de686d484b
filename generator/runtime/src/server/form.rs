//! A text as `application/x-www-form-urlencoded` into what its fields stand for.

use crate::parameter::QueryStyle;
use crate::parameter::parse::{self, Pairs};
use crate::parameter::read::Data;
use crate::parameter::tree::Tree;
use crate::server::refusal::Fault;

/// A property of a form.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub data: Data<'static>,
    /// The style, and whether it is exploded; JSON where there is none.
    pub style: Option<(QueryStyle, bool)>,
}

/// The object that a form is. What is not among the fields is a text, or several.
///
/// # Errors
///
/// All fields that cannot be read.
pub fn tree(text: &str, fields: &[Field]) -> Result<Tree, Vec<Fault>> {
    let (tree, faults) = self::fields(text, fields);
    match faults.is_empty() {
        true => Ok(tree),
        false => Err(faults),
    }
}

/// The same, with an empty text for each field that cannot be read, so that the others are judged nevertheless.
pub(crate) fn fields(text: &str, fields: &[Field]) -> (Tree, Vec<Fault>) {
    let pairs = Pairs::of_query(text);
    let none = |_: &str| false;
    let mut properties = Vec::new();
    let mut faults = Vec::new();
    for field in fields {
        let tree = match field.style {
            Some((style, explode)) => {
                parse::pairs(&pairs, field.name, style, explode, &field.data, &none)
            }
            None => pairs
                .only(field.name)
                .map(|text| text.map(|text| Tree::json(&text))),
        };
        match tree {
            // An exploded object stands under its properties' names.
            Ok(tree) => properties.extend(tree.map(|tree| (field.name.to_owned(), tree))),
            Err(reason) => {
                properties.push((field.name.to_owned(), Tree::json("\"\"")));
                faults.push(Fault::of_field(field.name, reason));
            }
        }
    }
    let is_known = |name: &str| {
        let mut fields = fields.iter();
        fields.any(|field| {
            let rest = name.strip_prefix(field.name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
        })
    };
    for name in pairs.names().filter(|name| !is_known(name)) {
        let tree = parse::pairs(&pairs, name, QueryStyle::Form, true, &Data::Any, &none);
        if let Ok(Some(tree)) = tree {
            properties.push((name.to_owned(), tree));
        }
    }
    (Tree::Object(properties), faults)
}
