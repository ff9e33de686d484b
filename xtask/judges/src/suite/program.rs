//! A document to a crate that judges the suite's data, and its answers.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use faircopy::IgnoredFormats;
use faircopy::Pointer;
use faircopy::diagnostics::Diagnostics;
use faircopy::source::MapLoader;
use faircopy::{Config, CrateName};

use super::document::{Document, Draft};
use super::group::Group;

/// A crate whose program judges data.
pub(super) struct Program {
    /// The crate's name. Each has another, since they share a target folder.
    name: String,
    /// By path below the crate's folder.
    files: BTreeMap<String, String>,
    /// The groups that it can judge, in the order of its table.
    groups: Vec<usize>,
    /// The others, and why no code was generated.
    pub(super) failed: BTreeMap<usize, String>,
}

/// A crate of checks of JSON data, one for each group.
pub(super) fn checks(document: &Document) -> Result<Program, String> {
    use faircopy::internals::Version;
    let version = match document.draft {
        Draft::Four => Version::V3_0,
        Draft::TwentyTwelve => Version::V3_1,
    };
    let loader = MapLoader::from_iter([("openapi.json", document.value().to_string())]);
    let limits = faircopy::source::Limits::default();
    let mut diagnostics = Diagnostics::default();
    let value =
        faircopy::internals::source::load(&loader, "openapi.json", &limits, &mut diagnostics).root;
    let read = faircopy::internals::document::Document::new(value, version)
        .map_err(|(at, reason)| format!("{at}: {reason}"))?
        .without_formats(IgnoredFormats::All);
    let mut builder = faircopy::internals::lower::Builder::new(&read);
    let mut judges = Vec::new();
    for name in document.names.values() {
        let at = Pointer::root().keys(["components", "schemas", name]);
        let schema = read
            .schema_at(&at)
            .ok_or_else(|| format!("{at} is not a schema"))?;
        judges.push(builder.add(&schema));
    }
    let (checks, diagnostics) = builder.finish();
    let mut failed = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        let pointer = diagnostic.pointer().map(Pointer::as_str);
        let group = pointer.and_then(|pointer| document.group_at(pointer));
        if let Some(group) = group {
            failed.insert(group, diagnostic.message.clone());
        }
    }
    let names: Vec<_> = judges
        .iter()
        .map(|index| checks.0[*index as usize].name.as_str().to_owned())
        .collect();
    let module = faircopy::internals::emit::print_checks(&checks);
    let table: String = names
        .iter()
        .map(|name| format!("checks::{name},"))
        .collect();
    let main = format!(
        "mod checks;
        use faircopy_runtime::check::{{self, Schema}};
        const JUDGES: &[Schema] = &[{table}];
        fn judge(index: usize, data: &str) -> bool {{
            serde_json::from_str(data).is_ok_and(|value| check::holds(JUDGES[index], &value))
        }}
        {MAIN}"
    );
    let runtime = xtask::root().join("generator/runtime");
    let name = format!("suite-{}-untyped", document.draft.as_str());
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nserde_json = \"1\"\nfaircopy-runtime = {{ path = {:?} }}\n",
        runtime.display().to_string(),
    );
    let files = [
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), main),
        (
            "src/checks.rs".to_owned(),
            format!("use faircopy_runtime as runtime;\n\n{module}"),
        ),
    ];
    Ok(Program {
        name,
        files: files.into(),
        groups: document.names.keys().copied().collect(),
        failed,
    })
}

