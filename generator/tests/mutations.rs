//! Published documents, broken at random: nothing panics or runs on, every error has a place, and
//! what the linter leaves fits the typed model.
//!
//! `MUTATIONS=1000 MUTATIONS_GENERATE=1 SPEC_CORPUS=… cargo test --release -p faircopy --test
//! mutations -- --nocapture` breaks each document a thousand times and generates code for each.
//! `MUTATIONS_TIME=1` makes an error of what takes more than ten times the processor's time that the
//! original takes. `MUTATIONS_SHARE=1/2` takes every second document, so that two processes share
//! the work: times are those of a whole process, which does one thing at a time.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use cpu_time::ProcessTime;
use faircopy::Config;
use faircopy::diagnostics::{Diagnostics, Severity};
use faircopy::internals::Version;
use faircopy::internals::source::{lint, load};
use faircopy::report::Locator;
use faircopy::source::{Limits, MapLoader, Sources};
use serde_json::Value;
use support::{Random, documents, mutate};

#[test]
fn broken_documents_are_reported_and_mended() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("skipped: SPEC_CORPUS is not set");
        return;
    };
    let times = std::env::var("MUTATIONS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5);
    let mut slowest = 0.0_f64;
    let mut broken_documents = 0_u64;
    for path in share(documents(&folder)) {
        let bytes = std::fs::read(&path).unwrap();
        let mut diagnostics = Diagnostics::new();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let loader = MapLoader::from_iter([(name.clone(), bytes)]);
        let original = load(&loader, &name, &Limits::default(), &mut diagnostics).root;
        let run = Run::on(&serde_json::to_string_pretty(&original).unwrap());
        let mut slowest_here = 0.0_f64;
        for seed in 0..times {
            let mut random = Random::new(seed);
            let mut broken = original.clone();
            for _ in 0..=random.below(4) {
                mutate(&mut broken, &mut random);
            }
            let text = serde_json::to_string_pretty(&broken).unwrap();
            let what = format!("{name}, seed {seed}");
            slowest_here = slowest_here.max(run.repeat(&what, &text));
            if !run.generates {
                fits_the_model(&what, text);
            }
            broken_documents += 1;
        }
        println!("{name}: the slowest took {slowest_here:.2} times as long as the original");
        slowest = slowest.max(slowest_here);
    }
    println!("{broken_documents} broken documents; the slowest took {slowest:.2} times as long");
}

/// The documents that are for this process.
fn share(documents: Vec<PathBuf>) -> Vec<PathBuf> {
    let Ok(share) = std::env::var("MUTATIONS_SHARE") else {
        return documents;
    };
    let (part, parts) = share.split_once('/').expect("a share such as 1/2");
    let part: usize = part.parse().expect("the number of the share");
    let parts: usize = parts.parse().expect("how many shares there are");
    let mine = |(index, path)| (index % parts == part % parts).then_some(path);
    documents.into_iter().enumerate().filter_map(mine).collect()
}

/// A run of all stages, as the environment asks for them.
struct Run {
    generates: bool,
    /// What the original takes of the processor.
    usual: Duration,
    /// Whether what takes much longer is an error.
    is_timed: bool,
}

impl Run {
    /// Runs on a document that is not broken.
    fn on(original: &str) -> Run {
        let mut run = Run {
            generates: std::env::var_os("MUTATIONS_GENERATE").is_some(),
            usual: Duration::ZERO,
            is_timed: std::env::var_os("MUTATIONS_TIME").is_some(),
        };
        let start = ProcessTime::now();
        run.stages("the original", original);
        run.usual = start.elapsed();
        run
    }

    /// How many times as long as the original a broken document takes.
    fn repeat(&self, name: &str, text: &str) -> f64 {
        let start = ProcessTime::now();
        self.stages(name, text);
        let taken = start.elapsed();
        // Below some milliseconds, the clock is what is measured.
        let limit = self.usual * 10 + Duration::from_millis(20);
        assert!(
            !self.is_timed || taken <= limit,
            "{name}: {taken:?}, above {limit:?}"
        );
        taken.as_secs_f64() / self.usual.as_secs_f64().max(0.002)
    }

    fn stages(&self, name: &str, text: &str) {
        let _named = NamedOnPanic(name);
        let loader = MapLoader::from_iter([("spec.json", text)]);
        let (diagnostics, sources) = if self.generates {
            match faircopy::generate(&loader, "spec.json", &Config::default()) {
                Ok(generated) => (generated.warnings, generated.sources),
                Err(refused) => (refused.diagnostics, refused.sources),
            }
        } else {
            faircopy::check(&loader, "spec.json", &Config::default())
        };
        errors_have_places(name, &diagnostics, &sources);
    }
}

/// Names the broken document that the generator panics on.
struct NamedOnPanic<'a>(&'a str);

impl Drop for NamedOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("on {}", self.0);
        }
    }
}

fn errors_have_places(name: &str, diagnostics: &Diagnostics, sources: &Sources) {
    let locator = Locator::new(sources);
    // Counted once a text, since thousands of errors may point into it.
    let mut counted = BTreeMap::new();
    for error in diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error)
    {
        for place in error.labels.iter().map(|label| locator.locate(label)) {
            let lines = counted
                .entry(place.text.as_ptr())
                .or_insert_with(|| place.text.lines().count());
            assert!(
                place.position.line <= *lines,
                "{name}: {}: no such line",
                error.message
            );
        }
        assert!(
            !error.labels.is_empty(),
            "{name}: {}: no place",
            error.message
        );
    }
}

fn fits_the_model(name: &str, text: String) {
    let loader = MapLoader::from_iter([("spec.json", text)]);
    let mut diagnostics = Diagnostics::new();
    let mut document = load(&loader, "spec.json", &Limits::default(), &mut diagnostics);
    let version = lint(&mut document, &mut diagnostics);
    errors_have_places(name, &diagnostics, &document.sources);
    // What is written in the form of 3.1 is for down-levelling to translate.
    let has_newer_forms = diagnostics
        .iter()
        .any(|one| ["W0115", "W0202", "W0203"].contains(&one.code.id));
    if version == Some(Version::V3_0)
        && !has_newer_forms
        && let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(document.root.clone())
    {
        let root: &Value = &document.root;
        std::fs::write(
            std::env::temp_dir().join("faircopy-mutation.json"),
            root.to_string(),
        )
        .ok();
        panic!("{name}: does not fit the typed model: {error}");
    }
}
