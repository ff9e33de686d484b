//! `[pagination]` of the file to how results come in pages.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::parsed;
use crate::config::{PageStyle, Paged, Pages};

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"auto\"`, `\"none\"` or `{ style = \"…\", items = \"…\", … }`"
)]
enum Choice {
    Named(Name),
    Stated(Stated),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Name {
    Auto,
    None,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(deserialize_with = "parsed")]
    style: PageStyle,
    parameter: Option<String>,
    next: Option<String>,
    #[serde(default)]
    items: String,
    more: Option<String>,
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
        };
        pages.check()?;
        Ok(Paged::Stated(pages))
    }
}
