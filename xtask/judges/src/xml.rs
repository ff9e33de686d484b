//! `cargo xtask xml`: bodies in XML of generated crates, against lxml, an independent library, in both directions.
//!
//! ```text
//! documents ─▶ crates ─▶ values ─┬─▶ XML by the crate ─▶ lxml ─▶ the same values?
//!                                ╰─▶ XML by lxml ─▶ the crate ─▶ the same values?
//! ```

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Value, json};

use faircopy::internals::emit::{self, Context};
use faircopy::internals::ir::{self, Api, BodyArgument, Content, MediaKind, Operation, Shape};
use faircopy::internals::sample::{Extent, PLAIN, Sampler};
use faircopy::{Config, Pointer};

use crate::clients::{Client, package};
use crate::corpus::compare::{self, Kind};
use crate::corpus::compile::write_workspace;
use crate::program;
use crate::server::CLIENTS;
use crate::verdict;

/// The library, of this version.
const LIBRARY: &str = "lxml==6.1.3";

/// A text of what XML has to escape, and of what its readers would change.
const ODD: &str = "a < b & \"c\" ]]> 'd'\té\nf";

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this.
    #[arg(long, default_value = "petstore")]
    filter: String,
}

/// Runs the command; exits with 1 where a value is not the same on both sides.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/xml");
    let installed = std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))
        .and_then(|()| program::install_python(&folder, &[LIBRARY]));
    match installed {
        Ok(()) => verdict::ended(judge(arguments, &folder)),
        Err(message) => verdict::unavailable(&message),
    }
}

fn judge(arguments: &Arguments, folder: &Path) -> Result<bool, String> {
    let mut documents = xtask::files(&arguments.dir)?;
    documents.retain(|(name, _)| name.contains(&arguments.filter));
    let (mut is_right, mut judged) = (true, 0);
    for (name, path) in &documents {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if !text.contains("xml") || !(text.contains("openapi") || text.contains("swagger")) {
            continue;
        }
        let found = of_document(name, path, folder)?;
        println!(
            "{name}: {} values, {} of them not judged",
            found.values,
            found.unjudged.len()
        );
        for why in found.unjudged.iter().chain(&found.wrong) {
            println!("  {why}");
        }
        judged += found.values - found.unjudged.len();
        is_right &= found.wrong.is_empty();
    }
    match judged {
        0 => Err(format!(
            "no document has bodies in XML in {}",
            arguments.dir.display()
        )),
        _ => Ok(is_right),
    }
}

#[derive(Default)]
struct Found {
    values: usize,
    unjudged: Vec<String>,
    wrong: Vec<String>,
}

/// A value of a body.
struct Case {
    /// The index of the body.
    body: usize,
    schema: Pointer,
    value: Value,
}

fn of_document(name: &str, path: &Path, folder: &Path) -> Result<Found, String> {
    let package = package("xml", &name.replace('/', "-"));
    write_workspace(folder, [package.as_str()].into_iter())?;
    let config = Config {
        media: ["application/xml", "text/xml"].map(str::to_owned).into(),
        ..Config::default()
    };
    let client = Client::write_as(path, &package, folder, config)?;
    let api = ir::of(&client.read);
    let bodies = bodies(api);
    if bodies.is_empty() {
        return Ok(Found::default());
    }
    let source = source(api, client.name.as_str(), &bodies);
    xtask::write(&client.folder.join("examples/xml.rs"), &source)?;
    let cases = cases(&client, &bodies);
    let written = cases.iter().map(|case| (case.body, &case.value));
    let written = converted(folder, &package, "write", written)?;
    let theirs = lxml(folder, client.read.document(), &cases, &written)?;
    let given: Vec<Value> = theirs.iter().map(|one| one["written"].clone()).collect();
    let read = cases.iter().zip(&given).map(|(case, xml)| (case.body, xml));
    let read = converted(folder, &package, "read", read)?;
    let mut found = Found::default();
    for (((case, written), theirs), read) in cases.iter().zip(written).zip(theirs).zip(read) {
        found.values += 1;
        let at = &case.schema;
        if let Some(why) = theirs["unjudged"].as_str() {
            found.unjudged.push(format!("{at}: {why}"));
            continue;
        }
        if !is_same(&case.value, &theirs["read"]) {
            let (value, theirs) = (&case.value, &theirs["read"]);
            found.wrong.push(format!(
                "{at}: {value} is written as {written}, which lxml reads as {theirs}"
            ));
        }
        let read = serde_json::from_str(read.as_str().unwrap_or_default()).unwrap_or(read);
        if !is_same(&case.value, &read) {
            let (value, xml) = (&case.value, &theirs["written"]);
            found.wrong.push(format!(
                "{at}: lxml writes {value} as {xml}, which is read as {read}"
            ));
        }
    }
    Ok(found)
}

