//! Subjects into a workspace of generated crates and a program that judges by all ways.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use faircopy::source::MapLoader;
use faircopy::{Config, CrateName};

use super::Subject;

/// The newest `jsonschema` whose macro is published too.
const JSONSCHEMA: &str = "=0.60.2";

/// The programs, each a package of the workspace.
#[derive(Clone, Copy)]
pub(super) enum Program {
    /// Judges a subject by a way, so often or until the clock has an answer.
    Judge,
    /// Fails where judging a subject allocates.
    Allocations,
}

impl Program {
    fn name(self) -> &'static str {
        match self {
            Program::Judge => "judge",
            Program::Allocations => "allocations",
        }
    }
}

/// Writes the workspace: the crates of the subjects, and the programs.
pub(super) fn write(folder: &Path, subjects: &[Subject]) -> Result<(), String> {
    let mut modules = String::new();
    let (mut judged, mut counted) = (String::new(), String::new());
    let mut dependencies = String::new();
    for (index, subject) in subjects.iter().enumerate() {
        let files = folder.join(format!("subject-{index}"));
        for (path, text) in library(index, subject)? {
            put(&files.join(path), &text)?;
        }
        let (schema, data) = (subject.schema.to_string(), subject.data.to_string());
        put(&folder.join(format!("judge/subject-{index}.json")), &schema)?;
        put(&files.join("data.json"), &data)?;
        let data = format!("../../subject-{index}/data.json");
        modules += &format!(
            "subject!(subject_{index}, \"subject-{index}.json\", \"../subject-{index}.json\", \
             \"{data}\", {});\n",
            subject.draft()
        );
        judged += &format!("\"{index}\" => subject_{index}::run(way, rounds),\n");
        counted += &format!("\"{index}\" => count!(subject_{index}, \"{data}\"),\n");
        dependencies += &format!("subject-{index} = {{ path = \"../subject-{index}\" }}\n");
    }
    let otherwise = "other => panic!(\"no subject {other}\")";
    let judge = format!(
        "{MAIN}\n{modules}\nfn run(subject: &str, way: &str, rounds: &str) {{\n\
         match subject {{ {judged} {otherwise} }}\n}}\n"
    );
    let jsonschema = format!(
        "serde_json = \"1\"\njsonschema = {{ version = \"{JSONSCHEMA}\", \
         default-features = false, features = [\"macros\"] }}\n{dependencies}"
    );
    package(folder, Program::Judge, &jsonschema, &judge)?;
    let allocations = format!(
        "{ALLOCATIONS}\nfn main() {{\n\
         let subject = std::env::args().nth(1).unwrap_or_default();\n\
         match subject.as_str() {{ {counted} {otherwise} }}\n}}\n"
    );
    let counter = format!("allocation-counter = \"0.8\"\n{dependencies}");
    package(folder, Program::Allocations, &counter, &allocations)?;
    put(
        &folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"judge\", \"allocations\", \"subject-*\"]\n",
    )
}

fn package(folder: &Path, program: Program, dependencies: &str, main: &str) -> Result<(), String> {
    let name = program.name();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}"
    );
    put(&folder.join(name).join("Cargo.toml"), &manifest)?;
    put(&folder.join(name).join("src/main.rs"), main)
}

/// Builds a program as it would be shipped.
pub(super) fn build(folder: &Path, program: Program) -> Result<PathBuf, String> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--quiet", "--release", "--package", program.name()])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", "-Awarnings");
    crate::succeed(&mut command)?;
    Ok(folder.join("target/release").join(program.name()))
}

/// The crate that is generated for a subject, whose type has the name `Subject`.
fn library(index: usize, subject: &Subject) -> Result<BTreeMap<String, String>, String> {
    let loader = MapLoader::from_iter([("openapi.json", subject.openapi.to_string())]);
    let config = Config {
        name: CrateName::new(&format!("subject-{index}")).ok(),
        types_only: true,
        renames: [(subject.component.to_owned(), "Subject".to_owned())].into(),
        ..Config::default()
    };
    let files = match faircopy::generate(&loader, "openapi.json", &config) {
        Ok(generated) => generated.files,
        Err(refused) => {
            let messages = refused.diagnostics.iter();
            let messages: Vec<_> = messages.map(|found| found.message.as_str()).collect();
            return Err(format!("{}: {}", subject.document, messages.join("\n")));
        }
    };
    let manifest = files
        .manifest
        .create(true)
        .map_err(|error| error.to_string())?;
    let mut owned = files.owned;
    owned.insert("src/lib.rs".to_owned(), "pub mod generated;\n".to_owned());
    // The crate is a member of the workspace around it.
    let manifest = manifest.replace("[workspace]\n", "");
    owned.insert("Cargo.toml".to_owned(), manifest);
    Ok(owned)
}

