//! `faircopy.toml` to choices: what would otherwise be flags, kept beside the document. The page
//! `configuration` of the guide has every key.

mod keys;
mod names;
mod paged;
mod runtime;
mod schema;

use std::path::{Path, PathBuf};

use crate::config::{Config, CrateName, Derives, Merge, Selection, Sides, is_item_path};
use crate::diagnostics::{Code, Severity};
use crate::diff::policy::{self, Ignore};
use crate::source::{Limits, read_file};
use crate::suggest::nearest;
use keys::{Deny, FileServer};

pub(super) use keys::File;
pub(super) use schema::schema;

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
    use crate::config::{Dates, Paged};

    #[test]
    fn the_documented_file_is_read() {
        let page = include_str!("../../guide/configuration.md");
        let (_, rest) = page.split_once("```toml\n").unwrap();
        let (example, _) = rest.split_once("```").unwrap();
        let file = parse(example).unwrap();
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
