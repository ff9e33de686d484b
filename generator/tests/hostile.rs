//! Documents that mean harm: nothing that they say becomes anything but a literal, a comment or an
//! identifier, and nothing outside the folder is read or written.
//!
//! `cargo test -p faircopy --test hostile -- --ignored` also builds a crate of a document that is
//! hostile everywhere, and runs its tests with its doc tests.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use faircopy::Files;
use faircopy::report;
use faircopy::source::{DirLoader, LoadError, Loader, MapLoader};
use faircopy::{Config, Refused, generate};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;
use support::hostile::{STRINGS, document, places};

/// What each of [`STRINGS`] would have run, compile or say.
const PLANTED: &str = "planted";

fn generated(document: &Value) -> Result<Files, Box<Refused>> {
    let loader = MapLoader::from_iter([("spec.json", document.to_string())]);
    generate(&loader, "spec.json", &Config::default()).map(|generated| generated.files)
}

/// Asserts that generated files hold nothing but what the document's structure calls for.
fn assert_harmless(what: &str, files: &Files, expected: &BTreeMap<&'static str, usize>) {
    let mut found = BTreeMap::new();
    for (path, text) in &files.owned {
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        let is_inside = path.split('/').all(|part| {
            !part.is_empty()
                && part
                    .trim_end_matches(".rs")
                    .chars()
                    .all(|letter| is_plain(letter) || letter == '_')
        });
        assert!(
            is_inside && path.starts_with("src/"),
            "{what}: a file called {path}"
        );
        assert_no_controls(what, path, text);
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{what}: {path}: {error}"));
        assert_no_planted(what, path, text.parse().unwrap());
        assert_docs_are_text(what, path, text);
        if !path.contains("/runtime") {
            count_items(&file.items, &mut found);
        }
    }
    assert_eq!(
        &found, expected,
        "{what}: other items than its structure calls for"
    );
    assert_no_controls(what, "src/lib.rs", &files.library);
    assert_no_planted(what, "src/lib.rs", files.library.parse().unwrap());
}

/// Asserts that the planted word is in no code, be it an item or a call.
fn assert_no_planted(what: &str, path: &str, tokens: TokenStream) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => assert_no_planted(what, path, group.stream()),
            TokenTree::Ident(ident) => assert!(ident != PLANTED, "{what}: code in {path}"),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn assert_no_controls(what: &str, path: &str, text: &str) {
    let harmful = |letter: char| {
        (letter.is_control() && letter != '\n')
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(|letter| harmful(*letter));
    assert_eq!(found, None, "{what}: {path} has a control character");
}

/// Asserts that rustdoc takes no code of the document for an example to run: outside of fences that
/// say `text`, there are only the generator's own examples, in which the document's are literals.
fn assert_docs_are_text(what: &str, path: &str, text: &str) {
    // The run of signs that opened the fence, whether it says `text`, and what it holds.
    let mut fence: Option<(&str, bool, String)> = None;
    for line in text.lines().map(str::trim_start) {
        let doc = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        let Some(doc) = doc else {
            assert!(fence.is_none(), "{what}: {path}: a fence is left open");
            continue;
        };
        let doc = doc.strip_prefix(' ').unwrap_or(doc);
        let info = doc.trim_start_matches(['`', '~']);
        let run = &doc[..doc.len() - info.len()];
        // With back-quotes after it, a run of them opens a span of code and not a block.
        let is_fence = run.len() >= 3 && !(run.starts_with('`') && info.contains('`'));
        match (&mut fence, is_fence) {
            (None, true) => fence = Some((run, info.trim() == "text", String::new())),
            (Some((open, is_text, code)), true) if run.starts_with(*open) && info.is_empty() => {
                if !*is_text {
                    // Lines that rustdoc hides start with `# `.
                    let code = code.parse().unwrap_or_else(|_| {
                        panic!("{what}: {path}: an example is not Rust:\n{code}")
                    });
                    assert_no_planted(what, path, code);
                }
                fence = None;
            }
            (Some((_, _, code)), _) => {
                code.push_str(doc.strip_prefix("# ").unwrap_or(doc));
                code.push('\n');
            }
            (None, false) => {
                let is_code = doc.starts_with("    ") || doc.starts_with('\t');
                let runs = is_code && doc.contains(PLANTED);
                assert!(!runs, "{what}: {path}: rustdoc would run `{doc}`");
            }
        }
    }
}

fn count_items(items: &[syn::Item], found: &mut BTreeMap<&'static str, usize>) {
    for item in items {
        let kind = match item {
            syn::Item::Fn(_) => "fn",
            syn::Item::Struct(_) => "struct",
            syn::Item::Enum(_) => "enum",
            syn::Item::Impl(item) => {
                *found.entry("member").or_default() += item.items.len();
                "impl"
            }
            syn::Item::Mod(item) => {
                if let Some((_, items)) = &item.content {
                    count_items(items, found);
                }
                "mod"
            }
            syn::Item::Use(_) => "use",
            syn::Item::Type(_) => "type",
            syn::Item::Const(_) | syn::Item::Static(_) => "const",
            syn::Item::Macro(_) => "macro",
            syn::Item::ExternCrate(_) | syn::Item::ForeignMod(_) => "extern",
            _ => "other",
        };
        *found.entry(kind).or_default() += 1;
    }
}

/// The items of the document with plain words in all places.
fn harmless_items(files: &Files) -> BTreeMap<&'static str, usize> {
    let mut items = BTreeMap::new();
    for (path, text) in &files.owned {
        if !path.contains("/runtime") {
            count_items(&syn::parse_file(text).unwrap().items, &mut items);
        }
    }
    items
}

