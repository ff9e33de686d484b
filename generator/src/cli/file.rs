//! `faircopy.toml` to choices: what would otherwise be flags, kept beside the document.
//!
//! ```toml
//! name = "petstore"             # the crate's name
//! exact = true                  # read the document to the letter
//! deep-object-lists = "brackets"  # `a[]=1` for lists under `deepObject`; or "indices", "repeated"
//! names = "auto"                # methods without what server frameworks add; or a table, see below
//! merge = false                 # a type for each inline schema, equal or not
//! media = ["application/xml"]   # taken before other media types, where a body has several
//! dates = "jiff"                # the crate of dates and times: or "time", "chrono"
//! ignore-formats = ["hostname"] # neither choose types nor are checked; `true` for every `format`
//! keep-going = true             # leave out what is wrong, and generate the rest
//! unused = false                # no types that no operation, webhook or callback uses
//! types-only = true             # no operations and no client
//! runtime = "shared"            # `faircopy-runtime` in place of a copy; or `{ path = "…" }`, `{ workspace = true }`
//! features = "tags"             # a cargo feature a tag, for its operations and their types; or "none"
//! tags = ["pets"]               # only operations with one of these tags
//! operations = ["listPets"]     # only these, by id or `METHOD /path`, `*` for any text
//! overlay = ["overlay.yaml"]    # overlays, relative to this file
//! allow = ["W0212"]             # codes of warnings that are not reported
//! deny = ["warnings"]           # every other warning is an error
//!
//! [server]                      # what serves the API too, behind the cargo feature `server`
//! only = false                  # and no client
//!
//! [renames]                     # names of your own, by component or JSON pointer; of a property, a capital
//!                               # letter names its type
//! petId = "PetIdentifier"
//!
//! [formats]                     # types of your own for a `format`
//! money = "crate::Money"
//! date-time = "lenient"         # with an offset or without; `naive`: without one
//!
//! [schemas]                     # types of your own for a component
//! Price = "crate::Price"
//! Event = "naive"               # the dates and times in it; or by JSON pointer
//!
//! [pagination]                  # results in pages, by operation as above; `explain pagination` lists what is recognised
//! "GET /pets*" = "auto"         # as recognised; or "none"
//! listToys = { style = "cursor", parameter = "after", next = "/meta/next", items = "/data" }
//!
//! [derives]                     # derives besides those that are chosen
//! structs = ["schemars::JsonSchema"]
//! enums = []
//! unions = []
//! newtypes = []
//! types = { Pet = ["Hash"] }
//!
//! [[diff.ignore]]              # changes that may pass, and why; each key but `reason` is optional
//! rule = "maximum-lowered"
//! definition = "Pet.*"
//! operation = "POST /pets*"
//! reason = "nobody sends more"
//! until = "2026-12-31"
//!
//! [limits]                      # what a document may cost
//! bytes = 67108864
//! nodes = 4000000
//! depth = 100
//! references = 100000
//! steps = 10000000
//! ```

mod paged;

mod names;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use names::FileNames;
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};

use crate::config::{
    Config, CrateName, Dates, DeepLists, Derives, Features, Merge, Paged, Runtime, RuntimeSource,
    Selection, Sides, is_item_path,
};
use crate::diagnostics::{Code, Severity};
use crate::diff::policy::{self, Ignore};
use crate::format::Ignored;
use crate::source::{Limits, read_file};
use crate::suggest::nearest;

