//! Lowering of published documents: whatever they hold, every name is valid and unique.
//!
//! Reads the folder that `SPEC_CORPUS` names.

use std::collections::BTreeSet;
use std::time::Instant;

use faircopy::diagnostics::Diagnostics;
use faircopy::internals::Version;
use faircopy::internals::document::Document;
use faircopy::internals::ir::{Api, TypeKind};
use faircopy::internals::lower::{Options, lower};

fn check_names(file: &str, api: &Api) {
    let mut names = BTreeSet::new();
    let mut take = |name: &str| {
        syn::parse_str::<syn::Ident>(name)
            .unwrap_or_else(|_| panic!("{file}: `{name}` is no identifier"));
        assert!(
            names.insert(name.to_owned()),
            "{file}: two items are called `{name}`"
        );
    };
    for (_, def) in api.types.iter() {
        take(def.name.as_str());
        if let TypeKind::Struct(object) = &def.kind {
            let fields: BTreeSet<_> = object
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            assert_eq!(
                fields.len(),
                object.fields.len(),
                "{file}: fields of {}",
                def.name.as_str()
            );
        }
    }
    for operation in &api.operations {
        take(operation.call.as_str());
        take(operation.error.as_str());
    }
}

#[test]
fn published_documents_have_valid_unique_names() {
    let Ok(folder) = std::env::var("SPEC_CORPUS") else {
        println!("skipped: SPEC_CORPUS names no folder");
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let value: serde_json::Value =
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("json") => serde_json::from_str(&text).unwrap(),
                Some("yaml" | "yml") => serde_yaml::from_str(&text).unwrap(),
                _ => continue,
            };
        let Some(version) = value.get("openapi").and_then(|version| version.as_str()) else {
            continue;
        };
        let version = if version.starts_with("3.0") {
            Version::V3_0
        } else {
            Version::V3_1
        };
        let start = Instant::now();
        let document =
            Document::new(value, version).unwrap_or_else(|error| panic!("{file}: {error:?}"));
        let modelled = start.elapsed();
        let mut diagnostics = Diagnostics::new();
        let api = lower(&document, &Options::default(), &mut diagnostics);
        println!(
            "{file}: {} types, {} operations, {} diagnostics, {modelled:?} + {:?}",
            api.types.len(),
            api.operations.len(),
            diagnostics.len(),
            start.elapsed() - modelled
        );
        check_names(&file, &api);
    }
}
