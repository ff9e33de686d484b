//! Generating takes no more memory than twenty times what its document has, besides what is needed
//! for any document. Measured over the documents in the folder that `SPEC_CORPUS` names; `SHOW_MEMORY`
//! prints what each takes.

mod support;

use std::path::PathBuf;

use faircopy::source::MapLoader;
use faircopy::{Config, generate};
use peak_alloc::PeakAlloc;
use support::documents;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a generated crate takes whatever its document: the support code and the tables.
const BASE: usize = 4 << 20;
const FACTOR: usize = 20;

#[test]
fn memory_is_bounded_by_the_documents_size() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("skipped: SPEC_CORPUS is not set");
        return;
    };
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
