//! `cargo xtask diff-truth`: whether `diff` is right about Rust. A caller of the crate of one
//! document is compiled against the crates of its single edits: a change is major exactly when
//! that fails.

mod edits;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use faircopy::diff::rust::Bump;
use faircopy::diff::{self, Options};
use faircopy::source::MapLoader;
use faircopy::{Config, CrateName, generate, output};
use serde_json::Value;

const SHOP: &str = include_str!("diff_truth/shop.yaml");
const CALLER: &str = include_str!("diff_truth/caller.rs");
const ROOT: &str = "shop.json";

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only edits whose name has this in it.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Says what `diff` says, and compiles nothing.
    #[arg(long)]
    dry_run: bool,
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
    let base = base()?;
    let place = xtask::root().join("target/diff-truth");
    if !arguments.dry_run && !compiles(&place, &base)? {
        return Err("the caller does not compile against the old crate".to_owned());
    }
    let (mut judged, mut wrong) = (0, 0);
    for (name, places) in edits::edits() {
        if arguments
            .only
            .as_ref()
            .is_some_and(|only| !name.contains(only.as_str()))
        {
            continue;
        }
        let edited = edited(&base, places)?;
        let verdict = verdict(&base, &edited)?;
        if arguments.dry_run {
            println!("{:7} {name}", verdict.as_str());
            continue;
        }
        let works = match compiles(&place, &edited) {
            Ok(works) => works,
            Err(problem) => {
                println!("?     {:7} {name}: {problem}", verdict.as_str());
                continue;
            }
        };
        let is_right = (verdict == Bump::Major) != works;
        judged += 1;
        wrong += usize::from(!is_right);
        let truth = if works { "compiles" } else { "fails" };
        let mark = if is_right { "ok   " } else { "WRONG" };
        println!("{mark} {:7} {truth:8} {name}", verdict.as_str());
    }
    println!("{judged} edits judged, {wrong} wrong");
    Ok(wrong == 0)
}

fn base() -> Result<Value, String> {
    let config = Config::default();
    let loader = MapLoader::from_iter([("shop.yaml", SHOP)]);
    let loaded = diff::load(&loader, "shop.yaml", &config);
    let loaded = loaded.map_err(|_| "shop.yaml does not load".to_owned())?;
    Ok(loaded.document().clone())
}

fn edited(base: &Value, places: &[(&str, Option<&str>)]) -> Result<Value, String> {
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

fn verdict(old: &Value, new: &Value) -> Result<Bump, String> {
    let config = Config::default();
    let load = |value: &Value| {
        let text = value.to_string();
        let loader = MapLoader::from_iter([(ROOT, text.as_str())]);
        diff::load(&loader, ROOT, &config).map_err(|_| "a document does not load".to_owned())
    };
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    Ok(diff::compare(&load(old)?, &load(new)?, &options).rust())
}

/// Whether the caller compiles against the crate of a document.
fn compiles(place: &Path, document: &Value) -> Result<bool, String> {
    let folder: PathBuf = place.join("crate");
    let config = Config {
        name: CrateName::new("shop").ok(),
        ..Config::default()
    };
    let text = document.to_string();
    let loader = MapLoader::from_iter([(ROOT, text.as_str())]);
    let generated = generate(&loader, ROOT, &config);
    let generated = generated.map_err(|refused| {
        let said = refused.diagnostics.iter().map(|one| one.message.clone());
        said.collect::<Vec<_>>().join("; ")
    })?;
    let plan = output::plan(&generated.files, &folder).map_err(|error| format!("{error:?}"))?;
    plan.apply().map_err(|error| format!("{error:?}"))?;
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        let parent = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = parent.and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))
    };
    write("examples/caller.rs", CALLER)?;
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
    if !text.contains("[workspace]") {
        write("Cargo.toml", &format!("{text}\n[workspace]\n"))?;
    }
    let check = |what: &[&str], is_quiet: bool| {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        command
            .args(["check", "--quiet"])
            .args(what)
            .current_dir(&folder);
        command.env("CARGO_TARGET_DIR", place.join("target"));
        command.env("RUSTFLAGS", "-Awarnings");
        if is_quiet {
            command.stderr(Stdio::null());
        }
        let status = command.status().map_err(|error| error.to_string())?;
        Ok::<_, String>(status.success())
    };
    if !check(&["--lib"], false)? {
        return Err("a generated crate does not compile".to_owned());
    }
    check(&["--example", "caller"], true)
}