/// Writes a file that has changed; an unchanged one keeps its time, so that it is not built again.
fn put(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// `judge SUBJECT WAY ROUNDS`: judges so often, or with `time` prints the nanoseconds of a round.
/// What a way does not need is not set up, and each verdict must be that the data is valid.
const MAIN: &str = r#"
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [subject, way, rounds] = &arguments[..] else {
        panic!("SUBJECT WAY ROUNDS");
    };
    run(subject, way, rounds);
}

fn repeat(rounds: &str, round: impl Fn() -> bool) {
    assert!(round(), "the data is not valid");
    if rounds != "time" {
        for _ in 0..rounds.parse().expect("a number of rounds") {
            black_box(round());
        }
        return;
    }
    let took = |rounds: u32| {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(round());
        }
        start.elapsed()
    };
    let mut rounds = 1;
    while took(rounds) < Duration::from_millis(1) {
        rounds *= 2;
    }
    // Nothing makes a run too fast, so the fastest counts. Runs are short, since a busy machine
    // takes the processor from every long one.
    let best = (0..400).map(|_| took(rounds)).min().expect("some runs");
    println!("{}", best.as_nanos() as f64 / f64::from(rounds));
}

macro_rules! subject {
    ($name:ident, $path:literal, $schema:literal, $data:literal, $draft:ident) => {
        mod $name {
            use ::$name::generated::{Subject, runtime};
            use runtime::{json::de, validate::Validate};

            const DATA: &str = include_str!($data);

            #[jsonschema::validator(path = $path, draft = $draft, validate_formats = true,
                methods = { validate = false, iter_errors = false })]
            struct Compiled;

            pub(super) fn run(way: &str, rounds: &str) {
                let black_box = std::hint::black_box::<&str>;
                let parse = || serde_json::from_str::<serde_json::Value>(black_box(DATA));
                match way {
                    "validate" => {
                        let subject = de::decode::<Subject>(DATA).expect("the data is decoded");
                        crate::repeat(rounds, || std::hint::black_box(&subject).validate().is_ok());
                    }
                    "decode" => crate::repeat(rounds, || {
                        std::hint::black_box(de::decode::<Subject>(black_box(DATA))).is_ok()
                    }),
                    "decode-validate" => crate::repeat(rounds, || {
                        let subject = std::hint::black_box(de::decode::<Subject>(black_box(DATA)));
                        matches!(&subject, Ok(subject) if subject.validate().is_ok())
                    }),
                    "parse" => crate::repeat(rounds, || std::hint::black_box(parse()).is_ok()),
                    "interpreted" => {
                        let schema = serde_json::from_str(include_str!($schema)).expect("JSON");
                        let validator = jsonschema::options()
                            .with_draft(jsonschema::Draft::$draft)
                            .should_validate_formats(true)
                            .build(&schema)
                            .expect("a schema");
                        let value = parse().expect("JSON");
                        crate::repeat(rounds, || validator.is_valid(std::hint::black_box(&value)));
                    }
                    "macro" => {
                        let value = parse().expect("JSON");
                        crate::repeat(rounds, || Compiled::is_valid(std::hint::black_box(&value)));
                    }
                    other => panic!("no way {other}"),
                }
            }
        }
    };
}
"#;

/// `allocations SUBJECT`: fails where judging allocates. It is a program of its own, since an
/// allocator that counts would cost the others.
const ALLOCATIONS: &str = r#"
macro_rules! count {
    ($name:ident, $data:literal) => {{
        use $name::generated::{Subject, runtime};
        use runtime::{json::de, validate::Validate};
        let subject = de::decode::<Subject>(include_str!($data)).expect("the data is decoded");
        assert!(subject.validate().is_ok(), "the data is not valid");
        let cost = allocation_counter::measure(|| {
            assert!(std::hint::black_box(&subject).validate().is_ok());
        });
        assert_eq!(cost.count_total, 0, "judging {} allocates {} times", stringify!($name), cost.count_total);
    }};
}
"#;