fn first(refused: &Refused) -> String {
    let errors = refused.diagnostics.iter();
    let mut errors = errors.filter(|one| one.code.id.starts_with('E'));
    errors
        .next()
        .map(|one| format!("{one:?}"))
        .unwrap_or_default()
}

fn plain(_: &str) -> String {
    "fn planted".to_owned()
}

#[test]
fn hostile_strings_are_data_in_every_place() {
    let expected = harmless_items(&generated(&document(plain)).unwrap());
    for string in STRINGS {
        let files = generated(&document(|_| (*string).to_owned()));
        match files {
            Ok(files) => assert_harmless(&format!("{string:?} everywhere"), &files, &expected),
            Err(refused) => panic!("{string:?}: {}", first(&refused)),
        }
    }
    let all = STRINGS.concat();
    for place in places() {
        let hostile = |here: &str| match here == place {
            true => all.clone(),
            false => plain(here),
        };
        match generated(&document(hostile)) {
            Ok(files) => assert_harmless(&place, &files, &expected),
            Err(refused) => panic!("{place}: {}", first(&refused)),
        }
    }
}

#[test]
fn hostile_strings_do_not_move_the_cursor_in_diagnostics() {
    for string in STRINGS {
        let mut broken = document(|_| (*string).to_owned());
        broken["paths"] = serde_json::json!({ *string: { *string: 1 } });
        broken["components"]["schemas"]["Pet"][string] = 1.into();
        broken["components"]["schemas"]["Pet"]["type"] = (*string).into();
        let refused = generated(&broken).unwrap_err();
        let text = report::text(
            &refused.diagnostics,
            &refused.sources,
            &report::Options::default(),
        );
        assert_no_controls(string, "the diagnostics", &text);
        let github = report::github(&refused.diagnostics, &refused.sources, "");
        let commands = github.lines().filter(|line| line.starts_with("::"));
        assert_eq!(commands.count(), refused.diagnostics.len(), "{github}");
        let json = report::json(&refused.diagnostics, &refused.sources, "");
        assert_eq!(json.lines().count(), refused.diagnostics.len(), "{json}");
    }
}

#[test]
fn the_generators_own_extensions_are_not_the_documents() {
    let mut document = document(plain);
    let schema = &mut document["components"]["schemas"]["Pet"];
    for key in [
        "x-faircopy-at",
        "x-rust-type",
        "x-rust-derive",
        "x-faircopy-webhooks",
    ] {
        schema[key] = "crate::planted; fn planted() {}".into();
    }
    document["x-faircopy-webhooks"] = serde_json::json!({ "planted": { "post": {} } });
    let files = generated(&document).unwrap();
    for (path, text) in &files.owned {
        assert_no_planted("extensions", path, text.parse().unwrap());
    }
}

/// A loader that fails the test when it is asked for anything but the document.
struct OnlySpec(String);

impl Loader for OnlySpec {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        assert_eq!(
            path, "spec.yaml",
            "a file that no document may name is asked for"
        );
        Ok(self.0.clone().into_bytes())
    }
}

