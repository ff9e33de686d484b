//! `names` of the file to what operations are called.
//!
//! ```toml
//! [names]
//! auto = true                          # without what FastAPI, NestJS, springdoc and ASP.NET add
//! methods = "tag"                      # the tag first; or "path", or "operation-id"
//! strip-prefixes = ["CatsController_", "/api/v*"]  # `*` for any text; of paths where it starts with `/`
//! strip-suffixes = ["_items__item_id__get"]
//! ```

use serde::Deserialize;
use serde::de::{self, Deserializer};

use crate::config::{Methods, Names};

/// `"auto"`, or the choices one by one.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"auto\"` or a table of `auto`, `methods`, `strip-prefixes` and `strip-suffixes`"
)]
pub(super) enum FileNames {
    Auto(Auto),
    Table(Table),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Auto {
    Auto,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    auto: bool,
    #[serde(deserialize_with = "methods")]
    methods: Methods,
    strip_prefixes: Vec<String>,
    strip_suffixes: Vec<String>,
}

fn methods<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Methods, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(de::Error::custom)
}

impl Default for FileNames {
    fn default() -> Self {
        Self::Table(Table::default())
    }
}

impl From<FileNames> for Names {
    fn from(names: FileNames) -> Self {
        match names {
            FileNames::Auto(Auto::Auto) => Self {
                auto: true,
                ..Self::default()
            },
            FileNames::Table(table) => Self {
                auto: table.auto,
                methods: table.methods,
                strip_prefixes: table.strip_prefixes,
                strip_suffixes: table.strip_suffixes,
            },
        }
    }
}
