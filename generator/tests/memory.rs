//! Generating takes no more memory than twenty times what its document has, besides what is needed
//! for any document. Measured over the documents in the folder that `SPEC_CORPUS` names; `SHOW_MEMORY`
//! prints what each takes. Comparing takes no more than twenty times what both documents have, over
//! the successive versions in the folder that `SPEC_HISTORY` names.

mod support;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use faircopy::diff::{self, Options};
use faircopy::source::{DirLoader, MapLoader};
use faircopy::{Config, generate};
use peak_alloc::PeakAlloc;
use support::documents;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a generated crate takes whatever its document: the support code and the tables.
const BASE: usize = 2 << 20;
const FACTOR: usize = 20;

/// Only one test at a time may be measured.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn memory_is_bounded_by_the_documents_size() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("skipped: SPEC_CORPUS is not set");
        return;
    };
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut over = Vec::new();
    for path in documents(&folder) {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).unwrap();
        let size = bytes.len();
        let loader = MapLoader::from_iter([("spec.yaml", bytes)]);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let generated = generate(&loader, "spec.yaml", &Config::default());
        let peak = MEMORY.peak_usage().saturating_sub(before);
        drop(generated);
        if std::env::var_os("SHOW_MEMORY").is_some() {
            println!(
                "{:6.1}× of {size:9} bytes: {name}",
                peak as f64 / size as f64
            );
        }
        if peak > BASE + FACTOR * size {
            over.push(format!("{name}: {peak} bytes for {size}"));
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

#[test]
fn memory_of_a_comparison_is_bounded_by_the_documents_sizes() {
    let Some(folder) = std::env::var_os("SPEC_HISTORY").map(PathBuf::from) else {
        println!("skipped: SPEC_HISTORY is not set");
        return;
    };
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for (old, new) in [
        ("qdrant-v1.18.json", "qdrant-v1.19.json"),
        ("intercom-2.13.yaml", "intercom-2.14.yaml"),
    ] {
        let paths = [folder.join(old), folder.join(new)];
        let sizes = paths.each_ref().map(|path| path.metadata().unwrap().len());
        let size = usize::try_from(sizes.iter().sum::<u64>()).unwrap();
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let loaders = paths.map(|path| DirLoader::for_document(&path, size));
        let [old, new] = loaders
            .each_ref()
            .map(|(loader, root)| (loader as _, root.as_str()));
        let loaded = diff::load_both(old, new, &Config::default());
        let [Ok(old), Ok(new)] = loaded else {
            panic!("a document does not load");
        };
        let options = Options {
            today: "2026-01-01".to_owned(),
            rust: true,
        };
        let report = diff::compare(&old, &new, &options);
        let peak = MEMORY.peak_usage().saturating_sub(before);
        assert!(!report.findings.is_empty());
        println!("{:6.1}× of {size:9} bytes", peak as f64 / size as f64);
        assert!(peak <= FACTOR * size, "{peak} bytes for {size}");
    }
}
