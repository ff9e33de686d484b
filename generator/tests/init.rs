//! `faircopy init` where nobody can be asked: what it writes, that this works, and that it writes over
//! nothing. What it asks on a terminal is tested beside it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn faircopy(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_faircopy"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = faircopy(folder, arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{errors}");
    errors
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

#[test]
fn an_empty_folder_gets_a_document_a_configuration_and_a_crate() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let said = done(folder, &["init"]);
    assert!(
        said.ends_with("after a change: faircopy generate --spec openapi.yaml --out pet-shop\n"),
        "{said}"
    );
    assert_eq!(names(folder), ["faircopy.toml", "openapi.yaml", "pet-shop"]);
    let again = ["generate", "--spec", "openapi.yaml", "--out", "pet-shop"];
    assert_eq!(done(folder, &again), "pet-shop is up to date\n");
    let lint = ["lint", "--spec", "openapi.yaml", "--deny", "warnings"];
    assert_eq!(done(folder, &lint), "");
}

#[test]
fn what_is_chosen_stands_in_the_configuration() {
    for (sides, line) in [
        ("both", "[server]\n"),
        ("server", "[server]\nonly = true\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        done(
            folder,
            &[
                "init",
                "--sides",
                sides,
                "--name",
                "shop",
                "--spec",
                "api/pets.yaml",
            ],
        );
        let config = fs::read_to_string(folder.join("api/faircopy.toml")).unwrap();
        assert!(
            config.ends_with(&format!("name = \"shop\"\n\n{line}")),
            "{config}"
        );
        assert!(folder.join("shop/src/generated/server.rs").exists());
        let again = ["generate", "--spec", "api/pets.yaml", "--out", "shop"];
        assert_eq!(done(folder, &again), "shop is up to date\n");
    }
}

#[test]
fn a_document_that_is_there_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = "openapi: 3.0.3\ninfo: { title: Our Cats, version: '1' }\npaths: {}\n";
    fs::write(folder.join("openapi.yaml"), text).unwrap();
    done(folder, &["init"]);
    assert_eq!(names(folder), ["faircopy.toml", "openapi.yaml", "our-cats"]);
    assert_eq!(
        fs::read_to_string(folder.join("openapi.yaml")).unwrap(),
        text
    );
}

#[test]
fn nothing_is_written_over_and_a_refusal_writes_nothing() {
    let cases: [(&str, &str, i32); 4] = [
        ("faircopy.toml", "exact = true\n", 2),
        ("pet-shop/README", "mine", 2),
        ("pet-shop", "mine", 2),
        ("openapi.yaml", "openapi: 3.0.3\npathes: {}\n", 1),
    ];
    for (path, text, code) in cases {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let before = names(folder.path());
        let output = faircopy(folder.path(), &["init", "--name", "pet-shop"]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{path}: {errors}");
        assert_eq!(names(folder.path()), before, "{path}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}
