//! The command as its users see it: its help, its exit codes, and what it prints where.
//! `UPDATE_EXPECT=1` rewrites the help that is expected.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PETS: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      properties:\n        name: { type: string }\n";

fn faircopy(folder: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_faircopy"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing closes its end early.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn help_is_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help");
    let all = stdout(&faircopy(Path::new("."), &["--help"], ""));
    let commands = all.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands
        .take_while(|line| !line.is_empty())
        // What is said of a command may take lines of its own, further in.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help");
    let commands: Vec<&str> = std::iter::once("").chain(commands).collect();
    assert!(commands.contains(&"generate"), "{all}");
    for command in commands {
        let arguments: Vec<&str> = [command, "--help"]
            .into_iter()
            .filter(|argument| !argument.is_empty())
            .collect();
        let found = stdout(&faircopy(Path::new("."), &arguments, ""));
        let name = if command.is_empty() {
            "faircopy"
        } else {
            command
        };
        let path = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            found, expected,
            "run with UPDATE_EXPECT=1 to accept the help of {name}"
        );
    }
}

#[test]
fn lint_reads_a_file_or_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    let output = faircopy(folder.path(), &["lint", "--spec", "pets.yaml"], "");
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    let output = faircopy(folder.path(), &["lint", "--spec", "-"], "paths: {}");
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains(" --> stdin:1:1"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).is_empty());
    let output = faircopy(folder.path(), &["lint", "--spec", "nowhere.yaml"], "");
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("cannot read `nowhere.yaml`"));
    let output = faircopy(folder.path(), &["lint", "--spek", "pets.yaml"], "");
    assert_eq!(code(&output), 2);
}

#[test]
fn warnings_are_denied_allowed_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let text = PETS.replace("type: string", "type: string, maximum: 1");
    std::fs::write(folder.path().join("pets.yaml"), text).unwrap();
    let lint = |more: &[&str]| {
        let arguments = [&["lint", "--spec", "pets.yaml"], more].concat();
        faircopy(folder.path(), &arguments, "")
    };
    let output = lint(&[]);
    assert_eq!(code(&output), 0);
    assert!(
        stderr(&output).ends_with("\n1 warning\n"),
        "{}",
        stderr(&output)
    );
    let output = lint(&["--deny", "warnings"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).starts_with("error[W0217]"),
        "{}",
        stderr(&output)
    );
    let output = lint(&["--deny", "warnings", "--allow", "W0217"]);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    assert_eq!(code(&lint(&["--allow", "E0104"])), 2);
    let json = stderr(&lint(&["--format", "json"]));
    assert_eq!(json.lines().count(), 1);
    assert!(json.starts_with("{\"code\":\"W0217\""), "{json}");
    std::fs::write(folder.path().join("faircopy.toml"), "deny = ['warnings']").unwrap();
    assert_eq!(code(&lint(&[])), 1);
    std::fs::write(folder.path().join("faircopy.toml"), "allow = ['W0217']").unwrap();
    assert_eq!(code(&lint(&["--deny", "warnings"])), 0);
    std::fs::write(folder.path().join("faircopy.toml"), "alow = ['W0217']").unwrap();
    let output = lint(&[]);
    assert_eq!(code(&output), 2);
    let expected = "error: faircopy.toml:1:1: unknown key `alow`; did you mean `allow`?\n";
    assert_eq!(stderr(&output), expected);
}

#[test]
fn limits_name_the_flag_that_raises_them() {
    for (flag, value) in [
        ("--max-nodes", "3"),
        ("--max-bytes", "20"),
        ("--max-depth", "1"),
    ] {
        let output = faircopy(Path::new("."), &["lint", "--spec", "-", flag, value], PETS);
        assert_eq!(code(&output), 1, "{flag}");
        assert!(stderr(&output).contains(flag), "{}", stderr(&output));
    }
}

