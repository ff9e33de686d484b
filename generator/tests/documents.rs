//! OpenAPI's own tests of documents, in the folder that `OAI_TESTS` names: those that pass have no
//! error, and each that fails has a diagnostic where it is at fault.

use std::fs;
use std::path::{Path, PathBuf};

use faircopy::Config;
use faircopy::Pointer;
use faircopy::diagnostics::{Diagnostics, Place, Severity};
use faircopy::source::{DirLoader, Limits};

/// Where documents are at fault that fail, by the names of their files.
const FAULTS: &[(&str, &str)] = &[
    (
        "encoding-enc-item-exclusion",
        "/components/requestBodies/encoding-with-prefixEncoding-not-allowed/content/multipart~1mixed/prefixEncoding/0/prefixEncoding",
    ),
    (
        "encoding-enc-prefix-exclusion",
        "/components/requestBodies/encoding-with-itemEncoding-not-allowed/content/multipart~1mixed/prefixEncoding/0/itemEncoding",
    ),
    ("example-examples", "/components/parameters/animal/example"),
    (
        "example-object-old-exclusions",
        "/components/examples/CannotHaveBoth/externalValue",
    ),
    (
        "example-object-old-vs-data",
        "/components/examples/NoValueWithDataValue/value",
    ),
    (
        "example-object-old-vs-ser",
        "/components/examples/CannotHaveBoth/value",
    ),
    (
        "example-object-ser-exclusions",
        "/components/examples/CannotHaveBoth/externalValue",
    ),
    (
        "header-object-allowReserved",
        "/components/headers/Style/allowReserved",
    ),
    (
        "header-object-name",
        "/paths/~1foo/get/responses/default/headers/Bad=Header",
    ),
    ("invalid_schema_types", "/components/schemas/invalid_null"),
    ("invalid_schema_types", "/components/schemas/invalid_number"),
    ("invalid_schema_types", "/components/schemas/invalid_array"),
    (
        "link-object-no-body",
        "/components/links/Link-Object-with-body-property/body",
    ),
    (
        "media-type-enc-item-exclusion",
        "/components/requestBodies/encoding-with-itemEncoding-not-allowed/content/multipart~1mixed/itemEncoding",
    ),
    (
        "media-type-enc-prefix-exclusion",
        "/components/requestBodies/encoding-with-prefixEncoding-not-allowed/content/multipart~1mixed/prefixEncoding",
    ),
    ("no_containers", ""),
    (
        "operation-object-query-with-querystring",
        "/components/pathItems/my-path-item/get/parameters/1",
    ),
    (
        "operation-object-two-querystrings",
        "/components/pathItems/my-path-item/get/parameters/1",
    ),
    (
        "parameter-object-content-not-with-style",
        "/components/parameters/content-not-with-style/style",
    ),
    (
        "parameter-object-cookie-allowReserved",
        "/components/parameters/my_cookie/allowReserved",
    ),
    (
        "parameter-object-cookie-form-allowReserved",
        "/components/parameters/style_form/allowReserved",
    ),
    (
        "parameter-object-cookie-form-allowReserved",
        "/components/parameters/style_cookie/style",
    ),
    (
        "parameter-object-header-allowReserved",
        "/components/parameters/header/allowReserved",
    ),
    (
        "parameter-object-header-name",
        "/components/parameters/BadHeader/name",
    ),
    (
        "parameter-object-path-allowReserved",
        "/components/parameters/path/allowReserved",
    ),
    (
        "parameter-object-path-name",
        "/components/parameters/BadPath/name",
    ),
    (
        "parameter-object-querystring-not-with-schema",
        "/components/parameters/querystring-not-with-schema/schema",
    ),
    (
        "path-item-object-conflicting-additional-operation",
        "/paths/~1pets~1{id}/additionalOperations/POST",
    ),
    (
        "path-item-object-query-with-querystring",
        "/components/pathItems/my-path-item/parameters/1",
    ),
    (
        "path-item-object-two-querystrings",
        "/components/pathItems/my-path-item/parameters/1",
    ),
    ("server_enum_empty", "/servers/0/variables/var/enum"),
    ("servers", "/servers"),
    ("unknown_container", "/overlays"),
    (
        "xml-attr-exclusion",
        "/components/schemas/Attr/xml/attribute",
    ),
    (
        "xml-wrapped-exclusion",
        "/components/schemas/List/xml/wrapped",
    ),
];

#[test]
fn documents_that_pass_have_no_error() {
    for (version, count) in [("3.1", 35), ("3.2", 37)] {
        let Some(documents) = documents(version, "pass") else {
            return;
        };
        assert_eq!(documents.len(), count, "{version}");
        for path in documents {
            let found = diagnostics(&path);
            let errors: Vec<_> = found
                .iter()
                .filter(|one| one.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        }
    }
}

#[test]
fn documents_that_fail_have_a_diagnostic_at_the_fault() {
    for (version, count) in [("3.1", 11), ("3.2", 29)] {
        let Some(documents) = documents(version, "fail") else {
            return;
        };
        assert_eq!(documents.len(), count, "{version}");
        for path in documents {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let mut faults = FAULTS.iter().filter(|(known, _)| *known == name).peekable();
            assert!(faults.peek().is_some(), "{name} is not known");
            let found = diagnostics(&path);
            for (_, at) in faults {
                let is_there = found.iter().any(|one| {
                    one.labels.iter().any(|label| {
                        let Place::Node { pointer, .. } = &label.place else {
                            return false;
                        };
                        label.primary && *pointer == Pointer::parse(&format!("#{at}")).unwrap()
                    })
                });
                assert!(is_there, "{}: nothing at {at}: {found:#?}", path.display());
            }
        }
    }
}

/// The documents of a version that pass or fail, if the folder is there.
fn documents(version: &str, kind: &str) -> Option<Vec<PathBuf>> {
    let Some(folder) = std::env::var_os("OAI_TESTS") else {
        println!("skipped: OAI_TESTS names no folder");
        return None;
    };
    let folder = Path::new(&folder);
    let within = folder.join("document-tests");
    let folder = if within.is_dir() { &within } else { folder };
    let entries = fs::read_dir(folder.join(version).join(kind)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    Some(paths)
}

fn diagnostics(path: &Path) -> Diagnostics {
    let (loader, root) = DirLoader::for_document(path, Limits::default().bytes);
    faircopy::check(&loader, &root, &Config::default()).0
}
