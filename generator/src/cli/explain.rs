//! `faircopy explain`: a code to what it means, or a place of a document to what becomes of it,
//! stage by stage.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::input::Input;
use super::outcome::{FAULT, misuse, print};
use super::report::Reporting;
use crate::config::{Config, Merge};
use crate::diagnostics::{Code, codes};
use crate::diff;
use crate::files::Files;
use crate::generate::{self, Read};
use crate::ir::{Api, NextPage, Pagination, TypeDef, TypeKind};
use crate::lower::pagination;
use crate::pointer::Pointer;
use crate::report::Locator;
use crate::suggest::nearest;

/// What is asked for to see what comes in pages.
const PAGINATION: &str = "pagination";

/// What is asked for to see which equal schemas are one type.
const EQUAL: &str = "equal";

/// What to explain.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Explain {
    /// A code such as `E0107`, or a rule of `diff` such as `maximum-lowered`; or, with `--spec`, a JSON pointer such as `#/components/schemas/Pet`, `pagination` for what comes in pages, or `equal` for equal schemas that are one type.
    #[arg(value_name = "CODE_OR_POINTER")]
    what: String,
    /// The document that the pointer leads into.
    #[arg(long, value_name = "FILE")]
    spec: Option<std::path::PathBuf>,
    /// The choices that are not flags; `faircopy.toml` beside the document by default.
    #[arg(long, value_name = "FILE", requires = "spec")]
    config: Option<std::path::PathBuf>,
}

impl Explain {
    pub(super) fn run(&self) -> ExitCode {
        match &self.spec {
            None => explain_code(&self.what),
            Some(spec) => {
                let input = Input {
                    config: self.config.clone(),
                    ..Input::new(spec)
                };
                explain_place(&input, &self.what)
            }
        }
    }
}

fn explain_code(id: &str) -> ExitCode {
    if let Some(rule) = diff::Rule::find(id) {
        return print(&diff::explain(rule));
    }
    let Some(code) = Code::find(id) else {
        let digits = |id: &str| id.get(1..).map(str::to_owned);
        let same_number = codes::all().find(|code| digits(code.id) == digits(id));
        let ids = codes::all().map(|code| code.id);
        let rules = diff::Rule::all().iter().map(|rule| rule.id);
        let hint = match nearest(id, ids.chain(rules)) {
            _ if id.starts_with('#') || id.starts_with('/') => {
                "; a place of a document needs `--spec FILE`".to_owned()
            }
            near => match same_number.map(|code| code.id).or(near) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            },
        };
        return misuse(&format!("there is no code `{id}`{hint}"));
    };
    print(&format!(
        "{}: {}\n\n{}\n\nWrong:\n\n{}\n\nRight:\n\n{}\n",
        code.id,
        code.title,
        code.explanation,
        indented(code.wrong),
        indented(code.right)
    ))
}

fn explain_place(input: &Input, what: &str) -> ExitCode {
    let pointer = Pointer::parse(what);
    if pointer.is_none() && ![PAGINATION, EQUAL].contains(&what) {
        return misuse(&format!(
            "`{what}` is not a JSON pointer: expected something like `#/components/schemas/Pet`"
        ));
    }
    let mut opened = match input.open() {
        Ok(opened) => opened,
        Err(problem) => return misuse(&problem),
    };
    let is_merged = opened.config.merge == Merge::Equal;
    if what == EQUAL {
        // Which are equal is asked for also where they are kept apart.
        opened.config.merge = Merge::Equal;
    }
    let read = match generate::read(&*opened.loader, &opened.root, &opened.config) {
        Ok(read) => read,
        Err(mut refused) => {
            Reporting::default().report(&mut refused.diagnostics, &refused.sources, &opened);
            return ExitCode::from(FAULT);
        }
    };
    let Some(pointer) = pointer else {
        return print(&match what {
            EQUAL => equal(&read.api, is_merged),
            _ => paging(&read),
        });
    };
    match explanation(&read, &opened.config, &opened.root, &pointer) {
        Some(text) => print(&text),
        None => misuse(&format!("the document has nothing at `{pointer}`")),
    }
}

/// The groups of equal schemas, each with the type that it is.
fn equal(api: &Api, is_merged: bool) -> String {
    if api.equal.is_empty() {
        return "No inline schemas are equal.\n".to_owned();
    }
    let mut out = match is_merged {
        true => "Equal schemas, each group with the type that they are:\n".to_owned(),
        false => "Equal schemas, each group with the type that they would be:\n".to_owned(),
    };
    for equal in &api.equal {
        let _ = writeln!(out, "\n{}", api.types[equal.id].name.as_str());
        let members = equal.members.iter().map(|member| &api.types[member.id]);
        let width = members
            .clone()
            .map(|def| def.name.as_str().chars().count())
            .max();
        let width = width.unwrap_or_default();
        for def in members {
            let _ = writeln!(out, "    {:width$}  {}", def.name.as_str(), def.source);
        }
    }
    out.push_str(match is_merged {
        true => "\n`merge = false` in faircopy.toml gives each a type of its own.\n",
        false => "\nBy `merge = false` in faircopy.toml each has a type of its own.\n",
    });
    out
}