#[test]
fn files_are_named_by_paths_from_where_the_command_runs() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["api", "overlays"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
    write("api/pets.yaml", &PETS.replace("object", "objekt"));
    write(
        "overlays/none.yaml",
        "overlay: 1.0.0\ninfo: { title: None, version: '1' }\nactions: [{ target: $.nowhere, remove: true }]\n",
    );
    let arguments = |form| {
        let spec = ["lint", "--spec", "api/pets.yaml"];
        let others = ["--overlay", "overlays/none.yaml", "--format", form];
        [spec.as_slice(), &others].concat()
    };
    for (form, document, overlay) in [
        ("text", " api/pets.yaml:7:", " overlays/none.yaml:3:"),
        (
            "json",
            "\"file\":\"api/pets.yaml\"",
            "\"file\":\"overlays/none.yaml\"",
        ),
        ("github", "file=api/pets.yaml,", "file=overlays/none.yaml,"),
    ] {
        let output = faircopy(folder.path(), &arguments(form), "");
        let said = stdout(&output) + &stderr(&output);
        assert!(said.contains(document) && said.contains(overlay), "{said}");
    }
}

#[test]
fn what_is_wrong_is_left_out_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("pets");
    let document = PETS.replace("type: string", "type: 'string,'");
    let generate = |more: &[&str]| {
        let arguments = ["generate", "--spec", "-", "--out", out.to_str().unwrap()];
        faircopy(folder.path(), &[&arguments, more].concat(), &document)
    };
    let refused = generate(&[]);
    assert_eq!(code(&refused), 1);
    assert!(
        stderr(&refused).contains("`--keep-going`"),
        "{}",
        stderr(&refused)
    );
    assert!(!out.exists());
    let output = generate(&["--keep-going"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("`type` is left out"),
        "{}",
        stderr(&output)
    );
    assert!(out.join("src/generated.rs").exists());
    let denied = generate(&["--keep-going", "--deny", "warnings"]);
    assert_eq!(code(&denied), 1);
}

#[test]
fn references_lead_anywhere_below_the_current_folder_or_another() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "apis/one/pets.yaml",
        &PETS.replace("{ type: string }", "{ $ref: ../../shared/name.yaml }"),
    );
    write("shared/name.yaml", "{ $ref: deep/name.yaml }");
    write("shared/deep/name.yaml", "type: string\nmaxLength: 5");
    let lint = |from: &str, spec: &str, more: &[&str]| {
        let arguments = [&["lint", "--spec", spec], more].concat();
        let output = faircopy(&folder.path().join(from), &arguments, "");
        (code(&output), stderr(&output))
    };
    assert_eq!(lint("", "apis/one/pets.yaml", &[]), (0, String::new()));
    for (from, spec, root) in [
        ("apis/one", "pets.yaml", "../.."),
        ("shared", "../apis/one/pets.yaml", ".."),
    ] {
        let (code, said) = lint(from, spec, &[]);
        assert!(
            code == 1 && said.contains("E0051") && said.contains("`--root`"),
            "{said}"
        );
        assert_eq!(lint(from, spec, &["--root", root]), (0, String::new()));
    }
    let (code, said) = lint("", "apis/one/pets.yaml", &["--root", "apis"]);
    assert!(code == 1 && said.contains("E0051"), "{said}");
    let (code, said) = lint("", "apis/one/pets.yaml", &["--root", "shared"]);
    assert!(code == 2 && said.contains("`--root shared`"), "{said}");
}

#[test]
fn formats_are_ignored_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let spec = PETS.replace(
        "{ type: string }",
        "{ type: string, format: hostname }\n        born: { type: string, format: date }\n        mail: { type: string, format: email }",
    );
    std::fs::write(folder.path().join("pets.yaml"), spec).unwrap();
    let generate = |arguments: &[&str]| {
        let fixed = [
            "generate",
            "--spec",
            "pets.yaml",
            "--out",
            "out",
            "--types-only",
        ];
        faircopy(folder.path(), &[&fixed, arguments].concat(), "")
    };
    let written = || {
        let types = std::fs::read_to_string(folder.path().join("out/src/generated/types.rs"));
        let wire = std::fs::read_to_string(folder.path().join("out/src/generated/types/wire.rs"));
        types.unwrap() + &wire.unwrap()
    };
    assert_eq!(code(&generate(&[])), 0);
    let all = written();
    assert!(
        all.contains("time::Date") && all.contains("\"hostname\"") && all.contains("\"email\"")
    );

    assert_eq!(code(&generate(&["--ignore-formats", "hostname,date"])), 0);
    let some = written();
    assert!(
        !some.contains("time::Date")
            && !some.contains("\"hostname\"")
            && some.contains("\"email\"")
    );

    let choices = folder.path().join("faircopy.toml");
    std::fs::write(&choices, "ignore-formats = ['email']\n").unwrap();
    assert_eq!(code(&generate(&["--ignore-formats", "hostname"])), 0);
    let others = written();
    assert!(
        others.contains("time::Date")
            && !others.contains("\"hostname\"")
            && !others.contains("\"email\"")
    );

    let unknown = generate(&["--ignore-formats", "hostnam"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("there is no format `hostnam`; did you mean `hostname`?"));
}