/// The keys of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct File {
    #[serde(skip)]
    folder: PathBuf,
    name: Option<String>,
    exact: bool,
    #[serde(deserialize_with = "ignored_formats")]
    ignore_formats: Ignored,
    keep_going: bool,
    types_only: bool,
    runtime: FileRuntime,
    #[serde(deserialize_with = "parsed")]
    features: Features,
    tags: Vec<String>,
    operations: Vec<String>,
    overlay: Vec<PathBuf>,
    allow: Vec<String>,
    deny: Vec<Deny>,
    renames: BTreeMap<String, String>,
    #[serde(deserialize_with = "deep_lists")]
    deep_object_lists: Option<DeepLists>,
    media: Vec<String>,
    names: FileNames,
    merge: Option<bool>,
    unused: Option<bool>,
    #[serde(deserialize_with = "parsed")]
    dates: Dates,
    #[serde(deserialize_with = "paged::choices")]
    pagination: BTreeMap<String, Paged>,
    formats: BTreeMap<String, String>,
    schemas: BTreeMap<String, String>,
    derives: FileDerives,
    limits: FileLimits,
    server: Option<FileServer>,
    diff: FileDiff,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileServer {
    only: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileDiff {
    ignore: Vec<Ignore>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Deny {
    Warnings,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"copied\"`, `\"shared\"`, `{ path = \"…\" }` or `{ workspace = true }`"
)]
enum FileRuntime {
    Named(RuntimeName),
    Path(RuntimePath),
    Workspace(RuntimeWorkspace),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RuntimeName {
    Copied,
    Shared,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuntimePath {
    path: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuntimeWorkspace {
    workspace: bool,
}

impl Default for FileRuntime {
    fn default() -> Self {
        Self::Named(RuntimeName::Copied)
    }
}

impl From<FileRuntime> for Runtime {
    fn from(runtime: FileRuntime) -> Self {
        let source = match runtime {
            FileRuntime::Named(RuntimeName::Copied) => return Self::Copied,
            // What `workspace = false` asks for is what there is without it.
            FileRuntime::Named(RuntimeName::Shared)
            | FileRuntime::Workspace(RuntimeWorkspace { workspace: false }) => {
                RuntimeSource::Registry
            }
            FileRuntime::Path(RuntimePath { path }) => RuntimeSource::Path(path),
            FileRuntime::Workspace(RuntimeWorkspace { workspace: true }) => {
                RuntimeSource::Workspace
            }
        };
        Self::Shared(source)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileDerives {
    structs: Vec<String>,
    enums: Vec<String>,
    unions: Vec<String>,
    newtypes: Vec<String>,
    types: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileLimits {
    bytes: Option<usize>,
    nodes: Option<usize>,
    depth: Option<usize>,
    references: Option<usize>,
    steps: Option<u64>,
}

/// One of the ways to write lists.
fn deep_lists<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DeepLists>, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(de::Error::custom)
}

/// One of the words that a choice has.
fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
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

/// Reads and checks a file, if it has no more than `max_bytes`.
///
/// # Errors
///
/// What is wrong with it and where, in one line.
pub(super) fn read(path: &Path, max_bytes: usize) -> Result<File, String> {
    let name = path.display();
    let bytes = read_file(path, max_bytes).map_err(|error| error.to_string());
    let text = bytes.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| format!("it is not UTF-8: {error}"))
    });
    let text = text.map_err(|error| format!("cannot read `{name}`: {error}"))?;
    let mut file = parse(&text).map_err(|problem| format!("{name}{problem}"))?;
    file.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    Ok(file)
}

/// Reads the text of a file; the error starts with `:line:column: `.
fn parse(text: &str) -> Result<File, String> {
    let file: File = toml::from_str(text).map_err(|error| located(text, &error))?;
    file.check().map_err(|problem| format!(": {problem}"))?;
    Ok(file)
}

fn located(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count())
        + 1;
    let message = error.message();
    // serde lists what it knows between back-quotes, the unknown name first.
    let mut quoted = message.split('`').skip(1).step_by(2);
    let (Some(unknown), true) = (quoted.next(), message.starts_with("unknown ")) else {
        return format!(":{line}:{column}: {message}");
    };
    let known: Vec<&str> = quoted.collect();
    let hint = match nearest(unknown, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected one of `{}`", known.join("`, `")),
    };
    format!(":{line}:{column}: unknown key `{unknown}`; {hint}")
}

impl File {
    /// The changes that may pass.
    pub(super) fn ignored(&self) -> Vec<Ignore> {
        self.diff.ignore.clone()
    }

    fn check(&self) -> Result<(), String> {
        policy::check(&self.diff.ignore).map_err(|reason| format!("`diff.ignore`: {reason}"))?;
        if let Some(name) = &self.name {
            CrateName::new(name).map_err(|reason| format!("`name`: {reason}"))?;
        }
        for code in &self.allow {
            check_allowed(code).map_err(|reason| format!("`allow`: {reason}"))?;
        }
        let paths = self.formats.values().chain(self.schemas.values());
        let derives = &self.derives;
        let listed = [
            &derives.structs,
            &derives.enums,
            &derives.unions,
            &derives.newtypes,
        ];
        let derived = listed.into_iter().chain(derives.types.values()).flatten();
        for path in paths.chain(derived) {
            if !is_item_path(path) {
                return Err(format!("`{path}` is not the path of a Rust item"));
            }
        }
        for name in self.renames.values() {
            if syn::parse_str::<syn::Ident>(name).is_err() {
                return Err(format!("`{name}` is not an identifier of Rust"));
            }
        }
        Ok(())
    }

    pub(super) fn denies_warnings(&self) -> bool {
        self.deny.contains(&Deny::Warnings)
    }

    /// The paths of the overlays that the file names.
    pub(super) fn overlays(&self) -> Vec<PathBuf> {
        let paths = self.overlay.iter();
        paths.map(|path| self.folder.join(path)).collect()
    }

    pub(super) fn into_config(self) -> Config {
        let default = Limits::default();
        Config {
            name: self.name.and_then(|name| CrateName::new(&name).ok()),
            exact: self.exact,
            ignored_formats: self.ignore_formats,
            keep_going: self.keep_going,
            types_only: self.types_only,
            features: self.features,
            sides: match self.server {
                None => Sides::Client,
                Some(FileServer { only: false }) => Sides::Both,
                Some(FileServer { only: true }) => Sides::Server,
            },
            runtime: self.runtime.into(),
            selection: Selection {
                tags: self.tags.into_iter().collect(),
                operations: self.operations.into_iter().collect(),
            },
            derives: Derives {
                structs: self.derives.structs,
                enums: self.derives.enums,
                unions: self.derives.unions,
                newtypes: self.derives.newtypes,
                types: self.derives.types,
            },
            formats: self.formats,
            schemas: self.schemas,
            renames: self.renames,
            names: self.names.into(),
            merge: match self.merge {
                Some(false) => Merge::Never,
                Some(true) | None => Merge::Equal,
            },
            leave_out_unused: self.unused == Some(false),
            deep_lists: self.deep_object_lists,
            media: self.media,
            dates: self.dates,
            pagination: self.pagination,
            limits: Limits {
                bytes: self.limits.bytes.unwrap_or(default.bytes),
                nodes: self.limits.nodes.or(default.nodes),
                depth: self.limits.depth.unwrap_or(default.depth),
                references: self.limits.references.unwrap_or(default.references),
                steps: self.limits.steps,
            },
            allow: self.allow.into_iter().collect(),
            ..Config::default()
        }
    }
}

/// Checks that a text is the code of a warning.
pub(super) fn check_allowed(code: &str) -> Result<(), String> {
    match Code::find(code) {
        None => Err(format!("there is no code `{code}`")),
        Some(code) if code.severity() == Severity::Error => Err(format!(
            "`{}` is an error, which cannot be allowed",
            code.id
        )),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_file_is_read() {
        let example: String = include_str!("file.rs")
            .lines()
            .skip_while(|line| *line != "//! ```toml")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .map(|line| format!("{}\n", line.trim_start_matches("//!").trim_start()))
            .collect();
        let file = parse(&example).unwrap();
        assert!(file.denies_warnings());
        let config = file.into_config();
        assert_eq!(config.renames["petId"], "PetIdentifier");
        assert_eq!(config.derives.types["Pet"], ["Hash"]);
        assert!(config.ignored_formats.has("hostname") && !config.ignored_formats.has("email"));
        assert_eq!(config.merge, Merge::Never);
        assert_eq!(config.pagination["GET /pets*"], Paged::Recognised);
        assert_eq!((config.sides, config.dates), (Sides::Both, Dates::Jiff));
        assert!(config.exact && config.types_only && config.allow.contains("W0212"));
    }

    #[test]
    fn a_path_holds_no_block() {
        for path in [
            "crate::Money",
            "std::vec::Vec<crate::Cent>",
            "crate::Fixed<2>",
        ] {
            assert!(
                parse(&format!("[formats]\nmoney = '{path}'")).is_ok(),
                "{path}"
            );
        }
        for path in [
            "crate::Money<{ loop {} }>",
            "crate::Money<[u8; { 1 }]>",
            "crate::Money<text!()>",
            "crate::Money { }",
            "",
        ] {
            let problem = parse(&format!("[formats]\nmoney = '{path}'")).unwrap_err();
            assert!(
                problem.ends_with("is not the path of a Rust item"),
                "{problem}"
            );
        }
    }

    #[test]
    fn slips_are_named_with_their_line() {
        let problem = |text: &str| parse(text).unwrap_err();
        assert_eq!(
            problem("name = 'pets'\nexat = true\n"),
            ":2:1: unknown key `exat`; did you mean `exact`?"
        );
        assert_eq!(
            problem("[limits]\nnode = 3\n"),
            ":2:1: unknown key `node`; did you mean `nodes`?"
        );
        assert!(problem("exact = 'yes'").starts_with(":1:9: invalid type"));
        let unpaged = problem("[pagination]\nlistPets = { style = 'cursor', next = '/next' }\n");
        assert!(unpaged.ends_with("`listPets`: the style needs the name of a `parameter`"));
        let unknown = problem("ignore-formats = ['email', 'hostnam']");
        assert!(unknown.ends_with("there is no format `hostnam`; did you mean `hostname`?"));
        let number = problem("ignore-formats = 1");
        assert!(
            number.ends_with("expected `true` or a list of formats"),
            "{number}"
        );
        let runtime = problem("runtime = 'own'");
        assert!(runtime.contains("`\"shared\"`"), "{runtime}");
        assert!(problem("name = 'fn'").starts_with(": `name`: "));
        assert!(problem("allow = ['E0104']").contains("cannot be allowed"));
        assert!(problem("formats = { money = 'a b' }").contains("not the path"));
        assert!(problem("deny = ['warning']").contains("did you mean `warnings`?"));
    }
}
