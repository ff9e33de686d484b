//! The keys of the file: what each is read into, and with the schema that is made of them, what it is
//! for. The docs here are what editors show.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};

use super::names::FileNames;
use super::runtime::FileRuntime;
use super::{paged, schema};
use crate::config::{Dates, DeepLists, Features, Paged};
use crate::diff::policy::Ignore;
use crate::format::Ignored;
use crate::source::Limits;

/// What Faircopy makes of the OpenAPI document beside this file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "faircopy.toml")]
pub(in crate::cli) struct File {
    #[serde(skip)]
    pub(super) folder: PathBuf,
    /// The crate's name; the document's title in kebab case by default.
    #[schemars(extend("pattern" = "^[A-Za-z][A-Za-z0-9_-]{0,63}$"))]
    pub(super) name: Option<String>,
    /// Reads the document to the letter: undeclared properties are kept and judged, and a schema
    /// without `type` admits data of every type.
    pub(super) exact: bool,
    /// Formats that neither choose a type nor are checked; `true` for every one.
    #[serde(deserialize_with = "ignored_formats")]
    #[schemars(schema_with = "schema::ignored_formats")]
    pub(super) ignore_formats: Ignored,
    /// Leaves out the least that is wrong with the document, with a warning, and generates the rest.
    pub(super) keep_going: bool,
    /// Types and validators only, without operations and client.
    pub(super) types_only: bool,
    /// Where the crate has its support code from: a copy of its own by default.
    pub(super) runtime: FileRuntime,
    /// The cargo features that the crate has for parts of the API: `tags` for one a tag.
    #[serde(deserialize_with = "parsed")]
    #[schemars(schema_with = "schema::word::<Features>")]
    pub(super) features: Features,
    /// Only operations with one of these tags.
    pub(super) tags: Vec<String>,
    /// Only these operations: ids or `METHOD /path`, with `*` for any text.
    pub(super) operations: Vec<String>,
    /// OpenAPI Overlays to apply first, in order; paths as seen from this file.
    pub(super) overlay: Vec<PathBuf>,
    /// Codes of warnings that are not reported.
    #[schemars(schema_with = "schema::allowed")]
    pub(super) allow: Vec<String>,
    /// What is an error: `warnings` for every warning that is not allowed.
    pub(super) deny: Vec<Deny>,
    /// Names of your own in Rust, by component or JSON pointer. Of a property, a capital letter names its type.
    #[schemars(schema_with = "schema::renames")]
    pub(super) renames: BTreeMap<String, String>,
    /// How lists are written in the style `deepObject`, which the specification leaves open.
    #[serde(deserialize_with = "deep_lists")]
    #[schemars(schema_with = "schema::word_or_none::<DeepLists>")]
    pub(super) deep_object_lists: Option<DeepLists>,
    /// Media types that are taken before others where a body is offered in several; JSON is otherwise
    /// taken before XML.
    pub(super) media: Vec<String>,
    /// What operations are called: `auto` takes away what server frameworks add.
    pub(super) names: FileNames,
    /// Whether inline schemas that are equal but for their texts become one type.
    #[schemars(extend("default" = true))]
    pub(super) merge: Option<bool>,
    /// Whether there are types for components that no operation, webhook or callback uses.
    #[schemars(extend("default" = true))]
    pub(super) unused: Option<bool>,
    /// The crate whose types dates and times have.
    #[serde(deserialize_with = "parsed")]
    #[schemars(schema_with = "schema::word::<Dates>")]
    pub(super) dates: Dates,
    /// How results come in pages, by operation: ids or `METHOD /path`, with `*` for any text.
    #[serde(deserialize_with = "paged::choices")]
    #[schemars(with = "BTreeMap<String, paged::Choice>")]
    pub(super) pagination: BTreeMap<String, Paged>,
    /// Rust types of your own for a `format`; of `date-time`, `naive` or `lenient` too.
    #[schemars(schema_with = "schema::items")]
    pub(super) formats: BTreeMap<String, String>,
    /// Rust types of your own for a component schema; `naive` or `lenient` for the dates and times in
    /// it, or at a JSON pointer.
    #[schemars(schema_with = "schema::items")]
    pub(super) schemas: BTreeMap<String, String>,
    /// Derives beside those that are chosen.
    pub(super) derives: FileDerives,
    /// What the document may cost.
    pub(super) limits: FileLimits,
    /// Writes what serves the API too, behind the cargo feature `server`.
    pub(super) server: Option<FileServer>,
    /// What `faircopy diff` lets pass.
    pub(super) diff: FileDiff,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileServer {
    /// Leaves the client out.
    pub(super) only: bool,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileDiff {
    /// Changes that may pass, and why.
    pub(super) ignore: Vec<Ignore>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Deny {
    Warnings,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileDerives {
    /// For every struct.
    pub(super) structs: Vec<String>,
    /// For every enum of scalar values.
    pub(super) enums: Vec<String>,
    /// For every union.
    pub(super) unions: Vec<String>,
    /// For every newtype.
    pub(super) newtypes: Vec<String>,
    /// For one type, by its Rust name.
    pub(super) types: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileLimits {
    /// The most bytes that all files together may have.
    #[schemars(extend("default" = Limits::default().bytes))]
    pub(super) bytes: Option<usize>,
    /// The most values, with YAML aliases expanded; by the document's size by default.
    pub(super) nodes: Option<usize>,
    /// The most levels of nesting, up to 120.
    #[schemars(extend("default" = Limits::default().depth))]
    pub(super) depth: Option<usize>,
    /// The most references into other files.
    #[schemars(extend("default" = Limits::default().references))]
    pub(super) references: Option<usize>,
    /// The most steps that its schemas may take; by the document's size by default.
    pub(super) steps: Option<u64>,
}

/// One of the ways to write lists.
fn deep_lists<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DeepLists>, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(de::Error::custom)
}

/// One of the words that a choice has.
pub(super) fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err = String>,
{
    let word = String::deserialize(deserializer)?;
    word.parse().map_err(de::Error::custom)
}

/// `true`, or a list of formats.
fn ignored_formats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ignored, D::Error> {
    struct Formats;

    impl<'de> Visitor<'de> for Formats {
        type Value = Ignored;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("`true` or a list of formats")
        }

        fn visit_bool<E: de::Error>(self, all: bool) -> Result<Ignored, E> {
            Ok(match all {
                true => Ignored::All,
                false => Ignored::default(),
            })
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Ignored, A::Error> {
            let mut ignored = Ignored::default();
            while let Some(name) = names.next_element::<String>()? {
                ignored.add(&name).map_err(de::Error::custom)?;
            }
            Ok(ignored)
        }
    }

    deserializer.deserialize_any(Formats)
}
