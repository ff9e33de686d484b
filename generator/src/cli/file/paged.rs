//! `[pagination]` of the file to how results come in pages.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::keys::parsed;
use super::schema;
use crate::config::{PageStyle, Paged, Pages};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected `\"auto\"`, `\"none\"` or `{ style = \"…\", items = \"…\", … }`"
)]
pub(super) enum Choice {
    Named(Name),
    Stated(Stated),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Name {
    /// As the document's extensions and habits say.
    Auto,
    /// Not in pages.
    None,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = schema::needs_of_styles)]
pub(super) struct Stated {
    /// Where the next page is.
    #[serde(deserialize_with = "parsed")]
    #[schemars(schema_with = "schema::word_or_none::<PageStyle>")]
    style: PageStyle,
    /// The query parameter that leads to it.
    parameter: Option<String>,
    /// JSON pointer to its cursor or address in the body; in the style `last`, to what the parameter is
    /// set to in the last item; in the style `page`, to the number that the page says it has.
    next: Option<String>,
    /// JSON pointer to the items in the body; empty where the body is the list.
    #[serde(default)]
    items: String,
    /// JSON pointer to a boolean in the body that says whether there are more.
    more: Option<String>,
    /// The number of the first page in the style `page`, where the parameter's schema does not say it.
    first: Option<u64>,
}

/// The choices by their patterns.
pub(super) fn choices<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Paged>, D::Error> {
    let choices = BTreeMap::<String, Choice>::deserialize(deserializer)?;
    let choices = choices.into_iter().map(|(pattern, choice)| {
        let paged = choice.read();
        let paged = paged.map_err(|problem| Error::custom(format!("`{pattern}`: {problem}")))?;
        Ok((pattern, paged))
    });
    choices.collect()
}

impl Choice {
    fn read(self) -> Result<Paged, String> {
        let stated = match self {
            Self::Named(Name::Auto) => return Ok(Paged::Recognised),
            Self::Named(Name::None) => return Ok(Paged::Never),
            Self::Stated(stated) => stated,
        };
        let pages = Pages {
            style: stated.style,
            parameter: stated.parameter,
            next: stated.next,
            items: stated.items,
            more: stated.more,
            first: stated.first,
        };
        pages.check()?;
        Ok(Paged::Stated(pages))
    }
}