/// A crate of typed models, one for each group, and used as a property of an object.
pub(super) fn models(document: &mut Document) -> Result<Program, String> {
    let mut failed = BTreeMap::new();
    let files = loop {
        match generate(document) {
            Ok(files) => break files,
            Err(refused) => {
                let mut progress = false;
                for diagnostic in refused.iter() {
                    let pointer = diagnostic.pointer().map(Pointer::as_str);
                    let group = pointer.and_then(|pointer| document.group_at(pointer));
                    if let Some(group) = group {
                        let message = format!("{}: {}", diagnostic.code.id, diagnostic.message);
                        progress |= failed.insert(group, message).is_none();
                        document.remove(group);
                    }
                }
                if !progress {
                    let messages = refused.iter().map(|diagnostic| diagnostic.message.as_str());
                    return Err(messages.collect::<Vec<_>>().join("\n"));
                }
            }
        }
    };
    let judges: String = document
        .names
        .values()
        .map(|name| format!("judge_as::<generated::{name}Use>,"))
        .collect();
    let name = crate_name(document);
    let library = name.replace('-', "_");
    let main = format!(
        "use {library}::generated::{{self, runtime}};
        use runtime::{{json::de::{{self, Decode}}, validate::Validate}};
        const JUDGES: &[fn(&str) -> bool] = &[{judges}];
        fn judge_as<T: Decode + Validate>(data: &str) -> bool {{
            de::decode::<T>(data).is_ok_and(|value| value.validate().is_ok())
        }}
        fn judge(index: usize, data: &str) -> bool {{
            JUDGES[index](&format!(\"{{{{\\\"value\\\":{{data}}}}}}\"))
        }}
        {MAIN}"
    );
    let manifest = files
        .manifest
        .create(true)
        .map_err(|error| error.to_string())?;
    let mut files = files.owned;
    files.insert("src/lib.rs".to_owned(), "pub mod generated;\n".to_owned());
    files.insert("src/main.rs".to_owned(), main);
    files.insert("Cargo.toml".to_owned(), manifest);
    Ok(Program {
        name,
        files,
        groups: document.names.keys().copied().collect(),
        failed,
    })
}

fn crate_name(document: &Document) -> String {
    format!("suite-{}", document.draft.as_str())
}

fn generate(document: &Document) -> Result<faircopy::Files, Box<Diagnostics>> {
    let mut value = document.value();
    let schemas = &mut value["components"]["schemas"];
    for name in document.names.values() {
        schemas[format!("{name}Use")] = serde_json::json!({
            "type": "object",
            "required": ["value"],
            "properties": { "value": { "$ref": format!("#/components/schemas/{name}") } },
        });
    }
    let loader = MapLoader::from_iter([("openapi.json", value.to_string())]);
    let config = Config {
        name: CrateName::new(&crate_name(document)).ok(),
        exact: true,
        ignored_formats: IgnoredFormats::All,
        types_only: true,
        ..Config::default()
    };
    match faircopy::generate(&loader, "openapi.json", &config) {
        Ok(generated) => Ok(generated.files),
        Err(refused) => Err(Box::new(refused.diagnostics)),
    }
}

/// Reads lines of `index data`, and answers each at once.
const MAIN: &str = r#"
fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("a line of text");
        let (index, data) = line.split_once(' ').expect("an index and data");
        println!("{}", judge(index.parse().expect("an index"), data));
    }
}
"#;

impl Program {
    /// Builds the crate in a folder, and lets it judge: an answer for every datum of a group.
    pub(super) fn run(
        &self,
        folder: &Path,
        document: &Document,
        groups: &[Group],
    ) -> Result<BTreeMap<usize, Vec<Option<bool>>>, String> {
        let dir = folder.join(&self.name);
        for (path, text) in &self.files {
            xtask::write(&dir.join(path), text)?;
        }
        xtask::write(
            &dir.join("openapi.json"),
            &format!("{:#}", document.value()),
        )?;
        let target = xtask::root().join("target/suite/target");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--manifest-path"])
            .arg(dir.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target)
            .env("RUSTFLAGS", "-Awarnings")
            .status()
            .map_err(|error| format!("cargo: {error}"))?;
        if !built.success() {
            return Err(format!("the crate in {} does not build", dir.display()));
        }
        let mut input = String::new();
        for (index, group) in self.groups.iter().enumerate() {
            for test in &groups[*group].tests {
                input.push_str(&format!("{index} {}\n", test.data));
            }
        }
        let mut answers = ask(&target.join("debug").join(&self.name), &input)?.into_iter();
        let judged = self.groups.iter().map(|group| {
            let tests = groups[*group].tests.iter();
            (*group, tests.map(|_| answers.next()).collect())
        });
        Ok(judged.collect())
    }
}

fn ask(program: &Path, input: &str) -> Result<Vec<bool>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", program.display());
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // The program answers while it reads, so both must go on at once.
        scope.spawn(move || {
            stdin
                .as_mut()
                .map(|stdin| stdin.write_all(input.as_bytes()))
        });
        child.wait_with_output()
    })
    .map_err(failed)?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().map(|line| line == "true").collect())
}