#[test]
fn bundles_go_to_a_file_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("pets.yaml"), PETS).unwrap();
    let bundle = |arguments: &[&str]| {
        let arguments = [&["bundle", "--spec", "pets.yaml"], arguments].concat();
        faircopy(folder, &arguments, "")
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();

    let printed = bundle(&[]);
    assert_eq!(code(&printed), 0, "{}", stderr(&printed));
    assert!(stdout(&printed).starts_with("openapi: 3.0.3\n"));
    assert_eq!(code(&bundle(&["--out", "out.yaml"])), 0);
    assert_eq!(read("out.yaml"), stdout(&printed));
    assert_eq!(code(&bundle(&["--out", "out.json"])), 0);
    assert!(read("out.json").starts_with("{\n  \"openapi\": \"3.0.3\""));
    assert_eq!(code(&bundle(&["--out", "new.yaml", "--target", "3.1"])), 0);
    assert!(read("new.yaml").starts_with("openapi: 3.1."));
    assert!(read("new.yaml").len() > 100);

    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("out.yaml", folder.join("link.yaml")).unwrap();
        assert_eq!(code(&bundle(&["--out", "link.yaml", "--target", "3.1"])), 0);
        assert!(folder.join("link.yaml").is_symlink());
        assert_eq!(read("out.yaml"), read("new.yaml"));
    }

    let failed = bundle(&["--out", "nowhere/out.yaml"]);
    assert_eq!(code(&failed), 1);
    assert!(
        stderr(&failed).contains("nowhere/out.yaml"),
        "{}",
        stderr(&failed)
    );
    let webhooks = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\nwebhooks: { a: {} }\n";
    std::fs::write(folder.join("pets.yaml"), webhooks).unwrap();
    let before = read("out.json");
    let refused = bundle(&["--out", "out.json", "--target", "3.0"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("E0080"), "{}", stderr(&refused));
    assert_eq!(read("out.json"), before);
    // Nothing else is left behind.
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with('.')));
}

#[test]
fn codes_and_places_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    let explain =
        |arguments: &[&str]| faircopy(folder.path(), &[&["explain"], arguments].concat(), "");
    assert!(stdout(&explain(&["e0107"])).starts_with("E0107: a key is misspelt\n"));
    let output = explain(&["E0212"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("did you mean `W0212`?"));
    let pet = stdout(&explain(&[
        "--spec",
        "pets.yaml",
        "#/components/schemas/Pet",
    ]));
    for part in [
        "Written in pets.yaml, line 6:",
        "    6 │     Pet:",
        "Read as:",
        "Lowered to `Pet`:",
        "    pub struct Pet {",
    ] {
        assert!(pet.contains(part), "{part} is not in\n{pet}");
    }
    let name = "#/components/schemas/Pet/properties/name";
    let field = stdout(&explain(&["--spec", "pets.yaml", name]));
    assert!(
        field.contains("    9 │         name: { type: string }"),
        "{field}"
    );
    assert!(field.contains("pub name: Option<String>"), "{field}");
    assert_eq!(code(&explain(&["--spec", "pets.yaml", "#/nowhere"])), 2);
}

