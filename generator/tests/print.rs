//! What is generated from published documents is printed just as prettyplease would print it.

#[path = "../printer/tests/agreement/exception.rs"]
mod exception;
mod support;

use std::path::{Path, PathBuf};

use exception::has_rows;
use faircopy::Config;
use faircopy::source::DirLoader;
use quote::ToTokens;
use support::all_documents;

/// How many characters of a difference are shown.
const SHOWN: usize = 2_000;

#[test]
fn code_for_published_documents_is_printed_as_by_its_syntax() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("skipped: SPEC_CORPUS is not set");
        return;
    };
    let (mut known, mut unknown, mut wrong) = (0, 0, Vec::new());
    for path in all_documents(&folder) {
        for item in items(&path) {
            let tokens = item.to_token_stream();
            if has_rows(tokens.clone()) {
                continue;
            }
            let Ok(text) = faircopy_printer::items(tokens) else {
                unknown += 1;
                continue;
            };
            known += 1;
            let by_syntax = prettyplease::unparse(&syn::File {
                shebang: None,
                frontmatter: None,
                attrs: Vec::new(),
                items: vec![item],
            });
            if text != by_syntax {
                let lines = similar::TextDiff::from_lines(&by_syntax, &text);
                let lines = lines.unified_diff().to_string();
                let lines: String = lines.chars().take(SHOWN).collect();
                wrong.push(format!("{}:\n{lines}", path.display()));
            }
        }
    }
    println!("{known} items are laid out by their tokens, {unknown} by their syntax");
    wrong.truncate(10);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known > 100 * unknown, "{known} {unknown}");
}

/// The items of what is generated from a document, the support code apart.
fn items(path: &Path) -> Vec<syn::Item> {
    let config = Config::default();
    let (loader, name) = DirLoader::for_document(path, config.limits.bytes);
    let Ok(generated) = faircopy::generate(&loader, &name, &config) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    for (path, text) in generated.files.owned {
        if path.ends_with(".rs") && !path.contains("/runtime") {
            items.extend(syn::parse_file(&text).expect("it is Rust").items);
        }
    }
    items
}
