//! `cargo xtask swagger`: documents of Swagger 2.0 into crates, and into those of what swagger2openapi, an
//! independent converter, makes of them.
//!
//! ```text
//! documents ─┬──────────────────────────────▶ crates ─╮
//!            ╰─▶ swagger2openapi ─▶ documents ─▶ crates ─▶ the same?
//! ```

mod fault;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use faircopy::internals::ir;
use faircopy::source::{DirLoader, Limits, Loader, MapLoader};
use faircopy::{Config, generate, read};
use serde_json::Value;

use crate::npm;
use crate::verdict;

/// Which one: [`fault`] lists the faults of this one.
const PACKAGE: &str = "swagger2openapi";
const VERSION: &str = "7.0.8";

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the documents.
    #[arg(env = "SWAGGER_CORPUS")]
    dir: PathBuf,
    /// Only the documents whose names contain this.
    #[arg(long)]
    filter: Option<String>,
}

/// What came of a document.
enum Outcome {
    /// Both crates are the same, but for what the converter does wrong.
    Same(Vec<String>),
    /// The converter does not take it.
    Refused(String),
    /// So many lines are others, the first of which this is.
    Differs(usize, String),
    /// Nothing can be generated.
    Broken(String),
}

/// Runs the command; exits with 1 where crates differ that ought not to.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let folder = xtask::root().join("target/swagger");
    let theirs = match npm::installed(&folder, PACKAGE, VERSION) {
        Ok(package) => package.join("swagger2openapi.js"),
        Err(message) => return verdict::unavailable(&message),
    };
    verdict::ended(judge(arguments, &folder.join("asked"), &theirs))
}

fn judge(arguments: &Arguments, folder: &Path, theirs: &Path) -> Result<bool, String> {
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let mut documents = xtask::files(&arguments.dir)?;
    documents.retain(|(name, _)| name.contains(filter));
    let mut is_right = true;
    let mut seen = 0;
    for (name, path) in &documents {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if !text.contains("\"swagger\"") && !text.contains("swagger:") {
            continue;
        }
        seen += 1;
        let outcome = compared(path, theirs, &folder.join(name))?;
        is_right &= !matches!(outcome, Outcome::Differs(..) | Outcome::Broken(_));
        println!("{name}: {}", told(&outcome));
        if let Some(newer) = newer(path) {
            let missing = missing(path, &newer)?;
            is_right &= missing.is_empty();
            match missing.is_empty() {
                true => println!("{name}: the operations of {}", newer.display()),
                false => println!("{name}: not as {}: {}", newer.display(), missing.join(", ")),
            }
        }
    }
    if seen == 0 {
        return Err(format!(
            "there is no document of Swagger 2.0 in {}",
            arguments.dir.display()
        ));
    }
    Ok(is_right)
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Same(faults) if faults.is_empty() => "the same crate".to_owned(),
        Outcome::Same(faults) => format!("the same crate, but that {}", faults.join("; and that ")),
        Outcome::Refused(reason) => format!("{PACKAGE} refuses it: {reason}"),
        Outcome::Differs(lines, first) => format!("{lines} lines differ, first {first}"),
        Outcome::Broken(reason) => format!("nothing is generated: {reason}"),
    }
}

type Files = BTreeMap<String, String>;

/// Compares the crate of a document with that of what the converter makes of it. What the converter cannot be asked
/// about as it stands is written to `asked`, in other words.
fn compared(path: &Path, program: &Path, asked: &Path) -> Result<Outcome, String> {
    let (loader, root) = DirLoader::for_document(path, Limits::default().bytes);
    let loader = loader.within(
        path.parent()
            .and_then(Path::parent)
            .unwrap_or(Path::new(".")),
    );
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let mut old = parsed(path, &text)?;
    let mut faults = Vec::new();
    if text.contains(".json\"") || text.contains(".json#") {
        faults.push("it was joined to one file, since files are written out in place".to_owned());
        old = whole::joined(path, old)?;
    }
    let taken = whole::take_out(&mut old);
    if taken > 0 {
        faults.push(format!(
            "{taken} types that 2.0 does not have, or lists of types or items, were taken out of both"
        ));
    }
    let told = old.to_string();
    let ours = match taken {
        0 => generated(&loader, &root),
        _ => generated(
            &MapLoader::from_iter([(root.as_str(), told.as_str())]),
            &root,
        ),
    };
    let ours = match ours {
        Ok(files) => files,
        Err(reason) => return Ok(Outcome::Broken(reason)),
    };
    let converted = match faults.is_empty() {
        true => converted(path, program)?,
        false => {
            let asked = asked.with_extension("json");
            xtask::write(&asked, &told)?;
            converted(&asked, program)?
        }
    };
    let mut theirs = match converted {
        Ok(document) => document,
        Err(reason) => return Ok(Outcome::Refused(reason)),
    };
    faults.extend(
        fault::mend(&mut theirs, &old)
            .into_iter()
            .map(str::to_owned),
    );
    let text = theirs.to_string();
    let theirs = MapLoader::from_iter([(root.as_str(), text.as_str())]);
    let files = generated(&theirs, &root)?;
    let differing: Vec<String> = differences(&ours, &files).collect();
    Ok(match differing.first() {
        None => Outcome::Same(faults),
        Some(first) => Outcome::Differs(differing.len(), first.clone()),
    })
}

