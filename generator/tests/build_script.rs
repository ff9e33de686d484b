//! A crate that generates in its build script, in a workspace of its own: what that compiles, and
//! that it works.
//!
//! `cargo test -p faircopy --test build_script -- --ignored` builds it, and with it the generator once
//! more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const GENERATOR: &str = env!("CARGO_MANIFEST_DIR");

/// Copies the crate to where it may be built, with the versions that this workspace has.
fn copied(name: &str) -> PathBuf {
    let source = Path::new(GENERATOR).join("tests/build_script");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(folder.join("src")).unwrap();
    for file in ["build.rs", "pets.yaml", "src/lib.rs"] {
        std::fs::copy(source.join(file), folder.join(file)).unwrap();
    }
    let manifest = std::fs::read_to_string(source.join("Cargo.toml")).unwrap();
    let path = format!("path = {GENERATOR:?}");
    let manifest = manifest.replace("path = \"../..\"", &path);
    assert!(manifest.contains(&path), "{manifest}");
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let lock = Path::new(GENERATOR).join("../Cargo.lock");
    std::fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    folder
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names of the packages that are compiled for the one in a folder.
fn compiled(folder: &Path) -> BTreeSet<String> {
    let tree = cargo(
        folder,
        &["tree", "--edges", "normal,build", "--prefix", "none"],
    );
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

/// The packages that the feature `cli` stands for.
fn of_the_command() -> BTreeSet<String> {
    let read = |path: &Path| -> toml_edit::DocumentMut {
        std::fs::read_to_string(path).unwrap().parse().unwrap()
    };
    let manifest = read(&Path::new(GENERATOR).join("Cargo.toml"));
    let workspace = read(&Path::new(GENERATOR).join("../Cargo.toml"));
    let shared = &workspace["workspace"]["dependencies"];
    // A dependency may have another name than its package.
    let package = |name: &str| {
        let renamed = shared
            .get(name)
            .and_then(|row| row.get("package")?.as_str());
        renamed.unwrap_or(name).to_owned()
    };
    let features = ["cli", "mimalloc"].map(|name| manifest["features"][name].as_array().unwrap());
    let features = features.into_iter().flat_map(toml_edit::Array::iter);
    let dependencies = features.filter_map(|feature| feature.as_str()?.strip_prefix("dep:"));
    dependencies.map(package).collect()
}

#[test]
fn a_build_script_compiles_nothing_of_the_command() {
    let command = of_the_command();
    assert!(command.contains("clap"), "{command:?}");
    let by_default = compiled(Path::new(GENERATOR));
    assert!(command.is_subset(&by_default), "{by_default:?}");
    let in_a_build_script = compiled(&copied("tree"));
    assert!(
        in_a_build_script.contains("faircopy"),
        "{in_a_build_script:?}"
    );
    let both: Vec<_> = command.intersection(&in_a_build_script).collect();
    assert!(both.is_empty(), "{both:?}");
}

#[test]
#[ignore = "it compiles the generator once more"]
fn a_build_script_generates() {
    cargo(&copied("build"), &["test"]);
}