/// All stages of what stands at a pointer; `None` where nothing does.
fn explanation(read: &Read, config: &Config, root: &str, pointer: &Pointer) -> Option<String> {
    let value = pointer.resolve(&read.document.value)?;
    let mut out = format!("{pointer}\n");
    if let Some((file, first, last)) = Locator::new(&read.sources).lines(pointer) {
        let _ = writeln!(out, "\nWritten in {}, line {first}:\n", file.name);
        let width = last.to_string().len();
        let lines = file.text.lines().enumerate().skip(first - 1);
        for (index, line) in lines.take(last + 1 - first) {
            let line = line.replace(
                |letter: char| letter.is_control() && letter != '\t',
                "\u{fffd}",
            );
            let _ = writeln!(out, "    {:width$} │ {line}", index + 1);
        }
    }
    let mended = serde_json::to_string_pretty(value).unwrap_or_default();
    let _ = writeln!(out, "\nRead as:\n\n{}", indented(&mended));
    let lowered = lowered(&read.api, pointer);
    if lowered.is_empty() {
        out.push_str("\nNo type or operation of its own is made of it.\n");
    }
    let files = read.files(config, root);
    for (name, debug) in lowered {
        let _ = writeln!(out, "\nLowered to `{name}`:\n\n{}", indented(&debug));
        if let Some((file, item)) = item(&files, &name) {
            let _ = writeln!(out, "\nPrinted in {file}:\n\n{}", indented(&item));
        }
    }
    Some(out)
}

/// The operations whose results come in pages, or look so.
fn paging(read: &Read) -> String {
    let mut used = String::new();
    let mut unused = String::new();
    for operation in &read.api.operations {
        let found = pagination::recognised(&read.document, &read.api, operation);
        let list = match operation.pagination {
            Some(_) => &mut used,
            None => &mut unused,
        };
        let (pagination, source) = match (&operation.pagination, found) {
            (Some(known), Some((found, source))) if *known == found => (found, source),
            (Some(known), _) => (known.clone(), "what is stated"),
            (None, Some((found, source))) => (found, source),
            (None, None) => continue,
        };
        let (method, path) = (operation.method.as_str(), &operation.path);
        let _ = writeln!(
            list,
            "    {method} {path}\n        {}, by {source}",
            row(&pagination)
        );
    }
    let mut out = String::new();
    if !used.is_empty() {
        let _ = writeln!(out, "These have `pages()` and `items()`:\n\n{used}");
    }
    if !unused.is_empty() {
        let _ = writeln!(
            out,
            "These look as if they came in pages; ask for that in `faircopy.toml`, for all or for some:\n\n\
             {unused}\n    [pagination]\n    \"*\" = \"auto\""
        );
    }
    match out.is_empty() {
        true => "No operation looks as if its results came in pages.\n".to_owned(),
        false => out,
    }
}

/// How results come in pages, as `faircopy.toml` would state it.
fn row(pagination: &Pagination) -> String {
    let mut row = format!("{{ style = \"{}\"", pagination.next.style());
    let mut add = |key: &str, value: &str| {
        let _ = write!(row, ", {key} = {value:?}");
    };
    if let Some(parameter) = pagination.next.parameter() {
        add("parameter", parameter);
    }
    match &pagination.next {
        NextPage::Url { next } | NextPage::Cursor { next, .. } => add("next", next),
        NextPage::Last { key, .. } => add("next", key),
        NextPage::Page {
            number: Some(number),
            ..
        } => add("next", number),
        NextPage::Link | NextPage::Offset { .. } | NextPage::Page { .. } => {}
    }
    if let Some(more) = &pagination.more {
        add("more", more);
    }
    add("items", &pagination.items);
    if let NextPage::Page {
        first: Some(first), ..
    } = &pagination.next
    {
        let _ = write!(row, ", first = {first}");
    }
    row.push_str(" }");
    row
}

/// The names of what a place becomes, with all that is decided about them.
fn lowered(api: &Api, pointer: &Pointer) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = api
        .types
        .iter()
        .filter(|(_, def)| def.source == *pointer)
        .map(|(_, def)| (def.name.as_str().to_owned(), kind(def)))
        .collect();
    let operations = api.operations.iter();
    found.extend(
        operations
            .filter(|operation| operation.source == *pointer)
            .map(|operation| {
                (
                    operation.call.as_str().to_owned(),
                    format!("{operation:#?}"),
                )
            }),
    );
    if !found.is_empty() {
        return found;
    }
    // A property without a type of its own is a field of another's.
    for (_, def) in api.types.iter() {
        if let TypeKind::Struct(object) = &def.kind {
            let fields = object.fields.iter();
            found.extend(
                fields
                    .filter(|field| {
                        field.shape.source == *pointer
                            || def.source.key("properties").key(&field.wire) == *pointer
                    })
                    .map(|field| (def.name.as_str().to_owned(), format!("{field:#?}"))),
            );
        }
    }
    found
}

fn kind(def: &TypeDef) -> String {
    format!("{:#?}", def.kind)
}

/// The text of a type in the generated files, with its docs and attributes, and its file.
fn item<'f>(files: &'f Files, name: &str) -> Option<(&'f str, String)> {
    let heads = ["struct", "enum", "type"].map(|keyword| format!("pub {keyword} {name}"));
    let is_head = |line: &str| {
        let rest = heads
            .iter()
            .find_map(|head| line.strip_prefix(head.as_str()));
        rest.is_some_and(|rest| {
            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
        })
    };
    for (path, text) in &files.owned {
        let lines: Vec<&str> = text.lines().collect();
        let Some(head) = lines.iter().position(|line| is_head(line)) else {
            continue;
        };
        let before = lines[..head].iter().rev();
        let docs = before
            .take_while(|line| !line.is_empty() && **line != "}")
            .count();
        let ends =
            |line: &&str| line.starts_with('}') || (!line.starts_with(' ') && line.ends_with(';'));
        let length = lines[head..]
            .iter()
            .position(|line| ends(line) || line.ends_with(" {}"))?;
        return Some((path, lines[head - docs..=head + length].join("\n")));
    }
    None
}

fn indented(text: &str) -> String {
    let lines: Vec<_> = text
        .lines()
        .map(|line| format!("    {line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}