#[test]
fn equal_schemas_are_explained_also_where_they_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let at = "{ type: object, properties: { at: { type: string } } }";
    let document = format!(
        "{{ openapi: 3.0.3, info: {{ title: Pets, version: '1' }}, paths: {{}}, components: {{ schemas: {{ \
         Pet: {{ type: object, properties: {{ born: {at}, sold: {at} }} }} }} }} }}"
    );
    std::fs::write(folder.path().join("pets.yaml"), document).unwrap();
    let arguments = ["explain", "equal", "--spec", "pets.yaml"];
    let explain = || stdout(&faircopy(folder.path(), &arguments, ""));
    for told in ["they are:", "they would be:"] {
        let text = explain();
        assert!(text.contains(told) && text.contains("PetSold"), "{text}");
        std::fs::write(folder.path().join("faircopy.toml"), "merge = false").unwrap();
    }
}

#[test]
fn completions_and_the_man_page_know_all_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = stdout(&faircopy(Path::new("."), &["completions", shell], ""));
        assert!(text.contains("max-references"), "{shell}");
    }
    let man = stdout(&faircopy(Path::new("."), &["man"], ""));
    for part in [".TH faircopy", "max\\-nodes", "faircopy\\-lint"] {
        assert!(man.contains(part), "{part}");
    }
}

#[test]
fn watch_generates_again_after_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("pets.yaml");
    std::fs::write(&spec, PETS).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_faircopy"))
        .args(["watch", "--spec", "pets.yaml", "--out", "out"])
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = {
        use std::io::BufRead as _;
        std::io::BufReader::new(child.stderr.take().unwrap()).lines()
    };
    let mut wait_for = |text: &str| {
        // Ends with the command, should it never say so.
        let line = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains(text)));
        assert!(line.is_some(), "`{text}` is never said");
    };
    wait_for("waiting for changes");
    std::fs::write(&spec, PETS.replace("name:", "age:")).unwrap();
    wait_for("changed");
    wait_for("waiting for changes");
    child.kill().unwrap();
    child.wait().unwrap();
    let types = std::fs::read_to_string(folder.path().join("out/src/generated/types.rs")).unwrap();
    assert!(types.contains("pub age"), "{types}");
}

/// A repository with a commit of each of two states; `None` where there is no git.
fn repository(states: [&[(&str, &str)]; 2]) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Test", "-c", "user.email=test@example.com"]);
        let output = command.args(arguments).current_dir(folder.path()).output();
        output.is_ok_and(|output| output.status.success())
    };
    let mut is_made = git(&["init", "-q"]);
    for files in states {
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        is_made = is_made && git(&["add", "-A"]) && git(&["commit", "-qm", "All."]);
    }
    if !is_made {
        println!("skipped: there is no git");
    }
    is_made.then_some(folder)
}

#[test]
fn revisions_are_read_as_git_reads_them() {
    let document = PETS.replace("{ type: string }", "{ $ref: ../shared/name.yaml }");
    let old = [
        ("apis/pets.yaml", document.as_str()),
        ("shared/name.yaml", "{ type: string, maxLength: 9 }"),
    ];
    let new = [("shared/name.yaml", "{ type: string, maxLength: 5 }")];
    let Some(folder) = repository([&old, &new]) else {
        return;
    };
    let diff = |from: &str, old: &str, new: &str| {
        let output = faircopy(&folder.path().join(from), &["diff", old, new], "");
        (code(&output), stdout(&output) + &stderr(&output))
    };
    for (from, path) in [
        // From the root of the repository, wherever the command runs.
        ("", "apis/pets.yaml"),
        ("shared", "apis/pets.yaml"),
        // From here.
        ("apis", "./pets.yaml"),
        ("shared", "../apis/pets.yaml"),
    ] {
        let (code, said) = diff(from, &format!("HEAD~1:{path}"), &format!("HEAD:{path}"));
        let lowered = "the greatest length was lowered (9 → 5)";
        assert!(code == 0 && said.contains(lowered), "{from} {path}: {said}");
    }
    let (code, said) = diff("", "nowhere:apis/pets.yaml", "apis/pets.yaml");
    assert!(
        code == 3 && said.contains("git knows no revision `nowhere`"),
        "{said}"
    );
    let (code, said) = diff("", "HEAD:apis/none.yaml", "apis/pets.yaml");
    assert!(code == 3 && said.contains("none.yaml"), "{said}");
}
