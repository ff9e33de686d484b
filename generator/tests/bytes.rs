//! Bytes that are nearly documents: whatever comes, nothing panics, every error has a place, and
//! what is written is Rust. `BYTES` sets how many are tried; `fuzz/` tries them with coverage.

mod support;

use std::path::{Path, PathBuf};

use faircopy::source::{Limits, MapLoader};
use faircopy::{Config, generate};
use support::Random;

/// What tends to mean something where it is put.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "\"",
    "'",
    "\n",
    "\n  ",
    "- ",
    "&a ",
    "*a",
    "<<: *a",
    "!!int ",
    "!x ",
    "|\n",
    ">-\n",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "? ",
    "~",
    "null",
    "true",
    "1e999",
    "-0",
    "0x7f",
    "99999999999999999999999999",
    "$ref: '#'",
    "$ref: '#/components/schemas/Pet'",
    "allOf: [",
    "type: ",
    "oneOf: [{}, {}]",
    "nullable: true",
    "enum: []",
    "\u{feff}",
    "\u{0}",
    "\\u0000",
    "\\ud800",
    "\t",
    "\r\n",
];

#[test]
fn any_bytes_are_read_or_refused() {
    let tries = std::env::var("BYTES")
        .ok()
        .and_then(|text| text.parse().ok());
    let seeds = seeds();
    let config = Config {
        limits: Limits {
            nodes: Some(20_000),
            ..Limits::default()
        },
        ..Config::default()
    };
    for seed in 0..tries.unwrap_or(2_000) {
        let mut random = Random::new(seed);
        let mut bytes = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(5) {
            change(&mut bytes, &seeds, &mut random);
        }
        let name = ["spec.yaml", "spec.json"][random.below(2)];
        let loader = MapLoader::from_iter([(name, bytes)]);
        match generate(&loader, name, &config) {
            Ok(generated) => {
                for (path, text) in &generated.files.owned {
                    let is_ours = path.contains("/runtime");
                    let parsed = is_ours || syn::parse_file(text).is_ok();
                    assert!(parsed, "seed {seed}: {path} is not Rust:\n{text}");
                }
            }
            Err(refused) => {
                let errors = refused.diagnostics.iter();
                let mut errors = errors.filter(|one| one.labels.is_empty());
                let first = errors.next();
                assert!(first.is_none(), "seed {seed}: no place: {first:?}");
            }
        }
    }
}

/// The documents of the cases.
fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let specs = cases
        .iter()
        .flat_map(|case| ["spec.yaml", "spec.json"].map(|name| case.join(name)));
    specs.filter_map(|path| std::fs::read(path).ok()).collect()
}

/// Changes one place.
fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let from = random.below(bytes.len() + 1);
    let to = (from + random.below(24)).min(bytes.len());
    match random.below(5) {
        0 => drop(bytes.drain(from..to)),
        1 => {
            let piece = PIECES[random.below(PIECES.len())];
            bytes.splice(from..from, piece.bytes());
        }
        2 => {
            let other = &seeds[random.below(seeds.len())];
            let start = random.below(other.len() + 1);
            let end = (start + random.below(200)).min(other.len());
            bytes.splice(from..to, other[start..end].iter().copied());
        }
        3 => {
            let copy = bytes[from..to].to_vec();
            let at = random.below(bytes.len() + 1);
            bytes.splice(at..at, copy);
        }
        _ => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte = u8::try_from(random.below(256)).unwrap_or(0);
            }
        }
    }
}
