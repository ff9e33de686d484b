//! `--depfile`: which files a crate was made of, as build systems read it. Where `ninja` is there, it
//! is asked too.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Pet: { $ref: 'parts/a pet.yaml' }\n";
const PET: &str = "type: object\nproperties: { name: { type: string } }\n";
const OVERLAY: &str = "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n  - { target: $.info, update: { title: Our Pets } }\n";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A folder with a document of two files, an overlay and a configuration, all with names that need care.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "my $api/root#1.yaml", ROOT);
    write(folder.path(), "my $api/parts/a pet.yaml", PET);
    write(folder.path(), "my $api/ours.yaml", OVERLAY);
    write(
        folder.path(),
        "my $api/faircopy.toml",
        "overlay = ['ours.yaml']\n",
    );
    folder
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output();
    output.unwrap_or_else(|error| panic!("{program}: {error}"))
}

fn generate(folder: &Path, more: &[&str]) -> Output {
    let all = ["generate", "--spec", "my $api/root#1.yaml", "--out", "out"];
    run(
        folder,
        env!("CARGO_BIN_EXE_faircopy"),
        &[&all, more].concat(),
    )
}

#[test]
fn all_files_that_were_read_are_named() {
    let folder = project();
    let output = generate(folder.path(), &["--depfile", "out.d"]);
    assert!(output.status.success(), "{output:?}");
    let rule = fs::read_to_string(folder.path().join("out.d")).unwrap();
    assert_eq!(
        rule,
        "out/src/generated.rs: \\\n  my\\ $$api/faircopy.toml \\\n  my\\ $$api/ours.yaml \\\n  \
         my\\ $$api/parts/a\\ pet.yaml \\\n  my\\ $$api/root\\#1.yaml\n"
    );
}

#[test]
fn a_run_that_writes_nothing_takes_no_dependency_file() {
    for flag in ["--check", "--dry-run"] {
        let output = generate(project().path(), &["--depfile", "out.d", flag]);
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_document_that_is_refused_leaves_the_rule_as_it_was() {
    let folder = project();
    assert!(
        generate(folder.path(), &["--depfile", "out.d"])
            .status
            .success()
    );
    let rule = fs::read_to_string(folder.path().join("out.d")).unwrap();
    write(folder.path(), "my $api/parts/a pet.yaml", "type: objekt\n");
    assert!(
        !generate(folder.path(), &["--depfile", "out.d"])
            .status
            .success()
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("out.d")).unwrap(),
        rule
    );
}

#[test]
fn ninja_generates_again_when_a_file_that_was_read_changes() {
    if Command::new("ninja").arg("--version").output().is_err() {
        eprintln!("skipped: there is no ninja");
        return;
    }
    let folder = project();
    let folder = folder.path();
    let program = env!("CARGO_BIN_EXE_faircopy").replace('$', "$$");
    let build = format!(
        "rule faircopy\n  command = '{program}' generate --spec \"$in\" --out out --depfile $out.d\n  \
         depfile = $out.d\n  deps = gcc\n  restat = 1\n\
         build out/src/generated.rs: faircopy api/root.yaml\n"
    );
    write(folder, "build.ninja", &build);
    write(folder, "api/root.yaml", ROOT);
    write(folder, "api/parts/a pet.yaml", PET);
    let ninja = || {
        let output = run(folder, "ninja", &["-d", "explain"]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(ninja().contains("[1/1]"));
    assert!(ninja().contains("no work to do"));
    let known = run(folder, "ninja", &["-t", "deps"]);
    let known = String::from_utf8(known.stdout).unwrap();
    assert!(known.contains("    api/parts/a pet.yaml\n"), "{known}");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    let part = fs::File::options()
        .write(true)
        .open(folder.join("api/parts/a pet.yaml"));
    part.unwrap().set_modified(later).unwrap();
    assert!(ninja().contains("[1/1]"));
}
