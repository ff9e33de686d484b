//! A union whose branches are told by a property → what that property may be.

use serde_json::{Map, Value};

use crate::diff::view::Side;
use crate::document::Keywords;

/// How many branches of a union are told.
const TOLD: usize = 24;

/// Objects that have nothing but the property, with a value that tells a branch, for each of these.
pub(super) fn of<'d>(side: &Side<'d>, keywords: &Keywords<'d>) -> Vec<Map<String, Value>> {
    let Some(discriminator) = &keywords.discriminator else {
        return Vec::new();
    };
    let telling = side.telling(discriminator, &keywords.one_of);
    let tags = telling.keys().take(TOLD);
    let tags = tags.map(|tag| (discriminator.property.to_owned(), tag.as_str().into()));
    tags.map(|tag| Map::from_iter([tag])).collect()
}