#[test]
fn references_out_of_the_folder_are_never_followed() {
    for reference in [
        "/etc/passwd",
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "https://example.com/pet.yaml",
        "//example.com/pet.yaml",
        "http://169.254.169.254/latest/meta-data",
        "a/../../secret.yaml",
        "..\\\\..\\\\secret.yaml",
        "C:\\\\secret.yaml",
        "%2e%2e/secret.yaml",
        "spec.yaml/../../secret.yaml#/a",
    ] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: A, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {{ $ref: \"{reference}\" }}\n"
        );
        let refused = generate(&OnlySpec(text), "spec.yaml", &Config::default()).unwrap_err();
        let first = refused.diagnostics.iter().next().unwrap();
        assert!(
            ["E0050", "E0051", "E0054"].contains(&first.code.id),
            "{reference}: {first:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links_out_of_the_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("api");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(folder.path().join("secret.yaml"), "type: string").unwrap();
    std::os::unix::fs::symlink("../secret.yaml", inside.join("pet.yaml")).unwrap();
    let text = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    A: { $ref: pet.yaml }\n";
    std::fs::write(inside.join("spec.yaml"), text).unwrap();
    let loader = DirLoader::new(&inside, 1 << 20);
    let refused = generate(&loader, "spec.yaml", &Config::default()).unwrap_err();
    let first = refused.diagnostics.iter().next().unwrap();
    assert!(
        first.message.contains("out of the folder that is read"),
        "{first:?}"
    );
}

#[test]
fn costly_documents_are_refused_before_they_cost() {
    let bomb: String = ('b'..='j')
        .map(|name| {
            let before = (name as u8 - 1) as char;
            let aliases = vec![format!("*{before}"); 10].join(", ");
            format!("x-{name}: &{name} [{aliases}]\n")
        })
        .collect();
    let deep_yaml = format!("x-deep: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_block: String = (0..5_000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    let head = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\n";
    for (what, text, code) in [
        (
            "aliases of aliases",
            format!("{head}x-a: &a [1, 1, 1]\n{bomb}"),
            "E0008",
        ),
        ("nested lists", format!("{head}{deep_yaml}"), "E0009"),
        (
            "nested mappings",
            format!("{head}x-deep:\n{deep_block}"),
            "E0009",
        ),
        ("an alias in itself", format!("{head}x-a: &a [*a]"), "E0004"),
        ("paths that are all one", one_item_for_many_paths(), "E0008"),
    ] {
        let loader = MapLoader::from_iter([("spec.yaml", text)]);
        let refused = generate(&loader, "spec.yaml", &Config::default()).unwrap_err();
        let codes: Vec<_> = refused.diagnostics.iter().map(|one| one.code.id).collect();
        assert_eq!(codes, [code], "{what}");
    }
}

/// Paths that refer to one item of as many parameters, which is put in the place of each.
fn one_item_for_many_paths() -> String {
    let parameter = |i| {
        format!("    - {{ name: p{i}, in: query, schema: {{ type: string, maxLength: {i} }} }}\n")
    };
    let path = |i| format!("  /{i}: {{ $ref: '#/x-item' }}\n");
    let parameters: String = (0..300).map(parameter).collect();
    let paths: String = (0..300).map(path).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\npaths:\n{paths}x-item:\n  get:\n    parameters:\n{parameters}"
    )
}

#[test]
fn patterns_run_in_linear_time_or_under_a_limit() {
    let pattern = |source: &str| {
        let text = serde_json::json!({
            "openapi": "3.0.3", "info": { "title": "A", "version": "1" }, "paths": {},
            "components": { "schemas": { "A": { "type": "string", "pattern": source } } },
        });
        generated(&text)
    };
    let uses = |files: &Files, text: &str| files.owned.values().any(|file| file.contains(text));
    // What would take a backtracking engine ages is for the linear one.
    let files = pattern("^(a+)+$").unwrap();
    assert!(!uses(&files, "fancy_regex"));
    let files = pattern("^(?=a)(a+)+\\1$").unwrap();
    assert!(uses(&files, "fancy_regex") && uses(&files, "backtrack_limit"));
    // What is counted or looks around needs neither, and one without a meaning is left out.
    for source in ["^.{1,2097152}$", "^(?!x)", "("] {
        let files = pattern(source).unwrap();
        assert!(!uses(&files, "fancy_regex"), "{source}");
        assert!(!uses(&files, "regex::Regex"), "{source}");
    }
}

#[test]
fn patterns_are_not_compiled_to_be_translated() {
    let patterns = (0..100).map(|n| (format!("A{n}"), format!("^.{{1,{}}}$", 5000 + n)));
    let schema = |source| serde_json::json!({ "type": "string", "pattern": source });
    let schemas: serde_json::Map<_, _> = patterns
        .map(|(name, source)| (name, schema(source)))
        .collect();
    let text = serde_json::json!({
        "openapi": "3.0.3", "info": { "title": "A", "version": "1" }, "paths": {},
        "components": { "schemas": schemas },
    });
    // It took six seconds when each was compiled.
    let started = std::time::Instant::now();
    generated(&text).unwrap();
    assert!(started.elapsed().as_secs() < 3, "{:?}", started.elapsed());
}

/// Builds a crate of the most hostile document, and runs its tests and doc tests.
#[test]
#[ignore = "builds a crate with all that it depends on"]
fn nothing_of_a_hostile_document_runs() {
    let all = STRINGS.concat();
    let files = generated(&document(|_| all.clone())).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let plan = faircopy::output::plan(&files, folder.path()).unwrap();
    plan.apply().unwrap();
    let manifest = folder.path().join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    assert!(text.contains("doctest = false"));
    // Even a user who turns them on runs nothing of the document.
    std::fs::write(&manifest, text.replace("doctest = false", "doctest = true")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let output = std::process::Command::new(env!("CARGO"))
        .args(["test", "--all-targets"])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let output = std::process::Command::new(env!("CARGO"))
        .args(["test", "--doc"])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains("test result:"), "{printed}");
    // Among them are the examples of the support code, which are written for a crate of another name.
    assert!(output.status.success(), "{printed}");
    assert!(
        !folder.path().join(PLANTED).exists(),
        "code of the document has run"
    );
}
