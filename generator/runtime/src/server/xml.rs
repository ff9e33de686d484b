//! Bodies in XML, there and back: as JSON, by tables of how schemas are written.

use http::StatusCode;

use crate::json::codec::Codec;
use crate::json::{de, ser};
use crate::parameter::tree::Tree;
use crate::server::read::Reader;
use crate::server::refusal::Fault;
use crate::server::reply::{Headers, Outcome, Replying};
use crate::validate::{At, Violations};
use crate::xml::{self, Node};

/// The body of a request, in XML.
pub fn read<C: Codec<T>, T>(
    reader: &mut Reader,
    root: &Node,
    check: impl FnOnce(&T, &At<'_>, &mut Violations),
) -> Option<T> {
    let text = reader.body_text()?;
    match xml::read::document(&text, root) {
        Ok(value) => reader.json_text::<C, T>(&ser::encode(&value).unwrap_or_default(), check),
        Err(error) => {
            reader.unreadable(Fault::new("body", "", error.to_string()));
            None
        }
    }
}

/// What a part in XML stands for.
///
/// # Errors
///
/// When it cannot be read.
pub fn tree(text: &str, root: &Node) -> Result<Tree, Vec<Fault>> {
    match xml::read::document(text, root) {
        Ok(value) => Ok(Tree::json(&ser::encode(&value).unwrap_or_default())),
        Err(error) => Err(vec![Fault::new("body", "", error.to_string())]),
    }
}

/// A reply in XML, in one of some media types.
pub fn write<C: Codec<T>, T>(
    replying: Replying,
    status: StatusCode,
    headers: Headers,
    media_types: &[&str],
    root: &Node,
    value: &T,
    check: impl FnOnce(&T, &At<'_>, &mut Violations),
) -> Outcome {
    replying.whole(
        status,
        headers,
        media_types,
        "application/xml",
        value,
        check,
        |value| {
            let value = de::decode(&ser::encode_short_as::<C, T>(value)?)?;
            xml::write::document(&value, root)
        },
    )
}
