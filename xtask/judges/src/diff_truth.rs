//! `cargo xtask diff-truth`: whether `diff` is right about Rust.
//!
//! A caller of the crate of one document is compiled against the crates of its single edits: a change
//! is major exactly when that fails. And each finding, of those edits and of successive versions of
//! published documents, is judged by callers of its own: what it says of an item is true of it.

mod callers;
mod crates;
mod each;
mod edits;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use faircopy::Config;
use faircopy::diff::rust::Bump;
use faircopy::diff::{self, Report};
use faircopy::source::{DirLoader, Loader, MapLoader};
use serde_json::Value;

use crates::Crate;
use each::{Tally, report};

const SHOP: &str = include_str!("diff_truth/shop.yaml");
const CALLER: &str = include_str!("diff_truth/caller.rs");
const ROOT: &str = "shop.json";

/// The pairs of published documents, where their folder is given.
const PAIRS: [(&str, &str); 4] = [
    ("qdrant-v1.16.json", "qdrant-v1.17.json"),
    ("qdrant-v1.17.json", "qdrant-v1.18.json"),
    ("qdrant-v1.18.json", "qdrant-v1.19.json"),
    ("intercom-2.13.yaml", "intercom-2.14.yaml"),
];

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only edits whose name has this in it.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Says what `diff` says, and compiles nothing.
    #[arg(long)]
    dry_run: bool,
    /// The folder of successive versions of published documents, which are judged too.
    #[arg(long, env = "SPEC_HISTORY", value_name = "DIR")]
    history: Option<PathBuf>,
}

/// Runs the command; exits with 1 where `diff` is wrong.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match judge(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn judge(arguments: &Arguments) -> Result<bool, String> {
    let place = xtask::root().join("target/diff-truth");
    let mut tally = Tally::default();
    let wrong = edited(arguments, &place, &mut tally)?;
    if let Some(folder) = arguments.history.as_ref().filter(|_| !arguments.dry_run) {
        history(arguments, folder, &place, &mut tally)?;
    }
    let Tally {
        findings,
        callers,
        unwritten,
        wrong: lies,
    } = &tally;
    lies.iter().for_each(|lie| println!("WRONG {lie}"));
    println!(
        "{findings} findings judged by {callers} callers, {unwritten} items without one: {} wrong",
        lies.len()
    );
    Ok(wrong == 0 && lies.is_empty())
}

/// Judges the single edits; returns how many verdicts on all of a document are wrong.
fn edited(arguments: &Arguments, place: &Path, tally: &mut Tally) -> Result<usize, String> {
    let base = base()?;
    let text = base.to_string();
    let old = MapLoader::from_iter([(ROOT, text.as_str())]);
    if !arguments.dry_run && !Crate::generate(place, &old, ROOT)?.compiles(CALLER)? {
        return Err("the caller does not compile against the old crate".to_owned());
    }
    let (mut judged, mut wrong) = (0, 0);
    let only = arguments.only.as_deref().unwrap_or_default();
    let edits = edits::edits().into_iter();
    let mut edited = Vec::new();
    for (name, places) in edits.filter(|(name, _)| name.contains(only)) {
        let text = edit(&base, places)?.to_string();
        let new = MapLoader::from_iter([(ROOT, text)]);
        let report = report([(&old, ROOT), (&new, ROOT)])?;
        if arguments.dry_run {
            println!("{:7} {name}", report.rust().as_str());
        }
        edited.push((name, report, new));
    }
    if arguments.dry_run {
        return Ok(0);
    }
    for (name, report, new) in &edited {
        let works = match Crate::generate(place, new, ROOT)?.compiles(CALLER) {
            Ok(works) => works,
            Err(problem) => {
                println!("?     {:7} {name}: {problem}", report.rust().as_str());
                continue;
            }
        };
        let is_right = (report.rust() == Bump::Major) != works;
        judged += 1;
        wrong += usize::from(!is_right);
        let truth = if works { "compiles" } else { "fails" };
        let mark = if is_right { "ok   " } else { "WRONG" };
        println!("{mark} {:7} {truth:8} {name}", report.rust().as_str());
        for change in &report.unexplained {
            wrong += 1;
            println!("WRONG {} stands at no finding: {name}", change.item);
        }
    }
    println!("{judged} edits judged, {wrong} wrong");
    let judged: Vec<(&Report, each::Source<'_>)> = edited
        .iter()
        .map(|(_, report, new)| (report, (new as &dyn Loader, ROOT)))
        .collect();
    tally.all(place, (&old, ROOT), &judged)?;
    Ok(wrong)
}

fn history(
    arguments: &Arguments,
    folder: &Path,
    place: &Path,
    tally: &mut Tally,
) -> Result<(), String> {
    let only = arguments.only.as_deref().unwrap_or_default();
    for (old, new) in PAIRS.into_iter().filter(|(old, _)| old.contains(only)) {
        let before = (tally.findings, tally.wrong.len());
        let [was, is] =
            [old, new].map(|name| DirLoader::for_document(&folder.join(name), 64 << 20));
        let (was, is): (each::Source<'_>, each::Source<'_>) = ((&was.0, &was.1), (&is.0, &is.1));
        tally.all(place, was, &[(&report([was, is])?, is)])?;
        let findings = tally.findings - before.0;
        let wrong = tally.wrong.len() - before.1;
        println!("{old} to {new}: {findings} findings judged, {wrong} wrong");
    }
    Ok(())
}

fn base() -> Result<Value, String> {
    let config = Config::default();
    let loader = MapLoader::from_iter([("shop.yaml", SHOP)]);
    let loaded = diff::load(&loader, "shop.yaml", &config);
    let loaded = loaded.map_err(|_| "shop.yaml does not load".to_owned())?;
    Ok(loaded.document().clone())
}

fn edit(base: &Value, places: &[(&str, Option<&str>)]) -> Result<Value, String> {
    let mut value = base.clone();
    for (pointer, text) in places {
        let missing = || format!("there is no {pointer}");
        let (parent, key) = pointer.rsplit_once('/').ok_or_else(missing)?;
        let key = key.replace("~1", "/").replace("~0", "~");
        let parent = value.pointer_mut(parent).ok_or_else(missing)?;
        match (parent, text) {
            (Value::Object(map), Some(text)) => {
                let new = serde_json::from_str(text).map_err(|error| format!("{text}: {error}"))?;
                map.insert(key, new);
            }
            (Value::Object(map), None) => {
                map.shift_remove(&key).ok_or_else(missing)?;
            }
            _ => return Err(missing()),
        }
    }
    Ok(value)
}