/// Whether values are the same, lists without items aside, which XML cannot tell from none, and times spelt otherwise.
fn is_same(one: &Value, other: &Value) -> bool {
    let (one, other) = (dense(one), dense(other));
    let differences = compare::differences(&one, &other);
    differences
        .iter()
        .all(|difference| difference.kind == Kind::Respelt)
}

fn dense(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| **value != json!([]));
            let members = members.map(|(name, value)| (name.clone(), dense(value)));
            Value::Object(members.collect())
        }
        Value::Array(items) => items.iter().map(dense).collect(),
        other => other.clone(),
    }
}

/// The bodies in XML, of requests and of responses.
fn bodies(api: &Api) -> Vec<&Content> {
    let mut found: Vec<&Content> = Vec::new();
    for operation in &api.operations {
        for content in contents(operation) {
            let is_known = found.iter().any(|known| known.source == content.source);
            if matches!(content.kind, MediaKind::Xml(..)) && !is_known {
                found.push(content);
            }
        }
    }
    found
}

fn contents(operation: &Operation) -> impl Iterator<Item = &Content> {
    let sent: Vec<&Content> = match operation.body.as_ref().map(|body| &body.argument) {
        Some(BodyArgument::Single(content)) => vec![content],
        Some(BodyArgument::Several { variants, .. }) => {
            variants.iter().map(|(_, content)| content).collect()
        }
        None => Vec::new(),
    };
    let responses = &operation.responses;
    let responses = responses.success.iter().chain(&responses.errors);
    let variants = responses.flat_map(|response| &response.variants);
    sent.into_iter()
        .chain(variants.filter_map(|variant| variant.content.as_ref()))
}

fn shape(content: &Content) -> Option<&Shape> {
    match &content.kind {
        MediaKind::Xml(shape, _) => Some(shape),
        _ => None,
    }
}

/// Values of each body: the document's examples, and made ones, with plain texts and with odd ones.
fn cases(client: &Client, bodies: &[&Content]) -> Vec<Case> {
    let judge = client.judge();
    let mut cases = Vec::new();
    for (body, content) in bodies.iter().enumerate() {
        let Some(shape) = shape(content) else {
            continue;
        };
        for (extent, text) in [
            (Extent::All, PLAIN),
            (Extent::All, ODD),
            (Extent::Required, PLAIN),
        ] {
            let sampler = Sampler {
                api: ir::of(&client.read),
                judge: &judge,
                extent,
                branch: 0,
                text,
            };
            for value in sampler.values(shape, &content.examples, 3) {
                cases.push(Case {
                    body,
                    schema: content.source.key("schema"),
                    value,
                });
            }
        }
    }
    cases
}

