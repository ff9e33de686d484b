//! What the printer lays out is what prettyplease makes of the same items: on this repository's own
//! sources, as they are and with names of all lengths, and on items made at random.

#[path = "agreement/exception.rs"]
mod exception;
#[path = "agreement/made.rs"]
mod made;
#[path = "agreement/renamed.rs"]
mod renamed;

use std::fs;
use std::path::{Path, PathBuf};

use exception::has_rows;
use made::Maker;
use proc_macro2::TokenStream;
use quote::ToTokens;
use renamed::renamed;

/// How many differences are shown.
const SHOWN: usize = 12;

/// How much of what was tried was laid out.
#[derive(Default, Debug)]
struct Tally {
    known: usize,
    unknown: usize,
}

impl Tally {
    /// Lays out an item both ways, and compares.
    fn compare(&mut self, item: TokenStream, differences: &mut Vec<String>) {
        if has_rows(item.clone()) {
            return;
        }
        let Ok(text) = faircopy_printer::items(item.clone()) else {
            self.unknown += 1;
            return;
        };
        self.known += 1;
        let by_syntax = match syn::parse2(item) {
            Ok(file) => prettyplease::unparse(&file),
            Err(error) => panic!("{error}: {text}"),
        };
        if text != by_syntax {
            let lines = similar::TextDiff::from_lines(&by_syntax, &text);
            let lines = lines
                .unified_diff()
                .header("by syntax", "by tokens")
                .to_string();
            differences.push(lines);
        }
    }

    /// Fails with the shortest of the differences.
    fn finish(&self, mut differences: Vec<String>) {
        differences.sort_by_key(String::len);
        differences.dedup();
        let number = differences.len();
        differences.truncate(SHOWN);
        assert_eq!(
            number,
            0,
            "of {self:?}, these differ, and more:\n{}",
            differences.join("\n")
        );
    }
}

#[test]
fn own_sources_are_laid_out_as_by_their_syntax() {
    let (mut tally, mut differences) = (Tally::default(), Vec::new());
    for item in own_items() {
        tally.compare(item, &mut differences);
    }
    println!("{tally:?}");
    tally.finish(differences);
    assert!(tally.known > 1000, "{tally:?}");
}

#[test]
fn own_sources_with_names_of_any_length_are_laid_out_as_by_their_syntax() {
    let (mut tally, mut differences) = (Tally::default(), Vec::new());
    let mut random = fastrand::Rng::with_seed(seed());
    for item in own_items() {
        if faircopy_printer::items(item.clone()).is_err() {
            continue;
        }
        for _ in 0..3 {
            tally.compare(renamed(item.clone(), &mut random), &mut differences);
        }
    }
    println!("{tally:?}");
    tally.finish(differences);
    assert!(tally.known > 1000, "{tally:?}");
}

#[test]
fn items_made_at_random_are_laid_out_as_by_their_syntax() {
    let (mut tally, mut differences) = (Tally::default(), Vec::new());
    let mut random = fastrand::Rng::with_seed(seed());
    for round in 0..3_000 {
        let (depth, wild) = (1 + round % 5, round % 4 == 0);
        let item = Maker {
            random: &mut random,
            wild,
            depth,
        }
        .item();
        tally.compare(item, &mut differences);
    }
    println!("{tally:?}");
    tally.finish(differences);
    assert!(tally.known > 1000, "{tally:?}");
}

/// What random numbers begin with: `SEED`, or else always the same.
fn seed() -> u64 {
    let given = std::env::var("SEED").ok();
    given.map_or(1, |seed| seed.parse().expect("SEED is a number"))
}

/// The items of this repository's own sources, or of those in the folder `SOURCES`.
fn own_items() -> impl Iterator<Item = TokenStream> {
    let root = match std::env::var_os("SOURCES") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."),
    };
    sources(&root)
        .into_iter()
        .filter_map(|path| syn::parse_file(&fs::read_to_string(path).unwrap()).ok())
        .flat_map(|file| file.items)
        .map(ToTokens::into_token_stream)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "target" && !path.join("CACHEDIR.TAG").exists() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
