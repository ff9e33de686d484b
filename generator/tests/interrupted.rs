//! Runs of the command that are killed, that meet, that read what is no file, and that cannot print.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A document of as many tags, each a module of its own.
fn document(tags: usize) -> String {
    let paths: String = (0..tags)
        .map(|tag| {
            format!(
                "  /things{tag}:\n    get:\n      operationId: get{tag}\n      tags: [tag{tag}]\n      \
                 responses: {{ '200': {{ description: A thing. }} }}\n"
            )
        })
        .collect();
    format!("openapi: 3.0.3\ninfo: {{ title: Things, version: '1' }}\npaths:\n{paths}")
}

fn generate(spec: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faircopy"));
    command.arg("generate").arg("--spec").arg(spec);
    command.arg("--out").arg(out).stderr(Stdio::null());
    command
}

/// What is below a folder: the text of each file, nothing of each folder.
fn tree(folder: &Path) -> BTreeMap<String, Option<String>> {
    let mut tree = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        let name = path.strip_prefix(folder).unwrap().display().to_string();
        if path.is_dir() {
            pending.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            tree.insert(name, None);
        } else {
            tree.insert(name, Some(fs::read_to_string(path).unwrap()));
        }
    }
    tree
}

/// The same without what is the user's once it is there, and names the document that a crate was first made of.
fn generated(mut tree: BTreeMap<String, Option<String>>) -> BTreeMap<String, Option<String>> {
    assert!(tree.remove("README.md").is_some());
    tree
}

/// Generates a crate of many modules over one of few and the other way round, kills that at some
/// moment, and has the next run repair it.
fn kill(rounds: u32) {
    let folder = tempfile::tempdir().unwrap();
    let (few, many) = (
        folder.path().join("few.yaml"),
        folder.path().join("many.yaml"),
    );
    fs::write(&few, document(3)).unwrap();
    fs::write(&many, document(60)).unwrap();
    let scratch = |spec: &Path, name: &str| {
        let out = folder.path().join(name);
        assert!(generate(spec, &out).status().unwrap().success());
        generated(tree(&out))
    };
    let began = Instant::now();
    let expected = [scratch(&few, "scratch-few"), scratch(&many, "scratch-many")];
    let usual = began.elapsed() / 2;
    let out = folder.path().join("out");
    for round in 0..rounds {
        let next = usize::from(round % 2 == 0);
        let spec = [&few, &many][next];
        let mut run = generate(spec, &out).spawn().unwrap();
        // Spread over the run, most of them where files are written: towards its end.
        thread::sleep(usual * (round * 7 % rounds + rounds / 2) / (rounds + rounds / 2));
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(
            generate(spec, &out).status().unwrap().success(),
            "round {round}"
        );
        assert!(
            generated(tree(&out)) == expected[next],
            "round {round}: {:?}",
            tree(&out).keys()
        );
    }
}

/// Runs that meet in one folder: of one document, and of two.
fn meet(rounds: u32) {
    let folder = tempfile::tempdir().unwrap();
    let specs = [
        folder.path().join("few.yaml"),
        folder.path().join("many.yaml"),
    ];
    fs::write(&specs[0], document(3)).unwrap();
    fs::write(&specs[1], document(60)).unwrap();
    for round in 0..rounds {
        let out = folder.path().join(format!("out{}", round % 5));
        let other = &specs[usize::from(round % 2 == 0)];
        let runs = [&specs[0], other].map(|spec| generate(spec, &out).spawn().unwrap());
        for mut run in runs {
            assert!(run.wait().unwrap().success(), "round {round}");
        }
        assert!(!tree(&out).keys().any(|name| name.contains(".faircopy")));
    }
}

#[test]
fn a_run_repairs_what_a_killed_one_left() {
    kill(12);
}

#[test]
fn runs_in_one_folder_wait_for_each_other() {
    meet(12);
}

/// Takes minutes: `cargo test -p faircopy --test interrupted -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn two_hundred_killed_runs_and_two_hundred_pairs() {
    kill(200);
    meet(200);
}

#[test]
fn what_killed_runs_leave_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    fs::write(&spec, document(2)).unwrap();
    let out = folder.path().join("out");
    assert!(generate(&spec, &out).status().unwrap().success());
    let expected = tree(&out);
    for place in ["", "src/", "src/generated/", "src/generated/operations/"] {
        let left = out.join(format!("{place}.faircopy-a1B2c3D4.tmp"));
        fs::write(left, "// @gen").unwrap();
    }
    fs::write(out.join(".faircopy.lock"), "").unwrap();
    fs::create_dir_all(out.join("src/generated/types/old")).unwrap();
    assert!(generate(&spec, &out).status().unwrap().success());
    assert_eq!(
        tree(&out).keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>()
    );
}

#[test]
fn neither_pipes_nor_devices_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    fs::write(&spec, document(1)).unwrap();
    let pipe = folder.path().join("pipe.yaml");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let lint = |arguments: &[&Path]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_faircopy"));
        command
            .arg("lint")
            .args(arguments)
            .stderr(Stdio::null())
            .stdout(Stdio::null());
        let mut run = command.spawn().unwrap();
        let began = Instant::now();
        loop {
            if let Some(status) = run.try_wait().unwrap() {
                return status.code();
            }
            if began.elapsed() > Duration::from_secs(60) {
                run.kill().unwrap();
                panic!("{arguments:?} hangs");
            }
            thread::sleep(Duration::from_millis(10));
        }
    };
    let flag = Path::new;
    for endless in [&*pipe, Path::new("/dev/zero")] {
        assert_eq!(lint(&[flag("--spec"), endless]), Some(1));
        for other in ["--overlay", "--config"] {
            assert_eq!(
                lint(&[flag("--spec"), &spec, flag(other), endless]),
                Some(2)
            );
        }
    }
    let large = folder.path().join("large.yaml");
    fs::write(&large, "#".repeat(2000)).unwrap();
    for other in ["--overlay", "--config"] {
        let limit = [flag("--max-bytes"), flag("1000")];
        let arguments = [flag("--spec"), &spec, flag(other), &large];
        assert_eq!(
            lint(&[&arguments[..], &limit[..]].concat()),
            Some(2),
            "{other}"
        );
    }
}

/// Where everything that is written is refused, as on a disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_an_error() {
    const PETS: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Pet: { type: object, properties: { name: { type: string } } }\n";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.yaml"), PETS).unwrap();
    let new = PETS.replace("string", "integer");
    fs::write(folder.path().join("new.yaml"), new).unwrap();
    for arguments in [
        &["bundle", "--spec", "old.yaml"] as &[&str],
        &["diff", "old.yaml", "new.yaml"],
        &["explain", "E0107"],
        &["explain", "--spec", "old.yaml", "#/components/schemas/Pet"],
        &[
            "generate",
            "--spec",
            "old.yaml",
            "--out",
            "out",
            "--dry-run",
        ],
        &["man"],
        &["completions", "bash"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        let output = Command::new(env!("CARGO_BIN_EXE_faircopy"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(full.unwrap())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("cannot write to standard output"), "{said}");
    }
}
