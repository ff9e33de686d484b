//! The guide as its readers follow it: its commands are run in an empty folder, page by page, and print
//! what the page says; its configurations are read; its links lead somewhere. Its Rust is compiled and run
//! by the package `pet-shop`.
//!
//! Commands of cargo take minutes: `cargo test -p faircopy --test guide -- --ignored` runs them too.

#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("guide")
}

fn pages() -> BTreeMap<String, String> {
    let entries = fs::read_dir(guide()).unwrap();
    let files = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages = files.filter(|name| name.ends_with(".md"));
    pages
        .map(|name| {
            let text = fs::read_to_string(guide().join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

/// What stands between fences, and what stands behind the first.
struct Block {
    line: usize,
    language: String,
    file: Option<String>,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or_default().to_owned();
        // What is in parentheses is a comment to rustdoc.
        let file = words.find_map(|word| word.strip_prefix('(')?.strip_suffix(')'));
        let text = lines
            .by_ref()
            .map(|(_, line)| line.get(indent..).unwrap_or_default())
            .take_while(|line| *line != "```");
        blocks.push(Block {
            line: index + 2,
            language,
            file: file.map(str::to_owned),
            text: text.map(|line| format!("{line}\n")).collect(),
        });
    }
    blocks
}

/// The commands of a block, each with what it prints.
fn commands(text: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push((command.to_owned(), String::new()));
        } else {
            let (_, printed) = commands.last_mut().expect("a command comes first");
            printed.push_str(line);
            printed.push('\n');
        }
    }
    commands
}

/// Whether a text is as expected, where a line `...` stands for any lines, and `…` for any part of one.
fn is_as(expected: &[&str], found: &[&str]) -> bool {
    match (expected, found) {
        ([], _) => found.is_empty(),
        (["...", rest @ ..], _) => (0..=found.len()).any(|from| is_as(rest, &found[from..])),
        ([line, rest @ ..], [first, others @ ..]) => is_line(line, first) && is_as(rest, others),
        (_, []) => false,
    }
}

fn is_line(expected: &str, found: &str) -> bool {
    match expected.split_once('…') {
        None => expected == found,
        Some((start, end)) => found
            .strip_prefix(start)
            .is_some_and(|rest| rest.ends_with(end)),
    }
}

fn run(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_faircopy")).parent().unwrap();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(program.to_owned()).chain(std::env::split_paths(&paths));
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).unwrap())
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide"),
        )
        .env("CARGO_TERM_COLOR", "never")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Zoe")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "zoe@example.com")))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a text has a command of cargo.
fn is_of_cargo(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("$ cargo "))
}

/// Does what a page says, in a folder that holds `pet-shop.yaml`.
fn follow(name: &str, page: &str, with_cargo: bool) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::copy(guide().join("pet-shop.yaml"), folder.join("pet-shop.yaml")).unwrap();
    let mut wrong = Vec::new();
    for block in blocks(page) {
        if let Some(file) = &block.file {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &block.text).unwrap();
        }
        if block.language != "console" {
            continue;
        }
        for (command, expected) in commands(&block.text) {
            if is_of_cargo(&format!("$ {command}")) && !with_cargo {
                continue;
            }
            let found = run(folder, &command);
            let lines = |text: &'_ str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            let (wanted, got) = (lines(&expected), lines(&found));
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let got: Vec<&str> = got.iter().map(|line| line.trim_end()).collect();
            if !is_as(&wanted, &got) {
                let line = block.line;
                wrong.push(format!(
                    "{name}:{line}: `{command}` prints:\n{found}\nand not:\n{expected}"
                ));
            }
        }
    }
    wrong
}

#[test]
fn commands_print_what_the_pages_say() {
    let wrong: Vec<_> = pages()
        .iter()
        .flat_map(|(name, page)| follow(name, page, false))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "it compiles what the pages generate"]
fn commands_of_cargo_print_what_the_pages_say() {
    let pages = pages();
    let with_cargo: Vec<_> = pages.iter().filter(|(_, page)| is_of_cargo(page)).collect();
    assert!(!with_cargo.is_empty());
    let wrong: Vec<_> = with_cargo
        .into_iter()
        .flat_map(|(name, page)| follow(name, page, true))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn configurations_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(
        folder.join("empty.yaml"),
        "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\n",
    )
    .unwrap();
    let mut read = 0;
    for (name, page) in pages() {
        for block in blocks(&page)
            .iter()
            .filter(|block| block.language == "toml")
        {
            let parsed = block.text.parse::<toml_edit::DocumentMut>();
            assert!(parsed.is_ok(), "{name}:{}: {parsed:?}", block.line);
            if block
                .file
                .as_deref()
                .is_some_and(|file| !file.ends_with("faircopy.toml"))
            {
                continue;
            }
            fs::write(folder.join("faircopy.toml"), &block.text).unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_faircopy"))
                .args(["explain", "pagination", "--spec", "empty.yaml"])
                .current_dir(folder)
                .output()
                .unwrap();
            let errors = String::from_utf8_lossy(&output.stderr);
            // An overlay that is named is not there, which is all that may be wrong.
            let is_read =
                output.status.code() != Some(2) || errors.contains("cannot read the overlay");
            assert!(is_read, "{name}:{}: {errors}", block.line);
            read += 1;
        }
    }
    assert!(read > 10, "{read}");
}

#[test]
fn every_key_of_the_configuration_has_its_place() {
    let page = fs::read_to_string(guide().join("configuration.md")).unwrap();
    let schema = run(Path::new("."), "faircopy config-schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    for key in schema["properties"].as_object().unwrap().keys() {
        let is_named = ["`", "`[", "`[["].iter().any(|open| {
            let rest = page.split(&format!("**{open}{key}")).nth(1);
            rest.is_some_and(|rest| rest.starts_with([' ', '`', ']', '.']))
        });
        assert!(is_named, "`{key}` is not explained");
    }
}

#[test]
fn links_lead_to_pages_and_the_first_page_to_all() {
    let pages = pages();
    let mut linked = BTreeSet::new();
    for (name, page) in &pages {
        let targets = page.lines().filter_map(|line| {
            let (_, target) = line.strip_prefix('[')?.split_once("]: ")?;
            Some(target)
        });
        let inline = page
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for target in targets.chain(inline) {
            if target.contains("://") {
                continue;
            }
            let file = target.split('#').next().unwrap_or_default();
            assert!(guide().join(file).exists(), "{name}: {target}");
            if name == "README.md" {
                linked.insert(file.to_owned());
            }
        }
    }
    for name in pages.keys().filter(|name| *name != "README.md") {
        assert!(linked.contains(name), "README.md does not lead to {name}");
    }
}

#[test]
fn what_is_not_as_expected_is_noticed() {
    assert!(is_as(&["a", "...", "c"], &["a", "b", "b", "c"]));
    assert!(is_as(&["...", "c"], &["c"]));
    assert!(!is_as(&["a"], &["a", "b"]));
    assert!(is_as(&["a … c"], &["a b c"]));
    assert!(!is_as(&["a … c"], &["a b d"]));
    assert!(!is_as(&["a", "...", "d"], &["a", "b", "c"]));
    let page = "```console\n$ echo one\ntwo\n```\n";
    assert_eq!(follow("page", page, false).len(), 1);
}
