//! The packages that are published: what is in them, and that what is built from them generates the same.
//!
//! `cargo test -p faircopy --test package -- --ignored` builds them, which takes minutes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const GENERATOR: &str = env!("CARGO_MANIFEST_DIR");
const PACKAGES: [&str; 3] = ["faircopy-printer", "faircopy-runtime", "faircopy"];

fn cargo(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(GENERATOR)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    output
}

fn listed(package: &str) -> BTreeSet<String> {
    let output = cargo(&[
        "package",
        "--list",
        "--allow-dirty",
        "--offline",
        "-p",
        package,
    ]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!errors.contains("warning"), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    // Windows separates by backslashes.
    text.lines().map(|line| line.replace('\\', "/")).collect()
}

fn sources(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}/{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => sources(&path, &name, found),
            false => drop(found.insert(name)),
        }
    }
}

#[test]
fn a_package_has_its_sources_and_what_they_take_in() {
    let files = listed("faircopy");
    let mut wanted = BTreeSet::new();
    let generator = Path::new(GENERATOR);
    sources(&generator.join("src"), "src", &mut wanted);
    sources(
        &generator.join("runtime/src"),
        "packaged/runtime",
        &mut wanted,
    );
    sources(&generator.join("guide"), "guide", &mut wanted);
    for file in [
        "README.md",
        "packaged/runtime.toml",
        "packaged/workspace.toml",
    ] {
        wanted.insert(file.to_owned());
    }
    let missing: Vec<_> = wanted.difference(&files).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for package in PACKAGES {
        let files = listed(package);
        for file in ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "src/lib.rs"] {
            assert!(files.contains(file), "{package} lacks {file}");
        }
        let other = files.iter().find(|file| {
            file.starts_with("runtime/") || file.starts_with("fuzz/") || file.starts_with("target/")
        });
        assert_eq!(other, None, "{package}");
    }
}

#[test]
#[ignore = "it compiles the generator once more"]
fn what_is_built_from_the_packages_generates_the_same() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("package");
    let mut arguments = vec![
        "package",
        "--allow-dirty",
        "--target-dir",
        target.to_str().unwrap(),
    ];
    for package in PACKAGES {
        arguments.extend(["-p", package]);
    }
    let output = cargo(&arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!errors.contains("warning"), "{errors}");
    // Only what is packaged is there to be built.
    let program = target
        .join("debug")
        .join(format!("faircopy{}", std::env::consts::EXE_SUFFIX));
    let folder = tempfile::tempdir().unwrap();
    let generate = |program: PathBuf, out: &str| {
        let spec = Path::new(GENERATOR).join("guide/pet-shop.yaml");
        let status = Command::new(program)
            .args(["generate", "--server", "--out", out, "--spec"])
            .arg(spec)
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert!(status.success());
        let mut files = BTreeSet::new();
        sources(&folder.path().join(out), "", &mut files);
        let read = |name: &String| {
            fs::read_to_string(format!("{}/{out}{name}", folder.path().display())).unwrap()
        };
        files
            .iter()
            .map(|name| (name.clone(), read(name)))
            .collect::<Vec<_>>()
    };
    let packaged = generate(program, "packaged");
    let ours = generate(env!("CARGO_BIN_EXE_faircopy").into(), "ours");
    assert!(packaged.len() > 50, "{}", packaged.len());
    for (one, other) in packaged.iter().zip(&ours) {
        assert_eq!(one.0, other.0);
        // What the folder is called is in the README.
        assert!(one.1 == other.1 || one.0 == "/README.md", "{}", one.0);
    }
    assert_eq!(packaged.len(), ours.len());
}