/// The program, which reads lines of the index of a body and of JSON, or of XML as JSON has texts, and prints the other.
fn source(api: &Api, name: &str, bodies: &[&Content]) -> String {
    let context = Context::new(api).with_library(&name.replace('-', "_"));
    let library = format_ident!("{}", context.library());
    let names: Vec<_> = (0..bodies.len())
        .map(|index| format_ident!("body_{index}"))
        .collect();
    let functions = names
        .iter()
        .zip(bodies)
        .filter_map(|(name, content)| function(&context, name, content));
    let types = (!api.types.is_empty()).then(|| quote! { use #library::types::*; });
    let head = quote! {
        use #library::runtime;
        #types
    };
    let table = quote! {
        const BODIES: &[fn(bool, &str) -> Result<String, String>] = &[#(#names),*];
    };
    format!(
        "{ABOUT}\n{}\n{}\n{MAIN}",
        emit::print_lines([head]),
        emit::print_items([table].into_iter().chain(functions))
    )
}

fn function(
    context: &Context<'_>,
    name: &proc_macro2::Ident,
    content: &Content,
) -> Option<TokenStream> {
    let MediaKind::Xml(shape, xml) = &content.kind else {
        return None;
    };
    let (ty, codec) = (context.type_tokens(shape), context.codec_tokens(shape));
    let (tables, root) = emit::xml_tables(xml);
    Some(quote! {
        fn #name(is_write: bool, text: &str) -> Result<String, String> {
            #tables
            let root = #root;
            if is_write {
                let value = runtime::json::decode_as::<#codec, #ty>(text).map_err(said)?;
                let json = runtime::json::ser::encode_short_as::<#codec, #ty>(&value).map_err(said)?;
                let value = runtime::json::de::decode(&json).map_err(said)?;
                let bytes = runtime::xml::write::document(&value, &root).map_err(said)?;
                return String::from_utf8(bytes).map_err(said);
            }
            let text: String = serde_json::from_str(text).map_err(said)?;
            let value = runtime::xml::read::document(&text, &root).map_err(said)?;
            let json = runtime::json::ser::encode(&value).map_err(said)?;
            let value = runtime::json::decode_as::<#codec, #ty>(&json).map_err(said)?;
            runtime::json::encode_as::<#codec, #ty>(&value).map_err(said)
        }
    })
}

const ABOUT: &str = "//! Writes values as XML, and reads them.

#![allow(deprecated, unused_imports, dead_code)]
";

const MAIN: &str = r#"fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn main() {
    let is_write = std::env::args().nth(1).as_deref() == Some("write");
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        let (body, text) = line.split_once('\t').expect("an index and a text");
        let body: usize = body.parse().expect("an index");
        let said = BODIES[body](is_write, text).unwrap_or_else(|error| format!("error: {error}"));
        println!("{}", serde_json::Value::from(said));
    }
}
"#;

/// What the program of a crate makes of values, or of texts.
fn converted<'v>(
    folder: &Path,
    package: &str,
    way: &str,
    values: impl Iterator<Item = (usize, &'v Value)>,
) -> Result<Vec<Value>, String> {
    let lines: String = values
        .map(|(body, value)| format!("{body}\t{value}\n"))
        .collect();
    let mut command = Command::new(env!("CARGO"));
    command
        .args([
            "run",
            "--quiet",
            "--package",
            package,
            "--example",
            "xml",
            "--",
            way,
        ])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", xtask::root().join(CLIENTS));
    lines_of(command, &lines)
}

/// What lxml makes of values and of the texts that they were written as.
fn lxml(
    folder: &Path,
    document: &Value,
    cases: &[Case],
    written: &[Value],
) -> Result<Vec<Value>, String> {
    let cases: Vec<_> = cases
        .iter()
        .zip(written)
        .map(|(case, xml)| json!({ "schema": case.schema.as_str(), "value": case.value, "xml": xml }))
        .collect();
    let input = json!({ "document": document, "cases": cases });
    let mut command = Command::new(program::python(folder, "python"));
    command.arg(xtask::root().join("xtask/judges/xml/judge.py"));
    lines_of(command, &format!("{input}\n"))
}

/// The lines of JSON that a program prints of an input.
fn lines_of(mut command: Command, input: &str) -> Result<Vec<Value>, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    let input = input.to_owned();
    // A program that prints before it has read all would wait for ever.
    let writing = std::thread::spawn(move || {
        stdin.map_or(Ok(()), |mut stdin| stdin.write_all(input.as_bytes()))
    });
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!("{command:?} failed"));
    }
    let written = writing.join().map_err(|_| "it reads nothing".to_owned())?;
    written.map_err(failed)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{command:?} prints no JSON: {error}"))
}
