//! Published documents, broken at random: nothing panics, every error has a place, and what the
//! linter leaves fits the typed model.
//!
//! `MUTATIONS=1000 SPEC_CORPUS=… cargo test --release -p faircopy --test mutations` breaks each
//! document a thousand times. With `MUTATIONS_GENERATE=1` code is generated for each, too; with
//! `MUTATIONS_TIME=1` what takes more than ten times as long as the original is an error.

mod support;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use faircopy::diagnostics::{Diagnostics, Locator, Severity};
use faircopy::source::{Limits, MapLoader, load};
use faircopy::{Config, Version, lint};
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
    for path in documents(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let mut diagnostics = Diagnostics::new();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let loader = MapLoader::from_iter([(name.clone(), bytes)]);
        let original = load(&loader, &name, &Limits::default(), &mut diagnostics).root;
        let run = Run::on(&serde_json::to_string_pretty(&original).unwrap());
        for seed in 0..times {
            let mut random = Random::new(seed);
            let mut broken = original.clone();
            for _ in 0..=random.below(4) {
                mutate(&mut broken, &mut random);
            }
            let text = serde_json::to_string_pretty(&broken).unwrap();
            let what = format!("{name}, seed {seed}");
            run.repeat(&what, &text);
            check(&what, text);
        }
    }
}

/// A run of all stages, as the environment asks for them.
struct Run {
    generates: bool,
    /// How long a broken document may take.
    limit: Option<Duration>,
}

impl Run {
    /// Runs on a document that is not broken.
    fn on(original: &str) -> Run {
        let mut run = Run {
            generates: std::env::var_os("MUTATIONS_GENERATE").is_some(),
            limit: None,
        };
        if std::env::var_os("MUTATIONS_TIME").is_some() {
            let start = Instant::now();
            run.stages(original);
            // Below some milliseconds, the rest of the machine is what is measured.
            run.limit = Some(start.elapsed() * 10 + Duration::from_millis(50));
        }
        run
    }

    fn repeat(&self, name: &str, text: &str) {
        let start = Instant::now();
        self.stages(text);
        let taken = start.elapsed();
        if let Some(limit) = self.limit {
            assert!(taken <= limit, "{name}: {taken:?}, above {limit:?}");
        }
    }

    fn stages(&self, text: &str) {
        let loader = MapLoader::from_iter([("spec.json", text)]);
        if self.generates {
            let _ = faircopy::generate(&loader, "spec.json", &Config::default());
        } else {
            let _ = faircopy::check(&loader, "spec.json", &Config::default());
        }
    }
}

fn check(name: &str, text: String) {
    let loader = MapLoader::from_iter([("spec.json", text)]);
    let mut diagnostics = Diagnostics::new();
    let mut document = load(&loader, "spec.json", &Limits::default(), &mut diagnostics);
    let version = lint::lint(&mut document, &mut diagnostics);
    let locator = Locator::new(&document.sources);
    for error in diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error)
    {
        let places = error.labels.iter().map(|label| locator.locate(label));
        for place in places {
            let lines = place.text.lines().count();
            assert!(
                place.position.line <= lines,
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
