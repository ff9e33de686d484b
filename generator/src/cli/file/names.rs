//! `names` of the file to what operations are called.
//!
//! ```toml
//! [names]
//! auto = true                          # without what FastAPI, NestJS, springdoc and ASP.NET add
//! methods = "tag"                      # the tag first; or "path", or "operation-id"
//! strip-prefixes = ["CatsController_", "/api/v*"]  # `*` for any text; of paths where it starts with `/`
//! strip-suffixes = ["_items__item_id__get"]
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::keys::parsed;
use super::schema;
use crate::config::{Methods, Names};

/// `"auto"`, or the choices one by one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected `\"auto\"` or a table of `auto`, `methods`, `strip-prefixes` and `strip-suffixes`"
)]
pub(super) enum FileNames {
    Auto(Auto),
    Table(Table),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Auto {
    Auto,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    /// Takes away what server frameworks add.
    auto: bool,
    /// What their names are made of.
    #[serde(deserialize_with = "parsed")]
    #[schemars(schema_with = "schema::word::<Methods>")]
    methods: Methods,
    /// What is taken away from the start of an `operationId`, or of a path where it starts with `/`; `*` is any text.
    strip_prefixes: Vec<String>,
    /// What is taken away from the end of an `operationId`; `*` is any text.
    strip_suffixes: Vec<String>,
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