/// A document, whose name says what it is.
fn parsed(path: &Path, text: &str) -> Result<Value, String> {
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    match is_json {
        true => serde_json::from_str(text).map_err(|error| error.to_string()),
        false => serde_yaml::from_str(text).map_err(|error| error.to_string()),
    }
}

/// The files of a crate.
fn generated(loader: &dyn Loader, root: &str) -> Result<Files, String> {
    match generate(loader, root, &Config::default()) {
        Ok(generated) => Ok(generated.files.owned),
        Err(refused) => {
            let first = refused
                .diagnostics
                .iter()
                .find(|found| found.code.id.starts_with('E'));
            Err(first.map_or_else(String::new, |found| found.message.clone()))
        }
    }
}

/// What the converter makes of a document, or why it makes nothing of it.
fn converted(path: &Path, program: &Path) -> Result<Result<Value, String>, String> {
    let output = Command::new("node")
        .arg(program)
        .args(["--patch", "--resolve"])
        .arg(path)
        .output()
        .map_err(|error| format!("node: {error}"))?;
    if !output.status.success() || output.stdout.is_empty() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let reason = text
            .lines()
            .find(|line| line.contains("Error") || line.contains("error"));
        return Ok(Err(reason
            .or(text.lines().next())
            .unwrap_or("it says nothing")
            .to_owned()));
    }
    let document = serde_json::from_slice(&output.stdout);
    Ok(document.map_err(|error| format!("it writes no JSON: {error}")))
}

fn differences<'f>(ours: &'f Files, theirs: &'f Files) -> impl Iterator<Item = String> + 'f {
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    names.into_iter().flat_map(move |name| {
        let lines = |files: &'f Files| files.get(name).map_or("", String::as_str).lines();
        let (mut ours, mut theirs) = (lines(ours), lines(theirs));
        let mut number = 0;
        std::iter::from_fn(move || {
            loop {
                number += 1;
                let pair = (ours.next(), theirs.next());
                match pair {
                    (None, None) => return None,
                    (one, other) if one == other => {}
                    (one, other) => {
                        let text = |line: Option<&str>| line.unwrap_or_default().trim().to_owned();
                        let (one, other) = (text(one), text(other));
                        return Some(format!("{name}:{number}: `{one}`, by theirs `{other}`"));
                    }
                }
            }
        })
    })
}

/// The document of OpenAPI 3.0 that the same people wrote, by its name.
fn newer(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let newer = name.replace("swagger-2.0", "openapi-3.0");
    let newer = path.with_file_name(&newer);
    (newer != path && newer.exists()).then_some(newer)
}

/// The operations that only one of two documents has.
fn missing(old: &Path, new: &Path) -> Result<Vec<String>, String> {
    let operations = |path: &Path| {
        let (loader, root) = DirLoader::for_document(path, Limits::default().bytes);
        operations(&loader, &root)
    };
    let (old, new) = (operations(old)?, operations(new)?);
    Ok(old.symmetric_difference(&new).cloned().collect())
}

fn operations(loader: &dyn Loader, root: &str) -> Result<BTreeSet<String>, String> {
    let read = read(loader, root, &Config::default());
    let read = read.map_err(|_| format!("{root} is not read"))?;
    let operations = ir::of(&read).operations.iter();
    let operations = operations.map(|one| format!("{} {}", one.method.as_str(), one.path));
    Ok(operations.collect())
}
