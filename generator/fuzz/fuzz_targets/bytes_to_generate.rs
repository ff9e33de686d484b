//! Any bytes, as YAML or as JSON: the generator never panics, every error has a place, and what it
//! writes is Rust.

#![no_main]

use faircopy::Config;
use faircopy::report::{self, Locator};
use faircopy::source::{Limits, MapLoader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let config = Config {
        // Small, so that no input is slow by its size alone.
        limits: Limits {
            bytes: 1 << 20,
            nodes: 20_000,
            ..Limits::default()
        },
        ..Config::default()
    };
    for name in ["spec.yaml", "spec.json"] {
        let loader = MapLoader::from_iter([(name, bytes)]);
        match faircopy::generate(&loader, name, &config) {
            Ok(generated) => {
                for (path, text) in &generated.files.owned {
                    // The support code is the same for every document.
                    if !path.contains("/runtime") {
                        let parsed = syn::parse_file(text);
                        assert!(parsed.is_ok(), "{path} is not Rust:\n{text}");
                    }
                }
            }
            Err(refused) => {
                let locator = Locator::new(&refused.sources);
                for error in &refused.diagnostics {
                    assert!(!error.labels.is_empty(), "no place: {error:?}");
                    for label in &error.labels {
                        let position = locator.locate(label).position;
                        assert!(position.line >= 1 && position.column >= 1);
                    }
                }
                let options = report::Options::default();
                let _ = report::text(&refused.diagnostics, &refused.sources, &options);
            }
        }
    }
});
