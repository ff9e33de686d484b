//! Successive versions of published documents, from the folder that `SPEC_HISTORY` names: no cause
//! appears twice, and every place is one.

use std::collections::BTreeSet;
use std::path::Path;

use faircopy::Config;
use faircopy::diff::{self, Loaded, render};
use faircopy::source::DirLoader;

use super::support::compare;

const PAIRS: [(&str, &str); 4] = [
    ("qdrant-v1.16.json", "qdrant-v1.17.json"),
    ("qdrant-v1.17.json", "qdrant-v1.18.json"),
    ("qdrant-v1.18.json", "qdrant-v1.19.json"),
    ("intercom-2.13.yaml", "intercom-2.14.yaml"),
];

fn load(path: &Path) -> Loaded {
    let (loader, root) = DirLoader::for_document(path, 64 << 20);
    match diff::load(&loader, &root, &Config::default()) {
        Ok(loaded) => loaded,
        Err(_) => panic!("{} does not load", path.display()),
    }
}

#[test]
fn every_cause_of_a_published_change_appears_once() {
    let Some(folder) = std::env::var_os("SPEC_HISTORY") else {
        println!("skipped: SPEC_HISTORY names no folder");
        return;
    };
    for (old, new) in PAIRS {
        let (old, new) = (
            load(&Path::new(&folder).join(old)),
            load(&Path::new(&folder).join(new)),
        );
        let report = compare(&old, &new);
        let mut seen = BTreeSet::new();
        for finding in &report.findings {
            let message = render::message(finding);
            let places = (finding.old.pointer.clone(), finding.new.pointer.clone());
            assert!(seen.insert((message.clone(), places)), "twice: {message}");
            for (spot, loaded) in [(&finding.old, &old), (&finding.new, &new)] {
                let value = spot.pointer.resolve(&loaded.document.value);
                assert!(
                    !spot.is_there || value.is_some(),
                    "{message}: {}",
                    spot.pointer
                );
            }
        }
        println!("{} findings", report.findings.len());
    }
}
