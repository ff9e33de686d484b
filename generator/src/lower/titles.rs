//! Titles that say what names say already: a page of docs is longer with them, and tells no more.

use crate::ir::{Api, Body, Docs, MediaKind, Part, TypeKind};

/// Leaves out each title that has the letters of the item's name, such as `Item Id` of `item_id`.
pub(super) fn leave_out_names(api: &mut Api) {
    let ids: Vec<_> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let item = &mut api.types[id];
        leave_out(&mut item.docs, &[item.name.as_str()]);
        match &mut item.kind {
            TypeKind::Struct(object) => {
                for field in &mut object.fields {
                    leave_out(&mut field.docs, &[field.name.as_str(), &field.wire]);
                }
            }
            TypeKind::Enum(definition) => {
                for variant in &mut definition.variants {
                    leave_out(&mut variant.docs, &[variant.name.as_str()]);
                }
            }
            TypeKind::Union(union) => {
                for branch in &mut union.branches {
                    leave_out(&mut branch.docs, &[branch.name.as_str()]);
                }
            }
            TypeKind::Newtype(_) | TypeKind::Alias(_) | TypeKind::External(_) => {}
        }
    }
    for operation in api.operations.iter_mut().chain(&mut api.called) {
        for parameter in &mut operation.parameters {
            leave_out(
                &mut parameter.docs,
                &[parameter.name.as_str(), &parameter.wire],
            );
        }
        for content in operation.body.iter_mut().flat_map(Body::contents_mut) {
            if let MediaKind::Multipart { parts, .. } = &mut content.kind {
                parts.iter_mut().for_each(leave_out_of_part);
            }
        }
    }
}

fn leave_out_of_part(part: &mut Part) {
    leave_out(&mut part.docs, &[part.name.as_str(), &part.wire]);
    for header in &mut part.headers {
        leave_out(&mut header.docs, &[header.name.as_str(), &header.wire]);
    }
    let nested = part.nested.iter_mut();
    let nested = nested.flat_map(|nested| &mut nested.parts);
    nested.for_each(leave_out_of_part);
}

fn leave_out(docs: &mut Docs, names: &[&str]) {
    let repeats = |title: &String| names.iter().any(|name| letters(name).eq(letters(title)));
    if docs.summary.as_ref().is_some_and(repeats) {
        docs.summary = None;
    }
}

/// The letters and digits of a text, whatever their case and what is between them.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_tell_something_stay() {
        let after = |title: &str, names: &[&str]| {
            let mut docs = Docs {
                summary: Some(title.to_owned()),
                ..Docs::default()
            };
            leave_out(&mut docs, names);
            docs.summary
        };
        assert_eq!(after("Item Id", &["item_id"]), None);
        assert_eq!(after("HTTPValidationError", &["HttpValidationError"]), None);
        assert_eq!(after("X-Rate", &["x_rate"]), None);
        assert_eq!(after("Item", &["item_id"]), Some("Item".to_owned()));
        assert_eq!(
            after("The item's id", &["item_id"]),
            Some("The item's id".to_owned())
        );
    }
}
